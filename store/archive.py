"""A trust's whole file: a zip of one JSON file a table, its CSV twin, and a manifest that counts and seals them.

A file from elsewhere is not believed: nothing of it is unpacked to disk, names are looked up and never followed, and no
more is read than the manifest says, which may say only so much.
"""

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

FORMAT = "peerwalk-whole-trust"
MANIFEST = "manifest.json"

LARGEST_MANIFEST = 1 << 20
MOST_FILES = 1000
LARGEST = 8 << 30  # bytes of all files together, unpacked
LARGEST_RATIO = 250  # times that a file may be larger than it is packed; rows of ours come to about twenty
LONGEST_ROW = 64 << 20
_CHUNK = 1 << 18
_NAME = re.compile(r"(?:json/[a-z][a-z0-9_]*\.json|csv/[a-z][a-z0-9_]*\.csv|READ-ME\.txt)\Z")


class HostileFileError(Exception):
    """A file that cannot be taken in: one sentence that says why. Nothing was stored."""


class Sealed(BaseModel):
    """One file of the zip, as the manifest describes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    size: int = Field(ge=0, alias="bytes")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    rows: int | None = Field(default=None, ge=0)


class Manifest(BaseModel):
    """What is in the zip. `schema_version` is the version of the tables it was made from."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    format: str
    format_version: int
    schema_version: str = Field(pattern=r"^[0-9]{4}$")
    made: str
    files: dict[str, Sealed]
    left_out: dict[str, str]

    @property
    def tables(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name[5:-5]: sealed.rows or 0 for name, sealed in self.files.items() if name.startswith("json/")}


@dataclass(frozen=True)
class _Counted:
    """A stream that counts and digests what goes through it."""

    stream: IO[bytes]
    digest: Any
    size: list[int]

    def write(self, chunk: bytes) -> None:
        self.digest.update(chunk)
        self.size[0] += len(chunk)
        self.stream.write(chunk)


class Writing:
    """A zip being written, file after file; the manifest comes last."""

    def __init__(self, out: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self.files: dict[str, dict[str, Any]] = {}

    @contextmanager
    def file(self, name: str) -> Iterator[_Counted]:
        with self._zip.open(self._info(name), "w", force_zip64=True) as stream:
            counted = _Counted(stream, hashlib.sha256(), [0])
            yield counted
        self.files[name] = {"bytes": counted.size[0], "sha256": counted.digest.hexdigest()}

    def finish(self, **about: Any) -> None:
        whole = {"format": FORMAT, "format_version": 1, **about, "files": self.files}
        text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
        self._zip.writestr(self._info(MANIFEST), text + "\n")
        self._zip.close()

    @staticmethod
    def _info(name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name)  # always of the same time, so that equal rows make equal files
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        return info


class Reading:
    """A zip from elsewhere. Making one checks every name, size and digest; raises HostileFileError."""

    def __init__(self, stream: IO[bytes]) -> None:
        with _sentences():
            self._zip = zipfile.ZipFile(stream)
            self._entries = self._listed()
            self.manifest = self._manifest()
            self._check()

    def rows(self, table: str) -> Iterator[Any]:
        """The rows of one table, each a JSON value of its own line."""
        name = f"json/{table}.json"
        with _sentences(), self._zip.open(name) as stream:
            if stream.readline(16).strip() != b"[":
                raise HostileFileError(f"{name} does not begin as a list of rows.")
            while (line := stream.readline(LONGEST_ROW)).strip() != b"]":
                if not line.endswith(b"\n"):
                    raise HostileFileError(f"{name} ends in the middle, or has a row that is far too long.")
                yield _json(line.strip().removesuffix(b","), name)
            if stream.read(1):
                raise HostileFileError(f"{name} goes on after its end.")

    def _listed(self) -> dict[str, zipfile.ZipInfo]:
        entries = self._zip.infolist()
        if len(entries) > MOST_FILES:
            raise HostileFileError("The file holds far more files than a trust has. Nothing was taken in.")
        found: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = entry.filename
            if name != MANIFEST and not _NAME.match(name):
                raise HostileFileError(f"The file holds {name!r}, which Peerwalk never writes. Nothing was taken in.")
            if name in found:
                raise HostileFileError(f"The file holds {name} twice. Nothing was taken in.")
            link = stat.S_ISLNK(entry.external_attr >> 16)
            if link or entry.flag_bits & 0x1 or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise HostileFileError(f"{name} is not packed as Peerwalk packs. Nothing was taken in.")
            found[name] = entry
        return found

    def _manifest(self) -> Manifest:
        entry = self._entries.get(MANIFEST)
        if entry is None:
            raise HostileFileError("There is no manifest.json in the file: it is not a whole trust's export.")
        if entry.file_size > LARGEST_MANIFEST:
            raise HostileFileError("The manifest is far too large. Nothing was taken in.")
        with self._zip.open(entry) as stream:
            found = _json(stream.read(LARGEST_MANIFEST), MANIFEST)
        if not isinstance(found, dict) or (found.get("format"), found.get("format_version")) != (FORMAT, 1):
            raise HostileFileError("The manifest is not one of a whole trust's export that this Peerwalk can read.")
        try:
            return Manifest.model_validate(found)
        except ValidationError as error:
            where = ".".join(map(str, error.errors()[0]["loc"]))
            raise HostileFileError(f"The manifest cannot be read at {where}. Nothing was taken in.") from None

    def _check(self) -> None:
        named = set(self.manifest.files)
        if missing := sorted(named - set(self._entries)):
            raise HostileFileError(f"{missing[0]} is in the manifest and not in the file. Nothing was taken in.")
        if more := sorted(set(self._entries) - named - {MANIFEST}):
            raise HostileFileError(f"{more[0]} is in the file and not in its manifest. Nothing was taken in.")
        total = 0
        for name, sealed in self.manifest.files.items():
            entry = self._entries[name]
            total += sealed.size
            if sealed.size > LARGEST_RATIO * (entry.compress_size + 1024) or total > LARGEST:
                raise HostileFileError(
                    f"{name} would unpack to far more than a trust's rows can be. Nothing was taken in."
                )
            self._check_bytes(name, entry, sealed)

    def _check_bytes(self, name: str, entry: zipfile.ZipInfo, sealed: Sealed) -> None:
        digest, size = hashlib.sha256(), 0
        with self._zip.open(entry) as stream:
            while size <= sealed.size and (chunk := stream.read(_CHUNK)):
                digest.update(chunk)
                size += len(chunk)
        if size != sealed.size or digest.hexdigest() != sealed.sha256:
            raise HostileFileError(f"{name} is not as it was written: its seal does not fit. Nothing was taken in.")


def _json(text: bytes, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise HostileFileError(f"{name} is not JSON as Peerwalk writes it. Nothing was taken in.") from None


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise HostileFileError("The file is not a whole zip file. Nothing was taken in.") from None
