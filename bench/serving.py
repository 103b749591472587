"""Servers to measure, each a process of its own, with a store that holds a review of two thousand notes."""

import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil

from bench.load import SIGNING_SECRET, TEAM
from bot import demo
from bot.domain.acts import TRUST, About
from bot.message import Address, Answered, Started, Turned
from bot.turn import Turns, utc_now
from bot.wording import Wording
from store import kept_frameworks, people, reviews
from store.engine import open_store
from store.migrate import migrate
from store.tables import NoteRow, NoteVersionRow

NOTES = 2000
TEAM_PEOPLE = ("lead-reviewer", "reviewer", "guest", "bridgewater-head", "stanmoor-head")


@dataclass(frozen=True)
class Server:
    """A server under way: where it is, its process, and how long it took to answer."""

    url: str
    process: psutil.Process
    started_in: float

    def megabytes(self) -> float:
        """Resident memory of the process and its children."""
        every = [self.process, *self.process.children(recursive=True)]
        return float(sum(process.memory_info().rss for process in every)) / 1e6


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fill(url: str) -> list[str]:
    """Fill a store with the demo trust and one review of two thousand notes; returns its reviewers' Slack users."""
    store = open_store(url)
    migrate(store)
    now = utc_now()
    demo.seed(store, now.date())
    turns, numbers = Turns(store, Wording(), b"bench"), iter(range(10_000))

    def answer(person: str, turned: Turned, **values: str | tuple[str, ...]) -> Turned:
        card = turned.reply
        if card is None:
            raise RuntimeError("no card to answer")
        web = Address("web", "", person)
        return turns.take(Answered((f"bench:{next(numbers)}",), web, card.conversation, card.asking, values))

    def start(person: str, dialog: str, about: About) -> Turned:
        return turns.take(Started((f"bench:{next(numbers)}",), Address("web", "", person), dialog, about))

    planned = start("trust-lead", "plan_review", TRUST)
    with store.reading() as session:
        areas = tuple(area.id for area in kept_frameworks.chosen(session).areas)
    planned = answer("trust-lead", planned, school="larkfield", areas=areas, begins=now.date().isoformat())
    ends = (now.date() + timedelta(days=2)).isoformat()
    answer("trust-lead", planned, ends=ends, lead=TEAM_PEOPLE[0], team=TEAM_PEOPLE[1:])
    with store.reading() as session:
        review = reviews.every(session)[0]
        parts = [part.id for part in kept_frameworks.chosen(session).areas[0].sub_areas]
    for person in TEAM_PEOPLE:
        invited = start(person, "accept_invitation", About("review", review))
        answer(person, invited, undertaking="yes", conflicts=())
    users = [f"U{number:04d}" for number in range(len(TEAM_PEOPLE))]
    with store.writing() as session:
        for person, user in zip(TEAM_PEOPLE, users, strict=True):
            people.add_address(session, Address("slack", TEAM, user), person)
        for number in range(NOTES):
            at, part = now - timedelta(seconds=NOTES - number), parts[number % len(parts)]
            note = f"bench-{number:05d}"
            session.add(
                NoteRow(
                    id=note,
                    review=review,
                    writer=TEAM_PEOPLE[number % len(TEAM_PEOPLE)],
                    at=at,
                    version=1,
                    node=part,
                    sub_area=part,
                    shows="excellent",
                    kind="record",
                    voice="",
                    urgent=False,
                    told="",
                    platform="web",
                    tenant="",
                    channel="",
                    message="",
                )
            )
            session.flush()
            text = f"The log is read by two people every week, and each entry says what was done ({number})"
            session.add(NoteVersionRow(note=note, version=1, at=at, person="lead-reviewer", text=text))
    store.close()
    return users


@contextmanager
def slack_api(heard: Callable[[str, dict[str, Any]], None] = lambda _method, _sent: None) -> Iterator[str]:
    """Stand in for Slack's Web API: everything is well, at once. `heard` is told of each call with JSON."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if raw.startswith(b"{"):
                heard(self.path.rpartition("/")[2], json.loads(raw))
            said = json.dumps({"ok": True, "ts": "1.1", "message_ts": "1.1", "channel": "D1"}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/"
    finally:
        server.shutdown()


@contextmanager
def serving(command: list[str], port: int, environment: dict[str, str]) -> Iterator[Server]:
    """Start a server and wait until it answers."""
    began = time.perf_counter()
    child = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        while not _answers(port):
            if child.poll() is not None:
                raise RuntimeError(f"{command} ended with {child.returncode}")
            time.sleep(0.02)
        yield Server(f"http://127.0.0.1:{port}/slack/events", psutil.Process(child.pid), time.perf_counter() - began)
    finally:
        child.terminate()
        child.wait(30)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def peerwalk(
    database: str, folder: Path, api: str, *, socket_mode: bool = False, interval: str = "0"
) -> Iterator[Server]:
    """Peerwalk as it is served, web and Slack on; unless told an interval, posting as fast as it may."""
    port = free_port()
    environment = {
        "PEERWALK_DATABASE_URL": database,
        "PEERWALK_DATA_DIR": str(folder),
        "PEERWALK_PORT": str(port),
        "PEERWALK_SLACK_BOT_TOKEN": "xoxb-bench",
        "PEERWALK_SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "PEERWALK_SLACK_API_URL": api,
        "PEERWALK_POST_INTERVAL": interval,
        **({"PEERWALK_SLACK_APP_TOKEN": "xapp-bench"} if socket_mode else {}),
    }
    with serving([sys.executable, "-m", "bot.cli", "serve"], port, environment) as server:
        yield server


@contextmanager
def bare_bolt(folder: Path) -> Iterator[Server]:
    """The bare Bolt app."""
    port = free_port()
    command = [sys.executable, "-m", "bench.bare_bolt", str(port), str(folder / "bare.db")]
    with serving(command, port, {}) as server:
        yield server
