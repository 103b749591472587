"""Looking: notes, rooms and the channel, as cards. Reads only; changes and remembers nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot import card_waits
from bot.domain import permission
from bot.domain.acts import About, Notice
from bot.domain.affirmation import Affirmation, Step, after
from bot.domain.comparison import Comparison
from bot.domain.depth import MeetWith, Owner
from bot.domain.framework import Framework
from bot.domain.library_permission import may_follow
from bot.domain.note import Kind, Note, Shows
from bot.domain.people import Person
from bot.domain.permission import Act
from bot.domain.practice_words import Named
from bot.domain.review import Review
from bot.domain.suggested import Suggested
from bot.message import Action, Begin, Button, Card, Visit, Words
from bot.notices import compose
from bot.placing import also, places, suggestion_of
from bot.wording import Wording
from store import act_rows, affirmations, comparisons, notes, reviews
from store.act_rows import ActRecord
from store.tables import ConversationRow

FILE = "views"
_ON_HOME = frozenset({Notice.PROMPTS_ASKED, Notice.PROMPTS_NUDGED, Notice.ANSWER_TO_APPROVE, Notice.PROMPTS_WITH_HUMAN})


class NotForYouError(Exception):
    """This person may not look at this, or it is not there; both are answered alike."""


@dataclass(frozen=True)
class Looking:
    """Who looks, when, and in which session."""

    session: Session
    wording: Wording
    me: Person
    now: datetime

    def card(self, block: str, *buttons: tuple[str, Action], **facts: object) -> Card:
        """A card of the words that looks share."""
        return self.card_of(FILE, block, *buttons, **facts)

    def card_of(self, words: str, block: str, /, *buttons: tuple[str, Action], **facts: object) -> Card:
        """A card of one file's words: its notice, the block, and that block's title where it has one."""
        wording, title = self.wording, f"{block}_title"
        made = tuple(
            Button(wording.line(words, label), action, primary=number == 0)
            for number, (label, action) in enumerate(buttons)
        )
        return Card(
            notice=wording.line(words, "notice"),
            title=wording.line(words, title, **facts) if wording.has(words, title) else "",
            words=wording.words(words, block, **facts),
            buttons=made,
        )

    def review(self, review_id: str, act: Act) -> Review:
        try:
            found = reviews.load(self.session, review_id, progress=True)
        except KeyError:
            raise NotForYouError from None
        if not permission.may(self.me, act, found, self.now.date()):
            raise NotForYouError
        return found


_ROLES = {MeetWith.HEAD: Owner.HEADTEACHER, MeetWith.DSL: Owner.DSL}


def alike(card: Card) -> Card:
    """The card with buttons that are all alike: none of them is what one came for."""
    return replace(card, buttons=tuple(replace(button, primary=False) for button in card.buttons))


def met(look: Looking, framework: Framework, meeting: MeetWith) -> str:
    """Whom or what a reviewer is with, in plain words; roles as the trust calls them."""
    role = _ROLES.get(meeting)
    return look.wording.line(FILE, f"met_{meeting}", role=framework.role(role) if role else "")


def receipt(look: Looking, note: Note) -> Card:
    """What became of a note, and the small changes that can be made to it. Its own words are not repeated."""
    shared = affirmations.by_note(look.session, note.review.id).get(note.id, "")
    return _receipt(look, note, shared, _asked_twice(look, note), to_file=True)


def _receipt(
    look: Looking, note: Note, shared: str = "", twice: Comparison | None = None, *, to_file: bool = False
) -> Card:
    """`shared`: the card of the practice library that the note stands with."""
    about, review = About("note", note.id), note.review
    buttons: list[tuple[str, Action]] = []
    places_it = to_file and not note.node and permission.may_mark_note(look.me, note, look.now.date())
    found = suggestion_of(look.session, note) if places_it else None
    if permission.may_mark_note(look.me, note, look.now.date()):
        if note.shows is None:
            buttons.append(("mark_excellent", Begin("mark_excellent", about)))
        buttons.append(("add_details", Begin("mark_note", about)))
        if note.kind in {Kind.RECORD, Kind.DATA}:
            buttons.append(("say_how_many", Begin("note_sample", about)))
        buttons.append(("say_when", Begin("say_when", about)))
    follows = shared and permission.may(look.me, Act.READ_DRAFT, review, look.now.date())
    if follows:
        buttons.append(("where_it_stands", Visit("affirmation", About("affirmation", shared))))
    elif (
        note.shows is Shows.EXCELLENT
        and not note.objected
        and permission.may(look.me, Act.DRAFT_AFFIRMATION, review, look.now.date())
    ):
        buttons.append(("affirm", Begin("draft_affirmation", about)))
    if permission.may_change_note(look.me, note, look.now.date()):
        buttons.append(("edit", Begin("edit_note", about)))
        if note.elsewhere:
            buttons.append(("other_review", Begin("move_note", about)))
    if twice:
        buttons.append(("compare", Begin("compare", About("comparison", twice.id))))
    if permission.may(look.me, Act.WALK, review, look.now.date()):
        if note.asked_in:
            buttons.append(("with_back", Visit("with", About("meeting", f"{review.id}/{note.asked_in}"))))
        buttons.append(("walk_on", Visit("walk", About("review", review.id))))
    asked = met(look, review.framework, note.asked_in) if note.asked_in else ""
    both = [met(look, review.framework, meeting) for meeting, _ in twice.asked] if twice else []
    facts = {"note": note, "review": review, "node": filed(note), "asked": asked, "both": both}
    facts["leads"] = look.me.id == review.lead.id
    card = look.card("receipt", *buttons, found=found, places=_titles(note, found), **facts)
    if follows:
        card = replace(card, words=(*card.words, *_shared(look, shared)))
    if not places_it:
        second = (
            also(look.session, look.wording, note) if permission.may_mark_note(look.me, note, look.now.date()) else ()
        )
        return replace(card, buttons=(*second, *card.buttons))
    others = (replace(pressed, primary=pressed.primary and found is None) for pressed in card.buttons)
    return replace(card, buttons=(*places(look.wording, note, found), *others))


def _titles(note: Note, found: Suggested | None) -> list[str]:
    return [note.review.framework.title_of(node) for node in found.three] if found else []


def _asked_twice(look: Looking, note: Note) -> Comparison | None:
    """The question that another kind of people was asked too, until somebody has said how the answers compare."""
    if not note.prompt or not permission.may(look.me, Act.COMPARE, note.review, look.now.date()):
        return None
    found = comparisons.of_notes(look.session, note.review, notes.asked(look.session, note.review))
    return next((one for one in found if one.prompt == note.prompt and one.said is None), None)


def filed(note: Note) -> str:
    """Where a note is filed, by number and title, and where as well; empty while it is not."""
    return "; ".join(f"{node} {note.review.framework.title_of(node)}" for node in (note.node, note.also) if node)


def notes_of(look: Looking, review_id: str) -> tuple[Card, ...]:
    """A review's notes that this person may read, newest first."""
    review = look.review(review_id, Act.READ_NOTES)
    today = look.now.date()
    whole = bool(permission.roles(look.me, review, today) & permission.TEAM)
    parts = (
        None
        if whole
        else tuple(
            node
            for area in review.scope
            if permission.may_read_notes(look.me, review, area.id, today)
            for node in (area.id, *(part.id for part in area.sub_areas))
        )
    )
    found = notes.of_review(look.session, review, sub_areas=parts)
    shared = affirmations.by_note(look.session, review.id)
    head = look.card("notes", review=review, whole=whole, count=len(found))
    return (head, *(_note(look, note, shared.get(note.id, "")) for note in found))


