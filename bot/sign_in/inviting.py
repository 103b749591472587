"""Invitations: by mail in the asker's name where mail is set up, and otherwise a link for the asker to hand over."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from bot.domain.people import Person
from bot.domain.sign_in import INVITATION_LASTS
from bot.invitation import Invited
from bot.message import plain
from bot.sign_in.crossing import FILE
from bot.sign_in.mail import Post
from bot.sign_in.ways import NotNow, Ways
from bot.wording import Wording
from store import people


@dataclass(frozen=True)
class Invitations:
    """Makes invitations in a turn's own transaction; a mail goes out only after it."""

    ways: Ways
    wording: Wording
    post: Post | None = None

    def invite(self, session: Session, by: Person, person: str) -> Invited:
        if not self.ways.base:
            return Invited("invited_without_web")
        link = self.ways.invitation(session, by.id, person)
        if isinstance(link, NotNow):
            return Invited(link.why, facts={"until": link.until})
        until = (self.ways.clock() + INVITATION_LASTS).astimezone(self.wording.zone).date()
        known = people.directory(session)
        whom = known.people[person]
        until = min(until, whom.until or until)
        if self.post is None or not whom.email:
            return Invited("invited_by_link", made=True, facts={"link": link, "until": until})
        facts = {"link": link, "until": until, "by": by.name, "trust": known.trust, "guest": bool(whom.guest_of)}
        subject = self.wording.line(FILE, "invitation_subject")
        words = plain(self.wording.words(FILE, "invitation", web=self.ways.base, **facts)) + "\n"
        after = partial(self.post.soon, whom.email, lambda: (subject, words), by.name)
        return Invited("invited_by_mail", made=True, facts={"until": until}, after=after)
