"""Questions by mail, to whoever is in no chat: told as they are told there, with one link, and never a word of the question.

At first contact the mail is in the asker's name. The link lets nobody in by itself: see `Ways.ask_by_link`.
"""

import smtplib
import time
from collections.abc import Sequence
from datetime import datetime
from datetime import time as clock
from email.errors import MessageError
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.acts import Notice
from bot.domain.sign_in import ASKED_LASTS, ASKED_LONGEST
from bot.message import Card, plain
from bot.posters import (
    AmbiguousError,
    NotSupportedError,
    RefusedError,
    RetryLaterError,
    Sent,
    Unfindable,
    Where,
)
from bot.sign_in.crossing import FILE
from bot.sign_in.mail import DroppedError, MailServer
from bot.sign_in.ways import Ways
from bot.wording import Wording
from store import acts, open_prompts, people, prompts
from store.act_rows import MAIL
from store.engine import StoreTroubleError

_FOR_GOOD = 500
REST = 60.0
"""For so many seconds a server that is away is let be, so that other posts need not wait behind mails that cannot go."""


class MailPoster:
    """Sends what asks somebody something. A mail that is gone can be neither looked for, changed nor taken back."""

    platform = MAIL

    def __init__(self, server: MailServer, ways: Ways, wording: Wording, rest: float = REST) -> None:
        self._server, self._ways, self._wording, self._rest = server, ways, wording, rest
        self._away = 0.0

    def post(self, where: Where, card: Card, act_id: str) -> Sent:
        if time.monotonic() < self._away:
            raise RetryLaterError
        try:
            with self._ways.store.writing() as session:
                text, by = self._letter(session, card, act_id)
        except StoreTroubleError:
            raise RetryLaterError from None
        return Sent("", "", self._send(where.user, card.notice, text, by, act_id))

    def _letter(self, session: Session, card: Card, act_id: str) -> tuple[str, str]:
        """The text of a mail, and in whose name it goes: at first contact in the asker's."""
        act = acts.load(session, act_id)
        if act is None:
            raise RefusedError("no_act")
        named = act.detail.split() or [act.about.id]
        found = [prompts.load(session, one) for one in named]
        asks = act.notice == Notice.PROMPTS_ASKED
        new = asks and not open_prompts.asked_before(session, act.place, frozenset(named))
        until = self._until([one.set.before for one in found])
        link, trust = self._ways.asking(session, act.place, until), people.directory(session).trust
        day = until.astimezone(self._wording.zone).date()
        facts: dict[str, Any] = {"new": new, "link": link, "until": day, "trust": trust, "by": found[0].set.by.name}
        opening, after = (self._wording.words(FILE, block, **facts) for block in ("asked_mail", "asked_mail_link"))
        text = "\n\n".join(plain((block,)) for words in (opening, card.words, after) for block in words)
        return f"{text}\n", found[0].set.by.name if new else ""

    def _send(self, to: str, subject: str, text: str, by: str, act_id: str) -> str:
        """Hand a mail over, and say of what goes wrong whether it may be tried again."""
        try:
            return self._server.send(to, subject, text, by, f"peerwalk.{act_id}")
        except DroppedError:
            raise AmbiguousError from None
        except smtplib.SMTPRecipientsRefused as error:
            raise _no(next(iter(error.recipients.values()))[0]) from None
        except smtplib.SMTPDataError as error:
            raise _no(error.smtp_code) from None
        except smtplib.SMTPResponseException:
            # It does not take us, which is for us to mend.
            raise RetryLaterError from None
        except (OSError, smtplib.SMTPException):
            self._away = time.monotonic() + self._rest
            raise RetryLaterError from None
        except (MessageError, ValueError):
            raise RefusedError("unwritable") from None

    def _until(self, days: Sequence[Any]) -> datetime:
        """Until the last day on which an answer is of use; where there is none, for two weeks."""
        now, zone = self._ways.clock(), self._wording.zone
        last = max((day for day in days if day is not None), default=None)
        over = datetime.combine(last, clock.max, zone) if last else now
        return min(over, now + ASKED_LONGEST) if over > now else now + ASKED_LASTS

    def find(self, where: Where, act_id: str, since: datetime) -> Sent | Unfindable | None:
        del where, act_id, since
        return Unfindable()

    def edit(self, sent: Sent, card: Card) -> None:
        del sent, card
        raise NotSupportedError

    def delete(self, sent: Sent) -> None:
        del sent
        raise NotSupportedError

    def react(self, where: Where, message: str, name: str) -> None:
        del where, message, name
        raise NotSupportedError

    def home(self, where: Where, cards: Sequence[Card]) -> None:
        del where, cards
        raise NotSupportedError

    def pin(self, sent: Sent) -> None:
        del sent
        raise NotSupportedError

    def create_room(self, tenant: str, review: str, title: str) -> Sent:
        del tenant, review, title
        raise NotSupportedError

    def invite(self, where: Where, user: str) -> None:
        del where, user
        raise NotSupportedError

    def take_out(self, where: Where, user: str) -> None:
        del where, user
        raise NotSupportedError


def _no(code: int) -> Exception:
    return RefusedError(f"smtp.{code}") if code >= _FOR_GOOD else RetryLaterError()
