"""A reviewer logs a note: its words alone are enough; a form that has room asks for the rest as well."""

from dataclasses import replace
from datetime import date

from bot.conversation import Answers, Ask, Choice, Conversation, Question, Show, Tell, Text
from bot.domain.acts import About
from bot.domain.changes import NEW
from bot.domain.meeting import AskedIn
from bot.domain.note import Kind, Note, Shows, Voice
from bot.domain.note_changes import NoteTaken
from bot.domain.people import Person
from bot.domain.permission import Act, may, may_take_note
from bot.domain.review import Review
from bot.domain.whom import stand_for

YES = "yes"


def marks(review: Review, note: Note | None = None) -> tuple[Question, ...]:
    """Ask what a note is about and shows, every one of them optional; a note's own marks stand in the form."""
    parts = review.sub_areas
    labels = {part.id: f"{part.id} {part.title}" for part in parts}
    groups = {part.id: area.title for area in review.scope for part in area.sub_areas}
    # An indicator or a whole area is listed only where it was chosen on the way here, beside its sub-area.
    also = {indicator.id: part.id for part in parts for indicator in part.indicators}
    also |= {area.id: area.sub_areas[0].id for area in review.scope if area.sub_areas}
    lettered = {node: f"{node} {review.framework.title_of(node)}" for node in also}
    headed = {node: groups[part] for node, part in also.items()}
    if note and note.node and note.node not in labels | also:
        labels[note.node] = f"{note.node} {review.framework.title_of(note.node)}"
        groups[note.node] = review.framework.area_of(note.node).title
    return (
        Choice(
            "node",
            optional=True,
            options=tuple(labels),
            labels=labels | lettered,
            groups=groups | headed,
            also=also,
            initial=note.node if note else "",
        ),
        Choice("shows", optional=True, options=tuple(Shows), initial=(note and note.shows) or ""),
        Choice("kind", optional=True, options=tuple(Kind), initial=(note and note.kind) or ""),
        Choice("voice", optional=True, options=tuple(Voice), initial=(note and note.voice) or ""),
        Choice("urgent", optional=True, options=(YES,), initial=YES if note and note.urgent else ""),
    )


def marked(answers: Answers) -> tuple[str, Shows | None, Kind | None, Voice | None, bool]:
    """Read the answers to `marks`: node, shows, kind, voice, urgent."""
    node, shows, kind, voice, urgent = (str(answers[key]) for key in ("node", "shows", "kind", "voice", "urgent"))
    return (
        node,
        Shows(shows) if shows else None,
        Kind(kind) if kind else None,
        Voice(voice) if voice else None,
        urgent == YES,
    )


def note_asked(asked: AskedIn, me: Person, began: date) -> Conversation:
    """A note from a meeting's own prompt: it knows what was asked, and of whom."""
    review, prompt = asked.review, asked.prompt
    if not may_take_note(me, review, began):
        yield Tell("visit_ended" if may(me, Act.TAKE_NOTE, review, began) else "not_on_team", review=review)
        return []
    answers = yield Ask(Text("text"), *marks(review), intro="write_asked", asked=asked)
    yield Show("receipt", About("note", NEW))
    taken = NoteTaken(NEW, review.id, me.id, str(answers["text"]).strip(), *marked(answers))
    return [replace(taken, asked_in=asked.meeting, prompt=prompt.id)]


def take_note(review: Review, me: Person, began: date) -> Conversation:
    if not may_take_note(me, review, began):
        yield Tell("visit_ended" if may(me, Act.TAKE_NOTE, review, began) else "not_on_team", review=review)
        return []
    if not stand_for(review.school, review.begins, began):
        yield Tell("not_before_confirmed", review=review)
        return []
    answers = yield Ask(Text("text"), *marks(review), intro="write", review=review)
    yield Show("receipt", About("note", NEW))
    return [NoteTaken(NEW, review.id, me.id, str(answers["text"]).strip(), *marked(answers))]
