"""From cards to HTML. Pure: everything is escaped, and what a person typed is drawn exactly as typed."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.domain.people import Person
from bot.handlers.web import press
from bot.inputs import ChoiceInput, DayInput, Input, NumberInput, Option, TextInput, TimeInput
from bot.message import Action, Back, Begin, Card, Listing, Paragraph, Route, Run, Submit, Visit
from bot.wording import TEMPLATES, Wording, day, month

FOLDER = TEMPLATES / "web"
MOST_RADIOS = 7
FEW_EXTRAS = 3  # from so many questions that may be left open, they are folded away
_TELEPHONE = re.compile(r"(?<!\d)(999|0\d[\d ]{8,11}\d)(?!\d)")


@dataclass(frozen=True)
class Control:
    """How a button is drawn: as a link to `path`, or as a button that sends `press` there."""

    path: str
    press: str = ""
    link: bool = False
    # A form is also sent where nothing in it is to be checked first: going back, or whom to tell.
    plain: bool = False


def control(action: Action) -> Control:
    match action:
        case Visit():
            return Control(press.href(action), link=True)
        case Submit() | Begin():
            return Control(press.path_of(action), press.written(action))
        case Back() | Route():
            return Control(press.path_of(action), press.written(action), plain=True)
        case _:
            assert_never(action)


@dataclass(frozen=True)
class Field:
    """One input as it is drawn: the macro that draws it, the name it is sent under, and its place on the page."""

    drawn: str
    name: str
    id: str
    chosen: tuple[str, ...] = ()


def field(item: Input) -> Field:
    place = f"answer-{item.key}"
    match item:
        case TextInput():
            return Field("text", f"typed.{item.key}", place)
        case ChoiceInput(several=True):
            return Field("ticks", f"many.{item.key}", place, item.value)
        case ChoiceInput(options=options):
            if len(options) == 1 and item.optional:
                drawn = "tick"
            elif len(options) > MOST_RADIOS or any(option.group for option in options):
                drawn = "select"
            else:
                drawn = "radios"
            return Field(drawn, f"one.{item.key}", place, item.value)
        case TimeInput():
            return Field("time", f"one.{item.key}", place)
        case DayInput():
            return Field("day", f"one.{item.key}", place)
        case NumberInput():
            return Field("number", f"one.{item.key}", place)
        case _:
            assert_never(item)


def kind_of(block: Paragraph | Listing) -> str:
    match block:
        case Paragraph():
            return "paragraph"
        case Listing(ordered=ordered):
            return "ordered" if ordered else "unordered"
        case _:
            assert_never(block)


def pieces(run: Run, *, urgent: bool) -> Iterator[tuple[str, str]]:
    """A run's text in pieces, each with the address it links to. On a card of whom to tell, numbers can be tapped."""
    if run.link or not urgent:
        yield run.text, run.link
        return
    for index, piece in enumerate(_TELEPHONE.split(run.text)):
        if piece:
            yield piece, f"tel:{piece.replace(' ', '')}" if index % 2 else ""


@dataclass(frozen=True)
class Parts:
    """A card's inputs by where they stand: asked openly, folded away, or only carried along."""

    asked: tuple[Input, ...]
    folded: tuple[Input, ...]
    carried: tuple[Input, ...]
    # Whether what is folded away has something in it that must be seen.
    unfolded: bool
    summary: tuple[str, ...]


def parts(card: Card) -> Parts:
    typed = tuple(item for item in card.inputs if isinstance(item, TextInput) and item.value)
    if card.urgent or not card.buttons:
        # Whom to tell comes first: the writer's words stay to be copied, all else travels unseen.
        return Parts(typed, (), tuple(item for item in card.inputs if item not in typed), unfolded=False, summary=())
    extras = tuple(item for item in card.inputs if item.optional)
    if len(extras) < FEW_EXTRAS or len(extras) == len(card.inputs):
        return Parts(card.inputs, (), (), unfolded=False, summary=())
    asked = tuple(item for item in card.inputs if not item.optional)
    chosen = tuple(
        option.label
        for item in extras
        if isinstance(item, ChoiceInput)
        for option in item.options
        if option.value in item.value
    )
    return Parts(asked, extras, (), unfolded=any(item.error for item in extras), summary=chosen)


def held(item: Input) -> tuple[str, ...]:
    """What an input holds, as the values of a form's field."""
    match item:
        case ChoiceInput(value=values):
            return values
        case TextInput(value=value) | DayInput(value=value) | NumberInput(value=value):
            return (value,) if value else ()
        case _:
            assert_never(item)


def grouped(options: tuple[Option, ...]) -> Iterator[tuple[str, tuple[Option, ...]]]:
    """Options under their headings, in the order they came."""
    for heading, found in groupby(options, key=lambda option: option.group):
        yield heading, tuple(found)


@dataclass(frozen=True)
class Shell:
    """What stands around a page: who looks at it, and what its forms need to be believed."""

    trust: str = ""
    person: Person | None = None
    everyone: tuple[Person, ...] = ()
    demo: bool = False
    csrf: str = ""
    nonce: str = ""


class Renderer:
    """Draws pages. One for the whole application; safe in several threads."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self._pages = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._pages.globals |= {
            "asset": asset,
            "control": control,
            "day": day,
            "field": field,
            "grouped": grouped,
            "held": held,
            "kind_of": kind_of,
            "month": month,
            "parts": parts,
            "pieces": pieces,
            "said": wording.words,
        }

    def page(self, template: str, shell: Shell, **facts: object) -> str:
        return self._pages.get_template(f"{template}.html").render(shell=shell, **facts)


@dataclass(frozen=True)
class Asset:
    """A file that pages bring along, held in memory."""

    content: bytes
    media: str
    mark: str


_MEDIA = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@cache
def assets() -> dict[str, Asset]:
    """Every file of the static folder, by name."""
    return {
        path.name: Asset(content, _MEDIA[path.suffix], hashlib.sha256(content).hexdigest()[:12])
        for path in sorted((FOLDER / "static").iterdir())
        if path.suffix in _MEDIA
        for content in (path.read_bytes(),)
    }


def asset(name: str) -> str:
    """Where a file is fetched; the address changes with the file, so it may be kept for ever."""
    return f"/static/{name}?v={assets()[name].mark}"
