"""Removing for good: what a person sees, what goes and what stays, and that no byte of the words is left."""

import logging
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import ascii_letters

import pytest
from sqlalchemy import create_engine, insert, select, text, update

from bot.domain.acts import About
from bot.domain.removal import Why
from bot.forgetting import Forgetting
from store import removal
from store.engine import Store
from store.tables import AffirmationRow, HistoryRow, NoteRow, NoteVersionRow
from tests.play import HEAD, LEAD, REVIEWER, Play, reply, the, words
from tests.scenes import agree, approve, review_at, take_note

DPO = "dpo"
MARK = "zebra-crossing-lanterns"  # in no word of ours
MARKED = f"Staff at the {MARK} know whom to tell and when. " * 3


def forgetting(play: Play) -> Forgetting:
    return Forgetting(play.store, clock=lambda: play.now, ids=play.fresh)


def remove(play: Play, person: str, about: About, why: str = "identifies", **more: str) -> str:
    asked = play.start(person, f"remove_{about.kind}", about)
    return words(play.answer(person, asked, why=why, **more))


def filled(play: Play, review: About) -> None:
    """So many notes around that pages split and rows move."""
    for number in range(40):
        note = take_note(
            play, REVIEWER, review, f"Note {number}. " + "Gates are locked at nine. " * (number % 9 * 4 + 1)
        )
        if number % 3 == 0:
            edit(play, note, f"Note {number}, again. " + "They are checked. " * (number % 5 * 9 + 1))


def edit(play: Play, note: About, new: str, person: str = REVIEWER) -> None:
    assert play.answer(person, play.start(person, "edit_note", note), text=new).kept


def marked(play: Play, review: About) -> tuple[About, About]:
    """A note with marked words in two versions, its place, an affirmation in the channel and forms left open."""
    filled(play, review)
    marks = {"node": "A-2.1", "shows": "excellent", "kind": "observation"}
    note = take_note(play, REVIEWER, review, MARKED, **marks)
    edit(play, note, f"{MARKED} Again.")
    play.answer(REVIEWER, play.start(REVIEWER, "mark_note", note), **marks, where=f"by the {MARK}")
    asked = play.start(REVIEWER, "draft_affirmation", note)
    assert play.answer(REVIEWER, asked, words=MARKED, recognise="no", get_round="no").kept
    affirmation = the("affirmation", reply(asked).conversation)
    agree(play, affirmation)
    assert approve(play, affirmation).kept
    # A form left open on its second card, with the words in it.
    asked = play.start(HEAD, "reword_affirmation", affirmation)
    play.answer(HEAD, asked, words=f"{MARKED} Ours.", recognise="maybe", get_round="no")
    filled(play, review)
    return note, affirmation


@contextmanager
def database_files(store: Store) -> Iterator[Path]:
    """The folder in which the database of a PostgreSQL store stands, everything written out."""
    engine = create_engine(store.write.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.scalar(text("show data_directory")) or "")
        number = connection.scalar(text("select oid from pg_database where datname = current_database()"))
    engine.dispose()
    yield folder / "base" / str(number)


def bytes_of(play: Play) -> bytes:
    """Every byte of the database's own files."""
    if play.store.is_sqlite:
        return play.contents()
    with database_files(play.store) as folder:
        return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def test_a_removed_note_is_in_no_byte_of_the_database(any_play: Play, caplog: pytest.LogCaptureFixture) -> None:
    play, caplog_ = any_play, caplog
    caplog_.set_level(logging.DEBUG)
    review = review_at(play)
    note, affirmation = marked(play, review)
    if not play.store.is_sqlite:
        with play.store.writing() as session:
            session.execute(text("ANALYZE"))
    assert MARK.encode() in bytes_of(play)
    said = remove(play, REVIEWER, note)
    assert "Removed for good" in said
    assert MARK not in play.dump()
    assert forgetting(play).clear() == 2
    assert MARK.encode() not in bytes_of(play)
    assert MARK not in caplog_.text
    assert forgetting(play).clear() == 0
    # What stays: that there was one, and all the others.
    assert play.rows(select(NoteRow.version).where(NoteRow.id == note.id)) == [(0,)]
    kinds = play.rows(select(HistoryRow.kind, HistoryRow.person, HistoryRow.fields).where(HistoryRow.about == note.id))
    assert kinds[-1][:2] == ("NoteRemoved", REVIEWER)
    assert kinds[-1][2]["why"] == "identifies"
    assert len(play.see(LEAD, "notes", review)) == 51
    assert play.rows(select(AffirmationRow.state).where(AffirmationRow.id == affirmation.id)) == [("withdrawn",)]
    assert "withdrawn" in words(play.home(HEAD))


def test_words_are_gone_from_what_moving_rows_about_has_left_behind(any_play: Play) -> None:
    """Neither database overwrites the copies that splitting and tidying its own pages leaves, unless it is made to."""
    play = any_play
    review = review_at(play)
    note = take_note(play, REVIEWER, review, "Gates are locked at nine.")
    chance = random.Random(7)
    with play.store.writing() as session:
        row = session.get_one(NoteRow, note.id)
        values = {column.key: getattr(row, column.key) for column in NoteRow.__table__.columns}
        added = [f"{chance.getrandbits(64):016x}" for _ in range(400)]

        def marked_(number: int) -> str:
            letters = "".join(chance.choices(ascii_letters, k=chance.choice((5, 20, 200, 900, 1500))))
            return f"{MARK}-{number:03} {letters}"

        session.execute(insert(NoteRow), [{**values, "id": one} for one in added])
        words_ = [{"note": one, "version": 1, "at": play.now, "person": REVIEWER} for one in added]
        session.execute(insert(NoteVersionRow), [{**row, "text": marked_(n)} for n, row in enumerate(words_)])
        again = chance.choices(range(400), k=1200)
        session.execute(update(NoteVersionRow), [{"note": added[n], "version": 1, "text": marked_(n)} for n in again])
    gone = set(chance.sample(range(400), 200))
    with play.store.writing() as session:
        removal.forget_notes(session, [added[number] for number in sorted(gone)], play.now)
        removal.begin(session, "r", Why.ASKED, REVIEWER, play.now, {})
    assert forgetting(play).clear() == 1
    left = {int(found) for found in re.findall(rf"{MARK}-(\d\d\d)".encode(), bytes_of(play))}
    assert left == set(range(400)) - gone
