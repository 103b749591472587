"""What a school is asked with: who holds which post, how each is reached, and what is held already. Rows in, values out."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain import prompt, windows
from bot.domain.depth import Owner
from bot.domain.own_time import Asked, Open, Sent
from bot.domain.people import Person
from bot.domain.planning import Planning, Practitioner, Reach
from bot.domain.prompt import ABOVE, OPEN, How, Prompt, PromptSet, PromptState, SetSort
from bot.domain.responsibility import Living, lives_at
from bot.domain.standing import SetStands, ToSettle, owner_of
from bot.domain.terms import WHOLE_TRUST
from store import kept_frameworks, people, prompts, reached, reviews
from store.act_rows import MAIL
from store.prompt_tables import PromptAnswerRow, PromptRouteRow, PromptRow, PromptSetRow

HELD_FOR = timedelta(days=365)
_SENT_SINCE = timedelta(days=8)


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
    whose = _whose(session, school.id, [part.id for area in framework.areas for part in area.sub_areas], today)
    here = [one for one in known.people.values() if school.id in one.own_schools and not one.has_left(today)]
    lives = known.lives_at(school.id)
    above = {node: one.owner if one.owner in known.people else "" for node, one in lives.items()}
    ways = {one.id: reach(session, one, today) for one in here}
    return Planning(
        SetSort(sort),
        school,
        framework,
        now,
        review,
        whose,
        {
            who: practitioner(session, known.people[who], now, zone)
            for who in sorted({*whose.values(), *above.values()} - {""})
        },
        tuple(one for one in here if ways[one.id] is not Reach.NOT),
        _held(session, school.id, today - HELD_FOR),
        above,
        _asked_above(session, today - HELD_FOR),
    )


def reach(session: Session, person: Person, today: date) -> Reach:
    """How the bot would ask somebody something; not at all once they have left, or where nobody knows how."""
    where = reached.reach(session, person.id, today)
    if not where:
        return Reach.NOT
    return Reach.EMAIL if where == MAIL else Reach.CHAT


def practitioner(session: Session, person: Person, now: datetime, zone: ZoneInfo) -> Practitioner:
    """Somebody as the clock would ask them, with what is open for them now."""
    known = people.directory(session)
    schools = [known.schools[one] for one in person.own_schools if one in known.schools]
    found = reach(session, person, now.date())
    mine = (PromptRow.person == person.id, PromptRow.asked >= now - _SENT_SINCE)
    sent = session.execute(select(PromptRow.id, PromptRow.asked, PromptRow.minutes).where(*mine))
    who = Asked(
        zone,
        windows.usual(person),
        sent=tuple(Sent(row.id, row.asked, row.minutes) for row in sent),
        is_away=lambda day: bool(schools) and all(map(partial(known.calendar.is_away, day), schools)),
        quiet=known.settings.quiet,
        working_days=person.working_days,
        reachable=found is not Reach.NOT,
        left=person.has_left(now.date()),
    )
    waits = [one for one in prompts.waiting_for(session, person.id) if one.state in OPEN and not one.set.is_private]
    return Practitioner(person, found, who, tuple(map(_open, waits)))


def _open(one: Prompt) -> Open:
    area = one.node.partition(".")[0]
    return Open(
        one.id,
        one.set.id,
        one.minutes,
        one.sensitive,
        one.not_before,
        one.set.before,
        one.asked,
        one.nudged,
        one.place,
        area,
    )


def _whose(session: Session, school: str, nodes: Iterable[str], today: date) -> dict[tuple[str, Owner], str]:
    """Whose every question at a school is: whoever is always asked it there, or who holds the post."""
    known = people.directory(session)
    holder = {
        owner: next((who for job in prompt.jobs(owner) for who in known.holders(job, school, today)), "")
        for owner in prompt.ASKABLE
    }
    routes = session.execute(
        select(PromptRouteRow.node, PromptRouteRow.owner, PromptRouteRow.person).where(PromptRouteRow.school == school)
    )
    always = {
        (row.node, row.owner): row.person
        for row in routes
        if row.person in known.people and not known.people[row.person].has_left(today)
    }
    found = {(node, owner): always.get((node, owner), who) for node in nodes for owner, who in holder.items()}
    return {key: who for key, who in found.items() if who}


def _held(session: Session, school: str, since: date) -> frozenset[str]:
    """The questions that a school has answered since a day."""
    sets = select(PromptSetRow.id).where(PromptSetRow.school == school, PromptSetRow.sort != SetSort.PRIVATE)
    rows = session.execute(
        select(PromptRow.question, PromptAnswerRow.at)
        .join(
            PromptAnswerRow, (PromptAnswerRow.prompt == PromptRow.id) & (PromptAnswerRow.version == PromptRow.version)
        )
        .where(PromptRow.set.in_(sets), PromptRow.state == PromptState.ANSWERED, PromptRow.how != How.HELD)
    )
    return frozenset(row.question for row in rows if row.at.date() >= since)


def asked_at(session: Session, school: str, now: datetime, zone: ZoneInfo) -> tuple[Practitioner, ...]:
    """Everybody of whom something is still to be asked at a school, with all that is open for them anywhere."""
    who = {one.with_whom.id: one.with_whom for one in prompts.open_at(session, school) if one.with_whom}
    return tuple(practitioner(session, who[one], now, zone) for one in sorted(who))


def living(session: Session, whose: str, today: date) -> Living:
    """What is to be placed, for a school by its id, or for all; raises KeyError where there is none such."""
    known, trust = people.directory(session), reviews.trust(session)
    school = None if whose == WHOLE_TRUST else known.schools[whose]
    here = tuple(one for one in known.people.values() if not one.guest_of and not one.has_left(today))
    now = lives_at(known.lives, school.id if school else "")
    return Living(trust.framework, here, school, now, trust.school_names)


def _asked_above(session: Session, since: date) -> frozenset[str]:
    """What was asked above the schools since a day, whichever school it was planned with."""
    rows = session.execute(
        select(PromptRow.question, PromptSetRow.made)
        .join(PromptSetRow, PromptSetRow.id == PromptRow.set)
        .where(PromptRow.question.endswith(f"/{ABOVE}"), PromptRow.state != PromptState.CLOSED)
    )
    return frozenset(row.question for row in rows if row.made.date() >= since)


# ── What stands ─────────────────────────────────────────────────────────────────────────────


def stands(session: Session, set_id: str) -> SetStands:
    """A set with all its questions; raises KeyError where it is not there."""
    return SetStands(prompts.load_set(session, set_id), prompts.of_set(session, set_id))


def to_settle(session: Session, name: str, today: date) -> ToSettle:
    """What one practice owner's part of a set waits for, by the names of both; raises KeyError where it is not there."""
    set_id, _, owner = name.rpartition("/")
    found = stands(session, set_id)
    if owner != ABOVE and owner not in set(Owner):
        raise KeyError(name)
    mine = tuple(one for one in found.prompts if one.state is PromptState.WITH_HUMAN and owner_of(one) == owner)
    school = found.set.school.id
    known = people.directory(session).people.values()
    here = [one for one in known if school in one.own_schools and reach(session, one, today) is not Reach.NOT]
    person = next((one.person for one in mine if one.person), None)
    way = reach(session, person, today) if person else Reach.NOT
    return ToSettle(found, owner, role_of(session, found.set, owner), mine, person, way, tuple(here))


def role_of(session: Session, of: PromptSet, owner: str) -> str:
    """What a practice owner is called in the framework that a set was asked from; empty for whoever is above the school."""
    if owner == ABOVE:
        return ""
    return kept_frameworks.framework(session, of.pin).role(Owner(owner))
