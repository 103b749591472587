"""Every way through every dialog that tests walk: what it may be about, who may meet it, and which answers they give."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from bot.conversation import Ask, Asking, Choice, Choices, Day, Ended, Lines, Number, Question, Text, Who, play
from bot.dialogs import DIALOGS, TO_CARDS
from bot.domain.affirmation import State
from bot.domain.comparison import Said, asked_twice, of_roles
from bot.domain.depth import MeetWith, Owner
from bot.domain.logged import LoggedMessage
from bot.domain.meeting import AskedIn, prompts
from bot.domain.note import Kind, Note, Told
from bot.domain.other_words import OtherWords, Thing
from bot.domain.own_questions import OwnQuestions
from bot.domain.own_time import OwnAsking, OwnSettings
from bot.domain.people import Erasing, Person, Room
from bot.domain.practice_words import Named, Naming
from bot.domain.prompt import How, Mark, Prompt, PromptSet, PromptState, Readers, SchoolAnswer, Seen, SetSort
from bot.domain.prompt_later import Later
from bot.domain.quiet import QuietHours
from bot.domain.reflection import Reflection
from bot.domain.removal import Held, Hold, HoldWhy
from bot.domain.review import Progress, Review, Seat, Tally
from bot.domain.rooms import RoomOffer
from bot.domain.terms import Sort, Span
from bot.domain.timetable import MOST_SLOTS, Agreement, Slot, SlotSeen, Timetable, What, clock
from bot.domain.trust_settings import TrustSettings
from bot.domain.unsettled import Deed, Unsettled
from bot.domain.walk import Look
from bot.domain.windows import read
from bot.entry import Entry, Line
from bot.fitting import Time
from bot.message import Answer
from store.own_questions import question_set
from tests import card_paths
from tests.prompt_plans import livings, plannings, settlings, wholes
from tests.values import (
    AT,
    AUTHORITY,
    BEGINS,
    EARLIER,
    ENDS,
    EVERYBODY,
    FRAMEWORK,
    LARKFIELD,
    NOTE,
    REVIEW,
    TRUST,
    affirmation,
    dpo,
    dsl,
    governor,
    guest,
    guest_gone,
    head,
    lead,
    own_staff,
    reviewer,
    trust_lead,
)

Answers = dict[str, Answer]
WORDS = "Every new colleague is briefed on the first morning."
ENTRIES = {
    Entry.NAME: "Jo Ward",
    Entry.LINE: "DSL, in the front office",
    Entry.EMAIL: "jo.ward@trust.example",
    Entry.PHONE: "01632 960101",
    Entry.HOURS: "8.00 to 17.00",
    Entry.WINDOWS: "Mon 9 to 10.30",
    Entry.URN: "123456",
    Entry.AUTHORITY: "886",
    Entry.UID: "2142",
    Entry.CHANNEL: "C0123456789",
    Entry.TEAMS_CHANNEL: "19:abcdef-0123@thread.tacv2",
}
SLOTS = (Slot("s1", What.HEAD, 540, 40, (lead,)), Slot("s2", What.STAFF, 600, 30, (lead, reviewer), "the hall"))
_REFLECTED = (("", False), (WORDS, False), ("Ask the office first.", True))
PROGRESS = Progress({("A-2.1", ""): Tally(2, 1, 0)}, {"A-2": (lead, reviewer)}, urgent_open=1, risks=("n1",))


@dataclass(frozen=True)
class Step:
    """One moment in a dialog: whose, about what, the answers so far, and what the dialog comes to."""

    dialog: str
    about: Any
    me: Person
    answers: Answers
    now: Asking | Ended


def abouts(kind: str, *, progress: bool) -> tuple[Any, ...]:
    """What a dialog of this kind may be about. A review comes with its progress only where the dialog says so."""
    review = replace(REVIEW, progress=PROGRESS if progress else None)
    match kind:
        case "trust":
            return (TRUST, replace(TRUST, beside=(EARLIER,)))
        case "review":
            return tuple(_reviews(review))
        case "note":
            return tuple(_notes(review))
        case "room":
            return (RoomOffer("slack", "T1", "C1", (review,)), RoomOffer("slack", "T1", "C1", ()))
        case "act":
            open_ones = [Unsettled("a1", deed, "teams", review, deed is Deed.DELETE) for deed in Deed]
            said_no = [
                Unsettled("a1", deed, "slack", review, in_trust=True, in_list=True, refused=True) for deed in Deed
            ]
            return (*open_ones, *said_no, Unsettled("a1", Deed.POST, "slack", review, is_open=False))
        case "message":
            return (LoggedMessage(review, reviewer), LoggedMessage(review, head))
        case "school":
            authority = replace(LARKFIELD, served_by=None)
            nowhere = replace(authority, authority="")
            return (LARKFIELD, authority, nowhere, replace(LARKFIELD, contacts=(), adult_contacts=()))
        case "planning":
            return tuple(plannings())
        case "to_settle":
            return tuple(settlings())
        case "whole_set":
            return tuple(wholes())
        case "living":
            return tuple(livings())
        case "asking":
            said = OwnSettings(read("Mon 9-10, Wed B 13.30-14.15") or (), 10, BEGINS, "slack", (BEGINS, ENDS))
            both = ("slack", "web")
            own_hours = [OwnAsking(who, OwnSettings(), both) for who in EVERYBODY]
            own_hours += [OwnAsking(who, OwnSettings(read("Mon 9 to 10.30") or (), 5)) for who in EVERYBODY]
            return (*own_hours, *(OwnAsking(who, said, both, QuietHours(on=False)) for who in EVERYBODY))
        case "authority":
            return (replace(AUTHORITY, schools=("larkfield",)),)
        case "timetable":
            return tuple(_timetables(review))
        case "slot":
            return tuple(_slots(review))
        case "asked":
            met = ((MeetWith.DSL, Look.STRENGTHS), (MeetWith.PUPIL_GROUP, Look.DEVELOP))
            return tuple(
                next(AskedIn(review, meeting, one) for one in prompts(review, meeting) if one.look is look)
                for meeting, look in met
            )
        case "comparison":
            answers = [
                replace(NOTE, id=f"n{number}", review=review, asked_in=meeting, prompt="A-2.1:strengths")
                for number, meeting in enumerate(
                    (MeetWith.DSL, MeetWith.STAFF, MeetWith.PUPIL_GROUP, MeetWith.GOVERNOR)
                )
            ]
            two, four = asked_twice(review, answers[:2])[0], asked_twice(review, answers)[0]
            standing = Hold("h1", Held.REVIEW, "r1", HoldWhy.INQUIRY, ENDS)
            compared = replace(two, said=Said.PARTLY, words="They name the same adult.", writer=reviewer, held=standing)
            return (
                two,
                four,
                compared,
                replace(two, said=Said.PARTLY, words="They name the same adult.", writer=reviewer),
            )
        case "reflection":
            own = [Reflection(review, "A-2", who) for who in (reviewer, lead, head)]
            kept_back = replace(own[0], text=WORDS, held=Hold("h1", Held.REVIEW, "r1", HoldWhy.COMPLAINT, ENDS))
            return (*(replace(one, text=text, shared=shared) for one in own for text, shared in _REFLECTED), kept_back)
        case "words":
            ours = OtherWords(Thing.COMPARISON, "A-2.1:strengths", review, (reviewer.id,), "They name the same adult.")
            kept = Hold("h1", Held.REVIEW, "r1", HoldWhy.INQUIRY, ENDS)
            others = [replace(ours, thing=thing, writers=(head.id,), text="The hall.") for thing in Thing]
            answered = [
                _told(one, of) for one in others if one.thing in {Thing.ANSWER, Thing.MARK} for of in (review, None)
            ]
            beside = [one for one in others if one.thing not in {Thing.ANSWER, Thing.MARK}]
            return (ours, replace(ours, text=""), *beside, *answered, replace(ours, held=kept))
        case "hold":
            standing = Hold("h1", Held.REVIEW, "r1", HoldWhy.COMPLAINT, ENDS)
            return standing, replace(standing, lifted=True), replace(standing, until=BEGINS - timedelta(days=1))
        case "prompt":
            return tuple(_prompts(review))
        case "own_questions":
            mine = OwnQuestions(LARKFIELD, question_set(), Owner.HEADTEACHER)
            return (mine, replace(mine, begun=True))
        case "reply":
            return tuple(card_paths.replies(review))
        case "affirmation":
            found = [affirmation(state, drafter=drafter) for state in State for drafter in (reviewer, lead)]
            found += [affirmation(state, agreed_by=head.id, public=WORDS) for state in State]
            handed = replace(
                affirmation(State.WORDED), contact=dsl.id, delegate=dsl.id, colleagues=(dsl, head, own_staff)
            )
            asked = tuple(Naming(who, state) for who, state in zip((head, dsl, governor), Named, strict=True))
            found += [handed, replace(handed, state=State.WITHDRAWN), replace(handed, colleagues=(dsl,), named=asked)]
            found += [replace(handed, public=handed.practice, named=asked, places=("slack", "teams", "web", "list"))]
            removed = replace(found[0], version=0, state=State.WITHDRAWN)
            held = replace(found[0], held=Hold("h1", Held.REVIEW, "r1", HoldWhy.COMPLAINT, ENDS))
            return tuple(replace(one, review=review) for one in (*found, removed, held))
        case _:
            raise AssertionError(f"nothing to be about for dialogs about a {kind}: add it here")


def _told(words: OtherWords, review: Review | None) -> OtherWords:
    """An answer of the head's, or what the reviewer marked on it; of a review, or between visits."""
    of = PromptSet("s1", SetSort.PULSE, LARKFIELD, trust_lead, FRAMEWORK.pin, AT, review)
    answer = SchoolAnswer(head, AT, "The hall.")
    marks = (Mark(reviewer, Seen.PARTLY, "On one day.", AT),)
    prompt = Prompt(
        "s1-001",
        of,
        "A-2.1/headteacher",
        "What?",
        "A-2.1",
        Owner.HEADTEACHER,
        1,
        2,
        sensitive=False,
        state=PromptState.ANSWERED,
        person=head,
        answer=answer,
        marks=marks,
    )
    marked = words.thing is Thing.MARK
    named, writer = ("s1-001/reviewer", reviewer.id) if marked else ("s1-001", head.id)
    return replace(words, named=named, writers=(writer,), review=review, prompt=prompt)


