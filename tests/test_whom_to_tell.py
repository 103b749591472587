"""Rule 4's contacts: a school says and confirms them, no review begins before, and after a year it is asked once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.domain.acts import About, Notice
from bot.domain.whom import Role, missing, stand_for
from bot.message import Turned
from bot.reminding import remind
from store import people
from store.tables import AuthorityRow, ContactRow, HistoryRow, RouteRow, SchoolRow
from tests.play import DSL, GUEST, HEAD, LEAD, OTHER_HEAD, REVIEWER, TRUST_LEAD, Play, labels, reply, the, words
from tests.scenes import accept, plan, staged

LARKFIELD = the("school", "larkfield")
IN_SCHOOL = {
    "first_role": "DSL, in the front office",
    "first_number": "01632 960111",
    "first_hours": "8.00 to 17.00",
    "second_role": "Deputy DSL",
    "second_number": "+44 1632 960112",
    "second_hours": "",
}
ABOVE = {
    "head_number": "(01632) 960113 ext 4",
    "head_hours": "",
    "about_head": "named_person",
    "about_head_number": "01632 960114",
    "about_head_hours": "",
    "right": "yes",
}


def unconfirmed(play: Play) -> About:
    """Larkfield has said nothing yet, and its review is planned with its team complete."""
    with play.store.writing() as session:
        session.execute(update(SchoolRow).where(SchoolRow.id == "larkfield").values(contacts_confirmed=None))
        row = session.get_one(SchoolRow, "larkfield")
        row.contacts_confirmed = None
        for one in session.query(ContactRow).filter_by(school="larkfield"):
            session.delete(one)
        people.directory(session)
        row.cluster = "North"  # the directory is another one now
    review = plan(play)
    accept(play, review, LEAD, REVIEWER, GUEST)
    return review


@pytest.fixture
def unsaid(tmp_path: Path) -> Iterator[tuple[Play, About]]:
    with staged(unconfirmed, tmp_path / "peerwalk.db") as found:
        yield found


def told(play: Play, notice: Notice) -> list[str]:
    return [act.place for act, card in play.notices() if act.notice == notice and card is not None]


def say_whom(play: Play, person: str = HEAD, **otherwise: str) -> Turned:
    asked = play.start(person, "school_contacts", LARKFIELD)
    asked = play.answer(person, asked, **{**IN_SCHOOL, **otherwise})
    return play.answer(person, asked, **ABOVE)


def test_no_note_and_no_walk_before_the_school_has_said_whom_to_tell_and_then_both(unsaid: tuple[Play, About]) -> None:
    play, review = unsaid
    assert told(play, Notice.CONTACTS_ASKED) == [HEAD]
    for dialog in ("take_note", "enter_area", "type_up"):
        refused = play.start(REVIEWER, dialog, review)
        assert "begins once the school has confirmed whom to tell" in words(refused)
        assert not refused.kept
    said = play.note(REVIEWER, "The visitor policy is on the desk.")
    assert not said.note
    assert "visitor policy" not in play.dump()
    assert "The first note waits" in words(play.home(REVIEWER))
    assert not play.looks.panes(play.who(REVIEWER)).open_reviews, "there is no box to write into for nothing"
    done = say_whom(play)
    assert "Whoever is worried at Larkfield Primary sees these" in words(done)
    assert told(play, Notice.CONTACTS_ASKED) == []
    assert play.answer(REVIEWER, play.start(REVIEWER, "take_note", review), text="The gate is locked at nine.").note


def test_a_worry_is_answered_by_what_there_is_even_before(unsaid: tuple[Play, About]) -> None:
    play, _review = unsaid
    shown = words(play.see(REVIEWER, "worry", LARKFIELD))
    assert "has not said here yet everybody to tell" in shown
    assert shown.index("front door: 01632 960199") < shown.index("Out of hours: 01632 960198") < shown.index("999")
    stopped = play.note(REVIEWER, "A pupil told me today that her dad hits her every night.")
    assert "You have not told anyone yet" in words(stopped)
    assert "01632 960199" in words(stopped)
    assert play.count(RouteRow) == 1
    with play.store.writing() as session:
        session.get_one(AuthorityRow, "999").front_door = ""
        session.get_one(AuthorityRow, "999").out_of_hours = ""
    stopped = play.note(REVIEWER, "A pupil told me today that her dad hits her every night.")
    assert "In immediate danger, call 999" in words(stopped)
    assert "Larkfield Primary has not said here yet whom to tell" in words(stopped)


def test_the_order_is_the_school_then_the_authority_and_about_the_head_somebody_above(empty_stage: Play) -> None:
    play = empty_stage
    say_whom(play, DSL)
    shown = words(play.see(HEAD, "worry", LARKFIELD))
    order = (
        *("DSL, in the front office: 01632 960111 (8.00 to 17.00)", "Deputy DSL: +44 1632 960112"),
        *("The authority’s front door: 01632 960199", "Out of hours: 01632 960198 (evenings and weekends)", "999"),
        *("Headteacher: (01632) 960113 ext 4", "The trust’s named person, if it is about the head: 01632 960114"),
        "LADO, if you are unsure: 01632 960197",
    )
    places = [shown.index(line) for line in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("first_number", "ask at the office", "not a telephone number that can be rung"),
        ("first_number", "12", "not a telephone number that can be rung"),
        ("second_number", "", "Please answer this one"),
        ("first_role", "12345", "Please write it in words"),
        ("first_role", "D" * 81, "under 80 characters"),
        ("first_role", "DSL\u202e", "cannot be seen"),
        ("first_role", "DSL, born 01/02/2015", "more than a name"),
    ],
)
def test_what_cannot_be_rung_or_read_is_said_in_a_sentence_and_nothing_is_kept(
    empty_stage: Play, key: str, typed: str, sentence: str
) -> None:
    asked = empty_stage.start(HEAD, "school_contacts", LARKFIELD)
    refused = empty_stage.answer(HEAD, asked, **{**IN_SCHOOL, key: typed})
    (wrong,) = (item for item in reply(refused).inputs if item.error)
    assert (wrong.key, wrong.value) == (key, typed)
    assert sentence in wrong.error
    assert "960111" not in empty_stage.dump()


def test_a_worry_typed_where_a_role_belongs_is_answered_and_not_kept(empty_stage: Play) -> None:
    asked = empty_stage.start(HEAD, "school_contacts", LARKFIELD)
    stopped = empty_stage.answer(HEAD, asked, **{**IN_SCHOOL, "first_role": "A boy told me his mum hits him at night"})
    assert "You have not told anyone yet" in words(stopped)
    assert "his mum" not in empty_stage.dump()


def test_nobody_else_says_whom_to_tell_and_no_number_is_in_the_history(empty_stage: Play) -> None:
    play = empty_stage
    for person in (REVIEWER, LEAD, OTHER_HEAD, GUEST):
        for dialog in ("school_contacts", "confirm_contacts"):
            assert "say whom to tell there" in words(play.start(person, dialog, LARKFIELD))
    assert say_whom(play, TRUST_LEAD).kept
    (row,) = (row for (row,) in play.rows(select(HistoryRow)) if row.kind == "ContactsKept")
    assert (row.about, row.person, row.fields) == ("larkfield", TRUST_LEAD, {"school": "larkfield"})
    assert play.dump().count("01632 960111") == 1, "in the contacts and nowhere else"


def test_a_school_is_not_ready_while_its_authority_cannot_be_rung(empty_stage: Play) -> None:
    play = empty_stage
    with play.store.writing() as session:
        session.get_one(AuthorityRow, "999").lado = ""
    done = say_whom(play)
    assert labels(done) == ["Fill in the authority’s"]
    asked = play.press(HEAD, done, "Fill in the authority’s")
    assert play.answer(
        HEAD,
        asked,
        front_door="01632 960299",
        front_door_hours="",
        out_of_hours="01632 960298",
        lado="01632 960297",
        lado_hours="",
    ).kept
    with play.store.reading() as session:
        school = people.directory(session).schools["stanmoor"]
    assert not missing(school)
    assert "01632 960297" in words(play.see(OTHER_HEAD, "worry", the("school", "stanmoor")))


def test_after_a_year_the_school_is_asked_once_then_the_trust_lead_hears_once(empty_stage: Play) -> None:
    play = empty_stage
    zone = ZoneInfo("Europe/London")

    def passes(days: int) -> int:
        play.later(days=days)
        with play.store.writing() as session:
            return remind(session, play.now, zone, play.fresh)

    assert passes(0) == 0
    assert passes(364) == 0
    assert passes(1) == 0, "a year to the day still stands"
    asked = sum(passes(1) for _ in range(4))
    assert asked == 3, "each school, and on a working day"
    assert told(play, Notice.CONTACTS_ASKED).count(HEAD) == 1
    assert passes(1) == 0
    plan(play)
    assert told(play, Notice.CONTACTS_ASKED).count(HEAD) == 1, "not asked again because a review is planned"
    heard = sum(passes(1) for _ in range(20))
    assert heard == 3
    assert told(play, Notice.CONTACTS_OVERDUE) == [TRUST_LEAD] * 3
    review = plan(play, team=(REVIEWER,))
    accept(play, review, LEAD)
    assert "begins once the school has confirmed" in words(play.start(LEAD, "take_note", review))
    asked_again = play.start(HEAD, "confirm_contacts", LARKFIELD)
    assert "DSL: 01632 960101" in words(asked_again)
    assert play.answer(HEAD, asked_again, today="yes").kept
    assert told(play, Notice.CONTACTS_OVERDUE) == [TRUST_LEAD] * 2


def test_a_review_under_way_goes_on_when_the_year_ends_within_it(empty_stage: Play) -> None:
    play = empty_stage
    play.later(days=364)
    review = plan(play)
    accept(play, review, LEAD)
    play.later(days=2)
    assert play.answer(LEAD, play.start(LEAD, "take_note", review), text="The gate is locked at nine.").note
    with play.store.reading() as session:
        school = people.directory(session).schools["larkfield"]
    assert not stand_for(school, play.today, play.today)
    assert stand_for(school, play.today - timedelta(days=2), play.today)
    assert {contact.role for contact in school.adult_contacts} == {Role.HEAD, Role.CHAIR}


def test_to_keep_a_thing_as_it_is_takes_one_tap_and_to_change_it_leads_to_the_form(any_play: Play) -> None:
    play = any_play
    asked = play.start(DSL, "confirm_contacts", LARKFIELD)
    change = play.answer(DSL, asked, today="change")
    assert labels(change) == ["Fill them in"]
    form = play.press(DSL, change, "Fill them in")
    assert [item.value for item in reply(form).inputs][:2] == ["DSL", "01632 960101"]
