"""The guard: what a text may hold before anything is kept. Pure; the same text gets the same verdict."""

from bot.privacy.judge import folded_word, judge
from bot.privacy.masking import quoted, rewrite
from bot.privacy.verdict import (
    Audience,
    Certainty,
    Clean,
    Concern,
    Interrupt,
    Label,
    Refuse,
    Span,
    Unsure,
    Verdict,
    Vocabulary,
    Waiver,
)

__all__ = [
    "Audience",
    "Certainty",
    "Clean",
    "Concern",
    "Interrupt",
    "Label",
    "Refuse",
    "Span",
    "Unsure",
    "Verdict",
    "Vocabulary",
    "Waiver",
    "folded_word",
    "judge",
    "quoted",
    "rewrite",
]
