"""A real `peerwalk serve` in a process of its own, for tests that load it, read its log, or kill it."""

import http.client
import json
import os
import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.forked import Forked, command, forked
from tests.slack_driver import SECRET, TOKEN, Driver
from tests.slack_fake_api import APP_TOKEN, FakeSlack

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """A port for a process that is yet to start: none of those that a connection may be given meanwhile."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def environment(url: str, folder: Path, slack: FakeSlack, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PEERWALK_", "SLACK_"))}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "PEERWALK_DATA_DIR": str(folder),
        "PEERWALK_DATABASE_URL": url,
        "PEERWALK_POST_INTERVAL": "0.02",
        "PEERWALK_SLACK_BOT_TOKEN": TOKEN,
        "PEERWALK_SLACK_SIGNING_SECRET": SECRET,
        "PEERWALK_SLACK_API_URL": slack.api_url,
        # Bolt would switch on file stores for these, if nobody minded.
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "not-ours",
        **more,
    }


@dataclass(frozen=True)
class Served:
    """A serving process, and the driver that speaks to it."""

    process: Forked
    driver: Driver


@contextmanager
def serving(url: str, folder: Path, slack: FakeSlack, log: Path, *, socket: bool = False) -> Iterator[Served]:
    port = free_port()
    by_socket = {"PEERWALK_SLACK_APP_TOKEN": APP_TOKEN} if socket else {}
    variables = environment(url, folder, slack, PEERWALK_PORT=str(port), **by_socket)
    with forked(command, ["serve"], variables, folder, log) as process:
        _wait_for(port, process)
        yield Served(process, Driver(f"http://127.0.0.1:{port}", slack, None, folder))
        if process.runs():
            process.terminate()
            process.ended()


def _wait_for(port: int, process: Forked) -> None:
    end = time.monotonic() + 120
    while True:
        assert process.runs(), f"serve ended with {process.ended()}"
        assert time.monotonic() < end, "serve did not answer in time"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()


def exported(url: str, folder: Path, slack: FakeSlack, review: str) -> list[str]:
    """The texts that `peerwalk export REVIEW --json` gives."""
    said = folder / "exported"
    said.touch()
    with forked(command, ["export", review, "--json"], environment(url, folder, slack), folder, said) as process:
        assert process.ended() == 0, said.read_text()
    found: dict[str, Any] = json.loads(said.read_text())
    texts = [note["text"] for note in found["notes"]]
    assert found["count"] == len(texts)
    return texts
