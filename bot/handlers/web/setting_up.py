"""The trust lead's set-up on the web: what is there, the lists, files brought in with their dry run, who may see what."""

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.domain.acts import About
from bot.handlers.web.call import Call
from bot.message import Visit

if TYPE_CHECKING:
    from bot.handlers.web.serve import Handler, Site

_LOOKS = {"/set-up": "set_up", "/set-up/schools": "schools", "/set-up/people": "people", "/who-may-see": "who_may"}


def routes(site: "Site") -> list[BaseRoute]:
    return [
        *(Route(path, site.answering(_looking(site, view))) for path, view in _LOOKS.items()),
        Route("/who-may-see/{about}", site.answering(_looking(site, "who_may"))),
    ]


def _looking(site: "Site", view: str) -> "Handler":
    async def look(call: Call) -> Response:
        shell = await site.shell(call)
        if call.session is None or shell.person is None:
            return await site.door.page(call) if not site.host.demo else await site.home(call)
        about = call.part("about") or call.asked("which") or "trust"
        cards = await site.host.off(site.host.looks.visit, call.who, Visit(view, About("trust", about)))
        return HTMLResponse(site.pages.single(shell, cards, title=cards[0].title or cards[0].notice))

    return look
