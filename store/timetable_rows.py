"""The tables of a visit's timetables.

Words that people wrote stand in the places of `timetable_slot_versions`, and in `timetable_wishes`.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class TimetableRow(Base):
    """One day's timetable. `revision` counts its changes; `sent` and `answered` are those at which that happened last."""

    __tablename__ = "timetables"
    review: Mapped[str] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    agreement: Mapped[str]
    revision: Mapped[int]
    sent: Mapped[int]
    answered: Mapped[int]


class SlotRow(Base):
    """A slot. `version` is its newest, `read` the one that the school had before it when it last answered, 0 for none."""

    __tablename__ = "timetable_slots"
    id: Mapped[str] = mapped_column(primary_key=True)
    review: Mapped[str]
    day: Mapped[date]
    version: Mapped[int]
    read: Mapped[int]
    __table_args__ = (
        ForeignKeyConstraint(["review", "day"], ["timetables.review", "timetables.day"]),
        Index("timetable_slots_by_day", "review", "day"),
    )


class SlotVersionRow(Base):
    """How a slot has stood, each time; `place` is in the words of whoever wrote it."""

    __tablename__ = "timetable_slot_versions"
    slot: Mapped[str] = mapped_column(ForeignKey("timetable_slots.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person: Mapped[str]
    what: Mapped[str]
    starts: Mapped[int]
    minutes: Mapped[int]
    who: Mapped[list[str]]
    place: Mapped[str] = mapped_column(Text)
    gone: Mapped[bool]


class WishRow(Base):
    """What the school would like otherwise, in its own words."""

    __tablename__ = "timetable_wishes"
    id: Mapped[str] = mapped_column(primary_key=True)
    review: Mapped[str]
    day: Mapped[date]
    at: Mapped[datetime]
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        ForeignKeyConstraint(["review", "day"], ["timetables.review", "timetables.day"]),
        Index("timetable_wishes_by_day", "review", "day", "at"),
    )
