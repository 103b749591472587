"""The one decision of the clock: what somebody is sent now, what goes to a person to settle, and when to look again. Pure.

Somebody hears from the bot at most once on a day, in their own windows, for no more minutes a week than they allow.
A sensitive question has a day of its own. What is asked is brought up once more, after three of their working days, and
three after that it goes to a person; what can never be asked in time goes there at once.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.domain.own_time import BUDGET, HORIZON, Asked, Open
from bot.domain.prompt import Why
from bot.domain.windows import monday

__all__ = ["BUDGET", "Asked", "Decision", "Layout", "Message", "Open", "Why", "after", "decide", "lay_out"]

PATIENCE = 3
"""Working days until somebody is reminded, and again until a person is told."""
_DAY = timedelta(days=1)
_NOTHING: tuple[Open, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What to do now. `look_again` is the next moment at which anything may change; None where nothing is left."""

    send: tuple[str, ...] = ()
    catch_up: bool = False
    nudge: tuple[str, ...] = ()
    human: tuple[tuple[str, Why], ...] = ()
    look_again: datetime | None = None

    @property
    def does_something(self) -> bool:
        return bool(self.send or self.nudge or self.human)


@dataclass(frozen=True)
class Message:
    """What somebody hears at one time: questions that are new to them, and those they are reminded of."""

    at: datetime
    send: tuple[Open, ...] = ()
    nudge: tuple[Open, ...] = ()


@dataclass(frozen=True)
class Layout:
    """What somebody would hear from now on, in order, and what cannot be sent before its day."""

    messages: tuple[Message, ...]
    late: tuple[Open, ...]


def decide(who: Asked, open_: Sequence[Open], now: datetime) -> Decision:
    """What to do now for one person, with all that is open for them."""
    found = _look(who, open_, now)
    if not found.does_something:
        return found
    # What was just sent will be brought up again, which may leave no day for something else.
    then = decide(*after(who, open_, found, now), now)
    return replace(found, human=(*found.human, *then.human), look_again=then.look_again)


def after(who: Asked, open_: Iterable[Open], done: Decision, now: datetime) -> tuple[Asked, tuple[Open, ...]]:
    """How things stand once a decision was carried out."""
    gone = {one for one, _ in done.human}
    left: list[Open] = []
    spent = who.spent_in(who.week_start(now))
    for one in open_:
        if one.id in done.send:
            spent += one.minutes
            left.append(replace(one, asked=now))
        elif one.id in done.nudge:
            left.append(replace(one, nudged=now))
        elif one.id not in gone:
            left.append(one)
    if done.send or done.nudge:
        who = replace(who, spoke=now, spent=spent)
    return who, tuple(left)


def _look(who: Asked, open_: Sequence[Open], now: datetime) -> Decision:
    if who.leaves and who.here(now).date() >= who.leaves:
        return Decision(human=tuple((one.id, Why.HAS_LEFT) for one in open_))
    human: list[tuple[str, Why]] = []
    going: list[Open] = []
    look: list[datetime] = [who.midnight(who.leaves)] if who.leaves and open_ else []
    for one in open_:
        why = _hindrance(who, one, now) if one.waits else None
        deadline = None if one.waits else _deadline(who, one)
        if why is not None:
            human.append((one.id, why))
        elif deadline is not None and deadline <= now:
            human.append((one.id, Why.SENSITIVE_ONCE if one.sensitive and one.nudged else Why.NO_ANSWER))
        else:
            going.append(one)
            look += [deadline] if deadline else []
    days = [who.here(max(now, one.not_before or now)).date() + HORIZON for one in going if one.waits]
    days += [one.before for one in going if one.before and one.waits]
    found = lay_out(who, going, now, max(days, default=who.here(now).date() + HORIZON), only_first=True)
    human += [(one.id, Why.NOT_IN_TIME) for one in found.late]
    asked_or_waiting = len(going) > len(found.late)
    first = found.messages[0] if found.messages else Message(now)
    if found.messages and first.at > now:
        look.append(first.at)
        first = Message(now)
    return Decision(
        tuple(one.id for one in first.send),
        bool(first.send or first.nudge) and who.is_back(now),
        tuple(one.id for one in first.nudge),
        tuple(human),
        min(look, default=who.midnight(who.here(now).date() + 7 * _DAY) if asked_or_waiting else None),
    )


def _hindrance(who: Asked, one: Open, now: datetime) -> Why | None:
    """Why a question can never be sent, whatever else waits."""
    if not who.reachable:
        return Why.CANNOT_BE_REACHED
    start = max(now, one.not_before or now)
    found = who.next_time(start, sensitive=one.sensitive) if one.minutes <= who.minutes else None
    if found is None:
        return Why.NO_WINDOW
    return Why.NOT_IN_TIME if one.before and who.here(found).date() >= one.before else None


def _deadline(who: Asked, one: Open) -> datetime | None:
    """When a question that was asked goes to a person; None while a reminder comes first."""
    assert one.asked is not None  # noqa: S101 it waits no more
    last = max(one.asked, one.nudged or one.asked)
    ends = [who.midnight(one.before)] if one.before else []
    if one.nudged or not _may_be_nudged(who, one):
        days = PATIENCE if one.nudged else 2 * PATIENCE
        ends.append(who.midnight(who.working_days_after(who.here(last).date(), days) + _DAY))
    return min(ends, default=None)


