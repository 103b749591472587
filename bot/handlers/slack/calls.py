"""One call to Slack that carries a reply: made once, never again, and what went wrong is logged by its code alone."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.handlers.slack import limits
from bot.handlers.slack.silent import SILENT

_log = structlog.get_logger()


async def made(method: str, call: Callable[[], Coroutine[Any, Any, Any]]) -> bool:
    """Make a call. Whether it worked; why it did not is logged by its code."""
    return await answered(method, call) is not None


async def answered(method: str, call: Callable[[], Coroutine[Any, Any, Any]]) -> Any | None:
    """Make a call and give back what was answered; None where it did not work."""
    try:
        answer = await call()
    except SlackApiError as error:
        code = str(error.response.get("error", "")) if hasattr(error.response, "get") else ""
        _log.warning("slack_reply_refused", method=method, code=code if code.isidentifier() else "unreadable")
        return None
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        _log.warning("slack_reply_lost", method=method, kind=type(error).__name__)
        return None
    if method == "response_url" and answer.status_code >= 400:  # noqa: PLR2004
        _log.warning("slack_reply_refused", method=method, code=str(answer.status_code))
        return None
    return answer


class Calls:
    """Calls to one workspace's Web API; what they opened is closed by whoever holds `closing`."""

    def __init__(self, token: str, api_url: str, closing: list[Callable[[], Awaitable[None]]]) -> None:
        self._client = AsyncWebClient(token, api_url, timeout=limits.CALL_SECONDS, retry_handlers=[], logger=SILENT)
        self._quick = AsyncWebClient(token, api_url, timeout=limits.TRIGGER_SECONDS, retry_handlers=[], logger=SILENT)
        self._closing = closing

    async def __call__(self, method: str, sent: dict[str, Any], *, quickly: bool = False) -> dict[str, Any] | None:
        """What Slack answered, or None where it did not work. `quickly` while a trigger lives."""
        calling = self._quick if quickly else self._client
        if calling.session is None:
            # Left to itself the library opens and closes a pool of connections for every call.
            calling.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=calling.timeout))
            self._closing.append(calling.session.close)
        # Methods that only read take no JSON.
        form = method in limits.READS
        found = await answered(
            method, lambda: calling.api_call(method, data=sent if form else None, json=None if form else sent)
        )
        return found.data if found is not None and isinstance(found.data, dict) else None
