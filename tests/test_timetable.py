"""A day of a visit as pure rules: drafted with nobody in two places, clashes found, now and next told apart."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.meeting import meetings
from bot.domain.review import Member, Review, Seat, Standing
from bot.domain.timetable import Agreement, Slot, Timetable, What, clashes, differences, under_way
from bot.domain.usual_day import BEGINS as MORNING
from bot.domain.usual_day import ENDS as EVENING
from bot.domain.usual_day import Draft, crew_of, usual_day
from bot.fitting import Time
from tests.values import BEGINS, FRAMEWORK, REVIEW, head, lead, own_staff, reviewer, second

quick = settings(deadline=None, database=None, max_examples=60)
AREAS = [area.id for area in FRAMEWORK.areas]
TOGETHER = {What.ARRIVAL, What.BREAK, What.DRAWING_TOGETHER}


def team(count: int) -> tuple[Member, ...]:
    others = (replace(reviewer, id=f"r{number}", name=f"Reviewer {number}") for number in range(1, count))
    return (
        Member(lead, Seat.LEAD, Standing.ACCEPTED),
        *(Member(who, Seat.REVIEWER, Standing.ACCEPTED) for who in others),
    )


reviews = st.builds(
    lambda areas, count: replace(REVIEW, areas=tuple(sorted(areas)), team=team(count)),
    st.sets(st.sampled_from(AREAS), min_size=1),
    st.integers(1, 6),
)


def drafted(review: Review, elsewhere: frozenset[What] = frozenset()) -> Draft:
    return usual_day(Timetable(review, BEGINS, elsewhere=elsewhere), crew_of(review))


@given(reviews, st.frozensets(st.sampled_from(What)))
@quick
def test_a_drafted_day_covers_every_meeting_or_says_which_did_not_fit_and_puts_nobody_in_two_places(
    review: Review, elsewhere: frozenset[What]
) -> None:
    found = drafted(review, elsewhere)
    met = {What(meeting.value) for meeting in meetings(review)}
    held = [slot.what for slot in found.slots]
    assert met <= {*held, *found.left_out, *elsewhere}
    assert not set(held) & set(found.left_out)
    assert set(held) <= met | {What.BREAK, What.DRAWING_TOGETHER}
    assert len(held) == len(set(held))
    for slot in found.slots:
        assert MORNING <= slot.starts < slot.ends <= EVENING
        assert slot.who
        assert len({person.id for person in slot.who}) == len(slot.who)
        assert clashes(found.slots, slot) == ()
    for one, other in combinations(found.slots, 2):
        if {one.what, other.what} == {What.DSL, What.RECORD_SAMPLE}:
            assert one.ends <= other.starts or other.ends <= one.starts


@given(reviews)
@quick
def test_everybody_has_their_break_and_draws_together_and_the_lead_meets_the_head(review: Review) -> None:
    held = {slot.what: slot for slot in drafted(review).slots}
    crew = crew_of(review)
    assert held[What.BREAK].who == held[What.DRAWING_TOGETHER].who == crew
    assert held[What.DRAWING_TOGETHER].time.startswith("15:00")
    if What.HEAD in held:
        assert held[What.HEAD].who == (lead,)


def test_a_full_review_fits_a_day_for_three_and_for_one_says_what_is_left() -> None:
    whole = replace(REVIEW, areas=tuple(AREAS), team=team(3))
    assert drafted(whole).left_out == ()
    alone = drafted(replace(whole, team=team(1)))
    assert alone.left_out
    second_day = drafted(replace(whole, team=team(1)), frozenset(slot.what for slot in alone.slots))
    assert set(alone.left_out) <= {slot.what for slot in second_day.slots}


def test_nobody_who_works_at_the_school_or_has_not_accepted_goes_with_the_team() -> None:
    crew = crew_of(REVIEW)
    assert crew[0] == lead
    assert own_staff not in crew
    assert all(member.person not in crew for member in REVIEW.team if member.standing is not Standing.ACCEPTED)


HEAD = Slot("a", What.HEAD, 540, 40, (lead,))
STAFF = Slot("b", What.STAFF, 570, 30, (lead, reviewer), "the hall")


def test_a_clash_names_who_would_be_in_two_places_and_where_they_are_already() -> None:
    (found,) = clashes((HEAD, STAFF), replace(STAFF, id="c"))[:1]
    assert (found.person, found.slot) == (lead, HEAD)
    assert clashes((HEAD,), HEAD) == ()
    assert clashes((HEAD,), replace(STAFF, starts=580)) == ()
    assert clashes((HEAD,), replace(STAFF, who=(reviewer,))) == ()


@pytest.mark.parametrize(
    ("minute", "now", "coming"),
    [(539, "", "a"), (540, "a", "b"), (570, "ab", ""), (580, "b", ""), (599, "b", ""), (600, "", "")],
)
def test_what_is_on_now_and_what_is_next(minute: int, now: str, coming: str) -> None:
    found = under_way((STAFF, HEAD), minute)
    assert tuple("".join(slot.id for slot in slots) for slots in found) == (now, coming)


def test_what_has_changed_is_told_as_changed_new_and_gone() -> None:
    moved = replace(HEAD, starts=600, version=2)
    found = differences((HEAD, STAFF), (moved, replace(STAFF, id="n")))
    assert found.changed == ((HEAD, moved),)
    assert [slot.id for slot in found.new] == ["n"]
    assert found.gone == (STAFF,)
    assert not differences((HEAD, STAFF), (STAFF, replace(HEAD, version=7))).any


def test_a_day_is_settled_only_as_it_was_agreed() -> None:
    agreed = Timetable(REVIEW, BEGINS, Agreement.AGREED, (HEAD,), (HEAD,), sent=2, answered=2, revision=2)
    assert agreed.settled
    assert not agreed.unsent
    changed = replace(agreed, every=(replace(HEAD, where="office", version=2),), revision=3)
    assert changed.changed_since_agreed
    assert changed.unsent
    assert agreed.of(second) == agreed.of(head) == ()


@pytest.mark.parametrize("value", ["10:40", "07:00", "18:00"])
def test_a_time_of_day_is_taken(value: str) -> None:
    assert Time("starts", earliest=420, latest=1080).problem(value) is None


@pytest.mark.parametrize("value", ["10.40", "1040", "9:30", "10:60", "ab:cd", "１0:40", ("10:40",), "10:4"])
def test_what_is_no_time_is_asked_again(value: str) -> None:
    assert Time("starts").problem(value) == "not_a_time"


def test_a_time_out_of_reach_is_asked_again() -> None:
    assert Time("starts", earliest=420, latest=1080).problem("18:01") == "time_out_of_reach"
    assert Time("starts").problem("24:00") == "time_out_of_reach"
