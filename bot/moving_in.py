"""Making an import, or saying that somebody has left: everything of it in one transaction, in the history, and told."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import ending
from bot.domain.changes_people import PeopleChange
from bot.domain.changes_setup import SetUpChange
from bot.domain.imports import ImportPlan
from store import people
from store.made import Made
from store.tables import TrustRow


class PlanIsOldError(Exception):
    """Something was changed since the plan was made: it has to be made, and looked at, anew. Nothing was changed."""


def make_plan(
    session: Session,
    plan: ImportPlan,
    made: Made,
    ids: Callable[[], str],
    enqueue: ending.Enqueue = lambda _session, _rows: None,
    *,
    skip_bad: bool = False,
) -> None:
    """Make all that a plan holds. Raises PlanIsOldError, and ValueError for a plan that may not go."""
    if not plan.may_go(skip_bad=skip_bad):
        raise ValueError("this plan has rows that are wrong or to be asked about")
    # Held from here on, so that of two imports at once the second finds its plan old.
    session.execute(select(TrustRow.stamp).with_for_update()).all()
    if people.directory(session).stamp != plan.stamp:
        raise PlanIsOldError
    make_changes(session, plan.changes, made, ids, enqueue)


def make_changes(
    session: Session,
    changes: Sequence[PeopleChange | SetUpChange],
    made: Made,
    ids: Callable[[], str],
    enqueue: ending.Enqueue = lambda _session, _rows: None,
) -> None:
    """Make changes to schools and people, each in the history; new ones take their ids from one that is fresh."""
    own = ids()
    fresh = [ending.named(change, own, ZoneInfo("UTC")) for change in changes]
    ending.make(session, fresh, made, enqueue, ids)
