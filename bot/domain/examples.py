"""Invented notes that show how people write about each sub-area: what filing learns from, and nothing else."""

from dataclasses import dataclass

from bot.domain.note import Shows


@dataclass(frozen=True)
class Example:
    """One note as a reviewer might type it."""

    node: str
    shows: Shows
    text: str


@dataclass(frozen=True)
class Examples:
    """All of them, for the framework whose id is `of`."""

    of: str
    sha256: str
    examples: tuple[Example, ...]

    def about(self, node_id: str) -> tuple[Example, ...]:
        return tuple(example for example in self.examples if example.node == node_id)
