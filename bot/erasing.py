"""Erasing a person from the command line: the same dialog, asked in the name of whoever decided it, and the same clearing."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot import ending
from bot.conversation import Asking, Ended, play
from bot.dialogs.erase import erase_person
from bot.domain.people import Erasing, Person
from bot.domain.permission import Act, may_in_trust
from bot.forgetting import Forgetting
from bot.message import Answer, Words
from bot.turn import new_id, utc_now
from bot.wording import Wording
from store import erasure, people, reviews
from store.engine import Store
from store.erasure import HeldBackError
from store.made import Made

FILE = "portable"


class NobodyError(Exception):
    """There is nobody of this id."""


class NotTheirsError(Exception):
    """Whoever it is done for may not decide it."""


@dataclass(frozen=True)
class Erasure:
    """One person, erased `by` another. Raises NobodyError, NotTheirsError or HeldBackError."""

    store: Store
    wording: Wording
    by: str
    person: str

    def said(self) -> Words:
        """What would go and what would stay; of somebody who was erased before, that they were."""
        with self.store.reading() as session:
            step = self._played(session, {})
        match step:
            case Asking(ask=ask):
                return self.wording.words(FILE, ask.intro, **ask.facts)
            case _:
                return self.wording.words(FILE, "erased_already")

    def do(self, why: str, platform: str) -> bool:
        """Do it; whether the bytes are clear already."""
        with self.store.writing() as session:
            step = self._played(session, {"why": why})
            if isinstance(step, Ended):
                changes = [ending.worded(change, self.wording) for change in step.changes]
                made = Made(self.by, utc_now(), platform)
                ending.make(session, changes, made, lambda _session, _rows: None, new_id)
        forgetting = Forgetting(self.store)
        forgetting.clear()
        return not forgetting.waits()

    def _played(self, session: Session, answers: dict[str, Answer]) -> Asking | Ended | None:
        known, today = people.directory(session).people, utc_now().astimezone(self.wording.zone).date()
        for wanted in (self.by, self.person):
            if wanted not in known:
                raise NobodyError(wanted)
        me: Person = known[self.by]
        if not may_in_trust(me, Act.ERASE_PERSON, today) or self.by == self.person:
            raise NotTheirsError
        if known[self.person].erased:
            return None
        found: Erasing = erasure.foreseen(session, self.person, today)
        if found.hindrance:
            raise HeldBackError(found.hindrance)
        trust = replace(reviews.trust(session), erasing=found)
        return play(erase_person, trust, me, today, {"whom": self.person, **answers})
