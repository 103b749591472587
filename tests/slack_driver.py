"""Drives the running app as Slack does: signed requests over real HTTP, from people of the demo trust in two reviews."""

import asyncio
import hashlib
import hmac
import http.client
import itertools
import json
import shutil
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import uvicorn
from pydantic import SecretStr
from sqlalchemy import select

from bot import demo
from bot.app import Application, build
from bot.cli_store import exported
from bot.domain.quiet import QuietHours
from bot.domain.review import Seat, Standing
from bot.domain.trust_settings import QUIET_HOURS
from bot.handlers.slack import limits
from bot.handlers.slack import socket as socket_mode
from bot.handlers.slack.socket import Patience
from bot.message import Address
from bot.settings import Settings
from bot.turn import utc_now
from store import kept_frameworks, people, trust_settings
from store.engine import Store, open_store, sqlite_url
from store.tables import MemberRow, ReviewRow, RoomRow
from tests.slack_fake_api import APP_TOKEN, FakeSlack, fake_slack
from tests.slack_fake_socket import Line
from tests.swift import swift_dbos

SECRET = "a-signing-secret-for-tests"
TOKEN = "xoxb-a-token-for-tests"
TEAM = "T0PEER"
BOT = "U0BOT"
TRUST_CHANNEL = "C0TRUST"
ROOMS = {"larkfield-review": "C0LARK", "bridgewater-review": "C0BRID"}
TEAMS = {
    "larkfield-review": ("lead-reviewer", "guest", "reviewer"),
    "bridgewater-review": ("stanmoor-head", "larkfield-dsl"),
}
USERS = {
    person: f"U{number:04d}"
    for number, person in enumerate(
        (*TEAMS["larkfield-review"], *TEAMS["bridgewater-review"], "larkfield-head", "trust-lead", "trustee"), 1
    )
}
STRANGER = "U9999"
_numbers = itertools.count(1)
_loops: dict[str, asyncio.AbstractEventLoop] = {}
"""The event loop behind each address that is served here."""


def seed(store: Store) -> None:
    """The demo trust with two reviews under way, each with its room, and everybody's Slack address."""
    today = utc_now().date()
    demo.seed(store, today)
    with store.writing() as session:
        # These tests run at any hour.
        trust_settings.put(session, QUIET_HOURS, QuietHours(on=False).written())
        chosen = kept_frameworks.chosen(session)
        framework, areas = chosen.pin, [area.id for area in chosen.areas]
        for review, team in TEAMS.items():
            school = review.removesuffix("-review")
            ends = today + timedelta(days=2)
            row = ReviewRow(
                id=review, school=school, framework=framework, areas=areas, begins=today, ends=ends, drawn_together=[]
            )
            session.add(row)
            session.flush()
            for number, person in enumerate(team):
                seat = Seat.REVIEWER if number else Seat.LEAD
                member = MemberRow(review=review, person=person, seat=seat, standing=Standing.ACCEPTED, conflicts=[])
                session.add(member)
            session.add(RoomRow(platform="slack", tenant=TEAM, channel=ROOMS[review], review=review))
        session.add(RoomRow(platform="slack", tenant=TEAM, channel=TRUST_CHANNEL, review=""))
        for person, user in USERS.items():
            people.add_address(session, Address("slack", TEAM, user), person)


def settings_for(url: str, folder: Path, slack: FakeSlack, *, socket: bool = False) -> Settings:
    app_token, secret = (APP_TOKEN, "") if socket else ("", SECRET)
    return Settings(
        data_dir=folder,
        database_url=url,
        post_interval=0.02,
        slack_bot_token=SecretStr(TOKEN),
        slack_api_url=slack.api_url,
        slack_app_token=SecretStr(app_token),
        slack_signing_secret=SecretStr(secret),
    )


