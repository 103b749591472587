"""Erasing a person: who they are leaves every row, by the one way that all removing goes. What they did stays, by nobody's name.

Notes and what was made of them are the review's evidence and stay under a reviewer; history keeps the id, which names
nobody any more. A row says that their bytes are to follow, as after every removal.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from bot.domain.changes_people import PersonErased
from bot.domain.people import Erasing, Job
from bot.domain.prompt import Readers
from bot.domain.removal import PEOPLE, Held
from bot.domain.retention import Kind
from bot.domain.review import Seat, Standing
from store import holds, library_making, people, person_held, removal
from store.act_rows import OPEN, PlaceKind, State
from store.keeping_tables import RemovalRow
from store.made import Made
from store.prompt_tables import PromptAnswerRow, PromptRow
from store.row import Base
from store.tables import ActRow, ConversationRow, MemberRow, PersonRow, ReflectionRow, ReviewRow, SchoolRow

GONE = (
    "addresses",
    "posts_held",
    "places",
    "asked",
    "conversations",
    "reflections",
    "sessions",
    "codes",
    "prompt_routes",
    "asking_settings",
    "practice_offers",
)
"""Tables of which a person's own rows go."""

GOES, STAYS = (
    ("addresses", "reflections", "forms", "sign_in"),
    (
        "notes",
        "affirmations",
        "comparisons",
        "replies",
        "timetable",
        "accounts",
        "marks",
    ),
)
"""Kinds of what is held about somebody, as they are told of it: what goes with them, and what stays."""

_KEPT = frozenset({"id", "name", "guest_of", "until", "left", "erased"})