def _prompt(review: Review) -> Prompt:
    """A question to the school's DSL, which they have answered."""
    of = PromptSet("set", SetSort.SELF_REVIEW, review.school, lead, FRAMEWORK.pin, NOTE.at, review, BEGINS)
    answer = SchoolAnswer(dsl, NOTE.at, WORDS)
    asked = (Owner.DSL, 1, 2, False, PromptState.ANSWERED, dsl)
    return Prompt("set-001", of, "A-2.1/dsl", "Who listens?", "A-2.1", *asked, answer=answer)


def _reviews(review: Review) -> Iterator[Review]:
    yield review
    yield replace(review, drawn_together=frozenset({"A-2"}))
    yield replace(review, drawn_together=frozenset(review.areas))
    yield replace(review, areas=tuple(area.id for area in FRAMEWORK.areas))
    if review.progress:
        yield replace(review, progress=replace(PROGRESS, urgent_open=0, risks=()), ended=frozenset({BEGINS}))
        yield replace(review, progress=replace(PROGRESS, urgent_open=0, risks=()))
        yield replace(review, progress=Progress(), begins=ENDS)
        yield replace(review, progress=Progress(), begins=BEGINS - timedelta(days=1))
        yield replace(review, progress=Progress(), begins=BEGINS - timedelta(days=40), ends=BEGINS - timedelta(days=39))


