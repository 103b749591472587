"""Making the changes of notes: values in, rows changed."""

from typing import Any, assert_never

from sqlalchemy.orm import Session

from bot.domain import note_changes as changes
from bot.domain.note import Kind, Shows, Voice
from bot.domain.retention import Kind as Retained
from bot.message import Source
from store import comparisons, filing, notes, removal, reviews
from store.inserting import add
from store.made import Made
from store.tables import NoteRow

NoteChange = (
    changes.NoteTaken
    | changes.NoteMarked
    | changes.NoteSampled
    | changes.NotePlaced
    | changes.NoteTimed
    | changes.NoteEdited
    | changes.NoteLeftUnfiled
    | changes.NoteAlsoFiled
    | changes.NoteMoved
    | changes.NoteObjected
    | changes.SchoolTold
)


def make(session: Session, change: NoteChange, made: Made) -> None:
    """Make one change of a note."""
    match change:
        case changes.NoteTaken():
            _take(session, change, made)
        case changes.NoteMarked():
            note = session.get_one(NoteRow, change.note)
            if note.node != change.node:
                filing.tapped(session, note.id, change.node, made.at)
            for name, value in _marks(session, change).items():
                setattr(note, name, value)
            if note.also == note.sub_area or not note.node:
                note.also = ""
        case changes.NoteSampled() | changes.NotePlaced() | changes.NoteTimed():
            _detail(session, session.get_one(NoteRow, change.note), change, made)
        case changes.NoteEdited(note=note_id, text=text):
            note = session.get_one(NoteRow, note_id)
            note.version += 1
            notes.add_version(session, note_id, note.version, made.at, made.person, text)
        case changes.NoteAlsoFiled(note=note_id, also=also):
            session.get_one(NoteRow, note_id).also = also
        case changes.NoteLeftUnfiled(note=note_id):
            filing.leave(session, note_id)
        case changes.NoteMoved():
            _move_note(session, change, made)
        case changes.NoteObjected(note=note_id):
            session.get_one(NoteRow, note_id).objected = made.at
        case changes.SchoolTold(note=note_id, told=told):
            session.get_one(NoteRow, note_id).told = told
        case _:
            assert_never(change)


def _take(session: Session, change: changes.NoteTaken, made: Made) -> None:
    source = made.source or Source("", "")
    add(
        session,
        NoteRow,
        id=change.note,
        review=change.review,
        writer=change.writer,
        at=made.at,
        version=1,
        told="",
        platform=made.platform,
        tenant=made.tenant,
        channel=source.channel,
        message=source.message,
        seen=change.seen,
        sampled=None,
        out_of=None,
        place="",
        asked_in=change.asked_in or "",
        prompt=change.prompt,
        said_by=change.said_by,
        objected=None,
        **_marks(session, change),
    )
    if change.node:
        filing.tapped(session, change.note, change.node, made.at)
    notes.add_version(session, change.note, 1, made.at, made.person, change.text)
    reviews.choose(session, change.writer, change.review)


def _detail(
    session: Session, note: NoteRow, change: changes.NoteSampled | changes.NotePlaced | changes.NoteTimed, made: Made
) -> None:
    match change:
        case changes.NoteSampled(sampled=sampled, out_of=out_of):
            note.sampled, note.out_of = sampled, out_of
        case changes.NotePlaced(where=where):
            # A place has no earlier versions: the words that stood there go as all that is removed does.
            if note.place not in {"", where}:
                removal.replaced(session, Retained.PLACES, [note.id], made)
            note.place = where
        case changes.NoteTimed(seen=seen):
            note.seen = seen


def _move_note(session: Session, change: changes.NoteMoved, made: Made) -> None:
    note = session.get_one(NoteRow, change.note)
    # What was said of it beside others is said of nothing now: it goes, words and all, as by *Remove for good*.
    if compared := comparisons.resting_on(session, note.review, note.id):
        removal.forget_words(session, Retained.COMPARISONS, compared, made.at, but=made.conversation)
        removal.replaced(session, Retained.COMPARISONS, compared, made)
    filing.tapped(session, note.id, "", made.at)
    note.review, note.node, note.sub_area, note.asked_in, note.prompt = change.to_review, "", "", "", ""
    note.also = ""
    reviews.choose(session, made.person, change.to_review)


def _marks(session: Session, change: changes.NoteTaken | changes.NoteMarked) -> dict[str, Any]:
    framework = reviews.load(session, change.review).framework
    return {
        "node": change.node,
        "sub_area": framework.sub_area_of(change.node),  # .a is filed under
        "shows": _value(change.shows),
        "kind": _value(change.kind),
        "voice": _value(change.voice),
        "urgent": change.urgent,
    }


def _value(mark: Shows | Kind | Voice | None) -> str:
    return mark.value if mark else ""
