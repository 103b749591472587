"""Somebody settles for themselves when, how much and where they are asked; and ends a pause before its day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.conversation import Answers, Choice, Conversation, Day, Number, Question, Tell, Way
from bot.domain import windows
from bot.domain.changes_people import AskingSet, PauseEnded
from bot.domain.own_time import OwnAsking, OwnSettings
from bot.domain.people import Person
from bot.domain.permission import may_settle_asking
from bot.domain.quiet import QuietHours
from bot.domain.windows import Week
from bot.entry import Entry, Line
from bot.fitting import Fitting
from bot.message import ABOUT_ME

LEAST, MOST = 5, 120
LONGEST_PAUSE = timedelta(days=120)
ANYWHERE = "last"
BACK = Way("about_me", ABOUT_ME)


@dataclass(frozen=True)
class OwnTimes:
    """Hours that can be understood, that are not all quiet, and with weeks A and B a day of a week A."""

    quiet: QuietHours

    def problems(self, answers: Answers) -> dict[str, str]:
        read = windows.read(str(answers.get("own_hours") or ""))
        if read is None:
            return {"own_hours": "not_own_hours"}
        if not any(self._speaks(one) for one in read):
            return {"own_hours": "own_hours_quiet"}
        if any(one.week is not Week.BOTH for one in read) and not answers.get("first_a"):
            return {"first_a": "first_a_wanted"}
        return {}

    def _speaks(self, one: windows.Window) -> bool:
        quiet = self.quiet
        if not quiet.on:
            return True
        within = max(one.begins, quiet.ends) < min(one.ends, quiet.begins)
        return within and not (quiet.weekends and one.weekday not in windows.WEEKDAYS)

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        del answers
        return {"quiet": self.quiet}


def change_asking(own: OwnAsking, me: Person, began: date) -> Conversation:
    """When, how many minutes a week, where, and until when not at all."""
    if not may_settle_asking(me, own.person.id, began):
        yield Tell("not_you")
        return []
    now = own.settings
    paused = now.paused[1] if now.paused and now.pauses(began) else None
    where: tuple[Question, ...] = ()
    if len(own.platforms) > 1:
        here = now.platform if now.platform in own.platforms else ANYWHERE
        where = (Choice("asked_where", options=(ANYWHERE, *own.platforms), initial=here),)
    answers = yield Fitting(
        Line("own_hours", kind=Entry.WINDOWS, initial=windows.written(now.windows or windows.usual(own.person))),
        Day(
            "first_a",
            earliest=began - timedelta(days=400),
            latest=began + timedelta(days=60),
            optional=True,
            initial=now.first_a.isoformat() if now.first_a else "",
        ),
        Number("minutes", least=LEAST, most=MOST, initial=str(now.minutes)),
        *where,
        Day(
            "pause_until",
            earliest=began + timedelta(days=1),
            latest=began + LONGEST_PAUSE,
            optional=True,
            initial=paused.isoformat() if paused else "",
        ),
        intro="when_you_are_asked",
        fit=OwnTimes(own.quiet),
        quiet=own.quiet,
    )
    wanted = _settled(own, answers, began)
    changed = tuple(name for name in vars(wanted) if getattr(wanted, name) != getattr(now, name))
    if not changed:
        yield Tell("as_it_was", BACK)
        return []
    yield Tell("asking_set", BACK, **said(own.person, wanted, began))
    return [AskingSet(own.person.id, changed, wanted)]


def _settled(own: OwnAsking, answers: Answers, began: date) -> OwnSettings:
    now = own.settings
    read = windows.read(str(answers["own_hours"])) or ()
    if not now.windows and read == tuple(sorted(windows.usual(own.person))):
        read = ()  # whoever works at other hours one day is asked then
    first_a = date.fromisoformat(str(answers["first_a"])) if answers["first_a"] else None
    until = date.fromisoformat(str(answers["pause_until"])) if answers["pause_until"] else None
    paused = now.paused
    if until is None and now.pauses(began):
        # What was paused until now stays an absence, after which one message gathers.
        paused = (now.paused[0], began) if now.paused else None
    elif until is not None:
        paused = (now.paused[0] if now.paused and now.pauses(began) else began, until)
    where = str(answers.get("asked_where", now.platform))
    two_weeks = any(one.week is not Week.BOTH for one in read)
    return OwnSettings(
        read, int(str(answers["minutes"])), first_a if two_weeks else None, "" if where == ANYWHERE else where, paused
    )


def said(person: Person, settings: OwnSettings, today: date) -> dict[str, Any]:
    """What somebody has settled, as it is said."""
    return {
        "hours": windows.written(settings.windows or windows.usual(person)),
        "own": bool(settings.windows),
        "minutes": settings.minutes,
        "platform": settings.platform,
        "paused": settings.paused[1] if settings.paused and settings.pauses(today) else None,
    }


def end_pause(own: OwnAsking, me: Person, began: date) -> Conversation:
    """Go on being asked, before the pause was to end."""
    if not may_settle_asking(me, own.person.id, began):
        yield Tell("not_you")
        return []
    if not own.settings.pauses(began):
        yield Tell("no_pause", BACK)
        return []
    yield Tell("pause_ended", BACK, **said(own.person, replace(own.settings, paused=None), began))
    return [PauseEnded(own.person.id)]
