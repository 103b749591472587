"""The trust's settings. None holds a person's words."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class SettingRow(Base):
    """One of the trust's settings. Numbers, days and choices; never a person's words."""

    __tablename__ = "settings"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
