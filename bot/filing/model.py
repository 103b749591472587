"""A fitted model: for each place of a text, how much it speaks for each node. Two views of a text are weighed together.

One is linear, on words and runs of letters; the other is BM25, on words alone, and knows how rare a word is among the
nodes. The weights are whole numbers of one byte, so that a model of forty nodes takes about four megabytes of memory.
"""

import hashlib
import io
import json
import math
from dataclasses import dataclass
from functools import cached_property

from bot.domain.suggested import Suggested, Suggestion, Surety
from bot.filing.features import PLACES, Array, Counted, count, numbers

FIVE = 5
LETTERS_WEIGH = 1.2
BM25_WEIGHS = 0.4
MOST = 127


class ModelError(Exception):
    """Bytes that are no model of this version."""


@dataclass(frozen=True)
class Model:
    """How to weigh a text for `nodes`. `sure` and `unsure` part the surenesses by how far the first is ahead."""

    nodes: tuple[str, ...]
    rare: Array
    """How rare each place is, of one byte."""
    linear: Array
    """Places by nodes, of one byte each; `linear_units` makes numbers of them."""
    linear_units: Array
    offset: Array
    bm25: Array
    sure: float
    unsure: float
    inputs: str
    """The digest of all that it was fitted to, and how."""

    @cached_property
    def name(self) -> str:
        return self.inputs[:12]

    def spread(self, counted: Counted) -> Array:
        """The weights of a text's places: rare ones more, repeated ones a little more, long texts no more."""
        np = numbers()
        weights = (1 + np.log(counted.often, dtype=np.float32)) * self.rare[counted.places].astype(np.float32)
        words = counted.words
        for span, share in ((slice(words), 1.0), (slice(words, None), LETTERS_WEIGH)):
            if length := math.sqrt(float(weights[span] @ weights[span])):
                weights[span] *= share / length
        return weights

    def weigh(self, counted: Counted, more: "Learned | None" = None) -> Array:
        """How much a text speaks for each node; `more` is what was learnt from people's taps."""
        np = numbers()
        weights = self.spread(counted)
        linear = (weights @ self.linear[counted.places].astype(np.float32)) * self.linear_units + self.offset
        words = counted.words
        often = np.minimum(counted.often[:words], 2).astype(np.float32)
        bm25 = often @ self.bm25[counted.places[:words]].astype(np.float32)
        whole = even(linear) + BM25_WEIGHS * even(bm25)
        return whole + more.weigh(counted, weights) if more else whole

    def suggest(self, text: str, more: "Learned | None" = None, among: frozenset[str] | None = None) -> Suggested:
        """The five that fit a text best, or the best `among` some. A text with no word that was ever met gets none."""
        counted = count(text)
        if not len(counted.places):
            return Suggested(self.name)
        weighed: list[float] = self.weigh(counted, more).tolist()
        order = sorted(self._at(among), key=weighed.__getitem__, reverse=True)[:FIVE]
        if not order:
            return Suggested(self.name)
        first = weighed[order[0]]
        if not any(weighed):
            return Suggested(self.name)
        # Beside all other nodes, those that may not be suggested too: what fits elsewhere better is no sure thing here.
        ahead = first - max((weighed[at] for at in range(len(weighed)) if at != order[0]), default=first - self.sure)
        surety = Surety.LIKELY if ahead >= self.sure else Surety.PERHAPS if ahead >= self.unsure else Surety.GUESS
        shares = [math.exp(one - first) for one in weighed]
        whole = sum(shares)
        nodes = tuple(Suggestion(self.nodes[at], round(shares[at] / whole, 4)) for at in order)
        return Suggested(more.name if more else self.name, nodes, surety, two_fit=ahead < self.unsure)

    def _at(self, among: frozenset[str] | None) -> list[int]:
        return [at for at, node in enumerate(self.nodes) if among is None or node in among]

    # ── Bytes ───────────────────────────────────────────────────────────────────────────────

    def to_bytes(self) -> bytes:
        np = numbers()
        head = {
            "nodes": self.nodes,
            "sure": self.sure,
            "unsure": self.unsure,
            "inputs": self.inputs,
        }
        out = io.BytesIO()
        np.savez_compressed(
            out,
            head=np.frombuffer(json.dumps(head).encode(), dtype=np.uint8),
            rare=self.rare,
            linear=self.linear,
            linear_units=self.linear_units,
            offset=self.offset,
            bm25=self.bm25,
        )
        return out.getvalue()

    @classmethod
    def of_bytes(cls, body: bytes) -> "Model":
        np = numbers()
        try:
            with np.load(io.BytesIO(body), allow_pickle=False) as held:
                head = json.loads(held["head"].tobytes())
                arrays = {name: held[name] for name in ("rare", "linear", "linear_units", "offset", "bm25")}
        except (ValueError, KeyError, OSError) as wrong:
            raise ModelError(type(wrong).__name__) from None
        head["nodes"] = tuple(head["nodes"])
        if arrays["linear"].shape != (PLACES, len(head["nodes"])):
            raise ModelError("another number of places")
        return cls(**head, **arrays)


@dataclass(frozen=True)
class Learned:
    """What a trust's own taps add to a model: for the places of the texts tapped, and for no others."""

    name: str
    places: Array
    """In their order."""
    linear: Array
    unit: float

    def weigh(self, counted: Counted, weights: Array) -> Array:
        np = numbers()
        at = np.searchsorted(self.places, counted.places)
        at[at == len(self.places)] = 0
        known = self.places[at] == counted.places
        return (weights[known] @ self.linear[at[known]].astype(np.float32)) * self.unit

    def to_bytes(self) -> bytes:
        np = numbers()
        out = io.BytesIO()
        np.savez_compressed(
            out,
            name=np.frombuffer(self.name.encode(), dtype=np.uint8),
            places=self.places,
            linear=self.linear,
            unit=np.float64(self.unit),
        )
        return out.getvalue()

    @classmethod
    def of_bytes(cls, body: bytes) -> "Learned":
        np = numbers()
        with np.load(io.BytesIO(body), allow_pickle=False) as held:
            return cls(held["name"].tobytes().decode(), held["places"], held["linear"], float(held["unit"]))


def even(weighed: Array) -> Array:
    """The same, about nought and of one spread, so that two views can be added."""
    around = weighed - weighed.sum() / len(weighed)
    spread = math.sqrt(float(around @ around) / len(weighed))
    return around / (spread or 1.0)


def ahead_of(weighed: Array) -> float:
    """How far the first is ahead of the second."""
    if len(weighed) < 2:  # noqa: PLR2004
        return float("inf")
    np = numbers()
    second, first = np.partition(weighed, -2)[-2:]
    return float(first - second)


def in_bytes(weighed: Array, largest: Array | float) -> Array:
    """Weights as whole numbers of one byte, the largest of them 127."""
    np = numbers()
    return np.clip(np.rint(weighed / np.where(largest == 0, 1, largest) * MOST), -MOST, MOST).astype(np.int8)


def digest(*parts: str) -> str:
    """The digest of what a model is made from."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode())
        found.update(b"\0")
    return found.hexdigest()
