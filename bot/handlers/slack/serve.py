"""What Slack is answered: take the turn, and only then acknowledge, with the reply carried to whoever acted.

Payloads come through one door (`door.py`), whether Slack calls us or we keep a connection to it (`socket.py`).
"""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any, assert_never

import structlog
from slack_bolt import BoltResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient
from starlette.routing import BaseRoute

from bot.domain.acts import About
from bot.handlers.slack import limits, render
from bot.handlers.slack.calls import Calls, made
from bot.handlers.slack.door import Door
from bot.handlers.slack.heard import (
    Heard,
    Look,
    NoFiles,
    ToButton,
    ToCommand,
    ToMessage,
    ToModal,
    ToPage,
    ToSubmit,
    ToView,
)
from bot.handlers.slack.home_tab import HomeTab
from bot.handlers.slack.sharing import Sharing
from bot.handlers.slack.silent import SILENT
from bot.handlers.slack.socket import Socket
from bot.handlers.slack.surfaces import Surfaces, rest_of
from bot.host import Host, StoreTroubleError
from bot.message import Answered, Card, LoggedAsEvidence, Noted, RoomOffered
from bot.replies import saying
from bot.sign_in.crossing import Crossing

_log = structlog.get_logger("slack")
_BESIDES = ("step", "conduct")  # what a card says besides: read in a modal, and closed again

Cards = Sequence[Card]


def routes(host: Host, *, token: str, signing_secret: str, api_url: str) -> list[BaseRoute]:
    """The addresses that Slack calls, of one workspace's app. Nothing is called while they are made."""
    return _door(host, token, api_url).routes(signing_secret)


def socket(host: Host, *, token: str, app_token: str, api_url: str) -> Socket:
    """The connection to Slack in their place; it is not opened yet."""
    return Socket(app_token, api_url, _door(host, token, api_url).take)


def _door(host: Host, token: str, api_url: str) -> Door:
    answers = _Answers(host, token, api_url)
    host.closing.append(answers.settled)
    return Door(answers.to, token, api_url)


# ── Answers ─────────────────────────────────────────────────────────────────────────────────


