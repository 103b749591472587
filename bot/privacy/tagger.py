"""The token classifier: which words of a text are names, by weights learned from our own notes (see `fit.py`)."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp
from typing import Any

from bot.privacy.features import features, heads, is_candidate, is_initials, runs, style
from bot.privacy.openers import opens_a_note
from bot.privacy.tokens import Token, tokens
from bot.privacy.well_known import neutral
from bot.privacy.window import leanings

Weights = dict[str, dict[str, float]]


@lru_cache(maxsize=1)
def _weights() -> tuple[Weights, Weights]:
    packed = files("bot.privacy").joinpath("data/names.json.gz").read_bytes()
    found: Any = json.loads(gzip.decompress(packed))
    return found["weights"], found["initials"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A token that may be a name, with how likely that is; one that cannot be has 0."""

    token: Token
    likely: float


def candidates(found: Sequence[Token], *, letters: bool = False) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Each word that could be a name, or initials, with what is seen of it."""
    opening, in_runs, typed = heads(found), runs(found), style(found)
    for place, token in enumerate(found):
        seen = token.seen
        if letters:
            wanted = is_initials(seen)
        else:
            # The capital of a sentence's first word says nothing of a word that opens many a note.
            wanted = is_candidate(seen) and not (
                opening[place] and seen.shape == "T" and not any(seen.known[:2]) and opens_a_note(seen.word)
            )
        if wanted:
            yield place, features(found, place, in_runs[place], typed, head=opening[place])


def _linear(weights: Weights, seen: list[tuple[str, str]]) -> float:
    return weights["bias"][""] + sum(weights[kind].get(value, 0.0) for kind, value in seen)


def _odds(leaning: float) -> float:
    return 1 / (1 + exp(-leaning))


def score(text: str) -> list[Scored]:
    """How likely each token of a folded text is part of a name."""
    found = neutral(tokens(text))
    names, _ = _weights()
    likely = [0.0] * len(found)
    seen = dict(candidates(found))
    leaning = leanings(found, list(seen), runs(found), heads(found), style(found)) if seen else ()
    for (place, told), lean in zip(seen.items(), leaning, strict=True):
        likely[place] = _odds((_linear(names, told) + lean) / 2)
    return [Scored(token, value) for token, value in zip(found, likely, strict=True)]


def score_initials(text: str) -> Iterator[Scored]:
    """How likely the two or three capitals of a folded text are to stand for somebody."""
    found = tokens(text)
    if not any(is_initials(token.seen) for token in found) or style(found) == "U":
        return
    _, initials = _weights()
    for place, seen in candidates(found, letters=True):
        yield Scored(found[place], _odds(_linear(initials, seen)))
