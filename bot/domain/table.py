"""The team's table: every note of a review in one place, area by area, what is excellent before all else.

A note that belongs to two sub-areas lies in both, and counts as one; a risk lies in its own place alone.
It says how something is known, in words: seen, heard or read, and in whose voice. There is no mark, sum or order of
merit in it; areas and their parts stand in the framework's order.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.framework import Area, SubArea
from bot.domain.note import Kind, Note, Shows, Voice
from bot.domain.review import Review


class Heading(StrEnum):
    """What notes of an area are laid under. The order here is the order on the table."""

    EXCELLENT = "excellent"
    DEVELOP = "develop"
    CONTEXT = "context"
    UNSAID = "unsaid"
    """It has a kind of evidence, and what it shows is not said yet."""
    IMPRESSION = "impression"
    TODAY = "today"


class Way(StrEnum):
    """How something is known."""

    SEEN = "seen"
    HEARD = "heard"
    READ = "read"


_WAYS = {Kind.OBSERVATION: Way.SEEN, Kind.CONVERSATION: Way.HEARD}
_SHOWN = {Shows.EXCELLENT: Heading.EXCELLENT, Shows.DEVELOP: Heading.DEVELOP, Shows.CONTEXT: Heading.CONTEXT}
_FIRST = (*Shows, None)


@dataclass(frozen=True)
class Part:
    """The notes of one sub-area under one heading. `node` is empty where they are not filed yet."""

    node: str
    title: str
    notes: tuple[Note, ...]

    @property
    def ways(self) -> tuple[Way, ...]:
        """In which ways it is known; none for impressions."""
        found = {_WAYS.get(note.kind, Way.READ) for note in self.notes if note.kind}
        return tuple(way for way in Way if way in found)

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Whose voices are in it."""
        found = {note.voice for note in self.notes}
        return tuple(voice for voice in Voice if voice in found and voice is not Voice.NONE)


@dataclass(frozen=True)
class Section:
    """All that lies under one heading of an area."""

    heading: Heading
    parts: tuple[Part, ...]

    @property
    def notes(self) -> tuple[Note, ...]:
        return _once(note for part in self.parts for note in part.notes)


@dataclass(frozen=True)
class Laid:
    """One area on the table, or with an empty id what is not filed yet."""

    id: str
    title: str
    sections: tuple[Section, ...]
    not_looked_at: tuple[SubArea, ...] = ()
    """Its sub-areas without any note."""

    @property
    def notes(self) -> tuple[Note, ...]:
        return _once(note for section in self.sections for note in section.notes)

    @property
    def today(self) -> tuple[Note, ...]:
        """Risks about which nobody has said yet who was told."""
        return tuple(note for section in self.sections if section.heading is Heading.TODAY for note in section.notes)


def _once(notes: Iterable[Note]) -> tuple[Note, ...]:
    """A note that lies in two parts is one note."""
    return tuple({note.id: note for note in notes}.values())


def heading_of(note: Note) -> Heading:
    """Where a note lies: as a risk until somebody says who was told, then by its evidence and what it shows."""
    if note.urgent and not note.told:
        return Heading.TODAY
    if note.impression:
        return Heading.IMPRESSION
    return _SHOWN[note.shows] if note.shows else Heading.UNSAID


def lay(review: Review, notes: Sequence[Note], areas: Collection[str] | None = None) -> tuple[Laid, ...]:
    """Lay notes out under the areas in scope, or only under these; without `areas`, what is not filed comes last."""
    framework, by_area = review.framework, dict[str, list[Note]]()
    for note in notes:
        area_id = framework.area_of(note.node).id if framework.has(note.node) else ""
        by_area.setdefault(area_id, []).append(note)
        second = framework.area_of(note.also).id if framework.has(note.also) else area_id
        if second != area_id and heading_of(note) is not Heading.TODAY:
            by_area.setdefault(second, []).append(note)
    # An area outside the scope is there once somebody has filed a note under it.
    wanted = set(review.areas) | set(by_area) if areas is None else set(areas)
    laid = [_area(area, by_area.get(area.id, [])) for area in framework.areas if area.id in wanted]
    if areas is None and "" in by_area:
        laid.append(Laid("", "", tuple(_sections((("", ""),), {"": by_area[""]}))))
    return tuple(laid)


def _area(area: Area, notes: list[Note]) -> Laid:
    lies_in = {node: part.id for part in area.sub_areas for node in (part.id, *part.leaves)}
    by_part: dict[str, list[Note]] = {}
    for note in notes:
        own = lies_in.get(note.node, "" if note.also in lies_in and note.node != area.id else area.id)
        second = "" if heading_of(note) is Heading.TODAY else lies_in.get(note.also, "")
        for place in {own, second} - {""}:
            by_part.setdefault(place, []).append(note)
    nodes = ((area.id, area.title), *((part.id, part.title) for part in area.sub_areas))
    empty = tuple(part for part in area.sub_areas if part.id not in by_part)
    return Laid(area.id, area.title, tuple(_sections(nodes, by_part)), empty)


def _sections(nodes: tuple[tuple[str, str], ...], by_part: dict[str, list[Note]]) -> Iterator[Section]:
    for heading in Heading:
        parts = [
            Part(node, title, tuple(sorted(found, key=_order)))
            for node, title in nodes
            if (found := [note for note in by_part.get(node, []) if heading_of(note) is heading])
        ]
        if parts:
            yield Section(heading, tuple(parts))


def _order(note: Note) -> tuple[int, float, str]:
    """Among impressions and risks, too, what seemed excellent comes first; then as they were taken."""
    return _FIRST.index(note.shows), note.at.timestamp(), note.id
