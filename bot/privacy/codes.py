"""Find structured identifiers in folded text: numbers and addresses that have a shape."""

import re
from collections.abc import Iterator

from bot.privacy.found import Found
from bot.privacy.verdict import Label

_UPN = re.compile(r"\b[A-Za-z]\d{11}[\dA-Za-z]\b")
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}\b")
_PHONE = re.compile(r"(?<![\d.])0[1-9](?:[ -]?\d){8,9}(?!\d)")


def find_codes(text: str) -> Iterator[Found]:
    """Yield each structured identifier seen in a folded text."""
    for pattern, label in ((_UPN, Label.UPN), (_EMAIL, Label.EMAIL), (_PHONE, Label.PHONE)):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), label)
