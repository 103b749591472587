"""Who hears of a change to the trust's people: whoever takes over a post, and the trust leads when a lead leaves."""

from dataclasses import dataclass

from bot.dialogs.library_announcements import as_it_stands
from bot.domain.acts import TRUST, About, Act, Notice, Post, ToPerson
from bot.domain.affirmation import Affirmation
from bot.domain.changes_people import PeopleChange, PersonErased, PersonLeft, PostTaken
from bot.domain.people import Job

HANDED_OVER = frozenset({Job.HEADTEACHER, Job.DSL, Job.TRUST_LEAD})
"""The posts that others wait for: what is open comes with the post."""


@dataclass(frozen=True)
class PeopleStage:
    """How things stand after the change: the reviews that a leaver leads, and whether anything is open for a post, or came with it."""

    led: tuple[str, ...] = ()
    trust_leads: tuple[str, ...] = ()
    is_open: bool = False
    named: tuple[Affirmation, ...] = ()
    """Cards on which they stood by name."""
    agree_again: tuple[tuple[str, str], ...] = ()
    """Cards that waited for them to agree in the head's place, each with a head who is asked now."""


def announce_people(change: PeopleChange, stage: PeopleStage) -> list[Act]:
    """The acts that follow. Nobody is told of an import as such: three hundred people would be."""
    match change:
        case PersonLeft(person=person):
            to_name = [
                Post(ToPerson(who), Notice.LEAD_LEFT, About("review", review), detail=person)
                for review in stage.led
                for who in stage.trust_leads
                if who != person
            ]
            asked = ((card, head) for card, head in stage.agree_again if head != person)
            again = [Post(ToPerson(head), Notice.AGREEMENT_ASKED, About("affirmation", card)) for card, head in asked]
            return [*to_name, *again, *_without_name(stage)]
        case PersonErased():
            return _without_name(stage)
        case PostTaken(person=person, job=job, school=school) if stage.is_open:
            about = About("school", school) if school else TRUST
            return [Post(ToPerson(person), Notice.HANDOVER, about, detail=job)]
        case _:
            return []


def _without_name(stage: PeopleStage) -> list[Act]:
    """What stands in the channel follows: who left or was erased stands on no card by name."""
    return [act for card in stage.named for act in as_it_stands(card)]
