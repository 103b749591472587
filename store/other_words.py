"""Words of people beside notes and affirmations, found by what a card calls them, to be removed for good."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.other_words import BETWEEN, OtherWords, Thing
from bot.domain.prompt import Prompt
from bot.domain.removal import Hold
from store import holds, prompts, reviews
from store.library_tables import PracticeReplyRow, PracticeReplyTextRow
from store.prompt_tables import PromptAnswerRow, PromptMarkRow, PromptRow, PromptSetRow
from store.tables import AffirmationRow, ComparisonRow
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
    if thing in _OF_PROMPTS:
        return _of_prompt(session, thing, review_id, named, today)
    found = written(session, thing, review_id, named)
    if not found:
        raise KeyError(about)
    writers = tuple(dict.fromkeys(one.writer for one in found))
    held = holds.on(session, review_id, writers, today)
    return OtherWords(thing, named, reviews.load(session, review_id), writers, found[0].text, held)


def written(session: Session, thing: Thing, review: str, named: str) -> tuple[Written, ...]:
    """Every wording that is still there, the newest first."""
    return _WRITTEN[thing](session, review, named)


_OF_PROMPTS = (Thing.ANSWER, Thing.MARK)


def _of_prompt(session: Session, thing: Thing, review: str, named: str, today: date) -> OtherWords:
    """An answer, by its question; or what one reviewer wrote beside it. What it was said again to is held with it."""
    prompt = prompts.load(session, named.partition("/")[0])
    of, found = prompt.set.review, written(session, thing, review, named)
    if not found or (of.id if of else BETWEEN) != review:
        raise KeyError(named)
    writers = tuple(dict.fromkeys(one.writer for one in found))
    beside = () if thing is Thing.MARK else tuple(mark.by.id for mark in prompt.marks)
    held = _held(session, prompt, (*writers, *beside), today)
    return OtherWords(thing, named, of, writers, found[0].text, held, prompt)


def _held(session: Session, prompt: Prompt, writers: tuple[str, ...], today: date) -> Hold | None:
    """What holds an answer: a hold on its review or on one where it was said again, or on somebody who wrote some of it."""
    sets = select(PromptSetRow.review).join(PromptRow, PromptRow.set == PromptSetRow.id)
    every = session.scalars(sets.where(PromptRow.id.in_(said_again(session, prompt.id))).distinct())
    found = (holds.on(session, one, writers, today) for one in every)
    return next((hold for hold in found if hold), None)


def with_hold(session: Session, prompt: Prompt, today: date) -> Prompt:
    """A question with what holds what was said to it, if anything does."""
    wrote = (one.writer for one in _of_answer(session, "", prompt.id))
    writers = tuple(dict.fromkeys((*wrote, *(mark.by.id for mark in prompt.marks))))
    return replace(prompt, held=_held(session, prompt, writers, today))


def said_again(session: Session, prompt: str) -> list[str]:
    """This question, and all others that its answer was taken up for."""
    found, fresh = [prompt], [prompt]
    while fresh:
        further = select(PromptRow.id).where(PromptRow.held_from.in_(fresh), PromptRow.id.not_in(found))
        fresh = list(session.scalars(further.order_by(PromptRow.id)))
        found += fresh
    return found


def _of_answer(session: Session, _review: str, prompt: str) -> tuple[Written, ...]:
    wanted = select(PromptAnswerRow.text, PromptAnswerRow.evidence, PromptAnswerRow.person).filter_by(prompt=prompt)
    rows = session.execute(wanted.order_by(PromptAnswerRow.version.desc()))
    return tuple(Written("\n\n".join(filter(None, (row.text, row.evidence))), row.person) for row in rows)


def _of_mark(session: Session, _review: str, named: str) -> tuple[Written, ...]:
    prompt, _, person = named.partition("/")
    row = session.get(PromptMarkRow, (prompt, person), populate_existing=True)
    return (Written(row.words, row.person),) if row and row.words else ()


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


def _of_reply(session: Session, review: str, reply: str) -> tuple[Written, ...]:
    wanted = (
        select(PracticeReplyTextRow.text, PracticeReplyTextRow.person)
        .join(PracticeReplyRow, PracticeReplyRow.id == PracticeReplyTextRow.reply)
        .join(AffirmationRow, AffirmationRow.id == PracticeReplyRow.affirmation)
        .where(PracticeReplyTextRow.reply == reply, AffirmationRow.review == review)
    )
    return tuple(Written(*found) for found in session.execute(wanted.order_by(PracticeReplyTextRow.number.desc())))


_WRITTEN: dict[Thing, Callable[[Session, str, str], tuple[Written, ...]]] = {
    Thing.COMPARISON: _of_comparison,
    Thing.PLACE: _of_place,
    Thing.WISH: _of_wish,
    Thing.ANSWER: _of_answer,
    Thing.MARK: _of_mark,
    Thing.REPLY: _of_reply,
}


def of_review(session: Session, review: str) -> tuple[tuple[Thing, str], ...]:
    """What of it a review holds, by its own id: comparisons, places, wishes; answers and what was marked on them.

    Without a review: what was answered between visits.
    """
    answers = (
        select(PromptRow.id)
        .join(PromptSetRow, PromptSetRow.id == PromptRow.set)
        .where(PromptSetRow.review == review, PromptRow.version > 0)
        .order_by(PromptSetRow.made, PromptRow.id)
    )
    answered = session.scalars(answers).all()
    marked = select(PromptMarkRow).where(PromptMarkRow.prompt.in_(answered), PromptMarkRow.words != "")
    marks = session.scalars(marked.order_by(PromptMarkRow.prompt, PromptMarkRow.person))
    compared = session.scalars(select(ComparisonRow.prompt).filter_by(review=review).order_by(ComparisonRow.prompt))
    places = session.scalars(
        select(SlotRow.id)
        .join(SlotVersionRow, SlotVersionRow.slot == SlotRow.id)
        .where(SlotRow.review == review, SlotVersionRow.place != "")
        .distinct()
        .order_by(SlotRow.id)
    )
    wishes = session.scalars(select(WishRow.day).filter_by(review=review).distinct().order_by(WishRow.day))
    replied = session.scalars(
        select(PracticeReplyTextRow.reply)
        .join(PracticeReplyRow, PracticeReplyRow.id == PracticeReplyTextRow.reply)
        .join(AffirmationRow, AffirmationRow.id == PracticeReplyRow.affirmation)
        .where(AffirmationRow.review == review)
        .distinct()
        .order_by(PracticeReplyTextRow.reply)
    )
    return (
        *((Thing.COMPARISON, prompt) for prompt in compared),
        *((Thing.PLACE, slot) for slot in places),
        *((Thing.WISH, day.isoformat()) for day in wishes),
        *((Thing.ANSWER, prompt) for prompt in answered),
        *((Thing.MARK, f"{mark.prompt}/{mark.person}") for mark in marks),
        *((Thing.REPLY, reply) for reply in replied),
    )


def rows_of(session: Session, thing: Thing, review: str, named: str) -> list[str]:
    """The ids under which their rows are kept."""
    match thing:
        case Thing.COMPARISON:
            return [f"{review}/{named}"]
        case Thing.PLACE | Thing.MARK | Thing.REPLY:
            return [named]
        case Thing.ANSWER:
            return said_again(session, named)
        case Thing.WISH:
            return list(
                session.scalars(
                    select(WishRow.id).filter_by(review=review, day=date.fromisoformat(named)).order_by(WishRow.id)
                )
            )
