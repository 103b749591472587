"""The table of where each part of the work lives: ids, levels and days, and nobody's words."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class ResponsibilityRow(Base):
    """Where a sub-area lives for one school, or for all where `school` is empty; and who answers for what lives above."""

    __tablename__ = "responsibilities"
    school: Mapped[str] = mapped_column(primary_key=True)
    node: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
    owner: Mapped[str]
    due: Mapped[date | None]
