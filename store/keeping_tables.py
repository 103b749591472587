"""The tables of what was removed, what is held back from it, and the trust's settings. None holds a person's words."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class RemovalRow(Base):
    """Something removed for good, or a run of retention; once sealed, its certificate.

    `kinds` holds the count and digest of each kind, `ids` the ids of those that are named.
    """

    __tablename__ = "removals"
    id: Mapped[str] = mapped_column(primary_key=True)
    why: Mapped[str]
    person: Mapped[str]
    at: Mapped[datetime]
    kinds: Mapped[dict[str, Any]]
    ids: Mapped[dict[str, Any]]
    # gone → rewritten → sealed: how far its bytes are cleared
    state: Mapped[str] = mapped_column(index=True)
    attempts: Mapped[int]
    number: Mapped[int | None] = mapped_column(unique=True)
    sealed: Mapped[datetime | None]
    previous: Mapped[str]
    hash: Mapped[str]


class HoldRow(Base):
    """A review or a person of which nothing is removed until a day."""

    __tablename__ = "holds"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    about: Mapped[str]
    why: Mapped[str]
    until: Mapped[date]
    person: Mapped[str]
    at: Mapped[datetime]
    lifted: Mapped[datetime | None]


class SettingRow(Base):
    """One of the trust's settings. Numbers, days and choices; never a person's words."""

    __tablename__ = "settings"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
