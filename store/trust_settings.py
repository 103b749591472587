"""The trust's settings as rows: by key, one value each. As values they stand in the directory."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.trust_settings import read
from store.keeping_tables import SettingRow


def every(session: Session) -> dict[str, Any]:
    return {key: value for key, value in session.execute(select(SettingRow.key, SettingRow.value))}  # noqa: C416


def put(session: Session, key: str, value: object) -> None:
    session.merge(SettingRow(key=key, value=value))


def suggests(session: Session, installation: bool) -> bool:
    """Whether suggestions are made here: the trust's own word, or else what this installation was started with."""
    return read(every(session)).suggests(installation)
