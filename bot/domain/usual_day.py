"""A usual day of a visit, drafted from a review's scope and team: every meeting once, nobody in two places.

The order is that of a school day: what everything else builds on comes first, and the team is together at its ends.
"""

from dataclasses import dataclass
from itertools import count

from bot.domain.meeting import meetings
from bot.domain.people import Person
from bot.domain.review import Review, Seat
from bot.domain.timetable import Slot, Timetable, What

BEGINS, ENDS = 8 * 60 + 30, 15 * 60 + 45
FIRST, TOGETHER = 9 * 60, 15 * 60  # the first meeting, and drawing together
LUNCH, BREAK, AFTER = 12 * 60, 12 * 60 + 30, 13 * 60
BETWEEN = 10  # minutes to walk from one meeting to the next, and to write a note
_STEP = 10

# In the order they are placed: when it is usual, how long, and how many of the team it takes.
_USUAL: tuple[tuple[What, int, int, int], ...] = (
    (What.HEAD, 9 * 60, 40, 1),
    (What.SINGLE_CENTRAL_RECORD, 9 * 60, 40, 1),
    (What.DSL, 9 * 60 + 50, 50, 1),
    (What.PUPIL_GROUP, 10 * 60 + 50, 40, 2),
    (What.RECORD_SAMPLE, 10 * 60 + 50, 40, 1),
    (What.LESSON, 11 * 60 + 20, 30, 1),
    (What.STAFF, 13 * 60, 30, 1),
    (What.SITE, 13 * 60, 30, 1),
    (What.GOVERNOR, 13 * 60 + 40, 30, 1),
    (What.POLICIES, 13 * 60 + 40, 30, 1),
)
_HOST = {What.DSL: What.DSL, What.RECORD_SAMPLE: What.DSL}
"""Meetings that need the same person of the school."""


@dataclass(frozen=True)
class Draft:
    """A day as it might be, and what there was no room for."""

    slots: tuple[Slot, ...]
    left_out: tuple[What, ...] = ()


def usual_day(timetable: Timetable, crew: tuple[Person, ...]) -> Draft:
    """Draft a day for those of the team who have accepted; what other days have already comes only if nothing is left."""
    return _Drafting(timetable, crew).draft() if crew else Draft(())


def crew_of(review: Review) -> tuple[Person, ...]:
    """Those who have accepted and may be there: the lead first, and nobody at their own school."""
    seated = [person for person in review.seated if review.school.id not in person.own_schools]
    leads = {member.person.id for member in review.team if member.seat is Seat.LEAD}
    return tuple(sorted(seated, key=lambda person: person.id not in leads))


class _Drafting:
    """One day being put together."""

    def __init__(self, timetable: Timetable, crew: tuple[Person, ...]) -> None:
        self.crew = crew
        self.placed: list[Slot] = []
        self.ids = count()
        met = {What(meeting.value) for meeting in meetings(timetable.review)}
        self.wanted = met - timetable.elsewhere or met
        self.arrives = What.ARRIVAL in met

    def draft(self) -> Draft:
        if self.arrives:
            self.put(What.ARRIVAL, BEGINS, FIRST - BEGINS, self.crew)
        self.put(What.BREAK, BREAK, AFTER - BREAK, self.crew)
        self.put(What.DRAWING_TOGETHER, TOGETHER, ENDS - TOGETHER, self.crew)
        if What.LUNCH in self.wanted:
            # The last of the team, so that the lead has the morning's end to themselves.
            self.put(What.LUNCH, LUNCH, BREAK - LUNCH, self.crew[-1:])
        left = [usual[0] for usual in _USUAL if usual[0] in self.wanted and not self.place(*usual)]
        slots = sorted(self.placed, key=lambda slot: (slot.starts, slot.ends))
        return Draft(tuple(slots), tuple(left))

    def put(self, what: What, starts: int, minutes: int, who: tuple[Person, ...]) -> None:
        self.placed.append(Slot(str(next(self.ids)), what, starts, minutes, who))

    def place(self, what: What, usual: int, minutes: int, people: int) -> bool:
        """Put a meeting where it first fits from its usual time on, else anywhere.

        The lead meets the head; otherwise whoever has least to do goes.
        """
        could = self.crew[:1] if what is What.HEAD else self.crew
        people = min(people, len(could))
        last = TOGETHER - minutes + 1
        for starts in (*range(usual, last, _STEP), *range(FIRST, usual, _STEP)):
            free = [person for person in could if self.is_free(person, starts, minutes)]
            if len(free) >= people and self.host_is_free(what, starts, minutes):
                least = sorted(free, key=lambda person: (self.busy(person), self.crew.index(person)))
                self.put(what, starts, minutes, tuple(least[:people]))
                return True
        return False

    def is_free(self, person: Person, starts: int, minutes: int) -> bool:
        return not any(slot.has(person) and _meet(slot, starts, minutes) for slot in self.placed)

    def host_is_free(self, what: What, starts: int, minutes: int) -> bool:
        needed = _HOST.get(what)
        return needed is None or not any(
            _HOST.get(slot.what) is needed and _meet(slot, starts, minutes) for slot in self.placed
        )

    def busy(self, person: Person) -> int:
        return sum(slot.minutes for slot in self.placed if slot.has(person))


def _meet(slot: Slot, starts: int, minutes: int) -> bool:
    together = slot.what in {What.ARRIVAL, What.BREAK, What.DRAWING_TOGETHER}
    between = 0 if together else BETWEEN
    return slot.starts - between < starts + minutes and starts < slot.ends + between
