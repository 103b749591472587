"""Fitting a model to documents with numpy alone: for frameworks and overlays that come in, and for people's taps.

`solve` finds the linear weights. What is shipped was solved with scikit-learn (`bot.filing.fit`); here it is ridge
regression by its dual, which takes a second or two for three thousand documents and nothing but numpy.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.filing.documents import Document
from bot.filing.features import PLACES, WORDS, Array, Counted, count, numbers
from bot.filing.model import MOST, Learned, Model, ahead_of, digest, in_bytes

RIDGE = 1.0
GATHERED = 8  # so many of the field's words are read as one document where time is short
FOLDS = 5
A_FEW, A_NOTE, A_FEW_WORDS = 6, 1.5, 0.6
LIKE_A_NOTE = 120  # places
SURE, UNSURE = 0.6, 0.25  # notes by other hands are less sure than ours, so about a quarter of them is sure
K1, B = 5.0, 0.5
PULL = 5.0
"""How much what a trust's own people tapped weighs beside the model."""
HELD_BACK = 1.0
LEAST_APART = 2

CODE = tuple(Path(__file__).parent / f"{name}.py" for name in ("features", "reading", "jargon", "model", "fitting"))

Solve = Callable[["Rows", Array, int], tuple[Array, Array]]


@dataclass(frozen=True)
class Rows:
    """Texts as rows of weights, in the three lists of a sparse matrix."""

    values: Array
    places: Array
    starts: Array
    matter: Array
    """How much each counts: a note as people write one more than a few of the field's words."""

    def __len__(self) -> int:
        return len(self.starts) - 1


def inputs_of(documents: Sequence[Document], *, by: str) -> str:
    """The digest of a recipe's inputs: every document, and the code that reads and weighs them."""
    code = [re.sub(r"\s+", " ", path.read_text(encoding="utf-8")) for path in CODE]
    return digest(by, *code, *(f"{one.node}\t{one.text}" for one in documents))


def gathered(documents: Sequence[Document]) -> list[Document]:
    """The same documents with the shortest of each node put together, so that there are fewer to solve for."""
    found: list[Document] = []
    waiting: dict[str, list[str]] = {}
    for one in documents:
        if len(one.text.split()) > GATHERED:
            found.append(one)
            continue
        short = waiting.setdefault(one.node, [])
        short.append(one.text)
        if len(short) == GATHERED:
            found.append(Document(one.node, "; ".join(short)))
            short.clear()
    return found + [Document(node, "; ".join(short)) for node, short in waiting.items() if short]


def fit(documents: Sequence[Document], solve: Solve, *, by: str) -> Model:
    """Fit a model to these documents; the order of its nodes is that in which they come."""
    np = numbers()
    nodes = tuple(dict.fromkeys(one.node for one in documents))
    labels = np.array([nodes.index(one.node) for one in documents])
    counts = [count(one.text) for one in documents]
    blank = _blank(nodes, counts, inputs_of(documents, by=by), labels)
    matter = np.array([A_NOTE if len(one.text.split()) > A_FEW else A_FEW_WORDS for one in documents])
    rows = rows_of(blank, counts, matter)
    weights, offset = solve(rows, labels, len(nodes))
    whole = _with(blank, weights, offset)
    ahead = _ahead(blank, rows, counts, labels, solve) if len(documents) > FOLDS * len(nodes) else [1.0, 2.0]
    return Model(
        **{**_fields(whole), "sure": float(np.quantile(ahead, SURE)), "unsure": float(np.quantile(ahead, UNSURE))}
    )


def _ahead(blank: Model, rows: Rows, counts: Sequence[Counted], labels: Array, solve: Solve) -> list[float]:
    """How far ahead the first is for documents that a model has not seen: a fifth of them, which stands for all."""
    np = numbers()
    # Notes, rather than the few words of a title or a heading.
    unseen = np.array([at % FOLDS == 0 and one.often.sum() > LIKE_A_NOTE for at, one in enumerate(counts)])
    seen = np.flatnonzero(~unseen)
    weights, offset = solve(_some(rows, seen), labels[seen], len(blank.nodes))
    trial = _with(blank, weights, offset)
    return [ahead_of(trial.weigh(counts[at])) for at in np.flatnonzero(unseen)]


def _some(rows: Rows, which: Array) -> Rows:
    np = numbers()
    spans = [np.arange(rows.starts[at], rows.starts[at + 1]) for at in which]
    taken = np.concatenate(spans)
    return Rows(
        rows.values[taken], rows.places[taken], np.cumsum([0, *(len(span) for span in spans)]), rows.matter[which]
    )


def _fields(model: Model) -> dict[str, Array]:
    return {name: getattr(model, name) for name in Model.__dataclass_fields__}


def _with(blank: Model, weights: Array, offset: Array) -> Model:
    np = numbers()
    largest = np.abs(weights).max(axis=0)
    fields = {
        "linear": in_bytes(weights, largest),
        "linear_units": (largest / MOST).astype(np.float32),
        "offset": offset.astype(np.float32),
    }
    return Model(**{**_fields(blank), **fields})


