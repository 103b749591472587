"""What asking a school would come to, before anything is sent: whom, how much of their time, and what fits before a day. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from bot.domain import prompt
from bot.domain.asking_ahead import that_fit
from bot.domain.depth import Owner
from bot.domain.framework import Framework, SubArea
from bot.domain.own_time import Asked, Open
from bot.domain.people import Person, School
from bot.domain.prompt import SetSort
from bot.domain.review import Review


class Reach(StrEnum):
    """How the bot reaches somebody: where they talk with it, or else by e-mail."""

    CHAT = "chat"
    EMAIL = "email"
    NOT = "not"


@dataclass(frozen=True)
class Practitioner:
    """Somebody who would be asked, when they may be, and what is open for them already."""

    person: Person
    reach: Reach
    who: Asked
    open: tuple[Open, ...] = ()


@dataclass(frozen=True)
class Planning:
    """A school that is to be asked something. `whose` has a person's id by sub-area and practice owner.

    `held` are the questions that it answered within a year, `above` the sub-areas that do not live at the school, with
    whoever answers for each; what these were `asked_above` already, they are asked once for all schools.
    """

    sort: SetSort
    school: School
    framework: Framework
    now: datetime
    review: Review | None = None
    whose: Mapping[tuple[str, Owner], str] = field(default_factory=dict)
    practitioners: Mapping[str, Practitioner] = field(default_factory=dict)
    colleagues: tuple[Person, ...] = ()
    held: frozenset[str] = frozenset()
    above: Mapping[str, str] = field(default_factory=dict)
    asked_above: frozenset[str] = frozenset()

    @property
    def above_in_scope(self) -> tuple[str, ...]:
        """What of a review's areas lives above the school."""
        areas = self.review.scope if self.review else ()
        return tuple(part.id for area in areas for part in area.sub_areas if part.id in self.above)

    @property
    def parts(self) -> tuple[SubArea, ...]:
        """Every sub-area that may be asked about, in the framework's order."""
        areas = self.review.scope if self.review else self.framework.areas
        return tuple(
            part
            for area in areas
            for part in area.sub_areas
            if part.id not in self.above and any(owner in prompt.ASKABLE for owner in part.owners)
        )

    def questions(self, nodes: Iterable[str]) -> tuple[prompt.Asked, ...]:
        """Every question on these sub-areas that is not held already."""
        wanted = set(nodes)
        mine = {part.id for part in self.parts} & wanted
        there = [one for one in prompt.questions(self.framework, mine) if one.question not in self.held]
        above = prompt.questions_above(self.framework, wanted & self.above.keys())
        return (*there, *(one for one in above if one.question not in self.asked_above))

    def held_of(self, nodes: Iterable[str]) -> int:
        """How many questions on these sub-areas are held already."""
        mine = {part.id for part in self.parts} & set(nodes)
        return sum(one.question in self.held for one in prompt.questions(self.framework, mine))

    def whom(self, one: prompt.Asked) -> Practitioner | None:
        """Who would be asked a question, as the posts are held now."""
        school = self.whose.get((one.node, one.owner), "")
        return self.practitioners.get(self.above.get(one.node, school))


@dataclass(frozen=True)
class RoleAsked:
    """What asking comes to for one practice owner. Nobody is in the post, or they cannot be reached, where `reach` says so."""

    owner: str
    role: str
    """What they are called there; nothing for whoever answers above the school."""
    person: Person | None
    reach: Reach
    questions: tuple[prompt.Asked, ...]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.questions)


def by_role(planning: Planning, asked: Iterable[prompt.Asked]) -> tuple[RoleAsked, ...]:
    """What everybody would be asked, practice owner by practice owner, and person by person."""
    found: dict[tuple[str, str], list[prompt.Asked]] = {}
    for one in asked:
        whom = planning.whom(one)
        found.setdefault((owner_of(planning, one), whom.person.id if whom else ""), []).append(one)
    return tuple(
        RoleAsked(
            owner,
            "" if owner == prompt.ABOVE else planning.framework.role(Owner(owner)),
            planning.practitioners[who].person if who else None,
            planning.practitioners[who].reach if who else Reach.NOT,
            tuple(theirs),
        )
        for (owner, who), theirs in found.items()
    )


def owner_of(planning: Planning, one: prompt.Asked) -> str:
    """Whose a question is, by post."""
    return prompt.ABOVE if one.node in planning.above else one.owner


def fitting(planning: Planning, asked: Iterable[prompt.Asked], before: date) -> frozenset[str]:
    """The keys of those questions that can be sent before a day, each in its owner's own time."""
    theirs: dict[str, list[Open]] = {}
    for number, one in enumerate(asked):
        whom = planning.whom(one)
        if whom is not None and whom.reach is not Reach.NOT:
            area = planning.framework.area_of(one.node).id
            theirs.setdefault(whom.person.id, []).append(
                Open(one.question, "new", one.minutes, one.sensitive, before=before, order=number, area=area)
            )
    sent: set[str] = set()
    for person, opens in theirs.items():
        whom = planning.practitioners[person]
        sent |= that_fit(opens, whom.who, planning.now, before, whom.open)
    return frozenset(sent)


def parts_that_fit(planning: Planning, before: date, nodes: Iterable[str]) -> tuple[str, ...]:
    """As many of these sub-areas as fit whole before a day, in the framework's order."""
    asked = planning.questions(nodes)
    sent = fitting(planning, asked, before)
    late = {one.node for one in asked if (whom := planning.whom(one)) and _reached(whom) and one.question not in sent}
    there = {one.node for one in asked}
    return tuple(part.id for part in planning.parts if part.id in there - late)


def _reached(whom: Practitioner) -> bool:
    return whom.reach is not Reach.NOT


# ── What a person settles ───────────────────────────────────────────────────────────────────

MOST_ROLES = 4
"""Roles that are settled one by one; of more, those with the fewest questions are settled together."""
Group = tuple[RoleAsked, ...]


def loose(roles: Sequence[RoleAsked]) -> list[Group]:
    """Roles that somebody must settle, each on its own; of many, those with few questions together."""
    unmet = [role for role in roles if role.reach is not Reach.CHAT]
    alone = [tuple(group) for _, group in groupby(unmet, lambda role: (role.owner, role.reach))]
    if len(alone) <= MOST_ROLES:
        return alone
    alone.sort(key=lambda group: -sum(len(role.questions) for role in group))
    return [*alone[: MOST_ROLES - 1], tuple(role for group in alone[MOST_ROLES - 1 :] for role in group)]


Placed = tuple[prompt.Asked, str, bool]
"""A question, whose it is, and whether it is asked at the visit."""


def strengths_first(framework: Framework, found: Sequence[Placed]) -> list[Placed]:
    """A colleague who is asked for several roles hears of what is excellent in an area before anything else of it."""
    areas = {area.id: number for number, area in enumerate(framework.areas)}

    def place(item: tuple[int, Placed]) -> tuple[str, int, bool, int]:
        number, (one, person, _) = item
        return person, areas[framework.area_of(one.node).id], f"/{prompt.STRENGTHS}/" not in one.question, number

    return [placed for _, placed in sorted(enumerate(found), key=place)]
