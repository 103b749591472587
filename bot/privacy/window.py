"""What the net sees of a word that may be a name: what it and its neighbours are like, and what follows its run of capitals."""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.privacy.features import TITLES
from bot.privacy.ordinary import INSTITUTIONS, ORDINARY
from bot.privacy.tokens import Seen, Token
from bot.privacy.vectors import COLUMNS, vector
from bot.privacy.well_known import great_surnames

REACH = 4  # tokens to either side
BUCKETS = 2048
_SHAPES = {shape: place for place, shape in enumerate("TUIMl9p-")}
_MARKS = {
    mark: place
    for place, mark in enumerate((".", ",", ":", ";", "(", ")", "-", "/", '"', "'", "'s", "?", "!", "&", "\n"))
}
_SORTS = {sort: place for place, sort in enumerate(("person", "place", "thing", "doing"))}
_STYLES = {"l": 0, "U": 1, "n": 2}
_LISTS = COLUMNS + 1 + len(_SHAPES) + 2  # where the columns of the lists begin
WIDE = _LISTS + 9 + len(_SORTS) + len(_MARKS) + 7
_AFAR = 10  # tokens to either side of which only the mean is seen
RUN = 8 + COLUMNS  # columns that tell of the run and the text
SEEN = WIDE * (2 * REACH + 1 + 3) + RUN

Rows = NDArray[np.float32]


def _vector(word: str) -> Rows | None:
    found = vector(word)
    if found is None and "-" in word:
        halves = [row for row in map(vector, word.split("-")) if row is not None]
        found = np.asarray(sum(halves) / len(halves), np.float32) if halves else None
    return found


@lru_cache(maxsize=8192)
def row(seen: Seen, head: bool) -> Rows:
    """What one token is like, as a row of numbers."""
    made = np.zeros(WIDE, np.float32)
    lower = seen.lower
    if seen.shape in "TUIMl" and not seen.lower.startswith("<"):
        like = _vector(lower)
        if like is None:
            made[COLUMNS] = 1
        else:
            made[:COLUMNS] = like * 2
    made[COLUMNS + 1 + _SHAPES[seen.shape]] = 1
    made[_LISTS - 2] = lower == "<known>"
    made[_LISTS - 1] = head
    known, at = seen.known, _LISTS
    if known.given:
        made[at + known.given - 1] = 1
    if known.surname:
        made[at + 2 + known.surname] = 1
    if known.english:
        made[at + 5 + (0, 0, 0, 1, 2, 2, 2)[known.english]] = 1
    made[at + 8] = known.place
    at += 9
    if seen.sort in _SORTS:
        made[at + _SORTS[seen.sort]] = 1
    at += len(_SORTS)
    if lower in _MARKS:
        made[at + _MARKS[lower]] = 1
    at += len(_MARKS)
    made[at : at + 7] = (
        seen.around == "<yr>",
        lower in ORDINARY,
        lower in INSTITUTIONS,
        lower in TITLES,
        seen.shape == "U" and len(lower) < 6,  # noqa: PLR2004 as short as an abbreviation
        lower.endswith("s"),
        lower in great_surnames(),
    )
    return made


EDGE = np.zeros(WIDE, np.float32)
EDGE[COLUMNS + 1 + _SHAPES["-"]] = 1
# The columns of the lists of names, and those of the word itself.
NAMED, VECTOR = slice(_LISTS, _LISTS + 5), slice(0, COLUMNS)


@lru_cache(maxsize=8192)
def pieces(seen: Seen) -> tuple[int, ...]:
    """The buckets of a word itself and of how it begins and ends."""
    word = seen.lower
    parts = [word[-3:] + "$", word[-2:] + "$", "^" + word[:2], "^" + word[:3], "^" + word[:1] + word[-1:] + "$"]
    if seen.known.english:
        parts += ["=" + word, "=" + word + seen.shape]
    return tuple(zlib.crc32(part.encode(errors="replace")) % BUCKETS for part in parts)


def around(count: int, place: int, run: tuple[int, int]) -> tuple[int, ...]:
    """Of so many tokens the places whose rows tell of one candidate; a place outside is -1."""
    first, last = run
    at = [*range(place - REACH, place + REACH + 1), first - 1, last, last + 1]
    return tuple(one if 0 <= one < count else -1 for one in at)


def of_run(rows: Rows, place: int, run: tuple[int, int], typed: str) -> Rows:
    """The run that a candidate stands in, how the text is typed, and what the words around are like in the mean."""
    first, last = run
    long = last - first
    told = np.zeros(RUN, np.float32)
    told[:5] = long == 1, long == 2, long > 2, place == first, place == last - 1  # noqa: PLR2004
    told[5 + _STYLES[typed]] = 1
    told[8:] = rows[max(0, place - _AFAR) : place + _AFAR + 1, VECTOR].mean(axis=0) * 2
    return told


class Net(NamedTuple):
    """The weights of the net: one hidden layer over what is seen and over the pieces of the word."""

    seen: Rows
    pieces: Rows
    hidden: Rows
    out: Rows
    bias: Rows


@lru_cache(maxsize=1)
def _net() -> Net:
    with np.load(Path(str(files("bot.privacy").joinpath("data/window.npz")))) as packed:
        return Net(*(packed[name].astype(np.float32) for name in Net._fields))


def leanings(
    found: Sequence[Token],
    places: Sequence[int],
    in_runs: Sequence[tuple[int, int]],
    opening: Sequence[bool],
    typed: str,
) -> list[float]:
    """How far each candidate of a text leans to being a name, as log odds."""
    if not places:
        return []
    net = _net()
    rows = np.stack([*map(row, (token.seen for token in found), opening), EDGE])
    near = rows[[around(len(found), place, in_runs[place]) for place in places]].reshape(len(places), -1)
    told = np.stack([of_run(rows[:-1], place, in_runs[place], typed) for place in places])
    parts = np.stack([net.pieces[list(pieces(found[place].seen))].sum(axis=0) for place in places])
    split = near.shape[1]
    inner = near @ net.seen[:split] + told @ net.seen[split:] + parts + net.hidden
    return [float(one) for one in np.maximum(inner, 0) @ net.out + net.bias]
