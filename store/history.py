"""Making a change, and the history that it was made: ids and enums only, by each change's own list."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, assert_never

from sqlalchemy.orm import Session

from bot.domain import changes
from bot.domain.affirmation import State, Step, after
from bot.domain.changes_of_keeping import AffirmationRemoved, HoldLifted, HoldSet, NoteRemoved, RetentionSet
from bot.domain.note import Kind, Shows, Voice
from bot.domain.retention import key
from bot.domain.review import Seat, Standing
from bot.domain.walk import Place
from bot.message import Source
from store import holds, notes, people, removal, reviews, trust_settings
from store.inserting import add
from store.tables import AffirmationRow, AffirmationVersionRow, DayRow, HistoryRow, MemberRow, NoteRow, ReviewRow


@dataclass(frozen=True)
class Made:
    """By whom, when and through what a change is made. An empty person is the bot itself."""

    person: str
    at: datetime
    platform: str
    tenant: str = ""
    conversation: str = ""
    source: Source | None = None


_OF_THE_TEAM = (
    changes.ReviewPlanned,
    changes.InvitationAccepted,
    changes.InvitationDeclined,
    changes.AreaDrawnTogether,
)

_IS_ABOUT = ("affirmation", "note", "hold", "retention", "review")
"""What a change is about, by the first of these that it keeps."""


def apply(session: Session, change: changes.Change, made: Made) -> None:
    """Make one change and record it, in the turn's transaction."""
    _make(session, change, made)
    # What is looked up next may be read past the unit of work.
    session.flush()
    reviews.forget(session, team=isinstance(change, _OF_THE_TEAM))
    kept = {name: _plain(getattr(change, name)) for name in change.KEPT}
    about = next(kept[name] for name in _IS_ABOUT if kept.get(name))
    add(
        session,
        HistoryRow,
        at=made.at,
        person=made.person,
        platform=made.platform,
        conversation=made.conversation,
        kind=type(change).__name__,
        about=about,
        fields=kept,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _make(session: Session, change: changes.Change, made: Made) -> None:
    match change:
        case changes.ReviewPlanned():
            _plan(session, change)
        case changes.InvitationAccepted(review=review, person=person, conflicts=conflicts):
            member = session.get_one(MemberRow, (review, person))
            member.standing, member.conflicts = Standing.ACCEPTED, [conflict.value for conflict in conflicts]
            reviews.choose(session, person, review)
        case changes.InvitationDeclined(review=review, person=person):
            session.get_one(MemberRow, (review, person)).standing = Standing.DECLINED
        case changes.NoteTaken():
            _take(session, change, made)
        case changes.NoteMarked():
            note = session.get_one(NoteRow, change.note)
            for name, value in _marks(change).items():
                setattr(note, name, value)
        case changes.NoteSampled() | changes.NotePlaced():
            _detail(session.get_one(NoteRow, change.note), change)
        case changes.NoteEdited(note=note_id, text=text):
            note = session.get_one(NoteRow, note_id)
            note.version += 1
            notes.add_version(session, note_id, note.version, made.at, made.person, text)
        case changes.NoteMoved(note=note_id, to_review=to_review):
            note = session.get_one(NoteRow, note_id)
            note.review, note.node, note.sub_area = to_review, "", ""
            reviews.choose(session, made.person, to_review)
        case changes.SchoolTold(note=note_id, told=told):
            session.get_one(NoteRow, note_id).told = told
        case changes.AreaEntered(review=review, person=person, area=area):
            here = reviews.place(session, review, person)
            reviews.put_place(session, review, person, Place(area, here.passed))
            reviews.choose(session, person, review)
        case changes.StepPassed(review=review, person=person, step=step):
            here = reviews.place(session, review, person)
            reviews.put_place(session, review, person, Place(here.area, here.passed | {step}))
        case changes.WalkPaused(review=review, person=person) | changes.WalkResumed(review=review, person=person):
            paused = isinstance(change, changes.WalkPaused)
            reviews.put_place(session, review, person, replace(reviews.place(session, review, person), paused=paused))
        case changes.AreaDrawnTogether(review=review, area=area):
            row = session.get_one(ReviewRow, review)
            row.drawn_together = sorted({*row.drawn_together, area})
        case changes.DayEnded(review=review, day=day, person=person):
            session.merge(DayRow(review=review, day=day, ended_by=person))
        case changes.AffirmationDrafted():
            _draft(session, change, made)
        case changes.AffirmationMoved():
            _move(session, change, made)
        case NoteRemoved() | AffirmationRemoved() | HoldSet() | HoldLifted() | RetentionSet():
            _keep(session, change, made)
        case _:
            assert_never(change)


def _keep(
    session: Session, change: NoteRemoved | AffirmationRemoved | HoldSet | HoldLifted | RetentionSet, made: Made
) -> None:
    match change:
        case NoteRemoved():
            removal.note(session, change, made.at, made.conversation)
        case AffirmationRemoved():
            removal.affirmation(session, change, made.at, made.conversation)
        case HoldSet():
            holds.put(session, change, made.person, made.at)
        case HoldLifted(hold=hold):
            holds.lift(session, hold, made.at)
        case RetentionSet(retention=kind, days=days):
            trust_settings.put(session, key(kind), days)
        case _:
            assert_never(change)


def _plan(session: Session, change: changes.ReviewPlanned) -> None:
    framework = reviews.newest_framework(session)
    session.add(
        ReviewRow(
            id=change.review,
            school=change.school,
            framework=framework,
            areas=list(change.areas),
            begins=change.begins,
            ends=change.ends,
            drawn_together=[],
        )
    )
    session.flush()
    known = people.directory(session).people
    guests = {member for member in change.team if known[member].guest_of}
    for person in {change.lead: None, **dict.fromkeys(change.team)}:
        seat = Seat.LEAD if person == change.lead else Seat.GUEST if person in guests else Seat.REVIEWER
        session.add(MemberRow(review=change.review, person=person, seat=seat, standing=Standing.INVITED, conflicts=[]))


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
        **_marks(change),
    )
    notes.add_version(session, change.note, 1, made.at, made.person, change.text)
    reviews.choose(session, change.writer, change.review)


