"""The clock: who is sent what when time goes by, when processes die, and when there are several."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.clock import Clock
from bot.domain.acts import About, Notice
from bot.domain.changes_people import AskingSet, PauseEnded, PersonLeft
from bot.domain.changes_setup import TermsChanged
from bot.domain.own_time import OwnSettings
from bot.domain.prompt import PromptState, Why
from bot.domain.prompt_changes import PromptAnswered, PromptDelegated, PromptPutOff
from bot.domain.windows import read
from bot.timekeeper import Timekeeper
from store import schedule
from store.asking_tables import ScheduleRow
from store.engine import Store, open_store
from store.prompt_tables import PromptRow
from store.tables import ActRow, HistoryRow
from tests import asking
from tests.asking import SENCO, made, of_set, staff
from tests.clock_process import MONDAY, keeper, look, planned
from tests.forked import forked
from tests.play import DSL, TRUST_LEAD, WORDING, Play, the
from tests.posting import launched, posts_of, wait_until

PEOPLE = [f"p{number:03}" for number in range(24)]
LATER = date(2026, 12, 9)


@pytest.fixture
def clock(play: Play) -> Timekeeper:
    return Timekeeper(play.store, WORDING.zone, play.fresh, lambda _session, _rows: None, lambda: play.now)


def told(play: Play, person: str) -> list[str]:
    """What somebody was sent about questions, in order."""
    mine = (Notice.PROMPTS_ASKED, Notice.PROMPTS_NUDGED, Notice.PROMPTS_WITH_HUMAN)
    with play.store.reading() as session:
        found = select(ActRow.notice).where(ActRow.place == person, ActRow.notice.in_(mine))
        return list(session.scalars(found.order_by(ActRow.made)))


def with_senco(play: Play) -> None:
    staff(play)


def goes_by(play: Play, clock: Timekeeper, until: datetime) -> list[datetime]:
    """Let time go by as it does: a tick whenever the table says that somebody is due. Gives the ticks."""
    ticks: list[datetime] = []
    while True:
        with play.store.reading() as session:
            due = session.scalar(select(func.min(ScheduleRow.due)))
        if due is None or due > until:
            play.now = until
            return ticks
        assert len(ticks) < 100, "it looks no more often than it needs to"
        play.now = max(play.now, due)
        ticks.append(play.now)
        clock.drain()


# ── A fortnight ─────────────────────────────────────────────────────────────────────────────


def test_a_fortnight_of_a_dsl_who_answers_some_and_of_a_senco_who_answers_none(
    play: Play, review: About, clock: Timekeeper
) -> None:
    with_senco(play)
    made(play, AskingSet(DSL, ("windows",), OwnSettings(read("Mon, Wed 13.30-14.15") or (), 10)), by=DSL)
    found = asking.planned(play, review, before=LATER)
    of_dsl = [one for one in found if one.person and one.person.id == DSL]
    assert play.now == datetime(2026, 11, 24, 9, tzinfo=UTC), "a Tuesday"
    first = goes_by(play, clock, datetime(2026, 11, 25, 13, 29, tzinfo=UTC))
    assert told(play, DSL) == []
    assert told(play, SENCO), "who has said nothing is asked in the school day"
    assert len(first) <= 2
    goes_by(play, clock, datetime(2026, 11, 25, 14, tzinfo=UTC))
    assert told(play, DSL) == [Notice.PROMPTS_ASKED]
    sent = [one for one in of_set(play) if one.state is PromptState.ASKED and one.person and one.person.id == DSL]
    assert sent
    assert sent[0].is_strengths
    assert sum(one.minutes for one in sent) <= 10
    for one in sent[:-1]:
        made(play, PromptAnswered(one.id, DSL, "We read every worry the same day."), by=DSL)
    made(play, PromptPutOff(sent[-1].id, DSL, datetime(2026, 12, 2, tzinfo=UTC)), by=DSL)
    goes_by(play, clock, datetime(2026, 12, 10, tzinfo=UTC))
    days = [row for row in history(play.store, "PromptsAsked") if row.fields["person"] == DSL]
    assert days[0].at.astimezone(WORDING.zone).strftime("%a %H:%M") == "Wed 13:30"
    assert all(row.at.isoweekday() in {1, 3} for row in days)
    after = {one.id: one for one in of_set(play)}
    senco = [after[one.id] for one in found if one.person and one.person.id == SENCO]
    assert {one.state for one in senco} == {PromptState.WITH_HUMAN}
    assert {one.why for one in senco} <= {Why.NO_ANSWER, Why.SENSITIVE_ONCE, Why.NOT_IN_TIME}
    assert all(after[one.id].state is not PromptState.PLANNED for one in of_dsl)
    assert told(play, SENCO).count(Notice.PROMPTS_NUDGED) <= 2
    assert Notice.PROMPTS_WITH_HUMAN in told(play, "lead-reviewer")
    with play.store.reading() as session:
        assert not session.scalars(select(ScheduleRow).where(ScheduleRow.due.is_not(None))).all(), "nothing is left"


def test_half_term_a_pause_and_an_hour_of_downtime_bring_one_message_each(
    play: Play, review: About, clock: Timekeeper
) -> None:
    found = [
        one for one in asking.planned(play, review, before=date(2027, 3, 1)) if one.person and one.person.id == DSL
    ]
    clock.drain()
    made(play, TermsChanged("trust", ("holiday/2026-11-30/2026-12-04",)), by=TRUST_LEAD)
    goes_by(play, clock, datetime(2026, 12, 6, 23, tzinfo=UTC))
    assert all(row.at.date() < date(2026, 11, 30) for row in history(play.store, "PromptsAsked", "PromptsNudged"))
    goes_by(play, clock, datetime(2026, 12, 7, 12, tzinfo=UTC))
    back = [row for row in history(play.store, "PromptsAsked", "PromptsNudged") if row.at.day == 7]
    assert len(back) == 1, "one message gathers what came together"
    made(play, AskingSet(DSL, ("paused",), OwnSettings(paused=(play.today, date(2027, 1, 18)))), by=DSL)
    goes_by(play, clock, datetime(2027, 1, 11, 9, tzinfo=UTC))
    before = len(told(play, DSL))
    assert before == len(history(play.store, "PromptsAsked", "PromptsNudged")), "told of nothing twice"
    made(play, PauseEnded(DSL), by=DSL)
    play.later(days=1, hours=3)  # nobody was there to look
    clock.drain()
    assert len(told(play, DSL)) <= before + 1
    assert {one.state for one in of_set(play) if one.id in {each.id for each in found}} <= {
        PromptState.ASKED,
        PromptState.PLANNED,
        PromptState.WITH_HUMAN,
    }


def test_what_a_colleague_was_handed_is_asked_of_them_and_a_leavers_go_to_a_person(
    play: Play, review: About, clock: Timekeeper
) -> None:
    with_senco(play)
    first = next(one for one in asking.planned(play, review, before=LATER) if one.person and one.person.id == DSL)
    made(play, PromptDelegated(first.id, DSL, SENCO), by=DSL)
    clock.drain()
    asked = {row.fields["person"]: row.fields["prompts"] for row in history(play.store, "PromptsAsked")}
    assert first.id in asked[SENCO]
    assert first.id not in asked.get(DSL, [])
    made(play, PromptAnswered(first.id, SENCO, "We do.", to_approve=True), by=SENCO)
    made(play, PersonLeft(DSL, play.today + timedelta(days=1)), by=TRUST_LEAD)
    goes_by(play, clock, play.now + timedelta(days=2))
    mine = [one for one in of_set(play) if one.person and one.person.id == DSL]
    assert {(one.state, one.why) for one in mine} == {(PromptState.WITH_HUMAN, Why.HAS_LEFT)}


def history(store: Store, *kinds: str) -> list[HistoryRow]:
    with store.reading() as session:
        found = session.scalars(select(HistoryRow).where(HistoryRow.kind.in_(kinds)).order_by(HistoryRow.id)).all()
        session.expunge_all()
        return list(found)


# ── Processes ───────────────────────────────────────────────────────────────────────────────


def once_each(store: Store, each: int) -> None:
    """Everybody was sent their questions, once."""
    asked = Counter(one for row in history(store, "PromptsAsked") for one in row.fields["prompts"])
    assert set(asked.values()) == {1}
    with store.reading() as session:
        states = dict(session.execute(select(PromptRow.id, PromptRow.state)).tuples().all())
        posts = Counter(session.scalars(select(ActRow.place).where(ActRow.notice == Notice.PROMPTS_ASKED)))
    assert set(states.values()) == {PromptState.ASKED}
    assert set(asked) == set(states)
    assert len(states) == len(PEOPLE) * each
    assert posts == Counter(PEOPLE)


def test_a_clock_that_is_killed_loses_nothing_and_says_nothing_twice(any_store: Store, any_store_url: str) -> None:
    planned(any_store, PEOPLE, 2)
    for _ in range(2):
        with forked(look, any_store_url, False) as process:
            process.says()
            process.kill()
    with forked(look, any_store_url, True) as process:
        process.says()
        process.kill()
    assert keeper(any_store).drain() > 0
    once_each(any_store, 2)
    assert keeper(any_store).drain() == 0


def test_two_clocks_look_at_each_person_once(postgresql_store_url: str) -> None:
    store = open_store(postgresql_store_url)
    planned(store, PEOPLE, 1)
    with forked(look, postgresql_store_url, False) as one, forked(look, postgresql_store_url, False) as two:
        assert keeper(store).drain() > 0
        for process in (one, two):
            while process.says() != "done":
                pass
            assert process.ended() == 0
    assert keeper(store).drain() == 0
    once_each(store, 1)
    store.close()


@pytest.fixture
def store(any_store: Store) -> Store:
    planned(any_store, PEOPLE[:2], 1, MONDAY)
    return any_store


def test_the_tick_comes_by_itself_and_ends_with_the_posting(store: Store) -> None:
    posts = posts_of(store)
    posts.clock = Clock(keeper(store), cron="* * * * * *")
    with launched(posts):
        wait_until(lambda: len(history(store, "PromptsAsked")) == 2)
    with store.writing() as session:
        schedule.poke(session, "p000", MONDAY)
    assert posts.clock._keeper.drain() == 0, "it is closed"


def test_an_hour_that_is_set_back_sends_nothing_twice(play: Play, review: About, clock: Timekeeper) -> None:
    play.now = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    made(play, AskingSet(DSL, ("windows",), OwnSettings(read("Mon 8-8.30") or ())), by=DSL)
    asking.planned(play, review, before=LATER)
    ticks = goes_by(play, clock, datetime(2026, 10, 26, 12, tzinfo=UTC))
    [row] = [row for row in history(play.store, "PromptsAsked") if row.fields["person"] == DSL]
    assert row.at == datetime(2026, 10, 26, 8, tzinfo=UTC), "08:00 on the wall, in winter"
    assert len(ticks) <= 4
    assert the("person", DSL).id in {row.fields["person"] for row in history(play.store, "PromptsAsked")}
