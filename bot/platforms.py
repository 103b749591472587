"""Which chat platforms are on, and what each brings: addresses that it calls, and a way to post. Nothing else is imported."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.routing import BaseRoute

from bot.host import Host
from bot.posters import Poster
from bot.reaching import Reaching
from bot.settings import Settings
from bot.wording import Wording
from store.engine import Store

if TYPE_CHECKING:
    from bot.handlers.teams.calls import Calls
    from bot.handlers.teams.installation import Installation

Teams = tuple["Installation", "Calls", Reaching]
"""Who the bot is in Teams, its calls, and how people are reached there."""

Healths = Mapping[str, Callable[[], Any]]
"""What /healthz says of each part."""


def teams(settings: Settings, store: Store) -> Teams | None:
    """What is called in Teams and by whom we are reached there; None where it is off, and then nothing is imported."""
    if not settings.teams_on:
        return None
    from bot.handlers.teams.calls import Calls  # noqa: PLC0415
    from bot.handlers.teams.installation import Installation  # noqa: PLC0415
    from bot.handlers.teams.tokens import Tokens  # noqa: PLC0415

    installation = Installation.of(settings)
    return installation, Calls(installation, Tokens(installation)), Reaching(store)


def posters(settings: Settings, wording: Wording, teams: Teams | None) -> dict[str, Poster]:
    """What can be posted to: a platform is on when its credentials are there, and not imported otherwise."""
    found: dict[str, Poster] = {}
    if settings.slack_on:
        from bot.handlers.slack.home_tab import HomeTab  # noqa: PLC0415
        from bot.handlers.slack.poster import SlackPoster  # noqa: PLC0415

        tab = HomeTab(wording, web=bool(settings.base))
        found["slack"] = SlackPoster(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, tab)
    if teams is not None:
        from bot.handlers.teams.home import Home  # noqa: PLC0415
        from bot.handlers.teams.poster import TeamsPoster  # noqa: PLC0415

        _, calls, reaching = teams
        found["teams"] = TeamsPoster(calls, reaching, Home(wording, web=bool(settings.base)))
    return found


def routes(settings: Settings, host: Host, teams: Teams | None) -> tuple[list[BaseRoute], Healths]:
    """The addresses that chat platforms call. What they begin and end stands with the host."""
    found: list[BaseRoute] = []
    healths: dict[str, Callable[[], Any]] = {"slack": lambda: settings.slack_transport}
    token, api_url = settings.slack_bot_token.get_secret_value(), settings.slack_api_url
    match settings.slack_transport:
        case "socket":
            from bot.handlers.slack.serve import socket as slack_socket  # noqa: PLC0415

            socket = slack_socket(
                host, token=token, app_token=settings.slack_app_token.get_secret_value(), api_url=api_url
            )
            host.opening.append(socket.open)
            # First of all: no more is taken, what was taken is acknowledged, and then its other calls may end.
            host.closing.insert(0, socket.close)
            healths["socket"] = socket.health
        case "http":
            from bot.handlers.slack.serve import routes as slack_routes  # noqa: PLC0415

            signing_secret = settings.slack_signing_secret.get_secret_value()
            found = slack_routes(host, token=token, signing_secret=signing_secret, api_url=api_url)
    if teams is not None:
        from bot.handlers.teams.serve import routes as teams_routes  # noqa: PLC0415

        found += teams_routes(host, *teams)
        healths["teams"] = lambda: "on"
    return found, healths
