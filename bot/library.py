"""The practice library in chat: what was looked for and found, a line a card; one card whole, with the ways to answer it."""

from collections.abc import Iterator
from dataclasses import replace

from bot import came_home
from bot.domain import library as wants
from bot.domain import permission
from bot.domain.acts import TRUST, About
from bot.domain.framework import Framework
from bot.domain.library import Found, Shelf, Wanted
from bot.domain.library_permission import may_read_card
from bot.domain.people import School
from bot.domain.permission import Act
from bot.look import Looking, NotForYouError, stops
from bot.message import Action, Begin, Button, Card, Visit
from bot.practice_card import practice_card
from store import affirmations, kept_frameworks, library, people

FILE = "library"
A_PAGE = 5
"""Cards that one message shows: each has a button, and a phone shows no more of them."""
LEAD = 160


def at(wanted: Wanted) -> Visit:
    """The way to what somebody looks for."""
    return Visit("library", About("wanted", wants.written(wanted)))


def shelf(look: Looking, query: str) -> tuple[Card, ...]:
    """What somebody looks for in the library, as far as one message shows it."""
    if not permission.may_in_trust(look.me, Act.READ_CHANNEL, look.now.date()):
        raise NotForYouError
    wanted = wants.read(query)
    found = _first(library.search(look.session, wanted))
    facts = {"asked": asked_for(look, wanted), "shelf": found, "leads": [_lead(one) for one in found.found]}
    words = look.wording.words(FILE, "found" if found.found else "nothing_found", **facts)
    title = look.wording.line(FILE, "library_title")
    return (Card(look.wording.line(FILE, "notice"), title, words, buttons=tuple(_buttons(look, found))),)


def practice(look: Looking, affirmation_id: str) -> tuple[Card, ...]:
    """One card whole, what came home to it, and the ways to answer it or to stop it."""
    try:
        found = affirmations.load(look.session, affirmation_id)
    except KeyError:
        raise NotForYouError from None
    if not found.stands_in_channel or not may_read_card(look.me, found, look.now.date()):
        raise NotForYouError
    whole, line = practice_card(look.session, look.wording, found, look.now.date()), look.wording.line
    answers = (Button(line("came_home", label), action) for label, action in came_home.ways(look, found))
    like_this = Button(line(FILE, "like_this"), at(Wanted(node=found.review.framework.sub_area_of(found.node))))
    beyond = Button(line(FILE, "beyond_button"), Begin("send_beyond", About("affirmation", found.id)))
    sends = (beyond,) if permission.may(look.me, Act.SEND_BEYOND, found.review, look.now.date()) else ()
    card = replace(whole, buttons=(*answers, *stops(look, found), *sends, like_this))
    return (card, *came_home.on_card(look, found))


def _first(found: Shelf) -> Shelf:
    """As many of a page as a message shows; the next begins after them."""
    if len(found.found) <= A_PAGE:
        return found
    return replace(found, found=found.found[:A_PAGE], more=found.found[A_PAGE - 1].number)


def _lead(one: Found) -> str:
    return one.lead if len(one.lead) <= LEAD else one.lead[:LEAD].rsplit(None, 1)[0].rstrip(".,;: …") + " …"


def _buttons(look: Looking, found: Shelf) -> Iterator[Button]:
    line, wanted = look.wording.line, found.wanted
    for one in found.found:
        yield Button(one.title or one.school, Visit("practice", About("affirmation", one.affirmation)))
    ways: list[tuple[str, Action]] = []
    if found.more:
        ways.append(("older", at(replace(wanted, before=found.more))))
    mine = like(look, wanted)
    if mine and (mine[0].phase, mine[0].kind) != (wanted.phase, wanted.kind):
        ways.append(("like_mine", at(mine[0])))
    elif len(mine) > 1:
        ways.append(("like_other", at(mine[1])))
    yield from (Button(line(FILE, label), action) for label, action in ways)
    yield Button(line(FILE, "look_again"), Begin("find_practice", TRUST))


def own_schools(look: Looking) -> tuple[School, ...]:
    """The looker's own schools that are open, in the order of their names."""
    every = people.directory(look.session).open_schools(look.now.date())
    return tuple(school for school in every if school.id in look.me.own_schools and (school.phase or school.kind))


def like(look: Looking, wanted: Wanted) -> tuple[Wanted, ...]:
    """The same at schools like each of the looker's own, each sort once; whichever is shown already stands first."""
    sorts = dict.fromkeys((school.phase, school.kind) for school in own_schools(look))
    shown = (wanted.phase, wanted.kind)
    in_order = sorted(sorts, key=lambda one: one != shown)
    return tuple(replace(wanted, phase=phase, kind=kind, before=0) for phase, kind in in_order)


def asked_for(look: Looking, wanted: Wanted) -> tuple[str, ...]:
    """What is looked for as a person says it, part by part; a node that the framework has not is named by its id."""
    line = look.wording.line
    parts = (
        line(FILE, "in_quotes", words=wanted.words) if wanted.words else "",
        _called(kept_frameworks.chosen(look.session), wanted.node) if wanted.node else "",
        line(FILE, f"where_{wanted.theme}") if wanted.theme else "",
        wanted.phase,
        line(FILE, f"kind_{wanted.kind}", "kind_any") if wanted.kind else "",
    )
    return tuple(part for part in parts if part)


def _called(framework: Framework, node: str) -> str:
    return f"{node} {framework.title_of(node)}" if framework.has(node) else node
