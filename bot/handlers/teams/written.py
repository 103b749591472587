"""Text as Teams writes it and as people read it. A note keeps what a person would read, and nobody's id or name as a mention."""

import html
import re
from html.parser import HTMLParser

_MENTION = re.compile(r"<at\b[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
_SPACES = re.compile(r"[ \t\u00a0]{2,}")
_BREAKS = frozenset({"p", "div", "br", "li", "ul", "ol", "blockquote", "tr", "table", "h1", "h2", "h3", "pre"})
_UNREAD = frozenset({"script", "style", "attachment"})
SOMEONE = "someone"


def clean(text: str) -> str:
    """Without what no database takes: zero characters, and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def as_read(text: str, bots: tuple[str, ...] = ()) -> str:
    """A message's text as people read it. Mentions of the bot, as they stand in it, are left out; others are of someone."""
    found = clean(text)
    for mention in bots:
        found = found.replace(mention, " ") if mention else found
    return _tidy(html.unescape(_MENTION.sub(SOMEONE, found)))


def from_html(text: str) -> str:
    """The words of a message that comes as HTML."""
    words = _Words()
    words.feed(clean(text))
    words.close()
    return _tidy("".join(words.found))


def _tidy(text: str) -> str:
    lines = (_SPACES.sub(" ", line.replace("\u00a0", " ")).strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "at":
            self.found.append(SOMEONE)
        if tag in _UNREAD or tag == "at":
            self._within.append(tag)
        elif tag in _BREAKS:
            self.found.append("\n")
        elif tag in {"emoji", "img"}:
            self.found.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()
        elif tag in _BREAKS - {"br"}:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.found.append(data)
