"""Teams' one door: only what Microsoft has signed for this bot comes in, and nothing odd crashes it.

First our own look at the token, then what somebody did is read, then the SDK checks and routes it, and hands it back to
be answered. What is nothing to us is acknowledged.
"""

import json
from collections.abc import Mapping
from time import monotonic
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.handlers.body import body_of
from bot.handlers.teams import pace, read
from bot.handlers.teams.heard import Heard
from bot.handlers.teams.installation import ADDRESS, Installation
from bot.handlers.teams.look import TokenLook, TurnedAwayError, same_service
from bot.handlers.teams.sdk import OK, Answer, Sdk

_log = structlog.get_logger("teams")

BAD, UNSIGNED, TOO_LONG, NOT_YET = Answer(400), Answer(401), Answer(413), Answer(503)
_ERROR = "application/vnd.microsoft.error"
_MINUTE = 60.0


class Refusals:
    """Logs what is turned away, each reason once a minute at most: whoever forges tokens fills no disk."""

    def __init__(self) -> None:
        self._quiet: dict[str, tuple[float, int]] = {}  # until when, and how many since

    def add(self, reason: str) -> None:
        until, more = self._quiet.get(reason, (0.0, 0))
        if monotonic() < until:
            self._quiet[reason] = (until, more + 1)
            return
        _log.warning("teams_turned_away", reason=reason, unsaid=more)
        self._quiet[reason] = (monotonic() + _MINUTE, 0)


class Door:
    """Takes requests in. `refused` is a sentence for whoever pressed something that cannot be read."""

    def __init__(self, installation: Installation, look: TokenLook, sdk: Sdk, refused: str) -> None:
        self._installation, self._look, self._sdk, self._refused = installation, look, sdk, refused
        self._refusals = Refusals()

    def routes(self) -> list[BaseRoute]:
        """The address that Teams calls."""
        return [Route(ADDRESS, self._answered, methods=["POST"])]

    async def _answered(self, request: Request) -> Response:
        answer = await self.take(request)
        if answer.body is None:
            return Response(status_code=answer.status)
        return JSONResponse(answer.body, answer.status)

    async def take(self, request: Request) -> Answer:
        authorization = request.headers.get("authorization", "")
        try:
            claims = await self._look.at(authorization)
        except TurnedAwayError as error:
            self._refusals.add(error.reason)
            return NOT_YET if error.later else UNSIGNED
        body = await body_of(request, pace.REQUEST_BYTES)
        if body is None:
            return TOO_LONG
        activity = _activity(body)
        if activity is None:
            return BAD
        if not same_service(claims, activity):
            self._refusals.add("service")
            return UNSIGNED
        if not self._installation.serves(str(activity["serviceUrl"])):
            self._refusals.add("service_not_allowed")
            return UNSIGNED
        return await self._let_in(activity, authorization)

    async def _let_in(self, activity: dict[str, Any], authorization: str) -> Answer:
        heard: Heard | None = read.heard(activity)
        if heard is None:
            return self._passed_over(activity)
        try:
            return await self._sdk.take(activity, authorization, heard)
        except Exception as error:  # noqa: BLE001 the SDK looks into fields that we do not, and they may be odd
            _log.error("teams_sdk_trouble", key=heard.key, kind=type(error).__name__)
            return NOT_YET

    def _passed_over(self, activity: Mapping[str, Any]) -> Answer:
        """What cannot be read is nothing that happened; whoever waits for an answer is told so."""
        if activity.get("type") != "invoke":
            return OK
        name = activity.get("name")
        if name == "adaptiveCard/action":
            return Answer(body=error_shown("BadRequest", self._refused, BAD.status))
        if name in read.INVOKES:
            return Answer(body={"task": {"type": "message", "value": self._refused}})
        return OK


def error_shown(code: str, words: str, status: int) -> dict[str, Any]:
    """An answer to a button that leaves its card, and what was typed into it, as they are."""
    return {"statusCode": status, "type": _ERROR, "value": {"code": code, "message": words}}


def _activity(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
