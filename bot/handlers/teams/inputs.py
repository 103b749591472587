"""Questions as an Adaptive Card's inputs, and their answers as Teams returns them.

An input's id is its kind, its question's key, and a mark of what it holds: a client that keeps what was typed by id
then takes up what we say it holds now.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from bot.handlers.cutting import cut
from bot.handlers.teams import limits
from bot.handlers.teams.finding import found
from bot.handlers.teams.richly import Element, alike, line
from bot.inputs import SOUGHT, ChoiceInput, DayInput, Input, NumberInput, Option, TextInput, TimeInput
from bot.message import Answer, Card

OPEN = "-"
"""The value of *leave it open* in a menu: an Adaptive Card's menu cannot be cleared again."""
FIELDS = "f"
"""Where a button's data names the inputs beside it: what is left open does not come back at all."""

LOOK = "look"
"""Where a button's data names the box in which somebody has typed whom to look for."""

_ID = re.compile(r"(text|one|many|day|time|number|find|finds)\.(\w{1,60})\.[0-9a-f]{8}")
_COPY = "copy"


@dataclass(frozen=True)
class Asked:
    """What a client says by itself where an answer does not fit."""

    required: str = "Please answer this one."
    leave_open: str = "Leave it open"
    number: Callable[[int, int], str] = "Please give a whole number from {} to {}.".format
    day: Callable[[str, str], str] = "Please choose a day from {} to {}.".format
    time: Callable[[str, str], str] = "Please choose a time from {} to {}.".format
    find: str = "Find"
    find_hint: str = "Type part of it."
    found: Callable[[int, int], str] = "Of {1} that match, {0} are here.".format
    """What is said above those that match: how many of them are offered, and how many there are."""
    chosen: str = "Chosen"
    choose: str = "Choose here"


# ── Out ─────────────────────────────────────────────────────────────────────────────────────


def drawn(question: Input, card: Card, asked: Asked, *, must: bool, longest: int) -> Iterator[Element]:
    """One question with its error above and its hint below; nothing where there is nothing to choose from.

    `must` lets the client ask for what is required; an option's label is cut to `longest` characters.
    """
    if isinstance(question, ChoiceInput) and not question.options:
        return
    if question.error:
        yield line(question.error, weight="Bolder", color="Attention")
    element: Element = {"id": _name(question, card), "label": _label(question)}
    element |= _element(question, asked, longest)
    if must and not question.optional:
        element |= {"isRequired": True}
    if element.get("isRequired") and "errorMessage" not in element:
        element |= {"errorMessage": asked.required}
    yield element | ({"spacing": "Small"} if question.error else {})
    if question.hint:
        yield line(cut(question.hint, limits.LABEL), isSubtle=True, size="Small") | {"spacing": "Small"}


def searched(question: ChoiceInput, card: Card, asked: Asked, find: Element, *, longest: int) -> Iterator[Element]:
    """A question of a list that is too long: a box to type part of a name into, what finds it, and what was found."""
    it = found(question)
    if question.error:
        yield line(question.error, weight="Bolder", color="Attention")
    box: Element = {"type": "Input.Text", "id": look_of(question, card), "label": _label(question)}
    # What matched nothing is there to be mended.
    left = {"value": it.typed[: limits.SOUGHT]} if it.typed and not it.matching else {}
    yield box | {"placeholder": asked.find_hint, "maxLength": limits.SOUGHT} | left
    # Of several such buttons, whoever cannot see them is told which is which.
    yield {
        "type": "ActionSet",
        "actions": [find | {"tooltip": f"{find['title']}: {_label(question)}"}],
        "spacing": "Small",
    }
    if it.typed:
        yield line(asked.found(min(it.matching, limits.MATCHES), it.matching))
    if it.offered.options:
        label = asked.choose if it.typed and it.matching else asked.chosen
        menu = _choice(it.offered, asked, longest)
        yield {"id": _name(question, card), "label": f"{label}: {_label(question)}"} | menu
    if question.hint:
        yield line(cut(question.hint, limits.LABEL), isSubtle=True, size="Small") | {"spacing": "Small"}


def look_of(question: ChoiceInput, card: Card) -> str:
    """The id of the box in which somebody types whom to look for."""
    return f"{'finds' if question.several else 'find'}.{question.key}.{_mark(question, card)}"


def copied(question: TextInput, card: Card) -> Element:
    """A text that nothing sends any more, in a box from which it can be copied."""
    return {
        "type": "Input.Text",
        "id": f"{_COPY}.{question.key}.{_mark(question, card)}",
        "label": _label(question),
        "isMultiline": True,
        "value": question.value[: limits.TEXT],
    }


def names(card: Card) -> list[str]:
    """The ids of a form's inputs."""
    return [_name(item, card) for item in card.inputs if not isinstance(item, ChoiceInput) or item.options]


def _label(question: Input) -> str:
    # Dates in braces are read here too; a space without width keeps the pair apart.
    return cut(question.label, limits.LABEL).replace("{{", "{\u200b{") or question.key


def _name(question: Input, card: Card) -> str:
    match question:
        case TextInput():
            kind = "text"
        case ChoiceInput(several=several):
            kind = "many" if several else "one"
        case TimeInput():
            kind = "time"
        case DayInput():
            kind = "day"
        case NumberInput():
            kind = "number"
        case _:
            assert_never(question)
    return f"{kind}.{question.key}.{_mark(question, card)}"


def _mark(question: Input, card: Card) -> str:
    value = question.value if isinstance(question.value, str) else "\n".join(question.value)
    held = f"{card.conversation}\n{card.asking}\n{value}\n{question.error}"
    return hashlib.sha256(held.encode()).hexdigest()[:8]


