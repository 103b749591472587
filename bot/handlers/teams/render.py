"""Cards as Adaptive Cards in Teams' messages and dialogs. Pure; what does not fit is cut in view only."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.acts import About
from bot.handlers.cutting import cut, shortened
from bot.handlers.teams import inputs, limits
from bot.handlers.teams.finding import longest_first, too_long
from bot.handlers.teams.richly import Element, heading, line, rich_text
from bot.handlers.teams.state import brings_answers, data_of
from bot.inputs import ChoiceInput, Input, TextInput
from bot.message import Back, Button, Card, Route, Submit, Visit, at_a_glance

CARD = "application/vnd.microsoft.card.adaptive"
VERB = "pw"
TOLD = "told"
"""The look that a closed post opens: what an act tells, as things stand now."""

_ROOMS = (None, 9_000, 6_000, 3_000, 1_500, 600, 200, 60)  # characters of words to try, one after another


@dataclass(frozen=True)
class Labels:
    """The few words that Teams needs and no card has."""

    product: str = "Peerwalk"
    open: str = "Open"
    further: str = "More"
    """What opens the buttons that there is no room for."""
    more: str = "…"
    short: str = ""
    others: Callable[[int], str] = "and {} more".format
    """Of a list that is cut, how many are left, and where all of them are."""
    asked: inputs.Asked = field(default_factory=inputs.Asked)


@dataclass(frozen=True)
class Fresh:
    """Who sees a card as it is whenever they see it, and what they look at then. Users are Teams' own ids (29:…)."""

    visit: Visit
    users: tuple[str, ...]


def is_form(cards: Sequence[Card]) -> bool:
    return any(card.inputs for card in cards)


# ── What is sent ────────────────────────────────────────────────────────────────────────────


def message(cards: Sequence[Card], labels: Labels) -> dict[str, Any]:
    """A message of one card or several. Its summary is what a lock screen shows: of a quiet card, only its notice."""
    return carrying(card(cards, labels), summary(cards), urgent=any(each.urgent for each in cards))


def post(shown: Card, act_id: str, labels: Labels, *, private: bool) -> dict[str, Any]:
    """A message of the queue. To a person, a quiet card comes closed: its notice, and a button that opens it."""
    if private and shown.quiet:
        opens = Button(labels.open, Visit(TOLD, About("act", act_id)), primary=True)
        closed = Card(shown.notice, shown.notice, buttons=(opens,))
        return carrying(card((closed,), labels), summary((shown,)), urgent=shown.urgent)
    return message((shown,), labels)


def carrying(drawn: Element, notice: str, *, urgent: bool = False) -> dict[str, Any]:
    """A message that carries a card and shows no more than this notice elsewhere."""
    found: dict[str, Any] = {"type": "message", "summary": notice, "attachments": [attachment(drawn)]}
    return found | ({"importance": "high"} if urgent else {})


def attachment(drawn: Element) -> dict[str, Any]:
    return {"contentType": CARD, "content": drawn}


def dialog(cards: Sequence[Card], labels: Labels) -> dict[str, Any]:
    """What a dialog shows. It sends what it holds by Action.Submit: Teams takes no Action.Execute there."""
    first = cards[0]
    title = first.title if 0 < len(first.title) <= limits.DIALOG_TITLE else ""
    shown = (replace(first, title=""), *cards[1:]) if title else cards
    large = sum(len(each.inputs) for each in cards) > 2 or len(cards) > 1  # noqa: PLR2004 more needs scrolling
    return {
        "title": title or labels.product,
        "height": "large" if large else "medium",
        "width": "medium",
        "card": attachment(_Drawing(labels, execute=False).card(shown)),
    }


def card(cards: Sequence[Card], labels: Labels, fresh: Fresh | None = None) -> Element:
    """The Adaptive Card alone."""
    return _Drawing(labels).card(cards, fresh)


def summary(cards: Sequence[Card]) -> str:
    """What a notification may show, and a client that draws no cards."""
    lines = dict.fromkeys(" ".join(at_a_glance(each).split()) for each in cards)
    return cut("\n".join(lines), limits.SUMMARY)


def size(drawn: Any) -> int:
    """How many bytes it has as JSON."""
    return len(json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode())


