"""What somebody did in Teams, as it was read, and where its answer goes."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.acts import TRUST
from bot.handlers.teams.home import PAGE
from bot.message import Address, AnyEvent, Visit
from bot.sign_in.crossing import Crossing


class Kind(StrEnum):
    """What sort of conversation something happened in."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Place:
    """The conversation something happened in. `name` is without its thread, whose first message `thread` names.

    `service` is where answers are sent, `account` the person's id in Teams' own way (29:…), `team` the team of a channel,
    and `channel_kind` what Teams says of the channel, where it does.
    """

    kind: Kind
    tenant: str
    name: str
    service: str
    account: str
    thread: str = ""
    team: str = ""
    channel_kind: str = ""

    @property
    def in_thread(self) -> str:
        """The conversation's id as answers in its thread go to."""
        return f"{self.name};messageid={self.thread}" if self.thread else self.name


@dataclass(frozen=True)
class Look:
    """Somebody wants to see something; it changes nothing."""

    who: Address
    visit: Visit

    @property
    def is_home(self) -> bool:
        """Home is the page: it stands in its chat, and is brought up to date."""
        return self.visit in {Visit("home", TRUST), PAGE}


@dataclass(frozen=True)
class NoFiles:
    """Somebody sent a file and no words: it is not fetched."""

    who: Address


@dataclass(frozen=True)
class Unreadable:
    """A button of another version, or none that we made: whoever pressed it is told so."""

    who: Address


@dataclass(frozen=True)
class Installed:
    """The app is there for somebody, or in a room; or, `gone`, it no longer is."""

    who: Address
    gone: bool = False


Deed = AnyEvent | Look | NoFiles | Unreadable | Installed | Crossing


@dataclass(frozen=True)
class ToChat:
    """The answer to a message: in the writer's own chat with the bot, whose words in a room are for them alone."""


@dataclass(frozen=True)
class ToCard:
    """The answer to a button: the card in its place, for the presser's eyes only. `card` is the message it stands in."""

    card: str = ""


@dataclass(frozen=True)
class ToDialog:
    """The answer to what opens a dialog, or is sent from one: the dialog's next content."""


@dataclass(frozen=True)
class ToNobody:
    """Nothing is answered."""


To = ToChat | ToCard | ToDialog | ToNobody


@dataclass(frozen=True)
class Heard:
    """One activity, read. `files`: something was attached that is not fetched."""

    key: str
    who: Address
    place: Place
    deed: Deed
    to: To
    files: bool = False