def _nudge_day(who: Asked, one: Open) -> date:
    assert one.asked is not None  # noqa: S101 it waits no more
    return who.working_days_after(who.here(one.asked).date(), PATIENCE)


def _may_be_nudged(who: Asked, one: Open) -> bool:
    found = who.next_time(who.midnight(_nudge_day(who, one)), sensitive=one.sensitive) if who.reachable else None
    return found is not None and (one.before is None or who.here(found).date() < one.before)


# ── Day after day ───────────────────────────────────────────────────────────────────────────


@dataclass
class _Ahead:
    """What is still to be said, while the days are gone through."""

    who: Asked
    now: datetime
    queue: list[Open]
    nudges: list[tuple[date, Open]]
    used: Counter[date] = field(default_factory=Counter)

    def message(self, day: date) -> Message | None:
        """What somebody would hear on a day: a sensitive reminder alone, other reminders, questions."""
        who = self.who
        due = [one for when, one in self.nudges if when <= day and not (one.before and day >= one.before)]
        usual = who.time_on(day, self.now)
        if usual is None:
            return None
        sensitive = any(one.sensitive for one in (*self.queue, *due))
        quiet = who.time_on(day, self.now, sensitive=True) if sensitive else None
        at = {one.id: self._time(one, day, quiet if one.sensitive else usual) for one in self.queue}
        moment, send = usual, _NOTHING
        for moment in sorted({found for found in at.values() if found}):
            if send := self._batch(day, moment, at):
                break
        # A reminder takes no day from a question that has one.
        hurries = bool(send) and send[0].before is not None
        nudges = tuple(one for one in due if not one.sensitive)
        if hurries and send[0].sensitive:
            return Message(moment, send)
        if not hurries and quiet and (alone := next((one for one in due if one.sensitive), None)):
            return Message(quiet, nudge=(alone,))
        if nudges:
            moment = moment if hurries else usual
            return Message(moment, self._batch(day, moment, at, alone=False), nudges)
        return Message(moment, send) if send else None

    def _time(self, one: Open, day: date, usual: datetime | None) -> datetime | None:
        if one.not_before is None or one.not_before <= self.now:
            return usual
        return self.who.time_on(day, one.not_before, sensitive=one.sensitive)

    def _batch(
        self, day: date, moment: datetime, at: dict[str, datetime | None], *, alone: bool = True
    ) -> tuple[Open, ...]:
        """The questions sent at a moment. One that has to wait holds back those behind it, of its own set and area."""
        week = monday(day)
        left = self.who.minutes - self.who.spent_in(week) - self.used[week]
        behind: set[tuple[str, str]] = set()
        batch: list[Open] = []
        kept_free = False
        for one in self.queue:
            place = one.set, one.area
            found = at[one.id]
            if place in behind or (one.not_before and one.not_before > moment):
                continue
            waits_for_its_day = one.sensitive and (found is None or found > moment or bool(batch) or not alone)
            if one.minutes > left:
                behind.add(place)
            elif waits_for_its_day:
                # Its minutes are kept for it, or others would use them up week after week.
                left -= 0 if kept_free else one.minutes
                kept_free = True
                behind |= {place} if one.area else set()
            elif one.sensitive:
                return (one,)
            elif found is not None and found <= moment:
                batch.append(one)
                left -= one.minutes
        return tuple(batch)

    def take(self, message: Message) -> None:
        """What was said is said; its minutes are gone."""
        self.used[self.who.week_start(message.at)] += sum(one.minutes for one in message.send)
        said = {one.id for one in (*message.send, *message.nudge)}
        self.queue = [one for one in self.queue if one.id not in said]
        self.nudges = [(when, one) for when, one in self.nudges if one.id not in said]


def lay_out(who: Asked, open_: Sequence[Open], now: datetime, last: date, *, only_first: bool = False) -> Layout:
    """Go through the days until `last`, if nobody answered.

    With `only_first` no further than the first message, and the day of the last question that has one.
    """
    sets = {name: place for place, name in enumerate(dict.fromkeys(one.set for one in open_))}
    # What has a day comes first, the nearest first; then set after set as they were planned.
    queue = [one for one in open_ if one.waits]
    queue.sort(key=lambda one: (one.before or date.max, sets[one.set], one.order, one.id))
    nudges = [(_nudge_day(who, one), one) for one in open_ if not one.waits and not one.nudged and who.reachable]
    ahead = _Ahead(who, now, queue, sorted(nudges, key=lambda due: due[0]))
    day = who.here(now).date()
    spoken = who.here(who.spoke).date() if who.spoke else None
    messages: list[Message] = []
    late: list[Open] = []
    while day <= last and (ahead.queue or ahead.nudges):
        if over := [one for one in ahead.queue if one.before and one.before <= day]:
            late += over
            ahead.queue = [one for one in ahead.queue if one.before is None or one.before > day]
        if only_first and messages and not any(one.before for one in ahead.queue):
            break
        if day != spoken and (message := ahead.message(day)):
            messages.append(message)
            ahead.take(message)
        day += _DAY
        if not ahead.nudges and ahead.queue and all(one.not_before for one in ahead.queue):
            # Nothing is said before the first of them may be.
            day = max(day, min(who.here(one.not_before).date() for one in ahead.queue if one.not_before))
    return Layout(tuple(messages), tuple(late))
