"""Find in folded text what leads to somebody's door, phone or mailbox."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

# Its import costs about 40 ms and 3 MB (region tables load one by one), so it needs no laziness.
import phonenumbers

from bot.privacy.found import Found
from bot.privacy.numbers import Number, numbers
from bot.privacy.registers import POSTCODE_AREAS
from bot.privacy.verdict import Certainty, Label

_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w+%'-]{1,64}(?:(?: ?\. ?|\(dot\)|\[dot\])[\w+%'-]{1,64}){0,4}(?: @ |@| ?(?:\(at\)|\[at\]) ?)(?:[A-Za-z0-9-]{1,63}(?:\.| ?(?:\(dot\)|\[dot\]) ?)){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9])",
)
# As it is spelt out to somebody: "tom dot reed at example dot org".
_EMAIL_SPELT = re.compile(
    r"\b[a-z0-9]{2,30}(?: (?:dot|underscore|dash|hyphen) [a-z0-9]{1,30}){0,4} at [a-z0-9-]{2,30}(?: dot [a-z]{2,12}){1,3}\b",
    re.IGNORECASE,
)
_PHONE_NAMED = re.compile(
    r"\b(?:tel|telephone|phone|mob|mobile|cell|landline|whatsapp|call|called|ring|rang|rung|text|txt|contact)\b"
    r"[^\n\d\]]{0,24}$",
    re.IGNORECASE,
)
_SHORT_PHONE_NAMED = re.compile(
    r"\b(?:tel|telephone|mob|mobile|landline|phone)\b(?: ?(?:no|number))?[ .:=]{1,3}$", re.IGNORECASE
)
# Freephone and UK-wide numbers belong to helplines and offices, never to a person.
_OFFICES = (
    "0800",
    "0808",
    "0300",
    "0303",
    "0330",
    "0333",
    "0344",
    "0345",
    "0370",
    "0371",
    "0843",
    "0844",
    "0845",
    "0870",
)
_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z]{1,2})\d[A-Za-z\d]?[ -]{0,2}(\d ?[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})(?![A-Za-z0-9])",
)
_ORDINALS = frozenset({"1st", "2nd", "3rd"})
_STREET = (
    r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Close|Drive|Grove|Cres[cs]?ent|Cresent|Cres|Terrace|Gardens|Gdns|Mews|Way|Court|Place|"
    r"Walk|Hill|Row|Rise|View|Square|Kingsway|Broadway|Bank|Wharf|Quay|Cottages?|Fold|Croft|Parade|Villas|Meadows?|Orchard|Vale|Garth|"
    r"Brow|Nook|Dene|Spinney|Yard|Wynd|Green|Mount|Buildings|Heights|Chase|Ridge|Gate|Passage|Path|Crossway|Alley|Approach|Maltings|Drove|Esplanade|Promenade|Causeway|Circus|Crest|Leas?|Paddocks?|Glebe|Hollow)\b"
)
_WORD = r"[A-Z][A-Za-z']{1,20}"
_TOWN = r"(?:, (?!(?:Year|The|Mum|Dad|Y\d)\b)[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?(?! ?[\d']))?"
_DWELLING = r"(?:(?:[Bb]lock [A-Z\d]+,? )?(?:[Ff]lat|[Aa]partment|[Aa]pt|[Uu]nit|[Pp]itch|[Pp]lot|[Cc]aravan|[Rr]oom) [A-Z]?\d{1,4}(?:/\d)?[A-Za-z]?,? )"
_ADDRESS = re.compile(
    rf"(?<![\d.])\b{_DWELLING}?\d{{1,4}}(?!m\b)[A-Za-z]?,? (?:(?:{_WORD}|[Oo]f|[Tt]he) ){{0,3}}{_STREET}{_TOWN}"
)
_FLAT = re.compile(
    rf"\b{_DWELLING}(?! on | in | at )(?:{_WORD}(?: {_WORD}){{0,2}}){_TOWN}(?:, (?:{_WORD} ){{1,2}}{_STREET})?{_TOWN}"
)
_HOUSE = re.compile(
    rf"\b(?:The )?(?:{_WORD} ){{1,2}}?(?:Cottage|Farm|House|Lodge|Bakery|Vicarage|Rectory|Barn|Mill|Villa|Bungalow|Manor|Forge|Stables), "
    rf"(?:\d{{1,4}}[a-z]? )?(?:{_WORD} ){{1,2}}{_STREET}{_TOWN}"
)
_SMALL_STREETS = r"(?:road|rd|street|avenue|ave|grove|cres[cs]?ent|cresent|cres|drive|terrace|lane|close|gardens|mews|court|walk|place|maltings)"
_SMALL_ADDRESS = re.compile(
    r"(?<![\d.])\b(?:flat \d{1,4}[a-z]?,? )?(?:\d{1,3}[a-z]?|number (?:\d{1,3}|[a-z]{3,12}(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)|(?:at|from|to|of) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[ -]\w+)?)|(?:one|two|three|a) hundred(?: and \w+(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)?),? "
    rf"(?!lane|main|side|back|front|way|busy|other|of|on|in|more|new|per)(?:(?!took|take|the |were |was |are |and |each |every |staff |pupils |children |sessions? |visits? )[a-z']{{3,15}} ){{1,2}}{_SMALL_STREETS}\b",
    re.IGNORECASE,
)
_OTHER_STREET = r"(?:Bryn|Heol|Ffordd|Stryd|Maes|Clos|Rhodfa|Pen|Ty|Tai|Cae|Lon|Parc|Gerddi|Rue|Via)"
_WELSH = re.compile(rf"\b\d{{1,4}}[A-Za-z]?,? {_OTHER_STREET}(?: (?:{_WORD}|[yr]|yr)){{0,3}}{_TOWN}")
_SITE = re.compile(
    r"\b(?:pitch|plot|caravan|bay|berth|mooring|room|bed) \d{1,3}[a-z]?,? (?:[\w']+ ){1,2}(?:site|park|hostel|marina|camp|refuge|b&b|hotel|inn)\b",
    re.IGNORECASE,
)
_LIVES = re.compile(
    rf"\b(?:lives?|living|lived|address|moved|placed|home|stays?|staying|corner of)\b[^\n.;]{{0,20}}?((?:{_WORD},? ){{1,5}}{_STREET})",
)
_LIVES_SMALL = re.compile(
    rf"\b(?:lives?|living|lived|address is|moved to|placed at|staying) (?:at |on |in |near |off |down |up )((?!the |a |our )(?:[a-z']{{3,15}} ){{1,2}}{_SMALL_STREETS})\b"
)
# With its parts apart, or its first half alone where it is called one.
_LOOSE_POSTCODES = (
    re.compile(r"(?<![\w£.])([A-Za-z]{1,2}) \d{1,2} \d ?[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}(?![A-Za-z0-9])"),
    re.compile(r"\bpost ?code\b[^\n\d]{0,12}?\b([A-Z]{1,2})\d{1,2}[A-Z]?\b", re.IGNORECASE),
)
_SPELT_POSTCODE = re.compile(r"\bpost ?code[^\n]{0,12}? ((?:[a-z] ){1,2}(?:\d ){1,3}[a-z] [a-z])\b", re.IGNORECASE)
_BEFORE = 60
_LOCAL = range(6, 9)
_NATIONAL = 10
_WITH_TRUNK = 11
_ABROAD = range(9, 16)
_ANY_LENGTH = range(6, 16)
_DOMESTIC = range(10, 13)
_WITH_EXIT_CODE = range(11, 16)
_NO_DIGIT = re.compile(r"\D+")
_LETTER = re.compile(r"[A-Za-z]")
# Three digits and the gaps between them fit in here.
_LEAD = 9
_PLUS = ("+", "+ ", "+(", "+ (")
# A phone's first group is its area code; a date's is a day.
_AREA_CODE = 3


@lru_cache(maxsize=1024)
def _is_abroad(digits: str) -> bool:
    if len(digits) not in _ABROAD:
        return False
    try:
        parsed = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return False
    # Numbers kept for drama and examples are possible but not valid; nobody types a country's code for anything else.
    return phonenumbers.is_possible_number(parsed)


def _is_domestic(number: Number, *, named: bool) -> bool:
    digits, shape = number.digits, number.shape
    if digits.startswith("7") and len(digits) == _NATIONAL:
        return named
    if not digits.startswith("0") or digits[1] == "0" or digits.startswith(_OFFICES):
        return False
    spaced_like_one = shape[0] >= _AREA_CODE or (
        number.evenly_spaced and digits.startswith("07") and max(shape) < _AREA_CODE + 1
    )
    if not spaced_like_one:
        return False
    if len(digits) >= _WITH_TRUNK:
        return named or len(digits) == _WITH_TRUNK
    return len(digits) == _NATIONAL and (named or phonenumbers.is_valid_number(phonenumbers.parse(digits, "GB")))


def _before(text: str, start: int) -> str:
    return text[max(0, start - _BEFORE) : start]


def _lengths(text: str, start: int) -> Collection[int]:
    """Return how long a telephone's number can be that starts here, by what stands around: often none at all."""
    before = _before(text, start)
    if before[-1:].isalnum() or before[-1:] in {".", "£", "$"}:
        return ()
    if before.endswith(_PLUS):
        return _ABROAD
    lead = _NO_DIGIT.sub("", text[start : start + _LEAD])
    if lead.startswith("0"):
        return () if lead.startswith("000") else _DOMESTIC if lead[1:2] != "0" else _WITH_EXIT_CODE
    # In a long row of digits no word names a telephone.
    spoken = _LETTER.search(before) is not None
    named = _ANY_LENGTH if lead.startswith("7") and spoken else ()
    short = _LOCAL if spoken and _SHORT_PHONE_NAMED.search(before) else ()
    return _ANY_LENGTH if lead.startswith("447") else named or short


