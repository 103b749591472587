"""Find dates in folded text and tell which are a date of birth: a visit's date is nobody's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.privacy.found import Found
from bot.privacy.verdict import Certainty, Label

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?: ?(?:st|nd|rd|th))?"
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_SPELT_YEAR = r"(?:two thousand(?: and)? \w+|(?:twenty|nineteen)[ -](?:\w+teen|ten|eleven|twelve|oh \w+|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[ -]\w+)?))"
_DATE = re.compile(
    rf"(?<![\d./-])(?=\d|[a-z]{{3,9}}\.? [0-3])(?:"
    rf"(?P<spelt>{_DAY}(?: of)?(?: the)? (?:{_MONTH}|{_DAY}),? {_SPELT_YEAR})|(?P<full>\d{{1,2}} ?(?P<mark>[./-]) ?\d{{1,2}} ?(?P=mark) ?{_YEAR}|(?:19|20)\d\d(?P<stroke>[./-])\d\d?(?P=stroke)\d\d?|\d{{1,2}} \d{{1,2}} (?:19|20)\d\d|20(?:0[6-9]|1\d|2[01]) \d\d \d\d|"
    rf"{_DAY}(?: of)?[ -]?{_MONTH},?[ -]?{_YEAR}|{_MONTH}(?: the)? {_DAY},? {_YEAR})"
    rf"|(?P<part>{_DAY}(?: of)? ?{_MONTH}|{_MONTH} {_DAY}|\d{{1,2}}/\d{{1,2}}|\d{{1,2}} \d{{1,2}} \d\d)"
    rf"|(?P<run>\d{{8}}|\d{{6}}))(?![\d/])",
    re.IGNORECASE,
)
_BORN = r"(?:(?:s?he'll|will) be (?:\d{1,2}|[a-z]{3,9}) on|turn(?:s|ed|ing)? (?:\d{1,2}|[a-z]{3,9}) on|d\.? ?o\.? ?b\b\.?|date of birth|birth ?date|birthday|born|b'day|bday|(?<![\w.])b\.)"
# Words that may stand between the two without making it another matter.
_LINK = r"(?:[ \n:=,;(>.-]|\b(?:is|was|on|the|of|in|for example|given|recorded|listed|shown|as|entered|says|falls|eg|e\.?g|like|just|his|her|their|this|next|coming)\b){0,12}"
_BORN_JUST_BEFORE = re.compile(rf"(?<!\w){_BORN}{_LINK}$", re.IGNORECASE)
_BORN_BEFORE = re.compile(rf"(?<!\w){_BORN}[^\n\]]{{0,30}}$", re.IGNORECASE)
_BORN_AFTER = re.compile(
    r"^[ ,(=-]{0,3}(?:d\.? ?o\.? ?b\b|date of birth|is (?:his|her|their) (?:birthday|dob)|birthday)", re.IGNORECASE
)
# Such a date says when something was done about dates of birth.
_DONE = re.compile(
    r"\b(?:check\w*|review\w*|updat\w*|audit\w*|polic\w*|sampl\w*|visit\w*|train\w*|complet\w*)\b", re.IGNORECASE
)
_MONTH_AND_YEAR = re.compile(rf"\b{_MONTH},? (?:19|20)\d\d\b", re.IGNORECASE)
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty[ -]first)"
_SPELT = re.compile(
    rf"\b{_ORDINAL} (?:of )?(?:the )?(?:{_MONTH}|{_ORDINAL}) (?:(?:20|')?[0-3]\d|{_SPELT_YEAR}|20\d\d)",
    re.IGNORECASE,
)
_UP_TO_31 = r"(?:oh \w{3,5}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty(?:[ -]\w+)?|thirty(?:[ -]one)?)"
_THREE = re.compile(rf"\b{_UP_TO_31} {_UP_TO_31} {_UP_TO_31}\b|\b{_ORDINAL} (?:of )?{_MONTH}(?!\w)", re.IGNORECASE)
_BORN_NEAR = re.compile(rf"(?<!\w){_BORN}|\bs?he'?s \d{{1,2}}\b", re.IGNORECASE)
_FEAST = re.compile(
    r"\b(?:christmas(?: eve| day)?|boxing day|new year'?s(?: eve| day)?|hallowe'?en|bonfire night|valentine'?s(?: day)?|leap day|easter \w+)(?:,? (?:19|20)?\d\d)?",
    re.IGNORECASE,
)
# A full date so long ago is a pupil's birthday sooner than anything a reviewer dates.
_SCHOOL_CHILD = re.compile(r"20(?:0[6-9]|1\d|2[01])\b|[-./ ](?:0[6-9]|1\d)$|20(?:0[6-9]|1\d)[-./]|(?:19[5-9]\d)")
_RUN_OF_A_CHILD = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])20(?:0[6-9]|1\d|2[01])")
_SMALL_CHILD = re.compile(r"[-./ ](?:20)?2[0-3]$")
_SMALL = re.compile(r"\b(?:nursery|reception|eyfs|pre-?school|toddlers?|bab(?:y|ies)|infants?|pegs?)\b", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:dbs|polic\w*|dated|certificate|issued|ofsted|opened|built|since|expired?|trained|training|level|check\w*|review\w*|signed|joined|started|appointed|"
    r"employed|version|report|inquiry|act|law|guidance|published|until|by|from)\b[^\n]{0,24}$",
    re.IGNORECASE,
)
_BEFORE = 60
_AFTER = 24


@dataclass(frozen=True)
class Birth:
    """A full date, and whether the words around it name it a date of birth."""

    found: Found
    named: bool


def find_births(text: str) -> Iterator[Birth]:
    """Yield each date that is, or beside a pupil's number could be, a date of birth."""
    for match in _DATE.finditer(text):
        start, end = match.span()
        before = text[max(0, start - _BEFORE) : start]
        if _BORN_JUST_BEFORE.search(before) or _BORN_AFTER.search(text[end : end + _AFTER]):
            yield Birth(Found(start, end, Label.DOB), named=True)
        elif match["spelt"] is not None or (match["run"] and _RUN_OF_A_CHILD.fullmatch(match["run"])):
            yield Birth(Found(start, end, Label.DOB, Certainty.MAYBE), named=True)
        elif match["full"] is not None:
            near = _BORN_BEFORE.search(before)
            young = _SMALL_CHILD.search(match["full"]) and _SMALL.search(before + text[end : end + _AFTER])
            old = (young or _SCHOOL_CHILD.search(match["full"])) and not _OTHERWISE.search(before)
            if old or (near and not _DONE.search(near.group())):
                yield Birth(Found(start, end, Label.DOB, Certainty.MAYBE), named=True)
            else:
                yield Birth(Found(start, end, Label.DOB, Certainty.MAYBE), named=False)
    for match in _SPELT.finditer(text):
        yield Birth(Found(match.start(), match.end(), Label.DOB, Certainty.MAYBE), named=True)
    for match in _THREE.finditer(text):
        if _BORN_NEAR.search(text[max(0, match.start() - _BEFORE) : match.end() + _AFTER]):
            yield Birth(Found(match.start(), match.end(), Label.DOB, Certainty.MAYBE), named=True)
    for match in _FEAST.finditer(text):
        if _BORN_JUST_BEFORE.search(text[max(0, match.start() - _BEFORE) : match.start()]):
            yield Birth(Found(match.start(), match.end(), Label.DOB, Certainty.MAYBE), named=True)
    for match in _MONTH_AND_YEAR.finditer(text):
        if _BORN_JUST_BEFORE.search(text[max(0, match.start() - _BEFORE) : match.start()]):
            yield Birth(Found(match.start(), match.end(), Label.DOB, Certainty.MAYBE), named=True)
