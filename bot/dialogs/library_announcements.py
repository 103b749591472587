"""Who hears of what becomes of a card beside its steps. A notice says that something is there, never what it says."""

from dataclasses import dataclass
from typing import assert_never

from bot.domain import library_changes as changes
from bot.domain.acts import About, Act, Edit, Notice, Post, ToPerson, ToTrust
from bot.domain.affirmation import Affirmation
from bot.domain.reply import Reply


@dataclass(frozen=True)
class LibraryStage:
    """How things stand after a change: the card and the reply it names, and the heads of the card's school."""

    affirmation: Affirmation | None = None
    reply: Reply | None = None
    heads: tuple[str, ...] = ()


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
        case changes.TryingSaid() | changes.WorkedSaid() | changes.TryingEnded():
            return _came_home(change.person, stage)
        case changes.CameOfItAsked(person=person, replies=replies):
            return [Post(ToPerson(person), Notice.WHAT_CAME_OF_IT, About("reply", one)) for one in replies]
        case changes.ContactChosen(to=to, person=person):
            told = Post(ToPerson(to), Notice.CONTACT_CHOSEN, card)
            return [told] if to != person else []
        case changes.NoteJoined() | changes.BeyondAgreed() | changes.PracticeOffered():
            return []
        case _:
            assert_never(change)


def _to_answer(by: str, stage: LibraryStage) -> list[Act]:
    """The person the school chose; its heads, where that one is there no more."""
    reply = stage.reply
    if reply is None:
        return []
    asked = (reply.contact,) if reply.contact else stage.heads
    return [Post(ToPerson(who), Notice.PRACTICE_ASKED, About("reply", reply.id)) for who in asked if who != by]


def _came_home(by: str, stage: LibraryStage) -> list[Act]:
    """The school whose practice it is: one message for what comes home in an afternoon."""
    card = stage.affirmation
    if card is None:
        return []
    told = (one for one in dict.fromkeys((*stage.heads, card.contact, card.drafter.id)) if one and one != by)
    about = About("affirmation", card.id)
    return [Post(ToPerson(who), Notice.CAME_HOME, about, gathers=True) for who in told]


def as_it_stands(card: Affirmation | None) -> list[Act]:
    """Bring what stands in the channel up to date."""
    if card is None or not card.stands_in_channel:
        return []
    return [
        Edit(Notice.AFFIRMATION, About("affirmation", card.id)),
        *(Edit(Notice.DIGEST, About("digest", digest)) for digest, _ in card.digests),
    ]
