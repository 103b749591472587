"""Importing a file from the command line: what it would do, and with `--go` doing it.

What would be done is the result and goes to stdout; what is wrong and what is asked goes to stderr.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn

import typer
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import settings as settings_module
from bot.app import open_settings_store
from bot.domain import hours
from bot.domain.changes_people import PeopleChange
from bot.domain.imports import NEW_ONE, ImportPlan, Known
from bot.dry_run import DryRun, Section
from bot.moving_in import PlanIsOldError, make_changes, make_plan
from bot.settings import Settings, SettingsError
from bot.terminal import NO, WORLD, WRONG_USE, say, stop
from bot.turn import new_id, utc_now
from bot.wording import Wording
from store.engine import Store
from store.imports import planning
from store.made import Made

COMMAND_LINE = "command_line"
Planned = Callable[[Session, Known], ImportPlan]


def settings() -> Settings:
    try:
        return settings_module.load()
    except SettingsError as error:
        stop(str(error), WRONG_USE)


@contextmanager
def opened(*, demo: bool) -> Iterator[Store]:
    store = open_settings_store(settings(), is_demo=demo)
    try:
        yield store
    finally:
        store.close()


def bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        stop(f"{file} cannot be read. Check the path.", WRONG_USE)


def answers(same: list[str], new: list[str]) -> dict[str, str]:
    """The answers to what an import asks: `--same 14=ID` and `--new 14`."""
    found = {key.strip(): NEW_ONE for key in new}
    for one in same:
        key, equals, thing = one.partition("=")
        if not (equals and key.strip() and thing.strip()):
            stop(f"{one!r} is no answer. Give it as LINE=ID, such as --same 14=0a1b2c3d.", WRONG_USE)
        found[key.strip()] = thing.strip()
    return found


def import_file(plan: Planned, *, go: bool, skip_bad: bool, demo: bool) -> None:
    """Show what a plan would do, or do it. Ends with 1 where something is wrong with it and nothing was done."""
    wording = Wording(settings().templates_dir)
    with opened(demo=demo) as store:
        with store.reading() as session:
            now = planning.known(session, utc_now().date())
            found = plan(session, now)
            shown = DryRun(wording, found, now, planning.areas(session))
        goes = found.may_go(skip_bad=skip_bad)
        done = go and goes and bool(found.changes)
        if done:
            _make(store, found, wording, skip_bad=skip_bad)
        _print(shown, wording, done=done)
    if not goes:
        say(wording.line("imports", "nothing_half" if found.changes else "nothing_at_all"))
        if found.changes and all(slip.line for slip in found.slips):
            say("Only the good rows: --skip-bad")
        _end(NO)
    if not found.changes:
        say(wording.line("imports", "nothing_to_do"))
    elif not done:
        say(f"{wording.line('imports', 'nothing_changed')} To do it: --go")


def _end(code: int) -> NoReturn:
    raise typer.Exit(code)


def _make(store: Store, plan: ImportPlan, wording: Wording, *, skip_bad: bool) -> None:
    try:
        with store.writing() as session:
            make_plan(session, plan, Made("", utc_now(), COMMAND_LINE), new_id, skip_bad=skip_bad)
    except (PlanIsOldError, IntegrityError):
        stop(wording.line("imports", "plan_is_old"), WORLD)


def _print(shown: DryRun, wording: Wording, *, done: bool) -> None:
    sections = shown.sections()
    for section in sections:
        if section.name in {"wrong", "asked"}:
            _tell(section)
    result = [section for section in sections if section.name not in {"wrong", "asked"}]
    if result:
        print(wording.line("imports", "done_title" if done else "would_title"))  # noqa: T201
    for section in result:
        print(f"\n{section.title} ({len(section.lines)})")  # noqa: T201
        if section.intro:
            print(section.intro)  # noqa: T201
        for line in section.lines:
            print(f"  {line.text}")  # noqa: T201
    if shown.plan.same:
        print(f"\n{wording.line('imports', 'unchanged', count=shown.plan.same)}")  # noqa: T201


def _tell(section: Section) -> None:
    say(section.title)
    for line in section.lines:
        say(f"  {line.text}")
        for thing, words in line.candidates:
            say(f"    --same {line.key}={thing}   {words}")
        if line.key:
            say(f"    --new {line.key}")


def make(store: Store, *changes: PeopleChange) -> None:
    """Make changes by hand, at once."""
    with store.writing() as session:
        make_changes(session, changes, Made("", utc_now(), COMMAND_LINE), new_id)


def day(words: str) -> date:
    """The day that somebody gives, or today."""
    found = hours.day(words) if words else utc_now().date()
    if found is None:
        stop(f"{words!r} is not a day. Write it like 31/08/2026.", WRONG_USE)
    return found


def one_of(things: Mapping[str, tuple[str, ...]], wanted: str, kind: str, listing: str) -> str:
    """The id of the one thing that goes by this id or name; stops where there is none, or several."""
    found = sorted(key for key, names in things.items() if wanted == key or wanted.casefold() in names)
    if not found:
        stop(f"There is no {kind} {wanted!r}. `peerwalk {listing} list` shows them.", NO)
    if len(found) > 1:
        stop(f"Several go by {wanted!r}. Give the id of one: {', '.join(found)}.", NO)
    return found[0]
