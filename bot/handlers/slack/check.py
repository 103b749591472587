"""`peerwalk slack check`: what Slack says of our tokens, scopes and rooms, held against the table, in words with what to do."""

from collections.abc import Iterable, Iterator
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.handlers.findings import Finding, Mark, Room
from bot.handlers.slack import limits
from bot.handlers.slack.envelopes import code
from bot.handlers.slack.registrations import APP_SCOPE, scopes
from bot.handlers.slack.sharing import beyond
from bot.handlers.slack.silent import SILENT

__all__ = ["AwayError", "Finding", "Mark", "Room", "look"]


class AwayError(Exception):
    """Slack cannot be reached, or cannot answer for now."""


_TOKEN_AGAIN = "Copy the Bot User OAuth Token again (OAuth & Permissions), which begins with xoxb-."  # noqa: S105
_AGAIN = "Print the manifest again (`peerwalk slack manifest`), put it in place of the app’s, and reinstall the app."
SHARED = (
    "is shared with another organisation, which keeps a copy of all that is said there. "
    "Peerwalk takes no such room: join a channel of your own instead."
)
_FAULTS = {"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable", "unreadable"}


def look(token: str, app_token: str, api_url: str, rooms: Iterable[Room], people: int) -> Iterator[Finding]:
    """Look at everything, the rooms only where the token is good. Raises AwayError."""
    slack = _Slack(token, api_url)
    who = slack.call("auth.test")
    team = str(who.get("team_id", ""))
    if error := who.get("error"):
        yield Finding(Mark.MISSING, f"Slack does not take the bot token ({error}). {_TOKEN_AGAIN}")
    elif not who.get("bot_id"):
        yield Finding(Mark.MISSING, f"The bot token is a person’s and not the bot’s. {_TOKEN_AGAIN}")
    else:
        yield Finding(Mark.WELL, f"The bot is @{who.get('user')} in {who.get('team')} ({team}).")
        yield from _scopes(slack.granted)
    yield from _reached(slack, app_token)
    if who.get("bot_id"):
        yield from _rooms(slack, team, tuple(rooms))
        if not people:
            yield Finding(
                Mark.ADVICE, "Nobody is known by a Slack account yet: `peerwalk people add PERSON --slack TEAM:USER`."
            )


def unfit(token: str, api_url: str, tenant: str, channel: str) -> str:
    """Why a channel can be no room, as far as Slack shows it; empty where nothing speaks against it. Raises AwayError."""
    answer = _Slack(token, api_url).call("conversations.info", channel=channel)
    found = answer.get("channel")
    return f"That channel {SHARED}" if isinstance(found, dict) and beyond(found, tenant) else ""


def _scopes(granted: set[str]) -> Iterator[Finding]:
    needed = scopes()
    missing = [scope for scope in needed if scope not in granted]
    for scope in missing:
        yield Finding(Mark.MISSING, f"The scope {scope} is not granted: {'; '.join(needed[scope])}. {_AGAIN}")
    if not missing:
        yield Finding(Mark.WELL, f"All {len(needed)} scopes are granted.")
    if more := sorted(granted - set(needed)):
        yield Finding(Mark.ADVICE, f"Granted and not needed: {', '.join(more)}. You may take them away.")


def _reached(slack: "_Slack", app_token: str) -> Iterator[Finding]:
    """By which way Slack reaches us, and whether that way is open from here."""
    if not app_token:
        yield Finding(
            Mark.ADVICE,
            "Slack reaches Peerwalk by HTTP: whether it does shows where the manifest’s addresses are saved, at "
            "api.slack.com/apps. Socket Mode needs no address: set PEERWALK_SLACK_APP_TOKEN.",
        )
        return
    error = slack.call("apps.connections.open", app_token).get("error")
    if not error:
        yield Finding(Mark.WELL, "Socket Mode: Slack gives us a connection.")
    else:
        yield Finding(
            Mark.MISSING,
            f"Slack gives us no connection for Socket Mode ({error}). Under Basic Information, App-Level Tokens, make a "
            f"token with the scope {APP_SCOPE}, which begins with xapp-; and see that Socket Mode is switched on.",
        )


def _rooms(slack: "_Slack", team: str, rooms: tuple[Room, ...]) -> Iterator[Finding]:
    if not any(room.trust for room in rooms):
        yield Finding(
            Mark.ADVICE,
            "There is no trust channel yet, so affirmations are not posted here: "
            f"`peerwalk rooms add trust --slack {team}:CHANNEL`.",
        )
    for room in rooms:
        name = f"{room.whose} ({room.channel})"
        if room.tenant != team:
            yield Finding(Mark.MISSING, f"{name} is in another workspace, {room.tenant}. Join a channel of this one.")
            continue
        answer = slack.call("conversations.info", channel=room.channel)
        held = answer.get("channel")
        found: dict[str, Any] = held if isinstance(held, dict) else {}
        called = f"{room.whose}, #{found['name']} ({room.channel})," if found.get("name") else name
        if error := answer.get("error"):
            yield Finding(Mark.MISSING, f"{name} cannot be seen by the bot ({error}). {_why(str(error))}")
        elif beyond(found, team):
            yield Finding(Mark.MISSING, f"{called} {SHARED}")
        elif found.get("is_archived"):
            yield Finding(Mark.MISSING, f"{called} is archived. Bring it back, or join another channel.")
        elif not found.get("is_member"):
            yield Finding(Mark.MISSING, f"{called} is without the bot. Write there: /invite @Peerwalk")
        else:
            yield Finding(Mark.WELL, f"{called} has the bot in it, and nobody of another organisation.")


def _why(error: str) -> str:
    if error == "missing_scope":
        return _AGAIN
    return "It was deleted, its id is another, or it is private and the bot is not in it: write there /invite @Peerwalk"


class _Slack:
    """Calls that only look. `granted` are the scopes that the last answer named."""

    def __init__(self, token: str, api_url: str) -> None:
        again = [RateLimitErrorRetryHandler(max_retry_count=2)]
        self._client = WebClient(token, api_url, timeout=limits.CALL_SECONDS, retry_handlers=list(again), logger=SILENT)
        self.granted: set[str] = set()

    def call(self, method: str, token: str = "", **sent: str) -> dict[str, Any]:
        try:
            # A header of our own takes the place of the client's.
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            response = self._client.api_call(method, params=sent, headers=headers)
        except SlackApiError as error:
            found = code(error.response.get("error") if hasattr(error.response, "get") else "")
            if found in _FAULTS:
                raise AwayError from None
            return {"error": found}
        except (SlackClientError, OSError, ValueError):
            raise AwayError from None
        named = next((value for name, value in response.headers.items() if name.lower() == "x-oauth-scopes"), "")
        self.granted = {scope.strip() for scope in str(named).split(",") if scope.strip()} or self.granted
        return response.data if isinstance(response.data, dict) else {}