def _phone(text: str, number: Number, *, named: bool) -> Certainty | None:
    """Say how surely a number is a telephone's, by its shape and the words before it."""
    before = _before(text, number.start)
    digits = number.digits
    if text[number.end : number.end + 1].isalpha():
        return None
    if before.endswith(_PLUS):
        return Certainty.SURE if _is_abroad(digits) else None
    if len(digits) in _LOCAL:
        short = number.evenly_spaced and not digits.startswith("0") and _SHORT_PHONE_NAMED.search(before)
        return Certainty.MAYBE if short else None
    if not digits.startswith(("0", "7", "447")):
        return None
    abroad = digits.removeprefix("00") if digits.startswith("00") and (named or number.evenly_spaced) else digits
    if (abroad != digits or digits.startswith("447")) and _is_abroad(abroad):
        return Certainty.SURE
    return Certainty.SURE if _is_domestic(number, named=named) else None


def _phones(text: str) -> Iterator[Found]:
    read_to = 0
    named_at, named = -1, False
    for number in numbers(text, lambda start: _lengths(text, start)):
        if number.start < read_to:
            continue
        if number.start != named_at:
            named_at, named = number.start, _PHONE_NAMED.search(_before(text, number.start)) is not None
        certainty = _phone(text, number, named=named)
        if certainty is not None:
            start = number.start
            while start and (text[start - 1] == "+" or (text[start - 1] == "(" and ")" in text[start : number.end])):
                start -= 1
            yield Found(start, number.end, Label.PHONE, certainty)
            read_to = number.end


