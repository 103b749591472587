"""Teach the nets of `reader.py` from whole texts: of each, the sentence that says most is what is taught. Build step only."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from bot.privacy.learning import Steps, own_words, scattered, unsure
from bot.privacy.reader import BLANKS, WIDTHS, readings, seen, sentences
from bot.privacy.rows import Net, Nets, Numbers, Places, likeness, with_own
from bot.privacy.vectors import COLUMNS
from bot.privacy.verdict import Concern

EYES = 48  # of each width
ROUNDS = 7
SEEDS = (1, 2, 3)
_AT_LEAST = 3  # texts a word must be in to get a row of its own
_AT_ONCE = 256
_DROP = (0.5, 0.15, 0.3)  # of what is seen, of words, of what is known of words beyond their likeness
_PACE, _SMALL = 2e-3, 1e-5
_BLOCKS = sum(WIDTHS)


class Example(NamedTuple):
    """A folded text in small letters, what it is, how much it counts, and whether there are very many like it."""

    text: str
    concern: Concern | None
    weight: float
    common: bool = False


class _Text(NamedTuple):
    likely: Numbers
    places: Places
    begins: tuple[int, ...]


def _prepared(nets: Nets, text: str) -> _Text:
    found = sentences(text)
    words = [*BLANKS, *(word for sentence in found for word in sentence)]
    begins = accumulate((len(sentence) for sentence in found[:-1]), initial=len(BLANKS))
    return _Text(likeness(words), nets.places(words), tuple(begins))


def _begun(random: np.random.Generator, own: int) -> Net:
    def some(size: float, *shape: int) -> Numbers:
        return (random.standard_normal(shape) * size).astype(np.float32)

    kernel = [some((2 / (width * COLUMNS)) ** 0.5, COLUMNS, EYES) for width in WIDTHS for _ in range(width)]
    return {
        "own": np.zeros((own + 1, COLUMNS), np.float32),
        "kernel": np.concatenate(kernel, 1),
        "bias": np.zeros(EYES * len(WIDTHS), np.float32),
        "out": some(0.05, EYES * len(WIDTHS), 1),
        "base": np.array([-2], np.float32),
    }


def _slopes(net: Net, some: Sequence[_Text], wanted: Numbers, random: np.random.Generator) -> Net:
    """Which way each number of the net should move; `wanted` has whether each text is a worry, and its weight."""
    likely, places = np.concatenate([one.likely for one in some]), np.concatenate([one.places for one in some])
    offsets = list(accumulate((len(one.places) for one in some), initial=0))
    kept = (random.random((len(places), 2)) > _DROP[1:]).astype(np.float32)
    rows = with_own(likely, net["own"], places)
    rows = likely + (rows - likely) * kept[:, 1:]
    rows *= kept[:, :1]
    eyes = seen(rows @ net["kernel"], net["bias"])
    mask = (random.random((len(some), eyes.shape[1])) > _DROP[0]).astype(np.float32) / np.float32(1 - _DROP[0])
    # Of each text the reading that says most, and where each eye saw it.
    said, at = np.empty(len(some), np.float32), np.empty(mask.shape, np.int64)
    strongest = np.empty_like(mask)
    for number, one in enumerate(some):
        begins = [offsets[number] + begin for begin in one.begins]
        ends = [*begins[1:], offsets[number + 1]]
        read = (
            readings(np.stack([eyes[start:end].max(0) for start, end in zip(begins, ends, strict=True)])) * mask[number]
        )
        scores = (read @ net["out"] + net["base"])[:, 0]
        best = int(scores.argmax())
        said[number], strongest[number] = scores[best], read[best]
        first, last = (best, best) if best < len(begins) else (best - len(begins), best - len(begins) + 1)
        at[number] = begins[first] + eyes[begins[first] : ends[last]].argmax(0)
    is_one, weight = wanted
    pull = (weight * (unsure(said) - is_one) / weight.sum())[:, None]
    back = (pull @ net["out"].T) * mask * (np.take_along_axis(eyes, at, 0) > 0)
    lines, columns, values = [], [], []
    block = 0
    for number, width in enumerate(WIDTHS):
        mine = slice(number * EYES, (number + 1) * EYES)
        for behind in range(width - 1, -1, -1):
            lines.append((at[:, mine] - behind).ravel())
            columns.append(np.broadcast_to(block * EYES + np.arange(EYES), at[:, mine].shape).ravel())
            values.append(back[:, mine].ravel())
            block += 1
    moved = csr_matrix(
        (np.concatenate(values), (np.concatenate(lines), np.concatenate(columns))), shape=(len(places), EYES * _BLOCKS)
    )
    to_rows = np.asarray(moved @ net["kernel"].T) * kept[:, :1] * kept[:, 1:]
    return {
        "own": scattered(to_rows, places, len(net["own"])),
        "kernel": np.asarray(moved.T.tocsr() @ rows).T,
        "bias": back.sum(0),
        "out": strongest.T @ pull,
        "base": pull.sum(0),
    }


def taught(examples: Sequence[Example], seeds: Sequence[int] = SEEDS) -> tuple[list[str], Nets]:
    """The words the nets have rows for, and the nets."""
    words = own_words(([word for found in sentences(one.text) for word in found] for one in examples), _AT_LEAST)
    nets = Nets({word: at for at, word in enumerate(words, 1)}, ())
    texts = [_prepared(nets, one.text) for one in examples]
    wanted = np.array([[one.concern is not None for one in examples], [one.weight for one in examples]], np.float32)
    common = np.array([one.common for one in examples])
    found = []
    for seed in seeds:
        random = np.random.default_rng(seed)
        steps = Steps(_begun(random, len(words)), _PACE, _SMALL)
        for some in steps.batches(random, wanted[1], common, ROUNDS, _AT_ONCE):
            weighed = wanted[:, some.which]
            weighed[1] = some.weights
            steps.go(_slopes(steps.net, [texts[one] for one in some.which], weighed, random))
        found.append(steps.net)
    return words, nets._replace(nets=tuple(found))
