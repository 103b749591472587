"""Where each part of the work lives: rows in, values out."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.depth import Level
from bot.domain.responsibility import DutyPlaced, Lives
from store.responsibility_tables import ResponsibilityRow


def every(session: Session) -> tuple[Lives, ...]:
    """All that was said, for all schools and for each."""
    rows = session.scalars(select(ResponsibilityRow).order_by(ResponsibilityRow.school, ResponsibilityRow.node))
    return tuple(Lives(row.node, Level(row.level), row.school, row.owner, row.due) for row in rows)


def place(session: Session, change: DutyPlaced) -> None:
    """Say where a sub-area lives, in place of what was said before."""
    session.merge(
        ResponsibilityRow(
            school=change.school, node=change.node, level=change.level, owner=change.owner, due=change.due
        )
    )
