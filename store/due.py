"""Which things of each kind are due to go: one query a kind, held things left out, those that waited longest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    false,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from bot.domain.acts import QUOTING
from bot.domain.affirmation import State
from bot.domain.retention import KEPT, Kind, last_day_due, moment_due
from store.act_rows import OPEN
from store.act_rows import Kind as ActKind
from store.act_rows import State as ActState
from store.library_tables import PracticeReplyRow, PracticeReplyTextRow
from store.moment import Moment
from store.prompt_tables import PromptAnswerRow, PromptMarkRow, PromptRow, PromptSetRow
from store.sign_in_tables import AttemptRow, CodeRow, SessionRow
from store.tables import (
    ActRow,
    AffirmationRow,
    AffirmationVersionRow,
    ComparisonRow,
    ConversationRow,
    InboundRow,
    NoteRow,
    ReflectionRow,
    ReviewRow,
    RouteRow,
)
from store.texts import PERSONAL
from store.timetable_rows import SlotRow, SlotVersionRow, WishRow

OVER = ("until", "used", "ended")  # the moments that say that a session or a code is over


WORDS = {words.retention: words for words in PERSONAL}
"""The columns of what is words alone, by their kind."""

OF_A_REVIEW: dict[Kind, tuple[SQLColumnExpression[str], SQLColumnExpression[str]]] = {
    Kind.NOTES: (NoteRow.review, NoteRow.id),
    Kind.UNSHARED: (AffirmationRow.review, AffirmationRow.id),
    Kind.AFFIRMATIONS: (AffirmationRow.review, AffirmationRow.id),
    Kind.REFLECTIONS: (ReflectionRow.review, WORDS[Kind.REFLECTIONS].id),
    Kind.COMPARISONS: (ComparisonRow.review, WORDS[Kind.COMPARISONS].id),
    Kind.PLACES: (SlotRow.review, SlotRow.id),
    Kind.WISHES: (WishRow.review, WishRow.id),
}
"""Where the review of a thing stands, and its id."""
_BESIDE = ("reflection", "comparison", "timetable", "slot", "asked", "words")  # whose names begin with their review


@dataclass(frozen=True)
class HeldBack:
    """What may not go: everything of these reviews and of these people."""

    reviews: tuple[str, ...]
    people: tuple[str, ...]

    def of_review(self, review: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        return review.in_(self.reviews)

    def of_thing(self, kind: InstrumentedAttribute[str], about: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """Something that is about a review, or about a note or an affirmation of it, or a question asked for it."""
        sets = select(PromptSetRow.id).where(PromptSetRow.review.in_(self.reviews))
        asked = select(PromptRow.id).where(PromptRow.set.in_(sets))
        notes = select(NoteRow.id).where(NoteRow.review.in_(self.reviews))
        made = select(AffirmationRow.id).where(AffirmationRow.review.in_(self.reviews))
        said = select(PracticeReplyRow.id).where(PracticeReplyRow.affirmation.in_(made))
        return or_(
            and_(kind == "review", about.in_(self.reviews)),
            and_(kind == "note", about.in_(notes)),
            and_(kind == "affirmation", about.in_(made)),
            and_(kind == "reply", about.in_(said)),
            and_(kind == "prompt", about.in_(asked)),
            and_(kind == "prompt_set", about.in_(sets)),
            and_(
                kind.in_(_BESIDE), or_(false(), *(about.startswith(f"{one}/", autoescape=True) for one in self.reviews))
            ),
        )


def _answers(held: HeldBack, today: date, days: int) -> Select[Any]:
    row = ConversationRow
    return (
        select(row.id)
        .where(row.ended.is_(None), row.touched < moment_due(today, days))
        .where(row.person.not_in(held.people), not_(held.of_thing(row.about_kind, row.about)))
        .order_by(row.touched, row.id)
    )


def _notes(held: HeldBack, today: date, days: int) -> Select[Any]:
    return (
        select(NoteRow.id)
        .join(ReviewRow, ReviewRow.id == NoteRow.review)
        .where(NoteRow.version > 0, ReviewRow.ends <= last_day_due(today, days))
        .where(not_(held.of_review(NoteRow.review)), NoteRow.writer.not_in(held.people))
        .order_by(ReviewRow.ends, NoteRow.id)
    )


def _reflections(held: HeldBack, today: date, days: int) -> Select[Any]:
    return _beside(WORDS[Kind.REFLECTIONS].id, ReflectionRow.review, ReflectionRow.person, held, today, days)


def _comparisons(held: HeldBack, today: date, days: int) -> Select[Any]:
    return _beside(WORDS[Kind.COMPARISONS].id, ComparisonRow.review, ComparisonRow.person, held, today, days)


def _wishes(held: HeldBack, today: date, days: int) -> Select[Any]:
    return _beside(WORDS[Kind.WISHES].id, WishRow.review, WishRow.person, held, today, days)


def _beside(
    id_: ColumnElement[str],
    of: InstrumentedAttribute[str],
    writer: InstrumentedAttribute[str],
    held: HeldBack,
    today: date,
    days: int,
) -> Select[Any]:
    return (
        select(id_)
        .join(ReviewRow, ReviewRow.id == of)
        .where(ReviewRow.ends <= last_day_due(today, days))
        .where(not_(held.of_review(of)), writer.not_in(held.people))
        .order_by(ReviewRow.ends, id_)
    )


def _accounts(held: HeldBack, today: date, days: int) -> Select[Any]:
    """Answers, by their prompt: since the last of the day they were of use for, were given, and their review's last."""
    row, answer, mark = PromptRow, PromptAnswerRow, PromptMarkRow
    theirs = or_(
        exists().where(answer.prompt == row.id, answer.person.in_(held.people)),
        exists().where(mark.prompt == row.id, mark.person.in_(held.people)),
    )
    going_on = exists().where(ReviewRow.id == PromptSetRow.review, ReviewRow.ends > last_day_due(today, days))
    fresh = exists().where(answer.prompt == row.id, answer.at >= moment_due(today, days))
    return (
        select(row.id)
        .join(PromptSetRow, PromptSetRow.id == row.set)
        .where(row.version > 0, or_(PromptSetRow.before.is_(None), PromptSetRow.before <= last_day_due(today, days)))
        .where(not_(fresh), not_(going_on), not_(theirs), not_(held.of_review(PromptSetRow.review)))
        .order_by(PromptSetRow.made, row.id)
    )


