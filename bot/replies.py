"""What a turn needs around a dialog: what it is about, whose review a note is for, and the plain replies."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import asked, judging, library, look, my_answers, own_questions, tidy, timetable, unfiled
from bot.cards import Form, form, joined
from bot.conversation import Asking, Choice, Show
from bot.dialogs import DIALOGS
from bot.domain.acts import About
from bot.domain.people import Person, School, SchoolKind
from bot.judges import LONGEST_JUDGED, Judge
from bot.message import (
    Address,
    Answer,
    Answered,
    AnyEvent,
    Button,
    Card,
    LoggedAsEvidence,
    Noted,
    Reworded,
    Routed,
    Started,
    Submit,
    Turned,
    Visit,
)
from bot.privacy import Audience, Concern, Interrupt, judge
from bot.subjects import elsewhere
from bot.walking import walking
from bot.wording import Wording
from store import (
    affirmations,
    conversations,
    notes,
    people,
    prompts,
    reviews,
)
from store import replies as answered

TEAM = Audience.TEAM
_SMALL_KINDS = frozenset({SchoolKind.SPECIAL, SchoolKind.ALTERNATIVE_PROVISION})
_IN_A_REVIEW = frozenset(
    {"review", "note", "affirmation", "reflection", "asked", "comparison", "timetable", "slot", "school", "words"}
    | {"message", "prompt", "reply"}
)
# Not the first word of "Note-taking is thorough".
_NOTE = re.compile(r"\s*note(?!-?\w)[\s:,.\-–—]*", re.IGNORECASE)


def is_note(text: str) -> bool:
    return bool(_NOTE.match(text))


def without_note(text: str) -> str:
    """The words of a note without the `note` they may begin with."""
    return _NOTE.sub("", text, count=1).strip()


def judge_at(session: Session, judge: Judge, about: About) -> Judge:
    """The guard as it judges words about a school: sooner at one where so few pupils are that little points at one."""
    if about.kind not in _IN_A_REVIEW:
        return judge
    with suppress(KeyError):
        return replace(judge, strict=judge.strict or _school_of(session, about).kind in _SMALL_KINDS)
    return judge


@dataclass(frozen=True)
class ReviewFound:
    """The review some words are for, or the block that says why there is none."""

    review: str = ""
    problem: str = ""


def review_for(session: Session, me: Person, who: Address, room: str, now: datetime) -> ReviewFound:
    """A room's own review; else the writer's only open one, or the one they chose last."""
    if room:
        found = reviews.of_room(session, who.platform, who.tenant, room)
        if not found:
            return ReviewFound(problem="room_unknown")
        return ReviewFound(found)
    today = now.date()
    mine = reviews.open_of(session, me.id, today)
    if not mine:
        return ReviewFound(problem="no_review")
    chosen = reviews.chosen(session, me.id)
    if chosen not in mine or (reviews.load(session, chosen).ends < today and _under_way(session, mine[0], today)):
        # One that is over is typed up by choice, never because it was the last that somebody walked.
        chosen = mine[0]
    return ReviewFound(chosen)


def _under_way(session: Session, review_id: str, today: date) -> bool:
    found = reviews.load(session, review_id)
    return found.begins <= today <= found.ends


def chosen_by_words(wording: Wording, dialog: str, step: Asking, text: str) -> Mapping[str, Answer]:
    """Read typed words as an answer where a card asks one thing to be chosen, by its label or its number.

    What is to be written down goes into a form: chat keeps what is typed there, and we cannot take it back.
    """
    required = [question for question in step.ask.questions if not question.optional]
    if len(required) != 1 or not isinstance(required[0], Choice):
        return {}
    card = form(wording, Form(dialog, DIALOGS[dialog].wording, step.ask))
    options = next(item.options for item in card.inputs if item.key == required[0].key and hasattr(item, "options"))
    said = text.strip().casefold().rstrip(".!")
    for number, option in enumerate(options, 1):
        if said in {str(number), option.label.casefold().rstrip("."), option.value.casefold()}:
            return {required[0].key: option.value}
    return {}


def saying(wording: Wording, block: str, **facts: Any) -> Card:
    """A plain sentence, with the way Home."""
    home = Button(wording.line("replies", "go_home"), Visit("home", About("trust", "trust")))
    return Card(
        notice=wording.line("replies", "notice"),
        title=wording.line("replies", "title"),
        words=wording.words("replies", block, **facts),
        buttons=(home,),
    )


def nowhere(looking: look.Looking, problem: str) -> Card:
    """No review takes what was written; a question that waits for its writer may be what they meant to answer."""
    waits, _ = asked.on_home(looking) if problem == "no_review" else ((), ())
    if not waits:
        return saying(looking.wording, problem)
    return joined(replace(saying(looking.wording, "no_review_but_asked"), buttons=()), waits[0])


def show(looking: look.Looking, wanted: Show) -> Card:
    """How something stands after the changes: a note's receipt, the next one to tidy, or the walk's next step."""
    if wanted.view == "asked":
        return asked.after(looking, wanted.about.id)
    if wanted.view == "my_answers":
        return my_answers.after(looking, wanted.about.id)
    if wanted.view == "library":
        return library.shelf(looking, wanted.about.id)[0]
    if wanted.view == "own":
        return own_questions.after(looking, wanted.about)
    if wanted.view == "receipt":
        note = notes.load(looking.session, wanted.about.id)
        others = elsewhere(looking.session, note.review.id, looking.me, looking.now)
        return look.receipt(looking, replace(note, elsewhere=others))
    if wanted.view == "tidy":
        return tidy.after_kind(looking, wanted.about.id)
    if wanted.view == "unfiled":
        return unfiled.after_filing(looking, wanted.about.id)
    if wanted.view == "typed_up":
        return tidy.typed_up(looking, wanted.about.id)
    if wanted.view == "timetable":
        return timetable.timetable_of(looking, wanted.about.id)[0]
    return walking(looking, wanted.about.id)


# ── Concerns ────────────────────────────────────────────────────────────────────────────────


def route(
    session: Session,
    wording: Wording,
    route_id: str,
    concern: Concern,
    about: About | None,
    box: Card | None,
    systems: Submit | None,
    today: date,
) -> Card:
    """The route card for a concern met in a conversation: its review's school is the one whose contacts show."""
    school = None
    if about is not None and about.kind in _IN_A_REVIEW:
        # What it is about may have been removed meanwhile.
        with suppress(KeyError):
            school = _school_of(session, about)
    shown = judging.RouteShown(route_id, concern, school, () if school else _open_schools(session, today))
    return judging.route_card(wording, shown, box, systems)


