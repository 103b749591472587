"""A made-up Slack's side of Socket Mode, over real websockets: it delivers, asks for answers, hangs up, or falls silent."""

import asyncio
import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

_numbers = itertools.count(1)


@dataclass(eq=False)
class Line:
    """One connection of the app's. `deaf`: it stands, and nothing said on it is ever answered."""

    ws: web.WebSocketResponse
    transport: asyncio.Transport
    deaf: bool = False
    pongs: list[bytes] = field(default_factory=list)

    @property
    def open(self) -> bool:
        return not self.ws.closed


class FakeSocket:
    """What was connected, and every acknowledgement that came."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.acks: dict[str, Any] = {}
        self.counted: Counter[str] = Counter()
        self.greeting: list[Any] = [{"type": "hello", "num_connections": 1}]
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._runner: web.AppRunner = self._run(self._serve())
        self.url = f"ws://127.0.0.1:{self._runner.addresses[0][1]}/link/?ticket=t"

    def close(self) -> None:
        self._run(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    # ── What Slack does ─────────────────────────────────────────────────────────────────────

    def say(self, line: Line, message: Any) -> None:
        text = message if isinstance(message, str) else json.dumps(message)
        self._run(line.ws.send_str(text))

    def deliver(self, kind: str, payload: Any, *, envelope: str = "", line: Line | None = None, **more: Any) -> str:
        """Send an envelope and return its id."""
        envelope = envelope or f"e-{next(_numbers)}"
        replies = kind != "events_api"
        said = {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": replies, **more}
        self.say(line or self.live()[-1], said)
        return envelope

    def hang_up(self, line: Line) -> None:
        """Without a word: the connection is gone on our side and on theirs."""
        self._loop.call_soon_threadsafe(line.transport.abort)

    def heard_all(self, line: Line) -> None:
        """Wait until the app has read everything that was said on this connection."""
        mark = f"mark {next(_numbers)}".encode()
        self._run(line.ws.ping(mark))
        self.wait(lambda: mark in line.pongs or not line.open)

    # ── What came of it ─────────────────────────────────────────────────────────────────────

    def live(self) -> list[Line]:
        return [line for line in self.lines if line.open and not line.deaf]

    def wait(self, until: Callable[[], Any], seconds: float = 30) -> Any:
        end = time.monotonic() + seconds
        with self._changed:
            while not (found := until()):
                assert self._changed.wait(max(0, end - time.monotonic())), "it did not come in time"
        return found

    def answer(self, envelope: str, seconds: float = 30) -> Any:
        """The acknowledgement of an envelope, once it is there."""
        self.wait(lambda: envelope in self.acks, seconds)
        return self.acks[envelope]

    # ── The server ──────────────────────────────────────────────────────────────────────────

    def _run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(timeout=30)

    async def _serve(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/link/", self._connected)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    async def _connected(self, request: web.Request) -> web.StreamResponse:
        ws = web.WebSocketResponse(autoping=False, max_msg_size=0, timeout=1)
        await ws.prepare(request)
        assert isinstance(request.transport, asyncio.Transport)
        line = Line(ws, request.transport)
        for message in self.greeting:
            await ws.send_str(json.dumps(message))
        self._note(lambda: self.lines.append(line))
        try:
            async for message in ws:
                if line.deaf:
                    continue
                match message.type:
                    case WSMsgType.PING:
                        await ws.pong(message.data)
                    case WSMsgType.PONG:
                        self._note(lambda said=message.data: line.pongs.append(bytes(said)))  # type: ignore[misc]
                    case _:
                        self._note(lambda said=message.data: self._acknowledged(json.loads(said)))  # type: ignore[misc]
        finally:
            self._note(lambda: None)
        return ws

    def _acknowledged(self, said: dict[str, Any]) -> None:
        self.acks[said["envelope_id"]] = said.get("payload", "")
        self.counted[said["envelope_id"]] += 1

    def _note(self, change: Callable[[], object]) -> None:
        with self._changed:
            change()
            self._changed.notify_all()
