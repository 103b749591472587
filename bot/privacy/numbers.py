"""Read the numbers of a folded text as groups of digits, so that spacing tells and does not hide."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_DIGITS = re.compile(r"\d+")
# What may stand between two groups of one number; a colon, a comma or a word ends it.
_GAP = re.compile(r"[ ./()-]{1,3}|\n")
_MOST_DIGITS = 15


@dataclass(frozen=True)
class Number:
    """Some neighbouring groups of digits, read as one number."""

    start: int
    end: int
    groups: tuple[str, ...]
    gaps: tuple[str, ...]

    @cached_property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(group) for group in self.groups)

    @property
    def evenly_spaced(self) -> bool:
        """Whether only blanks and hyphens part the groups, as in a number and not in a date."""
        return all(gap.strip(" -\n()") == "" for gap in self.gaps)


def numbers(text: str, lengths: Callable[[int], Collection[int]]) -> Iterator[Number]:
    """Yield each reading that begins and ends with a group and is as long as is asked for at its start.

    Longer ones come first from each start. No reading has more than 15 digits, so a long row of digits is read
    in time that grows with its length; what is asked for keeps the readings few.
    """
    found = [match.span() for match in _DIGITS.finditer(text)]
    joined = [_GAP.fullmatch(text, end, start) is not None for (_, end), (start, _) in pairwise(found)]
    for first, (start, _) in enumerate(found):
        wanted = lengths(start)
        if not wanted:
            continue
        ends: list[int] = []
        digits = 0
        for place in range(first, len(found)):
            digits += found[place][1] - found[place][0]
            if digits > _MOST_DIGITS:
                break
            if digits in wanted:
                ends.append(place)
            if place == len(joined) or not joined[place]:
                break
        for last in reversed(ends):
            groups = tuple(text[begin:end] for begin, end in found[first : last + 1])
            gaps = tuple(text[found[place][1] : found[place + 1][0]] for place in range(first, last))
            yield Number(start, found[last][1], groups, gaps)
