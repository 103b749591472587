"""Tables of what a team makes of a visit among itself. As everywhere, nothing but the tables."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class ReflectionRow(Base):
    """What somebody takes away from an area: only its newest words, which are its writer's own."""

    __tablename__ = "reflections"
    review: Mapped[str] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool]
    __table_args__ = (Index("reflections_by_person", "person"),)


class ComparisonRow(Base):
    """What two kinds of people said to the same question, and the notes that was said of."""

    __tablename__ = "comparisons"
    review: Mapped[str] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    prompt: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    said: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    notes: Mapped[list[str]]
