"""Whom a card waits for as things stand, and the sentence that says so."""

from datetime import date

from sqlalchemy.orm import Session

from bot.domain import card_way
from bot.domain.affirmation import Affirmation
from bot.domain.card_way import Around, Waiting
from bot.domain.people import Job
from store import people


def around(session: Session, affirmation: Affirmation, today: date) -> Around:
    """Who is who about a card today."""
    known = people.directory(session)
    heads, leads = (
        tuple(known.people[one] for one in known.holders(job, school, today))
        for job, school in ((Job.HEADTEACHER, affirmation.review.school.id), (Job.TRUST_LEAD, ""))
    )
    return Around(heads, leads, known.people.get(affirmation.delegate))


def waiting(session: Session, affirmation: Affirmation, today: date) -> Waiting:
    return card_way.waiting(affirmation, around(session, affirmation, today), today)


def is_delegate_gone(session: Session, affirmation: Affirmation, today: date) -> bool:
    """Whether somebody was named to agree in the head's place who is at the school no more."""
    found = around(session, affirmation, today)
    return bool(affirmation.delegate) and card_way.agreeing(affirmation, found, today) != (found.delegate,)
