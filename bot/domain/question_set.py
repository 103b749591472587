"""A set of questions a leader asks themselves: private by default, and never a list to hand to anybody else."""

from dataclasses import dataclass

from bot.domain.depth import Owner


@dataclass(frozen=True)
class Question:
    """One question, for one role, with the parts of a framework it lies nearest to."""

    id: str
    to: Owner
    text: str
    near: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    id: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class QuestionSet:
    """The whole of one version of a set. When it is private, an answer is seen by whoever wrote it and nobody else."""

    id: str
    version: str
    sha256: str
    title: str
    citation: str
    private: bool
    themes: tuple[Theme, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for theme in self.themes for question in theme.questions)

    def to(self, owner: Owner) -> tuple[Question, ...]:
        """The questions for one role, in their order."""
        return tuple(question for question in self.questions if question.to is owner)

    def near(self, node_id: str) -> tuple[Question, ...]:
        """The questions that lie near a part of a framework."""
        return tuple(question for question in self.questions if node_id in question.near)