# ── How it is drawn ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Drawing:
    labels: Labels
    execute: bool = True

    def card(self, cards: Sequence[Card], fresh: Fresh | None = None) -> Element:
        found = self._around(summary(cards), fresh)
        room = limits.CARD_BYTES - size(found)
        body: list[Element] = []
        for number, each in enumerate(cards):
            drawn = self._fitted(each, room, first=not number)
            if body:
                drawn[0] = drawn[0] | {"separator": True, "spacing": "ExtraLarge"}
            left = self._others(len(cards) - number) if number + 1 < len(cards) else []
            if body and size([*body, *drawn, *left]) > room:
                body += self._others(len(cards) - number)
                break
            body += drawn
        return found | {"body": body or self._others(0)}

    def _around(self, notice: str, fresh: Fresh | None) -> Element:
        found: Element = {"type": "AdaptiveCard", "version": limits.VERSION, "fallbackText": notice}
        if fresh and fresh.users:
            data = data_of(fresh.visit, Card(""))
            action = {"type": "Action.Execute", "title": self.labels.product, "verb": VERB, "data": data}
            found["refresh"] = {"action": action, "userIds": list(fresh.users[: limits.REFRESH_USERS])}
        return found

    def _others(self, count: int) -> list[Element]:
        """Of several cards, that so many do not fit; of one alone, that it is cut."""
        words = self.labels.others(count) if count else self.labels.more
        return [line(words, isSubtle=True) | {"separator": True}]

    def _fitted(self, shown: Card, room: int, *, first: bool) -> list[Element]:
        """A card's elements within that room: what is besides opens on its own, labels are cut, and then words are."""
        whole = self.elements(shown, first=first, longest=limits.OPTION)
        if size(whole) <= room:
            return whole
        if shown.more:
            buttons = (*shown.buttons, Button(shown.more.label, shown.more.at))
            shown = replace(shown, buttons=buttons, more=None)
        found = whole
        for longest in limits.OPTION_CUTS if shown.inputs else ():
            found = self.elements(shown, first=first, longest=longest)
            if size(found) <= room:
                return found
        apart = frozenset[str]()
        for key in longest_first(shown):
            apart |= {key}
            found = self.elements(shown, first=first, longest=limits.OPTION, apart=apart)
            if size(found) <= room:
                return found
        for words in _ROOMS:
            short = shown if words is None else replace(shown, words=shortened(shown.words, words))
            found = self.elements(_fewer(short), first=first, longest=limits.OPTION_CUTS[-1], apart=apart)
            if size(found) <= room - limits.SUMMARY:
                break
        if size(found) > room and self.execute:
            # Action.Submit is half as long, and answered beside the card instead of in it.
            briefer = replace(self, execute=False)
            found = briefer.elements(_fewer(short), first=first, longest=limits.OPTION_CUTS[-1], apart=apart)
        return found if words is None else [*found, *self._others(0)]

    def elements(self, shown: Card, *, first: bool, longest: int, apart: frozenset[str] = frozenset()) -> list[Element]:
        """All of a card; `apart` are the questions whose options are searched instead of listed."""
        answered = any(isinstance(button.action, Submit | Route) for button in shown.buttons)
        fields = list(self._fields(shown, longest, apart | too_long(shown)) if answered else _copies(shown))
        buttons = self._buttons(shown)
        head = [*([heading(shown.title, first=first)] if shown.title else []), *rich_text(shown.words)]
        if shown.urgent and head:
            head = [{"type": "Container", "style": "attention", "items": head}]
        # What cannot wait is not below a box that may be long.
        body = [*buttons, *fields] if shown.urgent else [*fields, *buttons]
        return [*head, *body] or [line(self.labels.product)]

    def _fields(self, shown: Card, longest: int, apart: frozenset[str]) -> Iterator[Element]:
        # A client that asks for what is required would let nobody go back, find a name, or on to whom to tell, before.
        must = not apart and not any(isinstance(button.action, Back | Route) for button in shown.buttons)
        for question in _asked(shown):
            if isinstance(question, TextInput) and question.longest > limits.TEXT:
                question = replace(question, hint=f"{question.hint} {self.labels.short}".strip())  # noqa: PLW2901
            asked = self.labels.asked
            if isinstance(question, ChoiceInput) and question.key in apart:
                find = self._button(Button(asked.find, Submit()), shown, inputs.look_of(question, shown))
                yield from inputs.searched(question, shown, asked, find, longest=longest)
            else:
                yield from inputs.drawn(question, shown, asked, must=must, longest=longest)

    # ── Buttons ─────────────────────────────────────────────────────────────────────────────

    def _buttons(self, shown: Card) -> list[Element]:
        made = [self._button(button, shown) for button in shown.buttons]
        # Not every client opens what stands in what was opened, so this stays outside.
        aside = [_opening(shown.more.label, rich_text(shown.more.words))] if shown.more else []
        if len(made) + len(aside) > limits.ACTIONS and not shown.urgent:
            first = limits.ACTIONS - 1 - len(aside)
            return _rows([*made[:first], *aside, _opening(self.labels.further, _rows(made[first:]))])
        return _rows([*made, *aside])

    def _button(self, button: Button, shown: Card, look: str = "") -> Element:
        found: Element = {
            "type": "Action.Submit",
            "title": cut(button.label, limits.ACTION_TITLE),
            "data": data_of(button.action, shown) | ({inputs.LOOK: look} if look else {}),
        }
        if button.primary:
            found["style"] = "positive"
        if not (brings_answers(button.action) and shown.inputs):
            found["associatedInputs"] = "none"
        if not self.execute:
            return found
        return found | {"type": "Action.Execute", "verb": VERB, "fallback": found}


def _opening(label: str, body: list[Element]) -> Element:
    shown = {"type": "AdaptiveCard", "version": limits.VERSION, "body": body}
    return {"type": "Action.ShowCard", "title": cut(label, limits.ACTION_TITLE), "card": shown}


def _rows(made: list[Element]) -> list[Element]:
    """Rows of like length: no button is left on a line of its own."""
    rows = -(-len(made) // limits.ACTIONS) or 1
    row = -(-len(made) // rows) or 1
    return [{"type": "ActionSet", "actions": made[first : first + row]} for first in range(0, len(made), row)]


def _asked(shown: Card) -> tuple[Input, ...]:
    """A form's questions; where its words themselves are in question, only those and what was answered besides."""
    in_question = any(
        isinstance(action, Route) or (isinstance(action, Submit) and (action.masked or action.waived))
        for action in (button.action for button in shown.buttons)
    )
    return _fewer(shown).inputs if in_question else shown.inputs


def _fewer(shown: Card) -> Card:
    """Without what may stay open and holds nothing: it can be added later."""
    kept = (
        item
        for item in shown.inputs
        if item.value or item.error or not (item.optional and isinstance(item, ChoiceInput))
    )
    return replace(shown, inputs=tuple(kept))


def _copies(shown: Card) -> Iterator[Element]:
    """Fields that nothing sends: their words are there to be copied."""
    for question in shown.inputs:
        if isinstance(question, TextInput) and question.value:
            yield inputs.copied(question, shown)
