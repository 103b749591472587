"""`peerwalk suggest` and `peerwalk filing …`: where texts may belong, and what was learnt from people's taps."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from bot import settings as settings_module
from bot.settings import SettingsError
from bot.terminal import NO, WRONG_USE, Demo, say, stop

if TYPE_CHECKING:
    from bot.domain.framework import Framework
    from bot.filing.model import Model
    from store.shelf import Shelf

SHIPPED = "cst-spr"
LONGEST_LINE = 100_000

filing_app = typer.Typer(no_args_is_help=True, help="What suggestions have learnt from people's taps.")


def _settings() -> settings_module.Settings:
    try:
        return settings_module.load()
    except SettingsError as error:
        stop(str(error), WRONG_USE)


# ── Suggesting ──────────────────────────────────────────────────────────────────────────────


def suggest(
    framework: Annotated[str, typer.Option(help="The id of a framework or an overlay.")] = SHIPPED,
) -> None:
    """Read {"text": …} lines and say where each may belong: {"suggestions": [{"id": …, "score": …}, …]}, best first."""
    model = _model(framework)
    for said in suggestions(model, sys.stdin.buffer):
        print(json.dumps(said, ensure_ascii=False), flush=True)  # noqa: T201


def suggestions(model: "Model", lines: Iterable[bytes]) -> Iterator[dict[str, object]]:
    """An answer for each line, in order; a line that is no text gets an error of its own, without its words."""
    for line in lines:
        text = _text(line)
        if text is None:
            yield {"error": 'Give each line as {"text": "…"}.'}
        else:
            found = model.suggest(text)
            yield {"suggestions": [{"id": one.node, "score": one.weight} for one in found.nodes]}


def _text(line: bytes) -> str | None:
    if len(line) > LONGEST_LINE:
        return None
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        return None
    found = read.get("text") if isinstance(read, dict) else None
    return found if isinstance(found, str) else None


def _model(name: str) -> "Model":
    if name == SHIPPED:
        from bot.filing.shipped import shipped  # noqa: PLC0415

        return shipped()
    from bot.learning import model_for  # noqa: PLC0415
    from store.shelf import Shelf  # noqa: PLC0415

    shelf = Shelf(_settings().own_frameworks)
    return model_for(_framework(shelf, name), shelf)


def _framework(shelf: "Shelf", name: str) -> "Framework":
    from store.overlay_file import lay  # noqa: PLC0415
    from store.plain_file import FileProblems  # noqa: PLC0415

    try:
        try:
            return shelf.framework(name)
        except KeyError:
            over = shelf.find("overlay", name)
            return lay(shelf.beneath(over.value).value, over.text, over.path.name)
    except KeyError:
        stop(f"There is no framework {name}. `peerwalk framework list` shows those there are.", NO)
    except FileProblems as wrong:
        stop(str(wrong), NO)


# ── What was learnt ─────────────────────────────────────────────────────────────────────────


@filing_app.command("versions")
def versions(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False, demo: Demo = False
) -> None:
    """List what was learnt, oldest first: number, when, from how many taps, and what that changed."""
    from bot.cli_store import opened  # noqa: PLC0415
    from store import filing  # noqa: PLC0415

    with closing(opened(_settings(), is_demo=demo)) as store, store.reading() as session:
        found = filing.versions(session)
    if as_json:
        listed = [{**vars(one), "at": one.at.isoformat(), "standing": one.standing.value} for one in found]
        print(json.dumps(listed, ensure_ascii=False, indent=2))  # noqa: T201
        return
    if not found:
        say("Nothing has been learnt yet. Suggestions go by what came with Peerwalk.")
    for one in found:
        print(f"{one.id}\t{one.at:%Y-%m-%d %H:%M}\t{_figure(one)}\t{_STANDS[one.standing.value]}\t{_edition(one)}")  # noqa: T201


_STANDS = {"in_force": "in force", "kept": "kept", "emptied": "emptied, as a note it learnt from was removed"}


def _figure(one: object) -> str:
    found = vars(one)
    return (
        f"of {found['taps']} notes the right place was among three for {found['before']} before, {found['after']} after"
    )


def _edition(one: object) -> str:
    from bot.domain.edition import edition_of  # noqa: PLC0415

    return str(edition_of(vars(one)["framework"]))


@filing_app.command("refit")
def refit(*, demo: Demo = False) -> None:
    """Learn now from all that people have filed, rather than within the hour."""
    from bot import learning  # noqa: PLC0415
    from bot.cli_store import opened  # noqa: PLC0415
    from bot.turn import utc_now  # noqa: PLC0415
    from store import kept_frameworks  # noqa: PLC0415
    from store.shelf import Shelf  # noqa: PLC0415

    settings = _settings()
    made = 0
    with closing(opened(settings, is_demo=demo)) as store:
        with store.reading() as session:
            every = [kept_frameworks.framework(session, kept.pin) for kept in kept_frameworks.every(session)]
        shelf = Shelf(settings.own_frameworks)
        for framework in every:
            found = learning.refit(store, framework, learning.model_for(framework, shelf, store), utc_now())
            if found:
                made += 1
                stands = "now in force" if found.standing.value == "in_force" else "not put in force, as it finds fewer"
                print(f"{found.id}\t{_figure(found)}\t{stands}")  # noqa: T201
    if not made:
        stop(f"Too little has been filed to learn from: it takes {learning.ENOUGH} notes.", NO)


@filing_app.command("back")
def back(
    version: Annotated[int, typer.Argument(help="A number that `peerwalk filing versions` shows; 0 for none.")],
    *,
    demo: Demo = False,
) -> None:
    """Go back to a version; with 0, to what came with Peerwalk."""
    from bot.cli_store import opened  # noqa: PLC0415
    from store import filing  # noqa: PLC0415

    with closing(opened(_settings(), is_demo=demo)) as store, store.writing() as session:
        if version == 0:
            for one in filing.versions(session):
                filing.put_by(session, one.framework, filing.Fitted.TAPS)
        elif not filing.put_in_force(session, version):
            stop(
                f"There is no version {version} to go back to, or its weights are gone. See `peerwalk filing versions`.",
                NO,
            )
    say("Suggestions go by what came with Peerwalk." if version == 0 else f"Version {version} is in force.")
