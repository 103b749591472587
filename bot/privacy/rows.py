"""The words of a text as rows of numbers: what the language knows of each, and what a model of ours learned on top."""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.privacy.abbreviations import ABBREVIATIONS
from bot.privacy.lexicon import known
from bot.privacy.vectors import COLUMNS, vector

Numbers = NDArray[np.float32]
Places = NDArray[np.int64]
Net = dict[str, Numbers]
_LOUD = 2.5  # how much a word's own likeness counts beside what is learned
_YEAR = re.compile(r"y(?:ea)?r?\d{1,2}s?|\d{1,2}[a-z]{1,2}")
_FEW = frozenset("123")


@lru_cache(maxsize=8192)
def plain(word: str) -> str:
    """A word in small letters as the models see it: every name, year or number is like another."""
    if word[0].isdigit():
        return "<yr>" if _YEAR.fullmatch(word) else word if word in _FEW else "<9>"
    if not word[0].isalpha():
        return word
    if _YEAR.fullmatch(word):
        return "<yr>"
    word = word.replace("'", "")
    found = known(word)
    if word == "someone" or (not found.english and (found.given or found.surname) and word not in ABBREVIATIONS):
        return "<name>"
    return word


@lru_cache(maxsize=8192)
def _like(word: str) -> Numbers:
    found = vector(word)
    return np.zeros(COLUMNS, np.float32) if found is None else found * np.float32(_LOUD)


def likeness(words: Sequence[str]) -> Numbers:
    """A row for each plain word; an empty word is a blank."""
    return np.stack([_like(word) for word in words])


class Nets(NamedTuple):
    """Some nets that learned the same from other beginnings, and the words of which each holds rows of its own."""

    place: dict[str, int]  # 1 and on; 0 is any other word, -1 a blank
    nets: tuple[Net, ...]

    def places(self, words: Sequence[str]) -> Places:
        """Where each plain word stands among those the nets know themselves."""
        return np.array([self.place.get(word, 0) if word else -1 for word in words], np.int64)


def together(nets: Nets) -> Net:
    """All nets as one that has a number for each of them, so that they are asked at once."""
    return {key: np.stack([net[key] for net in nets.nets]) for key in nets.nets[0]}


def with_own(likely: Numbers, own: Numbers, places: Places) -> Numbers:
    """Add what a net knows itself; a blank stays nothing."""
    found: Numbers = likely + own[..., np.maximum(places, 0), :] * (places >= 0)[:, None]
    return found


def read_nets(name: str) -> Nets:
    """The nets of one of our files, as `learning.write_nets` wrote them."""
    with files("bot.privacy").joinpath("data", name).open("rb") as packed, np.load(packed) as read:
        words = bytes(read["words"]).decode().split("\n")
        nets = []
        for number in count():
            parts = {key.partition(".")[2]: read[key] for key in read.files if key.startswith(f"{number}.")}
            if not parts:
                break
            own = parts.pop("own") * parts.pop("scale")
            nets.append(
                {"own": own.astype(np.float32), **{key: part.astype(np.float32) for key, part in parts.items()}}
            )
    return Nets({word: at for at, word in enumerate(words, 1)}, tuple(nets))
