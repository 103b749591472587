"""Find people by a title and a name in folded text: a title makes a person of any word but an ordinary one."""

import re
from collections.abc import Iterator

from bot.privacy.found import Found
from bot.privacy.openers import is_shorthand
from bot.privacy.ordinary import INSTITUTIONS, NEVER_SURNAMES, ORDINARY
from bot.privacy.verdict import Certainty, Label
from bot.privacy.well_known import is_known

_TITLE = (
    r"(?:[Mm]r|MR|[Mm]rs|MRS|[Mm]s|MS|[Mm]iss|MISS|[Mm]x|MX|[Dd]r|DR|Sir|SIR|Dame|Lady|Lord|Rev(?:d|erend)?|Fr|"
    r"Father|Prof(?:essor)?|PC|[Mm]adam|Canon|Sgt|Cllr)"
)
# A capital, then the rest; an apostrophe or hyphen may join two parts, a single following letter is not a part.
_NAME = r"(?:(?:O'|D'|Mc|Mac)?[A-Z][A-Za-z]{1,24}(?:[-'][A-Za-z]{2,24}){0,3})"
_INITIAL = r"(?:[A-Z]\.? ?(?:[A-Z]\. ?){0,2})"
_PARTICLE = r"(?:(?:van der|van|von|de la|de|da|di|du|ap|bin|ibn|al|el|le|la|ter|ten|dos) )"
_TITLED = re.compile(
    rf"\b(?P<title>{_TITLE})\b\.? {{0,2}}(?:(?:and|&|\+) {_TITLE}\b\.? )?"
    rf"(?P<name>{_INITIAL}?{_PARTICLE}?{_NAME}(?:[ ]{_PARTICLE}?{_NAME}){{0,3}}|[A-Z]\b|[a-z][a-z'-]{{1,24}}\b)",
)
# The name in a teaching scenario, and the mask of a text made safe before.
_PLACEHOLDERS = frozenset("xyz")
_PUBLIC_TITLES = frozenset({"sir", "dame", "lady", "lord", "dr", "father", "canon", "prof", "professor"})
_MICROSOFT = frozenset({"teams", "office", "forms", "word", "excel", "outlook", "sharepoint"})
_EVERYDAY_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})
# Where "miss" is the verb: after those who do, can or might, and after a word for many of them.
_MISS_IS_A_VERB = re.compile(
    r"\b(?:who|which|they|we|you|people|staff|may|might|can|could|will|would|should|must|never|n't|not|often|sometimes|rarely|"
    r"near|hit (?:or|and)|(?:easy|easily|likely|have|had|has|want|wants|allowed|not|tend|tends|need|afford|tempting|able) to|ones|"
    r"pupils|students|children|kids|boys|girls|teachers|tas|tutors|governors|parents|families|leaders|colleagues|starters|"
    r"volunteers|adults|[ye]\w*\d+s|ects|members|visitors|deputies|drivers|groups|trainees|timers|cleaners|mentors) $",
    re.IGNORECASE,
)
_SOMEBODY_FOLLOWS = re.compile(
    r"(?:^|[,.(;:/]|\b(?:to|with|by|from|and|or|told|tells|asked|asks|met|saw|for|of|is|was|that|called|named|where|when|because|if|as|"
    r"says?|said|about|thanks?)) ?$",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r" ?([A-Za-z]+)")
_TWO_LETTERS = re.compile(r"[A-Za-z]{2}")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_ABBREVIATION = 5
_BEFORE = 24


def _is_ordinary(word: str) -> bool:
    bare = word.lower().removesuffix("'s").strip("'")
    # All in capitals and short, it is an abbreviation sooner than a name.
    return (
        bare in ORDINARY
        or bare.removesuffix("s") in ORDINARY
        or (word.isupper() and 1 < len(word) <= _ABBREVIATION)
        or is_shorthand(word)
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Cut a run of capitals down to its leading words that could be a name; after a title the first always is."""
    kept: int | None = None
    for place, word in enumerate(_WORD.finditer(text, start, end)):
        if place and _is_ordinary(word.group()):
            break
        kept = word.end()
    # A letter alone is a placeholder or a section: "Annex B. The policy".
    if kept is None or not _TWO_LETTERS.search(text, start, kept):
        return None
    for ending in ("'s", "'"):
        if text.endswith(ending, start, kept):
            kept -= len(ending)
            break
    return start, kept


def _names_a_place(text: str, end: int) -> bool:
    following = _NEXT_WORD.match(text, end)
    return following is not None and following.group(1)[0].isupper() and following.group(1).lower() in INSTITUTIONS


def _is_the_verb(text: str, match: re.Match[str]) -> bool:
    """Say whether "miss" is what somebody does: "people who miss INSET", "they miss assembly"."""
    first = match["name"].split()[0]
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    plain = first[0].islower() or _is_ordinary(first) or (first.isupper() and first.lower() in NEVER_SURNAMES)
    if match["title"] == "Miss" or not plain:
        return False
    shouted = first.isupper() and len(first) > 1 and match["title"].islower()
    return _MISS_IS_A_VERB.search(before) is not None or (
        shouted and (first.lower() in ORDINARY | NEVER_SURNAMES or not _SOMEBODY_FOLLOWS.search(before))
    )


def find_titled(text: str) -> Iterator[Found]:
    """Yield each title with its name."""
    for match in _TITLED.finditer(text):
        title, name = match["title"].lower(), match["name"]
        if title == "miss" and _is_the_verb(text, match):
            continue
        if len(name) == 1:
            if name.lower() not in _PLACEHOLDERS:
                yield Found(match.start(), match.end(), Label.PERSON, Certainty.MAYBE)
            continue
        if name[0].islower():
            if title not in _EVERYDAY_TITLES or match["title"].isupper():
                continue
            # "miss" is a verb more often than a title when nothing is capitalised.
            if name.split("'")[0] not in NEVER_SURNAMES | (ORDINARY if title == "miss" else frozenset()):
                certainty = Certainty.MAYBE if title in {"miss", "madam"} else Certainty.SURE
                yield Found(match.start(), match.start("name") + len(name.removesuffix("'s")), Label.PERSON, certainty)
            continue
        if title == "miss" and _is_ordinary(name.split()[0]) and name.split()[0].lower() in NEVER_SURNAMES:
            continue
        kept = _trimmed(text, match.start("name"), match.end("name"))
        words = name.lower().split()
        if kept is None or (match["title"] == "MS" and words[0] in _MICROSOFT):
            continue
        if is_known(text[match.start() : kept[1]].lower()):
            continue  # "Mr Men", "Lady Macbeth"
        if title in _PUBLIC_TITLES and (
            text[: match.start()].lower().endswith("the ")
            or _names_a_place(text, match.end())
            or any(word.removesuffix("'s") in INSTITUTIONS for word in words)
        ):
            continue
        if title in _PUBLIC_TITLES - {"dr"} and is_known(text[kept[0] : kept[1]].lower()):
            continue
        yield Found(match.start(), kept[1], Label.PERSON)
