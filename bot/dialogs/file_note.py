"""Where a note belongs: one tap on a suggestion, or an area and then its part, or nowhere yet. Never by itself."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Show, Tell
from bot.domain.acts import About
from bot.domain.note import Note
from bot.domain.note_changes import NoteAlsoFiled, NoteLeftUnfiled, NoteMarked
from bot.domain.people import Person
from bot.domain.permission import may_mark_note


def file_note(note: Note, me: Person, began: date, after: str = "receipt") -> Conversation:
    """One tap files it. What may be chosen is what the review's own framework has, whatever was suggested."""
    if not may_mark_note(me, note, began):
        yield Tell("not_yours")
        return []
    parts = note.review.sub_areas
    labels = {part.id: f"{part.id} {part.title}" for part in parts}
    groups = {part.id: area.title for area in note.review.scope for part in area.sub_areas}
    part = Choice("part", options=tuple(labels), labels=labels, groups=groups)
    answers = yield Ask(part, intro="where_it_belongs", note=note)
    yield Show(after, About("note", note.id))
    return _filed(note, str(answers["part"]))


def file_next(note: Note, me: Person, began: date) -> Conversation:
    """The same down a list; then comes the next one."""
    return (yield from file_note(note, me, began, "unfiled"))


def other_area(note: Note, me: Person, began: date, after: str = "receipt") -> Conversation:
    """None of those suggested: first an area, then a part of it."""
    if not may_mark_note(me, note, began):
        yield Tell("not_yours")
        return []
    scope = note.review.scope
    areas = {area.id: f"{area.id} {area.title}" for area in scope}
    chosen = scope[0].id
    if len(areas) > 1:
        first = Choice("area", options=tuple(areas), labels=areas)
        answers = yield Ask(first, intro="where_it_belongs", note=note)
        chosen = str(answers["area"])
    area = note.review.framework.area(chosen)
    labels = {part.id: f"{part.id} {part.title}" for part in area.sub_areas}
    answers = yield Ask(Choice("part", options=tuple(labels), labels=labels), intro="which_part", area=area, note=note)
    yield Show(after, About("note", note.id))
    return _filed(note, str(answers["part"]))


def other_next(note: Note, me: Person, began: date) -> Conversation:
    """The same down a list; then comes the next one."""
    return (yield from other_area(note, me, began, "unfiled"))


def file_also(note: Note, me: Person, began: date) -> Conversation:
    """A second place that fits as well; the first remains the note's own."""
    if not may_mark_note(me, note, began):
        yield Tell("not_yours")
        return []
    own = note.review.framework.sub_area_of(note.node)
    parts = [part for part in note.review.sub_areas if part.id != own] if note.node else []
    if not parts:
        yield Show("receipt", About("note", note.id))
        return []
    labels = {part.id: f"{part.id} {part.title}" for part in parts}
    part = Choice("part", options=tuple(labels), labels=labels)
    answers = yield Ask(part, intro="where_it_belongs", note=note)
    yield Show("receipt", About("note", note.id))
    also = str(answers["part"])
    return [] if also == note.also else [NoteAlsoFiled(note.id, note.review.id, also)]


def file_once(note: Note, me: Person, began: date) -> Conversation:
    """Out of its second place again."""
    if not may_mark_note(me, note, began):
        yield Tell("not_yours")
        return []
    yield Show("receipt", About("note", note.id))
    return [NoteAlsoFiled(note.id, note.review.id, "")] if note.also else []


def keep_unfiled(note: Note, me: Person, began: date) -> Conversation:
    """It fits nowhere yet: it stays on the team's table, and nothing more is suggested for it."""
    if not may_mark_note(me, note, began):
        yield Tell("not_yours")
        return []
    yield Show("receipt", About("note", note.id))
    return [] if note.node else [NoteLeftUnfiled(note.id, note.review.id)]


def _filed(note: Note, node: str) -> list[NoteMarked]:
    if node == note.node:
        return []
    return [NoteMarked(note.id, note.review.id, node, note.shows, note.kind, note.voice, note.urgent)]
