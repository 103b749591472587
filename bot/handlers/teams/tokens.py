"""The bot's own tokens, from its organisation's Microsoft Entra: by a secret or a certificate, kept until they end.

msal waits where it asks, so it is asked in a thread. What went wrong is known by its code alone: Entra's sentences name
ids of the organisation.
"""

import asyncio
import re
import threading
from typing import Any

from bot.handlers.teams.installation import BOT_SCOPE, Installation

SECONDS = 10
_CODE = re.compile(r"AADSTS\d{4,8}")
_MICROSOFT = ("https://login.microsoftonline.com", "https://login.microsoftonline.us")


class NoTokenError(Exception):
    """There is no token. `away`: nobody answered, and it may be tried again; else Entra said no, with this code."""

    def __init__(self, code: str, *, away: bool = False) -> None:
        super().__init__(code)
        self.code, self.away = code, away


class Tokens:
    """Gives tokens of one installation; safe to ask from several threads."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._lock = threading.Lock()
        self._client: Any = None

    async def __call__(self, scope: str | list[str] = BOT_SCOPE, tenant: str | None = None) -> str:
        """A token, for the SDK, whichever tenant it thinks of: this bot has one."""
        del tenant
        return await asyncio.to_thread(self.token, scope if isinstance(scope, str) else scope[0])

    def token(self, scope: str = BOT_SCOPE) -> str:
        """A token, from memory where there is one. Raises NoTokenError."""
        with self._lock:
            try:
                answer = self._made().acquire_token_for_client([scope])
            except NoTokenError:
                raise
            except (OSError, ValueError) as error:  # nobody there, or what answered is not Entra
                raise NoTokenError(type(error).__name__, away=True) from None
        if token := answer.get("access_token"):
            return str(token)
        found = _CODE.search(str(answer.get("error_description", "")))
        code = found[0] if found else str(answer.get("error", "unreadable"))
        raise NoTokenError(code if code.isidentifier() else "unreadable", away=code == "temporarily_unavailable")

    def _made(self) -> Any:
        if self._client is None:
            import msal  # noqa: PLC0415 slow to import, and needed only where something is sent

            one = self._installation
            self._client = msal.ConfidentialClientApplication(
                one.app_id,
                client_credential=one.secret or _certificate(one.certificate),
                authority=f"{one.login_url}/{one.tenant}",
                instance_discovery=one.login_url in _MICROSOFT,
                timeout=SECONDS,
            )
        return self._client


def _certificate(pem: str) -> dict[str, str]:
    """A key and its certificate as msal takes them, from one file that holds both."""
    from cryptography import x509  # noqa: PLC0415 as above
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    key = re.search(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", pem, re.DOTALL)
    shown = re.search(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", pem, re.DOTALL)
    if not key or not shown:
        raise NoTokenError("certificate_unreadable")
    try:
        rsa = isinstance(load_pem_private_key(key[0].encode(), None), RSAPrivateKey)
        x509.load_pem_x509_certificate(shown[0].encode())
    except (ValueError, TypeError):
        raise NoTokenError("certificate_unreadable") from None
    if not rsa:
        raise NoTokenError("certificate_not_rsa")
    return {"private_key": key[0], "public_certificate": shown[0]}
