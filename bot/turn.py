"""One turn: a person does something, and the bot has its say. One turn is one transaction.

This is the one way through the bot: first sight, load, judge, play, apply, announce, queue, commit. Either all of
it happened or none of it did, and only then is the platform told that we have it. A turn is a plain synchronous
function, safe to call from several threads.
"""

import dataclasses
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import ending, judging, look, replies
from bot.cards import Form, form, joined, telling
from bot.conversation import Asking, Ended, Show, Tell, Text, play
from bot.dialogs import DIALOGS, Registered
from bot.domain.acts import About
from bot.domain.changes import NEW, NoteTaken
from bot.domain.people import Person
from bot.message import (
    Address,
    Answer,
    Answered,
    AnyEvent,
    Card,
    Noted,
    Routed,
    Said,
    Source,
    Started,
    Turned,
    Waived,
)
from bot.privacy import Clean, Interrupt
from bot.wording import Wording
from store import conversations, history, people
from store.engine import Store
from store.tables import ConversationRow


def utc_now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return secrets.token_hex(8)


@dataclass(frozen=True)
class Turns:
    """Takes turns. `enqueue` hands queued acts to delivery in the turn's own transaction; `secret` seals waivers."""

    store: Store
    wording: Wording
    secret: bytes
    enqueue: ending.Enqueue = lambda _session, _rows: None
    clock: Callable[[], datetime] = utc_now
    ids: Callable[[], str] = new_id

    def take(self, event: AnyEvent) -> Turned:
        """Take one event in and say what to reply. Raises StoreTroubleError when nothing could be stored."""
        with self.store.writing() as session:
            now = self.clock()
            me = people.by_address(session, event.who)
            if me is None:
                return replies.to_stranger(session, self.wording, event, now, self.ids())
            if not conversations.first_sight(session, event.keys, now):
                return Turned(None)
            people.touch_address(session, event.who, now)
            return _Turn(self, session, now, me, event.who, replies.judge_for(session, self.secret, me)).hear(event)


