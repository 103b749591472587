"""The first start: an empty store, its set-up link, and two people who press at once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.first_day import FirstDay
from bot.turn import new_id, utc_now
from store import people, trust_settings
from store.engine import Store
from store.tables import HistoryRow
from tests.browser import Running, running
from tests.visitor import Visitor

TYPED = {"trust": "Marlpit Learning Trust", "uid": "2142", "name": "Jo Ward", "email": "Jo.Ward@marlpit.example"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path, is_demo=False) as found:
        yield found


def test_until_it_is_set_up_every_page_says_so_and_then_its_lead_is_in_and_nothing_is_set_up_twice(
    site: Running,
) -> None:
    visitor, late = Visitor(site.url), Visitor(site.url)
    for path in ("/", "/channel", "/set-up", "/walk/r1"):
        assert "no trust in it yet" in visitor.open(path).words
    assert "999" in visitor.open("/worry").words
    assert late.open("/set-up/first").status == 200
    visitor.open("/set-up/first")
    wrong = visitor.press("Set it up", trust="", uid="12a", name="123", email="jo")
    assert wrong.status == 422
    for sentence in ("What is your trust called?", "up to six digits", "Please write it in words", "not an e-mail"):
        assert sentence in wrong.words
    done = visitor.press("Set it up", **TYPED)
    assert done.status == 200
    assert "Marlpit Learning Trust" in done.words
    again = late.press("Set it up", **{**TYPED, "trust": "Another Trust"})
    assert again.status == 410
    assert "It is set up already" in again.words
    with site.application.store.reading() as session:
        now = people.directory(session)
        (lead,) = now.people.values()
        assert (now.trust, lead.name, lead.email) == ("Marlpit Learning Trust", "Jo Ward", "jo.ward@marlpit.example")
        assert trust_settings.every(session) == {"group_uid": "2142"}
        history = repr(list(session.execute(select(HistoryRow.kind, HistoryRow.fields, HistoryRow.about))))
    assert "Jo" not in history
    assert "marlpit" not in history.casefold()


def test_where_others_can_reach_it_only_the_printed_link_opens_it(tmp_path: Path) -> None:
    with running(tmp_path, is_demo=False, public_url="https://peerwalk.marlpit.example") as site:
        visitor, token = Visitor(site.url), site.application.host.first_day.token
        assert visitor.open("/set-up/first").status == 403
        assert "This needs the link" in visitor.open("/set-up/first?key=guess").words
        assert "Two minutes, and it is yours" in visitor.open(f"/set-up/first?key={token}").words


def test_of_two_who_press_at_once_one_sets_it_up(any_store: Store) -> None:
    days = [FirstDay(any_store, utc_now, new_id), FirstDay(any_store, utc_now, new_id)]
    gate, found = threading.Barrier(2), []

    def press(day: FirstDay, trust: str) -> None:
        gate.wait()
        found.append(day.begin({**TYPED, "trust": trust}))

    threads = [threading.Thread(target=press, args=(day, f"Trust {n}")) for n, day in enumerate(days)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(map(bool, found)) == [False, True]
    with any_store.reading() as session:
        assert len(people.directory(session).people) == 1
    assert not any(day.waits() for day in days)
