"""Slack, Teams and the web driven alike: what somebody does there, and what they alone are then shown."""

import copy
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tests import slack_driver, teams_driver, web_side
from tests.fake_teams import FakeTeams, signing_key
from tests.posting import wait_until


@dataclass(frozen=True)
class Shown:
    """What somebody was shown: its words, its buttons, what its box holds, and what a lock screen says of it."""

    raw: dict[str, Any]
    words: str
    buttons: dict[str, dict[str, Any]]
    lock_screen: str
    box: str
    at: str = ""


class Side(Protocol):
    """One platform as a test sees it."""

    platform: str
    trust_channel: str
    stranger: str
    cannot: Mapping[str, str]
    """What there cannot be, by nature, each with the reason in a line."""
    says: Mapping[str, str]
    """Where its words are its own."""

    @property
    def rooms(self) -> dict[str, str]: ...

    def sent(self, person: str, text: str, room: str = "", thread: str = "", *, file: bool = False) -> Any: ...
    def deliver(self, sent: Any) -> bool: ...
    def forged(self, sent: Any) -> int: ...
    def shown(self, person: str) -> list[Shown]: ...
    def press(self, person: str, on: Shown, label: str, **values: str) -> Shown: ...
    def texts(self, review: str = "larkfield-review") -> list[str]: ...
    def marks(self) -> list[str]: ...
    def name_of(self, sent: Any) -> str: ...
    def refuse_next(self) -> None: ...


def said(side: Side, person: str, text: str, room: str = "", **more: Any) -> Shown:
    """Somebody says something, and is shown one thing."""
    before = len(side.shown(person))
    assert side.deliver(side.sent(person, text, room, **more))
    after = side.shown(person)
    assert len(after) == before + 1, [each.words for each in after[before:]]
    return after[-1]


CHAT_SAYS = {
    "note": "note: ",
    "unknown": "does not know you yet",
    "elsewhere": "belongs to no review",
    "not on the team": "Only the review team",
    "again": "",
}


# ── Slack ───────────────────────────────────────────────────────────────────────────────────


@dataclass
class SlackSide:
    driver: slack_driver.Driver
    platform: str = "slack"
    stranger: str = slack_driver.STRANGER
    trust_channel: str = slack_driver.TRUST_CHANNEL
    cannot: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=lambda: CHAT_SAYS)

    @property
    def rooms(self) -> dict[str, str]:
        return slack_driver.ROOMS

    def sent(self, person: str, text: str, room: str = "", thread: str = "", *, file: bool = False) -> Any:
        more: dict[str, Any] = {"subtype": "file_share", "files": [{"id": "F1"}]} if file else {}
        text = text.replace("&", "&amp;")  # as both write it
        found = slack_driver.mention(person, text, room, **more) if room else slack_driver.dm(person, text, **more)
        if thread:
            found["event"]["thread_ts"] = thread
        return found

    def deliver(self, sent: Any) -> bool:
        return self.driver.events(sent).status == 200

    def forged(self, sent: Any) -> int:
        """The same, signed by somebody who has not the secret."""
        return self.driver.send("events", json.dumps(sent).encode(), signature="v0=" + "0" * 64).status

    def shown(self, person: str) -> list[Shown]:
        named = slack_driver.user(person)
        found = (sent for sent in self.driver.slack.of("chat.postEphemeral") if sent["user"] == named)
        return [self._shown(sent) for sent in found]

    def press(self, person: str, on: Shown, label: str, **values: str) -> Shown:
        view = on.raw.get("view")
        if view and label == view.get("submit", {}).get("text"):
            return self._shown(self.driver.submit(person, view, values).body)
        before = len(self.driver.slack.replies())
        fields = slack_driver.state((view or on.raw)["blocks"], values)
        assert self.driver.press(person, on.buttons[label], fields=fields).status == 200
        wait_until(lambda: any("delete_original" not in one for one in self.driver.slack.replies()[before:]))
        return self._shown(next(one for one in self.driver.slack.replies()[before:] if "delete_original" not in one))

    def texts(self, review: str = "larkfield-review") -> list[str]:
        return self.driver.texts(review)

    def marks(self) -> list[str]:
        return [message for message, _ in self.driver.slack.reactions]

    def name_of(self, sent: Any) -> str:
        return str(sent["event"]["ts"])

    def refuse_next(self) -> None:
        self.driver.slack.faults.append("chat.postEphemeral user_not_in_channel")

    def _shown(self, raw: dict[str, Any]) -> Shown:
        blocks = raw.get("view", raw)["blocks"]
        held = [block["element"] for block in blocks if block["type"] == "input"]
        box = next((each.get("initial_value", "") for each in held if each["action_id"].endswith(".text")), "")
        at = f"{raw.get('channel', '')} {raw.get('thread_ts', '')}".strip()
        return Shown(raw, slack_driver.words(blocks), slack_driver.buttons(raw), raw.get("text", ""), box, at)


