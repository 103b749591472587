"""Two kinds of people asked the same: the note knows who was asked what, and a reviewer may say how the answers compare."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.domain.comparison import asked_twice
from bot.domain.depth import MeetWith
from bot.domain.meeting import every_prompt, meetings, question
from bot.domain.note import Note
from bot.message import Card, Turned
from store import notes, reviews
from store.tables import ComparisonRow, HistoryRow, NoteRow
from tests.play import DSL, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, Play, box, button, labels, reply, the, words
from tests.scenes import accept, plan, take_note
from tests.test_turn_guard import REFUSED, kept_nowhere
from tests.values import FRAMEWORK, NOTE, REVIEW

PROMPT = "A-2.3:strengths"
OF_DSL, OF_STAFF = "The DSL told us of the pupil council.", "Staff named the council and two adults."
LINE = "Both name the council; staff add who listens."


def ask(play: Play, review: About, meeting: str, text: str, person: str = REVIEWER, prompt: str = PROMPT) -> Turned:
    """Take a note from a meeting's own button."""
    node = prompt.partition(":")[0]
    wanted = the("asked", f"{review.id}/{meeting}/{prompt}")
    cards = play.see(person, "with", About("meeting", f"{review.id}/{meeting}"))
    found = [card for card in cards for one in card.buttons if getattr(one.action, "about", None) == wanted]
    form = reply(play.press(person, found[0], f"Note on {node}"))
    assert question(FRAMEWORK, prompt) in words(form)
    return play.press(person, form, "Log this note", text=text)


def both(play: Play, review: About) -> Turned:
    ask(play, review, "dsl", OF_DSL, LEAD)
    return ask(play, review, "staff", OF_STAFF)


def table(play: Play, review: About, person: str = LEAD) -> tuple[Card, ...]:
    return play.see(person, "table", review)


# ── Which notes answer the same question ────────────────────────────────────────────────────


def answered(number: int, meeting: MeetWith | None, prompt: str = PROMPT, node: str = "A-2.3") -> Note:
    return replace(NOTE, id=f"n{number}", asked_in=meeting, prompt=prompt, node=node)


GROUPS = [
    # who was asked, with what, filed where; whether it is offered
    ([(MeetWith.DSL,), (MeetWith.STAFF,)], True),
    ([(MeetWith.DSL,), (MeetWith.DSL,)], False),
    ([(MeetWith.DSL,), (None, "")], False),
    ([(MeetWith.DSL,), (MeetWith.SITE,)], False),
    ([(MeetWith.DSL,), (MeetWith.STAFF, "A-2.3:1")], False),
    ([(MeetWith.DSL,), (MeetWith.STAFF, PROMPT, "A-2.2")], False),
    ([(MeetWith.DSL,), (MeetWith.STAFF, PROMPT, "")], False),
    ([(MeetWith.GOVERNOR,), (MeetWith.PUPIL_GROUP,), (MeetWith.HEAD,)], True),
]


@pytest.mark.parametrize(("notes_", "offered"), GROUPS)
def test_only_the_same_question_of_two_kinds_of_people_is_set_side_by_side(
    notes_: list[tuple[Any, ...]], offered: bool
) -> None:
    found = asked_twice(REVIEW, [answered(number, *note) for number, note in enumerate(notes_)])
    assert bool(found) is offered
    for one in found:
        assert [meeting for meeting, _ in one.asked] == sorted({note[0] for note in notes_}, key=list(MeetWith).index)


def test_every_prompt_of_every_meeting_can_be_found_again_by_its_id() -> None:
    whole = replace(REVIEW, areas=tuple(area.id for area in FRAMEWORK.areas))
    for meeting in meetings(whole):
        for prompt in every_prompt(whole, meeting):
            assert question(FRAMEWORK, prompt.id) == prompt.text


# ── On everybody's screen ───────────────────────────────────────────────────────────────────


def test_a_note_from_a_prompt_knows_what_was_asked_and_of_whom(play: Play, review: About) -> None:
    taken = ask(play, review, "dsl", OF_DSL)
    assert "Asked of the DSL." in words(taken)
    assert "What did they say?" not in labels(taken)
    plainly = take_note(play, LEAD, review, "The bell is loud.")
    found = {n.id: n for n in play.inside(lambda s: notes.of_review(s, reviews.load(s, review.id)))}
    assert (found[taken.note].asked_in, found[taken.note].prompt) == (MeetWith.DSL, PROMPT)
    assert (found[plainly.id].asked_in, found[plainly.id].prompt) == (None, "")
    assert found[taken.note].node == "A-2.3"


