"""From a note as typed to the words that filing goes by: small letters, jargon spelled out, endings taken off. Pure."""

import re
from itertools import pairwise

from bot.filing.jargon import JARGON

_TOKEN = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
_MARKS = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": " ", "\u00a0": " ", "/": " ", "&": " and "})
_SHORT = 3
_ENDINGS = (
    ("ies", "y"),
    ("sses", "ss"),
    ("ations", "ate"),
    ("ation", "ate"),
    ("ments", "ment"),
    ("ings", ""),
    ("ing", ""),
    ("edly", ""),
    ("ers", "er"),
    ("ed", ""),
    ("es", ""),
    ("ly", ""),
    ("'s", ""),
    ("s", ""),
)
_COMMON_WORDS = (
    "a an and are as at be been but by for from had has have he her his i in is it its me my no not of on or our out she "
    "so than that the their them then there they this to too was we were what when where which who will with would you "
    "your very also just one two all any each some into about after before only"
)
_COMMON = frozenset(_COMMON_WORDS.split())


def typed(text: str) -> list[str]:
    """The words of a text in small letters, in their order."""
    return _TOKEN.findall(text.lower().translate(_MARKS))


def spelled_out(words: list[str]) -> list[str]:
    """The same words, each abbreviation of the field followed by what it stands for."""
    found: list[str] = []
    for word in words:
        found.append(word)
        if more := JARGON.get(word):
            found += more
    return found


def stem(word: str) -> str:
    """A word without its ending, so that *referring* and *referrals* come near each other."""
    if len(word) <= _SHORT:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORT:
            return _undoubled(word[: -len(ending)] + instead)
    return word.removesuffix("e") if len(word) > _SHORT + 1 else word


def _undoubled(word: str) -> str:
    if len(word) > _SHORT and word[-1] == word[-2] and word[-1] not in "aeouls":
        return word[:-1]
    return word.removesuffix("e") if len(word) > _SHORT + 1 else word


def terms(words: list[str]) -> list[str]:
    """Stems, and each two that stand beside each other once the small words are gone."""
    stems = [stem(word) for word in words if word not in _COMMON]
    return stems + [f"{one} {other}" for one, other in pairwise(stems)]
