"""Judge one text before anything is kept: the guard's only decision (rules 3 and 4 of the product).

The detectors say what they see; here it is decided what that means for this audience and this writer's answers.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.privacy.codes import find_codes
from bot.privacy.dates import find_births
from bot.privacy.folding import Folded, digits_as_seen, fold
from bot.privacy.found import Found
from bot.privacy.masking import rewrite
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
Nobody = Callable[[str], bool]


def _somebody(_word: str) -> bool:
    return False


# Masking can bring to light what stood hidden beside it; more rounds than this have not been seen.
_ROUNDS = 6
_CLOSE = 3


def folded_word(word: str) -> str:
    """A word as it is remembered and compared: folded, small, its blanks single."""
    return " ".join(fold(word).text.lower().split())


@lru_cache(maxsize=16)
def _phrases(phrases: frozenset[str]) -> "re.Pattern[str] | None":
    """All phrases as one pattern, put together once for as long as the trust's vocabulary stays the same."""
    folded = sorted({folded_word(phrase) for phrase in phrases} - {""}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, folded))})(?!\w)") if folded else None


def _ranges(text: str, phrases: frozenset[str]) -> list[tuple[int, int]]:
    pattern = _phrases(phrases)
    return [match.span() for match in pattern.finditer(text.lower())] if pattern else []


@lru_cache(maxsize=16)
def _roles(vocabulary: Vocabulary) -> Mapping[str, str]:
    return {folded_word(name): role for name, role in vocabulary.roles}


def _standing(found: Iterable[Found]) -> list[Found]:
    """Keep of what overlaps the surer, then the structured, then the longer."""

    def worth(one: Found) -> tuple[bool, bool, bool, int, int]:
        return (
            one.label is Label.SMALL_NUMBER,
            one.certainty is Certainty.MAYBE,
            one.label in _ABOUT_PEOPLE,
            one.start - one.end,
            one.start,
        )

    standing: list[Found] = []
    for one in sorted(set(found), key=worth):
        # Those that stand are in order and apart, so only the two neighbours can overlap.
        place = bisect_left(standing, one.start, key=lambda other: other.start)
        if all(one.end <= other.start or other.end <= one.start for other in standing[max(0, place - 1) : place + 1]):
            standing.insert(place, one)
    return standing


@dataclass(frozen=True)
class _Terms:
    """On what terms a text is judged: what the trust knows, what its writer answered, and how soon it is asked about."""

    vocabulary: Vocabulary
    waived: frozenset[Waiver]
    strict: bool
    nobody: Nobody


def _spans(folded: Folded, terms: _Terms) -> tuple[Span, ...]:
    # Numbers in rows are read with the first text that is judged, not while the bot starts.
    from bot.privacy.initials import find_initials  # noqa: PLC0415
    from bot.privacy.names import ASKED_FROM, ASKED_FROM_STRICT, find_names  # noqa: PLC0415
    from bot.privacy.small_numbers import find_small_numbers  # noqa: PLC0415

    least = ASKED_FROM_STRICT if terms.strict else ASKED_FROM
    seen = digits_as_seen(folded.text)
    found = [
        one
        for one in (
            *find_codes(seen),
            *find_names(folded.text, least),
            *find_initials(folded.text),
            *find_small_numbers(folded.text, strict=terms.strict),
            *_own_people(folded.text, terms.vocabulary),
        )
        if one.end > one.start
    ]
    # Letters of another alphabet that look like two of ours are a word of theirs.
    found = [one for one in found if one.label is not Label.INITIALS or _typed(folded, one).isascii()]
    if not found:
        return ()
    found += _births_beside(folded.text, found)
    known = _ranges(folded.text, terms.vocabulary.names)
    found = [
        one
        for one in found
        if one.label in _NEVER_VOCABULARY or not any(start <= one.start and one.end <= end for start, end in known)
    ]
    if Waiver.NOT_A_PERSON in terms.waived:
        found = [one for one in found if one.label not in _ABOUT_PEOPLE]
    found = [
        one
        for one in found
        if one.label not in _ABOUT_PEOPLE
        or one.certainty is Certainty.SURE
        or not terms.nobody(folded_word(folded.text[one.start : one.end]))
    ]
    return tuple(Span(*folded.origin(one.start, one.end), one.label, one.certainty) for one in _standing(found))


def _own_people(text: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield each of the trust's own people named in full."""
    for start, end in _ranges(text, frozenset(name for name in _roles(vocabulary) if " " in name)):
        yield Found(start, end, Label.PERSON)


def _typed(folded: Folded, one: Found) -> str:
    start, end = folded.origin(one.start, one.end)
    return folded.original[start:end]


def _births_beside(text: str, found: Sequence[Found]) -> list[Found]:
    """A date close behind a name is that person's birthday sooner than anything else."""
    ends = [one.end for one in found if one.label is Label.PERSON]
    return [
        birth.found
        for birth in (find_births(text) if ends else ())
        if any(0 < birth.found.start - end <= _CLOSE for end in ends)
    ]


def _safe_wording(text: str, spans: tuple[Span, ...], terms: _Terms) -> str:
    """Mask until nothing is seen any more, so that the wording offered is one the guard lets through."""
    for _ in range(_ROUNDS):
        if not spans:
            return text
        text = rewrite(text, spans, _roles(terms.vocabulary))
        spans = _spans(fold(text), terms)
    # Never seen yet; better a bare line than one that is refused again.
    for span in reversed(spans):
        text = f"{text[: span.start]}[removed]{text[span.end :]}"
    return text if not _spans(fold(text), terms) else "[text removed]"


def _says_more(text: str, spans: Sequence[Span]) -> bool:
    """Whether words stand beside what was found, and not the found ones only."""
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(text)]
    return bool(spans) and any(re.search(r"\w", text[end:start]) for end, start in zip(ends, starts, strict=True))


def judge(
    text: str,
    vocabulary: Vocabulary,
    audience: Audience,
    waived: frozenset[Waiver] = frozenset(),
    *,
    strict: bool = False,
    nobody: Nobody = _somebody,
) -> Verdict:
    """Judge a text of at most 8,000 characters for those who may come to read it.

    `strict` asks sooner: where so few people are at hand that little points at one. `nobody` says of a folded word
    whether the trust said before that it is no person. What may be read beyond the school is always judged strictly.
    """
    from bot.privacy.concerns import find_concern  # noqa: PLC0415 as above

    public = audience is Audience.PUBLIC
    if public:
        waived -= {Waiver.NOT_A_PERSON}
    folded = fold(text)
    terms = _Terms(vocabulary, waived, strict or public, _somebody if public else nobody)
    spans = _spans(folded, terms)
    wording = _safe_wording(text, spans, terms)
    if Waiver.ABOUT_SYSTEMS not in waived:
        # The wording is read too: a name that is now "Pupil A" tells a child's story plainly. A name alone tells none.
        concern = find_concern(folded.text) or (find_concern(fold(wording).text) if _says_more(text, spans) else None)
        if concern is not None:
            return Interrupt(concern)
    if not spans:
        return Clean()
    if audience is Audience.PUBLIC or any(span.certainty is Certainty.SURE for span in spans):
        return Refuse(spans, wording)
    return Unsure(spans, wording)
