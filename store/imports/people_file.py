"""People from a file: who they are, and which posts they hold at which of our schools.

A person may have several rows, and a row several posts. A cell that looks like a formula is words like any other.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace

from bot.domain import hours, jobs
from bot.domain.changes_people import PersonFacts
from bot.domain.imports import Known, Slip, Why, folded
from bot.domain.people import OF_TRUST, Held, Job
from bot.domain.people_read import PeopleRead, PersonRead
from store.imports.schools_file import about_a_child
from store.imports.table_file import Caps, Column, Row, open_table

CAPS = Caps(megabytes=2, rows=5_000, columns=100)
LONGEST_NAME, LONGEST_EMAIL, QUOTED = 120, 254, 60

COLUMNS = (
    Column("name", ("Name", "Full name", "Person", "Staff name"), needed=True),
    Column("email", ("E-mail", "Email", "E-mail address", "Email address", "Work email", "Mail")),
    Column("posts", ("Posts", "Post", "Job", "Jobs", "Role", "Roles", "Job title"), needed=True),
    Column("school", ("School", "Schools", "URN", "School name", "School or URN")),
    Column("days", ("Working days", "Days", "Days worked")),
    Column("hours", ("Hours", "Working hours")),
    Column("expertise", ("Expertise", "Areas of expertise", "Areas")),
    Column(
        "trained", ("Last training", "Training date", "Last training date", "Last safeguarding training", "Trained")
    ),
)
TEMPLATE = (
    "Name,E-mail,Posts,School,Working days,Hours,Expertise,Last training",
    "Example Person,person@example.org,Headteacher,123456,Mon to Fri,8.00 to 16.30,,01/09/2026",
    'Example Colleague,colleague@example.org,"DSL; SENDCo",Example Primary School,"Mon, Tue, Thu",8.30 to 15.30,A-1; A-4,',
    "Example Colleague,colleague@example.org,Governor,Another Example School,,,,",
    "Example Lead,lead@example.org,Trust safeguarding lead,,Mon to Thu,,,",
)
"""The file that `peerwalk people template` prints. Rows named Example are passed over, so they may stay."""

_EMAIL = re.compile(r"[^\s@,;<>\"()\[\]\\]{1,64}@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,24}")
_MARKS = re.compile(r"[;\n|]|\s[/+]\s")
_MORE = re.compile(r"\s*(?:,|/|&|\band\b|\+)\s*")
_AT = re.compile(r"(.+?)(?:\s+(?:at|@)\s+(.+)|\s*\(([^()]+)\))", re.IGNORECASE | re.DOTALL)
_OF_ALL = frozenset({"trust", "the trust", "central", "central team", "head office", "all schools", "trust wide"})


def read_people(data: bytes, known: Known, areas: Mapping[str, str]) -> PeopleRead:
    """Read everybody in a file. `areas` are those of expertise, titles by id. Raises UnusableError."""
    table = open_table(data, COLUMNS, CAPS)
    reader = _Reader(known, areas, table.heads)
    found: list[PersonRead] = []
    slips: list[Slip] = []
    for row in table.rows():
        if isinstance(row, Slip):
            slips.append(row)
        elif not row["name"].startswith("Example ") or not row["email"].endswith("@example.org"):
            try:
                found.append(reader.person(row))
            except _SlipError as error:
                slips += error.slips
    people, more = _together(found)
    return PeopleRead(tuple(people), tuple(sorted((*slips, *more), key=lambda slip: slip.line)))


class _SlipError(Exception):
    def __init__(self, *slips: Slip) -> None:
        super().__init__()
        self.slips = slips


class _Reader:
    """Reads one row at a time, against the schools and areas there are."""

    def __init__(self, known: Known, areas: Mapping[str, str], heads: Mapping[str, str]) -> None:
        self.known, self.areas, self.heads = known, areas, heads
        self.urns = {urn: s.id for s in known.schools.values() for urn in (*s.urns, s.urn) if urn}
        self.names: dict[str, list[str]] = {}
        for school in known.schools.values():
            for name in {folded(each) for each in (school.name, *school.former_names)}:
                self.names.setdefault(name, []).append(school.id)
        self.titles = {folded(title): area for area, title in areas.items()}

    def slip(self, row: Row, key: str, why: Why, said: str = "", **facts: str) -> _SlipError:
        return _SlipError(Slip(row.line, self.heads.get(key, ""), why, {"said": said[:QUOTED], **facts}))

    def person(self, row: Row) -> PersonRead:
        """All that is wrong with a row is said at once."""
        slips: list[Slip] = []
        facts: dict[str, object] = {}
        posts: frozenset[Held] = frozenset()
        for read in (self.who, self.when, self.knows):
            try:
                facts |= read(row)
            except _SlipError as error:
                slips += error.slips
        try:
            posts = frozenset(self.posts(row))
        except _SlipError as error:
            slips += error.slips
        if slips:
            raise _SlipError(*slips)
        return PersonRead(row.line, PersonFacts(**facts), posts)  # type: ignore[arg-type]

    def who(self, row: Row) -> dict[str, object]:
        name, email = " ".join(row["name"].split()), row["email"].casefold().removeprefix("mailto:")
        if not name:
            raise self.slip(row, "name", Why.EMPTY_CELL)
        if len(name) > LONGEST_NAME:
            raise self.slip(row, "name", Why.CELL_TOO_LONG, most=str(LONGEST_NAME))
        if about_a_child(name):
            raise self.slip(row, "name", Why.ABOUT_A_CHILD)
        if email and (len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
            raise self.slip(row, "email", Why.NOT_AN_EMAIL, email)
        return {"name": name, "email": email}

    def when(self, row: Row) -> dict[str, object]:
        facts: dict[str, object] = {}
        if row["days"]:
            facts["working_days"] = hours.days(row["days"])
            if not facts["working_days"]:
                raise self.slip(row, "days", Why.NOT_DAYS, row["days"])
        if row["hours"]:
            between = hours.hours(row["hours"])
            if between is None:
                raise self.slip(row, "hours", Why.NOT_HOURS, row["hours"])
            facts["works_from"], facts["works_to"] = between
        if row["trained"]:
            trained = hours.day(row["trained"])
            if trained is None:
                raise self.slip(row, "trained", Why.NOT_A_DAY, row["trained"])
            if trained > self.known.today:
                raise self.slip(row, "trained", Why.DAY_TO_COME, row["trained"])
            facts["trained"] = trained
        return facts

    def knows(self, row: Row) -> dict[str, object]:
        found: dict[str, None] = {}
        for piece in filter(None, (piece.strip() for piece in _MARKS.split(row["expertise"]))):
            # A title may hold a comma; a list of ids may be divided by them.
            for part in (piece,) if self.area(piece) else piece.split(","):
                area = self.area(part)
                if not area:
                    near = difflib.get_close_matches(folded(part), list(self.titles), n=1)
                    title = self.areas[self.titles[near[0]]] if near else ""
                    raise self.slip(row, "expertise", Why.NOT_AN_AREA, part.strip(), near=title)
                found[area] = None
        return {"expertise": tuple(sorted(found, key=list(self.areas).index))} if found else {}

    def area(self, words: str) -> str:
        given = words.strip().upper()
        return given if given in self.areas else self.titles.get(folded(words), "")

    # ── Posts ───────────────────────────────────────────────────────────────────────────────

    def posts(self, row: Row) -> Iterator[Held]:
        pieces = [piece.strip() for piece in _MARKS.split(row["posts"]) if piece.strip()]
        if not pieces:
            raise self.slip(row, "posts", Why.EMPTY_CELL)
        schools = [self.school(row, name.strip()) for name in _MARKS.split(row["school"]) if name.strip()]
        schools = [school for school in schools if school]
        used = False
        for piece in pieces:
            found, own = self.jobs(row, piece)
            for job in found:
                if job in OF_TRUST:
                    yield Held(job)
                    continue
                used = True
                at = own or schools
                if not at:
                    raise self.slip(row, "school" if "school" in self.heads else "posts", Why.SCHOOL_WANTED, piece)
                yield from (Held(job, school) for school in at)
        if schools and not used:
            raise self.slip(row, "school", Why.NO_SCHOOL_WANTED, row["posts"])

    def jobs(self, row: Row, piece: str) -> tuple[list[Job], list[str]]:
        """The jobs of one piece, and the school it names itself, as in *DSL at Larkfield Primary*."""
        if job := jobs.job_of(piece):
            return [job], []
        named = _AT.fullmatch(piece)
        words, at = (named[1], named[2] or named[3]) if named else (piece, "")
        found = [jobs.job_of(words)]
        if found == [None]:
            found = [jobs.job_of(part) for part in _MORE.split(words) if part]
        if not found or None in found:
            raise self.slip(row, "posts", Why.NO_SUCH_JOB, words, near=jobs.nearest(words))
        school = self.school(row, at, "posts") if at else ""
        return [job for job in found if job], [school] if school else []

    def school(self, row: Row, words: str, key: str = "school") -> str:
        """The id of a school by URN or name; nothing where the trust as a whole is meant."""
        if folded(words) in _OF_ALL or folded(words) == folded(self.known.trust):
            return ""
        found = [self.urns[words]] if words in self.urns else self.names.get(folded(words), [])
        if not found:
            near = difflib.get_close_matches(folded(words[:QUOTED]), list(self.names), n=1, cutoff=0.7)
            name = self.known.schools[self.names[near[0]][0]].name if near else ""
            raise self.slip(row, key, Why.NO_SUCH_SCHOOL, words, near=name)
        still = [one for one in found if not self.known.schools[one].has_closed(self.known.today)]
        if not still:
            raise self.slip(row, key, Why.SCHOOL_HAS_CLOSED, words)
        if len(still) > 1:
            raise self.slip(row, key, Why.SEVERAL_SCHOOLS, words)
        return still[0]


# ── Rows of one person ──────────────────────────────────────────────────────────────────────


def _together(rows: Iterable[PersonRead]) -> tuple[list[PersonRead], list[Slip]]:
    """Put the rows of each person together: by e-mail address, else by name where they share a school."""
    by_email: dict[str, PersonRead] = {}
    unnamed: list[PersonRead] = []
    slips: list[Slip] = []
    for row in rows:
        email = row.facts.email
        if not email:
            unnamed.append(row)
        elif email not in by_email:
            by_email[email] = row
        elif folded(by_email[email].facts.name) != folded(row.facts.name):
            slips.append(Slip(row.line, "", Why.TWO_NAMES_ONE_EMAIL, {"line": str(by_email[email].line)}))
        else:
            by_email[email] = _both(by_email[email], row)
    namesakes: dict[str, list[PersonRead]] = {}
    for person in by_email.values():
        namesakes.setdefault(folded(person.facts.name), []).append(person)
    for row in unnamed:
        others = namesakes.setdefault(folded(row.facts.name), [])
        here = [one for one in others if {held.school for held in one.posts} & {held.school for held in row.posts}]
        if len(here) == 1:
            others[others.index(here[0])] = _both(here[0], row)
        elif others:
            slips.append(Slip(row.line, "", Why.SAME_NAME_TWICE, {"line": str(others[0].line)}))
        else:
            others.append(row)
    people = sorted((person for same in namesakes.values() for person in same), key=lambda person: person.line)
    return people, slips


def _both(first: PersonRead, second: PersonRead) -> PersonRead:
    """What two rows say of one person; where they differ, the first stands."""
    said = {f.name: getattr(first.facts, f.name) or getattr(second.facts, f.name) for f in fields(PersonFacts)}
    return replace(first, facts=PersonFacts(**said), posts=first.posts | second.posts)
