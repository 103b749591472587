"""A trust's own overlay: what it adds to a framework, hides, words anew and calls by its own names.

The framework beneath is never touched. What is merged is a framework like any other, and its pin names both files, so a
review that begins with it can always be read as it was. What a trust adds carries the letter T-, and its number says
which area it lies under.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from bot.domain.depth import Included, Kind, Level, MeetWith, Owner, Sensitivity, Words
from bot.domain.framework import Area, Framework, Indicator, SubArea

_MEND = "Take it out, or mend the id."
_WORDED = (
    "title",
    "statement",
    "strengths",
    "prompts",
    "conduct",
    "care",
    "borrow",
    "met_with",
    "level",
    "instruments",
)
PARTS = {"area": ("title", "inclusion"), "sub-area": (*_WORDED, "owners", "evidence"), "indicator": ("text",)}


@dataclass(frozen=True)
class Rewording:
    """A node in the trust's own words; what is empty stays as it was. Owners, evidence and inclusion change one by one."""

    id: str
    title: str = ""
    statement: str = ""
    strengths: str = ""
    text: str = ""
    prompts: tuple[str, ...] = ()
    owners: Words[Owner] = Words()
    conduct: str = ""
    met_with: tuple[MeetWith, ...] = ()
    evidence: Words[Kind] = Words()
    level: tuple[Level, ...] = ()
    care: str = ""
    instruments: tuple[str, ...] = ()
    borrow: str = ""
    inclusion: Words[Included] = Words()

    @property
    def parts(self) -> tuple[str, ...]:
        """Which parts it words anew."""
        return tuple(part for part in (*PARTS["sub-area"], "text", "inclusion") if getattr(self, part))


@dataclass(frozen=True)
class Addition:
    """What is the trust's own: sub-areas at the end of an area, or indicators at the end of a sub-area."""

    under: str
    sub_areas: tuple[SubArea, ...] = ()
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True)
class Overlay:
    id: str
    version: str
    sha256: str
    title: str
    base: str
    base_version: str
    roles: Words[Owner] = Words()
    hide: tuple[str, ...] = ()
    reword: tuple[Rewording, ...] = ()
    add: tuple[Addition, ...] = ()
    areas: tuple[Area, ...] = ()

    @property
    def pin(self) -> str:
        """What follows the framework's own pin, such as ``+oak@1#41c7…``."""
        return f"+{self.id}@{self.version}#{self.sha256}"


@dataclass(frozen=True)
class Mismatch:
    """Where an overlay does not fit its framework; `what` has no full stop, `what_to_do` is a whole sentence."""

    node: str
    what: str
    what_to_do: str
    within: str = ""
    """The list of the overlay it stands in: hide, reword, add or areas."""


_Key = TypeVar("_Key")


class OverlayMismatchError(ValueError):
    """An overlay was to be laid over a framework that it does not fit."""


def merge(base: Framework, overlay: Overlay) -> Framework:
    """Lay an overlay over its framework; OverlayMismatchError with a sentence when it does not fit."""
    for found in mismatches(base, overlay):
        raise OverlayMismatchError(f"{overlay.id}: {found.what}. {found.what_to_do}")
    return laid(base, overlay)


def laid(base: Framework, overlay: Overlay) -> Framework:
    """Lay over its framework what fitted when it was let in: a rule made since is no reason not to read it."""
    merged = replace(
        base,
        areas=_Laying(overlay).areas(base),
        roles=overlay.roles,
        overlay=overlay.pin,
        overlay_title=overlay.title,
    )
    kept = (one for one in base.boundaries if all(merged.has(node) for node in one.between))
    return replace(merged, boundaries=tuple(kept))


