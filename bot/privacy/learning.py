"""Learn weights over what is seen, and write them down. Build step only: scikit-learn is needed here and nowhere at run time."""

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

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
