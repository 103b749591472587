"""What follows when a platform has made a review's room, or would not."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot import ending
from bot.domain.acts import About, Notice, Post, ToPerson
from bot.domain.rooms import RoomOpened
from store import reviews
from store.act_rows import ActRecord, State
from store.made import Made


def room_made(session: Session, act: ActRecord, now: datetime, enqueue: ending.Enqueue, ids: Callable[[], str]) -> None:
    """Open the room that was made: its rules are posted and the team is invited. Or else its lead hears what to do."""
    made = Made("", now, act.platform, act.tenant)
    if act.state is State.DONE:
        opened = RoomOpened(act.place, act.platform, act.tenant, act.channel, "")
        ending.make(session, [opened], made, enqueue, ids)
    elif act.state is State.REFUSED:
        lead = reviews.load(session, act.place).lead.id
        wanted = Post(ToPerson(lead), Notice.ROOM_WANTED, About("review", act.place), detail=act.platform)
        ending.queue(session, [wanted], made, enqueue, ids)
