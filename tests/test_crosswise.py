"""Two reviews, several people, and every card pressed crosswise in any order, with any values: nothing goes astray."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import select

from bot.dialogs import DIALOGS
from bot.domain import permission, prompt_permission
from bot.domain.acts import TRUST, About
from bot.domain.affirmation import State
from bot.domain.changes import Change
from bot.domain.changes_people import PeopleChange
from bot.domain.library_changes import LibraryChange
from bot.domain.other_words import Thing, name_of
from bot.domain.people import Job, Person
from bot.domain.permission import Act
from bot.domain.prompt_changes import PromptChange
from bot.inputs import ChoiceInput, DayInput, Input, NumberInput, TextInput, TimeInput
from bot.message import Answer, Back, Begin, Button, Card, Route, Routed, Submit, Turned, Visit
from bot.privacy import Audience, Clean, Vocabulary, Waiver, judge
from store import affirmations, notes, prompts, reviews
from store.keeping_tables import HoldRow
from store.library_tables import PracticeReplyRow
from store.prompt_tables import PromptAnswerRow, PromptRow, PromptSetRow
from store.tables import (
    ActRow,
    AffirmationRow,
    AffirmationVersionRow,
    ConversationRow,
    HistoryRow,
    NoteRow,
    NoteVersionRow,
)
from store.timetable_rows import SlotRow, SlotVersionRow, WishRow
from tests.asking import planned, sent
from tests.play import DSL, GUEST, HEAD, LEAD, NINE, OTHER_HEAD, REVIEWER, TRUST_LEAD, TRUSTEE, Play, box, the
from tests.scenes import accept, ask_how, plan, posted, staged, take_note, tries
from tests.told import told

PEOPLE = (LEAD, REVIEWER, GUEST, HEAD, DSL, OTHER_HEAD, TRUST_LEAD, TRUSTEE, "nobody-we-know")
REFUSED = "Mrs Potter keeps the xylophone log"
CHILD = "A pupil told me that dad hits him every night, xylophone"
DOUBTED = "Marlowe described the xylophone log"
TYPED = ("The log is read daily.", "Every visitor is met at the gate.", REFUSED, CHILD, DOUBTED, "", "  ", "note", "1")
STRAY: tuple[Answer, ...] = ("", "yes", "nonsense", ("yes", "yes"), ("A-2",), "2026-11-24", "A-2.1:strengths", "\0")
VIEWS = (
    "home",
    "walk",
    "timetable",
    "slot",
    "notes",
    "said",
    "room",
    "channel",
    "conversation",
    "worry",
    "asked",
    "answers",
    "own",
    "nonsense",
)


def build(play: Play) -> tuple[About, About]:
    """Two reviews: Larkfield's, and Stanmoor's with some of the same people on its team."""
    first = plan(play, team=(REVIEWER,))
    accept(play, first, LEAD, REVIEWER)
    second = plan(play, school="stanmoor", lead=LEAD, team=(GUEST, HEAD), areas=("A-1", "A-2"))
    accept(play, second, LEAD, GUEST)
    take_note(play, REVIEWER, first, "The log is kept.", node="A-2.1", shows="excellent", kind="record")
    take_note(play, GUEST, second, "The log is there.", node="A-2.1", shows="excellent", kind="record", urgent="yes")
    card = posted(play, first)
    ask_how(play, card)
    tries(play, card)
    sent(play, *planned(play, first, ("A-2.1", "A-2.2"), set_id="asked"))
    told(play, first)
    return first, second


_FOLDER = Path(tempfile.mkdtemp(prefix="peerwalk-crosswise-"))


def teardown_module() -> None:
    shutil.rmtree(_FOLDER, ignore_errors=True)


@cache
def first_homes() -> tuple[Card, ...]:
    """What everybody's Home shows at the beginning, which is the same each time."""
    with staged(build, _FOLDER / "first.db") as (play, _reviews):
        before = play.dump()
        cards = tuple(card for person in PEOPLE for card in play.home(person))
        assert play.dump() == before
        return cards


