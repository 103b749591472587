"""Removing for good: the words leave every row in one transaction, and a row says that their bytes are to follow.

What a thing's words are, and where, is read from `store.texts`, so a column added there is removed with its thing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.domain.affirmation import State as AffirmationState
from bot.domain.changes import ReflectionRemoved
from bot.domain.changes_of_keeping import AffirmationRemoved, NoteRemoved, WordsRemoved
from bot.domain.other_words import KIND_OF, Thing
from bot.domain.prompt import PromptState, Readers, SetSort
from bot.domain.prompt_changes import AnswerRemoved
from bot.domain.removal import State, Why, fold
from bot.domain.reply import ReplyState
from bot.domain.retention import Kind
from store import comparisons, conversations, filing, other_words, replies, shelving
from store.keeping_tables import RemovalRow
from store.library_tables import PracticeReplyRow
from store.made import Made
from store.prompt_tables import PromptMarkRow, PromptRow, PromptSetRow
from store.tables import AffirmationRow, ConversationRow, NoteRow
from store.texts import of_thing

GONE = 0  # the version of a thing that has no wording any more

_NOTHING_MARKED: dict[str, Any] = {
    **dict.fromkeys(("node", "sub_area", "shows", "kind", "voice", "told", "said_by", "also"), ""),
    "urgent": False,
    "seen": None,
    "objected": None,
    "sampled": None,
    "out_of": None,
}
_FROM_NOWHERE = {"tenant": "", "channel": "", "message": ""}


def note(session: Session, change: NoteRemoved, at: datetime, conversation: str) -> None:
    """Remove one note at somebody's wish. Where its message stands in chat is kept: its writer has to delete that."""
    compared = comparisons.resting_on(session, change.review, change.note)
    forget_words(session, Kind.COMPARISONS, compared, at)
    forget_notes(session, [change.note], at, but=conversation)
    kinds: dict[str, list[str]] = {Kind.COMPARISONS: compared} if compared else {}
    begin(session, f"note-{change.note}", change.why, change.person, at, {Kind.NOTES: [change.note], **kinds})


def affirmation(session: Session, change: AffirmationRemoved, at: datetime, conversation: str) -> None:
    """Remove one affirmation; one that goes because its time is over stands in the record of its retention run."""
    forget_affirmations(session, [change.affirmation], at, but=conversation)
    if change.why is not Why.RETENTION:
        kinds: dict[str, list[str]] = {Kind.AFFIRMATIONS: [change.affirmation]}
        begin(session, f"affirmation-{change.affirmation}", change.why, change.person, at, kinds)


def reflection(session: Session, change: ReflectionRemoved, at: datetime, conversation: str) -> None:
    """Remove what somebody takes away, at its writer's wish."""
    gone = [f"{change.review}/{change.person}/{change.area}"]
    forget_words(session, Kind.REFLECTIONS, gone, at, but=conversation)
    begin(session, f"reflection-{conversation}", Why.OTHER, change.person, at, {Kind.REFLECTIONS: gone})


def words(session: Session, change: WordsRemoved, at: datetime, conversation: str) -> None:
    """Remove what stands beside the notes; and whatever anybody has typed about it."""
    gone, kind = other_words.rows_of(session, change.thing, change.review, change.named), KIND_OF[change.thing]
    forget_words(session, kind, gone, at, but=conversation)
    if change.thing is Thing.WISH:
        _end_conversations(session, "timetable", [f"{change.review}/{change.named}"], at, conversation)
    begin(session, f"words-{conversation}", change.why, change.person, at, {kind: gone})


def answer(session: Session, change: AnswerRemoved, made: Made) -> None:
    """Remove what the school said to a question, wherever it was said again; or what one reviewer wrote beside it."""
    thing, named = (Thing.MARK, f"{change.prompt}/{change.mark}") if change.mark else (Thing.ANSWER, change.prompt)
    gone = other_words.rows_of(session, thing, "", named)
    if change.mark:
        theirs = PromptMarkRow.prompt == change.prompt, PromptMarkRow.person == change.mark
        session.execute(update(PromptMarkRow).where(*theirs).values(words=""))
        _end_conversations(session, "prompt", [change.prompt], made.at, made.conversation, of=change.mark)
    else:
        forget_words(session, Kind.ACCOUNTS, gone, made.at, but=made.conversation)
    removal = f"{thing}-{made.conversation}" if made.conversation else f"{thing}-{named}"
    begin(session, removal, change.why, change.person, made.at, {Kind.ACCOUNTS: gone})


_THINGS = {
    Kind.REFLECTIONS: "reflection",
    Kind.COMPARISONS: "comparison",
    Kind.PLACES: "place",
    Kind.WISHES: "wish",
    Kind.ACCOUNTS: "answer",
    Kind.REPLIES: "reply",
}


