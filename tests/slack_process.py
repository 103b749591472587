"""A real `peerwalk serve` in a process of its own, for tests that load it, read its log, or kill it."""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.slack_driver import SECRET, TOKEN, Driver
from tests.slack_fake_api import FakeSlack

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

    process: subprocess.Popen[bytes]
    driver: Driver


@contextmanager
def serving(url: str, folder: Path, slack: FakeSlack, log: IO[bytes]) -> Iterator[Served]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve"],
        env=environment(url, folder, slack, PEERWALK_PORT=str(port)),
        cwd=folder,
        stdout=log,
        stderr=log,
    )
    try:
        _wait_for(port, process)
        yield Served(process, Driver(f"http://127.0.0.1:{port}", slack, None, folder))
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=60)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while True:
        assert process.poll() is None, f"serve ended with {process.returncode}"
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
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "export", review, "--json"],
        env=environment(url, folder, slack),
        cwd=folder,
        capture_output=True,
        check=True,
        timeout=120,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    texts = [note["text"] for note in found["notes"]]
    assert found["count"] == len(texts)
    return texts