def _timetables(review: Review) -> Iterator[Timetable]:
    nothing = Timetable(review, BEGINS)
    yield nothing
    yield replace(
        nothing, review=replace(review, areas=tuple(area.id for area in FRAMEWORK.areas), team=review.team[:1])
    )
    planned = replace(nothing, agreement=Agreement.DRAFTED, every=SLOTS, revision=3)
    yield planned
    yield replace(planned, every=())
    yield replace(planned, every=tuple(replace(SLOTS[0], id=f"s{number}") for number in range(MOST_SLOTS)))
    yield replace(planned, agreement=Agreement.SENT, sent=3, seen=3)
    yield replace(planned, agreement=Agreement.SENT, sent=2, seen=2)
    yield replace(planned, agreement=Agreement.CHANGE_ASKED, sent=3, answered=3, read=SLOTS, wish=WORDS)
    yield replace(planned, agreement=Agreement.AGREED, sent=3, answered=3, read=SLOTS)
    yield replace(planned, agreement=Agreement.AGREED, sent=2, answered=2, read=SLOTS[1:], seen=3)


def _slots(review: Review) -> Iterator[SlotSeen]:
    timetable = Timetable(review, BEGINS, Agreement.DRAFTED, SLOTS, revision=3)
    yield SlotSeen(timetable, SLOTS[0], 1)
    yield SlotSeen(timetable, replace(SLOTS[0], version=2), 1)
    yield SlotSeen(timetable, replace(SLOTS[0], version=2, gone=True), 1)


