"""What came of something borrowed: taken back in one tap, asked about a term later, and put in other words by its writer."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Tell, Text
from bot.dialogs.answer_card import evidence
from bot.dialogs.answer_question import resting
from bot.domain.changes import NEW
from bot.domain.depth import Kind
from bot.domain.library_changes import ReplyReworded, TryingEnded, WorkedSaid
from bot.domain.library_permission import may_reword_reply, may_say_what_came
from bot.domain.people import Person
from bot.domain.reply import LONGEST, Outcome, Reply, ReplyState, Sort
from bot.privacy import Audience


def not_trying(reply: Reply, me: Person, began: date) -> Conversation:
    """Taken back in one tap; no reason is asked."""
    if not may_say_what_came(me, reply, began):
        yield Tell("nothing_tried")
        return []
    yield Tell("no_longer_tried")
    return [TryingEnded(reply.id, reply.affirmation.id, me.id, Outcome.NOT_FOR_US)]


def what_came_of_it(reply: Reply, me: Person, began: date) -> Conversation:
    """It worked, with a line of evidence; it is still tried; or it was not for them, and nobody asks why."""
    if not may_say_what_came(me, reply, began):
        yield Tell("nothing_tried")
        return []
    if stopped := resting(reply):
        yield stopped
        return []
    answers = yield Ask(Choice("came", options=tuple(Outcome)), intro="what_came_of_it", reply=reply)
    came, card = Outcome(str(answers["came"])), reply.affirmation
    if came is Outcome.NOT_FOR_US:
        yield Tell("no_longer_tried")
        return [TryingEnded(reply.id, card.id, me.id, came)]
    if came is Outcome.STILL:
        # Asked once more, a term later, and then no more.
        due = reply.next_due if reply.state is ReplyState.OPEN else None
        yield Tell("still_tried", again=due is not None)
        return [TryingEnded(reply.id, card.id, me.id, came, due)]
    answers = yield Ask(*evidence(), intro="what_worked", reply=reply)
    named, school = (reply.school.name, reply.school.id) if reply.school else ("", "")
    yield Tell("worked", named=named, school=card.review.school)
    words, kind = str(answers["evidence"]).strip(), Kind(str(answers["kind"]))
    return [WorkedSaid(NEW, card.id, me.id, school, kind, words, reply.id)]


def reword_reply(reply: Reply, me: Person, began: date) -> Conversation:
    """New words in the place of what one said last; the old ones go."""
    if not may_reword_reply(me, reply, began):
        yield Tell("not_yours_to_reword")
        return []
    if reply.held:
        yield Tell("held_as_it_stands", hold=reply.held)
        return []
    last = reply.words[-1].text
    if reply.sort is Sort.WORKED:
        answers = yield Ask(*evidence(last, reply.kind or ""), intro="reword_reply", reply=reply)
        kind, words = Kind(str(answers["kind"])), str(answers["evidence"]).strip()
    else:
        said = Text("said", audience=Audience.PUBLIC, longest=LONGEST, initial=last)
        answers = yield Ask(said, intro="reword_reply", reply=reply)
        kind, words = None, str(answers["said"]).strip()
    if words == last and kind == reply.kind:
        yield Tell("as_it_was")
        return []
    yield Tell("reworded", school=reply.affirmation.review.school)
    return [ReplyReworded(reply.id, reply.affirmation.id, me.id, words, kind)]
