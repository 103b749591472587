"""Teach the nets of `small_numbers.py` which words are part of a hint at one person. Build step only."""

import json
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.privacy.folding import fold
from bot.privacy.learning import Steps, own_words, scattered, unsure, write_nets
from bot.privacy.our_texts import BY_HANDS, lines, of_frameworks
from bot.privacy.rows import Net, Nets, Numbers, Places, likeness, with_own
from bot.privacy.small_numbers import FAR, FILE, NEAR, beside, words_of
from bot.privacy.vectors import COLUMNS

_FILES = (*BY_HANDS, "marked.jsonl", "marked_more.jsonl", "kinds.jsonl", "worries.jsonl")
SEEDS = (1, 2)
ROUNDS = 8
_FIRST, _THEN = 64, 48
_AT_LEAST = 3  # texts a word must be in to get a row of its own
_AT_ONCE = 64
_DROP = (0.3, 0.1, 0.3)  # of what is seen, of words, of what is known of words beyond their likeness
_SMALL_LETTERS = 0.25  # of the times the capitals are looked away from
_PACE, _SMALL = 2e-3, 1e-5
_BLANKS = max(NEAR) + max(FAR)


class Marked(NamedTuple):
    """A folded text, where hints stand in it, and whether there are very many like it."""

    text: str
    hints: tuple[tuple[int, int], ...]
    common: bool = False


def marked(*without: str) -> list[Marked]:
    """Texts by several hands, without those of some files; what is a worry is none to learn from."""
    found = []
    for name in _FILES:
        for row in [json.loads(line) for line in lines(name)] if name not in without else []:
            hints = tuple((start, end) for start, end, label in row.get("spans", ()) if label == "SMALL_NUMBER")
            folded = fold(row["text"]).text
            if row.get("expect", "clean") == "clean" and (not hints or folded == row["text"]):
                found.append(Marked(folded, hints))
    found += [Marked(fold(text).text, (), common=True) for text in (*lines("clean.txt.gz"), *of_frameworks())]
    return found + [Marked(fold(text).text, ()) for text in lines("lent.txt.gz")]


class _Text(NamedTuple):
    likely: Numbers
    places: Places
    capitals: Numbers
    wanted: Numbers


def _prepared(nets: Nets, one: Marked) -> _Text:
    """A text as rows, with blanks before it that keep it apart from the one before."""
    words, capitals, spans = words_of(one.text)
    words, capitals = [*[""] * _BLANKS, *words], [*[0.0] * _BLANKS, *capitals]
    part = [any(start < last and first < end for start, end in one.hints) for first, last in spans]
    wanted = np.array([*[False] * _BLANKS, *part], np.float32)
    return _Text(likeness(words), nets.places(words), np.array(capitals, np.float32), wanted)


def _begun(random: np.random.Generator, own: int) -> Net:
    def some(*shape: int, size: float = 0.0) -> Numbers:
        return (random.standard_normal(shape) * (size or (2 / shape[0]) ** 0.5)).astype(np.float32)

    return {
        "own": np.zeros((own + 1, COLUMNS), np.float32),
        "first": some(len(NEAR) * (COLUMNS + 1), _FIRST),
        "first_base": np.zeros(_FIRST, np.float32),
        "then": some(len(FAR) * _FIRST, _THEN),
        "then_base": np.zeros(_THEN, np.float32),
        "out": some(_THEN, 1, size=0.1),
        "base": np.array([-2], np.float32),
    }


def _apart(slopes: Numbers, offsets: range) -> Numbers:
    """What `beside` put side by side, added up again where it came from."""
    width, edge = slopes.shape[1] // len(offsets), max(offsets)
    found = np.zeros((len(slopes) + 2 * edge, width), np.float32)
    for at, one in enumerate(offsets):
        found[edge + one : edge + one + len(slopes)] += slopes[:, at * width : (at + 1) * width]
    return found[edge : edge + len(slopes)]


def _slopes(net: Net, some: Sequence[_Text], weigh: Sequence[float], random: np.random.Generator) -> Net:
    """Which way each number of the net should move."""
    likely, places, capitals, wanted = (np.concatenate([one[at] for one in some]) for at in range(4))
    there = (places >= 0).astype(np.float32)[:, None]
    count = len(places)
    kept = (random.random((count, 2)) > _DROP[1:]).astype(np.float32)
    rows = likely + (with_own(likely, net["own"], places) - likely) * kept[:, 1:]
    high = capitals[:, None] * (random.random() > _SMALL_LETTERS)
    rows = np.concatenate([rows, high], 1).astype(np.float32) * kept[:, :1]
    masks = [
        (random.random((count, size)) > _DROP[0]).astype(np.float32) / np.float32(1 - _DROP[0])
        for size in (_FIRST, _THEN)
    ]
    near = beside(rows, NEAR)
    first = np.maximum(near @ net["first"] + net["first_base"], 0) * there * masks[0]
    far = beside(first, FAR)
    then = np.maximum(far @ net["then"] + net["then_base"], 0) * masks[1]
    sure = (then @ net["out"] + net["base"])[:, 0]
    weight = (
        np.concatenate([np.full(len(one.places), much, np.float32) for one, much in zip(some, weigh, strict=True)])
        * there[:, 0]
    )
    pull = (weight * (unsure(sure) - wanted) / weight.sum()).astype(np.float32)[:, None]
    to_then = (pull @ net["out"].T) * masks[1] * (then > 0)
    to_first = _apart(to_then @ net["then"].T, FAR) * masks[0] * (first > 0)
    to_rows = _apart(to_first @ net["first"].T, NEAR)[:, :COLUMNS] * kept[:, :1] * kept[:, 1:]
    return {
        "own": scattered(to_rows, places, len(net["own"])),
        "first": near.T @ to_first,
        "first_base": to_first.sum(0),
        "then": far.T @ to_then,
        "then_base": to_then.sum(0),
        "out": then.T @ pull,
        "base": pull.sum(0),
    }


def taught(examples: Sequence[Marked], seeds: Sequence[int] = SEEDS) -> tuple[list[str], Nets]:
    """The words the nets have rows for, and the nets."""
    words = own_words((words_of(one.text)[0] for one in examples), _AT_LEAST)
    nets = Nets({word: at for at, word in enumerate(words, 1)}, ())
    texts = [_prepared(nets, one) for one in examples]
    weights = np.array([2.0 if one.hints else 1.0 for one in examples], np.float32)
    common = np.array([one.common for one in examples])
    found = []
    for seed in seeds:
        random = np.random.default_rng(seed)
        steps = Steps(_begun(random, len(words)), _PACE, _SMALL)
        for some in steps.batches(random, weights, common, ROUNDS, _AT_ONCE):
            steps.go(
                _slopes(steps.net, [texts[one] for one in some.which], [float(one) for one in some.weights], random)
            )
        found.append(steps.net)
    return words, nets._replace(nets=tuple(found))


def fit_small_numbers() -> None:
    """Learn and write down."""
    write_nets(FILE, *taught(marked()))
