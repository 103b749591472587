"""Fold a text to plain letters and digits, and lead every place in it back to the text as typed.

The detectors read only folded text, so an invisible character, a fullwidth digit, an odd space or a letter
borrowed from another alphabet cannot carry an identifier past them.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters that look Latin but decompose to nothing Latin: Cyrillic, Greek and a few European ones.
_LOOKALIKES = str.maketrans(
    {
        **dict(zip("АВЕЅІЈКМНОРСТУХԛԜԌ", "ABESIJKMHOPCTYXQWG", strict=True)),
        **dict(zip("авеѕіјкмнорстухԛԝԁɡӏ", "abesijkmhopctyxqwdgl", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
        **dict(zip("ανικορτυχ", "avikoptux", strict=True)),
        **dict(zip("łŁøØđĐħıĸ", "lLoOdDhik", strict=True)),
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "Œ": "Oe",
        "þ": "th",
        "Þ": "Th",
        "ð": "d",
        "Ð": "D",
        **dict.fromkeys("‘’ʼʹ`´′＇", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("−⁻₋﹣－", "-"),
        **dict.fromkeys("․。｡", "."),
        **dict.fromkeys("⁄∕", "/"),
    },
)
_NEWLINES = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
# Fillers that show nothing and yet are not format characters.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
# Whatever is not a plain printable character already.
_ODD = re.compile(r"[^ -_a-~]")
# An O among digits is a nought to the eye, an l or I is a one.
_EYE_DIGITS = re.compile(r"(?<=\d)[OoIl|]{1,6}(?=[ -]?\d)|(?<![A-Za-z0-9])[OolI](?=\d{3})")
_AS_SEEN = str.maketrans("OoIl|", "00111")


@dataclass(frozen=True)
class Folded:
    """A folded text, and for each of its characters the place it came from."""

    text: str
    origins: tuple[int, ...]
    original: str

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the code points as typed that a folded stretch came from, accents at its end included."""
        first, last = self.origins[start], self.origins[end - 1] + 1
        while last < len(self.original) and unicodedata.combining(self.original[last]):
            last += 1
        return first, last


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Return what one character folds to: nothing, one or several plain ones."""
    if character in _NEWLINES:
        return "\n"
    if character in _INVISIBLE:
        return ""
    plain: list[str] = []
    for part in unicodedata.normalize("NFKD", character.translate(_LOOKALIKES)):
        category = unicodedata.category(part)
        if category in {"Mn", "Me", "Cf"}:
            continue
        if category == "Nd":
            plain.append(str(unicodedata.digit(part)))
        elif category == "Pd":
            plain.append("-")
        elif category in {"Zs", "Cc"}:
            plain.append(" ")
        else:
            plain.append(part.translate(_LOOKALIKES))
    return "".join(plain)


def fold(text: str) -> Folded:
    """Fold a text once; the result is what every detector reads."""
    plain: list[str] = []
    origins: list[int] = []
    read_to = 0
    for odd in _ODD.finditer(text):
        place = odd.start()
        piece = _plain(odd.group())
        plain += [text[read_to:place], piece]
        origins += [*range(read_to, place), *[place] * len(piece)]
        read_to = place + 1
    plain.append(text[read_to:])
    origins += range(read_to, len(text))
    return Folded("".join(plain), tuple(origins), text)


def digits_as_seen(folded: str) -> str:
    """Read an O or an l among digits as the nought or one it looks like; every place stays the same."""
    return _EYE_DIGITS.sub(lambda run: run.group().translate(_AS_SEEN), folded)
