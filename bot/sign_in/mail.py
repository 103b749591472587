"""Mails with six digits or an invitation, sent beside everything else: nobody waits for a mail server, and nobody can tell from the wait.

The subject says nothing, digits come without a link, and what goes wrong is logged by its kind alone.
"""

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address as EmailAddress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

import structlog

SECONDS = 15
LONGEST = 254
_PORTS = {"smtp": 587, "smtps": 465}
_TAKEN, _FORWARDED = 250, 251
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

_log = structlog.get_logger()


class MailUrlError(ValueError):
    """A mail server's URL that cannot be used."""


class DroppedError(OSError):
    """The server went silent after it had the whole mail: it may or may not be on its way."""


@dataclass(frozen=True)
class MailServer:
    """Where mails go out: `smtp://` turns to TLS before it says anything, `smtps://` begins with it."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: bool
    sender: str

    @property
    def is_here(self) -> bool:
        return self.host in _LOOPBACK

    def send(self, to: str, subject: str, text: str, by: str = "", name: str = "") -> str:
        """Send one mail, `by` somebody where it is in their name, and say what it is called: by `name`, or anything new.

        Raises OSError or SMTPException, and DroppedError where nobody knows; takes at most a few times SECONDS.
        """
        message = EmailMessage()
        message["From"] = EmailAddress(by, addr_spec=self.sender) if by else self.sender
        message["To"], message["Subject"] = to, subject
        domain = self.sender.rpartition("@")[2]
        message["Date"], message["Message-ID"] = (
            formatdate(),
            f"<{name}@{domain}>" if name else make_msgid(domain=domain),
        )
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        context = ssl.create_default_context()
        if self.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            server.ehlo()
            # Only a server on this machine may be spoken to in the open.
            if not self.tls and (server.has_extn("starttls") or not self.is_here):
                server.starttls(context=context)
                server.ehlo()
            self._hand_over(server, to, message)
            with suppress(OSError, smtplib.SMTPException):  # it is taken, whatever the goodbye
                server.quit()
        finally:
            server.close()
        return str(message["Message-ID"])

    def _hand_over(self, server: smtplib.SMTP, to: str, message: EmailMessage) -> None:
        if self.user:
            server.login(self.user, self.password)
        code, said = server.mail(self.sender)
        if code != _TAKEN:
            raise smtplib.SMTPSenderRefused(code, said, self.sender)
        code, said = server.rcpt(to)
        if code not in {_TAKEN, _FORWARDED}:
            raise smtplib.SMTPRecipientsRefused({to: (code, said)})
        whole = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
        try:
            code, said = server.data(whole)
        except smtplib.SMTPDataError:
            raise
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise DroppedError(type(error).__name__) from None
        if code != _TAKEN:
            raise smtplib.SMTPDataError(code, said)


def mail_server(url: str, sender: str) -> MailServer:
    """Read `smtp://user:password@host:port`; raises MailUrlError with what is wrong."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise MailUrlError("it must begin with smtp:// or smtps:// and name a server") from None
    if not parts.hostname:
        raise MailUrlError("it must begin with smtp:// or smtps:// and name a server")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    sender = sender or (user if is_address(user) else "")
    if not is_address(sender):
        raise MailUrlError("PEERWALK_SMTP_FROM must name the address that mails come from")
    return MailServer(parts.hostname, port, user, password, parts.scheme == "smtps", sender)


def is_address(typed: str) -> bool:
    """Whether this can be an e-mail address at all: enough to refuse what would become a line of a mail's head."""
    name, at, domain = typed.strip().rpartition("@")
    plain = typed.isascii() and typed.isprintable() and not set(typed.strip()) & set(' <>"(),;:\\[]')
    return bool(at and name and "." in domain.strip(".")) and plain and len(typed) <= LONGEST


class Post:
    """Sends mails in a thread or two of its own. Asked from any thread."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._pool = ThreadPoolExecutor(2, "mail")
        self._under_way: set[Future[None]] = set()

    def soon(self, to: str, word: Callable[[], tuple[str, str]], by: str = "") -> None:
        """Send a mail beside what goes on; `word` says its subject and text."""
        sending = self._pool.submit(self._send, to, word, by)
        self._under_way.add(sending)
        sending.add_done_callback(self._under_way.discard)

    def _send(self, to: str, word: Callable[[], tuple[str, str]], by: str) -> None:
        try:
            subject, text = word()
            self._server.send(to, subject, text, by)
        except (OSError, smtplib.SMTPException, MessageError, ValueError) as error:
            with suppress(OSError, ValueError):
                _log.warning("mail.lost", kind=type(error).__name__)

    async def close(self) -> None:
        """Wait for what is under way, at most as long as one mail takes."""
        if under_way := [asyncio.wrap_future(sending) for sending in tuple(self._under_way)]:
            await asyncio.wait(under_way, timeout=SECONDS)
        self._pool.shutdown(wait=False, cancel_futures=True)
