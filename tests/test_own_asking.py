"""Everybody settles when, how much and where they are asked, reads it under *about me*, and is told what will not do."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.domain.acts import About, Notice
from bot.domain.own_time import OwnSettings
from bot.domain.windows import read
from bot.message import ABOUT_ME, Address, Card, plain
from store import asking_settings, people
from store.asking_tables import AskingRow
from store.tables import ActRow
from tests.asking import planned, sent
from tests.play import DSL, HEAD, Play, reply, the

MINE = the("asking", DSL)
GIVEN = {"own_hours": "Mon 9 to 10.30, Wed B 13.30-14.15", "first_a": "2026-11-23", "minutes": "10", "pause_until": ""}


def about_me(play: Play) -> Card:
    return play.see(DSL, ABOUT_ME.view, ABOUT_ME.about)[0]


def settled(play: Play) -> OwnSettings:
    with play.store.reading() as session:
        return asking_settings.of(session, DSL)


def test_a_dsl_gives_their_hours_pauses_and_goes_on(play: Play, review: About) -> None:
    planned(play, review, before=date(2026, 12, 18))
    usual = plain(about_me(play).words)
    assert "are planned, about" in usual
    assert "in your usual working hours, for at most twenty minutes a week" in usual
    asked = play.start(DSL, "change_asking", MINE)
    assert "Mon to Fri 08:00-16:30" in usual, "what holds while nothing is said"
    done = play.answer(DSL, asked, **GIVEN)
    assert "You are asked Mon 09:00-10:30, Wed B 13:30-14:15, for at most ten minutes a week." in plain(
        reply(done).words
    )
    assert settled(play) == OwnSettings(read(GIVEN["own_hours"]) or (), 10, date(2026, 11, 23))
    assert "the next come on Monday 30 November 2026 at 09:00" in plain(about_me(play).words)
    until = (play.today + timedelta(days=20)).isoformat()
    paused = play.answer(DSL, play.start(DSL, "change_asking", MINE), **{**GIVEN, "pause_until": until})
    assert "You are asked nothing until Monday 14 December 2026" in plain(reply(paused).words)
    first, *_ = about_me(play).buttons
    assert first.label == "Go on now"
    play.later(days=2)
    assert "Welcome back" in reply(play.start(DSL, "end_pause", MINE)).title
    assert settled(play).paused == (play.today - timedelta(days=2), play.today), "the days off stay an absence"
    assert "There is no pause" in reply(play.start(DSL, "end_pause", MINE)).title
    assert "as it was" in reply(play.answer(DSL, play.start(DSL, "change_asking", MINE), **GIVEN)).title.lower()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"own_hours": "every blue moon"}, "We could not read these hours. Please write days and times"),
        ({"own_hours": "Tue 19 to 20.30"}, "All of this is when nothing is sent: between 18:00 and 07:30"),
        ({"first_a": ""}, "You named a week A or B. Please give any day of a week A"),
        ({"minutes": "none"}, "number"),
        ({"pause_until": "2020-01-01"}, ""),
    ],
)
def test_what_will_not_do_is_said_in_a_clear_sentence(play: Play, given: dict[str, str], said: str) -> None:
    again = reply(play.answer(DSL, play.start(DSL, "change_asking", MINE), **{**GIVEN, **given}))
    [key] = given
    problem = next(item.error for item in again.inputs if item.key == key)
    assert problem
    assert said in problem
    assert play.rows(select(AskingRow)) == []


def test_nobody_settles_it_for_somebody_else_and_questions_come_where_they_are_wanted(
    play: Play, review: About
) -> None:
    assert play.start(HEAD, "change_asking", MINE).reply is not None
    assert play.rows(select(AskingRow)) == []
    with play.store.writing() as session:
        people.add_address(session, Address("slack", "T1", "U1"), DSL)
    found = planned(play, review, before=date(2026, 12, 18))
    mine = [one for one in found if one.person and one.person.id == DSL]
    asked = play.start(DSL, "change_asking", MINE)
    play.answer(DSL, asked, **{**GIVEN, "asked_where": "slack"})
    sent(play, mine[0])
    notices = select(ActRow.platform).where(ActRow.place == DSL, ActRow.notice == Notice.PROMPTS_ASKED)
    assert [row[0] for row in play.rows(notices)] == ["slack"]
