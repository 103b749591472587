"""The end of a day: no risk left open, every note read, the school thanked, and the team asked how they are."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.domain.review import Progress
from bot.message import Card, Turned, Visit
from store.tables import DayRow, HistoryRow
from tests.play import DSL, GOVERNOR, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, Play, button, labels, reply, words
from tests.scenes import accept, plan, take_note
from tests.values import REVIEW

RISK = "The side gate stands open."


def end(play: Play, review: About, send: str = "yes") -> str:
    asked = play.start(LEAD, "end_day", review)
    asked = play.answer(LEAD, asked, read="yes", first=(play.today + timedelta(days=10)).isoformat())
    return words(play.answer(LEAD, asked, send=send))


def visit_of(shown: Turned, label: str) -> Visit:
    action = button(reply(shown), label).action
    assert isinstance(action, Visit)
    return action


def told(play: Play, person: str, notice: str) -> list[Card]:
    found = [card for act, card in play.notices() if (act.place, act.notice) == (person, notice)]
    return [card for card in found if card is not None]


def test_a_day_does_not_end_while_a_risk_is_open_and_the_way_to_close_it_is_offered(play: Play, review: About) -> None:
    take_note(play, REVIEWER, review, RISK, urgent="yes")
    asked = play.start(LEAD, "end_day", review)
    assert "One note says that the school needs to know today" in words(asked)
    assert RISK not in words(asked)
    assert labels(asked) == ["Say who was told", "The team’s table", "Read the notes"]
    told_now = play.answer(LEAD, play.press(LEAD, asked, "Say who was told"), told="dsl")
    assert "No risk is waiting" in words(play.press(LEAD, told_now, "End the day"))
    assert "The day is over" in end(play, review)
    assert play.count(DayRow) == 1


def test_a_risk_marked_while_the_lead_is_answering_keeps_the_day_open(play: Play, review: About) -> None:
    asked = play.start(LEAD, "end_day", review)
    asked = play.answer(LEAD, asked, read="yes", first=play.today.isoformat())
    take_note(play, REVIEWER, review, RISK, urgent="yes")
    assert "needs to know today" in words(play.answer(LEAD, asked, send="yes"))
    assert play.count(DayRow) == 0


def test_the_host_is_thanked_and_told_what_is_next_and_nobody_else_is(play: Play, review: About) -> None:
    assert "have your thanks" in end(play, review)
    for host in (HEAD, DSL):
        (card,) = told(play, host, "day_ended")
        assert "Thank you for Tuesday 24 November 2026 at Larkfield Primary" in words(card)
        assert "before anyone else, from Friday 4 December 2026" in words(card)
        assert card.quiet
        assert "Larkfield" not in card.notice
        assert [shown for shown in play.home(host) if shown.title == "Thank you for the visit"]
    for other in (LEAD, REVIEWER, GOVERNOR, TRUST_LEAD):
        assert told(play, other, "day_ended") == []


def test_a_lead_who_does_not_send_it_today_ends_the_day_all_the_same(play: Play, review: About) -> None:
    assert "have your thanks" not in end(play, review, send="not_today")
    assert told(play, HEAD, "day_ended") == []
    assert play.count(DayRow) == 1


def test_everybody_of_the_team_is_asked_how_they_are_in_private(play: Play, review: About) -> None:
    end(play, review)
    for person in (LEAD, REVIEWER, GUEST):
        (card,) = told(play, person, "how_are_you")
        assert card.quiet
        assert labels(card) == ["Something worries me"]
        (pressed,) = card.buttons
        assert isinstance(pressed.action, Visit)
        assert "About a child at Larkfield Primary" in words(play.visit(person, pressed.action))
        assert "Education Support" in words(card)
        assert ("who leads this review" in words(card)) is (person != LEAD)
    assert told(play, HEAD, "how_are_you") == []


def test_only_the_lead_ends_a_day_and_only_once_a_day(play: Play, review: About) -> None:
    for person in (REVIEWER, GUEST, HEAD, TRUST_LEAD):
        assert "says when the day is over" in words(play.start(person, "end_day", review))
        assert not [card for card in play.home(person) if "End the day" in labels(card)]
    assert [card for card in play.home(LEAD) if "End the day" in labels(card)]
    end(play, review)
    assert "ended already" in words(play.start(LEAD, "end_day", review))
    assert not [card for card in play.home(LEAD) if "End the day" in labels(card)]
    play.later(days=1)
    assert [card for card in play.home(LEAD) if "End the day" in labels(card)]
    assert "The day is over" in end(play, review)
    assert play.count(DayRow) == 2


def ended(play: Play) -> list[str]:
    return sorted(str(row[0]) for row in play.rows(select(DayRow.day)))


def test_a_day_left_open_can_be_ended_on_the_days_after_and_says_which_it_is(play: Play, review: About) -> None:
    play.later(days=1)
    asked = play.start(LEAD, "end_day", review)
    assert "Two days at Larkfield Primary are still open" in words(asked)
    assert "The earlier one is Tuesday 24 November 2026." in [item.hint for item in reply(asked).inputs]
    first = play.today.isoformat()
    asked = play.answer(LEAD, asked, which="before", read="yes", first=first)
    assert "Thank you for Tuesday 24 November 2026" in words(asked)
    assert "Tuesday 24 November 2026 at Larkfield Primary is over" in words(play.answer(LEAD, asked, send="not_today"))
    assert ended(play) == ["2026-11-24"]
    assert "This ends Wednesday 25 November 2026" in words(play.start(LEAD, "end_day", review))


def test_a_form_begun_in_the_evening_and_sent_the_next_day_ends_the_day_it_was_begun(play: Play, review: About) -> None:
    asked = play.start(LEAD, "end_day", review)
    play.later(days=1)
    asked = play.answer(LEAD, asked, read="yes", first="2026-12-04")
    play.answer(LEAD, asked, send="yes")
    assert ended(play) == ["2026-11-24"]
    (card,) = told(play, HEAD, "day_ended")
    assert "Thank you for Tuesday 24 November 2026" in words(card)


def test_the_last_day_can_be_ended_for_two_weeks_and_ending_it_closes_those_before(play: Play, review: About) -> None:
    def offered() -> bool:
        return any("End the day" in labels(card) for card in play.home(LEAD))

    play.later(days=16)
    assert offered()
    assert "This ends Thursday 26 November 2026" in words(play.start(LEAD, "end_day", review))
    play.later(days=1)
    assert not offered()
    assert "no day left to end" in words(play.start(LEAD, "end_day", review))
    play.later(days=-14)
    assert "The day is over" in end(play, review)
    assert not offered()
    assert ended(play) == ["2026-11-26"]


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 11, 23), []),
        (date(2026, 11, 27), ["2026-11-27", "2026-11-26"]),
        (date(2026, 11, 30), ["2026-11-30", "2026-11-27"]),
        (date(2026, 12, 1), ["2026-11-30"]),
        (date(2026, 12, 14), ["2026-11-30"]),
        (date(2026, 12, 15), []),
    ],
)
def test_after_a_weekend_it_is_fridays_day_that_was_left_open(today: date, days: list[str]) -> None:
    review = replace(REVIEW, begins=date(2026, 11, 26), ends=date(2026, 11, 30), progress=Progress())
    assert [day.isoformat() for day in review.days_to_end(today)] == days


def test_a_day_that_is_over_is_not_offered_to_be_planned(play: Play, review: About) -> None:
    def offered() -> str:
        return words(tuple(card for card in play.home(LEAD) if card.title == "Plan the day"))

    assert "Tuesday 24 November" in offered()
    end(play, review)
    assert "Wednesday 25 November" in offered()
    play.later(days=2)
    assert "Thursday 26 November" in offered()
    play.later(hours=8)
    assert not offered()


def test_a_day_is_not_ended_while_its_notes_are_unread(play: Play, review: About) -> None:
    asked = play.start(LEAD, "end_day", review)
    after = play.answer(LEAD, asked, read="not_yet", first=play.today.isoformat())
    assert "The day stays open" in reply(after).title
    assert labels(after) == ["The team’s table", "Read the notes", "End the day"]
    assert "The table · Larkfield Primary" in words(play.visit(LEAD, visit_of(after, "The team’s table")))
    assert "Notes · Larkfield Primary" in words(play.visit(LEAD, visit_of(after, "Read the notes")))
    assert not after.kept or play.count(DayRow) == 0


def test_the_history_says_which_day_and_nothing_anybody_wrote(play: Play, review: About) -> None:
    end(play, review)
    (kept,) = play.rows(select(HistoryRow.fields).where(HistoryRow.kind == "DayEnded"))
    assert kept[0] == {
        "review": review.id,
        "day": "2026-11-24",
        "person": LEAD,
        "first": "2026-12-04",
        "thanked": True,
    }


def test_who_joined_is_news_until_the_visit_begins_and_later_on_for_its_day(empty_stage: Play) -> None:
    play = empty_stage

    def news() -> list[str]:
        return [words(card) for card in play.home(LEAD) if card.title == "Somebody joined your review"]

    play.later(days=3)
    review = plan(play)
    play.later(days=-3)
    accept(play, review, LEAD, REVIEWER)
    assert len(news()) == 1
    play.later(days=2)
    assert len(news()) == 1
    play.later(days=1)
    assert not news()
    asked = play.start(GUEST, "accept_invitation", review)
    play.answer(GUEST, asked, undertaking="yes", conflicts=("child_there",))
    assert len(news()) == 1
    assert "talk about with them" in news()[0]
    play.later(days=1)
    assert not news()


def test_a_visit_that_has_not_begun_has_no_day_to_end(empty_stage: Play) -> None:
    play = empty_stage
    play.later(days=3)
    review = plan(play)
    asked = play.start(LEAD, "accept_invitation", review)
    play.answer(LEAD, asked, undertaking="yes", conflicts=())
    play.later(days=-1)
    assert "There is no day to end yet" in words(play.start(LEAD, "end_day", review))
