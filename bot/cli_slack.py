"""`peerwalk slack …`: the manifest of a trust's own app, and whether Slack, its scopes and its rooms are as they must be."""

import json
from typing import Annotated
from urllib.parse import urlsplit

import typer

from bot import settings as settings_module
from bot.settings import Settings, SettingsError
from bot.terminal import NO, WORLD, WRONG_USE, Demo, say, stop

slack_app = typer.Typer(no_args_is_help=True, help="Peerwalk’s app in Slack: its manifest, and a check.")


def _settings() -> Settings:
    try:
        return settings_module.load()
    except SettingsError as error:
        stop(str(error), WRONG_USE)


@slack_app.command()
def manifest(
    *,
    socket: Annotated[
        bool, typer.Option("--socket", help="By Socket Mode, without a public address: the default.")
    ] = False,
    http: Annotated[str, typer.Option("--http", help="By HTTP instead: the https address Slack is to call.")] = "",
    as_yaml: Annotated[bool, typer.Option("--yaml", help="As YAML, with each scope’s reason beside it.")] = False,
) -> None:
    """Print the manifest from which you make Peerwalk's app in your workspace."""
    # Imported here because Slack's libraries are slow, as everywhere in the command line.
    from bot.handlers.slack import manifest as written  # noqa: PLC0415
    from bot.wording import Wording  # noqa: PLC0415

    if socket and http:
        stop("Give --socket or --http URL, not both.", WRONG_USE)
    wording = Wording(_settings().templates_dir)
    found = written.manifest(lambda block: wording.line("slack_app", block), _base(http) if http else "")
    print(written.as_yaml(found) if as_yaml else json.dumps(found, ensure_ascii=False, indent=2))  # noqa: T201


def _base(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.path not in {"", "/"} or parts.query or parts.fragment:
        stop("Give the address as https://peerwalk.example.org, with nothing after the name.", WRONG_USE)
    return f"https://{parts.netloc}"


@slack_app.command()
def check(*, demo: Demo = False) -> None:
    """Say whether Slack takes our tokens, and whether scopes and rooms are in order. Exit 1 where something is missing."""
    from bot.cli_store import every_room, how_many_on  # noqa: PLC0415
    from bot.handlers.slack.check import AwayError, Mark, Room, look  # noqa: PLC0415

    settings = _settings()
    token, app_token = settings.slack_bot_token.get_secret_value(), settings.slack_app_token.get_secret_value()
    if not settings.slack_on:
        lacks = "" if token else "PEERWALK_SLACK_BOT_TOKEN"
        if not (app_token or settings.slack_signing_secret.get_secret_value()):
            lacks = " and ".join(filter(None, (lacks, "PEERWALK_SLACK_APP_TOKEN (or, for HTTP, its signing secret)")))
        stop(f"Slack is off: set {lacks}. docs/slack.md says where they are found.", NO)
    known = [
        Room(tenant, channel, f"The room of {school}" if review else "The trust channel", not review)
        for tenant, channel, review, school in every_room(settings, "slack", is_demo=demo)
    ]
    people = how_many_on(settings, "slack", is_demo=demo)
    missing = False
    try:
        for each in look(token, app_token, settings.slack_api_url, known, people):
            print(f"{each.mark.value}: {each.words}")  # noqa: T201
            missing = missing or each.mark is Mark.MISSING
    except AwayError:
        stop(
            "Slack cannot be reached. Check that this machine reaches slack.com, through your proxy if there is one.",
            WORLD,
        )
    if missing:
        say("Something is missing. What to do stands beside it; then run this again.")
        raise typer.Exit(NO)
    say("Slack is in order.")


def unfit_room(tenant: str, channel: str) -> str:
    """Why Slack's channel can be no room, where Slack can be asked."""
    settings = _settings()
    if not settings.slack_on:
        return ""
    from bot.handlers.slack.check import AwayError, unfit  # noqa: PLC0415

    try:
        return unfit(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, tenant, channel)
    except AwayError:
        say("Slack cannot be asked about that channel now: `peerwalk slack check` will say whether it can be used.")
        return ""
