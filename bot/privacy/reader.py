"""How much a text reads like a worry to tell somebody now: small nets over what its words are like.

Each looks at one to four words at a time, keeps the strongest of what it sees in a sentence or in two that follow one
another, and weighs it. They know words like those they learned from; `alarm.py` knows the very words.
"""

import re
from functools import lru_cache
from itertools import accumulate

import numpy as np

from bot.privacy.rows import Nets, Numbers, likeness, plain, read_nets, with_own

FILE = "concerns.npz"
WIDTHS = (1, 2, 3, 4)
BLANKS = ("",) * (max(WIDTHS) - 1)
SENTENCE = re.compile(r"(?<=[.!?;\n])\s+|\n")
# A mask is somebody, as a name is: what was made safe must not read like a worry for that.
MASK = re.compile(
    r"\b(?:pupil|child|staff|staff member|parent|adult|colleague|person) (?:[a-z]\d{0,3}|\d{1,3})\b|\[[a-z -]{3,40} removed\]"
)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+[a-z]*|[.!?,\"]")
_LONG = 40  # words of one sentence


def sentences(text: str) -> list[list[str]]:
    """The plain words of each sentence of a folded text in small letters; one very long is cut."""
    found = []
    for sentence in SENTENCE.split(MASK.sub(" someone ", text)):
        words = [plain(word) for word in _WORD.findall(sentence)]
        found += [words[at : at + _LONG] for at in range(0, len(words), _LONG)]
    return found or [["."]]


def seen(rows: Numbers, kernel: Numbers, bias: Numbers) -> Numbers:
    """How strongly each word, with those before it, is what each of a net's eyes looks for."""
    wide = len(bias) // len(WIDTHS)
    through = rows @ kernel
    found = np.tile(bias, (len(rows), 1))
    block = 0
    for at, width in enumerate(WIDTHS):
        eyes = found[:, at * wide : (at + 1) * wide]
        for back in range(width - 1, -1, -1):
            eyes[back:] += through[: len(rows) - back, block * wide : (block + 1) * wide]
            block += 1
    return np.maximum(found, 0, out=found)


def readings(sentence: Numbers) -> Numbers:
    """What is seen in each sentence, and in each two that follow one another."""
    return np.concatenate([sentence, np.maximum(sentence[:-1], sentence[1:])])


@lru_cache(maxsize=1)
def _nets() -> Nets:
    return read_nets(FILE)


def read(text: str) -> float:
    """How much a folded text in small letters reads like either concern."""
    return read_by(_nets(), text)


def read_by(nets: Nets, text: str) -> float:
    """The same, by these nets."""
    found = sentences(text)
    words = [*BLANKS, *(word for sentence in found for word in sentence)]
    begins = list(accumulate((len(sentence) for sentence in found[:-1]), initial=len(BLANKS)))
    likely, places = likeness(words), nets.places(words)
    each = np.zeros(2 * len(found) - 1, np.float32)
    for net in nets.nets:
        eyes = seen(with_own(likely, net["own"], places), net["kernel"], net["bias"])
        each += (readings(np.maximum.reduceat(eyes, begins, 0)) @ net["out"])[:, 0] + net["base"][0]
    return float(each.max()) / len(nets.nets)
