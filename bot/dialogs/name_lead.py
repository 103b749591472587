"""The trust lead names another person to lead a review: whoever led it has left, or has handed it on."""

from datetime import date

from bot.conversation import Ask, Conversation, Tell, Who
from bot.domain.changes import LeadNamed
from bot.domain.people import Person
from bot.domain.permission import Act, may, may_be_asked
from bot.domain.review import Review, Standing


def name_lead(review: Review, me: Person, began: date) -> Conversation:
    if not may(me, Act.NAME_LEAD, review, began):
        yield Tell("trust_lead_names")
        return []
    # A person who has said no is not asked twice.
    no = {member.person.id for member in review.team if member.standing is Standing.DECLINED}
    could = {
        person.id: person
        for person in review.colleagues
        if may_be_asked(person, review.school.id, began) and not person.guest_of
    }
    offered = tuple(person for key, person in could.items() if key != review.lead.id and key not in no)
    if not offered:
        yield Tell("nobody_to_name", review=review)
        return []
    who = Who("lead", people=offered, schools=review.school_names)
    answers = yield Ask(who, intro="who_leads", review=review, left=review.lead.has_left(began))
    named = could[str(answers["lead"])]
    asks = named not in review.seated
    yield Tell("lead_asked" if asks else "lead_is_named", review=review, person=named.name)
    return [LeadNamed(review.id, named.id, review.lead.id, asks)]
