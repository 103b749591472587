"""Texts to learn from: our own notes, their slots filled with names of every kind and of none, typed in many ways.

Part of the build step only. The same seed makes the same texts.
"""

import re
from collections.abc import Iterator
from importlib.resources import files
from random import Random

from bot.privacy.lexicon import known
from bot.privacy.names_made import Names
from bot.privacy.openers import sort_of
from bot.privacy.our_texts import Made, lines
from bot.privacy.things_made import (
    BODY_WORDS,
    CLASS_THINGS,
    HOUSE_WORDS,
    KIN,
    MONTHS,
    ROLES,
    SAINTS,
    SCHOOL_WORDS,
    STREETS,
    YEARS,
)

_HERE = files("bot.privacy")
_SLOT = re.compile(r"\{([A-Z]+)\}")
# A word before what a person's name may be lent to.
_LENT = re.compile(
    r"\b[A-Za-z][a-z]+(?= (?:[Cc]orridor|[Rr]oom|[Hh]ouse|[Bb]lock|[Ww]ing|[Tt]ables?|[Cc]lass|[Bb]uilding|[Hh]all|[Cc]entre|[Cc]ampus|"
    r"[Ll]ibrary|[Ff]ield|[Gg]arden|[Cc]ourt|[Bb]ase|[Ll]odge|[Ss]tudio|[Ll]ab|[Tt]rust|[Ff]oundation|[Aa]cademy|[Ss]chool|[Pp]rimary|"
    r"[Rr]oad|[Ss]treet|[Ll]ane|[Aa]ward|[Pp]rize|[Cc]up|[Rr]eport|[Rr]eview|[Ii]nquiry|[Ll]aw|[Ss]uite|[Tt]heatre|[Gg]ate|[Pp]ark)\b)"
)
_TITLE = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|sir|pc|prof|uncle|aunt|auntie|aunty|father|sister|rev|coach|nurse)\.? ", re.IGNORECASE
)
_NAMED_SLOT = re.compile(r"\{(?:F|N|A|FS)\}")


