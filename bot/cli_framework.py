"""`peerwalk framework …`: what files there are, whether one is in order, what changed, and what new reviews begin with."""

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot import settings as settings_module
from bot.settings import SettingsError
from bot.terminal import NO, WORLD, WRONG_USE, Demo, say, stop

if TYPE_CHECKING:
    from bot.domain.framework import Framework
    from store.file_report import Report
    from store.kept_frameworks import Kept
    from store.plain_file import FileProblems
    from store.shelf import Opened, Shelf

framework_app = typer.Typer(no_args_is_help=True, help="Framework files.")

SHORT = 12  # so much of a digest tells two files apart on a screen

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


By = Annotated[str, typer.Option("--by", help="The id of the person who decided it, for the history.")]


def _settings() -> settings_module.Settings:
    try:
        return settings_module.load()
    except SettingsError as error:
        stop(str(error), WRONG_USE)


def _kept_and_shelf(*, is_demo: bool = False) -> "tuple[tuple[Kept, ...], Shelf]":
    """What the store keeps, and every file to choose among; without a store, the files alone."""
    from bot.cli_choice import kept  # noqa: PLC0415
    from store.engine import StoreTroubleError  # noqa: PLC0415
    from store.shelf import Shelf  # noqa: PLC0415

    settings = _settings()
    try:
        standing, files = kept(settings, is_demo=is_demo)
    except StoreTroubleError:
        say("The store cannot be reached, so only files are looked at.")
        standing, files = (), ()
    return standing, Shelf(settings.own_frameworks, kept=files)


@framework_app.command("check")
def check_file(file: Path, *, as_json: AsJson = False) -> None:
    """Check a file of any kind: every problem with its line, its place and what to do."""
    from store import file_report  # noqa: PLC0415

    try:
        report = file_report.check(file, _kept_and_shelf()[1])
    except OSError:
        stop(f"{file} cannot be read. Check the path.", WRONG_USE)
    if as_json:
        print(json.dumps(file_report.as_json(report), ensure_ascii=False, indent=2))  # noqa: T201
    elif not report.problems:
        print(report)  # noqa: T201
    for problem in report.problems:
        say(str(problem))
    for doubt in report.doubts:
        say(f"To think over: {doubt}")
    if report.problems:
        raise typer.Exit(NO)


@framework_app.command("list")
def list_files(*, as_json: AsJson = False, demo: Demo = False) -> None:
    """List the files there are, your own before ours: kind, id, version, what each holds, short sha, how it stands."""
    from bot.framework_sentences import differs, standing  # noqa: PLC0415
    from store.file_report import check, counted, report_of  # noqa: PLC0415

    kept, shelf = _kept_and_shelf(is_demo=demo)
    found: list[tuple[Report, str]] = []
    wrong: list[str] = []
    for path, is_own in shelf.files():
        try:
            report = check(path, shelf)
        except OSError:
            stop(f"{path} cannot be read. Check who may read it.", WORLD)
        wrong += map(str, report.problems)
        if not report.problems:
            found.append((report, "own" if is_own else "shipped"))
    wrong += filter(None, (differs(report, kept) for report, _ in found))
    listed = {report.sha256 for report, _ in found}
    found += [(one, "kept") for one in map(report_of, shelf.kept_files()) if one.sha256 not in listed]
    if as_json:
        keys = ("kind", "id", "version", "counts", "sha256")
        plain = [
            {"whose": whose, **{key: getattr(report, key) for key in keys}, "standing": standing(report, kept)}
            for report, whose in found
        ]
        print(json.dumps(plain, ensure_ascii=False, indent=2))  # noqa: T201
    else:
        for report, whose in found:
            version, short = report.version or "-", report.sha256[:SHORT]
            stands = standing(report, kept) or "-"
            print(whose, report.kind, report.id, version, counted(report.counts), short, stands, sep="\t")  # noqa: T201
    for sentence in wrong:
        say(sentence)
    if wrong:
        raise typer.Exit(NO)


