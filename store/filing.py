"""Filing's rows: what was suggested for a note, what people chose, and the versions of what was learnt of it.

A tap keeps no word: its text is read from the note when weights are fitted. When a note is removed, its tap goes, and
with it the weights of every version that may have learnt from it, in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.domain.suggested import Suggested, Suggestion, Surety
from store.filing_tables import FilingTapRow, FilingVersionRow, NoteSuggestionRow
from store.tables import NoteRow, NoteVersionRow, ReviewRow

MOST_KEPT = 5  # versions of each framework whose weights are kept to go back to


class Fitted(StrEnum):
    """What a version was fitted to."""

    FRAMEWORK = "framework"
    TAPS = "taps"


class Standing(StrEnum):
    IN_FORCE = "in_force"
    KEPT = "kept"
    EMPTIED = "emptied"
    """A note it learnt from was removed, so its weights are gone."""


@dataclass(frozen=True)
class Tap:
    """A note's words as they are now, and where a person filed it."""

    note: str
    text: str
    node: str


# ── Suggestions ─────────────────────────────────────────────────────────────────────────────


def keep(session: Session, note: str, version: int, found: Suggested) -> None:
    """Keep what was suggested for a note's present wording."""
    session.merge(
        NoteSuggestionRow(
            note=note,
            version=version,
            model=found.model,
            nodes=list(found.three),
            surety=found.surety,
            two_fit=found.two_fit,
            left=False,
        )
    )


def suggested(session: Session, notes: Sequence[str]) -> dict[str, Suggested]:
    """What was suggested for these notes."""
    rows = session.scalars(select(NoteSuggestionRow).where(NoteSuggestionRow.note.in_(notes)))
    return {row.note: _value(row) for row in rows}


def _value(row: NoteSuggestionRow) -> Suggested:
    return Suggested(
        row.model, tuple(Suggestion(node) for node in row.nodes), Surety(row.surety), row.two_fit, row.left
    )


def leave(session: Session, note: str) -> None:
    """Suggest nothing more for a note that is to stay unfiled."""
    session.execute(update(NoteSuggestionRow).where(NoteSuggestionRow.note == note).values(left=True))


def unfiled(session: Session, review: str, writer: str = "") -> list[str]:
    """The notes of a review that are not filed yet, oldest first; those of one writer, or of everybody."""
    wanted = select(NoteRow.id).where(NoteRow.review == review, NoteRow.node == "", NoteRow.version > 0)
    if writer:
        wanted = wanted.where(NoteRow.writer == writer)
    return list(session.scalars(wanted.order_by(NoteRow.at, NoteRow.id)))


# ── Taps ────────────────────────────────────────────────────────────────────────────────────


def tapped(session: Session, note: str, node: str, at: datetime) -> None:
    """Somebody has said where a note belongs, or with an empty node that it belongs nowhere yet."""
    session.execute(delete(FilingTapRow).where(FilingTapRow.note == note))
    if node:
        session.add(FilingTapRow(note=note, node=node, at=at))


def taps(session: Session, framework: str) -> list[Tap]:
    """All that people filed in reviews with any version of this framework, in the order they did."""
    rows = session.execute(
        select(NoteRow.id, NoteVersionRow.text, NoteRow.sub_area)
        .join(FilingTapRow, FilingTapRow.note == NoteRow.id)
        .join(NoteVersionRow, (NoteVersionRow.note == NoteRow.id) & (NoteVersionRow.version == NoteRow.version))
        .join(ReviewRow, ReviewRow.id == NoteRow.review)
        .where(ReviewRow.framework.startswith(f"{framework}@", autoescape=True), NoteRow.node != "")
        .order_by(FilingTapRow.at, NoteRow.id)
    )
    return [Tap(note, text, node) for note, text, node in rows]


def count_taps(session: Session, since: datetime | None = None) -> int:
    wanted = select(func.count()).select_from(FilingTapRow)
    return session.scalar(wanted.where(FilingTapRow.at > since) if since else wanted) or 0


