"""Where each set of questions stands, in words, for whoever asked: and what a person is to settle. Reads only.

By school and role; never what anybody said, and no blame: whoever was asked may have had the week that they had.
"""

from collections.abc import Iterator

from bot.domain import permission, prompt_permission
from bot.domain.acts import TRUST, About
from bot.domain.permission import Act
from bot.domain.prompt import ABOVE, PromptSet, PromptState
from bot.domain.standing import RoleStands, SetStands
from bot.look import Looking, NotForYouError, alike
from bot.message import Action, Begin, Card, Visit
from store import people, prompts, standing

FILE = "prompts_planned"


def of_review(look: Looking, review_id: str) -> tuple[Card, ...]:
    """All sets of a review, the newest first."""
    review = look.review(review_id, Act.PLAN_PROMPTS)
    ways: list[tuple[str, Action]] = []
    if review.ends > look.now.date():
        ways.append(("plan_self_review", Begin("plan_self_review", About("planning", f"self_review/{review.id}"))))
    ways.append(("go_home", Visit("home", TRUST)))
    found = prompts.sets_of(look.session, review=review.id)
    head = look.card_of(FILE, "sets", *ways, school=review.school, review=review, count=len(found))
    return (head, *(card for one in found for card in _set(look, one)))


def of_school(look: Looking, school_id: str) -> tuple[Card, ...]:
    """All sets of a school between visits, the newest first."""
    school = people.directory(look.session).schools.get(school_id)
    if school is None or not prompt_permission.may_plan_for(look.me, school_id, look.now.date()):
        raise NotForYouError
    ways: list[tuple[str, Action]] = [
        ("plan_pulse", Begin("plan_pulse", About("planning", f"pulse/{school.id}"))),
        ("plan_theme", Begin("plan_theme", About("planning", f"theme/{school.id}"))),
        ("see_dry_run", Visit("dry_run", About("school", school.id))),
        ("where_it_lives", Begin("where_it_lives", About("living", school.id))),
        ("go_home", Visit("home", TRUST)),
    ]
    every = prompts.sets_of(look.session, school=school.id)
    found = [one for one in every if one.review is None and not one.is_private]
    head = look.card_of(FILE, "sets", *ways, school=school, review=None, count=len(found))
    return (head, *(card for one in found for card in _set(look, one)))


def _set(look: Looking, of: PromptSet) -> Iterator[Card]:
    stands = SetStands(of, prompts.of_set(look.session, of.id))
    stop = (("withdraw", Begin("withdraw_prompts", About("whole_set", of.id))),) if stands.unanswered else ()
    roles = [(role_named(look, of, one.owner), one) for one in stands.roles]
    yield alike(look.card_of(FILE, "set", *stop, of=of, roles=roles))
    yield from (_to_settle(look, stands, one) for one in stands.roles if one.to_settle)


def _to_settle(look: Looking, stands: SetStands, role: RoleStands) -> Card:
    begin = Begin("settle_prompts", About("to_settle", f"{stands.set.id}/{role.owner}"))
    named = role_named(look, stands.set, role.owner)
    return look.card_of(FILE, "with_you", ("settle_it", begin), of=stands.set, role=named, whys=dict(role.with_human))


def role_named(look: Looking, of: PromptSet, owner: str) -> str:
    """What a practice owner is called where the set was asked."""
    if owner == ABOVE:
        return look.wording.line(FILE, "role_above")
    return standing.role_of(look.session, of, owner)


def on_home(look: Looking) -> tuple[Card, ...]:
    """What waits for somebody who asked a school: what the bot has given them to settle."""
    found = prompts.sets_of(look.session, state=PromptState.WITH_HUMAN)
    return tuple(card for of in found if settles(look, of) for card in _waiting(look, of))


def settles(look: Looking, of: PromptSet) -> bool:
    """Whether somebody is the one who is to settle a set: whoever planned it or leads its review, else a trust lead."""
    today = look.now.date()
    if not prompt_permission.may_coordinate(look.me, of, today):
        return False
    nearest = {one.id for one in (of.by, *((of.review.lead,) if of.review else ())) if not one.has_left(today)}
    return look.me.id in nearest or not nearest


def _waiting(look: Looking, of: PromptSet) -> Iterator[Card]:
    stands = SetStands(of, prompts.of_set(look.session, of.id))
    yield from (_to_settle(look, stands, one) for one in stands.roles if one.to_settle)


def own_schools(look: Looking) -> Iterator[Card]:
    """For a head or a DSL: what their school may be asked between visits."""
    today, known = look.now.date(), people.directory(look.session)
    for school in sorted(look.me.own_schools):
        hosts = permission.may_at_school(look.me, Act.ASK_SCHOOL, school, today)
        if (
            hosts
            and not known.schools[school].has_closed(today)
            and not permission.may_in_trust(look.me, Act.PLAN_REVIEW, today)
        ):
            way = ("ask_own_school", Visit("school_prompts", About("school", school)))
            yield alike(look.card_of(FILE, "own_school", way, school=known.schools[school]))
