"""What follows when a question could not be brought to somebody at all: whoever planned it hears, and asks otherwise."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot import ending
from bot.domain.prompt import OPEN, Why
from bot.domain.prompt_changes import PromptsToHuman
from store import prompts
from store.act_rows import ActRecord, State
from store.made import Made


def came_of(session: Session, act: ActRecord, now: datetime, enqueue: ending.Enqueue, ids: Callable[[], str]) -> None:
    """Hand what was refused to a human. Of what was answered meanwhile, or goes to another by now, nothing is said."""
    if act.state is not State.REFUSED:
        return
    named = frozenset(act.detail.split())
    found = [one for one in prompts.waiting_for(session, act.place) if one.id in named and one.state in OPEN]
    if found:
        gone = PromptsToHuman(act.place, tuple(one.id for one in found), Why.CANNOT_BE_REACHED)
        ending.make(session, [gone], Made("", now, act.platform, act.tenant), enqueue, ids)
