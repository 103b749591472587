"""Where does this live? A school's, or for all schools at once; what lives above gets somebody who answers for it, and a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.conversation import Answers, Ask, Choice, Choices, Conversation, Day, Tell, Way, Who
from bot.domain.acts import TRUST, About
from bot.domain.depth import Level
from bot.domain.people import Person
from bot.domain.permission import Act, may_in_trust
from bot.domain.prompt_permission import may_plan_for
from bot.domain.responsibility import DutyPlaced, Living
from bot.fitting import Fitting
from bot.message import Visit

FURTHEST, USUALLY = timedelta(days=400), timedelta(days=90)


@dataclass(frozen=True)
class _Allows:
    """A sub-area lives only where the framework knows it to."""

    living: Living

    def problems(self, answers: Answers) -> dict[str, str]:
        return {"level": "not_there"} if self._not_there(answers) else {}

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        return {"not_there": self._not_there(answers)}

    def _not_there(self, answers: Answers) -> list[str]:
        chosen, level = answers.get("parts", ()), answers.get("level", "")
        return [f"{one.id} {one.title}" for one in self.living.parts if one.id in chosen and level not in one.level]


def where_it_lives(about: Living, me: Person, began: date) -> Conversation:
    """Some sub-areas, and where they live."""
    school = about.school
    may = may_plan_for(me, school.id, began) if school else may_in_trust(me, Act.SET_UP, began)
    if not may:
        yield Tell("not_yours_to_place", school=school)
        return []
    parts = {part.id: f"{part.id} {part.title}" for part in about.parts}
    answers = yield Fitting(
        Choices("parts", options=tuple(parts), labels=parts, called="placed_parts"),
        Choice("level", options=tuple(Level)),
        intro="where",
        school=school,
        fit=_Allows(about),
    )
    nodes, level = tuple(str(one) for one in answers["parts"]), Level(str(answers["level"]))
    named = school.id if school else ""
    back = Way("see_above" if may_in_trust(me, Act.SET_UP, began) else "see_sets", _page(about, me, began))
    if level is Level.SCHOOL:
        yield Tell("placed_here", back, school=school, count=len(nodes))
        return [DutyPlaced(named, node, level) for node in nodes]
    answers = yield Ask(
        Who("owner", people=about.people, schools=about.school_names),
        Day("due", earliest=began, latest=began + FURTHEST, initial=(began + USUALLY).isoformat()),
        intro="who_answers",
        names=[parts[node] for node in nodes],
        level=level,
    )
    owner, due = str(answers["owner"]), date.fromisoformat(str(answers["due"]))
    who = next(one for one in about.people if one.id == owner)
    yield Tell("placed_above", back, school=school, count=len(nodes), name=who.name, due=due, level=level)
    return [DutyPlaced(named, node, level, owner, due) for node in nodes]


def _page(about: Living, me: Person, today: date) -> Visit:
    if may_in_trust(me, Act.SET_UP, today) or about.school is None:
        return Visit("above", TRUST)
    return Visit("school_prompts", About("school", about.school.id))
