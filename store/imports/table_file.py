"""A file of rows and columns, read without trust: any bytes come to rows, or to a sentence on what to do.

Only the columns that are wanted are ever looked at; what stands in any other is not kept for a moment.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.imports import Slip, Why

_DELIMITERS = ",;\t"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NO_TABLES = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\ufeff": "", "\u00ad": ""})
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Caps:
    """How large a file may be."""

    megabytes: int
    rows: int
    columns: int = 400
    cell: int = 500


@dataclass(frozen=True)
class Column:
    """A column that is wanted, and every name it goes by; the first is what we call it."""

    key: str
    names: tuple[str, ...]
    needed: bool = False


@dataclass(frozen=True)
class Row:
    """The wanted cells of one row, by the keys of their columns; where the file has no such column it is not there."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


class UnusableError(Exception):
    """The file as a whole will not do."""

    def __init__(self, *slips: Slip) -> None:
        super().__init__(", ".join(slip.why for slip in slips))
        self.slips = slips


@dataclass(frozen=True)
class Table:
    """A file's header and, read as they are asked for, its rows. `heads` says how the file itself heads a column."""

    heads: Mapping[str, str]
    _places: Mapping[str, int]
    _width: int
    _records: Iterator[tuple[int, list[str]]]
    _caps: Caps

    def rows(self) -> Iterator[Row | Slip]:
        """Each row, or what is wrong with it. Raises UnusableError where the rest cannot be read."""
        number = 0
        for line, record in self._records:
            if not any(cell.strip() for cell in record):
                continue
            number += 1
            if number > self._caps.rows:
                raise UnusableError(Slip(0, "", Why.TOO_MANY_ROWS, {"most": f"{self._caps.rows:,}"}))
            yield self._row(line, record)
        if not number:
            raise UnusableError(Slip(0, "", Why.NO_ROWS))

    def _row(self, line: int, record: list[str]) -> Row | Slip:
        if len(record) < self._width or any(cell.strip() for cell in record[self._width :]):
            return Slip(line, "", Why.CELLS_DIFFER, {"here": str(len(record)), "header": str(self._width)})
        cells = {}
        for key, place in self._places.items():
            cell = record[place]
            if len(cell) > self._caps.cell:
                return Slip(line, self.heads[key], Why.CELL_TOO_LONG, {"most": str(self._caps.cell)})
            if not (cell.isascii() and cell.isprintable()):  # most are, and there may be a hundred thousand
                cell = unicodedata.normalize("NFC", cell.translate(_SPACES))
                if any(unicodedata.category(letter) in _UNSEEN for letter in cell.strip() if letter not in "\n\r\t"):
                    return Slip(line, self.heads[key], Why.UNSEEN_CHARACTERS)
            cell = cell.strip()
            cells[key] = cell
        return Row(line, cells)


def open_table(data: bytes, columns: tuple[Column, ...], caps: Caps) -> Table:
    """Read the header of a file. Raises UnusableError, with a slip for each column that is needed and is not there."""
    text = text_of(data, caps)
    names = {name.casefold(): column.key for column in columns for name in column.names}
    start, delimiter = _delimiter(text, frozenset(names))
    records = _records(text[start:], delimiter, 1 if start else 0)
    try:
        _, header = next(records)
    except StopIteration:
        raise UnusableError(Slip(0, "", Why.EMPTY_FILE)) from None
    while header and not header[-1].strip():
        header.pop()
    if len(header) > caps.columns:
        raise UnusableError(Slip(0, "", Why.TOO_MANY_COLUMNS, {"most": str(caps.columns)}))
    places: dict[str, int] = {}
    twice: dict[str, None] = {}
    for place, head in enumerate(header):
        key = names.get(" ".join(head.translate(_SPACES).split()).casefold())
        if key in places:
            twice[key] = None
        elif key:
            places[key] = place
    called = {column.key: column.names[0] for column in columns}
    slips = [Slip(0, called[key], Why.COLUMN_TWICE) for key in twice]
    slips += [Slip(0, called[c.key], Why.COLUMN_MISSING) for c in columns if c.needed and c.key not in places]
    if slips:
        raise UnusableError(*slips)
    heads = {key: " ".join(header[place].split()) for key, place in places.items()}
    return Table(heads, places, len(header), records, caps)


def text_of(data: bytes, caps: Caps) -> str:
    """The file as text. Raises UnusableError where it is too large, empty, or no text at all."""
    if len(data) > caps.megabytes * MEGABYTE:
        raise UnusableError(Slip(0, "", Why.FILE_TOO_LARGE, {"most": str(caps.megabytes)}))
    if not data.strip():
        raise UnusableError(Slip(0, "", Why.EMPTY_FILE))
    if data.startswith(_NO_TABLES):
        raise UnusableError(Slip(0, "", Why.NOT_A_TABLE))
    marked = next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), None)
    if marked is None or marked[1] == "utf-8":
        if b"\0" in data:
            raise UnusableError(Slip(0, "", Why.NUL_BYTES))
        encodings = ("utf-8",) if marked else ("utf-8", "cp1252")
    else:
        encodings = (marked[1],)
    for encoding in encodings:
        try:
            text = data[len(marked[0]) if marked else 0 :].decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise UnusableError(Slip(0, "", Why.NUL_BYTES))
        return text
    raise UnusableError(Slip(0, "", Why.UNKNOWN_ENCODING))


def _delimiter(text: str, names: frozenset[str]) -> tuple[int, str]:
    """Where the table starts, and what divides its cells: whatever makes most of the header's columns known."""
    first, _, _ = text.partition("\n")
    told = first.strip().casefold().removeprefix('"').removesuffix('"')
    if told.startswith("sep=") and told[4:] and told[4] in _DELIMITERS:
        return len(first) + 1, told[4]

    def known(delimiter: str) -> int:
        try:
            header = next(csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=delimiter), [])
        except csv.Error:
            return 0
        return len({name for head in header if (name := " ".join(head.split()).casefold()) in names})

    return 0, max(_DELIMITERS, key=known)


def _records(text: str, delimiter: str, line: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = line + reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "limit" in str(error):
                raise UnusableError(Slip(0, "", Why.CELL_TOO_LONG, {"most": "500", "line": str(begins)})) from None
            raise UnusableError(Slip(0, "", Why.QUOTES_OPEN, {"line": str(begins)})) from None
        yield begins, record
