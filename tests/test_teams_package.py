"""The package that a trust uploads: by the schema that Microsoft publishes, from the table of registrations, and no more."""

import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.handlers.teams import package
from bot.handlers.teams.heard import Heard
from bot.handlers.teams.read import heard
from bot.handlers.teams.registrations import ACTIONS, COMMANDS, PERSONAL, SCOPES
from bot.message import LoggedAsEvidence, Noted, Said
from bot.wording import Wording

BOT = "11111111-2222-3333-4444-555555555555"
MAKER = package.Maker("Fenway Trust", "https://trust.example.org")
WORDING = Wording()


def made(**otherwise: Any) -> dict[str, Any]:
    return package.manifest(
        lambda block: WORDING.line("teams_app", block), BOT, MAKER, **({"version": "1.0.0"} | otherwise)
    )


def run(tmp_path: Path, *arguments: str, **variables: str) -> tuple[int, str, Path]:
    out = tmp_path / "peerwalk.zip"
    environment = {f"PEERWALK_{name}": value for name, value in {"TEAMS_APP_ID": BOT, **variables}.items()}
    ran = CliRunner().invoke(app, ["teams", "package", "--out", str(out), *arguments], env=environment)
    return ran.exit_code, " ".join(ran.stderr.split()), out


@pytest.mark.parametrize("schema", ["1.25", "1.28", "1.30"])
def test_the_manifest_is_as_microsofts_schema_wants_it_and_slips_are_found(node: Path, schema: str) -> None:
    folder = node / "node_modules" / "@microsoft" / "app-manifest" / "build" / "json-schemas" / "teams"
    rules = json.loads((folder / f"v{schema}" / "MicrosoftTeams.schema.json").read_text())
    check = jsonschema.Draft4Validator(rules, format_checker=jsonschema.FormatChecker())
    found = made(schema=schema)
    assert [error.message for error in check.iter_errors(found)] == []
    for slip in ({"supportsChannelFeatures": "tier9"}, {"bots": [found["bots"][0] | {"scopes": ["groupchat"]}]}):
        assert list(check.iter_errors(found | slip))


def test_it_asks_for_no_more_than_it_is_to_have_and_says_all_that_is_registered() -> None:
    found = made()
    whole = json.dumps(found)
    assert not {"authorization", "webApplicationInfo", "permissions", "devicePermissions"} & found.keys()
    assert "resourceSpecific" not in whole
    assert found["supportsChannelFeatures"] == "tier1"
    bot, extension = found["bots"][0], found["composeExtensions"][0]
    assert (bot["scopes"], bot["supportsFiles"]) == (["personal", "team", "groupChat"], False)
    listed = {(scope, each["title"]) for part in bot["commandLists"] for scope in part["scopes"] for each in part["commands"]}  # fmt: skip
    assert listed == {(scope, command.name) for command in COMMANDS for scope in command.scopes}
    assert [(each["id"], each["context"]) for each in extension["commands"]] == [
        ("log_as_evidence", ["message"]),
        ("write_note", ["compose", "commandBox"]),
    ]
    assert all(each["description"] for part in bot["commandLists"] for each in part["commands"])
    assert made(version="1.0.1")["id"] == found["id"]


def activity(text: str, kind: str) -> dict[str, Any]:
    bot = {"type": "mention", "mentioned": {"id": "28:bot"}, "text": "<at>Peerwalk</at>"}
    return {
        "type": "message",
        "id": "1",
        "text": text if kind == "personal" else f"<at>Peerwalk</at> {text}",
        "entities": [] if kind == "personal" else [bot],
        "from": {"id": "29:a", "aadObjectId": "5f0e"},
        "recipient": {"id": "28:bot"},
        "conversation": {"id": "19:room", "conversationType": kind, "tenantId": "8a2c"},
        "channelData": {"tenant": {"id": "8a2c"}},
        "serviceUrl": "https://smba.trafficmanager.net/uk/",
    }


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_that_teams_names_is_heard_as_one_and_never_kept_as_words(command: Any) -> None:
    kinds = {"personal": "personal", "team": "channel", "groupChat": "groupChat"}
    for scope in command.scopes:
        found = heard(activity(command.name, kinds[scope]))
        assert isinstance(found, Heard)
        assert not isinstance(found.deed, Said)
        assert not isinstance(found.deed, Noted) or (command.name, found.deed.text) == ("note", "")


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_action_that_teams_names_opens_a_form(action: Any) -> None:
    invoked = activity("", PERSONAL) | {"type": "invoke", "name": "composeExtension/fetchTask"}
    message = {"messagePayload": {"id": "7", "body": {"contentType": "text", "content": "Seen."}}}
    context = action.context[0]
    value = {"commandId": action.name, "commandContext": context, **(message if context == "message" else {})}
    found = heard(invoked | {"value": value})
    assert isinstance(found, Heard)
    assert isinstance(found.deed, LoggedAsEvidence if context == "message" else Noted)


def test_the_zip_holds_a_manifest_and_two_pictures_of_the_sizes_teams_wants(tmp_path: Path) -> None:
    said = []
    for number in range(2):
        (tmp_path / str(number)).mkdir()
        code, words, out = run(tmp_path / str(number), "--website", "https://trust.example.org", "--version", "1.2.3")
        assert code == 0, words
        said.append(out.read_bytes())
    assert said[0] == said[1]
    held = zipfile.ZipFile(io.BytesIO(said[0]))
    assert held.namelist() == ["manifest.json", "color.png", "outline.png"]
    assert json.loads(held.read("manifest.json"))["bots"][0]["botId"] == BOT
    sizes = [struct.unpack(">II", held.read(name)[16:24]) for name in ("color.png", "outline.png")]
    assert sizes == [(192, 192), (32, 32)]
    assert set(SCOPES) == {"personal", "team", "groupChat"}


@pytest.mark.parametrize(
    ("arguments", "variables", "sentence"),
    [
        ((), {"TEAMS_APP_ID": ""}, "set PEERWALK_TEAMS_APP_ID"),
        ((), {}, "give --website https://trust.example.org"),
        (("--website", "http://e.org"), {}, "give --website https://"),
        (("--website", "https://e.org", "--privacy", "e.org/p"), {}, "give --privacy https://"),
        (("--website", "https://e.org", "--schema", "1.19"), {}, "give --schema 1.25 to 1.30"),
        (("--website", "https://e.org", "--version", "2"), {}, "three numbers"),
        (("--website", "https://e.org", "--organisation", "x" * 33), {}, "in at most 32 characters"),
        (("--website", "https://e.org"), {"TEAMS_APP_ID": "nonsense"}, "TEAMS_APP_ID cannot be used"),
    ],
)
def test_a_bad_setting_gives_a_clear_sentence_and_no_file(
    tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str], sentence: str
) -> None:
    code, words, out = run(tmp_path, *arguments, **variables)
    assert code == 2
    assert sentence in words
    assert not out.exists()
