"""Remembers how people are reached where a platform has to be told: only of those the trust knows, and only what changed."""

from dataclasses import dataclass, field, replace

from bot.message import Address
from store import reached
from store.engine import Store
from store.reached import Reached

__all__ = ["Reached", "Reaching"]


@dataclass(frozen=True)
class Reaching:
    """One store's knowledge of it. Every method is synchronous and may be called from any thread."""

    store: Store
    _seen: dict[Address, tuple[str, str, str]] = field(default_factory=dict)

    def heard(self, who: Address, service: str, account: str, conversation: str = "", *, anew: bool = False) -> None:
        """Somebody was heard from; `conversation` is their own with the bot, if it was there. `anew`: look again."""
        said = service, account, conversation
        if not anew and self._seen.get(who) == said:
            return
        with self.store.reading() as session:
            held = reached.of(session, who)
        if held is None:
            return
        now = replace(held, service=service, account=account, conversation=conversation or held.conversation)
        if now != held:
            self._keep(who, now)
        self._seen[who] = said

    def gone(self, who: Address) -> None:
        """The app is there for somebody no more: what they had with it is closed."""
        held = self.of(who)
        if held.conversation or held.home:
            self._keep(who, replace(held, conversation="", home="", box=""))
        self._seen.pop(who, None)

    def of(self, who: Address) -> Reached:
        """How somebody is reached; nothing in it where nobody knows."""
        with self.store.reading() as session:
            return reached.of(session, who) or Reached()

    def service(self, platform: str, tenant: str) -> str:
        with self.store.reading() as session:
            return reached.service_of(session, platform, tenant)

    def made(self, who: Address, conversation: str) -> None:
        """A conversation was opened with somebody."""
        self._keep(who, replace(self.of(who), conversation=conversation))

    def home_is(self, who: Address, message: str) -> None:
        """Their Home stands in this message from now on."""
        self._keep(who, replace(self.of(who), home=message))

    def box_is(self, who: Address, message: str) -> None:
        """The reply that holds words of theirs; empty once there is none."""
        self._keep(who, replace(self.of(who), box=message))

    def _keep(self, who: Address, now: Reached) -> None:
        with self.store.writing() as session:
            reached.keep(session, who, now)
