"""The practice library as it is searched and browsed: what is wanted, and what is found. Pure."""

from dataclasses import dataclass, field
from datetime import datetime

MOST_FOUND = 20
"""How many cards one page of the library has."""
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: plain words, and any of a sub-area or area, a theme, a phase and a kind of school.

    `before` is the number of the last card of the page before, 0 for the first page.
    """

    words: str = ""
    node: str = ""
    theme: str = ""
    phase: str = ""
    kind: str = ""
    before: int = 0


@dataclass(frozen=True)
class Found:
    """A card as a list shows it. `worked` and `trying` are schools by name, never a number."""

    affirmation: str
    number: int
    title: str
    lead: str
    school: str
    node: str
    published: datetime
    phase: str = ""
    kind: str = ""
    worked: tuple[str, ...] = ()
    trying: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shelf:
    """One page of what was found, the newest first. `more` is where the next page begins, 0 where there is none.

    `loosely`: no card has all of the words, and these have some of them.
    """

    wanted: Wanted
    found: tuple[Found, ...] = field(default=())
    more: int = 0
    loosely: bool = False


def mark(sort: str, value: str) -> str:
    """One word, of letters and digits alone, that stands for a place or kind of card in a full-text index."""
    plain = "".join(one for one in value.casefold() if one.isalnum() and one.isascii())
    return f"x{sort}x{plain}x" if plain else ""
