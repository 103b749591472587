"""What is kept, held and removed, as cards: kinds, counts, days and ids, and never a word that somebody wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain import permission
from bot.domain.acts import TRUST, About
from bot.domain.other_words import BETWEEN, Thing, name_of
from bot.domain.permission import Act
from bot.domain.prompt_permission import may_see_held_between
from bot.domain.removal import Held, Hold
from bot.domain.retention import KEPT, Kind, days_kept
from bot.domain.review import Review
from bot.look import Looking, NotForYouError
from bot.message import Action, Begin, Button, Card, Visit, Words
from bot.wording import Wording
from store import certificates, holds, keeping, other_words, people, retention, reviews, trust_settings
from store.keeping_tables import RemovalRow
from store.tables import AffirmationRow, NoteRow

FILE = "retention"
MOST_REVIEWS, MOST_REMOVALS, MOST_IDS = 40, 10, 60
LEFT_SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class Going:
    """So many of one kind would go; `review` where they belong to one."""

    kind: Kind
    count: int
    review: Review | None = None


def going(session: Session, on: date) -> tuple[Going, ...]:
    """What would go on a day, if nothing were added, held or set differently until then."""
    days, held = days_kept(trust_settings.every(session)), holds.standing(session, on)
    found: list[Going] = []
    for kind in Kind:
        for review, count in retention.by_review(session, kind, on, days, held).items():
            found.append(Going(kind, count, reviews.load(session, review) if review else None))
    return tuple(found)


def going_words(session: Session, wording: Wording, on: date) -> Words:
    """The same, said."""
    return wording.words(FILE, "going", on=on, found=going(session, on))


# ── The page of what is kept ────────────────────────────────────────────────────────────────


def kept(look: Looking) -> tuple[Card, ...]:
    """How long each kind is kept, what goes next, what is held, and what was removed."""
    today = look.now.date()
    if not permission.may_in_trust(look.me, Act.SEE_RETENTION, today):
        raise NotForYouError
    return (_head(look), _next(look), *_holds(look), *_reviews(look), *_answered_between(look), *_removals(look))


def _head(look: Looking) -> Card:
    today = look.now.date()
    days = days_kept(trust_settings.every(look.session))
    counts = retention.count_held(look.session)
    buttons: list[tuple[str, Action]] = []
    if permission.may_in_trust(look.me, Act.SET_RETENTION, today):
        buttons.append(("change_how_long", Begin("set_retention", TRUST)))
    if permission.may_in_trust(look.me, Act.HOLD, today):
        buttons.append(("hold_what_somebody_wrote", Begin("hold_person", TRUST)))
    if permission.may_in_trust(look.me, Act.ERASE_PERSON, today):
        buttons.append(("erase_somebody", Begin("erase_person", TRUST)))
    kinds = [(kind.value, days[kind], counts.get(kind)) for kind in KEPT]
    return _card(look, "kept", *buttons, kinds=kinds)


def _next(look: Looking) -> Card:
    """What would go on the first of next month."""
    on = (look.now.date().replace(day=1) + timedelta(days=32)).replace(day=1)
    return _card(look, "going", on=on, found=going(look.session, on))


def _holds(look: Looking) -> Iterator[Card]:
    today = look.now.date()
    lifts = permission.may_in_trust(look.me, Act.HOLD, today)
    for hold in holds.standing(look.session, today):
        lift: list[tuple[str, Action]] = [("lift_this_hold", Begin("lift_hold", About("hold", hold.id)))]
        yield _card(look, "one_hold", *(lift if lifts else []), hold=hold, what=_name(look.session, hold))


def _name(session: Session, hold: Hold) -> str:
    if hold.on is Held.PERSON:
        return people.person(session, hold.about).name
    return reviews.load(session, hold.about).school.name


def _reviews(look: Looking) -> Iterator[Card]:
    today = look.now.date()
    for one in reviews.every(look.session)[:MOST_REVIEWS]:
        review, here = reviews.load(look.session, one), About("review", one)
        count = len(_ids(look.session, NoteRow, one)), len(_ids(look.session, AffirmationRow, one))
        buttons: list[tuple[str, Action]] = []
        if permission.may(look.me, Act.SEE_HELD, review, today):
            buttons.append(("see_by_number", Visit("held", here)))
        if permission.may(look.me, Act.HOLD, review, today):
            buttons.append(("hold_this", Begin("hold_review", here)))
        yield _card(look, "one_review", *buttons, review=review, notes=count[0], affirmations=count[1])


def _answered_between(look: Looking) -> Iterator[Card]:
    """What was answered between visits, where there is some, for whoever sees it by number."""
    if may_see_held_between(look.me, look.now.date()) and other_words.of_review(look.session, ""):
        yield _card(look, "between", ("see_by_number", Visit("held", About("review", BETWEEN))))


def _ids(session: Session, row: type[NoteRow | AffirmationRow], review: str) -> list[str]:
    return list(session.scalars(select(row.id).where(row.review == review, row.version > 0).order_by(row.id)))


def _removals(look: Looking) -> Iterator[Card]:
    for one in certificates.newest(look.session, MOST_REMOVALS):
        see: tuple[str, Action] = ("see_certificate", Visit("certificate", About("removal", one.id)))
        left = [found for found in keeping.posts_left(look.session, one) if found.ours]
        yield _card(look, "one_removal", see, removal=one, left=len(left))


# ── By number ───────────────────────────────────────────────────────────────────────────────


def held(look: Looking, review_id: str) -> tuple[Card, ...]:
    """What a review holds, by number and day: for whoever may remove it and does not read it."""
    if review_id == BETWEEN:
        return _between(look)
    review = look.review(review_id, Act.SEE_HELD)
    made = _ids(look.session, AffirmationRow, review.id)
    notes = look.session.execute(
        select(NoteRow.id, NoteRow.at, NoteRow.version)
        .where(NoteRow.review == review.id, NoteRow.version > 0)
        .order_by(NoteRow.at.desc(), NoteRow.id)
    ).all()
    cards = [_card(look, "held_head", review=review, notes=len(notes), affirmations=len(made), most=MOST_IDS)]
    for one in made:
        remove: tuple[str, Action] = ("remove_for_good", Begin("remove_affirmation", About("affirmation", one)))
        cards.append(_card(look, "held_affirmation", remove, id=one))
    cards += _beside(look, review.id)
    for note in notes[:MOST_IDS]:
        remove = ("remove_for_good", Begin("remove_note", About("note", note.id)))
        cards.append(_card(look, "held_note", remove, id=note.id, at=note.at, versions=note.version))
    return tuple(cards)


def _beside(look: Looking, review: str) -> Iterator[Card]:
    """What stands beside notes and affirmations; without a review, what was answered between visits."""
    found = other_words.of_review(look.session, review)
    if not review and len(found) > MOST_IDS:
        yield _card(look, "held_more", most=MOST_IDS)
    for thing, named in found[:MOST_IDS]:
        remove = ("remove_for_good", Begin("remove_words", About("words", name_of(review, thing, named))))
        block = "held_reply" if thing is Thing.REPLY else "held_words"
        yield _card(look, block, remove, thing=thing.value, named=named)


def _between(look: Looking) -> tuple[Card, ...]:
    if not may_see_held_between(look.me, look.now.date()):
        raise NotForYouError
    return (_card(look, "between"), *_beside(look, ""))


# ── Certificates ────────────────────────────────────────────────────────────────────────────


def certificate(look: Looking, removal: str) -> Card:
    """One certificate, for whoever sees what is kept, and for whoever removed it."""
    try:
        found = certificates.load(look.session, removal)
    except KeyError:
        raise NotForYouError from None
    if found.person != look.me.id and not permission.may_in_trust(look.me, Act.SEE_RETENTION, look.now.date()):
        raise NotForYouError
    return _card(look, "certificate", **_facts(look.session, removal))


def certificate_words(session: Session, wording: Wording, removal: str) -> Words:
    """The same as words to print; raises KeyError where there is none."""
    return wording.words(FILE, "certificate", **_facts(session, removal))


def _facts(session: Session, removal: str) -> dict[str, object]:
    found = certificates.load(session, removal)
    named = people.directory(session).people.get(found.person)
    kinds = [(kind, count, digest, found.ids.get(kind, ())) for kind, (count, digest) in found.kinds.items()]
    return {
        "removal": found,
        "by": named.name if named else "",
        "kinds": kinds,
        "left": keeping.posts_left(session, found),
        "broken": certificates.first_broken(session) if found.number else "",
    }


def left_in_chat(look: Looking) -> list[Card]:
    """What somebody removed and the bot could not take down: so that a person does."""
    own = select(RemovalRow.id).where(RemovalRow.person == look.me.id, RemovalRow.at > look.now - LEFT_SHOWN)
    cards: list[Card] = []
    for one in look.session.scalars(own.order_by(RemovalRow.at.desc()).limit(MOST_REMOVALS)):
        left = [post for post in keeping.posts_left(look.session, certificates.load(look.session, one)) if post.ours]
        if left:
            see: tuple[str, Action] = ("see_certificate", Visit("certificate", About("removal", one)))
            cards.append(_card(look, "left_in_chat", see, count=len(left)))
    return cards


def _card(look: Looking, block: str, *buttons: tuple[str, Action], **facts: object) -> Card:
    made = tuple(Button(look.wording.line(FILE, label), action) for label, action in buttons)
    title = look.wording.line(FILE, f"{block}_title", **facts)
    return Card(look.wording.line(FILE, "page_notice"), title, look.wording.words(FILE, block, **facts), buttons=made)
