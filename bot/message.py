"""What people do, and what the bot shows them, the same on every platform.

`bot/handlers` reads a platform's payload into an `Event` and draws a `Card` as that platform's payload. Nothing between
the two knows Slack, Teams or the web. Words travel as a small tree: what a person typed is a literal leaf, never parsed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.acts import About
from bot.inputs import Input
from bot.privacy import Concern, Waiver

Answer = str | tuple[str, ...]

# ── What people do ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Address:
    """Who acted, as the platform knows them. On the web, `user` is the person's own id."""

    platform: str
    tenant: str
    user: str


@dataclass(frozen=True)
class Event:
    """Something somebody did. Platforms deliver twice: any of `keys` seen before says it is the same."""

    keys: tuple[str, ...]
    who: Address


@dataclass(frozen=True)
class Source:
    """The message a note came from, so that it can carry the receipt. Ids only."""

    channel: str
    message: str


@dataclass(frozen=True)
class Noted(Event):
    """Words given to the bot as a note: a direct message, a command, a mention.

    `room` names the room of a mention, and `thread` the message in whose thread it stands.
    """

    text: str
    room: str = ""
    source: Source | None = None
    thread: str = ""


@dataclass(frozen=True)
class Said(Noted):
    """Words in the bot's own private place: a note, or an answer to what was last asked there."""


@dataclass(frozen=True)
class LoggedAsEvidence(Event):
    """A message in chat, one's own or somebody else's, to be made a note: its words go into a form and no further.

    `writer` is who wrote it; empty where that was no person.
    """

    text: str
    source: Source
    writer: str = ""


@dataclass(frozen=True)
class Reworded(Event):
    """A message was changed or deleted in chat: `text` is what it says now, which is heard and not kept."""

    source: Source
    text: str = ""


@dataclass(frozen=True)
class RoomOffered(Event):
    """A channel that somebody wants to be their review's room; `refused` is the block that says why it cannot be."""

    channel: str
    refused: str = ""


@dataclass(frozen=True)
class Started(Event):
    """A button or command that starts a dialog. `given` are answers, `preset` only fills the form."""

    dialog: str
    about: About
    given: Mapping[str, Answer] = field(default_factory=dict)
    preset: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Waived:
    """The writer's own word on a guard's question, sealed for exactly the text it was asked about."""

    waiver: Waiver
    seal: str


@dataclass(frozen=True)
class Answered(Event):
    """A card's answers. `masked` takes the guard's own rewrite of what the form holds; `back` goes one card back."""

    conversation: str
    asking: int
    values: Mapping[str, Answer]
    masked: bool = False
    back: bool = False
    waived: tuple[Waived, ...] = ()


@dataclass(frozen=True)
class Routed(Event):
    """A button of a route card: `told`, `next` (I cannot reach them), or `school` for one that was chosen.

    If the card held the writer's own form, `conversation`, `asking` and `values` bring it along: the words are shown
    again in the reply's box and kept nowhere.
    """

    route: str
    button: str
    concern: Concern
    school: str = ""
    tried: int = 0
    conversation: str = ""
    asking: int = 0
    values: Mapping[str, Answer] = field(default_factory=dict)


AnyEvent = Noted | Said | LoggedAsEvidence | Reworded | RoomOffered | Started | Answered | Routed


@dataclass(frozen=True)
class Run:
    """A run of text in one style. `theirs` marks what a person typed: drawn exactly as typed."""

    text: str
    bold: bool = False
    italic: bool = False
    theirs: bool = False
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Listing:
    items: tuple[tuple[Run, ...], ...]
    ordered: bool = False


Words = tuple[Paragraph | Listing, ...]


def plain(words: Words) -> str:
    """The words as plain text, for screen readers and where cards do not work."""
    lines: list[str] = []
    for block in words:
        match block:
            case Paragraph(runs):
                lines.append("".join(run.text for run in runs))
            case Listing(items, ordered):
                marks = (f"{number}. " if ordered else "• " for number in range(1, len(items) + 1))
                lines += [mark + "".join(run.text for run in item) for mark, item in zip(marks, items, strict=True)]
    return "\n".join(lines)


# ── Cards ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Submit:
    """Send the form's values to its conversation, in one of the ways of `Answered`."""

    masked: bool = False
    waived: tuple[Waived, ...] = ()


@dataclass(frozen=True)
class Back:
    """Go back to the card before; nothing typed is lost."""


@dataclass(frozen=True)
class Begin:
    """Start a dialog."""

    dialog: str
    about: About
    given: Mapping[str, Answer] = field(default_factory=dict)
    preset: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Route:
    """Answer a route card."""

    route: str
    button: str
    concern: Concern
    school: str = ""
    tried: int = 0


@dataclass(frozen=True)
class Visit:
    """Look at something.

    `home`, `page`, `walk`, `step`, `deeper`, `with`, `conduct`, `notes`, `table`, `tidy`, `unfiled`, `taken`, `said`, `my_answers`, `about_me`, `review`, `channel`, `worry`,
    `told`, `asked`, `question`, `ways`, `my_answers`, `shared`, `own`, `affirmation`, `library`, `practice`.
    Looking changes nothing. What lies within a review is named after it and a stroke: a sub-area, a meeting.
    """

    view: str
    about: About


ABOUT_ME = Visit("about_me", About("person", "mine"))
"""What Peerwalk holds about whoever looks."""


Action = Submit | Back | Begin | Route | Visit


@dataclass(frozen=True)
class Button:
    label: str
    action: Action
    primary: bool = False


@dataclass(frozen=True)
class More:
    """What a card says besides, for when it is wanted; where a message has no room to open it, `at` shows it apart."""

    label: str
    words: Words
    at: Visit


@dataclass(frozen=True)
class Card:
    """One message or form. `notice` is all that a lock screen may show; `quiet` cards show nothing else unopened.

    `conversation` and `asking` are set on a form and come back with its answers. `urgent` cards interrupt.
    """

    notice: str
    title: str = ""
    words: Words = ()
    inputs: tuple[Input, ...] = ()
    buttons: tuple[Button, ...] = ()
    conversation: str = ""
    asking: int = 0
    quiet: bool = True
    urgent: bool = False
    more: More | None = None


def at_a_glance(card: Card) -> str:
    """What a card says unopened: a quiet one its notice, an open one everything."""
    return card.notice if card.quiet else "\n".join(part for part in (card.title, plain(card.words)) if part)


@dataclass(frozen=True)
class Turned:
    """What a turn came to: the reply for whoever acted, or none where the event had been seen before.

    `kept` says whether anything was changed or stored besides the event's keys; `problem` that the reply asks for
    something to be put right; `judged`, that a dialog judged the words that came with the event. `note` is the id of
    a note that this turn took. `page` is what was asked to be seen, where the web has a page of its own for it.
    """

    reply: Card | None
    kept: bool = False
    problem: bool = False
    judged: bool = False
    note: str = ""
    page: Visit | None = None
