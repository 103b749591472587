"""When in a week somebody may be asked: weekdays, from when to when, in week A, week B or both. Pure.

People write it as they would on paper: “Mon 9 to 10.30, Wed B 13.30-14.15”. A two-week timetable counts school weeks:
a week in which the school is away throughout moves it on by none.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain import hours
from bot.domain.people import Person

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS = (1, 2, 3, 4, 5)
SCHOOL_DAY = ("08:00", "16:30")
"""A school's usual day, where nothing else is known."""
MOST = 28

_PIECE = re.compile(
    r"(?P<days>[^0-9]*?)(?:\bweek\s+)?(?:\b(?P<week>[ab])\b)?\s*:?\s*(?P<times>[0-9].*)?", re.IGNORECASE
)
_APART = re.compile(r"[,;\n]|\band\b")


class Week(StrEnum):
    """Which weeks of a two-week timetable."""

    BOTH = ""
    A = "A"
    B = "B"


@dataclass(frozen=True, order=True)
class Window:
    """On one ISO weekday (1 is Monday), from one time to another: HH:MM on the trust's clock, the end not among them."""

    weekday: int
    begins: str
    ends: str
    week: Week = Week.BOTH

    def __str__(self) -> str:
        """As it is kept, and as people may write it: `Wed B 13:30-14:15`."""
        return " ".join(filter(None, (DAYS[self.weekday - 1], self.week.value, f"{self.begins}-{self.ends}")))


def read(words: str) -> tuple[Window, ...] | None:
    """The windows that somebody wrote, in order; None where it cannot be understood.

    Days without times share the next's, and times without days are of the days before.
    """
    found: set[Window] = set()
    waiting: list[tuple[tuple[int, ...], Week]] = []
    last: list[tuple[tuple[int, ...], Week]] = []
    for piece in filter(None, map(str.strip, _APART.split(words.casefold()))):
        said = _PIECE.fullmatch(piece)
        if said is None:
            return None
        if named := said["days"].strip(" :"):
            days = hours.days(named)
            if days is None:
                return None
            waiting.append((days, Week((said["week"] or "").upper())))
        if said["times"]:
            between = hours.hours(said["times"])
            last, waiting = waiting or last, []
            if between is None or not last:
                return None
            found |= {Window(day, *between, week) for listed, week in last for day in listed}
        if not named and (said["week"] or not said["times"]):
            return None
    return None if waiting or not found or len(found) > MOST else tuple(sorted(found))


def written(windows: Iterable[Window]) -> str:
    """The same, as people write it: `Mon to Fri 08:00-16:30, Wed B 17:00-17:30`."""
    runs: list[list[Window]] = []
    for one in sorted(windows, key=lambda one: (one.week, one.begins, one.ends, one.weekday)):
        last = runs[-1][-1] if runs else None
        if last is not None and replace(last, weekday=last.weekday + 1) == one:
            runs[-1].append(one)
        else:
            runs.append([one])
    runs.sort(key=lambda run: run[0])
    return ", ".join(f"{DAYS[run[0].weekday - 1]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def usual(person: Person) -> tuple[Window, ...]:
    """When somebody may be asked who has not said when: in the hours they work, as far as these are known."""
    begins, ends = (person.works_from, person.works_to) if person.works_from and person.works_to else SCHOOL_DAY
    return tuple(Window(day, begins, ends) for day in person.working_days or WEEKDAYS)


def monday(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def week_of(day: date, first_a: date, is_away: Callable[[date], bool]) -> Week:
    """Whether a day is in week A or week B, counting school weeks from a day in a week A, before it or after."""
    here, there = sorted((monday(day), monday(first_a)))
    passed = sum(
        not all(is_away(start + timedelta(days=n)) for n in range(len(WEEKDAYS)))
        for start in (here + timedelta(weeks=n) for n in range((there - here).days // 7))
    )
    return Week.B if passed % 2 else Week.A


def on(windows: Sequence[Window], day: date, week: Callable[[date], Week]) -> list[tuple[str, str]]:
    """From when to when on a day, in order; what overlaps is one."""
    found: list[tuple[str, str]] = []
    for one in sorted(windows):
        if one.weekday != day.isoweekday() or (one.week and one.week is not week(day)):
            continue
        if found and one.begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], one.ends))
        else:
            found.append((one.begins, one.ends))
    return found
