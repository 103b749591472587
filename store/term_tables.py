"""The table of terms, holidays, inset days and bank holidays: days and kinds, and nobody's words."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class SpanRow(Base):
    """Days from the first to the last. `whose` is the whole trust, an authority or a school, as `bot/domain/terms.py` has it."""

    __tablename__ = "term_spans"
    whose: Mapped[str] = mapped_column(primary_key=True)
    sort: Mapped[str] = mapped_column(primary_key=True)
    first: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[date] = mapped_column(primary_key=True)
