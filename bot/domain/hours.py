"""Days and hours as people write them: “Mon to Wed, Fri”, “8.30am - 4pm”, “01/09/2025”."""

import re
from datetime import date, datetime

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {"mo": 1, "tu": 2, "we": 3, "th": 4, "fr": 5, "sa": 6, "su": 7, "m": 1, "w": 3, "f": 5, "t": 2}
_WEEK = frozenset({"weekdays", "weekday", "full time", "fulltime", "all week", "every day", "ft", "full-time"})
_BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b|\bthrough\b)\s*")
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]?([0-9]{2}))?\s*(am|pm)?")
_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d/%m/%y", "%d-%b-%y")
_NOON, _MIDNIGHT, _HOUR = 12, 24, 60


def days(words: str) -> tuple[int, ...] | None:
    """ISO weekdays in order, Monday is 1; None where the words name none."""
    said = " ".join(words.casefold().replace(".", " ").split())
    if said in _WEEK:
        return (1, 2, 3, 4, 5)
    found: set[int] = set()
    for piece in re.split(r"[,;/&+\n]|\band\b", said):
        if not piece.strip():
            continue
        ends = [_day(end) for end in _BETWEEN.split(piece.strip())]
        if len(ends) == 2 and all(ends):  # noqa: PLR2004 from one day to another
            first, last = int(ends[0] or 0), int(ends[1] or 0)
            found |= set(range(first, last + 1)) if first <= last else {0}
        else:
            found |= {_day(word) or 0 for word in piece.split()}
    return tuple(sorted(found)) if found and 0 not in found else None


def _day(word: str) -> int | None:
    bare = word.strip().removesuffix("s") if len(word.strip()) > 4 else word.strip()  # noqa: PLR2004 "Mondays"
    if bare in {"1", "2", "3", "4", "5", "6", "7"}:
        return int(bare)
    whole = next((n for n, name in enumerate(_DAYS, 1) if len(bare) > 2 and name.startswith(bare)), None)  # noqa: PLR2004
    return whole or _SHORT.get(bare) or {"tues": 2, "weds": 3, "thur": 4, "thurs": 4}.get(bare)


def hours(words: str) -> tuple[str, str] | None:
    """From when to when, as `08:30`; None where the words are no two times, the earlier first."""
    ends = [end for end in _BETWEEN.split(words.casefold().strip(), maxsplit=1) if end]
    if len(ends) != 2:  # noqa: PLR2004 from and to
        return None
    first, last = (clock(end) for end in ends)
    if first and last and last <= first and last < "08:00" and not re.search(r"[ap]m", words.casefold()):
        last = clock(f"{ends[1].strip()}pm")  # "8.30 to 4"
    return (first, last) if first and last and first < last else None


def clock(words: str) -> str:
    """A time of day as `08:30`, or nothing."""
    found = _TIME.fullmatch(words.casefold().replace("a.m.", "am").replace("p.m.", "pm").strip())
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= _NOON:
            return ""
        hour = hour % _NOON + (_NOON if found[3] == "pm" else 0)
    return f"{hour:02}:{minute:02}" if hour < _MIDNIGHT and minute < _HOUR else ""


def day(words: str) -> date | None:
    """A day as it is written in Britain; None where it is none."""
    said = re.sub(r"(?<=[0-9])(st|nd|rd|th)\b", "", " ".join(words.split()), flags=re.IGNORECASE)
    said = re.sub(r"\bSept\b", "Sep", said, flags=re.IGNORECASE)
    for form in _FORMATS:
        try:
            found = datetime.strptime(said, form).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
        return found if found.year >= 1950 else None  # noqa: PLR2004 a slip of the pen
    return None
