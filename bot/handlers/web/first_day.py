"""The set-up page of the first start: for whoever holds the printed link, or sits at this very machine."""

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.domain.sign_in import Way
from bot.first_day import ASKED, problems
from bot.handlers.web.call import Call
from bot.sign_in.ways import Come

if TYPE_CHECKING:
    from bot.handlers.web.serve import Site

PATH = "/set-up/first"
_HERE = frozenset({"127.0.0.1", "::1"})


class FirstPage:
    """Asks the trust's name and the lead's, once."""

    def __init__(self, site: "Site") -> None:
        self.site = site
        self.day = site.host.first_day

    def routes(self) -> list[BaseRoute]:
        return [
            Route(PATH, self.site.answering(self.page, anyone=True), methods=["GET"]),
            Route(PATH, self.site.answering(self.begin, anyone=True), methods=["POST"]),
        ]

    def may(self, call: Call) -> bool:
        """With the link's token; without it only on a machine that nobody reaches from elsewhere."""
        if self.day.opens(call.typed("key") or call.asked("key")):
            return True
        return not self.site.host.public_url and call.origin in _HERE

    async def page(self, call: Call) -> Response:
        if not await self.site.host.off(self.day.waits):
            return await self._drawn(call, 410, "first_done")
        if not self.may(call):
            return await self._drawn(call, 403, "first_link")
        return await self._drawn(call, 200, "first_form")

    async def begin(self, call: Call) -> Response:
        if not await self.site.host.off(self.day.waits):
            return await self._drawn(call, 410, "first_done")
        if not self.may(call):
            return await self._drawn(call, 403, "first_link")
        typed = {key: call.typed(key) for key in ASKED}
        if wrong := problems(typed):
            return await self._drawn(call, 422, "first_form", typed=typed, wrong=wrong)
        person = await self.site.host.off(self.day.begin, typed)
        if not person:
            return await self._drawn(call, 410, "first_done")
        return await self.site.door.come(call, Come(person, Way.LINK, "/set-up"))

    async def _drawn(
        self,
        call: Call,
        status: int,
        what: str,
        typed: dict[str, str] | None = None,
        wrong: dict[str, str] | None = None,
    ) -> Response:
        wording = self.site.host.wording
        said = {
            key: wording.line("first_day", f"{key}_{block}", block, longest=120) for key, block in (wrong or {}).items()
        }
        shell = await self.site.shell(call)
        key = call.typed("key") or call.asked("key")
        html = self.site.pages.page("first_day", shell, what=what, typed=typed or {}, wrong=said, key=key)
        return HTMLResponse(html, status)
