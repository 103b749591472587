"""Making the changes of prompts: values in, rows changed. Whoever's turn it is by now is looked at by the clock again."""

from typing import assert_never

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain import prompt_changes as changes
from bot.domain.prompt import How, PromptState, Readers, SetSort
from bot.domain.retention import Kind
from store import comparisons, removal
from store.inserting import add
from store.made import Made
from store.prompt_tables import PromptAnswerRow, PromptMarkRow, PromptRouteRow, PromptRow, PromptSetRow


def make(session: Session, change: changes.PromptChange, made: Made) -> None:
    """Make one change."""
    match change:
        case changes.PromptsPlanned():
            _plan(session, change, made)
        case changes.PromptsAsked(prompts=prompts):
            for row in _rows(session, prompts):
                row.state, row.asked, row.not_before = PromptState.ASKED, made.at, None
        case changes.PromptsNudged(prompts=prompts):
            for row in _rows(session, prompts):
                row.nudged = made.at
        case changes.PromptsToHuman(prompts=prompts, why=why):
            for row in _rows(session, prompts):
                row.state, row.why = PromptState.WITH_HUMAN, why
        case changes.PromptsClosed(prompts=prompts):
            for row in _rows(session, prompts):
                row.state = PromptState.CLOSED
        case changes.AnswerRemoved():
            removal.answer(session, change, made)
        case changes.AnswerMarked(prompt=prompt, person=person, seen=seen, words=words):
            before = session.get(PromptMarkRow, (prompt, person))
            if before is not None and before.words not in {"", words}:
                removal.replaced(session, Kind.ACCOUNTS, [f"{prompt}/{person}"], made)
            session.merge(PromptMarkRow(prompt=prompt, person=person, seen=seen, words=words, at=made.at))
        case _:
            _one(session, session.get_one(PromptRow, change.prompt), change, made)


_OfOne = (
    changes.PromptAnswered
    | changes.AnswerApproved
    | changes.AnswerShared
    | changes.PromptPutOff
    | changes.PromptSkipped
    | changes.PromptForVisit
    | changes.PromptPassedOn
    | changes.PromptDelegated
)


def _one(session: Session, row: PromptRow, change: _OfOne, made: Made) -> None:
    match change:
        case changes.PromptAnswered():
            row.state = PromptState.TO_APPROVE if change.to_approve else PromptState.ANSWERED
            row.how, row.readers, row.hard = change.how, change.readers, change.hard
            row.held_from = change.held_from
            _word(session, row, change.text, change.evidence, made)
        case changes.AnswerApproved(text=text):
            row.state = PromptState.ANSWERED
            if text:
                before = session.get_one(PromptAnswerRow, (row.id, row.version))
                _word(session, row, text, before.evidence, made)
        case changes.AnswerShared(readers=readers, shared_with=review):
            row.readers, row.shared_with = readers, review
        case changes.PromptPutOff(until=until):
            row.state, row.asked, row.nudged, row.not_before = PromptState.PLANNED, None, None, until
        case changes.PromptSkipped():
            row.state = PromptState.SKIPPED
        case changes.PromptForVisit():
            row.state = PromptState.IN_PERSON
        case changes.PromptPassedOn(to=to, always=always):
            _pass_on(session, row, to, always=always)
        case changes.PromptDelegated(to=to):
            row.delegate, row.state, row.asked, row.nudged = to, PromptState.PLANNED, None, None
        case _:
            assert_never(change)


def _plan(session: Session, change: changes.PromptsPlanned, made: Made) -> None:
    add(
        session,
        PromptSetRow,
        id=change.set,
        sort=change.sort,
        school=change.school,
        review=change.review,
        pin=change.pin,
        person=change.by,
        before=change.before,
        made=made.at,
    )
    private = change.sort is SetSort.PRIVATE
    for place, one in enumerate(change.prompts, 1):
        # Nobody is sent what they ask themselves: it is there when they open it.
        state = PromptState.ASKED if private else PromptState.PLANNED
        add(
            session,
            PromptRow,
            id=f"{change.set}-{place:03}",
            set_id=change.set,
            question=one.question,
            text=one.text,
            node=one.node,
            owner=one.owner,
            person=one.person,
            delegate="",
            place=place,
            minutes=one.minutes,
            sensitive=one.sensitive,
            state=state if one.person else PromptState.WITH_HUMAN,
            why="" if one.person else "nobody",
            asked=None,
            nudged=None,
            not_before=None,
            version=0,
            how=How.SAID,
            readers=Readers.OWN if private else Readers.SCHOOL,
            hard=False,
            held_from="",
            shared_with="",
        )


def _pass_on(session: Session, row: PromptRow, to: str, *, always: bool) -> None:
    if to and row.state == PromptState.TO_APPROVE:
        # Whoever has the post now stands by what the colleague wrote.
        row.person = to
        return
    row.asked = row.nudged = row.not_before = None
    row.delegate = ""
    if not to:
        row.state, row.why = PromptState.WITH_HUMAN, "not_theirs"
        return
    row.person, row.state, row.why = to, PromptState.PLANNED, ""
    if always:
        school = session.get_one(PromptSetRow, row.set).school
        session.merge(PromptRouteRow(school=school, node=row.node, owner=row.owner, person=to))


def _word(session: Session, row: PromptRow, text: str, evidence: str, made: Made) -> None:
    row.version += 1
    # What a team said of it beside another's answer was said of the words before.
    review = session.get_one(PromptSetRow, row.set).review
    if compared := comparisons.resting_on_answer(session, review, row.id):
        removal.forget_words(session, Kind.COMPARISONS, compared, made.at, but=made.conversation)
        removal.replaced(session, Kind.COMPARISONS, compared, made)
    values = {"at": made.at, "person": made.person, "text": text, "evidence": evidence}
    add(session, PromptAnswerRow, prompt=row.id, version=row.version, **values)


def _rows(session: Session, ids: tuple[str, ...]) -> list[PromptRow]:
    return list(session.scalars(select(PromptRow).where(PromptRow.id.in_(ids)).order_by(PromptRow.place)))
