"""What a school says of itself, as cards: to the team beside its walk, and to the school's head and DSL. Reads only.

Whoever answered is named to their own school alone; the team reads their role. What the team saw stands beside each
answer, with its words for whoever may read its notes there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain import account
from bot.domain import prompt_permission as permission
from bot.domain.acts import About
from bot.domain.comparison import Comparison
from bot.domain.depth import Owner
from bot.domain.framework import Area
from bot.domain.note import Shows
from bot.domain.other_words import Thing, name_of, name_of_mark
from bot.domain.permission import HOST, TEAM, Act, may, may_take_note, roles
from bot.domain.prompt import Mark, Prompt, PromptState
from bot.domain.review import Review
from bot.look import Looking, NotForYouError, alike
from bot.message import Action, Begin, Button, Card, Visit
from store import comparisons, prompts

FILE = "said"
MOST_AT_ONCE = 8


@dataclass(frozen=True)
class Reading:
    """One answer as somebody may read it: whose role said it, their name for their own school, and what the team saw."""

    prompt: Prompt
    role: str
    name: str
    marks: tuple[tuple[str, Mark], ...]
    """What each of the team saw, with their name for the team."""
    may_mark: bool
    mine: Mark | None
    """What whoever reads it has marked."""


def readable(look: Looking, review: Review, *nodes: str) -> tuple[Prompt, ...]:
    """What has been said on a review, or on some of its sub-areas, as far as this person may read it."""
    found = account.said(prompts.of_review(look.session, review.id, nodes))
    return tuple(one for one in found if permission.may_read_answer(look.me, one, look.now.date()))


def door(look: Looking, review: Review) -> tuple[tuple[str, Action], ...]:
    """The way to all that a school has said, for whoever may read it, once it has said anything."""
    if not may(look.me, Act.READ_ANSWERS, review, look.now.date()) or not readable(look, review):
        return ()
    return (("what_school_says", Visit("said", About("review", review.id))),)


def on_step(look: Looking, review: Review, node: str) -> tuple[Button, ...]:
    """The button of a step of the walk, where its sub-area has any answer."""
    count = len(readable(look, review, node))
    if not count:
        return ()
    visit = Visit("said", About("said", f"{review.id}/{node}"))
    return (Button(look.wording.line(FILE, "on_step", count=count), visit),)


# ── All of a review ─────────────────────────────────────────────────────────────────────────


def said_of(look: Looking, about: str) -> tuple[Card, ...]:
    """What a school says: on one sub-area, or on an area, with each answer; or of a whole review, area by area."""
    review_id, _, node = about.partition("/")
    review = look.review(review_id, Act.READ_ANSWERS)
    if not node:
        return tuple(_whole(look, review))
    if not review.framework.has(node):
        raise NotForYouError
    area = review.framework.area_of(node)
    nodes = [part.id for part in area.sub_areas] if node == area.id else [review.framework.sub_area_of(node)]
    return tuple(_of_nodes(look, review, node, *nodes))


def _whole(look: Looking, review: Review) -> Iterator[Card]:
    found = account.by_part(review.framework, readable(look, review))
    every = [one for of in found.values() for one in of]
    own = sum(not one.marks for one in every)
    team = _is_team(look, review)
    walk: tuple[tuple[str, Action], ...] = (("walk_on", Visit("walk", About("review", review.id))),) if team else ()
    yield look.card_of(FILE, "whole", *walk, review=review, count=len(every), own=own, team=team)
    yield from (_parts(look, review, area, found) for area in review.framework.areas if _in(area, found))


def _in(area: Area, found: dict[str, tuple[Prompt, ...]]) -> bool:
    return any(part.id in found for part in area.sub_areas)


def _parts(look: Looking, review: Review, area: Area, found: dict[str, tuple[Prompt, ...]]) -> Card:
    """Who has answered on which part of an area, with the way to each."""
    parts = [(part, found[part.id]) for part in area.sub_areas if part.id in found]
    said = [(part, _role_names(review, of), sum(not one.marks for one in of)) for part, of in parts]
    buttons = tuple(Button(look.wording.line(FILE, "read_part", part=part), _at(review, part.id)) for part, _ in parts)
    return replace(look.card_of(FILE, "area", area=area, parts=said, team=_is_team(look, review)), buttons=buttons)


def _role_names(review: Review, answers: tuple[Prompt, ...]) -> list[str]:
    owners = {one.owner for one in answers}
    return [review.framework.role(owner) for owner in Owner if owner in owners]


def _at(review: Review, node: str) -> Visit:
    return Visit("said", About("said", f"{review.id}/{node}"))


# ── A sub-area, or an area ──────────────────────────────────────────────────────────────────


def _of_nodes(look: Looking, review: Review, node: str, *nodes: str) -> Iterator[Card]:
    every = prompts.of_review(look.session, review.id, nodes)
    may_read = [one for one in account.said(every) if permission.may_read_answer(look.me, one, look.now.date())]
    found = account.by_part(review.framework, may_read)
    team = _is_team(look, review)
    wishing = tuple(one for one in every if one.state is PromptState.IN_PERSON) if team else ()
    buttons: tuple[tuple[str, Action], ...] = (("all_of_it", Visit("said", About("review", review.id))),)
    if team:
        buttons = (("walk_on", Visit("walk", About("review", review.id))), *buttons)
    title = f"{node} {review.framework.title_of(node)}"
    count = sum(map(len, found.values()))
    facts = {"title": title, "count": count, "wishing": _role_names(review, wishing), "team": team}
    head = look.card_of(FILE, "part", *buttons, **facts)
    yield alike(head)
    if count > MOST_AT_ONCE and len(found) > 1:
        # More than a message holds: part by part.
        yield _parts(look, review, review.framework.area_of(node), found)
        return
    for of in found.values():
        yield from (_answer(look, review, reading(look, review, one)) for one in of)
    if may(look.me, Act.COMPARE, review, look.now.date()):
        yield from (_compared(look, one) for one in comparisons.of_answers(look.session, review, may_read))


def reading(look: Looking, review: Review, one: Prompt) -> Reading:
    """An answer as this person may read it."""
    today, team = look.now.date(), _is_team(look, review)
    of_school = bool(roles(look.me, review, today) & HOST)
    sees = permission.may_read_marks(look.me, one, today)
    name = one.answer.by.name if one.answer and of_school and not team else ""
    marks = tuple((mark.by.name if team else "", mark) for mark in one.marks) if sees else ()
    mine = next((mark for mark in one.marks if mark.by.id == look.me.id), None)
    may_mark = permission.may_mark_answer(look.me, one, today)
    return Reading(one, review.framework.role(one.owner), name, marks, may_mark, mine)


def _answer(look: Looking, review: Review, one: Reading) -> Card:
    about = About("prompt", one.prompt.id)
    buttons: list[tuple[str, Action]] = []
    if one.may_mark and one.mine:
        buttons.append(("change_mark", Begin("mark_answer", about)))
    elif one.may_mark:
        buttons.append(("saw_it_too", Begin("mark_answer", about, given={"seen": "too"})))
        buttons.append(("say_what_you_saw", Begin("mark_answer", about)))
    if one.may_mark and may_take_note(look.me, review, look.now.date()):
        shows = Shows.EXCELLENT.value if one.prompt.is_strengths else ""
        note = {"node": one.prompt.node, "shows": shows}
        buttons.append(("make_note", Begin("take_note", About("review", review.id), preset=note)))
    if one.mine and one.mine.words:
        words = About("words", name_of_mark(one.prompt, look.me.id))
        buttons.append(("remove_mark", Begin("remove_words", words)))
    return look.card_of(FILE, "answer", *buttons, one=one, team=_is_team(look, review))


def _compared(look: Looking, one: Comparison) -> Card:
    begin = Begin("compare", About("comparison", one.id))
    if one.said is None:
        return look.card_of(FILE, "may_compare", ("compare", begin), one=one)
    buttons: list[tuple[str, Action]] = [("change_compared", begin)]
    lead = may(look.me, Act.REMOVE_NOTE, one.review, look.now.date())
    if lead or (one.writer is not None and one.writer.id == look.me.id):
        named = name_of(one.review.id, Thing.COMPARISON, one.prompt)
        buttons.append(("remove_compared", Begin("remove_words", About("words", named))))
    plain = look.card_of(FILE, "compared", *buttons, one=one)
    return alike(plain)


def _is_team(look: Looking, review: Review) -> bool:
    return bool(roles(look.me, review, look.now.date()) & TEAM)


# ── On the team's table ─────────────────────────────────────────────────────────────────────


def on_table(look: Looking, review: Review, answers: tuple[Prompt, ...], area: str) -> tuple[Card, ...]:
    """An area's answers beside its notes: those the team has marked apart from what is the school's own account."""
    framework = review.framework
    here = tuple(one for one in answers if framework.has(one.node) and framework.area_of(one.node).id == area)
    if not here:
        return ()
    read = [reading(look, review, one) for one in account.strengths_first(framework, here)]
    compares = may(look.me, Act.COMPARE, review, look.now.date())
    said = [one for one in comparisons.of_answers(look.session, review, here) if one.said] if compares else []
    facts = {"marked": [one for one in read if one.marks], "own": [one for one in read if not one.marks]}
    label = "read_and_mark" if any(one.may_mark for one in read) else "read_them"
    found = look.card_of(FILE, "on_table", (label, _at(review, area)), area=area, said=said, **facts)
    return (alike(found),)
