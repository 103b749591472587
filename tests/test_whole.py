"""A whole trust leaves in open formats and arrives in an empty store of either database, every row as it was."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.library import Wanted
from bot.domain.prompt import Readers, Seen
from bot.domain.prompt_changes import AnswerMarked, PromptAnswered, PromptPassedOn
from bot.message import Answer
from store import library, whole
from store.archive import HostileFileError, Reading
from store.engine import Store, open_store, sqlite_url
from store.inserting import add
from store.migrate import empty_tables, newest_version, ours
from store.portable import LEFT_OUT, cell, leaving
from store.row import Base
from store.tables import FrameworkRow, HistoryRow, InboundRow, NoteVersionRow
from store.whole import NotEmptyError, check_whole, read_whole, write_whole
from tests.asking import SENCO, made, planned, sent, staff
from tests.play import DSL, LEAD, NINE, Play
from tests.scenes import posted, review_at, staged, take_note
from tests.swift import have_tables

HARD = 'Said "=2+2",\nthen ΑΒΓ 😀 and a very ‘quoted’ word'
FORMULA = "=HYPERLINK(1)"
MADE = datetime(2026, 9, 1, 12, tzinfo=UTC)


def lived(play: Play) -> str:
    """A trust in which much has happened, with texts that are hard to carry."""
    review = review_at(play)
    marks: dict[str, Answer] = {"node": "A-2.1", "shows": "excellent"}
    take_note(play, LEAD, review, FORMULA, **marks)
    note = take_note(play, LEAD, review, HARD, **marks)
    play.answer(LEAD, play.start(LEAD, "note_sample", note), sampled="8", out_of="10")
    posted(play, review)
    play.start(LEAD, "take_note", review)
    staff(play)
    asked = [one for one in planned(play, review) if one.person and one.person.id == SENCO]
    sent(play, *asked[:2])
    made(play, PromptAnswered(asked[0].id, SENCO, HARD, FORMULA, readers=Readers.TEAM, hard=True), by=SENCO)
    made(play, AnswerMarked(asked[0].id, LEAD, Seen.DIFFERENTLY, HARD), by=LEAD)
    made(play, PromptPassedOn(asked[1].id, SENCO, DSL, always=True), by=SENCO)
    return review.id


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Store]:
    with staged(lived, tmp_path / "full.db") as (play, _):
        yield play.store


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with staged(lived, tmp_path_factory.mktemp("packed") / "full.db") as (play, _):
        return written(play.store)


def written(store: Store) -> bytes:
    out = io.BytesIO()
    write_whole(store, out, MADE, "Read me.")
    return out.getvalue()


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.reading() as session:
        return {
            table.name: sorted((tuple(map(repr, row)) for row in session.execute(select(table))), key=str)
            for table in leaving()
        }


def test_a_trust_goes_to_postgresql_and_back_with_every_row_as_it_was(
    full: Store, postgresql_store_url: str, tmp_path: Path
) -> None:
    there, back = open_store(postgresql_store_url), open_store(sqlite_url(tmp_path / "back.db"))
    try:
        first = written(full)
        counts = read_whole(there, io.BytesIO(first))
        second = written(there)
        read_whole(back, io.BytesIO(second))
        assert rows(full) == rows(there) == rows(back)
        assert counts["note_versions"] >= 3
        told = ("prompt_sets", "prompts", "prompt_answers", "prompt_marks", "prompt_routes", "schedule")
        assert all(counts[table] for table in told)
        assert first == second == written(back)
        # What is searched is made anew, and the next card is the newest.
        for store in (there, back):
            with store.reading() as session:
                assert [one.title for one in library.search(session, Wanted("worries box")).found] == [
                    "A worry box answered the same day"
                ]
        # Both go on from where the history leaves off, and still refuse to change it.
        for store in (there, back):
            made = {"at": NINE, "person": LEAD, "platform": "web", "conversation": "", "kind": "X", "about": "x"}
            with store.writing() as session:
                highest = max(session.scalars(select(HistoryRow.id)))
                add(session, HistoryRow, **made, fields={})
                assert max(session.scalars(select(HistoryRow.id))) == highest + 1
            with pytest.raises(Exception, match="only ever added"), store.writing() as session:
                session.query(HistoryRow).delete()
    finally:
        there.close()
        back.close()


def test_every_table_leaves_but_for_those_declared_with_a_reason(packed: bytes, full: Store) -> None:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["schema_version"] == newest_version()
        assert manifest["made"] == "2026-09-01T12:00:00+00:00"
        names = {name[5:-5] for name in archive.namelist() if name.startswith("json/")}
        assert names == set(Base.metadata.tables) - set(LEFT_OUT)
        assert all(manifest["left_out"][name] for name in LEFT_OUT)
        assert InboundRow.__tablename__ in LEFT_OUT
        for name, sealed in manifest["files"].items():
            body = archive.read(name)
            assert sealed["sha256"] == hashlib.sha256(body).hexdigest()
            assert sealed["bytes"] == len(body)
        for table in leaving():
            found = json.loads(archive.read(f"json/{table.name}.json"))
            lines = list(csv.reader(io.StringIO(archive.read(f"csv/{table.name}.csv").decode("utf-8-sig"), newline="")))
            assert lines[0] == [column.name for column in table.columns]
            assert len(found) == len(lines) - 1 == manifest["files"][f"json/{table.name}.json"]["rows"]
            assert not any(text[:1] in set("=+-@\t\r") for line in lines for text in line)
        texts = [row["text"] for row in json.loads(archive.read("json/note_versions.json"))]
        assert {HARD, FORMULA} <= set(texts)
        assert f"'{FORMULA}" in archive.read("csv/note_versions.csv").decode()
        assert json.loads(archive.read("json/frameworks.json"))[0]["body"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_a_cell_is_never_taken_for_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell(f"a{text}") == f"a{text}"


def test_an_export_sees_one_moment_while_people_write(any_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def framework(name: str) -> None:
        with any_store.writing() as session:
            session.add(FrameworkRow(pin=name, body="x", place=0))

    framework("before")
    real, between = whole._write_json, iter(range(10_000))

    def slow(*arguments: Any) -> int:
        framework(f"while-{next(between)}")  # a writer between any two tables, who need not wait
        return real(*arguments)

    monkeypatch.setattr(whole, "_write_json", slow)
    reading = Reading(io.BytesIO(written(any_store)))
    assert [row["pin"] for row in reading.rows("frameworks")] == ["before"]


def test_a_store_that_holds_something_is_left_as_it_is(full: Store, packed: bytes) -> None:
    before = rows(full)
    with pytest.raises(NotEmptyError):
        read_whole(full, io.BytesIO(packed))
    assert rows(full) == before


# ── Files that are not to be believed ───────────────────────────────────────────────────────

Change = Callable[[dict[str, bytes], dict[str, Any]], object]


def repacked(packed: bytes, change: Change, *, seal: bool = True) -> bytes:
    """The file with something changed; its seals are made anew, unless the change is to be seen by them."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(files, manifest)
    if seal:
        for name in set(files) & set(manifest["files"]):
            fresh = {"bytes": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
            manifest["files"][name] |= fresh
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
        archive.writestr("manifest.json", json.dumps(manifest))
    return out.getvalue()


def in_rows(table: str, change: Callable[[list[dict[str, Any]]], None]) -> Change:
    def changed(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        name = f"json/{table}.json"
        found = json.loads(files[name])
        change(found)
        files[name] = ("[\n" + ",\n".join(map(json.dumps, found)) + ("\n]\n" if found else "]\n")).encode()
        manifest["files"][name]["rows"] = len(found)

    return changed


def named(name: str, body: bytes) -> Change:
    def changed(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        files[name] = body
        manifest["files"][name] = {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}

    return changed


def _set(name: str, value: Any) -> Change:
    return lambda _files, manifest: manifest.__setitem__(name, value)


def _smuggle(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    named("json/sessions_x.json", b"[\n]\n")(files, manifest)


NOTES = "json/note_versions.json"
HOSTILE: dict[str, tuple[Change, bool, str]] = {
    "a changed byte": (lambda files, _: files.update({NOTES: files[NOTES].replace(b"quoted", b"QUOTED")}), False, "seal"),
    "a missing file": (lambda files, _: files.pop(NOTES), True, f"{NOTES} is in the manifest and not in the file"),
    "a table left away": (
        lambda files, manifest: (files.pop(NOTES), manifest["files"].pop(NOTES)),
        True,
        f"{NOTES} is missing",
    ),
    "a file beside": (lambda files, _: files.update({"json/more.json": b"[]"}), True, "not in its manifest"),
    "a way out": (named("../../etc/cron.d/x", b"x"), True, "never writes"),
    "a way out by a drive": (named("C:\\x.json", b"x"), True, "never writes"),
    "a table of its own": (_smuggle, True, "no table sessions_x"),
    "a table that stays behind": (named("json/inbound.json", b"[\n]\n"), True, "no table inbound"),
    "a newer version": (_set("schema_version", "9999"), True, "newer Peerwalk"),
    "a version of words": (_set("schema_version", "../1"), True, "cannot be read at schema_version"),
    "another format": (_set("format", "zip"), True, "not one of a whole trust"),
    "an unknown column": (in_rows("people", lambda found: found[0].update(admin=True)), True, "'admin' that there is not"),
    "a column less": (in_rows("people", lambda found: found[0].pop("name")), True, "lacks the column name"),
    "a number for a name": (in_rows("people", lambda found: found[0].update(name=7)), True, "name is not a text"),
    "an empty name": (in_rows("people", lambda found: found[0].update(name=None)), True, "name is empty"),
    "half a letter": (in_rows("people", lambda found: found[0].update(name="\ud83d")), True, "name is not a text"),
    "a letter that ends all": (in_rows("people", lambda found: found[0].update(name="a\0b")), True, "name is not a text"),
    "a day that is none": (in_rows("reviews", lambda found: found[0].update(begins="2026-02-30")), True, "begins is not a day"),
    "a time of no zone": (in_rows("notes", lambda found: found[0].update(at="2026-02-03T09:00:00")), True, "without a zone"),
    "the same row twice": (in_rows("people", lambda found: found.append(found[0])), True, "contradict"),
    "a row that points nowhere": (in_rows("notes", lambda found: found[0].update(review="none")), True, "contradict|points at"),
    "fewer rows than said": (lambda _, manifest: manifest["files"][NOTES].update(rows=999), True, "manifest says 999"),
    "not JSON": (lambda files, _: files.update({NOTES: b"[\nnonsense\n]\n"}), True, "not JSON"),
    "JSON without an end": (lambda files, _: files.update({NOTES: b"[\n" + b"[" * 100_000 + b"\n]\n"}), True, "not JSON"),
    "cut in the middle": (lambda files, _: files.update({NOTES: files[NOTES][:-3]}), True, "ends in the middle"),
    "a bomb": (lambda files, _: files.update({NOTES: b"[\n" + b" " * 30_000_000 + b"\n]\n"}), True, "far more"),
    "more files than there can be": (lambda files, _: files.update({f"csv/a{i}.csv": b"" for i in range(1001)}), True, "far more files"),
}  # fmt: skip


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(sqlite_url(tmp_path_factory.mktemp("empty") / "empty.db"))
    have_tables(store)
    yield store
    store.close()


@pytest.mark.parametrize("slip", HOSTILE)
def test_a_hostile_file_is_told_why_in_a_sentence_and_leaves_nothing(slip: str, packed: bytes, emptied: Store) -> None:
    change, seal, sentence = HOSTILE[slip]
    with pytest.raises(HostileFileError, match=sentence) as said:
        read_whole(emptied, io.BytesIO(repacked(packed, change, seal=seal)))
    assert "quoted" not in str(said.value)  # no word of a person
    assert not any(rows(emptied).values())


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 not really", b"x" * 1000])
def test_what_is_no_zip_is_told_so(body: bytes, emptied: Store) -> None:
    with pytest.raises(HostileFileError, match="not a whole zip"):
        read_whole(emptied, io.BytesIO(body))


def test_a_manifest_that_lies_about_its_size_is_read_no_further(packed: bytes, emptied: Store) -> None:
    def lie(_files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        manifest["files"][NOTES]["bytes"] -= 1

    with pytest.raises(HostileFileError, match="seal"):
        read_whole(emptied, io.BytesIO(repacked(packed, lie, seal=False)))


def test_a_half_taken_file_leaves_nothing_on_postgresql_either(packed: bytes, postgresql_store_url: str) -> None:
    store = open_store(postgresql_store_url)
    change, _, _ = HOSTILE["a row that points nowhere"]
    try:
        with pytest.raises(HostileFileError, match="contradict"):
            read_whole(store, io.BytesIO(repacked(packed, change)))
        assert not any(rows(store).values())
        assert read_whole(store, io.BytesIO(packed))["history"] == len(rows(store)["history"])
    finally:
        store.close()


def as_of(version: str, folder: Path) -> Change:
    """The file as a Peerwalk of that version would have written it: with the tables and columns it had."""
    store = open_store(sqlite_url(folder / "then.db"))
    with empty_tables(store, version) as connection:
        assert connection is not None
        had = {table.name: {column.name for column in table.columns} for table in ours(connection).sorted_tables}
    store.close()

    def changed(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        manifest["schema_version"] = version
        for table in leaving():
            name = f"json/{table.name}.json"
            if table.name not in had:
                del files[name], manifest["files"][name]
                continue

            def strip(found: list[dict[str, Any]], columns: set[str] = had[table.name]) -> None:
                found[:] = [{key: value for key, value in row.items() if key in columns} for row in found]

            in_rows(table.name, strip)(files, manifest)

    return changed


def test_a_file_of_an_older_version_takes_the_steps_that_its_store_would_have(
    packed: bytes, empty_url: str, tmp_path: Path
) -> None:
    # Migration 5 chooses the framework that new reviews begin with: a default would leave none chosen.
    older = repacked(packed, as_of("0004", tmp_path))
    store = open_store(empty_url)
    try:
        assert check_whole(io.BytesIO(older)).schema_version == "0004"
        read_whole(store, io.BytesIO(older))
        with store.reading() as session:
            assert session.scalars(select(FrameworkRow.place)).all().count(1) == 1
            assert HARD in set(session.scalars(select(NoteVersionRow.text)))
            # What stood in the channel before there was a library is in it.
            (found,) = library.search(session, Wanted("worry box")).found
            assert found.school == "Larkfield Primary"
        # Into tables that are up to date, and empty, too.
        have_tables(store)
    finally:
        store.close()
    newer = open_store(sqlite_url(tmp_path / "newer.db"))
    have_tables(newer)
    read_whole(newer, io.BytesIO(older))
    have_tables(newer)
    assert rows(newer)["note_versions"]
    newer.close()
