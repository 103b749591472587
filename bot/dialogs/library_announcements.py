"""Who hears of what becomes of a card beside its steps. A notice says that something is there, never what it says."""

from dataclasses import dataclass
from typing import TypeGuard, assert_never

from bot.domain import library_changes as changes
from bot.domain.acts import About, Act, Edit, Notice, Post, ToPerson, ToTrust
from bot.domain.affirmation import Affirmation, Step
from bot.domain.changes import AffirmationMoved
from bot.domain.changes_of_keeping import AffirmationRemoved
from bot.domain.removal import Why
from bot.domain.reply import Reply


@dataclass(frozen=True)
class LibraryStage:
    """How things stand after a change: the card and the reply it names, the heads of the card's school, and who is to answer."""

    affirmation: Affirmation | None = None
    reply: Reply | None = None
    heads: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


def announce_library(change: changes.LibraryChange, stage: LibraryStage) -> list[Act]:
    """The acts that follow. Nobody is written to about what they did themselves."""
    card = About("affirmation", getattr(change, "affirmation", ""))
    match change:
        case changes.DigestMade(digest=digest):
            return [Post(ToTrust(), Notice.DIGEST, About("digest", digest))]
        case changes.AgreementHanded(to=to, person=person):
            return [Post(ToPerson(to), Notice.AGREEMENT_ASKED, card)] if to != person else []
        case changes.NamingAsked(whom=whom, person=person):
            return [Post(ToPerson(whom), Notice.NAMING_ASKED, card)] if whom != person else []
        case changes.NamingAnswered():
            return as_it_stands(stage.affirmation)
        case changes.QuestionAsked() | changes.QuestionFollowed() | changes.QuestionPassedOn():
            return _to_answer(change.person, stage)
        case changes.QuestionAnswered(reply=reply, person=person):
            asker = stage.reply.person.id if stage.reply else person
            told = Post(ToPerson(asker), Notice.PRACTICE_ANSWERED, About("reply", reply))
            return [told] if asker != person else []
        case changes.TryingSaid(reply=reply) | changes.WorkedSaid(reply=reply):
            return _came_home(change.person, reply, stage)
        case changes.CameOfItAsked(person=person, replies=replies):
            return [Post(ToPerson(person), Notice.WHAT_CAME_OF_IT, About("reply", one)) for one in replies]
        case changes.ContactChosen(to=to, person=person):
            told = Post(ToPerson(to), Notice.CONTACT_CHOSEN, card)
            return [told] if to != person else []
        case (
            changes.NoteJoined()
            | changes.BeyondAgreed()
            | changes.PracticeOffered()
            | changes.TryingEnded()
            | changes.ReplyReworded()
        ):
            return []
        case _:
            assert_never(change)


def goes_for_good(change: object) -> TypeGuard[AffirmationMoved | AffirmationRemoved]:
    """Whether a card is gone after this change, so that nothing said to it will be answered."""
    match change:
        case AffirmationMoved(step=Step.WITHDRAW) | AffirmationRemoved():
            return True
        case _:
            return False


def came_to_nothing(change: object, asked: tuple[str, ...]) -> list[Act]:
    """Whoever asked how it is done and had no answer yet hears that none will come; not where its time was over."""
    if not goes_for_good(change) or (isinstance(change, AffirmationRemoved) and change.why is Why.RETENTION):
        return []
    about = About("affirmation", change.affirmation)
    others = (one for one in dict.fromkeys(asked) if one != change.person)
    return [Post(ToPerson(one), Notice.CAME_TO_NOTHING, about) for one in others]


def _to_answer(by: str, stage: LibraryStage) -> list[Act]:
    """The person the school chose; its heads, where that one is there no more, or the trust leads: once, and never again."""
    reply = stage.reply
    if reply is None:
        return []
    return [Post(ToPerson(who), Notice.PRACTICE_ASKED, About("reply", reply.id)) for who in stage.answers if who != by]


def _came_home(by: str, reply: str, stage: LibraryStage) -> list[Act]:
    """The school whose practice it is, and who wrote it down: one message for what comes home in an afternoon."""
    card = stage.affirmation
    if card is None:
        return []
    told = (one for one in dict.fromkeys((*stage.heads, card.contact, card.drafter.id)) if one and one != by)
    about = About("affirmation", card.id)
    return [Post(ToPerson(who), Notice.CAME_HOME, about, detail=reply, gathers=True) for who in told]


def as_it_stands(card: Affirmation | None) -> list[Act]:
    """Bring what stands in the channel up to date."""
    if card is None or not card.stands_in_channel:
        return []
    return [
        Edit(Notice.AFFIRMATION, About("affirmation", card.id)),
        *(Edit(Notice.DIGEST, About("digest", digest)) for digest, _ in card.digests),
    ]
