"""`peerwalk retention`: what would be removed on a day, and the certificates of what was."""

from datetime import date, datetime
from typing import Annotated

import typer

from bot import settings as settings_module
from bot.terminal import NO, WRONG_USE, stop

retention_app = typer.Typer(help="What is kept, and what goes when. Looks only; removes nothing.")

Demo = Annotated[bool, typer.Option("--demo", help="Use the demo's store instead of your own.")]


@retention_app.callback(invoke_without_command=True)
def plan(
    context: typer.Context,
    on: Annotated[str, typer.Option("--on", help="A day, as YYYY-MM-DD. Without it, today.")] = "",
    *,
    demo: Demo = False,
) -> None:
    """Say what would be removed on a day."""
    if context.invoked_subcommand:
        return
    from bot.app import open_settings_store  # noqa: PLC0415 slow to import, as everywhere in the command line
    from bot.kept import going_words  # noqa: PLC0415
    from bot.message import plain  # noqa: PLC0415
    from bot.wording import Wording  # noqa: PLC0415

    settings = settings_module.load()
    wording = Wording(settings.templates_dir, settings.time_zone)
    day = _day(on) if on else datetime.now(wording.zone).date()
    store = open_settings_store(settings, is_demo=demo)
    try:
        with store.reading() as session:
            print(plain(going_words(session, wording, day)))  # noqa: T201
    finally:
        store.close()


@retention_app.command()
def certificate(
    removal: Annotated[str, typer.Argument(help="The certificate's id, as the page of what is kept shows it.")],
    *,
    demo: Demo = False,
) -> None:
    """Print a certificate: what was removed, by number and hash. Exit 1 where there is none, or the chain is broken."""
    from bot.app import open_settings_store  # noqa: PLC0415
    from bot.kept import certificate_words  # noqa: PLC0415
    from bot.message import plain  # noqa: PLC0415
    from bot.wording import Wording  # noqa: PLC0415
    from store import certificates  # noqa: PLC0415

    settings = settings_module.load()
    store = open_settings_store(settings, is_demo=demo)
    try:
        with store.reading() as session:
            words = certificate_words(session, Wording(settings.templates_dir, settings.time_zone), removal)
            broken = certificates.first_broken(session)
    except KeyError:
        stop(f"There is no certificate {removal}.", NO)
    finally:
        store.close()
    print(plain(words))  # noqa: T201
    if broken:
        stop(f"The chain of certificates is not whole: {broken} is not as it was sealed.", NO)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        stop(f"{given!r} is not a day. Give it as YYYY-MM-DD, such as 2026-09-01.", WRONG_USE)
