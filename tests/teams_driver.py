"""Drives the running app as Teams does: signed activities over real HTTP, from people of the demo trust in two reviews."""

import asyncio
import itertools
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import Application, build
from bot.message import Address
from bot.settings import Settings
from store import people
from store.engine import Store, open_store, sqlite_url
from store.tables import RoomRow
from tests import slack_driver
from tests.fake_teams import APP, BOT, SECRET, TENANT, FakeTeams, fake_teams, posted
from tests.slack_driver import TEAMS, listening, texts_in
from tests.swift import swift_dbos
from tests.teams_cards import key_of

ROOMS = {"larkfield-review": "19:lark@thread.tacv2", "bridgewater-review": "19:brid@thread.v2"}
TRUST_CHANNEL = "19:trust@thread.tacv2"
USERS = {
    person: f"11111111-0000-4000-8000-{number:012d}"
    for number, person in enumerate(
        (*TEAMS["larkfield-review"], *TEAMS["bridgewater-review"], "larkfield-head", "trust-lead", "trustee"), 1
    )
}
STRANGER = "11111111-0000-4000-8000-999999999999"
_numbers = itertools.count(1)
_loops = slack_driver._loops


def user(person: str) -> str:
    return USERS.get(person, person)


def account(person: str) -> str:
    return f"29:{user(person)}"


def own_chat(person: str) -> str:
    return f"a:{user(person)}"


def seed(store: Store) -> None:
    """The demo trust with two reviews under way, each with a room in Slack and in Teams, and everybody known in both."""
    slack_driver.seed_once(store)
    with store.writing() as session:
        for review, channel in ROOMS.items():
            session.add(RoomRow(platform="teams", tenant=TENANT, channel=channel, review=review))
        session.add(RoomRow(platform="teams", tenant=TENANT, channel=TRUST_CHANNEL, review=""))
        for person in USERS:
            people.add_address(session, Address("teams", TENANT, user(person)), person)


def settings_for(url: str, folder: Path, teams: FakeTeams) -> Settings:
    return Settings(
        data_dir=folder,
        database_url=url,
        post_interval=0.02,
        teams_app_id=APP,
        teams_tenant_id=TENANT,
        teams_client_secret=SecretStr(SECRET),
        teams_openid_url=teams.openid_url,
        teams_login_url=teams.login_url,
    )


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any

    @property
    def card(self) -> dict[str, Any]:
        """The card that answers a button, or that a dialog shows."""
        if "task" in self.body:
            found: dict[str, Any] = self.body["task"]["value"]["card"]["content"]
            return found
        assert self.body["statusCode"] == 200, self.body
        return dict(self.body["value"])


@dataclass
class Driver:
    """Teams' side of one running app."""

    url: str
    teams: FakeTeams
    application: Application | None = None
    folder: Path = Path()

    def send(self, activity: Any, *, token: str | None = "", body: bytes | None = None) -> Answer:
        signed = self.teams.token() if token == "" else token
        raw = json.dumps(activity).encode() if body is None else body
        answer = Answer(*posted(f"{self.url}/teams/messages", raw, signed))
        if self.url in _loops:
            asyncio.run_coroutine_threadsafe(_replied(), _loops[self.url]).result(timeout=60)
        return answer

    # ── What people do ──────────────────────────────────────────────────────────────────────

    def activity(self, person: str, kind: str = "message", **more: Any) -> dict[str, Any]:
        return activity(self.teams, person, kind, **more)

    def dm(self, person: str, text: str, **more: Any) -> Answer:
        return self.send(self.activity(person, text=text, **more))

    def mention(self, person: str, text: str, channel: str, thread: str = "", **more: Any) -> Answer:
        return self.send(mentioned(self.teams, person, text, channel, thread, **more))

    def press(
        self, person: str, data: Mapping[str, Any], *, card: str = "", channel: str = "", **values: Any
    ) -> Answer:
        """Press a button with what it carries, and the inputs of its card by their ids."""
        value = {"action": {"type": "Action.Execute", "verb": "pw", "data": {**data, **values}}, "trigger": "manual"}
        return self.invoke(person, "adaptiveCard/action", value, channel=channel, replyToId=card or "1")

    def submit(self, person: str, data: Mapping[str, Any], **values: Any) -> Answer:
        """Send a dialog."""
        return self.invoke(person, "task/submit", {"data": {**data, **values}, "context": {"theme": "default"}})

    def log(self, person: str, channel: str, **message: Any) -> Answer:
        """Choose *Log as evidence* on a message."""
        value = {"commandId": "log", "commandContext": "message", "messagePayload": payload(**message)}
        return self.invoke(person, "composeExtension/fetchTask", value, channel=channel)

    def invoke(self, person: str, name: str, value: Any, *, channel: str = "", **more: Any) -> Answer:
        where = in_room(channel) if channel else {}
        return self.send(self.activity(person, "invoke", name=name, value=value, **where, **more))

    # ── What came of it ─────────────────────────────────────────────────────────────────────

    def chat(self, person: str) -> list[dict[str, Any]]:
        return self.teams.within(own_chat(person))

    def last(self, person: str) -> dict[str, Any]:
        """The last message in somebody's own chat."""
        return self.chat(person)[-1]

    def texts(self, review: str = "larkfield-review") -> list[str]:
        assert self.application is not None
        return texts_in(self.application.store.url, self.folder, review)


# ── Activities, as Teams makes them ─────────────────────────────────────────────────────────


