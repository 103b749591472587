"""Find number plates in folded text: of every age, in any letters, and with a vehicle beside them the odd ones."""

import re
from collections.abc import Iterator

from bot.privacy.abbreviations import ABBREVIATIONS
from bot.privacy.found import Found
from bot.privacy.lexicon import known
from bot.privacy.verdict import Certainty, Label

_PLATE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2} ?\d{2}[ .-]{0,2}[A-Z]{3}(?![A-Za-z0-9])")
# In small letters, with the half-year that a plate may name, or as older ones are; the ending may be no word.
_SMALL_PLATE = re.compile(
    r"(?<![A-Za-z0-9])(?P<first>[A-Za-z]{2}) ?(?:0[1-9]|[1-2]\d|5[1-9]|[67]\d)[ .-]?(?P<last>[A-Za-z]{3})(?![A-Za-z0-9])"
)
_PREFIX = frozenset(["yr", "ks", "rm", "pp", "ta", "pg", "ch", "ni", "no", "nr", "ex"]) | frozenset(
    ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
)
# An older one in capitals, and one of Northern Ireland, which always has an I or a Z.
_OLD_PLATE = re.compile(
    r"(?<![A-Za-z0-9])(?:(?!Y)[A-Z]\d{1,3} (?P<last>[A-Z]{3})|(?=[A-Z]{0,2}[IZ])(?!INC|VIS|RIS|API|ISO)[A-Z]{3} \d{4})(?![A-Za-z0-9])"
)
_ODD_PLATE = re.compile(
    r"(?<![A-Za-z0-9])(?:[a-z]{2}[ -]?\d{2}[ -]?[a-z]{3}|[a-z] ?\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3} ?[a-z]|(?!REF|INC)[A-Z]{3} ?\d{1,4})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_VEHICLE = re.compile(
    r"\b(?:reg|registration|plates?|vehicle|car|van|drives?|driving|motorbike|moped|lorry|taxi|cab|minibus|pick ?up|land rover|"
    r"golf|corsa|fiesta|bmw|audi|transit|astra|polo|focus|merc(?:edes)?|range rover|ford|vauxhall|toyota|nissan|skoda|kia|honda|peugeot|"
    r"renault|volvo|tesla|parked|parks|parking|zig ?-?zags?|dash ?cam|drop(?:s|ped)? ?off|people carrier)\b[^\n]{0,50}$",
    re.IGNORECASE,
)
_VEHICLE_AFTER = re.compile(
    r"[,.)]?(?: [\w']+){0,6} (?:plates?|vehicle|car|van|motorbike|moped|lorry|taxi|cab|minibus|parked|parks|drives|golf|corsa|fiesta|bmw|audi|astra|merc|mini|estate|hatchback|people carrier|zig ?-?zags|drop off|dropped off)\b",
    re.IGNORECASE,
)
# A year group, a room or a key stage beside a word for a car is none.
_NO_PLATE = re.compile(
    r".*\b(?:has|had|was|the|and|for|log|all|are|not|but|who|can|min|its|due|out|off|did|one|two|now|new|old)\b|(?:y|yr|ks|rm|no|ext|at|to|in|of|on|for|by|and|the|age|was|had)\b ?\d|(?:[a-z] ?\d{1,2} ?(?:and|the|was|had|for|are|min|hrs|but|who|all|not|has|can))",
    re.IGNORECASE,
)
_BEFORE = 60


def find_plates(text: str) -> Iterator[Found]:
    """Yield each number plate in a folded text."""
    for match in _PLATE.finditer(text):
        named = _VEHICLE.search(text[max(0, match.start() - _BEFORE) : match.start()])
        if named or not {match.group()[:2].lower(), match.group()[-3:].lower()} & ABBREVIATIONS:
            yield Found(match.start(), match.end(), Label.PLATE, Certainty.SURE if named else Certainty.MAYBE)
    for pattern in (_SMALL_PLATE, _OLD_PLATE):
        for match in pattern.finditer(text):
            ends = {word.lower() for word in match.groups() if word}
            # None of its parts may be a word: "in 12 pts", "A4 PDF".
            if not any(known(word).english or word in ABBREVIATIONS or word in _PREFIX for word in ends):
                yield Found(match.start(), match.end(), Label.PLATE, Certainty.MAYBE)
    for match in _ODD_PLATE.finditer(text):
        if _NO_PLATE.match(match.group()) is None and (
            _VEHICLE.search(text[max(0, match.start() - _BEFORE) : match.start()])
            or _VEHICLE_AFTER.match(text, match.end())
        ):
            yield Found(match.start(), match.end(), Label.PLATE, Certainty.MAYBE)
