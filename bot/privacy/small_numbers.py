"""Find hints that lead to one person without a name: "our only Year 9 EAL pupil", "the twins in Year 4".

Small nets read each word with the five on either side, for what it is like and how it is written, and say whether it is
part of such a hint. They learned it from hints that were marked by hand, and from notes that point at nobody: how many of
how many were sampled is nobody.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from bot.privacy.found import Found
from bot.privacy.reader import MASK
from bot.privacy.rows import Net, Nets, Numbers, likeness, plain, read_nets, together, with_own
from bot.privacy.verdict import Certainty, Label

FILE = "small_numbers.npz"
NEAR, FAR = range(-2, 3), range(-3, 4)  # which words beside each are looked at, at first and then
# How surely a word must be part of a hint to be asked about, where everybody knows everybody, and to be part of one found.
ASKED_FROM, ASKED_FROM_STRICT, _PART_FROM = -0.6, -2.0, -2.0
_WORD = re.compile(r"[a-z]+(?:'(?!s\b)[a-z]+)*|'s?|\d+[a-z]*|[^\sa-z\d']", re.IGNORECASE)
_SHORT = 2
_ONE = r"(?:pupil|child|boy|girl|student|kid|lad|lass|learner|young (?:man|woman|person))"
_YEAR = r"(?:y(?:ea)?r?s? ?\d{1,2}|reception|nursery|ks\d|key stage \d|eyfs|\d{1,2}[a-z]{1,2}|class \d|sixth[- ]form|primary \d|p\d)"
_ONE_OF_A_CLASS = re.compile(
    rf"\b(?:an?|one|the|this|that) (?:[a-z-]+ )?(?:{_YEAR} {_ONE}|{_ONE} (?:in|from) {_YEAR})\b(?! (?:pupils|voice|council|group))",
    re.IGNORECASE,
)


def words_of(text: str) -> tuple[list[str], list[float], list[tuple[int, int]]]:
    """The plain words and marks of a folded text, whether each has a capital, and where it stands."""
    found = list(_WORD.finditer(text))
    return (
        [plain(match[0].lower()) for match in found],
        [float(match[0][0].isupper()) for match in found],
        [match.span() for match in found],
    )


def beside(rows: Numbers, offsets: range) -> Numbers:
    """Each row with those that stand so far from it, side by side."""
    edge, count = max(offsets), rows.shape[-2]
    blank = np.zeros((*rows.shape[:-2], edge, rows.shape[-1]), np.float32)
    wide = np.concatenate([blank, rows, blank], -2)
    return np.concatenate([wide[..., edge + one : edge + one + count, :] for one in offsets], -1)


@lru_cache(maxsize=1)
def _nets() -> tuple[Nets, Net]:
    nets = read_nets(FILE)
    return nets, together(nets)


def sure_of(words: Sequence[str], capitals: Sequence[float]) -> Numbers:
    """How surely each of these words is part of a hint."""
    nets, net = _nets()
    rows = with_own(likeness(words), net["own"], nets.places(words))
    high = np.tile(np.array(capitals, np.float32)[:, None], (len(rows), 1, 1))
    near = beside(np.concatenate([rows, high], -1), NEAR)
    first = np.maximum(near @ net["first"] + net["first_base"][:, None], 0)
    then = np.maximum(beside(first, FAR) @ net["then"] + net["then_base"][:, None], 0)
    return np.asarray((then @ net["out"] + net["base"][:, None])[..., 0].mean(0), np.float32)


def find_small_numbers(text: str, *, strict: bool = False) -> Iterator[Found]:
    """Yield each hint at one or very few people in a folded text.

    Where everybody knows everybody (`strict`), one child of a class is enough.
    """
    for match in _ONE_OF_A_CLASS.finditer(text) if strict else ():
        yield Found(match.start(), match.end(), Label.SMALL_NUMBER, Certainty.MAYBE)
    words, capitals, places = words_of(text)
    if not words:
        return
    masks = [match.span() for match in MASK.finditer(text.lower())]  # what was made safe is nobody any more
    sure = sure_of(words, capitals)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], sure > _PART_FROM, [False]]).astype(np.int8)))
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        if sure[first:end].max() < (ASKED_FROM_STRICT if strict else ASKED_FROM):
            continue
        spoken = [place for place, word in zip(places[first:end], words[first:end], strict=True) if word[0].isalnum()]
        # One word, or a row of figures, points at nobody.
        if len(spoken) < 2 or not any(word.isalpha() and len(word) > _SHORT for word in words[first:end]):  # noqa: PLR2004
            continue
        start, last = spoken[0][0], spoken[-1][1]
        if not any(start < after and before < last for before, after in masks):
            yield Found(start, last, Label.SMALL_NUMBER, Certainty.MAYBE)
