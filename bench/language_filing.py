"""How often a suggestion is right, on notes by hands that wrote none of those it learnt from.

    python -m bench.language_filing            the held-out half
    python -m bench.language_filing --development      the half that may be looked at

Each line of `texts/filing_*.jsonl` is {"text", "labels", "group", "hand"}: the first label is where its writer puts it, any
others are as acceptable. Which half a text is in goes by its digest. Nothing learns from either.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.domain.suggested import Suggested

TEXTS = Path(__file__).parent / "texts"
HALVES = {"held out": TEXTS / "filing_held_out.jsonl", "development": TEXTS / "filing_development.jsonl"}
GROUPS = ("telegraphic", "prose")
GATES = {
    ("telegraphic", "first"): (0.65, 0.85),
    ("telegraphic", "three"): (0.83, 0.96),
    ("prose", "any_three"): (0.90, 0.97),
}
ROUNDS = 5


@dataclass(frozen=True)
class Note:
    text: str
    labels: tuple[str, ...]
    group: str


@dataclass(frozen=True)
class Figures:
    """Shares of one group of notes."""

    count: int
    first: float
    three: float
    any_three: float
    likely: float
    likely_right: float


@dataclass(frozen=True)
class Measured:
    half: str
    groups: dict[str, Figures]
    milliseconds: float
    """Of the processor, for one text."""


def notes(half: str) -> list[Note]:
    lines = HALVES[half].read_text(encoding="utf-8").splitlines()
    read = (json.loads(line) for line in lines if line)
    return [Note(one["text"], tuple(one["labels"]), one["group"]) for one in read]


def measure(half: str = "held out", suggest: Callable[[str], Suggested] | None = None) -> Measured:
    """Suggest for every note of a half."""
    if suggest is None:
        from bot.filing.shipped import shipped  # noqa: PLC0415 what is measured is its first use too

        suggest = shipped().suggest
    found = notes(half)
    said = [(note, suggest(note.text)) for note in found]
    took = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for note in found:
            suggest(note.text)
        took.append(time.process_time() - began)
    groups = {group: _figures([pair for pair in said if pair[0].group == group]) for group in GROUPS}
    return Measured(half, groups, 1000 * min(took) / len(found))


def _figures(said: list[tuple[Note, Suggested]]) -> Figures:
    def share(right: list[bool]) -> float:
        return sum(right) / len(right) if right else 0.0

    likely = [(note, one) for note, one in said if one.surety == "likely"]
    return Figures(
        len(said),
        share([one.three[:1] == note.labels[:1] for note, one in said]),
        share([note.labels[0] in one.three for note, one in said]),
        share([bool(set(note.labels) & set(one.three)) for note, one in said]),
        len(likely) / len(said) if said else 0.0,
        share([one.three[0] in note.labels for note, one in likely]),
    )


def lines(found: Measured) -> list[str]:
    """The same as lines to read, each gate beside its figure."""
    said = []
    for group, figures in found.groups.items():
        for name in ("first", "three", "any_three"):
            gate, aim = GATES.get((group, name), (None, None))
            besides = f"gate {gate:.2f}  aim {aim:.2f}" if gate and aim else ""
            said.append(
                f"filing, {group}, {name.replace('_', ' of ')}: {getattr(figures, name):.3f}  {besides}".rstrip()
            )
        said.append(
            f"filing, {group}, preselected: {figures.likely:.2f} of {figures.count}, right {figures.likely_right:.2f}"
        )
    return [*said, f"filing, ms a text: {found.milliseconds:.2f}  aim 0.40"]


def main() -> None:
    half = "development" if "--development" in sys.argv else "held out"
    found = measure(half)
    print(f"# {half}")
    print("\n".join(lines(found)))


if __name__ == "__main__":
    main()
