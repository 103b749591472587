"""Find people in folded text by what stands around a name: a title, a role, a year group.

No list of names is read here (a few surnames that end like a doing apart): a name is a capital in a place where a person stands, and not an ordinary word.
"""

import re
from collections.abc import Iterator

from bot.privacy.found import Found
from bot.privacy.openers import is_a_doing, is_shorthand, opens_a_note
from bot.privacy.ordinary import INSTITUTIONS, NEVER_SURNAMES, ORDINARY
from bot.privacy.verdict import Certainty, Label

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
_CHILD = r"(?:pupil|child|boy|girl|student|son|daughter|brother|sister|sibling|twin|cousin|toddler|baby|lad|teenager)"
_FAMILY = (
    r"(?:parent|mum|mother|dad|father|carer|step-?dad|step-?mum|gran|nan|granny|grandad|uncle|aunt|auntie|foster carer)"
)
_ROLE = (
    r"(?:head ?teacher|deputy head|dep head|head of year|head of school|head|deputy|teacher|supply teacher|tutor|form tutor|ta|hlta|"
    r"coach|caretaker|site manager|cook|chef|receptionist|school nurse|nurse|d?dsl|dpo|send?co|governor|chair of gov(?:ernor)?s|chair|trustee|"
    r"ceo|principal|business manager|social worker|sw|lado|mentor|learning mentor|counsellor|volunteer|midday supervisor|"
    r"mdsa|dinner lady|lunchtime supervisor|cover supervisor|elsa|fsw|ewo|family support worker|pastoral lead|apprentice|"
    r"trainee|driver|technician|librarian|prefect|from it|hr)"
)
_NAMES = rf"{_NAME}(?: {_PARTICLE}?{_NAME}){{0,3}}(?: [A-Z]\b(?!\.))?"
_YEAR_GROUP = r"(?:[Yy](?:ea)?r? ?\d{1,2}\b|[Rr]eception\b|[Nn]ursery\b)"
_NOUN_THEN_NAME = re.compile(
    rf"(?<![A-Za-z'])(?P<noun>(?i:{_CHILD}|{_FAMILY}|{_ROLE}))(?P<join>,? (?:called |named |- |\()?|, ?|: ?| ?\()(?P<name>{_NAMES})",
)
_YEAR_THEN_NAME = re.compile(rf"\b{_YEAR_GROUP},? (?P<name>{_NAMES})")
_NAME_THEN_PLACE = re.compile(
    rf"\b(?P<name>{_NAMES})(?:,| -)? ?(?:(?:\(|in |from |of )?{_YEAR_GROUP}|(?:in|from) (?:[Yy]\d|\d{{1,2}}[A-Z]{{1,2}}\b)|"
    rf"(?:,? the |,? our |, ?| ?\((?:the )?|,? who is (?:the |a )?)(?i:{_ROLE})\b)",
)
_NAME_THEN_FAMILY = re.compile(
    rf"\b(?P<name>{_NAMES})'s? (?:{_FAMILY}|{_CHILD}|family|parents|home|chronology|file|plan|ehcp|EHCP|social worker|bruises?|form|teacher)\b",
)
_MET_NAME = re.compile(
    r"\b(?i:spoke|spoken|speak|speaking|talked|talking|chat|chatted|met|interviewed|interview|asked|told|saw|seen|discussed|"
    r"conversation|call|meeting|regarding|about|entry for|referral for|file for|plan for|thank you|thanks|well done)"
    rf"(?: (?:to|with|w/?|for|about|by|up))? (?P<name>{_NAMES})"
    rf"(?P<more>(?:(?:, | and | & | \+ |, and ){_NAMES}){{0,5}})",
)
_SUBJECT = re.compile(
    rf"(?:^|[.!?;:\n] ?|[-–] |, |\b(?:and|but|when|because|that|as|if) )(?P<name>{_NAMES})(?P<more>(?:(?:, | and | & |, and ){_NAMES}){{0,5}}) (?:both |all |also |then |still |now )?"
    r"(?P<verb>said|says|told|tells|disclosed|asked|asks|wants?|wanted|feels?|felt|knows?|knew|thinks?|shouted|hit|bit|kicked|punched|cried|speaks?|"
    r"explained|walked|showed|described|remembered|remembers|wrote|signed|loves?|likes?|hates?|wasn'?t|self[ -]harm\w*|has (?:a|an|not|no|been)|lives|attends|"
    r"named|joined|moved|stays|seemed|seems|looked|looks|talked|mentioned|shared|admitted|refused|ran|came|went)\b",
)
_CALLED = re.compile(rf"\b{_CHILD} (?:called|named) (?P<name>[a-z][a-z'-]{{2,24}})\b")
_CALLED_NOTHING = frozenset(
    [
        "a",
        "an",
        "the",
        "in",
        "on",
        "to",
        "as",
        "by",
        "for",
        "it",
        "out",
        "names",
        "back",
        "home",
        "over",
        "up",
        "adult",
        "adults",
        "person",
        "people",
        "staff",
    ]
)
_SURNAME_WITH_INITIAL = re.compile(rf"(?<=[a-z,;:(] )(?P<name>(?:[A-Z]\. ?){{1,2}}{_NAME})\b")
_NAME_IN_LIST = re.compile(_NAMES)
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
# What stands before the first word of a sentence: nothing, an end, a bullet, a dash.
_BULLETS = " '\"(*>-•_#"
_HEAD = re.compile(r"(?:[.!?:;)\n]|(?:^| )-+|[*•>])[ '\"(*>-]*$")
_NEAR = 8
_MANY_DO = frozenset({"want", "feel", "know", "think", "speak", "love", "like", "hate"})
_THINGS_DO = frozenset(
    {"looked", "looks", "came", "went", "ran", "stays", "seemed", "seems", "named", "shared", "moved"}
)
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


