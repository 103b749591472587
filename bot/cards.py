"""From what a dialog asks and tells to a card: the words come from its file of wording, nothing is made up here."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from bot.conversation import (
    LONGEST_TEXT,
    Ask,
    Choice,
    Choices,
    Day,
    Lines,
    Number,
    Offer,
    Question,
    Tell,
    Text,
    Way,
    Who,
)
from bot.domain.people import Job
from bot.domain.timetable import clock
from bot.entry import Entry, Line
from bot.fitting import Fitting, Time
from bot.inputs import ChannelInput, ChoiceInput, DayInput, Input, NumberInput, Option, TextInput, TimeInput, sought
from bot.message import Answer, Back, Begin, Button, Card, Submit, Words
from bot.wording import Wording

SHARED = "shared"
Listed = Choice | Choices | Who
"""Questions whose answers are on a list: of a long one, somebody may look for theirs by typing a part of it."""
FEW_PEOPLE = 12
"""So many are found by name alone; of more, each stands under their school."""
FEW_POSTS = 2


@dataclass(frozen=True)
class Form:
    """Everything an asking needs to become a card."""

    dialog: str
    file: str
    ask: Ask
    told: tuple[Tell, ...] = ()
    conversation: str = ""
    asking: int = 0
    can_go_back: bool = False
    values: Mapping[str, Answer] | None = None
    errors: Mapping[str, str] | None = None


def form(wording: Wording, shown: Form) -> Card:
    """The card that asks."""
    file, ask = shown.file, shown.ask
    values, errors = shown.values or {}, shown.errors or {}
    unfit = ask.fit.facts(values) if isinstance(ask, Fitting) and errors else {}
    # Whoever looks for somebody on a long list has got nothing wrong.
    looking = {q.key for q in ask.questions if isinstance(q, Listed) and sought(values.get(q.key, "")) is not None}
    errors = {key: error for key, error in errors.items() if key not in looking}
    inputs = tuple(
        _input(wording, file, question, values.get(question.key, question.initial), errors.get(question.key, ""), unfit)
        for question in ask.questions
    )
    intro = wording.words(file, ask.intro, **ask.facts) if ask.intro else ()
    told = told_words(wording, file, shown.told)
    problem = wording.words(SHARED, "put_right") if errors else ()
    labels = (f"{ask.intro}_send", f"{shown.dialog}_send", "send")
    buttons = [Button(wording.line(file, *labels), Submit(), primary=True)]
    if shown.can_go_back:
        buttons.append(Button(wording.line(file, "back"), Back()))
    return Card(
        notice=wording.line(file, f"{shown.dialog}_notice", "notice"),
        title=wording.line(file, f"{shown.dialog}_title", "title"),
        words=(*problem, *told, *intro),
        inputs=inputs,
        buttons=tuple(buttons),
        conversation=shown.conversation,
        asking=shown.asking,
    )


def told_words(wording: Wording, file: str, told: tuple[Tell, ...]) -> Words:
    named = ((tell.block.rpartition("/"), tell.facts) for tell in told)
    return tuple(part for (of, _, block), facts in named for part in wording.words(of or file, block, **facts))


def telling(wording: Wording, dialog: str, file: str, told: tuple[Tell, ...]) -> Card:
    """What a dialog says at its end, with the buttons it offers."""
    buttons = tuple(offered(wording, file, offer) for tell in told for offer in tell.offers)
    # What came of it heads the card, where it has a heading; a question that was answered would mislead.
    ends = tuple(f"{tell.block}_title" for tell in reversed(told))
    return Card(
        notice=wording.line(file, f"{dialog}_notice", "notice_done"),
        title=wording.line(file, *ends, f"{dialog}_title", "title"),
        words=told_words(wording, file, told),
        buttons=buttons,
    )


def offered(wording: Wording, file: str, offer: Offer | Way) -> Button:
    label = wording.line(file, offer.label)
    match offer:
        case Offer(dialog=dialog, about=about, given=given, preset=preset):
            return Button(label, Begin(dialog, about, given, preset))
        case Way(to=visit):
            return Button(label, visit)
        case _:
            assert_never(offer)


def joined(first: Card, second: Card) -> Card:
    """One card that says the first's words before its own."""
    title = second.title or first.title
    return replace(second, title=title, words=(*first.words, *second.words), buttons=(*second.buttons, *first.buttons))


