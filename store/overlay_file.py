"""A trust's overlay file: reads one into an Overlay, and says where it does not fit the framework it lies over."""

from typing import Annotated, Literal

from pydantic import Field

from bot.domain.depth import Owner, Words
from bot.domain.framework import Framework
from bot.domain.overlay import Addition, Overlay, Rewording, merge, mismatches
from store.framework_depth import entries as every_entry
from store.framework_depth import questions, unkind
from store.framework_ids import misnamed
from store.framework_shape import AreaShape, OwnersShape, Prompts, SubAreaShape
from store.plain_file import Grammar, page_of, parse_as, problems_of
from store.plain_yaml import Fault, Page, Place, brief
from store.shapes import AreaId, FileId, NodeId, Point, Question, Shape, Statement, Title, Version

_OWN = {"add": "T-", "areas": "T-"}
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


class RewordingShape(Shape):
    id: NodeId
    title: Title = ""
    statement: Statement = ""
    strengths: Question = ""
    text: Point = ""
    prompts: Prompts = ()
    owners: OwnersShape = OwnersShape()
    conduct: Point = ""
    care: Point = ""
    borrow: Point = ""

    def rewording(self) -> Rewording:
        plain = {key: getattr(self, key) for key in type(self).model_fields if key != "owners"}
        return Rewording(**plain, owners=self.owners.words())


class AdditionShape(Shape):
    under: AreaId
    sub_areas: Annotated[tuple[SubAreaShape, ...], Field(min_length=1, max_length=30)]

    def addition(self) -> Addition:
        return Addition(self.under, tuple(sub_area.sub_area() for sub_area in self.sub_areas))


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
    return faults + _out_of_number(page)


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


def _out_of_number(page: Page) -> list[Fault]:
    """An added sub-area's number must say which area it lies under."""
    faults = []
    listed = page.value.get("add") if isinstance(page.value, dict) else None
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        under = entry.get("under") if isinstance(entry, dict) else None
        own = entry.get("sub_areas") if isinstance(entry, dict) else None
        if not isinstance(under, str) or not isinstance(own, list):
            continue
        for position, sub_area in enumerate(own):
            found = sub_area.get("id") if isinstance(sub_area, dict) else None
            wanted = f"T-{under.partition('-')[2]}."
            if isinstance(found, str) and found.startswith("T-") and not found.startswith(wanted):
                at = ("add", number, "sub_areas", position, "id")
                to_do = f'Write one like "{wanted}1", or move it.'
                faults.append(
                    Fault(page.near(at), at, f"the id {brief(found)} does not lie under {brief(under)}", to_do)
                )
    return faults


OVERLAY = Grammar[Overlay](name="overlay", shape=OverlayShape, faults=_faults, build=OverlayShape.overlay)


def parse(text: bytes, name: str) -> Overlay:
    """Make an Overlay of a file's bytes; FileProblems when it is wrong."""
    return parse_as(OVERLAY, text, name)


def lay(base: Framework, text: bytes, name: str) -> Framework:
    """Lay an overlay file over its framework; FileProblems when it is wrong or does not fit."""
    overlay = parse(text, name)
    page = page_of(text, name)
    listed = page.value.get("hide") if isinstance(page.value, dict) else None
    places: dict[str, Place] = {}
    for number, node in enumerate(listed if isinstance(listed, list) else ()):
        places[str(node)] = ("hide", number)
    for place, entry in every_entry(page.value or "", ()):
        places[str(entry.get("id", entry.get("under")))] = place
    found = [
        Fault(page.near(place), place, one.what, one.what_to_do)
        for one in mismatches(base, overlay)
        for place in [places.get(one.node, ("base_version",) if "version" in one.what else ("base",))]
    ]
    if found:
        raise problems_of(found, page, name)
    return merge(base, overlay)
