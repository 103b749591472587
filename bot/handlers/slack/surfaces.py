"""Answers that have no message to stand in: the Home tab, and modals that open from it or from a shortcut.

Whoever taps has a trigger that lives for three seconds. If the turn takes longer than half of that, a view that says so
takes its place and is brought up to date; where no modal can be opened any more, the answer is a direct message.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.handlers.cutting import rest
from bot.handlers.slack import limits, render
from bot.handlers.slack.calls import Calls
from bot.handlers.slack.heard import Deed, Heard, Look, ToButton, ToModal, ToPage
from bot.handlers.slack.home_tab import HomeTab
from bot.handlers.slack.sharing import beyond
from bot.host import Host, StoreTroubleError
from bot.inputs import ChannelInput
from bot.message import Address, Button, Card, RoomOffered, Started, Submit

Cards = Sequence[Card]


@dataclass(frozen=True)
class Surfaces:
    """Home and modals of one workspace's app."""

    host: Host
    tab: HomeTab
    call: Calls

    async def publish(self, to: ToPage, deed: Deed, cards: Cards) -> bool:
        """Show Home to whoever opened it. Was it published meanwhile, it is looked at again and that is shown."""
        sent = {"user_id": to.user, "view": self.tab.view(cards)}
        fresh = {"hash": to.hash} if to.hash else {}
        if isinstance(deed, Look):
            shown, _ = await asyncio.gather(self.call("views.publish", {**sent, **fresh}), self._seen(deed.who))
            if shown is None and fresh:
                try:
                    cards = await self.host.off(self.host.looks.visit, deed.who, deed.visit)
                except StoreTroubleError:
                    return False
                await self.call("views.publish", {"user_id": to.user, "view": self.tab.view(cards)})
        return True

    async def _seen(self, who: Address) -> None:
        """Whoever looks at Home is there: news comes to them there, and their Home is kept fresh for an hour."""
        try:
            await self.host.off(self.host.turns.seen, who)
        except StoreTroubleError:
            return

    async def offered(self, offer: RoomOffered) -> RoomOffered:
        """A channel that is to be a room, with why it cannot be one, as Slack describes it."""
        if not offer.channel.startswith(("C", "G")):
            return replace(offer, refused="room_no_channel")
        found = await self.call("conversations.info", {"channel": offer.channel})
        if found is None:
            return replace(offer, refused="room_unseen")
        channel = found.get("channel") or {}
        if channel.get("is_org_shared") or beyond(channel, offer.who.tenant):
            return replace(offer, refused="room_shared")
        return offer if channel.get("is_private") else replace(offer, refused="room_open")

    def pick_a_room(self, why: Card) -> Card:
        """Why a channel cannot be a review's room, and a list of those that may be."""
        line = self.tab.wording.line
        field = ChannelInput("room", line("slack", "room"), longest=24)
        send = Button(line("slack", "pick_room"), Submit(), primary=True)
        return replace(why, title=line("slack", "room_title"), inputs=(field,), buttons=(send,))

    async def mispicked(self, who: Address, picked: Mapping[str, str]) -> dict[str, str]:
        """Of channels that were picked, those that Peerwalk cannot use, by their block, with why and what to do."""
        wrong = {}
        for block, channel in picked.items():
            found = await self.call("conversations.info", {"channel": channel}, quickly=True)
            held = (found or {}).get("channel")
            if not isinstance(held, dict) or not held.get("is_member"):
                wrong[block] = "picked_unseen"
            elif beyond(held, who.tenant):
                wrong[block] = "picked_shared"
            elif held.get("is_archived"):
                wrong[block] = "picked_archived"
        return {block: self.tab.wording.line("slack", why) for block, why in wrong.items()}

    async def waiting(self, heard: Heard, turn: "asyncio.Future[Any]") -> str:
        """The id of a view that holds the place of an answer which takes too long for its trigger; else nothing."""
        match heard.to:
            case ToModal(trigger=trigger):
                pass
            case ToButton(trigger=trigger) if isinstance(heard.deed, Started):
                pass
            case _:
                return ""
        if not trigger:
            return ""
        done, _ = await asyncio.wait({turn}, timeout=limits.LOADING_SECONDS)
        if done:
            return ""
        labels = self.tab.labels()
        card = Card(labels.product, words=self.tab.wording.words("slack", "loading"))
        answer = await self.call(
            "views.open", {"trigger_id": trigger, "view": render.view((card,), labels)}, quickly=True
        )
        return str((answer or {}).get("view", {}).get("id", ""))

    async def modal(self, trigger: str, user: str, held: str, cards: Cards) -> bool:
        """Show cards in the view that holds their place, or in one of their own, or as a direct message."""
        labels = self.tab.labels()
        view = render.view(cards, labels)
        if held:
            shown = await self.call("views.update", {"view_id": held, "view": view})
        else:
            shown = (
                await self.call("views.open", {"trigger_id": trigger, "view": view}, quickly=True) if trigger else None
            )
        if shown is not None:
            return True
        sent = {"channel": user, **render.message(cards, labels), "unfurl_links": False, "unfurl_media": False}
        return await self.call("chat.postMessage", sent) is not None


def rest_of(look: Look, cards: Cards) -> Cards:
    """What a look from Home shows: of the page itself, that which had no room on it."""
    return rest(cards, look.visit) if look.visit.view == "page" else cards
