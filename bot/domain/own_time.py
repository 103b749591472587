"""Somebody who is asked, and the times that are theirs: when the bot may speak to them, and which days they work. Pure.

Everything is told by the clock on the trust's wall, so that the hour which the spring takes or the autumn gives makes
no window longer, shorter or open at the wrong time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property, lru_cache
from zoneinfo import ZoneInfo

from bot.domain import windows
from bot.domain.people import Person
from bot.domain.quiet import QuietHours
from bot.domain.windows import WEEKDAYS, Week, Window, monday

BUDGET = 20
"""Minutes a week that somebody is sent, who has not said otherwise."""
FRIDAY = 5
SENSITIVE_UNTIL, SENSITIVE_ON_FRIDAY_UNTIL = "16:00", "12:00"
HORIZON = timedelta(days=120)
"""Longer than any holiday: what finds no time within it finds none."""
ABSENCE = 5
"""Days in a row of holiday or pause after which somebody comes back to one message that gathers."""
_BACK = 21
_DAY = timedelta(days=1)


@lru_cache(maxsize=256)
def _remembered(is_away: Callable[[date], bool]) -> Callable[[date], bool]:
    """A calendar is asked for the same days again and again, by everybody of a school."""
    return cache(is_away)


@lru_cache(maxsize=256)
def _weeks(first_a: date, is_away: Callable[[date], bool]) -> Callable[[date], Week]:
    away = _remembered(is_away)
    return cache(lambda start: windows.week_of(start, first_a, away))


@dataclass(frozen=True)
class OwnSettings:
    """What somebody has settled: their windows, if not the hours they work; minutes a week; where; and a pause.

    The pause has its first day, and the first on which it is over. `platform` is empty for wherever they were last.
    """

    windows: tuple[Window, ...] = ()
    minutes: int = BUDGET
    first_a: date | None = None
    platform: str = ""
    paused: tuple[date, date] | None = None

    def pauses(self, day: date) -> bool:
        return self.paused is not None and self.paused[0] <= day < self.paused[1]


@dataclass(frozen=True)
class OwnAsking:
    """Somebody with what they have settled, and what holds for them besides: where they can be asked, the trust's quiet."""

    person: Person
    settings: OwnSettings
    platforms: tuple[str, ...] = ()
    quiet: QuietHours = QuietHours()


@dataclass(frozen=True)
class Open:
    """A question that is with somebody and not answered.

    It waits until `not_before` if that is later than it was `asked`: planned for a day, or put off by whoever is asked.
    `before` is the day by which it is of no use any more. Within one `set` and `area` the `order` holds.
    """

    id: str
    set: str
    minutes: int
    sensitive: bool = False
    not_before: datetime | None = None
    before: date | None = None
    asked: datetime | None = None
    nudged: datetime | None = None
    order: int = 0
    area: str = ""

    @property
    def waits(self) -> bool:
        """Whether it is still to be sent."""
        return self.asked is None or (self.not_before is not None and self.not_before > self.asked)


