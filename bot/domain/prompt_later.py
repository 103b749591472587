"""When a question that was put off may come again: days its owner can choose, none of them too late to be of use. Pure."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

_DAYS_OF_WEEK = 7
_SATURDAY = 5


class Later(StrEnum):
    TOMORROW = "tomorrow"
    THREE_DAYS = "three_days"
    MONDAY = "monday"
    """Not this week."""


def next_monday(today: date) -> date:
    return today + timedelta(days=_DAYS_OF_WEEK - today.weekday())


def later_days(before: date | None, today: date) -> dict[Later, date]:
    """The days on offer: no weekend, none twice, and each before the day by which an answer is of use."""
    wanted = (
        (Later.TOMORROW, today + timedelta(days=1)),
        (Later.THREE_DAYS, today + timedelta(days=3)),
        (Later.MONDAY, next_monday(today)),
    )
    found: dict[Later, date] = {}
    for name, day in wanted:
        if day.weekday() < _SATURDAY and (before is None or day < before) and day not in found.values():
            found[name] = day
    return found


def from_day(day: date) -> datetime:
    """The moment from which it may come again, on the wall of the trust's zone."""
    return datetime.combine(day, time())
