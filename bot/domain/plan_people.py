"""Planning an import of people: who is added, what changes, which posts are taken, and whom a human must tell apart.

Nobody is taken away by what a file leaves out: they are named, and leave only where that is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from bot.domain import changes_people
from bot.domain.changes import new
from bot.domain.imports import (
    NEW_ONE,
    Asked,
    AskedWhy,
    ImportPlan,
    Item,
    Known,
    Missing,
    Part,
    Slip,
    What,
    Why,
    folded,
)
from bot.domain.people import Held, Job, Person
from bot.domain.people_read import PeopleRead, PersonRead


def plan_people(
    read: PeopleRead, known: Known, answers: Mapping[str, str] | None = None, *, leavers: bool = False
) -> ImportPlan:
    """What a file of people would do. `answers` says, by line, which person of ours a row is, or `new`."""
    return _Planning(read, known, answers or {}, leavers).plan()


@dataclass
class _Planning:
    read: PeopleRead
    known: Known
    answers: Mapping[str, str]
    leavers: bool
    changes: list[changes_people.PeopleChange] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    added: int = 0
    same: int = 0

    def __post_init__(self) -> None:
        people = self.known.people.values()
        self.by_email = {person.email: person for person in people if person.email}
        self.by_name: dict[str, list[Person]] = {}
        for person in people:
            if not person.guest_of and not person.has_left(self.known.today):
                self.by_name.setdefault(folded(person.name), []).append(person)

    def plan(self) -> ImportPlan:
        # Whom an address names is met first, so that no namesake without one is taken for them.
        for row in sorted(self.read.people, key=lambda row: (row.facts.email not in self.by_email, row.line)):
            self.place(row)
        self.left_behind()
        return ImportPlan(
            tuple(self.changes),
            tuple(sorted(self.items, key=lambda item: item.line or 10**9)),
            tuple(sorted(self.asked, key=lambda one: one.line)),
            tuple(sorted((*self.read.slips, *self.slips), key=lambda slip: slip.line)),
            tuple(self.missing),
            (),
            self.same,
            self.known.stamp,
        )

    # ── Who is meant ────────────────────────────────────────────────────────────────────────

    def place(self, row: PersonRead) -> None:
        key, email = str(row.line), row.facts.email
        mine = self.by_email.get(email) if email else None
        said = self.answers.get(key, "")
        if mine is not None:
            if mine.guest_of:
                self.slips.append(Slip(row.line, "", Why.EMAIL_TAKEN, {"name": mine.name}))
            elif mine.has_left(self.known.today):
                self.slips.append(Slip(row.line, "", Why.HAS_LEFT, {"name": mine.name}))
                self.met.add(mine.id)
            else:
                self.known_person(row, mine)
            return
        if said == NEW_ONE:
            self.add(row)
            return
        if said in self.known.people and said not in self.met:
            self.known_person(row, self.known.people[said])
            return
        alike = [person for person in self.by_name.get(folded(row.facts.name), []) if person.id not in self.met]
        near = [person for person in alike if person.posts & row.posts]
        # Only somebody whose address we do not know can be known by name and post without being asked about.
        sure = [person for person in near if not (email and person.email)]
        if len(sure) == 1 and len(near) == 1:
            self.known_person(row, sure[0])
        elif alike and not (email and not near and all(person.email for person in alike)):
            self.ask(row, near or alike, key)
        else:
            self.add(row)

    def ask(self, row: PersonRead, candidates: list[Person], key: str) -> None:
        why = AskedWhy.NAMESAKE
        if len(candidates) > 1:
            why = AskedWhy.SEVERAL_NAMESAKES
        elif row.facts.email and candidates[0].email:
            why = AskedWhy.NEW_EMAIL
        self.asked.append(Asked(key, row.line, row.facts.name, why, tuple(person.id for person in candidates)))

    # ── What becomes of them ────────────────────────────────────────────────────────────────

    def add(self, row: PersonRead) -> None:
        self.added += 1
        person = new(self.added)
        posts = _in_order(row.posts)
        self.changes.append(changes_people.PersonAdded(person, row.facts))
        self.changes += [changes_people.PostTaken(person, held.job, held.school) for held in posts]
        self.items.append(Item(What.PERSON_ADDED, row.facts.name, row.line, posts=posts))

    def known_person(self, row: PersonRead, person: Person) -> None:
        """Tell what a file says otherwise than we do; what it leaves empty stays as it is."""
        self.met.add(person.id)
        said = {
            f.name: getattr(row.facts, f.name) or getattr(person, f.name) for f in fields(changes_people.PersonFacts)
        }
        changed = tuple(name for name, value in said.items() if value != getattr(person, name))
        posts = _in_order(row.posts - person.posts)
        if changed:
            self.changes.append(changes_people.PersonChanged(person.id, changed, changes_people.PersonFacts(**said)))
        self.changes += [changes_people.PostTaken(person.id, held.job, held.school) for held in posts]
        if changed or posts:
            parts = tuple(Part(name, _plainly(getattr(person, name)), _plainly(said[name])) for name in changed)
            self.items.append(Item(What.PERSON_CHANGED, person.name, row.line, parts, posts))
        else:
            self.same += 1
        self.given_up(person, row.posts)

    # ── Who is not in the file ──────────────────────────────────────────────────────────────

    @property
    def scope(self) -> frozenset[str]:
        """The schools that the file speaks of: of any other it says nothing, nor of who is there."""
        return frozenset(held.school for row in self.read.people for held in row.posts)

    def given_up(self, person: Person, posts: frozenset[Held]) -> None:
        """Posts that somebody holds by what we know, and by a file that names their school no more."""
        gone = _in_order(frozenset(held for held in person.posts - posts if held.school in self.scope))
        if gone and not self.leavers:
            self.missing.append(Missing(person.id, person.name, gone, whole=False))
        elif gone:
            self.leave_posts(person, gone)

    def left_behind(self) -> None:
        asked = {candidate for one in self.asked for candidate in one.candidates}
        for person in self.known.people.values():
            gone = _in_order(frozenset(held for held in person.posts if held.school in self.scope))
            if not gone or person.id in self.met | asked or person.guest_of or person.left:
                continue
            whole = len(gone) == len(person.posts)
            if not self.leavers:
                self.missing.append(Missing(person.id, person.name, gone, whole))
            elif whole and self.may_leave(person, gone):
                self.changes.append(changes_people.PersonLeft(person.id, self.known.today))
                self.items.append(Item(What.PERSON_LEFT, person.name, posts=gone, on=self.known.today))
            elif not whole:
                self.leave_posts(person, gone)

    def leave_posts(self, person: Person, gone: tuple[Held, ...]) -> None:
        if self.may_leave(person, gone):
            self.changes += [changes_people.PostLeft(person.id, held.job, held.school) for held in gone]
            self.items.append(Item(What.POSTS_LEFT, person.name, posts=gone))

    def may_leave(self, person: Person, gone: tuple[Held, ...]) -> bool:
        """A trust is never left without a trust lead by a file."""
        lead = Held(Job.TRUST_LEAD)
        if lead not in gone:
            return True
        left = {c.person for c in self.changes if isinstance(c, (changes_people.PersonLeft, changes_people.PostLeft))}
        others = [
            one
            for one in self.known.people.values()
            if lead in one.posts and one.id != person.id and one.id not in left and not one.has_left(self.known.today)
        ]
        taken = any(isinstance(c, changes_people.PostTaken) and c.job is Job.TRUST_LEAD for c in self.changes)
        if not others and not taken:
            self.slips.append(Slip(1, "", Why.LAST_TRUST_LEAD, {"name": person.name}))
        return bool(others or taken)


def _in_order(posts: frozenset[Held]) -> tuple[Held, ...]:
    return tuple(sorted(posts, key=lambda held: (list(Job).index(held.job), held.school)))


def _plainly(value: object) -> str:
    """A field's value as one string; days and areas are worded by whoever shows them."""
    if isinstance(value, tuple):
        return ",".join(str(one) for one in value)
    return "" if value is None else str(value)
