"""A time of day as a question, and a card whose answers must fit together and with what is there already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.conversation import Answers, Ask, Question
from bot.domain.timetable import clock, minutes_of
from bot.message import Answer


@dataclass(frozen=True)
class Time(Question):
    """A time of day, as HH:MM, within the minutes after midnight given."""

    earliest: int = 0
    latest: int = 24 * 60 - 1

    def misfit(self, value: Answer) -> str | None:
        if not isinstance(value, str) or len(value) != len("10:40") or value[2] != ":":
            return "not_a_time"
        digits = value[:2] + value[3:]
        if not (digits.isascii() and digits.isdigit()):
            return "not_a_time"
        minutes = minutes_of(value)
        if clock(minutes) != value:
            return "not_a_time"
        return None if self.earliest <= minutes <= self.latest else "time_out_of_reach"


class Fit(Protocol):
    """What must fit together: the block that says what does not, by question, and the facts that block may name."""

    def problems(self, answers: Answers) -> dict[str, str]: ...

    def facts(self, answers: Answers) -> Mapping[str, Any]: ...


class Fitting(Ask):
    """A card that is asked again, with the reason, where its answers are each right but do not fit. Its fact `fit` says."""

    @property
    def fit(self) -> Fit:
        found: Fit = self.facts["fit"]
        return found

    def problems(self, answers: Answers) -> dict[str, str]:
        return super().problems(answers) or self.fit.problems(answers)
