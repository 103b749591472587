"""PracticeWords as a card words it, so that another school can borrow it; and who stands on the card by name. Pure."""

from dataclasses import dataclass, fields
from enum import StrEnum

from bot.domain.people import Person


@dataclass(frozen=True)
class PracticeWords:
    """One wording of a card. `what` is what they do; the reviewer words the first four, the school what it took and whom to thank.

    `thanks` is a role or a team ("the lunchtime team"); names of people stand in `Naming`, by their own word alone.
    """

    title: str = ""
    what: str = ""
    why: str = ""
    known: str = ""
    took: str = ""
    thanks: str = ""

    def __bool__(self) -> bool:
        return bool(self.what)

    @property
    def parts(self) -> tuple[str, ...]:
        """Every text that has something in it, in the order of the card."""
        return tuple(text for one in fields(self) if (text := str(getattr(self, one.name))))


LONGEST = {"title": 80, "what": 1200, "why": 600, "known": 600, "took": 600, "thanks": 120}
"""Characters of each part: what a person reads on a phone, and what one card in chat has room for."""


NO_WORDS = PracticeWords()


class Named(StrEnum):
    """Whether somebody may stand on the card by name: only by their own word, which they may take back."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True)
class Naming:
    person: Person
    state: Named
