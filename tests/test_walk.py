"""The walk: strengths before development, and a next step that is worked out, never remembered."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain.acts import About
from bot.domain.depth import Words
from bot.domain.review import Review
from bot.domain.walk import AreaDone, ChooseArea, Look, Move, Place, Seek, next_step, step_of, steps
from store import reviews
from tests.play import GUEST, LEAD, REVIEWER, Play, words
from tests.values import FRAMEWORK, REVIEW, lead, reviewer

AREAS = [area.id for area in FRAMEWORK.areas]
WHOLE = replace(REVIEW, areas=tuple(AREAS))
quick = hypothesis_settings(deadline=None, database=None, max_examples=40)


def walked(review: Review, area: str, passed: frozenset[str] = frozenset()) -> Iterator[Seek]:
    """All steps that a walker meets from here to the end of an area."""
    place = Place(area, passed)
    while isinstance(step := next_step(review, lead, place), Seek):
        yield step
        place = replace(place, passed=place.passed | {step.id})
    assert step == AreaDone(area)


@pytest.mark.parametrize("area", AREAS)
def test_every_area_asks_for_all_its_strengths_before_anything_to_develop(area: str) -> None:
    met = list(walked(WHOLE, area))
    parts = [part.id for part in FRAMEWORK.area(area).sub_areas]
    assert [step.node for step in met if step.look is Look.STRENGTHS] == parts
    once = [Look.INCLUSION]
    assert [step.look for step in met] == [Look.STRENGTHS] * len(parts) + once + [Look.DEVELOP] * len(parts)
    assert Seek(area, Look.INCLUSION) in met


def test_a_framework_without_depth_has_no_inclusion_step() -> None:
    shallow = replace(FRAMEWORK, areas=tuple(replace(area, inclusion=Words()) for area in FRAMEWORK.areas))
    assert {step.look for step in steps(replace(WHOLE, framework=shallow), "A-2")} == {Look.STRENGTHS, Look.DEVELOP}


def test_a_place_kept_from_before_there_was_inclusion_still_leads_on() -> None:
    parts = [part.id for part in FRAMEWORK.area("A-2").sub_areas]
    kept = frozenset(f"{part}:strengths" for part in parts) | {"A-2.1:develop"}
    assert [step.id for step in walked(REVIEW, "A-2", kept)] == ["A-2:inclusion", "A-2.2:develop", "A-2.3:develop"]


@given(st.data())
@quick
def test_wherever_a_walker_has_been_no_development_is_asked_while_a_strength_is_open(data: st.DataObject) -> None:
    area = data.draw(st.sampled_from(AREAS))
    every = steps(WHOLE, area)
    passed = frozenset(data.draw(st.sets(st.sampled_from([step.id for step in every]))))
    step = next_step(WHOLE, lead, Place(area, passed))
    open_strengths = [one for one in every if one.look is Look.STRENGTHS and one.id not in passed]
    if open_strengths:
        assert step == open_strengths[0]
    elif len(passed) < len(every):
        assert isinstance(step, Seek)
        assert step.look is (Look.DEVELOP if f"{area}:inclusion" in passed else Look.INCLUSION)
    else:
        assert step == AreaDone(area)


@given(st.sampled_from(AREAS), st.sets(st.sampled_from([step.id for area in AREAS for step in steps(WHOLE, area)])))
@quick
def test_the_next_step_is_pure(area: str, passed: set[str]) -> None:
    place, review = Place(area, frozenset(passed)), copy.deepcopy(WHOLE)
    assert next_step(review, lead, place) == next_step(review, lead, place) == next_step(WHOLE, reviewer, place)
    assert next_step(review, lead, replace(place, paused=True)) == next_step(review, lead, place)
    assert review == WHOLE


@pytest.mark.parametrize("area", ["", "A-1", "A-99", "nonsense"])
def test_a_place_outside_the_scope_is_nowhere(area: str) -> None:
    assert next_step(REVIEW, lead, Place(area)) == ChooseArea()


def test_steps_passed_elsewhere_do_not_matter_here() -> None:
    elsewhere = frozenset(step.id for step in steps(WHOLE, "A-7"))
    assert list(walked(REVIEW, "A-2", elsewhere)) == list(walked(REVIEW, "A-2"))


def test_every_step_has_an_id_that_leads_back_to_it() -> None:
    every = [step for area in AREAS for step in steps(WHOLE, area)]
    assert len({step.id for step in every}) == len(every) == 2 * FRAMEWORK.counts().sub_areas + len(AREAS)
    assert all(step_of(WHOLE, step.id) == step for step in every)
    assert [
        step_of(REVIEW, bad)
        for bad in (
            "A-1.1:strengths",
            "A-2.1:",
            "A-2.1:scores",
            "",
            ":",
            "A-2:strengths",
            "A-1:inclusion",
            "A-2.1:inclusion",
        )
    ] == [None] * 8


# ── Walking in the store ────────────────────────────────────────────────────────────────────


def here(play: Play, review: About, person: str) -> str:
    """What the walk's card is headed with, for this walker, now."""
    (card,) = play.see(person, "walk", review)
    return card.title


