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
from bot.domain.prompt import Prompt, PromptSet, PromptState, SetSort, Why
from bot.domain.responsibility import Living
from bot.domain.standing import SetStands, ToSettle
from tests.values import BEGINS, FRAMEWORK, LARKFIELD, REVIEW, dsl, governor, head, lead, trust_lead

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SMALL = replace(FRAMEWORK, areas=tuple(FRAMEWORK.area(one) for one in ("A-10",)))
_HOLDERS = {Owner.HEADTEACHER: head, Owner.DSL: dsl, Owner.GOVERNOR: governor}


def practitioner(person: Person, reach: Reach = Reach.CHAT) -> Practitioner:
    # So few minutes that not everything fits.
    who = Asked(LONDON, windows.usual(person), minutes=4, reachable=reach is not Reach.NOT)
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
    yield replace(before, review=replace(ahead, areas=("A-8",)), whose={}, above={"A-8.2": ""})
    yield replace(before, review=replace(ahead, begins=BEGINS, ends=BEGINS))
    asked = frozenset(one.question for one in prompt.questions(FRAMEWORK, nodes))
    held_part = frozenset(one.question for one in prompt.questions(FRAMEWORK, ["A-11.2"]))
    yield replace(before, held=asked)
    between = replace(before, sort=SetSort.PULSE, review=None, framework=SMALL)
    yield between
    yield replace(between, framework=replace(FRAMEWORK, areas=(FRAMEWORK.area("A-11"),)), whose={}, held=held_part)
    yield replace(between, held=asked)


def wholes() -> Iterator[SetStands]:
    """A set of a review that is ahead, one between visits, one whose day is past, and one with nothing left open."""
    ahead = replace(REVIEW, begins=BEGINS + timedelta(days=2), ends=BEGINS + timedelta(days=3))
    of = PromptSet("s1", SetSort.SELF_REVIEW, LARKFIELD, lead, FRAMEWORK.pin, NOW, ahead, ahead.begins)
    yield _whole(of, PromptState.WITH_HUMAN, PromptState.ASKED, PromptState.PLANNED, PromptState.ANSWERED)
    between = replace(of, sort=SetSort.PULSE, review=None, by=head)
    yield _whole(between, PromptState.WITH_HUMAN)
    yield _whole(replace(between, before=BEGINS), PromptState.WITH_HUMAN, PromptState.PLANNED)
    yield _whole(between, PromptState.ANSWERED)


def _whole(of: PromptSet, *states: PromptState) -> SetStands:
    return SetStands(
        of,
        tuple(
            Prompt(
                f"s1-{place:03}",
                of,
                "A-2.1/dsl",
                "How do you know?",
                "A-2.1",
                Owner.DSL,
                place,
                2,
                sensitive=False,
                state=state,
                person=dsl,
                why=Why.NO_ANSWER if state is PromptState.WITH_HUMAN else None,
            )
            for place, state in enumerate(states, 1)
        ),
    )


def settlings() -> Iterator[ToSettle]:
    for whole in wholes():
        left = tuple(one for one in whole.prompts if one.state is PromptState.WITH_HUMAN)
        for reach in Reach:
            yield ToSettle(whole, Owner.DSL, "DSL", left, dsl, reach, (head, dsl))


def livings() -> Iterator[Living]:
    small = replace(FRAMEWORK, areas=tuple(FRAMEWORK.area(one) for one in ("A-2", "A-4")))
    for school in (LARKFIELD, None):
        yield Living(small, (trust_lead, head), school)
