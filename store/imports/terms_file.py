"""Terms, holidays, inset days and bank holidays from a calendar (`.ics`) or a table (CSV), whatever the bytes are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain import hours
from bot.domain.imports import LeftOut, LeftOutWhy, Slip, Why
from bot.domain.terms import Sort, Span, overlapping
from bot.domain.terms_read import End, Said, SpanRead, TermsRead, is_sensible, said_by, sort_called
from store.imports import calendar_file
from store.imports.table_file import Caps, Column, Row, UnusableError, open_table, text_of

CAPS = Caps(megabytes=2, rows=2_000)
MOST_DAYS = 150
"""A span of more is no term and no holiday, but a slip."""
MOST_LEFT_OUT = 12
SEVERAL = 2
"""Days, where what is wrong keeps us from knowing how many."""
COLUMNS = (
    Column("name", ("Name", "Term", "Title", "Event", "Summary", "Subject", "Description"), needed=True),
    Column(
        "first", ("First day", "First", "Start", "Start date", "Starts", "From", "Begins", "Date", "Day"), needed=True
    ),
    Column("last", ("Last day", "Last", "End", "End date", "Ends", "To", "Until", "Finish")),
    Column("kind", ("Kind", "Type", "Category")),
)


@dataclass(frozen=True)
class Entry:
    """One entry of a file whose days are right: what it says and when."""

    line: int
    name: str
    first: date
    last: date
    said: Said


def read_terms(data: bytes, today: date, zone: ZoneInfo) -> TermsRead:
    """Read a file. Raises UnusableError where the file as a whole will not do."""
    text = text_of(data, CAPS)
    found = list(_calendar(text, zone) if calendar_file.is_calendar(text) else _table(data))
    entries = [one for one in found if isinstance(one, Entry)]
    slips = [one for one in found if isinstance(one, Slip)]
    left_out = [one for one in found if isinstance(one, LeftOut)]
    wrong = {entry.line: slip for entry in entries if (slip := _wrong(entry, today))}
    whole, lone = _paired([entry for entry in entries if entry.line not in wrong])
    slips += [*wrong.values(), *lone]
    whole, run_into = _apart(whole)
    slips += run_into
    if not whole and not slips:
        raise UnusableError(Slip(0, "", Why.NO_TERMS))
    return TermsRead(tuple(whole), tuple(sorted(slips, key=lambda slip: slip.line)), tuple(left_out[:MOST_LEFT_OUT]))


def _calendar(text: str, zone: ZoneInfo) -> Iterator[Entry | Slip | LeftOut]:
    for event in calendar_file.events(text):
        if event.is_off:
            yield LeftOut(event.line, event.name, LeftOutWhy.CALLED_OFF)
            continue
        days = event.days(zone)
        many = SEVERAL if isinstance(days, Slip) else (days[1] - days[0]).days + 1
        said = said_by(event.name, many)
        if said is None:
            yield LeftOut(event.line, event.name, LeftOutWhy.NOT_OF_TERMS)
        elif event.repeats:
            yield Slip(event.line, "", Why.REPEATS, {"said": event.name})
        elif isinstance(days, Slip):
            yield days
        else:
            yield Entry(event.line, event.name, *days, said)


def _table(data: bytes) -> Iterator[Entry | Slip]:
    table = open_table(data, COLUMNS, CAPS)
    for row in table.rows():
        yield row if isinstance(row, Slip) else _entry(row, table.heads)


def _entry(row: Row, heads: Mapping[str, str]) -> Entry | Slip:
    if not row["first"]:
        return Slip(row.line, heads.get("first", ""), Why.NO_FIRST_DAY)
    days = []
    for key in ("first", "last"):
        said = row[key] or row["first"]
        day = hours.day(_bare(said))
        if day is None:
            return Slip(row.line, heads.get(key, ""), Why.NOT_A_DAY, {"said": said[:80]})
        days.append(day)
    first, last = days
    if row["kind"]:
        sort = sort_called(row["kind"])
        if sort is None:
            return Slip(row.line, heads.get("kind", ""), Why.NOT_A_SORT, {"said": row["kind"][:80]})
        return Entry(row.line, row["name"], first, last, Said(sort))
    known = said_by(row["name"], (last - first).days + 1 if first <= last else SEVERAL)
    if known is None:
        return Slip(row.line, heads.get("name", ""), Why.NOT_A_SORT, {"said": row["name"][:80]})
    return Entry(row.line, row["name"], first, last, known)


def _bare(said: str) -> str:
    """A day without its weekday: “Wednesday 2 September 2026”."""
    first, _, rest = said.replace(",", " ").strip().partition(" ")
    return rest if first.isalpha() and rest and hours.days(first) else said


def _wrong(entry: Entry, today: date) -> Slip | None:
    if entry.last < entry.first:
        return Slip(entry.line, "", Why.LAST_BEFORE_FIRST, {"said": entry.name})
    if not (is_sensible(entry.first, today) and is_sensible(entry.last, today)):
        far = entry.last if is_sensible(entry.first, today) else entry.first
        return Slip(entry.line, "", Why.DAY_FAR_OFF, {"said": f"{far.day}/{far.month}/{far.year}"})
    if (entry.last - entry.first).days >= MOST_DAYS:
        return Slip(entry.line, "", Why.TOO_MANY_DAYS, {"said": entry.name, "most": str(MOST_DAYS)})
    return None


def _paired(entries: list[Entry]) -> tuple[list[SpanRead], list[Slip]]:
    """Whole spans; those of which the file gives each end by itself are put together."""
    whole = [SpanRead(one.line, Span(one.first, one.last, one.said.sort)) for one in entries if one.said.end is None]
    lone: list[Slip] = []
    for sort in Sort:
        ends = [one for one in entries if one.said.end is not None and one.said.sort is sort]
        waiting: Entry | None = None
        for one in sorted(ends, key=lambda entry: (entry.first, entry.line)):
            if one.said.end is End.FIRST:
                lone += [_lone(waiting)] if waiting else []
                waiting = one
            elif waiting is None or (one.last - waiting.first).days >= MOST_DAYS:
                lone.append(_lone(one))
            else:
                whole.append(SpanRead(waiting.line, Span(waiting.first, one.last, sort)))
                waiting = None
        lone += [_lone(waiting)] if waiting else []
    return sorted(whole, key=lambda read: (read.span, read.line)), lone


def _lone(entry: Entry) -> Slip:
    return Slip(entry.line, "", Why.NO_OTHER_END, {"said": entry.name})


def _apart(whole: list[SpanRead]) -> tuple[list[SpanRead], list[Slip]]:
    """Each span once, and without the terms that run into another: both are named."""
    once = {read.span: read.line for read in reversed(whole)}
    slips: list[Slip] = []
    bad: set[Span] = set()
    for one, other in overlapping(once):
        lines = sorted((once[one], once[other]))
        slips.append(Slip(lines[1], "", Why.TERMS_OVERLAP, {"other": str(lines[0])}))
        bad |= {one, other}
    return [SpanRead(line, span) for span, line in sorted(once.items()) if span not in bad], slips