def mismatches(base: Framework, overlay: Overlay) -> Iterator[Mismatch]:
    """Say everything that keeps an overlay from fitting a framework."""
    if overlay.base != base.id:
        to_do = f'Write base: "{base.id}", or lay it over the other.'
        yield Mismatch("", f"it was written for {overlay.base!r}, and this framework is {base.id!r}", to_do)
        return
    if overlay.base_version != base.version:
        what = f"it was written over version {overlay.base_version}, and the framework is now {base.version}"
        to_do = "See what changed with peerwalk framework diff, mend it where that matters, then write the new version."
        yield Mismatch("", what, to_do)
        return
    for within, found in (
        ("hide", _hidden(base, overlay)),
        ("reword", _reworded(base, overlay)),
        ("add", _added(base, overlay)),
        ("areas", _areas(base, overlay)),
    ):
        yield from (replace(one, within=within) for one in found)


def _hidden(base: Framework, overlay: Overlay) -> Iterator[Mismatch]:
    for node in overlay.hide:
        if not base.has(node):
            yield _stranger(node, "is to be hidden")
    gone = set(overlay.hide)
    if all(area.id in gone or all(one.id in gone for one in area.sub_areas) for area in base.areas):
        yield Mismatch("", "it hides every area, and leaves nothing to talk about", "Take some of them out of hide.")


def _stranger(node: str, what: str) -> Mismatch:
    if node.startswith("T-"):
        return Mismatch(node, f"{node!r} {what}, but is not the framework's", "Change your own where it is added.")
    return Mismatch(node, f"{node!r} {what}, but is not in the framework", _MEND)


def _reworded(base: Framework, overlay: Overlay) -> Iterator[Mismatch]:
    for rewording in overlay.reword:
        node = rewording.id
        if not base.has(node):
            yield _stranger(node, "is worded anew")
            continue
        if node in overlay.hide:
            yield Mismatch(node, f"{node!r} is worded anew, and hidden as well", "Take one of the two out.")
        kind = ("area", "sub-area", "indicator")[node.count(".")]
        for part in rewording.parts:
            if part not in PARTS[kind]:
                article = "an" if kind[0] in "aeiou" else "a"
                to_do = f"Take it out; here you can word anew: {', '.join(PARTS[kind])}."
                yield Mismatch(node, f"{article} {kind} has no {part}", to_do)
        if kind == "sub-area":
            yield from _kindly(base.sub_area(node), rewording)
        if (
            kind == "area"
            and rewording.inclusion
            and len({*base.area(node).inclusion, *rewording.inclusion}) < len(Included)
        ):
            what = "this area asks nothing on inclusion yet, and only some of the four are here"
            yield Mismatch(node, what, f"Write all of them: {', '.join(Included)}.")


def _kindly(sub_area: SubArea, rewording: Rewording) -> Iterator[Mismatch]:
    asks_pupils = Owner.PUPILS in {*sub_area.owners, *rewording.owners}
    if rewording.conduct and not asks_pupils:
        yield Mismatch(rewording.id, "there is conduct here, but pupils are not asked", "Take it out, or ask pupils.")
    if rewording.care and sub_area.sensitivity is Sensitivity.NONE:
        yield Mismatch(rewording.id, "there is care here, but the sensitivity is none", "Take it out.")
    if asks_pupils and not (rewording.conduct or sub_area.conduct):
        to_do = "Write conduct: and a sentence or two on listening, promising nothing and telling the DSL in person."
        yield Mismatch(rewording.id, "pupils are asked here, and the conduct is missing", to_do)


def _added(base: Framework, overlay: Overlay) -> Iterator[Mismatch]:
    own = {one.id for one in _own_sub_areas(overlay)}
    for addition in overlay.add:
        if addition.indicators:
            yield from _under_sub_area(base, overlay, addition, own)
        else:
            yield from _under_area(base, overlay, addition)


def _areas(base: Framework, overlay: Overlay) -> Iterator[Mismatch]:
    numbers = {area.id.partition("-")[2] for area in base.areas}
    for area in overlay.areas:
        if area.id.partition("-")[2] in numbers:
            what = f"the number {area.id.partition('-')[2]} belongs to an area of the framework"
            yield Mismatch(area.id, what, "Give it a number that the framework does not use.")


