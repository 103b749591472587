"""What Teams is answered: take the turn, and only then acknowledge, with the reply carried to whoever acted.

Whoever pressed something waits five seconds at most: what takes longer is answered with a word that it does, and then in
their own chat. What is said in a room is answered in the writer's own chat, too, for their eyes alone.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any, assert_never

import structlog
from starlette.routing import BaseRoute

from bot.domain.acts import About
from bot.handlers.cutting import rest
from bot.handlers.teams import pace, render
from bot.handlers.teams.calls import Calls
from bot.handlers.teams.chat import Chat
from bot.handlers.teams.door import Door, error_shown
from bot.handlers.teams.heard import (
    Heard,
    Installed,
    Kind,
    Look,
    NoFiles,
    ToCard,
    ToChat,
    ToDialog,
    ToNobody,
    Unreadable,
)
from bot.handlers.teams.home import PAGE, Home
from bot.handlers.teams.installation import Installation
from bot.handlers.teams.keys import SigningKeys
from bot.handlers.teams.look import TokenLook
from bot.handlers.teams.rooms import offered
from bot.handlers.teams.sdk import OK, Answer, Sdk
from bot.host import Host, StoreTroubleError
from bot.message import Answered, Card, RoomOffered
from bot.reaching import Reaching
from bot.replies import saying
from bot.sign_in.crossing import Crossing

_log = structlog.get_logger("teams")

_CARD = "application/vnd.microsoft.card.adaptive"
_NOT_NOW, _MISTAKE = 503, 500

Cards = Sequence[Card]


def routes(host: Host, installation: Installation, calls: Calls, reaching: Reaching) -> list[BaseRoute]:
    """The address that Teams calls. Nothing is fetched while it is made; the host opens and closes what stands behind it."""
    keys = SigningKeys(installation.keys_url)
    look = TokenLook(installation, keys)
    answers = Answers(host, calls, reaching)
    sdk = Sdk(installation, keys, calls, answers.to)

    async def begin() -> None:
        keys.open()
        sdk.open()

    async def end() -> None:
        await answers.settled()
        keys.close()
        look.close()

    host.opening.append(begin)
    host.closing.insert(0, end)
    return Door(installation, look, sdk, host.wording.line("teams_chat", "unreadable")).routes()


class Answers:
    """Takes the turn and carries its reply to whoever acted. Every `to` returns only after the commit."""

    def __init__(self, host: Host, calls: Calls, reaching: Reaching) -> None:
        self._host, self._calls, self._reaching = host, calls, reaching
        self._home = Home(host.wording, web=bool(host.entrance.ways.base))
        self._labels = self._home.labels()
        self._chat = Chat(host, calls, reaching, self._home)
        # The loop holds its tasks weakly: without this they might end half done.
        self._tasks: set[asyncio.Task[Any]] = set()

    async def to(self, heard: Heard) -> Answer:
        await self._remember(heard)
        if isinstance(heard.to, ToNobody):
            return OK
        turn = asyncio.ensure_future(self._cards(heard))
        if not isinstance(heard.to, ToChat):
            done, _ = await asyncio.wait({turn}, timeout=pace.INVOKE_SECONDS)
            if not done:
                self._soon(self._afterwards(heard, turn))
                return self._shown(heard, (self._saying("loading"),))
        try:
            cards = await turn
        except Exception as error:  # noqa: BLE001 the one place where our own mistakes end; they hold no words here
            return await self._trouble(heard, error)
        if isinstance(heard.deed, Crossing):
            await self._remember(heard, anew=True)
        if not cards:
            return OK
        if isinstance(heard.to, ToChat):
            self._soon(self._chat.answer(heard, cards))
            return OK
        if isinstance(heard.to, ToCard) and isinstance(heard.deed, Answered):
            self._soon(self._chat.tidy(heard, cards))
        return self._shown(heard, cards)

    # ── What it comes to ────────────────────────────────────────────────────────────────────

    async def _cards(self, heard: Heard) -> Cards:
        match heard.deed:
            case NoFiles():
                return (self._home.no_files(),)
            case Unreadable():
                return (saying(self._host.wording, "not_here"),)
            case Installed():
                return ()
            case Look(who, visit) as look:
                visit = PAGE if look.is_home else visit
                if look.is_home:
                    # Whoever looks at Home is there: news comes to them there, and their Home is kept fresh for an hour.
                    await self._host.off(self._host.turns.seen, who)
                return rest(await self._host.off(self._host.looks.visit, who, visit), visit)
            case Crossing() as crossing:
                turned = await self._host.off(self._host.entrance.crossings.take, crossing)
            case RoomOffered() as offer:
                turned = await self._host.take(await offered(self._calls, heard.place, offer))
            case event:
                turned = await self._host.take(event)
        if turned.reply is None:
            return ()
        words = (*turned.reply.words, *(self._home.no_files().words if heard.files else ()))
        buttons = (*turned.reply.buttons, *(self._home.on_the_web(About("note", turned.note)) if turned.note else ()))
        return (replace(turned.reply, words=words, buttons=buttons),)

    async def _trouble(self, heard: Heard, error: Exception) -> Answer:
        away = isinstance(error, StoreTroubleError)
        if not away:
            _log.error("teams_our_mistake", key=heard.key, kind=type(error).__name__)
        told = saying(self._host.wording, "store_trouble" if away else "our_mistake")
        status = _NOT_NOW if away else _MISTAKE
        match heard.to:
            case ToCard():
                return Answer(
                    body=error_shown(
                        "Trouble", " ".join(render.summary((replace(told, title="", quiet=False),)).split()), status
                    )
                )
            case ToDialog():
                # Teams then says that it could not be reached, and leaves the dialog open with all that is in it.
                return Answer(status)
            case ToChat():
                # Whether Teams delivers a message again is nowhere said: its writer is told, and can send it again.
                return OK if await self._chat.said(heard, told) else Answer(status)
            case ToNobody():
                return OK
            case _:
                assert_never(heard.to)

    def _shown(self, heard: Heard, cards: Cards) -> Answer:
        at_home = isinstance(heard.deed, Look) and heard.deed.is_home
        if isinstance(heard.to, ToDialog):
            shown = self._home.cards(cards) if at_home else cards
            return Answer(body={"task": {"type": "continue", "value": render.dialog(shown, self._labels)}})
        drawn = self._home.card(cards, (heard.place.account,)) if at_home else render.card(cards, self._labels)
        return Answer(body={"statusCode": OK.status, "type": _CARD, "value": drawn})

    def _saying(self, block: str) -> Card:
        product = self._labels.product
        return Card(product, product, self._host.wording.words("teams_chat", block))

    async def _afterwards(self, heard: Heard, turn: "asyncio.Future[Cards]") -> None:
        """What came of a turn that took too long for its own answer goes to the presser's chat."""
        try:
            cards = await turn
        except Exception as error:  # noqa: BLE001 as above
            away = isinstance(error, StoreTroubleError)
            _log.error("teams_our_mistake", key=heard.key, kind=type(error).__name__)
            cards = (saying(self._host.wording, "store_trouble" if away else "our_mistake"),)
        if cards:
            await self._chat.answer(heard, cards)

    # ── Where people are reached ────────────────────────────────────────────────────────────

    async def _remember(self, heard: Heard, *, anew: bool = False) -> None:
        """How somebody is reached: of those the trust knows, and from nothing but what Microsoft signed."""
        place, own = heard.place, heard.place.kind is Kind.PERSONAL
        try:
            if isinstance(heard.deed, Installed) and heard.deed.gone:
                if own:
                    await self._host.off(self._reaching.gone, heard.who)
                return
            said = (heard.who, place.service, place.account, place.name if own else "")
            await self._host.off(self._reaching.heard, *said, anew=anew or isinstance(heard.deed, Installed))
        except StoreTroubleError:
            return  # the turn itself will say so

    async def settled(self) -> None:
        """Wait for the calls under way, so that a process that ends leaves nobody without their answer."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=pace.CALL_SECONDS)

    def _soon(self, doing: Coroutine[Any, Any, object]) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
