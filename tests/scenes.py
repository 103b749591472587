"""Scenes that many plays begin with: a review planned, its team complete, an affirmation in the channel."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot import demo
from bot.domain.acts import About
from bot.message import Address, Answer, Turned
from store import people, replies
from store.engine import Store, open_store, sqlite_url
from store.tables import RoomRow
from tests.play import GUEST, HEAD, LEAD, NINE, OTHER_HEAD, REVIEWER, TRUST_LEAD, Play, reply, the, words
from tests.swift import have_tables


def seeded(store: Store) -> Play:
    """A play in the demo trust, nothing done yet."""
    demo.seed(store, NINE.date())
    return Play(store)


def plan(
    play: Play,
    school: str = "larkfield",
    lead: str = LEAD,
    team: tuple[str, ...] = (REVIEWER, GUEST),
    areas: tuple[str, ...] = ("A-2", "A-7"),
) -> About:
    """A planned review to which nobody has said anything yet."""
    asked = play.start(TRUST_LEAD, "plan_review")
    asked = play.answer(TRUST_LEAD, asked, school=school, areas=areas, begins=play.today.isoformat())
    conversation = reply(asked).conversation
    ends = (play.today + timedelta(days=2)).isoformat()
    done = play.answer(TRUST_LEAD, asked, ends=ends, lead=lead, team=team)
    assert done.kept, words(done)
    return the("review", conversation)


def accept(play: Play, review: About, *persons: str) -> None:
    for person in persons:
        asked = play.start(person, "accept_invitation", review)
        assert play.answer(person, asked, undertaking="yes", conflicts=()).kept


def review_at(play: Play) -> About:
    """The review of Larkfield, its team complete."""
    review = plan(play)
    accept(play, review, LEAD, REVIEWER, GUEST)
    return review


def take_note(play: Play, person: str, review: About, words_: str, **marks: Answer) -> About:
    asked = play.start(person, "take_note", review)
    taken = play.answer(person, asked, text=words_, **marks)
    assert taken.note, words(taken)
    return the("note", taken.note)


WORTH_SHARING = "A worry box by the library is emptied every day, and each answer comes the same day."


def card(words_: str = WORTH_SHARING, **more: Answer) -> dict[str, Any]:
    """The answers that make a card, and that nobody can be recognised in it."""
    return {
        "title": "A worry box answered the same day",
        "words": words_,
        "why": "Pupils see that somebody reads it.",
        "known": "Pupils told us so, and the box was empty by the afternoon.",
        "recognise": "no",
        "get_round": "no",
    } | more


def draft(play: Play, review: About, person: str = LEAD, words_: str = WORTH_SHARING) -> About:
    """An affirmation the school is asked about."""
    note = take_note(play, person, review, words_, node="A-2.1", shows="excellent", kind="observation")
    asked = play.start(person, "draft_affirmation", note)
    if [item.key for item in reply(asked).inputs] == ["same"]:
        asked = play.answer(person, asked, same="none")
    done = play.answer(person, asked, **card(words_))
    assert done.kept, words(done)
    return the("affirmation", reply(asked).conversation)


SURE: dict[str, Any] = {"recognise_these": "no", "get_round_these": "no"}
"""The two fixed questions, answered by whoever reads public words that somebody else has written."""


def agree(play: Play, affirmation: About, person: str = HEAD) -> Turned:
    return play.answer(person, play.start(person, "agree_affirmation", affirmation), answer="agree", **SURE)


def approve(play: Play, affirmation: About, person: str = TRUST_LEAD) -> Turned:
    return play.answer(person, play.start(person, "approve_affirmation", affirmation), answer="approve", **SURE)


def posted(play: Play, review: About) -> About:
    """An affirmation that stands in the channel."""
    affirmation = draft(play, review)
    agree(play, affirmation)
    assert approve(play, affirmation).kept
    return affirmation


BRIDGEWATER_HEAD = "bridgewater-head"
HOW_LONG = "How long did it take until pupils used it?"
AT_MONDAY = "Two weeks; an assembly helped most."
WE_SAW = "Pupils at ours say that they know who reads it."


def ask_how(play: Play, affirmation: About, person: str = OTHER_HEAD, words_: str = HOW_LONG) -> About:
    """A question to a card's school."""
    asked = play.start(person, "ask_how", affirmation)
    assert play.answer(person, asked, question=words_).kept
    return the("reply", reply(asked).conversation)


def answer_how(play: Play, question: About, person: str = HEAD, words_: str = AT_MONDAY, where: str = "card") -> None:
    asked = play.start(person, "answer_how", question)
    assert play.answer(person, asked, answer=words_, where=where).kept


def tries(play: Play, affirmation: About, person: str = OTHER_HEAD) -> About:
    """What somebody's school tries: one tap."""
    turned = play.start(person, "try_practice", affirmation)
    assert turned.kept, words(turned)
    return the("reply", play.inside(lambda session: replies.of_person(session, person)[-1].id))


def worked(play: Play, affirmation: About, person: str = BRIDGEWATER_HEAD, words_: str = WE_SAW) -> About:
    asked = play.start(person, "worked_too", affirmation)
    done = play.answer(person, asked, evidence=words_, kind="conversation")
    assert done.kept, words(done)
    return the("reply", reply(asked).conversation)


def make_template(path: Path, build: Callable[[Play], Any]) -> Any:
    """A SQLite file in which `build` has happened, to be copied for each example; returns what it built."""
    store = open_store(sqlite_url(path))
    have_tables(store)
    play = seeded(store)
    built = build(play)
    with store.write.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return built


@contextmanager
def copied(template: Path, path: Path) -> Iterator[Play]:
    """A play on a copy of a template."""
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    shutil.copyfile(template, path)
    store = open_store(sqlite_url(path))
    try:
        yield Play(store, prefix="then-")
    finally:
        store.close()


def join(play: Play, review: About, channel: str) -> None:
    """Make a Slack channel a review's room, or with an empty review the trust's channel."""
    with play.store.writing() as session:
        session.add(RoomRow(platform="slack", tenant="T1", channel=channel, review=review.id))


def on_slack(play: Play, *persons: str) -> None:
    """From now on these people act on Slack."""
    for person in persons:
        play.at[person] = Address("slack", "T1", f"U-{person}")
        with play.store.writing() as session:
            people.add_address(session, play.at[person], person)


@cache
def _staged(build: Callable[[Play], Any]) -> tuple[Path, Any]:
    folder = Path(tempfile.mkdtemp(prefix="peerwalk-stage-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / "stage.db", make_template(folder / "stage.db", build)


@contextmanager
def staged(build: Callable[[Play], Any], path: Path) -> Iterator[tuple[Play, Any]]:
    """A play, at `path`, in which `build` has happened, and what it built: built once a process, then copied."""
    template, built = _staged(build)
    with copied(template, path) as play:
        yield play, built


def nothing_yet(play: Play) -> None:
    """The demo trust as it is on the first day."""