@dataclass(frozen=True)
class _Turn:
    """One turn under way."""

    turns: Turns
    session: Session
    now: datetime
    me: Person
    who: Address
    judge: judging.Judge

    @property
    def wording(self) -> Wording:
        return self.turns.wording

    @property
    def looking(self) -> look.Looking:
        return look.Looking(self.session, self.wording, self.me, self.now)

    def hear(self, event: AnyEvent) -> Turned:
        match event:
            case Said():
                return self.said(event)
            case Noted():
                return self.noted(event)
            case Started():
                return self.started(event)
            case Answered():
                return self.answered(event)
            case Routed():
                return self.routed(event)

    # ── What each event comes to ────────────────────────────────────────────────────────────

    def said(self, event: Said) -> Turned:
        """Words in the bot's own place: they may choose among what was last asked there; otherwise they are a note."""
        asked = conversations.asked_last(self.session, self.me.id, self.who.platform)
        if asked and not replies.is_note(event.text):
            row = conversations.find(self.session, asked[0])
            if row and row.ended is None and row.asking == asked[1]:
                step = self.play(row)
                if isinstance(step, Asking) and (
                    values := replies.chosen_by_words(self.wording, row.dialog, step, event.text)
                ):
                    return self.take_answers(row, step, values)
        return self.noted(event)

    def noted(self, event: Noted) -> Turned:
        """Words given as a note, for the review of their room or the writer's own."""
        text = replies.without_note(event.text)
        found = replies.review_for(self.session, self.me, self.who, event.room, self.now)
        if not found.review:
            verdict = self.judge.verdict(text[: judging.LONGEST_JUDGED], replies.TEAM, ())
            if isinstance(verdict, Interrupt):
                return self.interrupt(verdict, None)
            return Turned(replies.saying(self.wording, found.problem), problem=True)
        if not text:
            return self.open("take_note", About("review", found.review), {}, {})
        return self.open("take_note", About("review", found.review), {"text": text}, {}, event.source)

    def started(self, event: Started) -> Turned:
        registered = DIALOGS.get(event.dialog)
        if registered is None or registered.about != event.about.kind:
            return Turned(replies.saying(self.wording, "not_here"), problem=True)
        return self.open(event.dialog, event.about, event.given, event.preset)

    def answered(self, event: Answered) -> Turned:
        row = conversations.find(self.session, event.conversation)
        if row is None or row.person != self.me.id:
            return Turned(replies.saying(self.wording, "not_here"), problem=True)
        if row.ended is not None:
            return Turned(replies.saying(self.wording, "done_already", when=row.ended), problem=True)
        step = self.play(row)
        if isinstance(step, Ended):
            return self.finish(row, step)
        if event.back:
            return self.back(row, step, event)
        if event.asking != row.asking:
            stale = replies.saying(self.wording, "old_card", when=row.touched)
            return Turned(joined(stale, self.form(row, step)), problem=True)
        return self.take_answers(row, step, event.values, masked=event.masked, waived=event.waived)

    def routed(self, event: Routed) -> Turned:
        """A route card's button: the time and the button are kept, the rest is the next thing to do."""
        conversations.route_tapped(self.session, event.route, event.button, self.now)
        box = None
        row = conversations.find(self.session, event.conversation) if event.conversation else None
        if row and row.person == self.me.id and row.ended is None:
            step = self.play(row)
            box = self.form(row, step, event.values) if isinstance(step, Asking) else None
        return Turned(replies.routed(self.session, self.wording, event, box), kept=True)

    # ── Conversations ───────────────────────────────────────────────────────────────────────

    def open(
        self,
        dialog: str,
        about: About,
        given: Mapping[str, Answer],
        preset: Mapping[str, Answer],
        source: Source | None = None,
    ) -> Turned:
        """Start a dialog or take it up. With answers given it is a conversation of its own, never one left open."""
        row = conversations.start(
            self.session, self.turns.ids(), self.me.id, dialog, about, self.now.date(), self.now, alone=bool(given)
        )
        try:
            step = self.play(row)
        except KeyError:
            conversations.drop(self.session, row)
            return Turned(replies.saying(self.wording, "not_here"), problem=True)
        if isinstance(step, Ended):
            return self.finish(row, step, source)
        if given:
            return self.take_answers(row, step, given, source=source)
        if preset:
            texts = {question.key for question in step.ask.questions if isinstance(question, Text)}
            fits = {q.key for q in step.ask.questions if q.key in preset and not q.problem(preset[q.key])}
            offered = {key: preset[key] for key in fits - texts}
            conversations.keep(row, {**conversations.answers(row), **offered}, self.now)
            row.reopened = sorted({*row.reopened, *(question.key for question in step.ask.questions)})
        return self.ask(row, step)

    def take_answers(
        self,
        row: ConversationRow,
        step: Asking,
        values: Mapping[str, Answer],
        *,
        masked: bool = False,
        waived: tuple[Waived, ...] = (),
        source: Source | None = None,
    ) -> Turned:
        """Judge a card's answers; keep all of them and go on, or give all of them back."""
        weighed = judging.weigh(self.judge, step.ask, values, masked=masked, waived=waived)
        if isinstance(weighed.verdict, Interrupt):
            self.count(row)
            box = self.form(row, step, weighed.values)
            return self.interrupt(weighed.verdict, box, row, judging.systems_submit(self.judge, weighed, waived))
        if not isinstance(weighed.verdict, Clean):
            self.count(row)
            shown = self.shown(row, step, weighed.values)
            return Turned(judging.guard_card(self.wording, self.judge, shown, weighed, waived), problem=True)
        if weighed.errors:
            self.count(row)
            return Turned(self.form(row, step, weighed.values, weighed.errors), problem=True)
        conversations.keep(row, {**conversations.answers(row), **weighed.values}, self.now)
        row.reopened = [key for key in row.reopened if key not in weighed.values]
        after = self.play(row)
        if isinstance(after, Ended):
            return self.finish(row, after, source)
        return self.ask(row, after)

    def back(self, row: ConversationRow, step: Asking, event: Answered) -> Turned:
        """One card back, its answers still in the form. What this card held is kept as far as it may be."""
        if not step.past:
            return Turned(self.form(row, step, event.values))
        row.reopened = sorted({*row.reopened, *(question.key for question in step.past[-1].questions)})
        earlier = self.play(row)
        return self.ask(row, earlier) if isinstance(earlier, Asking) else self.finish(row, earlier)

    def play(self, row: ConversationRow) -> Asking | Ended:
        about = replies.load_about(self.session, row, self.me, self.now)
        held = {key: value for key, value in conversations.answers(row).items() if key not in row.reopened}
        return play(DIALOGS[row.dialog].play, about, self.me, row.began, held)

    def count(self, row: ConversationRow) -> None:
        """The first card of a conversation has number one, however it came to be shown."""
        row.asking = row.asking or 1

    def ask(self, row: ConversationRow, step: Asking) -> Turned:
        row.asking += 1
        row.touched = self.now
        conversations.ask_here(self.session, self.me.id, self.who.platform, row.id, row.asking)
        return Turned(self.form(row, step))

    def shown(
        self,
        row: ConversationRow,
        step: Asking,
        values: Mapping[str, Answer] | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Form:
        return Form(
            dialog=row.dialog,
            file=DIALOGS[row.dialog].wording,
            ask=step.ask,
            told=step.told,
            conversation=row.id,
            asking=row.asking,
            can_go_back=bool(step.past),
            values=values if values is not None else conversations.answers(row),
            errors=errors,
        )

    def form(
        self,
        row: ConversationRow,
        step: Asking,
        values: Mapping[str, Answer] | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Card:
        return form(self.wording, self.shown(row, step, values, errors))

    def interrupt(
        self, verdict: Interrupt, box: Card | None, row: ConversationRow | None = None, systems: Any = None
    ) -> Turned:
        """Stop everything and take nothing away: keep that a route card was shown, and when; nothing else."""
        route = self.turns.ids()
        conversations.route_shown(self.session, route, verdict.concern, self.now)
        card = replies.route(self.session, self.wording, route, verdict.concern, row, box, systems)
        return Turned(card, kept=True, problem=True)

    # ── The end of a dialog ─────────────────────────────────────────────────────────────────

    def finish(self, row: ConversationRow, ended: Ended, source: Source | None = None) -> Turned:
        """Make the changes, queue what follows from them, and say so."""
        registered = DIALOGS[row.dialog]
        made = history.Made(self.me.id, self.now, self.who.platform, self.who.tenant, row.id, source)
        changes = [ending.named(change, row.id) for change in ended.changes]
        ending.make(self.session, changes, made, self.turns.enqueue, self.turns.ids)
        show = dataclasses.replace(ended.show, about=_own(ended.show.about, row.id)) if ended.show else None
        if changes:
            conversations.end(row, self.now)
        else:
            conversations.drop(self.session, row)
        taken = next((change.note for change in changes if isinstance(change, NoteTaken)), "")
        return Turned(self.reply(registered, row.dialog, ended.told, show), kept=bool(changes), note=taken)

    def reply(self, registered: Registered, dialog: str, told: tuple[Tell, ...], show: Show | None) -> Card:
        said = telling(self.wording, dialog, registered.wording, told)
        if show is None:
            return said
        shown = replies.show(self.looking, show)
        return joined(said, shown) if told else shown


def _own(about: About, own: str) -> About:
    return About(about.kind, own if about.id == NEW else about.id)
