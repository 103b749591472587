"""What to say of a file that is not in shape: each of pydantic's errors as a sentence, with its line and a remedy.

A shape carries its own remedies: the description of a field is what to do when that field is missing or will not do.
"""

import difflib
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from store.plain_yaml import MOST_FAULTS, Fault, Page, Place, brief

_ONE_LINE = r"^[^\n]*$"


class Shape(BaseModel):
    """One entry of a file: its keys, and nothing besides."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def id_like(pattern: str, example: str) -> tuple[StringConstraints, Any]:
    """What an id must be like, with one to write in its place."""
    return StringConstraints(pattern=pattern), Field(description=f'Write one in quotation marks, such as "{example}".')


FileId = Annotated[
    str,
    StringConstraints(pattern="^[a-z][a-z0-9-]{1,39}$"),
    Field(description='Write one in quotation marks, such as "cst-spr".'),
]
Version = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9][0-9A-Za-z.-]{0,19}$"),
    Field(description='Write a version in quotation marks, such as "2025.1".'),
]
Title = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, pattern=_ONE_LINE),
    Field(description="Write a short title."),
]
Statement = Annotated[
    str,
    StringConstraints(min_length=1, max_length=600, pattern=_ONE_LINE),
    Field(description="Write one to three sentences."),
]
Question = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=_ONE_LINE),
    Field(description="Write one open question."),
]
Point = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300, pattern=_ONE_LINE),
    Field(description="Write one sentence or two."),
]
Citation = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300, pattern=_ONE_LINE),
    Field(description="Name the paper that this follows."),
]
NodeId = Annotated[
    str,
    StringConstraints(pattern=r"^[AT]-[1-9][0-9]?(\.[1-9][0-9]?(\.[a-z])?)?$"),
    Field(description='Write the id of an area, sub-area or indicator in quotation marks, such as "A-1.2".'),
]
AreaId = Annotated[str, *id_like(r"^[AT]-[1-9][0-9]?$", "A-1")]  # A- for a framework's own, T- for a trust's
SubAreaId = Annotated[str, *id_like(r"^[AT]-[1-9][0-9]?\.[1-9][0-9]?$", "A-1.2")]
InstrumentId = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$"),
    Field(description='Write the id of an entry of instruments.yaml, such as "kcsie".'),
]
Near = Annotated[
    tuple[NodeId, ...],
    Field(min_length=1, max_length=12, description='List the sub-areas nearest to it, such as ["A-1.2", "A-2.1"].'),
]


def misshapen(error: ValidationError, page: Page, top: type[Shape]) -> list[Fault]:
    """Say each of pydantic's errors in plain English, with its line; of very many, those that stand first."""
    # pydantic counts a list's good entries, so it calls one short whose only entry is wrong
    errors = [one for one in error.errors(include_url=False) if one["type"] != "too_short" or _is_short(one)]
    errors.sort(key=lambda one: page.near(one["loc"]))
    # only so many keys are compared with those there are: in a file made to hurt that would take minutes
    unknown = [one for one in errors if one["type"] == "extra_forbidden"][:MOST_FAULTS]
    meant = {_meant(one["loc"], top) for one in unknown}
    # a misspelt key is one slip, not two: the right one is not also reported as missing
    already = {fault.place for fault in page.faults}
    told = [
        one for one in errors if one["loc"] not in already and (one["type"] != "missing" or one["loc"] not in meant)
    ]
    return [_fault(one, page, top) for one in told[:MOST_FAULTS]]


def _is_short(error: ErrorDetails) -> bool:
    return len(error["input"]) < int(error.get("ctx", {})["min_length"])


def shape_at(place: Place, top: type[Shape]) -> type[Shape]:
    """The shape of the entry that a place is in, or is."""
    shape = top
    for step in place:
        field = shape.model_fields.get(step) if isinstance(step, str) else None
        shape = (_inner(field.annotation) if field else None) or shape
    return shape


def _inner(annotation: Any) -> type[Shape] | None:
    if isinstance(annotation, type) and not get_origin(annotation):
        return annotation if issubclass(annotation, Shape) else None
    return next((found for part in get_args(annotation) if (found := _inner(part))), None)


def _words_of(annotation: Any) -> tuple[str, ...]:
    """The words that a closed list allows; none for any other field."""
    if isinstance(annotation, type) and not get_origin(annotation):
        return tuple(annotation) if issubclass(annotation, StrEnum) else ()
    return next((found for part in get_args(annotation) if (found := _words_of(part))), ())


