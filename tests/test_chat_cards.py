"""Every card of every dialog and view, as each chat platform draws it: by that platform's rules, and by its own programs."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.cards import Form, form, telling
from bot.conversation import Asking
from bot.dialogs import DIALOGS
from bot.domain.acts import TRUST, About
from bot.handlers.slack import render as slack
from bot.handlers.slack.home_tab import HomeTab
from bot.handlers.teams import render as teams
from bot.handlers.teams.home import Home
from bot.inputs import ChoiceInput, Option, TextInput
from bot.looks import Looks
from bot.message import Address, Begin, Button, Card, Listing, Paragraph, Run, Submit, Visit, Words
from bot.wording import Wording
from store.engine import Store
from tests import teams_cards
from tests.dialog_paths import distinct
from tests.slack_blocks import check_home, check_message, check_modal
from tests.slack_driver import ROOMS, TEAM, USERS, seed

WORDING = Wording()
HOME, TAB = Home(WORDING, web=True), HomeTab(WORDING, web=True)
EVERY, MOST = sorted(DIALOGS), 60
VIEWS = (
    "home",
    "page",
    "walk",
    "notes",
    "room",
    "channel",
    "worry",
    "table",
    "set_up",
    "settings",
    "people",
    "who_may",
)
LOOK = ("lead-reviewer", "larkfield-head", "trust-lead", "trustee")


def check_slack(*shown: Card) -> None:
    """Both ways in which Slack draws cards."""
    found = slack.message(shown, TAB.labels())
    check_message(found["blocks"])
    assert 0 < len(found["text"]) <= 4000
    check_modal(slack.view(shown, TAB.labels()))


def check_teams(*shown: Card) -> None:
    """The ways in which Teams draws them: a message, a dialog, and a post that is opened."""
    teams_cards.check_message(teams.message(shown, HOME.labels()))
    teams_cards.check_dialog(teams.dialog(shown, HOME.labels()))


PLATFORMS: dict[str, Callable[..., None]] = {"slack": check_slack, "teams": check_teams}
each = pytest.mark.parametrize("platform", PLATFORMS)


@cache
def every_card(dialog: str) -> tuple[Card, ...]:
    """Every card that a dialog can show, once, as it stands in a conversation; of very many, some."""
    file, found = DIALOGS[dialog].wording, {}
    for step in distinct(dialog):
        if isinstance(step.now, Asking):
            past = bool(step.now.past)
            shown = Form(dialog, file, step.now.ask, step.now.told, "0123456789abcdef", 1, past, step.answers)
            card = form(WORDING, shown)
        else:
            card = telling(WORDING, dialog, file, step.now.told)
        found[repr(card)] = card
        if len(found) == MOST:
            break
    return tuple(found.values())


@each
@pytest.mark.parametrize("dialog", EVERY)
def test_every_card_of_a_dialog_keeps_the_platforms_rules(platform: str, dialog: str) -> None:
    for card in every_card(dialog):
        PLATFORMS[platform](card)


@pytest.fixture(scope="module")
def views(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[Card, ...]]]:
    """What everybody sees wherever they look, in a trust with two reviews under way."""
    path = tmp_path_factory.mktemp("views") / "peerwalk.db"
    shutil.copyfile(sqlite_template, path)
    from store.engine import open_store, sqlite_url  # noqa: PLC0415

    store: Store = open_store(sqlite_url(path))
    seed(store)
    looks = Looks(store, WORDING)
    abouts = (TRUST, *(About("review", review) for review in ROOMS), About("school", "larkfield"))
    who = (Address("slack", TEAM, user) for user in (*(USERS[person] for person in LOOK), "U9999"))
    found = {
        repr(shown): shown
        for one in who
        for name in VIEWS
        for about in (abouts if name in {"walk", "notes", "room", "worry", "table"} else abouts[:1])
        if (shown := looks.visit(one, Visit(name, about)))
    }
    yield list(found.values())
    store.close()


@each
def test_every_view_keeps_the_platforms_rules_whoever_looks(platform: str, views: list[tuple[Card, ...]]) -> None:
    assert len(views) > 20
    for shown in views:
        PLATFORMS[platform](*shown)
        check_home(TAB.view(shown))
        teams_cards.check_message(HOME.message(shown, ("29:somebody",)))


# ── What is too much ────────────────────────────────────────────────────────────────────────

LONG = "A long fact about how the school works. " * 2000


def paragraphs(*texts: str) -> Words:
    return tuple(Paragraph((Run(text, theirs=True),)) for text in texts)


def many(count: int, group: str = "") -> tuple[Option, ...]:
    return tuple(Option(f"value-{number}", f"{number} {LONG[:120]}", group) for number in range(count))


SEND = (Button("Send", Submit()),)
TOO_MUCH: dict[str, Card] = {
    "words": Card("notice", "title", paragraphs(LONG, LONG)),
    "a list": Card("notice", "title", (Listing(tuple((Run(LONG[:3000]),) for _ in range(40))),)),
    "an open card": Card("notice", words=paragraphs(LONG), quiet=False),
    "a title": Card("notice", LONG[:400]),
    "buttons": Card("notice", buttons=tuple(Button(LONG[:90], Begin("d", About("note", str(n)))) for n in range(60))),
    "a text": Card("notice", inputs=(TextInput("text", LONG[:2500], LONG[:2500], value=LONG[:5000]),)),
    "options": Card("notice", inputs=(ChoiceInput("node", "Which?", many(250)),), buttons=SEND),
    "groups": Card("notice", inputs=(ChoiceInput("node", "Which?", (*many(3, LONG[:200]),), value=("value-1",)),)),
    "people": Card(
        "notice", inputs=(ChoiceInput("team", "Who?", many(140), several=True, value=("value-3",)),), buttons=SEND
    ),
    "a crowd": Card(
        "notice",
        inputs=(ChoiceInput("team", "Who?", many(2000), several=True, value=("value-3", "?140")),),
        buttons=SEND,
    ),
    "inputs": Card("notice", words=paragraphs(LONG), inputs=tuple(TextInput(f"t{n}", "Why?") for n in range(30))),
}

ONLY_IN_A_MODAL = {"options", "people", "a crowd"}


@each
@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_cut_in_view_only(platform: str, name: str) -> None:
    card = TOO_MUCH[name]
    if platform == "slack" and name in ONLY_IN_A_MODAL:
        # slackblocks knows no groups in a menu of several; Slack's own types below do.
        assert len(slack.view((card,), TAB.labels())["blocks"]) == 1
    else:
        PLATFORMS[platform](card)


@each
def test_more_cards_than_fit_end_with_how_many_more_there_are(platform: str) -> None:
    shown = tuple(Card("notice", f"Card {number}", paragraphs(LONG[:300])) for number in range(90))
    PLATFORMS[platform](*shown)
    # A modal's own heading is that of its first card.
    drawn, headed = (
        (slack.view(shown, TAB.labels())["blocks"], 1)
        if platform == "slack"
        else (teams.card(shown, HOME.labels())["body"], 0)
    )
    there = sum(found.get("type") == "header" or found.get("style") == "heading" for found in drawn) + headed
    assert 5 < there < 90
    said = json.dumps(drawn[-1])
    assert WORDING.line(platform, "others", count=90 - there, web=True)[:40] in said


# ── What their own programs say ─────────────────────────────────────────────────────────────


def everything(views: list[tuple[Card, ...]]) -> Iterator[tuple[str, tuple[Card, ...]]]:
    for dialog in EVERY:
        yield from ((f"{dialog} {number}", (card,)) for number, card in enumerate(every_card(dialog)))
    yield from ((f"view {number}", shown) for number, shown in enumerate(views))
    yield from ((f"too much: {name}", (card,)) for name, card in TOO_MUCH.items())


def test_microsofts_own_parser_reads_every_card_without_a_word(
    node: Path, views: list[tuple[Card, ...]], tmp_path: Path
) -> None:
    labels, given = HOME.labels(), tmp_path / "cards.jsonl"
    wrong = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.Text", "label": "no id"}]}
    drawn = [("planted", wrong)]
    for name, shown in everything(views):
        drawn.append((name, teams.card(shown, labels)))
        drawn.append((f"{name}, in a dialog", teams.dialog(shown, labels)["card"]["content"]))
    drawn += [(f"Home {number}", HOME.card(shown, ("29:somebody",))) for number, shown in enumerate(views)]
    given.write_text("".join(json.dumps({"name": name, "card": card}) + "\n" for name, card in drawn))
    said = subprocess.run(["node", node / "read_cards.mjs", given], capture_output=True, text=True, check=True).stdout
    problems = {found["name"]: found["problems"] for found in map(json.loads, said.splitlines())}
    assert "PropertyCantBeNull" in str(problems.pop("planted"))
    assert problems == {}


def test_slacks_own_types_take_every_payload(node: Path, views: list[tuple[Card, ...]], tmp_path: Path) -> None:
    labels = TAB.labels()
    wrong = {"type": "header", "text": {"type": "mrkdwn", "text": "planted"}}
    cases: list[tuple[str, str, Any]] = [("KnownBlock[]", "planted", [wrong])]
    for name, shown in everything(views):
        if name.removeprefix("too much: ") not in ONLY_IN_A_MODAL:
            cases.append(("KnownBlock[]", name, slack.message(shown, labels)["blocks"]))
        cases.append(("ModalView", name, slack.view(shown, labels)))
    cases += [("HomeView", f"Home {number}", TAB.view(shown)) for number, shown in enumerate(views)]
    lines = ['import type { HomeView, KnownBlock, ModalView } from "@slack/types";']
    lines += [f"export const c{number}: {kind} = {json.dumps(it)};" for number, (kind, _, it) in enumerate(cases)]
    (tmp_path / "cases.ts").write_text("\n".join(lines))
    options = ["--strict", "--noEmit", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "--types", ""]
    (tmp_path / "node_modules").symlink_to(node / "node_modules")
    tsc: list[Any] = [node / "node_modules" / ".bin" / "tsc", *options, "--pretty", "false", "cases.ts"]
    said = subprocess.run(tsc, capture_output=True, text=True, check=False, cwd=tmp_path)
    problems = {
        cases[int(line.split("(")[1].split(",")[0]) - 2][1]: line
        for line in said.stdout.splitlines()
        if line.startswith("cases.ts(")
    }
    assert problems.pop("planted", ""), said.stdout + said.stderr
    assert problems == {}
