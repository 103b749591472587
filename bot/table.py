"""The team's table as cards: what the notes say, area by area. Reads only.

The team sees who wrote a note; the school's head and DSL see the areas drawn together, and no writers.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain import permission, table
from bot.domain.acts import About
from bot.domain.comparison import Comparison
from bot.domain.note import Note
from bot.domain.other_words import Thing, name_of
from bot.domain.permission import Act
from bot.domain.review import Review
from bot.look import Looking, met
from bot.message import Action, Begin, Button, Card, Visit
from bot.said import on_table, readable
from bot.taken import shared
from store import comparisons, filing, notes

FILE = "table"
MOST = 5_000  # more notes than any visit has had


def at_table(look: Looking, review_id: str) -> tuple[Card, ...]:
    """The table of a review, as far as this person may see it."""
    review = look.review(review_id, Act.READ_NOTES)
    today = look.now.date()
    whole = bool(permission.roles(look.me, review, today) & permission.TEAM)
    areas = None if whole else {a.id for a in review.scope if permission.may_read_notes(look.me, review, a.id, today)}
    laid = table.lay(review, _read(look, review, areas), areas)
    return (_head(look, review, laid, whole=whole), *_areas(look, review, laid, whole=whole))


def _read(look: Looking, review: Review, areas: set[str] | None) -> tuple[Note, ...]:
    if areas is None:
        return notes.of_review(look.session, review, limit=MOST)
    parts = tuple(part.id for area in review.scope if area.id in areas for part in area.sub_areas)
    return notes.of_review(look.session, review, sub_areas=(*areas, *parts), limit=MOST)


def _head(look: Looking, review: Review, laid: tuple[table.Laid, ...], *, whole: bool) -> Card:
    here = About("review", review.id)
    buttons: list[tuple[str, Action]] = [("read_notes", Visit("notes", here))] if laid else []
    if permission.may_take_note(look.me, review, look.now.date()):
        buttons.append(("add_note", Begin("take_note", here)))
    count = len({note.id for area in laid for note in area.notes})
    today = sum(len(area.today) for area in laid)
    return _card(look, "head", *buttons, review=review, whole=whole, laid=laid, count=count, today=today)


def _areas(look: Looking, review: Review, laid: tuple[table.Laid, ...], *, whole: bool) -> Iterator[Card]:
    draws = permission.may(look.me, Act.DRAW_TOGETHER, review, look.now.date())
    tells = permission.may(look.me, Act.SAY_SCHOOL_TOLD, review, look.now.date())
    taken = shared(look, review)
    twice = _asked_twice(look, review, laid)
    said = _said_of(look, twice)
    account = readable(look, review)
    for area in laid:
        drawn = area.id in review.drawn_together
        buttons: list[tuple[str, Action]] = []
        if draws and area.id in review.areas and not drawn:
            begin = Begin("draw_together", About("review", review.id), preset={"areas": (area.id,)})
            buttons.append(("draw_together", begin))
        block = "area" if area.id else "unfiled"
        if not area.id and _has_to_file(look, review):
            buttons.append(("file_these", Visit("unfiled", About("review", review.id))))
        card = _card(
            look, block, *buttons, area=area, whole=whole, drawn=drawn, taken=taken.get(area.id, ()), twice=said
        )
        yield replace(card, buttons=(*card.buttons, *_changes(look, twice, area)))
        yield from (_offered(look, one) for one in twice if one.said is None and _lies_in(one, area))
        yield from on_table(look, review, account, area.id)
        for note in area.today:
            say: list[tuple[str, Action]] = []
            if tells:
                say.append(("say_who_was_told", Begin("school_told", About("note", note.id))))
            yield _card(look, "today", *say, area=area, whole=whole, note=note)


def _has_to_file(look: Looking, review: Review) -> bool:
    """Whether some of what is not filed is this person's to file."""
    if not permission.may(look.me, Act.TAKE_NOTE, review, look.now.date()):
        return False
    everybodys = permission.may(look.me, Act.MARK_ANY_NOTE, review, look.now.date())
    return bool(filing.unfiled(look.session, review.id, "" if everybodys else look.me.id))


def _asked_twice(look: Looking, review: Review, laid: tuple[table.Laid, ...]) -> tuple[Comparison, ...]:
    """The questions that two kinds of people were asked, for the team alone."""
    if not permission.may(look.me, Act.COMPARE, review, look.now.date()):
        return ()
    return comparisons.of_notes(
        look.session, review, list({note.id: note for area in laid for note in area.notes}.values())
    )


def _lies_in(one: Comparison, area: table.Laid) -> bool:
    return bool(area.id) and one.review.framework.area_of(one.node).id == area.id


def _said_of(look: Looking, twice: tuple[Comparison, ...]) -> dict[str, list[tuple[Comparison, list[str]]]]:
    """What has been said of them, by sub-area, with whom was asked."""
    found: dict[str, list[tuple[Comparison, list[str]]]] = {}
    for one in twice:
        if one.said:
            found.setdefault(one.node, []).append((one, _whom(look, one)))
    return found


def _whom(look: Looking, one: Comparison) -> list[str]:
    return [met(look, one.review.framework, meeting) for meeting, _ in one.asked]


def _offered(look: Looking, one: Comparison) -> Card:
    begin = Begin("compare", About("comparison", one.id))
    return _card(look, "asked_twice", ("compare", begin), one=one, both=_whom(look, one))


def _changes(look: Looking, twice: tuple[Comparison, ...], area: table.Laid) -> tuple[Button, ...]:
    """What was said of the answers can be said anew, or removed, from the area it stands in."""
    return tuple(
        Button(look.wording.line(FILE, label, node=one.node), action)
        for one in twice
        if one.said and _lies_in(one, area)
        for label, action in _ways(look, one)
    )


def _ways(look: Looking, one: Comparison) -> Iterator[tuple[str, Action]]:
    yield "change_compared", Begin("compare", About("comparison", one.id))
    lead = permission.may(look.me, Act.REMOVE_NOTE, one.review, look.now.date())
    if lead or (one.writer is not None and one.writer.id == look.me.id):
        yield (
            "remove_compared",
            Begin("remove_words", About("words", name_of(one.review.id, Thing.COMPARISON, one.prompt))),
        )


def _card(look: Looking, block: str, *buttons: tuple[str, Action], **facts: object) -> Card:
    wording = look.wording
    # Counts are said in words, as far as there are words for them.
    numbers = wording.line(FILE, "numbers").split()
    made = tuple(Button(wording.line(FILE, label), action) for label, action in buttons)
    return Card(
        wording.line(FILE, "notice"),
        wording.line(FILE, f"{block}_title", **facts),
        wording.words(FILE, block, numbers=numbers, **facts),
        buttons=made,
    )
