"""How a turn asks for somebody's invitation: what came of it, and what is still to be done once the turn is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.people import Person


@dataclass(frozen=True)
class Invited:
    """The block of wording that says what came of it. `after` sends what is to be sent, and is called after the commit."""

    block: str
    made: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    after: Callable[[], None] | None = None


Inviting = Callable[[Session, Person, str], Invited]


def nobody_invites(_session: Session, _by: Person, _person: str) -> Invited:
    """Where no web can be reached, there is nothing to invite anybody to."""
    return Invited("invited_without_web")
