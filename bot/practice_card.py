"""The open cards of the trust channel: *borrow this*, and the weekly list of what one day had no room for.

Open, because their words are the point: the notice is the whole card, for screen readers. Whoever presses a button is
answered alone.
"""

from datetime import date

from sqlalchemy.orm import Session

from bot.dialogs import DIALOGS
from bot.domain.acts import About
from bot.domain.affirmation import Affirmation
from bot.domain.depth import ROLES
from bot.domain.people import OF_TRUST, Job, Person, School, SchoolKind
from bot.domain.practice_words import Named, PracticeWords
from bot.message import Action, Begin, Button, Card, Visit, Words, plain
from bot.wording import Wording
from store import affirmations, digests, people

FILE = "practice_card"
LONGEST_LINE, LONGEST_LABEL = 140, 40
"""Characters of what they do in a list, and of a title on a button."""
LIBRARY = Visit("library", About("wanted", ""))
ANSWERS = (("how_do_you_do_it", "ask_how"), ("well_try_this", "try_practice"), ("worked_here_too", "worked_too"))
"""How everybody who reads the channel may answer a card: what the button says, and its dialog."""
_GOVERNS = frozenset({Job.GOVERNOR, Job.CHAIR})


def practice_card(session: Session, wording: Wording, affirmation: Affirmation, today: date) -> Card:
    """The whole card as it was approved, with the ways to answer it."""
    title = affirmation.public.title or wording.line(FILE, "title")
    words = card_words(session, wording, affirmation, affirmation.public, today)
    made = tuple(Button(wording.line(FILE, label), action) for label, action in _ways(affirmation))
    return Card(notice=plain(words), title=title, words=words, buttons=made, quiet=False)


def _ways(affirmation: Affirmation) -> tuple[tuple[str, Action], ...]:
    about = About("affirmation", affirmation.id)
    answers = ((label, Begin(dialog, about)) for label, dialog in ANSWERS if dialog in DIALOGS)
    return (*answers, ("whole_card", Visit("practice", about)))


def card_words(
    session: Session, wording: Wording, affirmation: Affirmation, practice: PracticeWords, today: date
) -> Words:
    """The words of a card under its title, in this wording of them."""
    review, known = affirmation.review, people.directory(session)
    return wording.words(
        FILE,
        "card",
        school=review.school.name,
        setting=setting(wording, review.school),
        node=f"{affirmation.node} {review.framework.title_of(affirmation.node)}",
        practice=practice,
        named=[one.person.name for one in affirmation.named if one.state is Named.AGREED],
        answers=who_answers(wording, affirmation, known.people.get(affirmation.contact), today) if _asks() else "",
    )


def _asks() -> bool:
    return ANSWERS[0][1] in DIALOGS


def setting(wording: Wording, school: School) -> str:
    """What sort of school it is, in words: its phase and its kind, as far as they are known."""
    kind = school.kind if school.kind in set(SchoolKind) else ""
    if not (school.phase or kind):
        return ""
    return wording.line(FILE, "setting", phase=school.phase.lower(), kind=kind)


def who_answers(wording: Wording, affirmation: Affirmation, contact: Person | None, today: date) -> str:
    """Who answers for the school, by role alone; its headteacher, where whoever was chosen is there no more."""
    school = affirmation.review.school.id
    held = contact.posts if contact and not contact.has_left(today) else frozenset()
    jobs = [
        job
        for job in Job
        if job not in OF_TRUST | _GOVERNS and any((one.job, one.school) == (job, school) for one in held)
    ]
    job = next(iter(jobs), Job.HEADTEACHER)
    roles = {owner.value: affirmation.review.framework.role(owner) for owner in ROLES}
    return wording.line(FILE, f"role_{job}", "role_answers", role=roles.get(job.value, ""))


# ── The weekly list ─────────────────────────────────────────────────────────────────────────


def weekly_list(session: Session, wording: Wording, digest: str) -> Card | None:
    """What stands of a list now: a line a card, each with its button. None where nothing is left of it."""
    found = (affirmations.load(session, one) for one in digests.items(session, digest))
    standing = [one for one in found if one.stands_in_channel]
    if not standing:
        return None
    untitled = wording.line(FILE, "untitled")
    cards = [(one.public.title or untitled, one.review.school.name, first_line(one.public.what)) for one in standing]
    words, title = wording.words(FILE, "weekly", cards=cards), wording.line(FILE, "weekly_title")
    opens = [
        Button(_short(one.public.title or one.review.school.name), Visit("practice", About("affirmation", one.id)))
        for one in standing
    ]
    library = Button(wording.line(FILE, "open_library"), LIBRARY)
    return Card(plain(words), title, words, buttons=(*opens, library), quiet=False)


def first_line(text: str) -> str:
    """The first sentence of a text, where it is short enough for one line; else as much of it as is."""
    whole = " ".join(text.split())
    sentence = whole.partition(". ")[0].rstrip(".") + "."
    if len(sentence) <= LONGEST_LINE:
        return whole if len(whole) <= len(sentence) else sentence
    return whole[: LONGEST_LINE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_LABEL else title[: LONGEST_LABEL - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
