"""The shape of a framework file: which keys it has where, and how long each may be."""

from typing import Annotated, Literal

from pydantic import Field

from bot.domain.depth import Included, Kind, Level, MeetWith, Owner, Sensitivity, Words
from bot.domain.framework import Area, Boundary, Framework, Group, Indicator, Item, SubArea
from store.shapes import (
    AreaId,
    Citation,
    FileId,
    InstrumentId,
    NodeId,
    Point,
    Question,
    Shape,
    Statement,
    SubAreaId,
    Title,
    Version,
    id_like,
)

_NUMBER = "[1-9][0-9]?"


_IndicatorId = Annotated[str, *id_like(rf"^[AT]-{_NUMBER}\.{_NUMBER}\.[a-z]$", "A-1.2.a")]
_GroupId = Annotated[str, *id_like(f"^[PG]-{_NUMBER}$", "P-1")]
_ItemId = Annotated[str, *id_like(rf"^[PG]-{_NUMBER}\.{_NUMBER}$", "P-1.2")]
_PointId = Annotated[str, *id_like(rf"^[PG]-{_NUMBER}\.{_NUMBER}\.[a-z]$", "G-1.2.a")]
_TalkingPoint = Annotated[Point, Field(description="Write one talking point.")]
_Care = Annotated[Point, Field(description="Write one sentence on who might find it hard, and what to do.")]
Prompts = Annotated[tuple[Question, ...], Field(min_length=1, max_length=6)]


class OwnersShape(Shape):
    """One question for each practice owner; the keys are those of `Owner`."""

    headteacher: Question = ""
    dsl: Question = ""
    senco: Question = ""
    attendance_champion: Question = ""
    designated_teacher: Question = ""
    it_lead: Question = ""
    site_lead: Question = ""
    hr_lead: Question = ""
    first_aid_lead: Question = ""
    governor: Question = ""
    any_staff: Question = ""
    pupils: Question = ""

    def words(self) -> Words[Owner]:
        return Words(tuple((owner, text) for owner in Owner if (text := getattr(self, owner))))


class EvidenceShape(Shape):
    """What to look for of each kind; the keys are those of `Kind`."""

    record: Point = ""
    policy: Point = ""
    case_example: Point = ""
    conversation: Point = ""
    observation: Point = ""
    data: Point = ""

    def words(self) -> Words[Kind]:
        return Words(tuple((kind, text) for kind in Kind if (text := getattr(self, kind))))


class InclusionShape(Shape):
    send: Question
    disability: Question
    lgbtq: Question
    culture: Question

    def words(self) -> Words[Included]:
        return Words(tuple((included, getattr(self, included)) for included in Included))


class IndicatorShape(Shape):
    id: _IndicatorId
    text: _TalkingPoint

    def indicator(self) -> Indicator:
        return Indicator(self.id, self.text)


class PointShape(IndicatorShape):
    id: _PointId


class SubAreaShape(Shape):
    id: SubAreaId
    title: Title
    statement: Statement
    strengths: Annotated[Question, Field(description="Write one open question that invites what is excellent.")]
    indicators: Annotated[tuple[IndicatorShape, ...], Field(min_length=1, max_length=26)] = ()
    prompts: Prompts = ()
    owners: OwnersShape = OwnersShape()
    conduct: _Care = ""
    met_with: Annotated[tuple[MeetWith, ...], Field(min_length=1, max_length=len(MeetWith))] = ()
    evidence: EvidenceShape = EvidenceShape()
    level: Annotated[tuple[Level, ...], Field(min_length=1, max_length=len(Level))] = ()
    sensitivity: Sensitivity = Sensitivity.NONE
    care: _Care = ""
    instruments: Annotated[tuple[InstrumentId, ...], Field(min_length=1, max_length=12)] = ()
    borrow: Point = ""

    def sub_area(self) -> SubArea:
        return SubArea(
            id=self.id,
            title=self.title,
            statement=self.statement,
            strengths=self.strengths,
            indicators=tuple(indicator.indicator() for indicator in self.indicators),
            prompts=self.prompts,
            owners=self.owners.words(),
            conduct=self.conduct,
            met_with=self.met_with,
            evidence=self.evidence.words(),
            level=self.level,
            sensitivity=self.sensitivity,
            care=self.care,
            instruments=self.instruments,
            borrow=self.borrow,
        )


class AreaShape(Shape):
    id: AreaId
    title: Title
    inclusion: InclusionShape | None = None
    sub_areas: Annotated[tuple[SubAreaShape, ...], Field(min_length=1, max_length=99)]

    def area(self) -> Area:
        inclusion = self.inclusion.words() if self.inclusion else Words[Included]()
        return Area(self.id, self.title, tuple(sub_area.sub_area() for sub_area in self.sub_areas), inclusion)


class BoundaryShape(Shape):
    between: Annotated[
        tuple[NodeId, ...],
        Field(min_length=2, max_length=2, description='List the two ids, such as ["A-1.1", "A-1.2"].'),
    ]
    apart: Annotated[Point, Field(description="Write how to tell the two apart.")]

    def boundary(self) -> Boundary:
        one, other = self.between
        return Boundary((one, other), self.apart)


class ItemShape(Shape):
    id: _ItemId
    title: Title
    statement: Statement
    points: Annotated[tuple[PointShape, ...], Field(min_length=1, max_length=26)] = ()

    def item(self) -> Item:
        return Item(self.id, self.title, self.statement, tuple(point.indicator() for point in self.points))


class GroupShape(Shape):
    id: _GroupId
    title: Title
    items: Annotated[tuple[ItemShape, ...], Field(min_length=1, max_length=99)]

    def group(self) -> Group:
        return Group(self.id, self.title, tuple(item.item() for item in self.items))


class FrameworkShape(Shape):
    """A whole framework file; principles, good practice and boundaries may be left out, areas may not."""

    kind: Annotated[Literal["framework"], Field(description='Write kind: "framework", or leave it out.')] = "framework"
    id: FileId
    version: Version
    title: Title
    citation: Annotated[Citation, Field(description="Name the paper that this framework follows.")]
    areas: Annotated[tuple[AreaShape, ...], Field(min_length=1, max_length=99)]
    boundaries: Annotated[tuple[BoundaryShape, ...], Field(min_length=1, max_length=99)] = ()
    principles: Annotated[tuple[GroupShape, ...], Field(min_length=1, max_length=99)] = ()
    good_practice: Annotated[tuple[GroupShape, ...], Field(min_length=1, max_length=99)] = ()

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
            boundaries=tuple(boundary.boundary() for boundary in self.boundaries),
        )
