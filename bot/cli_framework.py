"""`peerwalk framework …`: what files there are, whether one is in order, what changed in it, what new guidance touches."""

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot import settings as settings_module
from bot.settings import SettingsError
from bot.terminal import NO, WORLD, WRONG_USE, say, stop

if TYPE_CHECKING:
    from bot.domain.difference import Difference
    from bot.domain.framework import Framework
    from store.file_report import Report
    from store.plain_file import FileProblems, Problem
    from store.shelf import Opened, Shelf

framework_app = typer.Typer(no_args_is_help=True, help="Framework files.")

SHORT = 12  # so much of a digest tells two files apart on a screen

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def _shelf() -> "Shelf":
    from store.shelf import Shelf  # noqa: PLC0415

    try:
        return Shelf(settings_module.load().own_frameworks)
    except SettingsError as error:
        stop(str(error), WRONG_USE)


@framework_app.command("check")
def check_file(file: Path, *, as_json: AsJson = False) -> None:
    """Check a file of any kind: every problem with its line, its place and what to do."""
    from store import file_report  # noqa: PLC0415

    try:
        report = file_report.check(file, _shelf())
    except OSError:
        stop(f"{file} cannot be read. Check the path.", WRONG_USE)
    if as_json:
        print(json.dumps(file_report.as_json(report), ensure_ascii=False, indent=2))  # noqa: T201
    elif not report.problems:
        print(report)  # noqa: T201
    for problem in report.problems:
        say(str(problem))
    if report.problems:
        raise typer.Exit(NO)


@framework_app.command("list")
def list_files(*, as_json: AsJson = False) -> None:
    """List the files there are, your own before ours: kind, id, version, what each holds, short sha."""
    from store.file_report import check, counted  # noqa: PLC0415

    shelf = _shelf()
    found: list[tuple[Report, str]] = []
    wrong: list[Problem] = []
    for path, is_own in shelf.files():
        try:
            report = check(path, shelf)
        except OSError:
            stop(f"{path} cannot be read. Check who may read it.", WORLD)
        wrong += report.problems
        if not report.problems:
            found.append((report, "own" if is_own else "shipped"))
    if as_json:
        kept = ("kind", "id", "version", "counts", "sha256")
        plain = [{"whose": whose} | {key: getattr(report, key) for key in kept} for report, whose in found]
        print(json.dumps(plain, ensure_ascii=False, indent=2))  # noqa: T201
    else:
        for report, whose in found:
            cells = (
                whose,
                report.kind,
                report.id,
                report.version or "-",
                counted(report.counts),
                report.sha256[:SHORT],
            )
            print("\t".join(cells))  # noqa: T201
    for problem in wrong:
        say(str(problem))
    if wrong:
        raise typer.Exit(NO)


@framework_app.command("diff")
def diff_files(
    old: Annotated[str, typer.Argument(help="A framework or an overlay: its file, or the id that `list` shows.")],
    new: Annotated[str, typer.Argument(help="Another version of it, or an overlay over it.")],
) -> None:
    """Say in plain English what changed from one version of a framework to another."""
    from bot.domain.difference import differences  # noqa: PLC0415

    shelf = _shelf()
    before = _whole(_find(old, shelf), old, shelf)
    found = list(differences(before, _whole(_find(new, shelf), new, shelf, before)))
    for difference in found:
        print(_sentence(difference))  # noqa: T201
    if not found:
        say("Nothing that anybody would read has changed.")


@framework_app.command("touched")
def touched_by(
    instrument: Annotated[str, typer.Argument(help="The id of some guidance, such as kcsie.")],
    framework: Annotated[str, typer.Argument(help="A framework or an overlay: its file, or its id.")] = "cst-spr",
) -> None:
    """Say in plain English what a new edition of some guidance touches."""
    from bot.domain.instruments import touched  # noqa: PLC0415
    from store.plain_file import FileProblems  # noqa: PLC0415

    shelf = _shelf()
    try:
        listed = shelf.instruments()
    except FileProblems as wrong:
        _told(wrong)
    if instrument not in listed.ids:
        stop(f"There is no guidance {instrument} in the list. It has: {', '.join(sorted(listed.ids))}.", NO)
    whole = _whole(_find(framework, shelf), framework, shelf)
    known = listed.instrument(instrument)
    found = touched(whole, listed.editions(instrument))
    later = f" It gives way to {known.superseded_by}." if known.superseded_by else ""
    doubt = "" if known.checked else "; look at its publisher's page, as this is not certain"
    say(f"{known.title}: edition {known.edition}, in force {known.in_force}, {known.status}{doubt}.{later}")
    for one in found:
        roles = ", ".join(whole.role(owner) for owner in one.owners) or "nobody yet"
        print(f"{one.sub_area.id}\t{one.sub_area.title}\t{_counted(one.prompts)} to read again\tasks: {roles}")  # noqa: T201
    if not found:
        say("It touches no sub-area.")


def _counted(prompts: int) -> str:
    return f"{prompts} {'prompt' if prompts == 1 else 'prompts'}"


def _on(shelf: "Shelf", name: str) -> "Opened":
    with suppress(KeyError):
        return shelf.find("framework", name)
    return shelf.find("overlay", name)


def _find(name: str, shelf: "Shelf") -> "Opened":
    from store.plain_file import FileProblems  # noqa: PLC0415
    from store.shelf import open_file  # noqa: PLC0415

    try:
        opened = open_file(Path(name)) if Path(name).is_file() else _on(shelf, name)
    except FileProblems as wrong:
        _told(wrong)
    except OSError:
        stop(f"{name} cannot be read. Check the path.", WRONG_USE)
    except KeyError:
        where = "`peerwalk framework list` shows those there are."
        stop(f"There is no framework {name}, and no file of that name. {where}", NO)
    return opened


def _whole(opened: "Opened", name: str, shelf: "Shelf", beneath: "Framework | None" = None) -> "Framework":
    """The framework that a file holds, or the one an overlay makes of `beneath` or of its own base."""
    from bot.domain.framework import Framework  # noqa: PLC0415
    from bot.domain.overlay import Overlay  # noqa: PLC0415
    from store.overlay_file import lay  # noqa: PLC0415
    from store.plain_file import FileProblems  # noqa: PLC0415

    if isinstance(opened.value, Framework):
        return opened.value
    if not isinstance(opened.value, Overlay):
        stop(f"{name} is no framework: its kind is {opened.kind}.", WRONG_USE)
    try:
        if beneath is not None and beneath.overlay:
            beneath = None  # two overlays are compared, each over its own base
        base = beneath or shelf.framework(opened.value.base)
        return lay(base, opened.text, opened.path.name)
    except FileProblems as wrong:
        _told(wrong)
    except KeyError as missing:
        stop(f"{missing.args[0]} Put it in the folder of your own files.", NO)


def _told(wrong: "FileProblems") -> NoReturn:
    for problem in wrong.problems:
        say(str(problem))
    raise typer.Exit(NO)


def _sentence(found: "Difference") -> str:
    is_indicator = found.node.count(".") > 1  # its title is its whole text
    where = found.node if is_indicator else f"{found.node} {found.title}".strip()
    if not found.part:
        text = f": “{found.now or found.was}”" if is_indicator else ""
        return f"{where} is {'new' if found.now else 'gone'}{text}"
    if found.was and found.now:
        return f"{where}: {found.part} was “{found.was}” and is now “{found.now}”"
    return f"{where}: {found.part} is {'new' if found.now else 'gone'}: “{found.now or found.was}”"
