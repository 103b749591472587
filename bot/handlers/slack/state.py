"""A form's answers, as Slack returns them: by block, by action, each in the shape of its element."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.handlers.fields import part, parts
from bot.handlers.slack.written import as_typed
from bot.message import Answer


@dataclass
class State:
    """A form's answers by question, and the block in which each stands."""

    values: dict[str, Answer] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    picked: dict[str, str] = field(default_factory=dict)
    """Channels that were chosen, by the block in which they were."""


def state(found: Mapping[str, Any]) -> State:
    """Read `state`. An action's id is `one.key` or `many.key`: a box to tick may be one answer or several."""
    read = State()
    for block, actions in part(found, "values").items():
        for name, held in actions.items() if isinstance(actions, dict) else ():
            number, _, key = str(name).partition(".")
            if number in {"one", "many"} and key and isinstance(held, dict):
                chosen = _chosen(held)
                read.values[key] = chosen if number == "many" else next(iter(chosen), "")
                read.blocks[key] = block
                if held.get("type") == "conversations_select" and chosen:
                    read.picked[block] = chosen[0]
    return read


def _chosen(held: Mapping[str, Any]) -> tuple[str, ...]:
    found: list[Any]
    match held.get("type"):
        case "plain_text_input":
            typed = held.get("value")
            found = [as_typed(typed)] if isinstance(typed, str) else []
        case "number_input":
            found = [held.get("value")]
        case "datepicker":
            found = [held.get("selected_date")]
        case "timepicker":
            found = [held.get("selected_time")]
        case "conversations_select":
            found = [held.get("selected_conversation")]
        case "static_select" | "radio_buttons":
            found = [part(held, "selected_option").get("value")]
        case "multi_static_select" | "checkboxes":
            found = [option.get("value") for option in parts(held, "selected_options")]
        case _:
            found = []
    return tuple(value for value in found if isinstance(value, str) and value)
