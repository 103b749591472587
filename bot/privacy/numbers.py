"""Read the numbers of a folded text as groups of digits, so that spacing tells and does not hide."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

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


def numbers(text: str) -> Iterator[Number]:
    """Yield each reading of up to 15 digits that begins and ends with a group; longer ones first from each start."""
    found = [match.span() for match in _DIGITS.finditer(text)]
    for first, (start, _) in enumerate(found):
        readings: list[Number] = []
        groups: list[str] = []
        gaps: list[str] = []
        for place in range(first, len(found)):
            group_start, group_end = found[place]
            if groups:
                gap = text[found[place - 1][1] : group_start]
                if _GAP.fullmatch(gap) is None:
                    break
                gaps.append(gap)
            groups.append(text[group_start:group_end])
            if sum(map(len, groups)) > _MOST_DIGITS:
                break
            readings.append(Number(start, group_end, tuple(groups), tuple(gaps)))
        yield from reversed(readings)