def _meant(place: Place, top: type[Shape]) -> Place | None:
    *entry, key = place
    close = difflib.get_close_matches(str(key), shape_at(tuple(entry), top).model_fields, n=1)
    return (*entry, close[0]) if close else None


def _fault(error: ErrorDetails, page: Page, top: type[Shape]) -> Fault:
    what, what_to_do = _sentences(error["type"], error["loc"], error["input"], error.get("ctx", {}), top)
    return Fault(page.near(error["loc"]), error["loc"], what, what_to_do)


def _sentences(kind: str, place: Place, value: object, limits: dict[str, Any], top: type[Shape]) -> tuple[str, str]:
    key = next((step for step in reversed(place) if isinstance(step, str)), "")
    if kind == "extra_forbidden":
        return _unknown(place, top)
    within = place[: len(place) - place[::-1].index(key) - 1] if key else ()
    field = shape_at(within, top).model_fields.get(key)
    is_entry = not place or isinstance(place[-1], int)
    if field is None or (is_entry and _inner(field.annotation)):
        return (
            "this is not a set of keys",
            "Write keys and their words here, one to a line, such as title: Local context.",
        )
    listed = get_origin(field.annotation) is tuple and not is_entry
    words = _words_of(field.annotation)
    to_write = _to_write(field, words, listed=listed, is_entry=is_entry)
    name = _name(key, field, shape_at(within, top), is_entry=is_entry)
    match kind:
        case "missing":
            what = f"the {name} is missing"
        case _ if value in ("", [], {}):
            what = f"the {name} is empty"
        case "string_too_long":
            what = f"the {name} has {len(str(value).strip())} characters"
            to_write = f"Shorten it to {limits['max_length']} or fewer."
        case "too_long":
            what = f"the {name} is too long"
            to_write = f"Keep it to {limits['max_length']} or fewer."
        case "too_short":
            what = f"the {name} is too short"
        case "string_pattern_mismatch" if key in {"id", "version"} and not is_entry:
            what = f"{brief(str(value))} will not do as {'an' if key == 'id' else 'a'} {key} here"
        case "string_pattern_mismatch" if "\n" not in str(value):
            where = "after" if key == "under" else "as an entry under" if is_entry else "under"
            what = f"{brief(str(value))} will not do {where} {key} here"
        case "string_pattern_mismatch":
            what = f"the {name} runs over several lines"
            to_write = "Make it one paragraph, with >- after the key."
        case "enum" if isinstance(value, str):
            what = f"{brief(value)} is not one of the words for {key} here"
        case "literal_error":
            what = f"{brief(str(value))} is not the kind of file that is wanted here"
        case _ if _inner(field.annotation) and not listed:
            what = f"what stands under {key} is not a set of keys"
            to_write = f"Write keys and their words under it; the keys here are {_keys(_inner(field.annotation))}."
        case _:
            what = f"the {name} is not {'a list' if listed else 'plain words'}"
    return what, to_write


def _name(key: str, field: FieldInfo, within: type[Shape], *, is_entry: bool) -> str:
    if is_entry:
        return f"entry under {key}"
    if get_origin(field.annotation) is tuple:
        return f"list of {key.replace('_', '-')}" if _inner(field.annotation) else f"list under {key}"
    is_node = {"id", "apart", "under"} & within.model_fields.keys()
    return key.replace("_", " ") if is_node else f"line for {key}"


def _to_write(field: FieldInfo, words: tuple[str, ...], *, listed: bool, is_entry: bool) -> str:
    if words:
        return f"Write {'some' if listed else 'one'} of {', '.join(words)}."
    if is_entry:
        return _described(field.annotation) or "Write it, or take it out."
    if listed and not field.description:
        return "List at least one." if field.is_required() else "List at least one, or leave the key out."
    return field.description or "Write it, or leave the key out."


def _described(annotation: Any) -> str:
    """What to do about an entry of a list, which pydantic keeps with the entry's own type."""
    own = (part.description for part in getattr(annotation, "__metadata__", ()) if isinstance(part, FieldInfo))
    return next(filter(None, own), None) or next(filter(None, map(_described, get_args(annotation))), "")


def _keys(shape: type[Shape] | None) -> str:
    return ", ".join(shape.model_fields) if shape else ""


def _unknown(place: Place, top: type[Shape]) -> tuple[str, str]:
    meant = _meant(place, top)
    what = f"the key {brief(str(place[-1]))} is not known here"
    if meant:
        return what, f"Write {meant[-1]!r} if that is what you meant; otherwise take it out."
    return what, f"Take it out; the keys here are {_keys(shape_at(place[:-1], top))}."
