"""Frozen values for tests of the pure rules: one trust, its people, one review of Larkfield and what belongs to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.affirmation import Affirmation, State
from bot.domain.framework import Framework
from bot.domain.note import Kind, Note, Shows
from bot.domain.people import Authority, Contact, Held, Job, Person, School, Trust
from bot.domain.practice_words import PracticeWords
from bot.domain.review import Member, Review, Seat, Standing
from store.framework_file import CST_SPR, parse

FRAMEWORK: Framework = parse(CST_SPR.read_bytes(), CST_SPR.name)
EARLIER = replace(FRAMEWORK, version="2024.1", areas=FRAMEWORK.areas[:2])
BEGINS = date(2026, 11, 24)
ENDS = BEGINS + timedelta(days=2)

CONTACTS = (Contact("DSL", "01632 960101", "8.00 to 17.00"), Contact("Deputy DSL", "01632 960102"))
OF_ADULTS = (Contact("head", "01632 960103"), Contact("chair", "01632 960104"))
AUTHORITY = Authority("999", "Marlshire", "01632 960199", "9.00 to 17.00", "01632 960198", "01632 960197", "")
LARKFIELD = School(
    "larkfield",
    "Larkfield Primary",
    "Primary",
    "Phones stay in a bag.",
    CONTACTS,
    OF_ADULTS,
    authority="999",
    served_by=AUTHORITY,
    confirmed=BEGINS,
)
STANMOOR = School("stanmoor", "Stanmoor Special School")


def person(name: str, *posts: Held, guest_of: str = "", until: date | None = None) -> Person:
    return Person(name, name.replace("-", " ").capitalize(), frozenset(posts), guest_of, until)


lead = person("lead", Held(Job.DSL, "bridgewater"))
reviewer = person("reviewer", Held(Job.STAFF, "stanmoor"))
second = person("second", Held(Job.HEADTEACHER, "stanmoor"))
guest = person("guest", guest_of="Fenway Academies", until=ENDS + timedelta(days=30))
guest_gone = person("guest-gone", guest_of="Fenway Academies", until=BEGINS - timedelta(days=1))
guest_elsewhere = person("guest-elsewhere", guest_of="Fenway Academies", until=ENDS + timedelta(days=30))
invited = person("invited", Held(Job.STAFF, "stanmoor"))
declined = person("declined", Held(Job.STAFF, "stanmoor"))
own_staff = person("own-staff", Held(Job.STAFF, "larkfield"))
own_governor = person("own-governor", Held(Job.GOVERNOR, "larkfield"), Held(Job.DSL, "stanmoor"))
own_invited = person("own-invited", Held(Job.STAFF, "larkfield"))
head = person("head", Held(Job.HEADTEACHER, "larkfield"))
dsl = person("dsl", Held(Job.DSL, "larkfield"))
governor = person("governor", Held(Job.GOVERNOR, "larkfield"))
trust_lead = person("trust-lead", Held(Job.TRUST_LEAD))
trustee = person("trustee", Held(Job.TRUSTEE))
dpo = person("dpo", Held(Job.DPO))
colleague = person("colleague", Held(Job.STAFF, "bridgewater"))

_ACCEPTED = (
    (lead, Seat.LEAD),
    (reviewer, Seat.REVIEWER),
    (second, Seat.REVIEWER),
    (guest, Seat.GUEST),
    (guest_gone, Seat.GUEST),
    (own_staff, Seat.REVIEWER),
    (own_governor, Seat.REVIEWER),
)
TEAM = (
    *(Member(who, seat, Standing.ACCEPTED) for who, seat in _ACCEPTED),
    Member(invited, Seat.REVIEWER, Standing.INVITED),
    Member(own_invited, Seat.REVIEWER, Standing.INVITED),
    Member(declined, Seat.REVIEWER, Standing.DECLINED),
)
REVIEW = Review("r1", LARKFIELD, FRAMEWORK, ("A-2", "A-7"), BEGINS, ENDS, TEAM)
EVERYBODY = (
    *(member.person for member in TEAM),
    guest_elsewhere,
    head,
    dsl,
    governor,
    trust_lead,
    trustee,
    dpo,
    colleague,
)
TRUST = Trust("Marlpit", FRAMEWORK, (LARKFIELD, STANMOOR), EVERYBODY)
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NOTE = Note("n1", REVIEW, reviewer, AT, "Staff know whom to tell.", 1, "A-2.1", Shows.EXCELLENT, Kind.OBSERVATION)


PRACTICE = PracticeWords(
    "Answered the same day",
    "Every answer comes the same day.",
    "Pupils see that it is read.",
    "Pupils said so, and the log shows it.",
)


def affirmation(state: State, *, drafter: Person = reviewer, agreed_by: str = "", public: str = "") -> Affirmation:
    approved = replace(PRACTICE, what=public) if public else PracticeWords()
    return Affirmation("a1", REVIEW, "n1", "A-2.1", drafter, state, PRACTICE, 1, approved, agreed_by)


def drawn(*areas: str) -> Review:
    return replace(REVIEW, drawn_together=frozenset(areas))
