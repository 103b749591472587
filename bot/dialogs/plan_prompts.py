"""Somebody plans what a school is asked: before a visit, between visits, or on a theme. Everything is seen before it is sent.

What the bot cannot do by itself is settled here by role: nobody is in the post, nobody is reached there, or it does not fit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.conversation import Answers, Ask, Choice, Choices, Conversation, Day, Question, Tell, Way
from bot.dialogs.settle_prompts import page_of
from bot.domain import prompt
from bot.domain.changes import NEW
from bot.domain.depth import Owner
from bot.domain.people import Person
from bot.domain.permission import Act, may
from bot.domain.planning import (
    Group,
    Placed,
    Planning,
    Reach,
    RoleAsked,
    by_role,
    fitting,
    loose,
    owner_of,
    parts_that_fit,
    strengths_first,
)
from bot.domain.prompt_changes import PlannedPrompt, PromptChange, PromptForVisit, PromptsPlanned
from bot.domain.prompt_path import told_of
from bot.domain.prompt_permission import may_plan_for
from bot.domain.themes import Theme, parts_of
from bot.fitting import Fitting

A_DAY = timedelta(days=1)
USUALLY, FURTHEST = timedelta(days=14), timedelta(days=120)
MOST_PARTS = 6
"""Sub-areas of a pulse: it is a handful, not a review."""
OF_THE_ASKED = "prompt"
"""The file of what people who are asked read."""
EMAIL, IN_PERSON, WITH_ME, LEAVE_OUT, AS_FAR = "email", "in_person", "with_me", "leave_out", "as_far"
SETTLED_AT_ONCE = frozenset({EMAIL, IN_PERSON, WITH_ME, LEAVE_OUT})


def plan_self_review(planning: Planning, me: Person, began: date) -> Conversation:
    """The practice owners of a school that is to be reviewed say how things stand, before the visit."""
    review = planning.review
    if review is None or not may(me, Act.PLAN_PROMPTS, review, began):
        yield Tell("lead_asks")
        return []
    last = review.begins if review.begins > began else review.ends
    if last <= began:
        yield Tell("too_late", review=review)
        return []
    if not planning.questions(part.id for part in planning.parts):
        yield Tell("nothing_to_ask", Way("see_sets", page_of(planning)), planning=planning)
        return []
    answers = yield Ask(
        _before(began, last, last), _parts(planning, last), intro="choose_parts", **_fits(planning, last)
    )
    return (yield from _preview(planning, me, answers, (*answers["parts"], *planning.above_in_scope)))


def plan_pulse(planning: Planning, me: Person, began: date) -> Conversation:
    """A few questions between visits."""
    if not may_plan_for(me, planning.school.id, began):
        yield Tell("school_asks", school=planning.school)
        return []
    if not planning.questions(part.id for part in planning.parts):
        yield Tell("nothing_to_ask", Way("see_sets", page_of(planning)), planning=planning)
        return []
    answers = yield Fitting(
        _before(began, began + USUALLY, began + FURTHEST),
        _parts(planning, None),
        intro="choose_few",
        planning=planning,
        fit=_AFew(),
    )
    return (yield from _preview(planning, me, answers, tuple(answers["parts"])))


def plan_theme(planning: Planning, me: Person, began: date) -> Conversation:
    """Everything on one theme, from all whose it is."""
    if not may_plan_for(me, planning.school.id, began):
        yield Tell("school_asks", school=planning.school)
        return []
    known = tuple(theme for theme in Theme if planning.questions(parts_of(theme, planning.framework)))
    if not known:
        yield Tell("nothing_to_ask", Way("see_sets", page_of(planning)), planning=planning)
        return []
    answers = yield Ask(
        Choice("theme", options=known), _before(began, began + USUALLY, began + FURTHEST), intro="choose_theme"
    )
    return (yield from _preview(planning, me, answers, parts_of(Theme(str(answers["theme"])), planning.framework)))


@dataclass(frozen=True)
class _AFew:
    """A pulse takes a minute's thought, so it is about a few things."""

    def problems(self, answers: Answers) -> dict[str, str]:
        return {"parts": "too_many_parts"} if len(answers["parts"]) > MOST_PARTS else {}

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        del answers
        return {"most": MOST_PARTS}


def _before(began: date, usually: date, last: date) -> Day:
    return Day("before", earliest=began + A_DAY, latest=last, initial=usually.isoformat())


def _parts(planning: Planning, before: date | None) -> Choices:
    parts = {part.id: f"{part.id} {part.title}" for part in planning.parts if planning.questions((part.id,))}
    initial = parts_that_fit(planning, before, parts) if before else ()
    return Choices("parts", options=tuple(parts), labels=parts, initial=initial)


def _fits(planning: Planning, before: date) -> dict[str, Any]:
    """What a card says of how much fits before its usual day."""
    nodes = [*(part.id for part in planning.parts), *planning.above_in_scope]
    asked = planning.questions(nodes)
    roles = by_role(planning, asked)
    met = [role for role in roles if role.reach is not Reach.NOT]
    return {
        "planning": planning,
        "before": before,
        "count": sum(len(role.questions) for role in met),
        "fit": len(fitting(planning, asked, before)),
        "roles": _said(met),
        "unmet": _said([role for role in roles if role.reach is Reach.NOT]),
        "held": planning.held_of(nodes),
    }


