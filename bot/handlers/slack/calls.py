"""One call to Slack that carries a reply: made once, never again, and what went wrong is logged by its code alone."""

from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

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
