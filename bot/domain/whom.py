"""Rule 4's contacts: whom to tell, in which order, and whether a school has said that they are right. Pure.

No review of a school begins before its contacts are confirmed. What was confirmed within a year before the review's
first day stands for the whole review: nobody on a visit is stopped because a day has passed.
"""

from datetime import date, timedelta
from enum import StrEnum

from bot.domain.people import Contact, School

GOOD_FOR = timedelta(days=365)
PATIENCE = timedelta(days=14)
"""How long after a school was asked its trust lead hears that it has not answered."""
TWO = 2


class Role(StrEnum):
    """A contact that is named by our words; all others by the school's own."""

    HEAD = "head"
    CHAIR = "chair"
    NAMED_PERSON = "named_person"
    FRONT_DOOR = "front_door"
    OUT_OF_HOURS = "out_of_hours"
    LADO = "lado"


class Missing(StrEnum):
    """What a school has still to say, or somebody for its authority."""

    CHILD = "child"
    HEAD = "head"
    ABOUT_HEAD = "about_head"
    FRONT_DOOR = "front_door"
    OUT_OF_HOURS = "out_of_hours"
    LADO = "lado"


def missing(school: School) -> tuple[Missing, ...]:
    """What is missing, in the order of rule 4."""
    roles, here = {contact.role for contact in school.adult_contacts}, school.served_by
    there = {
        Missing.CHILD: len(school.contacts) >= TWO,
        Missing.HEAD: Role.HEAD in roles,
        Missing.ABOUT_HEAD: bool(roles & {Role.CHAIR, Role.NAMED_PERSON}),
        Missing.FRONT_DOOR: bool(here and here.front_door),
        Missing.OUT_OF_HOURS: bool(here and here.out_of_hours),
        Missing.LADO: bool(here and here.lado),
    }
    return tuple(what for what, is_there in there.items() if not is_there)


def own_missing(school: School) -> tuple[Missing, ...]:
    """What is missing that the school itself has to say."""
    return tuple(what for what in missing(school) if what in {Missing.CHILD, Missing.HEAD, Missing.ABOUT_HEAD})


def stand(school: School, on: date) -> bool:
    """Whether the school's word on its contacts holds on this day, and nobody is missing among them."""
    return school.confirmed is not None and on <= school.confirmed + GOOD_FOR and not missing(school)


def stand_for(school: School, begins: date, today: date) -> bool:
    """Whether a review that begins on this day may begin, or go on."""
    return stand(school, min(begins, today))


def may_be_asked_again(school: School) -> bool:
    """Whether nobody at the school was asked since it last confirmed them: it is asked once, and no more."""
    return school.asked is None or (school.confirmed is not None and school.asked <= school.confirmed)


def is_due(school: School, today: date) -> bool:
    """Whether a school that had confirmed them is to be asked again, a year after."""
    return school.confirmed is not None and today > school.confirmed + GOOD_FOR and may_be_asked_again(school)


def is_overdue(school: School, today: date) -> bool:
    """Whether the school was asked, has not answered for two weeks, and its trust lead has not been told."""
    if stand(school, today) or school.asked is None or may_be_asked_again(school) or today < school.asked + PATIENCE:
        return False
    return school.overdue is None or school.overdue < school.asked


def about_child(school: School) -> tuple[Contact, ...]:
    """Whom to tell of a child, in the order to try: two in school, then the authority. 999 stands beside them always."""
    here = school.served_by
    return (
        *school.contacts,
        *((Contact(Role.FRONT_DOOR, here.front_door, here.front_door_hours),) if here and here.front_door else ()),
        *((Contact(Role.OUT_OF_HOURS, here.out_of_hours),) if here and here.out_of_hours else ()),
    )


def about_adult(school: School) -> tuple[Contact, ...]:
    """Whom to tell of an adult: the head; about the head, somebody above; and whoever is unsure, the LADO."""
    here = school.served_by
    return (
        *school.adult_contacts,
        *((Contact(Role.LADO, here.lado, here.lado_hours),) if here and here.lado else ()),
    )
