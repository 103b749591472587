"""What the command line reads and writes in the store: short transactions, and never any posting."""

from contextlib import suppress
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot import rooms
from bot.app import DEMO_STORE, open_entrance, open_settings_store
from bot.domain.sign_in import Kind
from bot.message import Address
from bot.settings import Settings
from bot.turn import new_id, utc_now
from bot.wording import Wording
from store import notes, people, reached, reviews
from store.engine import Store
from store.made import Made
from store.reached import Reached
from store.tables import AddressRow, RoomRow

ALL = 1_000_000


def opened(settings: Settings, *, is_demo: bool) -> Store:
    """The store of these settings, to be closed by whoever asked."""
    return open_settings_store(settings, is_demo=is_demo)


def has_trust(settings: Settings) -> bool:
    store = open_settings_store(settings, is_demo=False)
    with store.reading() as session:
        found = bool(people.directory(session).trust)
    store.close()
    return found


def remove_demo(settings: Settings) -> None:
    """Remove the demo's own files, and no others."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            (settings.data_dir / f"{DEMO_STORE}{suffix}").unlink()


def add_address(settings: Settings, person: str, platform: str, tenant: str, user: str, *, is_demo: bool) -> str:
    """Give a person an address; returns why not, or nothing. Run twice it changes nothing."""
    store = open_settings_store(settings, is_demo=is_demo)
    try:
        with store.writing() as session:
            if person not in people.directory(session).people:
                return f"There is nobody with the id {person}. `peerwalk people list` shows the ids."
            taken = session.get(AddressRow, (platform, tenant, user))
            if taken is not None and taken.person != person:
                return "That address belongs to somebody else. An address belongs to one person."
            if taken is None:
                people.add_address(session, Address(platform, tenant, user), person)
                # A serving process finds what is queued here within a minute or two.
                rooms.late(session, person, Made("", utc_now(), platform, tenant), lambda _session, _rows: None, new_id)
    except IntegrityError:
        return "That address was taken by somebody else just now."
    finally:
        store.close()
    return ""


def way_in(settings: Settings, person: str, kind: Kind, *, is_demo: bool) -> str:
    """A link or code for a person; empty where there is nobody who may come in."""
    store = open_settings_store(settings, is_demo=is_demo)
    try:
        entrance = open_entrance(settings, store, Wording(settings.templates_dir), settings.secret(), is_demo=is_demo)
        return entrance.ways.made_for(person, kind, Made("", utc_now(), "cli"))
    finally:
        store.close()


def every_person(settings: Settings, *, is_demo: bool) -> list[tuple[str, str]]:
    store = open_settings_store(settings, is_demo=is_demo)
    with store.reading() as session:
        found = [(person.id, person.name) for person in people.directory(session).people.values()]
    store.close()
    return found


def add_room(settings: Settings, review: str, platform: str, tenant: str, channel: str, *, is_demo: bool) -> str:
    """Join a channel to a review, or as `trust` to the trust; returns why not, or nothing."""
    wanted = "" if review == "trust" else review
    store = open_settings_store(settings, is_demo=is_demo)
    try:
        with store.writing() as session:
            if wanted and wanted not in reviews.every(session):
                return f"There is no review {review}. `peerwalk rooms list` shows those there are."
            taken = reviews.of_room(session, platform, tenant, channel)
            if taken is not None and taken != wanted:
                return "That channel is joined already, to another review or to the trust."
            session.merge(RoomRow(platform=platform, tenant=tenant, channel=channel, review=wanted))
        return ""
    finally:
        store.close()


def every_review(settings: Settings, *, is_demo: bool) -> list[tuple[str, str]]:
    store = open_settings_store(settings, is_demo=is_demo)
    with store.reading() as session:
        found = [(review_id, reviews.load(session, review_id).school.name) for review_id in reviews.every(session)]
    store.close()
    return found


def every_room(settings: Settings, platform: str, *, is_demo: bool) -> list[tuple[str, str, str, str]]:
    """The rooms on a platform: tenant, channel, and the review with its school, both empty for the trust-wide channel."""
    store = open_settings_store(settings, is_demo=is_demo)
    try:
        with store.reading() as session:
            found = session.scalars(select(RoomRow).filter_by(platform=platform).order_by(RoomRow.channel)).all()
            schools = {each.review: reviews.load(session, each.review).school.name for each in found if each.review}
            return [(each.tenant, each.channel, each.review, schools.get(each.review, "")) for each in found]
    finally:
        store.close()


def how_many_on(settings: Settings, platform: str, *, is_demo: bool) -> int:
    """How many addresses on a platform are somebody's."""
    store = open_settings_store(settings, is_demo=is_demo)
    try:
        with store.reading() as session:
            return session.scalar(select(func.count()).select_from(AddressRow).filter_by(platform=platform)) or 0
    finally:
        store.close()


def everybody_on(settings: Settings, platform: str, *, is_demo: bool) -> list[tuple[str, Address | None, Reached]]:
    """Everybody who is here still, with each address of theirs on a platform and how they are reached there."""
    store = open_settings_store(settings, is_demo=is_demo)
    try:
        with store.reading() as session:
            today = utc_now().date()
            here = [one.id for one in people.directory(session).people.values() if not one.has_left(today)]
            known: dict[str, list[tuple[Address, Reached]]] = {}
            for who, person, reach in reached.everyone(session, platform):
                known.setdefault(person, []).append((who, reach))
            nowhere = [(None, Reached())]
            return [(person, who, reach) for person in here for who, reach in known.get(person, nowhere)]
    finally:
        store.close()


def exported(settings: Settings, review_id: str, *, is_demo: bool) -> dict[str, Any] | None:
    """A review with all its notes, oldest first, as plain values; None where there is no such review."""
    store = open_settings_store(settings, is_demo=is_demo)
    try:
        with store.reading() as session:
            try:
                review = reviews.load(session, review_id)
            except KeyError:
                return None
            found = notes.of_review(session, review, limit=ALL)[::-1]
            return {
                "review": review.id,
                "school": review.school.name,
                "framework": review.framework.pin,
                "begins": review.begins.isoformat(),
                "ends": review.ends.isoformat(),
                "count": len(found),
                "notes": [
                    {
                        "id": note.id,
                        "at": note.at.isoformat(),
                        "writer": note.writer.name,
                        "version": note.version,
                        "node": note.node,
                        "also": note.also,
                        "shows": note.shows or "",
                        "kind": note.kind or "",
                        "voice": note.voice or "",
                        "urgent": note.urgent,
                        "seen": note.seen.isoformat() if note.seen else "",
                        "sampled": {"looked_at": note.sample[0], "of": note.sample[1]} if note.sample else None,
                        "where": note.where,
                        "text": note.text,
                    }
                    for note in found
                ],
            }
    finally:
        store.close()
