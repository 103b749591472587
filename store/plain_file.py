"""A file of plain YAML that a trust may write: read into its value, or everything that is wrong with it told at once.

Whoever reads the problems is no programmer: each is a sentence on what is wrong and another on what to do. The digest
is of the file's own bytes, because a review keeps a full copy of the text it began with and must be able to prove that
nothing in it has moved.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from store.plain_yaml import Fault, Page, Place, read_page
from store.shapes import Shape, misshapen

MOST_BYTES = 512 * 1024  # the largest of ours has a quarter of it
MOST_PROBLEMS = 100  # nobody mends more at a sitting, and a hostile file could hold half a million
LONGEST_NODE = 40  # an id longer than this is a slip, and would hide the sentence behind it

Value = TypeVar("Value")


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a file; `node` is the nearest id, or empty when there is none yet."""

    file: str
    line: int
    node: str
    what: str
    what_to_do: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" + (f", {self.node}" if self.node else "")
        return f"{where}: {self.what}. {self.what_to_do}"


class FileProblems(ValueError):  # noqa: N818 (it carries several, and is caught to be shown)
    """Everything that is wrong with a file, in the order of its lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Grammar(Generic[Value]):
    """What a kind of file must be like, and what is made of one that is."""

    name: str
    """What the file's own key `kind` says."""
    shape: type[Shape]
    faults: Callable[[Page], list[Fault]]
    """What a shape alone cannot tell: ids, open questions, what must stand together."""
    build: Callable[[Any, str], Value]
    """The value, from the shape and the digest."""


def read_bytes(path: Path) -> bytes:
    """Read a file as far as one may be long; OSError when it is not there."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)  # one more than is allowed tells that there is more


def page_of(text: bytes, name: str) -> Page:
    """Read a file as plain YAML; FileProblems when it is too large or in another encoding."""
    if len(text) > MOST_BYTES:
        raise _alone(name, 1, "the file is larger than 512 kB", "Keep only what belongs in it.")
    try:
        return read_page(text.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise _alone(name, line, "the file is not in UTF-8", "Save it again with the encoding UTF-8.") from None


def parse_as(grammar: Grammar[Value], text: bytes, name: str) -> Value:
    """Make of a file's bytes what its grammar says; `name` is what the problems call the file."""
    return make(grammar, page_of(text, name), text, name)


def make(grammar: Grammar[Value], page: Page, text: bytes, name: str) -> Value:
    """Make of a page what its grammar says; FileProblems with all that is wrong."""
    faults = list(page.faults)
    shape: Shape | None = None
    if page.value is not None:
        try:
            shape = grammar.shape.model_validate(page.value)
        except ValidationError as error:
            faults += misshapen(error, page, grammar.shape)
        wrong = {fault.place for fault in faults}  # an id that is no id at all is not also out of place
        faults += [fault for fault in grammar.faults(page) if fault.place not in wrong]
    if faults or shape is None:
        raise problems_of(faults, page, name)
    return grammar.build(shape, hashlib.sha256(text).hexdigest())


def problems_of(faults: list[Fault], page: Page, name: str) -> FileProblems:
    """Say faults in the order of their lines, with the nearest id of each, and no more than anybody would read."""
    told = sorted(faults, key=lambda fault: fault.line)[:MOST_PROBLEMS]
    problems = [Problem(name, fault.line, _node(page, fault.place), fault.what, fault.what_to_do) for fault in told]
    if len(faults) > MOST_PROBLEMS:
        what = "there is more to mend after this"
        problems.append(Problem(name, told[-1].line, "", what, "Mend what stands above, then check the file again."))
    return FileProblems(tuple(problems))


def _alone(name: str, line: int, what: str, what_to_do: str) -> FileProblems:
    return FileProblems((Problem(name, line, "", what, what_to_do),))


def _node(page: Page, place: Place) -> str:
    """Find the nearest id at or above a place."""
    node = ""
    value = page.value
    for step in (*place, None):
        if isinstance(value, dict):
            found = value.get("id", value.get("under"))
            node = found if isinstance(found, str) and found.isprintable() and 0 < len(found) <= LONGEST_NODE else node
            value = value.get(step) if isinstance(step, str) else None
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            break
    return node
