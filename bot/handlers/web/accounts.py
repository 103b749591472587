"""Coming in with an organisation's account: there and back. What is refused says nothing of why."""

import re
import secrets
from typing import TYPE_CHECKING

import structlog
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.handlers.web.call import Call
from bot.sign_in.accounts import AwayError, RefusedError
from bot.sign_in.entrance import Organisation
from bot.sign_in.joining import HERE
from bot.sign_in.ways import NotNow, safe_path

if TYPE_CHECKING:
    from bot.handlers.web.serve import Site

PATH = "/sign-in/account"
BACK = f"{PATH}/back"
_ONE = re.compile(r"[\x21-\x7e]{1,4096}")
_log = structlog.get_logger()


class Doorkeeper:
    """The two ends of the way to the issuer."""

    def __init__(self, site: "Site", organisation: Organisation) -> None:
        self.site = site
        self.accounts, self.joining = organisation.accounts, organisation.joining

    def routes(self) -> list[BaseRoute]:
        return [
            Route(PATH, self.site.answering(self.go, anyone=True), methods=["POST"]),
            Route(f"{HERE}/account", self.site.answering(self.join), methods=["POST"]),
            Route(BACK, self.site.answering(self.back), methods=["GET"]),
        ]

    async def go(self, call: Call) -> Response:
        return await self._go(call, safe_path(call.typed("to")))

    async def join(self, call: Call) -> Response:
        return await self._go(call, HERE, call.session.person if call.session else "")

    async def _go(self, call: Call, to: str, person: str = "") -> Response:
        state = secrets.token_urlsafe(32)
        asked = await self.site.host.off(self.joining.ask, state, call.number, call.origin, to, person)
        if isinstance(asked, NotNow):
            return await self.site.door.page(call, 429, asked)
        try:
            where = await self.accounts.address(asked.state, asked.nonce, asked.verifier)
        except AwayError as error:
            return await self._away(call, error)
        html = self.site.pages.page("going", await self.site.shell(call), where=where, name=self.accounts.name)
        # A form may lead nowhere but to us; a page may.
        answer = HTMLResponse(html, headers={"Refresh": f"0; url={where}"})
        if call.session is None:
            self.site.cookies.stand(answer, call.number)
        return answer

    async def back(self, call: Call) -> Response:
        query = call.request.query_params
        state, code = query.get("state", ""), query.get("code", "")
        issuer = query.get("iss", self.accounts.issuer)
        person = call.session.person if call.session else ""
        back = await self.site.host.off(self.joining.back, state[:128], call.number, person)
        if isinstance(back, NotNow) or not _ONE.fullmatch(code) or issuer != self.accounts.issuer:
            return await self.site.door.page(call, 403, NotNow("account_refused"))
        try:
            claims = await self.accounts.claims(code, back.asked.nonce, back.asked.verifier)
        except AwayError as error:
            return await self._away(call, error)
        except RefusedError as error:
            _log.warning("account.refused", why=str(error))
            return await self.site.door.page(call, 403, NotNow("account_refused"))
        came = await self.site.host.off(self.joining.came, claims, back)
        if isinstance(came, NotNow):
            return await self.site.door.page(call, 403, came)
        return RedirectResponse(HERE, 303) if back.person else await self.site.door.come(call, came)

    async def _away(self, call: Call, error: AwayError) -> Response:
        _log.warning("account.away", why=str(error))
        return await self.site.door.page(call, 503, NotNow("account_away"))