class Notes:
    """Makes texts of our lines: slots filled, then typed as one hand or another would."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.names = Names(self.random)
        known = [
            line
            for line in _HERE.joinpath("data/known.txt").read_text(encoding="utf-8").splitlines()
            if line[:1] != "#"
        ]
        phrases = [one.strip() for line in known for one in line.split(";")]
        self._famous = [one for one in phrases if " " in one and one.istitle()]

    def _somebody(self, slot: str) -> str | None:
        names = self.names
        match slot:
            case "F":
                return names.given()
            case "FS":
                return names.full()
            case "N":
                return names.any()
            case "S":
                return names.surname()
            case "T":
                return names.titled()
            case "A":
                return names.titled() if self.random.random() < 0.3 else names.any()
            case "K":
                return f"{self.random.choice(KIN)} {names.given()}"
            case _:
                return None

    def _something(self, slot: str) -> str:
        pick, names = self.random.choice, self.names
        place = pick(names.places).title()
        match slot:
            case "SCHOOL":
                ways = (
                    f"{names.full()} {pick(SCHOOL_WORDS)}",
                    f"{names.surname()} {pick(SCHOOL_WORDS)}",
                    f"{place} {pick(SCHOOL_WORDS)}",
                    f"{pick(SAINTS)} {names.given()}'s",
                    f"{pick(SAINTS)} {names.given()}'s {pick(SCHOOL_WORDS)}",
                    f"{pick(CLASS_THINGS)} {pick(('Park', 'Tree', 'Lane', 'Hill', 'Field', 'Bank'))} {pick(SCHOOL_WORDS)}",
                    f"{pick(('Bishop', 'Archbishop', 'King', 'Queen', 'Lady', 'Sir', 'Cardinal'))} {names.full()} {pick(SCHOOL_WORDS)}",
                    f"{names.given()} {pick(SCHOOL_WORDS)}",
                )
                return pick(ways)
            case "CLASS":
                return f"{pick(CLASS_THINGS)} {pick(('Class', 'class', 'Base', 'group', 'Pod', 'room', 'Nursery'))}"
            case "HOUSE":
                return f"{pick((names.surname(), names.full(), names.surname(), pick(CLASS_THINGS), place))} {pick(HOUSE_WORDS)}"
            case "STREET":
                return f"{pick((names.surname(), place, pick(CLASS_THINGS), names.given()))} {pick(STREETS)}"
            case "CHARITY":
                return f"{pick(('', '', 'The '))}{pick((names.full(), names.surname(), place, names.given()))} {pick(BODY_WORDS)}"
            case "PLACE":
                return place
            case "FAMOUS" | "TITLE":
                return pick(self._famous)
            case "R":
                return pick(ROLES).strip()
            case "Y":
                return pick(YEARS)
            case "M":
                return pick(MONTHS)
            case "D":
                return str(self.random.randrange(1, 30))
            case _:
                raise ValueError(slot)

    def fill(self, line: str) -> Made:
        text, names, read_to = "", [], 0
        for slot in _SLOT.finditer(line):
            text += line[read_to : slot.start()]
            name = self._somebody(slot[1])
            if name is not None:
                names.append((len(text), len(text) + len(name)))
            text += name if name is not None else self._something(slot[1])
            read_to = slot.end()
        return Made(text + line[read_to:], tuple(names))

    def typed(self, made: Made) -> Made:
        """The same text as typed by somebody in a hurry, or by a telephone."""
        chance = self.random.random()
        text = made.text
        if chance < 0.36:
            text = text.lower()
        elif chance < 0.46 and text[:1].islower():
            text = text[0].upper() + text[1:]
        elif chance < 0.48:
            text = text.upper()
        return Made(text, made.names)

    def made(self, name: str, times: int) -> Iterator[Made]:
        """Each line of a file, made several times over."""
        for line in lines(name):
            for _ in range(times if _SLOT.search(line) else max(2, times // 4)):
                made = self.typed(self.fill(line))
                yield made if name == "people.txt" else Made(made.text, ())

    def anew(self, made: Made) -> Made:
        """A text marked by hand with other names in the places of its own, or another name lent to its things."""
        text, names, read_to = "", [], 0
        for start, end in sorted(made.names):
            text += made.text[read_to:start]
            name = self._instead(made.text[start:end])
            names.append((len(text), len(text) + len(name)))
            text += name
            read_to = end
        if names:
            return self.typed(Made(text + made.text[read_to:], tuple(names)))
        return self.typed(Made(_LENT.sub(self._lent, made.text), ()))

    def _instead(self, name: str) -> str:
        title = _TITLE.match(name)
        kept, own = (title.group(), name[title.end() :]) if title else ("", name)
        if title:
            new = self.names.surname()
        elif " " in own:
            new = self.names.full()
        else:
            new = self.names.surname() if self.random.random() < 0.12 else self.names.given()
        return kept + (new.lower() if own.islower() else new.upper() if own.isupper() and len(own) > 2 else new)

    def _lent(self, match: re.Match[str]) -> str:
        word = match.group()
        if not any(known(word.lower())[:2]) or sort_of(word.lower()):
            return word
        new = self.names.surname() if self.random.random() < 0.5 else self.names.given()
        return new.lower() if word.islower() else new

    def initials(self, times: int) -> Iterator[Made]:
        """Notes whose people are letters, and notes whose letters are nobody: what the initials are learned from."""
        letters = "ABCDEFGHJKLMNPRSTWY"

        def some() -> str:
            return "".join(self.random.choice(letters) for _ in range(2 if self.random.random() < 0.8 else 3))

        for line in lines("people.txt"):
            if not re.search(r"\{(?:F|N|A|FS)\}", line):
                continue
            for _ in range(times):
                # What stands for a person here is marked, so that its place is known once all is filled.
                marked = _NAMED_SLOT.sub(lambda _: f"\1{some()}\2", line)
                text, names = "", []
                for piece in re.split("(\1[A-Z]+\2)", self.fill(marked).text):
                    if piece.startswith("\1"):
                        names.append((len(text), len(text) + len(piece) - 2))
                    text += piece.strip("\1\2")
                yield Made(text, tuple(names))
        for line in lines("abbreviations.txt"):
            for _ in range(times * 3):
                yield Made(line.replace("{ABBR}", some()), ())
        for name in ("nobody.txt", "systems.txt"):
            for line in lines(name):
                if "{" not in line:
                    yield Made(line, ())
