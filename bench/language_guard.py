"""How much of what identifies somebody the guard sees, and how often it stops a note that names nobody.

`python -m bench.language_guard` measures the held-out texts beside this file: by hands other than those that wrote what
the guard learned from. Never tune to their single lines. Other files of the same two shapes may be given instead.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.privacy import Audience, Clean, Interrupt, Refuse, Unsure, Verdict, Vocabulary, Waiver, judge

TEXTS = Path(__file__).parent / "texts"
HELD_OUT = tuple(TEXTS / f"guard_{what}{which}.jsonl" for which in ("", "_second") for what in ("marked", "kinds"))
_NAMES = {"PERSON"}
_BOUNDARY = 2  # a span may be this many characters off at an end and still be the right one
_NOBODY = Vocabulary()
# What the project asks for: the gate, and the aim.
ASKED = {
    "names, capitalised": (0.97, 0.99),
    "names, lower-case": (0.85, 0.95),
    "structured identifiers": (0.95, 0.99),
    "initials": (0.0, 0.0),
    "spans right": (0.85, 0.97),
    "spans right to the character": (0.0, 0.0),
    "hard clean notes interrupted": (0.10, 0.02),
    "ordinary clean notes interrupted": (0.05, 0.01),
    "small-number hints": (0.70, 0.85),
    "live concerns": (0.95, 0.99),
    "adult allegations": (0.95, 0.99),
    "ms a text": (5.0, 1.0),
}


def read(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]


def _spans(verdict: Verdict) -> list[tuple[int, int, str]]:
    if isinstance(verdict, Unsure | Refuse):
        return [(span.start, span.end, span.label.name) for span in verdict.spans]
    return []


def _touch(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _family(label: str, text: str, start: int) -> str:
    if label == "PERSON":
        return "names, lower-case" if text[start].islower() else "names, capitalised"
    if label == "SMALL_NUMBER":
        return "small-number hints"
    return "initials" if label == "INITIALS" else "structured identifiers"


def measure(*paths: Path) -> dict[str, float]:
    """The figures of the project's table, for the held-out texts or for the files given."""
    rows = read(paths or HELD_OUT)
    judge(rows[0]["text"], _NOBODY, Audience.TEAM)
    began = time.process_time()
    verdicts = [judge(row["text"], _NOBODY, Audience.TEAM) for row in rows]
    took = (time.process_time() - began) / len(rows) * 1000
    seen: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for row, verdict in zip(rows, verdicts, strict=True):
        group = row.get("group", "")
        if "spans" in row:
            _count_spans(row, seen, there)
        if group in {"clean_hard", "near_interrupt"}:
            there["hard clean notes interrupted"] += 1
            seen["hard clean notes interrupted"] += not isinstance(verdict, Clean)
            seen[f"{group}: {type(verdict).__name__}"] += 1
        elif group == "clean_ordinary" or ("spans" in row and not row["spans"]):
            there["ordinary clean notes interrupted"] += 1
            seen["ordinary clean notes interrupted"] += not isinstance(verdict, Clean)
        elif row.get("expect") in {"live_concern", "adult_allegation"}:
            kind = "live concerns" if row["expect"] == "live_concern" else "adult allegations"
            there[kind] += 1
            seen[kind] += isinstance(verdict, Interrupt)
            there["the right one of the two interrupts"] += isinstance(verdict, Interrupt)
            seen["the right one of the two interrupts"] += (
                isinstance(verdict, Interrupt) and verdict.concern.value == row["expect"]
            )
    figures = {kind: seen[kind] / count for kind, count in sorted(there.items()) if count}
    return {**figures, "ms a text": took, "texts": float(len(rows))}


def _count_spans(row: dict[str, Any], seen: Counter[str], there: Counter[str]) -> None:
    text = row["text"]
    # An interrupt outranks the spans, so they are read with it waived.
    verdict = judge(text, _NOBODY, Audience.TEAM, frozenset({Waiver.ABOUT_SYSTEMS}))
    given = _spans(verdict)
    wanted = [(start, end, label) for start, end, label in row["spans"]]
    for span in wanted:
        family = _family(span[2], text, span[0])
        there[family] += 1
        seen[family] += any(_touch(span, one) for one in given)
    for one in given:
        there["spans right"] += 1
        there["spans right to the character"] += 1
        beside = [span for span in wanted if _touch(span, one)]
        seen["spans right"] += any(
            (abs(span[0] - one[0]) <= _BOUNDARY and abs(span[1] - one[1]) <= _BOUNDARY) or span[2] == "SMALL_NUMBER"
            for span in beside
        )
        seen["spans right to the character"] += any(span[:2] == one[:2] for span in beside)


def main() -> None:
    """Print each figure beside what is asked for."""
    figures = measure(*map(Path, sys.argv[1:]))
    for kind, figure in figures.items():
        gate, aim = ASKED.get(kind, (0.0, 0.0))
        asked = f"  gate {gate:g}, aim {aim:g}" if aim else ""
        print(f"{kind:40} {figure:8.3f}{asked}")


if __name__ == "__main__":
    main()
