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
from bot.domain.retention import KEPT
from bot.forgetting import Forgetting
from store import clearing, removal
from store.engine import Store
from store.keeping_tables import RemovalRow
from store.tables import ActRow, AffirmationRow, HistoryRow, NoteRow, NoteVersionRow
from store.texts import _ID, _PERSON, _TRUST, PERSONAL, declared, text_columns
from tests import removal_process
from tests.forked import forked
from tests.play import (
    DPO,
    DSL,
    GUEST,
    HEAD,
    LEAD,
    OTHER_HEAD,
    REVIEWER,
    TRUST_LEAD,
    TRUSTEE,
    Play,
    labels,
    reply,
    the,
    words,
)
from tests.scenes import agree, approve, card, join, on_slack, posted, review_at, take_note

MARK = "zebra-crossing-lanterns"  # in no word of ours
MARKED = f"Staff at the {MARK} know whom to tell and when. " * 3


def forgetting(play: Play) -> Forgetting:
    return Forgetting(play.store, clock=lambda: play.now, ids=play.fresh)


def remove(play: Play, person: str, about: About, why: str = "identifies", **more: str) -> str:
    asked = play.start(person, f"remove_{about.kind}", about)
    return words(play.answer(person, asked, why=why, **more))


AROUND = 14


def filled(play: Play, review: About) -> None:
    """So many notes around that pages split and rows move; hundreds of rows are a test of their own below."""
    for number in range(AROUND):
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
    assert play.answer(REVIEWER, asked, **card(MARKED)).kept
    affirmation = the("affirmation", reply(asked).conversation)
    agree(play, affirmation)
    assert approve(play, affirmation).kept
    # A form left open on its second card, with the words in it.
    asked = play.start(HEAD, "reword_affirmation", affirmation)
    play.answer(HEAD, asked, **card(f"{MARKED} Ours.", recognise="maybe"))
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
        with play.store.write.connect() as connection:
            # What DBOS relies on: clearing has left the driver as it was.
            assert connection.connection.driver_connection.isolation_level == "IMMEDIATE"  # type: ignore[union-attr]
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
    assert len(play.see(LEAD, "notes", review)) == 2 * AROUND + 1
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


@contextmanager
def reader_of(store: Store) -> Iterator[None]:
    """Somebody else who began to read before, and has not ended."""
    engine = create_engine(store.write.url, isolation_level="REPEATABLE READ" if not store.is_sqlite else None)
    try:
        with engine.connect() as connection:
            if store.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            assert connection.execute(text("select count(*) from note_versions")).scalar()
            yield
    finally:
        engine.dispose()


def test_while_somebody_reads_an_older_state_it_is_tried_again_until_it_is_done(
    any_play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    play = any_play
    review = review_at(play)
    note = take_note(play, REVIEWER, review, MARKED)
    with reader_of(play.store):
        remove(play, REVIEWER, note)
        for _ in range(2):
            assert clearing.clear(play.store, tries=2, pause=0.01) == ()
        # Others go on writing meanwhile.
        take_note(play, LEAD, review, "Gates are locked at nine.")
        assert MARK.encode() in bytes_of(play)
        assert play.rows(select(RemovalRow.attempts)) == [(2,)]
        assert "1 removals wait" in caplog.text
    assert forgetting(play).clear() == 1
    assert MARK.encode() not in bytes_of(play)
    assert play.rows(select(RemovalRow.state)) == [("sealed",)]


@pytest.mark.parametrize("point", ["gone", "rewritten"])
def test_a_process_killed_on_the_way_leaves_a_removal_that_the_next_one_completes(
    play: Play, review: About, point: str
) -> None:
    note = take_note(play, REVIEWER, review, MARKED)
    with forked(removal_process.remove, play.store.url, note.id, point) as process:
        assert process.says() == "here"
        process.kill()
    assert play.rows(select(RemovalRow.state)) == [(point,)]
    assert MARK.encode() in play.contents()
    assert forgetting(play).clear() == 1
    assert MARK.encode() not in play.contents()


# ── Who, and what they see ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (REVIEWER, True),
        (LEAD, True),
        (DPO, True),
        (GUEST, False),
        (HEAD, False),
        (DSL, False),
        (TRUST_LEAD, False),
        (TRUSTEE, False),
        (OTHER_HEAD, False),
    ],
)
def test_a_note_is_removed_by_its_writer_the_lead_and_the_data_protection_officer(
    play: Play, review: About, person: str, may: bool
) -> None:
    note = take_note(play, REVIEWER, review, MARKED, node="A-2.1")
    play.answer(LEAD, play.start(LEAD, "draw_together", review), area="A-2")
    asked = play.start(person, "remove_note", note)
    assert bool(reply(asked).inputs) is may
    assert (MARK in repr(reply(asked))) is (may and person != DPO)
    if may:
        said = words(play.answer(person, asked, why="identifies"))
        assert "gone from every version" in said
    assert (MARK in play.dump()) is not may
    assert ("A note of yours" in words(play.home(REVIEWER))) is (may and person != REVIEWER)


