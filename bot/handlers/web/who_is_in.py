"""*Where I am signed in*: one's own visits, other platforms and codes; and for the trust lead, everybody's visits."""

from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.domain.acts import TRUST
from bot.domain.people import Person
from bot.domain.sign_in import may_come_in
from bot.handlers.web.call import Call
from bot.handlers.web.press import written
from bot.message import Address, Begin
from bot.sign_in.crossing import PLATFORMS
from bot.sign_in.joining import Hint
from bot.sign_in.ways import NotNow
from bot.wording import day

if TYPE_CHECKING:
    from bot.handlers.web.serve import Site

ME, EVERYBODY = "/me", "/who-is-in"


def routes(site: "Site") -> list[BaseRoute]:
    pages = WhoIsIn(site)

    def route(path: str, handler: Any, method: str = "GET") -> Route:
        return Route(path, site.answering(handler), methods=[method])

    return [
        route(ME, pages.me),
        route(f"{ME}/end", pages.end, "POST"),
        route(f"{ME}/end-others", pages.end_others, "POST"),
        route(f"{ME}/code", pages.code, "POST"),
        route(f"{ME}/unlink", pages.unlink, "POST"),
        route(EVERYBODY, pages.everybody),
        route(f"{EVERYBODY}/end", pages.end_all, "POST"),
        route(f"{EVERYBODY}/hint", pages.hint, "POST"),
        route(f"{EVERYBODY}/approve", pages.approve, "POST"),
    ]


def _inviting(person: Person) -> str:
    """The button that invites somebody, as any page's button is written."""
    return written(Begin("invite_person", TRUST, given={"whom": person.id}))


class WhoIsIn:
    """Pages about visits. Every one of them is somebody's own, but for those of the trust lead."""

    def __init__(self, site: "Site") -> None:
        self.site = site
        self.entrance = site.host.entrance

    async def me(self, call: Call, *, code: str = "", not_now: NotNow | None = None) -> Response:
        if call.session is None:
            return await self.site.door.page(call)
        person = call.session.person
        here = await self.site.host.off(self.entrance.sessions.here, person, call.session.number)
        shell = await self.site.shell(call)
        accounts = self.entrance.organisation.accounts.name if self.entrance.organisation else ""
        lead = await self.site.host.off(self.entrance.sessions.everybody, person) is not None
        wording = self.site.host.wording
        problem = wording.words("sign_in", not_now.why, until=not_now.until) if not_now else ()
        html = self.site.pages.page(
            "me",
            shell,
            here=here,
            platforms=PLATFORMS,
            code=code,
            problem=problem,
            when=self._when,
            lead=lead,
            accounts=accounts,
            chat=self.entrance.chat,
        )
        return HTMLResponse(html, 429 if not_now else 200)

    def _when(self, moment: Any) -> str:
        return str(self.site.host.wording.line("sign_in", "when", moment=moment))

    async def end(self, call: Call) -> Response:
        if call.session:
            await self.site.host.off(self.entrance.sessions.end_one, call.session.person, call.typed("visit"))
        return RedirectResponse(ME, 303)

    async def end_others(self, call: Call) -> Response:
        if call.session:
            await self.site.host.off(self.entrance.sessions.end_others, call.session.person, call.session.number)
        return RedirectResponse(ME, 303)

    async def code(self, call: Call) -> Response:
        """A code to be typed elsewhere, shown once."""
        if call.session is None:
            return await self.site.door.page(call)
        found = await self.site.host.off(self.entrance.ways.own_code, call.session.person)
        if isinstance(found, NotNow):
            return await self.me(call, not_now=found)
        return await self.me(call, code=found)

    async def unlink(self, call: Call) -> Response:
        if call.session:
            address = Address(call.typed("platform"), call.typed("tenant"), call.typed("user"))
            await self.site.host.off(self.entrance.sessions.unlink, call.session.person, address)
        return RedirectResponse(ME, 303)

    # ── The trust lead's ────────────────────────────────────────────────────────────────────

    async def everybody(self, call: Call) -> Response:
        if call.session is None:
            return await self.site.door.page(call)
        found = await self.site.host.off(self.entrance.sessions.everybody, call.session.person)
        if found is None:
            return self.site.not_for_you()
        hints: tuple[Hint, ...] = ()
        everybody = await self.site.host.off(self.site.host.looks.everyone)
        if organisation := self.entrance.organisation:
            hints = await self.site.host.off(organisation.joining.hints, call.session.person)
        today = self.entrance.ways.clock().date()
        html = self.site.pages.page(
            "who_is_in",
            await self.site.shell(call),
            found=found,
            hints=hints,
            accounts=bool(organisation),
            everybody=everybody,
            guests=[person for person in everybody if person.guest_of and may_come_in(person, today)],
            inviting=_inviting,
            when=self._when,
            day=day,
        )
        return HTMLResponse(html)

    async def end_all(self, call: Call) -> Response:
        by = call.session.person if call.session else ""
        if not await self.site.host.off(self.entrance.sessions.end_all, by, call.typed("person")):
            return self.site.not_for_you()
        return RedirectResponse(EVERYBODY, 303)

    async def hint(self, call: Call) -> Response:
        """Whether an account is the person's whose e-mail it has."""
        by, organisation = call.session.person if call.session else "", self.entrance.organisation
        if organisation is None:
            return self.site.not_for_you()
        theirs = call.typed("theirs") == "yes"
        if not await self.site.host.off(lambda: organisation.joining.answer(by, call.typed("hint"), theirs=theirs)):
            return self.site.not_for_you()
        return RedirectResponse(EVERYBODY, 303)

    async def approve(self, call: Call) -> Response:
        by, organisation = call.session.person if call.session else "", self.entrance.organisation
        if organisation is None or not await self.site.host.off(organisation.joining.approve, by, call.typed("person")):
            return self.site.not_for_you()
        return RedirectResponse(EVERYBODY, 303)