def also(name: str) -> Iterator[Any]:
    """What else one dialog may be about, that would tell the others nothing new."""
    if name in TO_CARDS:
        yield from card_paths.answered(REVIEW)
    if name == "mark_answer":
        answered = _prompt(REVIEW)
        yield replace(answered, question="A-2.1/strengths/dsl", marks=(Mark(reviewer, Seen.PARTLY, WORDS, NOTE.at),))
        held = Hold("h1", Held.REVIEW, "r1", HoldWhy.COMPLAINT, ENDS)
        yield replace(answered, marks=(Mark(reviewer, Seen.DIFFERENTLY, WORDS, NOTE.at),), held=held)
        over = replace(REVIEW, ended=frozenset({REVIEW.ends}), begins=BEGINS - timedelta(days=9), ends=BEGINS)
        over = replace(over, ended=frozenset({BEGINS}), ends=BEGINS - timedelta(days=1))
        yield replace(answered, set=replace(answered.set, review=over))
        yield replace(answered, state=PromptState.ASKED, answer=None)
    if name == "compare":
        both = [
            replace(_prompt(REVIEW), id=f"set-00{n}", owner=owner)
            for n, owner in enumerate((Owner.HEADTEACHER, Owner.DSL))
        ]
        yield from of_roles(REVIEW, both)
        yield from of_roles(REVIEW, [replace(one, question="A-2.1/strengths/dsl") for one in both])
    if name == "plan_review":
        closing = replace(TRUST.schools[0], closed=BEGINS + timedelta(days=200))
        yield replace(TRUST, schools=(closing,))
        yield replace(TRUST, schools=(replace(closing, closed=BEGINS),))
        yield replace(TRUST, schools=(replace(TRUST.schools[0], confirmed=None),))
        yield replace(TRUST, schools=(replace(TRUST.schools[0], confirmed=None, asked=BEGINS),))
    if name in {"take_note", "type_up", "enter_area"}:
        unsaid = replace(REVIEW, school=replace(LARKFIELD, confirmed=None))
        yield replace(unsaid, progress=PROGRESS if DIALOGS[name].progress else None)
    if name in {"take_note", "type_up"}:
        yield replace(REVIEW, begins=BEGINS - timedelta(days=40), ends=BEGINS - timedelta(days=39))
    if name in {"ask_reviewer", "add_guest", "let_go"}:
        before = replace(guest_gone, id="guest-before", email="jo.ward@trust.example", guest_of="Fenway Academies")
        for colleagues in (EVERYBODY, (*EVERYBODY, before), ()):
            yield replace(REVIEW, colleagues=colleagues)
        yield replace(
            REVIEW, colleagues=EVERYBODY, begins=BEGINS - timedelta(days=40), ends=BEGINS - timedelta(days=39)
        )
        yield replace(REVIEW, team=tuple(member for member in REVIEW.team if member.seat is Seat.LEAD))
    if name == "reopen_school":
        yield replace(TRUST, schools=(replace(TRUST.schools[0], closed=BEGINS), TRUST.schools[1]))
    if name == "person_returns":
        leaves, gone = replace(lead, left=ENDS), replace(reviewer, left=BEGINS)
        yield replace(TRUST, people=(leaves, gone, *EVERYBODY[2:]))
    if name == "change_hours":
        known = replace(reviewer, working_days=(1, 3), works_from="08:30", works_to="16:00", expertise=("A-2", "X-9"))
        yield replace(TRUST, people=(replace(known, trained=BEGINS),))
    if name in {"invite_person", "withdraw_invitation"}:
        every = frozenset(person.id for person in EVERYBODY)
        yield replace(TRUST, people=(lead, guest, trust_lead), invited=every, arrived=every)
        yield replace(TRUST, people=(trust_lead,), arrived=every)
    if name == "erase_person":
        yield replace(TRUST, people=(trust_lead,))
        told = Erasing("lead", goes={"addresses": 2, "forms": 1}, kept={"notes": 12}, open_at=("Larkfield",))
        for hindrance in ("", "hold", "leads", "last_lead"):
            yield replace(TRUST, people=(lead, trust_lead, dpo), erasing=replace(told, hindrance=hindrance))
    if name in {"change_school", "close_school"}:
        yield replace(TRUST, schools=())
    if name == "remove_days":
        yield replace(TRUST, terms={"trust": (Span(BEGINS, ENDS, Sort.HOLIDAY),), "school:larkfield": ()})
    if name == "add_days":
        yield replace(TRUST, terms={"trust": (Span(BEGINS - timedelta(days=3 * 365), ENDS, Sort.INSET),)})
    if name == "set_channel":
        yield replace(TRUST, workspaces=(("slack", "T1"),))
        yield replace(TRUST, workspaces=(("slack", "T1"), ("slack", "T2")), rooms=(Room("slack", "T1", "C0123456789"),))
        yield replace(TRUST, workspaces=(("teams", "8a2c"),), rooms=(Room("slack", "T1", "C0123456789"),))
    if name in {"set_quiet_hours", "set_suggestions"}:
        yield replace(TRUST, settings=TrustSettings(QuietHours(on=False), suggestions=True))
    if name == "name_lead":
        for left in (None, BEGINS, ENDS):
            team = tuple(replace(m, person=replace(lead, left=left)) if m.person == lead else m for m in REVIEW.team)
            yield replace(REVIEW, team=team, colleagues=EVERYBODY)


