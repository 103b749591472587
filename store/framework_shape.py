"""The shape of a framework file: which keys it has where, how long each may be, and what to say when one is not so."""

import difflib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from bot.domain.framework import Area, Framework, Group, Indicator, Item, SubArea
from store.plain_yaml import Fault, Page, Place, brief

_NUMBER = "[1-9][0-9]?"
_ONE_LINE = r"^[^\n]*$"

_AreaId = Annotated[str, StringConstraints(pattern=f"^A-{_NUMBER}$")]
_SubAreaId = Annotated[str, StringConstraints(pattern=rf"^A-{_NUMBER}\.{_NUMBER}$")]
_IndicatorId = Annotated[str, StringConstraints(pattern=rf"^A-{_NUMBER}\.{_NUMBER}\.[a-z]$")]
_GroupId = Annotated[str, StringConstraints(pattern=f"^[PG]-{_NUMBER}$")]
_ItemId = Annotated[str, StringConstraints(pattern=rf"^[PG]-{_NUMBER}\.{_NUMBER}$")]
_PointId = Annotated[str, StringConstraints(pattern=rf"^[PG]-{_NUMBER}\.{_NUMBER}\.[a-z]$")]
_Title = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=_ONE_LINE)]
_Statement = Annotated[str, StringConstraints(min_length=1, max_length=600, pattern=_ONE_LINE)]
_Prompt = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_ONE_LINE)]
_Point = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=_ONE_LINE)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class IndicatorShape(_Shape):
    id: _IndicatorId
    text: _Point

    def indicator(self) -> Indicator:
        return Indicator(self.id, self.text)


class PointShape(IndicatorShape):
    id: _PointId


class SubAreaShape(_Shape):
    id: _SubAreaId
    title: _Title
    statement: _Statement
    strengths: _Prompt
    indicators: Annotated[tuple[IndicatorShape, ...], Field(min_length=1)] = ()

    def sub_area(self) -> SubArea:
        indicators = tuple(indicator.indicator() for indicator in self.indicators)
        return SubArea(self.id, self.title, self.statement, self.strengths, indicators)


class AreaShape(_Shape):
    id: _AreaId
    title: _Title
    sub_areas: Annotated[tuple[SubAreaShape, ...], Field(min_length=1)]

    def area(self) -> Area:
        return Area(self.id, self.title, tuple(sub_area.sub_area() for sub_area in self.sub_areas))


class ItemShape(_Shape):
    id: _ItemId
    title: _Title
    statement: _Statement
    points: Annotated[tuple[PointShape, ...], Field(min_length=1)] = ()

    def item(self) -> Item:
        return Item(self.id, self.title, self.statement, tuple(point.indicator() for point in self.points))


class GroupShape(_Shape):
    id: _GroupId
    title: _Title
    items: Annotated[tuple[ItemShape, ...], Field(min_length=1)]

    def group(self) -> Group:
        return Group(self.id, self.title, tuple(item.item() for item in self.items))


class FrameworkShape(_Shape):
    """A whole framework file; principles and good practice may be left out, areas may not."""

    id: Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9-]{1,39}$")]
    version: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9A-Za-z.-]{0,19}$")]
    title: _Title
    citation: _Point
    areas: Annotated[tuple[AreaShape, ...], Field(min_length=1)]
    principles: Annotated[tuple[GroupShape, ...], Field(min_length=1)] = ()
    good_practice: Annotated[tuple[GroupShape, ...], Field(min_length=1)] = ()

    def framework(self, sha256: str) -> Framework:
        return Framework(
            id=self.id,
            version=self.version,
            sha256=sha256,
            title=self.title,
            citation=self.citation,
            areas=tuple(area.area() for area in self.areas),
            principles=tuple(group.group() for group in self.principles),
            good_practice=tuple(group.group() for group in self.good_practice),
        )


