"""The tables, and nothing else. Those of a timetable stand in `timetable_rows.py`.

Times are UTC. Words that people wrote stand in `note_versions`, `affirmation_versions`, `reflections`, `comparisons`, the
place of a note and the answers of open conversations, and nowhere else; `history` holds ids and enums by each change's list of allowed fields.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from store.filing_tables import FilingTapRow, FilingVersionRow, NoteSuggestionRow
from store.people_tables import (
    AddressRow,
    AuthorityRow,
    ContactRow,
    PersonRow,
    PostRow,
    SchoolRow,
    SchoolUrnRow,
    TrustRow,
)
from store.row import Base
from store.team_tables import ComparisonRow, ReflectionRow
from store.term_tables import SpanRow

__all__ = [
    "Base",
    "ComparisonRow",
    "FilingTapRow",
    "FilingVersionRow",
    "NoteSuggestionRow",
    "ReflectionRow",
    "SpanRow",
]  # declared elsewhere; whoever knows this module knows every table

__all__ = [
    "AddressRow",
    "AuthorityRow",
    "Base",
    "ContactRow",
    "PersonRow",
    "PostRow",
    "SchoolRow",
    "SchoolUrnRow",
    "TrustRow",
]


class FrameworkRow(Base):
    """A framework exactly as a review began with it: the whole file, by its pin.

    `place` is its place among those that new reviews may begin with, from 1 on; 0 where none may.
    """

    __tablename__ = "frameworks"
    pin: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    place: Mapped[int] = mapped_column(default=0, server_default="0")
    withdrawn: Mapped[datetime | None]


class ReviewRow(Base):
    __tablename__ = "reviews"
    id: Mapped[str] = mapped_column(primary_key=True)
    school: Mapped[str] = mapped_column(ForeignKey("schools.id"))
    framework: Mapped[str] = mapped_column(ForeignKey("frameworks.pin"))
    areas: Mapped[list[str]]
    begins: Mapped[date]
    ends: Mapped[date]
    drawn_together: Mapped[list[str]]


class MemberRow(Base):
    __tablename__ = "members"
    review: Mapped[str] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    seat: Mapped[str]
    standing: Mapped[str]
    conflicts: Mapped[list[str]]


class PlaceRow(Base):
    """Where one person is in one review's walk."""

    __tablename__ = "places"
    review: Mapped[str] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    area: Mapped[str]
    passed: Mapped[list[str]]
    paused: Mapped[bool]


class DayRow(Base):
    """A day of a visit that its lead has ended."""

    __tablename__ = "days"
    review: Mapped[str] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    ended_by: Mapped[str] = mapped_column(ForeignKey("people.id"))


class RoomRow(Base):
    """A review's shared room on one platform, or with an empty review the trust-wide channel."""

    __tablename__ = "rooms"
    platform: Mapped[str] = mapped_column(primary_key=True)
    tenant: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    review: Mapped[str] = mapped_column(index=True)


class NoteRow(Base):
    __tablename__ = "notes"
    id: Mapped[str] = mapped_column(primary_key=True)
    review: Mapped[str] = mapped_column(ForeignKey("reviews.id"))
    writer: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    version: Mapped[int]
    node: Mapped[str]
    sub_area: Mapped[str]
    shows: Mapped[str]
    kind: Mapped[str]
    voice: Mapped[str]
    urgent: Mapped[bool]
    told: Mapped[str]
    platform: Mapped[str]
    tenant: Mapped[str]
    channel: Mapped[str]
    message: Mapped[str]
    seen: Mapped[datetime | None]
    sampled: Mapped[int | None]
    out_of: Mapped[int | None]
    place: Mapped[str] = mapped_column(default="", server_default="")
    asked_in: Mapped[str] = mapped_column(default="", server_default="")
    prompt: Mapped[str] = mapped_column(default="", server_default="")
    said_by: Mapped[str] = mapped_column(default="", server_default="")
    objected: Mapped[datetime | None]
    # A second sub-area it belongs to.
    also: Mapped[str] = mapped_column(default="", server_default="")
    __table_args__ = (
        Index("notes_by_sub_area", "review", "sub_area", "shows"),
        Index("notes_by_second", "review", "also"),
        Index("notes_by_time", "review", "at"),
        Index("notes_by_writer", "writer", "at"),
    )


