"""Words of people beside notes and affirmations, found by what a card calls them, to be removed for good."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.other_words import OtherWords, Thing
from store import holds, reviews
from store.tables import ComparisonRow
from store.timetable_rows import SlotRow, SlotVersionRow, WishRow


@dataclass(frozen=True)
class Written:
    """One wording, and who wrote it."""

    text: str
    writer: str


def load(session: Session, about: str, today: date) -> OtherWords:
    """The words under such a name; raises KeyError where there are none, or none any more."""
    review_id, _, rest = about.partition("/")
    kind, _, named = rest.partition("/")
    if kind not in set(Thing):
        raise KeyError(about)
    thing = Thing(kind)
    found = written(session, thing, review_id, named)
    if not found:
        raise KeyError(about)
    writers = tuple(dict.fromkeys(one.writer for one in found))
    held = holds.on(session, review_id, writers, today)
    return OtherWords(thing, named, reviews.load(session, review_id), writers, found[0].text, held)


def written(session: Session, thing: Thing, review: str, named: str) -> tuple[Written, ...]:
    """Every wording that is still there, the newest first."""
    return _WRITTEN[thing](session, review, named)


def _of_comparison(session: Session, review: str, prompt: str) -> tuple[Written, ...]:
    row = session.get(ComparisonRow, (review, prompt), populate_existing=True)
    return (Written(row.words, row.person),) if row else ()


def _of_place(session: Session, review: str, slot: str) -> tuple[Written, ...]:
    wanted = (
        select(SlotVersionRow.place, SlotVersionRow.person)
        .join(SlotRow, SlotRow.id == SlotVersionRow.slot)
        .where(SlotRow.review == review, SlotRow.id == slot, SlotVersionRow.place != "")
        .order_by(SlotVersionRow.version.desc())
    )
    return tuple(Written(*found) for found in session.execute(wanted))


def _of_wish(session: Session, review: str, day: str) -> tuple[Written, ...]:
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return ()
    wanted = select(WishRow.text, WishRow.person).where(WishRow.review == review, WishRow.day == on)
    return tuple(Written(*found) for found in session.execute(wanted.order_by(WishRow.at.desc(), WishRow.id.desc())))


_WRITTEN: dict[Thing, Callable[[Session, str, str], tuple[Written, ...]]] = {
    Thing.COMPARISON: _of_comparison,
    Thing.PLACE: _of_place,
    Thing.WISH: _of_wish,
}


def of_review(session: Session, review: str) -> tuple[tuple[Thing, str], ...]:
    """What of it a review holds, by its own id: comparisons, places, wishes."""
    compared = session.scalars(select(ComparisonRow.prompt).filter_by(review=review).order_by(ComparisonRow.prompt))
    places = session.scalars(
        select(SlotRow.id)
        .join(SlotVersionRow, SlotVersionRow.slot == SlotRow.id)
        .where(SlotRow.review == review, SlotVersionRow.place != "")
        .distinct()
        .order_by(SlotRow.id)
    )
    wishes = session.scalars(select(WishRow.day).filter_by(review=review).distinct().order_by(WishRow.day))
    return (
        *((Thing.COMPARISON, prompt) for prompt in compared),
        *((Thing.PLACE, slot) for slot in places),
        *((Thing.WISH, day.isoformat()) for day in wishes),
    )


def rows_of(session: Session, thing: Thing, review: str, named: str) -> list[str]:
    """The ids under which their rows are kept."""
    match thing:
        case Thing.COMPARISON:
            return [f"{review}/{named}"]
        case Thing.PLACE:
            return [named]
        case Thing.WISH:
            return list(
                session.scalars(
                    select(WishRow.id).filter_by(review=review, day=date.fromisoformat(named)).order_by(WishRow.id)
                )
            )
