"""A review's shared room in chat: which channel it is, and for which reviews somebody may choose one."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.review import Review


@dataclass(frozen=True)
class RoomOpened:
    """A channel is a review's room from now on: made by the bot, whose `person` is empty, or chosen by somebody."""

    KEPT: ClassVar = ("review", "platform", "tenant", "channel", "person")
    review: str
    platform: str
    tenant: str
    channel: str
    person: str


@dataclass(frozen=True)
class RoomOffer:
    """A channel that may become a room, and the reviews that have none on its platform."""

    platform: str
    tenant: str
    channel: str
    reviews: tuple[Review, ...]

    @property
    def name(self) -> str:
        """The id of what a conversation about it is about."""
        return f"{self.platform}/{self.tenant}/{self.channel}"
