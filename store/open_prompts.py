"""What of the prompts is one person's: what they may open, what they handed to a colleague, whether they were ever asked."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.people import Person
from bot.domain.prompt import HELD_FOR, OPEN, WAITS, Prompt, PromptState, SetSort, Why
from bot.domain.prompt_permission import may_read_answer
from store import prompts
from store.prompt_tables import PromptRow, PromptSetRow

_TO_OPEN = WAITS | {PromptState.WITH_HUMAN}


def open_to(session: Session, person: str) -> tuple[Prompt, ...]:
    """What somebody may answer or approve now: what waits, what is planned, and what the bot has let go of."""
    mine = or_(PromptRow.person == person, PromptRow.delegate == person)
    theirs = and_(PromptRow.state.in_(_TO_OPEN), PromptRow.why != Why.NOT_THEIRS)
    found = prompts.which(session, mine, theirs)
    return tuple(one for one in found if one.with_whom is not None and one.with_whom.id == person)


def handed_over(session: Session, person: str) -> tuple[Prompt, ...]:
    """What a colleague is to answer for somebody."""
    return prompts.which(session, PromptRow.person == person, PromptRow.delegate != "", PromptRow.state.in_(OPEN))


def asked_before(session: Session, person: str, but: Collection[str]) -> bool:
    """Whether somebody was ever asked anything by the bot besides these."""
    mine = or_(PromptRow.person == person, PromptRow.delegate == person)
    was = or_(
        PromptRow.asked.is_not(None),
        PromptRow.not_before.is_not(None),
        PromptRow.version > 0,
        PromptRow.state == PromptState.SKIPPED,
    )
    told = select(PromptRow.id).join(PromptSetRow, PromptSetRow.id == PromptRow.set).where(mine, was)
    theirs = told.where(PromptSetRow.sort != SetSort.PRIVATE, PromptRow.id.not_in(tuple(but)))
    return session.scalar(theirs.limit(1)) is not None


def held_for(session: Session, prompt: Prompt, me: Person, today: date) -> Prompt | None:
    """What the school has said to the same question within a year, where this person may read it."""
    if prompt.set.is_private:
        return None
    since = today - HELD_FOR
    found = prompts.held_already(session, prompt.set.school.id, prompt.question, since, but=prompt.id)
    return found if found and may_read_answer(me, found, today) else None
