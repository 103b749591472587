"""When a note was seen, said apart from when it was written: what waited in a pocket says so."""

from datetime import date, datetime, time, timedelta

from bot.conversation import Ask, Conversation, Day, Show, Tell
from bot.domain.acts import About
from bot.domain.note import Note
from bot.domain.note_changes import NoteTimed
from bot.domain.people import Person
from bot.domain.permission import may_mark_note
from bot.fitting import Time

EARLIEST = timedelta(days=14)  # before it was written, as for notes typed up together


def say_when(note: Note, me: Person, began: date) -> Conversation:
    """The day is that of writing unless another is given; with neither day nor time, it was written as it was seen."""
    if not may_mark_note(me, note, began):
        yield Tell("not_yours")
        return []
    written = note.at.date()
    answers = yield Ask(
        Day("seen_on", optional=True, earliest=written - EARLIEST, latest=written),
        Time("seen_at", optional=True),
        intro="when",
        note=note,
    )
    day, typed = str(answers["seen_on"]), str(answers["seen_at"])
    if day and not typed:
        answers = yield Ask(Time("about_when"), intro="at_what_time")
        typed = str(answers["about_when"])
    yield Show("receipt", About("note", note.id))
    at = time.fromisoformat(typed) if typed else None
    if at is None and note.seen is None:
        return []
    seen = datetime.combine(date.fromisoformat(day) if day else written, at) if at else None
    return [NoteTimed(note.id, note.review.id, seen)]
