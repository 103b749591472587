"""Offer a safe wording: each thing seen gives way to a mask, the same name to the same mask within one text.

Masks mean nothing outside their text, and no detector may take one for a person.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.privacy.folding import fold
from bot.privacy.verdict import Label, Span

_REMOVED = {
    Label.UPN: "[UPN removed]",
    Label.ULN: "[ULN removed]",
    Label.NHS: "[NHS number removed]",
    Label.NINO: "[National Insurance number removed]",
    Label.DOB: "[date of birth removed]",
    Label.PHONE: "[phone number removed]",
    Label.EMAIL: "[e-mail address removed]",
    Label.POSTCODE: "[postcode removed]",
    Label.ADDRESS: "[address removed]",
    Label.PLATE: "[number plate removed]",
    Label.HANDLE: "[account name removed]",
    Label.CASE_ID: "[reference removed]",
    Label.SMALL_NUMBER: "[detail removed]",
}
TITLES = r"(?:mr|mrs|ms|miss|mx|dr|prof(?:essor)?|sir|dame|lady|lord|rev(?:d|erend)?|fr|father|sister|canon)"
_TITLE = re.compile(rf"{TITLES}\b\.?(?: (?:and|&) {TITLES}\b\.?)? *", re.IGNORECASE)
# Who the words just before a name say it is; a pupil is the safe guess when they say nothing.
_STAFF_BEFORE = re.compile(
    r"\b(?:head(?:teacher)?|deputy|teacher|tutor|ta|hlta|cover supervisor|coach|caretaker|cook|receptionist|nurse|"
    r"d?dsl|senco|sendco|governor|chair|trustee|ceo|principal|officer|manager|staff|worker|lado|mentor|counsellor|"
    r"supervisor|volunteer)[,:(]? ?\(?$",
    re.IGNORECASE,
)
_BESIDE_ROLE = re.compile(
    r"\b(?:head(?:teacher)?|deputy|teacher|tutor|ta|hlta|supervisor|coach|caretaker|cook|receptionist|nurse|d?dsl|sen(?:d)?co|governor|chair|"
    r"trustee|ceo|principal|officer|manager|worker|lado|mentor|counsellor|volunteer|mum|mother|dad|father|parent|carer)(?P<apart>, | \()$",
    re.IGNORECASE,
)
_SET_OFF = re.compile(r",(?= )|\)")
_FAMILY_BEFORE = re.compile(
    r"\b(?:mum|mother|dad|father|parent|carer|gran|nan|grandad|uncle|aunt|auntie|stepdad|stepmum)[,:(]? ?\(?$",
    re.IGNORECASE,
)
_MASK = re.compile(r"\b(?:pupil|child|staff|staff member) (?:[A-Z]\d{0,4}|\d{1,4})\b", re.IGNORECASE)
# How many characters before a name are read for who it is.
_BEFORE = 24


def _letters() -> Iterator[str]:
    """Yield A to Z, then A2 to Z2 and so on: two letters together would read as initials."""
    turn = 1
    while True:
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            yield letter if turn == 1 else f"{letter}{turn}"
        turn += 1


class _Masks:
    """Hands out the masks of one text, passing over those the writer used already."""

    def __init__(self, text: str, roles: Mapping[str, str]) -> None:
        self._roles = roles
        self._used = {mask.group().lower() for mask in _MASK.finditer(text)}
        self._pupils = (f"Pupil {letter}" for letter in _letters())
        self._staff = (f"Staff member {number}" for number in range(1, len(text) + len(self._used) + 2))
        self._given: dict[str, str] = {}

    def _next(self, masks: Iterator[str]) -> str:
        return next(mask for mask in masks if mask.lower() not in self._used)

    def mask(self, name: str, before: str) -> str:
        plain = fold(name).text
        bare = re.sub(r"[^a-z]+", " ", _TITLE.sub("", plain, count=1).lower()).strip() or plain.lower()
        if bare in self._given:
            return self._given[bare]
        if bare in self._roles:
            return self._given.setdefault(bare, self._roles[bare])
        if _TITLE.match(plain) or _STAFF_BEFORE.search(before):
            given = self._next(self._staff)
        elif _FAMILY_BEFORE.search(before):
            given = "a person"
        else:
            given = self._next(self._pupils)
        self._given[bare] = given
        return given


def _as_placed(mask: str, text: str, span: Span) -> str:
    """A role's small "the" at the head of a sentence has a capital."""
    if mask.startswith("the ") and not text[: span.start].rstrip(" \"'(-*").rstrip().removesuffix("\n")[-1:].strip(
        ".!?:"
    ):
        return f"T{mask[1:]}"
    return mask


def _apart(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans in order, each inside the text and clear of the one before."""
    apart: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start < span.end <= len(text) and (not apart or span.start >= apart[-1].end):
            apart.append(span)
    return apart


def rewrite(text: str, spans: Sequence[Span], roles: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the text with a mask for each span; same name, same mask, and the role of whoever is known by name."""
    masks = _Masks(text, roles)
    pieces: list[str] = []
    kept_to = 0
    for span in _apart(text, spans):
        before = text[kept_to : span.start]
        # A mask needs room: "xTomx" must not become one word with it.
        gap = " " if before[-1:].isalnum() else ""
        after = " " if text[span.end : span.end + 1].isalnum() else ""
        if span.label in {Label.PERSON, Label.INITIALS}:
            mask = masks.mask(text[span.start : span.end], text[max(0, span.start - _BEFORE) : span.start])
            mask = _as_placed(mask, text, span)
        else:
            mask = _REMOVED[span.label]
        beside = (
            _BESIDE_ROLE.search(before)
            if span.label is Label.PERSON and mask.startswith(("Staff", "a person"))
            else None
        )
        ends = _SET_OFF.match(text, span.end) if beside else None
        if beside and ends and (beside["apart"] == " (") == (ends.group() == ")"):
            # "the caretaker, Mr Reed, has keys" says who it is without the name.
            pieces.append(before[: beside.start("apart")])
            kept_to = ends.end()
            continue
        if mask.startswith("Pupil ") and before.lower().endswith("pupil "):
            # "pupil Zebedee" becomes "pupil A", not "pupil Pupil A".
            mask = mask.removeprefix("Pupil ")
        pieces += [before, gap, mask, after]
        kept_to = span.end
    return "".join([*pieces, text[kept_to:]])


def quoted(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """Return the words in question as typed, each once: for the writer's own screen and nowhere else."""
    return tuple(dict.fromkeys(text[span.start : span.end] for span in _apart(text, spans)))
