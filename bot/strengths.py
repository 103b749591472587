"""Where nobody has looked for strengths lately, in words, for the trust's safeguarding lead alone. Reads only.

An invitation to look. Schools stand in the order of their names and areas in that of the framework: there is no number
here and no order of merit, and that a school has shared nothing says nothing about what it does.
"""

from datetime import date, datetime, timedelta

from bot.domain.acts import TRUST, About
from bot.domain.permission import Act, may_in_trust
from bot.domain.terms import Sort, Span, called
from bot.look import Looking, NotForYouError, alike
from bot.message import Card, Visit
from store import kept_frameworks, people, shelf_days

FILE = "strengths"
A_TERM = timedelta(weeks=15)


def strengths(look: Looking) -> tuple[Card, ...]:
    """Schools and areas from which no card has come for a term, each school with the way to ask it."""
    today = look.now.date()
    if not may_in_trust(look.me, Act.SEE_STRENGTHS, today):
        raise NotForYouError
    schools, areas = _newest(look)
    framework = kept_frameworks.chosen(look.session)
    quiet = [one for one in people.directory(look.session).open_schools(today) if _is_quiet(look, schools.get(one.id))]
    still = [area for area in framework.areas if _is_quiet(look, areas.get(area.id))]
    cards = [look.card_of(FILE, "intro", ("see_library", Visit("library", TRUST)), any=bool(quiet or still))]
    for school in quiet:
        ask = ("ask_school", Visit("school_prompts", About("school", school.id)))
        cards.append(look.card_of(FILE, "of_school", ask, name=school.name, since=_since(look, schools.get(school.id))))
    if still:
        lines = [(area.title, _since(look, areas.get(area.id))) for area in still]
        cards.append(look.card_of(FILE, "of_areas", areas=lines))
    return (cards[0], *map(alike, cards[1:]))


def _newest(look: Looking) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """When the newest card of each school, and of each area, was first shared."""
    frameworks = kept_frameworks.all_in_use(look.session)
    schools: dict[str, datetime] = {}
    areas: dict[str, datetime] = {}
    for school, node, published in shelf_days.newest(look.session):
        area = next((one.area_of(node).id for one in frameworks if one.has(node)), "")
        for found, key in ((schools, school), (areas, area)):
            found[key] = max(published, found.get(key, published))
    return schools, areas


def _is_quiet(look: Looking, newest: datetime | None) -> bool:
    return newest is None or look.now - newest > A_TERM


def _since(look: Looking, newest: datetime | None) -> str:
    """The term of the newest card, such as `the spring term`; with its year where that was before this school year."""
    if newest is None:
        return ""
    day = newest.astimezone(look.wording.zone).date()
    year = "" if _school_year(day) == _school_year(look.now.date()) else f"{day.year}"
    return look.wording.line(FILE, f"since_{called(Span(day, day, Sort.TERM))}", year=year)


def _school_year(day: date) -> int:
    return day.year if day.month >= 8 else day.year - 1  # noqa: PLR2004 a school year begins with August
