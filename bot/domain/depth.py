"""What lies under a sub-area's title: whom to ask, where it is met, what to look for, and how gently to ask.

Every kind is a closed list of words, so that a framework cannot name a role or a stop of the visit nobody knows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

_Key = TypeVar("_Key")


class Kind(StrEnum):
    """What kind of evidence it is. A note with none is an impression, and reaches no report."""

    RECORD = "record"
    POLICY = "policy"
    CASE_EXAMPLE = "case_example"
    CONVERSATION = "conversation"
    OBSERVATION = "observation"
    DATA = "data"


class Owner(StrEnum):
    """A practice owner: whoever answers at a school for a part of the work."""

    HEADTEACHER = "headteacher"
    DSL = "dsl"
    SENCO = "senco"
    ATTENDANCE_CHAMPION = "attendance_champion"
    DESIGNATED_TEACHER = "designated_teacher"
    IT_LEAD = "it_lead"
    SITE_LEAD = "site_lead"
    HR_LEAD = "hr_lead"
    FIRST_AID_LEAD = "first_aid_lead"
    GOVERNOR = "governor"
    ANY_STAFF = "any_staff"
    PUPILS = "pupils"


ROLES = {
    Owner.HEADTEACHER: "headteacher",
    Owner.DSL: "DSL",
    Owner.SENCO: "SENCO",
    Owner.ATTENDANCE_CHAMPION: "attendance champion",
    Owner.DESIGNATED_TEACHER: "designated teacher",
    Owner.IT_LEAD: "IT lead",
    Owner.SITE_LEAD: "site lead",
    Owner.HR_LEAD: "HR lead",
    Owner.FIRST_AID_LEAD: "first aid lead",
    Owner.GOVERNOR: "governor",
    Owner.ANY_STAFF: "any member of staff",
    Owner.PUPILS: "pupils",
}
"""What they are usually called; a trust's overlay may say otherwise, so ask the framework's `role`."""


class MeetWith(StrEnum):
    """Where in a visit a reviewer is likely to come across it."""

    ARRIVAL = "arrival"
    HEAD = "head"
    DSL = "dsl"
    SINGLE_CENTRAL_RECORD = "single_central_record"
    RECORD_SAMPLE = "record_sample"
    PUPIL_GROUP = "pupil_group"
    STAFF = "staff"
    GOVERNOR = "governor"
    LESSON = "lesson"
    SITE = "site"
    LUNCH = "lunch"
    POLICIES = "policies"


class Level(StrEnum):
    """Where a duty may sit."""

    SCHOOL = "school"
    CLUSTER = "cluster"
    TRUST = "trust"


class Sensitivity(StrEnum):
    """How much care it takes to ask: with anything but none, a sentence of care is shown first."""

    NONE = "none"
    MINDFUL = "mindful"
    HEAVY = "heavy"


class Included(StrEnum):
    """Children whom every area asks about, so that nobody is left out of the picture."""

    SEND = "send"
    DISABILITY = "disability"
    LGBTQ = "lgbtq"
    CULTURE = "culture"


@dataclass(frozen=True, eq=False)
class Words(Mapping[_Key, str]):
    """Words by their key, in their order, which nobody can write to."""

    pairs: tuple[tuple[_Key, str], ...] = ()

    def __getitem__(self, key: _Key) -> str:
        return dict(self.pairs)[key]

    def __iter__(self) -> Iterator[_Key]:
        return (key for key, _ in self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __hash__(self) -> int:
        return hash(frozenset(self.pairs))
