"""Somebody's own path through what they are asked: one question at a time, then in words what else waits. Reads only.

Limits bind what the bot sends, never what a person opens: what is planned can be answered here as well. A sensitive
question stands alone, and is opened by whoever it is for, never shown because another was answered.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import whose_time
from bot.answer_read import MY_ANSWERS
from bot.domain.acts import About
from bot.domain.other_words import name_of_answer
from bot.domain.people import Person
from bot.domain.prompt import Prompt, PromptState
from bot.domain.prompt_later import Later, later_days
from bot.domain.prompt_path import Path, minutes, path, told_of
from bot.domain.prompt_permission import (
    may_answer,
    may_change_answer,
    may_leave,
    may_pass_on,
    may_put_off,
    may_read_answer,
    may_share_answer,
    may_take_back,
    may_write_own,
    own_questions_of,
)
from bot.look import Looking, NotForYouError
from bot.message import Action, Begin, Button, Card, Visit, Words
from store import open_prompts, prompts

FILE = "prompt"
MINE, AHEAD = About("person", "mine"), About("person", "ahead")
PATH = Visit("asked", MINE)


def path_of(look: Looking) -> Path:
    """What is open for whoever looks."""
    return path(open_prompts.open_to(look.session, look.me.id), look.me, look.now.date())


def asked(look: Looking, which: str) -> tuple[Card, ...]:
    """The next question, and what else there is; `which` is `ahead` for whoever goes on with what is planned."""
    found = path_of(look)
    step = found.next_step(ahead=which == AHEAD.id)
    if step is None:
        return (_nothing(look, found), *_beside(look, found))
    if step.sensitive:
        return (_question(look, found, step, ()),)
    return (_step(look, found, step), *_beside(look, found, shown=step))


def question(look: Looking, prompt_id: str) -> tuple[Card, ...]:
    """One question of somebody's own."""
    prompt = _own(look, prompt_id)
    return (_question(look, path_of(look), prompt, ()),)


def after(look: Looking, which: str) -> Card:
    """The next step for whoever has just done one."""
    found = path_of(look)
    step = found.next_step(ahead=which == AHEAD.id)
    if step is None:
        return _nothing(look, found)
    return _closed(look, step) if step.sensitive else _step(look, found, step)


def on_home(look: Looking) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """What waits, as the first card of Home, and the doors that stand at its end."""
    found = path_of(look)
    step = found.next_step()
    if step is None:
        return (), (*((_planned(look, found),) if found.ahead else ()), *_own_door(look))
    return (_closed(look, step) if step.sensitive else _step(look, found, step),), tuple(_own_door(look))


def _own_door(look: Looking) -> Iterator[Card]:
    """The way to one's own questions, for a head and for those who govern."""
    schools = sorted(look.me.own_schools)
    if any(own_questions_of(look.me, school, look.now.date()) for school in schools):
        yield card(look, "own_door", (button(look, "own_questions", Visit("own", MINE)),))


def ways(look: Looking, prompt_id: str) -> tuple[Card, ...]:
    """What else can be done with a question."""
    prompt, today = _own(look, prompt_id), look.now.date()
    about, review = About("prompt", prompt.id), prompt.set.review
    own: list[tuple[str, Action]] = []
    if may_answer(look.me, prompt, today):
        own.append(("written_down", Begin("written_down", about)))
    if may_put_off(look.me, prompt, today):
        own.append(("not_this_week", Begin("not_this_week", about)))
    if may_leave(look.me, prompt, today) and review is not None and review.ends >= today:
        own.append(("ask_in_person", Begin("ask_in_person", about)))
    if may_pass_on(look.me, prompt, today):
        own += [("not_mine", Begin("not_mine", about)), ("hand_over", Begin("delegate_prompt", about))]
    own.append(("back_to_question", Visit("question", about)))
    buttons = tuple(button(look, label, action) for label, action in own)
    return (card(look, "ways", buttons, **told_of(prompt, look.me)),)


def shared(look: Looking, prompt_id: str) -> tuple[Card, ...]:
    """An answer that its writer shared with whoever looks."""
    try:
        prompt = prompts.load(look.session, prompt_id)
    except KeyError:
        raise NotForYouError from None
    if not prompt.set.is_private or not may_read_answer(look.me, prompt, look.now.date()):
        raise NotForYouError
    return (card(look, "shared_with_you", (), answer=prompt.answer, **told_of(prompt, look.me)),)


def later_of(session: Session, prompt: Prompt, me: Person, now: datetime, zone: ZoneInfo) -> dict[Later, date]:
    """On which days a question could come again: only such as are within somebody's own times, and in time."""
    who = whose_time.asked(session, me.id, zone)

    def comes(day: date) -> date | None:
        moment = who.next_time(who.midnight(day), sensitive=prompt.sensitive)
        return who.here(moment).date() if moment else None

    return later_days(prompt.set.before, now.astimezone(zone).date(), comes)


# ── Cards ───────────────────────────────────────────────────────────────────────────────────


def card(look: Looking, block: str, buttons: tuple[Button, ...], *words: Words, **facts: Any) -> Card:
    """A card of this file's words; what is given in `words` stands before them."""
    titled = look.wording.has(FILE, f"{block}_title")
    return Card(
        notice=look.wording.line(FILE, "notice_looked"),
        title=look.wording.line(FILE, f"{block}_title", **facts) if titled else "",
        words=(*(part for some in words for part in some), *look.wording.words(FILE, block, **facts)),
        buttons=buttons,
    )


def button(look: Looking, label: str, action: Action, *, primary: bool = False) -> Button:
    return Button(look.wording.line(FILE, label), action, primary)