def _input(
    wording: Wording, file: str, question: Question, value: Answer, problem: str, unfit: Mapping[str, Any]
) -> Input:
    key, name = question.key, question.called or question.key
    label = wording.line(file, name, **question.facts)
    hint = wording.line(file, f"{name}_hint", **question.facts) if wording.has(file, f"{name}_hint") else ""
    error = wording.line(file, f"{name}_{problem}", problem, **_limits(question), **unfit) if problem else ""
    one = value if isinstance(value, str) else ""
    several = value if isinstance(value, tuple) else (value,) if value else ()
    optional = question.optional
    match question:
        case Line(kind=Entry.CHANNEL, longest=longest):
            return ChannelInput(key, label, hint, optional, long=False, longest=longest, value=one, error=error)
        case Line(longest=longest):
            return TextInput(key, label, hint, optional, long=False, longest=longest, value=one, error=error)
        case Text(long=long, longest=longest):
            return TextInput(key, label, hint, optional, long, longest, one, error)
        case Choice(labels=labels, groups=groups):
            offered_options = tuple(
                Option(option, labels.get(option) or wording.line(file, f"{name}_{option}"), groups.get(option, ""))
                for option in question.listed(value)
            )
            return ChoiceInput(key, label, offered_options, hint, optional, value=several, error=error)
        case Choices(options=options, labels=labels):
            ticks = tuple(Option(o, labels.get(o) or wording.line(file, f"{name}_{o}")) for o in options)
            return ChoiceInput(key, label, ticks, hint, optional, several=True, value=several, error=error)
        case Who(several=many):
            offered = _told_apart(wording, question)
            return ChoiceInput(key, label, offered, hint, optional, several=many, value=several, error=error)
        case Day(earliest=earliest, latest=latest):
            return DayInput(key, label, hint, optional, earliest.isoformat(), latest.isoformat(), one, error)
        case Time(earliest=from_, latest=to):
            return TimeInput(key, label, hint, optional, clock(from_), clock(to), one, error)
        case Number(least=least, most=most):
            return NumberInput(key, label, hint, optional, least, most, one, error)
        case _:
            raise AssertionError(f"no input for {type(question).__name__}")


def _told_apart(wording: Wording, question: Who) -> tuple[Option, ...]:
    """Everybody by name; of two with one name, each with what tells them apart. Many stand under their schools."""
    names = Counter(person.name for person in question.people)
    called = {
        one.id: one.name if names[one.name] == 1 else f"{one.name} ({one.email or one.id})" for one in question.people
    }
    if len(question.people) <= FEW_PEOPLE or not question.schools:
        return tuple(Option(one.id, called[one.id]) for one in question.people)
    jobs = list(Job)
    found = []
    for one in question.people:
        # Of several schools, the first by name; whoever is at none is of the trust, or a guest.
        place = min(one.own_schools & question.schools.keys(), key=question.schools.__getitem__, default="")
        held = sorted((post.job for post in one.posts if post.school == place), key=jobs.index)
        heading = question.schools.get(place) or wording.line(
            SHARED, "of_another_trust" if one.guest_of else "of_the_trust"
        )
        first = jobs.index(held[0]) if held else len(jobs)
        said = ", ".join(wording.line(SHARED, f"job_{job}") for job in held[:FEW_POSTS])
        option = Option(one.id, f"{called[one.id]} · {said}" if said else called[one.id], heading)
        found.append(((not place, heading, first, one.name), option))
    return tuple(option for _, option in sorted(found, key=lambda pair: pair[0]))


def _limits(question: Question) -> dict[str, Any]:
    """What the wording of an error may name."""
    match question:
        case Lines(longest=longest, most=most):
            return {"longest": longest, "most": most, "longest_line": LONGEST_TEXT}
        case Text(longest=longest) | Line(longest=longest):
            return {"longest": longest}
        case Day(earliest=earliest, latest=latest):
            return {"earliest": earliest, "latest": latest}
        case Time(earliest=from_, latest=to):
            return {"earliest": clock(from_), "latest": clock(to)}
        case Number(least=least, most=most):
            return {"least": least, "most": most}
        case _:
            return {}
