"""A backup is sealed, is of one moment, opens with its passphrase alone, and is restored whole or not at all."""

import io
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import select

from bot.cli import main
from store import backup, sealing
from store.archive import HostileFileError, Reading
from store.engine import Store, open_store, sqlite_url
from store.sealing import PIECE, DamagedError, Sealer, WrongPassphraseError, opened
from store.tables import HistoryRow, NoteVersionRow, RoomRow
from store.whole import write_whole
from tests.play import LEAD, NINE, Play
from tests.scenes import review_at, staged, take_note
from tests.test_whole import rows

PASS = "four plain long words"
MARKED = "the gate is locked at nine, zebulonwise"
REMOVED = "Quixotic words that were removed for good"


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same work for each passphrase, but less of it."""
    monkeypatch.setattr(sealing, "WORK", 8)


def sealed(whole: bytes, passphrase: str = PASS) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(out, passphrase)
    for start in range(0, len(whole), 10_000):
        sealer.write(whole[start : start + 10_000])
    sealer.finish()
    return out.getvalue()


# ── The seal ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 5])
def test_another_program_opens_what_was_sealed_here(size: int) -> None:
    whole = os.urandom(size)
    assert pyrage.passphrase.decrypt(sealed(whole), PASS) == whole
    assert opened(io.BytesIO(sealed(whole)), PASS).read() == whole


def test_what_was_cut_changed_or_put_together_from_parts_does_not_open() -> None:
    whole = os.urandom(3 * PIECE)
    good = sealed(whole)
    head = good.index(b"\n", good.index(b"\n---") + 1) + 1 + 16  # where the pieces begin
    piece = PIECE + 16
    pieces = [good[head + i * piece : head + (i + 1) * piece] for i in range(3)]
    assert b"".join((good[:head], *pieces)) == good
    bad = {
        "nothing": b"",
        "the head alone": good[:head],
        "without its last piece": good[: head + 2 * piece],
        "cut within a piece": good[:-1],
        "with a piece twice": good[:head] + pieces[0] + pieces[0] + pieces[1] + pieces[2],
        "in another order": good[:head] + pieces[1] + pieces[0] + pieces[2],
        "with more at the end": good + b"x",
        "with more after a last piece": good + pieces[2],
        "from another file": sealed(whole)[:head] + b"".join(pieces),
        "asking for years of work": good.replace(b" 8\n", b" 60\n", 1),
    }
    for name, body in bad.items():
        with pytest.raises((DamagedError, WrongPassphraseError)):
            opened(io.BytesIO(body), PASS)
        assert name
    for place in (*range(head), head + 7, head + piece + 1, len(good) - 1):
        turned = bytearray(good)
        turned[place] ^= 1
        with pytest.raises((DamagedError, WrongPassphraseError)):
            opened(io.BytesIO(bytes(turned)), PASS)
    with pytest.raises(WrongPassphraseError):
        opened(io.BytesIO(good), PASS + "!")


def test_two_backups_of_the_same_share_no_byte_of_their_seal() -> None:
    first, second = sealed(b"the same"), sealed(b"the same")
    assert first[-24:] != second[-24:]


# ── The backup ──────────────────────────────────────────────────────────────────────────────


def told(play: Play) -> str:
    review = review_at(play)
    take_note(play, LEAD, review, MARKED, node="A-2.1", shows="excellent")
    return review.id


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    with staged(told, tmp_path / "full.db") as (found, _):
        yield found


def backed_up(store: Store) -> bytes:
    out = io.BytesIO()
    backup.back_up(store, out, PASS, NINE)
    return out.getvalue()


def test_a_backup_made_while_people_write_is_of_one_moment_and_restores_into_the_other_database(
    play: Play, postgresql_store_url: str
) -> None:
    """Each write adds a room and a row of history together: a backup has both or neither, and so has what it restores."""
    stop = threading.Event()
    wrote: list[str] = []

    def write() -> None:
        while not stop.is_set():
            name = f"C{len(wrote)}"
            with play.store.writing() as session:
                session.add(RoomRow(platform="slack", tenant="T", channel=name, review=""))
                session.add(
                    HistoryRow(at=NINE, person="", platform="", conversation="", kind="Room", about=name, fields={})
                )
            wrote.append(name)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(wrote) < 3:
            assert writer.is_alive()
        made = [backed_up(play.store) for _ in range(3)]
        at_the_end = len(wrote)
        while len(wrote) == at_the_end:
            assert writer.is_alive()
    finally:
        stop.set()
        writer.join()
    there = open_store(postgresql_store_url)
    try:
        counts = backup.restore(there, io.BytesIO(made[-1]), PASS)
        with there.reading() as session:
            rooms = set(session.scalars(select(RoomRow.channel).filter_by(tenant="T")))
            history = set(session.scalars(select(HistoryRow.about).filter_by(kind="Room")))
            assert MARKED in set(session.scalars(select(NoteVersionRow.text)))
        assert rooms == history == set(wrote[: len(rooms)])
        assert 3 <= len(rooms) < len(wrote)
        assert counts["history"] == len(rows(there)["history"])
    finally:
        there.close()


def test_what_was_removed_before_is_in_no_later_backup_and_nothing_is_readable_in_any(play: Play) -> None:
    with play.store.writing() as session:
        note = session.scalars(select(NoteVersionRow)).first()
        assert note
        session.add(NoteVersionRow(note=note.note, version=9, at=NINE, person=LEAD, text=REMOVED))
    before = backed_up(play.store)
    with play.store.writing() as session:
        session.delete(session.get_one(NoteVersionRow, (note.note, 9)))
    after = backed_up(play.store)
    plain = io.BytesIO()
    write_whole(play.store, plain, NINE)
    for body in (before, after):
        for word in (b"zebulonwise", b"Quixotic", b"peerwalk-whole-trust", b"PK\x03\x04", b"Larkfield", LEAD.encode()):
            assert word not in body
    assert _words_in(before) == {MARKED, REMOVED}
    assert _words_in(after) == {MARKED}


def _words_in(body: bytes) -> set[str]:
    return {row["text"] for row in Reading(opened(io.BytesIO(body), PASS)).rows("note_versions")}


# ── The command line ────────────────────────────────────────────────────────────────────────

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def peerwalk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command as it runs in a data folder, `home` unless told, with no terminal to ask on."""
    for name in os.environ:
        if name.startswith("PEERWALK_"):
            monkeypatch.delenv(name)

    def run(*arguments: str, home: str = "home", passphrase: str = PASS) -> tuple[int, str, str]:
        monkeypatch.setenv("PEERWALK_DATA_DIR", str(tmp_path / home))
        monkeypatch.setenv("PEERWALK_BACKUP_PASSPHRASE", passphrase)
        monkeypatch.setattr(sys, "argv", ["peerwalk", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


def test_a_trust_is_backed_up_checked_restored_exported_and_imported_from_the_command_line(
    peerwalk: Run, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    with staged(told, tmp_path / "home" / "peerwalk.db") as (play, review):
        expected = rows(play.store)
    kept, whole = str(tmp_path / "trust.age"), str(tmp_path / "trust.zip")
    code, out, words = peerwalk("backup", "--out", kept)
    assert (code, out.split()[1]) == (0, kept), words
    assert "1 review, 1 note" in words
    assert Path(kept).stat().st_mode & 0o077 == 0
    assert MARKED.encode() not in Path(kept).read_bytes()
    assert peerwalk("backup", "--out", kept)[0] == 2  # never over another
    assert "made at" in peerwalk("restore", kept, "--check", home="new")[2]
    assert not (tmp_path / "new").exists()
    code, _, words = peerwalk("restore", kept, home="new")
    assert (code, "1 review, 1 note" in words) == (0, True), words
    code, _, words = peerwalk("restore", kept, home="new")
    assert (code, "holds a trust already" in words) == (1, True)
    code, _, words = peerwalk("export", "--whole", "--out", whole, home="new")
    assert (code, "not encrypted" in words) == (0, True)
    assert peerwalk("import", whole, home="newer")[0] == 0
    store = open_store(sqlite_url(tmp_path / "newer" / "peerwalk.db"))
    try:
        assert rows(store) == expected
    finally:
        store.close()
    assert peerwalk("export", "--whole")[0] == peerwalk("export", review, "--out", whole)[0] == 2
    assert peerwalk("export", review)[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "new", "newer", "trust.age", "trust.zip"]


def test_what_cannot_be_restored_is_told_in_a_sentence_and_nothing_is_written(peerwalk: Run, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with staged(told, tmp_path / "home" / "peerwalk.db"):
        pass
    kept = tmp_path / "trust.age"
    assert peerwalk("backup", "--out", str(kept))[0] == 0
    good = kept.read_bytes()
    turned = bytearray(good)
    turned[len(good) // 2] ^= 4
    slips = {"cut short": good[:-40], "changed": bytes(turned), "whole backup": b"PK\x03\x04" * 99}
    for sentence, body in slips.items():
        bad = tmp_path / "bad.age"
        bad.write_bytes(body)
        for more in ((), ("--check",)):
            code, out, words = peerwalk("restore", str(bad), *more, home="new")
            assert (code, out, sentence in words) == (1, "", True), words
    code, _, words = peerwalk("restore", str(kept), home="new", passphrase="another passphrase")
    assert (code, "does not open" in words) == (1, True)
    assert peerwalk("restore", str(kept), home="new", passphrase="")[0] == 2
    assert peerwalk("restore", str(tmp_path / "none.age"), home="new")[0] == 3
    assert peerwalk("import", str(kept), home="new")[0] == 1
    assert peerwalk("backup", "--out", str(tmp_path / "b.age"), passphrase="short")[0] == 2
    assert peerwalk("backup", "--out", str(tmp_path / "none" / "b.age"))[0] == 3
    store = open_store(sqlite_url(tmp_path / "new" / "peerwalk.db"))
    with store.write.connect() as connection:
        assert not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    store.close()


def test_a_backup_that_is_true_and_not_a_trust_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HostileFileError, match="not a whole zip"):
        backup.check(io.BytesIO(sealed(b"something else")), PASS)
