"""Who is to be in a review's room in chat, asked once more at delivery; and what is to be done by hand."""

from sqlalchemy.orm import Session

from bot.domain.acts import Notice
from bot.domain.review import Review
from bot.handover import quiet
from bot.message import Card
from bot.wording import Wording
from store import people, reviews
from store.act_rows import ActRecord, Kind


def in_room(session: Session, act: ActRecord) -> Card | None:
    """Nothing to say, or None where who is in a room is no more to be changed so."""
    return Card("") if _seated(reviews.load(session, act.place), act.about.id) is (act.kind is Kind.INVITE) else None


def by_hand(session: Session, wording: Wording, notice: Notice, review: Review, act: ActRecord) -> Card | None:
    """What whoever leads a review is asked to do in its room, as long as it is to be done."""
    person, _, reason = act.detail.partition("/")
    if _seated(review, person) is not (notice is Notice.NOT_IN_ROOM):
        return None
    name = people.person(session, person).name
    return quiet(wording, notice, (), review=review, person=name, reason=reason)


def _seated(review: Review, person: str) -> bool:
    return any(one.id == person for one in review.seated)
