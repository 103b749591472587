"""Judge one text before anything is kept: the guard's only decision (rules 3 and 4 of the product).

The detectors say what they see; here it is decided what that means for this audience and this writer's answers.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable

from bot.privacy.codes import find_codes
from bot.privacy.concerns import find_concern
from bot.privacy.folding import Folded, digits_as_seen, fold
from bot.privacy.found import Found
from bot.privacy.initials import find_initials
from bot.privacy.masking import rewrite
from bot.privacy.names import find_names
from bot.privacy.small_numbers import find_small_numbers
from bot.privacy.verdict import (
    Audience,
    Certainty,
    Clean,
    Interrupt,
    Label,
    Refuse,
    Span,
    Unsure,
    Verdict,
    Vocabulary,
    Waiver,
)

# A number is never the name of a school: the vocabulary cannot let one past.
_NEVER_VOCABULARY = frozenset(
    {Label.UPN, Label.ULN, Label.NHS, Label.NINO, Label.DOB, Label.PHONE, Label.EMAIL, Label.POSTCODE, Label.CASE_ID},
)
_ABOUT_PEOPLE = frozenset({Label.PERSON, Label.INITIALS})
# Masking can bring to light what stood hidden beside it; more rounds than this have not been seen.
_ROUNDS = 6


def _ranges_of_vocabulary(text: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    lowered = text.lower()
    for name in vocabulary.names:
        phrase = fold(name).text.lower().strip()
        if phrase and phrase in lowered:
            pattern = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")
            ranges += [match.span() for match in pattern.finditer(lowered)]
    return ranges


def _standing(found: Iterable[Found]) -> list[Found]:
    """Keep of what overlaps the surer, then the structured, then the longer."""

    def worth(one: Found) -> tuple[bool, bool, bool, int, int]:
        return (one.label is Label.SMALL_NUMBER, one.certainty is Certainty.MAYBE, one.label in _ABOUT_PEOPLE, one.start - one.end, one.start)

    standing: list[Found] = []
    for one in sorted(set(found), key=worth):
        # Those that stand are in order and apart, so only the two neighbours can overlap.
        place = bisect_left(standing, one.start, key=lambda other: other.start)
        if all(one.end <= other.start or other.end <= one.start for other in standing[max(0, place - 1) : place + 1]):
            standing.insert(place, one)
    return standing


def _spans(folded: Folded, vocabulary: Vocabulary, waived: frozenset[Waiver]) -> tuple[Span, ...]:
    seen = digits_as_seen(folded.text)
    found = [
        one
        for finder, read in ((find_codes, seen), (find_names, folded.text), (find_initials, folded.text), (find_small_numbers, folded.text))
        for one in finder(read)
        if one.end > one.start
    ]
    if not found:
        return ()
    known = _ranges_of_vocabulary(folded.text, vocabulary)
    found = [
        one
        for one in found
        if one.label in _NEVER_VOCABULARY or not any(start <= one.start and one.end <= end for start, end in known)
    ]
    if Waiver.NOT_A_PERSON in waived:
        found = [one for one in found if one.label not in _ABOUT_PEOPLE]
    return tuple(Span(*folded.origin(one.start, one.end), one.label, one.certainty) for one in _standing(found))


def _safe_wording(text: str, spans: tuple[Span, ...], vocabulary: Vocabulary, waived: frozenset[Waiver]) -> str:
    """Mask until nothing is seen any more, so that the wording offered is one the guard lets through."""
    for _ in range(_ROUNDS):
        if not spans:
            return text
        text = rewrite(text, spans)
        spans = _spans(fold(text), vocabulary, waived)
    # Never seen yet; better a bare line than one that is refused again.
    for span in reversed(spans):
        text = f"{text[: span.start]}[removed]{text[span.end :]}"
    return text if not _spans(fold(text), vocabulary, waived) else "[text removed]"


def judge(
    text: str,
    vocabulary: Vocabulary,
    audience: Audience,
    waived: frozenset[Waiver] = frozenset(),
) -> Verdict:
    """Judge a text of at most 8,000 characters for those who may come to read it."""
    if audience is Audience.PUBLIC:
        waived -= {Waiver.NOT_A_PERSON}
    folded = fold(text)
    spans = _spans(folded, vocabulary, waived)
    wording = _safe_wording(text, spans, vocabulary, waived)
    if Waiver.ABOUT_SYSTEMS not in waived:
        concern = find_concern(folded.text)
        if concern is not None:
            return Interrupt(concern)
    if not spans:
        return Clean()
    if audience is Audience.PUBLIC or any(span.certainty is Certainty.SURE for span in spans):
        return Refuse(spans, wording)
    return Unsure(spans, wording)
