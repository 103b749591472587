"""A file of questions leaders ask themselves: reads one into a QuestionSet, or says everything that is wrong with it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.domain.depth import Owner
from bot.domain.question_set import Question, QuestionSet, Theme
from store import shapes
from store.framework_depth import closed, entries, questions
from store.framework_ids import misnamed
from store.instruments_file import YesOrNo
from store.plain_file import Grammar, parse_as
from store.plain_yaml import Fault, Page
from store.shapes import Citation, FileId, Near, Shape, Title, Version, id_like

_THEMES = {"themes": "K-"}


class QuestionShape(Shape):
    id: Annotated[str, *id_like(r"^K-[1-9][0-9]?\.[a-z][1-9][0-9]?$", "K-1.h2")]
    to: Owner
    text: shapes.Question
    near: Near

    def question(self) -> Question:
        return Question(self.id, self.to, self.text, self.near)


class ThemeShape(Shape):
    id: Annotated[str, *id_like(r"^K-[1-9][0-9]?$", "K-1")]
    title: Title
    questions: Annotated[tuple[QuestionShape, ...], Field(min_length=1, max_length=40)]

    def theme(self) -> Theme:
        return Theme(self.id, self.title, tuple(question.question() for question in self.questions))


class QuestionSetShape(Shape):
    kind: Annotated[Literal["question-set"], Field(description='Write kind: "question-set".')]
    id: FileId
    version: Version
    title: Title
    citation: Annotated[Citation, StringConstraints(max_length=600)]
    private: YesOrNo = YesOrNo.YES
    themes: Annotated[tuple[ThemeShape, ...], Field(min_length=1, max_length=40)]

    def question_set(self, sha256: str) -> QuestionSet:
        return QuestionSet(
            id=self.id,
            version=self.version,
            sha256=sha256,
            title=self.title,
            citation=self.citation,
            private=self.private is YesOrNo.YES,
            themes=tuple(theme.theme() for theme in self.themes),
        )


def _faults(page: Page) -> list[Fault]:
    faults = misnamed(page, _THEMES) + questions(page, page.value or "", ())
    for place, entry in entries(page.value or "", ()):
        if "to" in entry:
            faults += closed(page, (*place, "text"), entry.get("text"), "the question")
    return faults


QUESTION_SET = Grammar[QuestionSet](
    name="question-set", shape=QuestionSetShape, faults=_faults, build=QuestionSetShape.question_set
)


def parse(text: bytes, name: str) -> QuestionSet:
    """Make a QuestionSet of a file's bytes; FileProblems when it is wrong."""
    return parse_as(QUESTION_SET, text, name)
