"""What the store holds by and about one person: their own words as they wrote them, nobody else's, others by role."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, Table, cast, or_, select
from sqlalchemy.orm import Session

from store.person_parts import OF_PEOPLE, PARTS, Part
from store.portable import Row, plain
from store.tables import MemberRow, PersonRow, PostRow, ReviewRow, SchoolRow

Say = Callable[[str], str]
"""How a role or a gap is said: `lead`, `headteacher`, `colleague`, `not_yours`."""


@dataclass(frozen=True)
class Held:
    """The rows of one table. `kind` is what its reader is told it is."""

    kind: str
    table: str
    rows: tuple[Row, ...]


def counts(session: Session, person: str) -> dict[str, int]:
    """How many rows of each kind there are, in the order of the kinds."""
    found: dict[str, int] = {}
    for part in PARTS:
        if part.at is not None:
            found[part.kind] = found.get(part.kind, 0) + sum(1 for _ in _rows(session, part, part.at, person))
    return found


def held(session: Session, person: str, say: Say) -> tuple[Held, ...]:
    """Everything that is held by and about one person; raises KeyError where there is nobody of that id."""
    if session.get(PersonRow, person) is None:
        raise KeyError(person)
    others = _Others(session, person, say)
    return tuple(
        Held(part.kind, part.table, tuple(_told(part, row, others) for row in _rows(session, part, part.at, person)))
        for part in PARTS
        if part.at is not None
    )


def reviews_of(session: Session, found: tuple[Held, ...]) -> list[Row]:
    """The reviews that are named in it: school and days, so that a reader knows which is which."""
    ids = {str(row["review"]) for part in found for row in part.rows if row.get("review")}
    wanted = select(ReviewRow.id, SchoolRow.name, ReviewRow.begins, ReviewRow.ends).join(
        SchoolRow, SchoolRow.id == ReviewRow.school
    )
    return [
        {"id": row.id, "school": row.name, "begins": plain(row.begins), "ends": plain(row.ends)}
        for row in session.execute(wanted.where(ReviewRow.id.in_(ids)).order_by(ReviewRow.begins, ReviewRow.id))
    ]


def _rows(session: Session, part: Part, table: Table, person: str) -> Iterator[Row]:
    named = [table.c[name] == person for name in part.names]
    listed = [cast(table.c[name], String).contains(f'"{person}"', autoescape=True) for name in part.lists]
    also = [table.c[name] == value for name, value in part.where]
    keys = table.primary_key.columns
    for row in session.execute(select(table).where(or_(*named, *listed), *also).order_by(*keys)).mappings():
        found = {column.name: row[column] for column in table.columns}
        if any(found[name] == person for name in part.names) or any(_has(found[name], person) for name in part.lists):
            yield found


def _has(value: Any, person: str) -> bool:
    """Whether a list, or anything in a value of several, is this person."""
    if isinstance(value, dict):
        return any(_has(item, person) for item in value.values())
    return any(_has(item, person) for item in value) if isinstance(value, list) else value == person


def _told(part: Part, row: Row, others: "_Others") -> Row:
    written_here = not part.writer or row[part.writer] == others.me
    review = str(row.get("review") or "")
    told: Row = {}
    for name, value in row.items():
        if part.only and name not in part.only:
            continue
        if name in part.words:
            told[name] = others.without_names(value) if written_here else others.say("not_yours")
        elif name in OF_PEOPLE or name in part.names or name in part.lists:
            told[name] = others.by_role(plain(value), review)
        else:
            told[name] = plain(value)
    return told


class _Others:
    """Everybody else, who stands in somebody's file by role and not by name."""

    def __init__(self, session: Session, me: str, say: Say) -> None:
        self.me, self.say = me, say
        self._names = {row.id: row.name for row in session.execute(select(PersonRow.id, PersonRow.name))}
        seats = session.execute(select(MemberRow.review, MemberRow.person, MemberRow.seat))
        self._seats = {(review, person): seat for review, person, seat in seats}
        posts = select(PostRow.person, PostRow.job).order_by(PostRow.job.desc())
        self._jobs = {row.person: row.job for row in session.execute(posts)}
        # The longest first, so that no name is cut by a shorter one within it.
        names = sorted({name for i, name in self._names.items() if i != me and name}, key=len, reverse=True)
        self._any_name = re.compile(
            "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names) or r"(?!)", re.IGNORECASE
        )
        self._by_name = {name.casefold(): i for i, name in self._names.items()}

    def role(self, person: str, review: str = "") -> str:
        return self.say(self._seats.get((review, person)) or self._jobs.get(person) or "colleague")

    def by_role(self, value: Any, review: str = "") -> Any:
        """A value in which every other person's id is their role."""
        if isinstance(value, dict):
            return {key: self.by_role(item, review or str(value.get("review", ""))) for key, item in value.items()}
        if isinstance(value, list):
            return [self.by_role(item, review) for item in value]
        return self.role(value, review) if value in self._names and value != self.me else value

    def without_names(self, value: Any) -> Any:
        """Words in which the names of people whom the trust knows are roles."""
        if isinstance(value, dict):
            return {key: self.without_names(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.without_names(item) for item in value]
        if not isinstance(value, str):
            return value
        if value in self._names and value != self.me:
            return self.role(value)
        return self._any_name.sub(lambda found: self.role(self._by_name.get(found[0].casefold(), "")), value)
