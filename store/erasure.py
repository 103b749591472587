"""Erasing a person: who they are leaves every row, and then the bytes of the database. What they did stays, by nobody's name.

Notes and what was made of them are the review's evidence and stay under a reviewer; history keeps the id, which names
nobody any more.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from store.act_rows import OPEN, PlaceKind, State
from store.engine import Store, plainly
from store.row import Base
from store.tables import ActRow, MemberRow, PersonRow, ReviewRow

GONE = ("addresses", "posts_held", "places", "asked", "conversations", "reflections", "sessions", "codes")
"""Tables of which a person's own rows go."""

_KEPT = frozenset({"id", "name", "guest_of", "until", "left"})


class HeldBackError(Exception):
    """A person who cannot be erased now: `why` is `hold` or `leads`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def hindrance(session: Session, person: str, today: date) -> str:
    """What keeps somebody from being erased: a legal hold, or a review they lead that is not over. Nothing: empty."""
    holds = Base.metadata.tables.get("holds")
    if holds is not None:
        held = and_(holds.c.kind == "person", holds.c.about == person, holds.c.lifted.is_(None), holds.c.until >= today)
        if session.execute(select(holds.c.about).where(held)).first():
            return "hold"
    leads = (
        select(MemberRow.review)
        .join(ReviewRow, ReviewRow.id == MemberRow.review)
        .where(MemberRow.person == person, MemberRow.seat == "lead", ReviewRow.ends >= today)
    )
    return "leads" if session.execute(leads).first() else ""


def erase(session: Session, person: str, name: str, today: date) -> bool:
    """Take who they are out of every row, and call them `name`; whether anything was left to take.

    Raises KeyError where there is nobody of that id, HeldBackError where it cannot be now.
    """
    row = session.get(PersonRow, person)
    if row is None:
        raise KeyError(person)
    if why := hindrance(session, person, today):
        raise HeldBackError(why)
    took = False
    for table in (Base.metadata.tables[known] for known in GONE if known in Base.metadata.tables):
        theirs = table.c.person == person
        if session.execute(select(table.c.person).where(theirs).limit(1)).first():
            session.execute(delete(table).where(theirs))
            took = True
    stopped = ActRow.place_kind == PlaceKind.PERSON, ActRow.place == person
    session.execute(update(ActRow).where(*stopped, ActRow.state.in_(OPEN)).values(state=State.STOPPED))
    session.execute(update(ActRow).where(*stopped).values(tenant="", channel="", message=""))
    session.execute(
        update(MemberRow).where(MemberRow.person == person, MemberRow.standing == "invited").values(standing="declined")
    )
    session.execute(update(MemberRow).where(MemberRow.person == person).values(conflicts=[]))
    fresh = _nobody(row, name, today)
    for key in [key for key, value in fresh.items() if getattr(row, key) != value]:
        setattr(row, key, fresh[key])
        took = True
    if took:
        flag_modified(row, "name")  # so that the directory's stamp changes, whatever of it went
    session.flush()
    return took


def _nobody(row: PersonRow, name: str, today: date) -> dict[str, Any]:
    """What stands in the directory of somebody who was erased: a word for all such, and that they are here no more."""
    yesterday = today - timedelta(days=1)
    fresh: dict[str, Any] = {"name": name, "until": min(row.until or yesterday, yesterday)}
    for column in PersonRow.__table__.columns:
        if column.key in _KEPT:
            continue
        value = getattr(row, column.key)
        fresh[column.key] = type(value)() if isinstance(value, (str, list, dict)) else None
    if "left" in PersonRow.__table__.columns:
        fresh["left"] = getattr(row, "left", None) or today
    return fresh


def clear(store: Store) -> bool:
    """Write the database's files anew without what was erased; whether nothing was in the way."""
    with plainly(), store.write.connect() as connection:
        if not store.is_sqlite:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql("SET lock_timeout = '5s'")
            try:
                for table in ("people", "members", "acts", *GONE):
                    if table in Base.metadata.tables:
                        connection.exec_driver_sql(f'VACUUM FULL "{table}"')
            except DBAPIError:
                return False
            return True
        driver: Any = connection.connection.driver_connection
        usual, driver.isolation_level = driver.isolation_level, None
        try:
            connection.exec_driver_sql("PRAGMA temp_store=MEMORY")
            connection.exec_driver_sql("VACUUM")
            busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        except OperationalError:
            return False
        finally:
            connection.exec_driver_sql("PRAGMA temp_store=DEFAULT")
            driver.isolation_level = usual
        return not busy
