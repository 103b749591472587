"""What a form asks with: each input with what it holds, and what is wrong with that, the same on every platform."""

from dataclasses import dataclass

SOUGHT = "?"
"""What begins the answer of somebody who looks for an option by typing a part of it: no option's value does."""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class TextInput:
    key: str
    label: str
    hint: str = ""
    optional: bool = False
    long: bool = True
    longest: int = 3000
    value: str = ""
    error: str = ""


@dataclass(frozen=True)
class ChannelInput(TextInput):
    """A channel in chat: chosen from a list where the platform has one, otherwise typed as its id."""


@dataclass(frozen=True)
class ChoiceInput:
    """One option, or with `several` any number."""

    key: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""
    optional: bool = False
    several: bool = False
    value: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class DayInput:
    key: str
    label: str
    hint: str = ""
    optional: bool = False
    earliest: str = ""
    latest: str = ""
    value: str = ""
    error: str = ""


@dataclass(frozen=True)
class TimeInput(DayInput):
    """A time of day: all as HH:MM."""


@dataclass(frozen=True)
class NumberInput:
    key: str
    label: str
    hint: str = ""
    optional: bool = False
    least: int = 0
    most: int = 1_000_000
    value: str = ""
    error: str = ""


def sought(value: str | tuple[str, ...]) -> str | None:
    """What somebody looks for among a question's options; None where they do not."""
    held = value if isinstance(value, tuple) else (value,)
    return next((each.removeprefix(SOUGHT) for each in held if each.startswith(SOUGHT)), None)


Input = TextInput | ChoiceInput | DayInput | TimeInput | NumberInput
