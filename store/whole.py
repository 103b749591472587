"""A whole trust out of its store and into an empty one, on either database. Ids and history stay as they are."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import IO, Any

from sqlalchemy import Column, Connection, Row, Table, func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from store.archive import HostileFileError, Manifest, Reading, Writing
from store.engine import Store, plainly
from store.migrate import empty_tables, newest_version, ours
from store.portable import BESIDE, LEFT_OUT, UnfitError, cell, leaving, plain, typed
from store.snapshot import snapshot

_BATCH = 500


class NotEmptyError(Exception):
    """The store holds something already, and is left as it is."""


# ── Out ─────────────────────────────────────────────────────────────────────────────────────


def write_whole(store: Store, out: IO[bytes], made: datetime, read_me: str = "") -> dict[str, int]:
    """Write one moment of the whole store as a zip, and return how many rows of each table are in it."""
    writing = Writing(out)
    counts: dict[str, int] = {}
    with snapshot(store) as connection:
        for table in leaving():
            counts[table.name] = _write_json(writing, connection, table)
            _write_csv(writing, connection, table)
    if read_me:
        with writing.file("READ-ME.txt") as file:
            file.write(read_me.encode())
    for name, count in counts.items():
        writing.files[f"json/{name}.json"]["rows"] = count
    left_out = {**LEFT_OUT, **BESIDE}
    writing.finish(schema_version=newest_version(), made=plain(made), left_out=left_out)
    return counts


def _write_json(writing: Writing, connection: Connection, table: Table) -> int:
    count = 0
    with writing.file(f"json/{table.name}.json") as file:
        file.write(b"[\n")
        for row in _rows(connection, table):
            values = {column.name: plain(value) for column, value in zip(table.columns, row, strict=True)}
            # Within a value the order stays as it is.
            line = json.dumps(dict(sorted(values.items())), ensure_ascii=False, separators=(",", ":"))
            file.write((",\n" if count else "").encode() + line.encode())
            count += 1
        file.write(b"\n]\n" if count else b"]\n")
    return count


def _write_csv(writing: Writing, connection: Connection, table: Table) -> None:
    with writing.file(f"csv/{table.name}.csv") as file:
        # Spreadsheets take a file with this mark for UTF-8, and without it for something older.
        file.write("\ufeff".encode() + _line([column.name for column in table.columns]))
        for row in _rows(connection, table):
            file.write(_line([_cell(value) for value in row]))


def _rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    """The rows in the order of their keys, so that equal stores make equal files."""
    ordered = select(table).order_by(*(_as_bytes(connection, column) for column in table.primary_key.columns))
    yield from connection.execution_options(yield_per=_BATCH).execute(ordered)


def _as_bytes(connection: Connection, column: Column[Any]) -> Any:
    """A text sorts by its bytes on both databases, whatever language PostgreSQL was set up for."""
    is_text = connection.dialect.name == "postgresql" and column.type.python_type is str
    return column.collate("C") if is_text else column


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (dict, list, bool)):
        return cell(json.dumps(value, ensure_ascii=False))
    found = plain(value)
    return str(found) if isinstance(found, (int, float)) else cell(found)


def _line(cells: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


# ── In ──────────────────────────────────────────────────────────────────────────────────────


def check_whole(file: IO[bytes]) -> Manifest:
    """Read a whole trust's file to its end and store nothing; raises HostileFileError with one sentence."""
    reading = _of_known_version(file)
    here = {table.name: table for table in leaving()}
    is_newest = reading.manifest.schema_version == newest_version()
    for name, count in reading.manifest.tables.items():
        table = here.get(name) if is_newest else None
        if is_newest and table is None:
            raise HostileFileError(f"There is no table {name} in Peerwalk. Nothing was taken in.")
        rows = reading.rows(name) if table is None else _typed_rows(reading, table)
        _count(name, sum(1 for _ in rows), count)
    return reading.manifest


def read_whole(store: Store, file: IO[bytes]) -> dict[str, int]:
    """Fill an empty store from a whole trust's file, all of it or nothing, and return the rows of each table.

    Raises HostileFileError where the file cannot be taken in, NotEmptyError where the store holds something.
    """
    reading = _of_known_version(file)
    with plainly(), empty_tables(store, reading.manifest.schema_version) as connection:
        if connection is None:
            raise NotEmptyError
        return _fill(connection, reading)


def _of_known_version(file: IO[bytes]) -> Reading:
    reading = Reading(file)
    version = reading.manifest.schema_version
    if version > newest_version():
        raise HostileFileError(
            f"The file is of a newer Peerwalk (its tables are version {version}, these are {newest_version()}). "
            "Install the newest Peerwalk here first. Nothing was taken in."
        )
    return reading


def _fill(connection: Connection, reading: Reading) -> dict[str, int]:
    tables = [table for table in ours(connection).sorted_tables if table.name not in LEFT_OUT]
    known = {table.name for table in tables}
    wanted = reading.manifest.tables
    if unknown := sorted(set(wanted) - known):
        raise HostileFileError(f"There is no table {unknown[0]} in Peerwalk. Nothing was taken in.")
    if missing := sorted(known - set(wanted)):
        raise HostileFileError(f"json/{missing[0]}.json is missing from the file. Nothing was taken in.")
    for table in tables:
        count = 0
        try:
            for batch in _batches(_typed_rows(reading, table)):
                connection.execute(table.insert(), batch)
                count += len(batch)
        except OperationalError:
            raise
        except (DBAPIError, StatementError):
            raise HostileFileError(
                f"The rows of {table.name} contradict each other or another table. Nothing was taken in."
            ) from None
        _count(table.name, count, wanted[table.name])
        _count_on(connection, table)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise HostileFileError("A row in the file points at one that is not there. Nothing was taken in.")
    return {table.name: wanted[table.name] for table in tables}


def _typed_rows(reading: Reading, table: Table) -> Iterator[dict[str, Any]]:
    # What the database works out itself is in no file.
    columns: Mapping[str, Column[Any]] = {column.name: column for column in table.columns if column.computed is None}
    for number, row in enumerate(reading.rows(table.name), start=1):
        where = f"Row {number} of json/{table.name}.json"
        if not isinstance(row, dict):
            raise HostileFileError(f"{where} is not a row. Nothing was taken in.")
        if unknown := sorted(set(row) - set(columns)):
            raise HostileFileError(f"{where} has a column {unknown[0]!r} that there is not. Nothing was taken in.")
        if missing := sorted(set(columns) - set(row)):
            raise HostileFileError(f"{where} lacks the column {missing[0]}. Nothing was taken in.")
        try:
            yield {columns[name].key: typed(columns[name], value) for name, value in row.items()}
        except UnfitError as error:
            raise HostileFileError(f"{where} does not fit: {error}. Nothing was taken in.") from None


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _count(name: str, found: int, said: int) -> None:
    if found != said:
        raise HostileFileError(f"json/{name}.json has {found} rows, its manifest says {said}. Nothing was taken in.")


def _count_on(connection: Connection, table: Table) -> None:
    """Have PostgreSQL go on numbering where the rows leave off; SQLite does so by itself."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    highest = connection.scalar(select(func.max(column)))
    if highest is not None:
        named = {"table": f'"{table.name}"', "column": column.name, "to": highest}
        connection.execute(text("select setval(pg_get_serial_sequence(:table, :column), :to)"), named)
