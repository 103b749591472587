"""A line of a directory as a question: names, addresses, numbers, hours and codes of people at work and of places. Pure.

Notes may name nobody; a directory is made of names. So what is typed here has a shape instead of a guard: one line, no
longer than it need be, with nothing in it that cannot be seen, and for most kinds a form of its own.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

import phonenumbers

from bot.conversation import Question
from bot.message import Answer
from bot.privacy import Audience, Clean, Interrupt, Label, Refuse, Unsure, Vocabulary, judge

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}")
_PHONE = re.compile(r"(\+?[\d() -]{3,22}?)(?: ?(?:ext\.?|x) ?(\d{1,6}))?", re.IGNORECASE)
_CHANNEL = re.compile(r"[A-Z][A-Z0-9]{5,23}", re.ASCII)
_TEAMS_CHANNEL = re.compile(r"19:[\w-]{5,90}@thread\.(?:tacv2|v2|skype)", re.ASCII)
_CHANNEL_LINK = re.compile(
    r"https://teams\.[\w.]+/l/channel/(19%3a[\w-]{5,90}%40thread\.\w+)/.*", re.ASCII | re.IGNORECASE
)
_SHORT = frozenset({"101", "111", "112", "999"})
_NAMES = frozenset({Label.PERSON, Label.INITIALS, Label.HANDLE, Label.SMALL_NUMBER})


class Entry(StrEnum):
    """What sort of line it is."""

    NAME = "name"
    LINE = "line"
    EMAIL = "email"
    PHONE = "phone"
    HOURS = "hours"
    WINDOWS = "windows"
    URN = "urn"
    AUTHORITY = "authority"
    UID = "uid"
    CHANNEL = "channel"
    """A channel in Slack, by its id."""
    TEAMS_CHANNEL = "teams_channel"
    """A channel or group chat in Teams, by its id or its link."""


LONGEST = {
    Entry.NAME: 120,
    Entry.LINE: 80,
    Entry.EMAIL: 254,
    Entry.PHONE: 40,
    Entry.HOURS: 60,
    Entry.WINDOWS: 300,
    Entry.URN: 6,
    Entry.AUTHORITY: 3,
    Entry.UID: 6,
    Entry.CHANNEL: 24,
    Entry.TEAMS_CHANNEL: 400,
}
_DIGITS = {Entry.URN: (6, 6), Entry.AUTHORITY: (3, 3), Entry.UID: (1, 6)}


def tidied(kind: Entry, typed: str) -> str:
    """What is kept of what was typed: single spaces, an e-mail address in small letters, and of a channel’s link its id."""
    line = " ".join(unicodedata.normalize("NFC", typed.translate(_SPACES)).split(" ")).strip()
    line = re.sub(r" {2,}", " ", line)
    if kind is Entry.TEAMS_CHANNEL and (linked := _CHANNEL_LINK.fullmatch(line)):
        return unquote(linked[1])  # what Teams gives of a channel is its link
    return line.lower() if kind is Entry.EMAIL else line


def misfit(kind: Entry, typed: str) -> str | None:
    """Name the block of wording that says why this will not do, or None if it will."""
    line = tidied(kind, typed)
    if len(line) > LONGEST[kind] and kind not in _DIGITS:
        return "entry_too_long"
    if any(unicodedata.category(letter) in _UNSEEN for letter in line):
        return "entry_unseen"
    match kind:
        case Entry.EMAIL:
            return None if _EMAIL.fullmatch(line) and ".." not in line else "not_an_email"
        case Entry.PHONE:
            return None if _is_phone(line) else "not_a_phone"
        case Entry.URN | Entry.AUTHORITY | Entry.UID:
            least, most = _DIGITS[kind]
            return None if re.fullmatch(rf"[0-9]{{{least},{most}}}", line) else f"not_a_{kind}_code"
        case Entry.CHANNEL:
            return None if _CHANNEL.fullmatch(line) else "not_a_channel_code"
        case Entry.TEAMS_CHANNEL:
            return None if _TEAMS_CHANNEL.fullmatch(line) else "not_a_teams_channel_code"
        case Entry.NAME | Entry.LINE:
            if not any(letter.isalpha() for letter in line):
                return "entry_no_letters"
            return "entry_more_than_a_name" if more_than_a_name(line) else None
        case Entry.HOURS | Entry.WINDOWS:
            return "entry_more_than_a_name" if more_than_a_name(line) else None


def more_than_a_name(line: str) -> bool:
    """Whether the guard sees more than a name in it: a date of birth, a pupil's number, an address, a concern."""
    match judge(line, Vocabulary(), Audience.TEAM):
        case Clean():
            return False
        case Interrupt():
            return True
        case Unsure(spans=spans) | Refuse(spans=spans):
            return any(span.label not in _NAMES for span in spans)


def _is_phone(line: str) -> bool:
    """A number that can be dialled in this country; 999 and its like too."""
    found = _PHONE.fullmatch(line)
    if not found:
        return False
    digits = re.sub(r"\D", "", found[1])
    if digits in _SHORT:
        return True
    try:
        number = phonenumbers.parse(found[1], "GB")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number)


@dataclass(frozen=True)
class Line(Question):
    """One line of this kind. It is no note: it has a shape, and of the guard only what stops a live concern."""

    kind: Entry = Entry.LINE

    @property
    def longest(self) -> int:
        return LONGEST[self.kind]

    def misfit(self, value: Answer) -> str | None:
        return misfit(self.kind, value) if isinstance(value, str) else "answer_this"
