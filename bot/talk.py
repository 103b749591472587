"""A conversation within a turn: opened, asked, answered, and at its end its changes made. Nothing is kept half.

A card's answers are judged and kept all together, or given back all together in the reply's own form.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot import ending, judging, look, replies, subjects, suggesting
from bot.cards import Form, form, joined, telling
from bot.conversation import Asking, Ended, Show, Tell, Text, replay
from bot.dialogs import DIALOGS, TO_CARDS, Registered
from bot.domain.acts import About
from bot.domain.changes_people import PersonInvited
from bot.domain.note_changes import NoteTaken
from bot.domain.people import Person
from bot.entry import Line
from bot.invitation import Invited, Inviting
from bot.judges import Judge
from bot.message import Address, Answer, Answered, Card, Source, Submit, Turned, Visit, Waived
from bot.offering import offered
from bot.privacy import Clean, Interrupt, Refuse
from bot.quiet_time import heard_from
from bot.wording import Wording
from store import conversations, guarding
from store.made import Made
from store.tables import ConversationRow

_NONE: Mapping[str, Answer] = {}


@dataclass(frozen=True)
class Deeds:
    """What is handed on: acts to delivery, invitations to be made, and what is to be done once the turn is kept."""

    enqueue: ending.Enqueue
    inviting: Inviting
    after: list[Callable[[], None]]


@dataclass(frozen=True)
class Talk:
    """What one turn has in hand: whose it is, when, and the open transaction."""

    session: Session
    now: datetime
    me: Person
    who: Address
    judge: Judge
    wording: Wording
    deeds: Deeds
    ids: Callable[[], str]
    suggest: suggesting.Suggest = suggesting.nothing

    @property
    def looking(self) -> look.Looking:
        return look.Looking(self.session, self.wording, self.me, self.now)

    def start(self, dialog: str, about: About, *, alone: bool) -> ConversationRow:
        return conversations.start(
            self.session, self.ids(), self.me.id, dialog, about, self.now.date(), self.now, alone=alone
        )

    def open(
        self,
        dialog: str,
        about: About,
        given: Mapping[str, Answer],
        preset: Mapping[str, Answer],
        source: Source | None = None,
        typed: Mapping[str, Answer] = _NONE,
    ) -> Turned:
        """Start a dialog or take it up. With answers given it is a conversation of its own, never one left open.

        `typed` stands in the form and nowhere else, until it is sent and judged.
        """
        subjects.hold(self.session, dialog, about)
        row = self.start(dialog, about, alone=bool(given))
        opened = self.opened(row, given, preset, source, typed)
        if row not in self.session and row.ended is not None:
            conversations.add_ended(self.session, row)
        elif opened.reply and opened.reply.conversation == row.id:
            self.session.add(row)
        return opened

    def opened(
        self,
        row: ConversationRow,
        given: Mapping[str, Answer],
        preset: Mapping[str, Answer],
        source: Source | None,
        typed: Mapping[str, Answer] = _NONE,
    ) -> Turned:
        try:
            step = self.play(row)
        except subjects.GoneError:
            conversations.drop(self.session, row)
            return Turned(replies.saying(self.wording, "not_here"), problem=True)
        if isinstance(step, Ended):
            return self.finish(row, step, source)
        if given:
            return self.take_answers(row, step, given, source=source)
        if preset:
            texts = text_keys(step)
            fits = {q.key for q in step.ask.questions if q.key in preset and not q.problem(preset[q.key])}
            offered = {key: preset[key] for key in fits - texts}
            conversations.keep(row, {**conversations.answers(row), **offered}, self.now)
            row.reopened = sorted({*row.reopened, *(question.key for question in step.ask.questions)})
        return self.ask(row, step, typed)

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
        judge = replies.judge_at(self.session, self.judge, self.whose(row))
        weighed = judging.weigh(judge, step.ask, values, masked=masked, waived=waived)
        return dataclasses.replace(self.settle(row, step, weighed, waived, source), judged=True)

    def settle(
        self,
        row: ConversationRow,
        step: Asking,
        weighed: judging.Weighed,
        waived: tuple[Waived, ...],
        source: Source | None,
    ) -> Turned:
        if isinstance(weighed.verdict, Interrupt):
            box = self.form(row, step, weighed.values)
            return self.interrupt(weighed.verdict, box, row, judging.systems_submit(self.judge, weighed, waived))
        if not isinstance(weighed.verdict, Clean):
            shown = self.shown(row, step, weighed.values)
            in_chat = source is not None
            outcome = "refused" if isinstance(weighed.verdict, Refuse) else "asked"
            guarding.count_stopped(self.session, weighed.labels, outcome, self.now)
            card = judging.guard_card(self.wording, self.judge, shown, weighed, waived, in_chat=in_chat)
            return Turned(card, problem=True)
        if weighed.errors:
            return Turned(self.form(row, step, weighed.values, weighed.errors), problem=True)
        typed = [weighed.values[question.key] for question in step.ask.questions if isinstance(question, Text)]
        let_by = [one for text in typed for one in self.judge.let_by(str(text), waived)] if waived else []
        guarding.remember_nobody(self.session, let_by, self.now)
        conversations.keep(row, {**conversations.answers(row), **weighed.values}, self.now)
        row.reopened = [key for key in row.reopened if key not in weighed.values]
        with self.session.no_autoflush:  # what a dialog ends with and makes nothing of is never written
            after = self.play(row)
            if isinstance(after, Ended) and not after.changes:
                conversations.drop(self.session, row)
        if isinstance(after, Ended):
            return self.finish(row, after, source)
        return self.ask(row, after)

    def back(self, row: ConversationRow, step: Asking, event: Answered) -> Turned:
        """One card back, its answers still in the form. What this card held is kept as far as it may be."""
        if not step.past:
            return Turned(self.form(row, step, event.values))
        judge = replies.judge_at(self.session, self.judge, self.whose(row))
        weighed = judging.weigh(judge, step.ask, event.values, masked=False, waived=event.waived)
        if isinstance(weighed.verdict, Interrupt):
            return self.settle(row, step, weighed, event.waived, None)
        fits = {key: value for key, value in weighed.values.items() if key not in {weighed.key, *weighed.errors}}
        conversations.keep(row, {**conversations.answers(row), **fits}, self.now)
        row.reopened = sorted({*row.reopened, *fits})
        row.reopened = sorted({*row.reopened, *(question.key for question in step.past[-1].questions)})
        earlier = self.play(row)
        return self.ask(row, earlier) if isinstance(earlier, Asking) else self.finish(row, earlier)

    def play(self, row: ConversationRow) -> Asking | Ended:
        """Play a conversation as it stands. A card's number is its place in the dialog, however often it is shown."""
        subjects.hold(self.session, row.dialog, About(row.about_kind, row.about))
        about = subjects.load_about(self.session, row, self.me, self.now, self.wording.zone)
        held = {key: value for key, value in conversations.answers(row).items() if key not in row.reopened}
        step = replay(DIALOGS[row.dialog].play, about, self.me, row.began, self.now.date(), held)
        row.asking = len(step.past) + 1 if isinstance(step, Asking) else row.asking
        return step

    def ask(self, row: ConversationRow, step: Asking, typed: Mapping[str, Answer] = _NONE) -> Turned:
        row.touched = self.now
        conversations.ask_here(self.session, self.me.id, self.who.platform, row.id, row.asking)
        return Turned(self.form(row, step, {**conversations.answers(row), **typed} if typed else None))

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
        self,
        verdict: Interrupt,
        box: Card | None,
        row: ConversationRow | None = None,
        systems: Submit | None = None,
        about: About | None = None,
    ) -> Turned:
        """Stop everything and take nothing away: keep that a route card was shown, and when; nothing else."""
        route = self.ids()
        conversations.route_shown(self.session, route, verdict.concern, self.now)
        if row is not None:
            about = self.whose(row)
        card = replies.route(self.session, self.wording, route, verdict.concern, about, box, systems, self.now.date())
        return Turned(card, kept=True, problem=True)

    def whose(self, row: ConversationRow) -> About:
        """What words are about: those that somebody of another school says to a card are of their own school."""
        told = row.about_kind == "reply" or row.dialog in TO_CARDS
        own = sorted(self.me.own_schools) if told else []
        return About("school", own[0]) if len(own) == 1 else About(row.about_kind, row.about)

    # ── The end of a dialog ─────────────────────────────────────────────────────────────────

    def finish(self, row: ConversationRow, ended: Ended, source: Source | None = None) -> Turned:
        """Make the changes, queue what follows from them, and say so."""
        registered = DIALOGS[row.dialog]
        source = source or subjects.source_of(row, self.who)
        made = Made(self.me.id, self.now, self.who.platform, self.who.tenant, row.id, source)
        named = [ending.named(change, row.id, self.wording.zone) for change in ended.changes]
        changes = [ending.worded(change, self.wording) for change in named if not isinstance(change, PersonInvited)]
        sent = ending.make(self.session, changes, made, self.deeds.enqueue, self.ids)
        invited = [(change, self.invited(change)) for change in named if isinstance(change, PersonInvited)]
        kept = [change for change, came in invited if came.made]
        sent += ending.make(self.session, kept, made, self.deeds.enqueue, self.ids)
        changes += kept
        suggesting.note_down(self.session, changes, self.suggest)
        show = dataclasses.replace(ended.show, about=ending.own(ended.show.about, row.id)) if ended.show else None
        if changes:
            conversations.end(row, self.now)
        else:
            conversations.drop(self.session, row)
        told = tuple(ending.owned(tell, row.id) for tell in ending.came_of(ended.told, [came for _, came in invited]))
        taken = next((change.note for change in changes if isinstance(change, NoteTaken)), "")
        reply = self.reply(registered, row.dialog, told, show)
        if met := offered(self.looking, changes):
            ending.make(self.session, [met.change], made, self.deeds.enqueue, self.ids)
            reply = met.beside(self.looking, reply)
        if later := heard_from(self.session, sent, self.now, self.wording.zone):
            words = self.wording.words("shared", "heard_later", later=later)
            reply = dataclasses.replace(reply, words=(*reply.words, *words))
        page = Visit(show.view, show.about) if show and show.view == "library" else None
        return Turned(reply, kept=bool(changes), note=taken, page=page)

    def invited(self, change: PersonInvited) -> Invited:
        """Make an invitation for somebody who is in the directory by now."""
        came = self.deeds.inviting(self.session, self.me, change.person)
        if came.after:
            self.deeds.after.append(came.after)
        return came

    def reply(self, registered: Registered, dialog: str, told: tuple[Tell, ...], show: Show | None) -> Card:
        said = telling(self.wording, dialog, registered.wording, told)
        if show is None:
            return said
        shown = replies.show(self.looking, show)
        return joined(said, shown) if told else shown


def text_keys(step: Asking) -> set[str]:
    return {question.key for question in step.ask.questions if isinstance(question, (Text, Line))}


def fitting(step: Asking, values: Mapping[str, Answer]) -> Mapping[str, Answer] | None:
    """Those values that this card asks for, to stand in its form; None where it asks for none of them."""
    asked = {question.key for question in step.ask.questions}
    return {key: value for key, value in values.items() if key in asked} or None
