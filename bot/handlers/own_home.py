"""What Home in every chat platform says alike: how it begins and ends, and what it names for want of room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.domain.acts import TRUST, About
from bot.handlers.cutting import FROM
from bot.message import ABOUT_ME, Button, Card, Visit
from bot.wording import Wording

MOST_NAMED = 8
_HERE = Visit("home", TRUST)


@dataclass(frozen=True)
class OwnHome:
    """In these words, of the platform's own file of them. `web` says whether there is a web to go on to."""

    FILE: ClassVar[str]
    wording: Wording
    web: bool = False

    def on_the_web(self, about: About) -> tuple[Button, ...]:
        """The button that leads to what a card is about, where there is a web."""
        return (Button(self.wording.line(self.FILE, "on_the_web"), Visit("web", about)),) if self.web else ()

    def help(self) -> Card:
        """The end of every Home here: how to speak to the bot, and whom to tell of a worry."""
        line = self.wording.line
        about_me = Button(line(self.FILE, "about_me"), ABOUT_ME)
        return Card(
            line(self.FILE, "product"),
            line(self.FILE, "help_title"),
            self.wording.words(self.FILE, "help"),
            buttons=(self.worry(), about_me, *self.on_the_web(TRUST)),
        )

    def worry(self) -> Button:
        """The way to whom to tell, which stands on top of Home and not at its end again."""
        return Button(self.wording.line(self.FILE, "worry"), Visit("worry", TRUST))

    def end(self) -> Card:
        """How to speak to the bot, as it stands below a page that begins with *Something worries me*."""
        last = self.help()
        return replace(last, buttons=tuple(button for button in last.buttons if button != self.worry()))

    def no_files(self) -> Card:
        product = self.wording.line(self.FILE, "product")
        return Card(product, product, self.wording.words(self.FILE, "no_files"))

    def here(self, cards: Sequence[Card]) -> list[Card]:
        """Somebody's cards without the way to where they are."""
        return [replace(card, buttons=tuple(one for one in card.buttons if one.action != _HERE)) for card in cards]

    def rest(self, cards: Sequence[Card], first: int) -> Card:
        """The cards from this one on, named, with the way to them."""
        titles = list(dict.fromkeys(card.title for card in cards[first:] if card.title))
        words = self.wording.words(self.FILE, "rest", titles=titles[:MOST_NAMED], more=len(titles) > MOST_NAMED)
        button = Button(self.wording.line(self.FILE, "see_the_rest"), Visit("page", About(FROM, str(first))))
        return Card(self.wording.line(self.FILE, "product"), words=words, buttons=(button,))
