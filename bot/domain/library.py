"""The practice library as it is searched and browsed: what is wanted, and what is found. Pure."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import parse_qsl, quote_plus, urlencode

from bot.domain.plain_words import folded
from bot.domain.themes import PARTS, Theme

MOST_FOUND = 20
"""How many cards one page of the library has."""
LONGEST_QUERY = 200
"""Characters of the words somebody looks for."""
_LONGEST_SENT = 600
"""The same as an address writes them: a button in chat has room for so much."""
_LONGEST_FILTER = 60
_LONGEST_WRITTEN = 2000
_LAST_NUMBER = 2**31 - 1


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


def written(wanted: Wanted) -> str:
    """What is wanted as the query of an address: only what is asked for, so that what is the same is written alike."""
    asked = replace(wanted, words=_short(wanted.words))
    pairs = ((name, str(getattr(asked, name))) for name in _NAMES)
    return urlencode([(name, value) for name, value in pairs if value not in {"", "0"}])


def read(query: str) -> Wanted:
    """What a query asks for, whoever wrote it: what is unknown, too long or makes no sense is passed over."""
    pairs = parse_qsl(query[:_LONGEST_WRITTEN], encoding="utf-8", errors="replace", max_num_fields=None)
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in _NAMES:
            given.setdefault(name, _plain(value))
    before = given.pop("before", "")
    theme = given.pop("theme", "")
    return Wanted(
        words=_short(given.pop("words", "")),
        theme=theme if theme in set(Theme) else "",
        before=int(before) if before.isascii() and before.isdigit() and int(before) <= _LAST_NUMBER else 0,
        **{name: value for name, value in given.items() if len(value) <= _LONGEST_FILTER},
    )


def _short(words: str) -> str:
    words = words[:LONGEST_QUERY].strip()
    while len(quote_plus(words)) > _LONGEST_SENT:
        words = words[:-1].strip()
    return words


_NAMES = ("words", "node", "theme", "phase", "kind", "before")


def _plain(value: str) -> str:
    """One line, without what nobody can read or type."""
    seen = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in value)
    return " ".join(seen.split())


def parts(theme: str) -> tuple[str, ...]:
    """The sub-areas of a theme; none where there is no such theme."""
    return PARTS[Theme(theme)] if theme in set(Theme) else ()


def mark(sort: str, value: str) -> str:
    """One word, of letters and digits alone, that stands for a place or kind of card in a full-text index.

    What stands between letters and digits is written as a z, so that A-1.13 is not A-11.3.
    """
    plain = "z".join(re.findall(r"[a-z0-9]+", folded(value)))
    return f"x{sort}x{plain}x" if plain else ""