def _blank(nodes: tuple[str, ...], counts: Sequence[Counted], inputs: str, labels: Array) -> Model:
    """All of a model but its linear weights: how rare places are, and BM25 with each node as one long text."""
    np = numbers()
    seen = np.bincount(np.concatenate([one.places for one in counts]), minlength=PLACES)
    rare = np.log((1 + len(counts)) / (1 + seen)) + 1
    texts = np.zeros((WORDS, len(nodes)), dtype=np.float32)
    for one, label in zip(counts, labels, strict=True):
        texts[one.places[: one.words], label] += one.often[: one.words]
    lengths = texts.sum(axis=0)
    within = (texts > 0).sum(axis=1, keepdims=True)
    rarer = np.log(1 + (len(nodes) - within + 0.5) / (within + 0.5))
    bm25 = rarer * texts * (K1 + 1) / (texts + K1 * (1 - B + B * lengths / lengths.mean()))
    shape = (PLACES, len(nodes))
    return Model(
        nodes=nodes,
        rare=in_bytes(rare, float(rare.max())),
        linear=np.zeros(shape, dtype=np.int8),
        linear_units=np.ones(len(nodes), dtype=np.float32),
        offset=np.zeros(len(nodes), dtype=np.float32),
        bm25=in_bytes(bm25, float(bm25.max())),
        sure=0.0,
        unsure=0.0,
        inputs=inputs,
    )


def rows_of(model: Model, counts: Sequence[Counted], matter: Array | None = None) -> Rows:
    """Texts as a model sees them."""
    np = numbers()
    starts = np.cumsum([0, *(len(one.places) for one in counts)])
    values = np.concatenate([model.spread(one) for one in counts])
    places = np.concatenate([one.places for one in counts])
    return Rows(values, places, starts, np.ones(len(counts)) if matter is None else matter)


# ── Ridge regression by its dual ────────────────────────────────────────────────────────────


def ridge(rows: Rows, labels: Array, nodes: int) -> tuple[Array, Array]:
    """Weights that tell each node from all others; the few documents of a node weigh as much as another's many."""
    np = numbers()
    wanted = np.full((len(rows), nodes), -1.0, dtype=np.float64)
    wanted[np.arange(len(rows)), labels] = 1.0
    offset = wanted.mean(axis=0)
    alpha = _dual(rows, wanted - offset, RIDGE)
    return _primal(rows, alpha), offset


def _dual(rows: Rows, wanted: Array, held_back: float) -> Array:
    np = numbers()
    alike = _alike(rows)
    alike[np.diag_indices_from(alike)] += held_back
    found: Array = np.linalg.solve(alike, wanted)
    return found


def _alike(rows: Rows) -> Array:
    """How alike each two rows are: over the places that at least two of them share, a block at a time."""
    np = numbers()
    among, shared = np.unique(rows.places, return_counts=True)
    among = among[shared >= LEAST_APART]
    alike = np.zeros((len(rows), len(rows)), dtype=np.float64)
    kept = np.isin(rows.places, among)
    where = np.searchsorted(among, rows.places[kept])
    which = np.repeat(np.arange(len(rows)), np.diff(rows.starts))[kept]
    values = rows.values[kept]
    order = np.argsort(where, kind="stable")
    where, which, values = where[order], which[order], values[order]
    block = 4096
    for first in range(0, len(among), block):
        low, high = np.searchsorted(where, [first, first + block])
        full = np.zeros((len(rows), block), dtype=np.float32)
        full[which[low:high], where[low:high] - first] = values[low:high]
        alike += full @ full.T
    # What only one row has is as much of itself.
    own = np.bincount(
        np.repeat(np.arange(len(rows)), np.diff(rows.starts)),
        weights=rows.values.astype(np.float64) ** 2,
        minlength=len(rows),
    )
    alike[np.diag_indices_from(alike)] = own
    return alike


def _primal(rows: Rows, alpha: Array) -> Array:
    np = numbers()
    weights = np.zeros((PLACES, alpha.shape[1]), dtype=np.float32)
    which = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    for node in range(alpha.shape[1]):
        weights[:, node] = np.bincount(rows.places, weights=rows.values * alpha[which, node], minlength=PLACES)
    return weights


# ── People's taps ───────────────────────────────────────────────────────────────────────────


def learn(model: Model, texts: Sequence[str], nodes: Sequence[str], *, name: str) -> Learned:
    """What these texts, filed by people, add to a model: only as far as it did not know it already."""
    np = numbers()
    counts = [count(text) for text in texts]
    wanted = np.zeros((len(texts), len(model.nodes)))
    for row, (one, node) in enumerate(zip(counts, nodes, strict=True)):
        weighed = model.weigh(one)
        shares = np.exp(weighed - weighed.max())
        wanted[row] = -shares / shares.sum()
        wanted[row, model.nodes.index(node)] += 1.0
    rows = rows_of(model, counts)
    weights = _primal(rows, _dual(rows, wanted, HELD_BACK)) * PULL
    places = np.flatnonzero(np.bincount(rows.places, minlength=PLACES))
    largest = float(np.abs(weights).max())
    return Learned(name, places, in_bytes(weights[places], largest), largest / MOST)
