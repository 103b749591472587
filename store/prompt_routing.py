"""A question moves with the post: when somebody leaves it or takes it, whoever holds it now is asked. Rows in, changes out.

Where nobody holds it, whoever planned the question settles it; what was with a colleague goes back to its owner.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from bot.domain.changes_people import PersonLeft, PostLeft, PostTaken
from bot.domain.depth import Owner
from bot.domain.people import Job
from bot.domain.prompt import ABOVE, OPEN, WAITS, PromptState, SetSort, Why, jobs
from bot.domain.prompt_changes import PromptChange, PromptDelegated, PromptPassedOn, PromptsToHuman
from store import people, prompts
from store.prompt_tables import PromptRow, PromptSetRow

AnyChange = TypeVar("AnyChange")
_FOR_A_HOLDER = frozenset({Why.NOBODY, Why.HAS_LEFT})
"""Why a question waits with a human for somebody to hold its post."""


@dataclass(frozen=True)
class _Unsettled:
    id: str
    school: str
    node: str
    owner: Owner
    is_above: bool
    person: str
    delegate: str
    state: str
    why: str


def follow(session: Session, changes: Iterable[object], by: str, today: date) -> list[PromptChange]:
    """What becomes of questions when people leave, or posts change hands; `by` is whoever said so."""
    moves = [one for one in changes if isinstance(one, PersonLeft | PostLeft | PostTaken)]
    if not moves:
        return []
    left = tuple(_unsettled(session))
    found: dict[str, PromptChange] = {}
    to_human: dict[str, list[str]] = {}
    for change in moves:
        for one in left:
            if one.id in found or not _concerns(session, change, one, today):
                continue
            moved = _moved(session, change, one, by, today)
            if moved is not None:
                found[one.id] = moved
            elif isinstance(change, PersonLeft | PostLeft):
                to_human.setdefault(one.person, []).append(one.id)
    gone = [PromptsToHuman(who, tuple(dict.fromkeys(ids)), Why.HAS_LEFT) for who, ids in to_human.items()]
    return [*found.values(), *gone]


def instead(session: Session, changes: Iterable[AnyChange], by: str, today: date) -> list[AnyChange | PromptChange]:
    """These changes, where whoever has left is found out only now: what has a holder goes there and to no human."""
    found: list[AnyChange | PromptChange] = []
    for change in changes:
        if not isinstance(change, PromptsToHuman) or change.why is not Why.HAS_LEFT:
            found.append(change)
            continue
        moved = [_moved(session, None, one, by, today) for one in _unsettled(session, change.prompts)]
        found += [one for one in moved if one is not None]
        gone = {one.prompt for one in moved if one is not None}
        left = tuple(one for one in change.prompts if one not in gone)
        found += [replace(change, prompts=left)] if left else []
    return found


def _unsettled(session: Session, only: Sequence[str] = ()) -> Iterator[_Unsettled]:
    wanted = (
        select(PromptRow, PromptSetRow.school)
        .join(PromptSetRow, PromptSetRow.id == PromptRow.set)
        .where(PromptRow.state.in_((*WAITS, PromptState.WITH_HUMAN)), PromptSetRow.sort != SetSort.PRIVATE)
        .where(PromptRow.id.in_(only) if only else true())
        .order_by(PromptRow.id)
    )
    for row, school in session.execute(wanted):
        yield _Unsettled(
            row.id, school, row.node, Owner(row.owner), _above(row), row.person, row.delegate, row.state, row.why
        )


def _above(row: PromptRow) -> bool:
    return row.question.endswith(f"/{ABOVE}")


def _concerns(session: Session, change: PersonLeft | PostLeft | PostTaken, one: _Unsettled, today: date) -> bool:
    match change:
        case PersonLeft(person=person):
            gone = people.person(session, person).has_left(today)
            mine = one.person == person and one.state in WAITS
            return gone and (mine or (one.delegate == person and one.state in OPEN))
        case PostLeft(person=person, job=job, school=school):
            return one.person == person and one.state in WAITS and _of_post(one, job, school)
        case PostTaken(job=job, school=school):
            free = one.state == PromptState.WITH_HUMAN and one.why in _FOR_A_HOLDER
            return free and _of_post(one, job, school)


def _of_post(one: _Unsettled, job: Job, school: str) -> bool:
    return not one.is_above and one.school == school and job in jobs(one.owner)


def _moved(
    session: Session, change: PersonLeft | PostLeft | PostTaken | None, one: _Unsettled, by: str, today: date
) -> PromptDelegated | PromptPassedOn | None:
    """Whose it is now; None where nobody holds the post. With no change, whoever it is with has left."""
    known = people.directory(session).people
    owner_here = one.person in known and not known[one.person].has_left(today)
    if one.state in OPEN and one.delegate and owner_here and not isinstance(change, PostLeft | PostTaken):
        return PromptDelegated(one.id, by, "")
    now = (
        _answers_above(session, one, today)
        if one.is_above
        else prompts.owner_at(session, one.school, one.node, one.owner, today)
    )
    return PromptPassedOn(one.id, by, now) if now and now != one.person else None


def _answers_above(session: Session, one: _Unsettled, today: date) -> str:
    known = people.directory(session)
    lives = known.lives_at(one.school).get(one.node)
    here = lives is not None and lives.owner in known.people and not known.people[lives.owner].has_left(today)
    return lives.owner if lives and here else ""