def _detail(note: NoteRow, change: changes.NoteSampled | changes.NotePlaced) -> None:
    match change:
        case changes.NoteSampled(sampled=sampled, out_of=out_of):
            note.sampled, note.out_of = sampled, out_of
        case changes.NotePlaced(where=where):
            note.place = where


def _marks(change: changes.NoteTaken | changes.NoteMarked) -> dict[str, Any]:
    return {
        "node": change.node,
        "sub_area": ".".join(change.node.split(".")[:2]),  # .a is filed under
        "shows": _value(change.shows),
        "kind": _value(change.kind),
        "voice": _value(change.voice),
        "urgent": change.urgent,
    }


def _value(mark: Shows | Kind | Voice | None) -> str:
    return mark.value if mark else ""


def _draft(session: Session, change: changes.AffirmationDrafted, made: Made) -> None:
    session.add(
        AffirmationRow(
            id=change.affirmation,
            review=change.review,
            note=change.note,
            node=change.node,
            drafter=change.drafter,
            state=State.DRAFTED,
            version=1,
            public_version=0,
            agreed_by="",
            approved_by="",
            posted_at=None,
        )
    )
    session.flush()
    _word(session, change.affirmation, 1, made, change.text)


def _move(session: Session, change: changes.AffirmationMoved, made: Made) -> None:
    row = session.get_one(AffirmationRow, change.affirmation)
    state = after(State(row.state), change.step)
    if state is None:
        raise ValueError(f"no step {change.step} from {row.state}")
    row.state = state
    if change.text:
        row.version += 1
        _word(session, row.id, row.version, made, change.text)
    match change.step:
        case Step.AGREE:
            row.agreed_by = change.person
        case Step.APPROVE:
            row.approved_by, row.public_version = change.person, row.version
        case Step.POST:
            row.posted_at = made.at
        case Step.PAUSE | Step.WITHDRAW:
            # Its words are approved no longer: whatever comes back goes the whole way again.
            row.public_version = 0
        case Step.EDIT | Step.RETURN | Step.RESUME:
            row.agreed_by = row.approved_by = ""


def _word(session: Session, affirmation: str, version: int, made: Made, text: str) -> None:
    session.add(
        AffirmationVersionRow(affirmation=affirmation, version=version, at=made.at, person=made.person, text=text)
    )