@dataclass(frozen=True)
class Asked:
    """Somebody, as far as the bot's asking goes.

    `spoke` is when the bot last asked or reminded them, and `spent` how many minutes they were sent in that week.
    `paused` are the first day of their pause and the first on which it is over. `first_a` is a day of a week A, where
    they have a two-week timetable.
    """

    zone: ZoneInfo
    windows: tuple[Window, ...]
    minutes: int = BUDGET
    spoke: datetime | None = None
    spent: int = 0
    paused: tuple[date, date] | None = None
    is_away: Callable[[date], bool] = lambda _day: False
    quiet: QuietHours = QuietHours()
    working_days: tuple[int, ...] = ()
    first_a: date | None = None
    reachable: bool = True
    leaves: date | None = None
    """The first day on which they are here no more."""

    def here(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def midnight(self, day: date) -> datetime:
        """When a day begins."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    # ── Days ────────────────────────────────────────────────────────────────────────────────

    @property
    def _away(self) -> Callable[[date], bool]:
        return _remembered(self.is_away)

    def _week(self, day: date) -> Week:
        return _weeks(self.first_a, self.is_away)(monday(day)) if self.first_a else Week.BOTH

    def is_off(self, day: date) -> bool:
        """Whether they are on holiday or have paused. A weekend is a part of the holiday that it lies in."""
        if self.paused and self.paused[0] <= day < self.paused[1]:
            return True
        if day.isoweekday() <= FRIDAY:
            return self._away(day)
        return self._away(monday(day) + 4 * _DAY) and self._away(monday(day) + 7 * _DAY)

    def is_eve(self, day: date) -> bool:
        """Whether the next day that is no weekend's is off."""
        following = day + _DAY
        while following.isoweekday() > FRIDAY:
            following += _DAY
        return self.is_off(following)

    def works(self, day: date) -> bool:
        """Whether it is one of their own working days."""
        return day.isoweekday() in (self.working_days or WEEKDAYS) and not self.is_off(day)

    def working_days_after(self, day: date, count: int) -> date:
        """The so-and-so-many-th of their working days after a day. Whoever works on none is given a year."""
        last = day + timedelta(days=365)
        while count and day < last:
            day += _DAY
            count -= self.works(day)
        return day

    def back_after(self, day: date) -> date | None:
        """The last day of an absence that was over not long before a day."""
        for ago in range(1, _BACK + 1):
            last = day - ago * _DAY
            if self.is_off(last):
                return last if all(self.is_off(last - n * _DAY) for n in range(ABSENCE)) else None
        return None

    @cached_property
    def _found(self) -> dict[tuple[datetime, bool], datetime | None]:
        return {}

    # ── Times ───────────────────────────────────────────────────────────────────────────────

    def stretches(self, day: date, *, sensitive: bool = False) -> Iterator[tuple[str, str]]:
        """From when to when the bot may speak to them on a day, as HH:MM."""
        if self.is_off(day) or (sensitive and self.is_eve(day)):
            return
        quiet = self.quiet
        if quiet.on and quiet.weekends and day.isoweekday() > FRIDAY:
            return
        earliest, latest = (quiet.ends, quiet.begins) if quiet.on else ("00:00", "24:00")
        if sensitive:
            latest = min(latest, SENSITIVE_ON_FRIDAY_UNTIL if day.isoweekday() == FRIDAY else SENSITIVE_UNTIL)
        for begins, ends in windows.on(self.windows, day, self._week):
            first, last = max(begins, earliest), min(ends, latest)
            if first < last:
                yield first, last

    def time_on(self, day: date, moment: datetime, *, sensitive: bool = False) -> datetime | None:
        """The first moment of a day, from this one on, at which the bot may speak to them."""
        here = self.here(moment)
        if here.date() > day:
            return None
        for first, last in self.stretches(day, sensitive=sensitive):
            if here.date() == day and first <= here.strftime("%H:%M") < last:
                return moment
            begins = datetime.combine(day, time.fromisoformat(first), self.zone).astimezone(UTC)
            # An hour that the spring takes is none.
            if begins > moment and first <= self.here(begins).strftime("%H:%M") < last:
                return begins
        return None

    def next_time(self, moment: datetime, *, sensitive: bool = False) -> datetime | None:
        """The first moment, from this one on, at which the bot may speak to them; None where there is none in sight."""
        wanted = (moment, sensitive)
        if wanted not in self._found:
            first = self.here(moment).date()
            days = (first + n * _DAY for n in range(HORIZON.days + 1))
            times = (self.time_on(day, moment, sensitive=sensitive) for day in days)
            self._found[wanted] = next(filter(None, times), None)
        return self._found[wanted]

    # ── What was sent ───────────────────────────────────────────────────────────────────────

    def spent_in(self, week: date) -> int:
        """Minutes they were sent in the week of this Monday: the present one, or one to come."""
        return self.spent if self.spoke and self.week_start(self.spoke) == week else 0

    def week_start(self, moment: datetime) -> date:
        return monday(self.here(moment).date())

    def is_back(self, moment: datetime) -> bool:
        """Whether this would be the first they hear since an absence, having heard from the bot before it."""
        last = self.back_after(self.here(moment).date())
        return last is not None and self.spoke is not None and self.here(self.spoke).date() <= last
