"""Notes typed up together: one text, one note a line, which may begin with when it was seen, where it belongs and what it shows."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import time

from bot.domain.note import Shows

# What may stand between the beginning of a line and its words. "10:40-11:00" is a span of time: words, not a beginning.
_END, _GAP = r"(?=\s|[,;:–—-]\s|$)", r"[\s,;:–—-]*"
_BULLET = re.compile(r"\s*(?:[-*•–]\s+)?")
_TIME = re.compile(rf"(\d\d?)[:.](\d\d)(?:\s?([ap])m)?{_END}{_GAP}", re.IGNORECASE)
_NODE = re.compile(rf"([a-z]-\d+(?:\.\d+)?(?:\.[a-z])?){_END}{_GAP}", re.IGNORECASE)
_PACK = re.compile(rf"R-\d+{_END}{_GAP}", re.IGNORECASE)  # the number of a line of the paper pack
_SHOWS = re.compile(r"(excellent(?: practice)?|to develop|context):\s+(?=\S)", re.IGNORECASE)
_SHOWN = {"e": Shows.EXCELLENT, "c": Shows.CONTEXT}
_NOON = 12


@dataclass(frozen=True)
class Line:
    """One line that is a note: its number in the text, where its words begin, and the words themselves."""

    number: int
    start: int
    words: str
    seen: time | None = None
    node: str = ""
    shows: Shows | None = None


def lines(text: str, nodes: AbstractSet[str]) -> tuple[Line, ...]:
    """The notes in a text; blank lines are none. An id that is not among `nodes` is part of the words."""
    found: list[Line] = []
    begins = 0
    for number, whole in enumerate(text.splitlines(keepends=True), 1):
        line = _line(number, begins, whole, nodes)
        begins += len(whole)
        if line.words:
            found.append(line)
    return tuple(found)


def _line(number: int, begins: int, whole: str, nodes: AbstractSet[str]) -> Line:
    bullet = _BULLET.match(whole)
    first = place = bullet.end() if bullet else 0
    if pack := _PACK.match(whole, place):
        place = pack.end()
    seen, node, shows = None, "", None
    for _ in range(2):  # the time and the id come in either order
        if seen is None and (match := _TIME.match(whole, place)) and (clock := _clock(match)):
            seen, place = clock, match.end()
        if not node and (match := _NODE.match(whole, place)) and (named := _among(match[1], nodes)):
            node, place = named, match.end()
    if match := _SHOWS.match(whole, place):
        shows, place = _SHOWN.get(match[1][0].lower(), Shows.DEVELOP), match.end()
    if not whole[place:].strip():
        seen, node, shows, place = None, "", None, first  # no words are left: then these are the words
    return Line(number, begins + place, whole[place:].strip(), seen, node, shows)


def clock(typed: str) -> time | None:
    """The time that somebody typed, and nothing else."""
    match = _TIME.match(typed.strip())
    return _clock(match) if match and match.end() == len(typed.strip()) else None


def _clock(match: re.Match[str]) -> time | None:
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").lower()
    if half and not 1 <= hour <= _NOON:
        return None
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _among(typed: str, nodes: AbstractSet[str]) -> str:
    """The id as the framework writes it, or nothing where it has none such."""
    head, dot, tail = typed.partition(".")
    named = head.upper() + dot + tail.lower()
    return named if named in nodes else ""
