"""What becomes of a team after its review was planned: somebody more is asked, or somebody is on it no more."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.review import Seat, WhyNot


@dataclass(frozen=True)
class MemberAsked:
    """Somebody is asked onto a team, as at its planning: they say yes or no themselves."""

    KEPT: ClassVar = ("review", "person", "seat")
    review: str
    person: str
    seat: Seat


@dataclass(frozen=True)
class TeamLeft:
    """Somebody is on a team no more. `by` is who said so: themselves, or whoever may change the team."""

    KEPT: ClassVar = ("review", "person", "by", "reason")
    review: str
    person: str
    by: str
    reason: WhyNot | None = None


TeamChange = MemberAsked | TeamLeft
