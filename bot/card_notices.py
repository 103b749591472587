"""What is posted of a card of excellent practice, and what people are told of it on its way and after."""

from typing import Any

from sqlalchemy.orm import Session

from bot.domain.acts import Notice
from bot.domain.affirmation import Affirmation, State
from bot.domain.people import Job
from bot.handover import quiet
from bot.message import Action, Begin, Card, Visit
from bot.practice_card import practice_card
from bot.wording import Wording
from store import affirmations, people
from store.act_rows import ActRecord

_ABOUT_STATES = {
    Notice.AGREEMENT_ASKED: (State.WORDED, "agree_affirmation"),
    Notice.APPROVAL_ASKED: (State.AGREED, "approve_affirmation"),
    Notice.RETURNED: (State.DRAFTED, "reword_affirmation"),
}


def of_card(session: Session, wording: Wording, act: ActRecord) -> Card | None:
    """The card itself, or what somebody is told of it; None where that is so no more."""
    affirmation = affirmations.load(session, act.about.id)
    notice, review, about = Notice(act.notice), affirmation.review, act.about
    if notice is Notice.AFFIRMATION:
        stands = affirmation.stands_in_channel
        return practice_card(session, wording, affirmation, act.made.date()) if stands else None
    if notice in _ABOUT_STATES:
        state, dialog = _ABOUT_STATES[notice]
        if affirmation.state is not state:
            return None
        drafted = act.place == affirmation.drafter.id
        to_do = (("read_and_answer", Begin(dialog, about)),) if notice is not Notice.RETURNED or drafted else ()
        return quiet(wording, notice, to_do, review=review, drafted=drafted)
    withdrawn = affirmation.state is State.WITHDRAWN
    asked = act.place == affirmation.contact and not withdrawn
    whose = _whose(session, act, affirmation)
    pass_on = (("pass_it_on", Begin("choose_contact", about)),) if asked else ()
    match notice:
        case Notice.THANKED if affirmation.stands_in_channel:
            see: tuple[str, Action] = ("read_card", Visit("practice", about))
            return quiet(wording, notice, (see, *pass_on), "", review=review, asked=asked, **whose)
        case Notice.PAUSED if affirmation.state is State.PAUSED:
            return quiet(wording, notice, (), "", review=review, **whose)
        case Notice.WITHDRAWN:
            return quiet(wording, notice, (), "", review=review, **whose)
        case Notice.CONTACT_CHOSEN if asked:
            return quiet(wording, notice, pass_on, review=review)
        case Notice.NAMING_ASKED if not withdrawn and any(one.person.id == act.place for one in affirmation.named):
            return quiet(wording, notice, (("read_and_answer", Begin("answer_naming", about)),), review=review)
        case Notice.NOBODY_AGREES if affirmation.state is State.WORDED:
            if people.directory(session).holders(Job.HEADTEACHER, review.school.id, act.made.date()):
                return None
            return quiet(wording, notice, (("name_who_agrees", Begin("hand_agreement", about)),), review=review)
        case _:
            return None


def _whose(session: Session, act: ActRecord, affirmation: Affirmation) -> dict[str, Any]:
    """What it is to whoever is told: their school's, or made of their note."""
    told = people.directory(session).people.get(act.place)
    school = affirmation.review.school.id in told.own_schools if told else False
    return {"school": school, "noted": act.place in affirmation.writers}
