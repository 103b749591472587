"""The tables of filing: what was suggested, what people chose, and what was learnt of that. None holds a word."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class NoteSuggestionRow(Base):
    """Where a note may belong, worked out once for one wording of it, with the model that said so."""

    __tablename__ = "note_suggestions"
    note: Mapped[str] = mapped_column(ForeignKey("notes.id"), primary_key=True)
    version: Mapped[int]
    model: Mapped[str]
    nodes: Mapped[list[str]]
    surety: Mapped[str]
    two_fit: Mapped[bool]
    left: Mapped[bool]


class FilingTapRow(Base):
    """That somebody said where a note belongs: an example to learn from. Its words are read from the note itself."""

    __tablename__ = "filing_taps"
    note: Mapped[str] = mapped_column(ForeignKey("notes.id"), primary_key=True)
    node: Mapped[str]
    at: Mapped[datetime]


class FilingVersionRow(Base):
    """Weights: of a framework that came in, or of what people's taps add to one.

    `body` is emptied as soon as a note that it learnt from is removed. `before` and `after` count, of `taps`, those whose
    place was among three.
    """

    __tablename__ = "filing_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    framework: Mapped[str]
    kind: Mapped[str]
    base: Mapped[str]
    at: Mapped[datetime]
    taps: Mapped[int]
    before: Mapped[int]
    after: Mapped[int]
    standing: Mapped[str]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    __table_args__ = (Index("filing_versions_by_framework", "framework", "kind"),)
