"""What is set up: whom to tell, and the trust's own settings. One value for each kind of change, as in `changes.py`.

A number or a role that somebody typed is never in the history; that it was changed or confirmed, when and by whom, is.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.people import Authority, Contact
from bot.domain.responsibility import DutyPlaced
from bot.domain.trust_settings import CHANNEL

TERMS = "terms:"


@dataclass(frozen=True)
class ContactsKept:
    """A school says whom to tell, and that it is right: both at once, so that nothing stands there unconfirmed."""

    KEPT: ClassVar = ("school",)
    school: str
    children: tuple[Contact, ...]
    adults: tuple[Contact, ...]


@dataclass(frozen=True)
class ContactsConfirmed:
    """A school said: yes, these are right today."""

    KEPT: ClassVar = ("school",)
    school: str


@dataclass(frozen=True)
class ContactsAsked:
    """A school was asked, once, to say whom to tell or that it is still right."""

    KEPT: ClassVar = ("school",)
    school: str


@dataclass(frozen=True)
class ContactsOverdue:
    """The trust lead was told, once, that a school has not answered."""

    KEPT: ClassVar = ("school",)
    school: str


@dataclass(frozen=True)
class AuthorityKept:
    """Whom to tell at a local authority."""

    KEPT: ClassVar = ("authority",)
    authority: str
    facts: Authority


@dataclass(frozen=True)
class SettingChanged:
    """One of the trust's settings. Its value is a number, a choice or days: nobody's words."""

    KEPT: ClassVar = ("setting", "value")
    setting: str
    value: Any


@dataclass(frozen=True)
class TermsChanged:
    """Days were added to a set of terms and holidays, or taken out: each as `term/2026-09-02/2026-10-23`.

    `setting` names the set as the history finds it, `whose` as `terms.py` does.
    """

    KEPT: ClassVar = ("setting", "added", "gone")
    whose: str
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def setting(self) -> str:
        return f"{TERMS}{self.whose}"


@dataclass(frozen=True)
class ChannelChosen:
    """Where excellent practice is posted on one platform, beside the web; with no channel, not there."""

    KEPT: ClassVar = ("setting", "platform", "tenant", "channel")
    platform: str = ""
    tenant: str = ""
    channel: str = ""
    setting: str = CHANNEL


SetUpChange = (
    ContactsKept
    | ContactsConfirmed
    | ContactsAsked
    | ContactsOverdue
    | AuthorityKept
    | SettingChanged
    | TermsChanged
    | ChannelChosen
    | DutyPlaced
)
