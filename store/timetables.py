"""Timetables and their slots: rows in, values out, and the changes to them made."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import assert_never

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from bot.domain.people import Person
from bot.domain.timetable import Agreement, Slot, SlotSeen, Timetable, What
from bot.domain.timetable_changes import (
    DayPlanned,
    SlotAdded,
    SlotRemoved,
    TimetableAgreed,
    TimetableChange,
    TimetableChangeAsked,
    TimetableSent,
)
from store import people, reviews
from store.inserting import add
from store.tables import ReviewRow
from store.timetable_rows import SlotRow, SlotVersionRow, TimetableRow, WishRow

_CURRENT = and_(SlotVersionRow.slot == SlotRow.id, SlotVersionRow.version == SlotRow.version)
_READ = and_(SlotVersionRow.slot == SlotRow.id, SlotVersionRow.version == SlotRow.read)


def hold(session: Session, about: str) -> None:
    """Let nobody else change this review's timetables until the transaction is over."""
    review = about.partition("/")[0]
    session.execute(select(ReviewRow.id).filter_by(id=review).with_for_update(key_share=True))


def named(session: Session, about: str) -> Timetable:
    """A timetable by its name: review, day, and perhaps the revision that a card showed. Raises KeyError for no such day."""
    review, _, rest = about.partition("/")
    day, _, seen = rest.partition("/")
    try:
        return load(session, review, date.fromisoformat(day), int(seen or "0"))
    except ValueError:
        raise KeyError(about) from None


def slot_named(session: Session, about: str) -> SlotSeen:
    """A slot by its name: review, id, and the version that a card showed. Raises KeyError where there is none."""
    review, _, rest = about.partition("/")
    slot_id, _, seen = rest.partition("/")
    row = session.get(SlotRow, slot_id, populate_existing=True)
    if row is None or row.review != review or not (seen.isascii() and seen.isdigit()):
        raise KeyError(about)
    timetable = load(session, review, row.day)
    slot = timetable.slot(slot_id)
    if slot is None:
        raise KeyError(about)
    return SlotSeen(timetable, slot, int(seen))


def load(session: Session, review_id: str, day: date, seen: int = 0) -> Timetable:
    """One day's timetable, planned or not; raises KeyError for a day that is none of the visit's."""
    review = reviews.load(session, review_id)
    if not review.begins <= day <= review.ends:
        raise KeyError(review_id, day)
    row = session.get(TimetableRow, (review_id, day), populate_existing=True)
    others = frozenset(_planned_elsewhere(session, review_id, day))
    if row is None:
        return Timetable(review, day, seen=seen, elsewhere=others)
    known = people.directory(session).people
    of_day = SlotRow.review == review_id, SlotRow.day == day
    current = session.execute(select(SlotVersionRow).join(SlotRow, _CURRENT).where(*of_day)).scalars().all()
    read = session.execute(select(SlotVersionRow).join(SlotRow, _READ).where(*of_day, ~SlotVersionRow.gone)).scalars()
    agreement = Agreement(row.agreement)
    return Timetable(
        review,
        day,
        agreement,
        tuple(_slot(version, known) for version in current),
        tuple(_slot(version, known) for version in read),
        _wish(session, review_id, day) if agreement is Agreement.CHANGE_ASKED else "",
        row.revision,
        row.sent,
        row.answered,
        seen,
        others,
    )


def _slot(row: SlotVersionRow, known: Mapping[str, Person]) -> Slot:
    who = tuple(known[person] for person in row.who if person in known)
    what = What(row.what)
    return Slot(row.slot, what, row.starts, row.minutes, who, row.place, row.version, row.person, row.gone)


def _wish(session: Session, review: str, day: date) -> str:
    newest = select(WishRow.text).filter_by(review=review, day=day).order_by(WishRow.at.desc(), WishRow.id.desc())
    return session.scalar(newest.limit(1)) or ""


def _planned_elsewhere(session: Session, review: str, day: date) -> Sequence[What]:
    wanted = (
        select(SlotVersionRow.what)
        .join(SlotRow, _CURRENT)
        .where(SlotRow.review == review, SlotRow.day != day, ~SlotVersionRow.gone)
    )
    return [What(what) for what in session.scalars(wanted.distinct())]


def days(session: Session, review: str) -> tuple[date, ...]:
    """The days of a review that have a timetable, in their order."""
    return tuple(session.scalars(select(TimetableRow.day).filter_by(review=review).order_by(TimetableRow.day)))


# ── Changes ─────────────────────────────────────────────────────────────────────────────────


def make(session: Session, change: TimetableChange, at: datetime) -> None:
    """Make one change to a timetable."""
    row = session.get(TimetableRow, (change.review, change.day), populate_existing=True)
    if isinstance(change, DayPlanned) or row is None:
        drafted = TimetableRow(
            review=change.review, day=change.day, agreement=Agreement.DRAFTED, revision=1, sent=0, answered=0
        )
        session.add(drafted)
        session.flush()
        row = drafted
    match change:
        case DayPlanned():
            return
        case SlotAdded() | SlotRemoved():
            row.revision += 1
            _keep(session, change, at)
        case TimetableSent():
            row.agreement, row.sent = Agreement.SENT, row.revision
        case TimetableAgreed():
            row.agreement = Agreement.AGREED
            _read(session, row)
        case TimetableChangeAsked():
            row.agreement = Agreement.CHANGE_ASKED
            _read(session, row)
            who = {"person": change.person, "text": change.text}
            add(session, WishRow, id=change.wish, review=change.review, day=change.day, at=at, **who)
        case _:
            assert_never(change)


def _read(session: Session, row: TimetableRow) -> None:
    """The school has read it as it stands now."""
    row.answered = row.revision
    session.execute(update(SlotRow).filter_by(review=row.review, day=row.day).values(read=SlotRow.version))


def _keep(session: Session, change: SlotAdded | SlotRemoved, at: datetime) -> None:
    """Add a version of a slot; the ones before stay as they were."""
    row = session.get(SlotRow, change.slot, populate_existing=True)
    if row is None:
        row = SlotRow(id=change.slot, review=change.review, day=change.day, version=0, read=0)
        session.add(row)
    row.version += 1
    session.flush()
    held = {"slot": row.id, "version": row.version, "at": at, "person": change.person}
    match change:
        case SlotAdded():
            told = {"what": change.what.value, "starts": change.starts, "minutes": change.minutes}
            held |= {**told, "who": list(change.who), "place": change.where, "gone": False}
        case SlotRemoved():
            last = session.get_one(SlotVersionRow, (row.id, row.version - 1))
            held |= {"what": last.what, "starts": last.starts, "minutes": last.minutes}
            held |= {"who": last.who, "place": last.place, "gone": True}
    add(session, SlotVersionRow, **held)
