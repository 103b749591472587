"""What came home to a card, and the ways to answer it: how it is done, *we'll try this*, *worked here too*.

How far a practice has travelled is said in words, by schools' names: never a number, a rank or a badge.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.domain import permission
from bot.domain.acts import TRUST, About
from bot.domain.affirmation import Affirmation
from bot.domain.library_permission import (
    may_answer_card,
    may_answer_question,
    may_pass_question,
    may_read_home,
    may_read_reply,
    may_reword_reply,
    may_say_what_came,
    works_at,
)
from bot.domain.other_words import OtherWords, Thing, name_of
from bot.domain.people import Job
from bot.domain.reply import Reply, ReplyState, Sort, spread, tried_at, worked_at
from bot.look import Looking, NotForYouError, alike
from bot.message import Action, Begin, Button, Card, Visit
from bot.wording import Wording
from store import affirmations, people, replies

FILE = "came_home"
MOST = 8
"""So many lines, and so many questions, one card of the library shows: the newest."""


def spread_in_words(wording: Wording, worked: tuple[str, ...], trying: tuple[str, ...]) -> str:
    """How far it has travelled, as one sentence; empty where nobody has said so yet."""
    found = spread(worked, trying)
    return wording.line(FILE, "spread_words", found=found) if found else ""


def ways(look: Looking, affirmation: Affirmation) -> tuple[tuple[str, Action], ...]:
    """The buttons with which whoever looks may answer this card, by the block of their label."""
    if not may_answer_card(look.me, affirmation, look.now.date()):
        return ()
    here, mine = About("affirmation", affirmation.id), set(works_at(look.me))
    said = replies.of_card(look.session, affirmation.id) if affirmation.stands_in_channel else ()
    waits = any(one.person.id == look.me.id and one.waits_for_answer for one in said)
    worked = {one.school.id for one in said if one.sort is Sort.WORKED and one.school}
    tried = {one.school.id for one in said if one.is_tried and one.school}
    found: list[tuple[str, Action]] = [] if waits else [("way_how", Begin("ask_how", here))]
    if mine - worked - tried:
        found.append(("way_try", Begin("try_practice", here)))
    if mine - worked:
        found.append(("way_worked", Begin("worked_too", here)))
    return tuple(found)


def on_card(look: Looking, affirmation: Affirmation) -> tuple[Card, ...]:
    """What came home, as whoever looks may read it: how far it travelled, what worked, then questions, open ones last."""
    today = look.now.date()
    every = replies.of_card(look.session, affirmation.id)
    said = [one for one in every if may_read_reply(look.me, _headed(look, one), today)]
    worked = [one for one in said if one.sort is Sort.WORKED]
    asked = sorted((one for one in said if one.sort is Sort.QUESTION), key=lambda one: one.waits_for_answer)
    cards: list[Card] = []
    if may_read_home(look.me, affirmation, today):
        found = spread(worked_at(every), tried_at(every))
        cards += [look.card_of(FILE, "spread", found=found)] if found else []
    cards += [one_card(look, one) for one in worked[-MOST:]]
    cards += [one_card(look, one) for one in asked[-MOST:]]
    if max(len(worked), len(asked)) > MOST:
        cards.append(look.card_of(FILE, "more_came"))
    return tuple(cards)


def one_card(look: Looking, reply: Reply, *, alone: bool = False) -> Card:
    """One reply, with what whoever looks may do about it; `alone`, where nothing beside it says which card it is about."""
    blocks = {Sort.QUESTION: "exchange", Sort.WORKED: "worked_line", Sort.TRYING: "tried"}
    stands = reply.affirmation.stands_in_channel
    card = look.card_of(FILE, blocks[reply.sort], reply=reply, stands=stands, alone=alone)
    buttons = [Button(look.wording.line(FILE, label), action) for label, action in _care(look, _headed(look, reply))]
    first = tuple(replace(one, primary=number == 0 and _asks(one)) for number, one in enumerate(buttons))
    return replace(card, buttons=first)


def _asks(button: Button) -> bool:
    return isinstance(button.action, Begin) and button.action.dialog in {"answer_how", "what_came_of_it"}


def _headed(look: Looking, reply: Reply) -> Reply:
    """With who speaks for the schools of the card and of the writer."""
    known, today = people.directory(look.session), look.now.date()
    heads = known.holders(Job.HEADTEACHER, reply.school.id, today) if reply.school else ()
    headless = not known.holders(Job.HEADTEACHER, reply.affirmation.review.school.id, today)
    return replace(reply, heads=heads, headless=headless)


def _care(look: Looking, reply: Reply) -> Iterator[tuple[str, Action]]:
    me, today, here = look.me, look.now.date(), About("reply", reply.id)
    stands, mine = reply.affirmation.stands_in_channel, reply.person.id == look.me.id
    if reply.waits_for_answer and stands:
        answers = may_answer_question(me, reply, today)
        if answers:
            yield "answer_it", Begin("answer_how", here)
        if may_pass_question(me, reply, today):
            yield "pass_it_on" if answers else "say_who_answers", Begin("pass_question_on", here)
    if mine and stands and reply.may_follow:
        yield "follow_on", Begin("ask_once_more", here)
    if mine and stands and reply.may_follow_on:
        yield "talk_from_here", Begin("ask_once_more", here)
    if may_say_what_came(me, reply, today):
        if stands:
            yield "say_what_came", Begin("what_came_of_it", here)
        yield "take_it_back", Begin("not_trying", here)
    if may_reword_reply(me, reply, today):
        yield "put_differently", Begin("reword_reply", here)
    words = OtherWords(Thing.REPLY, reply.id, reply.affirmation.review, tuple(reply.writers), reply.text)
    if reply.words and permission.may_remove_words(me, words, today):
        named = name_of(reply.affirmation.review.id, Thing.REPLY, reply.id)
        yield "remove_for_good", Begin("remove_words", About("words", named))


# ── Looked at by themselves ─────────────────────────────────────────────────────────────────


def came_home(look: Looking, affirmation_id: str) -> tuple[Card, ...]:
    """What came home to one card, for whoever was told that something did."""
    try:
        affirmation = affirmations.load(look.session, affirmation_id)
    except KeyError:
        raise NotForYouError from None
    if not may_read_home(look.me, affirmation, look.now.date()):
        raise NotForYouError
    head = look.card_of(FILE, "came_to", *ways(look, affirmation), affirmation=affirmation)
    return (alike(head), *on_card(look, affirmation))


def one_reply(look: Looking, reply_id: str) -> tuple[Card, ...]:
    """One reply by itself."""
    try:
        reply = replies.load(look.session, reply_id)
    except KeyError:
        raise NotForYouError from None
    if not may_read_reply(look.me, reply, look.now.date()):
        raise NotForYouError
    return (one_card(look, reply, alone=True),)


def asked_what(look: Looking, affirmation: Affirmation) -> Card:
    """The ways to answer a card, for whoever mentioned the bot beside it in words that say none of them."""
    title = affirmation.public.title
    see: tuple[str, Action] = ("see_card", Visit("practice", About("affirmation", affirmation.id)))
    found = (*ways(look, affirmation), see)
    return alike(look.card_of(FILE, "mentioned", *found, title=title, school=affirmation.review.school))


def which_of(look: Looking, several: Iterable[Affirmation]) -> Card:
    """Cards that stand in one list, to choose the one that was meant."""
    open_ = tuple(
        Button(one.public.title or one.review.school.name, Visit("practice", About("affirmation", one.id)))
        for one in several
    )
    return replace(look.card_of(FILE, "which_card"), buttons=open_)


# ── Home, and one's own ─────────────────────────────────────────────────────────────────────


def on_home(look: Looking) -> tuple[Card, ...]:
    """Questions that wait for whoever looks, and what they try and could say something of by now."""
    known, today = people.directory(look.session), look.now.date()
    schools = set(look.me.own_schools)
    if permission.may_in_trust(look.me, permission.Act.PLAN_REVIEW, today):
        schools |= {one.id for one in known.open_schools(today) if not known.holders(Job.HEADTEACHER, one.id, today)}
    cards = [
        _waits(look, _headed(look, one))
        for one in replies.asked_of(look.session, sorted(schools))
        if one.affirmation.stands_in_channel and look.me.id in replies.who_answers(known, one, today)
    ]
    for one in replies.tried_by(look.session, works_at(look.me)):
        over = one.due is not None and one.due <= today and one.affirmation.stands_in_channel
        if over and look.me.id in replies.who_tries(known, one, today):
            say: tuple[str, Action] = ("say_what_came", Begin("what_came_of_it", About("reply", one.id)))
            cards.append(look.card_of(FILE, "due", say, reply=one))
    return tuple(cards)


def _waits(look: Looking, reply: Reply) -> Card:
    here, answers = About("reply", reply.id), may_answer_question(look.me, reply, look.now.date())
    answer: tuple[tuple[str, Action], ...] = (("answer_it", Begin("answer_how", here)),) if answers else ()
    label = "pass_it_on" if answers else "say_who_answers"
    return look.card_of(
        FILE, "waits", *answer, (label, Begin("pass_question_on", here)), reply=reply, chooses=not answers
    )


def door(look: Looking) -> tuple[Card, ...]:
    """The way from Home to what one said to cards, once there is something."""
    if not replies.has_said(look.session, look.me.id):
        return ()
    return (alike(look.card_of(FILE, "mine", ("see_mine", Visit("my_replies", TRUST)))),)


def my_replies(look: Looking) -> tuple[Card, ...]:
    """What somebody said to cards themselves, newest first; and what their school tries, for its head."""
    own = replies.of_person(look.session, look.me.id)
    known, today = people.directory(look.session), look.now.date()
    headed = [one for one in works_at(look.me) if look.me.id in known.holders(Job.HEADTEACHER, one, today)]
    beside = [one for one in replies.tried_by(look.session, headed) if one.person.id != look.me.id]
    every = sorted((*own, *beside), key=lambda one: one.at, reverse=True)
    cards = (card for one in every if (card := _mine(look, one)) is not None)
    return (alike(look.card_of(FILE, "my_replies", ("go_home", Visit("home", TRUST)), some=bool(every))), *cards)


def _mine(look: Looking, reply: Reply) -> Card | None:
    """One of them; what is no longer tried is said so to the school itself, and to nobody else."""
    if reply.sort is Sort.TRYING and reply.state is ReplyState.CLOSED:
        school = reply.school.name if reply.school else ""
        worked = worked_at(replies.of_card(look.session, reply.affirmation.id))
        return None if school in worked else look.card_of(FILE, "not_tried", reply=reply)
    return one_card(look, reply, alone=True)
