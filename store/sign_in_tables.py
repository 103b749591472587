"""The tables of coming in: who is signed in, what lets somebody in once, and how often something was tried.

Of every secret only a digest is kept, so whoever reads these tables can come in with none of it.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class SessionRow(Base):
    """Somebody's visit to the web. `id` is the digest of the number in their cookie."""

    __tablename__ = "sessions"
    id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    began: Mapped[datetime]
    seen: Mapped[datetime]
    until: Mapped[datetime]
    how: Mapped[str]
    ended: Mapped[datetime | None]


class CodeRow(Base):
    """A link, a code or a hint. `person` is empty where an e-mail was typed that nobody has, so that both look alike."""

    __tablename__ = "codes"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    person: Mapped[str]
    detail: Mapped[str]
    made: Mapped[datetime]
    until: Mapped[datetime]
    used: Mapped[datetime | None]
    tries: Mapped[int]
    __table_args__ = (Index("codes_of_person", "person", "kind"),)


class AttemptRow(Base):
    """How often something was tried by one person, from one address or on the whole site, until a time."""

    __tablename__ = "attempts"
    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    until: Mapped[datetime]
