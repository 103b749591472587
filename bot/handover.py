"""The handover card: what is open for a post, told to whoever takes it over. Ids and counts; no words of anybody's.

Open things are found by the post and not by the person, so nothing has to be moved: it has only to be said.
"""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.acts import TRUST, Notice
from bot.domain.affirmation import Affirmation, State
from bot.domain.people import Job, Person
from bot.domain.review import Review, Seat, Standing
from bot.message import Action, Button, Card, Visit
from bot.wording import Wording
from store import affirmations, people, prompts, reviews
from store.act_rows import ActRecord

FILE = "notices"
_ON_THE_WAY = frozenset({State.DRAFTED, State.WORDED, State.AGREED, State.PAUSED})


def handover(session: Session, wording: Wording, act: ActRecord) -> Card | None:
    """What comes with the post, or None where nothing is open or the post is somebody else's by now."""
    today, me = act.made.date(), people.person(session, act.place)
    match act.about.kind:
        case "review":
            review = reviews.load(session, act.about.id, progress=True)
            block, facts = "handover_lead", _of_lead(session, review) if review.lead == me else {}
        case "school":
            held = me.is_a(Job(act.detail), act.about.id)
            found = _going_on(session, reviews.of_schools(session, frozenset({act.about.id})), today)
            school = people.directory(session).schools[act.about.id]
            block, facts = "handover_school", _of_school(session, found) if held else {}
            facts |= {"asked": _asked(session, me, school.id)}
            if not (held and (found or facts["asked"])):
                return None
            facts = {"reviews": [], "agree": 0, "others": 0, "read": []} | facts
            facts |= {"school": school, "head": act.detail == Job.HEADTEACHER, "today": today}
        case _:
            held = me.is_a(Job.TRUST_LEAD)
            found = _going_on(session, reviews.every(session), today)
            block, facts = "handover_trust", _of_trust(session, found, today) if held else {}
    return quiet(wording, Notice.HANDOVER, (("go_home", Visit("home", TRUST)),), block, **facts) if facts else None


def _going_on(session: Session, ids: tuple[str, ...], today: date) -> list[Review]:
    found = (reviews.load(session, review_id) for review_id in ids)
    return [review for review in found if review.ends >= today - reviews.AFTERWARDS]


def _waiting(session: Session, found: list[Review]) -> list[Affirmation]:
    every = affirmations.waiting(session, reviews_of=tuple(review.id for review in found))
    return [one for one in every if one.state in _ON_THE_WAY]


def _of_school(session: Session, found: list[Review]) -> dict[str, Any]:
    """For a head or a DSL: reviews of their school, what they may read, and what waits for the head's word."""
    waiting = _waiting(session, found)
    if not found:
        return {}
    read = [area.title for review in found for area in review.scope if area.id in review.drawn_together]
    return {
        "reviews": found,
        "agree": sum(one.state is State.WORDED for one in waiting),
        "others": sum(one.state is not State.WORDED for one in waiting),
        "read": read,
    }


def _asked(session: Session, me: Person, school: str) -> int:
    """How many questions came with the post."""
    return sum(one.set.school.id == school for one in prompts.waiting_for(session, me.id) if not one.set.is_private)


def _of_trust(session: Session, found: list[Review], today: date) -> dict[str, Any]:
    """For a trust lead: every review going on, those without a lead, and what waits for a second person."""
    if not found:
        return {}
    return {
        "reviews": found,
        "without": [review for review in found if review.lead.has_left(today)],
        "approve": sum(one.state is State.AGREED for one in _waiting(session, found)),
    }


def _of_lead(session: Session, review: Review) -> dict[str, Any]:
    """For whoever leads a review from now on."""
    asked = [m.person.name for m in review.team if m.standing is Standing.INVITED and m.seat is not Seat.LEAD]
    return {
        "review": review,
        "risks": len(review.so_far.risks),
        "asked": asked,
        "left": [area.title for area in review.scope if area.id not in review.drawn_together],
        "drafts": len(_waiting(session, [review])),
    }


def quiet(
    wording: Wording, notice: Notice, buttons: tuple[tuple[str, Action], ...], block: str = "", **facts: object
) -> Card:
    """A notice: what a lock screen may show says nothing, the words stand behind it."""
    made = tuple(
        Button(wording.line(FILE, label), action, primary=number == 0) for number, (label, action) in enumerate(buttons)
    )
    return Card(
        notice=wording.line(FILE, f"{notice}_notice", "notice", **facts),
        title=wording.line(FILE, f"{notice}_title", "title"),
        words=wording.words(FILE, block or notice, **facts),
        buttons=made,
    )
