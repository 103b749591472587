"""What became of somebody's own answers, as cards: what the team saw of each, and whether it reached the trust. Reads only.

Whoever answered hears what the team chose; its words, like its notes, are for the school's head and DSL once the area is
drawn together.
"""

from collections import Counter
from dataclasses import replace

from bot.answer_read import MY_ANSWERS
from bot.asked import care_of
from bot.domain import account
from bot.domain import prompt_permission as permission
from bot.domain.acts import TRUST
from bot.domain.affirmation import State
from bot.domain.prompt import Prompt, Seen
from bot.look import Looking, alike
from bot.message import Card, Visit
from bot.said import FILE as WORDS
from store import affirmations, prompts


def _mine(look: Looking) -> tuple[Prompt, ...]:
    """What somebody answered to others, what was marked first; what they asked themselves has a place of its own."""
    found = account.said(prompts.answered_by(look.session, look.me.id))
    mine = (one for one in found if not one.set.is_private and one.answer and one.answer.by.id == look.me.id)
    return tuple(sorted(mine, key=lambda one: not one.marks))


def my_answers(look: Looking) -> tuple[Card, ...]:
    """All that somebody has answered, each with what became of it."""
    mine = _mine(look)
    posted = _posted(look, mine)
    head = look.card_of(WORDS, "my_answers", ("go_home", Visit("home", TRUST)), count=len(mine))
    head = alike(head)
    return (head, *(_one(look, one, posted=(_review(one), one.node) in posted) for one in mine))


def after(look: Looking, prompt_id: str) -> Card:
    """One of them, as it stands once its writer has changed something about it."""
    prompt = prompts.load(look.session, prompt_id)
    return _one(look, prompt, posted=(_review(prompt), prompt.node) in _posted(look, (prompt,)))


def _one(look: Looking, one: Prompt, *, posted: bool) -> Card:
    today, review = look.now.date(), one.set.review
    told = permission.may_read_verdict(look.me, one, today)
    seen = Counter(mark.seen for mark in one.marks) if told else Counter[Seen]()
    reads = permission.may_read_marks(look.me, one, today)
    facts = {
        "one": one,
        "title": f"{one.node} {review.framework.title_of(one.node)}" if review else one.node,
        "seen": [(each, seen[each]) for each in Seen if seen[each]],
        "said": [mark.words for mark in one.marks if mark.words] if reads else [],
        "posted": posted,
        "open": review is not None and review.takes_notes(today),
    }
    return replace(look.card_of(WORDS, "my_answer", **facts), buttons=tuple(care_of(look, one)))


def _review(one: Prompt) -> str:
    return one.set.review.id if one.set.review else ""


def _posted(look: Looking, mine: tuple[Prompt, ...]) -> frozenset[tuple[str, str]]:
    """The reviews and sub-areas of which excellent practice stands in the trust channel."""
    ids = tuple(dict.fromkeys(found for one in mine if (found := _review(one))))
    every = affirmations.waiting(look.session, reviews_of=ids) if ids else ()
    return frozenset(
        (one.review.id, one.review.framework.sub_area_of(one.node))
        for one in every
        if one.state is State.POSTED and one.review.framework.has(one.node)
    )


def waiting(look: Looking) -> tuple[Card, ...]:
    """The way there from Home, once somebody of a team has marked one of them."""
    if not any(one.marks for one in _mine(look)):
        return ()
    return (look.card_of(WORDS, "my_answers_home", ("what_became", MY_ANSWERS)),)
