"""The school year as rows: sets of days by whose they are. Bank holidays come with us, as they were published."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.terms import Calendar, Sort, Span
from store.term_tables import SpanRow

_FILE = Path(__file__).parent / "imports" / "bank_holidays.csv"


@cache
def bank_holidays() -> Mapping[date, str]:
    """The bank holidays of England and Wales that we know of, by day."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return {date.fromisoformat(row["day"]): row["name"] for row in csv.DictReader(lines)}


def sets(session: Session) -> dict[str, tuple[Span, ...]]:
    """Every set of days, by whose it is."""
    found: dict[str, list[Span]] = {}
    for row in session.execute(select(SpanRow.whose, SpanRow.sort, SpanRow.first, SpanRow.last)):
        found.setdefault(row.whose, []).append(Span(row.first, row.last, Sort(row.sort)))
    return {whose: tuple(sorted(spans)) for whose, spans in sorted(found.items())}


def calendar(of: Mapping[str, tuple[Span, ...]]) -> Calendar:
    """These sets, with the bank holidays."""
    return Calendar(of, frozenset(bank_holidays()))


def change(session: Session, whose: str, added: tuple[str, ...], gone: tuple[str, ...]) -> None:
    """Add days to a set, and take others out. What is there already, or not there, is left so."""
    for span in map(Span.read, gone):
        row = session.get(SpanRow, (whose, span.sort, span.first, span.last))
        if row is not None:
            session.delete(row)
    for span in map(Span.read, added):
        session.merge(SpanRow(whose=whose, sort=span.sort, first=span.first, last=span.last))
