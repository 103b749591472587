"""Posts of which nobody knows whether they stand in chat, or that a platform refused: a person looks, and says.

The platform did not say and cannot be asked; or it said no to what the trust channel must not keep, or be without.
"""

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
    """What somebody who looked says: it stands there, it is to be posted again, they have taken it away, or it is to be left."""

    THERE = "there"
    AGAIN = "again"
    GONE = "gone"
    LEFT = "left"


@dataclass(frozen=True)
class PostSettled:
    """Somebody looked in chat, and said how it is."""

    KEPT: ClassVar = ("review", "act", "found")
    review: str
    act: str
    found: Found


@dataclass(frozen=True)
class Unsettled:
    """An act in a review's room or the trust channel of which it is not known whether it was done, or that was refused.

    `in_list`: it is a weekly list of the trust channel, with something of this review in it.
    """

    act: str
    deed: Deed
    platform: str
    review: Review
    in_trust: bool = False
    in_list: bool = False
    refused: bool = False
    is_open: bool = True

    @property
    def options(self) -> tuple[Found, ...]:
        """What can be said of it. What the platform never named, nobody but a person can take away."""
        if self.deed is not Deed.POST:
            return (Found.GONE,)
        return (Found.AGAIN, Found.LEFT) if self.refused else (Found.THERE, Found.AGAIN)
