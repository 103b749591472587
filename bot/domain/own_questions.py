"""What a head or somebody who governs may ask themselves at their own school. They begin it; it is never sent to anybody."""

from dataclasses import dataclass

from bot.domain.depth import Owner
from bot.domain.people import School
from bot.domain.prompt import Asked, private_questions
from bot.domain.question_set import QuestionSet, Theme


@dataclass(frozen=True)
class OwnQuestions:
    """`owner` is as whom they ask themselves; nobody, where it is not for them."""

    school: School
    questions: QuestionSet
    owner: Owner | None
    begun: bool = False

    @property
    def pin(self) -> str:
        return f"{self.questions.id}@{self.questions.version}#{self.questions.sha256}"

    @property
    def asked(self) -> tuple[Asked, ...]:
        return private_questions(self.questions, self.owner) if self.owner else ()


def theme_of(questions: QuestionSet, question: str) -> Theme | None:
    """The theme that a question belongs to, by its key."""
    return next((theme for theme in questions.themes if any(one.id == question for one in theme.questions)), None)
