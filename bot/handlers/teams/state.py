"""What a button of ours carries in Teams, and what it comes back as. Ids and seals, never words of a person."""

from collections.abc import Mapping
from typing import Any

from bot.handlers.pressed import Pressed, deed, pack, unpack
from bot.handlers.teams.inputs import FIELDS, names, values
from bot.message import Action, Address, AnyEvent, Back, Card, Route, Submit, Visit

ACTION = "pw"
"""What the SDK finds our buttons by: `data.action` of every one."""


def data_of(action: Action, card: Card) -> dict[str, Any]:
    """What the button sends: its action, the asking it stands on, and which inputs stand beside it."""
    found: dict[str, Any] = {"action": ACTION, "s": pack(Pressed(action, card.conversation, card.asking))}
    return found | ({FIELDS: names(card)} if brings_answers(action) and card.inputs else {})


def brings_answers(action: Action) -> bool:
    """Whether what the form holds goes with this button."""
    return isinstance(action, Submit | Back | Route)


def deed_of(data: Mapping[str, Any], key: str, who: Address) -> AnyEvent | Visit | None:
    """What somebody did who pressed it. None: of another version, or nothing we made."""
    was = unpack(data.get("s")) if data.get("action") == ACTION else None
    return deed(was, (key,), who, values(data)) if was else None
