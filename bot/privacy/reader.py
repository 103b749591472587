"""How much a text reads like a worry to tell somebody now: small nets over what its words are like.

Each looks at one to four words at a time, keeps the strongest of what it sees in a sentence or in two that follow one
another, and weighs it. They know words like those they learned from; `alarm.py` knows the very words.
"""

import re
from functools import lru_cache
from itertools import accumulate

import numpy as np

from bot.privacy.rows import Net, Nets, Numbers, likeness, plain, read_nets, together, with_own

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


def seen(through: Numbers, bias: Numbers) -> Numbers:
    """How strongly each word, with those before it, is what each of a net's eyes looks for; `through` is its row by the kernel."""
    count, wide = through.shape[-2], bias.shape[-1] // len(WIDTHS)
    found = np.repeat(bias[..., None, :], count, -2)
    block = 0
    for at, width in enumerate(WIDTHS):
        eyes = found[..., at * wide : (at + 1) * wide]
        for back in range(width - 1, -1, -1):
            eyes[..., back:, :] += through[..., : count - back, block * wide : (block + 1) * wide]
            block += 1
    return np.maximum(found, 0, out=found)


def readings(sentence: Numbers) -> Numbers:
    """What is seen in each sentence, and in each two that follow one another."""
    return np.concatenate([sentence, np.maximum(sentence[..., :-1, :], sentence[..., 1:, :])], -2)


@lru_cache(maxsize=1)
def _nets() -> tuple[Nets, Net]:
    nets = read_nets(FILE)
    return nets, together(nets)


@lru_cache(maxsize=1500)
def _through(word: str) -> Numbers:
    nets, net = _nets()
    rows = with_own(likeness([word]), net["own"], nets.places([word]))
    return np.asarray((rows @ net["kernel"])[:, 0])


def read(text: str) -> float:
    """How much a folded text in small letters reads like either concern."""
    _, net = _nets()
    found = sentences(text)
    words = [*BLANKS, *(word for sentence in found for word in sentence)]
    begins = list(accumulate((len(sentence) for sentence in found[:-1]), initial=len(BLANKS)))
    eyes = seen(np.stack([_through(word) for word in words], 1), net["bias"])
    each = readings(np.maximum.reduceat(eyes, begins, -2)) @ net["out"]
    return float((each.mean(0) + net["base"].mean()).max())
