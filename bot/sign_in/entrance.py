"""All ways in of one installation, put together for the platforms."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.message import plain
from bot.sign_in.crossing import FILE, Crossings
from bot.sign_in.inviting import Invitations
from bot.sign_in.joining import Joining
from bot.sign_in.mail import Post
from bot.sign_in.sessions import Sessions
from bot.sign_in.ways import ToMail, Ways

if TYPE_CHECKING:
    from bot.sign_in.accounts import Accounts  # its libraries are a third of all imports: only where it is set up


@dataclass(frozen=True)
class Organisation:
    """An issuer of accounts, and whose they are."""

    accounts: "Accounts"
    joining: Joining


@dataclass(frozen=True)
class Entrance:
    """What there is to come in by. `post` and `organisation` are there where they were set up."""

    sessions: Sessions
    ways: Ways
    crossings: Crossings
    post: Post | None = None
    organisation: Organisation | None = None
    invitations: Invitations | None = None
    chat: str = ""
    """The chat platforms from which people come, by their names."""

    def mail(self, found: ToMail) -> None:
        """Send somebody their digits, beside what goes on."""
        if self.post is None:
            return
        wording, digits = self.crossings.wording, found.digits
        self.post.soon(
            found.email,
            lambda: (wording.line(FILE, "mail_subject"), plain(wording.words(FILE, "mail", digits=digits)) + "\n"),
        )
