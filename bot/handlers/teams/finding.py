"""A list that no card has room for: part of a name is typed, and what matches it is offered. Pure.

What was typed is nobody's answer and is kept nowhere: it comes back as one that does not fit, so the same card is asked
again, with what matches.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.handlers.teams import limits
from bot.inputs import ChoiceInput, Option, sought
from bot.message import Card

_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Found:
    """What stands below the box: the options that match or are held already, how many match, and what was typed."""

    offered: ChoiceInput
    matching: int
    typed: str | None


def too_long(shown: Card) -> frozenset[str]:
    """The questions of a card that no menu is drawn for: too many options, or somebody is looking among them already."""
    return frozenset(
        item.key
        for item in shown.inputs
        if isinstance(item, ChoiceInput) and (len(item.options) > limits.LISTED or sought(item.value) is not None)
    )


def longest_first(shown: Card) -> list[str]:
    """The questions that could be searched instead of listed, those with the most options first."""
    menus = (item for item in shown.inputs if isinstance(item, ChoiceInput) and len(item.options) > limits.FILTERED)
    return [item.key for item in sorted(menus, key=lambda item: -len(item.options))]


def found(question: ChoiceInput) -> Found:
    """What matches; where it is one alone, it is chosen, and still to be sent."""
    typed = sought(question.value)
    held = [option for option in question.options if option.value in question.value]
    matching = _matching(question.options, typed) if typed else []
    fresh = [option for option in matching if option not in held][: limits.MATCHES]
    keeps = question.several or not fresh
    chosen = [option.value for option in held] if keeps else []
    if len(matching) == 1:
        chosen = [*chosen, *(option.value for option in fresh)] if question.several else [matching[0].value]
    offered = replace(question, options=(*(held if keeps else ()), *fresh), value=tuple(chosen), error="", hint="")
    return Found(offered, len(matching), typed)


def _matching(options: Sequence[Option], typed: str) -> list[Option]:
    """Those in whose label, or in its heading, each word that was typed begins a word, whole words first; else stands."""
    wanted = _plain(typed).split()
    if not wanted:
        return []
    read = [(option, _plain(f"{option.label} {option.group}")) for option in options]
    begun = [(option, text.split()) for option, text in read if _begins(wanted, text.split())]
    begun.sort(key=lambda each: -sum(word in each[1] for word in wanted))
    return [option for option, _ in begun] or [option for option, text in read if all(word in text for word in wanted)]


def _begins(wanted: Collection[str], words: Collection[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _plain(text: str) -> str:
    """Letters and digits alone, without accents and capitals: how somebody types a name."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _BETWEEN.sub(" ", text.casefold())
