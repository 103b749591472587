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
from bot.privacy.lexicon import NOTHING, known
from bot.privacy.openers import opens_a_note
from bot.privacy.tokens import Seen, Token, tokens
from bot.privacy.window import leanings

_KNOWN = Seen("<known>", "<known>", "l", NOTHING, "<known>", "k")
Weights = dict[str, dict[str, float]]


@lru_cache(maxsize=1)
def _weights() -> tuple[Weights, Weights]:
    packed = files("bot.privacy").joinpath("data/names.json.gz").read_bytes()
    found: Any = json.loads(gzip.decompress(packed))
    return found["weights"], found["initials"]


@lru_cache(maxsize=1)
def known_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The names of systems, bodies and great people, by their first word: they are nobody's here.

    One word alone that is a person's name as well stays a person's.
    """
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for line in files("bot.privacy").joinpath("data/known.txt").read_text(encoding="utf-8").splitlines():
        for phrase in line.split(";") if line[:1] != "#" else ():
            words = tuple(token.seen.lower for token in tokens(phrase.strip()))
            if words and (len(words) > 1 or not any(known(words[0])[:2])):
                phrases.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in phrases.items()}


@lru_cache(maxsize=256)
def is_known(name: str) -> bool:
    """Whether a name in small letters is one that every school writes, or the last word of one."""
    words = tuple(token.seen.lower for token in tokens(name))
    if len(words) == 1:
        return words[0] in _great_surnames()
    return words in known_phrases().get(words[0], ()) if words else False


@lru_cache(maxsize=1)
def _great_surnames() -> frozenset[str]:
    return frozenset(words[-1] for found in known_phrases().values() for words in found if len(words) == 2)  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Scored:
    """A token that may be a name, with how likely that is; one that cannot be has 0."""

    token: Token
    likely: float


def neutral(found: list[Token]) -> list[Token]:
    """The tokens with the names that every school writes taken out of view."""
    phrases = known_phrases()
    place = 0
    while place < len(found):
        for words in phrases.get(found[place].seen.lower, ()):
            if all(place + n < len(found) and found[place + n].seen.lower == word for n, word in enumerate(words)):
                for n in range(len(words)):
                    one = found[place + n]
                    found[place + n] = Token(one.start, one.end, _KNOWN)
                place += len(words) - 1
                break
        place += 1
    return found


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
