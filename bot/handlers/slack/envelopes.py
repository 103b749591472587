"""What comes by Socket Mode, and its acknowledgements: each envelope is answered once, after the commit.

An envelope that is not acknowledged comes again, on any connection. The turn makes nothing of a second delivery, so
what its writer was to see, such as the box with their words in it, is kept here for a minute, in memory alone.
"""

import asyncio
import contextlib
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import ClientError, ClientWebSocketResponse
from slack_bolt import BoltResponse

from bot.handlers.slack import limits
from bot.handlers.slack.door import OK

_log = structlog.get_logger("slack")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,80}")

Take = Callable[[dict[str, Any]], Awaitable[BoltResponse]]


@dataclass(eq=False)
class Line:
    """One connection: `up` once Slack said hello, `over` with the reason why it needs another in its place."""

    ws: ClientWebSocketResponse
    up: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Future[str] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    reading: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        return self.up.is_set() and not self.ws.closed

    def end(self, reason: object) -> None:
        if not self.over.done():
            self.over.set_result(code(reason))


class Envelopes:
    """Reads envelopes from whatever connection, and answers them. `take` returns only after the commit."""

    def __init__(self, take: Take, repeated: float) -> None:
        self.lines: list[Line] = []  # oldest first
        self._take, self._repeated = take, repeated
        self._under_way: dict[str, Line] = {}
        self._answered: dict[str, str] = {}  # oldest first
        # The loop holds its tasks weakly: without this they might end half done.
        self._tasks: set[asyncio.Task[None]] = set()

    def hear(self, line: Line, text: str) -> None:
        """Take one message of a connection; returns at once."""
        found = _object(text)
        if found is None:
            _log.warning("slack_socket_unreadable", length=len(text))
            return
        envelope, payload = found.get("envelope_id"), found.get("payload")
        if found.get("type") == "hello":
            line.up.set()
        elif found.get("type") == "disconnect":
            line.end(found.get("reason"))
        elif not isinstance(envelope, str) or not _CODE.fullmatch(envelope) or not isinstance(payload, dict):
            _log.warning("slack_socket_odd", envelope=code(envelope))
        else:
            line.up.set()
            self._begin(line, envelope, payload, replies=found.get("accepts_response_payload") is not False)

    async def settled(self, seconds: float) -> None:
        """Wait until what was taken is acknowledged, but no longer than this."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    def _begin(self, line: Line, envelope: str, payload: dict[str, Any], *, replies: bool) -> None:
        if envelope in self._under_way:
            self._under_way[envelope] = line  # answered once, where it came last
            return
        if envelope in self._answered:
            doing = self._send(line, self._answered[envelope])
        elif len(self._under_way) >= limits.ENVELOPES:
            _log.warning("slack_socket_full", envelope=envelope)
            return
        else:
            self._under_way[envelope] = line
            doing = self._answer(envelope, payload, replies=replies)
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, envelope: str, payload: dict[str, Any], *, replies: bool) -> None:
        try:
            response = await self._take(payload)
        except Exception as error:  # noqa: BLE001 as by HTTP: not acknowledged, and its kind alone is logged
            _log.error("slack_socket_mistake", envelope=envelope, kind=type(error).__name__)
            return
        finally:
            line = self._under_way.pop(envelope)
        if response.status != OK:
            _log.warning("slack_socket_unanswered", envelope=envelope, status=response.status)
            return
        said: dict[str, Any] = {"envelope_id": envelope}
        if replies and response.body:
            said["payload"] = json.loads(response.body)
        text = json.dumps(said)
        if "payload" in said:
            self._remember(envelope, text)
        await self._send(line, text)

    async def _send(self, line: Line, text: str) -> None:
        """Send where it was asked, or else on whatever connection there is; if there is none, Slack asks again."""
        for each in (line, *reversed(self.lines)):
            with contextlib.suppress(ConnectionError, ClientError, RuntimeError):
                if not each.ws.closed:
                    await each.ws.send_str(text)
                    return
        _log.warning("slack_socket_answer_lost")

    def _remember(self, envelope: str, text: str) -> None:
        if len(self._answered) >= limits.ENVELOPES:
            del self._answered[next(iter(self._answered))]
        self._answered[envelope] = text
        asyncio.get_running_loop().call_later(self._repeated, self._answered.pop, envelope, None)


def _object(text: str) -> dict[str, Any] | None:
    if len(text) > limits.REQUEST_BYTES or len(text.encode(errors="replace")) > limits.REQUEST_BYTES:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def code(found: object) -> str:
    """What may stand in a log: a code or an id, and never anything else that was sent."""
    return found if isinstance(found, str) and _CODE.fullmatch(found) else "unreadable"
