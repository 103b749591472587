"""Loads what the planner of questions needs: when somebody may be asked, and what is open for them."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.own_time import Asked, Open, OwnSettings
from bot.domain.people import Person
from bot.domain.prompt import OPEN, WAITS, PromptState, SetSort
from bot.domain.windows import usual
from store import asking_settings, people, reached
from store.asking_tables import ScheduleRow
from store.people import Directory
from store.prompt_tables import PromptAnswerRow, PromptRow, PromptSetRow

_last: list[tuple[Directory, dict[frozenset[str], Callable[[date], bool]]]] = []
"""Whether schools are on holiday, worked out once for as long as the directory stays the same."""


def asked(session: Session, person: str, zone: ZoneInfo) -> Asked:
    """When somebody may be asked."""
    return many(session, (person,), zone)[person]


def many(session: Session, ids: Iterable[str], zone: ZoneInfo) -> dict[str, Asked]:
    """The same for several; whoever nobody knows is left out."""
    known = people.directory(session)
    wanted = [one for one in ids if one in known.people]
    settled, here = asking_settings.every(session, wanted), reached.reachable(session, wanted)
    rows = session.execute(
        select(ScheduleRow.person, ScheduleRow.spoke, ScheduleRow.spent).where(ScheduleRow.person.in_(wanted))
    )
    heard = {row.person: (row.spoke, row.spent) for row in rows}
    return {
        one: _asked(
            known, known.people[one], settled.get(one, OwnSettings()), one in here, *heard.get(one, (None, 0)), zone
        )
        for one in wanted
    }


def _asked(
    known: Directory,
    person: Person,
    own: OwnSettings,
    reachable: bool,
    spoke: datetime | None,
    spent: int,
    zone: ZoneInfo,
) -> Asked:
    leaves = [day for day in (person.left, person.until) if day]
    return Asked(
        zone,
        own.windows or usual(person),
        own.minutes,
        spoke,
        spent,
        own.paused,
        _away(known, person),
        known.settings.quiet,
        person.working_days,
        own.first_a,
        reachable,
        min(leaves, default=None),
    )


def _away(known: Directory, person: Person) -> Callable[[date], bool]:
    """Whether all of somebody's schools are on holiday; all of the trust's, for whoever has none."""
    if not _last or _last[0][0] is not known:
        _last[:] = [(known, {})]
    by_schools = _last[0][1]
    mine = frozenset(school for school in person.own_schools if school in known.schools) or frozenset(known.schools)
    if mine not in by_schools:
        listed, calendar = [known.schools[one] for one in sorted(mine)], known.calendar
        if listed:
            by_schools[mine] = lambda day: all(calendar.is_away(day, school) for school in listed)
        else:
            by_schools[mine] = lambda day: day in calendar.bank_holidays
    return by_schools[mine]


def open_for(session: Session, ids: Iterable[str]) -> dict[str, list[Open]]:
    """What is open for each of these, in the order in which it was planned; nothing of what they ask themselves."""
    wanted = frozenset(ids)
    answer = and_(PromptAnswerRow.prompt == PromptRow.id, PromptAnswerRow.version == PromptRow.version)
    rows = session.execute(
        select(
            PromptRow.id,
            PromptRow.set,
            PromptRow.node,
            PromptRow.person,
            PromptRow.delegate,
            PromptRow.place,
            PromptRow.minutes,
            PromptRow.sensitive,
            PromptRow.state,
            PromptRow.asked,
            PromptRow.nudged,
            PromptRow.not_before,
            PromptSetRow.before,
            PromptAnswerRow.at,
        )
        .join(PromptSetRow, PromptSetRow.id == PromptRow.set)
        .outerjoin(PromptAnswerRow, answer)
        .where(or_(PromptRow.person.in_(wanted), PromptRow.delegate.in_(wanted)))
        .where(PromptRow.state.in_(WAITS), PromptSetRow.sort != SetSort.PRIVATE)
        .order_by(PromptSetRow.made, PromptRow.set, PromptRow.place)
    )
    found: dict[str, list[Open]] = {one: [] for one in wanted}
    for row in rows:
        whose = row.delegate if row.delegate and row.state in OPEN else row.person
        if whose not in wanted:
            continue
        began, nudged = row.asked, row.nudged
        if row.state == PromptState.TO_APPROVE:
            # It waits for the owner's word since it was answered, whenever its delegate was reminded.
            began = row.at or row.asked
            nudged = row.nudged if row.nudged and began and row.nudged > began else None
        found[whose].append(
            Open(
                row.id,
                row.set,
                row.minutes,
                row.sensitive,
                row.not_before,
                row.before,
                began,
                nudged,
                row.place,
                row.node.partition(".")[0],
            )
        )
    return found
