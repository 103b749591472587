"""Find people in a folded text: a title and its name, and the words that the token classifier takes for names."""

import re
from collections.abc import Iterator, Sequence

from bot.privacy.found import Found
from bot.privacy.openers import sort_of
from bot.privacy.ordinary import INSTITUTIONS
from bot.privacy.tagger import Scored, score
from bot.privacy.titles import find_titled
from bot.privacy.verdict import Certainty, Label

ASKED_FROM = 0.25
ASKED_FROM_STRICT = 0.12
# In small letters a dictionary's word, and a word of no list at all, must read more like a name.
_SMALL_WORD, _SMALL_UNKNOWN = 0.2, 0.1
_CHILD = frozenset(
    [
        "pupil",
        "child",
        "boy",
        "girl",
        "student",
        "son",
        "daughter",
        "brother",
        "sister",
        "sibling",
        "twin",
        "cousin",
        "toddler",
        "baby",
        "lad",
        "called",
        "named",
    ]
)
_PARTICLES = frozenset(
    [
        "van",
        "der",
        "von",
        "de",
        "la",
        "da",
        "di",
        "du",
        "ap",
        "bin",
        "ibn",
        "al",
        "el",
        "le",
        "ter",
        "ten",
        "dos",
        "bint",
    ]
)
# What is said before a name by way of a title; some are kin or work as well, when somebody's.
_KIN = re.compile(
    r"\b(?:uncle|aunt|auntie|aunty|rev|revd|reverend|professor|prof\.?|canon|pc|sgt|sergeant|inspector|d\.?i\.?|captain|commander|"
    r"rabbi|imam|ustadh?|sheikh|deacon|pastor|bishop|nurse|matron|coach|lady|lord|sir|sister|brother|father|mother) $",
    re.IGNORECASE,
)
_SOMEBODYS = re.compile(
    r"\b(?:his|her|their|my|our|your|the|a|an|'?s|and|or|of|older|elder|younger|little|big|twin|half|step|baby|school|another|one|each)"
    r" \w+\.? $",
    re.IGNORECASE,
)
_INITIALS_BEFORE = re.compile(r"(?<![A-Za-z0-9.'])(?:[A-Z]\.? ?){1,2}$")
_INITIAL_AFTER = re.compile(r" [A-Z]\b(?![.'-]?[A-Za-z])")
_RUN = re.compile(r"(?: (?:[A-Z][A-Za-z'-]+|of|and|the|&)){1,4}")
# The last of several with what they are the names of: "Rowan and Hazel classes", "Ruby, Amber and Jade tables".
_MORE = re.compile(r"(?:,| and| &)(?: and| &)?(?: [A-Z][a-z]+(?:,| and| &)(?: and| &)?){0,4} [A-Z][a-z]+ ([a-z]+)")
_SAINT = re.compile(r"\b(?:[Ss]t\.?|Saint|SS) $")
_SURE = 0.9
_LONGEST = 4
_COMMON = 3  # the given names that very many have


def _joined(text: str, one: Scored, other: Scored, *, small: bool) -> bool:
    """Whether two likely words are of one name: nothing but a blank between them."""
    between = text[one.token.end : other.token.start]
    if between == " ":
        # In small letters two given names beside each other are two people sooner than one.
        first, second = one.token.seen.known, other.token.seen.known
        return not (small and second.given and not second.surname and first.given and second.given >= first.given > 1)
    return (
        between == ", "
        and one.token.seen.shape == "U"
        and other.token.seen.shape == "T"
        and one.token.seen.known.given < _COMMON
    )


def _more(one: Scored) -> float:
    seen = one.token.seen
    if seen.shape != "l":
        return 0.0
    return _SMALL_WORD if seen.known.english else 0.0 if any(seen.known[:2]) else _SMALL_UNKNOWN


def _groups(text: str, scored: Sequence[Scored], least: float) -> Iterator[list[Scored]]:
    """The likely words, those of one name together; a particle may stand within."""
    group: list[Scored] = []
    small = not any(one.token.seen.shape in "TU" for one in scored)
    place = 0
    while place < len(scored):
        one = scored[place]
        if one.likely >= least + _more(one):
            if group and not (_joined(text, group[-1], one, small=small) and len(group) < _LONGEST):
                yield group
                group = []
            group.append(one)
        elif (
            group
            and one.token.seen.lower in _PARTICLES
            and place + 1 < len(scored)
            and (scored[place + 1].likely >= least or scored[place + 1].token.seen.lower in _PARTICLES)
            and text[group[-1].token.end : one.token.start] == " "
        ):
            group.append(one)
        elif group:
            yield group
            group = []
        place += 1
    if group:
        yield group


def _bears_it(text: str, start: int, end: int) -> bool:
    """Whether a place or a body bears the name: "Elizabeth Garrett Anderson School", "St Anne"."""
    following = _RUN.match(text, end)
    words = following.group().split() if following else []
    several = _MORE.match(text, end)
    return (
        any(word.lower() in INSTITUTIONS for word in words)
        or (several is not None and sort_of(several[1]) == "place")
        or _SAINT.search(text, max(0, start - 10), start) is not None
    )


def _person(text: str, group: Sequence[Scored], before: str) -> Found | None:
    start, end = group[0].token.start, group[-1].token.end
    capital = text[start].isupper()
    if capital and _bears_it(text, start, end):
        return None
    initials = _INITIALS_BEFORE.search(text, max(0, start - 6), start)
    if capital and initials:
        start = initials.start()
    kin = _KIN.search(text, max(0, start - 12), start)
    if kin and not _SOMEBODYS.search(text, max(0, start - 24), start):
        start = kin.start()
    more = _INITIAL_AFTER.match(text, end) if capital and len(group) == 1 else None
    if more:
        end = more.end()
    first = group[0].token.seen.known
    whole = (
        len(group) > 1
        and capital
        and first.given
        and group[-1].token.seen.known.surname
        and min(one.likely or 1 for one in group) >= _SURE
    )
    named = before in _CHILD and group[0].likely >= _SURE
    return Found(start, end, Label.PERSON, Certainty.SURE if whole or named else Certainty.MAYBE)


def find_names(text: str, least: float = ASKED_FROM) -> Iterator[Found]:
    """Yield each person seen in a folded text; `least` is how likely a word must be a name to be asked about."""
    yield from find_titled(text)
    scored = score(text)
    places = {one.token.start: place for place, one in enumerate(scored)}
    for group in _groups(text, scored, least):
        place = places[group[0].token.start]
        found = _person(text, group, scored[place - 1].token.seen.lower if place else "")
        if found is not None:
            yield found
