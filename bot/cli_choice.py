"""What the command line reads and changes of the frameworks a store keeps: which ones new reviews begin with."""

from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from bot.app import DEMO_STORE, open_settings_store
from bot.domain.changes import FrameworkPutInUse, FrameworkWithdrawn, TrustChange
from bot.domain.framework import Framework
from bot.settings import Settings
from bot.turn import utc_now
from bot.wording import day, spelled
from store import history, kept_frameworks, people
from store.kept_frameworks import Kept
from store.made import Made
from store.plain_file import FileProblems
from store.shelf import Opened, Shelf

LIST = "`peerwalk framework list` shows those there are."


class RefusedError(Exception):
    """It is not done: the sentences say why, and what to do."""


def kept(settings: Settings, *, is_demo: bool) -> tuple[tuple[Kept, ...], tuple[tuple[str, bytes], ...]]:
    """What the store keeps: every whole framework, and every file. Nothing where there is no store yet; none is made."""
    url = make_url(settings.url(DEMO_STORE if is_demo else "peerwalk.db"))
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return (), ()
    with closing(open_settings_store(settings, is_demo=is_demo)) as store, store.reading() as session:
        return kept_frameworks.every(session), kept_frameworks.files(session)


def use(
    settings: Settings,
    shelf: Shelf,
    name: str,
    version: str,
    *,
    beside: bool,
    again: bool,
    by: str,
    is_demo: bool,
) -> str:
    """Have new reviews begin with a framework; says so. Raises RefusedError, FileProblems or FrameworkChangedError."""
    with closing(open_settings_store(settings, is_demo=is_demo)) as store, store.writing() as session:
        before = kept_frameworks.in_use(session)
        found = _wanted(session, shelf, name, version)
        withdrawn = next((one.withdrawn for one in kept_frameworks.every(session) if one.pin == found.pin), None)
        if withdrawn and not again:
            when = day(withdrawn.astimezone(ZoneInfo(settings.time_zone)).date())
            raise RefusedError(
                f"Version {found.edition.version} of {found.edition.id} was withdrawn on {when}. "
                f"To take it back into use, run: peerwalk framework use {found.edition} --again"
            )
        others = tuple(pin for pin in before if pin != found.pin)
        if found.pin in before and (beside or not others):
            return f"{found.called}, is in use already. Nothing has changed."
        _make(session, FrameworkPutInUse(found.pin, beside), by)
        if beside and others:
            said = f"New reviews may begin with {found.called}, too: whoever plans one chooses."
        else:
            said = f"New reviews begin with {found.called}."
        return f"{said} Those that have begun keep what they began with."


def withdraw(settings: Settings, shelf: Shelf, name: str, version: str, *, by: str, is_demo: bool) -> str:
    """Have no new review begin with a framework; says so. Raises RefusedError."""
    with closing(open_settings_store(settings, is_demo=is_demo)) as store, store.writing() as session:
        wanted = kept_frameworks.find(session, name, version)
        if wanted is None:
            if _on(shelf, name, version) is not None:
                raise RefusedError(
                    f"Version {version} of {name} was never put in use, so no review can begin with it. "
                    "There is nothing to withdraw."
                )
            raise RefusedError(_unknown(session, shelf, name, version))
        if wanted.withdrawn:
            when = day(wanted.withdrawn.astimezone(ZoneInfo(settings.time_zone)).date())
            return f"Version {version} of {name} was withdrawn already, on {when}. Nothing has changed."
        if kept_frameworks.in_use(session) == (wanted.pin,):
            raise RefusedError(
                f"New reviews begin with {name} {version}, and with nothing else. "
                "First put another in use, such as: peerwalk framework use cst-spr"
            )
        _make(session, FrameworkWithdrawn(wanted.pin), by)
        over = ", ".join(
            str(one.edition)
            for one in kept_frameworks.every(session)
            if one.place and one.pin.startswith(f"{wanted.pin}+")
        )
        still = f" {over} lies over it and is still in use: withdraw that too, if you mean it." if over else ""
        called = kept_frameworks.framework(session, wanted.pin).called
        return (
            f"No new review begins with {called}.{_keeping(kept_frameworks.reviews_with(session, wanted.pin))}{still}"
        )


def _keeping(count: int) -> str:
    if not count:
        return ""
    return f" {spelled(count).capitalize()} {'review' if count == 1 else 'reviews'} began with it and {'keeps' if count == 1 else 'keep'} it."


def _make(session: Session, change: TrustChange, by: str) -> None:
    if by and by not in people.directory(session).people:
        raise RefusedError(f"There is nobody with the id {by}. `peerwalk people list` shows the ids.")
    history.apply_to_trust(session, change, Made(by, utc_now(), "command line"))


def _wanted(session: Session, shelf: Shelf, name: str, version: str) -> Framework:
    """The framework that is meant, let in from its file if it is not kept yet. Without a version, the file goes first."""
    wanted = kept_frameworks.find(session, name, version) if version else None
    opened = None if wanted else _on(shelf, name, version)
    if opened is not None:
        return _let_in(session, shelf, opened)
    wanted = wanted or kept_frameworks.find(session, name, version)
    if wanted is None:
        raise RefusedError(_unknown(session, shelf, name, version))
    return kept_frameworks.framework(session, wanted.pin)


def _on(shelf: Shelf, name: str, version: str) -> Opened | None:
    """The file of a framework or an overlay; FileProblems where it is wrong."""
    files = Shelf(shelf.own, shelf.shipped)
    for kind in ("framework", "overlay"):
        try:
            return files.find(kind, name, version)
        except KeyError:
            continue
    return None


def _let_in(session: Session, shelf: Shelf, opened: Opened) -> Framework:
    if problems := shelf.problems(opened):
        raise FileProblems(problems)
    if opened.kind == "framework":
        return kept_frameworks.pin_framework(session, opened.text, opened.path.name)
    base = shelf.beneath(opened.value)
    return kept_frameworks.pin_framework(session, base.text, base.path.name, opened.text, opened.path.name)


def _unknown(session: Session, shelf: Shelf, name: str, version: str) -> str:
    versions = [one.edition.version for one in kept_frameworks.every(session) if one.edition.id == name]
    opened = _on(shelf, name, "")
    there = list(dict.fromkeys([*versions, *([opened.version] if opened else [])]))
    if not there:
        return f"There is no framework and no overlay {name}. {LIST}"
    return (
        f"Version {version} of {name} is not here; there is {' and '.join(there)}. "
        "If you have its file, put it in the folder of your own files and try again."
    )
