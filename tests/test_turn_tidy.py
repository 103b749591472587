"""What a visit's notes gain afterwards: a kind by one tap, how many were sampled, and where it was."""

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.domain.note import Kind, Note
from bot.message import Begin, Card, Turned, Visit
from store import notes
from store.tables import HistoryRow, NoteRow
from tests.play import GUEST, HEAD, LEAD, REVIEWER, Play, box, button, labels, reply, the, words
from tests.scenes import take_note
from tests.test_turn_guard import MARK, REFUSED

KINDS = ["A record", "A policy", "A case example", "A conversation", "Something you saw", "Data"]
FACTS = ("Gates are locked at nine.", "Every visitor is given a badge.", "The log is read each Friday.")


def the_note(play: Play, about: About) -> Note:
    found = play.inside(lambda session: notes.load(session, about.id))
    assert isinstance(found, Note)
    return found


def three(play: Play, review: About) -> list[About]:
    """Three impressions of the reviewer's, oldest first."""
    found = []
    for fact in FACTS:
        found.append(take_note(play, REVIEWER, review, fact))
        play.later(minutes=1)
    return found


def error_of(shown: Turned, key: str) -> str:
    return next(item.error for item in reply(shown).inputs if item.key == key)


# ── Tidying ─────────────────────────────────────────────────────────────────────────────────


def test_ones_own_impressions_stand_newest_first_each_with_six_buttons(play: Play, review: About) -> None:
    three(play, review)
    take_note(play, REVIEWER, review, "The rota is on the wall.", kind="observation")
    take_note(play, LEAD, review, "Posters name the DSL.")
    head, *cards = play.see(REVIEWER, "tidy", review)
    assert "Three notes of yours have no kind of evidence yet" in words(head)
    assert [fact for card in cards for fact in FACTS if fact in words(card)] == list(reversed(FACTS))
    assert all(labels(card) == KINDS for card in cards)
    assert not any(pressed.primary for card in cards for pressed in card.buttons)


@pytest.mark.parametrize(("label", "kind"), list(zip(KINDS, Kind, strict=True)))
def test_one_tap_is_enough(play: Play, review: About, label: str, kind: Kind) -> None:
    note = take_note(play, REVIEWER, review, FACTS[0], node="A-2.1", shows="excellent", voice="staff", urgent="yes")
    (_, card) = play.see(REVIEWER, "tidy", review)
    done = play.press(REVIEWER, card, label)
    assert done.kept
    assert not reply(done).inputs
    held = the_note(play, note)
    assert (held.kind, held.node, held.shows, held.voice, held.urgent) == (
        kind,
        "A-2.1",
        "excellent",
        "staff",
        True,
    )
    assert "Every note of yours has its kind of evidence now." in words(done)


def test_after_a_tap_the_next_one_shows_until_there_is_none(play: Play, review: About) -> None:
    three(play, review)
    shown: Card | Turned = play.see(REVIEWER, "tidy", review)[1]
    for fact in reversed(FACTS):
        assert fact in words(shown)
        shown = play.press(REVIEWER, shown, "Data")
    assert "Every note of yours has its kind of evidence now." in words(shown)
    assert "Every note of yours has its kind of evidence." in words(play.see(REVIEWER, "tidy", review))


def test_what_is_skipped_stays_skipped(play: Play, review: About) -> None:
    three(play, review)
    _, _newest, middle, _oldest = play.see(REVIEWER, "tidy", review)
    after = play.press(REVIEWER, middle, "A record")
    assert FACTS[0] in words(after)
    last = play.press(REVIEWER, after, "A record")
    assert "You left one as it is." in words(last)
    assert button(reply(last), "Tidy my notes").action == Visit("tidy", review)


def test_the_last_one_can_be_changed_and_counted_and_tidying_goes_on(play: Play, review: About) -> None:
    oldest, middle, newest = three(play, review)
    after = play.press(REVIEWER, play.see(REVIEWER, "tidy", review)[1], "A conversation")
    assert "Say how many for the last one" not in labels(after)
    details = play.press(REVIEWER, after, "Change the last one")
    assert box(reply(details))["kind"] == "conversation"
    went_on = play.answer(REVIEWER, details, kind="data", where="the hall")
    assert "Saved: Data. Now the next one." in words(went_on)
    assert FACTS[1] in words(went_on)
    counted = play.press(REVIEWER, went_on, "Say how many for the last one")
    went_on = play.answer(REVIEWER, counted, sampled="8", out_of="9")
    assert (the_note(play, newest).sample, the_note(play, newest).where) == ((8, 9), "the hall")
    last = play.press(REVIEWER, play.press(REVIEWER, went_on, "A policy"), "A record")
    assert (the_note(play, middle).kind, the_note(play, oldest).kind) == (Kind.POLICY, Kind.RECORD)
    done = play.answer(REVIEWER, play.press(REVIEWER, last, "Change the last one"), kind="policy")
    assert "Every note of yours has its kind of evidence now." in words(done)


def test_a_second_tap_of_the_same_button_changes_nothing(play: Play, review: About) -> None:
    three(play, review)
    card = play.see(REVIEWER, "tidy", review)[1]
    assert play.press(REVIEWER, card, "A record").kept
    assert not play.press(REVIEWER, card, "A record").kept
    assert len(play.rows(select(HistoryRow.id).where(HistoryRow.kind == "NoteMarked"))) == 1


def test_home_offers_it_only_where_there_is_something_to_tidy(play: Play, review: About) -> None:
    def offered() -> bool:
        return any("Tidy my notes" in labels(card) for card in play.home(REVIEWER))

    assert not offered()
    note = take_note(play, REVIEWER, review, FACTS[0])
    assert offered()
    play.start(REVIEWER, "add_kind", note, given={"kind": "data"})
    assert not offered()


