"""Prompts as they are stored: planned, sent, answered, passed on; and who reads what was said."""

import pytest

from bot.domain import prompt_changes as changes
from bot.domain import prompt_permission as permission
from bot.domain.acts import About
from bot.domain.prompt import PromptState, Readers, Seen
from store import people
from tests.asking import SENCO, made, now, planned, sent, staff
from tests.play import DSL, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, Play


def test_a_set_is_planned_sent_answered_and_marked_and_each_owner_hears_of_excellence_first(
    play: Play, review: About
) -> None:
    staff(play)
    found = planned(play, review)
    assert [one.place for one in found] == list(range(1, len(found) + 1))
    for owner in {one.owner for one in found}:
        for area in {one.node.split(".")[0] for one in found}:
            of_area = [one for one in found if one.owner is owner and one.node.startswith(f"{area}.")]
            assert not of_area or of_area[0].is_strengths
    assert {one.person.id for one in found if one.person} == {DSL, SENCO}
    first = next(one for one in found if one.person and one.person.id == DSL)
    sent(play, first)
    assert now(play, first).state is PromptState.ASKED
    made(play, changes.PromptAnswered(first.id, DSL, "We read every worry the same day."), by=DSL)
    made(play, changes.AnswerMarked(first.id, LEAD, Seen.TOO, ""), by=LEAD)
    answered = now(play, first)
    assert answered.answer is not None
    assert answered.answer.text == "We read every worry the same day."
    assert [mark.seen for mark in answered.marks] == [Seen.TOO]


@pytest.mark.parametrize(
    ("readers", "who"),
    [
        (Readers.SCHOOL, {DSL, HEAD, LEAD, REVIEWER, GUEST}),
        (Readers.TEAM, {DSL, LEAD, REVIEWER, GUEST}),
        (Readers.OWN, {DSL}),
    ],
)
def test_an_answer_is_read_by_the_team_and_the_school_and_by_no_trust_lead(
    play: Play, review: About, readers: Readers, who: set[str]
) -> None:
    first = next(one for one in planned(play, review) if one.person and one.person.id == DSL)
    made(play, changes.PromptAnswered(first.id, DSL, "We read them daily.", readers=readers), by=DSL)
    answered = now(play, first)
    with play.store.reading() as session:
        everybody = people.directory(session).people
    may = {who for who, person in everybody.items() if permission.may_read_answer(person, answered, play.today)}
    assert may == who
    assert TRUST_LEAD not in may