def _prompts(review: Review) -> Iterator[Prompt]:
    of = PromptSet("ps1", SetSort.SELF_REVIEW, LARKFIELD, lead, FRAMEWORK.pin, AT, review, BEGINS + timedelta(days=9))
    pulse = replace(of, id="ps2", sort=SetSort.PULSE, review=None, before=None, by=head)
    own = replace(pulse, id="ps3", sort=SetSort.PRIVATE, by=head)
    words = FRAMEWORK.sub_area("A-2.1").owners[Owner.DSL]
    asked = Prompt("p1", of, "A-2.1/dsl", words, "A-2.1", Owner.DSL, 1, 2, False, PromptState.ASKED, dsl)
    others = (head, own_staff, governor)
    said = SchoolAnswer(dsl, AT, WORDS, "the office", How.WRITTEN_DOWN)
    answered = replace(asked, state=PromptState.ANSWERED, answer=said)
    by_another = replace(said, by=own_staff, how=How.SAID, hard=True, readers=Readers.TEAM)
    yield replace(asked, others=others, earlier=answered)
    heavy = replace(asked, node="A-7.3", sensitive=True, minutes=4, person=head)
    yield replace(heavy, state=PromptState.PLANNED, open_too=(replace(heavy, id="p2"), replace(heavy, id="p3")))
    yield replace(heavy, open_too=(replace(heavy, id="p2"),), others=others)
    yield replace(asked, delegate=own_staff, earlier=answered, open_too=(replace(asked, id="p2", delegate=own_staff),))
    yield replace(asked, later=tuple((one, BEGINS + timedelta(days=2)) for one in Later))
    yield replace(asked, set=pulse, question="A-2.1/strengths/dsl", earlier=answered, others=others)
    yield replace(asked, set=replace(pulse, by=dsl, sort=SetSort.THEME), others=others)
    yield answered
    yield replace(answered, set=pulse)
    yield replace(answered, marks=(Mark(reviewer, Seen.TOO, "", AT),))
    yield replace(answered, answer=by_another, delegate=own_staff)
    yield replace(asked, state=PromptState.TO_APPROVE, answer=by_another, delegate=own_staff)
    yield replace(asked, state=PromptState.TO_APPROVE, answer=said, delegate=replace(own_staff, left=BEGINS))
    mine = replace(asked, set=own, owner=Owner.HEADTEACHER, question="K-1.h1", person=head)
    kept = SchoolAnswer(head, AT, WORDS, "the office", readers=Readers.OWN)
    yield mine
    yield replace(mine, state=PromptState.ANSWERED, answer=kept, reviews=(review,))
    yield replace(mine, state=PromptState.ANSWERED, answer=replace(kept, evidence="", readers=Readers.TEAM))


