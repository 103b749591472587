"""What English words are like, as rows of numbers: words used in like places have like rows. From GloVe, see data/NOTICE.

The file holds the checksums of its words in order, a scale for each column, and a row of small whole numbers a word. It is
mapped, not read: only what is looked at comes into memory.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

COLUMNS = 64
FILE = Path(str(files("bot.privacy").joinpath("data/vectors.bin")))
_OF_A_WORD = 4 + COLUMNS  # bytes

Rows = NDArray[np.float32]


@lru_cache(maxsize=1)
def _read() -> tuple[NDArray[np.uint32], Rows, NDArray[np.int8]]:
    packed = np.memmap(FILE, np.uint8, "r")
    head = 4 * COLUMNS
    count = (len(packed) - head) // _OF_A_WORD
    keys = packed[head : head + 4 * count].view("<u4")
    rows = packed[head + 4 * count :].view(np.int8).reshape(count, COLUMNS)
    return np.asarray(keys), np.asarray(packed[:head].view("<f4")), rows


def place_of(word: str) -> int:
    """The row of a word in small letters, or -1 where it is not known."""
    keys, _, _ = _read()
    key = zlib.crc32(word.encode(errors="replace"))
    place = int(np.searchsorted(keys, key))
    return place if place < len(keys) and int(keys[place]) == key else -1


@lru_cache(maxsize=4096)
def vector(word: str) -> Rows | None:
    """The row of a word in small letters, `COLUMNS` long; nothing where it is not known."""
    place = place_of(word)
    if place < 0:
        return None
    _, scale, rows = _read()
    return np.asarray(rows[place] * scale, np.float32)


def vectors(words: Sequence[str]) -> Rows:
    """A row for each word in small letters: `len(words)` by `COLUMNS`, all nothing for an unknown word."""
    found = np.zeros((len(words), COLUMNS), np.float32)
    for at, word in enumerate(words):
        row = vector(word)
        if row is not None:
            found[at] = row
    return found
