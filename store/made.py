"""Who made a change, when, and through what."""

from dataclasses import dataclass
from datetime import datetime

from bot.message import Source


@dataclass(frozen=True)
class Made:
    """By whom, when and through what a change is made. An empty person is the bot itself."""

    person: str
    at: datetime
    platform: str
    tenant: str = ""
    conversation: str = ""
    source: Source | None = None
