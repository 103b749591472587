"""The app that a trust makes in Slack: its manifest from the table of registrations, and what `slack check` says of it."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_bolt.async_app import AsyncApp
from typer.testing import CliRunner

from bot.cli import app
from bot.handlers import slack as package
from bot.handlers.slack import registrations
from bot.handlers.slack.registrations import Kind, of, scopes
from store.engine import sqlite_url
from tests import slack_driver as driving
from tests.slack_driver import ROOMS, TEAM, TOKEN, TRUST_CHANNEL
from tests.slack_fake_api import APP_TOKEN, FakeSlack, fake_slack

CALLED = re.compile(r'"((?:auth|chat|conversations|reactions|views|pins|users|files|team|bots)\.[a-zA-Z.]+)"')


@dataclass
class Ran:
    code: int
    out: str
    words: str


def run(*arguments: str, **variables: str) -> Ran:
    environment = {f"PEERWALK_{name}": value for name, value in variables.items()}
    ran = CliRunner().invoke(
        app, list(arguments) if arguments[0] == "rooms" else ["slack", *arguments], env=environment
    )
    return Ran(ran.exit_code, ran.stdout, " ".join(ran.stderr.split()))


# ── The table and the manifest ──────────────────────────────────────────────────────────────


def test_every_method_that_is_called_stands_in_the_table() -> None:
    folder = Path(str(package.__file__)).parent
    source = "".join(path.read_text() for path in folder.glob("*.py") if path.name != "registrations.py")
    called = set(CALLED.findall(source))
    assert {"chat.postMessage", "conversations.open", "views.open"} <= called
    assert called <= {each.name for each in of(Kind.METHOD)}


def test_every_scope_has_its_reason_and_nothing_reads_what_is_said_in_rooms() -> None:
    assert all(all(reasons) for reasons in scopes().values())
    assert not {"message.channels", "message.groups", "message.mpim"} & {each.name for each in of(Kind.EVENT)}
    assert not {"users:read", "users:read.email", "files:read", "channels:join", "chat:write.public"} & scopes().keys()
    names = [(each.kind, each.name) for each in registrations.REGISTRATIONS]
    assert len(names) == len(set(names))


def test_the_guide_names_every_scope_and_event_and_no_other() -> None:
    guide = (Path(__file__).parents[1] / "docs" / "slack.md").read_text()
    table = guide.partition("## What it asks for")[2].partition("## ")[0]
    rows = {name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`(.*?)`", row)}
    assert rows == {*scopes(), registrations.APP_SCOPE}
    assert all(f"`{each.name}`" in table for each in of(Kind.EVENT))


def test_bolt_listens_to_all_that_the_manifest_asks_for() -> None:
    heard = AsyncApp(signing_secret="s", token="xoxb-1", request_verification_enabled=False)

    async def listen() -> None: ...

    registrations.register(heard, listen)
    listened = len(heard._async_listeners)
    assert listened == len(of(*Kind)) - len(of(Kind.METHOD)) + 2  # and the buttons and forms


@pytest.mark.parametrize("way", [(), ("--socket",), ("--http", "https://peerwalk.example.org/")])
def test_the_manifest_is_as_slack_takes_it_in_json_and_in_yaml(way: tuple[str, ...]) -> None:
    ran, plain = run("manifest", *way), run("manifest", *way, "--yaml")
    assert (ran.code, ran.words, plain.code) == (0, "", 0)
    found = json.loads(ran.out)
    assert yaml.safe_load(plain.out) == found
    for scope, reasons in scopes().items():
        assert f"- {scope}  # {reasons[0]}" in plain.out
    about, features, settings = found["display_information"], found["features"], found["settings"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    assert len(features["bot_user"]["display_name"]) <= 80
    assert {(each["type"], each["callback_id"]) for each in features["shortcuts"]} == {
        ("message", "log_as_evidence"),
        ("global", "write_note"),
    }
    assert all(len(each["name"]) <= 24 and len(each["description"]) <= 150 for each in features["shortcuts"])
    assert found["oauth_config"]["scopes"]["bot"] == sorted(scopes())
    assert settings["event_subscriptions"]["bot_events"] == ["app_mention", "message.im", "app_home_opened"]
    by_http = "--http" in way
    assert settings["socket_mode_enabled"] is not by_http
    addresses = set(re.findall(r"https://[^\"]+", ran.out))
    base = "https://peerwalk.example.org/slack"
    assert addresses == ({f"{base}/events", f"{base}/commands", f"{base}/interactivity"} if by_http else set())


@pytest.mark.parametrize(
    "way",
    [
        ("--http", "http://peerwalk.example.org"),
        ("--http", "peerwalk.example.org"),
        ("--http", "https://peerwalk.example.org/slack"),
        ("--socket", "--http", "https://peerwalk.example.org"),
    ],
)
def test_an_address_that_slack_would_not_call_is_wrong_use(way: tuple[str, ...]) -> None:
    ran = run("manifest", *way)
    assert (ran.code, ran.out) == (2, "")
    assert ran.words.startswith("Give ")


# ── The check ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def folder(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("slack-check")
    (made / "peerwalk.db").write_bytes(sqlite_template.read_bytes())
    driving.seeded(sqlite_url(made / "peerwalk.db"))
    return made


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A workspace in which everything is as it must be."""
    with fake_slack() as slack:
        slack.scopes = list(scopes())
        for channel in (*ROOMS.values(), TRUST_CHANNEL):
            slack.channels[channel] = {"id": channel, "name": channel.lower(), "is_member": True}
        yield slack