def _own_sub_areas(overlay: Overlay) -> Iterator[SubArea]:
    yield from chain(*(addition.sub_areas for addition in overlay.add), *(area.sub_areas for area in overlay.areas))


def _under_area(base: Framework, overlay: Overlay, addition: Addition) -> Iterator[Mismatch]:
    under = addition.under
    if under not in {area.id for area in base.areas}:
        what = f"sub-areas are added under {under!r}, which is no area of the framework"
        yield Mismatch(under, what, "Write the id of an area that is there, or list an area of your own.")
    elif under in overlay.hide:
        what = f"sub-areas are added under {under!r}, which is hidden as well"
        yield Mismatch(under, what, "Take one of the two out, or list an area of your own.")


def _under_sub_area(base: Framework, overlay: Overlay, addition: Addition, own: set[str]) -> Iterator[Mismatch]:
    under = addition.under
    is_there = base.has(under) and "." in under
    if not is_there and under not in own:
        what = f"indicators are added under {under!r}, which is no sub-area of the framework, nor your own"
        yield Mismatch(under, what, "Write the id of a sub-area that is there.")
    elif is_there and {under, base.area_of(under).id} & set(overlay.hide):
        what = f"indicators are added under {under!r}, which is hidden as well"
        yield Mismatch(under, what, "Take one of the two out.")
    elif is_there and (mine := f"T-{under.partition('-')[2]}") in own:
        what = f"these indicators would seem to lie under your own {mine!r}, and not under {under!r}"
        yield Mismatch(under, what, "Give your own sub-area a number that the framework does not use in this area.")


class _Laying:
    """An overlay being laid: what it says of each node."""

    def __init__(self, overlay: Overlay) -> None:
        self._overlay = overlay
        self._rewordings = {rewording.id: rewording for rewording in overlay.reword}
        self._hidden = frozenset(overlay.hide)
        self._added = {addition.under: addition for addition in overlay.add}

    def areas(self, base: Framework) -> tuple[Area, ...]:
        found = [self._area(area) for area in (*base.areas, *self._overlay.areas) if area.id not in self._hidden]
        return tuple(area for area in found if area.sub_areas)

    def _area(self, area: Area) -> Area:
        added = self._added.get(area.id, Addition(area.id)).sub_areas
        parts = (self._sub_area(one) for one in (*area.sub_areas, *added) if one.id not in self._hidden)
        rewording = self._rewordings.get(area.id, Rewording(area.id))
        return replace(
            area,
            title=rewording.title or area.title,
            sub_areas=tuple(parts),
            inclusion=_one_by_one(area.inclusion, rewording.inclusion, Included),
        )

    def _sub_area(self, sub_area: SubArea) -> SubArea:
        indicators = tuple(
            Indicator(one.id, self._rewordings.get(one.id, Rewording(one.id)).text or one.text)
            for one in sub_area.indicators
            if one.id not in self._hidden
        )
        added = self._added.get(sub_area.id, Addition(sub_area.id)).indicators
        sub_area = replace(sub_area, indicators=(*indicators, *added))
        rewording = self._rewordings.get(sub_area.id)
        if rewording is None:
            return sub_area
        return replace(
            sub_area,
            owners=_one_by_one(sub_area.owners, rewording.owners, Owner),
            evidence=_one_by_one(sub_area.evidence, rewording.evidence, Kind),
            **{part: said for part in _WORDED if (said := getattr(rewording, part))},
        )


def _one_by_one(was: Mapping[_Key, str], now: Mapping[_Key, str], order: Iterable[_Key]) -> Words[_Key]:
    """The new words where there are any, each in place of the one before, in the order of their keys."""
    both = {**was, **now}
    return Words(tuple((key, both[key]) for key in order if key in both))
