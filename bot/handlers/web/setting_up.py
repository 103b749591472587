"""The trust lead's set-up on the web: what is there, the lists, files brought in with their dry run, who may see what."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.bringing_in import Looked, What, answers_of
from bot.domain.acts import About
from bot.handlers.body import body_of
from bot.handlers.web import read
from bot.handlers.web.call import Call
from bot.handlers.web.guards import LONGEST_BODY
from bot.handlers.web.read import Sent
from bot.handlers.web.upload import LONGEST_UPLOAD, Uploaded, uploaded
from bot.message import Visit

if TYPE_CHECKING:
    from bot.handlers.web.serve import Handler, Site

_LOOKS = {"/set-up": "set_up", "/set-up/schools": "schools", "/set-up/people": "people", "/who-may-see": "who_may"}
_LOOKS |= {"/set-up/settings": "settings", "/set-up/terms": "terms", "/set-up/proof": "proof", "/set-up/above": "above"}


FILES = {f"/set-up/{what}/file": what for what in What}
_ANSWER = "means."


async def sent_of(site: "Site", request: Request, visit: str) -> Sent | None:
    """The form that came, or None where it is too long. Only a page that asks for a file takes one, of whoever is in."""
    kind, path = request.headers.get("content-type", ""), request.url.path
    if kind.startswith("multipart/") and path in FILES:
        known = await site.host.off(site.host.entrance.sessions.of, visit)
        body = await body_of(request, LONGEST_UPLOAD if known else LONGEST_BODY)
        return None if body is None else uploaded(path, kind, body)
    body = await body_of(request, LONGEST_BODY)
    return None if body is None else read.sent(path, body)


def routes(site: "Site") -> list[BaseRoute]:
    return [
        *(Route(path, site.answering(_looking(site, view))) for path, view in _LOOKS.items()),
        Route("/who-may-see/{about}", site.answering(_looking(site, "who_may"))),
        *(Route(path, site.answering(_asking(site, what)), methods=["GET"]) for path, what in FILES.items()),
        *(Route(path, site.answering(_taking(site, what)), methods=["POST"]) for path, what in FILES.items()),
    ]


def _looking(site: "Site", view: str) -> "Handler":
    async def look(call: Call) -> Response:
        shell = await site.shell(call)
        if call.session is None or shell.person is None:
            return await site.door.page(call) if not site.host.demo else await site.home(call)
        about = call.part("about") or call.asked("which") or "trust"
        cards = await site.host.off(site.host.looks.found, call.who, Visit(view, About("trust", about)))
        shown = site.host.looks.not_here() if cards is None else cards
        html = site.pages.single(shell, shown, title=shown[0].title or shown[0].notice)
        return HTMLResponse(html, 404 if cards is None else 200)

    return look


def _asking(site: "Site", what: What) -> "Handler":
    async def ask(call: Call) -> Response:
        if call.session is None:
            return await site.door.page(call)
        # Whoever may bring nothing in is answered as if there were no such page.
        if await site.host.off(site.host.bringing_in.look, call.who.user, what, b"", {}) is None:
            return site.not_for_you()
        return await _drawn(site, call, what)

    return ask


def _taking(site: "Site", what: What) -> "Handler":
    """A file to look at, or *Do it* on a dry run."""

    async def take(call: Call) -> Response:
        bringing_in, sent = site.host.bringing_in, call.sent
        file = sent.file if isinstance(sent, Uploaded) else b""
        plan = sent.one("plan") if sent else ""
        if plan:
            came = await site.host.off(bringing_in.do, call.who.user, plan)
            return await _drawn(site, call, what, came=came) if came else site.not_for_you()
        fields = sent.fields if sent else {}
        said = {name.removeprefix(_ANSWER): values[0] for name, values in fields.items() if name.startswith(_ANSWER)}
        leavers, whose = bool(sent and sent.one("leavers")), fields.get("whose", ())
        user, given = call.who.user, answers_of(said)
        looked = await site.host.off(lambda: bringing_in.look(user, what, file, given, leavers=leavers, whose=whose))
        if looked is None:
            return site.not_for_you()
        return await _drawn(site, call, what, looked=looked)

    return take


async def _drawn(site: "Site", call: Call, what: What, looked: Looked | None = None, came: str = "") -> Response:
    shell = await site.shell(call)
    sets = await site.host.off(site.host.bringing_in.sets) if what is What.TERMS else ()
    chosen = call.sent.fields.get("whose", ()) if call.sent else ()
    html = site.pages.page(
        "bring_in",
        shell,
        what=what.value,
        looked=looked,
        came=came,
        said=site.host.wording.line,
        sets=sets,
        chosen=chosen,
    )
    wrong = came == "plan_is_old" or (
        looked is not None and not looked.sealed and looked.changes == 0 and looked.sections
    )
    return HTMLResponse(html, 422 if wrong else 200)
