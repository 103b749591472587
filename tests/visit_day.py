"""One visit on two platforms over real HTTP, on a clock of its own: some act in a browser, some in Slack.

Posts to Slack are delivered when the play says so, through the real poster; so a play is the same each time.
"""

import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from starlette.applications import Starlette

from bot.app import Application, build
from bot.delivery import deliver
from bot.domain.acts import About
from bot.domain.sign_in import SESSION_LASTS
from bot.handlers.slack.home_tab import HomeTab
from bot.handlers.slack.poster import SlackPoster
from bot.handlers.slack.pressed import ACTION, Pressed, pack
from bot.message import Address, Begin
from bot.notices import compose
from store import people
from store.engine import Store, sqlite_url
from store.tables import ActRow, RoomRow
from tests import slack_driver
from tests.play import NINE, WORDING
from tests.screens import page_drawn, slack_drawn
from tests.slack_driver import TEAM, TOKEN, Driver, listening, settings_for
from tests.slack_fake_api import FakeSlack, fake_slack
from tests.visitor import Page, Visitor

ROOM = "C0LARK"
MANY = 9  # lines, of which a transcript tells the first and the last


def on_slack(store: Store, review: str, *persons: str) -> None:
    """Give these people their Slack address, and the review a room there."""
    with store.writing() as session:
        session.add(RoomRow(platform="slack", tenant=TEAM, channel=ROOM, review=review))
        for person in persons:
            people.add_address(session, Address("slack", TEAM, slack_driver.user(person)), person)


@dataclass
class Day:
    """A running application, its Slack, what time it is there, and everybody's transcript."""

    store: Store
    url: str
    slack: FakeSlack
    driver: Driver
    now: datetime = NINE
    log: list[str] = field(default_factory=list)
    _pushed: int = 0

    def at(self, clock: str, days: int = 0) -> None:
        """Let it be that time, so many days later."""
        hour, minute = map(int, clock.split(":"))
        self.now = self.now.replace(hour=hour, minute=minute) + timedelta(days=days)
        self.log += ["", f"=== {self.now:%A} {self.now.day} {self.now:%B}, {clock}"]

    def tell(self, who: str, done: str, lines: list[str]) -> None:
        self.now += timedelta(seconds=20)
        self.log += ["", f"{who} {done}", *(f"  | {line}" for line in lines)]

    def deliver(self) -> list[dict[str, Any]]:
        """Deliver what waits for Slack, through the real poster; gives back what was posted, and tells of it."""
        poster = SlackPoster(TOKEN, self.slack.api_url, HomeTab(WORDING))
        words = partial(_composed)
        waiting = select(ActRow.id).where(ActRow.state == "queued").order_by(ActRow.made)
        with self.store.reading() as session:
            ids = list(session.scalars(waiting))
        before = len(self.slack.messages)
        for act in ids:
            deliver(self.store, {"slack": poster}, words, lambda: self.now, act)
        posted = self.slack.messages[before:]
        for message in posted:
            to = next((p for p, user in slack_driver.USERS.items() if message["channel"] == f"D{user}"), "")
            self.tell(
                to or "the room", f"is told by Slack; the lock screen says: {message['text']}", slack_drawn(message)
            )
        return posted

    @property
    def transcript(self) -> str:
        return "\n".join(self.log).strip() + "\n"


def _composed(session: Any, act: Any) -> Any:
    return compose(session, WORDING, act)


@dataclass
class OnWeb:
    """Somebody in a browser without scripts."""

    day: Day
    person: str
    visitor: Visitor = field(init=False)
    _came: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.day.url)
        self._come_in()

    def _come_in(self) -> None:
        self.visitor.act_as(self.person)
        self._came = self.day.now

    @property
    def page(self) -> Page:
        return self.visitor.page

    def _told(self, done: str, within: str = "") -> str:
        """Tell the part that matters: of the three panes, one."""
        panes = 'id="conversation"' in self.page.html
        lines = page_drawn(self.page.html, within or ("conversation" if panes else "main"))
        self.day.tell(f"{self.person} (web)", done, [line for line in lines if line != "# For you"])
        return "\n".join(lines)

    def home(self, within: str = "", *, quiet: bool = False) -> str:
        if self.day.now - self._came > SESSION_LASTS:
            self._come_in()
        self.visitor.open("/")
        return "" if quiet else self._told("opens " + ("the room" if within == "room" else "Home"), within)

    def channel(self, *, quiet: bool = False) -> str:
        self.home(quiet=True)
        self.visitor.open("/channel")
        return "" if quiet else self._told("opens the trust channel", "channel")

    def follow(self, words: str, *, quiet: bool = False) -> str:
        self.visitor.follow(words)
        return "" if quiet else self._told(f"opens “{words}”")

    def press(self, label: str, *, quiet: bool = False, **values: str | list[str]) -> str:
        self.visitor.press(label, **values)
        return "" if quiet else self._told(f"presses “{label}”{_given(values)}")


