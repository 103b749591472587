"""What a platform must be able to do, and how it says that it could not.

An error holds a code or a number of seconds, never words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.message import Card


@dataclass(frozen=True)
class Where:
    """A channel, or a person's private place: exactly one of `channel` and `user` is given."""

    tenant: str
    channel: str = ""
    user: str = ""

    def __post_init__(self) -> None:
        if bool(self.channel) == bool(self.user):
            raise ValueError("a place is either a channel or a person's own")


@dataclass(frozen=True)
class Sent:
    """Where a message stands, in the platform's own ids."""

    tenant: str
    channel: str
    message: str


@dataclass(frozen=True)
class Unfindable:
    """The platform cannot be asked whether a post of ours is there."""


class RetryLaterError(Exception):
    """It was certainly not done, and may be tried again: after `seconds` (Retry-After), or when we see fit."""

    def __init__(self, seconds: float | None = None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class AmbiguousError(Exception):
    """It may or may not have been done: the connection dropped after sending, or the platform had a fault (5xx)."""


class RefusedError(Exception):
    """The platform's final no. `reason` is its code, as `channel_not_found`, and never a sentence."""

    def __init__(self, reason: str) -> None:
        self.reason = reason if re.fullmatch(r"[\w.:-]{1,80}", reason) else "unreadable"
        super().__init__(self.reason)


class NotSupportedError(Exception):
    """This platform has no such thing."""


class Poster(Protocol):
    """How one platform does acts. Every method is called in a thread and may raise the four errors above.

    There is none for the web: its rows are done when they are queued, and worded when somebody looks.
    """

    @property
    def platform(self) -> str: ...

    def post(self, where: Where, card: Card, act_id: str) -> Sent:
        """Post a new message that carries `act_id` where `find` will see it and people will not."""
        ...

    def find(self, where: Where, act_id: str, since: datetime) -> Sent | Unfindable | None:
        """Look for the post that carries `act_id`, made at `since` or later. None: it is certainly not there."""
        ...

    def edit(self, sent: Sent, card: Card) -> None: ...

    def delete(self, sent: Sent) -> None:
        """Take a message away. One that is gone already counts as done."""
        ...

    def react(self, where: Where, message: str, name: str) -> None:
        """Add a reaction. Already there counts as done."""
        ...

    def home(self, where: Where, cards: Sequence[Card]) -> None:
        """Bring somebody's Home up to date; what it shows besides what is theirs, the platform adds."""
        ...

    def pin(self, sent: Sent) -> None:
        """Keep a message at hand in its channel. Pinned already counts as done."""
        ...

    def create_room(self, tenant: str, review: str, title: str) -> Sent:
        """Make a review's room, its name holding the review's id; found already made counts as done."""
        ...

    def invite(self, where: Where, user: str) -> None:
        """Bring somebody into a channel. There already counts as done."""
        ...

    def take_out(self, where: Where, user: str) -> None:
        """Take somebody out of a channel. Not there counts as done."""
        ...
