"""Rule 4's contacts: a school's head, DSL or the trust lead says whom to tell, and that it is right today."""

from datetime import date

from bot.conversation import Answers, Ask, Choice, Conversation, Offer, Tell
from bot.domain import whom
from bot.domain.acts import About
from bot.domain.changes_setup import AuthorityKept, ContactsConfirmed, ContactsKept
from bot.domain.people import Authority, Contact, Person, School
from bot.domain.permission import Act, may_at_school, may_in_trust
from bot.domain.whom import Role
from bot.entry import Entry, Line

NOBODY = Contact("", "")


def school_contacts(school: School, me: Person, began: date) -> Conversation:
    """Fill in who is told at a school, and confirm it."""
    if not may_at_school(me, Act.KEEP_CONTACTS, school.id, began):
        yield Tell("not_yours", school=school)
        return []
    first, second = (*school.contacts, NOBODY, NOBODY)[:2]
    answers = yield Ask(
        *_one("first", first),
        *_one("second", second),
        intro="in_school",
        school=school,
    )
    adults = {contact.role: contact for contact in school.adult_contacts}
    head = adults.get(Role.HEAD, NOBODY)
    above = adults.get(Role.CHAIR) or adults.get(Role.NAMED_PERSON) or NOBODY
    answers = yield Ask(
        *_reached("head", head),
        Choice("about_head", options=(Role.CHAIR, Role.NAMED_PERSON), initial=above.role),
        *_reached("about_head", above),
        Choice("right", options=("yes",)),
        intro="the_head",
        school=school,
    )
    children = tuple(_kept(answers, key, str(answers[f"{key}_role"])) for key in ("first", "second"))
    of_adults = (_kept(answers, "head", Role.HEAD), _kept(answers, "about_head", str(answers["about_head"])))
    yield _done(school)
    return [ContactsKept(school.id, children, of_adults)]


def confirm_contacts(school: School, me: Person, began: date) -> Conversation:
    """Read who is told at a school, and say that it is right today."""
    if not may_at_school(me, Act.KEEP_CONTACTS, school.id, began):
        yield Tell("not_yours", school=school)
        return []
    fill_in = Offer("fill_in", "school_contacts", About("school", school.id))
    if whom.own_missing(school):
        yield Tell("say_first", fill_in, school=school)
        return []
    answers = yield Ask(Choice("today", options=("yes", "change")), intro="these", school=school)
    if answers["today"] == "change":
        yield Tell("change_them", fill_in, school=school)
        return []
    yield _done(school)
    return [ContactsConfirmed(school.id)]


def authority_contacts(authority: Authority, me: Person, began: date) -> Conversation:
    """Fill in whom to tell at a local authority."""
    serves = any(may_at_school(me, Act.KEEP_CONTACTS, school, began) for school in authority.schools)
    if not serves and not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_your_authority")
        return []
    answers = yield Ask(
        Line("front_door", kind=Entry.PHONE, initial=authority.front_door),
        Line("front_door_hours", kind=Entry.HOURS, optional=True, initial=authority.front_door_hours),
        Line("out_of_hours", kind=Entry.PHONE, initial=authority.out_of_hours),
        Line("lado", kind=Entry.PHONE, initial=authority.lado),
        Line("lado_hours", kind=Entry.HOURS, optional=True, initial=authority.lado_hours),
        intro="the_authority",
        authority=authority,
    )
    names = ("front_door", "front_door_hours", "out_of_hours", "lado", "lado_hours")
    front, hours, out, lado, lado_hours = (" ".join(str(answers[name]).split()) for name in names)
    yield Tell("authority_kept", authority=authority)
    return [
        AuthorityKept(authority.code, Authority(authority.code, authority.name, front, hours, out, lado, lado_hours))
    ]


def _one(key: str, contact: Contact) -> tuple[Line, ...]:
    return (Line(f"{key}_role", kind=Entry.LINE, initial=contact.role), *_reached(key, contact))


def _reached(key: str, contact: Contact) -> tuple[Line, Line]:
    return (
        Line(f"{key}_number", kind=Entry.PHONE, initial=contact.number),
        Line(f"{key}_hours", kind=Entry.HOURS, optional=True, initial=contact.hours),
    )


def _kept(answers: Answers, key: str, role: str) -> Contact:
    return Contact(
        *(" ".join(part.split()) for part in (role, str(answers[f"{key}_number"]), str(answers[f"{key}_hours"])))
    )


def _done(school: School) -> Tell:
    """Thank them; where the authority's own numbers are missing, they come next."""
    if set(whom.missing(school)) - set(whom.own_missing(school)):
        if not school.authority:
            return Tell("kept_no_authority", school=school)
        return Tell(
            "kept_but_authority",
            Offer("fill_in_authority", "authority_contacts", About("authority", school.authority)),
            school=school,
        )
    return Tell("kept", school=school)
