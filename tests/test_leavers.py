"""Somebody leaves: no sign-in, no post, nothing sent; what is open is found by the post, and a lead's place is filled."""

from datetime import timedelta

import pytest

from bot.domain.acts import TRUST, About, Notice
from bot.domain.changes_people import PersonAdded, PersonFacts, PersonLeft, PersonReturned, PostTaken, SchoolClosed
from bot.domain.people import Job
from bot.domain.review import Seat, Standing
from bot.message import Card
from bot.moving_in import make_changes
from store import act_rows, people, reviews
from store.made import Made
from tests.play import DSL, HEAD, LEAD, OTHER_HEAD, REVIEWER, TRUST_LEAD, Play, labels, words
from tests.scenes import agree, draft, on_slack, plan, review_at, take_note


def changed(play: Play, *changes: object) -> None:
    with play.store.writing() as session:
        make_changes(session, changes, Made("", play.now, "command_line"), play.fresh)  # type: ignore[arg-type]


def leaves(play: Play, person: str, days: int = 0) -> None:
    changed(play, PersonLeft(person, play.today + timedelta(days=days)))


def told(play: Play, notice: Notice) -> list[tuple[str, Card]]:
    return [(act.place, card) for act, card in play.notices() if act.notice == notice and card is not None]


def new_person(play: Play, job: Job, school: str = "") -> str:
    """Somebody new in a post, at home on the web."""
    from bot.message import Address  # noqa: PLC0415

    before = set(play.inside(lambda session: people.directory(session).people))
    changed(play, PersonAdded("new:01", PersonFacts("Somebody New")), PostTaken("new:01", job, school))
    (fresh,) = set(play.inside(lambda session: people.directory(session).people)) - before
    with play.store.writing() as session:
        people.add_address(session, Address("web", "", fresh), fresh)
    return str(fresh)


def test_from_the_day_somebody_leaves_they_are_a_stranger_and_a_worry_of_theirs_is_still_answered(
    play: Play, review: About
) -> None:
    leaves(play, REVIEWER, days=1)
    take_note(play, REVIEWER, review, "Every visitor is met at the gate.")
    play.later(days=1)
    assert "Larkfield" not in words(play.home(REVIEWER))
    refused = play.start(REVIEWER, "take_note", review)
    assert refused.problem
    assert not refused.kept
    routed = play.note(REVIEWER, "A pupil told me dad hits him every night")
    assert routed.kept, "a concern is never turned away"
    with play.store.reading() as session:
        assert act_rows.user_of(session, "web", "", REVIEWER, play.today) == ""
        assert act_rows.user_of(session, "web", "", LEAD, play.today) == LEAD


def test_whoever_has_the_post_next_finds_what_waits_for_it(play: Play, review: About) -> None:
    affirmation = draft(play, review)
    leaves(play, HEAD)
    head = new_person(play, Job.HEADTEACHER, "larkfield")
    (_, card) = next(item for item in told(play, Notice.HANDOVER) if item[0] == head)
    assert "A review of the school" in words(card)
    assert "One piece of excellent practice that the trust would like to read about: your agreement is asked" in words(
        card
    )
    assert "worry box" not in words(card), "a handover quotes nobody"
    assert "Larkfield" not in card.notice
    assert agree(play, affirmation, head).kept
    other = draft(play, review, words_="Corridors are calm, and adults greet every pupil.")
    assert other
    asked = [act.place for act, _ in play.notices() if act.notice == Notice.AGREEMENT_ASKED]
    assert asked[-1] == head
    assert asked.count(HEAD) == 1, "nothing more is sent to the head who left"


def test_a_handover_says_what_may_be_read_and_nothing_where_nothing_is_open(empty_stage: Play) -> None:
    play = empty_stage
    quiet = new_person(play, Job.DSL, "stanmoor")
    assert not told(play, Notice.HANDOVER)
    review = review_at(play)
    note = take_note(play, LEAD, review, "Every visitor is met.", node="A-2.1", shows="excellent", kind="observation")
    assert note
    play.answer(LEAD, play.start(LEAD, "draw_together", review), areas=("A-2",), sure="yes")
    dsl = new_person(play, Job.DSL, "larkfield")
    ((place, card),) = told(play, Notice.HANDOVER)
    assert (place, quiet != dsl) == (dsl, True)
    assert "Notes you may read" in words(card)
    leaves(play, TRUST_LEAD)
    lead = new_person(play, Job.TRUST_LEAD)
    assert [place for place, _ in told(play, Notice.HANDOVER)] == [dsl, lead]


