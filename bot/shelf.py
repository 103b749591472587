"""The practice library on pages of its own: the shelf to browse, and one card whole with what came home to it. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import came_home
from bot.domain.acts import About
from bot.domain.affirmation import Affirmation
from bot.domain.framework import Framework
from bot.domain.library import Found, Wanted, parts, read, written
from bot.domain.library_permission import may_follow, may_read_card, may_read_reply
from bot.domain.people import School
from bot.domain.permission import Act, may_in_trust
from bot.domain.practice_words import Named, PracticeWords
from bot.domain.reply import Reply, ReplyState, Sort
from bot.domain.themes import Theme
from bot.library import like as like_mine
from bot.look import Looking, NotForYouError, stops
from bot.message import Begin, Button, Visit
from bot.practice_card import who_answers
from store import affirmations, kept_frameworks, library, people, replies

FILE = "shelf"


@dataclass(frozen=True)
class Way:
    """A quiet link that narrows the shelf, or widens it again."""

    label: str
    query: str
    chosen: bool = False


@dataclass(frozen=True)
class Ways:
    """Links of one kind, such as the areas."""

    title: str
    links: tuple[Way, ...]


@dataclass(frozen=True)
class Listed:
    """A card as the shelf shows it: `part` is its sub-area in words, `spread` says where else it stands by now."""

    id: str
    title: str
    lead: str
    school: str
    part: str
    spread: str
    published: datetime


@dataclass(frozen=True)
class Library:
    """One page of the shelf. `chosen` is what narrows it, each with the query that leaves it out; `earlier` may be empty."""

    wanted: Wanted
    chosen: tuple[Way, ...]
    narrow: tuple[Ways, ...]
    listed: tuple[Listed, ...]
    earlier: str
    loosely: bool


@dataclass(frozen=True)
class Turn:
    """One thing said of a card, by a school or by somebody at none."""

    who: str
    text: str
    how: str = ""
    """The kind of evidence, where it says that something worked."""


@dataclass(frozen=True)
class CameHome:
    """What came home to a card: where it worked, who is trying it, what was asked and answered, and what waits."""

    worked: tuple[Turn, ...] = ()
    trying: str = ""
    answered: tuple[tuple[Turn, ...], ...] = ()
    waiting: tuple[tuple[Turn, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.worked or self.trying or self.answered or self.waiting)


@dataclass(frozen=True)
class CardPage:
    """One card whole. `whom` says who answers a question, by role, and `ways` are the buttons to ask it.

    For some, `stops` pause or change the card, `care` leads to where what came home is answered, and `stands` to where
    the card is on its way.
    """

    id: str
    title: str
    school: School
    practice: PracticeWords
    named: tuple[str, ...]
    area: str
    part: str
    kind: str
    published: datetime | None
    whom: str
    ways: tuple[Button, ...]
    stops: tuple[Button, ...]
    came: CameHome
    care: Visit | None
    stands: Visit | None


def shelf(look: Looking, query: str) -> Library:
    """One page of the cards that an address asks for, the newest first."""
    wanted = read(query)
    allowed(look)
    found = library.search(look.session, wanted)
    frameworks = kept_frameworks.all_in_use(look.session)
    narrow = tuple(_narrow(look, wanted, frameworks[0]))
    picked = [way for ways in narrow for way in ways.links if way.chosen]
    return Library(
        wanted,
        _chosen(wanted, picked),
        narrow,
        tuple(_listed(look, one, frameworks) for one in found.found),
        written(replace(wanted, before=found.more)) if found.more else "",
        found.loosely,
    )


def allowed(look: Looking) -> None:
    """The library is read by whoever reads the trust's channel."""
    if not may_in_trust(look.me, Act.READ_CHANNEL, look.now.date()):
        raise NotForYouError


def _chosen(wanted: Wanted, picked: Sequence[Way]) -> tuple[Way, ...]:
    words = replace(wanted, words="", before=0)
    searched = (Way(f"“{wanted.words}”", written(words), chosen=True),) if wanted.words else ()
    return (*searched, *dict.fromkeys(picked))


def _narrow(look: Looking, wanted: Wanted, framework: Framework) -> Iterator[Ways]:
    """The quiet ways through the shelf: each leads to its first page, and one that is chosen leads out of it again."""
    first, line = replace(wanted, before=0), look.wording.line

    def way(label: str, **change: str) -> Way:
        chosen = all(getattr(first, name) == value for name, value in change.items())
        to: dict[str, Any] = dict.fromkeys(change, "") if chosen else dict(change)
        return Way(label, written(replace(first, **to)), chosen)

    here = people.directory(look.session).open_schools(look.now.date())
    like = (way(line("library", "like_mine"), phase=one.phase, kind=one.kind) for one in like_mine(look, first)[:1])
    phases = tuple(way(phase, phase=phase) for phase in sorted({school.phase for school in here if school.phase}))
    kinds = sorted({school.kind for school in here if _tells_apart(school)})
    schools = (*like, *phases, *(way(_kind(look, kind), kind=kind) for kind in kinds))
    themes = (theme for theme in Theme if any(map(framework.has, parts(theme))))
    yield Ways(line(FILE, "by_theme"), tuple(way(line("library", f"where_{theme}"), theme=theme) for theme in themes))
    yield Ways(line(FILE, "by_school"), schools)
    yield Ways(line(FILE, "by_area"), tuple(way(area.title, node=area.id) for area in framework.areas))


