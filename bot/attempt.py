"""What one attempt at an act works with, and what it may come to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.message import Card
from store.acts import ActRecord, State

T = TypeVar("T")

RECEIPT = "memo"  # the reaction that says: this message is a note now
MOST_ATTEMPTS = 60  # with the waits below: about nine hours
MOST_MISTAKES = 5
LONGEST_WAIT = 600.0
# A platform's clock may be behind ours: looking for a post begins this long before it was made.
CLOCKS_DIFFER = timedelta(minutes=5)


Compose = Callable[[Session, ActRecord], Card | None]
"""Words an act from what the store holds now. None: it may not go any more."""

Homes = Callable[[Session, str], tuple[Card, ...]]
"""Somebody's Home as it is now, by the id of the person."""

After = Callable[[Session, ActRecord, datetime], None]
"""Called in the transaction that marks a post of an affirmation done, once for each copy, or that says what became of
a room or of who is in it, or that somebody cannot be asked: must bear being repeated."""

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended. `wait`: seconds until it should be tried again; None where it should not.

    `attempted` says whether the platform was called, and so whether its place needs a pause.
    """

    state: State | None
    wait: float | None = None
    attempted: bool = False


@dataclass(frozen=True)
class Due:
    """An act that this attempt has taken in hand. `ambiguous`: an earlier attempt may have arrived."""

    act: ActRecord
    user: str
    ambiguous: bool
    copy: ActRecord | None = None


class EndedError(Exception):
    """The attempt came to this state; from an open one it is tried again, after `seconds` or when we see fit.

    `reason` is the platform's code for its no.
    """

    def __init__(self, state: State, seconds: float | None = None, reason: str = "") -> None:
        super().__init__(state)
        self.state = state
        self.seconds = seconds
        self.reason = reason


def backoff(attempts: int) -> float:
    """Seconds to wait after so many attempts: 2, 4, 8 … ten minutes."""
    return min(2.0 ** min(attempts, 10), LONGEST_WAIT)
