"""How long each kind of data is kept: one table, and the arithmetic of days. Pure.

What is kept so many days has that many whole days after the day it counts from: nothing goes earlier than promised.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

MOST_DAYS = 3650


class Kind(StrEnum):
    """A kind of data, in the order it is looked through."""

    ANSWERS = "answers"
    REFLECTIONS = "reflections"
    COMPARISONS = "comparisons"
    PLACES = "places"
    WISHES = "wishes"
    ACCOUNTS = "accounts"
    NOTES = "notes"
    UNSHARED = "unshared"
    AFFIRMATIONS = "affirmations"
    REPLIES = "replies"
    KEYS = "keys"
    ACTS = "acts"
    ROUTES = "routes"
    SIGN_IN = "sign_in"


@dataclass(frozen=True)
class Kept:
    """How long one kind is kept if the trust says nothing: so many days, and no fewer than `least`.

    `words`: it holds what people wrote, so its bytes are cleared too. `named`: its ids stand in the certificate.
    `with_`: it goes with things of another kind, and has no number of its own.
    """

    days: int
    least: int
    words: bool = False
    named: bool = False
    with_: Kind | None = None


KEPT: dict[Kind, Kept] = {
    # Since it was last touched. A form left open, with the answers given so far.
    Kind.ANSWERS: Kept(30, 1, words=True, named=True),
    # Since the review's last day, as its notes: what people take away, what two kinds of people said, where and what
    # else was wished of a day.
    Kind.REFLECTIONS: Kept(365, 30, words=True, named=True, with_=Kind.NOTES),
    Kind.COMPARISONS: Kept(365, 30, words=True, named=True, with_=Kind.NOTES),
    Kind.PLACES: Kept(365, 30, words=True, named=True, with_=Kind.NOTES),
    Kind.WISHES: Kept(365, 30, words=True, named=True, with_=Kind.NOTES),
    # Since the last of three days: the one it was asked for, the one it was given, its review's last. What a school says
    # of itself in every wording, and what was marked on it.
    Kind.ACCOUNTS: Kept(365, 30, words=True, named=True),
    # Since the review's last day. All versions and the place; that there was a note stays known by its id.
    Kind.NOTES: Kept(365, 30, words=True, named=True),
    # Since the review's last day. Affirmations that never stood in the channel, or were withdrawn.
    Kind.UNSHARED: Kept(365, 30, words=True, named=True),
    # Since it was posted, and no sooner than the review's last day. Every wording, and the posts that quote it.
    Kind.AFFIRMATIONS: Kept(1095, 30, words=True, named=True),
    # Since the last word of it; and with its card, whenever that goes. Questions, answers, and what came of it elsewhere.
    Kind.REPLIES: Kept(1095, 30, words=True, named=True, with_=Kind.AFFIRMATIONS),
    # Since they came. Slack may deliver an event again for a day.
    Kind.KEYS: Kept(7, 2),
    # Since it was done. Posts of affirmations that still stand are kept with them, to be edited and taken away.
    Kind.ACTS: Kept(30, 7),
    # Since it was shown. That a route card was shown, when, and the button.
    Kind.ROUTES: Kept(365, 30),
    # Since it was over. Web sessions, codes and links for signing in.
    Kind.SIGN_IN: Kept(1, 1),
}


SET = tuple(kind for kind, kept in KEPT.items() if kept.with_ is None)
"""The kinds that a trust may keep for a time of its own."""


def key(kind: Kind) -> str:
    """What this kind's number of days goes by among the trust's settings."""
    return f"retention.{KEPT[kind].with_ or kind}"


def days_kept(settings: Mapping[str, Any]) -> dict[Kind, int]:
    """How many days each kind is kept, with what the trust has set; what is no number within bounds is passed over."""
    return {kind: _days(settings.get(key(kind)), kept) for kind, kept in KEPT.items()}


def _days(wanted: Any, kept: Kept) -> int:
    fits = isinstance(wanted, int) and not isinstance(wanted, bool) and kept.least <= wanted <= MOST_DAYS
    return wanted if fits else kept.days


def goes_on(since: date, days: int) -> date:
    """The first day on which it may go: that many whole days lie between."""
    return since + timedelta(days=days + 1)


def last_day_due(today: date, days: int) -> date:
    """What counts from this day or an earlier one may go today."""
    return today - timedelta(days=days + 1)


def moment_due(today: date, days: int) -> datetime:
    """What counts from before this moment may go today."""
    return datetime.combine(last_day_due(today, days) + timedelta(days=1), time(), UTC)
