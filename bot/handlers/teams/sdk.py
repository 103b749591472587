"""Microsoft's SDK behind an adapter of ours, on the loop and thread of our calls; the turns that it leads to are on ours.

Its import would read a stray `.env` into the process, and its app would take ids, secrets and a switch that turns
validation off from the surroundings: neither is there while it is imported and made. It says nothing in logs, because
what it says quotes what people wrote.
"""

import asyncio
import logging
import os
import warnings
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.handlers.teams.calls import Calls
from bot.handlers.teams.heard import Heard
from bot.handlers.teams.installation import ADDRESS, Installation
from bot.handlers.teams.keys import SigningKeys
from bot.handlers.teams.tolerance import Activity, tolerated
from bot.settings import UNAUTHENTICATED

_log = structlog.get_logger("teams")

_SURROUNDINGS = (
    "CLIENT_ID",
    "CLIENT_SECRET",
    "TENANT_ID",
    "MANAGED_IDENTITY_CLIENT_ID",
    "SERVICE_URL",
    "CLOUD",
    UNAUTHENTICATED,
)
_NO_DOTENV = "PYTHON_DOTENV_DISABLED"
_FAULT = 500


@dataclass
class _Passing:
    """What goes through the SDK, and whether it came out at the other end."""

    heard: Heard
    arrived: bool = False


_passing: ContextVar[_Passing] = ContextVar("passing")


@dataclass(frozen=True)
class Answer:
    """What a request is answered with: a status, and what an invoke wants to show."""

    status: int = 200
    body: dict[str, Any] | None = None


OK = Answer()
Answering = Callable[[Heard], Awaitable[Answer]]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Nothing of the surroundings reaches the SDK in here, and nothing of it stays in them."""
    before = dict(os.environ)
    for name in _SURROUNDINGS:
        os.environ.pop(name, None)
    os.environ[_NO_DOTENV] = "1"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name in (*_SURROUNDINGS, _NO_DOTENV):
            if name in before:
                os.environ[name] = before[name]
            else:
                os.environ.pop(name, None)


def quiet() -> None:
    logger = logging.getLogger("microsoft_teams")
    logger.setLevel(logging.CRITICAL + 1)
    logger.propagate = False


class _Adapter:
    """The SDK's idea of a web server: all it does with ours is to say what handles a request."""

    def __init__(self) -> None:
        self.handler: Any = None

    def register_route(self, method: str, path: str, handler: Any) -> None:
        if (method, path) == ("POST", ADDRESS):
            self.handler = handler

    def serve_static(self, path: str, directory: str) -> None:
        raise NotImplementedError

    async def start(self, port: int) -> None:
        raise NotImplementedError

    async def stop(self) -> None:
        return


class Sdk:
    """The SDK's app. `open` begins to make it and returns at once; `take` waits for it."""

    def __init__(self, installation: Installation, keys: SigningKeys, calls: Calls, answering: Answering) -> None:
        self._installation, self._keys, self._calls, self._answering = installation, keys, calls, answering
        self._home: asyncio.AbstractEventLoop | None = None
        self._ready: Future[Any] | None = None

    def open(self) -> None:
        """Call it on the loop on which turns are to be taken."""
        self._home = asyncio.get_running_loop()
        self._ready = asyncio.run_coroutine_threadsafe(self._made(), self._calls.loop)

    async def take(self, activity: Activity, authorization: str, heard: Heard) -> Answer:
        """Let the SDK check and route an activity whose token was looked at; what it is about has been read already."""
        if self._ready is None:
            raise RuntimeError("the SDK was not opened")
        handler = await asyncio.wrap_future(self._ready)
        passing = _Passing(heard)
        answer = await self._calls.away(self._taken(handler, activity, authorization, passing))
        if answer.status >= _FAULT and not passing.arrived:
            # It is Microsoft's, for this bot, and was read: what the SDK makes of the rest of it is no matter.
            _log.warning("teams_passed_by_the_sdk", key=heard.key)
            return await self._answering(heard)
        return answer

    # ── On the SDK's loop ───────────────────────────────────────────────────────────────────

    async def _taken(self, handler: Any, activity: Activity, authorization: str, passing: "_Passing") -> Answer:
        fitting = tolerated(activity)
        if fitting is None:
            return Answer(_FAULT)
        _passing.set(passing)
        found = await handler({"body": fitting, "headers": {"authorization": authorization}})
        body = found.get("body")
        return Answer(int(found["status"]), body if isinstance(body, dict) and found["status"] == OK.status else None)

    async def _made(self) -> Any:
        with undisturbed():
            from microsoft_teams.api import InvokeResponse  # noqa: PLC0415 slow, and only where Teams is on
            from microsoft_teams.api.auth.cloud_environment import PUBLIC  # noqa: PLC0415
            from microsoft_teams.apps import App  # noqa: PLC0415

            quiet()
            one, adapter = self._installation, _Adapter()
            app = App(
                client_id=one.app_id,
                tenant_id=one.tenant,
                token=self._calls.tokens,
                cloud=replace(PUBLIC, openid_metadata_url=one.openid_url, login_endpoint=one.login_url),
                client=self._calls.client(),
                http_server_adapter=adapter,
                messaging_endpoint=ADDRESS,
                dangerously_allow_unauthenticated_requests=False,
                fetch_user_token=False,
                state=False,
                telemetry={"agent365": False},
            )
            await app.initialize()

        async def listen(_context: Any) -> Any:
            return await self._at_home(InvokeResponse)

        app.router.add_handler(lambda _activity: True, listen)
        self._share_keys(app)
        return adapter.handler

    async def _at_home(self, invoke_response: Any) -> Any:
        if self._home is None:
            raise RuntimeError("the SDK was not opened")
        passing = _passing.get()
        passing.arrived = True
        doing = self._answer(passing.heard)
        answer = await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(doing, self._home))
        return invoke_response(status=answer.status, body=answer.body)

    async def _answer(self, heard: Heard) -> Answer:
        return await self._answering(heard)

    def _share_keys(self, app: Any) -> None:
        """The SDK checks each token again, by our keys: left alone it would fetch its own in the midst of its loop."""
        validator = app.server._token_validator._service_validator  # noqa: SLF001 it has no other way in
        if not hasattr(validator, "_jwks_client"):
            raise RuntimeError("this release of the SDK holds its keys elsewhere")
        validator._jwks_client = self._keys  # noqa: SLF001 as above
