"""The Home tab: somebody's cards as a page that is published, with what every Home here begins and ends with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.acts import TRUST, About
from bot.handlers.cutting import FROM
from bot.handlers.slack import limits, render
from bot.handlers.slack.inputs import Block
from bot.handlers.slack.pressed import CALLBACK
from bot.message import ABOUT_ME, Button, Card, Visit
from bot.wording import Wording

FILE = "slack"
MOST_NAMED = 8
_HERE = Visit("home", TRUST)


@dataclass(frozen=True)
class HomeTab:
    """Draws Home in these words. `web` says whether there is a web to go on to."""

    wording: Wording
    web: bool = False

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

    def view(self, cards: Sequence[Card]) -> dict[str, Any]:
        """The page. What there is no room for is named, and a button leads to it."""
        labels = self.labels()
        worry, last = Button(self.wording.line(FILE, "worry"), Visit("worry", TRUST)), self.help()
        top = render.drawn(Card("", buttons=(worry,)), labels)
        others = tuple(button for button in last.buttons if button != worry)
        end = [render.DIVIDER, *render.drawn(replace(last, buttons=others), labels)]
        shown: list[Block] = [*top]
        cards = [replace(card, buttons=tuple(one for one in card.buttons if one.action != _HERE)) for card in cards]
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
        titles = list(dict.fromkeys(card.title for card in cards[first:] if card.title))
        words = self.wording.words(FILE, "rest", titles=titles[:MOST_NAMED], more=len(titles) > MOST_NAMED)
        button = Button(self.wording.line(FILE, "see_the_rest"), Visit("page", About(FROM, str(first))))
        return [render.DIVIDER, *render.drawn(Card("", words=words, buttons=(button,)), self.labels())]


def _fits(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= limits.VIEW_BLOCKS and render.size(blocks) <= limits.VIEW_CHARACTERS
