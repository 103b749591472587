"""Teach the small net of `window.py` which words are names, from our own texts. Build step only; numpy alone.

What the lists say of a word, and the word itself, are now and then hidden from the net while it learns, so that it learns
names that no list holds from what stands around them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.privacy.features import heads, runs, style
from bot.privacy.learning import DATA, SEED
from bot.privacy.notes_made import Notes
from bot.privacy.our_texts import Made
from bot.privacy.tagger import candidates
from bot.privacy.tokens import Seen, tokens
from bot.privacy.well_known import neutral
from bot.privacy.window import BUCKETS, EDGE, NAMED, REACH, SEEN, VECTOR, Rows, around, of_run, pieces, row

_HIDDEN = 48
_NETS = 2  # learned apart and taken together: each errs elsewhere
_PIECES = 7
_ROUNDS = 6
_AT_ONCE = 512
_RATE = 0.002
_LOOKED_AWAY, _UNKNOWN = 0.25, 0.12  # how often a word's lists are hidden, and how often the word itself is as well
_BLIND, _ASLEEP = 0.08, 0.25  # how often a token of the window is hidden, and how often a hidden unit
_SHRINK = 1e-4
_MOMENTUM, _SPREAD = 0.9, 0.999
_NOTHING = BUCKETS  # the bucket of no piece


@dataclass
class _Examples:
    """The candidates of many texts: the rows of their windows by place in one table, and what each is."""

    table: list[Rows] = field(default_factory=lambda: [EDGE])
    places: dict[tuple[Seen, bool], int] = field(default_factory=dict)
    windows: list[list[int]] = field(default_factory=list)
    runs: list[Rows] = field(default_factory=list)
    pieces: list[tuple[int, ...]] = field(default_factory=list)
    wanted: list[bool] = field(default_factory=list)
    weigh: list[float] = field(default_factory=list)

    def _place(self, seen: Seen, head: bool) -> int:
        if (seen, head) not in self.places:
            self.places[seen, head] = len(self.table)
            self.table.append(row(seen, head))
        return self.places[seen, head]

    def add(self, made: Made, weigh: tuple[float, float]) -> None:
        found = neutral(tokens(made.text))
        opening, in_runs, typed = heads(found), runs(found), style(found)
        places = [*map(self._place, (token.seen for token in found), opening), 0]
        rows = np.stack([self.table[one] for one in places])[:-1]
        for at, _ in candidates(found):
            token = found[at]
            named = any(start <= token.start and token.end <= end for start, end in made.names)
            self.windows.append([places[one] for one in around(len(found), at, in_runs[at])])
            self.runs.append(of_run(rows, at, in_runs[at], typed))
            self.pieces.append((*pieces(token.seen), *[_NOTHING] * _PIECES)[:_PIECES])
            self.wanted.append(named)
            self.weigh.append(weigh[named])


def _learn(examples: _Examples, seed: int) -> dict[str, Rows]:
    """Adam over one hidden layer, written out: the same texts in the same order give the same net."""
    random = np.random.default_rng(seed)
    table, windows = np.stack(examples.table), np.array(examples.windows, np.int32)
    in_runs, in_pieces = np.stack(examples.runs), np.array(examples.pieces, np.int32)
    wanted, weigh = np.array(examples.wanted, np.float32), np.array(examples.weigh, np.float32)

    def drawn(size: tuple[int, ...], spread: float) -> Rows:
        return random.standard_normal(size, np.float32) * np.float32(spread)

    net: dict[str, Rows] = {
        "seen": drawn((SEEN, _HIDDEN), 0.07),
        "pieces": drawn((BUCKETS + 1, _HIDDEN), 0.05),
        "hidden": np.zeros(_HIDDEN, np.float32),
        "out": drawn((_HIDDEN,), 0.12),
        "bias": np.zeros(1, np.float32),
    }
    speed = {name: np.zeros_like(value) for name, value in net.items()}
    spread = {name: np.zeros_like(value) for name, value in net.items()}
    steps = len(wanted) // _AT_ONCE
    for step in range(steps * _ROUNDS):
        if step % steps == 0:
            order = random.permutation(len(wanted))
        chosen = order[step % steps * _AT_ONCE :][:_AT_ONCE]
        rows = table[windows[chosen]]
        hidden = random.random(_AT_ONCE)
        rows[hidden < _LOOKED_AWAY, REACH, NAMED] = 0
        rows[hidden < _UNKNOWN, REACH, VECTOR] = 0
        kept = random.random(rows.shape[:2]) >= _BLIND
        kept[:, REACH] = True
        rows *= kept[:, :, None]
        seen = np.concatenate([rows.reshape(_AT_ONCE, -1), in_runs[chosen]], axis=1)
        parts = in_pieces[chosen]
        inner = seen @ net["seen"] + net["pieces"][parts].sum(axis=1) + net["hidden"]
        awake = (inner > 0) * (random.random(inner.shape, np.float32) >= _ASLEEP) / np.float32(1 - _ASLEEP)
        active = inner * awake
        likely = 1 / (1 + np.exp(-(active @ net["out"] + net["bias"])))
        wrong = (likely - wanted[chosen]) * weigh[chosen] / weigh[chosen].sum()
        back = np.outer(wrong, net["out"]) * awake
        of_pieces = np.zeros_like(net["pieces"])
        np.add.at(of_pieces, parts, back[:, None, :])
        of_pieces[_NOTHING] = 0
        slopes = {
            "seen": seen.T @ back,
            "pieces": of_pieces,
            "hidden": back.sum(axis=0),
            "out": active.T @ wrong,
            "bias": wrong.sum(keepdims=True),
        }
        rate = _RATE * (1 - step / (steps * _ROUNDS)) * min(1, (step + 1) / 200)
        for name, slope in slopes.items():
            pulled = slope + _SHRINK * net[name]
            speed[name] = _MOMENTUM * speed[name] + (1 - _MOMENTUM) * pulled
            spread[name] = _SPREAD * spread[name] + (1 - _SPREAD) * pulled**2
            fast = speed[name] / (1 - _MOMENTUM ** (step + 1))
            wide = np.sqrt(spread[name] / (1 - _SPREAD ** (step + 1))) + 1e-8
            net[name] = (net[name] - rate * fast / wide).astype(np.float32)
    net["pieces"] = net["pieces"][:BUCKETS]
    return net


def fit_window(kinds: Sequence[tuple[Sequence[Made], tuple[float, float]]], notes: Notes) -> None:
    """Learn from texts of several kinds, each with how much a plain word and a name in them count."""
    examples = _Examples()
    for texts, weigh in kinds:
        for text in texts:
            examples.add(text, weigh)
            if weigh[0] > 1:
                examples.add(notes.typed(text), weigh)
    nets = [_learn(examples, SEED + number) for number in range(_NETS)]
    net = {name: np.concatenate([one[name] for one in nets], axis=-1) for name in nets[0]}
    net["out"] /= _NETS
    net["bias"] = net["bias"].mean(keepdims=True)
    small: dict[str, NDArray[np.float16]] = {name: value.astype(np.float16) for name, value in net.items()}
    np.savez_compressed(DATA / "window.npz", **small)  # type: ignore[arg-type]
    digest = hashlib.sha256(b"".join(value.tobytes() for value in small.values())).hexdigest()[:16]
    print(f"window.npz: {len(examples.wanted)} words, sha256 {digest}")  # noqa: T201
