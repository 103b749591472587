"""`peerwalk import`, `backup` and `restore`, and the whole trust's export: nobody is locked in, and nothing is lost.

What is written is readable by its owner alone, and appears under its name only once it is whole.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from bot import settings as settings_module
from bot.settings import PREFIX, Settings
from bot.terminal import NO, WORLD, WRONG_USE, Demo, say, stop

if TYPE_CHECKING:
    from store.engine import Store

OutFile = Annotated[Path, typer.Option("--out", help="The file to write. There must be none of that name yet.")]
COMMAND_LINE = "command line"
NOBODY = "There is nobody with the id {}. `peerwalk people list` shows the ids."
Who = Annotated[str, typer.Argument(help="The person's id, as `peerwalk people list` shows it.")]
InFile = Annotated[Path, typer.Argument(help="The file to read.")]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the whole."""
    app.command("import")(import_)
    app.command()(backup)
    app.command()(restore)
    app.command("export-person")(export_person)
    app.command("erase-person")(erase_person)
    library = typer.Typer(help="The practice library.", no_args_is_help=True)
    library.callback()(lambda: None)
    library.command("export")(export_library)
    app.add_typer(library, name="library")


def export_whole(settings: Settings, out: Path, *, is_demo: bool) -> None:
    """Write everything the trust has here as a zip of JSON and CSV files, with a manifest."""
    from bot.domain.changes import TrustExported  # noqa: PLC0415
    from bot.message import plain  # noqa: PLC0415
    from bot.turn import utc_now  # noqa: PLC0415 slow to import, as everywhere in the command line
    from bot.wording import Wording  # noqa: PLC0415
    from store.history import apply_to_trust  # noqa: PLC0415
    from store.made import Made  # noqa: PLC0415
    from store.whole import write_whole  # noqa: PLC0415

    read_me = plain(Wording(settings.templates_dir, settings.time_zone).words("portable", "whole_read_me"))
    with _opened(settings, is_demo=is_demo) as store:
        counts = _written(out, lambda file: write_whole(store, file, utc_now(), read_me))
        with store.writing() as session:
            apply_to_trust(session, TrustExported(), Made("", utc_now(), COMMAND_LINE))
    say(
        f"The whole trust is in {out}: {_in_words(counts)}. It is not encrypted, and holds what people wrote: "
        "keep it as you keep the notes, and delete it when it has served."
    )


def import_(file: InFile) -> None:
    """Fill an empty store from a whole trust's export, all of it or nothing."""
    from store.whole import read_whole  # noqa: PLC0415

    settings = settings_module.load()
    with _into_empty(settings) as store, _read(file) as stream:
        counts = read_whole(store, stream)
    say(f"The trust has moved in: {_in_words(counts)}. Everybody signs in again; ids and history are as they were.")


def backup(out: OutFile, *, demo: Demo = False) -> None:
    """Write an encrypted backup while people work. Keep the passphrase apart from it: nobody can open it without."""
    from bot.turn import utc_now  # noqa: PLC0415
    from store.backup import SHORTEST, back_up  # noqa: PLC0415

    settings = settings_module.load()
    passphrase = _passphrase(settings, confirm=True)
    if len(passphrase) < SHORTEST:
        stop(f"A backup’s passphrase has {SHORTEST} characters at least; four or five words do well.", WRONG_USE)
    with _opened(settings, is_demo=demo) as store:
        counts = _written(out, lambda file: back_up(store, file, passphrase, utc_now()))
    say(f"The backup is in {out}: {_in_words(counts)}. Try it now and then with: peerwalk restore {out} --check")


def restore(
    file: InFile,
    *,
    check: Annotated[bool, typer.Option("--check", help="Only say whether it could be restored.")] = False,
) -> None:
    """Fill an empty store from a backup, all of it or nothing."""
    from store import backup as backups  # noqa: PLC0415

    settings = settings_module.load()
    if check:
        with _sentences(), _read(file) as stream:
            found = backups.check(stream, _passphrase(settings))
        say(f"This backup can be restored. It was made at {found.made}: {_in_words(found.tables)}.")
        return
    with _into_empty(settings) as store, _read(file) as stream:
        counts = backups.restore(store, stream, _passphrase(settings))
    say(f"Restored: {_in_words(counts)}. Everybody signs in again. Now run: peerwalk serve")


def export_library(out: OutFile, *, demo: Demo = False) -> None:
    """Write the cards that their schools agreed may go beyond the trust as JSON: no school, nobody's name, no ids."""
    from bot.beyond import to_send  # noqa: PLC0415

    with _opened(settings_module.load(), is_demo=demo) as store, store.reading() as session:
        cards, left_out = to_send(session)
    text = json.dumps({"cards": cards}, ensure_ascii=False, indent=2) + "\n"
    _written(out, lambda file: {"bytes": file.write(text.encode())})
    named = " Left out, as their words name a school or could point to somebody: " if left_out else ""
    say(f"Cards written: {len(cards)}.{named}{left_out or ''}")


