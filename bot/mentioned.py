"""The bot mentioned in the trust channel: in the thread of a card its words may answer it. Other talk there is never read.

What is none of the plain forms is kept nowhere: whoever wrote it is shown, alone, the ways to answer that card.
"""

from collections.abc import Callable

from bot import came_home
from bot.domain.acts import TRUST, About
from bot.domain.library_permission import may_read_home
from bot.domain.said_to_card import Way, said_to_card
from bot.look import alike
from bot.message import Action, AnyEvent, Card, Noted, Turned, Visit
from bot.talk import Talk
from store import affirmations, digests, own_posts

Unheard = Callable[[AnyEvent, Turned], Turned]
"""Answers a concern in somebody's words; else gives back what was to be said otherwise."""


def in_channel(talk: Talk, event: Noted, unheard: Unheard) -> Turned:
    """What a mention in the trust channel comes to."""
    otherwise = Turned(_shown(talk, event), problem=True)
    if (stopped := unheard(event, otherwise)) is not otherwise:
        return stopped
    card, said = _card(talk, event), said_to_card(event.text)
    if card is None or said is None:
        return otherwise
    if said.way is Way.ASK:
        return talk.open(said.way, card, {"question": said.text}, {}, event.source)
    given = {"evidence": said.text} if said.way is Way.WORKED and said.text else {}
    return talk.open(said.way, card, given, {}, event.source)


def _thread(talk: Talk, event: Noted) -> About | None:
    """What the post is about in whose thread it was said."""
    here = (event.who.platform, event.who.tenant, event.room, event.thread)
    return own_posts.about_in_channel(talk.session, *here) if event.thread else None


def _card(talk: Talk, event: Noted) -> About | None:
    """The card whose thread it is, or of a list the only one in it."""
    found = _thread(talk, event)
    if found is not None and found.kind == "digest":
        items = digests.items(talk.session, found.id)
        return About("affirmation", items[0]) if len(items) == 1 else None
    return found if found is not None and found.kind == "affirmation" else None


def _shown(talk: Talk, event: Noted) -> Card:
    """The ways to answer that card; of a list, its cards; anywhere else, how a card is answered."""
    look, found = talk.looking, _thread(talk, event)
    listed: tuple[str, ...] = (found.id,) if found is not None and found.kind == "affirmation" else ()
    if found is not None and found.kind == "digest":
        listed = digests.items(talk.session, found.id)
    every = (affirmations.load(talk.session, one) for one in listed)
    read = [one for one in every if may_read_home(talk.me, one, talk.now.date())]
    if len(read) == 1:
        return came_home.asked_what(look, read[0])
    if read:
        return came_home.which_of(look, read)
    home: tuple[str, Action] = ("go_home", Visit("home", TRUST))
    return alike(look.card_of(came_home.FILE, "no_card", home))
