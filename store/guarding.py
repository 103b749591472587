"""What the guard keeps: digests of words that are no person's, and counts by month and kind. Never a word."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.guard_tables import NobodyRow, StoppedRow


def month_of(now: datetime) -> str:
    return f"{now:%Y-%m}"


def is_nobody(session: Session, digest: str) -> bool:
    """Whether somebody of the trust said of this word that it is no person."""
    with session.no_autoflush:
        return session.get(NobodyRow, digest) is not None


def remember_nobody(session: Session, digests: Iterable[str], now: datetime) -> None:
    for digest in sorted(set(digests)):
        if session.get(NobodyRow, digest) is None:
            session.add(NobodyRow(digest=digest, month=month_of(now)))


def count_stopped(session: Session, labels: Iterable[str], outcome: str, now: datetime) -> None:
    """Count one stop of each of these kinds, in the turn's own transaction."""
    for label in sorted(set(labels)):
        row = session.get(StoppedRow, (month_of(now), label, outcome), with_for_update=True)
        if row is None:
            session.add(StoppedRow(month=month_of(now), label=label, outcome=outcome, count=1))
        else:
            row.count += 1


def stopped(session: Session) -> list[tuple[str, str, str, int]]:
    """Month, kind, outcome and count, the newest month first."""
    rows = session.execute(
        select(StoppedRow.month, StoppedRow.label, StoppedRow.outcome, StoppedRow.count).order_by(
            StoppedRow.month.desc(), StoppedRow.label, StoppedRow.outcome
        )
    )
    return [(month, label, outcome, count) for month, label, outcome, count in rows]
