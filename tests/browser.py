"""A running demo for tests, at its beginning and with a review under way, and a real browser."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from bot.app import Application, build
from bot.settings import Settings
from bot.turn import utc_now
from tests.scenes import card
from tests.visitor import PATIENCE, Visitor

CHROMIUM = Path("/usr/bin/chromium")

# ── A running demo ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Running:
    """The demo, listening on a port of its own."""

    url: str
    application: Application
    data: Path


@contextmanager
def running(folder: Path, *, is_demo: bool = True, **more: Any) -> Iterator[Running]:
    application = build(Settings(data_dir=folder, post_interval=0.0, **more), is_demo=is_demo)
    # Without the life span, posting is not started: the web needs none, what is for it is done as it is queued.
    config = uvicorn.Config(application.asgi, port=0, lifespan="off", log_level="error", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive())
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Running(f"http://127.0.0.1:{port}", application, folder)
    finally:
        application.host.leaving.set()
        server.should_exit = True
        thread.join()
        application.close()


def until(happened: Any, patience: float = PATIENCE) -> None:
    """Wait for a condition; give up with an error."""
    end = time.monotonic() + patience
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Running]:
    """A fresh demo trust, served over HTTP."""
    with running(tmp_path) as found:
        yield found


@pytest.fixture
def visitor(demo: Running) -> Visitor:
    return Visitor(demo.url)


# ── How a review comes to be ────────────────────────────────────────────────────────────────


def today() -> str:
    return utc_now().date().isoformat()


def plan(visitor: Visitor, school: str = "larkfield", lead: str = "lead-reviewer") -> None:
    """A review is planned, with one reviewer beside the lead."""
    visitor.act_as("trust-lead")
    visitor.press("Plan a review")
    visitor.press("Go on", school=school, areas=["A-1", "A-2"], begins=today())
    visitor.press("Go on", lead=lead, team=["reviewer"])


def join(visitor: Visitor, *people: str) -> None:
    for person in people:
        visitor.act_as(person)
        visitor.press("Read and answer")
        visitor.press("Answer", undertaking="yes")


def draft(visitor: Visitor, words: str) -> None:
    """Excellent practice with evidence, sent to the school in these words."""
    visitor.press("Log this note", text="Pupils named three adults they would go to.")
    visitor.press("Mark excellent")
    visitor.press("Add details")
    visitor.press("Save", node="A-1.1", kind="conversation", voice="pupil")
    visitor.press("Share it with the trust")
    visitor.press("Send to the school", **card(words))


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo whose review has begun, to be copied."""
    folder = tmp_path_factory.mktemp("begun")
    with running(folder) as site:
        visitor = Visitor(site.url)
        plan(visitor)
        join(visitor, "lead-reviewer", "reviewer")
    return folder


@pytest.fixture
def under_way(begun: Path, tmp_path: Path) -> Iterator[Running]:
    """A demo whose review has begun."""
    folder = tmp_path / "under-way"
    shutil.copytree(begun, folder)
    with running(folder) as found:
        yield found


@pytest.fixture
def reviewer(under_way: Running) -> Visitor:
    """Somebody on the team of a review that has begun."""
    visitor = Visitor(under_way.url)
    visitor.act_as("reviewer")
    return visitor


# ── A real browser ──────────────────────────────────────────────────────────────────────────

# Each window has two popups of its address bar drawn in processes of their own: half of what a page costs. As the last
# such flag alone counts, what Playwright switches off stands here, too.
UNNEEDED = (
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(UNNEEDED)}",
]


# Playwright keeps an event loop going on this thread for as long as it runs, which other modules cannot bear.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium; without it these tests are skipped and say so."""
    if not CHROMIUM.exists():
        sentence = "Chromium is not here: install Debian's chromium to run the browser tests."
        if os.environ.get("PEERWALK_TEST_ALL") == "1":
            pytest.fail(sentence)
        pytest.skip(sentence)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


# ── What reads our cards besides us ─────────────────────────────────────────────────────────

NODE = Path(__file__).parent / "node"


@pytest.fixture(scope="session")
def node() -> Path:
    """Node with Microsoft's and Slack's packages; where these could not be fetched, the tests with them are skipped."""
    if not (NODE / "node_modules" / ".ready").exists():
        sentence = "Node and what tests/node names are not here: install Debian's nodejs and npm, and run make test."
        if os.environ.get("PEERWALK_TEST_ALL") == "1" and not shutil.which("npm"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return NODE
