"""Tables of the practice library and of what comes home to its cards. As everywhere, nothing but the tables.

Words of people stand in `library_cards` (a copy of what was approved, found by a full-text index beside it) and in
`practice_reply_texts`. The index is kept by the database itself: by triggers on SQLite, as an expression on PostgreSQL.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class LibraryCardRow(Base):
    """What readers may see now, and only that: a card that is paused, withdrawn or removed has no row.

    `number` grows with the time of first approval, so that newest first is its order backwards. `words` is what is
    searched; `marks` are words that no person types, for the area, phase and kind (`library.mark`).
    """

    __tablename__ = "library_cards"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    affirmation: Mapped[str] = mapped_column(ForeignKey("affirmations.id"), unique=True)
    person: Mapped[str]
    title: Mapped[str]
    lead: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    marks: Mapped[str]
    school: Mapped[str] = mapped_column(ForeignKey("schools.id"), index=True)
    node: Mapped[str] = mapped_column(index=True)
    published: Mapped[datetime]


class PracticeReplyRow(Base):
    """One reply to a card. `person` wrote it first, `contact` is to answer it."""

    __tablename__ = "practice_replies"
    id: Mapped[str] = mapped_column(primary_key=True)
    affirmation: Mapped[str] = mapped_column(ForeignKey("affirmations.id"), index=True)
    sort: Mapped[str]
    state: Mapped[str]
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    school: Mapped[str]
    contact: Mapped[str] = mapped_column(index=True)
    on_card: Mapped[bool]
    kind: Mapped[str]
    due: Mapped[date | None] = mapped_column(index=True)
    asked: Mapped[datetime | None]
    at: Mapped[datetime]
    tried: Mapped[str]


class PracticeReplyTextRow(Base):
    """What was said, in order: a question, its answer, once more."""

    __tablename__ = "practice_reply_texts"
    reply: Mapped[str] = mapped_column(ForeignKey("practice_replies.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person: Mapped[str]
    text: Mapped[str] = mapped_column(Text)


class PracticeOfferRow(Base):
    """To whom the cards on a sub-area were offered, once."""

    __tablename__ = "practice_offers"
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    node: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class AffirmationNoteRow(Base):
    """Other notes of the same practice, beside the one it was drafted from."""

    __tablename__ = "affirmation_notes"
    affirmation: Mapped[str] = mapped_column(ForeignKey("affirmations.id"), primary_key=True)
    note: Mapped[str] = mapped_column(ForeignKey("notes.id"), primary_key=True)


class NamingRow(Base):
    """Who was asked to stand on a card by name, and their word."""

    __tablename__ = "namings"
    affirmation: Mapped[str] = mapped_column(ForeignKey("affirmations.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    state: Mapped[str]
    at: Mapped[datetime]


class DigestRow(Base):
    __tablename__ = "digests"
    id: Mapped[str] = mapped_column(primary_key=True)
    made: Mapped[datetime] = mapped_column(index=True)


class DigestItemRow(Base):
    __tablename__ = "digest_items"
    digest: Mapped[str] = mapped_column(ForeignKey("digests.id"), primary_key=True)
    affirmation: Mapped[str] = mapped_column(ForeignKey("affirmations.id"), primary_key=True, index=True)
