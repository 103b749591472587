"""From a text to numbers: which of a fixed number of places its words and its runs of letters fall into, and how often.

A place stands for many words at once, so no list of words is shipped or kept, and new words need no new list.
"""

import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.filing.reading import spelled_out, terms, typed

WORDS = 1 << 15
LETTERS = 1 << 15
PLACES = WORDS + LETTERS
RUNS = (3, 4, 5)
_FIRST, _SECOND, _THIRD, _FOURTH = 2654435761, 16777619, 2246822519, 2246822507
_TRUE = (True,)
LONGEST = 6_000  # letters of a text that are read

Array = Any  # numpy is imported only once a text is read


@dataclass(frozen=True)
class Counted:
    """The places a text falls into, each once and in their order, and how often it does; the first `words` are words'."""

    places: Array
    often: Array
    words: int


@cache
def numbers() -> Any:
    """Numpy, imported when first needed: the server must not wait for it."""
    import numpy  # noqa: PLC0415, ICN001

    return numpy


def count(text: str) -> Counted:
    """Count what a text is made of."""
    np = numbers()
    words = spelled_out(typed(text[:LONGEST]))
    found = [zlib.crc32(term.encode()) % WORDS for term in terms(words)]
    placed = np.concatenate([np.array(found, dtype=np.uint32), *_letters(" ".join(words))])
    placed.sort()
    first = np.flatnonzero(np.concatenate([_TRUE, placed[1:] != placed[:-1]])) if len(placed) else placed
    places = placed[first].astype(np.int64)
    return Counted(places, np.diff(first, append=len(placed)), int(np.searchsorted(places, WORDS)))


def _letters(text: str) -> list[Array]:
    """The places of all runs of letters that lie within a word and the blanks around it."""
    np = numbers()
    letters = np.frombuffer(f" {text} ".encode("ascii", "replace"), dtype=np.uint8).astype(np.uint32)
    blanks = np.cumsum(letters == ord(" "))
    found = []
    rolled = letters * _FIRST
    for length in range(2, min(RUNS[-1], len(letters)) + 1):
        rolled = (rolled[:-1] * _SECOND) ^ (letters[length - 1 :] * _THIRD)
        if length in RUNS:
            # Runs without a blank between their first letter and their last.
            mixed = rolled[blanks[length - 2 : -1] == blanks[: 1 - length]]
            found.append((((mixed ^ (mixed >> 15)) * (_FOURTH + 2 * length)) >> 8) % LETTERS + WORDS)
    return found
