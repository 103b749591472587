"""The trust lead sets up schools by hand: adds one, changes what is said of it, says that it closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.conversation import Answers, Ask, Choice, Conversation, Day, Offer, Question, Tell
from bot.domain.acts import TRUST, About
from bot.domain.changes import NEW
from bot.domain.changes_people import (
    AuthorityAdded,
    SchoolAdded,
    SchoolChanged,
    SchoolClosed,
    SchoolFacts,
    SchoolReopened,
    UrnGiven,
)
from bot.domain.people import Person, School, SchoolKind, Trust
from bot.domain.permission import Act, may_in_trust
from bot.entry import Entry, Line
from bot.fitting import Fitting

PHASES = ("Nursery", "Primary", "Middle", "Secondary", "All-through", "16 plus")
FURTHEST = timedelta(days=730)
FIELDS = ("name", "phase", "authority", "cluster", "kind")


@dataclass(frozen=True)
class NoOther:
    """No other school of the trust has this name or URN."""

    others: tuple[School, ...]

    def problems(self, answers: Answers) -> dict[str, str]:
        name, urn = (" ".join(str(answers.get(key, "")).split()) for key in ("name", "urn"))
        found = {}
        if any(name.casefold() == school.name.casefold() for school in self.others):
            found["name"] = "school_taken"
        if urn and any(urn in {school.urn, *school.urns} for school in self.others):
            found["urn"] = "urn_taken"
        return found

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        del answers
        return {}


def add_school(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_you")
        return []
    answers = yield Fitting(*_questions(trust, None), intro="new_school", fit=NoOther(trust.schools))
    facts = _facts(answers)
    yield Tell(
        "school_added",
        Offer("say_whom", "school_contacts", About("school", NEW)),
        Offer("add_another", "add_school", TRUST),
        name=facts.name,
    )
    return [*_authority(trust, facts.authority), SchoolAdded(NEW, str(answers["urn"]).strip(), facts)]


def change_school(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_you")
        return []
    if not trust.schools:
        yield Tell("no_school_yet", Offer("add_one", "add_school", TRUST))
        return []
    answers = yield Ask(_which(trust.schools))
    school = trust.school(str(answers["school"]))
    others = tuple(other for other in trust.schools if other.id != school.id)
    answers = yield Fitting(*_questions(trust, school), intro="this_school", fit=NoOther(others), school=school)
    facts, urn = _facts(answers), str(answers["urn"]).strip()
    changed = tuple(name for name in FIELDS if getattr(facts, name) != getattr(school, name))
    given = [UrnGiven(school.id, urn)] if urn and urn not in {school.urn, *school.urns} else []
    if not changed and not given:
        yield Tell("as_it_was")
        return []
    yield Tell("school_changed", name=facts.name)
    new = _authority(trust, facts.authority) if "authority" in changed else []
    return [*new, *([SchoolChanged(school.id, changed, facts)] if changed else []), *given]


def close_school(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_you")
        return []
    there = tuple(school for school in trust.schools if not school.has_closed(began))
    if not there:
        yield Tell("no_school_yet", Offer("add_one", "add_school", TRUST))
        return []
    answers = yield Ask(
        _which(there),
        Day("on", earliest=began - FURTHEST, latest=began + FURTHEST, initial=began.isoformat()),
        Choice("sure", options=("yes", "not_yet")),
        intro="it_closes",
    )
    if answers["sure"] == "not_yet":
        yield Tell("as_it_was")
        return []
    school, on = trust.school(str(answers["school"])), date.fromisoformat(str(answers["on"]))
    yield Tell("school_closes", name=school.name, on=on)
    return [SchoolClosed(school.id, on)]


def reopen_school(trust: Trust, me: Person, began: date) -> Conversation:
    """A closing was a mistake, or is off."""
    if not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_you")
        return []
    closed = tuple(school for school in trust.schools if school.closed)
    if not closed:
        yield Tell("none_closed")
        return []
    answers = yield Ask(_which(closed), intro="it_reopens")
    school = trust.school(str(answers["school"]))
    confirm = Offer("say_whom", "school_contacts", About("school", school.id))
    yield Tell("school_reopened", confirm, name=school.name)
    return [SchoolReopened(school.id)]


def _which(schools: tuple[School, ...]) -> Choice:
    names = {school.id: school.name for school in schools}
    return Choice("school", options=tuple(names), labels=names)


def _questions(trust: Trust, school: School | None) -> tuple[Question, ...]:
    kept = SchoolFacts("") if school is None else school
    phases = PHASES if kept.phase in {"", *PHASES} else (*PHASES, kept.phase)
    councils = dict(sorted(trust.councils.items(), key=lambda council: council[1].casefold()))
    if kept.authority and kept.authority not in councils:
        councils[kept.authority] = kept.authority
    return (
        Line("name", kind=Entry.NAME, initial=kept.name),
        Line("urn", kind=Entry.URN, optional=True, initial=school.urn if school else ""),
        Choice("phase", options=phases, labels={phase: phase for phase in phases}, optional=True, initial=kept.phase),
        Choice("kind", options=tuple(SchoolKind), optional=True, initial=kept.kind),
        Choice("authority", options=tuple(councils), labels=councils, optional=True, initial=kept.authority),
        Line("cluster", kind=Entry.LINE, optional=True, initial=kept.cluster),
    )


def _facts(answers: Answers) -> SchoolFacts:
    return SchoolFacts(**{name: " ".join(str(answers[name]).split()) for name in FIELDS})


def _authority(trust: Trust, code: str) -> list[AuthorityAdded]:
    """An authority that no school of ours was in is known from now on."""
    if not code or code in {one.code for one in trust.authorities}:
        return []
    return [AuthorityAdded(code, trust.councils.get(code, code))]
