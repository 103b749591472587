"""A real `peerwalk serve` that Teams speaks to, killed in the midst: what was acknowledged is kept, once; nothing is posted twice.

On SQLite and on PostgreSQL.
"""

import itertools
import os
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from bot.domain.acts import About, Notice, Post, ToRoom
from bot.turn import new_id, utc_now
from store import acts
from store.act_rows import State
from store.engine import Store, open_store
from store.tables import ActRow
from tests import teams_driver
from tests.fake_teams import APP, SECRET, TENANT, FakeTeams, fake_teams
from tests.forked import Forked, command, forked
from tests.posting import wait_until
from tests.slack_driver import TEAMS, texts_in
from tests.slack_process import ROOT, _wait_for, free_port
from tests.teams_driver import ROOMS, Driver, activity, mentioned

POSTED = True
PEOPLE = [(person, review) for review, team in TEAMS.items() for person in team]


@contextmanager
def serving(url: str, folder: Path, teams: FakeTeams, log: Path) -> Iterator[tuple[Forked, Driver]]:
    port = free_port()
    variables = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PEERWALK_", "SLACK_"))},
        "PYTHONPATH": str(ROOT),
        "PEERWALK_DATA_DIR": str(folder),
        "PEERWALK_DATABASE_URL": url,
        "PEERWALK_POST_INTERVAL": "0.02",
        "PEERWALK_PORT": str(port),
        "PEERWALK_TEAMS_APP_ID": APP,
        "PEERWALK_TEAMS_TENANT_ID": TENANT,
        "PEERWALK_TEAMS_CLIENT_SECRET": SECRET,
        "PEERWALK_TEAMS_OPENID_URL": teams.openid_url,
        "PEERWALK_TEAMS_LOGIN_URL": teams.login_url,
    }
    with forked(command, ["serve"], variables, folder, log) as process:
        _wait_for(port, process)
        yield process, Driver(f"http://127.0.0.1:{port}", teams, None, folder)
        if process.runs():
            process.terminate()
            process.ended()


def test_what_was_acknowledged_survives_kill_9_nothing_is_doubled_and_no_post_is_lost_in_silence(
    any_store_url: str, tmp_path: Path
) -> None:
    store = open_store(any_store_url)
    teams_driver.seed(store)
    room = ROOMS["larkfield-review"]
    with fake_teams(tmp_path) as teams:
        words = [f"The visitors’ book is read every Friday ({number})." for number in range(24)]
        sent = [
            mentioned(teams, person, each, ROOMS[review]) if number % 2 else activity(teams, person, text=each)
            for number, (each, (person, review)) in enumerate(zip(words, itertools.cycle(PEOPLE), strict=False))
        ]
        with store.writing() as session:
            for person in list(teams_driver.USERS) * 3:
                act = Post(
                    ToRoom("larkfield-review"), Notice.JOINED, About("review", "larkfield-review"), detail=person
                )
                acts.queue(session, act, utc_now(), new_id)
        acknowledged: set[int] = set()
        lock = threading.Lock()
        log = tmp_path / "log"
        log.touch()
        with serving(any_store_url, tmp_path, teams, log) as (process, driver):

            def deliver(number: int) -> None:
                try:
                    status = driver.send(sent[number]).status
                except OSError:
                    return
                with lock:
                    if status == 200:
                        acknowledged.add(number)
                    if len(acknowledged) == 9:
                        process.kill()

            with ThreadPoolExecutor(8) as pool:
                list(pool.map(deliver, range(len(sent))))
            assert process.ended() == -9
        there = Counter(kept(any_store_url, tmp_path))
        assert all(there[words[number]] == 1 for number in acknowledged), "an acknowledged note is lost"
        assert max(there.values()) == 1
        with serving(any_store_url, tmp_path, teams, log) as (_, driver), ThreadPoolExecutor(8) as pool:
            assert {answer.status for answer in pool.map(driver.send, sent)} == {200}
            wait_until(lambda: not left_open(store))
        assert Counter(kept(any_store_url, tmp_path)) == Counter(words)
        with store.reading() as session:
            posts = select(ActRow).where(ActRow.platform == "teams", ActRow.notice == Notice.JOINED)
            ends = Counter(State(row.state) for row in session.scalars(posts))
        standing = [message for message in teams.within(room) if "has joined" in teams_driver.words(message)]
        assert ends.keys() <= {State.DONE, State.UNKNOWN}
        assert ends[State.DONE] <= len(standing) <= ends[State.DONE] + ends[State.UNKNOWN], "posted twice, or never"
        assert "visitors’ book" not in log.read_text()
    store.close()


def left_open(store: Store) -> bool:
    with store.reading() as session:
        posts = select(ActRow.id).where(ActRow.platform == "teams", ActRow.notice == Notice.JOINED)
        return session.scalar(posts.where(ActRow.state.in_(acts.OPEN)).limit(1)) is not None


def kept(url: str, folder: Path) -> list[str]:
    return [text for review in TEAMS for text in texts_in(url, folder, review)]