_SHAPES: dict[str, type[_Shape]] = {  # by the list an entry stands in
    "": FrameworkShape,
    "areas": AreaShape,
    "sub_areas": SubAreaShape,
    "indicators": IndicatorShape,
    "principles": GroupShape,
    "good_practice": GroupShape,
    "items": ItemShape,
    "points": PointShape,
}
_ID_EXAMPLES = {
    "": "cst-spr",
    "areas": "A-1",
    "sub_areas": "A-1.2",
    "indicators": "A-1.2.a",
    "principles": "P-1",
    "good_practice": "G-1",
    "items": "P-1.2",
    "points": "G-1.2.a",
}
_TO_WRITE = {
    "version": 'Write a version in quotation marks, such as "2025.1".',
    "title": "Write a short title.",
    "statement": "Write one to three sentences.",
    "strengths": "Write one open question that invites what is excellent.",
    "text": "Write one talking point.",
    "citation": "Name the paper that this framework follows.",
}
_OPTIONAL = {"indicators", "points", "principles", "good_practice"}


def _list_of(place: Place) -> str:
    """Name the list that the entry at a place stands in; empty for the file's own top."""
    return next((step for step in reversed(place) if isinstance(step, str)), "")


def misshapen(error: ValidationError, page: Page) -> list[Fault]:
    """Say each of pydantic's errors in plain English, with its line."""
    # pydantic counts a list's good entries, so it calls one short whose only entry is wrong
    errors = [one for one in error.errors(include_url=False) if one["type"] != "too_short" or not one["input"]]
    meant = {_meant(one["loc"]) for one in errors if one["type"] == "extra_forbidden"}
    # a misspelt key is one slip, not two: the right one is not also reported as missing
    told = [one for one in errors if one["type"] != "missing" or one["loc"] not in meant]
    already = {fault.place for fault in page.faults}
    return [_fault(one, page) for one in told if one["loc"] not in already]


def _meant(place: Place) -> Place | None:
    *entry, key = place
    known = _SHAPES[_list_of(tuple(entry))].model_fields
    close = difflib.get_close_matches(str(key), known, n=1)
    return (*entry, close[0]) if close else None


def _fault(error: ErrorDetails, page: Page) -> Fault:
    place = error["loc"]
    near = place
    while near not in page.lines:
        near = near[:-1]
    what, what_to_do = _sentences(error["type"], place, error["input"], error.get("ctx", {}))
    return Fault(page.lines[near], place, what, what_to_do)


def _sentences(kind: str, place: Place, value: object, limits: dict[str, int]) -> tuple[str, str]:
    key = place[-1] if place else 0
    if isinstance(key, int):
        return (
            "this is not a set of keys",
            "Write keys and their words here, one to a line, such as title: Local context.",
        )
    if kind == "extra_forbidden":
        return _unknown(place)
    listed = key in _SHAPES
    name = f"list of {key.replace('_', '-')}" if listed else key
    to_write = _to_write(place, key)
    match kind:
        case "missing":
            what = f"the {name} is missing"
        case _ if value in ("", [], {}):
            what = f"the {name} is empty"
        case "string_too_long":
            what = f"the {name} has {len(str(value).strip())} characters"
            to_write = f"Shorten it to {limits['max_length']} or fewer."
        case "string_pattern_mismatch" if key in {"id", "version"}:
            what = f"{brief(str(value))} will not do as {'an' if key == 'id' else 'a'} {key} here"
        case "string_pattern_mismatch":
            what = f"the {name} runs over several lines"
            to_write = "Make it one paragraph, with >- after the key."
        case _:
            what = f"the {name} is not {'a list' if listed else 'plain words'}"
    return what, to_write


def _unknown(place: Place) -> tuple[str, str]:
    meant = _meant(place)
    known = _SHAPES[_list_of(place[:-1])].model_fields
    what = f"the key {brief(str(place[-1]))} is not known here"
    if meant:
        return what, f"Write {meant[-1]!r} if that is what you meant; otherwise take it out."
    return what, f"Take it out; the keys here are {', '.join(known)}."


def _to_write(place: Place, key: str) -> str:
    if key in _SHAPES:
        return "List at least one, or leave the key out." if key in _OPTIONAL else "List at least one."
    if key == "id":
        return f'Write one in quotation marks, such as "{_ID_EXAMPLES[_list_of(place[:-1])]}".'
    return _TO_WRITE[key]
