"""Erasing a person: what would go and what stays is said first, with the reviews it would touch; then it is asked once."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Tell, Who
from bot.domain.changes_people import PersonErased
from bot.domain.people import Erasing, Person, Trust
from bot.domain.permission import Act, may_in_trust
from bot.domain.removal import Why

WHY = (Why.ASKED, Why.ERROR, Why.OTHER)
KEEP = "keep"  # the answer that erases nobody


def erase_person(trust: Trust, me: Person, began: date) -> Conversation:
    """Whoever decides of it is never the one it is about."""
    if not may_in_trust(me, Act.ERASE_PERSON, began):
        yield Tell("not_yours_to_erase")
        return []
    could = tuple(person for person in trust.people if person.id != me.id and person.erased is None)
    if not could:
        yield Tell("nobody_to_erase")
        return []
    answers = yield Ask(Who("whom", people=could, schools=trust.school_names), intro="who_is_erased")
    whom = trust.person(str(answers["whom"]))
    found = trust.erasing or Erasing(whom.id)
    if found.hindrance:
        yield Tell(f"hindered_{found.hindrance}", name=whom.name)
        return []
    answers = yield Ask(
        Choice("why", options=(*WHY, KEEP)),
        intro="erase",
        name=whom.name,
        goes=dict(found.goes),
        kept=dict(found.kept),
        open_at=found.open_at,
    )
    if answers["why"] == KEEP:
        yield Tell("nobody_erased")
        return []
    yield Tell("person_erased", name=whom.name)
    return [PersonErased(whom.id, Why(str(answers["why"])))]
