"""The way of an affirmation: every state and step, and that nothing reaches the channel unagreed or unapproved."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.dialogs.announcements import Stage, announce
from bot.domain.acts import About, Delete, Edit, Notice, Post, ToPerson, ToTrust
from bot.domain.affirmation import TABLE, State, Step, after
from bot.domain.changes import AffirmationMoved
from bot.domain.changes_of_keeping import AffirmationRemoved
from bot.domain.removal import Why
from tests.values import REVIEW, affirmation

# Where each step leads from each state; a dot: nowhere.
STATES = """
from       make_safe word   agree  return  approve  post   edit    pause  resume withdraw
drafted    safe      .      .      .       .        .      drafted paused .      withdrawn
safe       .         worded .      .       .        .      drafted paused .      withdrawn
worded     .         worded agreed drafted .        .      drafted paused .      withdrawn
agreed     .         .      .      drafted approved .      drafted paused .      withdrawn
approved   .         .      .      .       .        posted drafted paused .      withdrawn
posted     .         .      .      .       .        .      drafted paused .      withdrawn
paused     .         .      .      .       .        .      drafted .      worded withdrawn
withdrawn  .         .      .      .       .        .      .       .      .      .
"""
_HEADING, *_LINES = STATES.strip().splitlines()
ROWS = [
    (state, step, target)
    for line in _LINES
    for state, *targets in [line.split()]
    for step, target in zip(_HEADING.split()[1:], targets, strict=True)
]


@pytest.mark.parametrize(("state", "step", "target"), ROWS)
def test_each_step_leads_where_the_table_says_or_nowhere(state: str, step: str, target: str) -> None:
    assert after(State(state), Step(step)) == (None if target == "." else State(target))


def test_the_table_has_every_state_and_every_step() -> None:
    assert {state for state, _, _ in ROWS} == set(State)
    assert {step for _, step, _ in ROWS} == set(Step)
    assert len(ROWS) == len(State) * len(Step)


def test_every_state_can_be_reached() -> None:
    reached, todo = {State.DRAFTED}, [State.DRAFTED]
    while todo:
        here = todo.pop()
        found = {target for (state, _), target in TABLE.items() if state is here} - reached
        reached |= found
        todo += found
    assert reached == set(State)


def test_what_is_withdrawn_stays_withdrawn() -> None:
    assert all(after(State.WITHDRAWN, step) is None for step in Step)


@pytest.mark.parametrize("state", sorted(set(State) - {State.PAUSED, State.WITHDRAWN}))
def test_anything_may_be_paused_and_then_the_school_agrees_anew(state: State) -> None:
    assert after(state, Step.PAUSE) is State.PAUSED
    resumed = after(State.PAUSED, Step.RESUME)
    assert resumed is State.WORDED
    assert after(resumed, Step.APPROVE) is None
    assert after(resumed, Step.AGREE) is State.AGREED


@pytest.mark.parametrize("state", sorted(set(State) - {State.WITHDRAWN}))
def test_anything_may_be_withdrawn_at_any_time(state: State) -> None:
    assert after(state, Step.WITHDRAW) is State.WITHDRAWN


class AnyWay(RuleBasedStateMachine):
    """Steps in any order, and what has been said about the newest words since they were written."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.DRAFTED
        self.agreed = self.approved = False

    @rule(step=st.sampled_from(Step))
    def take(self, step: Step) -> None:
        target = after(self.state, step)
        if target is None:
            return
        if step is Step.POST:
            assert self.agreed
            assert self.approved
        if step in {Step.WORD, Step.EDIT, Step.RETURN, Step.RESUME}:
            self.agreed = self.approved = False
        self.agreed = self.agreed or step is Step.AGREE
        self.approved = self.approved or step is Step.APPROVE
        self.state = target

    @precondition(lambda self: self.state is State.WITHDRAWN)
    @rule(step=st.sampled_from(Step))
    def after_withdrawing(self, step: Step) -> None:
        assert after(self.state, step) is None

    @invariant()
    def posted_words_were_agreed_and_approved(self) -> None:
        if self.state is State.POSTED:
            assert self.agreed
            assert self.approved


TestAnyWay = AnyWay.TestCase
TestAnyWay.settings = settings(max_examples=40, stateful_step_count=25, deadline=None, database=None)


# ── What the channel shows, and who hears ───────────────────────────────────────────────────


@pytest.mark.parametrize("state", State)
def test_readers_see_only_approved_words_that_are_neither_paused_nor_withdrawn(state: State) -> None:
    assert not affirmation(state).stands_in_channel
    shown = affirmation(state, public="Approved words.").stands_in_channel
    assert shown is (state not in {State.PAUSED, State.WITHDRAWN})


def _heard(step: Step, state: State, by: str, **more: Any) -> list[Any]:
    about = affirmation(state, **more)
    stage = Stage(REVIEW, heads=("head",), trust_leads=("trust-lead",), affirmation=about)
    return announce(AffirmationMoved("a1", "r1", step, by), stage)


@pytest.mark.parametrize("step", sorted(set(Step) - {Step.APPROVE}))
def test_no_step_but_approval_puts_anything_into_the_channel(step: Step) -> None:
    for state in State:
        heard = _heard(step, state, "reviewer", public="Approved before.")
        assert not [act for act in heard if isinstance(act, Edit) or (isinstance(act, Post) and act.to == ToTrust())]


def test_those_whose_practice_it_is_hear_before_the_trust_does() -> None:
    *first, last = _heard(Step.APPROVE, State.APPROVED, "trust-lead", agreed_by="head")
    assert [act.notice for act in first] == [Notice.THANKED, Notice.THANKED]
    assert last == Post(ToTrust(), Notice.AFFIRMATION, last.about)


@pytest.mark.parametrize("step", [Step.PAUSE, Step.WITHDRAW])
def test_stopping_takes_the_copies_away_before_anybody_is_told(step: Step) -> None:
    first, *rest = _heard(step, State.PAUSED, "trust-lead")
    assert isinstance(first, Delete)
    assert {act.to for act in rest if isinstance(act, Post)} == {ToPerson("head"), ToPerson("reviewer")}


def test_what_is_removed_leaves_the_lists_it_stands_in_and_takes_those_away_that_have_nothing_else() -> None:
    listed = replace(affirmation(State.WITHDRAWN), digests=(("with-others", True), ("alone", False)))
    removed = AffirmationRemoved("a1", "r1", "", Why.RETENTION, State.POSTED)
    assert announce(removed, Stage(REVIEW, heads=("head",), affirmation=listed)) == [
        Delete(Notice.AFFIRMATION, About("affirmation", "a1")),
        Edit(Notice.DIGEST, About("digest", "with-others")),
        Delete(Notice.DIGEST, About("digest", "alone")),
    ]


def test_nobody_is_told_of_what_they_did_themselves() -> None:
    heard = _heard(Step.PAUSE, State.PAUSED, "head")
    assert ToPerson("head") not in {act.to for act in heard if isinstance(act, Post)}


def test_the_second_person_asked_is_never_the_first() -> None:
    asked = _heard(Step.AGREE, State.AGREED, "head", agreed_by="head")
    assert [act.to for act in asked] == [ToPerson("trust-lead")]
