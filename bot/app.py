"""Wires everything and decides nothing: store, wording, turns, posting, and the platforms that have credentials.

One ASGI process. It starts store, then posting, then platforms, and stops them in reverse.
"""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import text
from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import clock as ticks
from bot import demo, platforms, rooms, unreached
from bot.bringing_in import BringingIn
from bot.delivery import Clock, deliver
from bot.domain.acts import ASKING
from bot.ending import Enqueue, posted
from bot.first_day import FirstDay
from bot.forgetting import Forgetting
from bot.host import THREADS, Host
from bot.invitation import nobody_invites
from bot.looks import Looks
from bot.message import Card
from bot.notices import compose
from bot.post import Posts
from bot.quiet_time import WaitsNow, goes_soon, waits_still
from bot.settings import Settings, SettingsError
from bot.sign_in.asking import MailPoster
from bot.sign_in.crossing import Crossings
from bot.sign_in.entrance import Entrance, Organisation
from bot.sign_in.inviting import Invitations
from bot.sign_in.joining import Joining
from bot.sign_in.keys import Keys
from bot.sign_in.mail import MailServer, MailUrlError, Post, mail_server
from bot.sign_in.sessions import Sessions
from bot.sign_in.ways import Ways
from bot.suggesting import Suggesting
from bot.timekeeper import Timekeeper
from bot.turn import Turns, new_id, utc_now
from bot.wording import Wording
from store import conversations, sign_in
from store.act_rows import OF_ROOMS, ActRecord
from store.engine import Store, StoreKeyError, StoreTroubleError, open_store, plainly
from store.made import Made
from store.migrate import migrate
from store.shelf import Shelf

DEMO_STORE = "demo.db"
TIDY_SECONDS = 3600
CLEAR_SECONDS = 5


@dataclass(frozen=True)
class Application:
    """Everything one process runs. `close` gives the store back."""

    asgi: Starlette
    host: Host
    store: Store
    posts: Posts

    def close(self) -> None:
        self.host.pool.shutdown(wait=True)
        self.store.close()


def unlocked(settings: Settings, url: str) -> Store:
    """The store there, with its passphrase where one is set; its tables are as they were left."""
    try:
        return open_store(url, key=settings.store_passphrase.get_secret_value())
    except StoreKeyError as error:
        raise SettingsError(str(error)) from None


def open_settings_store(settings: Settings, *, is_demo: bool) -> Store:
    """Open the store of these settings with its tables up to date; the demo has a file of its own."""
    settings.prepare()
    store = unlocked(settings, settings.url(DEMO_STORE if is_demo else "peerwalk.db"))
    store.is_in(settings.time_zone)
    with plainly():
        migrate(store)
    if is_demo:
        demo.seed(store, utc_now().date())
    # Nobody of the demo has an address, and a link to this machine leads nobody else anywhere.
    store.mails(on=bool(settings.smtp_url.get_secret_value() and settings.public_url) and not is_demo)
    return store


def build(settings: Settings, *, is_demo: bool = False, clock: Clock = utc_now) -> Application:
    """Put one application together, ready to be served. `clock` says what time it is in reviews."""
    quiet_logs()
    # The guard's sums are small: more threads for one of them only wait for each other. Read with the first text.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    store = open_settings_store(settings, is_demo=is_demo)
    wording = Wording(settings.templates_dir, settings.time_zone)
    teams = platforms.teams(settings, store)
    secret = settings.secret()
    keys = Keys(secret, "demo" if is_demo else "trust")
    posters = platforms.posters(settings, wording, teams)
    if (server := smtp(settings)) and settings.public_url and not is_demo:
        posters["mail"] = MailPoster(server, Ways(store, keys, settings.base, clock), wording)
    looks = Looks(store, wording, clock)
    quiet, soon = (partial(_asked, asks, wording, clock) for asks in (waits_still, goes_soon))

    def after(session: Session, act: ActRecord, now: datetime) -> None:
        if act.kind in OF_ROOMS:
            rooms.came_of(session, act, now, posts.enqueue, new_id)
        elif act.notice in ASKING:
            unreached.came_of(session, act, now, posts.enqueue, new_id)
        else:
            posted(session, act, Made("", now, act.platform, act.tenant))

    words = partial(_compose, wording)
    attempt = partial(deliver, store, posters, words, clock, homes=looks.page, after=after, quiet=quiet)
    posts = Posts(store, attempt, platforms=posters, interval=settings.post_interval, quiet=quiet, soon=soon)
    posts.clock = ticks.Clock(Timekeeper(store, wording.zone, new_id, posts.enqueue, clock))
    filing = Suggesting(store, Shelf(settings.own_frameworks), settings.suggestions)
    pool = ThreadPoolExecutor(THREADS, "turn")
    entrance = open_entrance(settings, store, wording, secret, clock, posts.enqueue, is_demo=is_demo)
    inviting = entrance.invitations.invite if entrance.invitations else nobody_invites
    turns = Turns(store, wording, secret, enqueue=posts.enqueue, clock=clock, inviting=inviting, suggest=filing.suggest)
    first_day = FirstDay(store, clock, new_id)
    bringing_in = BringingIn(store, wording, secret, clock, new_id, posts.enqueue)
    host = Host(
        turns,
        looks,
        wording,
        entrance,
        first_day,
        bringing_in,
        secret,
        pool,
        demo=is_demo,
        public_url=settings.public_url,
    )
    if entrance.post:
        host.closing.append(entrance.post.close)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await asyncio.to_thread(posts.launch)
        tidying = asyncio.create_task(_tidy(host, store, Forgetting(store, posts.enqueue), filing, clock))
        try:
            for begin in host.opening:
                await begin()
            yield
        finally:
            tidying.cancel()
            for close in host.closing:
                await close()
            await asyncio.to_thread(posts.close)
            if teams is not None:
                # The queue's acts went by these calls, too.
                await asyncio.to_thread(teams[1].close)

    asgi = Starlette(routes=_routes(settings, host, store, teams), lifespan=lifespan)
    return Application(asgi, host, store, posts)


