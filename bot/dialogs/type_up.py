"""A reviewer types up a paper's worth of notes at once: one text, one note a line."""

from datetime import date, datetime, timedelta

from bot.conversation import Ask, Conversation, Day, Lines, Show, Tell
from bot.domain.acts import About
from bot.domain.changes import new
from bot.domain.note_changes import NoteTaken
from bot.domain.people import Person
from bot.domain.permission import Act, may, may_take_note
from bot.domain.review import Review
from bot.domain.whom import stand_for

LONGEST, MOST_LINES = 12_000, 60
LATEST = timedelta(days=14)  # what was seen longer ago than this is not typed up as a visit's notes


def type_up(review: Review, me: Person, began: date) -> Conversation:
    """All lines are kept, or none; a time at the beginning of one is of the day given, or else of this day."""
    if not may_take_note(me, review, began):
        yield Tell("visit_ended" if may(me, Act.TAKE_NOTE, review, began) else "not_on_team", review=review)
        return []
    if not stand_for(review.school, review.begins, began):
        yield Tell("not_before_confirmed", review=review)
        return []
    parts = {part.id for part in review.sub_areas} | {leaf for part in review.sub_areas for leaf in part.leaves}
    asked = Lines("lines", longest=LONGEST, most=MOST_LINES, nodes=frozenset({*review.areas, *parts}))
    answers = yield Ask(
        asked, Day("day", optional=True, earliest=began - LATEST, latest=began), intro="write_all", review=review
    )
    day = date.fromisoformat(str(answers["day"])) if answers["day"] else began
    lines = asked.split(str(answers["lines"]))
    yield Tell("typed_up", count=len(lines), filed=sum(bool(line.node) for line in lines), review=review)
    yield Show("typed_up", About("review", review.id))
    return [
        NoteTaken(
            new(number),
            review.id,
            me.id,
            line.words,
            line.node,
            line.shows,
            seen=datetime.combine(day, line.seen) if line.seen else None,
        )
        for number, line in enumerate(lines, 1)
    ]
