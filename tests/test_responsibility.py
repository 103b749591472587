"""Where each part of the work lives: said once, passed by on the school's walk, and answered for above."""

from datetime import timedelta

from bot.domain import walk
from bot.domain.acts import About
from bot.domain.changes_people import PersonAdded, PersonFacts, PersonLeft, PostTaken
from bot.domain.people import Job
from bot.domain.prompt import PromptState
from bot.domain.review import Review
from bot.message import Address
from store import people, prompts, reviews
from tests.asking import made
from tests.play import DSL, GOVERNOR, HEAD, LEAD, REVIEWER, TRUST_LEAD, TRUSTEE, Play, labels, reply, the, words
from tests.test_plan_prompts import ahead, options


def place(play: Play, person: str, whose: str, **answers: object) -> str:
    asked = play.start(person, "where_it_lives", the("living", whose))
    first = {key: answers[key] for key in ("parts", "level")}
    asked = play.answer(person, asked, **first)  # type: ignore[arg-type]
    if "owner" in answers:
        asked = play.answer(person, asked, owner=answers["owner"], due=answers["due"])  # type: ignore[arg-type]
    return words(asked) + repr(reply(asked).inputs)


def load(play: Play, review: About) -> Review:
    found: Review = play.inside(lambda session: reviews.load(session, review.id))
    return found


def test_what_lives_above_is_not_asked_at_the_school_and_has_somebody_who_answers_for_it(
    play: Play, review: About
) -> None:
    due = (play.today + timedelta(days=30)).isoformat()
    above = {"parts": ("A-2.2", "A-7.3"), "level": "trust", "owner": TRUST_LEAD, "due": due}
    for who in (HEAD, DSL, REVIEWER, TRUSTEE):
        assert "safeguarding lead says" in words(play.start(who, "where_it_lives", the("living", "trust")))
        assert "Say where things live" not in labels(play.see(who, "above")[0])
    play.answer(LEAD, play.start(LEAD, "enter_area", review), area="A-2")
    before = len(walk.steps(load(play, review), "A-2"))
    assert "cannot live there" in place(play, TRUST_LEAD, "trust", parts=("A-5.2",), level="cluster")
    assert "Trust safeguarding lead answers for them" in place(play, TRUST_LEAD, "trust", **above)
    shown = play.see(TRUST_LEAD, "above")
    assert "A-7.3 Single central record, at the trust: Trust safeguarding lead, by Thursday 24 December 2026" in words(
        shown
    )
    found = load(play, review)
    assert found.above == {"A-2.2", "A-7.3"}
    assert len(walk.steps(found, "A-2")) == before - 2
    step = words(play.see(LEAD, "walk", review))
    assert "Not asked here, since it lives above the school and is looked at there: A-2.2" in step
    # The school may say otherwise of itself, and is then asked.
    assert "lives at Larkfield Primary" in place(play, DSL, "larkfield", parts=("A-2.2",), level="school")
    assert load(play, review).above == {"A-7.3"}
    assert "Not asked here" not in words(play.see(LEAD, "walk", review))
    made(play, PersonAdded("new", PersonFacts("Somebody New")), PostTaken("new", Job.TRUST_LEAD, ""))
    with play.store.writing() as session:
        people.add_address(session, Address("web", "", "new"), "new")
    made(play, PersonLeft(TRUST_LEAD, play.today))
    assert "nobody answers for it now; please name somebody" in words(play.see("new", "above"))


def test_questions_on_what_lives_above_go_once_to_whoever_answers_for_it(empty_stage: Play) -> None:
    play = empty_stage
    due = (play.today + timedelta(days=30)).isoformat()
    place(play, TRUST_LEAD, "trust", parts=("A-2.2", "A-2.3"), level="trust", owner=TRUSTEE, due=due)
    review = ahead(play, ("A-2",))
    asked = play.start(LEAD, "plan_self_review", the("planning", f"self_review/{review.id}"))
    assert set(options(asked, "parts")) == {"A-2.1"}
    before = (play.today + timedelta(days=6)).isoformat()
    asked = play.answer(LEAD, asked, before=before, parts=("A-2.1",))
    assert "Person who answers above the school: three questions, about 6 minutes" in words(asked)
    assert play.answer(LEAD, asked, sure="yes").kept
    found = play.inside(lambda session: prompts.of_review(session, review.id))
    asked_above = [one for one in found if one.person and one.person.id == TRUSTEE]
    assert {one.node for one in asked_above} == {"A-2.2", "A-2.3"}
    assert asked_above[0].is_strengths
    assert {one.state for one in asked_above} == {PromptState.PLANNED}
    assert not {one.node for one in found if one.person and one.person.id in {HEAD, DSL, GOVERNOR}} - {"A-2.1"}
    shown = words(play.see(LEAD, "prompts", review))
    assert "Person who answers above the school: " in shown
    # Another school's review asks them nothing again.
    asked = play.start(TRUST_LEAD, "plan_pulse", the("planning", "pulse/stanmoor"))
    asked = play.answer(TRUST_LEAD, asked, before=before, parts=("A-2.1",))
    answers = {item.key: "leave_out" for item in reply(asked).inputs} | {"sure": "yes"}
    assert play.answer(TRUST_LEAD, asked, **answers).kept
    every = play.inside(lambda session: prompts.waiting_for(session, TRUSTEE))
    assert len(every) == len(asked_above)
