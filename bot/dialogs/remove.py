"""Removing for good: what will go and what stays is said first, and asked once, with the reason."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Offer, Question, Tell
from bot.domain.acts import About
from bot.domain.affirmation import Affirmation, State
from bot.domain.changes_of_keeping import AffirmationRemoved, NoteRemoved, WordsRemoved
from bot.domain.note import Note, Told
from bot.domain.note_changes import SchoolTold
from bot.domain.other_words import OtherWords, Thing
from bot.domain.people import Person
from bot.domain.permission import (
    Act,
    may,
    may_read_note,
    may_remove_affirmation,
    may_remove_note,
)
from bot.domain.prompt_changes import AnswerRemoved
from bot.domain.prompt_permission import may_read_told, may_remove_told
from bot.domain.removal import ASKED_FOR, Why

KEEP = "keep"  # the answer that removes nothing
_NOT_POSTED = {State.DRAFTED, State.SAFE, State.WITHDRAWN}


def _why() -> Choice:
    return Choice("why", options=(*ASKED_FOR, KEEP))


def remove_note(note: Note, me: Person, began: date) -> Conversation:
    """A note and what was made from it. A risk that cannot wait is never removed unsaid."""
    if not may_remove_note(me, note, began):
        yield Tell("not_yours_to_remove")
        return []
    if note.held:
        yield Tell("held", hold=note.held)
        return []
    untold = note.urgent and not note.told
    if untold and not may(me, Act.SAY_SCHOOL_TOLD, note.review, began):
        yield Tell("say_who_was_told_first", lead=note.review.lead.name)
        return []
    # Whoever may not read it, such as the data protection officer, decides by its id and its day.
    words = note.text if may_read_note(me, note, began) or note.writer.id == me.id else ""
    told: tuple[Question, ...] = (Choice("told", options=tuple(Told), optional=True),) if untold else ()
    made = [state for _, state in note.affirmations if state is not State.WITHDRAWN]
    answers = yield Ask(_why(), *told, intro="what_goes", note=note, words=words, affirmed=bool(made))
    if answers["why"] == KEEP:
        yield Tell("kept_as_it_is")
        return []
    if untold and not answers["told"]:
        yield Tell("told_first", Offer("say_who_was_told", "school_told", About("note", note.id)))
        return []
    yield Tell("removed", affirmed=bool(made), source=note.source, mine=note.writer.id == me.id)
    why, review = Why(str(answers["why"])), note.review.id
    return [
        *([SchoolTold(note.id, review, Told(str(answers["told"])))] if untold else []),
        *(AffirmationRemoved(made_from, review, me.id, why, state) for made_from, state in note.affirmations),
        NoteRemoved(note.id, review, note.writer.id, me.id, why),
    ]


def remove_affirmation(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """Every wording of an affirmation, and every post of it. The note it came from stays."""
    if not may_remove_affirmation(me, affirmation, began):
        yield Tell("not_yours_to_remove")
        return []
    if not affirmation.version:
        yield Tell("removed_already")
        return []
    if affirmation.held:
        yield Tell("held", hold=affirmation.held)
        return []
    told = affirmation.state not in _NOT_POSTED
    answers = yield Ask(_why(), intro="what_goes_of_it", affirmation=affirmation, told=told)
    if answers["why"] == KEEP:
        yield Tell("kept_as_it_is")
        return []
    yield Tell("affirmation_removed", told=told)
    why = Why(str(answers["why"]))
    return [AffirmationRemoved(affirmation.id, affirmation.review.id, me.id, why, affirmation.state)]


def remove_words(found: OtherWords, me: Person, began: date) -> Conversation:
    """What was compared, where a slot is, what the school wished or said of itself, or what was marked on that."""
    if not may_remove_told(me, found, began):
        yield Tell("not_yours_to_remove")
        return []
    if found.held:
        yield Tell("held", hold=found.held)
        return []
    reads = may_read_told(me, found, began)
    answers = yield Ask(_why(), intro="what_goes_beside", found=found, thing=found.thing.value, reads=reads)
    if answers["why"] == KEEP:
        yield Tell("kept_as_it_is")
        return []
    yield Tell("words_removed", thing=found.thing.value)
    why = Why(str(answers["why"]))
    if found.prompt is not None:
        reviewer = found.named.removeprefix(f"{found.prompt.id}/") if found.thing is Thing.MARK else ""
        beside = () if reviewer else tuple(mark.by.id for mark in found.prompt.marks if mark.words)
        writers = tuple(dict.fromkeys((*found.writers, *beside)))
        return [AnswerRemoved(found.prompt.id, me.id, why, reviewer, writers)]
    review = found.review.id if found.review else ""
    return [WordsRemoved(found.thing, found.named, review, me.id, why, found.writers)]
