"""*Who may see what*, in words, made from the table of authorisation itself; and, for a lead, what one person is offered.

Nothing here decides anything: it reads `GRANTS`. *View as* names acts, and never shows what anybody wrote.
"""

from collections.abc import Iterator

from bot.domain import permission
from bot.domain.acts import TRUST, About
from bot.domain.people import Person
from bot.domain.permission import GRANTS, Act, Role, granted
from bot.domain.review import Review
from bot.look import Looking, NotForYouError
from bot.message import Button, Card, Visit
from store import people, reviews

FILE = "who_may"
OF_TRUST = frozenset({Role.TRUST_LEAD, Role.TRUSTEE, Role.COLLEAGUE})
"""Roles that somebody has whatever the review."""
MOST_NAMES = 300


def who_may(look: Looking, about: str) -> tuple[Card, ...]:
    """The whole table in words, or what one person of the trust is offered, review by review."""
    today = look.now.date()
    if not permission.trust_roles(look.me, today):
        raise NotForYouError
    if about == TRUST.id:
        return tuple(_table(look))
    if not permission.may_in_trust(look.me, Act.SET_UP, today):
        raise NotForYouError
    return tuple(_as_seen_by(look, about))


def _card(look: Looking, block: str, *buttons: Button, **facts: object) -> Card:
    title = look.wording.line(FILE, f"{block}_title", **facts)
    return Card(look.wording.line(FILE, "notice"), title, look.wording.words(FILE, block, **facts), buttons=buttons)


def _table(look: Looking) -> Iterator[Card]:
    today = look.now.date()
    home = Button(look.wording.line(FILE, "go_home"), Visit("home", TRUST))
    settings = Button(look.wording.line(FILE, "see_settings"), Visit("settings", TRUST))
    yield _card(look, "firewall", home, settings)
    settled = people.directory(look.session).settings.approvers
    for role in Role:
        acts = [_act(look, act) for act in Act if role in granted(act, settled)]
        yield _card(look, "of_role", role=look.wording.line(FILE, f"role_{role}"), acts=acts)
    by_act = [
        (_act(look, act), [look.wording.line(FILE, f"role_{r}") for r in Role if r in granted(act, settled)])
        for act in Act
    ]
    yield _card(look, "of_act", acts=by_act)
    if permission.may_in_trust(look.me, Act.SET_UP, today):
        here = people.directory(look.session).people.values()
        there = [person for person in here if not person.has_left(today)][:MOST_NAMES]
        buttons = tuple(Button(person.name, Visit("who_may", About("person", person.id))) for person in there)
        yield _card(look, "view_as", *buttons)


def _act(look: Looking, act: Act) -> str:
    return look.wording.line(FILE, f"act_{act}")


def _as_seen_by(look: Looking, person_id: str) -> Iterator[Card]:
    person = people.directory(look.session).people.get(person_id)
    if person is None:
        raise NotForYouError
    today = look.now.date()
    of_trust = [act for act in Act if GRANTS[act] & permission.trust_roles(person, today) & OF_TRUST]
    always = [_act(look, act) for act in of_trust if not GRANTS[act] - OF_TRUST]
    back = Button(look.wording.line(FILE, "who_may_see"), Visit("who_may", TRUST))
    yield _card(look, "seen_by", back, person=person.name, acts=always, gone=person.has_left(today))
    for review in (reviews.load(look.session, one) for one in reviews.every(look.session)):
        if found := _offered(look, person, review):
            yield _card(look, "seen_in", review=review, acts=found)


def _offered(look: Looking, person: Person, review: Review) -> list[str]:
    """The acts that somebody may do in one review, by name."""
    today = look.now.date()
    mine = [act for act in Act if GRANTS[act] - OF_TRUST and permission.may(person, act, review, today)]
    return [_act(look, act) for act in mine]
