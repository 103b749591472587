"""From the name of a question, telling or notice to the words a person reads.

Each dialog has one file of wording, `templates/<dialog>.md`, with a block for each thing it asks
or tells; what it lacks is looked up in `shared.md`. A trust's own folder comes first. A block is
rendered with every fact as an opaque token and parsed once as Markdown; only then are the facts
put back, as literal text. So nothing a person typed is ever parsed as markup, on any platform.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.message import Listing, Paragraph, Run, Words, plain

_PACKAGED = Path(__file__).parent / "_templates"
TEMPLATES = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parent.parent / "templates"

# Private-use characters that no keyboard types; any in a fact are dropped before it becomes a token.
_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_STRAY = str.maketrans("", "", _OPEN + _CLOSE)

_MARKDOWN = MarkdownIt("zero", {"typographer": False}).enable(["emphasis", "link", "list", "newline"])


# A token in a link's address must come through whole; what addresses are allowed is checked when it is put back.
_MARKDOWN.normalizeLink = lambda url: url  # type: ignore[method-assign]
_MARKDOWN.validateLink = bool  # type: ignore[assignment, method-assign]
# Rendered blocks are few, since every fact in them is a token; whoever reads what was parsed leaves it as it is.
_parsed = lru_cache(maxsize=4096)(_MARKDOWN.parse)
_SAFE_LINK = re.compile(r"https?://|tel:|/(?![/\\])")


class NoWordingError(Exception):
    """Something is asked or told that no template has a block for: our mistake, found by a test."""


def day(when: date) -> str:
    """A day as a person says it: `Tuesday 24 November 2026`."""
    return f"{when:%A} {when.day} {when:%B %Y}"


def month(when: date) -> str:
    """A month by its name: `November 2026`."""
    return f"{when:%B %Y}"


def short_day(when: date) -> str:
    """A day where it only tells two things apart: `24 Nov`."""
    return f"{when.day} {when:%b}"


_TO_NINETEEN = (
    *("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_HUNDRED = 100


def spelled(number: int) -> str:
    """A number as a person says it, `twenty-one`; from a hundred on in digits."""
    if number < len(_TO_NINETEEN):
        return _TO_NINETEEN[number]
    tens, ones = divmod(number, 10)
    if number >= _HUNDRED:
        return f"{number:,}"
    return _TENS[tens] + (f"-{_TO_NINETEEN[ones]}" if ones else "")


@pass_context
def _finalize(context: Context, value: Any) -> str:
    """Put a token where a fact is written; each rendering brings its own keeper, so threads share nothing."""
    return str(context.resolve("_keep")(value))


class _Facts:
    """Hands out a token for each fact while a block is rendered, and gives the facts back after."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.held: list[str] = []

    def keep(self, value: Any) -> str:
        if isinstance(value, datetime):
            here = value.astimezone(self.zone)
            text = f"{day(here)}, {here:%H:%M}"
        elif isinstance(value, date):
            text = day(value)
        else:
            text = str(value)
        self.held.append(text.translate(_STRAY))
        return f"{_OPEN}{len(self.held) - 1}{_CLOSE}"

    def split(self, text: str) -> Iterator[tuple[str, bool]]:
        """Text in pieces, each with whether it is a fact."""
        for index, piece in enumerate(_TOKEN.split(text)):
            if index % 2:
                yield self.held[int(piece)], True
            elif piece:
                yield piece, False


class Wording:
    """All templates of one installation, a trust's own folder before ours."""

    def __init__(self, own: Path | None = None, zone: str = "Europe/London") -> None:
        folders = [own, TEMPLATES] if own else [TEMPLATES]
        self.zone = ZoneInfo(zone)
        self._environment = Environment(  # noqa: S701 -- Markdown, not HTML: facts are tokens and never parsed
            loader=FileSystemLoader(folders),
            undefined=StrictUndefined,
            # Block tags leave their line breaks: a blank line too many is nothing in Markdown, one too few joins paragraphs.
            trim_blocks=False,
            lstrip_blocks=True,
            auto_reload=False,
            finalize=_finalize,
        )
        self._environment.filters |= {"spelled": spelled, "clock": self._clock, "on_day": self._on_day, "month": month}
        # One file may name a label of another, as it stands there.
        self._environment.globals["label"] = self.line
        self._template = lru_cache(maxsize=None)(self._environment.get_template)
        # Most labels have no facts in them; there are as many as the templates have blocks.
        self._fixed_line = lru_cache(maxsize=None)(lambda file, blocks: self._line(file, blocks, {}))

    def _clock(self, when: datetime) -> str:
        return f"{when.astimezone(self.zone):%H:%M}"

    def _on_day(self, when: datetime) -> date:
        return when.astimezone(self.zone).date()

    def has(self, file: str, block: str) -> bool:
        """Whether the file, or the shared one, has this block."""
        return any(block in self._template(f"{name}.md").blocks for name in (file, "shared"))

    def words(self, file: str, *blocks: str, **facts: Any) -> Words:
        """The first of the blocks that the file has, or else the shared one, with these facts in it."""
        kept = _Facts(self.zone)
        rendered = self._render(self._find(file, blocks), kept, facts)
        return tuple(_blocks(_parsed(rendered), kept))

    def line(self, file: str, *blocks: str, **facts: Any) -> str:
        """The same as one line of plain text, for labels and buttons."""
        return self._line(file, blocks, facts) if facts else self._fixed_line(file, blocks)

    def _line(self, file: str, blocks: Sequence[str], facts: Mapping[str, Any]) -> str:
        return " ".join(plain(self.words(file, *blocks, **facts)).split())

    def _find(self, file: str, blocks: Sequence[str]) -> tuple[Template, str]:
        for name, block in product((file, "shared"), blocks):
            template = self._template(f"{name}.md")
            if block in template.blocks:
                return template, block
        raise NoWordingError(f"neither {file}.md nor shared.md has a block {' or '.join(blocks)}")

    def _render(self, found: tuple[Template, str], kept: _Facts, facts: Mapping[str, Any]) -> str:
        template, block = found
        context = template.new_context({**facts, "_keep": kept.keep})
        return "".join(template.blocks[block](context)).strip()


def _blocks(tokens: Sequence[Token], facts: _Facts) -> Iterator[Paragraph | Listing]:
    items: list[tuple[Run, ...]] | None = None
    ordered = False
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                items, ordered = [], token.type.startswith("ordered")
            case "bullet_list_close" | "ordered_list_close":
                yield Listing(tuple(items or ()), ordered)
                items = None
            case "inline":
                runs = tuple(_runs(token.children or [], facts))
                if items is None:
                    yield Paragraph(runs)
                else:
                    items.append(runs)


def _runs(tokens: Sequence[Token], facts: _Facts) -> Iterator[Run]:
    bold = italic = 0
    link = ""
    for token in tokens:
        match token.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "em_open":
                italic += 1
            case "em_close":
                italic -= 1
            case "link_open":
                address = "".join(text for text, _ in facts.split(str(token.attrGet("href") or "")))
                link = address if _SAFE_LINK.match(address) else ""
            case "link_close":
                link = ""
            case "softbreak" | "hardbreak":
                yield Run("\n" if token.type == "hardbreak" else " ")
            case "text":
                for text, theirs in facts.split(token.content):
                    yield Run(text, bool(bold), bool(italic), theirs, link)
