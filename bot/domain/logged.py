"""A message somebody wrote in chat, as it is logged as evidence by themselves or by a colleague. No words, but whose."""

from dataclasses import dataclass

from bot.domain.people import Person
from bot.domain.review import Review


@dataclass(frozen=True)
class Message:
    """Where a message stands, and who wrote it, in the platform's own ids."""

    platform: str
    tenant: str
    channel: str
    stamp: str
    user: str

    def named(self, review: str) -> str:
        """The id of what a conversation about logging it is about."""
        return f"{review}/{self.platform}/{self.tenant}/{self.channel}/{self.stamp}/{self.user}"


def message(name: str) -> tuple[str, Message]:
    """Read such an id again: the review, and the message. Raises KeyError where it is none."""
    parts = name.split("/")
    if len(parts) != len(("review", "platform", "tenant", "channel", "stamp", "user")) or not all(parts):
        raise KeyError(name)
    review, *rest = parts
    return review, Message(*rest)


@dataclass(frozen=True)
class LoggedMessage:
    """A message to be logged for a review, and the person who wrote it."""

    review: Review
    writer: Person
