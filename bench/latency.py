"""How soon Slack hears of an event, and whether the ten thousandth is taken as fast as the first, beside stock Bolt.

    python -m bench.latency                          idle, 8 events a second for a minute, then 10,000 events each way
    python -m bench.latency --paced 600              the same, for ten minutes at 8 events a second
    python -m bench.latency --only posts             from an event to the post that follows it, alone

Everything runs on one machine: the load, the stand-in for Slack and the server share its cores.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from bench import socket_mode
from bench.load import Connection, Measured, event, flat_out
from bench.serving import bare_bolt, fill, peerwalk, slack_api
from store.engine import sqlite_url

CONCURRENT = 8
FEW = 500  # events, at the beginning and at the end
_words = Console(stderr=True, highlight=False)


class Clock:
    """When each event was sent, and when the mark on its message came."""

    def __init__(self) -> None:
        self.sent: dict[str, float] = {}
        self.acknowledged, self.marked = Measured(), Measured()

    def heard(self, method: str, sent: dict[str, Any]) -> None:
        if method == "reactions.add" and sent.get("timestamp") in self.sent:
            self.marked.latencies.append(time.perf_counter() - self.sent[sent["timestamp"]])

    async def load(self, url: str, users: list[str], *, per_second: float, seconds: float) -> None:
        """Send so many events a second; each has a connection of its own, so that none waits for another."""
        began, under_way = time.perf_counter(), []
        for number in range(int(per_second * seconds)):
            await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
            under_way.append(asyncio.create_task(self._one(url, event(users))))
        await asyncio.gather(*under_way)
        for _ in range(600 if self.marked.latencies else 0):  # those under way have half a minute
            if len(self.marked.latencies) >= len(self.acknowledged.latencies):
                break
            await asyncio.sleep(0.05)

    async def _one(self, url: str, body: bytes) -> None:
        connection, began = Connection(url), time.perf_counter()
        self.sent[json.loads(body)["event"]["ts"]] = began
        if await connection.send(body) == 200:
            self.acknowledged.latencies.append(time.perf_counter() - began)
        connection.close()


def told(measured: Measured) -> dict[str, float]:
    shares = {"p50_ms": 0.50, "p99_ms": 0.99}
    return {
        "events": len(measured.latencies),
        **{name: round(measured.milliseconds(share), 1) for name, share in shares.items()},
    }


def posts(folder: Path, idle: float, paced: float, rate: float) -> dict[str, Any]:
    """From an event's arrival to its acknowledgement, and to the post that follows it."""
    database, found = sqlite_url(folder / "posts.db"), {}
    users = fill(database)
    for name, per_second, seconds in (("idle", 0.5, idle), (f"at_{rate:g}_a_second", rate, paced)):
        clock = Clock()
        with slack_api(clock.heard) as api, peerwalk(database, folder, api) as server:
            asyncio.run(Clock().load(server.url, users, per_second=1, seconds=3))  # what is read at first is read
            _words.print(f"  {per_second:g} events a second for {seconds:g} s")
            asyncio.run(clock.load(server.url, users, per_second=per_second, seconds=seconds))
        found[name] = {"acknowledged": told(clock.acknowledged), "marked": told(clock.marked)}
    return found


def compared(measured: Measured) -> dict[str, Any]:
    """The first events beside the last."""
    few = min(FEW, len(measured.latencies) // 2)
    parts = {"first": measured.latencies[:few], "last": measured.latencies[-few:]}
    return {
        "events": len(measured.latencies),
        "refused": measured.refused,
        "per_second": round(measured.per_second, 1),
        **{name: told(Measured(latencies)) for name, latencies in parts.items()},
    }


@contextmanager
def _said(what: str) -> Iterator[None]:
    _words.print(what)
    yield


def dispatch(folder: Path, events: int) -> dict[str, Any]:
    """As fast as it goes until there were so many events: HTTP, Socket Mode, and a bare Bolt app."""
    found: dict[str, Any] = {}
    load = {"concurrent": CONCURRENT, "seconds": 3600, "events": events}
    with _said("  by HTTP"), slack_api() as api:
        users = fill(url := sqlite_url(folder / "http.db"))
        with peerwalk(url, folder, api) as server:
            found["http"] = compared(asyncio.run(flat_out(server.url, users, **load)))
    with _said("  by Socket Mode"), socket_mode.slack() as slack:
        users = fill(url := sqlite_url(folder / "socket.db"))
        with peerwalk(url, folder, slack.api, socket_mode=True):
            found["socket"] = compared(slack.flat_out(users, **load))
    with _said("  a bare Bolt app that inserts one row"), bare_bolt(folder) as server:
        found["bare_bolt"] = compared(asyncio.run(flat_out(server.url, ["U0001"], **load)))
    return found


def main() -> None:
    """Run everything and print the figures as JSON."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--idle", type=float, default=20, help="seconds with one event every two seconds")
    wanted.add_argument("--paced", type=float, default=60, help="seconds at the rate; 600 for the ten minutes")
    wanted.add_argument("--rate", type=float, default=8, help="events a second")
    wanted.add_argument("--events", type=int, default=10_000, help="for each way of dispatch")
    wanted.add_argument("--only", choices=["posts", "dispatch"], default="")
    given = wanted.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        if given.only in {"", "posts"}:
            _words.print("from an event to its post")
            found["posts"] = posts(Path(name), given.idle, given.paced, given.rate)
        if given.only in {"", "dispatch"}:
            _words.print("dispatch")
            found["dispatch"] = dispatch(Path(name), given.events)
    json.dump(found, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