def test_a_note_has_its_button_and_is_gone_for_everybody_once_removed(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, MARKED, node="A-2.1")
    editing = play.start(REVIEWER, "edit_note", note)
    for person, there in ((REVIEWER, True), (LEAD, True), (GUEST, False)):
        assert any("Remove for good" in labels(card) for card in play.see(person, "notes", review)) is there
    kept = play.answer(LEAD, play.start(LEAD, "remove_note", note), why="keep")
    assert "stays as it is" in words(kept)
    assert not kept.kept
    remove(play, LEAD, note)
    for person in (REVIEWER, LEAD, GUEST):
        for view in ("notes", "table", "home", "tidy"):
            assert MARK not in words(play.see(person, view, review))
    # Old cards and forms of it change nothing, and lose nobody's words to an error.
    for person, dialog in ((REVIEWER, "edit_note"), (LEAD, "mark_note"), (LEAD, "remove_note")):
        assert "not" in words(play.start(person, dialog, note))
    assert play.answer(REVIEWER, editing, text="Something else is true.").problem
    assert play.count(RemovalRow) == 1


def test_a_risk_nobody_was_told_of_is_said_before_its_note_goes(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, MARKED, urgent="yes")
    assert "ask" in remove_refused(play, REVIEWER, note)
    assert "ask" in remove_refused(play, DPO, note)
    asked = play.start(LEAD, "remove_note", note)
    assert labels(play.answer(LEAD, asked, why="error")) == ["Say who was told"]
    assert "Removed for good" in remove(play, LEAD, note, told="dsl")
    assert play.rows(select(HistoryRow.kind).where(HistoryRow.about == note.id))[-2:] == [
        ("SchoolTold",),
        ("NoteRemoved",),
    ]
    assert all(card is None for act, card in play.notices() if act.notice == "tell_school_today")


def remove_refused(play: Play, person: str, about: About) -> str:
    turned = play.start(person, f"remove_{about.kind}", about)
    assert not reply(turned).inputs
    return words(turned)


def test_an_affirmation_goes_from_the_channel_and_the_school_hears(play: Play, review: About) -> None:
    join(play, review, "C1")
    join(play, the("review", ""), "C0")
    affirmation = posted(play, review)
    with play.store.writing() as session:
        for row in session.scalars(select(ActRow).where(ActRow.platform == "slack", ActRow.notice == "affirmation")):
            row.state, row.message = "done", "17.5"
    assert any("Remove for good" in labels(card) for card in play.see(LEAD, "channel"))
    assert "posts are being taken down" in remove(play, LEAD, affirmation, "asked")
    assert "worry box" not in words(play.see(TRUSTEE, "channel"))
    assert "withdrawn" in words(play.home(HEAD))
    (away,) = play.rows(select(ActRow).where(ActRow.kind == "delete", ActRow.platform == "slack"))
    assert (away[0].channel, away[0].state) == ("C0", "queued")
    assert "removed before" in remove_refused(play, LEAD, affirmation)
    # Slack would not let it: whoever removed it hears where it stands.
    with play.store.writing() as session:
        session.get_one(ActRow, away[0].id).state = "refused"
    (card,) = [card for card in play.home(LEAD) if card.title == "Still to be taken down"]
    play.press(LEAD, card, "See the certificate")
    assert "Slack, channel C0, message 17.5" in words(play.shown[-1][1])
    assert "not here" not in words(play.see(DPO, "certificate", the("removal", f"affirmation-{affirmation.id}")))
    elsewhere = play.see(REVIEWER, "certificate", the("removal", f"affirmation-{affirmation.id}"))
    assert "C0" not in words(elsewhere)


def test_a_message_typed_in_chat_is_named_because_only_its_writer_can_delete_it(play: Play, review: About) -> None:
    on_slack(play, REVIEWER)
    taken = play.note(REVIEWER, "Gates are locked at nine.", message="17.001")
    note = the("note", taken.note)
    assert "Your own message" in remove(play, REVIEWER, note, "error")
    shown = words(play.see(DPO, "certificate", the("removal", f"note-{note.id}")))
    assert "Slack, channel D1, message 17.001" in shown
    assert "only they can delete" in shown


def test_every_column_that_can_hold_text_is_declared_as_what_it_is() -> None:
    missing = text_columns() - declared().keys()
    assert not missing, (
        f"What do these columns hold? {sorted(missing)}. Say so in store/texts.py: people's own words as a line of "
        "PERSONAL (whose, which retention kind, which thing), a name or number under _PERSON, the trust's own texts "
        "under _TRUST, and ids, enums and days under _ID."
    )
    assert not declared().keys() - text_columns(), "these are declared and there is no such column"
    columns = [
        (table, column) for kind in (_PERSON, _TRUST, _ID) for table, all_ in kind.items() for column in all_.split()
    ]
    columns += [(words_.table, words_.column) for words_ in PERSONAL]
    assert len(set(columns)) == len(columns), "a column is one thing only"
    for words_ in PERSONAL:
        assert {words_.whose, *words_.key.split("/")} <= set(words_.at.columns.keys())
        assert KEPT[words_.retention].words
