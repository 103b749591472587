"""What people are asked in their own time, and what they said: rows in, values out."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from bot.domain.depth import Owner
from bot.domain.prompt import (
    OPEN,
    WAITS,
    How,
    Mark,
    Prompt,
    PromptSet,
    PromptState,
    Readers,
    SchoolAnswer,
    Seen,
    SetSort,
    Why,
    jobs,
)
from store import people, reviews
from store.prompt_tables import PromptAnswerRow, PromptMarkRow, PromptRouteRow, PromptRow, PromptSetRow


def load(session: Session, prompt_id: str) -> Prompt:
    """One of them as it stands; raises KeyError where it is not there."""
    row = session.get(PromptRow, prompt_id)
    if row is None:
        raise KeyError(prompt_id)
    return _values(session, [row])[0]


def load_set(session: Session, set_id: str) -> PromptSet:
    """What was planned together; raises KeyError where it is not there."""
    row = session.get(PromptSetRow, set_id)
    if row is None:
        raise KeyError(set_id)
    return _set(session, row)


def of_set(session: Session, set_id: str) -> tuple[Prompt, ...]:
    """All of a set, in the order in which they were planned."""
    return _found(session, PromptRow.set == set_id)


def waiting_for(session: Session, person: str) -> tuple[Prompt, ...]:
    """What is open for somebody now, as its owner or its delegate, in the order in which it is to be asked."""
    mine = or_(PromptRow.person == person, PromptRow.delegate == person)
    found = _found(session, mine, PromptRow.state.in_(WAITS))
    return tuple(one for one in found if one.with_whom is not None and one.with_whom.id == person)


def open_at(session: Session, school: str) -> tuple[Prompt, ...]:
    """What is still to be asked of people at a school; never what somebody asks themselves."""
    sets = select(PromptSetRow.id).where(PromptSetRow.school == school, PromptSetRow.sort != SetSort.PRIVATE)
    return _found(session, PromptRow.set.in_(sets), PromptRow.state.in_(OPEN))


def answered_by(session: Session, person: str) -> tuple[Prompt, ...]:
    """What somebody has answered, the newest first."""
    theirs = PromptRow.id.in_(select(PromptAnswerRow.prompt).where(PromptAnswerRow.person == person))
    found = [one for one in _found(session, theirs) if one.answer is not None]
    return tuple(sorted(found, key=lambda one: (one.answer.at if one.answer else one.set.made, one.id), reverse=True))


def of_review(
    session: Session, review: str, nodes: Iterable[str] = (), *, state: PromptState | None = None
) -> tuple[Prompt, ...]:
    """All of a review's sets, or what of them is about these sub-areas, or in one state; and what was shared with its team."""
    sets = PromptRow.set.in_(select(PromptSetRow.id).where(PromptSetRow.review == review))
    wanted, narrower = tuple(nodes), list[ColumnElement[bool]]()
    if wanted:
        narrower.append(PromptRow.node.in_(wanted))
    if state is not None:
        narrower.append(PromptRow.state == state)
    return _found(session, or_(sets, PromptRow.shared_with == review), *narrower)


def sets_of(
    session: Session, *, review: str = "", school: str = "", by: str = "", state: PromptState | None = None
) -> tuple[PromptSet, ...]:
    """The sets of a review, of a school or planned by somebody, the newest first; `state`: that have a prompt in it."""
    rows = select(PromptSetRow).order_by(PromptSetRow.made.desc(), PromptSetRow.id)
    for column, value in ((PromptSetRow.review, review), (PromptSetRow.school, school), (PromptSetRow.person, by)):
        rows = rows.where(column == value) if value else rows
    if state is not None:
        rows = rows.where(PromptSetRow.id.in_(select(PromptRow.set).where(PromptRow.state == state)))
    return tuple(_set(session, row) for row in session.scalars(rows))