def test_when_a_lead_leaves_the_trust_lead_is_told_and_names_another(play: Play, review: About) -> None:
    risk = take_note(play, REVIEWER, review, "The side gate does not lock.", urgent="yes", shows="develop")
    assert risk
    leaves(play, LEAD)
    ((who, card),) = told(play, Notice.LEAD_LEFT)
    assert who == TRUST_LEAD
    assert "has left" in words(card)
    again = take_note(play, REVIEWER, review, "The back gate does not lock.", urgent="yes", shows="develop")
    urgent = {act.place for act, _ in play.notices() if act.notice == Notice.TELL_SCHOOL_TODAY}
    assert urgent == {LEAD, TRUST_LEAD}, f"{again} reaches somebody who is here"
    assert any("Name another lead" in labels(shown) for shown in play.home(TRUST_LEAD))
    asked = play.press(TRUST_LEAD, card, "Name another lead")
    offered = {option.value for item in asked.reply.inputs for option in item.options}  # type: ignore[union-attr]
    assert REVIEWER in offered
    assert not {LEAD, HEAD, DSL, "larkfield-governor", "guest"} & offered
    assert play.answer(TRUST_LEAD, asked, lead=REVIEWER).kept
    now = play.inside(lambda session: reviews.load(session, review.id))
    assert now.lead.id == REVIEWER
    assert {m.person.id: m.seat for m in now.team}[LEAD] is Seat.REVIEWER
    assert not told(play, Notice.LEAD_LEFT), "it is settled"
    ((place, handed),) = told(play, Notice.HANDOVER)
    assert place == REVIEWER
    assert "Two notes say tell the school today" in words(handed)
    assert {place for place, _ in told(play, Notice.LEAD_NAMED)} == {REVIEWER, review.id}


def test_a_leaving_that_is_still_to_come_is_said_with_its_day(play: Play, review: About) -> None:
    leaves(play, LEAD, days=2)
    ((_, card),) = told(play, Notice.LEAD_LEFT)
    home = words(play.home(TRUST_LEAD))
    asked = words(play.start(TRUST_LEAD, "name_lead", review))
    for shown in (words(card), home, asked):
        assert "leaves on Thursday 26 November 2026" in shown
    play.later(days=2)
    assert "led it and has left" in words(play.home(TRUST_LEAD))


def test_a_new_lead_who_is_not_on_the_team_is_asked_first_and_may_say_no(play: Play, review: About) -> None:
    take_note(play, REVIEWER, review, "Every visitor is met at the gate.")
    leaves(play, LEAD)
    asked = play.start(TRUST_LEAD, "name_lead", review)
    assert play.answer(TRUST_LEAD, asked, lead=OTHER_HEAD).kept
    loaded = play.inside(lambda session: reviews.load(session, review.id))
    assert loaded.member(loaded.lead).standing is Standing.INVITED
    assert [place for place, _ in told(play, Notice.INVITED)] == [OTHER_HEAD]
    assert not told(play, Notice.HANDOVER)
    play.answer(OTHER_HEAD, play.start(OTHER_HEAD, "accept_invitation", review), undertaking="yes", conflicts=())
    assert [place for place, _ in told(play, Notice.HANDOVER)] == [OTHER_HEAD]
    assert "lead" in words(play.start(REVIEWER, "name_lead", review)).casefold()


def test_whoever_is_back_has_no_post_and_a_leaving_taken_back_takes_none(play: Play) -> None:
    leaves(play, DSL, days=9)
    changed(play, PersonReturned(DSL, keeps_posts=True))
    assert play.inside(lambda session: people.person(session, DSL)).is_a(Job.DSL, "larkfield")
    leaves(play, DSL)
    changed(play, PersonReturned(DSL))
    back = play.inside(lambda session: people.person(session, DSL))
    assert not back.posts
    assert not back.left


def test_a_closed_school_can_begin_no_review_and_its_reviews_stay(play: Play, review: About) -> None:
    changed(play, SchoolClosed("larkfield", play.today), SchoolClosed("stanmoor", play.today + timedelta(days=30)))
    asked = play.start(TRUST_LEAD, "plan_review")
    (schools,) = (item for item in asked.reply.inputs if item.key == "school")  # type: ignore[union-attr]
    assert [option.value for option in schools.options] == ["bridgewater", "stanmoor"]  # type: ignore[union-attr]
    late = (play.today + timedelta(days=30)).isoformat()
    refused = play.answer(TRUST_LEAD, asked, school="stanmoor", areas=("A-1",), begins=late)
    assert not refused.kept
    assert "no review can begin there then" in words(refused)
    take_note(play, LEAD, review, "Every visitor is met at the gate.")
    assert "Larkfield Primary" in words(play.home(LEAD))


@pytest.mark.parametrize("job", [Job.SENCO, Job.HR_LEAD, Job.CHAIR, Job.DEPUTY_DSL])
def test_nobody_is_asked_onto_a_review_of_a_school_where_they_hold_any_post(empty_stage: Play, job: Job) -> None:
    person = new_person(empty_stage, job, "larkfield")
    asked = empty_stage.start(TRUST_LEAD, "plan_review")
    today = empty_stage.today.isoformat()
    asked = empty_stage.answer(TRUST_LEAD, asked, school="larkfield", areas=("A-1",), begins=today)
    assert person not in repr(asked)
    leaves(empty_stage, LEAD)
    again = empty_stage.answer(TRUST_LEAD, asked, ends=today, lead=LEAD, team=())
    assert not again.kept, "whoever left meanwhile is not asked"


def test_nothing_is_sent_to_the_chat_of_somebody_who_has_left(empty_stage: Play) -> None:
    play = empty_stage
    on_slack(play, REVIEWER)
    play.home(REVIEWER)
    plan(play)
    leaves(play, REVIEWER)
    with play.store.reading() as session:
        assert act_rows.user_of(session, "slack", "T1", REVIEWER, play.today) == ""
    assert TRUST.id == "trust"
