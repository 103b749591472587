"""Slack's three endpoints, as one Bolt app: verify, read, take the turn, and only then acknowledge.

Bolt would acknowledge first (`process_before_response` turns that round) and answers odd payloads with 500 and a
traceback, so a door stands in front of it that lets in only what is signed and can be read. Its `authorize` answers
from what we hold: Bolt never calls `auth.test`, and who the bot is comes with each event.
"""

import asyncio
import logging
import re
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any, assert_never

import structlog
from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message

from bot.domain.acts import About
from bot.handlers.slack import limits, pressed, read, render
from bot.handlers.slack.calls import Calls, made
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
from bot.handlers.slack.silent import SILENT
from bot.handlers.slack.surfaces import Surfaces, rest_of
from bot.host import Host, StoreTroubleError
from bot.message import Card, RoomOffered
from bot.replies import saying
from bot.sign_in.crossing import Crossing

_log = structlog.get_logger("slack")
_ANY = re.compile("")
_FILE = "slack"
_BESIDES = ("step", "conduct")  # what a card says besides: read in a modal, and closed again

Cards = Sequence[Card]


def routes(host: Host, *, token: str, signing_secret: str, api_url: str) -> list[BaseRoute]:
    """The endpoints of one workspace's app. Nothing is called while they are made."""
    handler = AsyncSlackRequestHandler(_bolt(_Answers(host, token, api_url), token, signing_secret, api_url))
    verifier = SignatureVerifier(signing_secret)

    async def door(request: Request) -> Response:
        body = await _whole(request)
        if body is None:
            return Response(status_code=413)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return Response(status_code=400)
        if not _signed(verifier, text, request):
            return Response(status_code=401)
        payload = read.payload(text, request.headers.get("content-type", ""))
        if payload is None:
            return Response(status_code=400)
        heard = read.heard(payload)
        if heard is None and payload.get("type") != "url_verification" and not payload.get("ssl_check"):
            return Response()  # signed, and nothing that we do anything about
        try:
            return await handler.handle(_again(request, body), {"heard": heard})
        except Exception as error:  # noqa: BLE001 Bolt looks into fields that we do not, and they may be odd
            _log.warning("slack_odd_payload", kind=type(error).__name__)
            return Response(status_code=400)

    return [Route(f"/slack/{name}", door, methods=["POST"]) for name in ("events", "commands", "interactivity")]


# ── The door ────────────────────────────────────────────────────────────────────────────────


async def _whole(request: Request) -> bytes | None:
    """The body, or None where it is longer than Slack ever sends."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limits.REQUEST_BYTES:
            return None
    return body


def _signed(verifier: SignatureVerifier, body: str, request: Request) -> bool:
    """Bolt checks this again; here, a timestamp that is no number is a no and not a crash."""
    given = (request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
    try:
        return verifier.is_valid(body, *given)
    except (ValueError, TypeError):
        return False


def _again(request: Request, body: bytes) -> Request:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)


def _bolt(answers: "_Answers", token: str, signing_secret: str, api_url: str) -> AsyncApp:
    logger = logging.getLogger("slack_bolt")
    # At INFO it logs whole bodies of badly signed requests, at WARNING parts of those that no listener takes.
    logger.setLevel(logging.ERROR)

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    app = AsyncApp(
        name="peerwalk",
        logger=logger,
        signing_secret=signing_secret,
        authorize=authorize,
        client=AsyncWebClient(base_url=api_url, logger=SILENT),
        process_before_response=True,
    )

    async def listen(context: AsyncBoltContext) -> BoltResponse:
        return await answers.to(context["heard"])

    async def odd(error: Exception) -> BoltResponse:
        # In place of Bolt's own handler, which logs tracebacks with what they were about.
        _log.warning("slack_odd_payload", kind=type(error).__name__)
        return BoltResponse(status=400)

    for kind in ("app_mention", "message", "app_home_opened"):
        app.event(kind)(listen)
    app.command(_ANY)(listen)
    app.action(re.compile(re.escape(pressed.ACTION)))(listen)
    app.view(pressed.CALLBACK)(listen)
    app.shortcut(re.compile(f"{pressed.LOG_AS_EVIDENCE}|{pressed.WRITE_A_NOTE}"))(listen)
    app.error(odd)
    return app


# ── Answers ─────────────────────────────────────────────────────────────────────────────────


class _Answers:
    """Takes the turn and carries its reply to whoever acted. Every `to` returns only after the commit."""

    def __init__(self, host: Host, token: str, api_url: str) -> None:
        self._host = host
        self._answer = Calls(token, api_url, host.closing)
        self._tab = HomeTab(host.wording, web=bool(host.entrance.ways.base))
        self._labels = self._tab.labels()
        self._surfaces = Surfaces(host, self._tab, self._answer)
        # The loop holds its tasks weakly: without this they might end half done.
        self._calls: set[asyncio.Task[bool]] = set()

    async def to(self, heard: Heard) -> BoltResponse:
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
            case ToSubmit(blocks):
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
                turned = await self._host.take(await self._surfaces.offered(offer))
            case event:
                turned = await self._host.take(event)
        if turned.reply is None:
            return ()
        words = (*turned.reply.words, *(self._tab.no_files().words if heard.files else ()))
        buttons = (*turned.reply.buttons, *(self._tab.on_the_web(About("note", turned.note)) if turned.note else ()))
        return (replace(turned.reply, words=words, buttons=buttons),)

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
        if render.is_form(cards) and to.trigger and await self._open(to.trigger, cards):
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
