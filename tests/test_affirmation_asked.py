"""The two fixed questions about public words, asked of everybody who answers for them: drafting, agreeing, approving."""

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.domain.affirmation import State
from bot.message import Turned
from store.tables import AffirmationRow, HistoryRow
from tests.play import HEAD, LEAD, TRUST_LEAD, Play, box, labels, reply, words
from tests.scenes import SURE, WORTH_SHARING, agree, approve, card, draft

WORK_OUT, GET_ROUND = "Could someone at the school work out who this is?", "Would this help someone get round it?"
SAFER = "A worry box is emptied every day, and every answer comes the same day."


def state(play: Play) -> str:
    return str(play.rows(select(AffirmationRow.state))[0][0])


def opened(play: Play, person: str, dialog: str, affirmation: About) -> Turned:
    """The card on which somebody answers for the words: both stand on it, and neither is answered for them."""
    asked = play.start(person, dialog, affirmation)
    questions = [item.label for item in reply(asked).inputs]
    assert questions[:3] == [WORK_OUT, GET_ROUND, "What would you like to do?"]
    assert WORTH_SHARING in words(asked)
    assert set(box(reply(asked))) <= {"contact"}
    return asked


@pytest.mark.parametrize("doubt", ["recognise_these", "get_round_these"])
def test_whoever_agrees_or_approves_answers_both_and_a_doubt_leads_back_to_other_words(
    play: Play, review: About, doubt: str
) -> None:
    affirmation = draft(play, review)
    asked = opened(play, HEAD, "agree_affirmation", affirmation)
    assert play.answer(HEAD, asked, answer="agree").problem, "not without an answer to both"
    assert state(play) == State.WORDED
    anew = play.answer(HEAD, asked, answer="agree", **{**SURE, doubt: "maybe"})
    assert "You were not sure" in words(anew)
    assert not anew.kept
    done = play.answer(HEAD, anew, **card(SAFER))
    assert done.kept
    assert state(play) == State.AGREED

    asked = play.start(TRUST_LEAD, "approve_affirmation", affirmation)
    assert SAFER in words(asked)
    assert play.answer(TRUST_LEAD, asked, answer="approve").problem
    back = play.answer(TRUST_LEAD, asked, answer="approve", **{**SURE, doubt: "maybe"})
    assert "it went back to the reviewer" in words(back)
    assert state(play) == State.DRAFTED
    assert "came back to you" in words(play.home(LEAD)), "the reviewer hears of it"

    asked = play.start(LEAD, "reword_affirmation", affirmation)
    play.answer(LEAD, asked, **card(SAFER))
    agree(play, affirmation)
    assert approve(play, affirmation).kept
    assert state(play) == State.POSTED


def test_that_both_were_answered_stands_in_the_history_and_no_word_of_it(play: Play, review: About) -> None:
    affirmation = draft(play, review)
    agree(play, affirmation)
    approve(play, affirmation)
    moved = play.rows(select(HistoryRow.person, HistoryRow.fields).filter_by(kind="AffirmationMoved"))
    told = {(person, fields["step"]): fields["answered"] for person, fields in moved}
    assert all(told[who, step] for who, step in ((LEAD, "make_safe"), (HEAD, "agree"), (TRUST_LEAD, "approve")))
    assert {key for _, fields in moved for key in fields} == {
        "affirmation",
        "review",
        "step",
        "person",
        "answered",
        "contact",
    }


def test_nobody_agrees_to_or_approves_words_that_changed_while_they_read_others(play: Play, review: About) -> None:
    affirmation = draft(play, review)
    reads = opened(play, HEAD, "agree_affirmation", affirmation)
    asked = play.start(LEAD, "reword_affirmation", affirmation)
    play.answer(LEAD, asked, **card(SAFER))
    late = play.answer(HEAD, reads, answer="agree", **SURE)
    assert "has changed since it was shown to you" in words(late)
    assert SAFER in words(late)
    assert set(box(reply(late))) == {"contact"}, "nothing is answered for the new words"
    assert state(play) == State.WORDED
    assert "Answer" in labels(late)
    assert play.answer(HEAD, late, answer="agree", **SURE).kept
