"""Fits what is shipped: `python -m bot.filing.fit`, which `make model` runs. Needs scikit-learn; nothing else here does.

`--check` only says whether the shipped weights are those of the recipe's inputs.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

from bot.filing.documents import Document, documents
from bot.filing.features import PLACES, Array
from bot.filing.fitting import Rows, fit, inputs_of
from bot.filing.shipped import RECIPE, WEIGHTS
from store import examples_file
from store.framework_file import CST_SPR, read

BY = "linear support vectors, C=0.5, one against the rest"
C = 0.5


def support_vectors(rows: Rows, labels: Array, nodes: int) -> tuple[Array, Array]:
    """The linear weights, by scikit-learn."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    del nodes
    solver = LinearSVC(C=C, random_state=0)
    solver.fit(csr_matrix((rows.values, rows.places, rows.starts), shape=(len(rows), PLACES)), labels, rows.matter)
    return solver.coef_.T, solver.intercept_


def learnt_from() -> tuple[Document, ...]:
    """All that the shipped weights are fitted to."""
    return documents(read(CST_SPR), examples_file.read())


def main(arguments: list[str]) -> int:
    inputs = inputs_of(learnt_from(), by=BY)
    if "--check" in arguments:
        held = json.loads(RECIPE.read_text(encoding="utf-8"))["inputs"]
        return 0 if held == inputs else 1
    found = fit(learnt_from(), support_vectors, by=BY)
    Path(WEIGHTS).parent.mkdir(exist_ok=True)
    WEIGHTS.write_bytes(found.to_bytes())
    recipe = {
        "framework": "cst-spr",
        "inputs": inputs,
        "documents": len(learnt_from()),
        "by": BY,
        "with": {name: version(name) for name in ("scikit-learn", "numpy")},
        "nodes": len(found.nodes),
        "sure": found.sure,
        "unsure": found.unsure,
    }
    RECIPE.write_text(json.dumps(recipe, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