def _places(held: HeldBack, today: date, days: int) -> Select[Any]:
    """Slots that have, or had, a place; one that somebody held has worded stays in every state."""
    version = SlotVersionRow
    worded = exists().where(version.slot == SlotRow.id, version.place != "")
    theirs = exists().where(version.slot == SlotRow.id, version.place != "", version.person.in_(held.people))
    return (
        select(SlotRow.id)
        .join(ReviewRow, ReviewRow.id == SlotRow.review)
        .where(worded, not_(theirs), ReviewRow.ends <= last_day_due(today, days))
        .where(not_(held.of_review(SlotRow.review)))
        .order_by(ReviewRow.ends, SlotRow.id)
    )


def shared() -> ColumnElement[bool]:
    """Whether it stands in the channel, or stood there and was not withdrawn."""
    return and_(AffirmationRow.posted_at.is_not(None), AffirmationRow.state != State.WITHDRAWN)


def _affirmations(held: HeldBack, today: date, days: int, condition: ColumnElement[bool]) -> Select[Any]:
    row, version = AffirmationRow, AffirmationVersionRow
    worded = exists().where(version.affirmation == row.id, version.person.in_(held.people))
    # What was said to it goes with it: whoever wrote some of that is held, too.
    said = select(PracticeReplyTextRow.reply).where(PracticeReplyTextRow.person.in_(held.people))
    answered = exists().where(PracticeReplyRow.affirmation == row.id, PracticeReplyRow.id.in_(said))
    return (
        select(row.id)
        .join(ReviewRow, ReviewRow.id == row.review)
        .where(row.version > 0, condition, ReviewRow.ends <= last_day_due(today, days))
        .where(not_(held.of_review(row.review)), row.drafter.not_in(held.people), not_(worded), not_(answered))
        .order_by(ReviewRow.ends, row.id)
    )