def signed(
    body: bytes,
    kind: str,
    *,
    at: float | None = None,
    signature: str | None = None,
    more: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The headers with which Slack sends a body."""
    stamp = str(int(time.time() if at is None else at))
    right = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={right}" if signature is None else signature,
        **(more or {}),
    }


@dataclass(frozen=True)
class Answer:
    """What came back: status, and the body as JSON where it is JSON."""

    status: int
    body: Any


@dataclass
class Driver:
    """Slack's side of one running app."""

    url: str
    slack: FakeSlack
    application: Application | None = None
    folder: Path = Path()

    # ── Requests ────────────────────────────────────────────────────────────────────────────

    def send(
        self,
        path: str,
        body: bytes,
        *,
        kind: str = "application/json",
        at: float | None = None,
        signature: str | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Answer:
        headers = signed(body, kind, at=at, signature=signature, more=more)
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        try:
            connection.request("POST", f"/slack/{path}", body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            found = json.loads(text) if text.startswith("{") else text
            if isinstance(found, dict):
                self.slack.look_at(path, found)
            if self.url in _loops:
                asyncio.run_coroutine_threadsafe(_replied(), _loops[self.url]).result(timeout=60)
            return Answer(answer.status, found)
        finally:
            connection.close()

    def events(self, payload: Any, **how: Any) -> Answer:
        return self.send("events", json.dumps(payload).encode(), **how)

    def send_only(self, payload: Any) -> int:
        """Send an event, and wait for its acknowledgement and nothing else."""
        body = json.dumps(payload).encode()
        where = urlsplit(self.url)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        connection.request("POST", "/slack/events", body, signed(body, "application/json"))
        status = connection.getresponse().status
        connection.close()
        return status

    def form(self, path: str, fields: Mapping[str, str], **how: Any) -> Answer:
        return self.send(path, urlencode(fields).encode(), kind="application/x-www-form-urlencoded", **how)

    def interact(self, payload: Any, **how: Any) -> Answer:
        return self.form("interactivity", {"payload": json.dumps(payload)}, **how)

    # ── What people do ──────────────────────────────────────────────────────────────────────

    def dm(self, person: str, text: str, **more: Any) -> Answer:
        return self.events(dm(person, text, **more))

    def mention(self, person: str, text: str, channel: str, **more: Any) -> Answer:
        return self.events(mention(person, text, channel, **more))

    def command(self, person: str, text: str) -> Answer:
        return self.form("commands", command(person, text, self.slack))

    def press(self, person: str, button: dict[str, Any], **more: Any) -> Answer:
        """Press a button of a message that only this person sees; `state` are the fields beside it."""
        return self.interact(pressed(person, button, self.slack, **more))

    def press_in(self, person: str, view: dict[str, Any], button: dict[str, Any], values: Mapping[str, Any]) -> Answer:
        payload = pressed(person, button, self.slack)
        for key in ("response_url", "container", "state"):
            payload.pop(key)
        payload["view"] = {**view, "id": "V1", "hash": "1.2", "state": {"values": state(view["blocks"], values)}}
        return self.interact(payload)

    def open_home(self, person: str, **more: Any) -> dict[str, Any]:
        """Open the Home tab, and give back the page that is published."""
        event = {"type": "app_home_opened", "user": user(person), "channel": f"D{user(person)}", "tab": "home"}
        assert self.events(envelope({**event, **more})).status == 200
        return self.slack.homes[user(person)]

    def press_home(self, person: str, button: dict[str, Any]) -> Answer:
        """Press a button on Home: its payload has neither channel nor response_url."""
        payload = pressed(person, button, self.slack)
        for key in ("response_url", "container", "state", "channel"):
            payload.pop(key)
        home = self.slack.homes[user(person)]
        payload["view"] = {"id": "V0HOME", "type": "home", "callback_id": "peerwalk", "hash": home["hash"]}
        return self.interact(payload)

    def log(self, person: str, *, channel: str, **message: Any) -> Answer:
        """Choose *Log as evidence* on a message."""
        payload = pressed(person, {}, self.slack) | {"type": "message_action", "callback_id": "log_as_evidence"}
        payload |= {"channel": {"id": channel}, "message": {"type": "message", "ts": stamp(), **message}}
        return self.interact({key: payload[key] for key in payload.keys() - {"actions", "container", "state"}})

    def shortcut(self, person: str) -> Answer:
        """Choose *Write a note* among the shortcuts."""
        payload = pressed(person, {}, self.slack) | {"type": "shortcut", "callback_id": "write_note"}
        return self.interact({key: payload[key] for key in ("type", "callback_id", "team", "user", "trigger_id")})

    def submit(self, person: str, view: dict[str, Any], values: Mapping[str, Any], **more: Any) -> Answer:
        return self.interact(submitted(person, view, values, **more))

    # ── What came of it ─────────────────────────────────────────────────────────────────────

    def texts(self, review: str = "larkfield-review") -> list[str]:
        assert self.application is not None
        return texts_in(self.application.store.url, self.folder, review)


@dataclass
class SocketDriver(Driver):
    """The same by Socket Mode: what is acknowledged is a 200, what is not is a 0, and Slack would deliver it again."""

    def events(self, payload: Any, **how: Any) -> Answer:
        return self._envelope("events_api", payload, **how)

    def form(self, path: str, fields: Mapping[str, str], **how: Any) -> Answer:
        assert path == "commands"
        return self._envelope("slash_commands", dict(fields), **how)

    def interact(self, payload: Any, **how: Any) -> Answer:
        return self._envelope("interactive", payload, **how)

    def _envelope(self, kind: str, payload: Any, *, line: Line | None = None) -> Answer:
        socket = self.slack.socket
        line = line or socket.wait(socket.live)[-1]
        envelope = socket.deliver(kind, payload, line=line)
        socket.heard_all(line)
        asyncio.run_coroutine_threadsafe(_replied(), _loops[self.url]).result(timeout=60)
        socket.heard_all(line)
        if envelope not in socket.acks:
            return Answer(0, "")
        found = socket.acks[envelope]
        if isinstance(found, dict):
            self.slack.look_at(kind, found)
        return Answer(200, found)


def texts_in(url: str, folder: Path, review: str = "larkfield-review") -> list[str]:
    """The notes of a review, oldest first, as `peerwalk export` gives them."""
    found = exported(Settings(database_url=url, data_dir=folder), review, is_demo=False)
    assert found is not None
    return [note["text"] for note in found["notes"]]


# ── Payloads, as Slack makes them ───────────────────────────────────────────────────────────


def envelope(event: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A1",
        "event_id": f"Ev{next(_numbers):08d}",
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}],
        "event": event,
        **more,
    }


def stamp() -> str:
    return f"{int(time.time())}.{next(_numbers):06d}"


def user(person: str) -> str:
    return USERS.get(person, person)


def dm(person: str, text: str, **more: Any) -> dict[str, Any]:
    number = next(_numbers)
    event = {
        "type": "message",
        "channel": f"D{user(person)}",
        "channel_type": "im",
        "user": user(person),
        "text": text,
        "ts": stamp(),
        "client_msg_id": f"msg-{number}",
        "team": TEAM,
    }
    return envelope({**event, **more})


def changed(event: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    """The event of a message that says something else now."""
    now = {**event, "text": text, "edited": {"user": event["user"], "ts": stamp()}, **more}
    return envelope(_later(event, "message_changed") | {"message": now})


def deleted(event: dict[str, Any]) -> dict[str, Any]:
    return envelope(_later(event, "message_deleted") | {"deleted_ts": event["ts"]})


def _later(event: dict[str, Any], subtype: str) -> dict[str, Any]:
    same = {key: event[key] for key in ("type", "channel", "channel_type")}
    return {**same, "subtype": subtype, "ts": stamp(), "previous_message": event}


def mention(person: str, text: str, channel: str, **more: Any) -> dict[str, Any]:
    event = {
        "type": "app_mention",
        "channel": channel,
        "user": user(person),
        "text": f"<@{BOT}> {text}",
        "ts": stamp(),
        "team": TEAM,
    }
    return envelope({**event, **more})


def command(person: str, text: str, slack: FakeSlack) -> dict[str, str]:
    return {
        "token": "gone",
        "team_id": TEAM,
        "channel_id": "C0ANY",
        "user_id": user(person),
        "command": "/peerwalk",
        "text": text,
        "response_url": slack.response_url("command"),
        "trigger_id": f"{next(_numbers)}.1.abc",
    }


def pressed(
    person: str,
    button: dict[str, Any],
    slack: FakeSlack,
    *,
    fields: Mapping[str, Any] | None = None,
    private: bool = True,
) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "peer"},
        "user": {"id": user(person), "team_id": TEAM},
        "api_app_id": "A1",
        "container": {"type": "message", "message_ts": stamp(), "channel_id": "C1", "is_ephemeral": private},
        "channel": {"id": "C1"},
        "trigger_id": f"{next(_numbers)}.2.abc",
        "response_url": slack.response_url(f"button{next(_numbers)}"),
        "state": {"values": fields or {}},
        "actions": [{**button, "block_id": "x", "action_ts": stamp()}],
    }


