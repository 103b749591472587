"""Teams as the queue's acts see it: post, edit, delete, react, and Home. Synchronous; each method runs in a thread.

Teams lets no bot look for what it posted, so whether an ambiguous post stands is for a person to say.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.handlers.teams import render
from bot.handlers.teams.calls import NOT_THERE, Calls, conversation
from bot.handlers.teams.home import Home
from bot.message import Address, Card
from bot.posters import (
    AmbiguousError,
    NotSupportedError,
    RefusedError,
    RetryLaterError,
    Sent,
    Unfindable,
    Where,
)
from bot.reaching import Reaching

PLATFORM = "teams"
DEFAULT_SERVICE = "https://smba.trafficmanager.net/teams/"
"""Where somebody is looked for whom nobody of their organisation was heard of before."""
_REACTIONS = {"memo": "1f4cc_pushpin"}
_NOT_INSTALLED = "not_installed"


class TeamsPoster:
    """Posts in one bot's name."""

    platform = PLATFORM

    def __init__(self, calls: Calls, reaching: Reaching, home: Home) -> None:
        self._calls, self._reaching, self._home = calls, reaching, home
        self._labels = home.labels()

    def post(self, where: Where, card: Card, act_id: str) -> Sent:
        service, name = self._place(where)
        message = render.post(card, act_id, self._labels, private=bool(where.user))
        answer = self._calls.call("POST", service, conversation(name, "activities"), message)
        return Sent(where.tenant, name, str(answer.get("id", "")))

    def find(self, where: Where, act_id: str, since: datetime) -> Sent | Unfindable | None:
        del where, act_id, since
        return Unfindable()

    def edit(self, sent: Sent, card: Card) -> None:
        self._at("PUT", sent, render.message((card,), self._labels))

    def delete(self, sent: Sent) -> None:
        try:
            self._at("DELETE", sent)
        except RefusedError as error:
            if error.reason != NOT_THERE:
                raise

    def react(self, where: Where, message: str, name: str) -> None:
        if name not in _REACTIONS:
            raise NotSupportedError
        service, place = self._place(where)
        self._calls.call("PUT", service, conversation(place, "activities", message, "reactions", _REACTIONS[name]))

    def home(self, where: Where, cards: Sequence[Card]) -> None:
        """Bring the card up to date that is somebody's Home; whoever never asked for one has none."""
        held = self._reaching.of(Address(PLATFORM, where.tenant, where.user))
        if held.home and held.conversation:
            try:
                message = self._home.message(cards, (held.account,) if held.account else ())
                self._at("PUT", Sent(where.tenant, held.conversation, held.home), message)
            except RefusedError as error:
                if error.reason != NOT_THERE:
                    raise
                self._reaching.home_is(Address(PLATFORM, where.tenant, where.user), "")

    # A bot may neither pin, nor make a chat, nor bring anybody into one or out of it, without rights that we do not ask for.

    def pin(self, sent: Sent) -> None:
        del sent
        raise NotSupportedError

    def create_room(self, tenant: str, review: str, title: str) -> Sent:
        del tenant, review, title
        raise NotSupportedError

    def invite(self, where: Where, user: str) -> None:
        del where, user
        raise NotSupportedError

    def take_out(self, where: Where, user: str) -> None:
        del where, user
        raise NotSupportedError

    # ── Where it goes ───────────────────────────────────────────────────────────────────────

    def _at(self, method: str, sent: Sent, message: dict[str, Any] | None = None) -> None:
        path = conversation(sent.channel, "activities", sent.message)
        self._calls.call(method, self._service(sent.tenant), path, message)

    def _service(self, tenant: str) -> str:
        return self._reaching.service(PLATFORM, tenant) or DEFAULT_SERVICE

    def _place(self, where: Where) -> tuple[str, str]:
        """The service and the conversation: a room's own, or somebody's, which is opened once and then remembered."""
        if where.channel:
            return self._service(where.tenant), where.channel
        who = Address(PLATFORM, where.tenant, where.user)
        held = self._reaching.of(who)
        service = held.service or self._service(where.tenant)
        if held.conversation:
            return service, held.conversation
        # Before somebody was heard from, their id in the organisation's directory is all there is; Teams takes it, too.
        sent = {"members": [{"id": held.account or where.user}], "tenantId": where.tenant, "isGroup": False}
        try:
            answer = self._calls.call("POST", service, "/v3/conversations", sent)
        except AmbiguousError:
            # Opened or not, nothing was posted, and opening it again gives the same one.
            raise RetryLaterError from None
        name = str(answer.get("id", ""))
        if not name:
            raise RefusedError(_NOT_INSTALLED)
        self._reaching.made(who, name)
        return service, name
