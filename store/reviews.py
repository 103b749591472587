"""Reviews, their teams, rooms and walks: rows in, values out."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, bindparam, case, exists, func, select, update
from sqlalchemy.orm import Session

from bot.domain.note import Shows
from bot.domain.people import Person, Room, Trust
from bot.domain.prompt import PromptState, Readers
from bot.domain.review import STAYS_OPEN, Conflict, Member, Progress, Review, Seat, Standing, Tally
from bot.domain.walk import Place
from store import kept_frameworks, people
from store.act_rows import NO_CHAT, WEB
from store.imports.schools_file import authorities
from store.prompt_tables import PromptMarkRow, PromptRow, PromptSetRow
from store.tables import AddressRow, DayRow, HistoryRow, MemberRow, NoteRow, PersonRow, PlaceRow, ReviewRow, RoomRow

LOADED = "reviews loaded in this transaction"
AFTERWARDS = timedelta(days=90)  # as long as there is still much to do for whoever leads a review
OPEN = "open reviews of people in this transaction"
ON_IT = (Standing.ACCEPTED, Standing.INVITED)
CHOSEN = "reviews chosen last, in this transaction"


_SEATS = (
    select(MemberRow.person, MemberRow.seat, MemberRow.standing, MemberRow.conflicts)
    .where(MemberRow.review == bindparam("review"))
    .order_by(MemberRow.seat, MemberRow.person)
)

_ENDED = select(DayRow.day).where(DayRow.review == bindparam("review"))

_UNMARKED = (
    select(func.count())
    .select_from(PromptRow)
    .join(PromptSetRow, PromptSetRow.id == PromptRow.set)
    .where(PromptSetRow.review == bindparam("review"), PromptRow.state == PromptState.ANSWERED)
    .where(PromptRow.version > 0, PromptRow.readers != Readers.OWN)
    .where(~exists().where(PromptMarkRow.prompt == PromptRow.id))
)

_CHOSEN = select(PersonRow.chosen_review).where(PersonRow.id == bindparam("person"))

_OPEN_OF = (
    select(ReviewRow.id, ReviewRow.ends)
    .join(MemberRow, MemberRow.review == ReviewRow.id)
    .where(MemberRow.person == bindparam("person"), MemberRow.standing == Standing.ACCEPTED)
    .where(ReviewRow.ends >= bindparam("earliest"))
    .order_by(ReviewRow.begins.desc(), ReviewRow.id)
)


def load(session: Session, review_id: str, *, progress: bool = False) -> Review:
    """A review as it stands, with its progress if asked for; raises KeyError where there is none.

    Within one transaction a review is loaded once, and again only after a change was made.
    """
    held: dict[tuple[str, bool], Review] = session.info.setdefault(LOADED, {})
    if (review_id, progress) not in held:
        held[review_id, progress] = _load(session, review_id, progress=progress)
    return held[review_id, progress]


def forget(session: Session, *, itself: bool) -> None:
    """Something was changed: its progress no longer stands, and with `itself` nothing of what was loaded before."""
    held: dict[tuple[str, bool], Review] = session.info.get(LOADED, {})
    session.info[LOADED] = {} if itself else {key: review for key, review in held.items() if not key[1]}
    if itself:
        session.info.pop(OPEN, None)


def _load(session: Session, review_id: str, *, progress: bool) -> Review:
    row = session.get(ReviewRow, review_id)
    if row is None:
        raise KeyError(review_id)
    known = people.directory(session)
    seats = session.connection().execute(_SEATS, {"review": review_id}).all()
    return Review(
        id=row.id,
        school=known.schools[row.school],
        framework=kept_frameworks.framework(session, row.framework),
        areas=tuple(row.areas),
        begins=row.begins,
        ends=row.ends,
        team=tuple(
            Member(known.people[s.person], Seat(s.seat), Standing(s.standing), frozenset(map(Conflict, s.conflicts)))
            for s in seats
        ),
        drawn_together=frozenset(row.drawn_together),
        ended=frozenset(session.connection().scalars(_ENDED, {"review": review_id})),
        progress=_progress(session, review_id) if progress else None,
        approvers=known.settings.approvers,
        posts_a_day=known.settings.posts_a_day,
        above=frozenset(known.lives_at(row.school)),
    )


def _progress(session: Session, review_id: str) -> Progress:
    untold = select(NoteRow.id).filter_by(review=review_id, urgent=True, told="").where(NoteRow.version > 0)
    urgent = untold.order_by(NoteRow.at, NoteRow.id)
    risks = tuple(session.scalars(urgent))
    walking, walked = _walking(session, review_id)
    return Progress(
        _tallies(session, review_id),
        walking,
        walked,
        len(risks),
        risks,
        session.scalar(_UNMARKED, {"review": review_id}) or 0,
    )


def _tallies(session: Session, review_id: str) -> Mapping[tuple[str, str], Tally]:
    def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    excellent, develop = NoteRow.shows == Shows.EXCELLENT, NoteRow.shows == Shows.DEVELOP
    rows = session.execute(
        select(NoteRow.sub_area, NoteRow.also, count(excellent), count(develop), func.count())
        .where(NoteRow.review == review_id, NoteRow.version > 0)  # those that were not removed
        .group_by(NoteRow.sub_area, NoteRow.also)
    )
    return {(node, also): Tally(yes, later, every - yes - later) for node, also, yes, later, every in rows}


def _walking(session: Session, review_id: str) -> tuple[Mapping[str, tuple[Person, ...]], frozenset[str]]:
    """Who walks which area now, and of what anybody has passed a step."""
    known = people.directory(session).people
    found: dict[str, tuple[Person, ...]] = {}
    walked: set[str] = set()
    places = select(PlaceRow.area, PlaceRow.person, PlaceRow.passed, PlaceRow.paused)
    for area, person_id, passed, paused in session.execute(
        places.where(PlaceRow.review == review_id).order_by(PlaceRow.person)
    ):
        walked |= {step.partition(":")[0] for step in passed}
        if area and not paused and person_id in known:
            found[area] = (*found.get(area, ()), known[person_id])
    return found, frozenset(walked)


def place(session: Session, review_id: str, person_id: str) -> Place:
    row = session.get(PlaceRow, (review_id, person_id))
    return Place(row.area, frozenset(row.passed), row.paused) if row else Place()


def put_place(session: Session, review_id: str, person_id: str, here: Place) -> None:
    session.merge(
        PlaceRow(review=review_id, person=person_id, area=here.area, passed=sorted(here.passed), paused=here.paused)
    )


def led_by(session: Session, person_id: str, today: date) -> tuple[str, ...]:
    """The ids of the reviews that somebody leads and that are not long over, newest first."""
    wanted = (
        select(ReviewRow.id)
        .join(MemberRow, MemberRow.review == ReviewRow.id)
        .where(MemberRow.person == person_id, MemberRow.seat == Seat.LEAD, MemberRow.standing.in_(ON_IT))
        .where(ReviewRow.ends >= today - AFTERWARDS)
        .order_by(ReviewRow.begins.desc(), ReviewRow.id)
    )
    return tuple(session.scalars(wanted))


def of_person(session: Session, person_id: str, standing: Standing) -> tuple[str, ...]:
    """The ids of the reviews on whose team somebody is, newest first."""
    wanted = (
        select(ReviewRow.id)
        .join(MemberRow, MemberRow.review == ReviewRow.id)
        .where(MemberRow.person == person_id, MemberRow.standing == standing)
        .order_by(ReviewRow.begins.desc(), ReviewRow.id)
    )
    return tuple(session.scalars(wanted))


def of_schools(session: Session, school_ids: frozenset[str]) -> tuple[str, ...]:
    """The ids of the reviews of these schools, newest first."""
    wanted = (
        select(ReviewRow.id).where(ReviewRow.school.in_(school_ids)).order_by(ReviewRow.begins.desc(), ReviewRow.id)
    )
    return tuple(session.scalars(wanted))


def every(session: Session) -> tuple[str, ...]:
    return tuple(session.scalars(select(ReviewRow.id).order_by(ReviewRow.begins.desc(), ReviewRow.id)))


def chosen(session: Session, person_id: str) -> str:
    """The review somebody last chose, or nothing."""
    held: dict[str, str] = session.info.setdefault(CHOSEN, {})
    if person_id not in held:
        held[person_id] = session.connection().scalar(_CHOSEN, {"person": person_id}) or ""
    return held[person_id]


def choose(session: Session, person_id: str, review_id: str) -> None:
    if chosen(session, person_id) != review_id:
        session.execute(update(PersonRow).filter_by(id=person_id).values(chosen_review=review_id))
        session.info[CHOSEN][person_id] = review_id


def of_room(session: Session, platform: str, tenant: str, channel: str) -> str | None:
    """The review a room belongs to; empty for the trust-wide channel, None for a room nobody has joined."""
    return session.scalar(select(RoomRow.review).filter_by(platform=platform, tenant=tenant, channel=channel))


def rooms(session: Session, review_id: str, platform: str, tenant: str) -> tuple[str, ...]:
    """The channels that are a review's rooms in one workspace."""
    wanted = select(RoomRow.channel).filter_by(review=review_id, platform=platform, tenant=tenant)
    return tuple(session.scalars(wanted.order_by(RoomRow.channel)))


