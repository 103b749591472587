"""A load of signed events over plain HTTP, Slack's or another's: as fast as it goes, or so many a second."""

import asyncio
import hashlib
import hmac
import itertools
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

SIGNING_SECRET = "bench-signing-secret"
TEAM = "TBENCH"
OK = 200
_numbers = itertools.count(1)


@dataclass
class Measured:
    """What a load came to: seconds for each answer, and how many were not a 200."""

    latencies: list[float] = field(default_factory=list)
    refused: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def milliseconds(self, share: float) -> float:
        """The latency under which this share of answers lay, in milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def event(users: list[str]) -> bytes:
    """A direct message that is a note: every one is another event from the next person."""
    number = next(_numbers)
    stamp = f"{1_700_000_000 + number}.{number % 1_000_000:06d}"
    return json.dumps(
        {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "ABENCH",
            "event_id": f"Ev{number:012d}",
            "event_time": int(time.time()),
            "authorizations": [{"team_id": TEAM, "user_id": "UBOT", "is_bot": True, "enterprise_id": None}],
            "event": {
                "type": "message",
                "channel_type": "im",
                "channel": f"D{number % len(users):04d}",
                "user": users[number % len(users)],
                "ts": stamp,
                "text": f"All six staff we asked knew whom to tell, and said so without looking it up ({number})",
            },
        }
    ).encode()


def signed(body: bytes) -> dict[str, str]:
    """The headers with which Slack proves that it sent this."""
    stamp = str(int(time.time()))
    digest = hmac.new(SIGNING_SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


class Connection:
    """One kept-alive connection, with just enough HTTP to read the answers."""

    def __init__(self, url: str, proof: Callable[[bytes], dict[str, str]] = signed) -> None:
        parts = urlsplit(url)
        self._proof = proof
        self.host, self.port, self.path = parts.hostname or "127.0.0.1", parts.port or 80, parts.path
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, body: bytes) -> int:
        """Send one event and return the status."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._streams
        headers = {
            "Host": f"{self.host}:{self.port}",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            **self._proof(body),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"POST {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length")), 0)
        await reader.readexactly(length)
        if "connection: close" in head:
            self.close()
        return int(head.split(" ", 2)[1])

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _send(connection: Connection, users: list[str], measured: Measured, due: float) -> None:
    """Send one event; its latency counts from when it was due, so that a stall is not hidden."""
    try:
        status = await connection.send(event(users))
    except (OSError, asyncio.IncompleteReadError):
        connection.close()
        status = 0
    if status == 200:
        measured.latencies.append(time.perf_counter() - due)
    else:
        measured.refused += 1


async def flat_out(
    url: str, users: list[str], *, concurrent: int, seconds: float, events: float = math.inf
) -> Measured:
    """Keep so many events under way all the time, for so long or until there were so many."""
    measured, began = Measured(), time.perf_counter()

    async def one() -> None:
        connection = Connection(url)
        while time.perf_counter() - began < seconds and len(measured.latencies) < events:
            await _send(connection, users, measured, time.perf_counter())
        connection.close()

    await asyncio.gather(*(one() for _ in range(concurrent)))
    measured.seconds = time.perf_counter() - began
    return measured


async def paced(url: str, users: list[str], *, per_second: float, concurrent: int, seconds: float) -> Measured:
    """Send so many a second, evenly, over so many connections."""
    measured, began = Measured(), time.perf_counter()
    turns = itertools.count()

    async def one() -> None:
        connection = Connection(url)
        while (due := began + next(turns) / per_second) < began + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await _send(connection, users, measured, due)
        connection.close()

    await asyncio.gather(*(one() for _ in range(concurrent)))
    measured.seconds = time.perf_counter() - began
    return measured
