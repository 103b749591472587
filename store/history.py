"""Making a change, and the history that it was made: ids and enums only, by each change's own list."""

from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Any, assert_never, get_args

from sqlalchemy.orm import Session

from bot.domain import changes, note_changes, timetable_changes
from bot.domain.changes_of_keeping import (
    AffirmationRemoved,
    HoldLifted,
    HoldSet,
    NoteRemoved,
    RetentionSet,
    WordsRemoved,
)
from bot.domain.changes_people import AskingSet, PauseEnded, PeopleChange, PersonErased
from bot.domain.changes_setup import SetUpChange
from bot.domain.every_change import EveryChange
from bot.domain.library_changes import LibraryChange
from bot.domain.prompt_changes import PromptChange
from bot.domain.retention import Kind, key
from bot.domain.review import Standing
from bot.domain.rooms import RoomOpened
from bot.domain.team_changes import MemberAsked, TeamLeft
from bot.domain.unsettled import PostSettled
from bot.domain.walk import Place
from store import (
    affirmation_making,
    asking_settings,
    erasure,
    holds,
    kept_frameworks,
    library_making,
    note_making,
    prompt_making,
    records,
    reflections,
    removal,
    reviews,
    set_up,
    teams,
    timetables,
    trust_settings,
    unsettled,
    ways_in,
)
from store.act_rows import keep_room
from store.inserting import add
from store.made import Made
from store.tables import (
    ComparisonRow,
    DayRow,
    HistoryRow,
    MemberRow,
    ReflectionRow,
    ReviewRow,
)

_OF_THE_REVIEW_ITSELF = (
    changes.ReviewPlanned,
    changes.InvitationAccepted,
    changes.InvitationDeclined,
    changes.LeadNamed,
    MemberAsked,
    TeamLeft,
    changes.AreaDrawnTogether,
    changes.DayEnded,
)


_OF_PEOPLE = (*get_args(PeopleChange), *get_args(SetUpChange))
_ABOUT = (
    "prompt",
    "set",
    "reply",
    "digest",
    "affirmation",
    "note",
    "hold",
    "retention",
    "review",
    "person",
    "school",
    "authority",
    "trust",
    "setting",
)


def apply(session: Session, change: EveryChange, made: Made) -> None:
    """Make one change and record it, in the turn's transaction."""
    if isinstance(change, PersonErased):
        if not erasure.erase(session, change, made):
            return
    elif isinstance(change, PeopleChange):
        # An import makes a thousand of them, which go to the tables together: see `ending.make`.
        records.make(session, change)
        if isinstance(change, AskingSet | PauseEnded):
            asking_settings.change(session, change, made.at.date())
        ways_in.follow(session, change, made)
    elif isinstance(change, SetUpChange):
        set_up.make(session, change, made.at.date())
    elif isinstance(change, PromptChange):
        prompt_making.make(session, change, made)
        session.flush()
    elif isinstance(change, LibraryChange):
        library_making.make(session, change, made)
        session.flush()
    else:
        _make(session, change, made)
        # What is looked up next may be read past the unit of work.
        session.flush()
    reviews.forget(session, itself=isinstance(change, (*_OF_THE_REVIEW_ITSELF, *_OF_PEOPLE)))
    about = next(found for name in _ABOUT if (found := getattr(change, name, "")) and name in change.KEPT)
    record(session, change, change.KEPT, made, about=about)


def apply_to_trust(session: Session, change: changes.TrustChange, made: Made) -> None:
    """The same for what is decided for the whole trust."""
    match change:
        case changes.FrameworkPutInUse(framework=pin, beside=beside):
            kept_frameworks.put_in_use(session, pin, beside=beside)
        case changes.FrameworkWithdrawn(framework=pin):
            kept_frameworks.withdraw(session, pin, made.at)
        case changes.PersonExported() | changes.TrustExported():
            pass
        case _:
            assert_never(change)
    about = getattr(change, "framework", "") or getattr(change, "person", "") or "trust"
    record(session, change, change.KEPT, made, about=about)


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
            teams.plan(session, change)
        case changes.InvitationAccepted(review=review, person=person, conflicts=conflicts):
            member = session.get_one(MemberRow, (review, person))
            member.standing, member.conflicts = Standing.ACCEPTED, [conflict.value for conflict in conflicts]
            reviews.choose(session, person, review)
        case changes.InvitationDeclined(review=review, person=person):
            session.get_one(MemberRow, (review, person)).standing = Standing.DECLINED
        case changes.LeadNamed():
            teams.name_lead(session, change)
        case MemberAsked() | TeamLeft():
            teams.change(session, change)
        case (
            note_changes.NoteTaken()
            | note_changes.NoteMarked()
            | note_changes.NoteSampled()
            | note_changes.NotePlaced()
            | note_changes.NoteTimed()
            | note_changes.NoteEdited()
            | note_changes.NoteLeftUnfiled()
            | note_changes.NoteAlsoFiled()
            | note_changes.NoteMoved()
            | note_changes.NoteObjected()
            | note_changes.SchoolTold()
        ):
            note_making.make(session, change, made)
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
        case RoomOpened():
            keep_room(session, change.platform, change.tenant, change.channel, change.review)
        case PostSettled():
            unsettled.settle(session, change, made.at)
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
        case changes.AnswersCompared():
            _compare(session, change, made)
        case changes.ReflectionKept() | changes.ReflectionRemoved():
            _reflect(session, change, made)
        case changes.AffirmationDrafted() | changes.AffirmationMoved():
            affirmation_making.make(session, change, made)
        case NoteRemoved() | AffirmationRemoved() | WordsRemoved() | HoldSet() | HoldLifted() | RetentionSet():
            _keep(session, change, made)
        case _:
            assert_never(change)


_Kept = NoteRemoved | AffirmationRemoved | WordsRemoved | HoldSet | HoldLifted | RetentionSet


def _keep(session: Session, change: _Kept, made: Made) -> None:
    match change:
        case NoteRemoved():
            removal.note(session, change, made.at, made.conversation)
        case AffirmationRemoved():
            removal.affirmation(session, change, made.at, made.conversation)
        case WordsRemoved():
            removal.words(session, change, made.at, made.conversation)
        case HoldSet():
            holds.put(session, change, made.person, made.at)
        case HoldLifted(hold=hold):
            holds.lift(session, hold, made.at)
        case RetentionSet(retention=kind, days=days):
            trust_settings.put(session, key(kind), days)
        case _:
            assert_never(change)


def _compare(session: Session, change: changes.AnswersCompared, made: Made) -> None:
    before = session.get(ComparisonRow, (change.review, change.prompt))
    if before is not None and before.words not in {"", change.words}:
        removal.replaced(session, Kind.COMPARISONS, [f"{change.review}/{change.prompt}"], made)
    session.merge(
        ComparisonRow(
            review=change.review,
            prompt=change.prompt,
            at=made.at,
            person=change.person,
            said=change.said,
            words=change.words,
            notes=list(change.notes),
        )
    )


def _reflect(session: Session, change: changes.ReflectionKept | changes.ReflectionRemoved, made: Made) -> None:
    match change:
        case changes.ReflectionKept(review=review, person=person, area=area, text=text, shared=shared):
            before = session.get(ReflectionRow, (review, person, area))
            if before is not None and before.text != text:
                removal.replaced(session, Kind.REFLECTIONS, [f"{review}/{person}/{area}"], made)
            row = ReflectionRow(review=review, person=person, area=area, at=made.at, text=text, shared=shared)
            reflections.keep(session, row)
        case changes.ReflectionRemoved():
            removal.reflection(session, change, made.at, made.conversation)