@cache
def is_clean(text: str, audience: Audience, *waived: Waiver) -> bool:
    vocabulary = Vocabulary(frozenset({"larkfield primary", "bridgewater high", "stanmoor special school"}))
    return judge(text, vocabulary, audience, frozenset(waived)) == Clean()


# What is changed outside any review: who may, by the act it takes; whom to tell is kept by a school's own too.
TO_THE_TRUST = {
    **{change.__name__: Act.SET_UP for change in PeopleChange.__args__},
    "PersonInvited": Act.LET_IN,
    "InvitationWithdrawn": Act.LET_IN,
    "PersonErased": Act.ERASE_PERSON,
    "ContactsAsked": Act.PLAN_REVIEW,
    "SettingChanged": Act.CHANGE_SETTINGS,
    "TermsChanged": Act.CHANGE_SETTINGS,
    "ChannelChosen": Act.CHANGE_SETTINGS,
    "HoldSet": Act.HOLD,
    "HoldLifted": Act.HOLD,
    "RetentionSet": Act.SET_RETENTION,
}
THEIR_OWN = {"AskingSet", "PauseEnded"}
WHOM_TO_TELL = {"DutyPlaced", "ContactsKept", "ContactsConfirmed", "AuthorityKept"}


class Crosswise(RuleBasedStateMachine):
    """Cards collect as they are shown; anybody presses any button of any of them, with whatever values."""

    @initialize()
    def set_up(self) -> None:
        self.stage = staged(build, _FOLDER / "now.db")
        self.play, self.reviews = self.stage.__enter__()
        self.cards = list(first_homes())
        self.where = self.homes()

    def teardown(self) -> None:
        if hasattr(self, "stage"):
            self.nothing_unguarded_is_stored()
            self.stage.__exit__(None, None, None)

    # ── What people do ──────────────────────────────────────────────────────────────────────

    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def press(self, data: st.DataObject, person: str) -> None:
        """Press any button that anybody was ever shown."""
        with_buttons = [card for card in self.cards if card.buttons]
        # Newer cards more often: they lead on.
        number = data.draw(st.integers(0, 3 * len(with_buttons)).map(lambda n: min(n, len(with_buttons) - 1)))
        card = with_buttons[number]
        pressed = data.draw(st.sampled_from(card.buttons))
        values = {item.key: data.draw(answers(item)) for item in card.inputs if data.draw(st.booleans())}
        with self.watched(person):
            self.keep(self.act(person, card, pressed, {**box(card), **values}))

    @rule(data=st.data(), person=st.sampled_from((LEAD, LEAD, REVIEWER, GUEST, HEAD, TRUST_LEAD)))
    def send_in_order(self, data: st.DataObject, person: str) -> None:
        """Begin a dialog properly and answer it to its end, so that things get done."""
        dialog = data.draw(st.sampled_from(sorted(DIALOGS)))
        about = data.draw(st.sampled_from([one for one in self.abouts(DIALOGS[dialog].about) if one.id != "gone"]))
        with self.watched(person):
            turned = self.play.start(person, dialog, about)
            for _ in range(3):
                self.keep(turned)
                if turned.reply is None or not turned.reply.conversation:
                    break
                values = {item.key: data.draw(fitting(item)) for item in turned.reply.inputs}
                turned = self.play.answer(person, turned.reply, **values)

    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def begin(self, data: st.DataObject, person: str) -> None:
        """Begin any dialog about anything, with any answers given."""
        dialog = data.draw(st.sampled_from([*sorted(DIALOGS), "no_such_dialog"]))
        kind = data.draw(
            st.sampled_from(("trust", "review", "note", "affirmation", "timetable", "slot", "conversation"))
        )
        given = data.draw(
            st.dictionaries(st.sampled_from(("text", "node", "area", "step", "move", "review", "answer")), stray)
        )
        with self.watched(person):
            about = data.draw(st.sampled_from(self.abouts(kind)))
            self.keep(self.play.start(person, dialog, about, given, given))

    @rule(person=st.sampled_from(PEOPLE), text=st.sampled_from(TYPED), said=st.booleans())
    def say(self, person: str, text: str, said: bool) -> None:
        with self.watched(person):
            self.keep(self.play.say(person, text) if said else self.play.note(person, text))

    @rule(person=st.sampled_from(PEOPLE), view=st.sampled_from(VIEWS), number=st.integers(0, 3))
    def look(self, person: str, view: str, number: int) -> None:
        about = [*self.reviews, TRUST, the("school", "larkfield")][number]
        before = self.play.dump()
        self.cards += self.play.see(person, view, about)
        assert self.play.dump() == before

    @rule(days=st.integers(0, 4))
    def wait(self, days: int) -> None:
        self.play.later(days=days, minutes=1)

    # ── What must hold ──────────────────────────────────────────────────────────────────────

    def act(self, person: str, card: Card, pressed: Button, values: dict[str, Answer]) -> Turned:
        match pressed.action:
            case Submit() | Back() | Begin() | Visit():
                return self.play.act(person, card, pressed, values)
            case Route(route, name, concern, school, tried):
                here = card.conversation, card.asking, values
                event = Routed(self.play.key(), self.play.who(person), route, name, concern, school, tried, *here)
                return self.play.take(person, event)

    def keep(self, turned: Turned) -> None:
        if turned.reply is not None:
            self.cards.append(turned.reply)

    @contextmanager
    def watched(self, person: str) -> Iterator[None]:
        """Whatever a person does: only what they may do is done, and no note leaves its review but by its own move."""
        before = self.newest()
        yield
        made = self.play.rows(
            select(HistoryRow.kind, HistoryRow.person, HistoryRow.fields)
            .where(HistoryRow.id > before)
            .order_by(HistoryRow.id)
        )
        assert all(row.person in {person, ""} for row in made)
        for row in made:
            self.allowed(person, row.kind, row.fields)
        moved = {row.fields["note"]: row.fields["to_review"] for row in made if row.kind == "NoteMoved"}
        new = {row.fields["note"]: row.fields["review"] for row in made if row.kind == "NoteTaken"}
        now = self.homes()
        assert now == {**self.where, **new, **moved}
        self.where = now
        self.nothing_unguarded_is_stored()

    def allowed(self, person: str, kind: str, kept: dict[str, object]) -> None:
        needed = {
            "MemberAsked": Act.CHANGE_TEAM,
            "ReviewPlanned": Act.PLAN_REVIEW,
            "NoteTaken": Act.TAKE_NOTE,
            "NoteEdited": Act.TAKE_NOTE,
            "NoteMoved": Act.TAKE_NOTE,
            "SchoolTold": Act.SAY_SCHOOL_TOLD,
            "AreaEntered": Act.WALK,
            "StepPassed": Act.WALK,
            "WalkPaused": Act.WALK,
            "WalkResumed": Act.WALK,
            "AreaDrawnTogether": Act.DRAW_TOGETHER,
            "DayPlanned": Act.PLAN_DAY,
            "SlotAdded": Act.PLAN_DAY,
            "SlotChanged": Act.WALK,
            "SlotRemoved": Act.PLAN_DAY,
            "TimetableSent": Act.PLAN_DAY,
            "TimetableAgreed": Act.ANSWER_TIMETABLE,
            "TimetableChangeAsked": Act.ANSWER_TIMETABLE,
            "AffirmationDrafted": Act.DRAFT_AFFIRMATION,
            "AnswerMarked": Act.MARK_ANSWER,
        }
        me = next((one for one in self.play.looks.everyone() if one.id == person), None)
        assert me is not None
        if kind in THEIR_OWN:
            assert kept["person"] == me.id
            return
        if kind in TO_THE_TRUST:
            assert permission.may_in_trust(me, TO_THE_TRUST[kind], self.play.today)
            return
        if kind in WHOM_TO_TELL:
            assert {held.job for held in me.posts} & {Job.HEADTEACHER, Job.DSL, Job.TRUST_LEAD}
            return
        if kind in {change.__name__ for change in PromptChange.__args__}:
            self.whose_prompt(me, kind, kept)
            return
        if kind in {change.__name__ for change in LibraryChange.__args__}:
            self.whose_card(me, kind, kept)
            return
        assert kind in {change.__name__ for change in Change.__args__}
        with self.play.store.reading() as session:
            review = reviews.load(session, str(kept["review"]))
            if kind in needed:
                assert permission.may(me, needed[kind], review, self.play.today)
            if kind == "NoteEdited":
                assert notes.load(session, str(kept["note"])).writer == me
            if kind == "NoteMoved":
                assert permission.may(me, Act.TAKE_NOTE, reviews.load(session, str(kept["to_review"])), self.play.today)
            if kind == "AffirmationMoved" and kept["step"] == "approve":
                affirmation = affirmations.load(session, str(kept["affirmation"]))
                assert me.id not in {affirmation.drafter.id, affirmation.agreed_by}

    def whose_card(self, me: Person, kind: str, kept: dict[str, object]) -> None:
        """What is said to a card is said by somebody of another school; what answers it, by its own."""
        assert kept["person"] == me.id
        with self.play.store.reading() as session:
            own = affirmations.load(session, str(kept["affirmation"])).review.school.id in me.own_schools
        if kind in {"QuestionAsked", "QuestionFollowed", "TryingSaid", "WorkedSaid", "TryingEnded"}:
            assert not own
        if kind == "QuestionAnswered":
            assert own

    def whose_prompt(self, me: Person, kind: str, kept: dict[str, object]) -> None:
        """Only whoever a question is with, or was handed to, does anything about it; and their own questions are theirs."""
        if kind == "PromptsToHuman":
            assert me.is_a(Job.TRUST_LEAD), "who said that somebody has left"
            return
        assert kept.get("person", me.id) == me.id
        with self.play.store.reading() as session:
            if kind in {"PromptsPlanned", "PromptsClosed"}:
                of = prompts.load_set(session, str(kept["set"]))
                own = of.is_private and of.by == me
                assert own or prompt_permission.may_coordinate(me, of, self.play.today)
                return
            found = prompts.load(session, str(kept["prompt"]))
            if kind == "AnswerMarked":
                assert found.set.review is not None
                assert permission.may(me, Act.MARK_ANSWER, found.set.review, self.play.today)
                return
            if prompt_permission.may_coordinate(me, found.set, self.play.today):
                return
            passed = kind == "PromptPassedOn" and str(kept["to"]) == (found.person.id if found.person else "")
            assert (
                me in {found.person, found.delegate, found.answer.by if found.answer else None}
                or passed
                or kind == "PromptDelegated"
            )

    def nothing_unguarded_is_stored(self) -> None:
        for (text,) in self.play.rows(select(NoteVersionRow.text)):
            assert text.strip()
            assert is_clean(text, Audience.TEAM, *Waiver)
        for (text,) in self.play.rows(select(AffirmationVersionRow.text)):
            assert is_clean(text, Audience.PUBLIC, Waiver.ABOUT_SYSTEMS)
        for table in (SlotVersionRow.place, WishRow.text, PromptAnswerRow.text, PromptAnswerRow.evidence):
            for (text,) in self.play.rows(select(table)):
                assert not text or is_clean(text, Audience.TEAM, *Waiver)
        for (held,) in self.play.rows(select(ConversationRow.answers)):
            assert REFUSED not in str(held)
        assert "Potter" not in self.play.dump()
        for state, public, agreed, approved in self.play.rows(
            select(
                AffirmationRow.state,
                AffirmationRow.public_version,
                AffirmationRow.agreed_by,
                AffirmationRow.approved_by,
            )
        ):
            if state == State.POSTED:
                assert public
                assert agreed
                assert approved

    # ── What there is ───────────────────────────────────────────────────────────────────────

    def newest(self) -> int:
        return max((row[0] for row in self.play.rows(select(HistoryRow.id))), default=0)

    def homes(self) -> dict[str, str]:
        """Which review each note is in."""
        return {note: review for note, review in self.play.rows(select(NoteRow.id, NoteRow.review))}  # noqa: C416

    def abouts(self, kind: str) -> list[About]:
        ids = {
            "note": NoteRow.id,
            "affirmation": AffirmationRow.id,
            "conversation": ConversationRow.id,
            "prompt": PromptRow.id,
            "reply": PracticeReplyRow.id,
        }
        match kind:
            case "trust":
                return [TRUST]
            case "review":
                return [*self.reviews, the("review", "gone")]
            case "timetable":
                return [
                    the(kind, f"{review.id}/{NINE.date()}{seen}")
                    for review in self.reviews
                    for seen in ("", "/1", "/2")
                ]
            case "slot":
                slots = self.play.rows(select(SlotRow.review, SlotRow.id))
                return [the(kind, f"{review}/{slot}/{seen}") for review, slot in slots for seen in (1, 2)] or [
                    the(kind, "gone/gone/1")
                ]
            case "school":
                return [the(kind, school) for school in ("larkfield", "stanmoor", "bridgewater")]
            case "asking":
                return [the(kind, who) for who in (LEAD, DSL)]
            case "authority":
                return [the(kind, "886")]
            case "act":
                return [the(kind, row[0]) for row in self.play.rows(select(ActRow.id).limit(9))] or [the(kind, "none")]
            case "room":
                return [*(the(kind, f"slack/T1/C{review.id}") for review in self.reviews), the(kind, "none")]
            case "message":
                return [the(kind, f"{review.id}/slack/T1/C1/1.1/U1") for review in self.reviews]
            case "words":
                return [the(kind, name_of(review.id, Thing.COMPARISON, "A-2.1:strengths")) for review in self.reviews]
            case "hold":
                return [the(kind, row[0]) for row in self.play.rows(select(HoldRow.id))] or [the(kind, "none")]
            case "asked":
                return [
                    the(kind, f"{review.id}/{who}/A-2.1:strengths")
                    for review in self.reviews
                    for who in ("dsl", "staff")
                ]
            case "prompt":
                return [the(kind, row[0]) for row in self.play.rows(select(PromptRow.id))] or [the(kind, "gone")]
            case "planning":
                schools = [the(kind, f"{sort}/larkfield") for sort in ("pulse", "theme")]
                return [*(the(kind, f"self_review/{review.id}") for review in self.reviews), *schools]
            case "living":
                return [the(kind, whose) for whose in ("trust", "larkfield")]
            case "whole_set" | "to_settle":
                part = "/dsl" if kind == "to_settle" else ""
                return [the(kind, f"{row[0]}{part}") for row in self.play.rows(select(PromptSetRow.id))]
            case "own_questions":
                return [the(kind, school) for school in ("larkfield", "stanmoor")]
            case "comparison":
                return [the(kind, f"{review.id}/A-2.1:strengths") for review in self.reviews]
            case "reflection":
                return [the(kind, f"{review.id}/{area}") for review in self.reviews for area in ("A-1", "A-2")]
            case _:
                return [the(kind, row[0]) for row in self.play.rows(select(ids[kind]))] or [the(kind, "gone")]


stray = st.sampled_from(STRAY)


def fitting(item: Input) -> st.SearchStrategy[Answer]:
    """An answer that fits a question, as far as its form says."""
    match item:
        case TextInput():
            return st.sampled_from(TYPED)
        case ChoiceInput(options=options, several=True):
            return st.lists(st.sampled_from([option.value for option in options]), unique=True, max_size=3).map(tuple)
        case ChoiceInput(options=options):
            return st.sampled_from([option.value for option in options])
        case TimeInput():
            return st.sampled_from(("08:30", "10:40", "17:55"))
        case DayInput(earliest=earliest):
            return st.just(earliest)
        case NumberInput(least=least):
            return st.just(str(least))


def answers(item: Input) -> st.SearchStrategy[Answer]:
    return st.one_of(fitting(item), stray, st.sampled_from(TYPED))


TestCrosswise = Crosswise.TestCase
TestCrosswise.settings = settings(
    max_examples=int(os.environ.get("PEERWALK_CROSSWISE", "10")),
    stateful_step_count=25,
    deadline=None,
    database=None,
    # The same ways each time, unless more are asked for.
    derandomize="PEERWALK_CROSSWISE" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