class HeldBackError(Exception):
    """A person who cannot be erased now: `why` is `hold`, `leads` or `last_lead`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def foreseen(session: Session, person: str, today: date) -> Erasing:
    """What would go with somebody and what would stay, counted; and what stands in the way."""
    counts = person_held.counts(session, person)
    going_on = (
        select(SchoolRow.name)
        .join(ReviewRow, ReviewRow.school == SchoolRow.id)
        .join(MemberRow, MemberRow.review == ReviewRow.id)
        .where(MemberRow.person == person, ReviewRow.ends >= today)
        .where(MemberRow.standing.in_((Standing.ACCEPTED, Standing.INVITED)))
        .order_by(SchoolRow.name)
    )
    return Erasing(
        person,
        hindrance(session, person, today),
        kept={kind: counts[kind] for kind in STAYS if counts.get(kind)},
        goes={kind: counts[kind] for kind in GOES if counts.get(kind)},
        open_at=tuple(dict.fromkeys(session.scalars(going_on))),
    )


def hindrance(session: Session, person: str, today: date) -> str:
    """What keeps somebody from being erased: a legal hold, a review they lead that is not over, or that nobody else leads."""
    theirs = set(session.scalars(select(ReflectionRow.review).where(ReflectionRow.person == person)))
    for hold in holds.standing(session, today):
        if hold.about == person if hold.on is Held.PERSON else hold.about in theirs:
            return "hold"
    leads = (
        select(MemberRow.review)
        .join(ReviewRow, ReviewRow.id == MemberRow.review)
        .where(MemberRow.person == person, MemberRow.seat == Seat.LEAD, ReviewRow.ends >= today)
    )
    if session.execute(leads).first():
        return "leads"
    trust_leads = people.directory(session).holders(Job.TRUST_LEAD, "", today)
    return "last_lead" if trust_leads == (person,) else ""


def erase(session: Session, change: PersonErased, made: Made) -> bool:
    """Take who they are out of every row, and call them `change.name`; whether anything was left to take.

    Raises KeyError where there is nobody of that id, HeldBackError where it cannot be now.
    """
    person, today = change.person, made.at.date()
    row = session.get(PersonRow, person)
    if row is None:
        raise KeyError(person)
    if why := hindrance(session, person, today):
        raise HeldBackError(why)
    words = {kind: ids for kind, ids in _words(session, person) if ids}
    if Kind.ACCOUNTS in words:
        removal.forget_words(session, Kind.ACCOUNTS, words[Kind.ACCOUNTS], made.at)
    took = _rows_gone(session, person) or bool(words)
    library_making.take_name_off(session, person)
    stopped = ActRow.place_kind.in_((PlaceKind.PERSON, PlaceKind.HOME)), ActRow.place == person
    session.execute(update(ActRow).where(*stopped, ActRow.state.in_(OPEN)).values(state=State.STOPPED))
    session.execute(update(ActRow).where(*stopped).values(tenant="", channel="", message=""))
    going_on = select(ReviewRow.id).where(ReviewRow.ends >= today)
    seated = MemberRow.person == person, MemberRow.standing == Standing.ACCEPTED, MemberRow.review.in_(going_on)
    session.execute(update(MemberRow).where(*seated).values(standing=Standing.LEFT))
    asked = MemberRow.person == person, MemberRow.standing == Standing.INVITED
    session.execute(update(MemberRow).where(*asked).values(standing=Standing.DECLINED))
    session.execute(update(MemberRow).where(MemberRow.person == person).values(conflicts=[]))
    fresh = _nobody(row, change.name, today)
    for key in [key for key, value in fresh.items() if getattr(row, key) != value]:
        setattr(row, key, fresh[key])
        took = True
    if not took:
        return False
    flag_modified(row, "name")  # so that the directory's stamp changes, whatever of it went
    removal.begin(session, _named(session, person), change.why, made.person, made.at, {PEOPLE: [person], **words})
    session.flush()
    return True


def _words(session: Session, person: str) -> Iterator[tuple[str, list[str]]]:
    """What of their own words goes with them, by its ids."""
    taken = select(ReflectionRow.review, ReflectionRow.area).where(ReflectionRow.person == person)
    yield (
        Kind.REFLECTIONS,
        [
            f"{review}/{person}/{area}"
            for review, area in session.execute(taken.order_by(ReflectionRow.review, ReflectionRow.area))
        ],
    )
    # What they asked themselves, and shared with nobody.
    own = select(PromptRow.id).join(PromptAnswerRow, PromptAnswerRow.prompt == PromptRow.id)
    own = own.where(PromptAnswerRow.person == person, PromptRow.readers == Readers.OWN).distinct()
    yield Kind.ACCOUNTS, list(session.scalars(own.order_by(PromptRow.id)))
    forms = select(ConversationRow.id).where(ConversationRow.person == person, ConversationRow.ended.is_(None))
    yield Kind.ANSWERS, list(session.scalars(forms.order_by(ConversationRow.id)))


def _rows_gone(session: Session, person: str) -> bool:
    took = False
    for table in (Base.metadata.tables[known] for known in GONE):
        theirs = table.c.person == person
        if session.execute(select(table.c.person).where(theirs).limit(1)).first():
            session.execute(delete(table).where(theirs))
            took = True
    return took


def _named(session: Session, person: str) -> str:
    """The id of the record; somebody who came back from an old file, say, may be erased twice."""
    first, number = f"person-{person}", 1
    while session.get(RemovalRow, first if number == 1 else f"{first}-{number}") is not None:
        number += 1
    return first if number == 1 else f"{first}-{number}"


def _nobody(row: PersonRow, name: str, today: date) -> dict[str, Any]:
    """What stands in the directory of somebody who was erased: a word for all such, and that they are here no more."""
    yesterday = today - timedelta(days=1)
    fresh: dict[str, Any] = {"name": name, "until": min(row.until or yesterday, yesterday)}
    for column in PersonRow.__table__.columns:
        if column.key in _KEPT:
            continue
        value = getattr(row, column.key)
        fresh[column.key] = type(value)() if isinstance(value, (str, list, dict)) else None
    fresh["left"] = row.left or today
    fresh["erased"] = row.erased or today
    return fresh
