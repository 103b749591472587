"""What came home to a card, and the ways to answer it: how it is done, *we'll try this*, *worked here too*."""

from bot.domain.affirmation import Affirmation
from bot.look import Looking
from bot.message import Action, Card


def ways(look: Looking, affirmation: Affirmation) -> tuple[tuple[str, Action], ...]:
    """The buttons with which whoever looks may answer this card, by the block of their label."""
    del look, affirmation
    return ()


def on_card(look: Looking, affirmation: Affirmation) -> tuple[Card, ...]:
    """What came home, as whoever looks may read it."""
    del look, affirmation
    return ()
