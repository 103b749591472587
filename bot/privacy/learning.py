"""Learn from examples and write down what was learned. Build step only: scikit-learn is needed here and nowhere at run time."""

import gzip
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bot.privacy.rows import Net, Nets, Numbers, Places

SEED = 20
DATA = Path(str(files("bot.privacy").joinpath("data")))
_SMALL = 0.03  # a weight below this changes nothing


def write(name: str, model: dict[str, Any]) -> None:
    """Write a model as JSON in its one packed form: the same weights are the same bytes."""
    text = json.dumps(model, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    packed = gzip.compress(text, 9, mtime=0)
    (DATA / name).write_bytes(packed)
    print(f"{name}: {len(packed)} bytes, sha256 {hashlib.sha256(text).hexdigest()[:16]}")  # noqa: T201


def learn(
    rows: Sequence[dict[str, float]], wanted: Sequence[bool], weigh: Sequence[float], strength: float
) -> dict[str, dict[str, float]]:
    """Learn one weight for each thing seen; what was seen once, or hardly matters, is left out."""
    vectors = DictVectorizer(dtype=np.float32)
    counts = Counter(name for row in rows for name in row)
    seen = vectors.fit_transform([{name: 1.0 for name in row if counts[name] > 1} for row in rows])
    seen.indices, seen.indptr = seen.indices.astype(np.int32), seen.indptr.astype(np.int32)
    model = LogisticRegression(C=strength, max_iter=400, solver="liblinear", random_state=SEED)
    model.fit(seen, wanted, sample_weight=weigh)
    weights: dict[str, dict[str, float]] = {"bias": {"": round(float(model.intercept_[0]), 3)}}
    for name, weight in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True):
        kind, _, value = name.partition("\t")
        kept = weights.setdefault(kind, {})
        if abs(weight) >= _SMALL:
            kept[value] = round(float(weight), 2)
    return weights


def own_words(texts: Iterable[Iterable[str]], least: int) -> list[str]:
    """The words that are in so many of the texts, in order."""
    counts = Counter(word for text in texts for word in set(text))
    return sorted(word for word, count in counts.items() if count >= least)


def unsure(said: Numbers) -> Numbers:
    """How likely, from what was said."""
    return np.asarray(1 / (1 + np.exp(-said)), np.float32)


def scattered(rows: Numbers, places: Places, count: int) -> Numbers:
    """The sum of the rows of each place; blanks have none."""
    there = np.flatnonzero(places >= 0)
    at = csr_matrix((np.ones(len(there), np.float32), (places[there], there)), shape=(count, len(places)))
    return np.asarray(at @ rows)


class Some(NamedTuple):
    """A few examples to learn from at once, and how much each counts."""

    which: Places
    weights: Numbers


class Steps:
    """A net that learns step by step (Adam), slower towards the end."""

    _OFTEN = 0.4  # of the examples of which there are very many, so many are seen in one round; those count for more

    def __init__(self, net: Net, pace: float, small: float) -> None:
        self.net, self._pace, self._shrink = net, pace, small
        self._mean = {key: np.zeros_like(part) for key, part in net.items()}
        self._square = {key: np.zeros_like(part) for key, part in net.items()}
        self._gone, self._share = 0, 0.0

    def batches(
        self, random: np.random.Generator, weights: Numbers, common: NDArray[np.bool_], rounds: int, at_once: int
    ) -> Iterator[Some]:
        """The examples, shuffled anew in each round, some at once."""
        weights = np.where(common, weights / self._OFTEN, weights).astype(np.float32)
        for number in range(rounds):
            order = random.permutation(len(weights))
            order = order[~common[order] | (random.random(len(order)) < self._OFTEN)]
            for at in range(0, len(order), at_once):
                self._share = (number + at / len(order)) / rounds
                some = order[at : at + at_once]
                yield Some(some, weights[some])

    def go(self, slopes: Net) -> None:
        """One step against the slopes."""
        self._gone += 1
        pace = self._pace * max(0.05, 1 - self._share)
        for key, slope in slopes.items():
            part, mean, square = self.net[key], self._mean[key], self._square[key]
            pull = slope + self._shrink * part if part.ndim > 1 else slope
            mean += 0.1 * (pull - mean)
            square += 0.001 * (pull * pull - square)
            part -= pace * (mean / (1 - 0.9**self._gone)) / (np.sqrt(square / (1 - 0.999**self._gone)) + 1e-8)


def write_nets(name: str, words: Sequence[str], nets: Nets) -> None:
    """Write nets in few and small numbers: the same nets are the same bytes."""
    parts: dict[str, Any] = {"words": np.frombuffer("\n".join(words).encode(), np.uint8)}
    for number, net in enumerate(nets.nets):
        for key, part in net.items():
            if key == "own":
                scale = np.abs(part).max(0).clip(1e-6) / 127
                parts[f"{number}.own"] = np.rint(part / scale).astype(np.int8)
                parts[f"{number}.scale"] = scale.astype(np.float32)
            else:
                parts[f"{number}.{key}"] = part.astype(np.float16)
    packed = io.BytesIO()
    np.savez_compressed(packed, **parts)
    (DATA / name).write_bytes(packed.getvalue())
    print(f"{name}: {len(packed.getvalue())} bytes, sha256 {hashlib.sha256(packed.getvalue()).hexdigest()[:16]}")  # noqa: T201
