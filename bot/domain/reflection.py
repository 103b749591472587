"""What somebody takes away from an area they have walked: their own, private to them until they share it with the team."""

from dataclasses import dataclass

from bot.domain.people import Person
from bot.domain.removal import Hold
from bot.domain.review import Review


@dataclass(frozen=True)
class Reflection:
    """One person's words about one area of one review; empty while they have written none."""

    review: Review
    area: str
    writer: Person
    text: str = ""
    shared: bool = False
    held: Hold | None = None

    @property
    def id(self) -> str:
        """What its writer knows it by; everybody else's is another."""
        return f"{self.review.id}/{self.area}"

    @property
    def title(self) -> str:
        return f"{self.area} {self.review.framework.title_of(self.area)}"
