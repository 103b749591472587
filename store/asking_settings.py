"""What people have settled about being asked: rows in, values out."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.changes_people import AskingSet, PauseEnded
from bot.domain.own_time import BUDGET, OwnSettings
from bot.domain.windows import read
from store.asking_tables import AskingRow


def every(session: Session, people: Iterable[str]) -> dict[str, OwnSettings]:
    """What each of these has settled; who has said nothing is not among them."""
    rows = session.scalars(select(AskingRow).where(AskingRow.person.in_(tuple(people))))
    return {row.person: _value(row) for row in rows}


def of(session: Session, person: str) -> OwnSettings:
    """What somebody has settled, or what holds for whoever has said nothing."""
    row = session.get(AskingRow, person)
    return _value(row) if row else OwnSettings()


def _value(row: AskingRow) -> OwnSettings:
    paused = (row.paused_from, row.paused_until) if row.paused_from and row.paused_until else None
    windows = read(", ".join(row.windows)) if row.windows else None
    return OwnSettings(windows or (), row.minutes, row.first_a, row.platform, paused)


def change(session: Session, made: AskingSet | PauseEnded, today: date) -> None:
    """Keep what somebody settled."""
    row = session.get(AskingRow, made.person)
    if row is None:
        row = AskingRow(person=made.person, windows=[], minutes=BUDGET, platform="")
        session.add(row)
    match made:
        case PauseEnded():
            # Until today: the days that were paused stay an absence, after which one message gathers.
            row.paused_until = today
        case AskingSet(settings=settings):
            row.windows = [str(window) for window in settings.windows]
            row.minutes, row.first_a, row.platform = settings.minutes, settings.first_a, settings.platform
            row.paused_from, row.paused_until = settings.paused or (None, None)
