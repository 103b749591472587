"""A reviewer says what they found of what the school says of itself: beside it, never over it."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Offer, Tell, Text, Way
from bot.domain.acts import About
from bot.domain.note import Shows
from bot.domain.people import Person
from bot.domain.permission import Act, may
from bot.domain.prompt import Prompt, Seen
from bot.domain.prompt_changes import AnswerMarked
from bot.domain.prompt_permission import may_mark_answer
from bot.message import Visit

LONGEST = 600


def mark_answer(prompt: Prompt, me: Person, began: date) -> Conversation:
    """One choice, with words where one has some; whoever saw it differently says how."""
    review = prompt.set.review
    mine = next((mark for mark in prompt.marks if mark.by.id == me.id), None)
    if prompt.held and mine and mine.words:
        yield Tell("held_as_it_stands", hold=prompt.held)
        return []
    if review is None or not may_mark_answer(me, prompt, began):
        over = review is not None and may(me, Act.MARK_ANSWER, review, began)
        yield Tell("visit_over" if over else "team_marks", prompt=prompt)
        return []
    role = review.framework.role(prompt.owner)
    answers = yield Ask(
        Choice("seen", options=tuple(Seen), initial=mine.seen if mine else ""),
        Text("words", optional=True, longest=LONGEST, initial=mine.words if mine else ""),
        intro="to_mark",
        prompt=prompt,
        role=role,
    )
    seen, words = Seen(str(answers["seen"])), str(answers["words"]).strip()
    if seen is Seen.DIFFERENTLY and not words:
        answers = yield Ask(Text("how", longest=LONGEST), intro="differently")
        words = str(answers["how"]).strip()
    shows = Shows.EXCELLENT.value if prompt.is_strengths else ""
    note = {"node": prompt.node, "shows": shows}
    yield Tell(
        "marked",
        Way("read_on", Visit("said", About("said", f"{review.id}/{prompt.node}"))),
        Offer("make_note", "take_note", About("review", review.id), preset=note),
        Offer("change_mark", "mark_answer", About("prompt", prompt.id)),
        role=role,
        seen=seen,
        words=words,
    )
    if mine and (seen, words) == (mine.seen, mine.words):
        return []
    return [AnswerMarked(prompt.id, me.id, seen, words)]
