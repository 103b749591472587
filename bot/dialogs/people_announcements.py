"""Who hears of a change to the trust's people: whoever takes over a post, and the trust leads when a lead leaves."""

from dataclasses import dataclass

from bot.domain.acts import TRUST, About, Act, Notice, Post, ToPerson
from bot.domain.changes_people import PeopleChange, PersonLeft, PostTaken
from bot.domain.people import Job

HANDED_OVER = frozenset({Job.HEADTEACHER, Job.DSL, Job.TRUST_LEAD})
"""The posts that others wait for: what is open comes with the post."""


@dataclass(frozen=True)
class PeopleStage:
    """How things stand after the change: the reviews that a leaver leads, and whether anything is open for a post, or came with it."""

    led: tuple[str, ...] = ()
    trust_leads: tuple[str, ...] = ()
    is_open: bool = False


def announce_people(change: PeopleChange, stage: PeopleStage) -> list[Act]:
    """The acts that follow. Nobody is told of an import as such: three hundred people would be."""
    match change:
        case PersonLeft(person=person):
            return [
                Post(ToPerson(who), Notice.LEAD_LEFT, About("review", review), detail=person)
                for review in stage.led
                for who in stage.trust_leads
                if who != person
            ]
        case PostTaken(person=person, job=job, school=school) if stage.is_open:
            about = About("school", school) if school else TRUST
            return [Post(ToPerson(person), Notice.HANDOVER, about, detail=job)]
        case _:
            return []
