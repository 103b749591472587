"""Guidance and law that a review stands on: which edition is in force, and which parts of a framework it bears on.

Facts only, never a word of what the guidance says. A trust keeps its own list, so a new edition needs no new release.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.depth import Owner
from bot.domain.framework import Framework, SubArea


class Status(StrEnum):
    """What sort of thing it is, as its publisher says."""

    STATUTORY = "statutory"
    NON_STATUTORY = "non-statutory"
    LAW = "law"


@dataclass(frozen=True)
class Instrument:
    """One edition of one piece of guidance, or one law. `in_force` is a year, a month or a day, as far as it is known."""

    id: str
    title: str
    publisher: str
    edition: str
    in_force: str
    status: Status
    superseded_by: str = ""
    checked: bool = False
    """Whether edition and day are certain; if not, somebody should still look at the publisher's own page."""


@dataclass(frozen=True)
class Instruments:
    """A whole list of them."""

    id: str
    version: str
    sha256: str
    title: str
    instruments: tuple[Instrument, ...]

    def instrument(self, instrument_id: str) -> Instrument:
        """Return the one with this id; KeyError when there is none."""
        if instrument_id not in self._by_id:
            raise KeyError(f"There is no guidance {instrument_id!r} in {self.id}, version {self.version}.")
        return self._by_id[instrument_id]

    def editions(self, instrument_id: str) -> frozenset[str]:
        """Its own id and those of all the earlier editions that gave way to it, one after another."""
        found, wanted = frozenset[str](), frozenset({instrument_id})
        while wanted - found:
            found |= wanted
            wanted = frozenset(one.id for one in self.instruments if one.superseded_by in found)
        return found

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self._by_id)

    @cached_property
    def _by_id(self) -> dict[str, Instrument]:
        return {instrument.id: instrument for instrument in self.instruments}


@dataclass(frozen=True)
class Touched:
    """A sub-area that a new edition bears on: how many prompts to read again, and whom to tell."""

    sub_area: SubArea
    prompts: int
    owners: tuple[Owner, ...]


def touched(framework: Framework, editions: Collection[str]) -> tuple[Touched, ...]:
    """Find every sub-area that names one of these pieces of guidance, in the order of the framework."""
    return tuple(
        Touched(sub_area, len(sub_area.prompts) + len(sub_area.owners), tuple(sub_area.owners))
        for area in framework.areas
        for sub_area in area.sub_areas
        if set(sub_area.instruments) & set(editions)
    )
