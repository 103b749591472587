"""Whoever was added by hand is given a way in: an invitation, good once; and it can be withdrawn while nobody has used it."""

from datetime import date

from bot.conversation import Ask, Conversation, Tell, Way, Who
from bot.domain.acts import TRUST
from bot.domain.changes_people import InvitationWithdrawn, PersonInvited
from bot.domain.people import Person, Trust
from bot.domain.permission import Act, may_be_invited, may_in_trust
from bot.message import Visit


def invite_person(trust: Trust, me: Person, began: date) -> Conversation:
    """Invite, or invite again: only the newest invitation lets anybody in."""
    if not may_in_trust(me, Act.LET_IN, began):
        yield Tell("not_yours_to_let_in")
        return []
    could = tuple(
        person
        for person in trust.people
        if person.id != me.id and may_be_invited(person, began, arrived=person.id in trust.arrived)
    )
    if not could:
        yield Tell("nobody_to_invite")
        return []
    answers = yield Ask(Who("whom", people=could, schools=trust.school_names), intro="who_is_invited")
    invited = str(answers["whom"])
    yield Tell("person_invited", Way("see_people", Visit("people", TRUST)), name=_named(could, invited))
    return [PersonInvited(invited)]


def withdraw_invitation(trust: Trust, me: Person, began: date) -> Conversation:
    """It lets nobody in from now on. Whoever has come in already stays."""
    if not may_in_trust(me, Act.LET_IN, began):
        yield Tell("not_yours_to_let_in")
        return []
    could = tuple(person for person in trust.people if person.id in trust.invited)
    if not could:
        yield Tell("nobody_invited")
        return []
    answers = yield Ask(Who("whom", people=could, schools=trust.school_names), intro="whose_invitation")
    whose = str(answers["whom"])
    yield Tell("invitation_withdrawn", name=_named(could, whose))
    return [InvitationWithdrawn(whose)]


def _named(people: tuple[Person, ...], person: str) -> str:
    return next(one.name for one in people if one.id == person)
