"""The timetable of one day of a visit: who meets whom, where and when; what clashes, what is on now, what has changed.

Times are minutes after midnight as the clock on the wall shows them. Whom a slot is with is a role, never a person's name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.acts import About
from bot.domain.depth import MeetWith, Owner
from bot.domain.people import Person
from bot.domain.review import Review

DAY_BEGINS, DAY_ENDS = 7 * 60, 18 * 60
SHORTEST, LONGEST = 5, 240  # minutes of one slot
MOST_SLOTS = 30  # on one day: far more than a day holds, and a page still shows


class What(StrEnum):
    """What a slot is: a meeting of the second door, a role to meet besides, or time that the team needs."""

    ARRIVAL = "arrival"
    HEAD = "head"
    DSL = "dsl"
    SINGLE_CENTRAL_RECORD = "single_central_record"
    RECORD_SAMPLE = "record_sample"
    LESSON = "lesson"
    PUPIL_GROUP = "pupil_group"
    STAFF = "staff"
    GOVERNOR = "governor"
    SITE = "site"
    POLICIES = "policies"
    LUNCH = "lunch"
    SENCO = "senco"
    ATTENDANCE_CHAMPION = "attendance_champion"
    DESIGNATED_TEACHER = "designated_teacher"
    IT_LEAD = "it_lead"
    HR_LEAD = "hr_lead"
    PARENTS = "parents"
    BREAK = "break"
    TEAM_TALK = "team_talk"
    TRAVEL = "travel"
    DRAWING_TOGETHER = "drawing_together"
    CLOSING = "closing"

    @property
    def meeting(self) -> MeetWith | None:
        """The meeting of the second door whose prompts fit, if there is one."""
        return MeetWith(self.value) if self.value in set(MeetWith) else None


_ROLES = {
    What.HEAD: Owner.HEADTEACHER,
    What.DSL: Owner.DSL,
    What.SENCO: Owner.SENCO,
    What.ATTENDANCE_CHAMPION: Owner.ATTENDANCE_CHAMPION,
    What.DESIGNATED_TEACHER: Owner.DESIGNATED_TEACHER,
    What.IT_LEAD: Owner.IT_LEAD,
    What.HR_LEAD: Owner.HR_LEAD,
}


class Agreement(StrEnum):
    """How a day's timetable stands with the school."""

    NONE = "none"
    DRAFTED = "drafted"
    SENT = "sent"
    AGREED = "agreed"
    CHANGE_ASKED = "change_asked"


