"""Notes that are not filed yet, as cards: what is suggested for each, as buttons. Nothing is filed by itself. Reads only."""

from dataclasses import replace

from bot.domain.acts import About
from bot.domain.note import Note
from bot.domain.permission import Act, may, may_mark_note
from bot.look import Looking, receipt
from bot.message import Action, Card, Visit
from bot.placing import places, suggestion_of
from store import filing, notes

MOST = 50


def unfiled(look: Looking, review_id: str) -> tuple[Card, ...]:
    """One's own notes that wait for an area, oldest first; for the lead, everybody's."""
    review = look.review(review_id, Act.TAKE_NOTE)
    everybodys = may(look.me, Act.MARK_ANY_NOTE, review, look.now.date())
    waiting = _waiting(look, review.id, everybodys=everybodys)
    head = look.card("unfiled", review=review, count=len(waiting), most=MOST, everybodys=everybodys)
    return (head, *(_one(look, note) for note in waiting[:MOST]))


def after_filing(look: Looking, note_id: str) -> Card:
    """What to file next, once a note has its place."""
    note = notes.load(look.session, note_id)
    everybodys = may(look.me, Act.MARK_ANY_NOTE, note.review, look.now.date())
    left = _waiting(look, note.review.id, everybodys=everybodys)
    later = [other for other in left if (other.at, other.id) > (note.at, note.id)]
    if later:
        last = f"{note.node} {note.review.framework.title_of(note.node)}" if note.node else ""
        return _one(look, later[0], last=last)
    if note.writer.id != look.me.id and not left:
        return receipt(look, note)
    here = About("review", note.review.id)
    way: tuple[str, Action] = ("file_my_notes", Visit("unfiled", here)) if left else ("the_table", Visit("table", here))
    return look.card("all_filed", way, left=len(left))


def _waiting(look: Looking, review: str, *, everybodys: bool) -> list[Note]:
    ids = filing.unfiled(look.session, review, "" if everybodys else look.me.id)
    found = (notes.load(look.session, one) for one in ids)
    return [note for note in found if may_mark_note(look.me, note, look.now.date())]


def _one(look: Looking, note: Note, last: str = "") -> Card:
    found = suggestion_of(look.session, note)
    card = look.card("unfiled_note", note=note, mine=note.writer.id == look.me.id, last=last, found=found)
    return replace(card, buttons=tuple(places(look.wording, note, found, down_a_list=True)))
