"""The texts that the guard learns from, as they are read: our own lines and those marked by hand. Build step only."""

import gzip
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import yaml

from bot.privacy.folding import fold

_HERE = files("bot.privacy")
HANDS = ("first", "second", "third", "fourth", "fifth")
"""Those who wrote texts for us without seeing each other's: their files are `hand_…` and `told_…`."""
BY_HANDS = tuple(f"hand_{hand}.jsonl" for hand in HANDS)


@dataclass(frozen=True)
class Made:
    """A text, and where the names in it stand."""

    text: str
    names: tuple[tuple[int, int], ...]


def lines(name: str) -> list[str]:
    """The lines of one of our files of texts, without its remarks."""
    packed = _HERE.joinpath("texts", name).read_bytes()
    text = (gzip.decompress(packed) if name.endswith(".gz") else packed).decode()
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def of_frameworks() -> list[str]:
    """The example notes of the frameworks we ship, which name nobody and worry about nobody."""
    found = []
    for file in sorted((Path(str(_HERE)).parents[1] / "store" / "frameworks").glob("*.examples.yaml")):
        for of_area in yaml.safe_load(file.read_text(encoding="utf-8"))["examples"]:
            found += [
                " ".join(note.split())
                for notes in of_area.values()
                if isinstance(notes, list)
                for note in notes
                if isinstance(note, str)
            ]
    return found


def _folded(text: str, names: list[tuple[int, int]]) -> Made:
    """A text as the detectors read it, its places led along."""

    def place(typed: int) -> int:
        return len(fold(text[:typed]).text)

    return Made(fold(text).text, tuple((place(start), place(end)) for start, end in names))


def labelled(name: str, wanted: str = "PERSON") -> list[Made]:
    """Texts whose names, or what else is wanted, were marked by hand."""
    rows = [json.loads(line) for line in lines(name)]
    return [
        _folded(row["text"], [(start, end) for start, end, label in row.get("spans", ()) if label == wanted])
        for row in rows
        if "spans" in row or row["expect"] == "clean"
    ]
