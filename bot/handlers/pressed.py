"""What a button carries on every chat platform: its action and the form it belongs to. Ids and seals, no words.

Short JSON with a version, and the way back from it to what the presser did.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from bot.domain.acts import TRUST, About
from bot.message import (
    Action,
    Address,
    Answer,
    Answered,
    AnyEvent,
    Back,
    Begin,
    Route,
    Routed,
    Started,
    Submit,
    Visit,
    Waived,
)
from bot.privacy import Concern, Waiver

VERSION = 1
LONGEST = 2_000


@dataclass(frozen=True)
class Pressed:
    """A button that was pressed: what it does, and the asking it stands on."""

    action: Action
    conversation: str = ""
    asking: int = 0


def pack(pressed: Pressed, longest: int = LONGEST) -> str:
    """The value of a button. Seals of texts sent long before make room for newer ones."""
    action = pressed.action
    if isinstance(action, Submit):
        for first in range(len(action.waived) + 1):
            packed = _pack(Pressed(Submit(action.masked, action.waived[first:]), pressed.conversation, pressed.asking))
            if len(packed) <= longest:
                return packed
    packed = _pack(pressed)
    if len(packed) > longest:
        raise ValueError(f"a button of {len(packed)} characters does not fit")
    return packed


def _pack(pressed: Pressed) -> str:
    held: dict[str, Any] = {"v": VERSION, "c": pressed.conversation, "n": pressed.asking}
    match pressed.action:
        case Submit(masked, waived):
            held |= {"a": "submit", "m": int(masked), "w": [[word.waiver.value, word.seal] for word in waived]}
        case Back():
            held |= {"a": "back"}
        case Begin(dialog, about, given, preset):
            held |= {"a": "begin", "d": dialog, "k": about.kind, "i": about.id}
            held |= {"g": _values(given), "p": _values(preset)}
        case Route(route, button, concern, school, tried):
            held |= {"a": "route", "r": route, "b": button, "o": concern.value, "s": school, "t": tried}
        case Visit(view, about):
            held |= {"a": "visit", "l": view, "k": about.kind, "i": about.id}
        case _:
            assert_never(pressed.action)
    short = {key: value for key, value in held.items() if value or key == "v"}
    return json.dumps(short, separators=(",", ":"), ensure_ascii=False)


def _values(values: Mapping[str, Answer]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def unpack(value: object) -> Pressed | None:
    """Read a button again. None: of another version, or nothing we made."""
    try:
        held = json.loads(value) if isinstance(value, str) else None
        if not isinstance(held, dict) or held.get("v") != VERSION:
            return None
        action = _action(held)
        return Pressed(action, _text(held, "c"), _number(held, "n")) if action is not None else None
    except (ValueError, TypeError, RecursionError):
        return None


def deed(was: Pressed, keys: tuple[str, ...], who: Address, values: Mapping[str, Answer]) -> AnyEvent | Visit:
    """What somebody did who pressed it while the form held these values."""
    match was.action:
        case Submit(masked, waived):
            return Answered(keys, who, was.conversation, was.asking, values, masked, waived=waived)
        case Back():
            return Answered(keys, who, was.conversation, was.asking, values, back=True)
        case Begin(dialog, about, given, preset):
            return Started(keys, who, dialog, about, given, preset)
        case Route(route, button, concern, school, tried):
            box = (was.conversation, was.asking, values)
            return Routed(keys, who, route, button, concern, school, tried, *box)
        case Visit():
            return was.action
        case _:
            assert_never(was.action)


def looking_for(words: str, keys: tuple[str, ...], who: Address) -> Started:
    """`find` and what is looked for in the practice library; alone, it asks."""
    given = {"words": words.strip()} if words.strip() else {}
    return Started(keys, who, "find_practice", TRUST, given)


def _action(held: Mapping[str, Any]) -> Action | None:
    about = About(_text(held, "k"), _text(held, "i"))
    match held.get("a"):
        case "submit":
            return Submit(bool(held.get("m")), tuple(_waived(pair) for pair in held.get("w", ())))
        case "back":
            return Back()
        case "begin":
            return Begin(_text(held, "d"), about, _answers(held, "g"), _answers(held, "p"))
        case "route":
            tried = _number(held, "t")
            return Route(_text(held, "r"), _text(held, "b"), Concern(_text(held, "o")), _text(held, "s"), tried)
        case "visit":
            return Visit(_text(held, "l"), about)
        case _:
            return None


def _waived(pair: Any) -> Waived:
    waiver, seal = pair
    if not isinstance(seal, str) or not seal.isascii():
        raise TypeError("a seal is plain text")
    return Waived(Waiver(waiver), seal)


def _text(held: Mapping[str, Any], key: str) -> str:
    found = held.get(key, "")
    if not isinstance(found, str):
        raise TypeError(key)
    return found


def _number(held: Mapping[str, Any], key: str) -> int:
    found = held.get(key, 0)
    if not isinstance(found, int):
        raise TypeError(key)
    return found


def _answers(held: Mapping[str, Any], key: str) -> dict[str, Answer]:
    return {str(name): tuple(map(str, v)) if isinstance(v, list) else str(v) for name, v in held.get(key, {}).items()}
