"""A hundred deliveries at once: each event counts once, and what is refused is gone.

Against a real `peerwalk serve`, on SQLite and on PostgreSQL. `test_slack_killed.py` kills it meanwhile.
"""

import random
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from tests import slack_driver as driving
from tests.slack_driver import ROOMS, TEAMS, Answer, Driver, command, dm, mention, texts_in
from tests.slack_fake_api import FakeSlack, fake_slack
from tests.slack_process import exported, serving

POSTED = True
PEOPLE = [(person, review) for review, team in TEAMS.items() for person in team]
Send = Callable[[Driver], Answer]


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as slack:
        yield slack
        assert not slack.wrong, sorted(set(slack.wrong))


def delivery(number: int, words: str, slack: FakeSlack) -> tuple[str, Send]:
    """One event from one of five people, by one of the three ways; and the review whose note it is."""
    person, review = PEOPLE[number % len(PEOPLE)]
    match number % 3:
        case 0:
            body: Any = dm(person, words)
        case 1:
            body = mention(person, words, ROOMS[review])
        case _:
            fields = command(person, f"note {words}", slack)
            return review, lambda driver: driver.form("commands", fields)
    return review, lambda driver: driver.events(body)


def at_once(driver: Driver, sends: list[Send]) -> list[int]:
    """Send everything at the same moment."""
    ready = threading.Barrier(len(sends))

    def one(send: Send) -> int:
        ready.wait(timeout=120)
        return send(driver).status

    with ThreadPoolExecutor(len(sends)) as pool:
        return list(pool.map(one, sends))


def test_a_hundred_deliveries_at_once_make_exactly_eighty_notes(
    any_store_url: str, tmp_path: Path, slack: FakeSlack
) -> None:
    driving.seeded(any_store_url)
    secret = f"quokka{secrets.token_hex(6)}"
    expected: dict[str, list[str]] = {review: [] for review in TEAMS}
    good: list[Send] = []
    for number in range(80):
        words = f"Staff knew whom to tell, and said so without looking it up ({number})."
        review, send = delivery(number, words, slack)
        expected[review].append(words)
        good.append(send)
    refused = [delivery(n, f"{secret} is named with UPN Z801200001001 on list {n}.", slack)[1] for n in range(10)]
    events = [send for number, send in enumerate(good) if number % 3 != 2]
    sends = [*good, *refused, *events[:10]]
    random.Random(1).shuffle(sends)
    assert len(sends) == 100

    log = tmp_path / "log"
    log.touch()
    with serving(any_store_url, tmp_path, slack, log) as served:
        assert Counter(at_once(served.driver, sends)) == {200: 100}
        found = {review: texts_in(any_store_url, tmp_path, review) for review in TEAMS}
        assert exported(any_store_url, tmp_path, slack, "larkfield-review") == found["larkfield-review"]
        everything = b"".join(stored(any_store_url))
        assert secret.encode() not in everything
        assert b"without looking it up" in everything
    assert secret.encode() not in b"".join(stored(any_store_url))
    assert secret.encode() not in log.read_bytes()
    assert {review: sorted(texts) for review, texts in found.items()} == {
        review: sorted(texts) for review, texts in expected.items()
    }
    assert sum(map(len, found.values())) == 80


def stored(url: str) -> Iterator[bytes]:
    """Every byte that the database holds: its files with their write-ahead logs, or on PostgreSQL each row, too."""
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        for path in Path(made.database or "").parent.glob("*.db*"):
            yield path.read_bytes()
        return
    engine = create_engine(made.set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        look = inspect(connection)
        for schema in look.get_schema_names():
            for table in look.get_table_names(schema):
                for row in connection.execute(text(f'SELECT each::text FROM "{schema}"."{table}" each')):
                    yield str(row[0]).encode()
        connection.execute(text("CHECKPOINT"))
        folder = Path(str(connection.execute(text("SHOW data_directory")).scalar()))
    engine.dispose()
    for path in (*folder.glob("base/**/*"), *folder.glob("pg_wal/*")):
        with suppress(FileNotFoundError, IsADirectoryError):  # the server tidies up while we look
            yield path.read_bytes()