def forget(session: Session, notes: Sequence[str]) -> None:
    """These notes are removed: what was suggested and chosen for them goes, and all weights that learnt from them."""
    first = session.scalar(select(func.min(FilingTapRow.at)).where(FilingTapRow.note.in_(notes)))
    session.execute(delete(NoteSuggestionRow).where(NoteSuggestionRow.note.in_(notes)))
    session.execute(delete(FilingTapRow).where(FilingTapRow.note.in_(notes)))
    # A tap may have been made anew since a version was fitted, so what matters is that the note existed then.
    born = session.scalar(select(func.min(NoteRow.at)).where(NoteRow.id.in_(notes)))
    since = min(at for at in (first, born) if at) if first or born else None
    if since is not None:
        session.execute(
            update(FilingVersionRow)
            .where(FilingVersionRow.kind == Fitted.TAPS, FilingVersionRow.at >= since)
            .values(body=None, standing=Standing.EMPTIED)
        )


# ── Versions ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Version:
    """One version of what was learnt, without its weights."""

    id: int
    framework: str
    at: datetime
    taps: int
    before: int
    after: int
    standing: Standing
    base: str = ""


def add_version(session: Session, made: Version, kind: Fitted, body: bytes) -> int:
    """Keep weights; those in force before, of the same framework, are kept to go back to, the oldest given up."""
    if made.standing is Standing.IN_FORCE:
        put_by(session, made.framework, kind)
    row = FilingVersionRow(
        framework=made.framework,
        kind=kind,
        base=made.base,
        at=made.at,
        taps=made.taps,
        before=made.before,
        after=made.after,
        standing=made.standing,
        body=body,
    )
    session.add(row)
    session.flush()
    old = select(FilingVersionRow.id).where(
        FilingVersionRow.framework == made.framework, FilingVersionRow.kind == kind, FilingVersionRow.body.is_not(None)
    )
    given_up = list(session.scalars(old.order_by(FilingVersionRow.id.desc()).offset(MOST_KEPT)))
    standing = FilingVersionRow.standing == Standing.IN_FORCE
    session.execute(delete(FilingVersionRow).where(FilingVersionRow.id.in_(given_up), ~standing))
    return row.id


def put_by(session: Session, framework: str, kind: Fitted) -> None:
    """Nothing of this framework is in force any more."""
    session.execute(
        update(FilingVersionRow)
        .where(
            FilingVersionRow.framework == framework,
            FilingVersionRow.kind == kind,
            FilingVersionRow.standing == Standing.IN_FORCE,
        )
        .values(standing=Standing.KEPT)
    )


def put_in_force(session: Session, version: int) -> bool:
    """Go back to a version; whether that was possible."""
    row = session.get(FilingVersionRow, version)
    if row is None or row.body is None or row.kind != Fitted.TAPS:
        return False
    put_by(session, row.framework, Fitted.TAPS)
    session.flush()
    row.standing = Standing.IN_FORCE
    return True


def versions(session: Session, framework: str = "", kind: Fitted = Fitted.TAPS) -> list[Version]:
    """Every version, oldest first."""
    wanted = select(FilingVersionRow).where(FilingVersionRow.kind == kind).order_by(FilingVersionRow.id)
    if framework:
        wanted = wanted.where(FilingVersionRow.framework == framework)
    return [
        Version(row.id, row.framework, row.at, row.taps, row.before, row.after, Standing(row.standing), row.base)
        for row in session.scalars(wanted)
    ]


def in_force(session: Session, framework: str, kind: Fitted) -> tuple[int, str, bytes] | None:
    """The version in force: its number, what it was fitted to, and its weights."""
    row = session.scalar(
        select(FilingVersionRow).where(
            FilingVersionRow.framework == framework,
            FilingVersionRow.kind == kind,
            FilingVersionRow.standing == Standing.IN_FORCE,
        )
    )
    return (row.id, row.base, row.body) if row and row.body is not None else None


def stamp(session: Session) -> tuple[tuple[int, str], ...]:
    """What changes when another version is in force: a cheap look for the process that suggests."""
    rows = session.execute(select(FilingVersionRow.id, FilingVersionRow.standing).order_by(FilingVersionRow.id))
    return tuple((number, standing) for number, standing in rows)