def held_already(session: Session, school: str, question: str, since: date, *, but: str = "") -> Prompt | None:
    """The newest answer of a school to the same question that is no older than `since`: it need not be asked again."""
    sets = select(PromptSetRow.id).where(PromptSetRow.school == school, PromptSetRow.sort != SetSort.PRIVATE)
    found = _found(
        session,
        PromptRow.question == question,
        PromptRow.set.in_(sets),
        PromptRow.state == PromptState.ANSWERED,
        PromptRow.id != but,
    )
    fresh = [one for one in found if one.answer and one.answer.at.date() >= since and one.answer.how is not How.HELD]
    return max(fresh, key=lambda one: (one.answer.at if one.answer else one.set.made, one.id), default=None)


def owner_at(session: Session, school: str, node: str, owner: Owner, today: date) -> str:
    """Whom a question is for at a school: whoever is always asked it there, or who holds the post; empty where nobody."""
    known = people.directory(session)
    route = session.get(PromptRouteRow, (school, node, owner))
    if route is not None and route.person in known.people and not known.people[route.person].has_left(today):
        return route.person
    return next((person for job in jobs(owner) for person in known.holders(job, school, today)), "")


def which(session: Session, *conditions: ColumnElement[bool]) -> tuple[Prompt, ...]:
    """Those that meet all of these, in the order in which they are to be asked."""
    return _found(session, *conditions)


def _found(session: Session, *conditions: ColumnElement[bool]) -> tuple[Prompt, ...]:
    rows = select(PromptRow).join(PromptSetRow, PromptSetRow.id == PromptRow.set).where(*conditions)
    return _values(session, session.scalars(rows.order_by(PromptSetRow.made, PromptRow.set, PromptRow.place)).all())


def _values(session: Session, rows: Sequence[PromptRow]) -> tuple[Prompt, ...]:
    ids = [row.id for row in rows]
    sets = {one: load_set(session, one) for one in dict.fromkeys(row.set for row in rows)}
    known = people.directory(session).people
    answers = _answers(session, [row for row in rows if row.version])
    marks: dict[str, list[Mark]] = {}
    for mark in session.scalars(select(PromptMarkRow).where(PromptMarkRow.prompt.in_(ids)).order_by(PromptMarkRow.at)):
        if mark.person in known:
            marks.setdefault(mark.prompt, []).append(Mark(known[mark.person], Seen(mark.seen), mark.words, mark.at))
    return tuple(
        Prompt(
            row.id,
            sets[row.set],
            row.question,
            row.text,
            row.node,
            Owner(row.owner),
            row.place,
            row.minutes,
            row.sensitive,
            PromptState(row.state),
            known.get(row.person),
            known.get(row.delegate),
            row.asked,
            row.nudged,
            row.not_before,
            Why(row.why) if row.why else None,
            answers.get(row.id),
            tuple(marks.get(row.id, ())),
            shared_with=reviews.load(session, row.shared_with) if row.shared_with else None,
        )
        for row in rows
    )


def _answers(session: Session, rows: Sequence[PromptRow]) -> dict[str, SchoolAnswer]:
    known = people.directory(session).people
    newest = {row.id: row for row in rows}
    wanted = select(PromptAnswerRow).where(PromptAnswerRow.prompt.in_(newest))
    return {
        one.prompt: SchoolAnswer(
            known[one.person],
            one.at,
            one.text,
            one.evidence,
            How(of.how),
            Readers(of.readers),
            of.hard,
            one.version,
            of.held_from,
        )
        for one in session.scalars(wanted)
        for of in [newest[one.prompt]]
        if one.version == of.version and one.person in known
    }


def _set(session: Session, row: PromptSetRow) -> PromptSet:
    known = people.directory(session)
    return PromptSet(
        row.id,
        SetSort(row.sort),
        known.schools[row.school],
        known.people[row.person],
        row.pin,
        row.made,
        reviews.load(session, row.review) if row.review else None,
        row.before,
    )
