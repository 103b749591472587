"""What meets a need, offered once and privately: of a note to develop, or an answer, the schools that wrote down how they do it.

Nothing is inferred: it goes by the sub-area where somebody filed the note, or that the question is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain import permission
from bot.domain.framework import Framework
from bot.domain.library import Wanted
from bot.domain.library_changes import PracticeOffered
from bot.domain.note import Shows
from bot.domain.note_changes import NoteMarked, NoteTaken
from bot.domain.permission import Act
from bot.domain.prompt_changes import PromptAnswered
from bot.library import FILE, at
from bot.look import Looking
from bot.message import Button, Card
from store import kept_frameworks, library, notes, prompts

MOST_NAMED = 3


@dataclass(frozen=True)
class Offered:
    """What somebody is offered beside the reply to what they did, and the change that remembers it."""

    names: str
    change: PracticeOffered

    def beside(self, look: Looking, reply: Card) -> Card:
        words = look.wording.words(FILE, "offered", names=self.names)
        see = Button(look.wording.line(FILE, "see_how"), at(Wanted(node=self.change.node)))
        return replace(reply, words=(*reply.words, *words), buttons=(*reply.buttons, see))


def offered(look: Looking, changes: Sequence[object]) -> Offered | None:
    """What meets the need that one of these changes is about; nothing where it was offered before, or no card stands."""
    if not permission.may_in_trust(look.me, Act.READ_CHANNEL, look.now.date()):
        return None
    needs = (found for change in changes if (found := _need(look, change)))
    part, school = next(needs, ("", ""))
    if not part or library.was_offered(look.session, look.me.id, part):
        return None
    others = library.schools_with(look.session, part, but=look.me.own_schools | {school}, most=MOST_NAMED + 1)
    if not others:
        return None
    return Offered(_listed(look, others), PracticeOffered(look.me.id, part))


def _need(look: Looking, change: object) -> tuple[str, str] | None:
    """The sub-area that a change is about, and the school: a note that shows what to develop, or an answer.

    What was hard to write, or may touch something hard, is left alone.
    """
    match change:
        case NoteTaken(note=named, shows=Shows.DEVELOP) | NoteMarked(note=named, shows=Shows.DEVELOP):
            note = notes.load(look.session, named)
            return _part(note.review.framework, note.node), note.review.school.id
        case PromptAnswered(prompt=named, hard=False):
            prompt = prompts.load(look.session, named)
            if prompt.sensitive or prompt.set.is_private:
                return None
            return _part(kept_frameworks.framework(look.session, prompt.set.pin), prompt.node), prompt.set.school.id
        case _:
            return None


def _part(framework: Framework, node: str) -> str:
    """The sub-area of a node; nothing where only an area, or nothing, is said."""
    return framework.sub_area_of(node) if framework.has(node) and framework.area_of(node).id != node else ""


def _listed(look: Looking, names: Sequence[str]) -> str:
    line = look.wording.line
    if len(names) > MOST_NAMED:
        return line(FILE, "and_others", names=", ".join(names[:MOST_NAMED]))
    return names[0] if len(names) == 1 else line(FILE, "and_last", names=", ".join(names[:-1]), last=names[-1])
