"""*How do I know?*: a head, or somebody who governs, begins their own questions. Nobody can begin them for anybody else."""

from datetime import date

from bot.conversation import Conversation, Show, Tell
from bot.domain.acts import About
from bot.domain.changes import NEW
from bot.domain.own_questions import OwnQuestions
from bot.domain.people import Person
from bot.domain.prompt import SetSort
from bot.domain.prompt_changes import PlannedPrompt, PromptsPlanned
from bot.domain.prompt_permission import own_questions_of


def begin_private(own: OwnQuestions, me: Person, began: date) -> Conversation:
    """All their questions stand there from now on; none is ever sent."""
    owner = own_questions_of(me, own.school.id, began)
    if owner is None:
        yield Tell("own_not_for_you")
        return []
    if own.begun:
        yield Show("own", About("person", "mine"))
        return []
    asked = tuple(
        PlannedPrompt(one.question, one.text, one.node, one.owner, me.id, one.minutes, one.sensitive)
        for one in own.asked
    )
    yield Show("own", About("person", "mine"))
    return [
        PromptsPlanned(NEW, SetSort.PRIVATE, own.school.id, "", own.pin, me.id, None, asked),
    ]
