"""An affirmation's way to the channel, a small dialog for each person who is waited for."""

from dataclasses import replace
from datetime import date

from bot.conversation import Answers, Ask, Choice, Conversation, Dialog, Offer, Question, Tell, Text, Way, Who
from bot.domain.acts import About
from bot.domain.affirmation import Affirmation, State, Step, after
from bot.domain.changes import NEW, AffirmationDrafted, AffirmationMoved
from bot.domain.library_changes import NoteJoined
from bot.domain.note import Note, Shows
from bot.domain.people import Person
from bot.domain.permission import Act, may, may_take_step
from bot.domain.practice_words import LONGEST, NO_WORDS, PracticeWords
from bot.message import Visit
from bot.privacy import Audience

NO_MAYBE = ("no", "maybe")


def _public(held: PracticeWords, suffix: str = "", *, sure: bool = False) -> tuple[Question, ...]:
    """Ask for a card's words for the whole trust, with the two fixed questions that go with them.

    `sure`: who is not sure words them otherwise on the same card, and is asked on no other.
    """
    return (
        _part("title", held.title, suffix, long=False),
        _part("words", held.what, suffix),
        _part("why", held.why, suffix),
        _part("known", held.known, suffix),
        *_fixed(suffix, sure=sure),
    )


def _part(key: str, initial: str, suffix: str = "", *, long: bool = True, optional: bool = False) -> Text:
    longest = LONGEST["what" if key == "words" else key]
    return Text(
        f"{key}{suffix}",
        audience=Audience.PUBLIC,
        longest=longest,
        initial=initial[:longest],
        long=long,
        optional=optional,
        called=key,
    )


def _worded(answers: Answers, suffix: str = "", held: PracticeWords = NO_WORDS) -> PracticeWords:
    """The card that these answers make; what the school adds stays as it was."""
    title, what, why, known = (str(answers[f"{key}{suffix}"]).strip() for key in ("title", "words", "why", "known"))
    return replace(held, title=" ".join(title.split()), what=what, why=why, known=known)


def _fixed(suffix: str = "", *, sure: bool = False) -> tuple[Question, Question]:
    """The two questions that everybody answers for public words: whoever drafts, agrees and approves them."""
    unfit = {"maybe": "not_sure"} if sure else {}
    keys = f"recognise{suffix}", f"get_round{suffix}"
    recognise, get_round = (Choice(key, options=NO_MAYBE, unfit=unfit) for key in keys)
    return recognise, get_round


def _unsure(answers: Answers, suffix: str = "") -> bool:
    return "maybe" in {answers[f"recognise{suffix}"], answers[f"get_round{suffix}"]}


def draft_affirmation(note: Note, me: Person, began: date) -> Conversation:
    """Excellent practice with evidence, worded so that nobody can be recognised."""
    if not may(me, Act.DRAFT_AFFIRMATION, note.review, began):
        yield Tell("not_on_team", review=note.review)
        return []
    if note.objected:
        yield Tell("objected_to", note=note)
        return []
    if note.affirmation:
        yield Tell("affirmed_already", _way(note.affirmation), review=note.review)
        return []
    marks = Offer("add_evidence", "mark_note", About("note", note.id), preset={"shows": Shows.EXCELLENT.value})
    if note.shows is not Shows.EXCELLENT or note.impression or not note.node:
        yield Tell("needs_evidence", marks, note=note)
        return []
    if note.alike:
        same = Choice("same", options=(*(one for one, _ in note.alike), "none"), labels=dict(note.alike))
        answers = yield Ask(same, intro="alike", note=note)
        if answers["same"] != "none":
            joined = str(answers["same"])
            yield Tell("joined", _way(joined), review=note.review)
            return [NoteJoined(joined, note.id, me.id)]
    ask = _public(PracticeWords(what=note.text), sure=bool(note.alike))
    answers = yield Ask(*ask, intro="draft", note=note)
    suffix = ""
    if _unsure(answers):
        suffix = "_again"
        answers = yield Ask(*_public(_worded(answers), suffix), intro="make_safer")
        if _unsure(answers, suffix):
            yield Tell("kept_back", note=note)
            return []
    yield Tell("drafted", _way(NEW), review=note.review)
    return [
        AffirmationDrafted(NEW, note.review.id, note.id, note.node, me.id, _worded(answers, suffix)),
        AffirmationMoved(NEW, note.review.id, Step.MAKE_SAFE, me.id, answered=True),
        AffirmationMoved(NEW, note.review.id, Step.WORD, me.id),
    ]


def _way(affirmation: str) -> Way:
    """To where a card stands, and whom it waits for."""
    return Way("where_it_stands", Visit("affirmation", About("affirmation", affirmation)))


def _moved(
    affirmation: Affirmation,
    step: Step,
    me: Person,
    practice: PracticeWords = NO_WORDS,
    *,
    answered: bool = False,
    contact: str = "",
) -> AffirmationMoved:
    return AffirmationMoved(affirmation.id, affirmation.review.id, step, me.id, practice, answered, contact)


