"""How a dialog is played.

A dialog is a generator: it yields what it asks, tells or shows, is sent the answers, and
returns the changes to make. It never waits, loads, saves or sends. On every turn it is played
again from the top; each card whose answers are all there is passed at once, and the first one
that is not is the card to ask now. So the answers are a conversation's only memory: it can be
left on Slack and taken up on the web, and an earlier answer can be changed.

What it costs: a dialog must be pure (same facts, same answers, same questions), and a key names one question for good.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.acts import About
from bot.domain.every_change import EveryChange
from bot.domain.people import Person
from bot.domain.typed import Line, lines
from bot.message import Answer, Visit
from bot.privacy import Audience

Answers = Mapping[str, Answer]

LONGEST_TEXT = 3000  # the shortest of the platforms' limits for a typed answer
MOST_CARDS = 20  # far more than a dialog may have: one that gets here is looping


@dataclass(frozen=True)
class Question:
    """What all questions have. `initial` is what the form holds at first; `called` names its wording, if not its key."""

    key: str
    optional: bool = False
    initial: Answer = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    called: str = field(default="", kw_only=True)

    def problem(self, value: Answer) -> str | None:
        """Name the block of wording that says why this answer will not do, or None if it will."""
        if not value or (isinstance(value, str) and not value.strip()):
            return None if self.optional else "answer_this"
        return self.misfit(value)

    def misfit(self, value: Answer) -> str | None:
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Question):
    """A few words; the guard judges them for this audience before anything else sees them."""

    long: bool = True
    audience: Audience = Audience.TEAM
    longest: int = LONGEST_TEXT

    def misfit(self, value: Answer) -> str | None:
        if not isinstance(value, str):
            return "answer_this"
        return "too_long" if len(value) > self.longest else None


@dataclass(frozen=True)
class Lines(Text):
    """Several short texts, one a line, each judged as one of its own; some may begin with one of `nodes`."""

    most: int = 1
    nodes: frozenset[str] = frozenset()

    def split(self, value: str) -> tuple[Line, ...]:
        return lines(value, self.nodes)

    def misfit(self, value: Answer) -> str | None:
        if (wrong := super().misfit(value)) or not isinstance(value, str):
            return wrong or "answer_this"
        found = self.split(value)
        if not found:
            return "answer_this"
        if len(found) > self.most:
            return "too_many_lines"
        return "line_too_long" if any(len(line.words) > LONGEST_TEXT for line in found) else None


@dataclass(frozen=True)
class Choice(Question):
    """One of several answers. Labels that are data come along; all others are wording. `groups` heads them.

    `also` are answers that fit but are listed only where one of them is held, each beside the option it names.
    `unfit` are options that send one back to the same card, each with the block that says why.
    """

    options: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    unfit: Mapping[str, str] = field(default_factory=dict)

    def listed(self, held: Answer) -> tuple[str, ...]:
        """The options that a form with this answer lists."""
        if not isinstance(held, str) or held in self.options or held not in self.also:
            return self.options
        after = self.options.index(self.also[held]) + 1
        return (*self.options[:after], held, *self.options[after:])

    def misfit(self, value: Answer) -> str | None:
        if value in self.unfit:
            return self.unfit[str(value)]
        return None if value in self.options or value in self.also else "choose_one"


@dataclass(frozen=True)
class Choices(Question):
    """Any number of several answers."""

    options: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    def misfit(self, value: Answer) -> str | None:
        fits = isinstance(value, tuple) and set(value) <= set(self.options) and len(set(value)) == len(value)
        return None if fits else "choose_these"


@dataclass(frozen=True)
class Day(Question):
    """A day, as YYYY-MM-DD, within the two days given."""

    earliest: date = date.min
    latest: date = date.max

    def misfit(self, value: Answer) -> str | None:
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            return "not_a_day"
        if day.isoformat() != value:
            return "not_a_day"
        return None if self.earliest <= day <= self.latest else "day_out_of_reach"


@dataclass(frozen=True)
class Who(Question):
    """One person, or with `several` any number, of those offered, by id. Of many, each stands under one of `schools`."""

    people: tuple[Person, ...] = ()
    several: bool = False
    schools: Mapping[str, str] = field(default_factory=dict)

    def misfit(self, value: Answer) -> str | None:
        chosen = set(value) if isinstance(value, tuple) else {value}
        fits = isinstance(value, tuple) == self.several and chosen <= {person.id for person in self.people}
        return None if fits else "choose_who"


@dataclass(frozen=True)
class Number(Question):
    """A whole number within bounds."""

    least: int = 0
    most: int = 1_000_000
    no_less_than: str = ""
    """The key of another number on the same card: both are given or neither, and this is no smaller."""

    def misfit(self, value: Answer) -> str | None:
        fits = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < len("10000000")
        return None if fits and self.least <= int(str(value)) <= self.most else "not_a_number"


@dataclass(frozen=True)
class Ask:
    """Put up to six questions on one card, under the words of block `intro` if there is one."""

    questions: tuple[Question, ...]
    intro: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __init__(self, *questions: Question, intro: str = "", **facts: Any) -> None:
        object.__setattr__(self, "questions", questions)
        object.__setattr__(self, "intro", intro)
        object.__setattr__(self, "facts", facts)

    def passed_by(self, answers: Answers) -> bool:
        """Whether every question here has an answer that fits; what is optional may be missing once another is there."""
        return any(question.key in answers for question in self.questions) and not self.problems(answers)

    def problems(self, answers: Answers) -> dict[str, str]:
        """The answers that will not do, each with the block of wording that says why."""
        found = {q.key: problem for q in self.questions if (problem := q.problem(answers.get(q.key, "")))}
        for question in self.questions:
            if isinstance(question, Number) and question.no_less_than and not found:
                less, more = (str(answers.get(key, "")) for key in (question.no_less_than, question.key))
                if bool(less) != bool(more):
                    found[question.key] = "both_or_neither"
                elif less and int(more) < int(less):
                    found[question.key] = "too_few"
        return found


@dataclass(frozen=True)
class Offer:
    """A button that starts a dialog, perhaps with answers given; its label is a block of wording."""

    label: str
    dialog: str
    about: About
    given: Mapping[str, Answer] = field(default_factory=dict)
    preset: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class Way:
    """A button that leads to a look; its label is a block of wording."""

    label: str
    to: Visit


@dataclass(frozen=True)
class Tell:
    """Say something, with buttons perhaps, and go on. Another file's block is named with it: `prompt/question`."""

    block: str
    offers: tuple[Offer | Way, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __init__(self, block: str, *offers: Offer | Way, **facts: Any) -> None:
        object.__setattr__(self, "block", block)
        object.__setattr__(self, "offers", offers)
        object.__setattr__(self, "facts", facts)


@dataclass(frozen=True)
class Show:
    """At the end, show how something stands once the changes are made: the receipt of a note, the walk's next step."""

    view: str
    about: About


Conversation = Generator[Ask | Tell | Show, Answers, Sequence[EveryChange]]
Dialog = Callable[[Any, Person, date], Conversation]


@dataclass(frozen=True)
class Asking:
    """The dialog waits for `ask`; `past` are the cards it went by."""

    ask: Ask
    told: tuple[Tell, ...]
    past: tuple[Ask, ...]


@dataclass(frozen=True)
class Ended:
    """The dialog is over: the changes to make, what to say, and what to show after them."""

    changes: tuple[EveryChange, ...]
    told: tuple[Tell, ...]
    show: Show | None = None


def replay(dialog: Dialog, about: Any, me: Person, began: date, today: date, answers: Answers) -> Asking | Ended:
    """Play a conversation begun on an earlier day: whoever may not begin it today may not go on with it either."""
    if today != began:
        anew = play(dialog, about, me, today, {})
        if isinstance(anew, Ended) and not anew.changes:
            return anew
    return play(dialog, about, me, began, answers)


class DialogLoopsError(Exception):
    """A dialog went on and on without asking anything new."""


def play(dialog: Dialog, about: Any, me: Person, began: date, answers: Answers) -> Asking | Ended:
    """Play the dialog up to its first open card, or to its end."""
    talk = dialog(about, me, began)
    past: list[Ask] = []
    told: list[Tell] = []
    show: Show | None = None
    known: dict[str, Answer] = {}
    try:
        step = next(talk)
        for _ in range(MOST_CARDS):
            match step:
                case Tell():
                    told.append(step)
                case Show():
                    show = step
                case Ask():
                    if not step.passed_by(answers):
                        return Asking(step, tuple(told), tuple(past))
                    # What was told before an answered card has been read.
                    told.clear()
                    past.append(step)
                    known |= {question.key: answers.get(question.key, "") for question in step.questions}
            step = talk.send(known)
    except StopIteration as end:
        return Ended(tuple(end.value), tuple(told), show)
    raise DialogLoopsError(getattr(dialog, "__name__", "a dialog"))
