"""Coming in with an organisation's own account by OpenID Connect: Entra, Google, or any issuer that keeps to it.

The code flow with PKCE, state and nonce. Authlib checks what the issuer's token claims, joserfc its signature; no
secret of ours ever goes through a browser, and of the token nothing is kept but who it is about.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import aiohttp
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from bot.settings import LOOPBACK

SECONDS = 10
LONGEST = 256 * 1024
LEEWAY = 60
KEPT_SECONDS = 3600
ASK_AGAIN_SECONDS = 60
_SIGNED = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
_NAMES = {"login.microsoftonline.com": "Microsoft", "accounts.google.com": "Google"}


class AwayError(Exception):
    """The issuer did not answer, or not as an issuer does."""


class RefusedError(Exception):
    """What came back is not to be believed."""


@dataclass(frozen=True)
class Claims:
    """Who an account is, as its issuer says. `email` is empty where the issuer did not verify it."""

    issuer: str
    subject: str
    email: str = ""


@dataclass
class _Known:
    """What an issuer says of itself, for a while."""

    about: dict[str, Any] = field(default_factory=dict)
    keys: KeySet | None = None
    until: float = 0.0
    keys_from: float = 0.0


class Accounts:
    """One issuer, and us as its client."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, back: str) -> None:
        self.issuer, self._client, self._secret, self._back = issuer, client_id, client_secret, back
        self._known = _Known()
        self._lock = asyncio.Lock()

    @property
    def name(self) -> str:
        """What people call the issuer."""
        host = urlsplit(self.issuer).hostname or ""
        return _NAMES.get(host, host)

    async def address(self, state: str, nonce: str, verifier: str) -> str:
        """Where a browser goes to say who it is."""
        asked = {
            "response_type": "code",
            "client_id": self._client,
            "redirect_uri": self._back,
            "scope": "openid email",
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        where = self._endpoint(await self._about(), "authorization_endpoint")
        return f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}"

    async def claims(self, code: str, nonce: str, verifier: str) -> Claims:
        """Who came back with this code. Raises AwayError or RefusedError."""
        about = await self._about()
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._back,
            "code_verifier": verifier,
        }
        given = await self._token(about, sent)
        token = given.get("id_token")
        if not isinstance(token, str):
            raise RefusedError("no token")
        return await self._read(token, nonce, given.get("access_token"))

    async def _read(self, token: str, nonce: str, access_token: object) -> Claims:
        try:
            try:
                found = jwt.decode(token, await self._keys(), algorithms=_SIGNED)
            except (InvalidKeyIdError, ValueError):
                # The issuer may have changed its keys since.
                found = jwt.decode(token, await self._keys(anew=True), algorithms=_SIGNED)
            claims = CodeIDToken(
                found.claims,
                found.header,
                {
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self._client},
                    "sub": {"essential": True},
                    "nonce": {"essential": True, "value": nonce},
                },
                {"nonce": nonce, "client_id": self._client, "access_token": access_token},
            )
            claims.validate(int(time.time()), LEEWAY)
            _alone(claims, self._client)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise RefusedError(type(error).__name__) from None
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:  # noqa: PLR2004 the standard's own
            raise RefusedError("subject")
        return Claims(self.issuer, subject, _verified_email(claims))

    # ── The issuer ──────────────────────────────────────────────────────────────────────────

    async def _about(self) -> dict[str, Any]:
        async with self._lock:
            if time.monotonic() >= self._known.until:
                about = await _answer("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
                if about.get("issuer") != self.issuer:
                    raise AwayError("another issuer")
                self._known = _Known(about, until=time.monotonic() + KEPT_SECONDS)
            return self._known.about

    async def _keys(self, *, anew: bool = False) -> KeySet:
        about = await self._about()
        async with self._lock:
            known, now = self._known, time.monotonic()
            if known.keys is None or (anew and now - known.keys_from >= ASK_AGAIN_SECONDS):
                found = await _answer("GET", self._endpoint(about, "jwks_uri"))
                try:
                    known.keys, known.keys_from = KeySet.import_key_set(_public(found)), now
                except (JoseError, ValueError, KeyError, TypeError):
                    raise AwayError("keys") from None
            return known.keys

    async def _token(self, about: dict[str, Any], sent: dict[str, str]) -> dict[str, Any]:
        methods = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_post" in methods:
            sent = {**sent, "client_id": self._client, "client_secret": self._secret}
            return await _answer("POST", self._endpoint(about, "token_endpoint"), sent)
        head = {"Authorization": aiohttp.encode_basic_auth(quote_plus(self._client), quote_plus(self._secret))}
        return await _answer("POST", self._endpoint(about, "token_endpoint"), sent, head)

    def _endpoint(self, about: dict[str, Any], name: str) -> str:
        url = str(about.get(name, ""))
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not safe or not url.isascii() or not url.isprintable() or " " in url:
            raise AwayError(name)
        return url


async def _answer(
    method: str, url: str, sent: dict[str, str] | None = None, head: dict[str, str] | None = None
) -> dict[str, Any]:
    """What an issuer answers, as JSON. A code that it does not take is a refusal; all else that is odd, trouble."""
    try:
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.request(method, url, data=sent, headers=head, allow_redirects=False) as answer,
        ):
            body = await answer.content.read(LONGEST + 1)
            status = answer.status
        if sent is not None and status in {400, 401, 403}:
            raise RefusedError(str(status))
        found = json.loads(body) if status == 200 and len(body) <= LONGEST else None  # noqa: PLR2004
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, RecursionError) as error:
        raise AwayError(type(error).__name__) from None
    if not isinstance(found, dict):
        raise AwayError("answer")
    return found


def _public(found: dict[str, Any]) -> Any:
    """The keys that sign; a key to a secret, which anybody could have put there, is none."""
    keys = [key for key in found.get("keys", ()) if key.get("kty") in {"RSA", "EC"} and key.get("use", "sig") == "sig"]
    return {"keys": keys}


def _alone(claims: Any, client: str) -> None:
    """A token for us and others is not taken unless it was made for us."""
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != client:
        raise RefusedError("audience")


def _verified_email(claims: Any) -> str:
    verified = claims.get("email_verified") in {True, "true"} or claims.get("xms_edov") in {True, "true", "1"}
    email = claims.get("email")
    return email.strip().lower() if verified and isinstance(email, str) else ""
