"""When a call to Teams is made again: what was certainly not done, at the time it says; and what may be done twice.

412 and 429 were not done. After 502, 503 and 504 nobody knows, so only what does no harm twice is tried again there: a
message that is sent again would stand twice. Whoever cannot wait here is told how long it would take.
"""

import asyncio
import email.utils
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from bot.handlers.teams import pace

NOT_DONE = frozenset({412, 429})
NOBODY_KNOWS = frozenset({502, 503, 504})
TWICE_IS_ONCE = frozenset({"GET", "PUT", "DELETE"})

Sleep = Callable[[float], Awaitable[object]]


class RetryAfter:
    """Middleware of the SDK's client. It waits no longer than `longest` seconds; what takes longer is left to the queue."""

    def __init__(self, sleep: Sleep = asyncio.sleep, longest: float = pace.LONGEST_WAIT) -> None:
        self._sleep, self._longest = sleep, longest

    async def send(self, context: Any, following: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        for attempt in range(1, pace.ATTEMPTS + 1):
            try:
                return await following()
            except httpx.HTTPStatusError as error:
                status = error.response.status_code
                again = status in NOT_DONE or (status in NOBODY_KNOWS and context.method in TWICE_IS_ONCE)
                told = told_to_wait(error.response)
                wait = random.uniform(0, 2 ** (attempt - 1)) if told is None else told  # noqa: S311 spreads calls
                if not again or attempt == pace.ATTEMPTS or wait > self._longest:
                    raise
                await self._sleep(wait)
        raise AssertionError("the last attempt either answers or raises")


def told_to_wait(response: httpx.Response) -> float | None:
    """Retry-After in seconds, given so or as a date; None where there is none that can be read."""
    said = response.headers.get("retry-after", "").strip()
    if not said:
        return None
    try:
        seconds = float(said)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(said).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            return None
    return max(0.0, seconds) if seconds == seconds and seconds < float("inf") else None  # noqa: PLR0124 nan
