"""The quick look for what may be a concern passes over no wording of one: each pattern is taken apart and tried whole.

A pattern's wordings are written out from left to right, keeping only those at which the quick look has not yet stopped.
Of many that end alike two go on, as what follows can only add to their last words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest

from bot.privacy.live_concerns import ALARMING, LIVE_CONCERN

_PARSER: Any = import_module("re._parser")


@dataclass(frozen=True)
class Look:
    """The quick look, and how many wordings that end alike are followed."""

    quick: re.Pattern[str]
    alike: int

    def go_on(self, texts: Iterable[str]) -> Iterator[str]:
        ends: Counter[str] = Counter()
        for text in sorted(set(texts), key=lambda text: (len(text), text)):
            end = " ".join(text.rsplit(" ", 2)[-2:])
            # Settled is what stays so whatever comes next.
            if ends[end] == self.alike or (self.quick.search(text + "z") and self.quick.search(text + " ")):
                continue
            ends[end] += 1
            yield text


def passed_over(pattern: re.Pattern[str], quick: re.Pattern[str], *, alike: int = 2) -> list[str]:
    """Wordings of the pattern that the quick look does not stop at."""
    found = _written(_PARSER.parse(pattern.pattern), {""}, Look(quick, alike))
    return sorted(clause for clause in found if pattern.search(clause) and not quick.search(clause))


def _written(tree: Iterable[Any], before: set[str], look: Look) -> set[str]:
    for kind, value in tree:
        before = set(look.go_on(_one(str(kind), value, before, look)))
    return before


def _one(kind: str, value: Any, before: set[str], look: Look) -> Iterator[str]:
    match kind:
        case "LITERAL":
            yield from (text + chr(value) for text in before)
        case "IN" | "ANY" | "NOT_LITERAL":
            yield from (text + letter for text in before for letter in _letters(value if kind == "IN" else ()))
        case "BRANCH":
            for branch in value[1]:
                yield from _written(branch, before, look)
        case "SUBPATTERN":
            yield from _written(value[-1], before, look)
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, inner = value
            for times in range(least, min(most, least + 1) + 1):
                so_far = before
                for _ in range(times):
                    so_far = _written(inner, so_far, look)
                yield from so_far
        case "AT" | "ASSERT" | "ASSERT_NOT":
            # Whether it holds is seen when the wording is whole.
            yield from before
        case _:
            raise AssertionError(f"nothing is known about {kind}: add it here")


def _letters(options: Iterable[Any]) -> Iterator[str]:
    there = {str(kind): value for kind, value in options}
    if not there or "NEGATE" in there:
        yield from "z "
        return
    for kind, value in options:
        match str(kind):
            case "LITERAL":
                yield chr(value)
            case "RANGE":
                yield chr(value[1])
            case "CATEGORY":
                yield {"CATEGORY_WORD": "z", "CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}[str(value)]
            case _:
                raise AssertionError(f"nothing is known about {kind} among letters: add it here")


@pytest.mark.parametrize("pattern", LIVE_CONCERN, ids=range(len(LIVE_CONCERN)))
def test_the_quick_look_passes_over_no_wording_of_a_concern(pattern: re.Pattern[str]) -> None:
    assert passed_over(pattern, ALARMING) == []
    # That nothing was found tells something only because wordings of the pattern are found where nothing stops.
    assert any(passed_over(pattern, re.compile(r"(?!)"), alike=alike) for alike in (1, 2))


def test_a_wording_that_is_passed_over_is_found_wherever_it_hides() -> None:
    pattern = re.compile(r"\b(?:kill|end)(?:ing)? (?:him|them)(?:self|slef)\b")
    assert "end himslef" in passed_over(pattern, re.compile(r"\b(?:kill|\w+self)"))
    assert passed_over(pattern, re.compile(r"\b(?:kill|\w+self|\w+slef)")) == []
