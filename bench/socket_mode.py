"""A load of events by Socket Mode: the stand-in for Slack holds the other end, sends envelopes, and waits for each answer."""

import asyncio
import itertools
import json
import math
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import WSMsgType, web

from bench.load import Measured, event


class Slack:
    """Slack's Web API, where all is well at once, and its end of the connection."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._numbers = itertools.count(1)
        self._line: web.WebSocketResponse | None = None
        self._connected = threading.Event()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._runner: web.AppRunner = self._run(self._serve())
        self._port = self._runner.addresses[0][1]

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self._port}/api/"

    def flat_out(self, users: list[str], *, concurrent: int, seconds: float, events: float = math.inf) -> Measured:
        """Keep so many envelopes under way all the time, for so long or until there were so many."""
        if not self._connected.wait(60):
            raise RuntimeError("nobody connected")
        measured: Measured = self._run(self._flat_out(users, concurrent, seconds, events))
        return measured

    def close(self) -> None:
        self._run(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result()

    async def _serve(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        app.router.add_get("/link", self._link)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    async def _call(self, request: web.Request) -> web.Response:
        await request.read()
        url = f"ws://127.0.0.1:{self._port}/link"
        return web.json_response({"ok": True, "url": url, "ts": "1.1", "message_ts": "1.1", "channel": "D1"})

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        self._line = web.WebSocketResponse()
        await self._line.prepare(request)
        await self._line.send_str('{"type": "hello"}')
        self._connected.set()
        async for message in self._line:
            if message.type is WSMsgType.TEXT:
                waiting = self._waiting.pop(json.loads(message.data)["envelope_id"], None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(None)
        return self._line

    async def _flat_out(self, users: list[str], concurrent: int, seconds: float, events: float) -> Measured:
        measured, began = Measured(), time.perf_counter()

        async def one() -> None:
            while time.perf_counter() - began < seconds and len(measured.latencies) < events:
                due, envelope = time.perf_counter(), f"e-{next(self._numbers)}"
                answered = self._waiting[envelope] = self._loop.create_future()
                said = f'{{"envelope_id": "{envelope}", "type": "events_api", "payload": {event(users).decode()}}}'
                if self._line is not None:
                    await self._line.send_str(said)
                try:
                    await asyncio.wait_for(answered, 30)
                    measured.latencies.append(time.perf_counter() - due)
                except TimeoutError:
                    measured.refused += 1

        await asyncio.gather(*(one() for _ in range(concurrent)))
        measured.seconds = time.perf_counter() - began
        return measured


@contextmanager
def slack() -> Iterator[Slack]:
    """A stand-in for Slack that is there for as long as it is measured."""
    made = Slack()
    try:
        yield made
    finally:
        made.close()
