"""A file of practice worth borrowing: reads one into Practice, or says everything that is wrong with it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.domain.practice import Among, ListeningSystem, Practice, PracticeTheme, Side, Tip
from store.framework_depth import questions
from store.framework_ids import misnamed
from store.plain_file import Grammar, parse_as
from store.plain_yaml import Fault, Page
from store.shapes import Citation, FileId, Near, Point, Shape, Statement, Title, Version, id_like

_LETTERS = {"themes": "O-", "listening": "L-"}


class TipShape(Shape):
    id: Annotated[str, *id_like(r"^O-[1-9][0-9]?\.[1-9][0-9]?$", "O-1.2")]
    text: Point
    near: Near

    def tip(self) -> Tip:
        return Tip(self.id, self.text, self.near)


class PracticeThemeShape(Shape):
    id: Annotated[str, *id_like(r"^O-[1-9][0-9]?$", "O-1")]
    title: Title
    side: Side
    statement: Statement
    near: Near
    tips: Annotated[tuple[TipShape, ...], Field(min_length=1, max_length=40)]

    def theme(self) -> PracticeTheme:
        tips = tuple(tip.tip() for tip in self.tips)
        return PracticeTheme(self.id, self.title, self.side, self.statement, self.near, tips)


class ListeningShape(Shape):
    id: Annotated[str, *id_like(r"^L-[1-9][0-9]?$", "L-1")]
    title: Title
    among: Among
    text: Point
    near: Near

    def listening(self) -> ListeningSystem:
        return ListeningSystem(self.id, self.title, self.among, self.text, self.near)


class PracticeShape(Shape):
    kind: Annotated[Literal["practice"], Field(description='Write kind: "practice".')]
    id: FileId
    version: Version
    title: Title
    citation: Annotated[Citation, StringConstraints(max_length=600)]
    themes: Annotated[tuple[PracticeThemeShape, ...], Field(min_length=1, max_length=40)]
    listening: Annotated[tuple[ListeningShape, ...], Field(min_length=1, max_length=99)]

    def practice(self, sha256: str) -> Practice:
        return Practice(
            id=self.id,
            version=self.version,
            sha256=sha256,
            title=self.title,
            citation=self.citation,
            themes=tuple(theme.theme() for theme in self.themes),
            listening=tuple(system.listening() for system in self.listening),
        )


def _faults(page: Page) -> list[Fault]:
    return misnamed(page, _LETTERS) + questions(page, page.value or "", ())


PRACTICE = Grammar[Practice](name="practice", shape=PracticeShape, faults=_faults, build=PracticeShape.practice)


def parse(text: bytes, name: str) -> Practice:
    """Make Practice of a file's bytes; FileProblems when it is wrong."""
    return parse_as(PRACTICE, text, name)
