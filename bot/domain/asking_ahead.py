"""What would be asked, before anything is: how much fits before a day, and how a term would go. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.asking import Decision, after, decide, lay_out
from bot.domain.own_time import Asked, Open
from bot.domain.prompt import Why
from bot.domain.windows import monday

_MOST = 2000  # looks at one person in a dry run: more than a year's


def fits(prompts: Sequence[Open], who: Asked, now: datetime, before: date, held: Sequence[Open] = ()) -> int:
    """How many of these questions can be sent before a day, beside what the person holds already."""
    return len(that_fit(prompts, who, now, before, held))


def that_fit(
    prompts: Sequence[Open], who: Asked, now: datetime, before: date, held: Sequence[Open] = ()
) -> frozenset[str]:
    """The ids of those."""
    wanted = {one.id for one in prompts}
    days = [replace(one, before=min(before, one.before or before)) for one in prompts]
    if not who.reachable:
        return frozenset()
    last = min(before, who.leaves or before) - timedelta(days=1)
    found = lay_out(who, [*held, *days], now, last)
    return frozenset(one.id for message in found.messages for one in message.send) & wanted


# ── A dry run ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Foreseen:
    """What one person would be sent, reminded of, or have taken to somebody else, at one time."""

    person: str
    at: datetime
    send: tuple[str, ...]
    nudge: tuple[str, ...]
    human: tuple[tuple[str, Why], ...]


def dry_run(
    people: Mapping[str, tuple[Asked, Sequence[Open]]], begins: datetime, ends: date, *, answered: bool
) -> tuple[Foreseen, ...]:
    """Who would be asked what and when until a day, the day itself among it; if all answer at once, or nobody does."""
    found = [one for person, (who, open_) in people.items() for one in _run(person, who, open_, begins, ends, answered)]
    return tuple(sorted(found, key=lambda one: (one.at, one.person)))


def _run(
    person: str, who: Asked, open_: Sequence[Open], now: datetime, ends: date, answered: bool
) -> Sequence[Foreseen]:
    found: list[Foreseen] = []
    for _ in range(_MOST):
        done: Decision = decide(who, open_, now)
        if done.does_something:
            found.append(Foreseen(person, now, done.send, done.nudge, done.human))
        who, open_ = after(who, open_, done, now)
        if answered:
            open_ = tuple(one for one in open_ if one.waits)
        again = done.look_again
        if not open_ or again is None or who.here(again).date() > ends:
            break
        now = max(again, now + timedelta(seconds=1))
    return found


def minutes_by(
    run: Sequence[Foreseen], minutes: Mapping[str, int], school_of: Callable[[str], str]
) -> Mapping[tuple[str, date], int]:
    """Minutes that each school is sent in each week, by its Monday; of the questions whose minutes are given."""
    found: Counter[tuple[str, date]] = Counter()
    for one in run:
        for prompt in one.send:
            if prompt in minutes:
                found[school_of(prompt), monday(one.at.date())] += minutes[prompt]
    return found
