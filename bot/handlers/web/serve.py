"""Serves the web: who is asking, may this be believed, one turn or one look, and a page.

Every page and form works without a script. Our own mistake is caught once, here: logged by its kind and a number,
never with a word that somebody wrote.
"""

import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.domain.acts import TRUST, About
from bot.handlers.web import first_day, library, read, setting_up, sign_in, who_is_in
from bot.handlers.web.call import Call
from bot.handlers.web.documents import Documents
from bot.handlers.web.guards import headers, is_ours, is_sent_from_here
from bot.handlers.web.pages import Pages
from bot.handlers.web.press import UnreadableError, href
from bot.handlers.web.read import Sent
from bot.handlers.web.render import Renderer, Shell, assets
from bot.handlers.web.session import Cookies, Seals, Session, new_number
from bot.handlers.web.stream import Streams
from bot.host import Host, StoreTroubleError
from bot.message import Address, AnyEvent, Card, Started, Visit

LOOKS = dict.fromkeys(("walk", "team", "notes", "tidy", "unfiled", "held"), "review")
LOOKS |= {"deeper": "sub_area", "with": "meeting", "slot": "slot", "taken": "person", "said": "said"}
LOOKS |= {"retention": "trust", "certificate": "removal"}
LOOKS |= {"affirmation": "affirmation", "came_home": "affirmation", "reply": "reply", "my_replies": "person"}
LOOKS |= {"prompts": "review", "school_prompts": "school"}
LOOKS |= {"asked": "person", "own": "person"} | dict.fromkeys(("question", "ways", "shared"), "prompt")

_log = structlog.get_logger()

Handler = Callable[[Call], Awaitable[Response]]


def routes(host: Host) -> list[BaseRoute]:
    """Everything the web answers. It answers what no other platform does, so it goes last."""
    site = Site(host)
    found: list[BaseRoute] = [
        Route("/", site.answering(site.home)),
        *(Route(f"/{view}/{{about:path}}", site.answering(site.looking(view, kind))) for view, kind in LOOKS.items()),
        Route("/table/{about}", site.answering(site.documents.table)),
        Route("/dry_run/{about}", site.answering(site.documents.dry_run)),
        Route("/timetable/{about:path}", site.answering(site.documents.timetable)),
        Route("/about-me/{about}", site.answering(site.documents.about_me)),
        Route("/about-me-file", site.answering(site.documents.about_me_file), methods=["POST"]),
        Route("/my-answers/{about}", site.answering(site.looking("my_answers", "person"))),
        Route("/c/{about}", site.answering(site.looking("conversation", "conversation"))),
        Route("/room/{about}", site.answering(site.room)),
        Route("/channel", site.answering(site.channel)),
        Route("/worry", site.answering(site.worry)),
        Route("/worry/{about}", site.answering(site.worry)),
        Route("/stream", site.answering(site.streams.stream)),
        Route("/static/{name}", site.answering(site.static)),
        Route("/begin", site.answering(site.begin), methods=["POST"]),
        Route("/answer", site.answering(site.answer), methods=["POST"]),
        Route("/route", site.answering(site.route), methods=["POST"]),
        Route("/note", site.answering(site.note), methods=["POST"]),
    ]
    found += [
        *first_day.FirstPage(site).routes(),
        *setting_up.routes(site),
        *library.routes(site),
        *site.door.routes(),
        *who_is_in.routes(site),
    ]
    handlers = {404: site.no_page, 405: site.no_way}
    inner = Starlette(routes=found, exception_handlers=handlers)
    inner.router.redirect_slashes = False
    return [Mount("", app=inner)]


