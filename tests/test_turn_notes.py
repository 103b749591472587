"""Whose note a person's words become, and what small changes a note's receipt offers."""

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.domain.note import Kind, Shows
from bot.domain.people import Job
from store import notes, reviews
from store.act_rows import Kind as ActKind
from store.tables import ActRow, AffirmationRow, NoteRow, NoteVersionRow, PostRow
from tests.play import GUEST, HEAD, LEAD, REVIEWER, Play, box, labels, reply, the, words
from tests.scenes import accept, draft, join, on_slack, plan, take_note

FACT = "Every visitor is met at the gate."
LATER = "Every visitor is given a badge."


def texts(play: Play) -> list[str]:
    return [text for (text,) in play.rows(select(NoteVersionRow.text).order_by(NoteVersionRow.at, NoteVersionRow.note))]


def second_review(play: Play, school: str = "stanmoor") -> About:
    """A second review, of Stanmoor if no other, on which the lead reviewer sits too."""
    found = plan(play, school=school, lead=LEAD, team=(), areas=("A-1",))
    accept(play, found, LEAD)
    return found


def holds(play: Play) -> dict[str, str]:
    """Which review each note is in, by its words."""
    return dict(
        tuple(row)
        for row in play.rows(
            select(NoteVersionRow.text, NoteRow.review).join(NoteRow, NoteRow.id == NoteVersionRow.note)
        )
    )


# ── Words said ──────────────────────────────────────────────────────────────────────────────


def test_words_said_to_the_bot_choose_among_what_it_last_asked(play: Play, review: About) -> None:
    play.start(LEAD, "enter_area", review)
    entered = play.say(LEAD, "2")
    assert reply(entered).title.startswith("A-7.1")
    play.start(LEAD, "enter_area", review)
    assert reply(play.say(LEAD, "A-2 Safeguarding culture")).title.startswith("A-2.1")
    assert not texts(play)


def test_words_that_begin_with_note_are_a_note_whatever_was_asked(play: Play, review: About) -> None:
    play.start(LEAD, "enter_area", review)
    assert play.say(LEAD, "note 2").note
    assert texts(play) == ["2"]


def test_words_that_choose_nothing_are_a_note(play: Play, review: About) -> None:
    play.start(LEAD, "enter_area", review)
    assert play.say(LEAD, FACT).note


def test_what_is_asked_on_one_platform_is_not_answered_by_words_on_another(play: Play, review: About) -> None:
    play.start(LEAD, "enter_area", review)
    on_slack(play, LEAD)
    assert play.say(LEAD, "2").note
    assert play.inside(lambda session: reviews.place(session, review.id, LEAD)).area == ""


def test_nothing_typed_in_a_room_answers_a_dialog(play: Play, review: About) -> None:
    join(play, review, "C1")
    on_slack(play, LEAD)
    play.start(LEAD, "enter_area", review)
    assert play.note(LEAD, "2", room="C1").note
    assert play.inside(lambda session: reviews.place(session, review.id, LEAD)).area == ""


NOTES = [
    ("note Gates are locked.", "Gates are locked."),
    ("Note: Gates are locked.", "Gates are locked."),
    ("NOTE - Gates are locked.", "Gates are locked."),
    ("  note\nGates are locked.", "Gates are locked."),
    ("note, note twice", "note twice"),
    ("Notes are kept for a year.", "Notes are kept for a year."),
    ("Note-taking is thorough.", "Note-taking is thorough."),
    ("Noted by all.", "Noted by all."),
]


@pytest.mark.parametrize(("said", "kept"), NOTES)
def test_the_word_note_is_no_part_of_a_note(play: Play, review: About, said: str, kept: str) -> None:
    assert play.note(REVIEWER, said).note
    assert texts(play) == [kept]


@pytest.mark.parametrize("said", ["note", "Note:", " note  ", ""])
def test_a_note_without_words_is_a_form_to_write_one(play: Play, review: About, said: str) -> None:
    asked = play.note(REVIEWER, said)
    assert reply(asked).title == "Write a note"
    assert not texts(play)


