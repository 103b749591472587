"""Tell a text that must go to a person now from one about how a school works (rule 4 of the product).

Recall comes first: a false alarm costs one tap (*This is about systems, go on*), a missed one may cost a child.
"""

import re

from bot.privacy.alarm import alarm, of_adult
from bot.privacy.reader import read
from bot.privacy.verdict import Concern

# How much a text must read like one to be stopped. Low on purpose: where, of texts by hands not learned from, more than nine
# worries in ten are stopped and one in ten notes about a system in the very words of worries.
STOPPED_FROM = -2.0
OF_WORDS = 0.7  # how much the very words say beside what they are like
# Who sits where, and nothing that anybody did.
_POSTS_ONLY = re.compile(
    r"(?:(?:in|on|at|of|for|the|and|base|year|yr|unit|office|room|d?dsl|hlta|ta|tas|sen|senco|sendco|ect|elsa|hoy|slt|ks\d|y?\d{1,2})\b[\W_]*)+"
)
_WORD = re.compile(r"[^\W\d_]{3}")


def find_concern(text: str) -> Concern | None:
    """Return what a folded text reads like, or nothing."""
    small = text.lower()
    if _POSTS_ONLY.fullmatch(small) or not _WORD.search(small):
        return None
    if read(small) + OF_WORDS * alarm(small) < STOPPED_FROM:
        return None
    return Concern.ADULT_ALLEGATION if of_adult(small) else Concern.LIVE_CONCERN
