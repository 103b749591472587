"""Find initials that stand for a person in folded text: "pupil J.S.", "child TB", "JS in Y8"."""

import re
from collections.abc import Iterator

from bot.privacy.abbreviations import ABBREVIATIONS
from bot.privacy.found import Found
from bot.privacy.tagger import score_initials
from bot.privacy.verdict import Certainty, Label

_NAMED = re.compile(
    r"\b(?i:pupil|child|boy|girl|student|case|initials|sibling|brother|sister|parent|mum|dad|file|staff member|teacher|yp|re)"
    r"(?i: initials| called| named| is)?[ :]{1,2}\(?(?P<letters>[A-Z]\.? ?(?:[A-Z]'?\.? ?){0,2}[A-Z]\.?)(?![A-Za-z0-9'])",
)
_IN_A_YEAR = re.compile(r"\b(?P<letters>[A-Z]{2,3})(?:,? (?:in|from) |,? |,? ?\()[Yy](?:ea)?r? ?\d{1,2}\b")
_SIBLINGS = re.compile(
    r"\b(?P<letters>[A-Z]{2})(?: (?:and|&) (?P<more>[A-Z]{2}))? (?:siblings?|twins?|brothers?|sisters?|cousins?)\b"
)
_DOTTED = re.compile(
    r"(?<![A-Za-z0-9.])(?P<letters>(?:[A-Z]\. ?){1,2}(?:[A-Z]\.?|O'[A-Z]\.?|Mc[A-Z]?[a-z]?\.?|[A-Z]-[A-Z]\.?)|[A-Z]{1,2}-[A-Z])(?![A-Za-z0-9-])"
)
_LIKELY = 0.82


def _letters(match: re.Match[str], group: str = "letters") -> Iterator[Found]:
    shown = match[group].rstrip()
    bare = "".join(letter for letter in shown if letter.isalpha()).lower()
    if len(bare) > 1 and (bare not in ABBREVIATIONS or shown.count(".") > 1):
        yield Found(match.start(group), match.start(group) + len(shown), Label.INITIALS, Certainty.MAYBE)


def find_initials(text: str) -> Iterator[Found]:
    """Yield each pair or trio of letters that stands for a person in a folded text."""
    for one in score_initials(text):
        if one.likely >= _LIKELY:
            yield Found(one.token.start, one.token.end, Label.INITIALS, Certainty.MAYBE)
    for pattern in (_NAMED, _IN_A_YEAR, _SIBLINGS, _DOTTED):
        for match in pattern.finditer(text):
            yield from _letters(match)
            if pattern is _SIBLINGS and match["more"]:
                yield from _letters(match, "more")
