"""Home: somebody's cards as one card in their own chat with the bot, with what every Home here begins and ends with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.acts import TRUST, About
from bot.handlers.cutting import FROM
from bot.handlers.teams import limits, render
from bot.handlers.teams.inputs import Asked
from bot.handlers.teams.richly import Element
from bot.message import ABOUT_ME, Button, Card, Visit
from bot.wording import Wording

FILE = "teams"
SHARED = "shared"
MOST_NAMED = 8
PAGE = Visit("page", TRUST)
"""What Home shows: looked at anew whenever its card is seen."""
_HERE = Visit("home", TRUST)


@dataclass(frozen=True)
class Home:
    """Draws Home in these words. `web` says whether there is a web to go on to."""

    wording: Wording
    web: bool = False

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
            ),
        )

    def on_the_web(self, about: About) -> tuple[Button, ...]:
        """The button that leads to what a card is about, where there is a web."""
        return (Button(self.wording.line(FILE, "on_the_web"), Visit("web", about)),) if self.web else ()

    def help(self) -> Card:
        """The end of every Home here: how to speak to the bot, and whom to tell of a worry."""
        line = self.wording.line
        doors = (("worry", Visit("worry", TRUST)), ("about_me", ABOUT_ME))
        return Card(
            line(FILE, "product"),
            line(FILE, "help_title"),
            self.wording.words(FILE, "help"),
            buttons=(*(Button(line(FILE, name), at) for name, at in doors), *self.on_the_web(TRUST)),
        )

    def no_files(self) -> Card:
        product = self.wording.line(FILE, "product")
        return Card(product, product, self.wording.words(FILE, "no_files"))

    def cards(self, cards: Sequence[Card]) -> tuple[Card, ...]:
        """What Home shows of somebody's cards, within one card. What there is no room for is named, and leads on."""
        line, labels = self.wording.line, self.labels()
        worry, last = Button(line(FILE, "worry"), Visit("worry", TRUST)), self.help()
        top = Card(last.notice, last.notice, buttons=(worry,))
        end = replace(last, buttons=tuple(button for button in last.buttons if button != worry))
        cards = [replace(card, buttons=tuple(one for one in card.buttons if one.action != _HERE)) for card in cards]
        room = limits.CARD_BYTES - render.size(render.card((top, end), labels, _fresh(("29:" + "0" * 100,))))
        shown: list[Card] = []
        for number, card in enumerate(cards):
            left = self._rest(cards, number + 1) if number + 1 < len(cards) else None
            room -= _size(card, labels)
            if room < (_size(left, labels) if left else 0):
                shown.append(self._rest(cards, number))
                break
            shown.append(card)
        return (top, *shown, end)

    def card(self, cards: Sequence[Card], users: Sequence[str] = ()) -> Element:
        """Home as one Adaptive Card, brought up to date by itself for these of Teams' users whenever they see it."""
        drawn = render.card(self.cards(cards), self.labels(), _fresh(users))
        return drawn | {"fallbackText": self.wording.line(FILE, "product")}

    def message(self, cards: Sequence[Card], users: Sequence[str] = ()) -> dict[str, Any]:
        return render.carrying(self.card(cards, users), self.wording.line(FILE, "product"))

    def _rest(self, cards: Sequence[Card], first: int) -> Card:
        titles = list(dict.fromkeys(card.title for card in cards[first:] if card.title))
        words = self.wording.words(FILE, "rest", titles=titles[:MOST_NAMED], more=len(titles) > MOST_NAMED)
        button = Button(self.wording.line(FILE, "see_the_rest"), Visit("page", About(FROM, str(first))))
        return Card(self.wording.line(FILE, "product"), words=words, buttons=(button,))


def _size(card: Card, labels: render.Labels) -> int:
    return render.size(render.card((card,), labels))


def _fresh(users: Sequence[str]) -> render.Fresh:
    return render.Fresh(PAGE, tuple(users))
