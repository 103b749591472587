"""When a question that was put off may come again: days its owner can choose, none of them too late to be of use. Pure."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

_DAYS_OF_WEEK = 7


class Later(StrEnum):
    TOMORROW = "tomorrow"
    THREE_DAYS = "three_days"
    MONDAY = "monday"
    """Not this week."""


def next_monday(today: date) -> date:
    return today + timedelta(days=_DAYS_OF_WEEK - today.weekday())


def later_days(before: date | None, today: date, comes: Callable[[date], date | None]) -> dict[Later, date]:
    """The days on offer: on each of them it would come, and before the day by which an answer is of use.

    `comes` says on which day, from one on, somebody can next be asked. Only Monday may stand for a later day of its week.
    """
    wanted = (
        (Later.TOMORROW, today + timedelta(days=1)),
        (Later.THREE_DAYS, today + timedelta(days=3)),
        (Later.MONDAY, next_monday(today)),
    )
    found: dict[Later, date] = {}
    for name, day in wanted:
        then = comes(day)
        if then is None or (name is not Later.MONDAY and then != day):
            continue
        if (before is None or then < before) and then not in found.values():
            found[name] = then
    return found


def from_day(day: date) -> datetime:
    """The moment from which it may come again, on the wall of the trust's zone."""
    return datetime.combine(day, time())
