"""The list of guidance and law: reads one into Instruments, or says everything that is wrong with it."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.domain.instruments import Instrument, Instruments, Status
from store.framework_depth import entries
from store.framework_ids import unquoted
from store.plain_file import Grammar, parse_as
from store.plain_yaml import Fault, Page, Plain, brief
from store.shapes import FileId, InstrumentId, Shape, Title, Version

_Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=160, pattern=r"^[^\n]*$"),
    Field(description="Write its name as its publisher does."),
]


class YesOrNo(StrEnum):
    YES = "yes"
    NO = "no"


class InstrumentShape(Shape):
    id: InstrumentId
    title: _Name
    publisher: _Name
    edition: Annotated[_Name, Field(description='Write the edition, such as "2025".')]
    in_force: Annotated[
        str,
        StringConstraints(pattern=r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"),
        Field(
            description='Write a year, a month or a day in quotation marks, such as "2025", "2025-09" or "2025-09-01".'
        ),
    ]
    status: Status
    superseded_by: InstrumentId = ""
    checked: YesOrNo = YesOrNo.NO

    def instrument(self) -> Instrument:
        plain = {key: getattr(self, key) for key in type(self).model_fields if key != "checked"}
        return Instrument(**plain, checked=self.checked is YesOrNo.YES)


class InstrumentsShape(Shape):
    kind: Annotated[Literal["instruments"], Field(description='Write kind: "instruments".')]
    id: FileId
    version: Version
    title: Title
    instruments: Annotated[tuple[InstrumentShape, ...], Field(min_length=1, max_length=300)]

    def list(self, sha256: str) -> Instruments:
        return Instruments(
            self.id, self.version, sha256, self.title, tuple(one.instrument() for one in self.instruments)
        )


def _faults(page: Page) -> list[Fault]:
    faults = unquoted(page) + ids_twice(page, "instruments")
    listed = page.value.get("instruments", "") if isinstance(page.value, dict) else ""
    known = {entry.get("id") for _, entry in entries(listed, ())}
    gives_way = {str(entry.get("id")): str(entry.get("superseded_by")) for _, entry in entries(listed, ())}
    for place, entry in entries(listed, ("instruments",)):
        later = entry.get("superseded_by")
        at = (*place, "superseded_by")
        if isinstance(later, str) and later and later not in known:
            what = f"it gives way to {brief(later)}, which is not in this list"
            faults.append(Fault(page.near(at), at, what, "List that as well, or mend the id."))
        elif isinstance(later, str) and _returns(later, str(entry.get("id")), gives_way):
            faults.append(
                Fault(page.near(at), at, "in the end it gives way to itself", "Write the id of the later one.")
            )
    return faults


def _returns(later: str, start: str, gives_way: dict[str, str]) -> bool:
    seen: set[str] = set()
    while later in gives_way and later not in seen:
        if later == start:
            return True
        seen.add(later)
        later = gives_way[later]
    return False


def ids_twice(page: Page, key: str) -> list[Fault]:
    """Find ids used twice anywhere under a list at the top."""
    faults, first = [], dict[str, int]()
    listed: Plain = page.value.get(key, "") if isinstance(page.value, dict) else ""
    for place, entry in entries(listed, (key,)):
        found = entry.get("id")
        if not isinstance(found, str) or not found:
            continue
        at = (*place, "id")
        if found in first:
            what = f"the id {brief(found)} is used twice, first on line {first[found]}"
            faults.append(Fault(page.near(at), at, what, "Give one of them an id of its own."))
        first.setdefault(found, page.near(at))
    return faults


INSTRUMENTS = Grammar[Instruments](
    name="instruments", shape=InstrumentsShape, faults=_faults, build=InstrumentsShape.list
)


def parse(text: bytes, name: str) -> Instruments:
    """Make Instruments of a file's bytes; FileProblems when it is wrong."""
    return parse_as(INSTRUMENTS, text, name)
