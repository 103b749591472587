"""Cards as Slack's messages and modals. Pure; what does not fit is cut in view only."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.handlers.cutting import cut, shortened
from bot.handlers.slack import inputs, limits
from bot.handlers.slack.inputs import Block, plain_text
from bot.handlers.slack.pressed import ACTION, CALLBACK, Pressed, pack
from bot.handlers.slack.richly import boxed, rich_text
from bot.handlers.slack.written import escaped
from bot.inputs import ChannelInput, ChoiceInput, Input, TextInput
from bot.message import Back, Button, Card, Paragraph, Route, Run, Submit, at_a_glance, plain

_ROOMS = (None, 9_000, 6_000, 3_000, 1_500, 600, 200, 60)  # characters of words to try, one after another


@dataclass(frozen=True)
class Labels:
    """The few words that Slack needs and no card has."""

    product: str = "Peerwalk"
    close: str = "Close"
    more: str = "…"
    short: str = ""
    over: str = "…"
    pick: str = ""
    others: Callable[[int], str] = "and {} more".format
    """Of a list that is cut, how many are left, and where all of them are."""


def is_form(cards: Sequence[Card]) -> bool:
    return any(card.inputs for card in cards)


# ── Messages ────────────────────────────────────────────────────────────────────────────────


def message(cards: Sequence[Card], labels: Labels) -> dict[str, Any]:
    """A message of one card or several. Its text is what a lock screen shows: of a quiet card, only its notice."""
    shown: list[Block] = []
    for number, card in enumerate(cards):
        fitted = drawn(card, labels)
        drawn_here = [DIVIDER, *fitted] if shown else fitted
        left = _others(labels, len(cards) - number) if number + 1 < len(cards) else []
        if not _holds([*shown, *drawn_here, *left]):
            shown += _others(labels, len(cards) - number)
            break
        shown += drawn_here
    return {"text": text(cards), "blocks": numbered(shown)}


def whole(cards: Sequence[Card]) -> bool:
    """Whether one message holds all of these cards; a modal holds more."""
    return _holds([block for card in cards for block in (DIVIDER, *_blocks(_alone(card), Labels()))])


def _holds(blocks: Sequence[Block], less: int = 0) -> bool:
    return len(blocks) <= limits.MESSAGE_BLOCKS and size(blocks) <= limits.MESSAGE_CHARACTERS - less


def post(card: Card, act_id: str) -> dict[str, Any]:
    """A message of the queue. Other apps can see the metadata, so it holds our id and nothing else."""
    return {
        **message((card,), Labels()),
        "metadata": {"event_type": "peerwalk_act", "event_payload": {"act": act_id}},
        "unfurl_links": False,
        "unfurl_media": False,
    }


def text_of(card: Card) -> str:
    """A card's words as one line, for where Slack takes nothing else."""
    return cut(" ".join(plain(card.words).split()), limits.ERROR)


def text(cards: Sequence[Card]) -> str:
    """The top-level text, which Slack parses and we therefore escape."""
    lines = dict.fromkeys(at_a_glance(card) for card in cards)
    return cut(escaped("\n".join(lines)), limits.NOTIFICATION_TEXT)


DIVIDER: Block = {"type": "divider"}


def _more(labels: Labels) -> list[Block]:
    return [{"type": "context", "elements": [plain_text(labels.more)]}]


def _others(labels: Labels, count: int) -> list[Block]:
    """Of several cards, that so many do not fit; of one alone, that it is cut."""
    return [{"type": "context", "elements": [plain_text(labels.others(count) if count else labels.more)]}]


def size(blocks: Sequence[Block]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False))


def drawn(card: Card, labels: Labels) -> list[Block]:
    """One card's blocks within what a message takes: empty optional inputs go first, then words are cut, which is said."""
    alone = _alone(card)
    for room in _ROOMS:
        short = alone if room is None else replace(alone, words=shortened(alone.words, room))
        blocks = _blocks(short, labels, room=room)
        if short.words != alone.words:
            blocks = [*blocks, *_more(labels)]
        if len(blocks) < limits.MESSAGE_BLOCKS and _holds(blocks, less=400):
            break
    return blocks[: limits.MESSAGE_BLOCKS]


def _alone(card: Card) -> Card:
    """A card as a message shows it."""
    if card.more:
        # Chat shows the end of a message, so nothing long may follow its buttons: what is besides opens on its own.
        card = replace(card, buttons=(*card.buttons, Button(card.more.label, card.more.at)), more=None)
    return replace(card, inputs=_needed(card))


def _needed(card: Card) -> tuple[Input, ...]:
    """A message is no place for a long form: what may stay open and holds nothing can be added later."""
    return tuple(
        item
        for item in card.inputs
        if item.value or item.error or not (item.optional and isinstance(item, ChoiceInput))
    )


# ── Modals ──────────────────────────────────────────────────────────────────────────────────


