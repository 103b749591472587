"""What the guard stops in a turn: given back in the writer's own box, and in no byte of the store."""

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.message import Submit, Turned, Waived
from bot.privacy import Waiver
from store.engine import Store
from store.tables import ConversationRow, NoteRow, NoteVersionRow
from tests.play import LEAD, REVIEWER, Play, box, button, labels, reply, words
from tests.scenes import card, review_at, seeded, take_note

# A made-up word stands in each text, so that its bytes can be looked for.
REFUSED = "Mrs Potter keeps a worry box beside the quokka display"
DOUBTED = "Marlowe described the quokka log"
CHILD = "A pupil told me that dad hits him every night, near the quokka poster"
ADULT = "The coach hit a boy today by the quokka wall"
MARK = "quokka"


def write(play: Play, review: About, text: str, person: str = REVIEWER) -> Turned:
    return play.answer(person, play.start(person, "take_note", review), text=text)


def kept_nowhere(play: Play) -> None:
    """Not in the file, its write-ahead log, nor any table."""
    assert MARK.encode() not in play.contents()
    assert MARK not in play.dump()
    assert not play.rows(select(NoteRow.id))


def test_what_is_accepted_is_found_in_the_bytes_so_looking_for_them_means_something(play: Play, review: About) -> None:
    assert write(play, review, "Every quokka poster names the DSL.").note
    assert MARK.encode() in play.contents()
    assert MARK in play.dump()


# ── Names and the like ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "title", "offered"),
    [
        (REFUSED, "Not kept: please look again", ["Use the safe wording", "Keep my words: this is not a person", "Send what is in the box"]),
        (DOUBTED, "Is this a person?", ["Use the safe wording", "Keep my words: this is not a person", "Send what is in the box"]),
        (f"Call 07700 900123 about the {MARK} display", "Not kept: please look again", ["Use the safe wording", "Send what is in the box"]),
    ],
)  # fmt: skip
def test_doubtful_words_come_back_in_their_form_and_are_kept_nowhere(
    play: Play, review: About, text: str, title: str, offered: list[str]
) -> None:
    stopped = write(play, review, text)
    assert stopped.problem
    assert not stopped.kept
    assert reply(stopped).title == title
    assert box(reply(stopped))["text"] == text
    assert labels(stopped) == offered
    kept_nowhere(play)


def test_the_safe_wording_is_what_is_kept(play: Play, review: About) -> None:
    stopped = write(play, review, REFUSED)
    done = play.press(REVIEWER, stopped, "Use the safe wording")
    assert done.note
    assert play.rows(select(NoteVersionRow.text)) == [("Staff member 1 keeps a worry box beside the quokka display",)]
    assert b"Potter" not in play.contents()


def test_a_word_that_is_no_person_is_kept_as_its_writer_says(play: Play, review: About) -> None:
    done = play.press(REVIEWER, write(play, review, DOUBTED), "Keep my words: this is not a person")
    assert done.note
    assert play.rows(select(NoteVersionRow.text)) == [(DOUBTED,)]


def test_the_writers_word_counts_for_that_text_only(play: Play, review: About) -> None:
    stopped = write(play, review, DOUBTED)
    keep = button(reply(stopped), "Keep my words: this is not a person").action
    assert isinstance(keep, Submit)
    again = play.send(REVIEWER, stopped, keep, text=f"{DOUBTED}, and Cosgrove wrote it")
    assert again.problem
    assert "Cosgrove" in words(again)
    kept_nowhere(play)


def test_changed_words_are_judged_anew(play: Play, review: About) -> None:
    stopped = write(play, review, REFUSED)
    assert play.press(REVIEWER, stopped, "Send what is in the box").problem
    worse = play.press(REVIEWER, stopped, "Send what is in the box", text=CHILD)
    assert "You have not told anyone yet" in words(worse)
    kept_nowhere(play)
    better = play.press(REVIEWER, stopped, "Send what is in the box", text="The box is emptied daily.")
    assert better.note


def test_a_seal_of_another_person_is_refused(play: Play, review: About) -> None:
    theirs = button(reply(write(play, review, DOUBTED)), "Keep my words: this is not a person").action
    mine = write(play, review, DOUBTED, LEAD)
    assert isinstance(theirs, Submit)
    assert play.send(LEAD, mine, theirs).problem
    kept_nowhere(play)


@pytest.mark.parametrize("seal", ["", "0" * 64, "a seal", "é"])
def test_a_made_up_seal_is_refused(play: Play, review: About, seal: str) -> None:
    stopped = write(play, review, DOUBTED)
    forged = Submit(waived=(Waived(Waiver.NOT_A_PERSON, seal), Waived(Waiver.ABOUT_SYSTEMS, seal)))
    assert play.send(REVIEWER, stopped, forged).problem
    kept_nowhere(play)


def test_one_seal_is_not_good_for_another_question(play: Play, review: About) -> None:
    stopped = write(play, review, CHILD)
    systems = button(reply(stopped), "This is about systems, go on").action
    assert isinstance(systems, Submit)
    crossed = Submit(waived=(Waived(Waiver.NOT_A_PERSON, systems.waived[0].seal),))
    assert "You have not told anyone yet" in words(play.send(REVIEWER, stopped, crossed))
    kept_nowhere(play)


def test_in_words_for_the_public_no_name_is_kept_on_the_writers_word(play: Play, review: About) -> None:
    note = take_note(play, LEAD, review, "The log is described.", node="A-2.1", shows="excellent", kind="policy")
    asked = play.start(LEAD, "draft_affirmation", note)
    stopped = play.answer(LEAD, asked, **card(DOUBTED))
    assert labels(stopped) == ["Use the safe wording", "Send what is in the box"]
    assert MARK not in play.dump()


def test_a_text_that_is_too_long_is_given_back_whole(play: Play, review: About) -> None:
    long = "word " * 900
    stopped = write(play, review, long)
    assert stopped.problem
    assert box(reply(stopped))["text"] == long
    assert not play.rows(select(NoteRow.id))


def test_characters_no_database_holds_are_left_out(any_store: Store) -> None:
    play = seeded(any_store)
    review = review_at(play)
    assert write(play, review, "All st\0aff \ud800know\udfff the DSL.").note
    assert play.rows(select(NoteVersionRow.text)) == [("All staff know the DSL.",)]


def test_what_is_refused_is_in_no_open_conversation_either(play: Play, review: About) -> None:
    play.note(REVIEWER, REFUSED)
    play.start(REVIEWER, "take_note", review, given={"text": CHILD})
    assert not [row for row in play.rows(select(ConversationRow.answers)) if MARK in str(row)]
    assert play.count(NoteRow) == 0