@dataclass
class OnSlack:
    """Somebody in Slack; `shown` is the message or modal they look at."""

    day: Day
    person: str
    shown: dict[str, Any] = field(default_factory=dict)

    def _told(self, done: str) -> str:
        lines = slack_drawn(self.shown)
        self.day.tell(f"{self.person} (Slack)", done, lines)
        return "\n".join(lines)

    def _answers(self) -> list[dict[str, Any]]:
        """All direct calls so far, but those that only take a message away."""
        return [sent for sent in self.day.slack.replies() if "delete_original" not in sent]

    def _called(self, act: Callable[[], slack_driver.Answer]) -> dict[str, Any]:
        """Act, and wait for the one direct call that answers it, where the answer to the request does not."""
        before = len(self._answers())
        answer = act()
        assert answer.status == 200, answer
        if isinstance(answer.body, dict) and ("blocks" in answer.body or "response_action" in answer.body):
            return dict(answer.body)
        end = time.monotonic() + 15
        while len(found := self._answers()) <= before:
            assert time.monotonic() < end, f"nothing answered; {[call.method for call in self.day.slack.calls][-5:]}"
            time.sleep(0.005)
        return found[before]

    def home(self, *, quiet: bool = False) -> str:
        self.shown = self._called(lambda: self.day.driver.command(self.person, ""))
        return "" if quiet else self._told("types /peerwalk")

    def command(self, text: str) -> str:
        self.shown = self._called(lambda: self.day.driver.command(self.person, text))
        return self._told(f"types /peerwalk {text}")

    def dm(self, text: str) -> str:
        self.shown = self._called(lambda: self.day.driver.dm(self.person, text))
        return self._told(f"writes to Peerwalk: {text}")

    def mention(self, text: str) -> str:
        self.shown = self._called(lambda: self.day.driver.mention(self.person, text, ROOM))
        return self._told(f"mentions Peerwalk in the room: {text}")

    def opens(self, message: dict[str, Any]) -> None:
        """Look at a message that the bot posted."""
        self.shown = message

    def press(self, label: str, *, quiet: bool = False, **values: Any) -> str:
        driver, view = self.day.driver, self.shown.get("view", self.shown)
        rows = [element for block in view["blocks"] if block["type"] == "actions" for element in block["elements"]]
        button = next(element for element in rows if element["text"]["text"] == label)
        if view.get("type") == "modal":
            self.shown = self._called(lambda: driver.press_in(self.person, view, button, values))
        else:
            fields = slack_driver.state(view["blocks"], values)
            private = "metadata" not in view
            self.shown = self._called(lambda: driver.press(self.person, button, fields=fields, private=private))
        return "" if quiet else self._told(f"presses “{label}”{_given(values)}")

    def begin(self, dialog: str, about: About, label: str) -> str:
        """Press a button of a card that stands in a channel."""
        value = pack(Pressed(Begin(dialog, about)))
        found = {
            "type": "button",
            "action_id": f"{ACTION}0",
            "value": value,
            "text": {"type": "plain_text", "text": label},
        }
        self.shown = self._called(lambda: self.day.driver.press(self.person, found, fields={}, private=False))
        return self._told(f"presses “{label}” on a card")

    def send(self, *, quiet: bool = False, **values: Any) -> str:
        """Submit the modal. Errors stand under its fields, and it stays as it was."""
        view = self.shown.get("view", self.shown)
        label = view["submit"]["text"]
        answer = self._called(lambda: self.day.driver.submit(self.person, view, values))
        done = f"sends “{label}”{_given(values)}"
        if "errors" in answer:
            wrong = [f"under “{_label(view, block)}”: {error}" for block, error in answer["errors"].items()]
            self.day.tell(f"{self.person} (Slack)", done, ["(the form stays as it is)", *wrong])
            return "\n".join(wrong)
        self.shown = answer
        return "" if quiet else self._told(done)


def _label(view: dict[str, Any], block: str) -> str:
    return next(str(one["label"]["text"]) for one in view["blocks"] if one.get("block_id") == block)


def _given(values: dict[str, Any]) -> str:
    told = [f"{key}: {_short(value)}" for key, value in values.items() if value]
    return f" with {'; '.join(told)}" if told else ""


def _without_posting(application: Application) -> Starlette:
    """The same routes: nothing is posted by itself, and what a platform holds open is closed all the same."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        for close in application.host.closing:
            await close()

    return Starlette(routes=application.asgi.routes, lifespan=lifespan)


def _short(value: str | list[str]) -> str:
    if not isinstance(value, str):
        return ", ".join(value)
    lines = value.splitlines()
    return value if len(lines) < MANY else f"{lines[0]} … {lines[-1]} ({len(lines)} lines)"


@contextmanager
def visit(template: Path, folder: Path) -> Iterator[Day]:
    """The application on a copy of a template, with the web's *act as* and a made-up Slack."""
    path = folder / "visit.db"
    shutil.copyfile(template, path)
    days: list[Day] = []
    with fake_slack() as slack:
        settings = settings_for(sqlite_url(path), folder, slack)
        application = build(settings, is_demo=True, clock=lambda: days[0].now if days else datetime.now(UTC))
        try:
            with listening(_without_posting(application)) as url:
                days.append(Day(application.store, url, slack, Driver(url, slack, application, folder)))
                yield days[0]
        finally:
            application.host.leaving.set()
            application.close()
        assert not slack.wrong, sorted(set(slack.wrong))
