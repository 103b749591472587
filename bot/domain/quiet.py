"""When the bot keeps quiet, and which of its acts wait until that is over. Pure: the time is given, in the trust's zone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain.acts import Notice

NEVER_WAITS = frozenset({Notice.TELL_SCHOOL_TODAY})
"""What cannot wait, whatever the hour."""
NOON = "12:00"
FRIDAY = 5
_LONGEST = 120  # days: longer than any holiday


@dataclass(frozen=True)
class QuietHours:
    """From an evening's time to the next morning's, and perhaps whole days. Times are HH:MM on the trust's clock."""

    on: bool = True
    begins: str = "18:00"
    ends: str = "07:30"
    weekends: bool = True
    holidays: bool = True

    def is_quiet(self, here: datetime, is_holiday: Callable[[date], bool]) -> bool:
        """Whether nothing is sent at this time."""
        if not self.on:
            return False
        at = here.strftime("%H:%M")
        return at >= self.begins or at < self.ends or self._whole_day(here.date(), is_holiday)

    def over(self, here: datetime, is_holiday: Callable[[date], bool]) -> datetime | None:
        """When the bot may send again: now, if it may; None where that is further off than any holiday."""
        if not self.is_quiet(here, is_holiday):
            return here
        morning = time.fromisoformat(self.ends)
        for days in range(_LONGEST):
            day = here.date() + timedelta(days=days)
            found = datetime.combine(day, morning, here.tzinfo)
            if found > here and not self._whole_day(day, is_holiday):
                return found
        return None

    def _whole_day(self, day: date, is_holiday: Callable[[date], bool]) -> bool:
        return (self.weekends and day.isoweekday() > FRIDAY) or (self.holidays and is_holiday(day))

    def written(self) -> dict[str, Any]:
        """As the trust's settings hold it."""
        return dict(vars(self))


def read(value: Any) -> QuietHours:
    """The quiet hours that a setting holds; what is none of ours is as if nothing were set."""
    usual = QuietHours()
    if not isinstance(value, Mapping) or set(value) != set(vars(usual)):
        return usual
    flags = all(isinstance(value[name], bool) for name in ("on", "weekends", "holidays"))
    if not flags or not (_is_time(value["begins"]) and _is_time(value["ends"])):
        return usual
    return QuietHours(**value) if value["ends"] < NOON <= value["begins"] else usual


def _is_time(said: Any) -> bool:
    return isinstance(said, str) and bool(re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", said, re.ASCII))
