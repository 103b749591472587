"""The frameworks a store keeps, whole, for the reviews that begin with them; and those that new reviews may begin with.

What is kept is never rewritten and never goes: a framework that is withdrawn is only not begun with any more. Whoever
lays an overlay over a framework keeps three rows: both files by their own pins, and an empty one that joins the two.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from bot.domain.edition import Edition, edition_of, in_order
from bot.domain.framework import Framework
from store.framework_file import parse
from store.overlay_file import lay, read_kept
from store.tables import FrameworkRow, ReviewRow


class FrameworkChangedError(Exception):
    """A file was changed and its version was not: the sentence says what to do."""


class NothingInUseError(KeyError):
    """No framework is kept yet, so no review can begin."""


@dataclass(frozen=True)
class Kept:
    """One whole framework of the store. `place` is its place among those in use, from 1; 0 where none begins with it."""

    pin: str
    place: int
    withdrawn: datetime | None

    @property
    def edition(self) -> Edition:
        return edition_of(self.pin)


# Frameworks by their pin, which names their very bytes: read and parsed once a process.
_frameworks: dict[str, Framework] = {}


def framework(session: Session, pin: str) -> Framework:
    """The framework with this pin, as it was when it was let in."""
    if pin not in _frameworks:
        base, plus, overlay = pin.partition("+")
        found = parse(_body(session, base), base)
        _frameworks[pin] = read_kept(found, _body(session, plus + overlay), overlay) if overlay else found
    return _frameworks[pin]


def _body(session: Session, pin: str) -> bytes:
    return (session.scalar(select(FrameworkRow.body).filter_by(pin=pin)) or "").encode()


def files(session: Session) -> tuple[tuple[str, bytes], ...]:
    """Every framework file and overlay file that is kept: its pin and its bytes."""
    rows = session.execute(select(FrameworkRow.pin, FrameworkRow.body).where(FrameworkRow.body != ""))
    return tuple((pin, body.encode()) for pin, body in rows)


def pin_framework(session: Session, body: bytes, name: str, overlay: bytes = b"", overlay_name: str = "") -> Framework:
    """Keep a whole copy of a framework file and of what is laid over it, each once, for the reviews that begin with them.

    The first of a store is in use from then on; any later one only once somebody has put it in use. Raises
    FrameworkChangedError where other words are kept under the same version, and FileProblems where a file is wrong.
    """
    found = parse(body, name)
    _keep(session, found.pin, body)
    if overlay:
        merged = lay(found, overlay, overlay_name)
        _keep(session, merged.overlay, overlay)
        _keep(session, merged.pin, b"")  # its two parts are kept under their own pins
        found = merged
    if not in_use(session):
        put_in_use(session, found.pin)
    return found


def _keep(session: Session, pin: str, body: bytes) -> None:
    if session.get(FrameworkRow, pin) is not None:
        return
    version, _, _ = pin.rpartition("#")
    if body and session.scalar(select(FrameworkRow.pin).where(*_is(version))) is not None:
        name, _, number = version.removeprefix("+").partition("@")
        raise FrameworkChangedError(
            f"Version {number} of {name} is kept already, and this file differs from it. "
            "Give the changed file a version number of its own."
        )
    session.add(FrameworkRow(pin=pin, body=body.decode(), place=0, withdrawn=None))
    session.flush()


def _is(version: str) -> tuple[ColumnElement[bool], ...]:
    """Kept under this version, with nothing laid over it."""
    begins = FrameworkRow.pin.startswith(f"{version}#", autoescape=True)
    return begins, FrameworkRow.body != ""


# ── What new reviews begin with ─────────────────────────────────────────────────────────────


def every(session: Session) -> tuple[Kept, ...]:
    """Every whole framework: those in use in their order, then the others, the newest of each first."""
    rows = session.execute(
        select(FrameworkRow.pin, FrameworkRow.place, FrameworkRow.withdrawn).where(~FrameworkRow.pin.startswith("+"))
    )
    found = [Kept(pin, place, withdrawn) for pin, place, withdrawn in rows]
    found.sort(key=lambda kept: in_order(kept.edition.version), reverse=True)
    found.sort(key=lambda kept: (not kept.place, kept.place, kept.edition.id))
    return tuple(found)


def find(session: Session, name: str, version: str = "") -> Kept | None:
    """A framework by its id or its overlay's, in this version; without one, the one in use, or else the newest."""
    return next(
        (kept for kept in every(session) if kept.edition.id == name and version in {"", kept.edition.version}), None
    )


def in_use(session: Session) -> tuple[str, ...]:
    """The pins of those that a new review may begin with; the trust's own choice first."""
    wanted = select(FrameworkRow.pin).where(FrameworkRow.place > 0).order_by(FrameworkRow.place, FrameworkRow.pin)
    return tuple(session.scalars(wanted))


def all_in_use(session: Session) -> tuple[Framework, ...]:
    """The frameworks that a new review may begin with, the trust's own choice first; never none."""
    found = tuple(framework(session, pin) for pin in in_use(session))
    if not found:
        raise NothingInUseError("No framework is in use yet.")
    return found


def chosen(session: Session) -> Framework:
    """The trust's own choice: what new reviews begin with, unless their planner chooses another that is in use."""
    return all_in_use(session)[0]


def put_in_use(session: Session, pin: str, *, beside: bool = False) -> None:
    """Have new reviews begin with this one; alone, or `beside` those in use already."""
    session.scalars(select(FrameworkRow.pin).where(FrameworkRow.place > 0).with_for_update()).all()
    place = 1
    if beside:
        place += session.scalar(select(func.max(FrameworkRow.place))) or 0
    else:
        session.execute(update(FrameworkRow).where(FrameworkRow.place > 0).values(place=0))
    session.execute(update(FrameworkRow).filter_by(pin=pin).values(place=place, withdrawn=None))


def withdraw(session: Session, pin: str, at: datetime) -> None:
    """Have no new review begin with this one."""
    session.execute(update(FrameworkRow).filter_by(pin=pin).values(place=0, withdrawn=at))


def reviews_with(session: Session, pin: str) -> int:
    """How many reviews began with it, and keep it."""
    return session.scalar(select(func.count()).select_from(ReviewRow).filter_by(framework=pin)) or 0
