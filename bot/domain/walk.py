"""The walk as a path: which step comes next is worked out from what is held, never remembered.

Every area opens with what is excellent in each of its parts. Then it asks once whether any group of children is
left out, where its framework has those questions; only then does it come to what could develop. A step is passed when
its walker says so.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.people import Person
from bot.domain.review import Review


class Look(StrEnum):
    """What a step looks for. The order here is the order of the walk."""

    STRENGTHS = "strengths"
    INCLUSION = "inclusion"
    DEVELOP = "develop"


class Move(StrEnum):
    """How a walker leaves a step."""

    NEXT = "next"
    NOT_SEEN = "not_seen"
    SKIP = "skip"


@dataclass(frozen=True)
class Place:
    """Where one person is in one review: one row, moved by its own changes."""

    area: str = ""
    passed: frozenset[str] = frozenset()
    paused: bool = False


@dataclass(frozen=True)
class ChooseArea:
    """Nowhere yet: choose where to begin, seeing who has what."""


@dataclass(frozen=True)
class Seek:
    """Look for one thing in one sub-area; for inclusion, in a whole area."""

    node: str
    look: Look

    @property
    def id(self) -> str:
        return f"{self.node}:{self.look}"


@dataclass(frozen=True)
class AreaDone:
    """All steps of this area are passed."""

    area: str


Next = ChooseArea | Seek | AreaDone


def steps(review: Review, area: str) -> tuple[Seek, ...]:
    """All steps of an area, strengths first. What lives above the school is not asked there."""
    found = review.framework.area(area)
    here = tuple(part.id for part in found.sub_areas if part.id not in review.above)
    nodes = {
        Look.STRENGTHS: here,
        Look.INCLUSION: (area,) if found.inclusion else (),
        Look.DEVELOP: here,
    }
    return tuple(Seek(node, look) for look in Look for node in nodes[look])


def next_step(review: Review, me: Person, place: Place) -> Next:
    """The step that comes next for this walker."""
    del me  # every walker of an area is asked the same; a place is already one person's
    if place.area not in review.areas:
        return ChooseArea()
    return next((step for step in steps(review, place.area) if step.id not in place.passed), AreaDone(place.area))


def step_of(review: Review, step_id: str) -> Seek | None:
    """The step with this id, or None where the review's scope has none such."""
    known = (step for area in review.scope for step in steps(review, area.id))
    return next((step for step in known if step.id == step_id), None)