class _Answers:
    """Takes the turn and carries its reply to whoever acted. Every `to` returns only after the commit."""

    def __init__(self, host: Host, token: str, api_url: str) -> None:
        self._host = host
        self._answer = Calls(token, api_url, host.closing)
        self._tab = HomeTab(host.wording, web=bool(host.entrance.ways.base))
        self._labels = self._tab.labels()
        self._sharing = Sharing(self._answer)
        self._surfaces = Surfaces(host, self._tab, self._answer)
        # The loop holds its tasks weakly: without this they might end half done.
        self._calls: set[asyncio.Task[bool]] = set()

    async def to(self, heard: Heard) -> BoltResponse:
        if wrong := await self._mispicked(heard):
            return BoltResponse(status=200, body={"response_action": "errors", "errors": wrong})
        trouble = False
        turn = asyncio.ensure_future(self._cards(heard))
        held = await self._surfaces.waiting(heard, turn)
        try:
            cards = await turn
        except StoreTroubleError:
            if isinstance(heard.to, ToMessage):
                return BoltResponse(status=503)  # Slack delivers it again
            cards, trouble = (saying(self._host.wording, "store_trouble"),), True
        except Exception as error:  # noqa: BLE001 the one place where our own mistakes end; they hold no words here
            _log.error("slack_our_mistake", key=heard.key, kind=type(error).__name__)
            if isinstance(heard.to, ToMessage):
                return BoltResponse(status=500)
            cards, trouble = (saying(self._host.wording, "our_mistake"),), True
        if not cards:
            return BoltResponse(status=200)
        if held:
            self._soon(self._surfaces.modal("", "", held, cards))
            return BoltResponse(status=200)
        match heard.to:
            case ToPage() as to:
                self._soon(self._surfaces.publish(to, heard.deed, cards))
            case ToModal(user, trigger):
                self._soon(self._surfaces.modal(trigger, user, "", cards))
            case ToMessage() as to:
                self._soon(self._beside(to, cards))
            case ToCommand(trigger):
                return await self._to_command(trigger, cards)
            case ToButton() as to:
                aside = isinstance(heard.deed, Look) and heard.deed.visit.view in _BESIDES
                self._soon(self._aside(to, cards) if aside else self._to_button(to, cards))
            case ToView() as to:
                self._soon(self._to_view(to, cards, trouble=trouble))
            case ToSubmit(blocks=blocks):
                return self._to_submit(dict(blocks), cards, trouble=trouble)
            case _:
                assert_never(heard.to)
        return BoltResponse(status=200)

    async def _cards(self, heard: Heard) -> Cards:
        match heard.deed:
            case NoFiles():
                return (self._tab.no_files(),)
            case Look(who, visit) as look:
                cards = rest_of(look, await self._host.off(self._host.looks.visit, who, visit))
                return (*cards, self._tab.help()) if visit.view == "home" else cards
            case Crossing() as crossing:
                turned = await self._host.off(self._host.entrance.crossings.take, crossing)
            case RoomOffered() as offer:
                offered = await self._surfaces.offered(offer)
                turned = await self._host.take(offered)
                if offered.refused and turned.reply == saying(self._host.wording, offered.refused):
                    return (self._surfaces.pick_a_room(turned.reply),)
            case event:
                if await self._in_shared(heard):
                    return (saying(self._host.wording, "shared_channel"),)
                turned = await self._host.take(event)
        if turned.reply is None:
            return ()
        words = (*turned.reply.words, *(self._tab.no_files().words if heard.files else ()))
        buttons = (*turned.reply.buttons, *(self._tab.on_the_web(About("note", turned.note)) if turned.note else ()))
        return (replace(turned.reply, words=words, buttons=buttons),)

    async def _mispicked(self, heard: Heard) -> dict[str, str]:
        match heard:
            case Heard(deed=Answered(who=who) | RoomOffered(who=who), to=ToSubmit(picked=picked)) if picked:
                return await self._surfaces.mispicked(who, picked)
            case _:
                return {}

    async def _in_shared(self, heard: Heard) -> bool:
        """Whether it was said, or is to be logged, where another organisation keeps a copy."""
        match heard.deed:
            case LoggedAsEvidence(who=who, source=source):
                channel = source.channel
            case Noted(who=who, room=channel) if channel:
                pass
            case _:
                return False
        return heard.shared or await self._sharing.of(who, channel)

    # ── Where they go ───────────────────────────────────────────────────────────────────────

    async def _beside(self, to: ToMessage, cards: Cards) -> bool:
        """For the writer's eyes only, in the place where they wrote. If it is lost, Home shows the same."""
        thread = {"thread_ts": to.thread} if to.thread else {}
        shown = render.message(cards, self._labels)
        whose = {"channel": to.channel, "user": to.user}
        return await self._call("chat.postEphemeral", {**whose, **thread, **shown})

    async def _to_command(self, trigger: str, cards: Cards) -> BoltResponse:
        if render.is_form(cards) and await self._open(trigger, cards):
            return BoltResponse(status=200)
        shown = render.message(cards, self._labels)
        return BoltResponse(status=200, body={"response_type": "ephemeral", **shown})

    async def _to_button(self, to: ToButton, cards: Cards) -> bool:
        much = render.is_form(cards) or not render.whole(cards)
        if much and to.trigger and await self._open(to.trigger, cards):
            # The form moved from the message to the modal: there is one box, not two.
            return not (to.box and to.private) or await self._respond(to.response_url, {"delete_original": True})
        shown = render.message(cards, self._labels)
        fresh = {"response_type": "ephemeral", "replace_original": to.private}
        return await self._respond(to.response_url, {**fresh, **shown})

    async def _aside(self, to: ToButton, cards: Cards) -> bool:
        if to.trigger and await self._open(to.trigger, [replace(card, buttons=()) for card in cards]):
            return True
        return await self._to_button(replace(to, private=False), cards)

    async def _to_view(self, to: ToView, cards: Cards, *, trouble: bool) -> bool:
        view = render.view(cards, self._labels)
        if trouble:
            # On top of the form, so that nothing typed into it is lost.
            return await self._call("views.push", {"trigger_id": to.trigger, "view": view}, quickly=True)
        # A view that has changed since the button was pressed is left as it is: what changed it is newer.
        fresh = {"hash": to.hash} if to.hash else {}
        return await self._call("views.update", {"view_id": to.view, "view": view, **fresh})

    def _to_submit(self, blocks: dict[str, str], cards: Cards, *, trouble: bool) -> BoltResponse:
        wrong = render.errors(cards[0], blocks)
        if trouble:
            wrong = {block: render.text_of(cards[0]) for block in list(blocks.values())[:1]}
        if wrong:
            return BoltResponse(status=200, body={"response_action": "errors", "errors": wrong})
        action = "push" if trouble else "update"
        return BoltResponse(status=200, body={"response_action": action, "view": render.view(cards, self._labels)})

    # ── Direct calls: once, soon, and undoing nothing when they fail ────────────────────────

    async def settled(self) -> None:
        """Wait for the calls under way, so that a process that ends leaves nobody without their answer."""
        if self._calls:
            await asyncio.wait(self._calls, timeout=limits.CALL_SECONDS)

    def _soon(self, call: Coroutine[Any, Any, bool]) -> None:
        task = asyncio.get_running_loop().create_task(call)
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _open(self, trigger: str, cards: Cards) -> bool:
        view = render.view(cards, self._labels)
        return await self._call("views.open", {"trigger_id": trigger, "view": view}, quickly=True)

    async def _call(self, method: str, sent: dict[str, Any], *, quickly: bool = False) -> bool:
        return await self._answer(method, sent, quickly=quickly) is not None

    async def _respond(self, url: str, sent: dict[str, Any]) -> bool:
        hook = AsyncWebhookClient(url, timeout=limits.CALL_SECONDS, retry_handlers=[], logger=SILENT)
        return bool(url) and await made("response_url", lambda: hook.send_dict(sent))
