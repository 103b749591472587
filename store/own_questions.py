"""*How do I know?*: the questions that came with Peerwalk for leaders to ask themselves, and what one of them has begun."""

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.depth import Owner
from bot.domain.own_questions import OwnQuestions
from bot.domain.people import Person, School
from bot.domain.prompt import Prompt, SetSort
from bot.domain.question_set import QuestionSet
from store import people, prompts
from store.prompt_tables import PromptRow, PromptSetRow
from store.shelf import Shelf

OWN_QUESTIONS = "assured-2011"


@lru_cache(maxsize=1)
def question_set() -> QuestionSet:
    found: QuestionSet = Shelf().find("question-set", OWN_QUESTIONS).value
    return found


def own(session: Session, person: str) -> tuple[Prompt, ...]:
    """What somebody asks themselves, of every school, in the order of its themes."""
    private = select(PromptSetRow.id).where(PromptSetRow.sort == SetSort.PRIVATE, PromptSetRow.person == person)
    return prompts.which(session, PromptRow.set.in_(private), PromptRow.person == person)


def load(session: Session, school: str, me: Person, owner: Owner | None) -> OwnQuestions:
    """What somebody may ask themselves at a school; raises KeyError where there is no such school."""
    found: School = people.directory(session).schools[school]
    begun = any(one.set.school.id == school for one in own(session, me.id))
    return OwnQuestions(found, question_set(), owner, begun=begun)
