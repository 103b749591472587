"""Telling somebody that their answers were read: gathered over a sitting, and gone again where no mark stands any more."""

from sqlalchemy.orm import Session

from bot.domain.acts import About, Notice
from bot.handover import quiet
from bot.message import Card, Visit
from bot.wording import Wording
from store import prompts
from store.act_rows import ActRecord

MY_ANSWERS = Visit("my_answers", About("person", "mine"))


def answer_read(session: Session, wording: Wording, act: ActRecord) -> Card | None:
    """The notice; raises KeyError where the set is there no more."""
    found = prompts.of_set(session, act.about.id)
    if not any(one.marks and one.answer and one.answer.by.id == act.place for one in found):
        return None
    review = found[0].set.review
    return quiet(wording, Notice.ANSWER_READ, (("what_became", MY_ANSWERS),), review=review)
