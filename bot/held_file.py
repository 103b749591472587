"""The file of all that is held by and about one person: a page to read, and the same as JSON. Each making is in the history."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from bot.domain.changes import PersonExported
from bot.domain.people import Person
from bot.domain.permission import Act, may_export_person, may_in_trust
from bot.held import FILE, MINE
from bot.message import Address
from bot.wording import TEMPLATES, Wording, day
from store import people, person_held
from store.engine import Store
from store.history import apply_to_trust
from store.made import Made
from store.person_held import Held
from store.portable import Row


@dataclass(frozen=True)
class HeldFiles:
    """Makes such files for whoever may have them."""

    store: Store
    wording: Wording
    clock: Callable[[], datetime]

    def choices(self, who: Address, of: str) -> tuple[str, tuple[Person, ...]]:
        """Whose file may be made here, or nobody's; and, for whoever may for others, all that they may choose from."""
        with self.store.reading() as session:
            me = people.by_address(session, who, self.clock())
            if me is None:
                return "", ()
            person, today = me.id if of == MINE else of, self.clock().date()
            known = people.directory(session).people
            others = tuple(known.values()) if may_in_trust(me, Act.EXPORT_PERSON, today) else ()
            return (person if person in known and may_export_person(me, person, today) else ""), others

    def make(self, who: Address, person: str) -> bytes | None:
        """The file; None where there is nobody of that id, or it is not for whoever asks."""
        now = self.clock()
        with self.store.writing() as session:
            me = people.by_address(session, who, self.clock())
            if me is None or not may_export_person(me, person, now.date()):
                return None
            return self.made(session, person, Made(me.id, now, who.platform, who.tenant))

    def made(self, session: Session, person: str, made: Made) -> bytes | None:
        """The same for whoever looks after the machine."""
        known = people.directory(session).people.get(person)
        if known is None:
            return None
        apply_to_trust(session, PersonExported(person), made)
        session.flush()
        found = person_held.held(session, person, self._say)
        reviews = person_held.reviews_of(session, found)
        return self._packed(known.name, people.directory(session).trust, made.at, found, reviews)

    def _say(self, code: str) -> str:
        blocks = ("not_yours",) if code == "not_yours" else (f"role_{code}", "role_colleague")
        return self.wording.line(FILE, *blocks)

    def _packed(self, name: str, trust: str, at: datetime, found: tuple[Held, ...], reviews: list[Row]) -> bytes:
        facts: dict[str, Any] = {"name": name, "trust": trust, "reviews": reviews}
        parts = [
            {
                "heading": self.wording.line(FILE, f"{part.kind}_heading"),
                "seen": self.wording.line(FILE, f"{part.kind}_seen"),
                "rows": [_readable(row) for row in part.rows],
            }
            for part in found
            if part.rows
        ]
        tables = {part.table: list(part.rows) for part in found}
        whole = {**facts, "made": at.isoformat(), "tables": tables}
        pages = Environment(loader=FileSystemLoader(TEMPLATES / "web"), autoescape=True, undefined=StrictUndefined)
        page = pages.get_template("held_file.html").render(**facts, made=day(at.date()), parts=parts)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("what-peerwalk-holds.html"), page)
            text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
            archive.writestr(zipfile.ZipInfo("what-peerwalk-holds.json"), text + "\n")
        return out.getvalue()


def _readable(row: Row) -> list[tuple[str, str]]:
    """What a row says, without what is empty."""
    return [
        (
            name.replace("_", " ").capitalize(),
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
        )
        for name, value in row.items()
        if value not in ("", None, [], {})
    ]
