"""What filing suggests for one note: some parts of the framework, best first, and how sure it is, in words. Pure."""

from dataclasses import dataclass
from enum import StrEnum

THREE = 3


class Surety(StrEnum):
    """How sure a suggestion is. Words, because a share would look like a mark."""

    LIKELY = "likely"
    PERHAPS = "perhaps"
    GUESS = "guess"


@dataclass(frozen=True)
class Suggestion:
    """One part of the framework; `weight` orders them and is shown to nobody in chat."""

    node: str
    weight: float = 0.0


@dataclass(frozen=True)
class Suggested:
    """The suggestions for one text, by one version of a model."""

    model: str
    nodes: tuple[Suggestion, ...] = ()
    surety: Surety = Surety.GUESS
    two_fit: bool = False
    """Whether the second fits about as well as the first."""
    left: bool = False
    """Whether somebody chose to keep the note unfiled."""

    @property
    def three(self) -> tuple[str, ...]:
        return tuple(one.node for one in self.nodes[:THREE])
