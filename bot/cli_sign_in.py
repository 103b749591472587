"""`peerwalk people link` and `code`: how the first person comes in; and whether `serve` may be reached by others."""

from typing import Annotated

import typer

from bot import settings as settings_module
from bot.settings import Settings, SettingsError
from bot.terminal import NO, WRONG_USE, say, stop

Person = Annotated[str, typer.Argument(help="The person's id, as `peerwalk people list` shows it.")]
Demo = Annotated[bool, typer.Option("--demo", help="Use the demo's store instead of your own.")]
NO_ADDRESS = (
    "Nobody has said where people reach the web. Set PEERWALK_PUBLIC_URL, such as https://peerwalk.example.org."
)


def link(person: Person, *, demo: Demo = False) -> None:
    """Print a link that signs a person in on the web: once, within ten minutes."""
    from bot.cli_store import way_in  # noqa: PLC0415
    from bot.domain.sign_in import Kind  # noqa: PLC0415

    settings = _loaded()
    if not settings.base:
        stop(NO_ADDRESS, NO)
    print(_made(way_in(settings, person, Kind.LINK, is_demo=demo), person))  # noqa: T201
    say("The link signs in whoever opens it: hand it to this person alone.")


def code(person: Person, *, demo: Demo = False) -> None:
    """Print a code with which a person joins a chat account, or signs in on the web: once, within ten minutes."""
    from bot.cli_store import way_in  # noqa: PLC0415
    from bot.domain.sign_in import Kind  # noqa: PLC0415

    print(_made(way_in(_loaded(), person, Kind.CODE, is_demo=demo), person))  # noqa: T201
    say("In Slack, they write /peerwalk link and the code; on the web, they type it on the sign-in page.")


def _made(found: str, person: str) -> str:
    if not found:
        stop(f"There is nobody with the id {person} who may come in. `peerwalk people list` shows the ids.", NO)
    return found


def ready_for_others(settings: Settings) -> None:
    """Whoever is reached from other machines has an address over https, and a way to sign in."""
    missing = []
    if not settings.public_url.startswith("https://"):
        missing.append("PEERWALK_PUBLIC_URL is not set to an address that begins with https://")
    if not settings.ways_in:
        missing.append("there is no way to sign in: set PEERWALK_SMTP_URL, PEERWALK_OIDC_ISSUER or Slack")
    if missing and not settings.listens_here_only:
        stop(
            f"Peerwalk listens on this machine only until sign-in is set up, and PEERWALK_HOST is {settings.host}, "
            f"but {' and '.join(missing)}. docs/sign-in.md says how.",
            WRONG_USE,
        )


def _loaded() -> Settings:
    try:
        return settings_module.load()
    except SettingsError as error:
        stop(str(error), WRONG_USE)
