"""Keeping open pages fresh: a stream that says when something in somebody's panes has changed, and never what."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from starlette.responses import Response, StreamingResponse

from bot.handlers.web.call import Call
from bot.handlers.web.pages import short
from bot.handlers.web.session import Session
from bot.host import StoreTroubleError

if TYPE_CHECKING:
    from bot.handlers.web.serve import Site

MOST_STREAMS = 6  # open pages of one person that are kept fresh
BEAT = 1.0  # seconds between two looks for something new
HEARTBEAT = 15  # beats after which a quiet stream says that it is still there


class Streams:
    """The streams of one running application."""

    def __init__(self, site: "Site") -> None:
        self.site = site
        self.open: Counter[str] = Counter()

    async def stream(self, call: Call) -> Response:
        """Say when something in somebody's panes has changed; never what."""
        if call.session is None or self.open[call.who.user] >= MOST_STREAMS:
            return Response(status_code=204)  # tells the browser not to ask again
        return StreamingResponse(self._beats(call, call.session), media_type="text/event-stream")

    async def _beats(self, call: Call, session: Session) -> AsyncIterator[str]:
        host = self.site.host
        seen, review, quiet = call.asked("stamp"), call.asked("review"), 0
        self.open[session.person] += 1
        try:
            yield "retry: 3000\n\n"
            while not host.leaving.is_set():
                if await host.off(host.entrance.sessions.of, session.number) is None:
                    return
                stamp = short(await host.off(host.looks.stamp, call.who, review))
                quiet += 1
                if stamp != seen:
                    seen, quiet = stamp, 0
                    yield f"event: changed\ndata: {stamp}\n\n"
                elif quiet % HEARTBEAT == 0:
                    yield ": still here\n\n"
                await asyncio.sleep(BEAT)
                if await call.request.is_disconnected():
                    return
        except StoreTroubleError:
            return  # the browser asks again by itself
        finally:
            self.open[session.person] -= 1
