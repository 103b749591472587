"""Calls to Teams' own service, made on an event loop and thread of their own, with Microsoft's client.

Each ends as the queue knows it: done, certainly not done, or nobody knows. Our token goes only to hosts that are believed.
"""

import asyncio
import re
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar
from urllib.parse import quote

import structlog

from bot.handlers.teams import pace
from bot.handlers.teams.installation import Installation
from bot.handlers.teams.tokens import NoTokenError, Tokens
from bot.posters import AmbiguousError, RefusedError, RetryLaterError

_log = structlog.get_logger("teams")

T = TypeVar("T")
Trouble = RetryLaterError | AmbiguousError | RefusedError
_UNAUTHORIZED, _SERVER_FAULT, _NOT_FOUND = 401, 500, 404
_WAIT_FOR_SETTINGS = 300.0
"""Seconds until a call that our own credentials stood in the way of is tried again: somebody has to mend them."""
NOT_THERE = "not_found"


class Calls:
    """Calls in one bot's name. `open` starts the thread, which the SDK shares; `close` ends it."""

    def __init__(self, installation: Installation, tokens: Tokens) -> None:
        self._installation, self.tokens = installation, tokens
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._client: Any = None
        self._leaving = False

    # ── The thread ──────────────────────────────────────────────────────────────────────────

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop, begun with the first that asks for it."""
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="teams", daemon=True)
                self._thread.start()
        return self._loop

    def close(self) -> None:
        self._leaving = True
        if self._loop is None or self._thread is None or not self._thread.is_alive():
            return
        if self._client is not None:
            asyncio.run_coroutine_threadsafe(self._client.http.aclose(), self._loop).result(pace.CALL_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(pace.CALL_SECONDS)

    def there(self, doing: Coroutine[Any, Any, T]) -> T:
        """Do something on that loop and wait for it, in a thread that is not its own."""
        if self._leaving:
            doing.close()
            raise RetryLaterError
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result()

    async def away(self, doing: Coroutine[Any, Any, T]) -> T:
        """The same from another loop, which goes on meanwhile."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(doing, self.loop))

    def client(self) -> Any:
        """Microsoft's client with our patience, for those on the loop."""
        if self._client is None:
            from microsoft_teams.common import Client, ClientOptions  # noqa: PLC0415 slow, and only where Teams is on

            from bot.handlers.teams.retry import RetryAfter  # noqa: PLC0415 as above

            self._client = Client(ClientOptions(timeout=pace.CALL_SECONDS))
            self._client.use(RetryAfter())
        return self._client

    # ── One call ────────────────────────────────────────────────────────────────────────────

    def call(self, method: str, service: str, path: str, sent: object = None) -> dict[str, Any]:
        """Call and wait. Raises RetryLaterError, AmbiguousError and RefusedError."""
        return self.there(self.ask(method, service, path, sent))

    async def ask(self, method: str, service: str, path: str, sent: object = None) -> dict[str, Any]:
        """The same, awaited on the loop of the calls."""
        import httpx  # noqa: PLC0415 as above

        if not self._installation.serves(service):
            raise RefusedError("service_not_allowed")
        try:
            token = await self.tokens()
        except NoTokenError as error:
            _log.warning("teams_no_token", code=error.code)
            raise RetryLaterError(None if error.away else _WAIT_FOR_SETTINGS) from None
        headers = {"Authorization": f"Bearer {token}"}
        body = {} if sent is None else {"json": sent}
        try:
            answer = await self.client().request(method, f"{service.rstrip('/')}{path}", headers=headers, **body)
        except httpx.HTTPStatusError as error:
            raise _trouble(error.response) from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol):
            # A connection that was never made did nothing.
            raise RetryLaterError from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            raise AmbiguousError from None
        return _object(answer)


def conversation(name: str, *more: str) -> str:
    """The path of a conversation and what is within it. Ids are Teams' own, and may hold anything."""
    return "/v3/conversations/" + "/".join(quote(each, safe=":@;=") for each in (name, *more))


def _object(answer: Any) -> dict[str, Any]:
    try:
        found = answer.json() if answer.content else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}


def _trouble(answer: Any) -> Trouble:
    """What an answer that is no yes comes to."""
    from bot.handlers.teams.retry import NOT_DONE, told_to_wait  # noqa: PLC0415 brings httpx along

    status = int(answer.status_code)
    if status in NOT_DONE:
        return RetryLaterError(told_to_wait(answer))
    if status == _UNAUTHORIZED:
        _log.warning("teams_token_refused")
        return RetryLaterError(_WAIT_FOR_SETTINGS)
    if status >= _SERVER_FAULT:
        return AmbiguousError()
    if status == _NOT_FOUND:
        return RefusedError(NOT_THERE)
    held = _object(answer).get("error")
    code = held.get("code") if isinstance(held, dict) else ""
    return RefusedError(code if isinstance(code, str) and re.fullmatch(r"\w{1,80}", code) else f"status_{status}")
