"""Every file a trust can choose among: those that came with Peerwalk, and those in its own folder, which go first.

So a trust follows a new edition of some guidance, or words a sub-area its own way, without waiting for a release.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.domain.edition import edition_of, in_order
from bot.domain.examples import Examples
from bot.domain.framework import Framework
from bot.domain.instruments import Instruments
from bot.domain.overlay import Overlay
from bot.domain.practice import Practice
from bot.domain.question_set import QuestionSet
from store.examples_file import EXAMPLES
from store.framework_depth import entries
from store.framework_file import FRAMEWORK
from store.framework_words import doubts, marking
from store.instruments_file import INSTRUMENTS
from store.overlay_file import OVERLAY, lay
from store.plain_file import FileProblems, Grammar, Problem, make, page_of, problems_of, read_bytes
from store.plain_yaml import Fault, Page, brief
from store.practice_file import PRACTICE
from store.question_set_file import QUESTION_SET

SHIPPED = Path(__file__).parent / "frameworks"
GRAMMARS: Mapping[str, Grammar[Any]] = {
    grammar.name: grammar for grammar in (FRAMEWORK, OVERLAY, INSTRUMENTS, QUESTION_SET, PRACTICE, EXAMPLES)
}


@dataclass(frozen=True)
class Opened:
    """A file that was read: what it is, and what was made of it."""

    path: Path
    kind: str
    value: Any
    text: bytes
    page: Page

    @property
    def id(self) -> str:
        return str(self.value.of if self.kind == EXAMPLES.name else self.value.id)

    @property
    def version(self) -> str:
        return str(getattr(self.value, "version", ""))

    @property
    def sha256(self) -> str:
        return str(self.value.sha256)


@dataclass(frozen=True)
class Shelf:
    """Where files are looked for: a trust's own folder first, if it has one, then ours, then what the store has kept."""

    own: Path | None = None
    shipped: Path = field(default=SHIPPED)
    kept: tuple[tuple[str, bytes], ...] = ()
    """Framework and overlay files that reviews began with or may begin with, by their pins."""

    def files(self) -> Iterator[tuple[Path, bool]]:
        """Every file, those of the trust's own first, and whether it is its own."""
        for folder, is_own in ((self.own, True), (self.shipped, False)):
            if folder is not None and folder.is_dir():
                yield from ((path, is_own) for path in sorted(folder.glob("*.yaml")))

    def find(self, kind: str, name: str = "", version: str = "") -> Opened:
        """The first file of a kind, with this id and version if one is given, and the newest where a place has several.

        Raises KeyError when there is none, FileProblems if it is wrong.
        """
        for place in (True, False):
            paths = (path for path, is_own in self.files() if is_own is place)
            read = ((path, text, _page(text, path.name)) for path in paths for text in (read_bytes(path),))
            found = [
                (path, text, page)
                for path, text, page in read
                if _kind(page) == kind and name in {"", _id(page)} and version in {"", _version(page)}
            ]
            if found:
                path, text, _ = max(found, key=lambda one: in_order(_version(one[2])))
                return _opened(path, text)
        return self._kept(kind, name, version)

    def kept_files(self) -> Iterator[Opened]:
        """Every framework and overlay that the store keeps, read as it was let in."""
        for pin, text in self.kept:
            edition = edition_of(pin)
            path = Path(f"{edition.id}@{edition.version}")
            yield _opened(path, text)

    def _kept(self, kind: str, name: str, version: str) -> Opened:
        found = [one for one in self.kept_files() if one.kind == kind and one.id == name]
        found = [one for one in found if version in {"", one.version}]
        if not found:
            raise KeyError(f"There is no {' '.join(filter(None, (kind, name, version)))}.")
        return max(found, key=lambda one: in_order(one.version))

    def instruments(self) -> Instruments:
        """Our list of guidance; where the trust keeps one of its own, that first, and ours for what it does not list."""
        found: Instruments = self.find(INSTRUMENTS.name).value
        ours: Instruments = Shelf(shipped=self.shipped).find(INSTRUMENTS.name).value
        rest = tuple(one for one in ours.instruments if one.id not in found.ids)
        return replace(found, instruments=(*found.instruments, *rest))

    def framework(self, name: str, version: str = "") -> Framework:
        """The framework with this id, and this version if one is given; KeyError when there is none."""
        found: Framework = self.find(FRAMEWORK.name, name, version).value
        return found

    def beneath(self, overlay: Overlay) -> Opened:
        """The file an overlay was written over, or else another version of it; KeyError when there is none."""
        try:
            return self.find(FRAMEWORK.name, overlay.base, overlay.base_version)
        except KeyError:
            return self.find(FRAMEWORK.name, overlay.base)

    def doubts(self, opened: Opened) -> tuple[Problem, ...]:
        """Words that somebody should think over; they keep nobody from using the file."""
        found = doubts(opened.page) if isinstance(opened.value, (Framework, Overlay)) else []
        return problems_of(found, opened.page, opened.path.name).problems if found else ()

    def problems(self, opened: Opened) -> tuple[Problem, ...]:
        """What a file alone cannot tell: ids of guidance nobody lists, of nodes no framework has, a base that is not there."""
        try:
            return self._strangers(opened)
        except KeyError as error:
            said = str(error.args[0]).removesuffix(".")
            fault = Fault(1, (), said[:1].lower() + said[1:], _BRING)
            return problems_of([fault], opened.page, opened.path.name).problems
        except FileProblems as wrong:
            return wrong.problems

    def _strangers(self, opened: Opened) -> tuple[Problem, ...]:
        faults: list[Fault] = []
        match opened.value:
            case Framework():
                faults = marking(opened.page) + _unlisted(opened.page, self.instruments())
            case Overlay():
                lay(self.beneath(opened.value).value, opened.text, opened.path.name)
                faults = marking(opened.page) + _unlisted(opened.page, self.instruments())
            case QuestionSet() | Practice():
                faults = _nowhere(opened.page, self.framework("cst-spr"))
            case Examples():
                framework = self.framework(opened.value.of)
                faults = [
                    _stranger(opened.page, (*place, "id"), entry["id"], "the framework", "Take it out, or mend the id.")
                    for place, entry in entries(opened.page.value or "", ())
                    if "id" in entry and not framework.has(str(entry["id"]))
                ]
        return problems_of(faults, opened.page, opened.path.name).problems if faults else ()


