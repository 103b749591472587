"""When a note was seen, said apart from when it was written: what waited in a pocket says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.conversation import Answers, Conversation, Day, Show, Tell
from bot.domain.acts import About
from bot.domain.note import Note
from bot.domain.note_changes import NoteTimed
from bot.domain.people import Person
from bot.domain.permission import may_mark_note
from bot.fitting import Fitting, Time

EARLIEST = timedelta(days=14)  # before it was written, as for notes typed up together


def say_when(note: Note, me: Person, began: date) -> Conversation:
    """The day is that of writing unless another is given; with neither day nor time, it was written as it was seen.

    Nothing is seen after it was written: the note comes with its own time as the clock on the wall showed it.
    """
    if not may_mark_note(me, note, began):
        yield Tell("not_yours")
        return []
    written = note.at.date()
    answers = yield Fitting(
        Day("seen_on", optional=True, earliest=written - EARLIEST, latest=written),
        Time("seen_at", optional=True),
        intro="when",
        note=note,
        fit=_BeforeWriting(note, "seen_at"),
    )
    day, typed = str(answers["seen_on"]), str(answers["seen_at"])
    if day and not typed:
        fit = _BeforeWriting(note, "about_when", day)
        answers = yield Fitting(Time("about_when"), intro="at_what_time", fit=fit)
        typed = str(answers["about_when"])
    yield Show("receipt", About("note", note.id))
    at = time.fromisoformat(typed) if typed else None
    if at is None and note.seen is None:
        return []
    seen = datetime.combine(date.fromisoformat(day) if day else written, at) if at else None
    return [NoteTimed(note.id, note.review.id, seen)]


@dataclass(frozen=True)
class _BeforeWriting:
    """On the day of writing, what is seen is seen by then."""

    note: Note
    key: str
    day: str = ""

    def problems(self, answers: Answers) -> dict[str, str]:
        typed, written = str(answers.get(self.key, "")), self.note.at
        day = self.day or str(answers.get("seen_on", "")) or written.date().isoformat()
        late = typed and day == written.date().isoformat() and time.fromisoformat(typed) > written.time()
        return {self.key: "after_writing"} if late else {}

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        del answers
        return {"written": self.note.at}
