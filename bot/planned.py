"""Loads what asking a school would come to: who would be asked what, how each is reached, and when they may be asked."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import whose_time
from bot.domain.planning import Planning, Practitioner
from bot.domain.prompt import HELD_FOR, SetSort
from store import people, prompts, reviews, standing


def named(session: Session, name: str, now: datetime, zone: ZoneInfo) -> Planning:
    """A planning by its name, `self_review/REVIEW`, `pulse/SCHOOL` or `theme/SCHOOL`; raises KeyError where it is none."""
    sort, _, of = name.partition("/")
    if sort not in {SetSort.SELF_REVIEW, SetSort.PULSE, SetSort.THEME}:
        raise KeyError(name)
    known = people.directory(session)
    review = reviews.load(session, of) if sort == SetSort.SELF_REVIEW else None
    school = review.school if review else known.schools[of]
    framework = review.framework if review else reviews.trust(session).framework
    today = now.date()
    nodes = [part.id for area in framework.areas for part in area.sub_areas]
    whose = standing.whose(session, school.id, nodes, today)
    above = {node: one.owner for node, one in known.lives_at(school.id).items()}
    asked = {*whose.values(), *above.values()} & known.people.keys()
    return Planning(
        SetSort(sort),
        school,
        framework,
        now,
        review,
        whose,
        {one.person.id: one for one in practitioners(session, asked, now, zone)},
        standing.reached_at(session, school.id, today),
        standing.held(session, school.id, today - HELD_FOR),
        above,
        standing.asked_above(session, today - HELD_FOR),
    )


def at_school(session: Session, school: str, now: datetime, zone: ZoneInfo) -> tuple[Practitioner, ...]:
    """Everybody of whom something is still to be asked at a school, with all that is open for them anywhere."""
    who = {one.with_whom.id for one in prompts.open_at(session, school) if one.with_whom}
    return practitioners(session, who, now, zone)


def practitioners(session: Session, ids: Iterable[str], now: datetime, zone: ZoneInfo) -> tuple[Practitioner, ...]:
    """These people as the clock would ask them."""
    wanted = sorted(ids)
    known, times = people.directory(session).people, whose_time.many(session, wanted, zone)
    open_ = whose_time.open_for(session, wanted)
    return tuple(
        Practitioner(known[one], standing.reach(session, known[one], now.date()), times[one], tuple(open_[one]))
        for one in wanted
        if one in times
    )
