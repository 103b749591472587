"""The trust's own settings as values, each with what holds while nothing was said. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from bot.domain import quiet
from bot.domain.quiet import QuietHours

QUIET_HOURS, APPROVERS, SUGGESTIONS, MODEL, CHANNEL = "quiet_hours", "approvers", "suggestions", "model", "channel"
A_DAY = "posts_a_day"
"""What each goes by among the settings, and in the history."""
POSTS_A_DAY = 2
"""How many posts of excellent practice a day the channel bears, if the trust says nothing; the rest is a weekly list."""
MOST_A_DAY = 10


class Approvers(StrEnum):
    """Who is the second person that approves an affirmation. Nobody approves what they drafted, worded or agreed."""

    EITHER = "either"
    TRUST_LEAD = "trust_lead"
    LEAD = "lead"


class Model(StrEnum):
    """How safeguarding is led across the trust. It says who is asked, never who may read what."""

    SCHOOLS = "schools"
    TRUST_LEAD = "trust_lead"
    CLUSTERS = "clusters"
    TRUST_TEAM = "trust_team"


@dataclass(frozen=True)
class TrustSettings:
    """What a trust has settled. None: it has not said, and `suggestions` are as this installation has them."""

    quiet: QuietHours = QuietHours()
    approvers: Approvers = Approvers.EITHER
    suggestions: bool | None = None
    model: Model | None = None
    posts_a_day: int = POSTS_A_DAY

    def suggests(self, installation: bool) -> bool:
        """Whether suggestions are made: the trust's word, or else the installation's."""
        return installation if self.suggestions is None else self.suggestions


Known = TypeVar("Known", bound=StrEnum)


def read(held: Mapping[str, Any]) -> TrustSettings:
    """The settings that a trust's rows hold; what is none of ours is passed over."""
    said = held.get(SUGGESTIONS)
    return TrustSettings(
        quiet.read(held.get(QUIET_HOURS)),
        _one_of(Approvers, held.get(APPROVERS)) or Approvers.EITHER,
        said if isinstance(said, bool) else None,
        _one_of(Model, held.get(MODEL)),
        _a_day(held.get(A_DAY)),
    )


def _one_of(kind: type[Known], value: Any) -> Known | None:
    return kind(value) if isinstance(value, str) and value in set(kind) else None


def _a_day(value: Any) -> int:
    fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_A_DAY
    return value if fits else POSTS_A_DAY