class NoteVersionRow(Base):
    """Each wording a note has had; the newest is the note."""

    __tablename__ = "note_versions"
    note: Mapped[str] = mapped_column(ForeignKey("notes.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person: Mapped[str]
    text: Mapped[str] = mapped_column(Text)


class AffirmationRow(Base):
    __tablename__ = "affirmations"
    id: Mapped[str] = mapped_column(primary_key=True)
    review: Mapped[str] = mapped_column(ForeignKey("reviews.id"), index=True)
    note: Mapped[str] = mapped_column(ForeignKey("notes.id"), index=True)
    node: Mapped[str]
    drafter: Mapped[str] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    public_version: Mapped[int]
    agreed_by: Mapped[str]
    approved_by: Mapped[str]
    posted_at: Mapped[datetime | None]
    # Who agrees in the head's place; whom the school chose to be asked how it is done.
    delegate: Mapped[str]
    contact: Mapped[str]
    beyond: Mapped[bool]
    published: Mapped[datetime | None]


class AffirmationVersionRow(Base):
    __tablename__ = "affirmation_versions"
    affirmation: Mapped[str] = mapped_column(ForeignKey("affirmations.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person: Mapped[str]
    # What they do; the other parts of a card beside it.
    text: Mapped[str] = mapped_column(Text)
    title: Mapped[str]
    why: Mapped[str] = mapped_column(Text)
    known: Mapped[str] = mapped_column(Text)
    took: Mapped[str] = mapped_column(Text)
    thanks: Mapped[str]


class ConversationRow(Base):
    """The answers somebody has given so far. `answers` is emptied at the end: the words live on in what they made."""

    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    dialog: Mapped[str]
    about_kind: Mapped[str]
    about: Mapped[str]
    began: Mapped[date]
    asking: Mapped[int]
    answers: Mapped[dict[str, Any]]
    reopened: Mapped[list[str]]
    touched: Mapped[datetime]
    ended: Mapped[datetime | None]
    # Filled only while open: one open conversation for each (person, dialog, about).
    open_key: Mapped[str | None] = mapped_column(unique=True)
    __table_args__ = (Index("conversations_open", "person", "ended"),)


class AskedRow(Base):
    """What was last asked in a private place: the only thing that words said there may answer."""

    __tablename__ = "asked"
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    platform: Mapped[str] = mapped_column(primary_key=True)
    conversation: Mapped[str]
    asking: Mapped[int]


class InboundRow(Base):
    """A key of an event taken in, so that its second delivery is not. Never its content."""

    __tablename__ = "inbound"
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class ActRow(Base):
    """One thing to be done in chat. Ids only; worded when it is delivered."""

    __tablename__ = "acts"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    platform: Mapped[str]
    place_kind: Mapped[str]
    place: Mapped[str]
    notice: Mapped[str]
    about_kind: Mapped[str]
    about: Mapped[str]
    detail: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int]
    # Where it stands once done: the platform's own ids, for edits and deletions.
    tenant: Mapped[str]
    channel: Mapped[str]
    message: Mapped[str]
    made: Mapped[datetime]
    done: Mapped[datetime | None]
    # For whoever did what it follows from: it goes at any hour.
    awaited: Mapped[bool] = mapped_column(default=False, server_default=false())
    __table_args__ = (
        Index("acts_by_place", "platform", "place_kind", "place", "made"),
        Index("acts_by_about", "about_kind", "about", "notice"),
        Index("acts_open", "state"),
    )


class RouteRow(Base):
    """That a route card was shown, when, and which button was tapped. Neither who nor what."""

    __tablename__ = "routes"
    id: Mapped[str] = mapped_column(primary_key=True)
    shown: Mapped[datetime]
    concern: Mapped[str]
    button: Mapped[str]
    tapped: Mapped[datetime | None]


class HistoryRow(Base):
    """Every change, in order, with who, when, through what and why. Rows are only ever added."""

    __tablename__ = "history"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person: Mapped[str]
    platform: Mapped[str]
    conversation: Mapped[str]
    kind: Mapped[str]
    about: Mapped[str] = mapped_column(index=True)
    fields: Mapped[dict[str, Any]]
