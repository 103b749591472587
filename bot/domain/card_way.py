"""Whom a card waits for in each state, and for what: one person has it, and who may do it in their place. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.affirmation import Affirmation, State, Step
from bot.domain.people import Person
from bot.domain.permission import may_take_step
from bot.domain.trust_settings import Approvers


class Wait(StrEnum):
    """What is waited for."""

    WORDS = "words"
    AGREEMENT = "agreement"
    SOMEBODY_TO_AGREE = "somebody_to_agree"
    APPROVAL = "approval"
    POSTING = "posting"
    NOTHING = "nothing"
    SCHOOL = "school"
    """Paused: the school puts it back on its way, or withdraws it."""
    OVER = "over"


@dataclass(frozen=True)
class Around:
    """Who is who about a card: its school's heads, the trust leads, and whom the head named."""

    heads: tuple[Person, ...] = ()
    trust_leads: tuple[Person, ...] = ()
    delegate: Person | None = None


@dataclass(frozen=True)
class Waiting:
    """What a card waits for, who has it now, and who may do it as well, should they be away."""

    what: Wait
    person: Person | None = None
    also: tuple[Person, ...] = ()

    def is_for(self, me: Person) -> bool:
        return me == self.person or me in self.also


def agreeing(affirmation: Affirmation, around: Around, today: date) -> tuple[Person, ...]:
    """Who agrees for the school: whom the head named, for as long as they are there; else the head."""
    delegate = around.delegate
    if delegate and affirmation.review.school.id in delegate.own_schools and not delegate.has_left(today):
        return (delegate,)
    return around.heads


def waiting(affirmation: Affirmation, around: Around, today: date) -> Waiting:
    """Whom a card waits for now."""
    school = agreeing(affirmation, around, today)
    match affirmation.state:
        case State.DRAFTED | State.SAFE:
            return _first(Wait.WORDS, _who_may((affirmation.drafter, *school), affirmation, Step.EDIT, today)[:1])
        case State.WORDED if school:
            return _first(Wait.AGREEMENT, school)
        case State.WORDED:
            return _first(Wait.SOMEBODY_TO_AGREE, around.trust_leads)
        case State.AGREED:
            return _first(Wait.APPROVAL, _second_people(affirmation, around, today))
        case State.PAUSED:
            return _first(Wait.SCHOOL, (*school, *around.trust_leads))
        case State.APPROVED if not affirmation.copies:
            return Waiting(Wait.POSTING)
        case State.APPROVED | State.POSTED:
            return Waiting(Wait.NOTHING)
        case State.WITHDRAWN:
            return Waiting(Wait.OVER)


def _first(what: Wait, people: tuple[Person, ...]) -> Waiting:
    found = tuple(dict.fromkeys(people))
    return Waiting(what, found[0] if found else None, found[1:])


def _who_may(people: tuple[Person, ...], affirmation: Affirmation, step: Step, today: date) -> tuple[Person, ...]:
    return tuple(one for one in people if may_take_step(one, affirmation, step, today))


def _second_people(affirmation: Affirmation, around: Around, today: date) -> tuple[Person, ...]:
    """Who may be the second person, in the order in which they are asked."""
    lead = affirmation.review.lead
    could = (*around.trust_leads, lead)
    if affirmation.review.approvers is Approvers.LEAD:
        could = (lead, *around.trust_leads)
    return _who_may(could, affirmation, Step.APPROVE, today)
