"""Practice worth borrowing, from research: themes, ways of listening to children, and tips that a school could take up."""

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """What a theme is about: the values under a culture, or how it is carried out."""

    VALUES = "values"
    DOING = "doing"


class Among(StrEnum):
    """Where a way of listening lives."""

    TRAINED_PUPILS = "trained_pupils"
    CLASS = "class"
    SCHOOL = "school"


@dataclass(frozen=True)
class Tip:
    """One thing another school could take up."""

    id: str
    text: str
    near: tuple[str, ...]


@dataclass(frozen=True)
class PracticeTheme:
    id: str
    title: str
    side: Side
    statement: str
    near: tuple[str, ...]
    tips: tuple[Tip, ...]


@dataclass(frozen=True)
class ListeningSystem:
    """A way in which children are heard."""

    id: str
    title: str
    among: Among
    text: str
    near: tuple[str, ...]


@dataclass(frozen=True)
class Practice:
    """The whole of one version of what one study found."""

    id: str
    version: str
    sha256: str
    title: str
    citation: str
    themes: tuple[PracticeTheme, ...]
    listening: tuple[ListeningSystem, ...]

    @property
    def tips(self) -> tuple[Tip, ...]:
        return tuple(tip for theme in self.themes for tip in theme.tips)

    def near(self, node_id: str) -> tuple[Tip | ListeningSystem, ...]:
        """What could be borrowed near a part of a framework, tips before ways of listening."""
        every: tuple[Tip | ListeningSystem, ...] = (*self.tips, *self.listening)
        return tuple(found for found in every if node_id in found.near)
