"""Somebody looks for excellent practice, in plain words or by what it is about. What they looked for is kept nowhere."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Question, Show, Tell, Text
from bot.domain.acts import About
from bot.domain.library import LONGEST_QUERY, Wanted, written
from bot.domain.people import Person, SchoolKind, Trust
from bot.domain.permission import Act, may_in_trust
from bot.domain.themes import Theme


def find_practice(trust: Trust, me: Person, began: date) -> Conversation:
    """Any of some words, an area or theme, and the schools it should be from; nothing at all is the newest."""
    if not may_in_trust(me, Act.READ_CHANNEL, began):
        yield Tell("not_for_you")
        return []
    answers = yield Ask(Text("words", optional=True, long=False, longest=LONGEST_QUERY), *_choices(trust), intro="find")
    said = {key: str(value).strip() for key, value in answers.items()}
    where = said.get("where", "")
    wanted = Wanted(
        words=said.get("words", ""),
        node="" if where in set(Theme) else where,
        theme=where if where in set(Theme) else "",
        phase=said.get("phase", ""),
        kind=said.get("kind", ""),
    )
    yield Show("library", About("wanted", written(wanted)))
    return []


def _choices(trust: Trust) -> tuple[Question, ...]:
    """What it is about, and what schools: asked only where the trust has several sorts of them."""
    areas = {area.id: f"{area.id} {area.title}" for area in trust.framework.areas}
    phases = tuple(sorted({school.phase for school in trust.schools if school.phase}))
    kinds = tuple(kind for kind in SchoolKind if any(school.kind == kind for school in trust.schools))
    of_schools = (
        Choice("phase", options=phases, labels={phase: phase for phase in phases}, optional=True),
        Choice("kind", options=kinds, optional=True),
    )
    return (
        Choice("where", options=(*Theme, *areas), labels=areas, optional=True),
        *(one for one in of_schools if len(one.options) > 1),
    )