def activity(teams: FakeTeams, person: str, kind: str = "message", **more: Any) -> dict[str, Any]:
    found = {
        "type": kind,
        "id": f"{1_600_000_000_000 + next(_numbers)}",
        "timestamp": "2026-11-21T16:00:00.000Z",
        "localTimestamp": "2026-11-21T16:00:00.000+00:00",
        "channelId": "msteams",
        "serviceUrl": teams.service,
        "from": {"id": account(person), "name": "Somebody", "aadObjectId": user(person)},
        "recipient": {"id": BOT, "name": "Peerwalk"},
        "conversation": {"id": own_chat(person), "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"}],
        "locale": "en-GB",
    }
    if kind == "message":
        found["textFormat"] = "plain"
    return {**found, **more}


def in_room(channel: str, thread: str = "") -> dict[str, Any]:
    """Where something happens in a room: a channel of a team, or a group chat."""
    if channel.endswith("@thread.v2"):
        where = {"id": channel, "conversationType": "groupChat", "tenantId": TENANT, "isGroup": True}
        return {"conversation": where, "channelData": {"tenant": {"id": TENANT}}}
    name = f"{channel};messageid={thread}" if thread else channel
    more = {"team": {"id": "19:team@thread.tacv2"}, "channel": {"id": channel}, "teamsChannelId": channel}
    where = {"id": name, "conversationType": "channel", "tenantId": TENANT, "isGroup": True}
    return {"conversation": where, "channelData": {"tenant": {"id": TENANT}, **more}}


def mentioned(teams: FakeTeams, person: str, text: str, channel: str, thread: str = "", **more: Any) -> dict[str, Any]:
    at = "<at>Peerwalk</at>"
    entities = [{"type": "mention", "text": at, "mentioned": {"id": BOT, "name": "Peerwalk"}}]
    said = {"text": f"{at}&nbsp;{text}", "entities": entities, **in_room(channel, thread), **more}
    return activity(teams, person, **said)


def payload(writer: str = "guest", text: str = "<p>Every visitor is met.</p>", **more: Any) -> dict[str, Any]:
    """A message as an action on it brings it along."""
    return {
        "id": "1700000000001",
        "replyToId": None,
        "createdDateTime": "2026-11-21T10:00:00.000Z",
        "lastModifiedDateTime": None,
        "deleted": False,
        "subject": None,
        "summary": None,
        "importance": "normal",
        "locale": "en-us",
        "linkToMessage": "https://teams.microsoft.com/l/message/19:chan/1700000000001",
        "from": {
            "device": None,
            "conversation": None,
            "user": {"userIdentityType": "aadUser", "id": user(writer), "displayName": "Somebody"},
            "application": None,
        },
        "body": {"contentType": "html", "content": text},
        "attachmentLayout": "list",
        "attachments": [],
        "mentions": [],
        "reactions": [],
        **more,
    }


# ── What is on a card ───────────────────────────────────────────────────────────────────────


def card_of(message: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = message["attachments"][0]["content"] if "attachments" in message else message
    return found


def elements(found: Any) -> Iterator[dict[str, Any]]:
    """Everything in a card, in its order, what opens included; but not what stands in for what a client cannot draw."""
    if isinstance(found, dict):
        if "type" in found:
            yield found
        for key, value in found.items():
            if key not in {"fallback", "data", "refresh"}:
                yield from elements(value)
    elif isinstance(found, list):
        for each in found:
            yield from elements(each)


def buttons(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each button of a card carries, by its label."""
    found = (each for each in elements(card_of(message)) if each["type"] in {"Action.Execute", "Action.Submit"})
    return {each["title"]: each["data"] for each in found}


def words(message: dict[str, Any]) -> str:
    """All the words of a card, as a reader meets them."""
    read = ("TextBlock", "TextRun", "Input.")
    found = (each for each in elements(card_of(message)) if each["type"].startswith(read))
    return " ".join(str(each.get("text") or each.get("label") or "") for each in found)


def fields(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The inputs of a card by their question."""
    found = (each for each in elements(card_of(message)) if each["type"].startswith("Input."))
    return {key_of(each["id"]): each for each in found}


def filled(message: dict[str, Any], **values: str) -> dict[str, str]:
    """What a client sends of a card's inputs: what each held, and what was put in, by their ids."""
    held = {each["id"]: each["value"] for each in fields(message).values() if "value" in each}
    return {**held, **{fields(message)[key]["id"]: value for key, value in values.items()}}


# ── The app, running ────────────────────────────────────────────────────────────────────────


@contextmanager
def running(url: str, folder: Path, teams: FakeTeams) -> Iterator[Driver]:
    """The whole app on a store that is there and migrated, behind a real socket."""
    application = build(settings_for(url, folder, teams))
    try:
        with swift_dbos(), listening(application.asgi) as served:
            yield Driver(served, teams, application, folder)
    finally:
        application.close()


@contextmanager
def served(template: Path, folder: Path) -> Iterator[Driver]:
    """The app on a fresh SQLite file, with a made-up Teams of its own."""
    path = folder / "peerwalk.db"
    shutil.copyfile(template, path)
    store = open_store(sqlite_url(path))
    seed(store)
    store.close()
    with fake_teams(folder) as teams, running(sqlite_url(path), folder, teams) as driver:
        yield driver


async def _replied() -> None:
    """Wait for the direct calls that follow an acknowledgement, or they would arrive in the midst of what comes next."""
    names = {task: getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks()}
    owners = ("Chat.", "Answers.")
    if under_way := [task for task, name in names.items() if any(owner in name for owner in owners)]:
        await asyncio.wait(under_way)


def tomorrow() -> str:
    return slack_driver.tomorrow()