def check(slack: FakeSlack, folder: Path, **variables: str) -> Ran:
    settings = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.api_url}
    return run("check", **{"DATA_DIR": str(folder), **settings, **variables})


def test_where_everything_is_in_order_the_check_says_so(slack: FakeSlack, folder: Path) -> None:
    ran = check(slack, folder)
    assert (ran.code, ran.words) == (0, "Slack is in order.")
    lines = ran.out.splitlines()
    assert lines[0] == f"well: The bot is @peerwalk in Oakfield Trust ({TEAM})."
    assert all(line.startswith("well: ") for line in lines)
    assert len(lines) == 3 + len(ROOMS) + 1
    assert TOKEN not in ran.out + ran.words
    assert {call.method for call in slack.calls} == {"auth.test", "apps.connections.open", "conversations.info"}


def without(scope: str) -> Callable[[FakeSlack], None]:
    return lambda slack: slack.scopes.remove(scope)


def room(**held: Any) -> Callable[[FakeSlack], None]:
    return lambda slack: slack.channels["C0LARK"].update(held)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (without("groups:history"), "groups:history is not granted: our own post is looked for"),
        (without("commands"), "reinstall the app"),
        (room(is_member=False), "Larkfield Primary, #c0lark (C0LARK), is without the bot. Write there: /invite"),
        (room(is_ext_shared=True), "is shared with another organisation, which keeps a copy"),
        (room(is_pending_ext_shared=True), "is shared with another organisation"),
        (room(is_archived=True), "is archived"),
        (lambda slack: slack.channels.pop("C0LARK"), "cannot be seen by the bot (channel_not_found)"),
        (lambda slack: slack.channels.pop(TRUST_CHANNEL), "The trust channel (C0TRUST) cannot be seen by the bot"),
        (lambda slack: slack.faults.append("conversations.info missing_scope"), "(missing_scope). Print the manifest"),
        (lambda slack: slack.faults.append("auth.test token_revoked"), "does not take the bot token (token_revoked)"),
        (lambda slack: slack.faults.append("apps.connections.open missing_scope"), "with the scope connections:write"),
    ],
)
def test_what_is_missing_is_said_with_what_to_do(
    slack: FakeSlack, folder: Path, broken: Callable[[FakeSlack], Any], said: str
) -> None:
    broken(slack)
    ran = check(slack, folder)
    missing = [line for line in ran.out.splitlines() if line.startswith("missing: ")]
    assert ran.code == 1
    assert len(missing) == 1
    assert said in missing[0]
    assert ran.words.startswith("Something is missing.")


def test_the_wrong_token_is_named(slack: FakeSlack, folder: Path) -> None:
    assert "connection for Socket Mode (not_allowed_token_type)" in check(slack, folder, SLACK_APP_TOKEN=TOKEN).out
    assert "does not take the bot token (invalid_auth)" in check(slack, folder, SLACK_BOT_TOKEN=APP_TOKEN).out


def test_more_scopes_than_needed_and_no_rooms_yet_are_advice_and_no_fault(slack: FakeSlack, tmp_path: Path) -> None:
    slack.scopes.append("files:read")
    ran = check(slack, tmp_path)
    assert ran.code == 0
    advice = [line for line in ran.out.splitlines() if line.startswith("advice: ")]
    assert [line.partition(":")[2].split()[0] for line in advice] == ["Granted", "There", "Nobody"]


def test_a_limit_is_waited_for_and_a_slack_that_is_away_is_the_worlds_fault(slack: FakeSlack, folder: Path) -> None:
    slack.faults.append("auth.test 429")
    assert check(slack, folder).code == 0
    for trouble in ("500 before", "drop before"):
        slack.faults.append(f"conversations.info {trouble}")
        ran = check(slack, folder)
        assert (ran.code, ran.words.split(".")[0]) == (3, "Slack cannot be reached")
    assert check(slack, folder, SLACK_API_URL="http://127.0.0.1:9/api/").code == 3


def test_where_slack_is_off_the_check_says_what_to_set(tmp_path: Path) -> None:
    ran = run("check", DATA_DIR=str(tmp_path), SLACK_SIGNING_SECRET="s", SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="")
    assert (ran.code, ran.out) == (1, "")
    assert "set PEERWALK_SLACK_BOT_TOKEN." in ran.words
    ran = run("check", DATA_DIR=str(tmp_path), SLACK_SIGNING_SECRET="", SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="")
    assert "PEERWALK_SLACK_BOT_TOKEN and PEERWALK_SLACK_APP_TOKEN (or" in ran.words


def test_a_channel_that_is_shared_beyond_the_trust_is_not_added_as_a_room(slack: FakeSlack, folder: Path) -> None:
    slack.channels["C0SHARED"] = {"id": "C0SHARED", "shared_team_ids": [TEAM, "T0OTHER"]}
    settings = {"DATA_DIR": str(folder), "SLACK_BOT_TOKEN": TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    ran = run("rooms", "add", "trust", "--slack", f"{TEAM}:C0SHARED", **settings, SLACK_API_URL=slack.api_url)
    assert ran.code == 1
    assert "keeps a copy of all that is said there" in ran.words
    away = run(
        "rooms", "add", "trust", "--slack", f"{TEAM}:{TRUST_CHANNEL}", **settings, SLACK_API_URL="http://127.0.0.1:9/"
    )
    assert away.code == 0
    assert "cannot be asked about that channel now" in away.words
