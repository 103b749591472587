"""Going from a chat platform to the web, and joining a platform's account to somebody by code: the same on each.

A code is shown where somebody is known, and typed where they are not. An account that nobody knows and that brings no
right code is told whom to ask, and nothing of it is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from bot import rooms
from bot.domain import sign_in
from bot.domain.acts import TRUST, About
from bot.domain.people import Person
from bot.domain.sign_in import AddressLinked, AddressUnlinked, Attempt
from bot.ending import Enqueue
from bot.message import Button, Card, Event, Turned, Visit
from bot.sign_in.ways import Ways
from bot.turn import new_id
from bot.wording import Wording
from store import conversations, notes, people
from store import sign_in as kept
from store.made import Made

FILE = "sign_in"
PLATFORMS = {"slack": "Slack", "teams": "Teams", "web": "the web"}
_PATHS = {"conversation": "/c/", "review": "/room/"}
HERE = About("here", "here")
"""Whatever somebody was asked last where they are."""


@dataclass(frozen=True)
class Crossing(Event):
    """`web` asks for a link, `code` for a code to type elsewhere; `link` brings one; `unlink` takes this account back."""

    way: Literal["web", "code", "link", "unlink"]
    code: str = ""
    about: About = TRUST


@dataclass(frozen=True)
class Crossings:
    """Takes crossings, each in one transaction. Raises StoreTroubleError when nothing could be stored."""

    ways: Ways
    wording: Wording
    enqueue: Enqueue = lambda _session, _rows: None
    ids: Callable[[], str] = new_id

    def take(self, event: Crossing) -> Turned:
        with self.ways.store.writing() as session:
            now = self.ways.clock()
            if not conversations.first_sight(session, event.keys, now):
                return Turned(None)
            me = people.by_address(session, event.who, now)
            if event.way == "link":
                return self._link(session, event, me, now)
            if me is None:
                trust = people.directory(session).trust
                return Turned(self._card("stranger", trust=trust), problem=True)
            match event.way:
                case "unlink":
                    who = event.who
                    gone = AddressUnlinked(me.id, who.platform, who.tenant, who.user)
                    kept.apply(session, gone, Made(me.id, now, who.platform, who.tenant))
                    return self._said("unlinked", here=PLATFORMS[who.platform])
                case "web" if not self.ways.base:
                    return Turned(self._card("no_web"), problem=True)
            if until := self.ways.keys.held_back(session, Attempt.MAKE, now, person=me.id):
                return Turned(self._card("too_often", until=until), problem=True)
            if event.way == "code":
                return self._said("code", code=sign_in.shown(self.ways.code(session, me.id)))
            return self._said("web_link", url=self.ways.link(session, me.id, self._path(session, event, me)))

    def _path(self, session: Session, event: Crossing, me: Person) -> str:
        """The page of what a card is about; Home where it has none. What one may see there is asked there."""
        match event.about:
            case About("here"):
                asked = conversations.asked_last(session, me.id, event.who.platform)
                row = conversations.find(session, asked[0]) if asked else None
                going = row is not None and row.ended is None and row.person == me.id
                return f"/c/{row.id}" if row is not None and going else "/"
            case About("note", note):
                try:
                    return f"/notes/{notes.load(session, note).review.id}"
                except KeyError:
                    return "/"
            case About(kind, named):
                return _PATHS[kind] + named if kind in _PATHS else "/"

    def _link(self, session: Session, event: Crossing, me: Person | None, now: datetime) -> Turned:
        who = event.who
        account = f"{who.platform} {who.tenant} {who.user}"
        if until := self.ways.keys.held_back(session, Attempt.TYPE_CODE, now, person=account):
            return Turned(self._card("too_often", until=until), problem=True)
        person = self.ways.spend(session, event.code)
        if not person:
            return Turned(self._card("no_such_code"), problem=True)
        if me is not None:
            return Turned(self._card("linked_already" if me.id == person else "somebody_elses"), problem=True)
        if not sign_in.may_join(people.person(session, person), who.platform):
            return Turned(self._card("guests_on_the_web"), problem=True)
        joined = AddressLinked(person, who.platform, who.tenant, who.user)
        made = Made(person, now, who.platform, who.tenant)
        kept.apply(session, joined, made)
        rooms.late(session, person, made, self.enqueue, self.ids)
        return self._said("linked", here=PLATFORMS[who.platform], name=people.person(session, person).name)

    def _said(self, block: str, **facts: Any) -> Turned:
        return Turned(self._card(block, **facts), kept=True)

    def _card(self, block: str, **facts: Any) -> Card:
        home = Button(self.wording.line("replies", "go_home"), Visit("home", TRUST))
        notice = self.wording.line("replies", "notice")
        title = self.wording.line(FILE, f"{block}_title") if self.wording.has(FILE, f"{block}_title") else notice
        return Card(notice, title, self.wording.words(FILE, block, **facts), buttons=(home,))
