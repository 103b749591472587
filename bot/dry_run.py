"""What an import would do, or did, in words: sections with a line for each thing, the same on every screen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.changes_people import AuthorityAdded
from bot.domain.imports import Asked, ImportPlan, Item, Known, Missing, Slip, What
from bot.domain.people import Held, Job
from bot.term_words import span_words, whose_words
from bot.wording import Wording

FILE = "imports"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SECTIONS = (
    ("trust_title", (What.TRUST_NAMED,)),
    ("added_title", (What.SCHOOL_ADDED, What.PERSON_ADDED)),
    (
        "changed_title",
        (What.SCHOOL_CHANGED, What.URN_GIVEN, What.SCHOOL_REOPENED, What.PERSON_CHANGED, What.PERSON_RETURNED),
    ),
    ("closed_title", (What.SCHOOL_CLOSED, What.SCHOOL_MERGED)),
    ("left_title", (What.PERSON_LEFT, What.POSTS_LEFT)),
    ("days_added_title", (What.DAYS_ADDED,)),
    ("days_gone_title", (What.DAYS_GONE,)),
)


@dataclass(frozen=True)
class Line:
    """One line. `key` is that of a question, and `candidates` the ids and words of those it may be."""

    text: str
    key: str = ""
    candidates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading and its lines, perhaps with a sentence between."""

    name: str
    title: str
    lines: tuple[Line, ...]
    intro: str = ""


@dataclass(frozen=True)
class DryRun:
    """A plan in words."""

    wording: Wording
    plan: ImportPlan
    known: Known
    areas: Mapping[str, str]

    def sections(self) -> tuple[Section, ...]:
        """What is wrong first, then what is asked, then what would be done; only those with something in them."""
        plan = self.plan
        found = [
            Section("wrong", self.say("wrong_title"), self.lines(self.slip(slip) for slip in plan.slips)),
            Section("asked", self.say("asked_title"), tuple(self.asked(one) for one in plan.asked)),
        ]
        for title, whats in _SECTIONS:
            lines = self.lines(self.item(item) for item in plan.items if item.what in whats)
            found.append(Section(title.removesuffix("_title"), self.say(title), lines))
        gone = self.lines(self.missing(one) for one in plan.missing)
        found.append(Section("missing", self.say("missing_title"), gone, self.say("missing_intro")))
        out = self.lines(self.say(one.why, line=one.line, name=one.name) for one in plan.left_out)
        found.append(Section("left_out", self.say("left_out_title"), out))
        return tuple(section for section in found if section.lines)

    def say(self, block: str, **facts: object) -> str:
        return self.wording.line(FILE, block, **facts)

    @staticmethod
    def lines(texts: Iterable[str]) -> tuple[Line, ...]:
        return tuple(Line(text) for text in texts)

    def slip(self, slip: Slip) -> str:
        at = {(True, True): "at_cell", (True, False): "at_line", (False, True): "at_column"}.get(
            (bool(slip.line), bool(slip.column)), "at_file"
        )
        facts = {"line": str(slip.line), "near": "", "said": "", **slip.facts}
        return f"{self.say(at, line=slip.line, column=slip.column)}: {self.say(slip.why, **facts)}"

    def asked(self, one: Asked) -> Line:
        candidates = tuple((each, self.candidate(each)) for each in one.candidates)
        listed = "; ".join(words for _, words in candidates)
        where = self.say("at_line", line=one.line)
        return Line(f"{where}: {self.say(one.why, name=one.name, candidates=listed)}", one.key, candidates)

    def candidate(self, thing: str) -> str:
        school = self.known.schools.get(thing)
        if school is not None:
            return self.say("candidate_school", name=school.name, urn=school.urn)
        person = self.known.people[thing]
        return self.say("candidate_person", name=person.name, posts=self.posts(sorted(person.posts, key=str)))

    def item(self, item: Item) -> str:
        if item.span is not None:
            whose = whose_words(self.wording, item.whose, self.known.schools, self.known.authorities)
            return self.say(item.what, whose=whose, span=span_words(self.wording, item.span))
        parts = "; ".join(self.parts(item))
        on = {"on": item.on} if item.on else {"on": ""}
        return self.say(
            item.what,
            name=item.name,
            parts=parts,
            posts=self.posts(item.posts),
            urn=item.urn,
            into=item.into,
            **on,
        )

    def parts(self, item: Item) -> Iterator[str]:
        for part in item.parts:
            was, now = (self.value(part.field, value) for value in (part.was, part.now))
            yield self.say("part", field=self.say(f"field_{part.field}"), was=was, now=now)

    def value(self, field: str, value: str) -> str:
        """A field's value as a person reads it."""
        match field:
            case "working_days" if value:
                return " ".join(_WEEKDAYS[int(number) - 1] for number in value.split(","))
            case "expertise" if value:
                return "; ".join(self.areas.get(area, area) for area in value.split(","))
            case "trained" if value:
                when = date.fromisoformat(value)
                return f"{when.day} {when:%B %Y}"
            case "kind" if value:
                return self.say(f"kind_{value}")
            case "authority" if value:
                fresh = {one.authority: one.name for one in self.plan.changes if isinstance(one, AuthorityAdded)}
                known = self.known.authorities.get(value)
                return fresh.get(value) or (known.name if known else value)
            case _:
                return value

    def posts(self, posts: Iterable[Held]) -> str:
        return ", ".join(self.post(held.job, held.school) for held in posts)

    def post(self, job: Job, school: str) -> str:
        at = self.known.schools[school].name if school in self.known.schools else ""
        return self.say("post_held", job=self.say(f"job_{job}"), school=at)

    def missing(self, one: Missing) -> str:
        if not one.posts:
            return self.say("missing_school", name=one.name)
        block = "missing_person" if one.whole else "missing_posts"
        return self.say(block, name=one.name, posts=self.posts(one.posts))
