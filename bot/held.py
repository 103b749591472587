"""What Peerwalk holds about a person, as a card: counts by kind in words, and who can see it. Reads only."""

from collections.abc import Iterator

from bot.domain.permission import may_export_person
from bot.look import Looking, NotForYouError
from bot.message import Card, Listing, Paragraph, Run
from store import people, person_held

FILE = "portable"
MINE = "mine"


def held_card(look: Looking, of: str) -> Card:
    """What is held about somebody: everybody sees their own, and the data protection officer anybody's counts."""
    person = look.me.id if of == MINE else of
    known = people.directory(look.session).people.get(person)
    if known is None or not may_export_person(look.me, person, look.now.date()):
        raise NotForYouError
    mine = person == look.me.id
    lines = Listing(tuple(_lines(look, person)))
    words = look.wording.words
    return Card(
        notice=look.wording.line(FILE, "held_notice"),
        title=look.wording.line(FILE, "held_title", mine=mine, name=known.name),
        words=(*words(FILE, "held", mine=mine), lines, *words(FILE, "held_end", mine=mine)),
    )


def _lines(look: Looking, person: str) -> Iterator[tuple[Run, ...]]:
    wording = look.wording
    for kind, count in person_held.counts(look.session, person).items():
        if not count:
            continue
        facts = {part: wording.line(FILE, f"{kind}_{part}") for part in ("heading", "what", "seen")}
        for block in wording.words(FILE, "held_line", count=count, **facts):
            if isinstance(block, Paragraph):
                yield block.runs
