"""A framework is what a review walks through: areas, their sub-areas and indicators, and the principles beside them.

It is a frozen value. A review pins the one it began with, so nothing here changes and every lookup is worked out once.
Ids carry a prefix (``A-7.3``, ``P-2.1``, ``G-4.1.a``) because the source restarts its numbering three times.
"""

from dataclasses import dataclass
from functools import cached_property

from bot.domain.depth import ROLES, Included, Kind, Level, MeetWith, Owner, Sensitivity, Words
from bot.domain.edition import Edition, edition_of


@dataclass(frozen=True)
class Indicator:
    """The smallest thing to talk about: a talking point, never a box to tick."""

    id: str
    text: str


@dataclass(frozen=True)
class SubArea:
    """One step of a walk, opened by its strengths prompt. A small framework may leave out all that follows that."""

    id: str
    title: str
    statement: str
    strengths: str
    indicators: tuple[Indicator, ...] = ()
    prompts: tuple[str, ...] = ()
    """Open questions for a reviewer."""
    owners: Words[Owner] = Words()
    """One open question for each practice owner who answers for their part."""
    conduct: str = ""
    """How the adult who asks pupils goes about it; there wherever pupils are asked."""
    met_with: tuple[MeetWith, ...] = ()
    evidence: Words[Kind] = Words()
    """Kinds worth seeking, each with what to look for."""
    level: tuple[Level, ...] = ()
    sensitivity: Sensitivity = Sensitivity.NONE
    care: str = ""
    """Shown before anything mindful or heavy is asked."""
    instruments: tuple[str, ...] = ()
    """Ids of the guidance and law that bear on it."""
    borrow: str = ""
    """What another school could take up."""

    @property
    def leaves(self) -> tuple[str, ...]:
        """The ids of the smallest things to talk about: its indicators, or itself when it has no letters."""
        return tuple(indicator.id for indicator in self.indicators) or (self.id,)


@dataclass(frozen=True)
class Area:
    id: str
    title: str
    sub_areas: tuple[SubArea, ...]
    inclusion: Words[Included] = Words()
    """Open questions asked once an area, so that no group of children is left out."""


@dataclass(frozen=True)
class Item:
    """One principle, or one point of good practice."""

    id: str
    title: str
    statement: str
    points: tuple[Indicator, ...] = ()


@dataclass(frozen=True)
class Group:
    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Boundary:
    """Two nodes that are easily mixed up, and how to tell them apart."""

    between: tuple[str, str]
    apart: str


@dataclass(frozen=True)
class Counts:
    areas: int
    sub_areas: int
    indicators: int
    leaves: int


@dataclass(frozen=True)
class Framework:
    """The whole of one version of a framework, with the digest of the file it was read from."""

    id: str
    version: str
    sha256: str
    title: str
    citation: str
    areas: tuple[Area, ...]
    principles: tuple[Group, ...] = ()
    good_practice: tuple[Group, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    roles: Words[Owner] = Words()
    """What a trust calls its practice owners, where it has said so."""
    overlay: str = ""
    """The pin of the trust's own overlay, where one is laid over."""
    overlay_title: str = ""

    @property
    def pin(self) -> str:
        """What a review keeps to say what it began with: ``cst-spr@2025.2#9f86…``, and ``+oak@1#41c7…`` after it."""
        return f"{self.id}@{self.version}#{self.sha256}{self.overlay}"

    @property
    def edition(self) -> Edition:
        """What the command line calls it: by its overlay where one is laid over."""
        return edition_of(self.pin)

    @property
    def called(self) -> str:
        """What a person reads of it: ``Our own words, version 1, over Safeguarding peer reviews, version 2025.2``."""
        beneath = f"{self.title}, version {self.version}"
        return f"{self.overlay_title}, version {self.edition.version}, over {beneath}" if self.overlay else beneath

    def area(self, area_id: str) -> Area:
        """Return the area with this id; KeyError when it is not an area's."""
        area = self._areas.get(area_id)
        if area is None:
            raise KeyError(f"There is no area {area_id!r} in {self._name}.")
        return area

    def sub_area(self, sub_area_id: str) -> SubArea:
        """Return the sub-area with this id; KeyError when it is not a sub-area's."""
        sub_area = self._sub_areas.get(sub_area_id)
        if sub_area is None:
            raise KeyError(f"There is no sub-area {sub_area_id!r} in {self._name}.")
        return sub_area

    def item(self, item_id: str) -> Item:
        """Return the principle or point of good practice with this id; KeyError when there is none."""
        item = self._items.get(item_id)
        if item is None:
            raise KeyError(f"There is no principle or point of good practice {item_id!r} in {self._name}.")
        return item

    def role(self, owner: Owner) -> str:
        """What a practice owner is called: by the trust if it has said so, else as everywhere."""
        return self.roles.get(owner, ROLES[owner])

    def boundaries_of(self, node_id: str) -> tuple[Boundary, ...]:
        """How to tell a node from those it is easily mixed up with, its own indicators included."""
        within = f"{node_id}."
        return tuple(
            boundary
            for boundary in self.boundaries
            if any(node == node_id or node.startswith(within) for node in boundary.between)
        )

    def sub_area_of(self, node_id: str) -> str:
        """The id of the sub-area that a node is or lies under; an area's own id, and an unknown one's, stays as it is."""
        return self._lies_in.get(node_id, node_id)

    def has(self, node_id: str) -> bool:
        """Whether a note can be filed here: the id of an area, a sub-area or an indicator."""
        return node_id in self._nodes

    def area_of(self, node_id: str) -> Area:
        """Return the area that an area, sub-area or indicator belongs to; KeyError when the id is none of these."""
        return self._node(node_id)[0]

    def title_of(self, node_id: str) -> str:
        """Return the short title of an area or sub-area, or an indicator's text; KeyError when it is none of these."""
        return self._node(node_id)[1]

    def counts(self) -> Counts:
        """How many there are of each; a sub-area without letters is one leaf."""
        sub_areas = self._sub_areas.values()
        return Counts(
            areas=len(self.areas),
            sub_areas=len(sub_areas),
            indicators=sum(len(sub_area.indicators) for sub_area in sub_areas),
            leaves=sum(len(sub_area.leaves) for sub_area in sub_areas),
        )

    def _node(self, node_id: str) -> tuple[Area, str]:
        node = self._nodes.get(node_id)
        if node is None:
            raise KeyError(f"There is no area, sub-area or indicator {node_id!r} in {self._name}.")
        return node

    @property
    def _name(self) -> str:
        return f"framework {self.id}, version {self.version}"

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {area.id: area for area in self.areas}

    @cached_property
    def _sub_areas(self) -> dict[str, SubArea]:
        return {sub_area.id: sub_area for area in self.areas for sub_area in area.sub_areas}

    @cached_property
    def _lies_in(self) -> dict[str, str]:
        """Each indicator's sub-area: a trust's own may lie under one of the framework's, so its id alone does not say."""
        return {one.id: sub_area.id for sub_area in self._sub_areas.values() for one in sub_area.indicators}

    @cached_property
    def _items(self) -> dict[str, Item]:
        return {item.id: item for group in (*self.principles, *self.good_practice) for item in group.items}

    @cached_property
    def _nodes(self) -> dict[str, tuple[Area, str]]:
        nodes: dict[str, tuple[Area, str]] = {}
        for area in self.areas:
            nodes[area.id] = area, area.title
            for sub_area in area.sub_areas:
                nodes[sub_area.id] = area, sub_area.title
                nodes.update((indicator.id, (area, indicator.text)) for indicator in sub_area.indicators)
        return nodes