def _preview(planning: Planning, me: Person, answers: Answers, nodes: Sequence[str]) -> Conversation:
    before = date.fromisoformat(str(answers["before"]))
    asked = planning.questions(nodes)
    if not asked:
        yield Tell("nothing_left")
        return []
    roles = by_role(planning, asked)
    sent = fitting(planning, asked, before)
    unmet = loose(roles)
    placed = [one for role in roles if role.reach is not Reach.NOT for one in role.questions]
    late = [one for one in placed if one.question not in sent]
    facts: dict[str, Any] = {
        "planning": planning,
        "before": before,
        "roles": _said([role for role in roles if role.reach is not Reach.NOT]),
        "nobody": [group for group in unmet if group[0].reach is Reach.NOT],
        "count": len(placed),
        "fit": len(placed) - len(late),
        "held": planning.held_of(nodes),
    }
    yield Tell("preview", **facts)
    if placed:
        yield from _as_they_see_it(planning, me, before, placed[0])
    answers = yield Ask(
        *((_late(planning),) if late else ()),
        *(_whom(planning, group) for group in unmet),
        Choice("sure", options=("yes", "not_yet")),
    )
    if answers["sure"] != "yes":
        yield Tell("as_it_was")
        return []
    return (yield from _planned(planning, me, before, _chosen(planning, asked, unmet, sent, answers)))


def _as_they_see_it(planning: Planning, me: Person, before: date, first: prompt.Asked) -> Iterator[Tell]:
    """What whoever is asked first reads, in the very words in which it comes to them."""
    whom = planning.whom(first)
    person = whom.person if whom else me
    of = prompt.PromptSet(NEW, planning.sort, planning.school, me, "", planning.now, planning.review, before)
    one = prompt.Prompt(
        NEW,
        of,
        first.question,
        first.text,
        first.node,
        first.owner,
        1,
        first.minutes,
        first.sensitive,
        prompt.PromptState.PLANNED,
        person,
    )
    told = told_of(one, person) | {"first": True}
    yield Tell("as_they_see_it", role="" if first.node in planning.above else planning.framework.role(first.owner))
    for block in ("first_time", *(("with_care",) if first.sensitive else ()), "question", "reads"):
        yield Tell(f"{OF_THE_ASKED}/{block}", **told)
    yield Tell("their_buttons")


def _said(roles: Iterable[RoleAsked]) -> list[tuple[str, int, int]]:
    """Each role with its questions and minutes, whoever they are."""
    found: dict[str, tuple[int, int]] = {}
    for role in roles:
        count, minutes = found.get(role.role, (0, 0))
        found[role.role] = count + len(role.questions), minutes + role.minutes
    return [(role, *counts) for role, counts in found.items()]


def _key(group: Group) -> str:
    owners = {role.owner for role in group}
    return f"role_{group[0].owner}" if len(owners) == 1 else "role_others"


def _whom(planning: Planning, group: Group) -> Question:
    """What becomes of questions to somebody whom the bot does not meet."""
    people = {one.id: one.name for one in planning.colleagues}
    by_email = (EMAIL,) if all(role.reach is Reach.EMAIL for role in group) else ()
    instead = IN_PERSON if planning.review else WITH_ME
    return Choice(
        _key(group),
        called="role",
        options=(*by_email, instead, *people, LEAVE_OUT),
        labels=people,
        initial=by_email[0] if by_email else instead,
        facts={
            "names": list(dict.fromkeys(role.role for role in group)),
            "count": sum(len(role.questions) for role in group),
        },
    )


def _late(planning: Planning) -> Question:
    instead = (IN_PERSON,) if planning.review else ()
    return Choice("late", options=(AS_FAR, *instead, LEAVE_OUT), initial=AS_FAR)


def _chosen(
    planning: Planning, asked: Sequence[prompt.Asked], unmet: Sequence[Group], sent: frozenset[str], answers: Answers
) -> list[Placed]:
    fates = {
        (role.owner, role.person.id if role.person else ""): str(answers.get(_key(group), WITH_ME))
        for group in unmet
        for role in group
    }
    found: list[Placed] = []
    for one in asked:
        whom = planning.whom(one)
        person = whom.person.id if whom else ""
        fate = fates.get((owner_of(planning, one), person), "")
        if fate in {"", EMAIL} and one.question not in sent:
            fate = str(answers.get("late", AS_FAR))
        if fate == LEAVE_OUT:
            continue
        if fate in {IN_PERSON, WITH_ME}:
            found.append((one, "", fate == IN_PERSON))
        else:
            found.append((one, person if fate in {"", EMAIL, AS_FAR} else fate, False))
    return strengths_first(planning.framework, found)


def _planned(planning: Planning, me: Person, before: date, placed: Sequence[Placed]) -> Conversation:
    if not placed:
        yield Tell("nothing_left")
        return []
    there = [
        PlannedPrompt(one.question, one.text, one.node, Owner(one.owner), person, one.minutes, one.sensitive)
        for one, person, _ in placed
    ]
    review = planning.review
    at_visit = [f"{NEW}:{place:03}" for place, (_, _, visit) in enumerate(placed, 1) if visit]
    with_me = sum(not person and not visit for _, person, visit in placed)
    yield Tell(
        "planned",
        Way("see_sets", page_of(planning)),
        planning=planning,
        count=len(there) - len(at_visit) - with_me,
        at_visit=len(at_visit),
        with_me=with_me,
    )
    planned = PromptsPlanned(
        NEW,
        planning.sort,
        planning.school.id,
        review.id if review else "",
        planning.framework.pin,
        me.id,
        before,
        tuple(there),
    )
    changes: list[PromptChange] = [planned, *(PromptForVisit(one, me.id) for one in at_visit)]
    return changes
