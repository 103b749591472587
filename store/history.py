"""Making a change, and the history that it was made: ids and enums only, by each change's own list."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, assert_never, get_args

from sqlalchemy.orm import Session

from bot.domain import changes, timetable_changes
from bot.domain.affirmation import State, Step, after
from bot.domain.changes_people import PeopleChange
from bot.domain.changes_setup import SetUpChange
from bot.domain.note import Kind, Shows, Voice
from bot.domain.review import Seat, Standing
from bot.domain.walk import Place
from bot.message import Source
from store import kept_frameworks, notes, people, records, reviews, set_up, timetables
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
    changes.LeadNamed,
    changes.AreaDrawnTogether,
)


_OF_PEOPLE = (*get_args(PeopleChange), *get_args(SetUpChange))
_ABOUT = ("affirmation", "note", "review", "person", "school", "authority", "trust", "setting")


def apply(session: Session, change: changes.Change | PeopleChange | SetUpChange, made: Made) -> None:
    """Make one change and record it, in the turn's transaction."""
    if isinstance(change, PeopleChange):
        # An import makes a thousand of them, which go to the tables together: see `ending.make`.
        records.make(session, change)
    elif isinstance(change, SetUpChange):
        set_up.make(session, change, made.at.date())
    else:
        _make(session, change, made)
        # What is looked up next may be read past the unit of work.
        session.flush()
    reviews.forget(session, team=isinstance(change, (*_OF_THE_TEAM, *_OF_PEOPLE)))
    about = next(found for name in _ABOUT if (found := getattr(change, name, "")) and name in change.KEPT)
    record(session, change, change.KEPT, made, about=about)


def apply_to_trust(session: Session, change: changes.TrustChange, made: Made) -> None:
    """The same for what is decided for the whole trust."""
    match change:
        case changes.FrameworkPutInUse(framework=pin, beside=beside):
            kept_frameworks.put_in_use(session, pin, beside=beside)
        case changes.FrameworkWithdrawn(framework=pin):
            kept_frameworks.withdraw(session, pin, made.at)
        case _:
            assert_never(change)
    record(session, change, change.KEPT, made, about=change.framework)


def record(session: Session, change: object, kept: tuple[str, ...], made: Made, *, about: str) -> None:
    """Record that a change was made, with those of its fields that may be kept."""
    add(
        session,
        HistoryRow,
        at=made.at,
        person=made.person,
        platform=made.platform,
        conversation=made.conversation,
        kind=type(change).__name__,
        about=about,
        fields={name: _plain(getattr(change, name)) for name in kept},
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
        case changes.LeadNamed():
            _name_lead(session, change)
        case changes.NoteTaken():
            _take(session, change, made)
        case changes.NoteMarked():
            note = session.get_one(NoteRow, change.note)
            for name, value in _marks(session, change).items():
                setattr(note, name, value)
        case changes.NoteSampled() | changes.NotePlaced():
            _detail(session.get_one(NoteRow, change.note), change)
        case changes.NoteEdited(note=note_id, text=text):
            notes.edit(session, note_id, made.at, made.person, text)
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
        case (
            timetable_changes.DayPlanned()
            | timetable_changes.SlotAdded()
            | timetable_changes.SlotChanged()
            | timetable_changes.SlotRemoved()
            | timetable_changes.TimetableSent()
            | timetable_changes.TimetableAgreed()
            | timetable_changes.TimetableChangeAsked()
        ):
            timetables.make(session, change, made.at)
        case changes.AffirmationDrafted():
            _draft(session, change, made)
        case changes.AffirmationMoved():
            _move(session, change, made)
        case _:
            assert_never(change)


def _plan(session: Session, change: changes.ReviewPlanned) -> None:
    session.add(
        ReviewRow(
            id=change.review,
            school=change.school,
            framework=change.framework,
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


def _name_lead(session: Session, change: changes.LeadNamed) -> None:
    before = session.get_one(MemberRow, (change.review, change.instead_of))
    before.seat = Seat.REVIEWER
    named = session.get(MemberRow, (change.review, change.person))
    if named is None:
        named = MemberRow(review=change.review, person=change.person, standing=Standing.INVITED, conflicts=[])
        session.add(named)
    named.seat = Seat.LEAD
    # A seat that was asked for and never answered by somebody who leads no more is nobody's to answer.
    if before.standing == Standing.INVITED:
        before.standing = Standing.DECLINED


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
        **_marks(session, change),
    )
    notes.add_version(session, change.note, 1, made.at, made.person, change.text)
    reviews.choose(session, change.writer, change.review)


def _detail(note: NoteRow, change: changes.NoteSampled | changes.NotePlaced) -> None:
    match change:
        case changes.NoteSampled(sampled=sampled, out_of=out_of):
            note.sampled, note.out_of = sampled, out_of
        case changes.NotePlaced(where=where):
            note.place = where


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
