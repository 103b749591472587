"""Any play, acted through Slack's payloads: each turn is drawn, pressed or sent there, read again, and only then taken."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.handlers.slack import read, render
from bot.handlers.slack.pressed import Pressed, pack
from bot.message import (
    Answer,
    Answered,
    AnyEvent,
    Back,
    Begin,
    Card,
    Noted,
    Route,
    Routed,
    Said,
    Started,
    Submit,
    Turned,
)
from bot.turn import Turns
from tests import slack_driver as slack
from tests.play import Play
from tests.slack_blocks import check_modal
from tests.slack_fake_api import FakeSlack

LABELS = render.Labels()
NOWHERE = FakeSlack("http://nowhere")


@dataclass
class ThroughSlack:
    """Takes turns as `Turns` does. What Slack's payload reads as must be what was meant."""

    turns: Turns
    cards: dict[tuple[str, int], Card] = field(default_factory=dict)
    count: int = 0

    def take(self, event: AnyEvent) -> Turned:
        turned = self.turns.take(self._read(event))
        if turned.reply is not None:
            self.cards[turned.reply.conversation, turned.reply.asking] = turned.reply
        return turned

    def _read(self, event: AnyEvent) -> AnyEvent:
        payload = self._payload(event)
        if payload is None:
            return event
        heard = read.heard(json.loads(json.dumps(payload)))
        assert heard is not None, payload
        assert isinstance(heard.deed, type(event)), heard.deed
        self.count += 1
        found: Any = replace(heard.deed, keys=event.keys, who=event.who)
        match event:
            case Answered() | Routed():
                meant, said = _given(event.values), _given(found.values)
                assert {key: _set(said.get(key, "")) for key in meant} == {key: _set(meant[key]) for key in meant}
                assert replace(found, values=event.values) == event
                found = replace(found, values={**found.values, **meant})  # Slack has them in an order of its own
            case Noted():
                assert found.text == event.text
                return event
            case _:
                assert found == event
        return event if isinstance(event, Answered) and event.back else found

    def _payload(self, event: AnyEvent) -> dict[str, Any] | None:
        """What Slack sends when somebody does this; nothing where they do it elsewhere."""
        match event:
            case Started(dialog=dialog, about=about, given=given, preset=preset):
                return _press(Pressed(Begin(dialog, about, given, preset)))
            case Answered(conversation=conversation, asking=asking, values=values, back=back):
                action = Back() if back else Submit(event.masked, event.waived)
                card = self.cards[conversation, asking]
                view = render.view((card,), LABELS)
                check_modal(view)
                if action == Submit() and "submit" in view and values.keys() <= {item.key for item in card.inputs}:
                    return slack.submitted("U1", view, values)
                return _press(Pressed(action, conversation, asking), view, values)
            case Routed(conversation=conversation, asking=asking, values=values):
                route = Route(event.route, event.button, event.concern, event.school, event.tried)
                shown = self.cards.get((conversation, asking))
                view = render.view((shown,), LABELS) if shown else {"blocks": []}
                return _press(Pressed(route, conversation, asking), view, values)
            case Said(text=text):
                return slack.dm("U1", text)
            case Noted(text=text, room=room):
                return slack.mention("U1", text, room) if room else slack.command("U1", f"note {text}", NOWHERE)
            case _:
                return None


def _press(
    pressed: Pressed, view: dict[str, Any] | None = None, values: Mapping[str, Answer] | None = None
) -> dict[str, Any]:
    fields = slack.state(view["blocks"], values or {}) if view else {}
    return slack.pressed("U1", {"action_id": "press.0", "value": pack(pressed)}, NOWHERE, fields=fields)


def _given(values: Mapping[str, Answer]) -> dict[str, Answer]:
    return {key: value for key, value in values.items() if value}


def _set(value: Answer) -> object:
    return frozenset(value) if isinstance(value, tuple) else value


def through_slack(play: Play) -> ThroughSlack:
    """From now on everybody of this play acts through Slack's payloads."""
    made = ThroughSlack(play.turns)
    play.turns = made  # type: ignore[assignment]
    return made
