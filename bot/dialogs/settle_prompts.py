"""Whoever planned a set settles what the bot cannot bring to anybody, and stops what need not be asked any more."""

from datetime import date
from typing import Any

from bot.conversation import Ask, Choice, Conversation, Tell, Way
from bot.domain.acts import About
from bot.domain.people import Person
from bot.domain.planning import Planning, Reach
from bot.domain.prompt import PromptSet
from bot.domain.prompt_changes import PromptForVisit, PromptPassedOn, PromptsClosed
from bot.domain.prompt_permission import may_coordinate
from bot.domain.standing import SetStands, ToSettle
from bot.message import Visit

AGAIN, EMAIL, IN_PERSON, LET_GO = "again", "email", "in_person", "let_go"
WAITING, ALL, NOT_NOW = "waiting", "all", "not_now"


def page_of(of: PromptSet | Planning) -> Visit:
    """Where the sets of its review, or of its school, stand."""
    if of.review:
        return Visit("prompts", About("review", of.review.id))
    return Visit("school_prompts", About("school", of.school.id))


def settle_prompts(about: ToSettle, me: Person, began: date) -> Conversation:
    """A colleague, by e-mail, at the visit, once more, or not at all."""
    of = about.stands.set
    if not may_coordinate(me, of, began):
        yield Tell("not_yours_to_settle", school=of.school)
        return []
    back = Way("see_sets", page_of(of))
    if not about.prompts:
        yield Tell("settled_already", back)
        return []
    there = {one.id: one.name for one in about.colleagues if one != about.person} if _in_time(of, began) else {}
    again = {Reach.CHAT: (AGAIN,), Reach.EMAIL: (EMAIL,), Reach.NOT: ()}[about.reach] if _in_time(of, began) else ()
    visit = (IN_PERSON,) if of.review and of.review.ends >= began else ()
    answers = yield Ask(
        Choice("settle", options=(*again, *there, *visit, LET_GO), labels=there), intro="to_settle", **_told(about)
    )
    how, ids = str(answers["settle"]), tuple(one.id for one in about.prompts)
    yield Tell("settled", back, how=how if how not in there else "colleague", name=there.get(how, ""), **_told(about))
    if how == LET_GO:
        return [PromptsClosed(of.id, me.id, ids)]
    if how == IN_PERSON:
        return [PromptForVisit(one, me.id) for one in ids]
    to = about.person.id if how in {AGAIN, EMAIL} and about.person else how
    return [PromptPassedOn(one, me.id, to) for one in ids]


def withdraw_prompts(about: SetStands, me: Person, began: date) -> Conversation:
    """Nothing more of a set is asked. What was answered stays."""
    of = about.set
    if not may_coordinate(me, of, began):
        yield Tell("not_yours_to_settle", school=of.school)
        return []
    back = Way("see_sets", page_of(of))
    if not about.unanswered:
        yield Tell("settled_already", back)
        return []
    some = (WAITING,) if about.waiting and len(about.waiting) < len(about.unanswered) else ()
    answers = yield Ask(
        Choice("which", options=(*some, ALL, NOT_NOW)),
        intro="to_withdraw",
        school=of.school,
        waiting=len(about.waiting),
        count=len(about.unanswered),
    )
    if answers["which"] == NOT_NOW:
        yield Tell("as_it_was", back)
        return []
    found = about.waiting if answers["which"] == WAITING else about.unanswered
    yield Tell("withdrawn", back, count=len(found), school=of.school)
    return [PromptsClosed(of.id, me.id, tuple(one.id for one in found))]


def _in_time(of: PromptSet, today: date) -> bool:
    return of.before is None or of.before > today


def _told(about: ToSettle) -> dict[str, Any]:
    role = next((one for one in about.stands.roles if one.owner == about.owner), None)
    return {
        "school": about.stands.set.school,
        "role": about.role,
        "count": len(about.prompts),
        "whys": dict(role.with_human) if role else {},
        "minutes": sum(one.minutes for one in about.prompts),
    }
