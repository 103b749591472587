"""How much a text reads like a worry to tell somebody now: weights over its words, learned from our own notes.

Words are read alone, by their beginnings, and beside each other; a name, a year or a number is like any other. `reader.py`
knows what words are like; here they are known themselves.
"""

import gzip
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from bot.privacy.reader import MASK, SENTENCE
from bot.privacy.rows import plain

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+[a-z]*")
_STEM = 5  # letters of a word that stand for all its forms, and for most slips of the pen
_FAR = 400  # characters of one reading
Weights = dict[str, dict[str, float]]


def seen_in(text: str) -> set[tuple[str, str]]:
    """What is seen in one reading of a text in small letters: each a kind and a value."""
    words = [plain(word) for word in _WORD.findall(MASK.sub(" someone ", text))]
    found = {("w", word) for word in words}
    found.update(("stem", word[:_STEM]) for word in words if len(word) >= _STEM and word[0] != "<")
    found.update(("two", f"{one} {two}") for one, two in pairwise(words))
    found.update(("skip", f"{one} {two}") for one, two in zip(words, words[2:], strict=False))
    found.update(("three", " ".join(three)) for three in zip(words, words[1:], words[2:], strict=False))
    return found


@lru_cache(maxsize=1)
def _read() -> dict[str, Weights]:
    packed = files("bot.privacy").joinpath("data/concerns.json.gz").read_bytes()
    found: Any = json.loads(gzip.decompress(packed))
    return found  # type: ignore[no-any-return]


def readings(text: str) -> Iterator[str]:
    """Each sentence, and each two that follow one another: a worry may begin in one and end in the next."""
    sentences = [one[:_FAR] for one in SENTENCE.split(text) if one.strip()]
    yield from sentences
    for one, other in pairwise(sentences):
        yield f"{one} {other}"


def alarm(text: str) -> float:
    """How much a folded text in small letters reads like either concern."""
    return alarm_by(_read()["weights"], text)


def of_adult(text: str) -> bool:
    """Whether a text that does reads like one about an adult."""
    return _said(_read()["adult"], text) > 0


def alarm_by(weights: Weights, text: str) -> float:
    """How much a text reads like what these weights learned, in the sentence or two that do most."""
    return max((_said(weights, reading) for reading in readings(text)), default=-20.0)


def _said(weights: Weights, reading: str) -> float:
    return weights["bias"][""] + sum(weights.get(kind, {}).get(value, 0.0) for kind, value in seen_in(reading))