# ── Which review ────────────────────────────────────────────────────────────────────────────


def test_a_mention_belongs_to_the_review_of_its_room(play: Play, review: About) -> None:
    other = second_review(play)
    join(play, review, "C1")
    join(play, other, "C2")
    on_slack(play, LEAD)
    assert play.note(LEAD, FACT, room="C1").note
    assert play.note(LEAD, LATER, room="C2").note
    assert holds(play) == {FACT: review.id, LATER: other.id}


@pytest.mark.parametrize(
    ("room", "says"), [("C-unknown", "belongs to no review"), ("C-trust", "This is the trust channel")]
)
def test_a_room_of_no_review_keeps_nothing(play: Play, review: About, room: str, says: str) -> None:
    join(play, the("review", ""), "C-trust")
    on_slack(play, LEAD)
    assert says in words(play.note(LEAD, FACT, room=room))
    assert not texts(play)


def test_a_note_in_a_room_of_a_team_one_is_not_on_is_not_kept(play: Play, review: About) -> None:
    join(play, review, "C1")
    on_slack(play, HEAD)
    assert "Only the review team" in words(play.note(HEAD, FACT, room="C1"))
    assert FACT not in play.dump()


def test_with_one_open_review_a_note_is_for_that_one(play: Play, review: About) -> None:
    taken = play.note(REVIEWER, FACT)
    assert "Larkfield Primary" in words(taken)
    assert "Other review" not in labels(taken)
    assert holds(play) == {FACT: review.id}


def test_with_several_it_is_for_the_one_last_chosen_and_may_be_moved(play: Play, review: About) -> None:
    other = second_review(play)
    play.answer(LEAD, play.start(LEAD, "enter_area", review), area="A-2")
    taken = play.note(LEAD, FACT)
    assert holds(play) == {FACT: review.id}
    moving = play.press(LEAD, taken, "Other review")
    assert [option.label for item in reply(moving).inputs for option in getattr(item, "options", ())] == [
        "Stanmoor Special School"
    ]
    moved = play.answer(LEAD, moving, review=other.id)
    assert "Stanmoor Special School" in words(moved)
    assert holds(play) == {FACT: other.id}
    play.note(LEAD, LATER)
    assert holds(play)[LATER] == other.id


def test_two_open_reviews_of_one_school_are_told_apart_by_their_day(play: Play, review: About) -> None:
    play.later(days=2)
    other = second_review(play, school="larkfield")
    names = {review.id: "Larkfield Primary, 24 Nov", other.id: "Larkfield Primary, 26 Nov"}
    assert dict(play.looks.panes(play.who(LEAD)).open_reviews) == names
    moving = play.press(LEAD, play.note(LEAD, FACT), "Other review")
    [offered] = [option.label for item in reply(moving).inputs for option in getattr(item, "options", ())]
    assert offered == names[review.id]
    assert [name for _, name in play.looks.panes(play.who(REVIEWER)).open_reviews] == ["Larkfield Primary"]


@pytest.mark.parametrize("person", [REVIEWER, GUEST])
def test_typing_up_the_day_after_is_a_normal_day_until_the_lead_has_ended_the_last(
    play: Play, review: About, person: str
) -> None:
    join(play, review, "C1")
    on_slack(play, person)
    play.later(days=3)
    assert "Larkfield Primary" in words(play.note(person, FACT))
    assert play.note(person, LATER, room="C1").kept
    assert play.looks.panes(play.who(person)).open_reviews == ((review.id, "Larkfield Primary"),)
    asked = play.answer(LEAD, play.start(LEAD, "end_day", review), read="yes", first="2026-12-07")
    assert play.answer(LEAD, asked, send="not_today").kept
    assert "You are on no review that is open now" in words(play.note(person, "The bell is loud."))
    assert not play.looks.panes(play.who(person)).open_reviews
    if person == GUEST:
        assert not play.note(person, "The bell is loud.", room="C1").kept


