"""Files of schools, people and terms on the web: looked at first, then done. The file is kept nowhere.

What a dry run showed travels in its own page, sealed for the person who saw it: pressing *Do it* makes exactly that,
or nothing where the trust has changed meanwhile.
"""

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import ending
from bot.domain.changes_people import PeopleChange
from bot.domain.changes_setup import TermsChanged
from bot.domain.imports import NEW_ONE, ImportPlan
from bot.domain.permission import Act, may_in_trust
from bot.domain.terms import whose_may_be
from bot.dry_run import DryRun, Section
from bot.first_day import GROUP_UID
from bot.moving_in import PlanIsOldError, make_plan
from bot.term_words import whose_words
from bot.wording import Wording
from store import people, trust_settings
from store.engine import Store
from store.imports import planning
from store.made import Made

_KINDS = {kind.__name__: TypeAdapter(kind) for kind in (*get_args(PeopleChange), TermsChanged)}
_LARGEST = 32 * 1024 * 1024  # unpacked: far more than the changes of any trust


class What(StrEnum):
    """What a file is of."""

    SCHOOLS = "schools"
    PEOPLE = "people"
    TERMS = "terms"


@dataclass(frozen=True)
class Looked:
    """What a file would do, in words; with `sealed`, it may be done."""

    sections: tuple[Section, ...]
    same: int
    changes: int
    sealed: str = ""
    skips: bool = False
    """Only the good rows would be taken."""
    asks: bool = False


@dataclass(frozen=True)
class BringingIn:
    """Looks at files for a trust lead, and does what they would do."""

    store: Store
    wording: Wording
    secret: bytes
    clock: Callable[[], datetime]
    ids: Callable[[], str]
    enqueue: ending.Enqueue

    def look(
        self,
        person: str,
        what: What,
        data: bytes,
        answers: Mapping[str, str],
        *,
        leavers: bool = False,
        whose: tuple[str, ...] = (),
    ) -> Looked | None:
        """What the file would do; None for whoever may not bring it in. `whose`: whose terms they are."""
        with self.store.reading() as session:
            if not self._may(session, person, what):
                return None
            now = planning.known(session, self.clock().date())
            areas = planning.areas(session)
            if what is What.SCHOOLS:
                trust = str(trust_settings.every(session).get(GROUP_UID, ""))
                plan = planning.schools_plan(data, now, trust=trust, answers=answers, leavers=leavers)
            elif what is What.TERMS:
                there = {of for of, _ in self._sets(session)}
                mine = tuple(of for of in whose if of in there)
                plan = planning.terms_plan(data, now, mine, self.wording.zone)
            else:
                plan = planning.people_plan(data, now, areas, answers=answers, leavers=leavers)
            sections = DryRun(self.wording, plan, now, areas).sections()
        goes = bool(plan.changes) and plan.may_go(skip_bad=not plan.asked)
        return Looked(
            sections,
            plan.same,
            len(plan.changes),
            self._seal(person, plan) if goes else "",
            skips=goes and not plan.is_clear,
            asks=bool(plan.asked),
        )

    def do(self, person: str, sealed: str) -> str:
        """Make what a dry run showed. The name of what came of it: done, plan_is_old, or nothing for a stranger's seal."""
        plan = self._unseal(person, sealed)
        if plan is None:
            return ""
        try:
            with self.store.writing() as session:
                what = What.TERMS if any(isinstance(one, TermsChanged) for one in plan.changes) else What.SCHOOLS
                if not self._may(session, person, what):
                    return ""
                make_plan(session, plan, Made(person, self.clock(), "web"), self.ids, self.enqueue)
        except (PlanIsOldError, IntegrityError):
            return "plan_is_old"
        return "done"

    def sets(self) -> tuple[tuple[str, str], ...]:
        """Whose terms there may be, and what they are called: the whole trust's, an authority's, a school's."""
        with self.store.reading() as session:
            return self._sets(session)

    def _sets(self, session: Session) -> tuple[tuple[str, str], ...]:
        known, today = people.directory(session), self.clock().date()
        there = whose_may_be(known.open_schools(today))
        return tuple((of, whose_words(self.wording, of, known.schools, known.authorities)) for of in there)

    def _may(self, session: Session, person: str, what: What) -> bool:
        me = people.directory(session).people.get(person)
        act = Act.CHANGE_SETTINGS if what is What.TERMS else Act.SET_UP
        return me is not None and may_in_trust(me, act, self.clock().date())

    def _seal(self, person: str, plan: ImportPlan) -> str:
        changes = [
            [type(one).__name__, _KINDS[type(one).__name__].dump_python(one, mode="json")] for one in plan.changes
        ]
        body = base64.b64encode(zlib.compress(json.dumps([plan.stamp, changes]).encode())).decode()
        return f"{self._mark(person, body)}.{body}"

    def _unseal(self, person: str, sealed: str) -> ImportPlan | None:
        mark, _, body = sealed.partition(".")
        if not sealed.isascii() or not hmac.compare_digest(mark, self._mark(person, body)):
            return None
        try:
            unpacked: Any = json.loads(zlib.decompressobj().decompress(base64.b64decode(body), _LARGEST))
            stamp, changes = unpacked
            made = tuple(_KINDS[name].validate_python(values) for name, values in changes)
        except (ValueError, KeyError, ValidationError, zlib.error):
            return None
        return ImportPlan(made, stamp=stamp)

    def _mark(self, person: str, body: str) -> str:
        return hmac.new(self.secret, f"peerwalk import {person} {body}".encode(), hashlib.sha256).hexdigest()


def answers_of(fields: Mapping[str, str]) -> dict[str, str]:
    """The answers to a dry run's questions: by the key of the question, one of ours or a new one."""
    return {key: value or NEW_ONE for key, value in fields.items()}