class Site:
    """The web of one running application."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.secure = host.public_url.startswith("https://")
        self.cookies = Cookies(secure=self.secure, demo=host.demo)
        self.seals = Seals(host.secret, "demo" if host.demo else "trust")
        self.pages = Pages(Renderer(host.wording))
        self.documents = Documents(host, self.pages, self.shell, self.welcome)
        self.door = sign_in.Door(self)
        self.streams = Streams(self)

    # ── Around every request ────────────────────────────────────────────────────────────────

    def answering(self, handler: Handler, *, anyone: bool = False) -> Callable[[Request], Awaitable[Response]]:
        """Wrap what answers a request in all that holds for every request. `anyone`: even somebody not signed in."""

        async def answer(request: Request) -> Response:
            return self._secured(await self._answer(request, handler, anyone=anyone))

        return answer

    def _secured(self, response: Response) -> Response:
        response.headers.update(headers(secure=self.secure, kept=response.headers.get("cache-control", "")))
        return response

    async def _answer(self, request: Request, handler: Handler, *, anyone: bool) -> Response:
        if not is_ours(request.headers.get("host", ""), self.host.public_url):
            return self._trouble("not_this_address", 400)
        visit, door = self.cookies.number(request), self.cookies.at_door(request)
        call = Call(request, None, secrets.token_urlsafe(16), number=visit or door)
        try:
            if request.method == "POST":
                if not is_sent_from_here(request.headers, self.host.public_url):
                    return self._trouble("elsewhere", 403)
                sent = await setting_up.sent_of(self, request, visit)
                if sent is None:
                    return self._trouble("too_large", 413)
                call = replace(call, sent=sent)
            found = await self.host.off(self.host.entrance.sessions.of, visit)
            session = Session(found.person, visit) if found else None
            call = replace(call, session=session, number=visit if session else door or new_number())
            answer = await (self._believed(call, handler, anyone=anyone) if call.sent else handler(call))
        except UnreadableError:
            return self._trouble("unreadable", 400, call)
        except StoreTroubleError:
            return self._store_away(call)
        except Exception as error:  # noqa: BLE001 the one place where our own mistakes end
            return self._trouble("our_mistake", 500, call, _logged(error))
        if call.number not in {visit, door} and "set-cookie" not in answer.headers and isinstance(answer, HTMLResponse):
            self.cookies.stand(answer, call.number)
        return answer

    async def _believed(self, call: Call, handler: Handler, *, anyone: bool) -> Response:
        """Let a form through only with its browser's token; otherwise give it back with the words still in it."""
        sent = call.sent or Sent("")
        if call.session is None and not anyone:
            return await self.welcome(call, 403)
        if call.session is None and self.host.demo and sent.path == sign_in.ACT_AS:
            return await handler(call)
        if not self.seals.fits(call.number, sent.one("csrf")):
            return self._page(self.pages.again(await self.shell(call), sent, "form_expired"), 403)
        return await handler(call)

    def _store_away(self, call: Call) -> Response:
        if call.sent is None or not call.number or call.sent.path == sign_in.ACT_AS:
            return self._trouble("store_trouble", 503, call)
        # Drawn from what was sent alone: the store is not there to ask.
        shell = Shell(csrf=self.seals.token(call.number), nonce=call.nonce)
        return self._page(self.pages.again(shell, call.sent, "store_trouble"), 503)

    def _trouble(self, why: str, status: int, call: Call | None = None, event: str = "") -> Response:
        return self._page(self.pages.trouble(why, event, call.sent if call else None), status)

    def _page(self, html: str, status: int = 200) -> Response:
        return HTMLResponse(html, status)

    async def shell(self, call: Call) -> Shell:
        def look() -> Shell:
            looks = self.host.looks
            return Shell(
                trust=looks.trust_name(),
                person=looks.person(call.who) if call.session else None,
                everyone=looks.everyone() if self.host.demo else (),
                demo=self.host.demo,
                csrf=self.seals.token(call.number),
                nonce=call.nonce,
            )

        return await self.host.off(look)

    async def welcome(self, call: Call, status: int = 200) -> Response:
        """For somebody who is not signed in; what they had typed is given back to them."""
        if self.host.demo:
            shell = await self.shell(call)
            return self._page(self.pages.welcome(shell, shell.everyone, call.sent), status)
        return await self.door.page(call, status)

    def not_for_you(self) -> Response:
        """What is not there and what somebody may not have are answered alike."""
        return self._trouble("no_page", 404)

    async def no_page(self, _request: Request, _error: Exception) -> Response:
        return self._secured(self._trouble("no_page", 404))

    async def no_way(self, _request: Request, _error: Exception) -> Response:
        return self._secured(self._trouble("no_way", 405))

    # ── Looking ─────────────────────────────────────────────────────────────────────────────

    async def home(self, call: Call) -> Response:
        return await self._looked(call, (), pane=call.asked("pane"), review=call.asked("review"))

    def looking(self, view: str, kind: str) -> Handler:
        """Answer a look at one thing, beside the room and the channel."""

        async def look(call: Call) -> Response:
            if call.session is None:
                return await self.welcome(call)
            visit = Visit(view, About(kind, call.part("about")))
            cards = await self.host.off(self.host.looks.found, call.who, visit)
            review = "" if kind == "conversation" else visit.about.id.partition("/")[0]
            return await self._looked(call, cards, review=review)

        return look

    async def room(self, call: Call) -> Response:
        review = call.part("about")
        known = call.session is None or await self.host.off(self.host.looks.has_room, call.who, review)
        return await self._looked(call, () if known else None, pane="room" if known else "", review=review)

    async def channel(self, call: Call) -> Response:
        return await self._looked(call, (), pane="channel")

    async def worry(self, call: Call) -> Response:
        """Whom to tell. Answers anyone, and keeps nothing."""
        school = call.part("about")
        visit = Visit("worry", About("school", school) if school else TRUST)
        cards = await self.host.off(self.host.looks.visit, call.who, visit)
        return self._page(self.pages.single(await self.shell(call), cards, title=cards[0].notice, worried=True))

    async def _looked(self, call: Call, cards: tuple[Card, ...] | None, pane: str = "", review: str = "") -> Response:
        shell = await self.shell(call)
        if call.session is None or shell.person is None:
            return await self.welcome(call)
        panes = await self.host.off(self.host.looks.panes, call.who, review)
        path, again = call.request.url.path, bool(call.asked("again"))
        # What is not there, and what is not for whoever looks, are answered alike: the same card, and nothing more.
        shown, status = (self.host.looks.not_here(), 404) if cards is None else (cards, 200)
        html = self.pages.panes(shell, panes, pane=pane, review=review, shown=shown, path=path, again=again)
        return self._page(html, status)

    # ── Doing ───────────────────────────────────────────────────────────────────────────────

    async def begin(self, call: Call) -> Response:
        return await self.turn(call, read.started)

    async def answer(self, call: Call) -> Response:
        return await self.turn(call, read.answered)

    async def route(self, call: Call) -> Response:
        return await self.turn(call, read.routed)

    async def note(self, call: Call) -> Response:
        return await self.turn(call, read.noted)

    async def turn(self, call: Call, reading: Callable[[Sent, Address], AnyEvent]) -> Response:
        """Take a turn and draw its reply; what has a page of its own is seen there."""
        event = reading(call.sent or Sent(""), call.who)
        review = event.about.id if isinstance(event, Started) and event.about.kind == "review" else ""
        turned = await self.host.take(event)
        if turned.reply is None:
            return RedirectResponse("/?again=1", 303)
        if turned.page:
            return RedirectResponse(href(turned.page), 303)
        try:
            shell = await self.shell(call)
            panes = await self.host.off(self.host.looks.panes, call.who, review)
            html = self.pages.reply(shell, panes, turned, panes.review if review else "")
        except Exception as error:  # noqa: BLE001 the turn is committed: "nothing was changed" would be untrue
            return self._trouble("not_drawn", 500, event=_logged(error))
        return self._page(html, 422 if turned.problem else 200)

    # ── Bringing along ──────────────────────────────────────────────────────────────────────

    async def static(self, call: Call) -> Response:
        name = call.part("name")
        if name not in assets():
            return self._trouble("no_page", 404)
        asset = assets()[name]
        kept = "public, max-age=31536000, immutable" if call.asked("v") == asset.mark else "no-cache"
        return Response(asset.content, media_type=asset.media, headers={"Cache-Control": kept})


def _logged(error: Exception) -> str:
    event = secrets.token_hex(4)
    with suppress(OSError, ValueError):  # a log that cannot be written must not keep the page from being answered
        _log.error("web.mistake", event_id=event, error=type(error).__name__)
    return event
