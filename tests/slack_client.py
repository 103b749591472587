"""What others made for Slack: `make test-slack-client` plays a few acts through a workspace nobody here wrote, by HTTP and
Socket Mode.

It is no part of the suite, because it needs `local-slack`, a program of a hundred megabytes: `make` fetches
it, and runs this where there is no network.
"""

import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import Application, build
from store.engine import sqlite_url
from tests import slack_driver as driving
from tests.payloads import everything
from tests.slack_driver import BOT, ROOMS, SECRET, TEAM, TOKEN, TRUST_CHANNEL, USERS, listening, texts_in, user, words
from tests.slack_fake_api import APP_TOKEN, FakeSlack
from tests.slack_process import free_port
from tests.swift import swift_dbos

MODULES = Path(os.environ.get("PEERWALK_SLACK_CLIENT", ""))
PROGRAM = MODULES / "local-slack-linux-x64" / "bin" / "local-slack"
PATIENCE = 60.0


@dataclass
class Workspace:
    """The other program, and our app in it."""

    url: str
    application: Application
    folder: Path

    def do(self, what: str, **given: Any) -> Any:
        body = json.dumps(given).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/_control/{what}", body, headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def look(self, what: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/_control/{what}", timeout=PATIENCE) as answer:
            return json.load(answer)

    def messages(self, channel: str, part: str) -> list[dict[str, Any]]:
        return [one for one in self.look(f"messages/{channel}")["messages"] if part in words(one.get("blocks", []))]

    def texts(self) -> list[str]:
        return texts_in(self.application.store.url, self.folder)


def soon(what: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)
    return found


@contextmanager
def served(template: Path, folder: Path, way: str) -> Iterator[Workspace]:
    path, port = folder / "peerwalk.db", free_port()
    path.write_bytes(template.read_bytes())
    there = FakeSlack(f"http://127.0.0.1:{port}")
    application = build(driving.settings_for(sqlite_url(path), folder, there, socket=way == "socket"))
    driving.seed_once(application.store)
    with swift_dbos(), listening(application.asgi) as ours:
        app = {"appId": "A1", "botUserId": BOT, "botName": "peerwalk", "botToken": TOKEN, "appToken": APP_TOKEN}
        app |= {"signingSecret": SECRET, "mode": way, "requestUrl": f"{ours}/slack/events"}
        config = {
            "workspace": {"name": "Oakfield", "domain": "oakfield", "teamId": TEAM},
            "apps": [app],
            "users": [{"id": each, "name": name} for name, each in USERS.items()],
            "channels": [
                {"id": each, "name": each.lower(), "is_private": True, "members": [*USERS.values(), BOT]}
                for each in (*ROOMS.values(), TRUST_CHANNEL)
            ],
        }
        (folder / "config.json").write_text(json.dumps(config))
        command = [
            str(PROGRAM),
            "--config",
            str(folder / "config.json"),
            "--port",
            str(port),
            "--base-host",
            "127.0.0.1",
        ]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as program:
            workspace = Workspace(there.url, application, folder)
            try:
                soon(lambda: answers(f"{there.url}/_control/state"))
                soon(lambda: way != "socket" or '"alive"' in answers(f"{ours}/healthz"))
                yield workspace
            finally:
                program.terminate()
    application.close()


def answers(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


@pytest.mark.parametrize("way", ["socket", "events"])
def test_a_few_acts_of_a_day_in_a_workspace_of_another_make(sqlite_template: Path, tmp_path: Path, way: str) -> None:
    with served(sqlite_template, tmp_path, way) as workspace:
        me, told = user("reviewer"), "Visitors are met at the desk by name."
        sent = workspace.do("message", channel=me, user=me, text=told)["message"]
        soon(lambda: workspace.texts() == [told])
        here = sent["channel"]
        (receipt,) = soon(lambda: workspace.messages(here, "Kept, thank you"))
        assert receipt["ephemeral_to"] == me
        soon(lambda: "memo" in str(workspace.look(f"messages/{here}")))
        # A button, by which the receipt is brought up to date.
        (button,) = (one for one in everything(receipt) if one.get("text", {}) == plain("Mark excellent"))
        workspace.do("interact", channel=here, messageTs=receipt["ts"], user=me, action=button)
        soon(lambda: "excellent practice" in str(workspace.look(f"messages/{here}")))
        # What is changed in chat leaves the note as it was, and its writer is told how to change that.
        workspace.do("edit-message", channel=here, ts=sent["ts"], user=me, text=f"{told} Always.")
        soon(lambda: workspace.messages(here, "stays as it was"))
        workspace.do("delete-message", channel=here, ts=sent["ts"], user=me)
        # A command, a mention, a form, and Home.
        workspace.do(
            "command", channel=ROOMS["larkfield-review"], user=me, command="/peerwalk", text="note The gate is shut."
        )
        soon(lambda: workspace.texts() == [told, "The gate is shut."])
        workspace.do("command", channel=here, user=me, command="/peerwalk", text="note")
        soon(lambda: "views.open" in str(workspace.look("log")))
        workspace.do("open-home", user=me)
        soon(lambda: "views.publish" in str(workspace.look("log")))


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