@framework_app.command("use")
def use_framework(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of a framework or an overlay.")],
    version: Annotated[str, typer.Argument(help="Its version; without one, that of its file.")] = "",
    *,
    beside: Annotated[bool, typer.Option("--beside", help="Keep those in use too: whoever plans chooses.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Take it back into use though it was withdrawn.")] = False,
    by: By = "",
    demo: Demo = False,
) -> None:
    """Have new reviews begin with this framework. Reviews that have begun keep theirs."""
    from bot.cli_choice import RefusedError, use  # noqa: PLC0415
    from store.kept_frameworks import FrameworkChangedError  # noqa: PLC0415
    from store.plain_file import FileProblems  # noqa: PLC0415

    _, shelf = _kept_and_shelf(is_demo=demo)
    try:
        say(use(_settings(), shelf, name, version, beside=beside, again=again, by=by, is_demo=demo))
    except FileProblems as wrong:
        _told(wrong)
    except (RefusedError, FrameworkChangedError) as refused:
        stop(str(refused), NO)


@framework_app.command("withdraw")
def withdraw_framework(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of a framework or an overlay.")],
    version: Annotated[str, typer.Argument(help="Its version.")],
    *,
    by: By = "",
    demo: Demo = False,
) -> None:
    """Have no new review begin with this framework. Reviews that have begun keep it for ever."""
    from bot.cli_choice import RefusedError, withdraw  # noqa: PLC0415
    from store.plain_file import FileProblems  # noqa: PLC0415

    _, shelf = _kept_and_shelf(is_demo=demo)
    try:
        say(withdraw(_settings(), shelf, name, version, by=by, is_demo=demo))
    except FileProblems as wrong:
        _told(wrong)
    except RefusedError as refused:
        stop(str(refused), NO)


@framework_app.command("diff")
def diff_files(
    old: Annotated[str, typer.Argument(help="A framework or an overlay: its file, its id, or ID@VERSION.")],
    new: Annotated[str, typer.Argument(help="Another version of it, or an overlay over it.")],
    *,
    demo: Demo = False,
) -> None:
    """Say in plain English what changed from one version of a framework to another."""
    from bot.domain.difference import differences  # noqa: PLC0415
    from bot.framework_sentences import difference  # noqa: PLC0415

    _, shelf = _kept_and_shelf(is_demo=demo)
    before = _whole(_find(old, shelf), old, shelf)
    found = list(differences(before, _whole(_find(new, shelf), new, shelf, before)))
    for one in found:
        print(difference(one))  # noqa: T201
    if not found:
        say("Nothing that anybody would read has changed.")


@framework_app.command("touched")
def touched_by(
    instrument: Annotated[str, typer.Argument(help="The id of some guidance, such as kcsie.")],
    framework: Annotated[
        str, typer.Argument(help="A framework or an overlay: its file, its id, or ID@VERSION; else the one in use.")
    ] = "",
    *,
    demo: Demo = False,
) -> None:
    """Say in plain English what a new edition of some guidance touches."""
    from bot.domain.instruments import touched  # noqa: PLC0415
    from bot.framework_sentences import in_force, to_read  # noqa: PLC0415
    from store.plain_file import FileProblems  # noqa: PLC0415

    kept, shelf = _kept_and_shelf(is_demo=demo)
    try:
        listed = shelf.instruments()
    except FileProblems as wrong:
        _told(wrong)
    if instrument not in listed.ids:
        stop(f"There is no guidance {instrument} in the list. It has: {', '.join(sorted(listed.ids))}.", NO)
    framework = framework or next((f"{one.edition.id}@{one.edition.version}" for one in kept if one.place), "cst-spr")
    whole = _whole(_find(framework, shelf), framework, shelf)
    say(in_force(listed.instrument(instrument), {one.id: one.edition for one in listed.instruments}))
    found = touched(whole, listed.editions(instrument))
    for one in found:
        print(to_read(one, whole))  # noqa: T201
    if not found:
        say(f"It touches no sub-area of {whole.called}.")


def _on(shelf: "Shelf", name: str) -> "Opened":
    own, _, version = name.partition("@")
    with suppress(KeyError):
        return shelf.find("framework", own, version)
    return shelf.find("overlay", own, version)


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
        over = opened.value
        if beneath is not None and (
            beneath.overlay or (beneath.id == over.base and beneath.version != over.base_version)
        ):
            beneath = None  # two overlays are compared, each over its own base
        base = beneath or shelf.beneath(over).value
        return lay(base, opened.text, opened.path.name)
    except FileProblems as wrong:
        _told(wrong)
    except KeyError as missing:
        stop(f"{missing.args[0]} Put it in the folder of your own files.", NO)


def _told(wrong: "FileProblems") -> NoReturn:
    for problem in wrong.problems:
        say(str(problem))
    raise typer.Exit(NO)
