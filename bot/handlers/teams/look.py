"""The look before the SDK's: whether a request may be Microsoft's at all, without asking anybody and without waiting.

The SDK fetches the keys of whichever tenant a token names, in the midst of its event loop, and takes a token that never
ends. Here only the Bot Framework's own tokens for this bot pass. There is no way to switch this off.
"""

import asyncio
import base64
import binascii
import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt

from bot.handlers.teams.installation import ISSUER, Installation
from bot.handlers.teams.keys import SigningKeys

LONGEST_TOKEN = 8_000
LEEWAY = 300  # seconds by which clocks may differ, as in Microsoft's own SDK
KEY_SECONDS = 2.0
"""How long a request waits for a key that nobody knows yet."""
_THREADS = 2

Claims = Mapping[str, Any]


class TurnedAwayError(Exception):
    """A request that is not let in. `reason` is a word of ours, for the log; `later`: nobody can say yet."""

    def __init__(self, reason: str, *, later: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.later = reason, later


class TokenLook:
    """Looks at tokens; signatures are worked out in threads."""

    def __init__(self, installation: Installation, keys: SigningKeys) -> None:
        self._installation, self._keys = installation, keys
        self._pool = ThreadPoolExecutor(_THREADS, "teams-look")

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def at(self, authorization: str) -> Claims:
        """The claims of a good token. Raises TurnedAwayError."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise TurnedAwayError("no_token")
        kid = self._foreseen(token)
        key = self._keys.find(kid)
        if key is None:
            coming = self._keys.coming()
            if coming is not None:
                await asyncio.wait({asyncio.wrap_future(coming)}, timeout=KEY_SECONDS)
                key = self._keys.find(kid)
        if key is None:
            raise TurnedAwayError("no_such_key", later=not self._keys.had_any)
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._verified, token, key)

    def _foreseen(self, token: str) -> str:
        """The id of the key that a token names, where all else in it is as it would have to be."""
        if len(token) > LONGEST_TOKEN:
            raise TurnedAwayError("too_long")
        parts = token.split(".")
        if len(parts) != 3:  # noqa: PLR2004 header, claims and signature
            raise TurnedAwayError("unreadable")
        header, claims = _part(parts[0]), _part(parts[1])
        if header.get("alg") != "RS256":
            raise TurnedAwayError("algorithm")
        if claims.get("iss") != ISSUER:
            raise TurnedAwayError("issuer")
        if claims.get("aud") not in self._installation.audiences:
            raise TurnedAwayError("audience")
        ends = claims.get("exp")
        if isinstance(ends, bool) or not isinstance(ends, int | float) or ends < time.time() - LEEWAY:
            raise TurnedAwayError("over")
        kid = header.get("kid")
        if not isinstance(kid, str) or not kid:
            raise TurnedAwayError("no_such_key")
        return kid

    def _verified(self, token: str, key: jwt.PyJWK) -> Claims:
        try:
            found: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=self._installation.audiences,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise TurnedAwayError(type(error).__name__) from None
        return found


def same_service(claims: Claims, activity: Mapping[str, Any]) -> bool:
    """Whether an activity names the service that its token was made for; one without either is nobody's."""
    said, signed = activity.get("serviceUrl"), claims.get("serviceurl")
    return isinstance(said, str) and isinstance(signed, str) and bool(said) and said.rstrip("/") == signed.rstrip("/")


def _part(text: str) -> dict[str, Any]:
    try:
        found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        raise TurnedAwayError("unreadable") from None
    if not isinstance(found, dict):
        raise TurnedAwayError("unreadable")
    return found
