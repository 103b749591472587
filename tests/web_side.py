"""The web as one of the sides that are driven alike: somebody opens a page, fills in its form, and reads what comes."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from store.engine import open_store, sqlite_url
from tests import slack_driver
from tests.browser import Running, running
from tests.entrance import signed_in
from tests.visitor import Page, Visitor

SEND = "Log this note"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Filled:
    """A form as somebody filled it in, in their own browser."""

    person: str
    visitor: Visitor
    path: str
    fields: list[tuple[str, str]]


@dataclass
class WebSide:
    """Each is in by a link of their own, but for the stranger, whom nobody let in."""

    site: Running
    platform: str = "web"
    stranger: str = "stranger"
    trust_channel: str = ""
    # What cannot be on the web, by nature, each with the reason in a line.
    cannot: Mapping[str, str] = field(
        default_factory=lambda: {
            "a mark on the message": "what was typed is no message of a chat: the page that comes says what became of it",
            "a file": "no page has a field that takes one",
            "the trust channel": "its page has no box of its own: a note is always of the review that the box names",
        }
    )
    says: Mapping[str, str] = field(
        default_factory=lambda: {
            "note": "",
            "unknown": "Nobody can sign up here",
            "elsewhere": "That is not here for you",
            "not on the team": "Only the review team",
            "again": "That was sent already.",
        }
    )
    _seen: dict[str, list[Any]] = field(default_factory=dict)
    _hangs_up: bool = False

    @property
    def rooms(self) -> dict[str, str]:
        return {review: review for review in slack_driver.ROOMS}

    def sent(self, person: str, text: str, room: str = "", thread: str = "", *, file: bool = False) -> Filled:
        del thread
        assert not file, self.cannot["a file"]
        visitor = Visitor(self.site.url) if person == self.stranger else signed_in(self.site, person)
        page = visitor.open(f"/room/{room}" if room in self.rooms else "/")
        if SEND in page.buttons and room in {"", *self.rooms}:
            return Filled(person, visitor, *visitor.filled(SEND, {"text": text}))
        # No page has a box for them: the form is made by hand, as whoever looks for a hole would.
        named = [("review", room)] if room else []
        fields = [("nonce", f"by-hand-{text}"), *named, ("typed.text", text)]
        page = visitor.send("/note", fields)  # what cannot be taken comes back in a form that can be sent again
        csrf = [(name, value) for form in page.forms for name, value in form.fields if name == "csrf"][:1]
        return Filled(person, visitor, "/note", [*csrf, *fields])

    def deliver(self, sent: Filled) -> bool:
        if self._hangs_up:
            self._hangs_up = False
            self._send_and_go(sent)
            return True
        page = sent.visitor.send(sent.path, sent.fields)
        self._seen.setdefault(sent.person, []).append(self._shown(page, sent.visitor))
        return page.status in {200, 403, 422}

    def forged(self, sent: Filled) -> int:
        """The same from a browser that was let in, but from no page of ours."""
        fields = [(name, "0" * 64 if name == "csrf" else value) for name, value in sent.fields]
        return sent.visitor.send(sent.path, fields).status

    def shown(self, person: str) -> list[Any]:
        return self._seen.setdefault(person, [])

    def press(self, person: str, on: Any, label: str, **values: str) -> Any:
        del person
        visitor = on.raw["visitor"]
        visitor.page = on.raw["page"]
        page = visitor.follow(label) if label in visitor.page.links else visitor.press(label, **values)
        return self._shown(page, visitor)

    def texts(self, review: str = "larkfield-review") -> list[str]:
        return slack_driver.texts_in(self.site.application.store.url, self.site.data, review)

    def marks(self) -> list[str]:
        return []

    def name_of(self, sent: Filled) -> str:
        return sent.path

    def refuse_next(self) -> None:
        """Whoever sends the next form is gone before its answer comes."""
        self._hangs_up = True

    def _send_and_go(self, sent: Filled) -> None:
        where = urlsplit(self.site.url)
        connection = HTTPConnection(str(where.hostname), where.port, timeout=60)
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in sent.visitor.cookies.items())}
        connection.request("POST", sent.path, urlencode(sent.fields).encode(), {**_FORM, **cookies})
        connection.close()

    def _shown(self, page: Page, visitor: Visitor) -> Any:
        from tests.chat_sides import Shown  # noqa: PLC0415 it is made of this

        title = re.search(r"<title>(.*?)</title>", page.html, re.DOTALL)
        return Shown(
            {"page": page, "visitor": visitor},
            page.words,
            {label: {} for label in page.buttons},
            unescape(title[1]) if title else "",
            next(iter(page.typed), ""),
        )


@contextmanager
def served(template: Path, folder: Path) -> Iterator[WebSide]:
    """A trust that is no demo, with two reviews under way, on a fresh SQLite file."""
    path = folder / "peerwalk.db"
    path.write_bytes(template.read_bytes())
    store = open_store(sqlite_url(path))
    slack_driver.seed_once(store)
    store.close()
    with running(folder, is_demo=False) as site:
        yield WebSide(site)
