"""A folded text as tokens, each with what can be seen of it alone: its shape and what its word is known to be."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.privacy.lexicon import NOTHING, Known, known
from bot.privacy.openers import sort_of

# A word keeps its hyphens and inner apostrophes; a possessive ending stands apart.
_TOKEN = re.compile(
    r"(?P<word>[A-Za-z]+(?:-[A-Za-z]+|'(?!s\b)[A-Za-z]+)*)|(?P<number>\d[\w]*)|(?P<of>'s?\b|')|\n|[^\sA-Za-z0-9']"
)
_YEAR = re.compile(r"y(?:ea)?r?\d{1,2}s?|[yr]{1,2}|ks\d|\d{1,2}[a-z]{1,2}")
SENTENCE_ENDS = frozenset(".!?:;\n>*•")


class Seen(NamedTuple):
    """What can be told of a word wherever it stands."""

    word: str
    lower: str
    shape: str  # T title case, U capitals, I one capital, M mixed, l small, 9 number, p punctuation
    known: Known
    around: str  # how its neighbours see it: the word, or what kind of unknown word it is
    kind: str  # the kinds it is known to be
    sort: str = ""  # what sort of ordinary word it is


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    seen: Seen


@lru_cache(maxsize=8192)
def see(word: str) -> Seen:
    """What a word is, seen alone."""
    first = word[0]
    if not first.isalpha():
        if first.isdigit():
            return Seen(word, word, "9", NOTHING, "<yr>" if _YEAR.fullmatch(word.lower()) else "<9>", "9")
        return Seen(word, word, "p", NOTHING, word, "p")
    lower = word.lower()
    if len(word) == 1:
        shape = "I" if first.isupper() else "l"
    elif word.islower():
        shape = "l"
    elif first.isupper() and (word[1:].islower() or _is_double(word)):
        shape = "T"
    elif word.isupper():
        shape = "U"
    else:
        shape = "M"
    if _YEAR.fullmatch(lower):
        return Seen(word, lower, shape, NOTHING, "<yr>", "yr")
    found = known(lower)
    usual = (0, 1, 1, 2, 3, 3, 3)[found.english]
    kind = f"{found.given}{found.surname}{usual}"
    around = lower
    if not found.english and (found.given or found.surname):
        around = "<g>" if found.given else "<s>"
    return Seen(word, lower, shape, found, around, kind, sort_of(lower))


def _is_double(word: str) -> bool:
    """Whether each half of a double word is in title case or small: "Anne-Marie", "O'Neill", "Year-end"."""
    halves = re.split("[-']", word)
    return len(halves) > 1 and all(half[1:].islower() or len(half) < 2 for half in halves) and not word.isupper()  # noqa: PLR2004


def tokens(text: str) -> list[Token]:
    """The tokens of a folded text, in order."""
    return [Token(match.start(), match.end(), see(match.group())) for match in _TOKEN.finditer(text)]