def _notes(review: Review) -> Iterator[Note]:
    note = replace(NOTE, review=review)
    yield note
    yield replace(note, node="", shows=None, kind=None)
    yield replace(note, kind=None, elsewhere=(("r2", "Stanmoor Special School"),))
    yield replace(note, urgent=True, node="A-2.2.a" if FRAMEWORK.has("A-2.2.a") else "A-2.2")
    yield replace(note, urgent=True, told=Told.DSL)
    yield replace(note, affirmation="a1", affirmations=(("a1", State.POSTED), ("a0", State.WITHDRAWN)), source="slack")
    yield replace(note, alike=(("a1", "Answered the same day"),))
    yield replace(note, compared=True)
    yield replace(note, also="A-7.1")
    yield replace(note, said_by=lead)
    yield replace(note, said_by=lead, objected=NOTE.at)
    yield replace(note, held=Hold("h1", Held.PERSON, "reviewer", HoldWhy.LEGAL_CLAIM, ENDS))
    yield replace(note, kind=Kind.RECORD, sample=(8, 10), where="the library")


def candidates(question: Question) -> tuple[Answer, ...]:
    """Answers worth giving to a question: every option there is, and nothing where it may stay open."""
    match question:
        case Lines():
            given: tuple[Answer, ...] = (f"10:40 A-2.1 {WORDS}\n\n{WORDS}",)
        case Line(kind=kind):
            given = (ENTRIES[kind],)
        case Text():
            given = (WORDS,)
        case Choice(options=options):
            given = options
        case Choices(options=options):
            given = (*((option,) for option in options), options)
        case Day(earliest=earliest, latest=latest):
            given = (earliest.isoformat(), latest.isoformat())
        case Who(people=people, several=True):
            given = (*((one.id,) for one in people), tuple(one.id for one in people))
        case Who(people=people):
            given = tuple(one.id for one in people)
        case Time(earliest=earliest, latest=latest):
            given = (clock(earliest), clock(latest))
        case Number(least=least, most=most):
            given = (str(least), str(most))
        case _:
            raise AssertionError(f"no answers for a {type(question).__name__}: add them here")
    return (*given, () if isinstance(question, Choices) else "") if question.optional else given


