"""One turn: whose words go where, and what changes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.acts import TRUST, About
from bot.domain.people import Job
from bot.message import Answer, Answered, Noted, Started
from store.tables import ConversationRow, HistoryRow, InboundRow, NoteRow, NoteVersionRow, PostRow
from tests.play import DSL, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, TRUSTEE, Play, box, labels, reply, the, words
from tests.scenes import SURE, draft, plan, review_at

FACT = "Every visitor is met at the gate."
LATER = "Every visitor is given a badge."


def texts(play: Play) -> list[str]:
    return [text for (text,) in play.rows(select(NoteVersionRow.text).order_by(NoteVersionRow.at, NoteVersionRow.note))]


# ── Twice is once ───────────────────────────────────────────────────────────────────────────


def test_a_second_delivery_changes_nothing(any_play: Play) -> None:
    review = review_at(any_play)
    event = Noted(("slack:Ev1", "slack:T1:C1:1.2"), any_play.who(REVIEWER), FACT)
    assert any_play.take(REVIEWER, event).note
    before = any_play.count(HistoryRow)
    again = Noted(("slack:Ev2", "slack:T1:C1:1.2"), any_play.who(REVIEWER), FACT)
    for second in (event, again):
        turned = any_play.take(REVIEWER, second)
        assert turned.reply is None
        assert not turned.kept
        assert any_play.rows(select(NoteRow.review)) == [(review.id,)]
        assert any_play.count(HistoryRow) == before


def test_what_came_in_is_kept_as_keys_and_times_alone(play: Play, review: About) -> None:
    play.note(REVIEWER, FACT)
    assert set(InboundRow.__table__.columns.keys()) == {"key", "at"}
    assert FACT not in str(play.rows(select(InboundRow)))


def test_a_form_sent_twice_is_taken_once(play: Play, review: About) -> None:
    asked = play.start(REVIEWER, "take_note", review)
    assert play.answer(REVIEWER, asked, text=FACT).note
    again = play.answer(REVIEWER, asked, text=FACT)
    assert not again.kept
    assert "That was done on Tuesday 24 November 2026" in words(again)
    assert texts(play) == [FACT]


# ── Old cards ───────────────────────────────────────────────────────────────────────────────


def test_words_typed_on_an_old_card_come_back_in_a_fresh_form(play: Play, review: About) -> None:
    asked = play.start(REVIEWER, "take_note", review)
    play.answer(REVIEWER, asked, text=FACT)
    back = play.answer(REVIEWER, asked, text=LATER, shows="excellent")
    assert box(reply(back)) == {"text": LATER, "shows": "excellent"}
    assert texts(play) == [FACT]
    assert play.press(REVIEWER, back, "Log this note").note
    assert texts(play) == [FACT, LATER]


def test_an_old_card_without_words_leaves_no_conversation_behind(play: Play) -> None:
    review = plan(play, team=(REVIEWER,))
    asked = play.start(REVIEWER, "decline_invitation", review)
    play.answer(REVIEWER, asked, reason="no_time")
    before = play.count(ConversationRow)
    again = play.answer(REVIEWER, asked, reason="unsaid")
    assert again.problem
    assert play.count(ConversationRow) == before
    assert (
        play.rows(select(HistoryRow.fields).where(HistoryRow.kind == "InvitationDeclined"))[0][0]["reason"] == "no_time"
    )


def test_a_card_left_behind_changes_nothing_and_shows_where_things_stand(empty_stage: Play) -> None:
    play = empty_stage
    first = play.start(TRUST_LEAD, "plan_review")
    values: dict[str, Answer] = {"school": "larkfield", "areas": ("A-2",), "begins": play.today.isoformat()}
    second = play.answer(TRUST_LEAD, first, **values)
    stale = play.answer(TRUST_LEAD, first, **{**values, "school": "stanmoor"})
    assert stale.problem
    assert "on another card" in words(stale)
    assert [item.key for item in reply(stale).inputs] == [item.key for item in reply(second).inputs]
    assert "Larkfield Primary" in words(stale)


def test_going_back_keeps_what_was_typed_and_an_old_card_cannot_go_back(empty_stage: Play) -> None:
    play = empty_stage
    first = play.start(TRUST_LEAD, "plan_review")
    second = play.answer(TRUST_LEAD, first, school="larkfield", areas=("A-2",), begins=play.today.isoformat())
    ends = (play.today + timedelta(days=1)).isoformat()
    back = play.back(TRUST_LEAD, second, ends=ends, lead=LEAD, team=(REVIEWER,))
    assert box(reply(back))["school"] == "larkfield"
    assert play.back(TRUST_LEAD, second).problem
    again = play.answer(TRUST_LEAD, back, school="larkfield", areas=("A-7",), begins=play.today.isoformat())
    assert box(reply(again)) == {"ends": ends, "lead": LEAD, "team": (REVIEWER,)}
    assert play.press(TRUST_LEAD, again, "Go on").kept


def test_an_answer_that_no_longer_fits_is_asked_again_with_the_rest_still_there(empty_stage: Play) -> None:
    play = empty_stage
    first = play.start(TRUST_LEAD, "plan_review")
    second = play.answer(TRUST_LEAD, first, school="larkfield", areas=("A-2",), begins=play.today.isoformat())
    back = play.back(TRUST_LEAD, second, ends=play.today.isoformat(), lead=LEAD, team=())
    # The lead reviewer works at Bridgewater.
    again = play.answer(TRUST_LEAD, back, school="bridgewater", areas=("A-2",), begins=play.today.isoformat())
    refused = play.press(TRUST_LEAD, again, "Go on")
    assert refused.problem
    assert [item.error != "" for item in reply(refused).inputs] == [False, True, False]


def test_a_form_opened_before_a_guests_last_day_is_worth_nothing_after_it(play: Play, review: About) -> None:
    asked = play.start(GUEST, "take_note", review)
    play.later(days=30)
    late = play.answer(GUEST, asked, text=FACT)
    assert not late.kept
    assert not texts(play)
    assert FACT not in play.dump()
    assert not [label for card in play.home(GUEST) for label in labels(card) if label == "Write a note"]


def test_a_reviewer_may_finish_a_form_begun_last_week(play: Play, review: About) -> None:
    asked = play.start(REVIEWER, "take_note", review)
    play.later(days=7)
    assert play.answer(REVIEWER, asked, text=FACT).note


# ── Whose conversation ──────────────────────────────────────────────────────────────────────


def test_another_persons_conversation_does_nothing(play: Play, review: About) -> None:
    asked = play.start(REVIEWER, "take_note", review)
    before = play.rows(select(ConversationRow.id, ConversationRow.answers, ConversationRow.touched))
    taken = play.answer(LEAD, asked, text=FACT)
    assert not taken.kept
    assert "Nothing was changed" in words(taken)
    assert not texts(play)
    assert play.rows(select(ConversationRow.id, ConversationRow.answers, ConversationRow.touched)) == before
    assert "not here for you" in words(play.see(LEAD, "conversation", the("conversation", reply(asked).conversation)))


@pytest.mark.parametrize("conversation", ["", "gone", "id00002", "' OR 1=1 --"])
def test_a_conversation_that_is_not_there_does_nothing(play: Play, review: About, conversation: str) -> None:
    before = play.count(HistoryRow)
    turned = play.take(REVIEWER, Answered(play.key(), play.who(REVIEWER), conversation, 1, {"text": FACT}))
    assert turned.problem
    assert play.count(HistoryRow) == before


@pytest.mark.parametrize(
    ("dialog", "about"),
    [
        ("no_such_dialog", TRUST),
        ("take_note", TRUST),
        ("take_note", About("review", "gone")),
        ("edit_note", About("note", "gone")),
        ("agree_affirmation", About("affirmation", "gone")),
        ("plan_review", About("review", "gone")),
        ("take_note", About("conversation", "id00002")),
    ],
)
def test_a_button_for_what_is_not_there_does_nothing(play: Play, review: About, dialog: str, about: About) -> None:
    before = play.count(ConversationRow)
    turned = play.take(REVIEWER, Started(play.key(), play.who(REVIEWER), dialog, about, {"text": FACT}))
    assert turned.problem
    assert "Nothing was changed" in words(turned)
    assert play.count(ConversationRow) == before


@pytest.mark.parametrize("view", ["walk", "notes", "room", "conversation", "nonsense", ""])
def test_looking_at_what_is_not_there_or_not_ones_own_is_answered_alike(play: Play, review: About, view: str) -> None:
    theirs = play.see(TRUSTEE, view, review)
    assert theirs == play.see(TRUSTEE, view, the("review", "gone"))
    assert "not here for you" in words(theirs)


def test_somebody_we_do_not_know_leaves_nothing_behind(play: Play, review: About) -> None:
    before = play.dump()
    for turned in (
        play.note("nobody-we-know", FACT),
        play.start("nobody-we-know", "take_note", review, given={"text": FACT}),
        play.answer("nobody-we-know", play.start(REVIEWER, "take_note", review), text=FACT),
    ):
        assert "does not know you yet" in words(turned)
    play.see("nobody-we-know", "home")
    after = [line for line in play.dump().splitlines() if line not in before.splitlines()]
    assert not [line for line in after if "nobody" in line or FACT in line]


def test_only_somebody_who_was_asked_can_say_no(play: Play, review: About) -> None:
    for person in (HEAD, DSL, LEAD, TRUSTEE, TRUST_LEAD):
        assert "no open invitation" in words(play.start(person, "decline_invitation", review))


def test_whoever_was_asked_to_review_their_own_school_may_say_no_and_never_yes(empty_stage: Play) -> None:
    play = empty_stage
    review = plan(play)
    with play.store.writing() as session:
        session.add(PostRow(person=REVIEWER, job=Job.GOVERNOR, school="larkfield"))
    assert "cannot review it" in words(play.start(REVIEWER, "accept_invitation", review))
    assert play.answer(REVIEWER, play.start(REVIEWER, "decline_invitation", review), reason="too_close").kept


def left_off(play: Play, person: str) -> list[str]:
    return [words(card) for card in play.home(person) if card.title == "Where you left off"]


def test_what_was_begun_is_on_home_until_it_is_finished(empty_stage: Play) -> None:
    play = empty_stage
    first = play.start(TRUST_LEAD, "plan_review")
    assert not left_off(play, TRUST_LEAD)
    play.answer(TRUST_LEAD, first, school="larkfield", areas=("A-2",), begins=play.today.isoformat())
    assert len(left_off(play, TRUST_LEAD)) == 1
    (begun,) = [card for card in play.home(TRUST_LEAD) if card.title == "Where you left off"]
    play.press(TRUST_LEAD, begun, "Go on")
    _, form = play.shown[-1]
    assert play.answer(TRUST_LEAD, form, ends=play.today.isoformat(), lead=LEAD, team=()).kept
    assert not left_off(play, TRUST_LEAD)


def test_a_form_only_opened_or_come_too_late_is_nothing_to_go_on_with(play: Play, review: About) -> None:
    play.start(REVIEWER, "take_note", review, preset={"node": "A-2.1", "shows": "excellent"})
    assert not left_off(play, REVIEWER)
    affirmation = draft(play, review)
    play.answer(HEAD, play.start(HEAD, "agree_affirmation", affirmation), answer="reword", **SURE)
    assert len(left_off(play, HEAD)) == 1
    play.start(TRUST_LEAD, "pause_affirmation", affirmation)
    assert not left_off(play, HEAD)
