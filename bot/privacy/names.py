"""Find people in folded text by what stands around a name: a title, a role, a year group."""

import re
from collections.abc import Iterator

from bot.privacy.found import Found
from bot.privacy.verdict import Label

_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir)\.? [A-Z][\w'-]+")


def find_names(text: str) -> Iterator[Found]:
    """Yield each person seen in a folded text."""
    for match in _TITLED.finditer(text):
        yield Found(match.start(), match.end(), Label.PERSON)
