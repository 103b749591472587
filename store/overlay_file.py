"""A trust's overlay file: reads one into an Overlay, and says where it does not fit the framework it lies over."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.domain.depth import Included, Level, MeetWith, Owner, Words
from bot.domain.framework import Framework
from bot.domain.overlay import Addition, Mismatch, Overlay, Rewording, laid, merge, mismatches
from store.framework_depth import entries as every_entry
from store.framework_depth import questions, unkind
from store.framework_ids import misnamed
from store.framework_shape import AreaShape, EvidenceShape, IndicatorShape, OwnersShape, Prompts, SubAreaShape
from store.plain_file import Grammar, page_of, parse_as, problems_of
from store.plain_yaml import Fault, Page, Place, brief
from store.shapes import FileId, InstrumentId, NodeId, Point, Question, Shape, Statement, Title, Version

_OWN = {"add": "T-", "areas": "T-"}
_UNDER = re.compile(r"[AT]-[1-9][0-9]?(\.[1-9][0-9]?)?")
_Under = Annotated[
    str,
    StringConstraints(pattern=f"^{_UNDER.pattern}$"),
    Field(description='Write the id of an area or a sub-area in quotation marks, such as "A-1" or "A-1.2".'),
]
_Name = Annotated[Title, Field(description="Write what your trust calls this role.")]


class RolesShape(Shape):
    """What a trust calls its practice owners; the keys are those of `Owner`."""

    headteacher: _Name = ""
    dsl: _Name = ""
    senco: _Name = ""
    attendance_champion: _Name = ""
    designated_teacher: _Name = ""
    it_lead: _Name = ""
    site_lead: _Name = ""
    hr_lead: _Name = ""
    first_aid_lead: _Name = ""
    governor: _Name = ""
    any_staff: _Name = ""
    pupils: _Name = ""

    def words(self) -> Words[Owner]:
        return Words(tuple((owner, text) for owner in Owner if (text := getattr(self, owner))))


class RewordedInclusionShape(Shape):
    """The four questions of an area, of which any may be left as they were; the keys are those of `Included`."""

    send: Question = ""
    disability: Question = ""
    lgbtq: Question = ""
    culture: Question = ""

    def words(self) -> Words[Included]:
        return Words(tuple((included, text) for included in Included if (text := getattr(self, included))))


class RewordingShape(Shape):
    id: NodeId
    title: Title = ""
    statement: Statement = ""
    strengths: Question = ""
    text: Point = ""
    prompts: Prompts = ()
    owners: OwnersShape = OwnersShape()
    conduct: Point = ""
    met_with: Annotated[tuple[MeetWith, ...], Field(min_length=1, max_length=len(MeetWith))] = ()
    evidence: EvidenceShape = EvidenceShape()
    level: Annotated[tuple[Level, ...], Field(min_length=1, max_length=len(Level))] = ()
    care: Point = ""
    instruments: Annotated[tuple[InstrumentId, ...], Field(min_length=1, max_length=12)] = ()
    borrow: Point = ""
    inclusion: RewordedInclusionShape = RewordedInclusionShape()

    def rewording(self) -> Rewording:
        keyed = {"owners", "evidence", "inclusion"}
        plain = {key: getattr(self, key) for key in type(self).model_fields if key not in keyed}
        return Rewording(
            **plain,
            owners=self.owners.words(),
            evidence=self.evidence.words(),
            inclusion=self.inclusion.words(),
        )


class AdditionShape(Shape):
    under: _Under
    sub_areas: Annotated[tuple[SubAreaShape, ...], Field(min_length=1, max_length=30)] = ()
    indicators: Annotated[tuple[IndicatorShape, ...], Field(min_length=1, max_length=26)] = ()

    def addition(self) -> Addition:
        return Addition(
            self.under,
            tuple(sub_area.sub_area() for sub_area in self.sub_areas),
            tuple(indicator.indicator() for indicator in self.indicators),
        )


class OverlayShape(Shape):
    kind: Annotated[Literal["overlay"], Field(description='Write kind: "overlay".')]
    id: FileId
    version: Version
    title: Title
    base: FileId
    base_version: Version
    roles: RolesShape = RolesShape()
    hide: Annotated[tuple[NodeId, ...], Field(min_length=1, max_length=200)] = ()
    reword: Annotated[tuple[RewordingShape, ...], Field(min_length=1, max_length=200)] = ()
    add: Annotated[tuple[AdditionShape, ...], Field(min_length=1, max_length=99)] = ()
    areas: Annotated[tuple[AreaShape, ...], Field(min_length=1, max_length=30)] = ()

    def overlay(self, sha256: str) -> Overlay:
        return Overlay(
            id=self.id,
            version=self.version,
            sha256=sha256,
            title=self.title,
            base=self.base,
            base_version=self.base_version,
            roles=self.roles.words(),
            hide=self.hide,
            reword=tuple(rewording.rewording() for rewording in self.reword),
            add=tuple(addition.addition() for addition in self.add),
            areas=tuple(area.area() for area in self.areas),
        )


def _faults(page: Page) -> list[Fault]:
    faults = misnamed(page, _OWN) + questions(page, page.value or "", ())
    top = page.value if isinstance(page.value, dict) else {}
    for key in _OWN:
        for place, entry in every_entry(top.get(key, ""), (key,)):
            faults += unkind(page, place, entry)
    for key in ("reword", "add"):
        faults += _twice(page, key, "id" if key == "reword" else "under")
    return faults + _additions(page)


def _twice(page: Page, key: str, name: str) -> list[Fault]:
    faults, first = [], dict[str, int]()
    listed = page.value.get(key) if isinstance(page.value, dict) else None
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        found = entry.get(name) if isinstance(entry, dict) else None
        if not isinstance(found, str) or not found:
            continue
        at: Place = (key, number, name)
        if found in first:
            what = f"{brief(found)} is under {key} twice, first on line {first[found]}"
            faults.append(Fault(page.near(at), at, what, "Bring the two together."))
        first.setdefault(found, page.near(at))
    return faults


def _additions(page: Page) -> list[Fault]:
    """What is added must be there, be of the kind that belongs under its place, and say in its number where it lies."""
    faults: list[Fault] = []
    listed = page.value.get("add") if isinstance(page.value, dict) else None
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        under = entry.get("under") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(under, str) or not _UNDER.fullmatch(under):
            continue
        right, wrong = ("indicators", "sub_areas") if "." in under else ("sub_areas", "indicators")
        if wrong in entry:
            at: Place = ("add", number, wrong)
            lies = "a sub-area, which holds indicators" if "." in under else "an area, which holds sub-areas"
            what = f"{wrong.replace('_', '-')} are added under {brief(under)}, {lies}"
            faults.append(Fault(page.near(at), at, what, f"Write {right} here, or mend the id after under."))
        elif right not in entry:
            at = ("add", number, "under")
            what = f"nothing is added under {brief(under)}"
            faults.append(Fault(page.near(at), at, what, f"Write {right} after it, or take it out."))
        faults += _out_of_number(page, ("add", number, right), under, entry.get(right))
    return faults


def _out_of_number(page: Page, place: Place, under: str, own: object) -> Iterator[Fault]:
    wanted = f"T-{under.partition('-')[2]}."
    for position, one in enumerate(own if isinstance(own, list) else ()):
        found = one.get("id") if isinstance(one, dict) else None
        if isinstance(found, str) and found.startswith("T-") and not found.startswith(wanted):
            at = (*place, position, "id")
            to_do = f'Write one like "{wanted}{"a" if "." in under else "1"}", or move it.'
            yield Fault(page.near(at), at, f"the id {brief(found)} does not lie under {brief(under)}", to_do)


OVERLAY = Grammar[Overlay](name="overlay", shape=OverlayShape, faults=_faults, build=OverlayShape.overlay)


def parse(text: bytes, name: str) -> Overlay:
    """Make an Overlay of a file's bytes; FileProblems when it is wrong."""
    return parse_as(OVERLAY, text, name)


def _of_base(mismatch: Mismatch) -> str:
    return "base_version" if "version" in mismatch.what else "base"


def lay(base: Framework, text: bytes, name: str) -> Framework:
    """Lay an overlay file over its framework; FileProblems when it is wrong or does not fit."""
    overlay = parse(text, name)
    page = page_of(text, name)
    top = page.value if isinstance(page.value, dict) else {}
    hidden = top.get("hide")
    places: dict[tuple[str, str], Place] = {
        ("hide", str(node)): ("hide", number) for number, node in enumerate(hidden if isinstance(hidden, list) else ())
    }
    for key in ("reword", "add", "areas"):
        for place, entry in every_entry(top.get(key, ""), (key,)):
            places[key, str(entry.get("id", entry.get("under")))] = place
    found = [
        Fault(page.near(place), place, one.what, one.what_to_do)
        for one in mismatches(base, overlay)
        for place in [places.get((one.within, one.node), (one.within or _of_base(one),))]
    ]
    if found:
        raise problems_of(found, page, name)
    return merge(base, overlay)


def read_kept(base: Framework, text: bytes, name: str) -> Framework:
    """Lay an overlay that was let in once over the framework that is kept with it."""
    return laid(base, parse(text, name))
