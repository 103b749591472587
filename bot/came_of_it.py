"""What the clock asks about what is borrowed: a term after somebody said that they try something, once, what came of it.

Asking is a change in the history, made with the row held: nobody is asked twice, whatever becomes of the message. It
waits for a school day within working hours, for a day on which the bot has asked nothing else, and for the end of a pause.
"""

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import ending, whose_time
from bot.concerned import CLOCK
from bot.domain.acts import Notice
from bot.domain.library_changes import CameOfItAsked
from bot.domain.own_time import Asked
from bot.reminding import in_working_hours
from store import people, replies, schedule
from store.made import Made
from store.own_posts import told_since


def due(session: Session, now: datetime, zone: ZoneInfo, *, hold: bool = False) -> list[CameOfItAsked]:
    """Who is to be asked now, each about one thing: another waits for another day."""
    here = now.astimezone(zone)
    if not in_working_hours(here):
        return []
    known, today = people.directory(session), here.date()
    asked: dict[str, CameOfItAsked] = {}
    for one in replies.due(session, today, hold=hold):
        away = one.school is not None and known.calendar.is_away(today, one.school)
        if away or not one.affirmation.stands_in_channel:
            continue
        for person in replies.who_tries(known, one, today)[:1]:
            asked.setdefault(person, CameOfItAsked(person, (one.id,)))
    began = datetime.combine(today, time(), zone)
    times = whose_time.many(session, tuple(asked), zone)
    return [
        change
        for person, change in asked.items()
        if _free(times[person], began, now) and not told_since(session, person, Notice.WHAT_CAME_OF_IT, began)
    ]


def _free(who: Asked, began: datetime, now: datetime) -> bool:
    """Whether somebody has been asked nothing else today, is not pausing, and their school is there."""
    today = who.here(now).date()
    heard = who.spoke is not None and who.spoke >= began
    paused = who.paused is not None and who.paused[0] <= today < who.paused[1]
    return not heard and not paused and not who.is_away(today)


def ask(
    session: Session,
    now: datetime,
    zone: ZoneInfo,
    ids: Callable[[], str],
    enqueue: ending.Enqueue = lambda _session, _rows: None,
) -> int:
    """Ask whoever is due."""
    found = due(session, now, zone, hold=True)
    if found:
        ending.make(session, found, Made("", now, CLOCK), enqueue, ids)
    for change in found:
        if (row := schedule.of(session, change.person)) is not None:
            row.spoke = now  # so that nothing else is asked of them today
    return len(found)
