"""`peerwalk teams …`: whether we can speak and be spoken to in Teams, and whom we cannot reach there."""

import typer

from bot import settings as settings_module
from bot.settings import Settings, SettingsError
from bot.terminal import NO, WRONG_USE, Demo, say, stop

teams_app = typer.Typer(no_args_is_help=True, help="Peerwalk’s app in Microsoft Teams.")


@teams_app.callback()
def _teams() -> None:
    """Peerwalk’s app in Microsoft Teams."""


def _settings() -> Settings:
    try:
        return settings_module.load()
    except SettingsError as error:
        stop(str(error), WRONG_USE)


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
