"""A trust's own overlay: what it adds to a framework, hides, words anew and calls by its own names.

The framework beneath is never touched. What is merged is a framework like any other, and its pin names both files, so a
review that begins with it can always be read as it was. What a trust adds carries the letter T-, and its number says
which area it lies under.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from bot.domain.depth import Owner, Sensitivity, Words
from bot.domain.framework import Area, Framework, Indicator, SubArea

_MEND = "Take it out, or mend the id."
SUB_AREA_PARTS = ("title", "statement", "strengths", "prompts", "conduct", "care", "borrow")
PARTS = {"area": ("title",), "sub-area": (*SUB_AREA_PARTS, "owners"), "indicator": ("text",)}


@dataclass(frozen=True)
class Rewording:
    """A node in the trust's own words; what is empty stays as it was. Owners are asked anew one by one."""

    id: str
    title: str = ""
    statement: str = ""
    strengths: str = ""
    text: str = ""
    prompts: tuple[str, ...] = ()
    owners: Words[Owner] = Words()
    conduct: str = ""
    care: str = ""
    borrow: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """Which parts it words anew."""
        return tuple(part for part in (*PARTS["sub-area"], "text") if getattr(self, part))


@dataclass(frozen=True)
class Addition:
    """Sub-areas of the trust's own, at the end of an area."""

    under: str
    sub_areas: tuple[SubArea, ...]


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


class OverlayMismatchError(ValueError):
    """An overlay was to be laid over a framework that it does not fit."""


def merge(base: Framework, overlay: Overlay) -> Framework:
    """Lay an overlay over its framework; OverlayMismatchError with a sentence when it does not fit."""
    for found in mismatches(base, overlay):
        raise OverlayMismatchError(f"{overlay.id}: {found.what}. {found.what_to_do}")
    rewordings = {rewording.id: rewording for rewording in overlay.reword}
    added = {addition.under: addition.sub_areas for addition in overlay.add}
    areas = [_area(area, rewordings, frozenset(overlay.hide), added.get(area.id, ())) for area in base.areas]
    merged = replace(
        base,
        areas=(*(area for area in areas if area.sub_areas), *overlay.areas),
        roles=overlay.roles,
        overlay=overlay.pin,
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
    yield from chain(_hidden(base, overlay), _reworded(base, overlay), _added(base, overlay))


def _hidden(base: Framework, overlay: Overlay) -> Iterator[Mismatch]:
    for node in overlay.hide:
        if not base.has(node):
            yield Mismatch(node, f"{node!r} is to be hidden, but is not in the framework", _MEND)
    gone = set(overlay.hide)
    if all(area.id in gone or all(one.id in gone for one in area.sub_areas) for area in base.areas):
        yield Mismatch("", "it hides every area, and leaves nothing to talk about", "Take some of them out of hide.")


def _reworded(base: Framework, overlay: Overlay) -> Iterator[Mismatch]:
    for rewording in overlay.reword:
        node = rewording.id
        if not base.has(node):
            yield Mismatch(node, f"{node!r} is worded anew, but is not in the framework", _MEND)
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
    numbers = {area.id.partition("-")[2] for area in base.areas}
    for addition in overlay.add:
        number = addition.under.partition("-")[2]
        if number not in numbers:
            what = f"sub-areas are added under {addition.under!r}, which is no area of the framework"
            yield Mismatch(addition.under, what, "Write the id of an area that is there, or list an area of your own.")
        elif addition.under in overlay.hide:
            what = f"sub-areas are added under {addition.under!r}, which is hidden as well"
            yield Mismatch(addition.under, what, "Take one of the two out, or list an area of your own.")
    for area in overlay.areas:
        if area.id.partition("-")[2] in numbers:
            what = f"the number {area.id.partition('-')[2]} belongs to an area of the framework"
            yield Mismatch(area.id, what, "Give it a number that the framework does not use.")


def _area(area: Area, rewordings: dict[str, Rewording], hidden: frozenset[str], added: tuple[SubArea, ...]) -> Area:
    if area.id in hidden:
        return replace(area, sub_areas=())
    kept = tuple(_sub_area(one, rewordings, hidden) for one in area.sub_areas if one.id not in hidden)
    rewording = rewordings.get(area.id)
    return replace(area, title=rewording.title if rewording else area.title, sub_areas=(*kept, *added))


def _sub_area(sub_area: SubArea, rewordings: dict[str, Rewording], hidden: frozenset[str]) -> SubArea:
    indicators = tuple(
        Indicator(one.id, rewordings[one.id].text if one.id in rewordings else one.text)
        for one in sub_area.indicators
        if one.id not in hidden
    )
    sub_area = replace(sub_area, indicators=indicators)
    rewording = rewordings.get(sub_area.id)
    if rewording is None:
        return sub_area
    asked = dict(sub_area.owners) | dict(rewording.owners)
    words = {part: said for part in SUB_AREA_PARTS if (said := getattr(rewording, part))}
    owners = Words(tuple((owner, asked[owner]) for owner in Owner if owner in asked))
    return replace(sub_area, owners=owners, **words)
