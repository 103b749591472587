"""A calendar as other programs write it (iCalendar, `.ics`), read without trust and by the line.

Of an event only its name, its days and whether it repeats are looked at: no description, nobody who attends. Ours is a
reader of thirty lines and no library, because a slip has to name its line, and of the standard's many parts none other
is wanted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.imports import Slip, Why
from store.imports.table_file import UnusableError

MOST_EVENTS = 5_000
LONGEST_NAME = 120
_MOST_DAYS = 400
_YEARS = range(1950, 2200)
_WANTED = frozenset({"SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "STATUS"})
_LINE = re.compile(
    r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL
)
_PART = re.compile(r';([A-Za-z0-9-]+)=(?:"([^"]*)"|([^";:]*))')
_WHEN = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
_LONG = re.compile(r"P(?:([0-9]{1,3})W)?(?:([0-9]{1,3})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:[0-9]{1,6}S)?)?")
_ZONES = {"gmt standard time": "Europe/London", "greenwich standard time": "UTC", "gmt": "UTC"}
"""What other programs call a zone."""


@dataclass(frozen=True)
class Property:
    """One line of an event: what it is called and holds, and on which line it began."""

    line: int
    parts: Mapping[str, str]
    value: str


@dataclass(frozen=True)
class Event:
    """An event as it stands in the file; its days are worked out only where they are wanted."""

    line: int
    name: str
    held: Mapping[str, Property]

    @property
    def is_off(self) -> bool:
        return "STATUS" in self.held and self.held["STATUS"].value.strip().upper() == "CANCELLED"

    @property
    def repeats(self) -> bool:
        return "RRULE" in self.held or "RDATE" in self.held

    def days(self, zone: ZoneInfo) -> tuple[date, date] | Slip:
        """The first and the last day, in our zone; or what is wrong with them."""
        first = self._moment("DTSTART", zone)
        if isinstance(first, Slip):
            return first
        last = self._last(first, zone)
        if isinstance(last, Slip):
            return last
        begins = first.date() if isinstance(first, datetime) else first
        return begins, max(last, begins) if last >= begins - timedelta(days=1) else last

    def _last(self, first: date, zone: ZoneInfo) -> date | Slip:
        if "DTEND" in self.held:
            end = self._moment("DTEND", zone)
            if isinstance(end, Slip):
                return end
        elif "DURATION" in self.held:
            long = _LONG.fullmatch(self.held["DURATION"].value.strip())
            if not long:
                return Slip(self.line, "DURATION", Why.NOT_A_DAY, {"said": self.held["DURATION"].value[:LONGEST_NAME]})
            weeks, days, hours, minutes = (int(part or 0) for part in long.groups())
            end = first + timedelta(days=min(7 * weeks + days, _MOST_DAYS), hours=hours, minutes=minutes)
        else:
            return first.date() if isinstance(first, datetime) else first
        # An end is the first moment after: of a whole day the day after it, at midnight the day before.
        if isinstance(end, datetime):
            return (end - timedelta(seconds=1)).date() if end.time() == time() else end.date()
        return end - timedelta(days=1)

    def _moment(self, key: str, zone: ZoneInfo) -> date | Slip:
        held = self.held.get(key)
        if held is None:
            return Slip(self.line, "", Why.NO_FIRST_DAY)
        said = held.value.strip()
        found = _WHEN.fullmatch(said)
        wrong = Slip(held.line, key, Why.NOT_A_DAY, {"said": said[:LONGEST_NAME]})
        if not found:
            return wrong
        try:
            day = datetime.strptime(found[1], "%Y%m%d").date()  # noqa: DTZ007 a day has no zone
            if day.year not in _YEARS:
                return Slip(held.line, key, Why.DAY_FAR_OFF, {"said": said[:LONGEST_NAME]})
            if not found[2]:
                return day
            at = datetime.strptime(found[2], "%H%M%S").time()  # noqa: DTZ007 its zone stands beside it
        except ValueError:
            return wrong
        named = held.parts.get("TZID", "")
        try:
            theirs = ZoneInfo("UTC") if found[3] else ZoneInfo(_ZONES.get(named.casefold(), named)) if named else zone
            return datetime.combine(day, at, theirs).astimezone(zone)
        except (OSError, KeyError, ValueError):
            return Slip(held.line, key, Why.UNKNOWN_ZONE, {"said": named[:LONGEST_NAME]})


def is_calendar(text: str) -> bool:
    """Whether a file is such a calendar, by how it begins."""
    return text.lstrip("\ufeff \r\n\t")[:15].upper() == "BEGIN:VCALENDAR"


def events(text: str) -> Iterator[Event]:
    """The events of a calendar in their order. Raises UnusableError where it was cut off or holds too many."""
    inside: list[str] = []
    held: dict[str, Property] = {}
    began, count = 0, 0
    for line, whole in _unfolded(text):
        found = _LINE.fullmatch(whole)
        if not found:
            continue
        name, value = found[1].upper(), found[3]
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] == "VEVENT":
                held, began, count = {}, line, count + 1
                if count > MOST_EVENTS:
                    raise UnusableError(Slip(0, "", Why.TOO_MANY_ROWS, {"most": f"{MOST_EVENTS:,}"}))
        elif name == "END":
            if not inside or inside.pop() != value.strip().upper():
                raise UnusableError(Slip(line, "", Why.CALENDAR_CUT_OFF))
            if value.strip().upper() == "VEVENT":
                yield Event(began, _plain(held["SUMMARY"].value) if "SUMMARY" in held else "", held)
        elif inside[-1:] == ["VEVENT"] and name in _WANTED:
            parts = {key.upper(): quoted or bare for key, quoted, bare in _PART.findall(found[2])}
            held.setdefault(name, Property(line, parts, value))
    if inside:
        raise UnusableError(Slip(0, "", Why.CALENDAR_CUT_OFF))


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Each whole line with the number of its first: one that begins with a space goes on from the one before."""
    begins, parts = 0, [""]
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text.lstrip("\ufeff")), 1):
        if line[:1] in {" ", "\t"}:
            parts.append(line[1:])
        else:
            if any(parts):
                yield begins, "".join(parts)
            begins, parts = number, [line]
    if any(parts):
        yield begins, "".join(parts)


def _plain(value: str) -> str:
    """A name without its backslashes, on one line."""
    unescaped = re.sub(r"\\([\\;,nN])", lambda found: " " if found[1] in "nN" else found[1], value)
    seen = "".join(letter if letter.isprintable() else " " for letter in unescaped[: 4 * LONGEST_NAME])
    return " ".join(seen.split())[:LONGEST_NAME]
