"""What somebody did in Slack, as it was read, and where its answer goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.message import Address, AnyEvent, Visit
from bot.sign_in.crossing import Crossing


@dataclass(frozen=True)
class Look:
    """Somebody wants to see something; it changes nothing."""

    who: Address
    visit: Visit


@dataclass(frozen=True)
class NoFiles:
    """Somebody sent a file and no words: it is not fetched."""


Deed = AnyEvent | Look | NoFiles | Crossing


@dataclass(frozen=True)
class ToMessage:
    """The answer to a message: beside it, for its writer's eyes only."""

    channel: str
    user: str
    thread: str = ""


@dataclass(frozen=True)
class ToCommand:
    """The answer to a command: in the answer to its request."""

    trigger: str


@dataclass(frozen=True)
class ToButton:
    """The answer to a button on a message. `private`: only the presser sees that message, so it may be replaced."""

    response_url: str
    trigger: str
    private: bool
    box: bool = False


@dataclass(frozen=True)
class ToView:
    """The answer to a button in a modal. `hash` is that of the view as it was when the button was pressed."""

    view: str
    trigger: str
    hash: str = ""


@dataclass(frozen=True)
class ToSubmit:
    """The answer to a modal's own submit, with the block that each answer stood in, and the channels that were picked."""

    blocks: Mapping[str, str]
    picked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ToModal:
    """The answer to a button on Home or to a shortcut, which have no message to answer in: a modal, or a direct message."""

    user: str
    trigger: str


@dataclass(frozen=True)
class ToPage:
    """The answer to whoever opened Home: the page itself. `hash` is that of the page they had."""

    user: str
    hash: str = ""


To = ToMessage | ToCommand | ToButton | ToView | ToSubmit | ToModal | ToPage


@dataclass(frozen=True)
class Heard:
    """One payload, read. `files`: something was attached that is not fetched. `shared`: Slack says so with the event."""

    key: str
    deed: Deed
    to: To
    files: bool = False
    shared: bool = False
