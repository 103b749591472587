"""The people of a card: who agrees in the head's place, who may be asked how it is done, who stands on it by name."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Tell, Way, Who
from bot.domain.acts import About
from bot.domain.affirmation import Affirmation, State
from bot.domain.library_changes import AgreementHanded, ContactChosen, NamingAnswered, NamingAsked
from bot.domain.library_permission import (
    may_answer_naming,
    may_choose_contact,
    may_hand_agreement,
    may_speak_for_school,
)
from bot.domain.people import Job, Person
from bot.domain.practice_words import Named
from bot.message import Visit


def _stands(affirmation: Affirmation) -> Way:
    return Way("where_it_stands", Visit("affirmation", About("affirmation", affirmation.id)))


def _refused(affirmation: Affirmation, *, may: bool) -> Tell | None:
    if not may:
        return Tell("not_you", affirmation=affirmation)
    if affirmation.state is State.WITHDRAWN:
        return Tell("moved_on", _stands(affirmation), affirmation=affirmation)
    return None


def hand_agreement(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """Somebody of the school agrees in the head's place; where the school has no head, the trust lead says who."""
    school = affirmation.review.school.id
    heads = tuple(one.id for one in affirmation.colleagues if one.is_a(Job.HEADTEACHER, school))
    if refused := _refused(affirmation, may=may_hand_agreement(me, affirmation, began, heads=heads)):
        yield refused
        return []
    if not affirmation.colleagues:
        yield Tell("nobody_there", affirmation=affirmation)
        return []
    asked = Who("agrees", people=affirmation.colleagues, initial=affirmation.delegate)
    answers = yield Ask(asked, intro="hand_agreement", affirmation=affirmation)
    to = next(one for one in affirmation.colleagues if one.id == answers["agrees"])
    yield Tell("handed", _stands(affirmation), affirmation=affirmation, to=to, mine=to == me)
    return [AgreementHanded(affirmation.id, me.id, to.id)]


def choose_contact(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """Somebody else of the school is asked how it is done."""
    if refused := _refused(affirmation, may=may_choose_contact(me, affirmation, began)):
        yield refused
        return []
    if not affirmation.colleagues:
        yield Tell("nobody_there", affirmation=affirmation)
        return []
    asked = Who("contact", people=affirmation.colleagues, initial=affirmation.contact)
    answers = yield Ask(asked, intro="choose_contact", affirmation=affirmation)
    to = next(one for one in affirmation.colleagues if one.id == answers["contact"])
    yield Tell("contact_chosen", _stands(affirmation), affirmation=affirmation, to=to, mine=to == me)
    return [ContactChosen(affirmation.id, me.id, to.id)]


def ask_to_name(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """The school would like to thank somebody by name, which only they can say yes to. Nobody is asked twice."""
    if refused := _refused(affirmation, may=may_speak_for_school(me, affirmation, began)):
        yield refused
        return []
    asked = {one.person.id for one in affirmation.named}
    others = tuple(one for one in affirmation.colleagues if one.id not in asked)
    if not others:
        yield Tell("nobody_to_name", affirmation=affirmation)
        return []
    answers = yield Ask(Who("whom", people=others), intro="ask_to_name", affirmation=affirmation)
    whom = next(one for one in others if one.id == answers["whom"])
    if whom == me:
        yield Tell("named_yes", _stands(affirmation), affirmation=affirmation)
        return [NamingAnswered(affirmation.id, me.id, agreed=True)]
    yield Tell("name_asked", _stands(affirmation), affirmation=affirmation, whom=whom)
    return [NamingAsked(affirmation.id, me.id, whom.id)]


def answer_naming(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """Their own word, which they may take back at any time. No reason is asked, and nobody is told of a no."""
    if refused := _refused(affirmation, may=may_answer_naming(me, affirmation, began)):
        yield refused
        return []
    mine = next(one for one in affirmation.named if one.person.id == me.id)
    held = {Named.AGREED: "yes", Named.DECLINED: "no", Named.ASKED: ""}[mine.state]
    answers = yield Ask(
        Choice("by_name", options=("yes", "no"), initial=held), intro="answer_naming", affirmation=affirmation
    )
    agreed = answers["by_name"] == "yes"
    yield Tell("named_yes" if agreed else "named_no", affirmation=affirmation)
    return [NamingAnswered(affirmation.id, me.id, agreed)]
