"""The second door: which few prompts a meeting gets, whatever the review's scope."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.depth import MeetWith, Owner
from bot.domain.meeting import ASKED, MOST_PARTS, Prompt, meetings, prompts, questions
from bot.domain.review import Review
from bot.domain.walk import Look
from tests.values import FRAMEWORK, REVIEW

AREAS = [area.id for area in FRAMEWORK.areas]
WHOLE = replace(REVIEW, areas=tuple(AREAS))
FEWEST, MOST = 5, 8

quick = settings(deadline=None, database=None, max_examples=60)
scopes = st.sets(st.sampled_from(AREAS), min_size=1).map(lambda areas: replace(REVIEW, areas=tuple(areas)))


def every(review: Review, meeting: MeetWith) -> list[Prompt]:
    """All that could be asked in a meeting."""
    parts = [part for part in review.sub_areas if meeting in part.met_with]
    asked = [Prompt(part.id, Look.STRENGTHS, part.strengths, "strengths") for part in parts]
    return asked + [prompt for part in parts for prompt in questions(part, meeting)]


@pytest.mark.parametrize("meeting", MeetWith)
def test_in_a_full_review_every_meeting_has_five_to_eight_prompts(meeting: MeetWith) -> None:
    assert meeting in meetings(WHOLE)
    assert FEWEST <= len(prompts(WHOLE, meeting)) <= MOST


@given(scopes, st.sampled_from(MeetWith))
@quick
def test_there_are_five_to_eight_where_there_are_that_many_and_else_all(review: Review, meeting: MeetWith) -> None:
    found, possible = prompts(review, meeting), every(review, meeting)
    assert len({prompt.text for prompt in found}) == len({prompt.id for prompt in found}) == len(found)
    assert set(found) <= set(possible)
    assert len(found) <= MOST
    assert len(found) >= min(FEWEST, len({prompt.text for prompt in possible}))
    assert bool(found) == (meeting in meetings(review))


@given(scopes, st.sampled_from(MeetWith))
@quick
def test_nothing_closer_is_asked_before_all_strengths_or_of_a_part_without_its_own(
    review: Review, meeting: MeetWith
) -> None:
    found = prompts(review, meeting)
    looks = [prompt.look for prompt in found]
    assert looks == sorted(looks, key=list(Look).index)
    opened = {prompt.node for prompt in found if prompt.look is Look.STRENGTHS}
    assert {prompt.node for prompt in found} == opened


def opened(found: tuple[Prompt, ...]) -> set[str]:
    """The parts whose strengths are asked."""
    return {prompt.node for prompt in found if prompt.look is Look.STRENGTHS}


def test_what_is_asked_in_the_same_words_twice_is_asked_once() -> None:
    (area,) = (area for area in FRAMEWORK.areas if area.id == "A-2")
    first, second, *rest = area.sub_areas
    alike = replace(area, sub_areas=(first, replace(second, prompts=(first.strengths, *first.prompts)), *rest))
    review = replace(REVIEW, areas=("A-2",), framework=replace(FRAMEWORK, areas=(alike,)))
    for meeting in meetings(review):
        found = prompts(review, meeting)
        assert len({prompt.text for prompt in found}) == len(found)
        assert not [
            p for p in found if p.text == first.strengths and p.look is Look.DEVELOP and first.id in opened(found)
        ]


@given(scopes, st.sampled_from(MeetWith))
@quick
def test_a_persons_own_question_comes_before_any_reviewers_prompt(review: Review, meeting: MeetWith) -> None:
    found, owner = prompts(review, meeting), ASKED.get(meeting)
    closer = [prompt.which for prompt in found if prompt.look is Look.DEVELOP]
    assert closer == sorted(closer, key=lambda which: which != owner)
    left = {node for node in {p.node for p in found} if owner in FRAMEWORK.sub_area(node).owners} - {
        prompt.node for prompt in found if prompt.which == owner
    }
    assert not left or all(which == owner for which in closer)


def test_the_dsl_is_asked_what_the_framework_asks_a_dsl() -> None:
    for meeting, owner in ASKED.items():
        own = [prompt for prompt in prompts(WHOLE, meeting) if prompt.which == owner]
        assert [prompt.text for prompt in own] == [FRAMEWORK.sub_area(prompt.node).owners[owner] for prompt in own]
        assert own
    assert not [
        prompt for prompt in prompts(WHOLE, MeetWith.SITE) if prompt.look is Look.DEVELOP and not prompt.which.isdigit()
    ]


@given(scopes, st.sampled_from(MeetWith))
@quick
def test_the_prompts_are_spread_over_as_many_areas_as_there_is_room_for(review: Review, meeting: MeetWith) -> None:
    def areas(asked: list[Prompt]) -> set[str]:
        return {FRAMEWORK.area_of(prompt.node).id for prompt in asked}

    found = areas(list(prompts(review, meeting)))
    assert len(found) == min(MOST_PARTS, len(areas(every(review, meeting))))


@given(scopes, st.sampled_from(MeetWith))
@quick
def test_the_choice_is_the_same_each_time_whatever_order_the_scope_is_in(review: Review, meeting: MeetWith) -> None:
    turned = replace(review, areas=review.areas[::-1])
    assert prompts(review, meeting) == prompts(review, meeting) == prompts(turned, meeting)


def test_those_who_are_met_are_asked_their_own_question_first_and_pupils_nothing_else() -> None:
    part = FRAMEWORK.sub_area("A-7.2")
    asked = {meeting: tuple(one.text for one in questions(part, meeting)) for meeting in MeetWith}
    assert asked[MeetWith.PUPIL_GROUP] == (part.owners[Owner.PUPILS],)
    assert asked[MeetWith.HEAD] == (part.owners[Owner.HEADTEACHER], *part.prompts)
    assert asked[MeetWith.SITE] == part.prompts
    pupils = {prompt.text for prompt in prompts(WHOLE, MeetWith.PUPIL_GROUP)}
    assert not pupils & {text for one in WHOLE.sub_areas for text in one.prompts}


def test_a_framework_that_says_nothing_of_meetings_has_no_second_door() -> None:
    areas = tuple(
        replace(area, sub_areas=tuple(replace(part, met_with=()) for part in area.sub_areas))
        for area in FRAMEWORK.areas
    )
    shallow = replace(WHOLE, framework=replace(FRAMEWORK, areas=areas))
    assert meetings(shallow) == ()
    assert prompts(shallow, MeetWith.DSL) == ()
