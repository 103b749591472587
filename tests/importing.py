"""Bringing files into a store as the command line does, and reading what came of it."""

import itertools
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.domain.imports import ImportPlan, Known
from bot.dry_run import DryRun
from bot.moving_in import make_plan
from bot.wording import Wording
from store import people
from store.engine import Store
from store.imports import planning
from store.made import Made
from store.people import Directory
from store.tables import HistoryRow
from tests.play import NINE
from tests.trust_files import UID

WORDING = Wording()
TODAY = NINE.date()
_numbers = itertools.count(1)


def fresh() -> str:
    return f"i{next(_numbers):04}"


def now(store: Store, today: date = TODAY) -> Known:
    with store.reading() as session:
        return planning.known(session, today)


def directory(store: Store) -> Directory:
    with store.reading() as session:
        return people.directory(session)


def areas(store: Store) -> dict[str, str]:
    with store.reading() as session:
        return planning.areas(session)


def schools(store: Store, data: bytes, today: date = TODAY, trust: str = UID, **how: Any) -> ImportPlan:
    return planning.schools_plan(data, now(store, today), trust=trust, **how)


def persons(store: Store, data: bytes, today: date = TODAY, **how: Any) -> ImportPlan:
    return planning.people_plan(data, now(store, today), areas(store), **how)


def make(store: Store, plan: ImportPlan, *, skip_bad: bool = False) -> None:
    with store.writing() as session:
        make_plan(session, plan, Made("", NINE, "command_line"), fresh, skip_bad=skip_bad)


def told(store: Store, plan: ImportPlan, section: str = "") -> list[str]:
    """The lines of a dry run, of one section or of all."""
    shown = DryRun(WORDING, plan, now(store), areas(store)).sections()
    return [line.text for one in shown if not section or one.name == section for line in one.lines]


def history(store: Store) -> list[tuple[str, dict[str, Any]]]:
    with store.reading() as session:
        rows = session.execute(select(HistoryRow.kind, HistoryRow.fields).order_by(HistoryRow.id))
        return [(kind, fields) for kind, fields in rows]
