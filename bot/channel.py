"""The trust-wide channel as it is looked at on the web: the same cards and weekly lists that stand in chat."""

from dataclasses import replace

from bot.domain import permission
from bot.domain.acts import Notice
from bot.domain.library_permission import may_answer_card
from bot.domain.permission import Act
from bot.look import Looking, NotForYouError, stops
from bot.message import Card, Visit
from bot.notices import compose
from bot.practice_card import practice_card
from bot.quiet_time import waits_for_thanks
from store import act_rows, affirmations
from store.act_rows import ActRecord


def channel(look: Looking) -> tuple[Card, ...]:
    """The trust-wide channel, newest first, cards and weekly lists; those who may pause or withdraw see how."""
    if not permission.may_in_trust(look.me, Act.READ_CHANNEL, look.now.date()):
        raise NotForYouError
    shown = (_in_channel(look, act) for act in act_rows.shown(look.session, "web", "trust", "trust", 50))
    return tuple(card for card in shown if card is not None) or (look.card("channel_empty"),)


def _in_channel(look: Looking, act: ActRecord) -> Card | None:
    if act.notice == Notice.DIGEST:
        return compose(look.session, look.wording, act)
    if waits_for_thanks(look.session, act, look.now, look.wording.zone):
        return None
    affirmation = affirmations.load(look.session, act.about.id)
    if not affirmation.stands_in_channel:
        return None
    card = practice_card(look.session, look.wording, affirmation, look.now.date())
    answers = may_answer_card(look.me, affirmation, look.now.date())
    ways = (one for one in card.buttons if answers or isinstance(one.action, Visit))
    return replace(card, buttons=(*ways, *stops(look, affirmation)))