def test_a_review_that_is_over_takes_no_note_meant_for_the_one_under_way(play: Play, review: About) -> None:
    play.answer(LEAD, play.start(LEAD, "enter_area", review), area="A-2")
    play.later(days=7)
    assert play.note(LEAD, FACT).kept
    other = second_review(play)
    play.answer(LEAD, play.start(LEAD, "enter_area", review), area="A-7")
    play.note(LEAD, LATER)
    assert holds(play) == {FACT: review.id, LATER: other.id}


def test_a_note_is_never_moved_where_its_writer_may_take_none(play: Play, review: About) -> None:
    second_review(play)
    note = take_note(play, REVIEWER, review, FACT)
    assert "no other open review" in words(play.start(REVIEWER, "move_note", note))
    assert "Only the person who wrote a note" in words(play.start(LEAD, "move_note", note))


def test_nor_to_a_school_where_they_work_by_now(play: Play, review: About) -> None:
    second_review(play)
    note = take_note(play, LEAD, review, FACT)
    assert reply(play.start(LEAD, "move_note", note)).inputs
    with play.store.writing() as session:
        session.add(PostRow(person=LEAD, job=Job.STAFF, school="stanmoor"))
    assert "no other open review" in words(play.start(LEAD, "move_note", note))


def test_with_no_open_review_nothing_is_kept_and_that_is_said_kindly(play: Play, review: About) -> None:
    play.later(days=30)
    assert "You are on no review that is open now" in words(play.note(REVIEWER, FACT))
    assert FACT not in play.dump()


# ── A note and its receipt ──────────────────────────────────────────────────────────────────


def the_note(play: Play, note: About) -> object:
    return play.inside(lambda session: notes.load(session, note.id))


def test_words_alone_are_enough_and_the_rest_comes_later_in_any_order(play: Play, review: About) -> None:
    taken = play.note(REVIEWER, FACT)
    assert "Not filed yet" in words(taken)
    assert "an impression" in words(taken)
    marked = play.press(REVIEWER, taken, "Mark excellent")
    assert "It shows excellent practice" in words(marked)
    details = play.press(REVIEWER, marked, "Add details")
    assert box(reply(details)) == {"shows": "excellent"}
    filed = play.answer(REVIEWER, details, node="A-2.1", shows="excellent", kind="conversation", voice="pupil")
    assert "Filed under A-2.1" in words(filed)
    assert "impression" not in words(filed)
    edited = play.press(REVIEWER, filed, "Edit")
    assert box(reply(edited)) == {"text": FACT}
    play.answer(REVIEWER, edited, text=LATER)
    held = play.inside(lambda session: notes.load(session, taken.note))
    assert (held.text, held.version, held.node, held.shows, held.kind) == (
        LATER,
        2,
        "A-2.1",
        Shows.EXCELLENT,
        Kind.CONVERSATION,
    )


def test_a_receipt_does_not_repeat_the_words(play: Play, review: About) -> None:
    assert FACT not in words(play.note(REVIEWER, FACT))


def test_an_edit_that_changes_nothing_makes_no_version(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, FACT)
    assert not play.answer(REVIEWER, play.start(REVIEWER, "edit_note", note), text=f"  {FACT} ").kept
    assert texts(play) == [FACT]


def test_a_note_from_a_message_carries_its_receipt_there(play: Play, review: About) -> None:
    on_slack(play, REVIEWER)
    play.note(REVIEWER, FACT, message="1700.1")
    rows = play.rows(select(ActRow.platform, ActRow.channel, ActRow.message).where(ActRow.kind == ActKind.REACT))
    assert [tuple(row) for row in rows] == [("slack", "D1", "1700.1")]


def test_the_lead_marks_any_note_and_changes_nobodys_words(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, FACT)
    assert play.answer(LEAD, play.start(LEAD, "mark_note", note), node="A-2.1").kept
    assert "Only the person who wrote a note" in words(play.start(LEAD, "edit_note", note))
    assert "Only the person who wrote a note" in words(play.start(GUEST, "mark_note", note))


def test_one_note_is_shared_once(play: Play, review: About) -> None:
    draft(play, review)
    note = play.rows(select(AffirmationRow.note))[0][0]
    assert "already on its way" in words(play.start(LEAD, "draft_affirmation", About("note", note)))
