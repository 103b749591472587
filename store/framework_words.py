"""Words that Peerwalk itself never uses, in what a trust writes: no question may ask for a mark (product rule 2).

A question with such a word in it is refused, because its answer would be a mark. Anywhere else, and for a word that may
name what an outside body does, it is a doubt to think over. Both are told when a file is checked or let in; a file that
was let in is read for ever, whatever is thought of its words later.
"""

import re
from collections.abc import Iterator

from store.framework_depth import entries
from store.plain_yaml import Fault, Page, Place, brief

_MARKS = re.compile(
    r"\b(?:scor(?:e[sd]?|ing)|grad(?:e[sd]?|ings?)|rank(?:ed|s|ings?)?|ratings?|league\s+tables?|leaderboards?"
    r"|per\s?cent(?:ages?)?)\b|%|(?-i:\bRAG\b)",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(r"\b(?:audit\w*|inspect\w*|fail(?:ed|s|ings?|ures?)?|overdue)\b", re.IGNORECASE)
_ALLOWED = re.compile(
    r"local\s+authority\s+audits?|inspections?\s+of\s+equipment|equipment\s+inspections?", re.IGNORECASE
)
_ASKED = {"strengths", "prompts", "owners", "inclusion"}
_SAID = {"title", "statement", "text", "conduct", "care", "borrow", "evidence", "apart", "roles"}


def marking(page: Page) -> list[Fault]:
    """Find each question that asks for a mark."""
    what_to_do = "Ask what it is like, or how anybody knows."
    return [
        Fault(
            page.near(at), at, f"this question has {brief(found[0])} in it, and a review is told in words", what_to_do
        )
        for at, text in _texts(page, _ASKED)
        if (found := _MARKS.search(text))
    ]


def doubts(page: Page) -> list[Fault]:
    """Find each word to think over."""
    what_to_do = "Keep it only where it names what somebody else does, such as an outside body."
    found = [
        *((at, _OUTSIDE.search(text)) for at, text in _texts(page, _ASKED)),
        *((at, _OUTSIDE.search(text) or _MARKS.search(text)) for at, text in _texts(page, _SAID)),
    ]
    return [
        Fault(page.near(at), at, f"{brief(word[0])} is a word that Peerwalk itself never uses", what_to_do)
        for at, word in found
        if word
    ]


def _texts(page: Page, keys: set[str]) -> Iterator[tuple[Place, str]]:
    for place, entry in entries(page.value or "", ()):
        for key in entry.keys() & keys:
            for at, text in _under((*place, key), entry[key]):
                yield at, _ALLOWED.sub(" ", text)


def _under(place: Place, value: object) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        yield from (((*place, number), one) for number, one in enumerate(value) if isinstance(one, str))
    elif isinstance(value, dict):
        yield from (((*place, key), one) for key, one in value.items() if isinstance(one, str))
