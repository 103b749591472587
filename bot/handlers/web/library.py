"""The practice library, its cards, the meeting pack and the strengths page: each a page of its own, to read or to print."""

import secrets
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.handlers.pressed import looking_for
from bot.handlers.web.call import Call
from bot.handlers.web.read import TYPED, Sent
from bot.look import Looking
from bot.meeting_pack import Pack, asked_days, pack_of
from bot.message import Address, Started
from bot.pack_document import document
from bot.shelf import card_page, shelf
from bot.strengths import strengths

if TYPE_CHECKING:
    from bot.handlers.web.serve import Site

T = TypeVar("T")

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def routes(site: "Site") -> list[BaseRoute]:
    pages = LibraryPages(site)

    def route(path: str, handler: Any, method: str = "GET") -> Route:
        return Route(path, site.answering(handler), methods=[method])

    return [
        route("/library", pages.library),
        route("/library", pages.find, "POST"),
        route("/practice/{about}", pages.card),
        route("/meeting-pack", pages.pack),
        route("/meeting-pack/word", pages.pack_in_word),
        route("/strengths", pages.strengths),
    ]


class LibraryPages:
    """Pages of what the trust may read; the last one is its safeguarding lead's own."""

    def __init__(self, site: "Site") -> None:
        self.site = site

    async def library(self, call: Call) -> Response:
        """One page of the shelf, as its address asks for it."""
        return await self._page(call, "library", partial(shelf, query=call.request.url.query), "library")

    async def find(self, call: Call) -> Response:
        """What somebody looks for, judged before it stands anywhere; then the shelf as they want it."""
        return await self.site.turn(call, _looked_for)

    async def card(self, call: Call) -> Response:
        return await self._page(call, "practice", partial(card_page, affirmation_id=call.part("about")), "page")

    async def pack(self, call: Call) -> Response:
        return await self._page(call, "meeting_pack", self._packed(call), "pack")

    async def pack_in_word(self, call: Call) -> Response:
        """The same as a Word file."""
        if call.session is None:
            return await self.site.welcome(call)
        found: Pack | None = await self._own(call, self._packed(call))
        if found is None:
            return self.site.not_for_you()
        body = await self.site.host.off(document, found)
        name = f"practice-{found.first.isoformat()}-to-{found.last.isoformat()}.docx"
        disposition = f'attachment; filename="{quote(name)}"'
        return Response(body, media_type=_WORD, headers={"Content-Disposition": disposition})

    async def strengths(self, call: Call) -> Response:
        """Where nobody has looked lately, for the trust's safeguarding lead alone."""
        if call.session is None:
            return await self.site.welcome(call)
        cards = await self._own(call, strengths)
        if cards is None:
            return self.site.not_for_you()
        return HTMLResponse(self.site.pages.single(await self.site.shell(call), cards, title=cards[0].title))

    def _packed(self, call: Call) -> Callable[[Looking], Pack]:
        return partial(pack_of, asked=asked_days(call.asked("from"), call.asked("to")))

    async def _own(self, call: Call, look: Callable[[Looking], T]) -> T | None:
        return await self.site.host.off(self.site.host.looks.own_page, call.who, look)

    async def _page(self, call: Call, template: str, look: Callable[[Looking], T], name: str) -> Response:
        if call.session is None:
            return await self.site.welcome(call)
        found = await self._own(call, look)
        if found is None:
            return self.site.not_for_you()
        return HTMLResponse(self.site.pages.page(template, await self.site.shell(call), **{name: found}))


def _looked_for(sent: Sent, who: Address) -> Started:
    """What stands in the search box. To look twice for the same is no slip: each time is a new one."""
    return looking_for(sent.one(f"{TYPED}words"), (secrets.token_urlsafe(16),), who)
