"""Where each part of the work lives: at the school, its cluster or the trust; and who answers for what lives above. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from bot.domain.depth import Level
from bot.domain.framework import Framework, SubArea
from bot.domain.people import Person, School


@dataclass(frozen=True)
class Lives:
    """Where one sub-area lives, for one school or, with none named, for all. `owner` and `due` only for what lives above."""

    node: str
    level: Level
    school: str = ""
    owner: str = ""
    due: date | None = None

    @property
    def is_above(self) -> bool:
        return self.level is not Level.SCHOOL


@dataclass(frozen=True)
class DutyPlaced:
    """Somebody said where a sub-area lives. `school` is empty where it is so for all of them."""

    KEPT: ClassVar = ("setting", "node", "level", "owner", "due")
    school: str
    node: str
    level: Level
    owner: str = ""
    due: date | None = None

    @property
    def setting(self) -> str:
        """What the history finds it by."""
        return f"lives:{self.school or 'trust'}"


@dataclass(frozen=True)
class Living:
    """What is to be placed: for a school, or with none for all; who there is, and where things live now."""

    framework: Framework
    people: tuple[Person, ...] = ()
    school: School | None = None
    now: Mapping[str, Lives] = field(default_factory=dict)
    school_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[SubArea, ...]:
        """The sub-areas that may live above a school at all."""
        return tuple(part for area in self.framework.areas for part in area.sub_areas if len(part.level) > 1)


def lives_at(every: Iterable[Lives], school: str) -> dict[str, Lives]:
    """Where things live for one school, by sub-area: what was said of it itself comes before what holds for all."""
    found = {one.node: one for one in every if not one.school}
    return found | {one.node: one for one in every if one.school and one.school == school}