def _note(look: Looking, note: Note, shared: str) -> Card:
    """A note, and what becomes of it where it is shared, as far as whoever looks follows that."""
    shown = _receipt(look, note, shared)
    own = look.card("note", note=note, node=filed(note), mine=note.writer == look.me)
    stands = Visit("affirmation", About("affirmation", shared))
    buttons = [one for one in shown.buttons if isinstance(one.action, Begin) or one.action == stands]
    if permission.may_remove_note(look.me, note, look.now.date()):
        remove = Begin("remove_note", About("note", note.id))
        buttons.append(Button(look.wording.line(FILE, "remove_for_good"), remove))
    words = (*own.words, *_shared(look, shared)) if shared else own.words
    return Card(own.notice, own.title, words, buttons=tuple(buttons))


def _shared(look: Looking, shared: str) -> Words:
    """Whom the card waits for that a note stands with."""
    found, today = affirmations.load(look.session, shared), look.now.date()
    if not may_follow(look.me, found, today):
        return ()
    wait = card_waits.waiting(look.session, found, today)
    return look.wording.words("affirmation", "waits_line", wait=wait, mine=wait.is_for(look.me))


def room(look: Looking, review_id: str) -> tuple[Card, ...]:
    """A review's shared room: who has what, what is logged where, and what was said there."""
    review = look.review(review_id, Act.ENTER_ROOM)
    here = About("review", review.id)
    writes = permission.may_take_note(look.me, review, look.now.date())
    areas = [(area, review.so_far.walking.get(area.id, ()), review.tally(area.id)) for area in review.scope]
    buttons: list[tuple[str, Action]] = [
        *((("add_note", Begin("take_note", here)),) if writes else ()),
        ("walk_on" if reviews.place(look.session, review.id, look.me.id).area else "start_walk", Visit("walk", here)),
        ("read_notes", Visit("notes", here)),
        ("the_table", Visit("table", here)),
    ]
    left = set(review.areas) - review.drawn_together
    if left and permission.may(look.me, Act.DRAW_TOGETHER, review, look.now.date()):
        buttons.append(("draw_together", Begin("draw_together", here)))
    head = look.card(
        "room",
        *buttons,
        review=review,
        areas=areas,
        drawn=review.drawn_together,
    )
    return (head, *_posts(look, "room", review.id))