def _element(question: Input, asked: Asked, longest: int) -> Element:
    match question:
        case TextInput(long=long, longest=most, value=value):
            most = min(most, limits.TEXT)
            text: Element = {"type": "Input.Text", "isMultiline": long, "maxLength": most}
            return text | ({"value": value[:most]} if value else {})
        case ChoiceInput():
            return _choice(question, asked, longest)
        case TimeInput(earliest=earliest, latest=latest, value=value):
            return _between("Input.Time", earliest, latest, value, asked.time)
        case DayInput(earliest=earliest, latest=latest, value=value):
            return _between("Input.Date", earliest, latest, value, asked.day)
        case NumberInput(least=least, most=greatest, value=value):
            number: Element = {"type": "Input.Number", "min": least, "max": greatest}
            held = {"value": int(value)} if re.fullmatch(r"-?\d{1,12}", value) else {}
            return number | held | {"errorMessage": asked.number(least, greatest)}
        case _:
            assert_never(question)


def _between(kind: str, earliest: str, latest: str, value: str, says: Callable[[str, str], str]) -> Element:
    found = {"min": earliest, "max": latest, "value": value}
    found["errorMessage"] = says(earliest, latest) if earliest and latest else ""
    return {"type": kind} | {name: held for name, held in found.items() if held}


def _choice(question: ChoiceInput, asked: Asked, longest: int) -> Element:
    choices = [{"title": _title(option, longest), "value": _value(option)} for option in question.options]
    known = {option.value for option in question.options}
    held = [value for value in question.value if value in known]
    element: Element = {"type": "Input.ChoiceSet", "wrap": True}
    if question.several or (len(choices) == 1 and question.optional):
        # One answer that may be left open is a box to tick, on the telephone one tap.
        element |= {"isMultiSelect": True, "style": "expanded" if len(choices) <= limits.TICKS else "compact"}
        held = held if question.several else held[:1]
    elif len(choices) > limits.FILTERED and not held:
        # Teams for iOS forgets what such a menu held, so one that holds something is not searched by typing.
        element |= {"style": "filtered"} | ({"placeholder": asked.leave_open} if question.optional else {})
    elif question.optional:
        # What stands open could not be cleared again, and neither could a menu without this one.
        choices.insert(0, {"title": asked.leave_open, "value": OPEN})
        element |= {"style": "compact"}
        held = held[:1] or [OPEN]
    else:
        element |= {"style": "expanded" if len(choices) <= limits.EXPANDED else "compact"}
        held = held[:1]
    return element | {"choices": choices} | ({"value": ",".join(held)} if held else {})


def _title(option: Option, longest: int) -> str:
    """The label, with its heading: a menu here has none of its own. A number says where it belongs without one."""
    own = not option.group or option.label.startswith(option.value)
    return alike(cut(option.label if own else f"{option.label} · {option.group}", longest)) or option.value


def _value(option: Option) -> str:
    if not option.value or len(option.value) > limits.OPTION_VALUE or "," in option.value or option.value == OPEN:
        raise ValueError("an option's value is an id, fits, and holds no comma")
    return option.value


# ── Back ────────────────────────────────────────────────────────────────────────────────────


def values(data: Mapping[str, Any]) -> dict[str, Answer]:
    """The answers among what a button brought, by question. What is not ours, or of no fitting kind, is left out.

    Of the inputs that the button names, those that did not come back are open.
    """
    named = data.get(FIELDS)
    fields = named[: limits.FIELDS] if isinstance(named, list) else []
    answers: dict[str, Answer] = {}
    looks: dict[str, tuple[str, str]] = {}
    for name in (*fields, data.get(LOOK), *list(data)[: 2 * limits.FIELDS]):
        was = _ID.fullmatch(name) if isinstance(name, str) else None
        if was and was[1] in {"find", "finds"}:
            looks[was[2]] = (was[1], _text(data.get(name)).strip()[: limits.SOUGHT])
        elif was:
            answers[was[2]] = _answer(was[1], data.get(name))
    # Whoever types a name beside what they have chosen looks for more; with nothing typed, only the button does.
    for key, (kind, typed) in looks.items():
        if typed or str(data.get(LOOK)).startswith(f"{kind}.{key}."):
            answers[key] = _looking(answers.get(key, ()), typed) if kind == "finds" else f"{SOUGHT}{typed}"
    return answers


def _looking(chosen: Answer, typed: str) -> Answer:
    return (*(chosen if isinstance(chosen, tuple) else ()), f"{SOUGHT}{typed}")


def _answer(kind: str, held: Any) -> Answer:
    text = _text(held)
    match kind:
        case "many":
            return tuple(dict.fromkeys(value for value in text.split(",") if value))
        case "one":
            first = text.split(",", 1)[0]
            return "" if first == OPEN else first
        case "text":
            return text.replace("\r\n", "\n").replace("\r", "\n")
        case "day":
            return text[:10] if re.match(r"\d{4}-\d\d-\d\dT", text) else text.strip()
        case "time":
            return text[:5] if re.fullmatch(r"\d\d:\d\d:[\d.]+", text) else text.strip()
        case _:
            return text.strip()


def _text(held: Any) -> str:
    """What a field holds as text, without what no database takes: zero characters, and halves of surrogate pairs."""
    match held:
        case str():
            return held.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
        case bool():
            return ""
        case int() if abs(held) < 10**12:
            return str(held)
        case float() if held.is_integer() and abs(held) < 10**12:
            return str(int(held))
        case float():
            return str(held)
        case _:
            return ""
