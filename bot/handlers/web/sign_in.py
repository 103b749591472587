"""Coming in on the web, and going: links that work once, codes, digits by mail, and in the demo *act as*.

Whatever somebody brings, the answer to what is wrong, over or unknown is the same. Nothing is used by looking at it.
"""

from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.domain.acts import About
from bot.domain.sign_in import Way
from bot.handlers.web.call import Call
from bot.handlers.web.pages import words_in
from bot.handlers.web.press import UnreadableError, href
from bot.message import Visit
from bot.sign_in.mail import is_address
from bot.sign_in.ways import ANSWER, Come, NotNow, ToMail, safe_path

if TYPE_CHECKING:
    from bot.handlers.web.serve import Site

ACT_AS = "/act-as"
TOO_MANY = 429
ASKED = href(Visit("asked", About("person", "mine")))
"""Where what is asked of somebody waits."""


class Door:
    """What stands before the first page."""

    def __init__(self, site: "Site") -> None:
        self.site = site
        self.entrance = site.host.entrance

    def routes(self) -> list[BaseRoute]:
        def open_to_anyone(path: str, handler: Any, *methods: str) -> Route:
            return Route(path, self.site.answering(handler, anyone=True), methods=list(methods))

        found: list[BaseRoute] = [
            open_to_anyone("/sign-in", self.page, "GET"),
            open_to_anyone("/sign-in/link/{token}", self.link, "GET"),
            open_to_anyone("/sign-in/link/{token}", self.use_link, "POST"),
            open_to_anyone("/sign-in/code", self.use_code, "POST"),
            open_to_anyone("/sign-out", self.sign_out, "POST"),
        ]
        if self.entrance.post:
            found += [
                open_to_anyone(f"{ANSWER}/{{token}}", self.asked, "GET"),
                open_to_anyone(f"{ANSWER}/{{token}}", self.ask_by_link, "POST"),
                open_to_anyone("/sign-in/mail", self.ask_mail, "POST"),
                open_to_anyone("/sign-in/digits", self.digits, "GET"),
                open_to_anyone("/sign-in/digits", self.use_digits, "POST"),
            ]
        if self.entrance.organisation:
            from bot.handlers.web.accounts import Doorkeeper  # noqa: PLC0415

            found += Doorkeeper(self.site, self.entrance.organisation).routes()
        if self.site.host.demo:
            found.append(open_to_anyone(ACT_AS, self.act_as, "POST"))
        return found

    # ── Pages ───────────────────────────────────────────────────────────────────────────────

    async def page(self, call: Call, status: int = 200, not_now: NotNow | None = None) -> Response:
        """The ways in that there are; what somebody had typed elsewhere is given back to them to copy."""
        here = call.request.url.path
        after = ASKED if here.startswith(f"{ANSWER}/") else "/" if here.startswith("/sign-in") else here
        wanted = call.typed("to") or call.asked("to") or after
        typed = () if here.startswith("/sign-in") else words_in(call.sent)
        return await self._drawn("sign_in", call, status, not_now, to=safe_path(wanted), words=typed)

    async def link(self, call: Call) -> Response:
        """A link is looked at: one button, and nothing is used."""
        if await self.site.host.off(self.entrance.ways.waits, call.request.path_params["token"]):
            return await self._drawn("come_in", call, 200, here=call.request.url.path)
        return await self.page(call, 410, NotNow("link_over"))

    async def asked(self, call: Call) -> Response:
        """The link of a mail that asks something. It says nothing of whom or what; whoever is in goes straight on."""
        person = await self.site.host.off(self.entrance.ways.asked, call.request.path_params["token"])
        if not person:
            return await self.page(call, 410, NotNow("asked_link_over"))
        if call.session and call.session.person == person:
            return RedirectResponse(ASKED, 303)
        return await self._drawn("asked", call, 200, here=call.request.url.path)

    async def digits(self, call: Call) -> Response:
        return await self._drawn("digits", call, 200, to=safe_path(call.asked("to")))

    async def _drawn(
        self, template: str, call: Call, status: int, not_now: NotNow | None = None, **facts: object
    ) -> Response:
        shell = await self.site.shell(call)
        problem = self.wording.words("sign_in", not_now.why, until=not_now.until) if not_now else ()
        account = self.entrance.organisation.accounts.name if self.entrance.organisation else ""
        ways = {"mail": self.entrance.post is not None, "account": account, "chat": self.entrance.chat}
        html = self.site.pages.page(template, shell, problem=problem, ways=ways, **{"sent": False, **facts})
        answer = HTMLResponse(html, status)
        if not_now and not_now.until:
            seconds = (not_now.until - self.entrance.ways.clock()).total_seconds()
            answer.headers["Retry-After"] = str(max(1, int(seconds)))
        return answer

    @property
    def wording(self) -> Any:
        return self.site.host.wording

    # ── Coming in ───────────────────────────────────────────────────────────────────────────

    async def use_link(self, call: Call) -> Response:
        token = call.request.path_params["token"]
        return await self._came(call, await self.site.host.off(self.entrance.ways.use_link, token, call.origin))

    async def use_code(self, call: Call) -> Response:
        typed = call.typed("code")
        return await self._came(call, await self.site.host.off(self.entrance.ways.use_code, typed, call.origin))

    async def ask_mail(self, call: Call) -> Response:
        """Always the same answer, after the same work: who has this e-mail is nobody's business."""
        typed = call.typed("email")
        if not is_address(typed):
            return await self.page(call, 422, NotNow("no_email"))
        found = await self.site.host.off(self.entrance.ways.ask_mail, typed, call.number, call.origin)
        if isinstance(found, NotNow):
            return await self.page(call, TOO_MANY, found)
        if isinstance(found, ToMail):
            self.entrance.mail(found)
        answer = await self._drawn("digits", call, 200, to=safe_path(call.typed("to")))
        self.site.cookies.stand(answer, call.number)
        return answer

    async def ask_by_link(self, call: Call) -> Response:
        token = call.request.path_params["token"]
        found = await self.site.host.off(self.entrance.ways.ask_by_link, token, call.number, call.origin)
        if isinstance(found, NotNow):
            return await self.page(call, TOO_MANY if found.until else 410, found)
        self.entrance.mail(found)
        answer = await self._drawn("digits", call, 200, to=ASKED, sent=True)
        self.site.cookies.stand(answer, call.number)
        return answer

    async def use_digits(self, call: Call) -> Response:
        came = await self.site.host.off(self.entrance.ways.use_digits, call.typed("digits"), call.number, call.origin)
        if isinstance(came, NotNow) and came.why == "wrong_digits":
            return await self._drawn("digits", call, 403, came, to=safe_path(call.typed("to")))
        return await self._came(call, came, to=safe_path(call.typed("to")))

    async def act_as(self, call: Call) -> Response:
        """Play another part. The demo's alone."""
        wanted = call.typed("person")
        if not any(person.id == wanted for person in await self.site.host.off(self.site.host.looks.everyone)):
            raise UnreadableError
        return await self.come(call, Come(wanted, Way.DEMO))

    async def _came(self, call: Call, came: Come | NotNow, to: str = "/") -> Response:
        if isinstance(came, NotNow):
            return await self.page(call, TOO_MANY if came.until else 403, came)
        return await self.come(call, Come(came.person, came.how, came.to if came.to != "/" else to))

    async def come(self, call: Call, came: Come) -> Response:
        """Begin a visit with a number that this browser never had."""
        before = call.session.number if call.session else ""
        number = await self.site.host.off(self.entrance.sessions.begin, came.person, came.how, before)
        if not number:
            return await self.page(call, 403, NotNow("not_here_any_more"))
        answer = RedirectResponse(came.to, 303)
        self.site.cookies.come(answer, number)
        return answer

    async def sign_out(self, call: Call) -> Response:
        if call.session:
            await self.site.host.off(self.entrance.sessions.end, call.session.number)
        answer = RedirectResponse("/", 303)
        self.site.cookies.go(answer)
        return answer
