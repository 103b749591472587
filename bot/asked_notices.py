"""What somebody is told of questions for them: that something is there and how long it takes, never what it asks.

Worded when it is delivered: what was answered meanwhile is told of no more.
"""

from sqlalchemy.orm import Session

from bot.domain.acts import About, Notice
from bot.domain.prompt import Prompt, PromptState
from bot.domain.prompt_path import minutes, told_of
from bot.domain.prompt_permission import may_read_answer
from bot.handover import FILE, quiet
from bot.message import Action, Begin, Button, Card, Visit
from bot.wording import Wording
from store import open_prompts, people, prompts
from store.act_rows import ActRecord

PATH = Visit("asked", About("person", "mine"))


def of_asked(session: Session, wording: Wording, notice: Notice, act: ActRecord) -> Card | None:
    """Those of what was sent, or reminded of, that are still open."""
    named = frozenset(act.detail.split())
    waiting = [one for one in prompts.waiting_for(session, act.place) if one.id in named and _waits(one)]
    if not waiting:
        return None
    first, me = waiting[0], people.person(session, act.place)
    new = notice is Notice.PROMPTS_ASKED and not open_prompts.asked_before(session, me.id, named)
    # One for a quiet moment is opened itself: in its path it may stand behind others.
    opens = Visit("question", About("prompt", first.id)) if first.sensitive and len(waiting) == 1 else PATH
    buttons: tuple[tuple[str, Action], ...] = (("read_and_answer", opens),)
    if notice is Notice.PROMPTS_NUDGED:
        buttons = (*buttons, ("not_this_week", Begin("not_this_week", About("prompt", first.id))))
    facts = {**told_of(first, me), "count": len(waiting), "minutes": minutes(waiting), "new": new}
    made = (Button(wording.line(FILE, label), action, not number) for number, (label, action) in enumerate(buttons))
    title = wording.line(FILE, f"{notice}_title")
    return Card(
        wording.line(FILE, f"{notice}_notice", **facts),
        title,
        wording.words(FILE, notice, **facts),
        buttons=tuple(made),
    )


def of_prompt(session: Session, wording: Wording, notice: Notice, act: ActRecord) -> Card | None:
    """What a colleague wrote, for the owner to stand by; and what somebody has shared with others."""
    prompt, me = prompts.load(session, act.about.id), people.person(session, act.place)
    match notice:
        case Notice.ANSWER_TO_APPROVE:
            waits = prompt.state is PromptState.TO_APPROVE and prompt.person == me
            facts = told_of(prompt, me) | {"wrote": prompt.delegate}
            return quiet(wording, notice, (("read_and_answer", PATH),), **facts) if waits else None
        case Notice.ANSWER_SHARED:
            if not may_read_answer(me, prompt, act.made.date()) or prompt.person is None:
                return None
            read = ("read_it", Visit("shared", act.about))
            return quiet(wording, notice, (read,), wrote=prompt.person, school=prompt.set.school)
        case _:
            return None


def of_set(session: Session, wording: Wording, notice: Notice, act: ActRecord) -> Card | None:
    """What became of a set, for whoever planned it and for whoever answered."""
    found = prompts.load_set(session, act.about.id)
    return quiet(wording, notice, (("go_home", Visit("home", About("trust", "trust"))),), school=found.school)


def _waits(prompt: Prompt) -> bool:
    return prompt.state is PromptState.ASKED and not prompt.set.is_private
