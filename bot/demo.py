"""The demo trust: invented schools, and people named by their role, so that one person can play every part.

Telephone numbers are from the range kept for drama; no school, person or place here is real.
"""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.people import Job
from bot.domain.whom import Role
from bot.message import Address
from bot.privacy import Concern
from store import kept_frameworks, people
from store.engine import Store
from store.framework_file import CST_SPR
from store.tables import AuthorityRow, ContactRow, PersonRow, PostRow, SchoolRow, SchoolUrnRow, TrustRow

TRUST = "Marlpit Learning Trust (demo)"

_AUTHORITY = {
    "code": "999",
    "name": "Marlshire (demo)",
    "front_door": "01632 960199",
    "front_door_hours": "9.00 to 17.00",
    "out_of_hours": "01632 960198",
    "lado": "01632 960197",
    "lado_hours": "9.00 to 17.00",
}

# Id, name, phase, kind, URN, rule for visitors' phones.
_SCHOOLS = (
    (
        "larkfield",
        "Larkfield Primary",
        "Primary",
        "mainstream",
        "999001",
        "Phones stay in a bag, switched off, except in the staff room.",
    ),
    (
        "bridgewater",
        "Bridgewater High",
        "Secondary",
        "mainstream",
        "999002",
        "Phones may be used in offices and corridors, never near pupils.",
    ),
    ("stanmoor", "Stanmoor Special School", "Special", "special", "999003", "Phones are handed in at reception."),
)

# Person, name, posts (job and school), another trust's name for a guest.
_PEOPLE: tuple[tuple[str, str, tuple[tuple[Job, str], ...], str], ...] = (
    ("trust-lead", "Trust safeguarding lead", ((Job.TRUST_LEAD, ""),), ""),
    ("lead-reviewer", "Lead reviewer (DSL, Bridgewater)", ((Job.DSL, "bridgewater"),), ""),
    ("reviewer", "Reviewer (SENCO, Stanmoor)", ((Job.SENCO, "stanmoor"),), ""),
    ("larkfield-head", "Headteacher, Larkfield", ((Job.HEADTEACHER, "larkfield"),), ""),
    ("larkfield-dsl", "DSL, Larkfield", ((Job.DSL, "larkfield"),), ""),
    ("larkfield-governor", "Governor, Larkfield", ((Job.GOVERNOR, "larkfield"),), ""),
    ("bridgewater-head", "Headteacher, Bridgewater", ((Job.HEADTEACHER, "bridgewater"),), ""),
    ("stanmoor-head", "Headteacher, Stanmoor", ((Job.HEADTEACHER, "stanmoor"),), ""),
    ("guest", "Guest reviewer (another trust)", (), "Fenway Academies (demo)"),
    ("trustee", "Trustee", ((Job.TRUSTEE, ""),), ""),
    ("dpo", "Data protection officer", ((Job.DPO, ""),), ""),
)

_CHILD = (
    ("DSL", "01632 960101", "8.00 to 17.00"),
    ("Deputy DSL", "01632 960102", "8.00 to 17.00"),
)
_ADULT = (
    (Role.HEAD, "01632 960103", "8.00 to 17.00"),
    (Role.CHAIR, "01632 960104", ""),
)


def seed(store: Store, today: date) -> None:
    """Fill an empty store with the demo trust; a store that has a trust is left as it is."""
    with store.writing() as session:
        if session.scalar(select(TrustRow.id)):
            return
        session.add(TrustRow(id="trust", name=TRUST))
        session.add(AuthorityRow(**_AUTHORITY))
        for school, name, phase, kind, urn, phones in _SCHOOLS:
            facts = {"name": name, "phase": phase, "phone_rule": phones, "kind": kind, "authority": _AUTHORITY["code"]}
            session.add(SchoolRow(id=school, urn=urn, contacts_confirmed=today, **facts))
        session.flush()
        session.add_all(SchoolUrnRow(urn=urn, school=school) for school, *_, urn, _phones in _SCHOOLS)
        for school, *_ in _SCHOOLS:
            _contacts(session, school)
        for person, name, posts, guest_of in _PEOPLE:
            until = today + timedelta(days=30) if guest_of else None
            session.add(PersonRow(id=person, name=name, guest_of=guest_of, until=until, chosen_review=""))
            session.flush()
            session.add_all(PostRow(person=person, job=job, school=school) for job, school in posts)
            people.add_address(session, Address("web", "", person), person)
        kept_frameworks.pin_framework(session, CST_SPR.read_bytes(), CST_SPR.name)


def _contacts(session: Session, school: str) -> None:
    for concern, listed in ((Concern.LIVE_CONCERN, _CHILD), (Concern.ADULT_ALLEGATION, _ADULT)):
        session.add_all(
            ContactRow(school=school, concern=concern, position=n, role=role, number=number, hours=hours)
            for n, (role, number, hours) in enumerate(listed, 1)
        )
