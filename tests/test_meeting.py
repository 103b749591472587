"""The second door: which few prompts a meeting gets, whatever the review's scope."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.depth import MeetWith, Owner
from bot.domain.meeting import MOST_PARTS, Prompt, meetings, prompts, questions
from bot.domain.review import Review
from bot.domain.walk import Look
from tests.values import FRAMEWORK, REVIEW

AREAS = [area.id for area in FRAMEWORK.areas]
WHOLE = replace(REVIEW, areas=tuple(AREAS))
FEWEST, MOST = 5, 8

quick = settings(deadline=None, database=None, max_examples=150)
scopes = st.sets(st.sampled_from(AREAS), min_size=1).map(lambda areas: replace(REVIEW, areas=tuple(areas)))


def every(review: Review, meeting: MeetWith) -> list[Prompt]:
    """All that could be asked in a meeting."""
    parts = [part for part in review.sub_areas if meeting in part.met_with]
    asked = [Prompt(part.id, Look.STRENGTHS, part.strengths) for part in parts]
    return asked + [Prompt(part.id, Look.DEVELOP, text) for part in parts for text in questions(part, meeting)]


@pytest.mark.parametrize("meeting", MeetWith)
def test_in_a_full_review_every_meeting_has_five_to_eight_prompts(meeting: MeetWith) -> None:
    assert meeting in meetings(WHOLE)
    assert FEWEST <= len(prompts(WHOLE, meeting)) <= MOST


@given(scopes, st.sampled_from(MeetWith))
@quick
def test_there_are_five_to_eight_where_there_are_that_many_and_else_all(review: Review, meeting: MeetWith) -> None:
    found, possible = prompts(review, meeting), every(review, meeting)
    assert len(found) == len(set(found))
    assert set(found) <= set(possible)
    assert len(found) <= MOST
    assert len(found) >= min(FEWEST, len(possible))
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
    assert questions(part, MeetWith.PUPIL_GROUP) == (part.owners[Owner.PUPILS],)
    assert questions(part, MeetWith.HEAD) == (part.owners[Owner.HEADTEACHER], *part.prompts)
    assert questions(part, MeetWith.SITE) == part.prompts
    asked = {prompt.text for prompt in prompts(WHOLE, MeetWith.PUPIL_GROUP)}
    assert not asked & {text for one in WHOLE.sub_areas for text in one.prompts}


def test_a_framework_that_says_nothing_of_meetings_has_no_second_door() -> None:
    areas = tuple(
        replace(area, sub_areas=tuple(replace(part, met_with=()) for part in area.sub_areas))
        for area in FRAMEWORK.areas
    )
    shallow = replace(WHOLE, framework=replace(FRAMEWORK, areas=areas))
    assert meetings(shallow) == ()
    assert prompts(shallow, MeetWith.DSL) == ()
