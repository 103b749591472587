"""Planning an import of schools: what is added, changed, closed, merged or given a new URN, and what a human must say.

A school goes on being the same school under a new URN, so that its reviews stay with it. That is done only where the
register's own links say so, or a human does: likeness is a suggestion.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from bot.domain import changes_people
from bot.domain.changes import new
from bot.domain.imports import (
    NEW_ONE,
    Asked,
    AskedWhy,
    ImportPlan,
    Item,
    Known,
    LeftOut,
    LeftOutWhy,
    Missing,
    Part,
    What,
    folded,
)
from bot.domain.people import School
from bot.domain.schools_read import Link, RegisterStatus, SchoolRead, SchoolsRead

TRUST_ID = "trust"


def plan_schools(
    read: SchoolsRead,
    known: Known,
    links: tuple[Link, ...] = (),
    answers: Mapping[str, str] | None = None,
    *,
    leavers: bool = False,
) -> ImportPlan:
    """What a file of schools would do. `answers` says, by URN or line, which school of ours a new row is, or `new`."""
    planning = _Planning(read, known, links, answers or {}, leavers=leavers)
    return planning.plan()


@dataclass
class _Planning:
    read: SchoolsRead
    known: Known
    links: tuple[Link, ...]
    answers: Mapping[str, str]
    leavers: bool
    changes: list[changes_people.PeopleChange] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    taken: dict[str, SchoolRead] = field(default_factory=dict)
    """Our schools that the file has, by id."""
    added: dict[str, str] = field(default_factory=dict)
    """New schools by their URN."""
    same: int = 0

    def __post_init__(self) -> None:
        schools = self.known.schools.values()
        self.by_urn = {urn: school for school in schools for urn in (*school.urns, school.urn) if urn}
        self.rows = {row.urn: row for row in self.read.schools if row.urn}

    def plan(self) -> ImportPlan:
        if not self.known.trust:
            self.changes.append(changes_people.TrustNamed(TRUST_ID, self.read.trust))
            self.items.append(Item(What.TRUST_NAMED, self.read.trust))
        fresh = [row for row in self.read.schools if row.ours and row.urn not in self.by_urn]
        for row in fresh:
            self.place(row)
        for row in self.read.schools:
            school = self.by_urn.get(row.urn)
            # A row under an earlier URN tells of the past: the school goes on under a later one.
            if row.urn and school and school.urn == row.urn and school.id not in self.taken:
                self.taken[school.id] = row
                self.known_school(row, school)
        missing = tuple(self.missing())
        return ImportPlan(
            (*self.authorities(), *self.changes),
            tuple(self.items),
            tuple(self.asked),
            self.read.slips,
            missing,
            (*self.read.left_out, *self.left_out),
            self.same,
            self.known.stamp,
        )

    # ── A row that we do not know by its URN ────────────────────────────────────────────────

    def place(self, row: SchoolRead) -> None:
        """Say whether a row goes on with a school of ours, is a new one, or has to be asked about."""
        if row.status is RegisterStatus.CLOSED:
            self.left_out.append(LeftOut(row.line, row.name, LeftOutWhy.CLOSED_BEFORE))
            return
        key = row.urn or str(row.line)
        said = self.answers.get(key, "")
        if said in self.known.schools and said not in self.taken:
            self.goes_on(row, self.known.schools[said])
            return
        before = self.before(row)
        if said == NEW_ONE:
            self.add(row)
        elif before is not None:
            self.goes_on(row, before)
        elif not row.urn and (same := self.named(row)):
            self.goes_on(row, same)
        elif row.urn and (found := self.alike(row)):
            self.asked.append(Asked(key, row.line, row.name, found[0], found[1]))
        else:
            self.add(row)

    def before(self, row: SchoolRead) -> School | None:
        """The one school of ours that the register's links say was this one, if it did not merge with others."""
        plain = {link.before for link in self.links if link.after == row.urn and not link.merges}
        merged = any(link.after == row.urn and link.merges for link in self.links)
        found = {school.id: school for urn in plain if (school := self.by_urn.get(urn)) and school.id not in self.taken}
        return next(iter(found.values())) if len(found) == 1 and not merged else None

    def named(self, row: SchoolRead) -> School | None:
        """In a list without URNs a school is known by its name."""
        found = [s for s in self.known.schools.values() if folded(s.name) == folded(row.name)]
        return found[0] if len(found) == 1 else None

    def alike(self, row: SchoolRead) -> tuple[AskedWhy, tuple[str, ...]] | None:
        """Schools of ours that this may be under a new URN, for a human to confirm."""
        merged = {link.before for link in self.links if link.after == row.urn}
        ours = [s for s in self.known.schools.values() if s.id not in self.taken and not s.urns & merged]
        old = {school.id: self.rows[school.urn] for school in ours if school.urn in self.rows}
        gone = [s for s in ours if s.id not in old or old[s.id].status is RegisterStatus.CLOSED or not old[s.id].ours]
        number = [
            s.id
            for s in gone
            if s.id in old and row.number and (old[s.id].authority, old[s.id].number) == (row.authority, row.number)
        ]
        place = [
            s.id
            for s in gone
            if s.id in old
            and row.postcode
            and folded(old[s.id].name) == folded(row.name)
            and folded(old[s.id].postcode) == folded(row.postcode)
        ]
        name = [s.id for s in gone if folded(row.name) in {folded(n) for n in (s.name, *s.former_names)}]
        for why, found in (
            (AskedWhy.SAME_NUMBER, number),
            (AskedWhy.SAME_NAME_AND_PLACE, place),
            (AskedWhy.SAME_NAME, name),
        ):
            if found:
                return why, tuple(found)
        return None

    def add(self, row: SchoolRead) -> None:
        school = new(len(self.added) + 1)
        self.added[row.urn or str(row.line)] = school
        facts = changes_people.SchoolFacts(row.name, row.phase, row.authority, row.cluster, row.kind)
        self.changes.append(changes_people.SchoolAdded(school, row.urn, facts, row.closes))
        self.items.append(Item(What.SCHOOL_ADDED, row.name, row.line, urn=row.urn, on=row.closes))

    def goes_on(self, row: SchoolRead, school: School) -> None:
        self.taken[school.id] = row
        if row.urn and row.urn != school.urn:
            self.changes.append(changes_people.UrnGiven(school.id, row.urn))
            self.items.append(Item(What.URN_GIVEN, school.name, row.line, urn=row.urn))
        if school.closed and row.urn:
            self.reopen(row, school)
        if not self.differs(row, school) and row.urn in {"", school.urn}:
            self.same += 1

    # ── A row that we know ──────────────────────────────────────────────────────────────────

    def known_school(self, row: SchoolRead, school: School) -> None:
        if row.status is RegisterStatus.CLOSED:
            if not school.has_closed(self.known.today) and school.closed != (row.closes or self.known.today):
                self.close(row, school, row.closes or self.known.today)
            else:
                self.same += 1
            return
        if not row.ours:
            del self.taken[school.id]  # open, and of another trust: it is told as missing
            return
        told = self.differs(row, school)
        if self.read.register and row.closes != school.closed:
            if row.closes:
                self.close(row, school, row.closes)
            else:
                self.reopen(row, school)
        elif not told:
            self.same += 1

    def differs(self, row: SchoolRead, school: School) -> bool:
        """Tell what a row says otherwise than we do; what it leaves empty stays as it is."""
        said = {f.name: getattr(row, f.name) or getattr(school, f.name) for f in fields(changes_people.SchoolFacts)}
        changed = tuple(name for name, value in said.items() if value != getattr(school, name))
        if changed:
            self.changes.append(changes_people.SchoolChanged(school.id, changed, changes_people.SchoolFacts(**said)))
            parts = tuple(Part(name, getattr(school, name), said[name]) for name in changed)
            self.items.append(Item(What.SCHOOL_CHANGED, school.name, row.line, parts))
        return bool(changed)

    def close(self, row: SchoolRead, school: School, on: date) -> None:
        into, name = self.became(row)
        self.changes.append(changes_people.SchoolClosed(school.id, on, into))
        what = What.SCHOOL_MERGED if into else What.SCHOOL_CLOSED
        self.items.append(Item(what, school.name, row.line, on=on, into=name))

    def became(self, row: SchoolRead) -> tuple[str, str]:
        """The school that this one became a part of, by the register's links: its id and its name."""
        for link in self.links:
            if link.before == row.urn and link.merges:
                into = self.by_urn[link.after].id if link.after in self.by_urn else self.added.get(link.after, "")
                if into:
                    return into, self.rows[link.after].name if link.after in self.rows else ""
        return "", ""

    def reopen(self, row: SchoolRead, school: School) -> None:
        self.changes.append(changes_people.SchoolReopened(school.id))
        self.items.append(Item(What.SCHOOL_REOPENED, school.name, row.line))

    # ── What the file has not ───────────────────────────────────────────────────────────────

    def missing(self) -> list[Missing]:
        asked = {candidate for one in self.asked for candidate in one.candidates}
        found = [
            school
            for school in self.known.schools.values()
            if school.id not in self.taken
            and school.id not in asked
            and not school.has_closed(self.known.today)
            # One without a URN was entered by hand, and the register does not know it.
            and (school.urn or not self.read.register)
        ]
        if self.leavers:
            self.changes += [changes_people.SchoolClosed(school.id, self.known.today) for school in found]
            self.items += [Item(What.SCHOOL_CLOSED, school.name, on=self.known.today) for school in found]
            return []
        return [Missing(school.id, school.name) for school in found]

    def authorities(self) -> list[changes_people.PeopleChange]:
        named = {row.authority: row.authority_name or row.authority for row in self.read.schools if row.ours}
        used = {
            change.facts.authority
            for change in self.changes
            if isinstance(change, (changes_people.SchoolAdded, changes_people.SchoolChanged))
        }
        fresh = sorted(code for code in used if code and code not in self.known.authorities and code in named)
        return [changes_people.AuthorityAdded(code, named[code]) for code in fresh]