def test_the_second_kind_of_people_asked_brings_the_offer_to_the_receipt_and_the_table(
    play: Play, review: About
) -> None:
    receipt = both(play, review)
    assert "The same was asked of the DSL and staff." in words(receipt)
    offered = [card for card in table(play, review) if "What did they say?" in labels(card)]
    assert [card.title for card in offered] == ["Asked of both · A-2.3 Co-construction, codification and collaboration"]
    asked = play.press(REVIEWER, receipt, "What did they say?")
    assert f"The DSL: {OF_DSL}" in words(asked)
    assert f"A group of staff: {OF_STAFF}" in words(asked)
    done = play.answer(REVIEWER, asked, said="different", line=LINE)
    assert "on the team’s table" in words(done)
    shown = words(table(play, review))
    assert shown.count(f"Asked of the DSL and of staff: they differ. ‘{LINE}’ · Reviewer") == 1
    assert not [card for card in table(play, review) if "What did they say?" in labels(card)]
    (change,) = [card for card in table(play, review, GUEST) if "Change what A-2.3 compares" in labels(card)]
    again = play.press(GUEST, change, "Change what A-2.3 compares")
    assert box(reply(again)) == {"said": "different", "line": LINE}
    play.answer(GUEST, again, said="much_the_same", line="")
    assert "and of staff: they say much the same. · Guest" in words(table(play, review))
    assert LINE not in play.dump()
    unchanged = play.start(GUEST, "compare", the("comparison", f"{review.id}/{PROMPT}"))
    assert not play.answer(GUEST, unchanged, said="much_the_same", line=" ").kept


def test_neither_the_school_nor_the_trust_sees_it(play: Play, review: About) -> None:
    receipt = both(play, review)
    play.answer(REVIEWER, play.press(REVIEWER, receipt, "What did they say?"), said="different", line=LINE)
    play.answer(LEAD, play.start(LEAD, "draw_together", review), areas=("A-2",), sure="yes")
    for other in (HEAD, DSL, TRUST_LEAD):
        shown = words(table(play, review, other)) + words(play.see(other, "notes", review)) + words(play.home(other))
        assert LINE not in shown
        assert "they differ" not in shown
        asked = play.start(other, "compare", the("comparison", f"{review.id}/{PROMPT}"))
        assert OF_STAFF not in words(asked)
        assert "Only the review team" in words(asked)
        again = play.start(other, "note_asked", the("asked", f"{review.id}/dsl/{PROMPT}"))
        assert "Only the review team" in words(again)
    assert OF_DSL in words(table(play, review, HEAD))


def test_it_goes_when_one_of_its_notes_goes_and_a_further_note_leaves_it(play: Play, review: About) -> None:
    receipt = both(play, review)
    play.answer(REVIEWER, play.press(REVIEWER, receipt, "What did they say?"), said="partly", line=LINE)
    more = ask(play, review, "dsl", "The DSL showed us the council's minutes.")
    assert "they agree in part" in words(table(play, review))
    assert "What did they say?" not in labels(more)
    filed = play.start(REVIEWER, "mark_note", the("note", receipt.note))
    play.answer(REVIEWER, filed, node="A-7.1")
    assert "they agree in part" not in words(table(play, review))
    back = play.start(REVIEWER, "mark_note", the("note", receipt.note))
    play.answer(REVIEWER, back, node="A-2.3")
    assert "they agree in part" in words(table(play, review))
    other = plan(play, school="bridgewater", lead=REVIEWER, team=(), areas=("A-2",))
    accept(play, other, REVIEWER)
    play.answer(REVIEWER, play.start(REVIEWER, "move_note", the("note", receipt.note)), review=other.id)
    assert "they agree in part" not in words(table(play, review))
    assert play.count(ComparisonRow) == 0
    assert "not here for you" in words(play.start(REVIEWER, "compare", the("comparison", f"{review.id}/{PROMPT}")))
    row = play.inside(lambda session: session.get_one(NoteRow, receipt.note))
    assert (row.asked_in, row.prompt) == ("", "")


def test_its_line_is_guarded_and_its_history_holds_no_word(play: Play, review: About) -> None:
    receipt = both(play, review)
    asked = play.press(REVIEWER, receipt, "What did they say?")
    stopped = play.answer(REVIEWER, asked, said="different", line=REFUSED)
    assert stopped.problem
    assert play.count(ComparisonRow) == 0
    assert "quokka" not in play.dump()
    play.answer(REVIEWER, asked, said="different", line=LINE)
    (fields,) = [row for (row,) in play.rows(select(HistoryRow.fields).where(HistoryRow.kind == "AnswersCompared"))]
    assert fields["said"] == "different"
    assert LINE not in str(fields)


def test_a_prompt_that_this_meeting_has_not_is_not_here(play: Play, review: About) -> None:
    for strange in ("dsl/A-2.3:9", "dsl/A-9.1:strengths", "nobody/A-2.3:strengths", "dsl", ""):
        assert "not here for you" in words(play.start(LEAD, "note_asked", the("asked", f"{review.id}/{strange}")))
    stopped = play.start(LEAD, "note_asked", the("asked", f"{review.id}/dsl/{PROMPT}"))
    play.answer(LEAD, stopped, text=REFUSED)
    kept_nowhere(play)
    assert button(reply(stopped), "Log this note")
