"""Where a card stands on its way to the trust channel: who has it now, what comes next, and who sees it."""

from collections.abc import Iterator
from dataclasses import replace

from bot import card_waits
from bot.domain.acts import About
from bot.domain.affirmation import Affirmation, State, Step
from bot.domain.card_way import Wait, Waiting
from bot.domain.library_permission import (
    may_answer_naming,
    may_choose_contact,
    may_follow,
    may_hand_agreement,
    may_speak_for_school,
)
from bot.domain.people import Job
from bot.domain.permission import may_take_step
from bot.domain.practice_words import Named
from bot.look import Looking, NotForYouError, alike, stops
from bot.message import Action, Begin, Card
from store import affirmations, people

FILE = "affirmation"
_NOW = {
    Wait.WORDS: (Step.MAKE_SAFE, "reword_now", "reword_affirmation"),
    Wait.AGREEMENT: (Step.AGREE, "agree_now", "agree_affirmation"),
    Wait.APPROVAL: (Step.APPROVE, "approve_now", "approve_affirmation"),
}
"""What is to be done with a card that waits, by whoever may."""


def card_way(look: Looking, affirmation_id: str) -> tuple[Card, ...]:
    """Where a card stands, its newest words, and its people, for those who follow it."""
    try:
        found = affirmations.load(look.session, affirmation_id)
    except KeyError:
        raise NotForYouError from None
    today = look.now.date()
    if not may_follow(look.me, found, today) or not found.practice:
        raise NotForYouError
    wait = card_waits.waiting(look.session, found, today)
    return (_where(look, found, wait), look.card_of(FILE, "way_words", affirmation=found), _people(look, found))


def _where(look: Looking, found: Affirmation, wait: Waiting) -> Card:
    buttons = tuple(_now(look, found, wait))
    card = look.card_of(
        FILE,
        "way",
        *buttons,
        affirmation=found,
        wait=wait,
        mine=wait.is_for(look.me),
        node=f"{found.node} {found.review.framework.title_of(found.node)}",
        own=look.me.id in found.writers,
    )
    here = [*(button.action for button in card.buttons), Begin("answer_naming", About("affirmation", found.id))]
    others = (one for one in stops(look, found) if one.action not in here)
    return replace(card, buttons=(*card.buttons, *others))


def _now(look: Looking, found: Affirmation, wait: Waiting) -> Iterator[tuple[str, Action]]:
    about, today = About("affirmation", found.id), look.now.date()
    if wait.what in _NOW:
        step, label, dialog = _NOW[wait.what]
        if found.state is not State.SAFE and may_take_step(look.me, found, step, today):
            yield label, Begin(dialog, about)
    heads = people.directory(look.session).holders(Job.HEADTEACHER, found.review.school.id, today)
    if found.state is not State.WITHDRAWN and may_hand_agreement(look.me, found, today, heads=heads):
        yield "hand_on" if heads else "say_who_agrees", Begin("hand_agreement", about)


def _people(look: Looking, found: Affirmation) -> Card:
    about, today, known = About("affirmation", found.id), look.now.date(), people.directory(look.session).people
    here = [one for one in found.named if not one.person.has_left(today)]
    stands = found.state is not State.WITHDRAWN
    buttons: list[tuple[str, Action]] = []
    if stands and may_speak_for_school(look.me, found, today):
        buttons.append(("ask_somebody", Begin("ask_to_name", about)))
    if stands and may_choose_contact(look.me, found, today):
        buttons.append(("other_contact", Begin("choose_contact", about)))
    if stands and may_answer_naming(look.me, found, today):
        buttons.append(("my_name", Begin("answer_naming", about)))
    contact, delegate = known.get(found.contact), known.get(found.delegate)
    card = look.card_of(
        FILE,
        "way_people",
        *buttons,
        named=[one.person.name for one in here if one.state is Named.AGREED],
        # Whoever said no is told of to nobody: they stand here as asked, like those who have not answered.
        asked=[one.person.name for one in here if one.state is not Named.AGREED],
        contact=contact.name if contact and not contact.has_left(today) else "",
        delegate=delegate.name if delegate and not delegate.has_left(today) else "",
    )
    return alike(card)
