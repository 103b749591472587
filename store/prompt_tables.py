"""Tables of what people are asked in their own time, and what they said. As everywhere, nothing but the tables.

Words of people stand in `prompt_answers` and `prompt_marks`; the text of a question is the framework's, kept as it was asked.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class PromptSetRow(Base):
    """What was planned together. `review` is empty between visits; `pin` is where the questions come from."""

    __tablename__ = "prompt_sets"
    id: Mapped[str] = mapped_column(primary_key=True)
    sort: Mapped[str]
    school: Mapped[str] = mapped_column(ForeignKey("schools.id"), index=True)
    review: Mapped[str] = mapped_column(index=True)
    pin: Mapped[str]
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
    before: Mapped[date | None]
    made: Mapped[datetime]


class PromptRow(Base):
    """One question to one person. `person` is empty where nobody holds the post; `version` 0 while nothing was said."""

    __tablename__ = "prompts"
    id: Mapped[str] = mapped_column(primary_key=True)
    set: Mapped[str] = mapped_column("set_id", ForeignKey("prompt_sets.id"))
    question: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    node: Mapped[str]
    owner: Mapped[str]
    person: Mapped[str]
    delegate: Mapped[str]
    place: Mapped[int]
    minutes: Mapped[int]
    sensitive: Mapped[bool]
    state: Mapped[str]
    why: Mapped[str]
    asked: Mapped[datetime | None]
    nudged: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    version: Mapped[int]
    how: Mapped[str]
    readers: Mapped[str]
    hard: Mapped[bool]
    held_from: Mapped[str]
    __table_args__ = (
        Index("prompts_by_person", "person", "state"),
        Index("prompts_by_delegate", "delegate", "state"),
        Index("prompts_by_set", "set_id", "place"),
        Index("prompts_by_question", "question"),
    )


class PromptAnswerRow(Base):
    """Each wording an answer has had; the newest is the answer."""

    __tablename__ = "prompt_answers"
    prompt: Mapped[str] = mapped_column(ForeignKey("prompts.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)


class PromptMarkRow(Base):
    """What one reviewer found of an answer: only the newest."""

    __tablename__ = "prompt_marks"
    prompt: Mapped[str] = mapped_column(ForeignKey("prompts.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    seen: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class PromptRouteRow(Base):
    """Whose questions on a sub-area are at one school, where somebody said that they are always another's."""

    __tablename__ = "prompt_routes"
    school: Mapped[str] = mapped_column(ForeignKey("schools.id"), primary_key=True)
    node: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"))
