"""From a web form to the event it stands for. Pure: bytes in, values out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from bot.domain.acts import About
from bot.handlers.web import press
from bot.handlers.web.press import UnreadableError
from bot.message import Address, Answer, Answered, Back, Begin, Noted, Routed, Started

MOST_FIELDS = 200
# A field's name says what kind of answer it holds: typed words, one option, or any number of them.
TYPED, ONE, MANY = "typed.", "one.", "many."
# Tab and new line are somebody's own; other control characters no keyboard types, and databases refuse.
_STRAY = {number: None for number in range(32) if chr(number) not in "\t\n"}


@dataclass(frozen=True)
class Sent:
    """A form as it came: every field with its values, and the path it came to."""

    path: str
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        return self.fields.get(name, ("",))[0]

    @property
    def values(self) -> dict[str, Answer]:
        """The answers in it, by the keys of their questions."""
        found: dict[str, Answer] = {}
        for name, values in self.fields.items():
            for kind in (TYPED, ONE):
                if name.startswith(kind):
                    found[name.removeprefix(kind)] = values[0]
            if name.startswith(MANY):
                found[name.removeprefix(MANY)] = values
        return found

    @property
    def key(self) -> str:
        """What makes a second sending of the same page known, and only that.

        The page's own number alone would not do: somebody who goes back to a page, changes a word and sends it again
        would not be heard. The number is never kept, so the key gives no word away.
        """
        number = self.one("nonce")
        if not number:
            raise UnreadableError
        told = sorted((name, values) for name, values in self.fields.items() if name != "csrf")
        return f"web:{hashlib.sha256(repr((self.path, told)).encode()).hexdigest()[:40]}"


def sent(path: str, body: bytes) -> Sent:
    """Read a form; raises UnreadableError for what no browser makes of our pages."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise UnreadableError from None
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), _as_typed(value))
    return Sent(path, fields)


def _as_typed(value: str) -> str:
    """Forms send a new line as two characters; a text must be the same however often it is sent."""
    return value.replace("\r\n", "\n").replace("\r", "\n").translate(_STRAY)


def started(form: Sent, who: Address) -> Started:
    begin: Begin = press.begin(form.one("press"))
    return Started((form.key,), who, begin.dialog, begin.about, begin.given, begin.preset)


def answered(form: Sent, who: Address) -> Answered:
    how = press.answer(form.one("press"))
    conversation, asking = form.one("conversation"), _number(form.one("asking"))
    if isinstance(how, Back):
        return Answered((form.key,), who, conversation, asking, form.values, back=True)
    return Answered((form.key,), who, conversation, asking, form.values, masked=how.masked, waived=how.waived)


def routed(form: Sent, who: Address) -> Routed:
    route = press.route(form.one("press"))
    return Routed(
        (form.key,),
        who,
        route.route,
        route.button,
        route.concern,
        route.school,
        max(0, min(route.tried, 20)),
        form.one("conversation"),
        _number(form.one("asking") or "0"),
        form.values,
    )


def noted(form: Sent, who: Address) -> Started | Noted:
    """A note from the page's own box: for the review it names, or else for the writer's own."""
    text = form.one(f"{TYPED}text")
    if review := form.one("review"):
        given = {"text": text, **({"node": form.one("node")} if form.one("node") else {})}
        return Started((form.key,), who, "take_note", About("review", review), given if text.strip() else {})
    return Noted((form.key,), who, text)


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < len("100000000")):
        raise UnreadableError
    return int(value)