_BRING = "Put it in the folder of your own files, or mend the id."


def open_file(path: Path) -> Opened:
    """Read a file of any kind; FileProblems when it is wrong, OSError when it is not there."""
    text = read_bytes(path)
    return _opened(path, text)


_page = lru_cache(maxsize=16)(page_of)  # each look at a shelf reads every file on it


@lru_cache(maxsize=16)
def _opened(path: Path, text: bytes) -> Opened:
    page = _page(text, path.name)
    kind = _kind(page)
    if kind not in GRAMMARS:
        what = f"{brief(kind)} is not a kind of file known here"
        fault = Fault(page.near(("kind",)), ("kind",), what, f"Write one of {', '.join(GRAMMARS)}.")
        raise problems_of([*page.faults, fault], page, path.name)
    return Opened(path, kind, make(GRAMMARS[kind], page, text, path.name), text, page)


def _kind(page: Page) -> str:
    """What a file says it is; a framework when it says nothing."""
    said = page.value.get("kind", FRAMEWORK.name) if isinstance(page.value, dict) else FRAMEWORK.name
    return said if isinstance(said, str) else FRAMEWORK.name


def _id(page: Page) -> str:
    top = page.value if isinstance(page.value, dict) else {}
    found = top.get("id", top.get("of", ""))
    return found if isinstance(found, str) else ""


def _version(page: Page) -> str:
    found = page.value.get("version", "") if isinstance(page.value, dict) else ""
    return found if isinstance(found, str) else ""


def _unlisted(page: Page, known: Instruments) -> list[Fault]:
    return [
        _stranger(page, (*place, "instruments", number), one, "the list of guidance", _LIST)
        for place, entry in entries(page.value or "", ())
        for listed in [entry.get("instruments")]
        for number, one in enumerate(listed if isinstance(listed, list) else ())
        if isinstance(one, str) and one not in known.ids
    ]


_LIST = "Add it to instruments.yaml in the folder of your own files, or mend the id."


def _nowhere(page: Page, framework: Framework) -> list[Fault]:
    return [
        _stranger(page, (*place, "near", number), one, "the framework", "Take it out, or mend the id.")
        for place, entry in entries(page.value or "", ())
        for listed in [entry.get("near")]
        for number, one in enumerate(listed if isinstance(listed, list) else ())
        if isinstance(one, str) and not framework.has(one)
    ]


def _stranger(page: Page, place: tuple[str | int, ...], found: object, where: str, what_to_do: str) -> Fault:
    return Fault(page.near(place), place, f"{brief(str(found))} is not in {where}", what_to_do)
