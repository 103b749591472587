"""One turn: a person does something, and the bot has its say. One turn is one transaction.

This is the one way through the bot: first sight, load, judge, play, apply, announce, queue, commit. Either all of
it happened or none of it did, and only then is the platform told that we have it. A turn is a plain synchronous
function, safe to call from several threads.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot import ending, judging, mentioned, replies, subjects, suggesting
from bot.cards import joined
from bot.conversation import Asking, Ended
from bot.dialogs import DIALOGS
from bot.domain.acts import About
from bot.domain.logged import Message
from bot.invitation import Inviting, nobody_invites
from bot.judges import judge_for
from bot.message import (
    Address,
    Answer,
    Answered,
    AnyEvent,
    Begin,
    Button,
    LoggedAsEvidence,
    Noted,
    Reworded,
    RoomOffered,
    Routed,
    Said,
    Started,
    Turned,
)
from bot.subjects import GoneError
from bot.talk import Deeds, Talk, fitting, text_keys
from bot.wording import Wording
from store import conversations, notes, own_posts, people, reviews
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
    inviting: Inviting = nobody_invites
    suggest: suggesting.Suggest = suggesting.nothing

    def take(self, event: AnyEvent) -> Turned:
        """Take one event in and say what to reply. Raises StoreTroubleError when nothing could be stored."""
        after: list[Callable[[], None]] = []
        turned = self._take(event, after)
        for deed in after:
            deed()
        return turned

    def _take(self, event: AnyEvent, after: list[Callable[[], None]]) -> Turned:
        with self.store.writing() as session:
            now = self.clock()
            me = people.by_address(session, event.who, now, seen=True)
            if me is None:
                return replies.to_stranger(session, self.wording, event, now, self.ids())
            if not conversations.first_sight(session, event.keys, now):
                return Turned(None)
            judge = judge_for(session, self.secret, me)
            deeds = Deeds(self.enqueue, self.inviting, after)
            talk = Talk(session, now, me, event.who, judge, self.wording, deeds, self.ids, self.suggest)
            return _Turn(talk).hear(event)

    def seen(self, who: Address) -> None:
        """Remember that somebody looked where they were: no turn, and nothing of it is answered."""
        with self.store.writing() as session:
            people.by_address(session, who, self.clock(), seen=True)


@dataclass(frozen=True)
class _Turn:
    """One turn under way: which conversation an event is for."""

    talk: Talk

    def hear(self, event: AnyEvent) -> Turned:
        match event:
            case Said():
                return self.said(event)
            case Noted():
                return self.noted(event)
            case LoggedAsEvidence():
                return self.logged(event)
            case Reworded():
                return self.reworded(event)
            case RoomOffered():
                return self.room_offered(event)
            case Started():
                return self.started(event)
            case Answered():
                return self.answered(event)
            case Routed():
                return self.routed(event)

    def step(self, row: ConversationRow) -> Asking | Ended | None:
        """Where a conversation stands, or None where what it is about is there no more."""
        try:
            return self.talk.play(row)
        except GoneError:
            return None

    # ── What each event comes to ────────────────────────────────────────────────────────────

    def said(self, event: Said) -> Turned:
        """Words in the bot's own place: they may choose among what was last asked there; otherwise they are a note."""
        asked = conversations.asked_last(self.talk.session, self.talk.me.id, self.talk.who.platform)
        if asked and not replies.is_note(event.text):
            row = conversations.find(self.talk.session, asked[0])
            if row and row.ended is None and row.asking == asked[1]:
                step = self.step(row)
                if isinstance(step, Asking) and (
                    values := replies.chosen_by_words(self.talk.wording, row.dialog, step, event.text)
                ):
                    return self.talk.take_answers(row, step, values)
        return self.noted(event)

    def noted(self, event: Noted) -> Turned:
        """Words given as a note, for the review of their room or the writer's own; in the trust channel, said to a card."""
        if event.room and reviews.of_room(self.talk.session, event.who.platform, event.who.tenant, event.room) == "":
            return mentioned.in_channel(self.talk, event, self.unheard)
        text = replies.without_note(event.text)
        found = replies.review_for(self.talk.session, self.talk.me, self.talk.who, event.room, self.talk.now)
        if not found.review:
            return self.unheard(event, Turned(replies.nowhere(self.talk.looking, found.problem), problem=True))
        if not text:
            return self.talk.open("take_note", About("review", found.review), {}, {})
        given: dict[str, Answer] = {"text": text}
        if area := self.area_of(event, found.review):
            given["node"] = area
        opened = self.talk.open("take_note", About("review", found.review), given, {}, event.source)
        return self.unheard(event, opened, about=About("review", found.review)) if not opened.judged else opened

    def area_of(self, event: Noted, review: str) -> str:
        """The area in whose thread words were said; empty where it is no area's thread, or not of this review."""
        if not event.thread:
            return ""
        where = (event.room, event.thread)
        about = own_posts.about_message(self.talk.session, event.who.platform, review, *where)
        in_review, _, area = about.id.partition("/") if about and about.kind == "area" else ("", "", "")
        return area if in_review == review else ""

    def logged(self, event: LoggedAsEvidence) -> Turned:
        """A message to be made a note. Only the words of somebody who can be told are put into the form."""
        talk, who = self.talk, event.who
        room = (
            event.source.channel
            if reviews.of_room(talk.session, who.platform, who.tenant, event.source.channel)
            else ""
        )
        found = replies.review_for(talk.session, talk.me, who, room, talk.now)
        if not found.review:
            return self.unheard(event, Turned(replies.saying(talk.wording, found.problem), problem=True))
        review = About("review", found.review)
        writer = Address(who.platform, who.tenant, event.writer)
        if not event.writer or people.by_address(talk.session, writer, talk.now) is None:
            opened = talk.open("take_note", review, {}, {})
            if opened.reply and opened.reply.inputs:
                own = replace(replies.saying(talk.wording, "own_words"), buttons=())
                opened = replace(opened, reply=joined(own, opened.reply))
            return self.unheard(event, opened, about=review)
        said = Message(who.platform, who.tenant, event.source.channel, event.source.message, event.writer)
        about = About("message", said.named(found.review))
        return self.unheard(event, talk.open("log_evidence", about, {}, {}, typed={"text": event.text}), about=about)

    def reworded(self, event: Reworded) -> Turned:
        """What is changed or deleted in chat leaves its note as it was; its writer is told how to change that, once."""
        talk, who = self.talk, event.who
        where = (who.platform, who.tenant, event.source.channel, event.source.message)
        note = notes.of_message(talk.session, talk.me.id, *where)
        if not note:
            return self.unheard(event, Turned(None))
        told = replies.saying(talk.wording, "note_stays", changed=bool(event.text))
        ways = (("edit_note", "edit_it"), ("remove_note", "remove_it"))
        offers = tuple(
            Button(talk.wording.line("replies", label), Begin(dialog, About("note", note))) for dialog, label in ways
        )
        return self.unheard(event, Turned(replace(told, buttons=offers)), about=About("note", note))

    def room_offered(self, event: RoomOffered) -> Turned:
        """A channel that is to be a room: one that may not be, or is one already, is said so."""
        talk, who = self.talk, event.who
        held = reviews.of_room(talk.session, who.platform, who.tenant, event.channel)
        if held is not None or event.refused:
            block = event.refused or ("room_already" if held else "room_is_trust")
            return Turned(replies.saying(talk.wording, block), problem=True)
        return talk.open("adopt_room", About("room", f"{who.platform}/{who.tenant}/{event.channel}"), {}, {})

    def unheard(
        self, event: AnyEvent, otherwise: Turned, row: ConversationRow | None = None, about: About | None = None
    ) -> Turned:
        """Where no dialog takes somebody's words, they are not kept; a concern in them is answered all the same."""
        for text in replies.texts(event):
            verdict = self.talk.judge.concern(text)
            if verdict is not None:
                box = judging.holding(otherwise.reply, text)
                systems = judging.about_systems(self.talk.judge, text) if box else None
                if box is None and isinstance(event, Answered):
                    box = judging.bare_box(self.talk.wording, text)
                return self.talk.interrupt(verdict, box, row, systems, about)
        return otherwise

    def not_here(self, event: AnyEvent) -> Turned:
        return self.unheard(event, Turned(replies.saying(self.talk.wording, "not_here"), problem=True))

    def started(self, event: Started) -> Turned:
        registered = DIALOGS.get(event.dialog)
        if registered is None or registered.about != event.about.kind:
            return self.not_here(event)
        opened = self.talk.open(event.dialog, event.about, event.given, event.preset)
        return self.unheard(event, opened) if not opened.judged else opened

    def answered(self, event: Answered) -> Turned:
        # First what it is about, then the conversation: in this order by everybody, so that nobody waits for each other.
        if (kept := conversations.named(self.talk.session, event.conversation)) is not None:
            subjects.hold(self.talk.session, *kept)
        row = conversations.find(self.talk.session, event.conversation)
        if row is None or row.person != self.talk.me.id:
            return self.not_here(event)
        if row.ended is not None:
            return self.unheard(event, self.ended_before(row, row.ended, event.values), row)
        step = self.step(row)
        if step is None:
            return self.not_here(event)
        if isinstance(step, Ended):
            return self.unheard(event, self.talk.finish(row, step), row)
        if event.asking != row.asking:
            stale = replies.saying(self.talk.wording, "old_card", when=row.touched)
            again = joined(stale, self.talk.form(row, step, fitting(step, event.values)))
            return self.unheard(event, Turned(again, problem=True), row)
        if event.back:
            return self.talk.back(row, step, event)
        return self.talk.take_answers(row, step, event.values, masked=event.masked, waived=event.waived)

    def ended_before(self, row: ConversationRow, when: datetime, values: Mapping[str, Answer]) -> Turned:
        """An old card changes nothing; words typed on it come back in a fresh form, so that none are lost.

        So does a form that somebody else's change has closed, with what it is about as it is now.
        """
        overtaken = conversations.came_to_nothing(self.talk.session, row)
        old = replies.saying(self.talk.wording, "overtaken" if overtaken else "done_already", when=when)
        fresh = self.talk.start(row.dialog, About(row.about_kind, row.about), alone=True)
        step = self.step(fresh)
        if isinstance(step, Asking) and (overtaken or any(values.get(key) for key in text_keys(step))):
            self.talk.session.add(fresh)
            kept = {key: values[key] for key in text_keys(step) & values.keys()} if overtaken else values
            return Turned(joined(old, self.talk.form(fresh, step, fitting(step, kept))), problem=True)
        conversations.drop(self.talk.session, fresh)
        return Turned(old, problem=True)

    def routed(self, event: Routed) -> Turned:
        """A route card's button: the time and the button are kept, the rest is the next thing to do."""
        if event.button not in judging.ROUTE_BUTTONS:
            return self.not_here(event)
        conversations.route_tapped(self.talk.session, event.route, event.button, self.talk.now)
        box, systems = None, None
        row = conversations.find(self.talk.session, event.conversation) if event.conversation else None
        if row and row.person == self.talk.me.id and row.ended is None:
            step = self.step(row)
            if isinstance(step, Asking):
                box = self.talk.form(row, step, event.values)
                typed = next((str(event.values[key]) for key in text_keys(step) if event.values.get(key)), "")
                systems = judging.about_systems(self.talk.judge, typed) if typed else None
        if box is None and (text := str(event.values.get(judging.YOUR_WORDS, ""))):
            box = judging.bare_box(self.talk.wording, text)
        card = replies.routed(self.talk.session, self.talk.wording, event, box, systems, today=self.talk.now.date())
        return Turned(card, kept=True)
