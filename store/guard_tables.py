"""The tables of the guard: words that are no person's, as digests, and how often it stopped which kind of thing."""

from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class NobodyRow(Base):
    """A word somebody said is not a person, as a digest sealed with this place's secret; never the word, never who said so."""

    __tablename__ = "guard_nobody"
    digest: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str]


class StoppedRow(Base):
    """How often the guard stopped one kind of thing in one month: the proof sheet. Nothing of what it was."""

    __tablename__ = "guard_counts"
    month: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
