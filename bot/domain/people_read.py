"""What stands in a file of people, once read: each row's person and posts, with schools of ours in place of names."""

from dataclasses import dataclass

from bot.domain.changes_people import PersonFacts
from bot.domain.imports import Slip
from bot.domain.people import Held


@dataclass(frozen=True)
class PersonRead:
    """One person of a file, by all of their rows; `line` is that of the first. What is empty is not said there."""

    line: int
    facts: PersonFacts
    posts: frozenset[Held]


@dataclass(frozen=True)
class PeopleRead:
    people: tuple[PersonRead, ...]
    slips: tuple[Slip, ...] = ()
