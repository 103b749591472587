"""Slack's one door: what comes by HTTP or by the socket goes the same way into one Bolt app, and nothing odd crashes it.

Bolt would acknowledge first (`process_before_response` turns that round) and answers odd payloads with 500 and a
traceback, so this stands in front of it and lets in only what is signed and can be read. Its `authorize` answers
from what we hold: Bolt never calls `auth.test`, and who the bot is comes with each event.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.handlers.body import body_of
from bot.handlers.slack import limits, read, registrations
from bot.handlers.slack.heard import Heard
from bot.handlers.slack.silent import SILENT

_log = structlog.get_logger("slack")

OK, BAD, UNSIGNED, TOO_LONG = 200, 400, 401, 413

Answer = Callable[[Heard], Awaitable[BoltResponse]]


class Door:
    """The app of one workspace. `answer` returns only after the commit."""

    def __init__(self, answer: Answer, token: str, api_url: str) -> None:
        self._bolt = _bolt(answer, token, api_url)

    async def take(self, payload: dict[str, Any]) -> BoltResponse:
        """Answer one payload that is known to be Slack's. Any status but 200 asks for it to be delivered again."""
        if payload.get("type") == "app_rate_limited":
            _log.warning("slack_limits_events")  # what is over 30,000 an hour is not delivered
        heard = read.heard(payload)
        if heard is None and payload.get("type") != "url_verification" and not payload.get("ssl_check"):
            return BoltResponse(status=OK)  # nothing that we do anything about
        try:
            # To Bolt, that is any payload whose signature has been seen to.
            request = AsyncBoltRequest(body=payload, mode="socket_mode", context={"heard": heard})
            return await self._bolt.async_dispatch(request)
        except Exception as error:  # noqa: BLE001 Bolt looks into fields that we do not, and they may be odd
            _log.warning("slack_odd_payload", key=heard.key if heard else "", kind=type(error).__name__)
            return BoltResponse(status=BAD)

    def routes(self, signing_secret: str) -> list[BaseRoute]:
        """The addresses that Slack calls."""
        verifier = SignatureVerifier(signing_secret)

        async def answered(request: Request) -> Response:
            body = await body_of(request, limits.REQUEST_BYTES)
            if body is None:
                return Response(status_code=TOO_LONG)
            try:
                text = body.decode()
            except UnicodeDecodeError:
                return Response(status_code=BAD)
            if not _signed(verifier, text, request):
                return Response(status_code=UNSIGNED)
            payload = read.payload(text, request.headers.get("content-type", ""))
            if payload is None:
                return Response(status_code=BAD)
            return to_starlette_response(await self.take(payload))

        return [Route(f"/slack/{name}", answered, methods=["POST"]) for name in registrations.ADDRESSES]


def _signed(verifier: SignatureVerifier, body: str, request: Request) -> bool:
    """Whether the signature is right; a timestamp that is no number is a no and not a crash."""
    given = (request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
    try:
        return verifier.is_valid(body, *given)
    except (ValueError, TypeError):
        return False


def _bolt(answer: Answer, token: str, api_url: str) -> AsyncApp:
    logger = logging.getLogger("slack_bolt")
    # At INFO it logs whole bodies of badly signed requests, at WARNING parts of those that no listener takes.
    logger.setLevel(logging.ERROR)

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    app = AsyncApp(
        name="peerwalk",
        logger=logger,
        signing_secret="",  # seen to above, before anything is parsed
        request_verification_enabled=False,
        authorize=authorize,
        client=AsyncWebClient(base_url=api_url, logger=SILENT),
        process_before_response=True,
    )

    async def listen(context: AsyncBoltContext) -> BoltResponse:
        return await answer(context["heard"])

    async def odd(error: Exception, context: AsyncBoltContext) -> BoltResponse:
        # In place of Bolt's own handler, which logs tracebacks with what they were about.
        heard: Heard | None = context.get("heard")
        _log.warning("slack_odd_payload", key=heard.key if heard else "", kind=type(error).__name__)
        return BoltResponse(status=BAD)

    registrations.register(app, listen)
    app.error(odd)
    return app
