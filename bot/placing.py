"""Where a note may belong, as buttons: an unfiled one, and one that fits in a second place. What is suggested was worked out once and is only read here."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from bot.domain.acts import About
from bot.domain.note import Note
from bot.domain.suggested import Suggested, Surety
from bot.message import Begin, Button
from bot.wording import Wording
from store import filing

FILE = "views"


def suggestion_of(session: Session, note: Note) -> Suggested | None:
    """What was suggested for a note that still waits for its place, as far as its review's framework has it."""
    if note.node:
        return None
    found = filing.suggested(session, [note.id]).get(note.id)
    known = {part.id for part in note.review.sub_areas}
    return found if found and not found.left and known.issuperset(found.three) and found.three else None


def places(wording: Wording, note: Note, found: Suggested | None, *, down_a_list: bool = False) -> Iterator[Button]:
    """Up to three places, then any other; a first one stands out only where it is the likeliest by far."""
    about, framework = About("note", note.id), note.review.framework
    dialog = "file_next" if down_a_list else "file_note"
    three = found.three if found else ()
    for number, node in enumerate(three):
        stands_out = number == 0 and found is not None and found.surety is Surety.LIKELY
        yield Button(framework.title_of(node), Begin(dialog, about, given={"part": node}), primary=stands_out)
    label = wording.line(FILE, "other_area" if three else "choose_its_area")
    yield Button(label, Begin("other_next" if down_a_list else "other_area", about))
    if three and not down_a_list:
        yield Button(wording.line(FILE, "keep_unfiled"), Begin("keep_unfiled", about))


def also(session: Session, wording: Wording, note: Note) -> Iterator[Button]:
    """A second place, where the two that were suggested fit about as well and the note lies in one of them; or out of it."""
    about = About("note", note.id)
    if note.also:
        yield Button(wording.line(FILE, "take_out_of", node=note.also), Begin("file_once", about))
        return
    found = filing.suggested(session, [note.id]).get(note.id) if note.node else None
    pair = found.three[:2] if found and found.two_fit else ()
    own = note.review.framework.sub_area_of(note.node)
    for node in pair if own in pair else ():
        if node != own and node in {part.id for part in note.review.sub_areas}:
            yield Button(wording.line(FILE, "also_under", node=node), Begin("file_also", about, given={"part": node}))
