"""A visitor who fills in the web's forms without any script, over real HTTP."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPMessage
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

PATIENCE = 60.0  # seconds


@dataclass
class Form:
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    # Each button: its words, where it sends the form, and its own name and value.
    buttons: list[tuple[str, str, str, str]] = field(default_factory=list)
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


class _Reader(HTMLParser):
    """A page's words, links and forms, as somebody without scripts has them."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.headings: list[str] = []
        self.lines: list[str] = []
        self._form: Form | None = None
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._select = ""
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(has["action"])
            self.forms.append(self._form)
        elif tag == "input" and self._form and has.get("name"):
            if has.get("type") in {"radio", "checkbox"}:
                self._form.choices.setdefault(has["name"], []).append((has["value"], ""))
                if "checked" in has:
                    self._form.fields.append((has["name"], has["value"]))
            else:
                self._form.fields.append((has["name"], has.get("value", "")))
        elif tag == "select":
            self._select = has.get("name", "")
        elif tag == "option" and self._form:
            self._form.choices.setdefault(self._select, []).append((has["value"], ""))
            if "selected" in has:
                self._form.fields.append((self._select, has["value"]))
        if tag in {"button", "a", "h1", "h2", "h3", "textarea", "title", "label"}:
            self._open.append((tag, has, []))

    def handle_data(self, data: str) -> None:
        for _tag, _has, words in self._open:
            words.append(data)
        self.lines.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if not self._open or self._open[-1][0] != tag:
            return
        _, has, parts = self._open.pop()
        words = " ".join("".join(parts).split())
        if tag == "button" and self._form:
            where = has.get("formaction", self._form.action)
            self._form.buttons.append((words, where, has.get("name", ""), has.get("value", "")))
        elif tag == "textarea" and self._form and "name" in has:
            self._form.fields.append((has["name"], "".join(parts).removeprefix("\n")))
        elif tag == "a":
            self.links[words] = has.get("href", "")
        elif tag in {"h1", "h2", "h3"}:
            self.headings.append(words)


@dataclass
class Page:
    """A page as it came; it is read only once somebody looks at what it says."""

    status: int
    headers: HTTPMessage
    html: str

    @cached_property
    def _read(self) -> _Reader:
        return _Reader(self.html)

    @property
    def forms(self) -> list[Form]:
        return self._read.forms

    @property
    def links(self) -> dict[str, str]:
        return self._read.links

    @property
    def headings(self) -> list[str]:
        return self._read.headings

    @property
    def lines(self) -> list[str]:
        return self._read.lines

    @property
    def words(self) -> str:
        return " ".join("".join(self.lines).split())

    @property
    def buttons(self) -> list[str]:
        return [words for form in self.forms for words, *_ in form.buttons]

    @property
    def typed(self) -> list[str]:
        """What stands in the page's boxes."""
        return [value for form in self.forms for name, value in form.fields if name.startswith("typed.")]


@dataclass
class Visitor:
    """Somebody with a browser that runs no scripts: opens pages, fills in forms, presses buttons by their words."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    page: Page = field(default_factory=lambda: Page(0, HTTPMessage(), ""))

    def request(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Page:
        status, head, answer = self._fetch(method, path, body, headers)
        self.page = Page(status, head, answer.decode(errors="replace"))
        return self.page

    def _fetch(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str] | None
    ) -> tuple[int, HTTPMessage, bytes]:
        where = urlsplit(self.url)
        connection = HTTPConnection(str(where.hostname), where.port, timeout=PATIENCE)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {**({"Cookie": cookie} if cookie else {}), **(headers or {})}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        whole = answer.read()
        connection.close()
        for line in answer.msg.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        self.cookies = {name: value for name, value in self.cookies.items() if value}
        return answer.status, answer.msg, whole

    def open(self, path: str = "/") -> Page:
        return self.request("GET", path)

    def send(self, path: str, fields: list[tuple[str, str]]) -> Page:
        """Send a form as a browser does: a new line is two characters there."""
        told = [(name, re.sub(r"\r?\n", "\r\n", value)) for name, value in fields]
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        page = self.request("POST", path, urlencode(told).encode(), kind)
        if page.status == 303:
            return self.open(urljoin(path, str(page.headers["Location"])))
        return page

    def filled(self, label: str, values: dict[str, str | list[str]]) -> tuple[str, list[tuple[str, str]]]:
        """The path and fields that the first button with these words would send, with these values filled in."""
        for form in self.page.forms:
            for words, where, name, value in form.buttons:
                known = {known for known, _ in form.fields} | set(form.choices)
                if words != label or any(self._named(key, known) is None for key in values):
                    continue
                put = {str(self._named(key, known)): given for key, given in values.items()}
                fields = [(named, held) for named, held in form.fields if named not in put]
                for name_put, given in put.items():
                    fields += [(name_put, one) for one in ([given] if isinstance(given, str) else given)]
                return where, [*fields, *([(name, value)] if name else [])]
        raise AssertionError(f"no button {label!r} with {sorted(values)}; there are {self.page.buttons}")

    @staticmethod
    def _named(key: str, known: set[str]) -> str | None:
        return next((name for name in known if name == key or name.partition(".")[2] == key), None)

    def press(self, label: str, **values: str | list[str]) -> Page:
        path, fields = self.filled(label, values)
        return self.send(path, fields)

    def take_away(self, label: str) -> tuple[bytes, str]:
        """The file that comes down at a press, and how it says it is to be kept; the page stays."""
        path, fields = self.filled(label, {})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, head, whole = self._fetch("POST", path, urlencode(fields).encode(), kind)
        assert status == 200, whole
        return whole, head["Content-Disposition"]

    def follow(self, words: str) -> Page:
        return self.open(self.page.links[words])

    def act_as(self, person: str) -> Page:
        self.open("/")
        csrf = next((value for form in self.page.forms for name, value in form.fields if name == "csrf"), "")
        return self.send("/act-as", [("csrf", csrf), ("person", person)])
