"""Tidying: somebody's own impressions one after another, each with a button for every kind of evidence."""

from bot.domain.acts import About
from bot.domain.note import Kind, Note
from bot.domain.permission import Act
from bot.look import FILE, Looking, alike, receipt
from bot.message import Action, Begin, Card, Visit
from store import filing, notes


def tidy(look: Looking, review_id: str) -> tuple[Card, ...]:
    """One's own notes that have no kind of evidence yet, newest first. To skip one is to leave it."""
    review = look.review(review_id, Act.TAKE_NOTE)
    found = notes.impressions(look.session, review, look.me.id)
    head = look.card("tidy", *_to_file(look, review.id), review=review, count=len(found))
    return (head, *(_one(look, note) for note in found))


def after_kind(look: Looking, note_id: str) -> Card:
    """What to tidy next, once a note has its kind; for a note of somebody else's, its receipt."""
    note = notes.load(look.session, note_id)
    if note.writer != look.me:
        return receipt(look, note)
    left = notes.impressions(look.session, note.review, look.me.id)
    # Newest first, as they stand on the screen: those passed over stay passed over.
    later = [other for other in left if other.at < note.at or (other.at == note.at and other.id > note.id)]
    last = About("note", note.id)
    counted = note.kind in {Kind.RECORD, Kind.DATA}
    care: list[tuple[str, Action]] = [("change_last", Begin("change_last", last))]
    care += [("sample_last", Begin("sample_last", last))] if counted else []
    if later:
        return _one(look, later[0], *care, saved=note.kind)
    here = About("review", note.review.id)
    way: tuple[str, Action] = ("tidy_notes", Visit("tidy", here)) if left else ("read_notes", Visit("notes", here))
    return look.card("tidied", way, *care, left=len(left))


def typed_up(look: Looking, review_id: str) -> Card:
    """What can be done with notes just typed up."""
    here = About("review", review_id)
    ways: tuple[tuple[str, Action], ...] = (("tidy_notes", Visit("tidy", here)), ("read_notes", Visit("notes", here)))
    return look.card("typed_up", *_to_file(look, review_id), *ways)


def _to_file(look: Looking, review_id: str) -> tuple[tuple[str, Action], ...]:
    """The way to one's own notes that are not filed yet, where there are any."""
    waiting = filing.unfiled(look.session, review_id, look.me.id)
    return (("file_my_notes", Visit("unfiled", About("review", review_id))),) if waiting else ()


def _one(look: Looking, note: Note, *more: tuple[str, Action], saved: Kind | None = None) -> Card:
    about = About("note", note.id)
    kinds: list[tuple[str, Action]] = [
        (f"kind_{kind}", Begin("add_kind", about, given={"kind": kind.value})) for kind in Kind
    ]
    node = f"{note.node} {note.review.framework.title_of(note.node)}" if note.node else ""
    last = look.wording.line(FILE, f"kind_{saved}") if saved else ""
    card = look.card("tidy_note", *kinds, *more, note=note, node=node, last=last)
    return alike(card)
