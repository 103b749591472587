"""Who hears of what is set up: a school that is asked whom to tell, and the trust lead where it has not answered."""

from dataclasses import dataclass

from bot.domain.acts import About, Act, Notice, Post, ToPerson
from bot.domain.changes_setup import ContactsAsked, ContactsOverdue, SetUpChange


@dataclass(frozen=True)
class SetUpStage:
    """Who there is to be told: the trust leads, and of the school its heads, or its DSLs where it has no head."""

    trust_leads: tuple[str, ...] = ()
    school: tuple[str, ...] = ()
    of_the_trust: bool = False
    """A team of the trust leads safeguarding for every school, and is asked beside it."""


def announce_set_up(change: SetUpChange, stage: SetUpStage) -> list[Act]:
    """The acts that follow. A school with neither head nor DSL is its trust lead's to ask."""
    match change:
        case ContactsAsked(school=school):
            whom = stage.school or stage.trust_leads
            if stage.of_the_trust:
                whom = tuple(dict.fromkeys((*whom, *stage.trust_leads)))
            return [Post(ToPerson(person), Notice.CONTACTS_ASKED, About("school", school)) for person in whom]
        case ContactsOverdue(school=school):
            about = About("school", school)
            return [Post(ToPerson(person), Notice.CONTACTS_OVERDUE, about) for person in stage.trust_leads]
        case _:
            return []
