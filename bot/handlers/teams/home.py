"""Home: somebody's cards as one card in their own chat with the bot, with what every Home here begins and ends with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.acts import TRUST
from bot.handlers.own_home import OwnHome
from bot.handlers.teams import limits, render
from bot.handlers.teams.inputs import Asked
from bot.handlers.teams.richly import Element
from bot.message import Card, Visit

FILE = "teams"
SHARED = "shared"
PAGE = Visit("page", TRUST)
"""What Home shows: looked at anew whenever its card is seen."""


@dataclass(frozen=True)
class Home(OwnHome):
    """Draws Home as one card."""

    FILE: ClassVar[str] = FILE

    def labels(self) -> render.Labels:
        line = self.wording.line
        return render.Labels(
            product=line(FILE, "product"),
            open=line(FILE, "open"),
            further=line(FILE, "further"),
            more=line(FILE, "more"),
            short=line(FILE, "short"),
            others=lambda count: line(FILE, "others", count=count, web=self.web),
            asked=Asked(
                line(SHARED, "answer_this"),
                line(FILE, "leave_open"),
                lambda least, most: line(SHARED, "not_a_number", least=least, most=most),
                lambda first, last: line(SHARED, "day_out_of_reach", earliest=first, latest=last),
                lambda first, last: line(SHARED, "time_out_of_reach", earliest=first, latest=last),
                line(FILE, "find"),
                line(FILE, "find_hint"),
                lambda shown, count: line(FILE, "found", shown=shown, count=count),
                line(FILE, "chosen"),
                line(FILE, "choose"),
            ),
        )

    def cards(self, cards: Sequence[Card]) -> tuple[Card, ...]:
        """What Home shows of somebody's cards, within one card. What there is no room for is named, and leads on."""
        labels, end, cards = self.labels(), self.end(), self.here(cards)
        top = Card(end.notice, end.notice, buttons=(self.worry(),))
        room = limits.CARD_BYTES - render.size(render.card((top, end), labels, _fresh(("29:" + "0" * 100,))))
        shown: list[Card] = []
        for number, card in enumerate(cards):
            left = self.rest(cards, number + 1) if number + 1 < len(cards) else None
            room -= _size(card, labels)
            if room < (_size(left, labels) if left else 0):
                shown.append(self.rest(cards, number))
                break
            shown.append(card)
        return (top, *shown, end)

    def card(self, cards: Sequence[Card], users: Sequence[str] = ()) -> Element:
        """Home as one Adaptive Card, brought up to date by itself for these of Teams' users whenever they see it."""
        drawn = render.card(self.cards(cards), self.labels(), _fresh(users))
        return drawn | {"fallbackText": self.wording.line(FILE, "product")}

    def message(self, cards: Sequence[Card], users: Sequence[str] = ()) -> dict[str, Any]:
        return render.carrying(self.card(cards, users), self.wording.line(FILE, "product"))


def _size(card: Card, labels: render.Labels) -> int:
    return render.size(render.card((card,), labels))


def _fresh(users: Sequence[str]) -> render.Fresh:
    return render.Fresh(PAGE, tuple(users))
