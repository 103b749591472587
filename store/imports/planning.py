"""From the bytes of a file to a plan of what it would do. Whatever the bytes are, a plan comes back; nothing is changed."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.imports import ImportPlan, Known, Slip, Why, unusable
from bot.domain.plan_people import plan_people
from bot.domain.plan_schools import plan_schools
from bot.domain.plan_terms import plan_terms
from store import kept_frameworks, people
from store.imports.people_file import read_people
from store.imports.schools_file import read_links, read_schools
from store.imports.table_file import UnusableError
from store.imports.terms_file import read_terms


def known(session: Session, today: date) -> Known:
    """How things stand, as far as an import needs."""
    now = people.directory(session)
    return Known(now.trust, now.schools, now.people, now.authorities, now.stamp, today, now.calendar)


def areas(session: Session) -> dict[str, str]:
    """The areas that somebody may be good at: titles by id."""
    if not kept_frameworks.in_use(session):
        return {}
    return {area.id: area.title for area in kept_frameworks.chosen(session).areas}


def schools_plan(
    data: bytes,
    now: Known,
    *,
    trust: str = "",
    links: bytes = b"",
    answers: Mapping[str, str] | None = None,
    leavers: bool = False,
) -> ImportPlan:
    """What a file of schools would do. `trust` is the name or group UID of the trust whose schools are taken."""
    urns = {urn for school in now.schools.values() for urn in (*school.urns, school.urn) if urn}
    try:
        read = read_schools(data, trust or now.trust, urns)
        linked = read_links(links) if links else ()
    except UnusableError as error:
        return unusable(*error.slips, stamp=now.stamp)
    if not (now.trust or read.trust):
        return unusable(Slip(0, "", Why.TRUST_NAME_WANTED), stamp=now.stamp)
    return plan_schools(read, now, linked, answers, leavers=leavers)


def people_plan(
    data: bytes,
    now: Known,
    areas: Mapping[str, str],
    *,
    answers: Mapping[str, str] | None = None,
    leavers: bool = False,
) -> ImportPlan:
    """What a file of people would do. `areas` are the titles of areas of expertise, by id."""
    if not now.trust or not now.schools:
        return unusable(Slip(0, "", Why.SCHOOLS_FIRST), stamp=now.stamp)
    try:
        read = read_people(data, now, areas)
    except UnusableError as error:
        return unusable(*error.slips, stamp=now.stamp)
    return plan_people(read, now, answers, leavers=leavers)


def terms_plan(data: bytes, now: Known, whose: tuple[str, ...], zone: ZoneInfo) -> ImportPlan:
    """What a file of terms and holidays would do, for the whole trust or for those whose days they are."""
    if not whose:
        return unusable(Slip(0, "", Why.WHOSE_DAYS), stamp=now.stamp)
    try:
        read = read_terms(data, now.today, zone)
    except UnusableError as error:
        return unusable(*error.slips, stamp=now.stamp)
    return plan_terms(read, now, whose)
