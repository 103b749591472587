"""What lives above the schools: each part of the work with who answers for it, and by when. Reads only."""

from bot.domain import permission
from bot.domain.acts import TRUST, About
from bot.domain.permission import Act
from bot.domain.responsibility import Lives
from bot.look import Looking, NotForYouError
from bot.message import Begin, Card, Visit, Words
from store import people, reviews

FILE = "prompts_planned"


def above(look: Looking) -> tuple[Card, ...]:
    """The trust's own list: what no school is asked about, so that it has as much care higher up."""
    if not permission.may_in_trust(look.me, Act.SET_UP, look.now.date()):
        raise NotForYouError
    known = people.directory(look.session)
    held = sorted(
        (one for one in known.lives if one.is_above), key=lambda one: (one.due is None, str(one.due), one.node)
    )
    place = ("place_for_all", Begin("where_it_lives", About("living", "trust")))
    items = [_item(look, one) for one in held]
    return (look.card_of(FILE, "above", place, ("go_home", Visit("home", TRUST)), items=items),)


def _item(look: Looking, one: Lives) -> dict[str, object]:
    known, framework = people.directory(look.session), reviews.trust(look.session).framework
    owner = known.people.get(one.owner)
    return {
        "part": f"{one.node} {framework.title_of(one.node)}" if framework.has(one.node) else one.node,
        "level": one.level.value,
        "school": known.schools[one.school].name if one.school in known.schools else "",
        "owner": owner.name if owner else "",
        "gone": owner is None or owner.has_left(look.now.date()),
        "due": one.due,
    }


def passed_by(look: Looking, school: str, nodes: tuple[str, ...], titles: dict[str, str]) -> Words:
    """What a walk says of the parts of an area that it passes by, since they live above the school."""
    lives = people.directory(look.session).lives_at(school)
    found = [(f"{node} {titles[node]}", lives[node].level.value) for node in nodes if node in lives]
    return look.wording.words(FILE, "passed_by", parts=found) if found else ()
