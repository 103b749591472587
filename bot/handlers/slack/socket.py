"""Socket Mode: a connection that we open to Slack, replaced before it ends, and soon after it dies without a word.

slack_sdk has a client for this that we do not use: it hangs up the old connection as soon as there is a new one, with
answers still on their way; when it is closed it forgets what is being answered; and it logs what it cannot handle.
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from random import SystemRandom
from typing import Any

import structlog
from aiohttp import ClientSession, ClientTimeout, ClientWSTimeout, WSMsgType
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.handlers.slack import limits
from bot.handlers.slack.envelopes import Envelopes, Line, Take, code
from bot.handlers.slack.silent import SILENT

_log = structlog.get_logger("slack")

_EXPECTED = {"warning", "refresh_requested", "renewed"}
# Slack takes no connection for now: asking again at once would only be refused at once.
_HOPELESS = {"link_disabled", "too_many_websockets"}
_FAULTS = {"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable", "unreadable"}
_LONGEST_ASKED = 600


@dataclass(frozen=True)
class Patience:
    """How long we wait, in seconds."""

    hello: float = 15
    heartbeat: float = 20  # silence until we ask; half as long again without an answer is the end of a connection
    first: float = 1  # before connecting again, doubling up to the longest
    longest: float = 60
    steady: float = 15  # a connection that stood so long was a good one: the next begins with the first again
    old: float = 30  # what a connection that is being replaced has left to deliver
    renewed: float = 4 * 3600  # Slack replaces connections itself; this is for one that it forgot
    repeated: float = 60  # an envelope that comes again so soon is given the same answer
    leaving: float = 5


PATIENCE = Patience()


class State(StrEnum):
    """How the connection is, as /healthz says it."""

    CONNECTING = "connecting"
    ALIVE = "alive"
    AWAY = "away"
    REFUSED = "refused"


class _NoConnectionError(Exception):
    def __init__(self, reason: str, *, refused: bool = False, after: float = 0) -> None:
        super().__init__(reason)
        self.reason, self.refused, self.after = reason, refused, after


class Socket:
    """Keeps one connection to Slack, or two while one takes over from the other. `take` returns after the commit."""

    def __init__(self, token: str, api_url: str, take: Take, patience: Patience | None = None) -> None:
        self._token, self._api_url = token, api_url
        self._patience = patience or PATIENCE
        self._envelopes = Envelopes(take, self._patience.repeated)
        self._session: ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._leaving = False
        self._state, self._reason, self._since, self._opened = State.CONNECTING, "", datetime.now(UTC), 0

    async def open(self) -> None:
        """Begin to connect, and go on trying; returns at once."""
        self._session = ClientSession(timeout=ClientTimeout(total=limits.CALL_SECONDS))
        self._soon(self._keep(self._session))

    async def close(self) -> None:
        """Take no more, acknowledge what was taken, and hang up."""
        self._leaving = True
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._envelopes.settled(self._patience.leaving)
        await asyncio.gather(*(line.ws.close() for line in self._envelopes.lines), return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def health(self) -> dict[str, str | int]:
        """What /healthz says of it. `opened` counts connections since the start."""
        state = self._state
        if state is State.ALIVE and not any(line.alive for line in self._envelopes.lines):
            state = State.CONNECTING
        why = {"reason": self._reason} if self._reason else {}
        return {"state": state.value, "since": self._since.isoformat(timespec="seconds"), "opened": self._opened, **why}

    # ── Connecting, again and again ─────────────────────────────────────────────────────────

    async def _keep(self, session: ClientSession) -> None:
        waits, clock = 0, asyncio.get_running_loop().time
        while True:
            after = 0.0
            try:
                line = await self._connect(session)
            except _NoConnectionError as trouble:
                self._is(State.REFUSED if trouble.refused else State.AWAY, trouble.reason)
                after = trouble.after
            else:
                self._is(State.ALIVE)
                began = clock()
                reason = await self._until_over(line)
                expected = reason in _EXPECTED
                if not expected:
                    self._is(State.REFUSED if reason in _HOPELESS else State.CONNECTING, reason)
                if clock() - began >= self._patience.steady:
                    waits = 0
                    if expected:
                        continue
                after = self._patience.longest if reason in _HOPELESS else 0
            # Not all at the same moment, where many lost Slack together.
            wait = min(self._patience.longest, self._patience.first * 2**waits) * SystemRandom().uniform(0.5, 1)
            waits = min(waits + 1, 16)
            await asyncio.sleep(max(after, wait))

    async def _until_over(self, line: Line) -> str:
        """Wait until another connection is needed; the old one may go on delivering for a little while."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(line.over), self._patience.renewed)
        line.end("renewed")
        self._soon(self._hang_up(line))
        return line.over.result()

    async def _hang_up(self, line: Line) -> None:
        if line.reading is not None:
            await asyncio.wait([line.reading], timeout=self._patience.old)
        await line.ws.close()

    async def _connect(self, session: ClientSession) -> Line:
        try:
            line = await self._dial(session)
            hello: list[asyncio.Future[Any]] = [asyncio.ensure_future(line.up.wait()), line.over]
            await asyncio.wait(hello, timeout=self._patience.hello, return_when=asyncio.FIRST_COMPLETED)
            hello[0].cancel()
        except SlackApiError as error:
            reason = code(error.response.get("error") if hasattr(error.response, "get") else "")
            after = _retry_after(error.response) if reason == "ratelimited" else 0
            raise _NoConnectionError(reason, refused=reason not in _FAULTS, after=after) from None
        except Exception as error:  # noqa: BLE001 whatever it was, it is tried again; it may hold an address with a secret
            raise _NoConnectionError(type(error).__name__) from None
        if not line.up.is_set():
            line.end("no_hello")
            await line.ws.close()
            reason = line.over.result()
            hopeless = reason in _HOPELESS
            raise _NoConnectionError(reason, refused=hopeless, after=self._patience.longest if hopeless else 0)
        self._opened += 1
        return line

    async def _dial(self, session: ClientSession) -> Line:
        client = AsyncWebClient(None, self._api_url, session=session, retry_handlers=[], logger=SILENT)
        answer = await client.apps_connections_open(app_token=self._token)
        ws = await session.ws_connect(
            str(answer["url"]),
            heartbeat=self._patience.heartbeat,
            proxy=client.proxy,
            timeout=ClientWSTimeout(ws_close=1),  # Slack does not always answer a goodbye
            max_msg_size=4 * limits.REQUEST_BYTES,
        )
        line = Line(ws)
        self._envelopes.lines.append(line)
        line.reading = self._soon(self._read(line))
        return line

    async def _read(self, line: Line) -> None:
        try:
            while (message := await line.ws.receive()).type in {WSMsgType.TEXT, WSMsgType.BINARY}:
                if message.type is WSMsgType.TEXT:
                    self._envelopes.hear(line, message.data)
        except Exception as error:  # noqa: BLE001 whatever it was, this connection is of no more use
            line.end(type(error).__name__)
        line.end("silent" if isinstance(line.ws.exception(), TimeoutError) else "closed")
        self._envelopes.lines.remove(line)
        await line.ws.close()

    def _is(self, state: State, reason: str = "") -> None:
        if (state, reason) != (self._state, self._reason):
            self._state, self._reason, self._since = state, reason, datetime.now(UTC)
            _log.info("slack_socket", state=state.value, reason=reason, opened=self._opened)

    def _soon(self, doing: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _retry_after(response: Any) -> float:
    try:
        return min(int(response.headers.get("Retry-After", 0)), _LONGEST_ASKED)
    except (TypeError, ValueError):
        return 0
