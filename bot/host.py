"""What the application hands to each platform: how to take a turn, how to look, and what it may know of its settings."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import ParamSpec, TypeVar

from bot.bringing_in import BringingIn
from bot.first_day import FirstDay
from bot.looks import Looks
from bot.message import AnyEvent, Turned
from bot.sign_in.entrance import Entrance
from bot.turn import Turns
from bot.wording import Wording
from store.engine import StoreTroubleError

__all__ = ["Host", "StoreTroubleError"]

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 8


@dataclass(frozen=True)
class Host:
    """One running application as a platform sees it. `demo` allows *act as*; it is never set by `serve`.

    `public_url` is where people reach it from outside; empty, it answers to this machine's own names alone.
    What a platform begins once the store and posting are there it adds to `opening`, which must not wait for the
    world. Once `leaving` is set, what goes on and on must end, so that the process can; what a platform holds open
    on the event loop it adds to `closing`, to be awaited at the very end, in order.
    """

    turns: Turns
    looks: Looks
    wording: Wording
    entrance: Entrance
    first_day: FirstDay
    bringing_in: BringingIn
    secret: bytes
    pool: ThreadPoolExecutor
    demo: bool = False
    public_url: str = ""
    leaving: Event = field(default_factory=Event)
    opening: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    closing: list[Callable[[], Awaitable[None]]] = field(default_factory=list)

    async def take(self, event: AnyEvent) -> Turned:
        """Take a turn in the pool. Returns only after the commit; raises StoreTroubleError where nothing was kept."""
        return await self.off(self.turns.take, event)

    async def off(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a synchronous function, such as a look, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, lambda: function(*args, **kwargs))
