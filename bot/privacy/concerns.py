"""Tell a text that must go to a person now from one about how a school works."""

import re

from bot.privacy.verdict import Concern

_LIVE = re.compile(r"scared to go home|not safe to go home|wants to kill (?:him|her|them)sel", re.IGNORECASE)
_ADULT = re.compile(r"(?:teacher|staff|coach) \w+ (?:hit|touched|grabbed) ", re.IGNORECASE)


def find_concern(text: str) -> Concern | None:
    """Return what a folded text reads like, or nothing."""
    if _LIVE.search(text):
        return Concern.LIVE_CONCERN
    if _ADULT.search(text):
        return Concern.ADULT_ALLEGATION
    return None
