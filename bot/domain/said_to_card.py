"""What words that mention the bot in the thread of a card come to: a few plain forms, and nothing that is not said. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """The dialog that somebody's words begin."""

    ASK = "ask_how"
    TRY = "try_practice"
    WORKED = "worked_too"


@dataclass(frozen=True)
class SaidToCard:
    """Which way words go, and what of them goes into its form."""

    way: Way
    text: str = ""


_VERBS = "do|does|did|can|could|would|should|is|are|was|were|has|have|had|will|long|much|many|often|big|old|come"
_HOW = re.compile(rf"how\s+(?:{_VERBS})\b|how\b[^.!]*\?\s*$", re.IGNORECASE)
_TRY = re.compile(
    r"(?:yes,?\s+)?we(?:(?:[’']ll|\s+will|[’']d\s+like\s+to|\s+would\s+like\s+to|\s+want\s+to"
    r"|(?:[’']re|\s+are)\s+going\s+to)\s+(?:also\s+)?try|(?:[’']re|\s+are)\s+(?:also\s+)?trying)\b",
    re.IGNORECASE,
)
_WORKED = re.compile(
    r"(?:it\s+|this\s+|that\s+)?(?:has\s+)?work(?:ed|s)\s+(?:very\s+)?(?:well\s+)?here\b", re.IGNORECASE
)
_BEFORE_EVIDENCE = re.compile(r"^(?:\s*(?:,?\s*too|,?\s*as\s+well))?[\s:;,.\-–—]*", re.IGNORECASE)


def said_to_card(text: str) -> SaidToCard | None:
    """The way these words go, by how they begin; None where they are none of the forms."""
    words = text.strip()
    if _HOW.match(words):
        return SaidToCard(Way.ASK, words)
    if _TRY.match(words):
        return SaidToCard(Way.TRY)
    if worked := _WORKED.match(words):
        return SaidToCard(Way.WORKED, _BEFORE_EVIDENCE.sub("", words[worked.end() :], count=1).strip())
    return None
