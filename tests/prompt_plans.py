"""What a school is asked, as values that dialogs about it may begin with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import prompt, windows
from bot.domain.depth import Owner
from bot.domain.own_time import Asked
from bot.domain.people import Person
from bot.domain.planning import Planning, Practitioner, Reach
from bot.domain.prompt import SetSort
from tests.values import BEGINS, FRAMEWORK, LARKFIELD, REVIEW, dsl, governor, head

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SMALL = replace(FRAMEWORK, areas=tuple(FRAMEWORK.area(one) for one in ("A-10",)))
_HOLDERS = {Owner.HEADTEACHER: head, Owner.DSL: dsl, Owner.GOVERNOR: governor}


def practitioner(person: Person, reach: Reach = Reach.CHAT) -> Practitioner:
    who = Asked(LONDON, windows.usual(person), reachable=reach is not Reach.NOT)
    return Practitioner(person, reach, who)


def plannings() -> Iterator[Planning]:
    """A review ahead, one that has begun and one that is over; and the school between visits."""
    nodes = [part.id for area in FRAMEWORK.areas for part in area.sub_areas]
    whose = {(node, owner): person.id for node in nodes for owner, person in _HOLDERS.items()}
    people = {person.id: practitioner(person) for person in (head, dsl)}
    people[governor.id] = practitioner(governor, Reach.EMAIL)
    ahead = replace(REVIEW, areas=("A-2",), begins=BEGINS + timedelta(days=2), ends=BEGINS + timedelta(days=3))
    before = Planning(SetSort.SELF_REVIEW, LARKFIELD, FRAMEWORK, NOW, ahead, whose, people, (dsl, head))
    yield before
    yield replace(before, review=replace(ahead, areas=("A-8",)), whose={}, above=frozenset({"A-8.2"}))
    yield replace(before, review=replace(ahead, begins=BEGINS, ends=BEGINS))
    asked = frozenset(one.question for one in prompt.questions(FRAMEWORK, nodes))
    held_part = frozenset(one.question for one in prompt.questions(FRAMEWORK, ["A-10.1"]))
    yield replace(before, held=asked)
    between = replace(before, sort=SetSort.PULSE, review=None, framework=SMALL)
    yield between
    yield replace(between, whose={}, held=held_part)
    yield replace(between, held=asked)
