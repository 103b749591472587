"""Where notes may belong: which model speaks for which framework, and what people's taps have taught it.

A turn only asks a model that is in memory, and gets nothing while there is none. Reading models, fitting them to a
framework that came in, and learning from taps all happen between turns, in `refresh` and `learn`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.domain.note_changes import NoteEdited, NoteMoved, NoteTaken
from bot.domain.review import Review
from bot.domain.suggested import Suggested
from bot.filing.model import Learned, Model
from bot.learning import is_due, learned_for, model_for, refit
from store import filing, kept_frameworks, reviews, trust_settings
from store.engine import Store
from store.shelf import Shelf
from store.tables import NoteRow, NoteSuggestionRow, NoteVersionRow, ReviewRow

MOST_AT_ONCE = 200  # notes without a suggestion that are given one in one round

Suggest = Callable[[Review, str], Suggested | None]


def nothing(_review: Review, _text: str) -> Suggested | None:
    """What suggests where suggestions are off, or not ready."""
    return None


def note_down(session: Session, changes: Sequence[object], suggest: Suggest) -> None:
    """Keep beside each new wording of an unfiled note what is suggested for it, unless the trust wants none."""
    if not trust_settings.suggests(session, installation=True):
        return
    for change in changes:
        if isinstance(change, (NoteTaken, NoteEdited, NoteMoved)):
            _note_down(session, change.note, suggest)


def _note_down(session: Session, note_id: str, suggest: Suggest) -> None:
    newest = (NoteVersionRow.note == NoteRow.id) & (NoteVersionRow.version == NoteRow.version)
    row = session.execute(
        select(NoteRow.review, NoteRow.version, NoteVersionRow.text)
        .join(NoteVersionRow, newest)
        .where(NoteRow.id == note_id, NoteRow.node == "")
    ).first()
    if row is None:
        return
    found = suggest(reviews.load(session, row.review), row.text)
    if found:
        filing.keep(session, note_id, row.version, found)


@dataclass
class Suggesting:
    """The models of one process. Safe to ask from any thread: what is in force is put in place whole."""

    store: Store
    shelf: Shelf = field(default_factory=Shelf)
    on: bool = True  # where the trust has not said
    _models: dict[str, tuple[Model, Learned | None]] = field(default_factory=dict)
    _stamp: object = None

    def suggest(self, review: Review, text: str) -> Suggested | None:
        """What may fit, of the parts this review looks at; nothing where no model is ready."""
        held = self._models.get(review.framework.pin)
        if held is None:
            return None
        model, learned = held
        found = model.suggest(text, learned, frozenset(part.id for part in review.sub_areas))
        return found if found.nodes else None

    def refresh(self) -> None:
        """Read the models that the store's reviews need, and suggest for notes that were taken without one."""
        with self.store.reading() as session:
            if not trust_settings.suggests(session, self.on):
                self._models, self._stamp = {}, None
                return
            stamp = filing.stamp(session)
            pins = [kept.pin for kept in kept_frameworks.every(session)]
            frameworks = [kept_frameworks.framework(session, pin) for pin in pins]
        if stamp != self._stamp or any(framework.pin not in self._models for framework in frameworks):
            for framework in frameworks:
                model = model_for(framework, self.shelf, self.store)
                self._models[framework.pin] = (model, learned_for(self.store, framework, model))
            self._stamp = stamp
        self._catch_up()

    def _catch_up(self) -> None:
        with self.store.reading() as session:
            without = list(session.scalars(_without_one()))
        if without:
            with self.store.writing() as session:
                for note in without:
                    _note_down(session, note, self.suggest)

    def learn(self, now: datetime) -> None:
        """Learn anew where enough has been tapped since, or where a removal has emptied what was learnt."""
        with self.store.reading() as session:
            if not trust_settings.suggests(session, self.on):
                return
            frameworks = [
                kept_frameworks.framework(session, pin)
                for pin in session.scalars(select(ReviewRow.framework).distinct())
            ]
            due = [framework for framework in frameworks if is_due(session, framework)]
        for framework in due:
            refit(self.store, framework, model_for(framework, self.shelf, self.store), now)
        if due:
            self.refresh()


def _without_one() -> Select[str]:
    have = select(NoteSuggestionRow.note)
    return (
        select(NoteRow.id).where(NoteRow.node == "", NoteRow.version > 0, NoteRow.id.not_in(have)).limit(MOST_AT_ONCE)
    )