def _open_schools(session: Session, today: date) -> tuple[School, ...]:
    return tuple(school for school in people.directory(session).schools.values() if not school.has_closed(today))


def _school_of(session: Session, about: About) -> Any:
    match about.kind:
        case "note":
            return notes.load(session, about.id).review.school
        case "affirmation":
            return affirmations.load(session, about.id).review.school
        case "reply":
            return answered.load(session, about.id).affirmation.review.school
        case "prompt":
            return prompts.load(session, about.id).set.school
        case "school":
            return people.directory(session).schools[about.id]
        case _:
            return reviews.load(session, about.id.partition("/")[0]).school


def routed(
    session: Session, wording: Wording, event: Routed, box: Card | None, systems: Submit | None = None, *, today: date
) -> Card:
    """What a route card's button leads to."""
    school = people.directory(session).schools.get(event.school)
    if event.button == "told":
        card = Card(
            notice=wording.line("route", "notice"),
            title=wording.line("route", "told_title"),
            words=wording.words("route", "after_told", copying=box is not None),
        )
        return replace(card, inputs=box.inputs, conversation=box.conversation, asking=box.asking) if box else card
    every = () if school else _open_schools(session, today)
    shown = judging.RouteShown(event.route, event.concern, school, every, event.tried)
    return judging.route_card(wording, shown, box, systems)


def to_stranger(session: Session, wording: Wording, event: AnyEvent, now: datetime, route_id: str) -> Turned:
    """Answer somebody the trust does not know: nothing of theirs is kept, but a concern is never turned away."""
    if isinstance(event, Routed) and event.button in judging.ROUTE_BUTTONS:
        conversations.route_tapped(session, event.route, event.button, now)
        return Turned(routed(session, wording, event, None, today=now.date()), kept=True)
    for text in texts(event):
        verdict = judge(text[:LONGEST_JUDGED], people.directory(session).vocabulary, TEAM)
        if isinstance(verdict, Interrupt):
            conversations.route_shown(session, route_id, verdict.concern, now)
            card = route(session, wording, route_id, verdict.concern, None, None, None, now.date())
            return Turned(card, kept=True, problem=True)
    return Turned(saying(wording, "stranger", trust=people.directory(session).trust), problem=True)


def texts(event: AnyEvent) -> list[str]:
    """All words a person typed that came with an event; a value of one word is an id, a choice or a day."""
    match event:
        case Noted(text=text) | LoggedAsEvidence(text=text) | Reworded(text=text):
            return [text]
        case Started(given=values) | Answered(values=values):
            return [value for value in values.values() if isinstance(value, str) and len(value.split()) > 1]
        case _:
            return []
