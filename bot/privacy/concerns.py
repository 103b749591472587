"""Tell a text that must go to a person now from one about how a school works (rule 4 of the product).

Recall comes first: a false alarm costs one tap (*This is about systems, go on*), a missed one may cost a child.
"""

import re

from bot.privacy.alarm import alarms
from bot.privacy.verdict import Concern

# How likely a text must be to be stopped for each. Low on purpose.
_STOPPED_FROM = {Concern.LIVE_CONCERN: 0.15, Concern.ADULT_ALLEGATION: 0.17}
# Who sits where, and nothing that anybody did.
_POSTS_ONLY = re.compile(
    r"(?:(?:in|on|at|of|for|the|and|base|year|yr|unit|office|room|d?dsl|hlta|ta|tas|sen|senco|sendco|ect|elsa|hoy|slt|ks\d|y?\d{1,2})\b[\W_]*)+"
)


def find_concern(text: str) -> Concern | None:
    """Return what a folded text reads like, or nothing; an allegation is the more particular of the two."""
    if _POSTS_ONLY.fullmatch(text.lower()):
        return None
    likely = alarms(text.lower())
    over = {concern: likely[concern] / least for concern, least in _STOPPED_FROM.items()}
    concern = max(over, key=lambda one: (over[one], one is Concern.ADULT_ALLEGATION))
    return concern if over[concern] >= 1 else None
