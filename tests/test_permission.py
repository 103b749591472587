"""Who may see and do what, as a table that a person can read aloud."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain import permission
from bot.domain.affirmation import State, Step
from bot.domain.people import OF_TRUST, Held, Job, Person
from bot.domain.permission import Act, Role
from bot.domain.reflection import Reflection
from bot.domain.review import Review, Standing
from tests.values import (
    BEGINS,
    ENDS,
    EVERYBODY,
    LARKFIELD,
    NOTE,
    REVIEW,
    affirmation,
    colleague,
    declined,
    dpo,
    drawn,
    dsl,
    governor,
    guest,
    guest_elsewhere,
    guest_gone,
    head,
    invited,
    lead,
    own_governor,
    own_invited,
    own_staff,
    person,
    reviewer,
    second,
    trust_lead,
    trustee,
)

WHO: dict[str, Person] = {
    "lead": lead,
    "revwr": reviewer,
    "guest": guest,
    "invtd": invited,
    "declnd": declined,
    "head": head,
    "dsl": dsl,
    "govnr": governor,
    "tr-ld": trust_lead,
    "truste": trustee,
    "collg": colleague,
    "elsewh": guest_elsewhere,
    "gone": guest_gone,
    "ownstf": own_staff,
    "owngov": own_governor,
    "owninv": own_invited,
    "dpo": dpo,
}

# Each person against each act, in the review of Larkfield on its first day. The last three columns sit on its team by
# mistake: they work at Larkfield or govern it.
TABLE = """
act                  lead revwr guest invtd declnd head dsl govnr tr-ld truste collg elsewh gone ownstf owngov owninv dpo
plan_review          .    .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      .
name_lead            .    .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      .
change_team          yes  .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      .
add_guest            .    .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      .
leave_team           yes  yes   yes   .     .      .    .   .     .     .      .     .      .    .      .      .      .
answer_invitation    .    .     .     yes   .      .    .   .     .     .      .     .      .    .      .      .      .
see_review           yes  yes   yes   yes   .      yes  yes .     yes   .      .     .      .    .      .      .      .
take_note            yes  yes   yes   .     .      .    .   .     .     .      .     .      .    .      .      .      .
read_notes           yes  yes   yes   .     .      yes  yes .     .     .      .     .      .    .      .      .      .
mark_any_note        yes  .     .     .     .      .    .   .     .     .      .     .      .    .      .      .      .
walk                 yes  yes   yes   .     .      .    .   .     .     .      .     .      .    .      .      .      .
enter_room           yes  yes   yes   .     .      .    .   .     .     .      .     .      .    .      .      .      .
open_room            yes  .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      .
draw_together        yes  .     .     .     .      .    .   .     .     .      .     .      .    .      .      .      .
say_school_told      yes  .     .     .     .      .    .   .     .     .      .     .      .    .      .      .      .
end_day              yes  .     .     .     .      .    .   .     .     .      .     .      .    .      .      .      .
plan_day             yes  .     .     .     .      .    .   .     .     .      .     .      .    .      .      .      .
read_timetable       yes  yes   yes   .     .      yes  yes .     .     .      .     .      .    .      .      .      .
answer_timetable     .    .     .     .     .      yes  yes .     .     .      .     .      .    .      .      .      .
reflect              yes  yes   yes   .     .      .    .   .     .     .      .     .      .    .      .      .      .
compare              yes  yes   yes   .     .      .    .   .     .     .      .     .      .    .      .      .      .
plan_prompts         yes  .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      .
ask_school           .    .     .     .     .      yes  yes .     yes   .      .     .      .    .      .      .      .
read_answers         yes  yes   yes   .     .      yes  yes .     .     .      .     .      .    .      .      .      .
mark_answer          yes  yes   yes   .     .      .    .   .     .     .      .     .      .    .      .      .      .
draft_affirmation    yes  yes   yes   .     .      .    .   .     .     .      .     .      .    .      .      .      .
read_draft           yes  yes   yes   .     .      yes  yes .     yes   .      .     .      .    .      .      .      .
agree_affirmation    .    .     .     .     .      yes  .   .     .     .      .     .      .    .      .      .      .
approve_affirmation  yes  .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      .
pause_affirmation    .    .     .     .     .      yes  yes .     yes   .      .     .      .    .      .      .      .
withdraw_affirmation .    .     .     .     .      yes  .   .     yes   .      .     .      .    .      .      .      .
hand_agreement       .    .     .     .     .      yes  .   .     yes   .      .     .      .    .      .      .      .
send_beyond          .    .     .     .     .      yes  .   .     .     .      .     .      .    .      .      .      .
read_channel         yes  yes   .     yes   yes    yes  yes yes   yes   yes    yes   .      .    yes    yes    yes    yes
answer_card          yes  yes   .     yes   yes    yes  yes yes   yes   yes    yes   .      .    yes    yes    yes    yes
answer_question      .    .     .     .     .      yes  yes .     .     .      .     .      .    .      .      .      .
see_strengths        .    .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      .
let_in               .    .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      .
remove_note          yes  .     .     .     .      .    .   .     .     .      .     .      .    .      .      .      yes
remove_affirmation   yes  .     .     .     .      .    .   .     .     .      .     .      .    .      .      .      yes
see_proof            .    .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      yes
see_retention        .    .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      yes
set_retention        .    .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      yes
see_held             .    .     .     .     .      .    .   .     .     .      .     .      .    .      .      .      yes
hold                 .    .     .     .     .      .    .   .     .     .      .     .      .    .      .      .      yes
export_person        .    .     .     .     .      .    .   .     .     .      .     .      .    .      .      .      yes
erase_person         .    .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      yes
keep_contacts        .    .     .     .     .      yes  yes .     yes   .      .     .      .    .      .      .      .
set_up               .    .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      .
see_settings         yes  yes   .     yes   yes    yes  yes yes   yes   yes    yes   .      .    yes    yes    yes    yes
change_settings      .    .     .     .     .      .    .   .     yes   .      .     .      .    .      .      .      .
"""


def rows(table: str) -> dict[str, dict[str, bool]]:
    """For each line of a table, whether each person may."""
    heading, *lines = (line.split() for line in table.strip().splitlines())
    return {what: dict(zip(heading[1:], [mark == "yes" for mark in marks], strict=True)) for what, *marks in lines}


ROWS = rows(TABLE)


@pytest.mark.parametrize("act", ROWS)
def test_each_person_may_do_what_the_table_says_and_no_more(act: str) -> None:
    assert {name: permission.may(WHO[name], Act(act), REVIEW, BEGINS) for name in ROWS[act]} == ROWS[act]


def test_the_table_has_every_act_and_meets_every_role() -> None:
    assert set(ROWS) == set(Act) == set(permission.GRANTS)
    met = {role for who in WHO.values() for role in permission.roles(who, REVIEW, BEGINS)}
    assert met == set(Role)
    assert {role for granted in permission.GRANTS.values() for role in granted} == set(Role)


@pytest.mark.parametrize("job", sorted(set(Job) - OF_TRUST))
def test_nobody_reviews_a_school_where_they_work_or_which_they_govern(job: Job) -> None:
    theirs = person("somebody", Held(job, "larkfield"))
    assert not permission.may_review(theirs, "larkfield")
    assert permission.may_review(theirs, "stanmoor")


@pytest.mark.parametrize("who", sorted(WHO))
def test_whoever_has_left_may_nothing_from_that_day(who: str) -> None:
    leaves = replace(WHO[who], left=BEGINS)
    team = tuple(replace(m, person=leaves) if m.person == WHO[who] else m for m in REVIEW.team)
    review = replace(REVIEW, team=team)
    day_before = BEGINS - timedelta(days=1)
    assert permission.roles(leaves, review, day_before) == permission.roles(WHO[who], REVIEW, day_before)
    assert not permission.roles(leaves, review, BEGINS)
    assert not permission.trust_roles(leaves, BEGINS)
    assert not any(permission.may(leaves, act, review, BEGINS) for act in Act)
    assert not permission.may_be_asked(leaves, "stanmoor", BEGINS)


def test_a_chair_of_governors_is_a_governor() -> None:
    chair = person("chair", Held(Job.CHAIR, "larkfield"))
    assert permission.roles(chair, REVIEW, BEGINS) == {Role.COLLEAGUE, Role.GOVERNOR}


def test_a_reviewer_who_comes_to_work_at_the_school_is_off_its_team_from_that_day() -> None:
    now_there = replace(reviewer, posts=reviewer.posts | {Held(Job.DSL, "larkfield")})
    assert not permission.may(now_there, Act.TAKE_NOTE, REVIEW, BEGINS)
    assert not permission.may_read_notes(now_there, REVIEW, "A-2", BEGINS)
    assert not permission.may_change_note(now_there, NOTE, BEGINS)


# ── Notes ───────────────────────────────────────────────────────────────────────────────────

NOTHING_DRAWN, A2_DRAWN = REVIEW, drawn("A-2")
READERS = [
    # who, review, area, may they read its notes
    (lead, NOTHING_DRAWN, "A-2", True),
    (reviewer, NOTHING_DRAWN, "A-7", True),
    (guest, NOTHING_DRAWN, "A-2", True),
    (head, NOTHING_DRAWN, "A-2", False),
    (head, A2_DRAWN, "A-2", True),
    (head, A2_DRAWN, "A-7", False),
    (dsl, NOTHING_DRAWN, "A-2", False),
    (dsl, A2_DRAWN, "A-2", True),
    (dsl, A2_DRAWN, "A-7", False),
    (governor, A2_DRAWN, "A-2", False),
    (trust_lead, A2_DRAWN, "A-2", False),
    (trustee, A2_DRAWN, "A-2", False),
    (colleague, A2_DRAWN, "A-2", False),
    (invited, A2_DRAWN, "A-2", False),
    (declined, A2_DRAWN, "A-2", False),
    (own_staff, A2_DRAWN, "A-2", False),
    (own_governor, A2_DRAWN, "A-2", False),
    (guest_elsewhere, A2_DRAWN, "A-2", False),
    (guest_gone, A2_DRAWN, "A-2", False),
]


@pytest.mark.parametrize(("who", "review", "area", "allowed"), READERS)
def test_notes_are_the_teams_and_the_hosts_only_where_drawn_together(
    who: Person, review: Review, area: str, allowed: bool
) -> None:
    assert permission.may_read_notes(who, review, area, BEGINS) is allowed


def test_a_note_not_filed_yet_is_the_teams_alone() -> None:
    unfiled = replace(NOTE, review=drawn("A-2", "A-7"), node="")
    assert permission.may_read_note(reviewer, unfiled, BEGINS)
    assert not permission.may_read_note(head, unfiled, BEGINS)


@pytest.mark.parametrize("node", ["A-2", "A-2.1"])
def test_a_note_is_read_as_its_area_is(node: str) -> None:
    assert permission.may_read_note(head, replace(NOTE, review=A2_DRAWN, node=node), BEGINS)
    assert not permission.may_read_note(head, replace(NOTE, node=node), BEGINS)


CHANGERS = [
    # who, may they change the words, may they mark it (its writer is the reviewer)
    (reviewer, True, True),
    (lead, False, True),
    (second, False, False),
    (guest, False, False),
    (trust_lead, False, False),
    (head, False, False),
    (dsl, False, False),
    (invited, False, False),
    (declined, False, False),
]


@pytest.mark.parametrize(("who", "words", "marks"), CHANGERS)
def test_a_writer_changes_their_own_words_and_a_lead_marks_any_note(who: Person, words: bool, marks: bool) -> None:
    assert permission.may_change_note(who, NOTE, BEGINS) is words
    assert permission.may_mark_note(who, NOTE, BEGINS) is marks


def test_a_writer_who_left_the_team_changes_nothing_any_more() -> None:
    team = tuple(replace(m, standing=Standing.DECLINED) if m.person == reviewer else m for m in REVIEW.team)
    left = replace(NOTE, review=replace(REVIEW, team=team))
    assert not permission.may_change_note(reviewer, left, BEGINS)
    assert not permission.may_mark_note(reviewer, left, BEGINS)


# Who may read what the reviewer takes away, while it is private and once it is shared, and who may change it.
TAKEN = """
what     lead revwr second guest invtd declnd head dsl govnr tr-ld truste collg elsewh gone ownstf owngov
private  .    yes   .      .     .     .      .    .   .     .     .      .     .      .    .      .
shared   yes  yes   yes    yes   .     .      .    .   .     .     .      .     .      .    .      .
change   .    yes   .      .     .     .      .    .   .     .     .      .     .      .    .      .
"""


@pytest.mark.parametrize(("what", "allowed"), rows(TAKEN).items())
def test_what_somebody_takes_away_is_theirs_until_they_share_it_with_the_team(
    what: str, allowed: dict[str, bool]
) -> None:
    can = permission.may_change_reflection if what == "change" else permission.may_read_reflection
    for review in (REVIEW, drawn("A-2", "A-7")):
        one = Reflection(review, "A-2", reviewer, "Ask the office first.", shared=what == "shared")
        assert {name: can({**WHO, "second": second}[name], one, BEGINS) for name in allowed} == allowed


def test_a_writer_who_left_keeps_what_they_took_away_and_begins_no_more() -> None:
    team = tuple(replace(m, standing=Standing.DECLINED) if m.person == reviewer else m for m in REVIEW.team)
    written = Reflection(replace(REVIEW, team=team), "A-2", reviewer, "Ask the office first.")
    assert permission.may_read_reflection(reviewer, written, BEGINS)
    assert permission.may_change_reflection(reviewer, written, BEGINS)
    assert not permission.may_change_reflection(reviewer, replace(written, text=""), BEGINS)


# ── Guests ──────────────────────────────────────────────────────────────────────────────────

DAY = timedelta(days=1)
GUESTS = [
    # the guest's own last day, the days ended, today, whether they are still on the team
    (ENDS + 30 * DAY, (), BEGINS, True),
    (ENDS + 30 * DAY, (ENDS,), ENDS, True),
    (ENDS + 30 * DAY, (), ENDS + DAY, True),
    (ENDS + 30 * DAY, (BEGINS,), ENDS + DAY, True),
    (ENDS + 30 * DAY, (BEGINS, ENDS), ENDS + DAY, False),
    (ENDS + 30 * DAY, (), ENDS + 14 * DAY, True),
    (ENDS + 30 * DAY, (), ENDS + 15 * DAY, False),
    (BEGINS, (), BEGINS, True),
    (BEGINS, (), BEGINS + DAY, False),
    (None, (), ENDS, True),
    (None, (), ENDS + DAY, True),
    (None, (ENDS,), ENDS + DAY, False),
]


@pytest.mark.parametrize(("until", "ended", "today", "still"), GUESTS)
def test_a_guest_is_on_one_team_until_its_last_day_is_ended_or_their_own(
    until: date | None, ended: tuple[date, ...], today: date, still: bool
) -> None:
    theirs, review = replace(guest, until=until), replace(REVIEW, ended=frozenset(ended))
    assert permission.may(theirs, Act.TAKE_NOTE, review, today) is still
    assert bool(permission.roles(theirs, review, today)) is still
    assert review.takes_notes(today) is still or (until is not None and today > until)


def test_a_visit_that_ends_on_a_weekend_takes_notes_until_its_friday_is_ended() -> None:
    friday = date(2026, 11, 27)
    over_the_weekend = replace(REVIEW, ends=friday + 2 * DAY)
    assert over_the_weekend.takes_notes(friday + 3 * DAY)
    assert not replace(over_the_weekend, ended=frozenset({friday})).takes_notes(friday + 3 * DAY)
    assert over_the_weekend.takes_notes(friday + 14 * DAY)
    assert not over_the_weekend.takes_notes(friday + 15 * DAY)


def test_a_reviewer_of_the_trust_may_finish_after_the_last_day() -> None:
    assert permission.may(reviewer, Act.TAKE_NOTE, REVIEW, ENDS + DAY)


def test_a_guest_has_no_part_in_the_trust_at_large() -> None:
    assert not any(permission.may_in_trust(guest, act, BEGINS) for act in Act)


def test_a_guest_with_a_post_on_paper_has_none_of_its_rights() -> None:
    posing = replace(guest_elsewhere, posts=frozenset({Held(Job.HEADTEACHER, "larkfield"), Held(Job.TRUST_LEAD)}))
    assert permission.roles(posing, drawn("A-2"), BEGINS) == frozenset()


# ── Affirmations ────────────────────────────────────────────────────────────────────────────

APPROVERS = [
    # who, who drafted it, who agreed it, may they approve
    (trust_lead, reviewer, "head", True),
    (lead, reviewer, "head", True),
    (lead, lead, "head", False),
    (trust_lead, reviewer, "trust-lead", False),
    (reviewer, second, "head", False),
    (head, reviewer, "head", False),
    (head, reviewer, "", False),
    (guest, reviewer, "head", False),
    (trustee, reviewer, "head", False),
]


@pytest.mark.parametrize(("who", "drafter", "agreed_by", "allowed"), APPROVERS)
def test_an_affirmation_is_approved_by_somebody_who_neither_drafted_nor_agreed_it(
    who: Person, drafter: Person, agreed_by: str, allowed: bool
) -> None:
    waiting = affirmation(State.AGREED, drafter=drafter, agreed_by=agreed_by)
    assert permission.may_take_step(who, waiting, Step.APPROVE, BEGINS) is allowed


STEPS = """
step       lead revwr second guest invtd declnd head dsl govnr tr-ld truste collg
make_safe  .    yes   .      .     .     .      yes  .   .     .     .      .
word       .    yes   .      .     .     .      yes  .   .     .     .      .
agree      .    .     .      .     .     .      yes  .   .     .     .      .
return     yes  .     .      .     .     .      yes  .   .     yes   .      .
approve    yes  .     .      .     .     .      .    .   .     yes   .      .
post       .    .     .      .     .     .      .    .   .     .     .      .
edit       .    yes   .      .     .     .      yes  .   .     .     .      .
pause      .    .     .      .     .     .      yes  yes .     yes   .      .
resume     .    .     .      .     .     .      yes  yes .     yes   .      .
withdraw   .    yes   .      .     .     .      yes  .   .     yes   .      .
"""
STEP_ROWS = rows(STEPS)


@pytest.mark.parametrize("step", STEP_ROWS)
def test_each_step_of_an_affirmation_is_taken_only_by_those_it_belongs_to(step: str) -> None:
    """The reviewer drafted it, and nobody has agreed yet."""
    worded, who = affirmation(State.WORDED), {**WHO, "second": second}
    may = {name: permission.may_take_step(who[name], worded, Step(step), BEGINS) for name in STEP_ROWS[step]}
    assert may == STEP_ROWS[step]


def test_the_table_of_steps_has_every_step() -> None:
    assert set(STEP_ROWS) == set(Step)


def test_a_drafter_may_withdraw_only_until_the_school_has_agreed() -> None:
    agreed = affirmation(State.AGREED, agreed_by="head")
    assert not permission.may_take_step(reviewer, agreed, Step.WITHDRAW, BEGINS)
    assert permission.may_take_step(head, agreed, Step.WITHDRAW, BEGINS)


def test_a_head_of_another_school_has_no_part_in_it() -> None:
    assert not permission.may_review(head, LARKFIELD.id)
    other = person("other-head", Held(Job.HEADTEACHER, "stanmoor"))
    assert not any(permission.may_take_step(other, affirmation(State.WORDED), step, BEGINS) for step in Step)


def test_only_a_trust_lead_plans_reviews() -> None:
    assert [who for who in EVERYBODY if permission.may_in_trust(who, Act.PLAN_REVIEW, BEGINS)] == [trust_lead]


@pytest.mark.parametrize(
    ("who", "allowed"),
    [(invited, True), (own_invited, True), (lead, False), (declined, False), (head, False), (dsl, False)],
)
def test_whoever_was_asked_may_say_no_to_their_own_school_too(who: Person, allowed: bool) -> None:
    assert permission.may_decline(who, REVIEW) is allowed


def test_whoever_worded_an_affirmation_does_not_approve_it() -> None:
    agreed = replace(affirmation(State.AGREED, agreed_by="another-head"), worded_by=trust_lead.id)
    assert not permission.may_take_step(trust_lead, agreed, Step.APPROVE, BEGINS)
    assert permission.may_take_step(trust_lead, replace(agreed, worded_by="head"), Step.APPROVE, BEGINS)
