"""Every row of docs/parity.md, played: the same job, the same words, the same answers, on Slack, Teams and the web."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from http.client import HTTPMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

import bot.handlers
from bot.cards import Form, form
from bot.conversation import Asking
from bot.dialogs import DIALOGS
from bot.domain.acts import About
from bot.handlers.slack import read as slack_read
from bot.handlers.slack import render as slack_render
from bot.handlers.slack.heard import Look as SlackLook
from bot.handlers.teams import read as teams_read
from bot.handlers.teams import render as teams_render
from bot.handlers.teams.heard import Look as TeamsLook
from bot.handlers.teams.state import deed_of
from bot.handlers.web import read as web_read
from bot.handlers.web import render as web_render
from bot.handlers.web.pages import Pages
from bot.inputs import ChannelInput
from bot.message import Address, Answer, Answered, Begin, Button, Card, Noted, Started
from bot.wording import Wording
from tests import parity, slack_driver, teams_cards
from tests.dialog_paths import distinct, pairs
from tests.parity import WAYS, Way
from tests.payloads import everything
from tests.slack_fake_api import fake_slack
from tests.visitor import Page

WORDING = Wording()
PAGES = Pages(web_render.Renderer(WORDING))
WHO = Address("any", "T", "U")
SHELL = web_render.Shell(nonce="1")
MOST = 3


def test_the_page_is_as_the_code_is() -> None:
    assert parity.PAGE.read_text() == parity.written(), "write it anew: python -m tests.parity"
    assert {name for _, name, _ in parity.jobs()} == set(DIALOGS)


def test_no_platform_decides_who_may() -> None:
    folder = Path(str(bot.handlers.__file__)).parent
    assert not [path.name for path in folder.rglob("*.py") if "domain.permission" in path.read_text()]


# ── Ways in ─────────────────────────────────────────────────────────────────────────────────


def meaning(deed: Any) -> Any:
    """What somebody did, whoever did it and wherever."""
    match deed:
        case SlackLook(visit=visit) | TeamsLook(visit=visit):
            return ("look", visit.view)
        case Noted():  # a mention's thread is Slack's own, and a command's words come without a message
            return (type(deed), deed.text, deed.source)
        case _:
            return replace(deed, keys=(), who=WHO)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.job)
def test_what_comes_in_means_the_same_and_the_web_has_its_page(way: Way, routes: set[str]) -> None:
    slack, teams = slack_read.heard(way.from_slack), teams_read.heard(way.from_teams)
    assert slack is not None
    assert teams is not None
    assert meaning(slack.deed) == meaning(teams.deed)
    assert way.route in routes


@pytest.fixture(scope="module")
def routes() -> set[str]:
    from bot.handlers.web import serve  # noqa: PLC0415

    source = Path(str(serve.__file__)).read_text()
    return {line.split('"')[1] for line in source.splitlines() if line.strip().startswith('Route("')}


# ── Forms ───────────────────────────────────────────────────────────────────────────────────


def asked(dialog: str) -> Iterator[tuple[Card, dict[str, Answer]]]:
    """Some cards of a dialog, each with answers to it: the first card, and those most unlike it."""
    registered = DIALOGS[dialog]
    steps = [step for step in distinct(dialog) if isinstance(step.now, Asking)]
    for step in (steps[:1] + steps[-MOST + 1 :])[:MOST]:
        now = step.now
        assert isinstance(now, Asking)
        shown = Form(
            dialog, registered.wording, now.ask, now.told, "0123456789abcdef", len(now.past) + 1, bool(now.past)
        )
        yield form(WORDING, shown), dict(next(iter(pairs(now.ask)), {}))


def by_slack(card: Card, values: Mapping[str, Answer]) -> tuple[str, Any]:
    view = slack_render.view((card,), slack_render.Labels())
    heard = slack_read.heard(slack_driver.submitted("reviewer", view, values))
    shown = "".join(found["text"] for found in everything(view) if isinstance(found.get("text"), str))
    return shown, heard and heard.deed


def by_teams(card: Card, values: Mapping[str, Answer]) -> tuple[str, Any]:
    drawn = teams_render.card((card,), teams_render.Labels())
    typed = {key: ",".join(value) if isinstance(value, tuple) else value or "-" for key, value in values.items()}
    typed = {key: "" if value == "-" and teams_cards.fields(drawn)[key]["type"] != "Input.ChoiceSet" else value for key, value in typed.items() if key in teams_cards.fields(drawn)}  # fmt: skip
    data = teams_cards.sent(drawn, card.buttons[0].label, typed)
    return teams_cards.words(drawn) + " ".join(teams_cards.buttons(drawn)), deed_of(data, "k", WHO)


def by_web(card: Card, values: Mapping[str, Answer]) -> tuple[str, Any]:
    page = Page(200, HTTPMessage(), PAGES.single(SHELL, (card,), title=card.title))
    sends = ((one, button) for one in page.forms for button in one.buttons if button[0] == card.buttons[0].label)
    found, (_, where, name, value) = next(sends)
    there = {field for field, _ in found.fields} | found.choices.keys()
    kinds = {field.partition(".")[2]: field for field in there if "." in field}
    fields = [(field, held) for field, held in found.fields if "." not in field]
    fields += [
        (kinds[key], each)
        for key, given in values.items()
        if key in kinds
        for each in (given if isinstance(given, tuple) else (given,))
    ]
    body = urlencode([*fields, (name, value)]).encode()
    return page.words, web_read.answered(web_read.sent(where, body), WHO)


@pytest.mark.parametrize("dialog", sorted(DIALOGS))
def test_its_button_begins_the_same_on_all_three(dialog: str) -> None:
    begin = Begin(dialog, About("note", "n1"), {"given": ("a", "b")}, {"preset": "c"})
    card = Card("n", "T", buttons=(Button("Begin", begin),))
    (block,) = (each for each in slack_render.message((card,), slack_render.Labels())["blocks"] if "elements" in each)
    with fake_slack() as slack:
        pressed = slack_read.heard(slack_driver.pressed("reviewer", block["elements"][0], slack))
    drawn = teams_render.card((card,), teams_render.Labels())
    page = Page(200, HTTPMessage(), PAGES.single(SHELL, (card,), title="T"))
    (where, fields) = next(
        (f.action, [*f.fields, (n, v)]) for f in page.forms for w, _, n, v in f.buttons if w == "Begin"
    )
    came = (
        pressed and pressed.deed,
        deed_of(teams_cards.sent(drawn, "Begin"), "k", WHO),
        web_read.started(web_read.sent(where, urlencode(fields).encode()), WHO),
    )
    assert {repr(meaning(deed)) for deed in came} == {
        repr(Started((), WHO, dialog, begin.about, begin.given, begin.preset))
    }


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("dialog", sorted(DIALOGS))
def test_a_form_says_the_same_and_brings_back_the_same_on_all_three(dialog: str) -> None:
    for card, values in asked(dialog):
        said = [run.text for part in card.words for item in _items(part) for run in item]
        said += [
            card.title,
            card.buttons[0].label,
            *(item.label for item in card.inputs if getattr(item, "options", True)),
        ]
        came = []
        for way in (by_slack, by_teams, by_web):
            # What Slack's list of channels holds already cannot be emptied there, so it stays as it is everywhere.
            held = {item.key: item.value for item in card.inputs if isinstance(item, ChannelInput)}
            values |= {key: value for key, value in held.items() if not values.get(key)}
            shown, deed = way(card, values)
            missing = [text for text in said if squeezed(text) not in squeezed(shown)]
            assert not missing, (way.__name__, missing)
            assert isinstance(deed, Answered), way.__name__
            came.append((deed.conversation, deed.asking, {key: held for key, held in deed.values.items() if held}))
        assert came[0] == came[1] == came[2]
        assert came[0][2] == {key: held for key, held in values.items() if held}


def _items(part: Any) -> Any:
    return part.items if hasattr(part, "items") else (part.runs,)
