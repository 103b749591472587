"""The first start: an empty store is given its trust and its first person, once, by whoever holds the link.

The link's token lives in this process and is printed when it starts; the store never has it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from bot.domain.changes_people import PeopleChange, PersonAdded, PersonFacts, PostTaken, TrustNamed
from bot.domain.changes_setup import SettingChanged, SetUpChange
from bot.domain.people import Job
from bot.entry import Entry, misfit, tidied
from bot.moving_in import make_changes
from store import people
from store.engine import Store, StoreTroubleError
from store.made import Made

ASKED = {"trust": Entry.NAME, "uid": Entry.UID, "name": Entry.NAME, "email": Entry.EMAIL}
OPTIONAL = frozenset({"uid"})
GROUP_UID = "group_uid"


def problems(typed: Mapping[str, str]) -> dict[str, str]:
    """What will not do of what was typed: by field, the block of wording that says why."""
    found = {}
    for key, kind in ASKED.items():
        value = typed.get(key, "").strip()
        wrong = misfit(kind, value) if value else None if key in OPTIONAL else "answer_this"
        if wrong:
            found[key] = wrong
    return found


@dataclass
class FirstDay:
    """Whether there is anything to set up, and how it is done."""

    store: Store
    clock: Callable[[], datetime]
    ids: Callable[[], str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    _done: bool = False

    def waits(self) -> bool:
        """Whether the store has no trust yet. Once it has one, it is never asked again."""
        if not self._done:
            with self.store.reading() as session:
                self._done = bool(people.directory(session).trust)
        return not self._done

    def opens(self, token: str) -> bool:
        """Whether this is the token of the printed link, compared in constant time."""
        mine, theirs = (hashlib.sha256(one.encode(errors="replace")).digest() for one in (self.token, token))
        return hmac.compare_digest(mine, theirs)

    def begin(self, typed: Mapping[str, str]) -> str:
        """Give the store its trust and its trust lead, whose id comes back; empty where somebody was first."""
        said = {key: tidied(kind, typed.get(key, "")) for key, kind in ASKED.items()}
        person = self.ids()
        try:
            with self.store.writing() as session:
                if people.directory(session).trust:
                    self._done = True
                    return ""
                made = Made(person, self.clock(), "web")
                changes: list[PeopleChange | SetUpChange] = [
                    TrustNamed("trust", said["trust"]),
                    PersonAdded(person, PersonFacts(said["name"], said["email"])),
                    PostTaken(person, Job.TRUST_LEAD),
                ]
                if said["uid"]:
                    changes.append(SettingChanged(GROUP_UID, said["uid"]))
                make_changes(session, changes, made, self.ids)
        except (IntegrityError, StoreTroubleError):
            # Two pressed at once: the second finds the trust there. Any other trouble stays trouble.
            self._done = False
            if self.waits():
                raise
            return ""
        self._done = True
        return person
