"""A message in chat becomes a note: one's own or a colleague's, who is told and may object."""

from dataclasses import replace
from datetime import date

from bot.conversation import Ask, Choice, Conversation, Show, Tell, Text
from bot.dialogs.take_note import marked, marks
from bot.domain.acts import About
from bot.domain.changes import NEW
from bot.domain.logged import LoggedMessage
from bot.domain.note import Note
from bot.domain.note_changes import NoteObjected, NoteTaken
from bot.domain.people import Person
from bot.domain.permission import Act, may, may_object
from bot.domain.whom import stand_for

SURE, NO = "yes", "no"


def log_evidence(logged: LoggedMessage, me: Person, began: date) -> Conversation:
    """The form holds the message's words until they are sent: only then are they judged and kept, as a new text."""
    review, theirs = logged.review, logged.writer.id != me.id
    if not may(me, Act.TAKE_NOTE, review, began):
        yield Tell("not_on_team", review=review)
        return []
    if not stand_for(review.school, review.begins, began):
        yield Tell("not_before_confirmed", review=review)
        return []
    answers = yield Ask(
        Text("text"), *marks(review), intro="write_evidence", review=review, writer=logged.writer.name if theirs else ""
    )
    if theirs:
        yield Tell("writer_is_told", writer=logged.writer.name)
    yield Show("receipt", About("note", NEW))
    taken = NoteTaken(NEW, review.id, me.id, str(answers["text"]).strip(), *marked(answers))
    return [replace(taken, said_by=logged.writer.id if theirs else "")]


def object_to_note(note: Note, me: Person, began: date) -> Conversation:
    """Whoever wrote the message that a note was made of does not want it used."""
    if not may_object(me, note, began):
        yield Tell("not_yours_to_object")
        return []
    if note.objected:
        yield Tell("objected_already")
        return []
    answers = yield Ask(Choice("object", options=(SURE, NO)), intro="objecting", note=note)
    if answers["object"] == NO:
        yield Tell("not_objected")
        return []
    yield Tell("objected", note=note)
    return [NoteObjected(note.id, note.review.id, note.writer.id, me.id)]