# ── Teams ───────────────────────────────────────────────────────────────────────────────────


@dataclass
class TeamsSide:
    driver: teams_driver.Driver
    platform: str = "teams"
    stranger: str = teams_driver.STRANGER
    trust_channel: str = teams_driver.TRUST_CHANNEL
    cannot: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=lambda: CHAT_SAYS)

    @property
    def rooms(self) -> dict[str, str]:
        return teams_driver.ROOMS

    @property
    def teams(self) -> FakeTeams:
        return self.driver.teams

    def sent(self, person: str, text: str, room: str = "", thread: str = "", *, file: bool = False) -> Any:
        kind = "application/vnd.microsoft.teams.file.download.info"
        more: dict[str, Any] = {"attachments": [{"contentType": kind, "name": "a.png"}]} if file else {}
        text = text.replace("&", "&amp;")
        if room:
            return teams_driver.mentioned(self.teams, person, text, room, thread, **more)
        return self.driver.activity(person, text=text, **more)

    def deliver(self, sent: Any) -> bool:
        return self.driver.send(copy.deepcopy(sent)).status == 200

    def forged(self, sent: Any) -> int:
        """The same, signed with a key that is not Microsoft's."""
        return self.driver.send(sent, token=self.teams.token(key=signing_key("forged"))).status

    def shown(self, person: str) -> list[Shown]:
        own = teams_driver.own_chat(person)
        calls = self.teams.of("POST", "/activities")
        return [self._shown(call.sent, own) for call in calls if own in call.path]

    def press(self, person: str, on: Shown, label: str, **values: str) -> Shown:
        held = teams_driver.filled(on.raw, **values)
        card = next(
            (name for name, one in self.teams.messages.items() if one["attachments"] == on.raw.get("attachments")), ""
        )
        answer = self.driver.press(person, {**on.buttons[label], **held}, card=card)
        return self._shown(answer.card, "")

    def texts(self, review: str = "larkfield-review") -> list[str]:
        return self.driver.texts(review)

    def marks(self) -> list[str]:
        return [message for message, _ in self.teams.reactions]

    def name_of(self, sent: Any) -> str:
        return str(sent["id"])

    def refuse_next(self) -> None:
        self.teams.faults.append("403 BotNotInConversationRoster")

    def _shown(self, raw: dict[str, Any], at: str) -> Shown:
        text = teams_driver.fields(raw).get("text", {})
        summary = str(raw.get("summary", teams_driver.card_of(raw).get("fallbackText", "")))
        return Shown(
            raw,
            " ".join(teams_driver.words(raw).split()),
            teams_driver.buttons(raw),
            summary,
            str(text.get("value", "")),
            at,
        )


@contextmanager
def side_of(platform: str, template: Path, folder: Path) -> Iterator[Side]:
    """The app on a fresh SQLite file, with a made-up platform of its own."""
    if platform == "web":
        with web_side.served(template, folder) as on_the_web:
            yield on_the_web
    elif platform == "slack":
        with slack_driver.served(template, folder) as on_slack:
            yield SlackSide(on_slack)
    else:
        with teams_driver.served(template, folder) as on_teams:
            yield TeamsSide(on_teams)