def view(cards: Sequence[Card], labels: Labels) -> dict[str, Any]:
    """A modal of one card, or of several to look at. A form's own way to be sent becomes the modal's submit."""
    cards = [_shorter(card, labels) for card in cards]
    first = cards[0]
    form = next((card for card in cards if card.inputs), None)
    send = _send(form) if form else None
    shown: list[Block] = []
    for number, card in enumerate(cards):
        title = "" if card is first and len(card.title) <= limits.MODAL_TITLE else card.title
        others = tuple(button for button in card.buttons if button is not send)
        fields = card.inputs if send and isinstance(send.action, Submit) else _needed(card)
        blocks = _blocks(replace(card, title=title, buttons=others, inputs=fields), labels, sent=send is not None)
        if shown:
            blocks = [DIVIDER, *blocks]
        if len(shown) + len(blocks) > limits.VIEW_BLOCKS - 1 or size([*shown, *blocks]) > limits.VIEW_CHARACTERS:
            shown += _others(labels, len(cards) - number if shown else 0)
            break
        shown += blocks
    found: dict[str, Any] = {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain_text(_title(first.title, labels)),
        "close": plain_text(labels.close),
        "blocks": numbered(shown or _more(labels)),
        "private_metadata": "",
    }
    if form and send:
        held = Pressed(send.action, form.conversation, form.asking)
        found |= {"submit": plain_text(send.label), "private_metadata": pack(held, limits.PRIVATE_METADATA)}
    return found


def _shorter(card: Card, labels: Labels) -> Card:
    """Say so where a text may be longer than Slack's field takes; and where there is a list, nobody looks up an id."""
    found = [
        replace(item, hint=labels.pick)
        if isinstance(item, ChannelInput)
        else replace(item, hint=f"{item.hint} {labels.short}".strip())
        if isinstance(item, TextInput) and item.longest > limits.PLAIN_TEXT_INPUT
        else item
        for item in card.inputs
    ]
    return replace(card, inputs=tuple(found))


def _title(title: str, labels: Labels) -> str:
    return title if title and len(title) <= limits.MODAL_TITLE else labels.product


def _send(card: Card) -> Button | None:
    """The button that sends the form just as it is: the last that does, and fits where Slack puts it.

    Slack wants a submit wherever there is a field. On a route card, that is the first thing to do.
    """
    fit = [button for button in card.buttons if len(button.label) <= limits.MODAL_BUTTON]
    sends = [button for button in fit if isinstance(button.action, Submit) and not button.action.masked]
    return next((button for button in (*sends[::-1], *fit) if isinstance(button.action, Submit | Route)), None)


def errors(card: Card, blocks: dict[str, str]) -> dict[str, str]:
    """A form's errors, each on the block at fault; empty where there is one that no block has."""
    wrong = {item.key: item.error for item in card.inputs if item.error}
    if not wrong or not wrong.keys() <= blocks.keys():
        return {}
    return {blocks[key]: error for key, error in wrong.items()}


# ── Blocks ──────────────────────────────────────────────────────────────────────────────────


def _blocks(card: Card, labels: Labels, *, sent: bool = False, room: int | None = None) -> list[Block]:
    """A card's blocks. `sent`: its form is sent by the modal it stands in. `room`: for what a field does not hold."""
    answered = sent or any(isinstance(button.action, Submit | Route) for button in card.buttons)
    fields = list(_fields(card, labels, room) if answered else _copies(card, room))
    buttons = _buttons(card)
    # What can be pressed instead of sending stands with the words it is about, above a form that may be long.
    other = any(not isinstance(button.action, Back) for button in card.buttons)
    leading = card.urgent or (other and len(card.inputs) > 1)
    body = [*buttons, *fields] if leading else [*fields, *buttons]
    more = rich_text((Paragraph((Run(card.more.label, bold=True),)), *card.more.words)) if card.more else []
    return [*_header(card), *rich_text(card.words), *body, *more]


def _header(card: Card) -> list[Block]:
    return [{"type": "header", "text": plain_text(cut(card.title, limits.HEADER))}] if card.title else []


def _fields(card: Card, labels: Labels, room: int | None) -> Iterator[Block]:
    for question in card.inputs:
        if question.error:
            yield from rich_text((Paragraph((Run(question.error, bold=True),)),))
        block = inputs.drawn(question, card.asking)
        if block is not None:
            yield block
        if (
            isinstance(question, TextInput)
            and not isinstance(question, ChannelInput)
            and (over := question.value[inputs.most_of(question) :])
        ):
            yield from rich_text((Paragraph((Run(labels.over),)),))
            yield from boxed(over if room is None else cut(over, room))


def _copies(card: Card, room: int | None) -> Iterator[Block]:
    """Fields that nothing sends: their words are there to be copied."""
    for question in card.inputs:
        if isinstance(question, TextInput) and question.value:
            yield from rich_text((Paragraph((Run(question.label, bold=True),)),))
            yield from boxed(question.value if room is None else cut(question.value, room))


def _buttons(card: Card) -> list[Block]:
    made = [_button(button, card) for button in card.buttons]
    rows = -(-len(made) // limits.ACTIONS_ELEMENTS) or 1
    row = -(-len(made) // rows) or 1  # rows of like length: no button is left on a line of its own
    return [{"type": "actions", "elements": made[first : first + row]} for first in range(0, len(made), row)]


def _button(button: Button, card: Card) -> Block:
    return {
        "type": "button",
        "text": plain_text(cut(button.label, limits.BUTTON_TEXT)),
        "value": pack(Pressed(button.action, card.conversation, card.asking)),
    } | ({"style": "primary"} if button.primary else {})


def numbered(blocks: list[Block]) -> list[Block]:
    """Give each button an id that no other in the payload has."""
    number = 0
    for block in blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            element["action_id"] = f"{ACTION}{number}"
            number += 1
    return blocks
