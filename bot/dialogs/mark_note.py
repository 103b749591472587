"""Small changes to a note after it is taken: what it is about and shows, its words, its review, who was told."""

from datetime import date

from bot.conversation import Ask, Choice, Conversation, Number, Offer, Show, Tell, Text
from bot.dialogs.take_note import marked, marks
from bot.domain.acts import About
from bot.domain.note import Kind, Note, Shows, Told
from bot.domain.note_changes import NoteEdited, NoteMarked, NoteMoved, NotePlaced, NoteSampled, SchoolTold
from bot.domain.people import Person
from bot.domain.permission import Act, may, may_change_note, may_mark_note

LONGEST_PLACE = 60
MOST_SAMPLED = 99_999


def mark_note(note: Note, me: Person, began: date, after: str = "receipt") -> Conversation:
    """All its marks on one card."""
    if not may_mark_note(me, note, began):
        yield Tell("not_yours")
        return []
    # Of a place that another is put over nothing is kept: one that is held stays as it stands.
    kept = bool(note.held and note.where)
    place = () if kept else (Text("where", optional=True, long=False, longest=LONGEST_PLACE, initial=note.where),)
    answers = yield Ask(*marks(note.review, note), *place, intro="mark", note=note, kept=kept)
    yield Show(after, About("note", note.id))
    node, shows, kind, voice, urgent = marked(answers)
    newly = urgent and not note.urgent
    # A risk is not unmarked here: it stays until the lead has said who was told, or that it was a mistake.
    again = NoteMarked(note.id, note.review.id, node, shows, kind, voice, urgent or note.urgent, newly)
    where = " ".join(str(answers.get("where", note.where)).split())
    return [again, NotePlaced(note.id, note.review.id, where)] if where != note.where else [again]


def change_last(note: Note, me: Person, began: date) -> Conversation:
    """All the marks of the one tidied last; then tidying goes on."""
    return (yield from mark_note(note, me, began, "tidy"))


def add_kind(note: Note, me: Person, began: date) -> Conversation:
    """One tap: what kind of evidence this is. Then comes the next impression."""
    if not may_mark_note(me, note, began):
        yield Tell("not_yours")
        return []
    answers = yield Ask(Choice("kind", options=tuple(Kind), initial=note.kind or ""))
    yield Show("tidy", About("note", note.id))
    kind = Kind(str(answers["kind"]))
    if kind is note.kind:
        return []
    return [NoteMarked(note.id, note.review.id, note.node, note.shows, kind, note.voice, note.urgent)]


def sample_last(note: Note, me: Person, began: date) -> Conversation:
    """How many there were of the one tidied last; then tidying goes on."""
    return (yield from note_sample(note, me, began, "tidy"))


def note_sample(note: Note, me: Person, began: date, after: str = "receipt") -> Conversation:
    """How many records were looked at, of how many there are. Never a percentage."""
    if not may_mark_note(me, note, began):
        yield Tell("not_yours")
        return []
    held = [str(number) for number in note.sample or ()] or ["", ""]
    answers = yield Ask(
        Number("sampled", optional=True, least=1, most=MOST_SAMPLED, initial=held[0]),
        Number("out_of", optional=True, least=1, most=MOST_SAMPLED, initial=held[1], no_less_than="sampled"),
        intro="how_many",
    )
    yield Show(after, About("note", note.id))
    sampled, out_of = str(answers["sampled"]), str(answers["out_of"])
    sample = (int(sampled), int(out_of)) if sampled and out_of else None
    if sample == note.sample:
        return []
    return [NoteSampled(note.id, note.review.id, *(sample or (None, None)))]


def mark_excellent(note: Note, me: Person, began: date) -> Conversation:
    """One tap: this is excellent practice."""
    if not may_mark_note(me, note, began):
        yield Tell("not_yours")
        return []
    yield Show("receipt", About("note", note.id))
    if note.shows is Shows.EXCELLENT:
        return []
    return [NoteMarked(note.id, note.review.id, note.node, Shows.EXCELLENT, note.kind, note.voice, note.urgent)]


def edit_note(note: Note, me: Person, began: date) -> Conversation:
    """New words for a note; the ones before stay in its versions."""
    if not may_change_note(me, note, began):
        yield Tell("not_yours")
        return []
    answers = yield Ask(Text("text", initial=note.text), intro="edit", note=note)
    yield Show("receipt", About("note", note.id))
    text = str(answers["text"]).strip()
    return [NoteEdited(note.id, note.review.id, text)] if text != note.text else []


def move_note(note: Note, me: Person, began: date) -> Conversation:
    """It was meant for another review. What is held stays in its own, with what was said of it there."""
    if not may_change_note(me, note, began):
        yield Tell("not_yours")
        return []
    if note.held:
        yield Tell("held_as_it_stands", hold=note.held)
        return []
    if not note.elsewhere:
        yield Tell("nowhere_else")
        return []
    labels = dict(note.elsewhere)
    answers = yield Ask(Choice("review", options=tuple(labels), labels=labels), intro="move", note=note)
    yield Show("receipt", About("note", note.id))
    return [NoteMoved(note.id, note.review.id, str(answers["review"]), note.urgent and not note.told)]


def school_told(note: Note, me: Person, began: date) -> Conversation:
    """The lead says who was told of a risk that could not wait."""
    if not may(me, Act.SAY_SCHOOL_TOLD, note.review, began):
        yield Tell("lead_says")
        return []
    if note.told or not note.urgent:
        yield Tell("told_already")
        return []
    answers = yield Ask(Choice("told", options=tuple(Told)), intro="who_was_told", note=note)
    # Whoever came here to end the day goes on with it.
    ends = may(me, Act.END_DAY, note.review, began) and note.review.days_to_end(began)
    on = (Offer("end_the_day", "end_day", About("review", note.review.id)),) if ends else ()
    yield Tell("thank_you_told", *on)
    return [SchoolTold(note.id, note.review.id, Told(str(answers["told"])))]
