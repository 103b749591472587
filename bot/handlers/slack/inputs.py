"""Questions as Slack's input blocks. The ids say how an answer is to be read back: see `state.py`."""

import hashlib
from typing import Any, assert_never

from bot.handlers.cutting import cut
from bot.handlers.slack.limits import (
    BLOCK_ID,
    CHECKBOXES,
    INPUT_HINT,
    INPUT_LABEL,
    OPTION_GROUPS,
    OPTION_TEXT,
    OPTION_VALUE,
    OPTIONS,
    PLAIN_TEXT_INPUT,
    RADIO_BUTTONS,
)
from bot.inputs import ChannelInput, ChoiceInput, DayInput, Input, NumberInput, Option, TextInput, TimeInput

Block = dict[str, Any]


def plain_text(text: str) -> Block:
    # Without `emoji: false`, a person's ":x:" would be drawn as a picture.
    return {"type": "plain_text", "text": text, "emoji": False}


def drawn(question: Input, asking: int) -> Block | None:
    """The input block of one question; None where there is nothing to choose from."""
    if isinstance(question, ChoiceInput) and not question.options:
        return None
    block: Block = {
        "type": "input",
        "block_id": _block_id(question, asking),
        "label": plain_text(cut(question.label, INPUT_LABEL)),
        "optional": question.optional,
        "element": _element(question),
    }
    if question.hint:
        block["hint"] = plain_text(cut(question.hint, INPUT_HINT))
    return block


def most_of(question: TextInput) -> int:
    """How many characters Slack's field holds; what a text has beyond is shown beside it."""
    return min(question.longest, PLAIN_TEXT_INPUT)


def _block_id(question: Input, asking: int) -> str:
    # Slack keeps what is typed for as long as the ids stay, and then passes over `initial_value`: what the field is to
    # hold now is part of the id.
    value = question.value if isinstance(question.value, str) else "\n".join(question.value)
    held = hashlib.sha256(f"{value}\n{question.error}".encode()).hexdigest()[:8]
    return f"{question.key}.{asking}.{held}"[:BLOCK_ID]


def _element(question: Input) -> Block:
    match question:
        case ChannelInput(key, value=value):
            # No direct messages, and nothing that another organisation is in.
            shown = {"include": ["private", "public"], "exclude_external_shared_channels": True}
            picker: Block = {"type": "conversations_select", "action_id": f"one.{key}", "filter": shown}
            return picker | ({"initial_conversation": value} if value else {})
        case TextInput(key, long=long, value=value):
            most = most_of(question)
            text: Block = {
                "type": "plain_text_input",
                "action_id": f"one.{key}",
                "multiline": long,
                "max_length": most,
            }
            return text | ({"initial_value": value[:most]} if value else {})
        case ChoiceInput():
            return _choice(question)
        case TimeInput(key, value=value):
            return {"type": "timepicker", "action_id": f"one.{key}"} | ({"initial_time": value} if value else {})
        case DayInput(key, value=value):
            return {"type": "datepicker", "action_id": f"one.{key}"} | ({"initial_date": value} if value else {})
        case NumberInput(key, least=least, most=greatest, value=value):
            number: Block = {
                "type": "number_input",
                "action_id": f"one.{key}",
                "is_decimal_allowed": False,
                "min_value": str(least),
                "max_value": str(greatest),
            }
            return number | ({"initial_value": value} if value else {})
        case _:
            assert_never(question)


def _choice(question: ChoiceInput) -> Block:
    options = {option.value: _option(option) for option in question.options}
    held = [options[value] for value in question.value if value in options]
    number = "many" if question.several else "one"
    element: Block = {"action_id": f"{number}.{question.key}"}
    few = len(options) <= (CHECKBOXES if question.several else RADIO_BUTTONS)
    grouped = any(option.group for option in question.options)
    if question.several or (len(options) == 1 and question.optional):
        # One answer that may be left open is a box to tick, on the telephone one tap.
        kind = "checkboxes" if few else "multi_static_select"
        element |= {"type": kind} | ({"initial_options": held} if held else {})
    else:
        # Radio buttons cannot be cleared again, so they are for what has to be answered.
        kind = "radio_buttons" if few and not grouped and not question.optional else "static_select"
        element |= {"type": kind} | ({"initial_option": held[0]} if held else {})
    if kind in {"checkboxes", "radio_buttons"} or (len(options) <= OPTIONS and not grouped):
        return element | {"options": list(options.values())}
    return element | {"option_groups": _groups(question.options, options)}


def _option(option: Option) -> Block:
    if len(option.value) > OPTION_VALUE:
        raise ValueError("an option's value is an id and fits")
    return {"text": plain_text(cut(option.label, OPTION_TEXT)), "value": option.value}


def _groups(offered: tuple[Option, ...], options: dict[str, Block]) -> list[Block]:
    """Options under their headings, at most a hundred under each."""
    headed: dict[str, list[Option]] = {}
    for option in offered:
        headed.setdefault(option.group, []).append(option)
    groups = []
    for heading, listed in headed.items():
        for first in range(0, len(listed), OPTIONS):
            some = listed[first : first + OPTIONS]
            label = heading or f"{some[0].label} … {some[-1].label}"
            groups.append(
                {
                    "label": plain_text(cut(label, OPTION_TEXT)),
                    "options": [options[option.value] for option in some],
                }
            )
    return groups[:OPTION_GROUPS]