def _unshared(held: HeldBack, today: date, days: int) -> Select[Any]:
    return _affirmations(held, today, days, not_(shared()))


def _standing(held: HeldBack, today: date, days: int) -> Select[Any]:
    long_ago = AffirmationRow.posted_at < moment_due(today, days)
    return _affirmations(held, today, days, and_(shared(), long_ago))


def _replies(held: HeldBack, today: date, days: int) -> Select[Any]:
    """What came home to cards: since the last word of it."""
    row, said = PracticeReplyRow, PracticeReplyTextRow
    fresh = exists().where(said.reply == row.id, said.at >= moment_due(today, days))
    theirs = exists().where(said.reply == row.id, said.person.in_(held.people))
    of_held = select(AffirmationRow.id).where(AffirmationRow.review.in_(held.reviews))
    return (
        select(row.id)
        .where(exists().where(said.reply == row.id), not_(fresh), not_(theirs), row.affirmation.not_in(of_held))
        .order_by(row.at, row.id)
    )


def _keys(_held: HeldBack, today: date, days: int) -> Select[Any]:
    return select(InboundRow.key).where(InboundRow.at < moment_due(today, days)).order_by(InboundRow.at, InboundRow.key)


def _acts(held: HeldBack, today: date, days: int) -> Select[Any]:
    row = ActRow
    # By these a post that quotes people is found again, to be edited and taken away.
    needed = and_(
        row.notice.in_(QUOTING),
        or_(
            and_(row.kind == ActKind.POST, row.state.in_((ActState.DONE, ActState.UNKNOWN))),
            and_(row.kind == ActKind.DELETE, row.state.in_((ActState.REFUSED, ActState.UNKNOWN))),
        ),
    )
    return (
        select(row.id)
        .where(row.state.not_in(OPEN), func.coalesce(row.done, row.made) < moment_due(today, days), not_(needed))
        .where(row.place.not_in(held.people), not_(held.of_thing(row.about_kind, row.about)))
        .order_by(row.made, row.id)
    )


def _routes(_held: HeldBack, today: date, days: int) -> Select[Any]:
    return select(RouteRow.id).where(RouteRow.shown < moment_due(today, days)).order_by(RouteRow.shown, RouteRow.id)


def sign_in_tables() -> tuple[Any, ...]:
    return SessionRow.__table__, CodeRow.__table__


def _says_over(column: ColumnElement[Any]) -> bool:
    return column.key in OVER and isinstance(column.type, Moment)


def _sign_in(held: HeldBack, today: date, days: int) -> Select[Any]:
    """Sessions and codes that were over before: ended, used, or past their time; and how often something was tried."""
    wanted = [
        select(table.c.id).where(
            or_(*(column < moment_due(today, days) for column in table.c if _says_over(column))),
            table.c.person.not_in(held.people),
        )
        for table in sign_in_tables()
    ]
    tried = select(AttemptRow.key).where(AttemptRow.until < moment_due(today, days))
    found = wanted[0].union_all(*wanted[1:], tried).subquery()
    return select(found.c.id).order_by(found.c.id)


DUE: dict[Kind, Callable[[HeldBack, date, int], Select[Any]]] = {
    Kind.ANSWERS: _answers,
    Kind.REFLECTIONS: _reflections,
    Kind.COMPARISONS: _comparisons,
    Kind.PLACES: _places,
    Kind.WISHES: _wishes,
    Kind.NOTES: _notes,
    Kind.ACCOUNTS: _accounts,
    Kind.UNSHARED: _unshared,
    Kind.AFFIRMATIONS: _standing,
    Kind.REPLIES: _replies,
    Kind.KEYS: _keys,
    Kind.ACTS: _acts,
    Kind.ROUTES: _routes,
    Kind.SIGN_IN: _sign_in,
}
assert set(DUE) == set(KEPT)  # noqa: S101 a kind without its rule would be kept for ever
