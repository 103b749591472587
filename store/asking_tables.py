"""The tables of when people are asked: what each has settled, and when the clock looks at them next. Nobody's words."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class AskingRow(Base):
    """What somebody has settled. No `windows`: the hours they work. `platform` is empty for wherever they were last.

    A pause has its first day in `paused_from`, and in `paused_until` the first day on which it is over.
    """

    __tablename__ = "asking_settings"
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    windows: Mapped[list[Any]] = mapped_column(JSON)
    minutes: Mapped[int]
    first_a: Mapped[date | None]
    platform: Mapped[str]
    paused_from: Mapped[date | None]
    paused_until: Mapped[date | None]


class ScheduleRow(Base):
    """When the clock looks at somebody next; `due` is none while nothing is open for them.

    `spoke` is when it last sent them something, `spent` how many minutes they were sent in that week.
    """

    __tablename__ = "schedule"
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    due: Mapped[datetime | None] = mapped_column(index=True)
    spoke: Mapped[datetime | None]
    spent: Mapped[int] = mapped_column(default=0)
