"""Find structured identifiers in folded text: the numbers that stand for one person in a register.

A wrong check letter is a slip of the pen, not a sign that nobody is meant: the shape alone is enough.
"""

import re
from collections.abc import Collection, Iterator

from stdnum.gb import nhs

from bot.privacy.contacts import find_contacts
from bot.privacy.dates import find_births
from bot.privacy.found import Found
from bot.privacy.handles import find_handles
from bot.privacy.numbers import Number, numbers
from bot.privacy.plates import find_plates
from bot.privacy.registers import LOCAL_AUTHORITIES
from bot.privacy.spoken import find_spoken
from bot.privacy.verdict import Certainty, Label

_UPN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z](?:[ ./\n-]{0,2}\d){11}[ ./\n-]{0,2}[\dA-Za-z](?![A-Za-z0-9])")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_NAMED = re.compile(r"\b(?:upns?|unique pupil (?:number|no|id))\b[^\n]{0,20}$", re.IGNORECASE)
_UPN_DIGITS_NAMED = re.compile(r"\b(?:upn|unique pupil (?:number|no|id))\b[ :=#.-]{0,4}(?:is |was )?$", re.IGNORECASE)
_NHS_NAMED = re.compile(
    r"\b(?:nhs|n\.h\.s\.?|n h s|paramedic|ambulance|hospital|gp|red book|health (?:service )?(?:number|no|id))(?![A-Za-z])[^\n\]]{0,24}$",
    re.IGNORECASE,
)
_ULN_NAMED = re.compile(
    r"\b(?:ulns?|u\.l\.n\.?|u l n|lrs|l\.r\.s\.?|unique learner (?:number|no|id)|learner(?: (?:number|no|id))?)(?!\w)[^\n\]]{0,20}$",
    re.IGNORECASE,
)
_NHS_AFTER = re.compile(r"^[ ,;:(-]{0,3}(?:\w+ ){0,6}?(?:nhs|n\.h\.s)\b", re.IGNORECASE)
_ULN_AFTER = re.compile(r"^[ ,;:(-]{0,3}(?:\w+ ){0,6}?(?:uln|learner number)\b", re.IGNORECASE)
_FOLLOWING = 40
_OTHERWISE = re.compile(
    r"\b(?:invoices?|orders?|po|serial|asset|isbn|barcode|quote|version|charity|company|meter|job|ticket|policy|product|model|account|budget|router)\b"
    r"[^\n]{0,20}$",
    re.IGNORECASE,
)
_NINO = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([ -]?)\d\d([ -]?)\d\d\2\d\d[ -]?[A-D](?![A-Za-z0-9])",
)
# In small letters or with points it is asked about.
_NINO_LOOSE = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)(?:[A-CEGHJ-PR-TW-Z] ?[A-CEGHJ-NPR-TW-Z]|QQ)[ ./-]{0,2}(?:\d ?\d[ ./-]{0,2}){3}[A-D](?![A-Za-z0-9])",
    re.IGNORECASE,
)
_NINO_CUT = re.compile(
    r"(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: \d\d){3}(?! ?\d)"
)  # without its last letter
_NINO_NAMED = re.compile(
    r"\b(?:nino|ni|n\.i\.|nat(?:ional)? ins(?:urance)?)\b[ .:=#-]{0,3}(?:number|num|no)?\b[ .:=#-]{0,3}(?:is |was )?"
    r"([A-Z]{2}[ -]?(?:\d\d[ -]?){3}[A-Z]?)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# Numbers that lead to one person's file. Each pattern's first group is what is masked.
_NAMED_REFERENCES = (
    re.compile(
        r"\b(?:TRNs?|teacher ref(?:erence)?)[ .:]{0,2}(?:number|num|no)?[ .:=#-]{0,3}(?:is |was )?(\d(?:[ /-]{0,2}\d){6})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(r"\bpassport\b[^\n\d]{0,40}?((?:[A-Z]{3} )?[A-Z]{0,2}\d{7,9})(?!\d)", re.IGNORECASE),
    re.compile(r"\bdbs\b[^\n\d]{0,24}(\d(?:[ -]?\d){8,11})(?! ?\d)", re.IGNORECASE),
    re.compile(r"(?<![\d.,])(00\d{10})(?!\d)"),
)
_LIKELY_REFERENCE = re.compile(
    r"\b(?:case|incident|crime|referral|cpoms|mosaic|liquidlogic|lcs|social care|pupil|child|student|staff|admission|concern|alert)"
    r" {0,2}(?:file )?(?:id|no|number|num|ref|reference|#)[ .:=#-]{0,3}(?:is |was )?"
    r"([A-Za-z]{0,5}[-/ ]?\d[\d/-]{2,14}[A-Za-z]{0,2})(?![\w])",
    re.IGNORECASE,
)
# What nobody writes but a register: letters and many digits in one piece, or pieces joined by strokes.
_CODE = re.compile(
    r"(?<![\w.£$/@-])#?(?=(?:[A-Z]{2,4} )?[A-Za-z0-9/#-]*\d[A-Za-z0-9/-]*\d[A-Za-z0-9/-]*\d[A-Za-z0-9/-]*\d)(?:"
    r"[A-Za-z]{1,5}\d{5,12}[A-Za-z]{0,3}|[A-Z]{1,4}\d{2,4}[A-Z]{1,2}\d{3,8}|\d{2}[A-Z]{1,2}\d{5,8}|[A-Za-z]{1,2}\d{4}[A-Za-z]{2}|[A-Z]{2,4} \d{6,9}|[A-Z0-9]{2,6}(?:[-/][A-Z0-9]{1,8}){1,3}|\d{6,9}[A-Za-z]{1,2})(?![\w-]|[./]\d)",
)
_SMALL_CODE = re.compile(r"(?<![\w./@-])(?=(?:[^\d\s]*\d){4})([a-z]{1,6}(?:[-/][a-z0-9]{1,8}){1,3})(?![\w/@-])")
_DATED = re.compile(r"[a-z]+[-/](?:19|20)\d\d(?:[-/]\d{1,2})?")
_PLAIN_CODE = re.compile(
    r"(?:\d{1,4}[-/]\d{1,4}(?:[-/]\d{1,4})?|(?:[A-Z]{1,2}\d{1,2}[-/]?){2,4}|(?:KS|Y|YR|INC|CB|PO|ISO|BS|EN|AY|FY|A|P|G|URN|LA|SN|VAT|ISBN|UKPRN|TEL|EXT)[-/ ]?\d[\d/.-]*|19\d\d[-/].*|20\d\d[-/]\d{1,4})"
)
_REFERENCED = re.compile(
    r"\b(?:ref(?:erence)?|case|crime|incident|concern|alert|log|referral|complaint|contact|episode|file|record|prison|service|licence|account|mash|lado|cafcass|ehm|lcs|"
    r"mosaic|liquidlogic|police|tra|brp|visa|arc|home office|nass|urn for)(?: (?:id|no|number|num|ref|case|log|code))?[ .:=#-]{1,3}(?:is |was )?"
    r"((?:[A-Z]{2,4} )?#?[A-Za-z]{0,4}[-/ ]?\d{5,12}[A-Za-z]?)(?![\w-])",
    re.IGNORECASE,
)
_REF = re.compile(
    r"\b(?:ref(?:erence)?s?|case|crime|incident|log|cad|referral|complaint|urn|ticket|notification|order|application|claim|occurrence|mash|lado|strategy meeting)"
    r"(?: (?:id|no|number|num|ref|reference|code|is|was))*[ .:=#-]{1,3}"
    r"((?=[A-Za-z0-9/.-]*\d[A-Za-z0-9/.-]*\d)[A-Za-z]{0,6}\d*[A-Za-z]{0,4}(?:[-/.]?\d{1,8}){0,2}[-/]\d{2,8}(?:[-/][A-Za-z0-9]{1,8})?)(?![\w/])",
    re.IGNORECASE,
)
# A date, a share or a school year.
_PLAIN_REF = re.compile(r"\d{1,2}[-/]\d{1,2}(?:[-/](?:20)?\d\d)?|(?:20)?\d\d[-/](?:20)?\d\d")
_LETTERED = re.compile(r"\b(?i:case|referral|incident|file|crime) ([A-Z]{2,4} \d{4,8})(?!\d)")
_LOG_OF = re.compile(
    r"\b((?:log|cad|incident|crime) (?:no\.? |number )?\d{2,6} of (?:the )?\d{1,2}(?:st|nd|rd|th)? ?(?:[a-z]{3,9}|/\d{1,2}))\b",
    re.IGNORECASE,
)
# A driving licence: five letters of the surname, the birthday, two initials and three more.
_LICENCE = re.compile(r"(?<![A-Za-z0-9])([A-Z9]{5} ?\d{6} ?[A-Z9]{2}\d?[A-Z0-9]{2})(?![A-Za-z0-9])")
_POINTED = re.compile(r"(?<![\w./-])([A-Z]{2,5}[./:-]\d{2,6}[./:-]\d{2,8})(?![\w/-])")
# Figure by figure, as somebody hears them; a longer row is no number.
_ONE_BY_ONE = re.compile(r"(?<![\w.,/-])(?<!\d )((?:[A-Za-z] ){0,3}\d(?: \d){5,13}(?: [A-Za-z])?)(?! ?[\w/])")
_NAMED_WITHIN = 40
_TEN = 10
_RUNS_ON = re.compile(r"(?!s\b)[^\W\d_]")  # a plural's s is no part of a number
_REGISTER_LENGTHS = frozenset({_TEN, 12, 13})
_GLUED = re.compile(r"(?:nhs|uln)(?:no|num|number)?[:.]?$", re.IGNORECASE)  # "nhs9434765919" in one piece
_LETTER = re.compile(r"[A-Za-z]")
# A full date this close to a pupil's number is as good as named.
_BESIDE = 12


def _before(text: str, place: int) -> str:
    """Return the words before a number; in a long row of digits there are none, and no name need be looked for."""
    before = text[max(0, place - _NAMED_WITHIN) : place]
    return before if _LETTER.search(before) else ""


def _check_letter(digits: str) -> str:
    total = sum(int(digit) * place for place, digit in enumerate(digits, start=2))
    return _UPN_LETTERS[total % len(_UPN_LETTERS)]


def _upns(text: str) -> Iterator[Found]:
    for match in _UPN.finditer(text):
        plain = re.sub(r"[ ./\n-]", "", match.group()).upper()
        digits = plain[1:-1] + (plain[-1] if plain[-1].isdigit() else str(_UPN_LETTERS.find(plain[-1])))
        run_together = match.end() - match.start() == len(plain)
        # Spaced out, a letter before some figures may be an article: then the code itself has to speak.
        speaks = plain[1:4] in LOCAL_AUTHORITIES or (
            len(digits) == len(plain) - 1 and plain[0] == _check_letter(digits)
        )
        if run_together or speaks or _UPN_NAMED.search(_before(text, match.start())):
            yield Found(match.start(), match.end(), Label.UPN)


def _is_uln(digits: str) -> bool:
    """Whether ten digits pass the check of a unique learner number: by chance one in eleven does."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(_TEN, 1, -1), strict=True)) % 11
    return digits[0] != "0" and rest != 0 and _TEN - rest == int(digits[9])


def _ten_digits(text: str, number: Number) -> Iterator[Found]:
    before = _before(text, number.start)
    if _ULN_NAMED.search(before):
        yield Found(number.start, number.end, Label.ULN)
    elif _NHS_NAMED.search(before) or (number.evenly_spaced and number.shape == (3, 3, 4)):
        yield Found(number.start, number.end, Label.NHS)
    elif number.shape != (_TEN,) and nhs.is_valid(number.digits) and number.shape == (3, 3, 4):
        yield Found(number.start, number.end, Label.NHS, Certainty.MAYBE)
    elif number.shape in {(5, 5), (4, 3, 3), (2, 2, 2, 2, 2)} and not number.digits.startswith("0"):
        yield Found(number.start, number.end, Label.ULN if _is_uln(number.digits) else Label.NHS, Certainty.MAYBE)
    elif _ULN_AFTER.search(text[number.end : number.end + _FOLLOWING]):
        yield Found(number.start, number.end, Label.ULN, Certainty.MAYBE)
    elif _NHS_AFTER.search(text[number.end : number.end + _FOLLOWING]):
        yield Found(number.start, number.end, Label.NHS, Certainty.MAYBE)
    elif number.shape == (_TEN,) and nhs.is_valid(number.digits):
        # One such number in eleven passes by chance, and a ULN has ten digits as well: ask.
        yield Found(number.start, number.end, Label.NHS, Certainty.MAYBE)
    elif number.evenly_spaced and number.digits[0] != "0" and not _OTHERWISE.search(before):
        # Nothing else in a school is numbered in ten figures but a learner, or what is bought.
        yield Found(number.start, number.end, Label.ULN, Certainty.MAYBE)


def _lengths(text: str, start: int) -> Collection[int]:
    """Return how long a register's number can be that starts here; unnamed, it opens with three digits together."""
    if _before(text, start):
        return _REGISTER_LENGTHS
    return _REGISTER_LENGTHS if text[start : start + 3].isdigit() else ()


def _registers(text: str) -> Iterator[Found]:
    for number in numbers(text, lambda start: _lengths(text, start)):
        glued = text[max(0, number.start - 1) : number.start].isalpha() or _RUNS_ON.match(text, number.end) is not None
        alone = not glued or _GLUED.search(text, 0, number.start) is not None
        count = len(number.digits)
        if alone and count == _TEN:
            yield from _ten_digits(text, number)
        elif count != _TEN and _UPN_DIGITS_NAMED.search(_before(text, number.start)):
            yield Found(number.start, number.end, Label.UPN)


def _references(text: str) -> Iterator[Found]:
    for match in _NINO.finditer(text.upper() if text.isascii() else text):
        shouted = text[match.start() : match.start() + 2].isupper()
        if shouted or not match.group(1):
            yield Found(match.start(), match.end(), Label.NINO)
    for pattern in (_NINO_LOOSE, _NINO_CUT):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), Label.NINO, Certainty.MAYBE)
    for match in _NINO_NAMED.finditer(text):
        yield Found(match.start(1), match.end(1), Label.NINO)
    for pattern in _NAMED_REFERENCES:
        for match in pattern.finditer(text):
            yield Found(match.start(1), match.end(1), Label.CASE_ID)
    for match in _REFERENCED.finditer(text):
        yield Found(match.start(1), match.end(1), Label.CASE_ID, Certainty.MAYBE)
    for match in _SMALL_CODE.finditer(text):
        if not _DATED.fullmatch(match.group()):
            yield Found(match.start(), match.end(), Label.CASE_ID, Certainty.MAYBE)
    for match in _CODE.finditer(text):
        if _PLAIN_CODE.fullmatch(match.group()) is None:
            yield Found(match.start(), match.end(), Label.CASE_ID, Certainty.MAYBE)
    for pattern in (_REF, _LOG_OF, _ONE_BY_ONE, _POINTED, _LICENCE, _LETTERED):
        for match in pattern.finditer(text):
            if _PLAIN_REF.fullmatch(match.group(1)) is None:
                yield Found(match.start(1), match.end(1), Label.CASE_ID, Certainty.MAYBE)
    for match in _LIKELY_REFERENCE.finditer(text):
        yield Found(match.start(1), match.end(1), Label.CASE_ID, Certainty.MAYBE)


def find_codes(text: str) -> Iterator[Found]:
    """Yield each structured identifier seen in a folded text."""
    registers = [*_upns(text), *_registers(text)]
    yield from registers
    yield from _references(text)
    yield from find_spoken(text)
    yield from find_contacts(text)
    yield from find_plates(text)
    yield from find_handles(text)
    for birth in find_births(text):
        if birth.named:
            yield birth.found
        elif any(birth.found.start - one.end in range(_BESIDE) for one in registers) or any(
            one.start - birth.found.end in range(_BESIDE) for one in registers
        ):
            yield Found(birth.found.start, birth.found.end, Label.DOB, Certainty.MAYBE)