def export_person(person: Who, out: OutFile, *, demo: Demo = False) -> None:
    """Write all that is held by and about one person, for them: a page to read and JSON, in a zip file."""
    from bot.held_file import HeldFiles  # noqa: PLC0415
    from bot.turn import utc_now  # noqa: PLC0415
    from bot.wording import Wording  # noqa: PLC0415
    from store.made import Made  # noqa: PLC0415

    settings = settings_module.load()
    if out.exists():
        stop(f"There is a file {out} already. Choose another name.", WRONG_USE)
    with _opened(settings, is_demo=demo) as store:
        files = HeldFiles(store, Wording(settings.templates_dir, settings.time_zone), utc_now)
        with store.writing() as session:
            made = files.made(session, person, Made("", utc_now(), COMMAND_LINE))
            if made is None:
                stop(NOBODY.format(person), NO)
            _written(out, lambda file: {"bytes": file.write(made)})
    say(
        f"All that is held by and about {person} is in {out}. It is for them alone. That it was made is in the history."
    )


def erase_person(
    person: Who,
    by: Annotated[str, typer.Option(help="Who decided it, by id: a data protection officer or safeguarding lead.")],
    why: Annotated[str, typer.Option(help="asked: they asked for it. error: they are here in error. other.")] = "asked",
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    demo: Demo = False,
) -> None:
    """Take who somebody is out of the store for good. Says first what goes, and what stays and why."""
    from bot.dialogs.erase import WHY  # noqa: PLC0415
    from bot.erasing import Erasure, NobodyError, NotTheirsError  # noqa: PLC0415
    from bot.message import plain  # noqa: PLC0415
    from bot.wording import Wording  # noqa: PLC0415
    from store.erasure import HeldBackError  # noqa: PLC0415

    settings = settings_module.load()
    wording = Wording(settings.templates_dir, settings.time_zone)
    if why not in WHY:
        stop(f"Why is one of: {', '.join(WHY)}.", WRONG_USE)
    with _opened(settings, is_demo=demo) as store:
        erasure = Erasure(store, wording, by, person)
        try:
            say(plain(erasure.said()))
            if not yes and (not sys.stdin.isatty() or typer.prompt(f"Type {person} to erase them", err=True) != person):
                stop("Nothing was erased.", NO)
            cleared = erasure.do(why, COMMAND_LINE)
        except NobodyError as error:
            stop(NOBODY.format(error), NO)
        except NotTheirsError:
            stop(plain(wording.words("portable", "not_yours_to_erase")), NO)
        except HeldBackError as error:
            stop(wording.line("portable", f"hindered_{error.why}"), NO)
        if not cleared:
            stop(
                "They are erased from every row. Something was reading the database, so its files were not written anew "
                "yet: a running `peerwalk serve` does it within the minute, or run this once more.",
                WORLD,
            )
    say("They are erased.")


@contextmanager
def _opened(settings: Settings, *, is_demo: bool) -> "Iterator[Store]":
    from bot.app import open_settings_store  # noqa: PLC0415

    store = open_settings_store(settings, is_demo=is_demo)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def _into_empty(settings: Settings) -> "Iterator[Store]":
    """The trust's store as it is; its tables are made by what fills it."""
    from bot.app import unlocked  # noqa: PLC0415

    settings.prepare()
    store = unlocked(settings, settings.url())
    try:
        with _sentences():
            yield store
    finally:
        store.close()


@contextmanager
def _sentences() -> Iterator[None]:
    from store.archive import HostileFileError  # noqa: PLC0415
    from store.whole import NotEmptyError  # noqa: PLC0415

    try:
        yield
    except HostileFileError as error:
        stop(str(error), NO)
    except NotEmptyError:
        stop(
            f"This store holds a trust already, and is left as it is. Give an empty one: set {PREFIX}DATA_DIR to a new "
            f"folder, or {PREFIX}DATABASE_URL to a new database.",
            NO,
        )


@contextmanager
def _read(file: Path) -> Iterator[IO[bytes]]:
    try:
        stream = file.open("rb")
    except OSError as error:
        stop(f"{file} cannot be read ({error.strerror}).", WORLD)
    with stream:
        yield stream


def _written(out: Path, write: Callable[[IO[bytes]], dict[str, int]]) -> dict[str, int]:
    """Have a file written whole or not at all, and print its digest as sha256sum does."""
    if out.exists():
        stop(f"There is a file {out} already. Choose another name.", WRONG_USE)
    part = out.with_name(f".{out.name}.part")
    try:
        with suppress(FileNotFoundError):
            part.unlink()  # of a run that was cut off
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            counts = write(file)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        part.rename(out)
    except OSError as error:
        stop(f"{out} cannot be written ({error.strerror}).", WORLD)
    finally:
        with suppress(OSError):
            part.unlink()
    print(f"{digest}  {out}")  # noqa: T201
    return counts


def _passphrase(settings: Settings, *, confirm: bool = False) -> str:
    """From the environment, or asked for; never an argument, which others on the machine could read."""
    if found := settings.backup_passphrase.get_secret_value():
        return found
    if not sys.stdin.isatty():
        name = f"{PREFIX}BACKUP_PASSPHRASE"
        stop(f"A backup needs a passphrase. Set {name}, or {name}_FILE to a file that holds it.", WRONG_USE)
    return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))


def _in_words(counts: dict[str, int]) -> str:
    named = (("schools", "school"), ("people", "person"), ("reviews", "review"), ("notes", "note"))
    many = {"person": "people"}
    said = [f"{(n := counts.get(t, 0))} {one if n == 1 else many.get(one, one + 's')}" for t, one in named]
    return f"{', '.join(said)}, {sum(counts.values())} rows in all"