def stops(look: Looking, affirmation: Affirmation) -> Iterator[Button]:
    """What may be done with a card that stands: its words changed, paused, withdrawn, removed; and one's own name on it."""
    about = About("affirmation", affirmation.id)
    for step in (Step.EDIT, Step.PAUSE, Step.RESUME, Step.WITHDRAW):
        dialog = "reword_affirmation" if step is Step.EDIT else f"{step}_affirmation"
        fits = after(affirmation.state, step) is not None
        if fits and permission.may_take_step(look.me, affirmation, step, look.now.date()):
            yield Button(look.wording.line(FILE, f"{step}_affirmation"), Begin(dialog, about))
    if any(one.person == look.me and one.state is Named.AGREED for one in affirmation.named):
        yield Button(look.wording.line(FILE, "my_name_off"), Begin("answer_naming", about))
    if permission.may_remove_affirmation(look.me, affirmation, look.now.date()):
        yield Button(look.wording.line(FILE, "remove_for_good"), Begin("remove_affirmation", about))


def _posts(look: Looking, kind: str, place: str) -> tuple[Card, ...]:
    acts = act_rows.shown(look.session, "web", kind, place, 20)
    # Areas are drawn together one after another: the newest says that there is more to read.
    drawn = [act for act in acts if act.notice == Notice.AREA_DRAWN_TOGETHER]
    newest = {act.about: act for act in reversed(drawn)}.values()
    told = (act for act in acts if (act not in drawn or act in newest) and not _old_news(look, act))
    if kind == "person":
        # What is asked of somebody stands on Home itself, as it is by now.
        told = (act for act in told if act.notice not in _ON_HOME)
    found = (compose(look.session, look.wording, act) for act in told)
    return tuple(card for card in found if card is not None)


def _old_news(look: Looking, act: ActRecord) -> bool:
    """Whether somebody joined before the visit, which has begun; whoever joins during it is news for that day.

    So is what a lead should talk about with them before they begin.
    """
    if act.notice not in {Notice.INVITATION_ACCEPTED, Notice.JOINED}:
        return False
    review, made, today = reviews.load(look.session, act.about.id), act.made.date(), look.now.date()
    declared = any(member.conflicts for member in review.team if member.person.id == act.detail)
    return review.begins <= today and (made < today or (made == review.begins and not declared))


def inbox(look: Looking) -> tuple[Card, ...]:
    """What the bot has told this person on the web and still holds."""
    return _posts(look, "person", look.me.id)


def told(look: Looking, act: str) -> Card:
    """What a message told this person, as things stand now: in chat it may come closed, and is opened so."""
    found = act_rows.load(look.session, act)
    card = compose(look.session, look.wording, found) if found and _mine(look, found) else None
    if card is None:
        raise NotForYouError
    return card


def _mine(look: Looking, act: ActRecord) -> bool:
    return (act.place_kind, act.place) == (act_rows.PlaceKind.PERSON, look.me.id)


def draft(look: Looking, row: ConversationRow) -> Card:
    """A conversation left open, to go on with."""
    return look.card(
        "draft",
        ("go_on", Visit("conversation", About("conversation", row.id))),
        what=look.wording.line(FILE, f"draft_{row.dialog}", "draft_any"),
    )
