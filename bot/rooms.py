"""What follows when a platform has made a review's room or would not, or would not change who is in it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot import ending
from bot.domain.acts import About, Invite, Notice, Post, ToPerson
from bot.domain.people import Job
from bot.domain.rooms import RoomOpened
from store import people, reviews
from store.act_rows import ActRecord, Kind, State
from store.made import Made

_WANTED = {
    Kind.CREATE_ROOM: Notice.ROOM_WANTED,
    Kind.INVITE: Notice.NOT_IN_ROOM,
    Kind.TAKE_OUT: Notice.STILL_IN_ROOM,
}


def came_of(session: Session, act: ActRecord, now: datetime, enqueue: ending.Enqueue, ids: Callable[[], str]) -> None:
    """Open a room that was made; of what the platform would not do, whoever leads the review hears what to do."""
    made = Made("", now, act.platform, act.tenant)
    if act.state is State.DONE and act.kind is Kind.CREATE_ROOM:
        opened = RoomOpened(act.place, act.platform, act.tenant, act.channel, "")
        ending.make(session, [opened], made, enqueue, ids)
    elif act.state is State.REFUSED:
        review = reviews.load(session, act.place)
        leads: tuple[str, ...] = (review.lead.id,)
        if review.is_without_lead(now.date()):
            leads = people.directory(session).holders(Job.TRUST_LEAD, "", now.date())
        about = About("review", review.id)
        why = act.platform if act.kind is Kind.CREATE_ROOM else f"{act.about.id}/{act.detail}"
        ending.queue(session, [Post(ToPerson(who), _WANTED[act.kind], about, why) for who in leads], made, enqueue, ids)


def late(session: Session, person: str, made: Made, enqueue: ending.Enqueue, ids: Callable[[], str]) -> None:
    """Somebody is known on a platform from now on: the rooms of the reviews whose team they have joined are theirs."""
    found = reviews.open_of(session, person, made.at.date())
    ending.queue(session, [Invite(review, person) for review in found], made, enqueue, ids)
