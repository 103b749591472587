"""The lead plans a day of the visit: a draft at one tap, then slot by slot; what clashes is said, and asked again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversation import Answers, Ask, Choice, Conversation, Number, Question, Show, Tell, Text, Way, Who
from bot.domain.acts import About
from bot.domain.changes import NEW, new
from bot.domain.people import Person
from bot.domain.permission import Act, may, may_change_slot
from bot.domain.timetable import (
    DAY_BEGINS,
    DAY_ENDS,
    LONGEST,
    MOST_SLOTS,
    SHORTEST,
    Slot,
    SlotSeen,
    Timetable,
    What,
    clashes,
    clock,
    minutes_of,
)
from bot.domain.timetable_changes import DayPlanned, SlotAdded, SlotChanged, SlotRemoved
from bot.domain.usual_day import crew_of, usual_day
from bot.fitting import Fitting, Time
from bot.message import Visit

LONGEST_PLACE = 60
_USUAL_LENGTH = 30


def name_of(timetable: Timetable) -> About:
    return About("timetable", f"{timetable.review.id}/{timetable.day.isoformat()}")


def plan_day(timetable: Timetable, me: Person, began: date) -> Conversation:
    """One tap: a usual day from the review's scope and team. Nothing is sent."""
    review = timetable.review
    if not may(me, Act.PLAN_DAY, review, began):
        yield Tell("lead_plans", review=review)
        return []
    if timetable.planned:
        yield Tell("planned_already", timetable=timetable)
        yield Show("timetable", name_of(timetable))
        return []
    draft = usual_day(timetable, crew_of(review))
    here = name_of(timetable)
    yield Tell("drafted", Way("change_a_line", Visit("timetable", here)), timetable=timetable, left=draft.left_out)
    yield Show("timetable", here)
    where = (review.id, timetable.day, me.id)
    return [DayPlanned(*where), *(_added(new(n), where, slot) for n, slot in enumerate(draft.slots, 1))]


def add_slot(timetable: Timetable, me: Person, began: date) -> Conversation:
    """One more thing on a day."""
    if not may(me, Act.PLAN_DAY, timetable.review, began):
        yield Tell("lead_plans", review=timetable.review)
        return []
    if not timetable.planned:
        yield Tell("not_planned", timetable=timetable)
        return []
    if len(timetable.slots) >= MOST_SLOTS:
        yield Tell("full", most=MOST_SLOTS)
        return []
    after = max((slot.ends for slot in timetable.slots if slot.ends < DAY_ENDS), default=DAY_BEGINS)
    fresh = Slot("", What.TEAM_TALK, after, _USUAL_LENGTH)
    asked = _asked(timetable, fresh)
    answers = yield Fitting(*asked, intro="add", timetable=timetable, fit=_Fit(timetable, ""))
    yield Show("timetable", name_of(timetable))
    where = (timetable.review.id, timetable.day, me.id)
    return [_added(NEW, where, _answered(timetable, "", answers), reopened=timetable.settled)]


def change_slot(about: SlotSeen, me: Person, began: date) -> Conversation:
    """All of a slot on one card. What a colleague changed meanwhile is said, and the one asked chooses."""
    timetable, slot = about.timetable, about.slot
    if not may_change_slot(me, about.review, slot, began):
        yield Tell("not_yours", review=about.review)
        return []
    meanwhile = (Choice("meanwhile", options=("mine", "theirs")),) if about.stale else ()
    asked = (*_asked(timetable, slot), *meanwhile)
    intro = "change_meanwhile" if about.stale else "changing"
    answers = yield Fitting(*asked, intro=intro, timetable=timetable, slot=slot, fit=_Fit(timetable, slot.id))
    yield Show("timetable", name_of(timetable))
    wanted = _answered(timetable, slot.id, answers)
    if answers.get("meanwhile") == "theirs" or (wanted.reads_as(slot) and not slot.gone):
        yield Tell("as_it_was")
        return []
    who, again = tuple(person.id for person in wanted.who), timetable.settled
    where = (about.review.id, timetable.day, me.id)
    return [SlotChanged(slot.id, *where, wanted.what, wanted.starts, wanted.minutes, who, wanted.where, again)]


def remove_slot(about: SlotSeen, me: Person, began: date) -> Conversation:
    """A slot goes from the day; asked once."""
    timetable, slot = about.timetable, about.slot
    if not may(me, Act.PLAN_DAY, about.review, began):
        yield Tell("lead_plans", review=about.review)
        return []
    if slot.gone:
        yield Tell("gone_already")
        yield Show("timetable", name_of(timetable))
        return []
    intro = "remove_meanwhile" if about.stale else "remove"
    # Whoever said yes to the slot as it was is asked again about the slot as it is.
    key = "sure_now" if about.stale else "sure"
    answers = yield Ask(Choice(key, options=("yes", "not_now")), intro=intro, timetable=timetable, slot=slot)
    yield Show("timetable", name_of(timetable))
    if answers[key] == "not_now":
        yield Tell("as_it_was")
        return []
    return [SlotRemoved(slot.id, about.review.id, timetable.day, me.id, timetable.settled)]


def _asked(timetable: Timetable, slot: Slot) -> tuple[Question, ...]:
    crew = crew_of(timetable.review)
    people = (*crew, *(person for person in slot.who if person not in crew))
    roles = {what.value: role for what, role in timetable.roles.items()}
    return (
        Choice("what", options=tuple(What), labels=roles, initial=slot.what.value),
        Time("starts", earliest=DAY_BEGINS, latest=DAY_ENDS - SHORTEST, initial=clock(slot.starts)),
        Number("minutes", least=SHORTEST, most=LONGEST, initial=str(slot.minutes)),
        Text("where", optional=True, long=False, longest=LONGEST_PLACE, initial=slot.where),
        Who("who", people=people, several=True, initial=tuple(person.id for person in slot.who)),
    )


def _answered(timetable: Timetable, slot_id: str, answers: Answers) -> Slot:
    """The slot that a card's answers describe."""
    before = timetable.slot(slot_id)
    known = {person.id: person for person in (*crew_of(timetable.review), *(before.who if before else ()))}
    who = tuple(known[person] for person in answers["who"])
    where = " ".join(str(answers["where"]).split())
    starts, minutes = minutes_of(str(answers["starts"])), int(str(answers["minutes"]))
    return Slot(slot_id, What(str(answers["what"])), starts, minutes, who, where)


def _added(slot_id: str, where: tuple[str, date, str], slot: Slot, *, reopened: bool = False) -> SlotAdded:
    who = tuple(person.id for person in slot.who)
    return SlotAdded(slot_id, *where, slot.what, slot.starts, slot.minutes, who, slot.where, reopened)


@dataclass(frozen=True)
class _Fit:
    """A slot ends before the day does, and takes nobody who is somewhere else."""

    timetable: Timetable
    slot_id: str

    def problems(self, answers: Answers) -> dict[str, str]:
        if answers.get("meanwhile") == "theirs":
            return {}
        wanted = _answered(self.timetable, self.slot_id, answers)
        if wanted.ends > DAY_ENDS:
            return {"minutes": "after_the_day"}
        return {"who": "clash"} if clashes(self.timetable.slots, wanted) else {}

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        try:
            wanted = _answered(self.timetable, self.slot_id, answers)
        except (KeyError, ValueError):
            return {}
        found = clashes(self.timetable.slots, wanted)
        roles = self.timetable.roles
        return {"wanted": wanted, "clashes": found, "roles": roles, "day_ends": clock(DAY_ENDS)}