def _heads_a_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - _NEAR) : start]
    return _HEAD.search(before) is not None or not before.strip(_BULLETS)


def _trimmed(text: str, start: int, end: int, *, first_counts: bool) -> tuple[int, int] | None:
    """Cut a run of capitals down to its leading words that could be a name; with a title, the first always is."""
    kept: int | None = None
    heads = not first_counts and _heads_a_sentence(text, start)
    for place, word in enumerate(_WORD.finditer(text, start, end)):
        sure_of_first = first_counts and place == 0
        if heads and opens_a_note(word.group()):
            # "Put Zebedee in the Y8 group": the capital is the sentence's, and a name may follow.
            start = word.end() + 1
            continue
        heads = False
        if _is_ordinary(word.group()) and not sure_of_first:
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


def _titled(text: str) -> Iterator[Found]:
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
        kept = _trimmed(text, match.start("name"), match.end("name"), first_counts=True)
        words = name.lower().split()
        if kept is None or (match["title"] == "MS" and words[0] in _MICROSOFT):
            continue
        if title in _PUBLIC_TITLES and (
            text[: match.start()].lower().endswith("the ")
            or _names_a_place(text, match.end())
            or any(word.removesuffix("'s") in INSTITUTIONS for word in words)
        ):
            continue
        yield Found(match.start(), kept[1], Label.PERSON)


def _is_no_subject(text: str, match: re.Match[str]) -> bool:
    """Say whether what stands before a verb is a thing or several people, by the verb's own shape."""
    if match["more"] or " " in match["name"] or not _heads_a_sentence(text, match.start("name")):
        return False
    return (
        # "Feels like…", "Tutees want…": one person likes and wants.
        match["verb"] == "like"
        or (match["verb"] in _MANY_DO and match["name"].endswith("s"))
        or (match["verb"] in _THINGS_DO and is_a_doing(match["name"]))
    )


def _beside(text: str) -> Iterator[Found]:
    """Yield names that stand beside a word for a person, a year group or a family tie."""
    for pattern in (
        _NOUN_THEN_NAME,
        _YEAR_THEN_NAME,
        _NAME_THEN_PLACE,
        _NAME_THEN_FAMILY,
        _MET_NAME,
        _SUBJECT,
        _SURNAME_WITH_INITIAL,
    ):
        for match in pattern.finditer(text):
            certainty = Certainty.MAYBE
            if pattern is _NOUN_THEN_NAME:
                # In small letters it is a person's word; "Pupil Premium" is a thing's name.
                plainly = match["join"].strip(" ,(-") in {"called", "named"} or re.fullmatch(_CHILD, match["noun"])
                certainty = Certainty.SURE if plainly else Certainty.MAYBE
            if pattern is not _SUBJECT or not _is_no_subject(text, match):
                yield from _name_at(text, match.start("name"), match.end("name"), certainty)
            if pattern in {_MET_NAME, _SUBJECT}:
                for name in _NAME_IN_LIST.finditer(text, match.start("more"), match.end("more")):
                    yield from _name_at(text, name.start(), name.end(), certainty)
    for match in _CALLED.finditer(text):
        if match["name"] not in _CALLED_NOTHING:
            yield Found(match.start("name"), match.end("name"), Label.PERSON, Certainty.MAYBE)


def _name_at(text: str, start: int, end: int, certainty: Certainty) -> Iterator[Found]:
    kept = _trimmed(text, start, end, first_counts=False)
    if kept is not None and not _names_a_place(text, kept[1]):
        yield Found(kept[0], kept[1], Label.PERSON, certainty)


def find_names(text: str) -> Iterator[Found]:
    """Yield each person seen in a folded text."""
    yield from _titled(text)
    yield from _beside(text)