def _doors(text: str) -> Iterator[Found]:
    for match in _POSTCODE.finditer(text):
        if match.group(1).upper() in POSTCODE_AREAS and match.group(2).lower() not in _ORDINALS:
            yield Found(match.start(), match.end(), Label.POSTCODE)
    for pattern in _LOOSE_POSTCODES:
        for match in pattern.finditer(text):
            if match[1].upper() in POSTCODE_AREAS:
                yield Found(match.start(1), match.end(), Label.POSTCODE, Certainty.MAYBE)
    for match in _SPELT_POSTCODE.finditer(text):
        yield Found(match.start(1), match.end(1), Label.POSTCODE)
    for pattern in (_ADDRESS, _FLAT, _HOUSE, _WELSH):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), Label.ADDRESS)
    for pattern in (_SMALL_ADDRESS, _SITE):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), Label.ADDRESS, Certainty.MAYBE)
    for pattern in (_LIVES, _LIVES_SMALL):
        for match in pattern.finditer(text):
            yield Found(match.start(1), match.end(1), Label.ADDRESS, Certainty.MAYBE)


def find_contacts(text: str) -> Iterator[Found]:
    """Yield each e-mail address, phone number, postcode and address in a folded text."""
    for pattern in (_EMAIL, _EMAIL_SPELT) if "@" in text or "at" in text else ():
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), Label.EMAIL)
    yield from _phones(text)
    yield from _doors(text)