def _blocked(affirmation: Affirmation, step: Step, me: Person, began: date) -> Tell | None:
    """Say why this person cannot take this step now, or None where they can."""
    if not may_take_step(me, affirmation, step, began):
        second = step is Step.APPROVE and me.id in affirmation.authors
        return Tell("second_person" if second else "not_you", affirmation=affirmation)
    if after(affirmation.state, step) is None:
        return Tell("moved_on", _way(affirmation.id), affirmation=affirmation)
    return None


def agree_affirmation(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """The school agrees, in these words or its own, or sends it back. Whoever is not sure of the words is asked for others."""
    if blocked := _blocked(affirmation, Step.AGREE, me, began):
        yield blocked
        return []
    answer = Choice("answer", options=("agree", "reword", "return"))
    answers = yield Ask(
        *_fixed("_these"), answer, *_of_the_school(affirmation, me), intro="agree", affirmation=affirmation
    )
    if answers["answer"] == "return":
        yield Tell("returned", affirmation=affirmation)
        return [_moved(affirmation, Step.RETURN, me, answered=True)]
    took, thanks = (str(answers.get(key, "")).strip() for key in ("took", "thanks"))
    practice = replace(affirmation.practice, took=took, thanks=thanks)
    contact = str(answers.get("contact", "")) or me.id
    if answers["answer"] == "reword" or _unsure(answers, "_these"):
        intro = "your_words" if answers["answer"] == "reword" else "make_safer"
        answers = yield Ask(*_public(practice), intro=intro)
        if _unsure(answers):
            yield Tell("kept_back", affirmation=affirmation)
            return []
        practice = _worded(answers, held=practice)
    worded = [_moved(affirmation, Step.WORD, me, practice)] if practice != affirmation.practice else []
    yield Tell("agreed", _way(affirmation.id), affirmation=affirmation)
    return [*worded, _moved(affirmation, Step.AGREE, me, answered=True, contact=contact)]


def _of_the_school(affirmation: Affirmation, me: Person) -> tuple[Question, ...]:
    """What only the school knows: what it took, whom to thank, and who may be asked how it is done."""
    here = affirmation.colleagues
    asked = (Who("contact", people=here, initial=affirmation.contact or me.id, optional=True),) if here else ()
    practice = affirmation.practice
    return (
        _part("took", practice.took, optional=True),
        _part("thanks", practice.thanks, long=False, optional=True),
        *asked,
    )


def approve_affirmation(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """A second person approves, and it goes to the channel; what they are not sure of goes back to be worded anew."""
    if blocked := _blocked(affirmation, Step.APPROVE, me, began):
        yield blocked
        return []
    answer = Choice("answer", options=("approve", "return"))
    answers = yield Ask(*_fixed("_these"), answer, intro="approve", affirmation=affirmation)
    if answers["answer"] == "return" or _unsure(answers, "_these"):
        yield Tell("returned" if answers["answer"] == "return" else "not_approved", affirmation=affirmation)
        return [_moved(affirmation, Step.RETURN, me, answered=True)]
    yield Tell("approved", _way(affirmation.id), affirmation=affirmation)
    return [_moved(affirmation, Step.APPROVE, me, answered=True)]


def reword_affirmation(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """New words, before posting or after. They go the whole way again; until then the old ones stand."""
    returned = affirmation.state is State.DRAFTED
    if blocked := _blocked(affirmation, Step.MAKE_SAFE if returned else Step.EDIT, me, began):
        yield blocked
        return []
    answers = yield Ask(*_public(affirmation.practice), intro="reword", affirmation=affirmation)
    if _unsure(answers):
        yield Tell("kept_back", affirmation=affirmation)
        return []
    yield Tell("reworded", _way(affirmation.id), affirmation=affirmation)
    first = [] if returned else [_moved(affirmation, Step.EDIT, me)]
    safe = _moved(affirmation, Step.MAKE_SAFE, me, answered=True)
    return [*first, safe, _moved(affirmation, Step.WORD, me, _worded(answers, held=affirmation.practice))]


def _one_tap(step: Step, done: str) -> Dialog:
    """Make the dialog that takes this one step at once: stopping something must never wait for a form."""

    def take(affirmation: Affirmation, me: Person, began: date) -> Conversation:
        if blocked := _blocked(affirmation, step, me, began):
            yield blocked
            return []
        yield Tell(done, _way(affirmation.id), affirmation=affirmation)
        return [_moved(affirmation, step, me)]

    return take


pause_affirmation = _one_tap(Step.PAUSE, "paused")
resume_affirmation = _one_tap(Step.RESUME, "resumed")


def withdraw_affirmation(affirmation: Affirmation, me: Person, began: date) -> Conversation:
    """Out of the channel, everywhere; asked once, because it cannot be taken back."""
    if blocked := _blocked(affirmation, Step.WITHDRAW, me, began):
        yield blocked
        return []
    answers = yield Ask(Choice("sure", options=("yes", "not_now")), intro="withdraw", affirmation=affirmation)
    if answers["sure"] == "not_now":
        yield Tell("as_it_was")
        return []
    yield Tell("withdrawn", affirmation=affirmation)
    return [_moved(affirmation, Step.WITHDRAW, me)]
