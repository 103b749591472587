"""`peerwalk teams …`: the package of a trust's own app, and whether we can speak and be spoken to there."""

from pathlib import Path
from typing import Annotated

import typer

from bot import settings as settings_module
from bot.settings import Settings, SettingsError
from bot.terminal import NO, WORLD, WRONG_USE, Demo, say, stop

teams_app = typer.Typer(no_args_is_help=True, help="Peerwalk’s app in Microsoft Teams: its package, and a check.")


def _settings() -> Settings:
    try:
        return settings_module.load()
    except SettingsError as error:
        stop(str(error), WRONG_USE)


@teams_app.command()
def package(
    *,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("peerwalk.zip"),
    organisation: Annotated[str, typer.Option(help="Your trust, as Teams names it beside the app.")] = "Peerwalk",
    website: Annotated[str, typer.Option(help="Your trust’s https address; else PEERWALK_PUBLIC_URL.")] = "",
    privacy: Annotated[str, typer.Option(help="Where your privacy notice stands; else the website.")] = "",
    terms: Annotated[str, typer.Option(help="Where your terms of use stand; else the website.")] = "",
    schema: Annotated[str, typer.Option(help="The manifest’s version: 1.25, or a newer one.")] = "",
    version: Annotated[str, typer.Option(help="The app’s version: higher each time you upload it again.")] = "1.0.0",
) -> None:
    """Write the package that you upload to your organisation's Teams."""
    from bot.handlers.teams import package as made  # noqa: PLC0415 only where it is asked for
    from bot.wording import Wording  # noqa: PLC0415

    settings = _settings()
    wording = Wording(settings.templates_dir)
    maker = made.Maker(organisation.strip(), website or settings.public_url, privacy, terms)
    try:
        found = made.manifest(
            lambda block: wording.line("teams_app", block),
            settings.teams_app_id,
            maker,
            version=version,
            schema=schema or made.SCHEMA,
        )
    except made.PackageError as error:
        stop(str(error), WRONG_USE)
    try:
        out.write_bytes(made.package(found))
    except OSError:
        stop(f"{out} cannot be written. Give another place with --out.", WORLD)
    print(out)  # noqa: T201
    say(f"Upload it in the Teams admin centre: docs/teams.md says how. It is version {found['version']} of the app.")


@teams_app.command()
def check(*, demo: Demo = False) -> None:
    """Say whether Teams can reach us and we it, and who cannot be reached and why. Exit 1 where something is missing."""
    # Imported here because Microsoft's libraries are slow, as everywhere in the command line.
    from bot.cli_store import every_room, everybody_on  # noqa: PLC0415
    from bot.handlers.findings import Mark, Room  # noqa: PLC0415
    from bot.handlers.teams.calls import Calls  # noqa: PLC0415
    from bot.handlers.teams.check import Known, look  # noqa: PLC0415
    from bot.handlers.teams.installation import Installation  # noqa: PLC0415
    from bot.handlers.teams.tokens import Tokens  # noqa: PLC0415

    settings = _settings()
    if not settings.teams_on:
        proof = "PEERWALK_TEAMS_CLIENT_SECRET or PEERWALK_TEAMS_CERTIFICATE_FILE"
        stop(
            f"Teams is off: set PEERWALK_TEAMS_APP_ID, PEERWALK_TEAMS_TENANT_ID, and {proof}. docs/teams.md says where "
            "they are found.",
            NO,
        )
    rooms = [
        Room(tenant, channel, f"The room of {school}" if review else "The trust channel", not review)
        for tenant, channel, review, school in every_room(settings, "teams", is_demo=demo)
    ]
    people = [Known(*one) for one in everybody_on(settings, "teams", is_demo=demo)]
    installation = Installation.of(settings)
    calls = Calls(installation, Tokens(installation))
    missing = False
    try:
        for each in look(calls, installation, settings.public_url, people, rooms):
            print(f"{each.mark.value}: {each.words}")  # noqa: T201
            missing = missing or each.mark is Mark.MISSING
    finally:
        calls.close()
    if missing:
        say("Something is missing. What to do stands beside it; then run this again.")
        raise typer.Exit(NO)
    say("Teams is in order.")
