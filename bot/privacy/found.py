"""What a detector hands back: a stretch of folded text and what it seems to be."""

from dataclasses import dataclass

from bot.privacy.verdict import Certainty, Label


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    label: Label
    certainty: Certainty = Certainty.SURE
