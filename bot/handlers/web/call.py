"""One request as the web sees it: who asks, what for, and the form they sent."""

from dataclasses import dataclass

from starlette.requests import Request

from bot.handlers.web.read import Sent
from bot.handlers.web.session import Session
from bot.message import Address


@dataclass(frozen=True)
class Call:
    """One request, as far as it is needed. `number` is the browser's own: of its visit, or of the door it stands at."""

    request: Request
    session: Session | None
    nonce: str
    sent: Sent | None = None
    number: str = ""

    @property
    def who(self) -> Address:
        return Address("web", "", self.session.person if self.session else "")

    def asked(self, name: str) -> str:
        return self.request.query_params.get(name, "")[:64]

    @property
    def origin(self) -> str:
        """The address a request came from, as far as the proxies we trust say."""
        return self.request.client.host if self.request.client else ""

    def typed(self, name: str) -> str:
        """One field of the form."""
        return self.sent.one(name)[:256] if self.sent else ""

    def part(self, name: str) -> str:
        return str(self.request.path_params.get(name, ""))[:64]
