"""What the guard keeps: digests of words that are no person's, and counts by month and kind. Never a word."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from store.guard_tables import NobodyRow, StoppedRow

_NOBODY = text("INSERT INTO guard_nobody (digest, month) VALUES (:digest, :month) ON CONFLICT DO NOTHING")
_STOPPED = text(
    "INSERT INTO guard_counts (month, label, outcome, count) VALUES (:month, :label, :outcome, 1) "
    "ON CONFLICT (month, label, outcome) DO UPDATE SET count = guard_counts.count + 1"
)


def month_of(now: datetime) -> str:
    return f"{now:%Y-%m}"


def is_nobody(session: Session, digest: str) -> bool:
    """Whether somebody of the trust said of this word that it is no person."""
    with session.no_autoflush:
        return session.get(NobodyRow, digest) is not None


def remember_nobody(session: Session, digests: Iterable[str], now: datetime) -> None:
    for digest in sorted(set(digests)):
        session.execute(_NOBODY, {"digest": digest, "month": month_of(now)})


def count_stopped(session: Session, labels: Iterable[str], outcome: str, now: datetime) -> None:
    """Count one stop of each of these kinds, in the turn's own transaction; two who are first at once both count."""
    for label in sorted(set(labels)):
        session.execute(_STOPPED, {"month": month_of(now), "label": label, "outcome": outcome})


def stopped(session: Session) -> list[tuple[str, str, str, int]]:
    """Month, kind, outcome and count, the newest month first."""
    rows = session.execute(
        select(StoppedRow.month, StoppedRow.label, StoppedRow.outcome, StoppedRow.count).order_by(
            StoppedRow.month.desc(), StoppedRow.label, StoppedRow.outcome
        )
    )
    return [(month, label, outcome, count) for month, label, outcome, count in rows]
