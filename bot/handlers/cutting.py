"""What there is no room for, on every chat platform: cut in view only, what is stored stays whole."""

from collections.abc import Sequence
from typing import assert_never

from bot.message import Card, Listing, Paragraph, Run, Visit, Words

FROM = "from"
"""The kind of what the button to the rest of a page is about: the number of its first card."""


def cut(text: str, longest: int) -> str:
    """The text as far as there is room, an ellipsis where it was cut."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def rest(cards: Sequence[Card], visit: Visit) -> Sequence[Card]:
    """Those cards of a page that had no room on it; all of them, where their place is not known."""
    first = int(visit.about.id) if visit.about.kind == FROM and visit.about.id.isdecimal() else 0
    return cards[first:] or cards


def shortened(words: Words, room: int) -> Words:
    """The words as far as there is room for so many characters."""
    kept: list[Paragraph | Listing] = []
    for part in words:
        if room <= 0:
            break
        match part:
            case Paragraph(runs):
                runs, room = _short_runs(runs, room)
                kept.append(Paragraph(runs))
            case Listing(items, ordered):
                some = []
                for item in items:
                    if room > 0:
                        short, room = _short_runs(item, room)
                        some.append(short)
                kept.append(Listing(tuple(some), ordered))
            case _:
                assert_never(part)
    return tuple(kept)


def _short_runs(runs: Sequence[Run], room: int) -> tuple[tuple[Run, ...], int]:
    kept: list[Run] = []
    for run in runs:
        if len(run.text) > room:
            text = run.text[: max(room - 1, 0)].rstrip() + "…"
            kept.append(Run(text, run.bold, run.italic, run.theirs, run.link))
            return tuple(kept), 0
        kept.append(run)
        room -= len(run.text)
    return tuple(kept), room
