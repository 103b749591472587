"""Posts of which nobody knows whether they stand in chat, because the platform did not say and cannot be asked: a person looks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from bot.domain.review import Review


class Deed(StrEnum):
    """What was tried: to post something, to bring it up to date, or to take it away."""

    POST = "post"
    EDIT = "edit"
    DELETE = "delete"


class Found(StrEnum):
    """What somebody who looked says: it stands there, it is to be posted again, or they have taken it away themselves."""

    THERE = "there"
    AGAIN = "again"
    GONE = "gone"


@dataclass(frozen=True)
class PostSettled:
    """Somebody looked in chat, and said how it is."""

    KEPT: ClassVar = ("review", "act", "found")
    review: str
    act: str
    found: Found


@dataclass(frozen=True)
class Unsettled:
    """An act in a review's room or the trust channel of which it is not known whether it was done."""

    act: str
    deed: Deed
    platform: str
    review: Review
    in_trust: bool = False
    is_open: bool = True

    @property
    def options(self) -> tuple[Found, ...]:
        """What can be said of it. What the platform never named, nobody but a person can take away."""
        return (Found.THERE, Found.AGAIN) if self.deed is Deed.POST else (Found.GONE,)