def leave(play: Play, review: About, person: str, label: str) -> str:
    (card,) = play.see(person, "walk", review)
    play.press(person, card, label)
    return here(play, review, person)


def enter(play: Play, review: About, person: str, area: str) -> None:
    assert play.answer(person, play.start(person, "enter_area", review), area=area).kept


def test_next_skip_and_not_seen_each_lead_to_the_following_step(play: Play, review: About) -> None:
    enter(play, review, LEAD, "A-2")
    parts = [f"{part.id} {part.title}" for part in FRAMEWORK.area("A-2").sub_areas]
    assert here(play, review, LEAD) == parts[0]
    assert leave(play, review, LEAD, "Next") == parts[1]
    assert leave(play, review, LEAD, "Skip") == parts[2]
    assert leave(play, review, LEAD, "Not seen yet") == "A-2 Safeguarding culture"
    assert leave(play, review, LEAD, "Next") == parts[0]
    assert leave(play, review, LEAD, "Nothing to develop seen") == parts[1]
    leave(play, review, LEAD, "Next")
    assert leave(play, review, LEAD, "Next") == "That is the whole area"


def test_a_walker_may_jump_and_come_back_to_where_they_were(play: Play, review: About) -> None:
    enter(play, review, LEAD, "A-2")
    second = leave(play, review, LEAD, "Next")
    enter(play, review, LEAD, "A-7")
    assert here(play, review, LEAD).startswith("A-7.1 ")
    enter(play, review, LEAD, "A-2")
    assert here(play, review, LEAD) == second


def test_a_paused_walk_goes_on_a_week_later_where_it_was(play: Play, review: About) -> None:
    enter(play, review, LEAD, "A-2")
    second = leave(play, review, LEAD, "Next")
    paused = play.press(LEAD, play.see(LEAD, "walk", review)[0], "Pause")
    held = play.inside(lambda session: reviews.place(session, review.id, LEAD))
    assert held.paused
    play.later(days=7)
    resumed = play.press(LEAD, paused, "Walk on")
    assert second in words(resumed)
    assert not play.inside(lambda session: reviews.place(session, review.id, LEAD)).paused


def test_somebody_who_paused_is_not_shown_as_walking(play: Play, review: About) -> None:
    enter(play, review, LEAD, "A-2")
    assert "walking now" in words(play.see(REVIEWER, "room", review)[:1])
    play.start(LEAD, "pause_walk", review)
    assert "walking now" not in words(play.see(REVIEWER, "room", review)[:1])


@pytest.mark.parametrize("order", list(permutations((LEAD, REVIEWER, GUEST))))
def test_several_walkers_walk_independently(play: Play, review: About, order: tuple[str, ...]) -> None:
    for person in order:
        enter(play, review, person, "A-2")
    parts = [part.id for part in FRAMEWORK.area("A-2").sub_areas]
    for times, person in enumerate(order):
        for _ in range(times):
            leave(play, review, person, "Next")
    assert [here(play, review, person).split()[0] for person in order] == parts


@pytest.mark.parametrize("move", Move)
def test_a_step_outside_the_scope_cannot_be_passed(play: Play, review: About, move: Move) -> None:
    refused = play.start(LEAD, "pass_step", review, given={"step": "A-1.1:strengths", "move": move})
    assert refused.problem
    assert play.inside(lambda session: reviews.place(session, review.id, LEAD)) == Place()


def test_an_area_outside_the_scope_cannot_be_entered(play: Play, review: About) -> None:
    refused = play.answer(LEAD, play.start(LEAD, "enter_area", review), area="A-1")
    assert refused.problem
    assert play.inside(lambda session: reviews.place(session, review.id, LEAD)) == Place()