def _step(look: Looking, found: Path, step: Prompt) -> Card:
    if step.state is PromptState.TO_APPROVE:
        return _to_approve(look, step)
    rest = [one for one in found.waiting if one.id != step.id]
    ahead = step.state is not PromptState.ASKED
    more = look.wording.words(FILE, "more", count=len(rest), minutes=minutes(rest), ahead=ahead)
    return _question(look, found, step, more)


def _question(look: Looking, found: Path, prompt: Prompt, more: Words) -> Card:
    """The question, why it is asked, in whose name, who reads the answer, how long it takes; and the ways to answer."""
    facts, today = told_of(prompt, look.me), look.now.date()
    here = (one.id for one in (prompt, *found.waiting, *found.ahead))
    first = not open_prompts.asked_before(look.session, look.me.id, frozenset(here))
    say = look.wording.words
    facts["first"] = first
    told = (
        *(say(FILE, "first_time", **facts) if first else ()),
        *(say(FILE, "with_care") if prompt.sensitive else ()),
        *say(FILE, "question", **facts),
        *say(FILE, "reads", **facts),
        *more,
    )
    block = "alone" if prompt.sensitive else "asked"
    shown = Card(look.wording.line(FILE, "notice_looked"), look.wording.line(FILE, f"{block}_title"), told)
    return replace(
        shown, buttons=tuple(_answers(look, prompt, held=open_prompts.held_for(look.session, prompt, look.me, today)))
    )


def _answers(look: Looking, prompt: Prompt, held: Prompt | None) -> Iterator[Button]:
    about, today = About("prompt", prompt.id), look.now.date()
    yield button(look, "answer_it", Begin("answer_prompt", about), primary=True)
    if held:
        yield button(look, "already", Begin("answer_held", about))
    if may_put_off(look.me, prompt, today) and later_of(look.session, prompt, look.me, look.now, look.wording.zone):
        yield button(look, "later_way", Begin("put_off", about))
    if may_leave(look.me, prompt, today):
        yield button(look, "skip", Begin("skip_prompt", about))
    if may_take_back(look.me, prompt, today) and prompt.person != look.me:
        yield button(look, "give_it_back", Begin("take_back", about))
    yield button(look, "other_ways", Visit("ways", about))


def _closed(look: Looking, prompt: Prompt) -> Card:
    """A sensitive question is opened when there is a quiet moment for it."""
    about = About("prompt", prompt.id)
    buttons = [button(look, "open_it", Visit("question", about), primary=True)]
    if may_put_off(look.me, prompt, look.now.date()):
        buttons.append(button(look, "not_this_week", Begin("not_this_week", about)))
    return card(look, "closed", tuple(buttons), **told_of(prompt, look.me))


def _to_approve(look: Looking, prompt: Prompt) -> Card:
    about = About("prompt", prompt.id)
    agree = Begin("approve_answer", about, given={"approve": "agree"})
    buttons = (
        button(look, "agree_to_it", agree, primary=True),
        button(look, "in_other_words", Begin("approve_answer", about, given={"approve": "reword"})),
        button(look, "send_it_back", Begin("approve_answer", about, given={"approve": "back"})),
    )
    gone = prompt.delegate is None or prompt.delegate.has_left(look.now.date())
    return card(look, "to_approve", buttons[:-1] if gone else buttons, answer=prompt.answer, **told_of(prompt, look.me))


def _nothing(look: Looking, found: Path) -> Card:
    ahead = found.ahead
    go_on = (button(look, "one_now", Visit("asked", AHEAD)),) if ahead else ()
    said = (button(look, "what_i_said", MY_ANSWERS),)
    return card(look, "nothing_waits", (*go_on, *said), count=len(ahead), minutes=minutes(ahead))


def _planned(look: Looking, found: Path) -> Card:
    go_on = (button(look, "one_now", Visit("asked", AHEAD)),)
    return card(look, "planned", go_on, count=len(found.ahead), minutes=minutes(found.ahead))


def _beside(look: Looking, found: Path, shown: Prompt | None = None) -> Iterator[Card]:
    """What is with colleagues, and what is planned and may be answered now."""
    for one in open_prompts.handed_over(look.session, look.me.id):
        take_back = button(look, "take_it_back", Begin("take_back", About("prompt", one.id)))
        yield card(look, "with_colleague", (take_back,), **told_of(one, look.me))
    ahead = [one for one in found.ahead if one != shown]
    if ahead and shown is not None and shown.state is not PromptState.PLANNED:
        yield _planned(look, replace(found, ahead=tuple(ahead)))


def care_of(look: Looking, prompt: Prompt) -> Iterator[Button]:
    """What somebody can still do with what they have said."""
    about, today = About("prompt", prompt.id), look.now.date()
    if may_write_own(look.me, prompt, today):
        yield button(look, "change_it", Begin("write_own", about))
    if may_change_answer(look.me, prompt, today):
        yield button(look, "change_it", Begin("change_answer", about))
    if may_share_answer(look.me, prompt, today) and (prompt.set.review is not None or prompt.set.is_private):
        yield button(look, "who_may_read", Begin("share_answer", about))
    yield button(look, "remove_it", Begin("remove_words", About("words", name_of_answer(prompt))))


def _own(look: Looking, prompt_id: str) -> Prompt:
    try:
        prompt = prompts.load(look.session, prompt_id)
    except KeyError:
        raise NotForYouError from None
    if prompt.set.is_private or not may_answer(look.me, prompt, look.now.date()):
        raise NotForYouError
    return prompt
