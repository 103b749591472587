"""*How do I know?*: somebody's own questions and what they wrote to them, a theme at a time. Nobody else sees this page."""

from collections.abc import Iterator

from bot.asked import button, card, care_of
from bot.domain.acts import About
from bot.domain.own_questions import theme_of
from bot.domain.prompt import Prompt, Readers
from bot.domain.prompt_path import told_of
from bot.domain.prompt_permission import own_questions_of
from bot.domain.question_set import Theme
from bot.look import Looking, NotForYouError
from bot.message import Begin, Button, Card, Visit
from store import own_questions, people

MINE = "mine"
ALL = Visit("own", About("person", MINE))


def own(look: Looking, which: str) -> tuple[Card, ...]:
    """All themes, or with one named its questions."""
    found = own_questions.own(look.session, look.me.id)
    if which == MINE:
        cards = (*_begun(look, found), *_to_begin(look, found))
        if not cards:
            raise NotForYouError
        return cards
    theme = next((one for one in own_questions.question_set().themes if one.id == which), None)
    mine = _of(found, theme)
    if theme is None or not mine:
        raise NotForYouError
    head = card(look, "theme", (button(look, "all_themes", ALL),), theme=theme, count=len(mine))
    return (head, *(_one(look, one) for one in mine))


def after(look: Looking, about: About) -> Card:
    """What comes next in the theme of a question just written to; an answer as it stands; or, with none named, the themes."""
    found = own_questions.own(look.session, look.me.id)
    last = next((one for one in found if one.id == about.id), None)
    theme = theme_of(own_questions.question_set(), last.question) if last else None
    if last is None or theme is None:
        return next(_begun(look, found))
    if about.kind == "answer":
        return _one(look, last)
    later = [one for one in _of(found, theme) if one.place > last.place and one.answer is None]
    if not later:
        see = button(look, "see_theme", Visit("own", About("person", theme.id)))
        return card(look, "theme_done", (button(look, "all_themes", ALL), see), theme=theme)
    return _one(look, later[0], theme)


def _begun(look: Looking, found: tuple[Prompt, ...]) -> Iterator[Card]:
    if not found:
        return
    themes = [(theme, _of(found, theme)) for theme in own_questions.question_set().themes]
    lines = [(theme.title, sum(one.answer is not None for one in some), len(some)) for theme, some in themes if some]
    doors = (Button(theme.title, Visit("own", About("person", theme.id))) for theme, some in themes if some)
    school = found[0].set.school
    yield card(look, "own", tuple(doors), lines=lines, school=school, citation=own_questions.question_set().citation)


def _to_begin(look: Looking, found: tuple[Prompt, ...]) -> Iterator[Card]:
    """For each school where they may, and have not begun."""
    begun, known = {one.set.school.id for one in found}, people.directory(look.session)
    for school in sorted(look.me.own_schools - begun):
        owner = own_questions_of(look.me, school, look.now.date())
        if owner is None or known.schools[school].has_closed(look.now.date()):
            continue
        begin = button(look, "begin_own", Begin("begin_private", About("own_questions", school)), primary=True)
        questions = own_questions.question_set()
        facts = {"school": known.schools[school], "count": len(questions.to(owner)), "citation": questions.citation}
        yield card(look, "own_offer", (begin,), **facts)


def _of(found: tuple[Prompt, ...], theme: Theme | None) -> tuple[Prompt, ...]:
    ids = {one.id for one in theme.questions} if theme else set()
    return tuple(one for one in found if one.question in ids)


def _one(look: Looking, prompt: Prompt, theme: Theme | None = None) -> Card:
    about, written = About("prompt", prompt.id), prompt.answer is not None
    buttons: list[Button] = []
    if not written:
        buttons.append(button(look, "write_it", Begin("write_own", about), primary=theme is not None))
    else:
        buttons += care_of(look, prompt)
    if theme is not None:
        buttons.append(button(look, "all_themes", ALL))
    readers = prompt.answer.readers if prompt.answer else Readers.OWN
    facts = {"answer": prompt.answer, "readers": readers, "theme": theme, **told_of(prompt, look.me)}
    return card(look, "own_question", tuple(buttons), **facts)