def test_it_is_for_the_team_alone_and_shows_nobody_elses_notes(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, FACTS[0])
    assert FACTS[0] not in words(play.see(GUEST, "tidy", review))
    assert FACTS[0] not in words(play.see(HEAD, "tidy", review))
    assert "Only the person who wrote a note" in words(play.start(GUEST, "add_kind", note, given={"kind": "data"}))
    assert "Kept, thank you" in words(play.start(LEAD, "add_kind", note, given={"kind": "data"}))


def test_typing_up_leads_to_tidying(play: Play, review: About) -> None:
    done = play.answer(REVIEWER, play.start(REVIEWER, "type_up", review), lines="\n".join(FACTS))
    assert button(reply(done), "Tidy my notes").action == Visit("tidy", review)
    shown: Card | Turned = play.see(REVIEWER, "tidy", review)[1]
    for fact in FACTS:
        assert fact in words(shown)
        shown = play.press(REVIEWER, shown, "Something you saw")


# ── Sampled ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "offered"), [(kind, kind in {Kind.RECORD, Kind.DATA}) for kind in Kind] + [("", False)]
)
def test_the_receipt_of_a_record_or_of_data_asks_how_many(play: Play, review: About, kind: str, offered: bool) -> None:
    taken = play.answer(REVIEWER, play.start(REVIEWER, "take_note", review), text=FACTS[0], kind=kind)
    assert ("Say how many" in labels(taken)) is offered


def test_how_many_were_looked_at_is_said_in_words(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, FACTS[0], kind="record")
    asked = play.start(REVIEWER, "note_sample", note)
    done = play.answer(REVIEWER, asked, sampled="8", out_of="10")
    assert "8 of 10 sampled" in words(done)
    shown = words(play.see(LEAD, "notes", review))
    assert "8 of 10 sampled" in shown
    assert "%" not in shown
    assert "per cent" not in shown
    assert the_note(play, note).sample == (8, 10)
    again = play.start(REVIEWER, "note_sample", note)
    assert box(reply(again)) == {"sampled": "8", "out_of": "10"}
    assert not play.answer(REVIEWER, again, sampled="8", out_of="10").kept
    gone = play.answer(REVIEWER, play.start(REVIEWER, "note_sample", note), sampled="", out_of="")
    assert gone.kept
    assert the_note(play, note).sample is None


@pytest.mark.parametrize(
    ("sampled", "out_of", "key", "says"),
    [
        ("10", "8", "out_of", "There cannot be fewer in all than you looked at."),
        ("8", "", "out_of", "Please give both numbers, or leave both open."),
        ("", "8", "out_of", "Please give both numbers, or leave both open."),
        ("0", "8", "sampled", "Please give a whole number from 1 to 99999."),
        ("8", "10.5", "out_of", "Please give a whole number from 1 to 99999."),
    ],
)
def test_numbers_that_do_not_go_together_come_back_with_the_reason(
    play: Play, review: About, sampled: str, out_of: str, key: str, says: str
) -> None:
    note = take_note(play, REVIEWER, review, FACTS[0], kind="record")
    stopped = play.answer(REVIEWER, play.start(REVIEWER, "note_sample", note), sampled=sampled, out_of=out_of)
    assert stopped.problem
    assert says in error_of(stopped, key)
    assert the_note(play, note).sample is None


# ── Where ───────────────────────────────────────────────────────────────────────────────────


def test_where_it_was_stands_with_the_note(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, FACTS[0])
    done = play.answer(REVIEWER, play.start(REVIEWER, "mark_note", note), where="  the back \n gate ")
    assert "Where: the back gate." in words(done)
    assert "the back gate" in words(play.see(LEAD, "notes", review))
    assert box(reply(play.start(REVIEWER, "mark_note", note)))["where"] == "the back gate"
    assert "back gate" not in str(play.rows(select(HistoryRow.fields)))


def test_marks_made_elsewhere_leave_the_place_the_sample_and_the_time_alone(play: Play, review: About) -> None:
    play.answer(REVIEWER, play.start(REVIEWER, "type_up", review), lines=f"08:40 {FACTS[0]}")
    note = the("note", play.rows(select(NoteRow.id))[0][0])
    play.answer(REVIEWER, play.start(REVIEWER, "mark_note", note), where="the hall", kind="data")
    play.answer(REVIEWER, play.start(REVIEWER, "note_sample", note), sampled="1", out_of="2")
    before = the_note(play, note)
    play.start(REVIEWER, "mark_excellent", note)
    play.start(REVIEWER, "add_kind", note, given={"kind": "record"})
    after = the_note(play, note)
    assert (after.where, after.sample, after.seen) == (before.where, before.sample, before.seen)
    assert after.where == "the hall"
    assert after.seen is not None


def test_a_place_is_guarded_like_any_text(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, FACTS[0])
    stopped = play.answer(REVIEWER, play.start(REVIEWER, "mark_note", note), where="Mrs Potter, quokka room")
    assert stopped.problem
    assert "Mrs Potter" in words(stopped)
    assert MARK not in play.dump()
    assert MARK.encode() not in play.contents()
    assert MARK in REFUSED


def test_a_place_is_short(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, FACTS[0])
    stopped = play.answer(REVIEWER, play.start(REVIEWER, "mark_note", note), where="w" * 61)
    assert "at most 60 characters" in error_of(stopped, "where")


def test_a_tidy_button_begins_a_dialog_that_ends_at_once(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, FACTS[0])
    action = button(play.see(REVIEWER, "tidy", review)[1], "Data").action
    assert action == Begin("add_kind", note, given={"kind": "data"})