def forget_words(session: Session, kind: Kind, ids: Sequence[str], at: datetime, *, but: str = "") -> None:
    """Take the words of these things out of every row, and of the forms that people have open about them."""
    _forget_words(session, _THINGS[kind], ids)
    match kind:
        case Kind.REFLECTIONS:
            for one in ids:
                review, _, rest = one.partition("/")
                person, _, area = rest.rpartition("/")
                _end_conversations(session, "reflection", [f"{review}/{area}"], at, but, of=person)
        case Kind.COMPARISONS:
            _end_conversations(session, "comparison", ids, at, but)
        case Kind.PLACES:
            _end_forms_about_slots(session, ids, at, but)
        case Kind.REPLIES:
            closed = {"state": ReplyState.CLOSED, "kind": "", "due": None}
            session.execute(update(PracticeReplyRow).where(PracticeReplyRow.id.in_(ids)).values(closed))
            _end_conversations(session, "reply", ids, at, but)
        case Kind.ACCOUNTS:
            gone: dict[str, Any] = {"version": GONE, "hard": False, "held_from": "", "state": PromptState.CLOSED}
            session.execute(update(PromptRow).where(PromptRow.id.in_(ids)).values(gone))
            # What somebody asks themselves is theirs to answer anew.
            own = PromptRow.set.in_(select(PromptSetRow.id).where(PromptSetRow.sort == SetSort.PRIVATE))
            anew = {"state": PromptState.ASKED, "readers": Readers.OWN}
            session.execute(update(PromptRow).where(PromptRow.id.in_(ids), own).values(anew))
            _end_conversations(session, "prompt", ids, at, but)


def forget_notes(session: Session, ids: Sequence[str], at: datetime, *, but: str = "", source: bool = True) -> None:
    """Take the words of these notes, and what they are marked with, out of every row; with their `source` or not."""
    _forget_words(session, "note", ids)
    filing.forget(session, ids)
    gone = {**_NOTHING_MARKED, **({} if source else _FROM_NOWHERE), "version": GONE}
    session.execute(update(NoteRow).where(NoteRow.id.in_(ids)).values(gone))
    _end_conversations(session, "note", ids, at, but)


def forget_affirmations(session: Session, ids: Sequence[str], at: datetime, *, but: str = "") -> None:
    """Take every wording of these affirmations out of every row; they are withdrawn."""
    _forget_words(session, "affirmation", ids)
    gone = {"version": GONE, "public_version": GONE, "state": AffirmationState.WITHDRAWN}
    session.execute(update(AffirmationRow).where(AffirmationRow.id.in_(ids)).values(gone))
    shelving.take_off(session, ids)
    forget_words(session, Kind.REPLIES, replies.of_affirmations(session, ids), at, but=but)
    _end_conversations(session, "affirmation", ids, at, but)


def _forget_words(session: Session, thing: str, ids: Sequence[str]) -> None:
    for words in of_thing(thing):
        theirs = words.id.in_(ids)
        if words.row:
            session.execute(delete(words.at).where(theirs))
        else:
            session.execute(update(words.at).where(theirs).values({words.column: ""}))


def _end_forms_about_slots(session: Session, ids: Sequence[str], at: datetime, but: str) -> None:
    """Each is about a slot as a card showed it: its review, its id and its version."""
    open_ = select(ConversationRow.about).where(ConversationRow.about_kind == "slot", ConversationRow.ended.is_(None))
    gone = set(ids)
    theirs = {about for about in session.scalars(open_) if about.split("/")[1:2] and about.split("/")[1] in gone}
    _end_conversations(session, "slot", sorted(theirs), at, but)


def _end_conversations(
    session: Session, kind: str, ids: Sequence[str], at: datetime, but: str, *, of: str = ""
) -> None:
    """Close the forms that people have open about them, with the answers in them; or those `of` one person."""
    open_ = select(ConversationRow).where(
        ConversationRow.about_kind == kind,
        ConversationRow.about.in_(ids),
        ConversationRow.ended.is_(None),
        ConversationRow.id != but,
        *((ConversationRow.person == of,) if of else ()),
    )
    for row in session.scalars(open_.with_for_update()):
        conversations.end(row, at)


def replaced(session: Session, kind: Kind, ids: Sequence[str], made: Made) -> None:
    """Record that words which stood in a row stand there no more, so that their bytes go as those of all that is removed."""
    known = session.get(RemovalRow, f"replaced-{made.conversation}")
    if known is None:
        begin(session, f"replaced-{made.conversation}", Why.REPLACED, made.person, made.at, {kind: ids})
    else:
        note_down(known, kind, ids, named=True)


# ── The row that says so ────────────────────────────────────────────────────────────────────


def begin(
    session: Session,
    removal: str,
    why: Why,
    person: str,
    at: datetime,
    kinds: Mapping[str, Sequence[str]],
    state: State = State.GONE,
) -> RemovalRow:
    """Record what has just gone from the rows; the bytes of the database are cleared after."""
    row = RemovalRow(
        id=removal,
        why=why,
        person=person,
        at=at,
        kinds={},
        ids={},
        state=state,
        attempts=0,
        number=None,
        sealed=None,
        previous="",
        hash="",
    )
    session.add(row)
    for kind, ids in kinds.items():
        note_down(row, kind, ids, named=True)
    session.flush()
    return row


def note_down(row: RemovalRow, kind: str, ids: Sequence[str], *, named: bool) -> None:
    """Add to a record what has gone, in the order it went."""
    count, digest = row.kinds.get(kind, (0, ""))
    row.kinds = {**row.kinds, str(kind): [count + len(ids), fold(digest, ids)]}
    if named:
        row.ids = {**row.ids, str(kind): [*row.ids.get(kind, []), *ids]}
