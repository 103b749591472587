"""The model that comes with the shipped framework, read from its file once a process."""

from functools import cache
from pathlib import Path

from bot.filing.model import Model

_FOLDER = Path(__file__).parent / "weights"
WEIGHTS = _FOLDER / "cst-spr.npz"
RECIPE = _FOLDER / "cst-spr.json"


@cache
def shipped() -> Model:
    """The shipped model: OSError where its file is gone."""
    return Model.of_bytes(WEIGHTS.read_bytes())