def pairs(ask: Ask) -> tuple[Answers, ...]:
    """Answers to a card in which every pair of choices that go together is met at least once."""
    met = _pairs(tuple((question.key, candidates(question)) for question in ask.questions))
    return tuple(row for row in met if not ask.problems(row))


@cache
def _pairs(given: tuple[tuple[str, tuple[Answer, ...]], ...]) -> tuple[Answers, ...]:
    return tuple(_paired(given))


def _paired(given: tuple[tuple[str, tuple[Answer, ...]], ...]) -> Iterator[Answers]:
    if len(given) == 1:
        for value in given[0][1]:
            yield {given[0][0]: value}
        return
    # A dict, not a set: the same rows in the same order every time.
    left = {
        ((one, a), (other, b)): None
        for (one, some), (other, others) in itertools.combinations(given, 2)
        for a in some
        for b in others
    }
    while left:
        row: Answers = {}
        for pair in list(itertools.islice(left, 200)):
            if all(row.get(key, value) == value for key, value in pair):
                row |= dict(pair)
        row |= {key: values[0] for key, values in given if key not in row}
        for first, second in itertools.combinations(row.items(), 2):
            left.pop((first, second), None)
            left.pop((second, first), None)
        yield row


def singly(ask: Ask) -> tuple[Answers, ...]:
    """Answers to a card in which every choice is met at least once, whatever it goes together with."""
    given = {question.key: candidates(question) for question in ask.questions}
    met = (
        {key: values[n % len(values)] for key, values in given.items()} for n in range(max(map(len, given.values())))
    )
    return tuple(row for row in met if not ask.problems(row))


def paths(name: str, about: Any, me: Person, met: set[str], answers: Answers | None = None) -> Iterator[Step]:
    """Every step of a dialog for one person, about one thing; pairs are met only at a card like none before it."""
    so_far = answers or {}
    now = play(DIALOGS[name].play, about, me, BEGINS, so_far)
    step = Step(name, about, me, so_far, now)
    yield step
    if isinstance(now, Asking):
        rows = singly if (card := _like(step)) in met else pairs
        met.add(card)
        for row in rows(now.ask):
            yield from paths(name, about, me, met, {**so_far, **row})


class _Always(set[str]):
    """Holds every card: what is asked is then answered singly wherever it is asked."""

    def __contains__(self, _card: object) -> bool:
        return True


@cache
def steps(name: str) -> tuple[Step, ...]:
    """Every step of a dialog, for everybody about everything."""
    registered = DIALOGS[name]
    met: set[str] = set()
    # Where choices forbid one another, each alone would not be met once.
    others = met if name == "set_channel" else _Always()
    return tuple(
        step
        for abouts_, before in ((abouts(registered.about, progress=registered.progress), met), (also(name), others))
        for about in abouts_
        for me in EVERYBODY
        for step in paths(name, about, me, before)
    )


@cache
def distinct(name: str) -> tuple[Step, ...]:
    """The steps of a dialog whose cards are told apart: by their blocks, their options, and what they are about."""
    return tuple({_like(step): step for step in reversed(steps(name))}.values())


def _like(step: Step) -> str:
    now = step.now
    told = tuple((tell.block, tuple(offer.label for offer in tell.offers)) for tell in now.told)
    if isinstance(now, Ended):
        return repr((told, now.show))
    asked = tuple((q.key, getattr(q, "options", ()), str(q.initial)) for q in now.ask.questions)
    return repr((told, now.ask.intro, asked, bool(now.past), getattr(step.about, "state", "")))
