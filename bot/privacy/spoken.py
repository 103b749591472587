"""Find numbers as somebody dictates them, or takes them down by ear: "oh seven seven double oh", "lima bravo seven one"."""

import re
from collections.abc import Iterator

from bot.privacy.found import Found
from bot.privacy.registers import POSTCODE_AREAS
from bot.privacy.verdict import Certainty, Label

_DIGIT = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|treble|hundred|hundred and)"
_LETTER = (
    r"(?:alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|"
    r"tango|uniform|victor|whisk[e]?y|x-?ray|yankee|zulu)"
)
_GAP = r"(?:,? |, ?|-|\.\.\. ?)"
_NUMBER = re.compile(rf"\b(?:[a-z] |{_LETTER} )?{_DIGIT}(?:{_GAP}{_DIGIT}){{6,14}}(?: {_LETTER})?\b", re.IGNORECASE)
_PLATE = re.compile(rf"\b{_LETTER}(?: {_LETTER})?(?: {_DIGIT}| \d){{1,3}}(?: {_LETTER}){{2,3}}\b", re.IGNORECASE)
_COUNT = rf"(?:{_DIGIT}|ten|eleven|twelve|\w{{3,5}}teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|\d{{1,2}})"
_ONE = rf"(?:[a-z]|{_LETTER})"
# Two letters, six figures or three pairs, and a letter.
_INSURANCE = re.compile(rf"\b{_ONE} ?{_ONE}(?: {_COUNT}){{3,6}} {_ONE}\b", re.IGNORECASE)
_POSTCODE = re.compile(
    rf"\b(?P<area>[a-z](?: ?[a-z])?|{_LETTER}(?: {_LETTER})?)(?: {_COUNT}){{2,3}} {_ONE} ?{_ONE}\b", re.IGNORECASE
)
_OF_A_REGISTER = (
    (Label.UPN, re.compile(r"\b(?:upn|u p n|pupil number)\b", re.IGNORECASE)),
    (Label.NHS, re.compile(r"\b(?:nhs|n h s)\b", re.IGNORECASE)),
    (Label.ULN, re.compile(r"\b(?:uln|u l n|learner)\b", re.IGNORECASE)),
)
_SLASHED = re.compile(
    r"\b((?:[a-z0-9] |\w{2,3} )*(?:slash|stroke|dash)(?: (?:[a-z0-9]\b|\d+|slash|stroke|dash))+)", re.IGNORECASE
)
_TWO_COUNTS = re.compile(rf"\b{_COUNT}(?:{_GAP}){_COUNT}\b", re.IGNORECASE)
_STROKE = re.compile(r"slash|stroke|dash", re.IGNORECASE)
_NEAR = 40


def _counted(text: str) -> Iterator[Found]:
    for match in _NUMBER.finditer(text):
        near = text[max(0, match.start() - _NEAR) : match.start()] + text[match.end() : match.end() + _NEAR]
        label = next((label for label, named in _OF_A_REGISTER if named.search(near)), Label.PHONE)
        yield Found(match.start(), match.end(), label, Certainty.MAYBE)
    for match in _INSURANCE.finditer(text):
        yield Found(match.start(), match.end(), Label.NINO, Certainty.MAYBE)
    for match in _POSTCODE.finditer(text):
        area = match["area"].replace(" ", "").upper()
        if (len(area) > len("AB") or area in POSTCODE_AREAS) and not match.group()[-2:].strip().isdigit():
            yield Found(match.start(), match.end(), Label.POSTCODE, Certainty.MAYBE)


def find_spoken(text: str) -> Iterator[Found]:
    """Yield each number and plate that is written in words."""
    if _TWO_COUNTS.search(text):
        yield from _counted(text)
    for match in _PLATE.finditer(text):
        yield Found(match.start(), match.end(), Label.PLATE, Certainty.MAYBE)
    for match in _SLASHED.finditer(text) if _STROKE.search(text) else ():
        yield Found(match.start(1), match.end(1), Label.CASE_ID, Certainty.MAYBE)
