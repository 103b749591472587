"""What a word is known to be: a given name, a surname, an English word, a place. From lists named in data/NOTICE.

`words.txt.gz` holds the words for people to read, in the order of their checksums; `make model` packs it into the two
flat rows of numbers read here, once, when the first text is judged.
"""

import sys
import zlib
from array import array
from bisect import bisect_left
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

_LONGEST = 40
_BYTES = 6  # of a word: four of its checksum, two of what it is


class Known(NamedTuple):
    """How well known a word is, of each kind: nothing is 0. Of English words 1 is the most usual, 6 a rare one."""

    given: int = 0
    surname: int = 0
    english: int = 0
    place: int = 0


NOTHING = Known()


@lru_cache(maxsize=1)
def _rows() -> tuple["array[int]", "array[int]"]:
    packed = files("bot.privacy").joinpath("data/words.bin").read_bytes()
    words = len(packed) // _BYTES
    keys, kinds = array("I", packed[: 4 * words]), array("H", packed[4 * words :])
    if sys.byteorder == "big":
        keys.byteswap()
        kinds.byteswap()
    return keys, kinds


@lru_cache(maxsize=8192)
def known(word: str) -> Known:
    """Look a word in small letters up; of a double name the better known half counts."""
    if len(word) > _LONGEST:
        return NOTHING
    keys, kinds = _rows()
    key = zlib.crc32(word.encode(errors="replace"))
    place = bisect_left(keys, key)
    if place < len(keys) and keys[place] == key:
        kind = kinds[place]
        return Known(kind // 1000, kind // 100 % 10, kind // 10 % 10, kind % 10)
    halves = [half for half in word.replace("'", "-").split("-") if len(half) > 1]
    if len(halves) < 2:  # noqa: PLR2004 no double name
        return NOTHING
    both = [known(half) for half in halves]
    english = max(one.english for one in both) if all(one.english for one in both) else 0
    return Known(max(one.given for one in both), max(one.surname for one in both), english)