def smtp(settings: Settings) -> MailServer | None:
    """Where mails go out, if they do; raises SettingsError where that cannot be used."""
    url = settings.smtp_url.get_secret_value()
    try:
        return mail_server(url, settings.smtp_from) if url else None
    except MailUrlError as error:
        raise SettingsError(f"PEERWALK_SMTP_URL cannot be used: {error}.") from None


def open_entrance(
    settings: Settings,
    store: Store,
    wording: Wording,
    secret: bytes,
    clock: Callable[[], datetime] = utc_now,
    enqueue: Enqueue = lambda _session, _rows: None,
    *,
    is_demo: bool = False,
) -> Entrance:
    """The ways in that these settings allow. What is kept of the demo's is worth nothing elsewhere."""
    keys = Keys(secret, "demo" if is_demo else "trust")
    ways = Ways(store, keys, settings.base, clock)
    server = smtp(settings)
    post = Post(server) if server else None
    organisation = None
    if settings.oidc_on and settings.base:
        from bot.sign_in.accounts import Accounts  # noqa: PLC0415

        issuer, client = settings.oidc_issuer, settings.oidc_client_id
        secret_there, back = settings.oidc_client_secret.get_secret_value(), f"{settings.base}/sign-in/account/back"
        organisation = Organisation(Accounts(issuer, client, secret_there, back), Joining(store, keys, clock))
    return Entrance(
        Sessions(store, clock),
        ways,
        Crossings(ways, wording, enqueue),
        post,
        organisation,
        Invitations(ways, wording, post),
        " and ".join(name for name, on in (("Slack", settings.slack_on), ("Teams", settings.teams_on)) if on),
    )


def _routes(settings: Settings, host: Host, store: Store, teams: platforms.Teams | None) -> list[BaseRoute]:
    from bot.handlers.web.serve import routes as web_routes  # noqa: PLC0415

    found, healths = platforms.routes(settings, host, teams)

    async def health(_request: Request) -> Response:
        # A connection to Slack that is away is no reason to stop serving the web.
        said = {name: say() for name, say in healths.items()}
        try:
            await host.off(_ping, store)
        except StoreTroubleError:
            return JSONResponse({"store": "away", **said}, status_code=503)
        return JSONResponse({"store": "there", **said})

    # The web comes last: what nobody else answers is answered by its own pages.
    return [Route("/healthz", health), *found, *web_routes(host)]


async def _tidy(host: Host, store: Store, forgetting: Forgetting, filing: Suggesting, clock: Clock) -> None:
    """Forget what need not be remembered: once at start, then every hour; and soon, the bytes of what was removed."""
    while True:
        await _quietly(host, lambda: _forget(store, clock()))
        await _quietly(host, forgetting.retain)
        await _quietly(host, lambda: filing.learn(clock()))
        for _ in range(TIDY_SECONDS // CLEAR_SECONDS):
            await _quietly(host, forgetting.clear)
            await _quietly(host, filing.refresh)
            await asyncio.sleep(CLEAR_SECONDS)


async def _quietly(host: Host, chore: Callable[[], object]) -> None:
    """Do a chore of the background's; one that could not be done is tried again in its time."""
    try:
        await host.off(chore)
    except StoreTroubleError:
        pass
    except Exception as error:  # noqa: BLE001 the next round tries again
        structlog.get_logger().error("tidying.mistake", error=type(error).__name__)


def _forget(store: Store, now: datetime) -> None:
    with store.writing() as session:
        conversations.forget_old(session, now)
        sign_in.forget_old(session, now)


def _ping(store: Store) -> None:
    with store.reading() as session:
        session.execute(text("SELECT 1"))


def _compose(wording: Wording, session: Session, act: ActRecord) -> Card | None:
    return compose(session, wording, act)


def _asked(asks: WaitsNow, wording: Wording, clock: Clock, session: Session, act: ActRecord) -> bool:
    """One of the questions of `quiet_time`, at this moment on the trust's clock."""
    return asks(session, act, clock(), wording.zone)


def quiet_logs() -> None:
    """Log ids and counts to stderr as lines of JSON; libraries speak only of trouble, and never of what people wrote."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("slack_bolt").setLevel(logging.WARNING)
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