def submitted(person: str, view: dict[str, Any], values: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": user(person)},
        "trigger_id": f"{next(_numbers)}.3.abc",
        "view": {**view, "id": "V1", "hash": "1.1", "state": {"values": state(view["blocks"], values)}},
        **more,
    }


def state(blocks: list[dict[str, Any]], values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form as Slack returns them: what was typed, or else what each began with."""
    found: dict[str, Any] = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            key = element["action_id"].partition(".")[2]
            found[block["block_id"]] = {element["action_id"]: _held(element, values.get(key))}
    return found


def _held(element: dict[str, Any], value: Any) -> dict[str, Any]:
    kind = element["type"]
    options = element.get("options", []) + [o for g in element.get("option_groups", []) for o in g["options"]]
    match kind:
        case "plain_text_input" | "number_input":
            return {"type": kind, "value": value if value is not None else element.get("initial_value")}
        case "timepicker":
            return {"type": kind, "selected_time": value or element.get("initial_time")}
        case "datepicker":
            return {"type": kind, "selected_date": value or element.get("initial_date")}
        case "conversations_select":
            return {"type": kind, "selected_conversation": value or element.get("initial_conversation")}
        case "static_select" | "radio_buttons":
            chosen = next((o for o in options if o["value"] == value), element.get("initial_option"))
            return {"type": kind, "selected_option": chosen}
        case _:
            chosen = [o for o in options if o["value"] in value] if value else element.get("initial_options", [])
            return {"type": kind, "selected_options": chosen}


# ── What is on a card ───────────────────────────────────────────────────────────────────────


def buttons(payload: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons of a message or a modal, by their label."""
    blocks = payload["view"]["blocks"] if "view" in payload else payload["blocks"]
    found = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    return {button["text"]["text"]: button for button in found}


def words(payload: Any) -> str:
    """All the words of a payload, in order, as a reader meets them."""
    if isinstance(payload, dict):
        own = payload.get("text") if isinstance(payload.get("text"), str) and payload.get("type") else None
        held = [payload[key] for key in ("title", "blocks", "elements", "text", "element") if key in payload]
        return " ".join([own or "", *(words(each) for each in held if not isinstance(each, str))])
    return "".join(words(each) for each in payload) if isinstance(payload, list) else ""


def held(payload: dict[str, Any], key: str = "text") -> str:
    """What a form's field holds."""
    blocks = payload["view"]["blocks"] if "view" in payload else payload["blocks"]
    fields = [block["element"] for block in blocks if block["type"] == "input"]
    return str(next(e.get("initial_value", "") for e in fields if e["action_id"].endswith(f".{key}")))


# ── The app, running ────────────────────────────────────────────────────────────────────────


@contextmanager
def running(url: str, folder: Path, slack: FakeSlack, *, socket: bool = False) -> Iterator[Driver]:
    """The whole app on a store that is there and migrated, behind a real socket, or by Socket Mode."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket_mode, "PATIENCE", Patience(first=0.01, longest=0.1))
        application = build(settings_for(url, folder, slack, socket=socket))
    seed_once(application.store)
    try:
        with swift_dbos(), pytest.MonkeyPatch.context() as patch, listening(application.asgi) as url_served:
            patch.setattr(limits, "LOADING_SECONDS", 30)  # a busy machine's seconds are no reason for another view
            if socket:
                slack.socket.wait(slack.socket.live)
            yield (SocketDriver if socket else Driver)(url_served, slack, application, folder)
    finally:
        application.close()


@contextmanager
def listening(asgi: Any) -> Iterator[str]:
    """An ASGI application behind a real socket."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(256)
    server = uvicorn.Server(uvicorn.Config(asgi, log_level="warning", access_log=False, timeout_graceful_shutdown=5))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    end = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < end, "the server did not start in time"
        time.sleep(0.01)
    _loops[url] = server.servers[0].get_loop()
    try:
        yield url
    finally:
        del _loops[url]
        server.should_exit = True
        thread.join(timeout=30)
        listener.close()


async def _replied() -> None:
    """Wait for answers by the socket, and for the direct calls that follow an acknowledgement, or they would arrive in
    the midst of what comes next."""
    for owner in ("Envelopes.", "_Answers.", "Surfaces."):
        names = {task: getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks()}
        if under_way := [task for task, name in names.items() if owner in name]:
            await asyncio.wait(under_way)


def seed_once(store: Store) -> None:
    with store.reading() as session:
        there = session.scalar(select(ReviewRow.id))
    if not there:
        seed(store)


def seeded(url: str) -> None:
    """Seed a store that another process will serve."""
    store = open_store(url)
    seed_once(store)
    store.close()


@contextmanager
def served(template: Path, folder: Path, *, socket: bool = False) -> Iterator[Driver]:
    """The app on a fresh SQLite file, with a made-up Slack of its own."""
    path = folder / "peerwalk.db"
    shutil.copyfile(template, path)
    with fake_slack() as slack, running(sqlite_url(path), folder, slack, socket=socket) as driver:
        yield driver
        assert not slack.wrong, sorted(set(slack.wrong))


def tomorrow() -> str:
    return (utc_now().date() + timedelta(days=1)).isoformat()
