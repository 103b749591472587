"""Answers that go to somebody's own chat with the bot: once, soon, and undoing nothing when they fail.

A reply whose form holds what somebody wrote stays no longer than it is needed: Teams keeps what is posted, and what the
guard refused is to be kept nowhere. So it is taken away as soon as they write again, or it has been answered.
"""

from collections.abc import Sequence
from typing import Any

import structlog

from bot.domain.acts import TRUST
from bot.handlers.teams import render
from bot.handlers.teams.calls import Calls, conversation
from bot.handlers.teams.heard import Heard, Kind, Look, ToCard
from bot.handlers.teams.home import Home
from bot.host import Host, StoreTroubleError
from bot.inputs import TextInput
from bot.message import Address, Button, Card, Visit
from bot.posters import AmbiguousError, RefusedError, RetryLaterError
from bot.reaching import Reached, Reaching

_log = structlog.get_logger("teams")

Cards = Sequence[Card]
_HOME = Visit("home", TRUST)


class Chat:
    """Sends answers. What cannot be sent is logged by its code: Home shows the same."""

    def __init__(self, host: Host, calls: Calls, reaching: Reaching, home: Home) -> None:
        self._host, self._calls, self._reaching, self._home = host, calls, reaching, home
        self._labels = home.labels()

    async def answer(self, heard: Heard, cards: Cards) -> bool:
        """Answer somebody alone; in a room where that cannot be, say so there and nothing more."""
        own = await self._own(heard.who)
        await self._take_away(heard, own)
        place = heard.place
        name = place.name if place.kind is Kind.PERSONAL else own.conversation or await self._opened(heard)
        at_home = isinstance(heard.deed, Look) and heard.deed.is_home
        shown = self._home.message(cards, (place.account,)) if at_home else render.message(cards, self._labels)
        sent = await self._send(place.service, name, shown) if name else ""
        if sent is None or not name:
            return place.kind is not Kind.PERSONAL and await self._in_the_room(heard)
        if at_home:
            await self._new_home(heard, name, own, sent)
        elif any(isinstance(item, TextInput) and item.value for card in cards for item in card.inputs):
            await self._kept(self._reaching.box_is, heard.who, sent)
        return True

    async def said(self, heard: Heard, card: Card) -> bool:
        """Say something where it was heard, without asking the store, and wait until it stands there."""
        place = heard.place
        if place.kind is not Kind.PERSONAL:
            return await self._in_the_room(heard)
        return await self._send(place.service, place.name, render.message((card,), self._labels)) is not None

    async def tidy(self, heard: Heard, cards: Cards) -> None:
        """A reply's form was answered: once no words stand in it any more, its message shows what came of it."""
        if not isinstance(heard.to, ToCard) or heard.place.kind is not Kind.PERSONAL:
            return
        own = await self._own(heard.who)
        if not own.box or own.box != heard.to.card or render.is_form(cards):
            return
        await self._call("PUT", heard.place.service, heard.place.name, own.box, render.message(cards, self._labels))
        await self._kept(self._reaching.box_is, heard.who, "")

    # ── One's own chat ──────────────────────────────────────────────────────────────────────

    async def _own(self, who: Address) -> Reached:
        try:
            return await self._host.off(self._reaching.of, who)
        except StoreTroubleError:
            return Reached()

    async def _opened(self, heard: Heard) -> str:
        """Open somebody's own chat; empty where the app is not there for them."""
        sent = {"members": [{"id": heard.place.account}], "tenantId": heard.place.tenant, "isGroup": False}
        found = await self._made("POST", heard.place.service, "/v3/conversations", sent)
        name = str((found or {}).get("id", ""))
        if name:
            await self._kept(self._reaching.made, heard.who, name)
        return name

    async def _in_the_room(self, heard: Heard) -> bool:
        """In a room everybody reads: that there is an answer, and how to see it alone. What a button shows is shown to its presser."""
        line, words = self._host.wording.line, self._host.wording.words
        buttons = (Button(line("teams", "worry"), Visit("worry", TRUST)), Button(line("replies", "go_home"), _HOME))
        product = self._labels.product
        card = Card(product, product, words("teams_chat", "for_you_alone"), buttons=buttons)
        message = render.message((card,), self._labels)
        return await self._send(heard.place.service, heard.place.in_thread, message) is not None

    async def _new_home(self, heard: Heard, name: str, own: Reached, sent: str) -> None:
        """Home stands at the end of the chat, and once: the one further up goes."""
        await self._kept(self._reaching.home_is, heard.who, sent)
        if own.home:
            await self._call("DELETE", heard.place.service, name, own.home)

    async def _take_away(self, heard: Heard, own: Reached) -> None:
        if own.box and own.conversation:
            await self._call("DELETE", heard.place.service, own.conversation, own.box)
            await self._kept(self._reaching.box_is, heard.who, "")

    async def _kept(self, keep: Any, who: Address, what: str) -> None:
        try:
            await self._host.off(keep, who, what)
        except StoreTroubleError:
            return

    # ── Calls ───────────────────────────────────────────────────────────────────────────────

    async def _send(self, service: str, name: str, message: dict[str, Any]) -> str | None:
        """The id of the message that was sent, which may be empty; None where it was not."""
        found = await self._made("POST", service, conversation(name, "activities"), message)
        return None if found is None else str(found.get("id", ""))

    async def _call(self, method: str, service: str, name: str, message: str, sent: object = None) -> None:
        await self._made(method, service, conversation(name, "activities", message), sent)

    async def _made(self, method: str, service: str, path: str, sent: object) -> dict[str, Any] | None:
        try:
            return await self._calls.away(self._calls.ask(method, service, path, sent))
        except RefusedError as error:
            _log.warning("teams_reply_refused", method=method, code=error.reason)
        except (RetryLaterError, AmbiguousError) as error:
            _log.warning("teams_reply_lost", method=method, kind=type(error).__name__)
        return None