def clock(minutes: int) -> str:
    """Minutes after midnight as a clock shows them: `10:40`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def minutes_of(time: str) -> int:
    """The minutes after midnight of `10:40`."""
    hours, _, rest = time.partition(":")
    return int(hours) * 60 + int(rest)


@dataclass(frozen=True)
class Slot:
    """One line of a timetable. `version` counts its changes; `gone` says that it was taken out."""

    id: str
    what: What
    starts: int
    minutes: int
    who: tuple[Person, ...] = ()
    where: str = ""
    version: int = 1
    by: str = ""
    gone: bool = False

    @property
    def ends(self) -> int:
        return self.starts + self.minutes

    @property
    def time(self) -> str:
        return f"{clock(self.starts)}–{clock(self.ends)}"

    @property
    def names(self) -> str:
        return ", ".join(person.name for person in self.who)

    def has(self, person: Person) -> bool:
        return any(one.id == person.id for one in self.who)

    def reads_as(self, other: "Slot") -> bool:
        """Whether whoever read the one has read the other."""
        mine, theirs = ({one.id for one in slot.who} for slot in (self, other))
        same = (self.what, self.starts, self.minutes, self.where) == (
            other.what,
            other.starts,
            other.minutes,
            other.where,
        )
        return same and mine == theirs


@dataclass(frozen=True)
class Differences:
    """What is otherwise than before: slots changed (as it was, as it is), new ones, and those that are gone."""

    changed: tuple[tuple[Slot, Slot], ...] = ()
    new: tuple[Slot, ...] = ()
    gone: tuple[Slot, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.changed or self.new or self.gone)


def differences(before: Iterable[Slot], now: Iterable[Slot]) -> Differences:
    """Compare two states of one day, slot by slot."""
    earlier, later = {slot.id: slot for slot in before}, {slot.id: slot for slot in now}
    return Differences(
        tuple((earlier[i], slot) for i, slot in later.items() if i in earlier and not slot.reads_as(earlier[i])),
        tuple(slot for i, slot in later.items() if i not in earlier),
        tuple(slot for i, slot in earlier.items() if i not in later),
    )


@dataclass(frozen=True)
class Clash:
    """One person who would be in two places at once, and the slot that has them already."""

    person: Person
    slot: Slot


def clashes(slots: Iterable[Slot], wanted: Slot) -> tuple[Clash, ...]:
    """Who of a slot is somewhere else at that time. A slot never clashes with what it was before."""
    meanwhile = [
        slot for slot in slots if slot.id != wanted.id and slot.starts < wanted.ends and wanted.starts < slot.ends
    ]
    return tuple(Clash(person, slot) for person in wanted.who for slot in in_order(meanwhile) if slot.has(person))


def in_order(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda slot: (slot.starts, slot.ends, slot.id)))


def under_way(slots: Iterable[Slot], minute: int) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
    """What is on at this minute, and what begins next."""
    held = in_order(slots)
    coming = [slot for slot in held if slot.starts > minute]
    nearest = tuple(slot for slot in coming if slot.starts == coming[0].starts)
    return tuple(slot for slot in held if slot.starts <= minute < slot.ends), nearest


@dataclass(frozen=True)
class Timetable:
    """One day of a review as it stands now, and as the school read it when it last answered.

    `sent` and `answered` are the revisions at which that happened last, 0 for never; `seen` is the one a card showed.
    """

    review: Review
    day: date
    agreement: Agreement = Agreement.NONE
    every: tuple[Slot, ...] = ()
    read: tuple[Slot, ...] = ()
    wish: str = ""
    revision: int = 0
    sent: int = 0
    answered: int = 0
    seen: int = 0
    elsewhere: frozenset[What] = field(default_factory=frozenset)
    """What is planned on the visit's other days."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        return in_order(slot for slot in self.every if not slot.gone)

    @property
    def planned(self) -> bool:
        return self.agreement is not Agreement.NONE

    @property
    def shared(self) -> bool:
        """Whether it was ever sent to the school."""
        return self.sent > 0

    @property
    def since(self) -> Differences:
        """What has changed since the school last answered; nothing while it never has."""
        return differences(self.read, self.slots) if self.answered else Differences()

    @property
    def changed_since_agreed(self) -> bool:
        return self.agreement is Agreement.AGREED and self.since.any

    @property
    def settled(self) -> bool:
        """Agreed, and as agreed: the next change is news."""
        return self.agreement is Agreement.AGREED and not self.since.any

    @property
    def unsent(self) -> bool:
        """Whether the school can be asked about it: as it stands it was not, or the school asked for a change."""
        waits = self.sent < self.revision or self.agreement is Agreement.CHANGE_ASKED
        return self.planned and waits and not self.settled

    @property
    def roles(self) -> Mapping[What, str]:
        """Whom a slot is with, as the trust calls the role."""
        called = {what: self.review.framework.role(owner) for what, owner in _ROLES.items()}
        return {what: role[:1].upper() + role[1:] for what, role in called.items()}

    def of(self, person: Person) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.has(person))

    def slot(self, slot_id: str) -> Slot | None:
        return next((slot for slot in self.every if slot.id == slot_id), None)


@dataclass(frozen=True)
class SlotSeen:
    """One slot of a timetable, and which version of it the card showed on which somebody pressed a button."""

    timetable: Timetable
    slot: Slot
    seen: int

    @property
    def review(self) -> Review:
        return self.timetable.review

    @property
    def stale(self) -> bool:
        return self.slot.version != self.seen


def as_it_stands(timetable: Timetable) -> About:
    """The name of a day as it stands now: another once it has changed."""
    return About("timetable", f"{timetable.review.id}/{timetable.day.isoformat()}/{timetable.revision}")
