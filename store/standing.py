"""Where questions to a school stand: whose they are, how each is reached, what is held, what is to settle. Rows in, values out."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain import prompt
from bot.domain.depth import Owner
from bot.domain.people import Person
from bot.domain.planning import Reach
from bot.domain.prompt import ABOVE, How, PromptSet, PromptState, SetSort
from bot.domain.responsibility import Living, lives_at
from bot.domain.standing import SetStands, ToSettle, owner_of
from bot.domain.terms import WHOLE_TRUST
from store import kept_frameworks, people, prompts, reached, reviews
from store.act_rows import MAIL
from store.prompt_tables import PromptAnswerRow, PromptRouteRow, PromptRow, PromptSetRow


def reach(session: Session, person: Person, today: date) -> Reach:
    """How the bot would ask somebody something; not at all once they have left, or where nobody knows how."""
    where = reached.reach(session, person.id, today)
    if not where:
        return Reach.NOT
    return Reach.EMAIL if where == MAIL else Reach.CHAT


def whose(session: Session, school: str, nodes: Iterable[str], today: date) -> dict[tuple[str, Owner], str]:
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


def held(session: Session, school: str, since: date) -> frozenset[str]:
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


def living(session: Session, of: str, today: date) -> Living:
    """What is to be placed, for a school by its id, or for all; raises KeyError where there is none such."""
    known, trust = people.directory(session), reviews.trust(session)
    school = None if of == WHOLE_TRUST else known.schools[of]
    here = tuple(one for one in known.people.values() if not one.guest_of and not one.has_left(today))
    now = lives_at(known.lives, school.id if school else "")
    return Living(trust.framework, here, school, now, trust.school_names)


def asked_above(session: Session, since: date) -> frozenset[str]:
    """What was asked above the schools since a day, whichever school it was planned with."""
    rows = session.execute(
        select(PromptRow.question, PromptSetRow.made)
        .join(PromptSetRow, PromptSetRow.id == PromptRow.set)
        .where(PromptRow.question.endswith(f"/{ABOVE}"), PromptRow.state != PromptState.CLOSED)
    )
    return frozenset(row.question for row in rows if row.made.date() >= since)


def reached_at(session: Session, school: str, today: date) -> tuple[Person, ...]:
    """Everybody at a school whom the bot can ask something."""
    known = people.directory(session).people.values()
    here = (one for one in known if school in one.own_schools)
    return tuple(one for one in here if reach(session, one, today) is not Reach.NOT)


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
    person = next((one.person for one in mine if one.person), None)
    way = reach(session, person, today) if person else Reach.NOT
    return ToSettle(
        found, owner, role_of(session, found.set, owner), mine, person, way, reached_at(session, school, today)
    )


def role_of(session: Session, of: PromptSet, owner: str) -> str:
    """What a practice owner is called in the framework that a set was asked from; empty for whoever is above the school."""
    if owner == ABOVE:
        return ""
    return kept_frameworks.framework(session, of.pin).role(Owner(owner))
