"""What leaves with a trust, and how a row stands in a file: every table that is declared, but for a list with reasons.

A new table leaves with the rest by itself. Dates and times are ISO 8601, times in UTC.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, String, Table

from store.migrate import TABLES
from store.moment import Moment
from store.row import Base

del TABLES  # imported so that every module of tables has been

Row = dict[str, Any]

LEFT_OUT: Mapping[str, str] = {
    "sessions": "who is signed in on the web: everybody signs in again",
    "codes": "links and codes that let somebody in once",
    "attempts": "how often a code was tried, for a few minutes",
    "guard_nobody": "words that are no person's, sealed with the secret of this place: said again where they come up",
    "inbound": "keys of messages taken in lately, so that a second delivery is not: of the place where they came in",
}
"""Tables that stay behind, and why."""

BESIDE: Mapping[str, str] = {
    "the queue's own tables": "begun anew from the acts that are still open",
    "secret.key and all settings": "secrets are never in the store; a new place makes or is given its own",
    "your folders of templates and frameworks": "files of yours already; frameworks that reviews began with are in",
}
"""What is in no table of ours, and why it stays behind."""


class UnfitError(Exception):
    """A value that cannot stand in its column. Says the column and what it should be, never the value."""


def leaving() -> tuple[Table, ...]:
    """The tables that leave, those that others point at first."""
    return tuple(table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT)


def plain(value: Any) -> Any:
    """A column's value as JSON can hold it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def cell(value: Any) -> str:
    """A plain text for a spreadsheet's cell, which it will not take for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def typed(column: Column[Any], value: Any) -> Any:
    """A value from a file as its column takes it; raises UnfitError for what it does not take."""
    kind = column.type
    if isinstance(kind, JSON):
        return value
    if value is None:
        if column.nullable:
            return None
        raise UnfitError(f"{column.name} is empty")
    if isinstance(kind, (Moment, Date)):
        return _time(column, value)
    for taken, python in ((Boolean, bool), (Integer, int), (Float, float), (String, str)):
        if isinstance(kind, taken):
            if type(value) is not python:
                break
            if isinstance(value, str) and not _can_be_kept(value):
                break
            return value
    raise UnfitError(f"{column.name} is not {_named(kind)}")


def _can_be_kept(text: str) -> bool:
    """Whether both databases can hold it: neither a NUL nor half of a character."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _time(column: Column[Any], value: Any) -> date | datetime:
    try:
        found = datetime.fromisoformat(value) if isinstance(column.type, Moment) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UnfitError(f"{column.name} is not {_named(column.type)}") from None
    if isinstance(found, datetime) and found.tzinfo is None:
        raise UnfitError(f"{column.name} is a time without a zone")
    return found


def _named(kind: Any) -> str:
    names = ((Moment, "a time"), (Date, "a day"), (Boolean, "true or false"), (Integer, "a whole number"))
    return next((name for taken, name in names if isinstance(kind, taken)), "a text")
