"""The keys that Microsoft signs activities with: fetched in a thread of their own, before anybody needs them.

The last good ones stay through an outage. Nobody's token decides which address is asked, and however many tokens name a
key that nobody knows, it is asked for once in half a minute.
"""

import json
import threading
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from time import monotonic
from typing import Any

import jwt
import structlog

_log = structlog.get_logger("teams")

EVERY = 240.0
SOONER = 15.0  # after a time that failed
COOLDOWN = 30.0
FETCH_SECONDS = 10.0
_LARGEST = 1_000_000

Fetch = Callable[[str], bytes]


def fetched(url: str) -> bytes:
    # The address is a setting that has been checked, and no token's.
    with urllib.request.urlopen(url, timeout=FETCH_SECONDS) as answer:  # noqa: S310
        found: bytes = answer.read(_LARGEST)
        return found


class SigningKeys:
    """Holds the keys by their ids. `open` begins to fetch and returns at once; `close` ends it."""

    def __init__(self, url: str, fetch: Fetch = fetched, *, every: float = EVERY, cooldown: float = COOLDOWN) -> None:
        self._url, self._fetch, self._every, self._cooldown = url, fetch, every, cooldown
        self._keys: Mapping[str, jwt.PyJWK] = {}
        self._wanted, self._leaving = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._coming: Future[None] = Future()
        self._began = -COOLDOWN
        self._thread: threading.Thread | None = None

    @property
    def had_any(self) -> bool:
        """Whether there ever were keys: before that, nobody can say whether a token is good."""
        return bool(self._keys)

    def open(self) -> None:
        self._thread = threading.Thread(target=self._keep, name="teams-keys", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """A fetch under way is left behind; it ends by itself, and nobody waits for it."""
        self._leaving.set()
        self._wanted.set()

    def find(self, kid: str) -> jwt.PyJWK | None:
        return self._keys.get(kid)

    def coming(self) -> Future[None] | None:
        """Ask for the keys anew, for one that is not known; done when they have been. None: it was asked just now."""
        with self._lock:
            if monotonic() - self._began < self._cooldown:
                # At the start everybody waits for the first answer; later, a key that is still unknown is nobody's.
                return self._coming if not self._keys and not self._coming.done() else None
            self._wanted.set()
            return self._coming

    # What the SDK calls where it would have fetched keys in the midst of its event loop.

    def get_signing_key_from_jwt(self, token: str | bytes) -> jwt.PyJWK:
        found = self.find(str(jwt.get_unverified_header(token).get("kid", "")))
        if found is None:
            raise jwt.InvalidTokenError("no such key")
        return found

    # ── The thread ──────────────────────────────────────────────────────────────────────────

    def _keep(self) -> None:
        while not self._leaving.is_set():
            with self._lock:
                self._began = monotonic()
                self._wanted.clear()
            well = self._refresh()
            with self._lock:
                done, self._coming = self._coming, Future()
            done.set_result(None)
            self._wanted.wait(self._every if well else min(SOONER, self._every))

    def _refresh(self) -> bool:
        try:
            found = read(json.loads(self._fetch(self._url)))
        except Exception as error:  # noqa: BLE001 whatever it was, the last good keys stay, and it is tried again
            _log.warning("teams_keys_away", kind=type(error).__name__, kept=len(self._keys))
            return False
        if not found:
            _log.warning("teams_keys_away", kind="empty", kept=len(self._keys))
            return False
        self._keys = found
        return True


def read(found: Any) -> dict[str, jwt.PyJWK]:
    """The keys that sign for Teams. One that is endorsed for other channels alone is none of ours."""
    keys: dict[str, jwt.PyJWK] = {}
    for each in found["keys"]:
        if not isinstance(each, dict) or each.get("kty") != "RSA" or not isinstance(each.get("kid"), str):
            continue
        endorsed = each.get("endorsements")
        if isinstance(endorsed, list) and "msteams" not in endorsed:
            continue
        try:
            keys[each["kid"]] = jwt.PyJWK({**each, "alg": "RS256"})
        except (jwt.PyJWKError, jwt.InvalidKeyError, ValueError):
            continue
    return keys