def _tells_apart(school: School) -> bool:
    """Whether its kind says more of a school than its phase does."""
    told = school.kind.replace("_", " ")
    return told not in {"", "mainstream"} and told not in school.phase.casefold()


def _kind(look: Looking, kind: str) -> str:
    return look.wording.line("library", f"kind_{kind}", "kind_any")


def _listed(look: Looking, found: Found, frameworks: Sequence[Framework]) -> Listed:
    framework = next((one for one in frameworks if one.has(found.node)), None)
    if framework is None:
        framework = affirmations.load(look.session, found.affirmation).review.framework
    return Listed(
        found.affirmation,
        found.title or look.wording.line(FILE, "untitled", school=found.school),
        found.lead,
        found.school,
        framework.title_of(framework.sub_area_of(found.node)),
        came_home.spread_in_words(look.wording, found.worked, found.trying),
        found.published,
    )


def card_page(look: Looking, affirmation_id: str) -> CardPage:
    """One card whole; what is not there, withdrawn, or not for whoever looks is answered alike."""
    try:
        found = affirmations.load(look.session, affirmation_id)
    except KeyError:
        raise NotForYouError from None
    today = look.now.date()
    if not found.public or not may_read_card(look.me, found, today):
        raise NotForYouError
    review, framework = found.review, found.review.framework
    here = About("affirmation", found.id)
    cared_for = any(card.buttons for card in came_home.on_card(look, found))
    return CardPage(
        found.id,
        title_of(look, found),
        review.school,
        found.public,
        tuple(one.person.name for one in found.named if one.state is Named.AGREED),
        framework.area_of(found.node).title,
        framework.title_of(framework.sub_area_of(found.node)),
        _kind(look, review.school.kind) if _tells_apart(review.school) else "",
        found.published,
        who_answers(look.wording, found, people.directory(look.session).people.get(found.contact), today),
        tuple(_ways(look, found)),
        tuple(replace(one, primary=False) for one in stops(look, found)),
        came_home_to(look, replies.of_card(look.session, found.id)),
        Visit("came_home", here) if cared_for else None,
        Visit("affirmation", here) if may_follow(look.me, found, today) else None,
    )


def title_of(look: Looking, affirmation: Affirmation) -> str:
    """What a card is called; one from before cards had titles, by its school."""
    return affirmation.public.title or look.wording.line(FILE, "untitled", school=affirmation.review.school.name)


def _ways(look: Looking, affirmation: Affirmation) -> Iterator[Button]:
    for label, action in came_home.ways(look, affirmation):
        asks = isinstance(action, Begin) and action.dialog == "ask_how"
        yield Button(look.wording.line("came_home", label), action, primary=asks)


def came_home_to(look: Looking, every: Sequence[Reply]) -> CameHome:
    """What came home to one card, as whoever looks may read it; each by its school, never by a person's name."""
    mine = [one for one in every if may_read_reply(look.me, one, look.now.date())]
    asked = [one for one in mine if one.sort is Sort.QUESTION]
    tried = [one for one in mine if one.sort is Sort.TRYING and one.state is ReplyState.OPEN and one.school]
    return CameHome(
        tuple(_worked(look, one) for one in mine if one.sort is Sort.WORKED),
        came_home.spread_in_words(
            look.wording, (), tuple(dict.fromkeys(one.school.name for one in tried if one.school))
        ),
        tuple(_exchange(look, one) for one in asked if not one.waits_for_answer),
        tuple(_exchange(look, one) for one in asked if one.waits_for_answer),
    )


def _worked(look: Looking, reply: Reply) -> Turn:
    how = look.wording.line(FILE, f"how_{reply.kind}") if reply.kind else ""
    return Turn(_school(look, reply), reply.text, how)


def _exchange(look: Looking, reply: Reply) -> tuple[Turn, ...]:
    sides = (_school(look, reply), reply.affirmation.review.school.name)
    return tuple(Turn(sides[number % 2], said.text) for number, said in enumerate(reply.words))


def _school(look: Looking, reply: Reply) -> str:
    return reply.school.name if reply.school else look.wording.line(FILE, "of_the_trust")
