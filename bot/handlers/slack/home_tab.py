"""The Home tab: somebody's cards as a page that is published, with what every Home here begins and ends with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.handlers.own_home import OwnHome
from bot.handlers.slack import limits, render
from bot.handlers.slack.inputs import Block
from bot.handlers.slack.pressed import CALLBACK
from bot.message import Card

FILE = "slack"


@dataclass(frozen=True)
class HomeTab(OwnHome):
    """Draws Home as a page."""

    FILE: ClassVar[str] = FILE

    def labels(self) -> render.Labels:
        line = self.wording.line
        words = (
            line(FILE, "product"),
            line(FILE, "close"),
            line(FILE, "more"),
            line(FILE, "short"),
            line(FILE, "over"),
            line(FILE, "pick"),
        )
        return render.Labels(*words, others=lambda count: line(FILE, "others", count=count, web=self.web))

    def view(self, cards: Sequence[Card]) -> dict[str, Any]:
        """The page. What there is no room for is named, and a button leads to it."""
        labels = self.labels()
        top = render.drawn(Card("", buttons=(self.worry(),)), labels)
        end = [render.DIVIDER, *render.drawn(self.end(), labels)]
        shown: list[Block] = [*top]
        cards = self.here(cards)
        for number, card in enumerate(cards):
            headed = number and not (cards[number - 1].words or cards[number - 1].buttons)  # by a heading alone
            drawn = [*([render.DIVIDER] if number and not headed else []), *render.drawn(card, labels)]
            left = self._rest(cards, number + 1) if number + 1 < len(cards) else []
            if not _fits([*shown, *drawn, *left, *end]):
                shown += self._rest(cards, number)
                break
            shown += drawn
        return {"type": "home", "callback_id": CALLBACK, "blocks": render.numbered([*shown, *end])}

    def _rest(self, cards: Sequence[Card], first: int) -> list[Block]:
        return [render.DIVIDER, *render.drawn(self.rest(cards, first), self.labels())]


def _fits(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= limits.VIEW_BLOCKS and render.size(blocks) <= limits.VIEW_CHARACTERS