def open_of(session: Session, person_id: str, today: date) -> tuple[str, ...]:
    """The reviews whose team somebody has joined and that still take notes, newest first; those over come last."""
    held: dict[str, tuple[str, ...]] = session.info.setdefault(OPEN, {})
    if person_id not in held:
        earliest = {"person": person_id, "earliest": today - STAYS_OPEN}
        found = session.connection().execute(_OPEN_OF, earliest).all()
        still = [review for review, ends in found if ends >= today]
        over = [review for review, ends in found if ends < today and load(session, review).takes_notes(today)]
        held[person_id] = (*still, *over)
    return held[person_id]


def trust(session: Session) -> Trust:
    chosen, *beside = kept_frameworks.all_in_use(session)
    known = people.directory(session)
    return Trust(
        known.trust,
        chosen,
        tuple(known.schools.values()),
        tuple(known.people.values()),
        tuple(beside),
        tuple(known.authorities.values()),
        authorities(),
        _engaged(session),
        settings=known.settings,
        terms=known.calendar.sets,
        rooms=_rooms(session),
        workspaces=_workspaces(session),
    )


def _rooms(session: Session) -> tuple[Room, ...]:
    """Every room in chat, those of the trust's channel first."""
    rows = session.scalars(select(RoomRow).where(RoomRow.platform != WEB).order_by(RoomRow.review, RoomRow.channel))
    return tuple(Room(row.platform, row.tenant, row.channel, row.review) for row in rows)


def _workspaces(session: Session) -> tuple[tuple[str, str], ...]:
    known = select(AddressRow.platform, AddressRow.tenant).where(AddressRow.platform.not_in(NO_CHAT)).distinct()
    return tuple((platform, tenant) for platform, tenant in session.execute(known.order_by(*known.selected_columns)))


def _engaged(session: Session) -> frozenset[str]:
    """The guests who are, or were, on a team, or are asked to be."""
    seats = select(MemberRow.person).where(MemberRow.seat == Seat.GUEST, MemberRow.standing.in_(ON_IT))
    return frozenset(session.scalars(seats.distinct()))


def last_change(session: Session, review_id: str) -> str:
    """A short string that changes with every note taken, edited or moved, and every step of a walk."""
    newest = session.scalar(select(func.max(HistoryRow.id)))
    return f"{review_id}:{newest or 0}"
