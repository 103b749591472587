"""A framework file: reads one into a Framework, or says everything that is wrong with it, in words and with its line.

Trusts write these files by hand, so whoever reads the problems is no programmer: each one is a sentence on what is
wrong and another on what to do. All are given at once. The digest is of the file's own bytes, because a review keeps a
full copy of the text it began with and must be able to prove that nothing in it has moved.
"""

import hashlib
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from bot.domain.framework import Framework
from store.framework_ids import misnamed
from store.framework_shape import FrameworkShape, misshapen
from store.plain_yaml import Fault, Page, Place, read_page

CST_SPR = Path(__file__).parent / "frameworks" / "cst-spr.yaml"
MOST_BYTES = 512 * 1024
MOST_PROBLEMS = 100  # nobody mends more at a sitting, and a hostile file could hold half a million
LONGEST_NODE = 40  # an id longer than this is a slip, and would hide the sentence behind it


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a framework file; `node` is the nearest id, or empty when there is none yet."""

    file: str
    line: int
    node: str
    what: str
    what_to_do: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" + (f", {self.node}" if self.node else "")
        return f"{where}: {self.what}. {self.what_to_do}"


class FrameworkProblems(ValueError):  # noqa: N818 (it carries several, and is caught to be shown)
    """Everything that is wrong with a framework file, in the order of its lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Report:
    """What `peerwalk framework check` tells: the counts are 0 and the version empty when there are problems."""

    areas: int
    sub_areas: int
    indicators: int
    leaves: int
    version: str
    sha256: str
    problems: tuple[Problem, ...] = ()


def read(path: Path) -> Framework:
    """Read a framework file; FrameworkProblems when it is wrong, OSError when it is not there."""
    return parse(_bytes(path), path.name)


@lru_cache(maxsize=32)  # every look at a review parses its pinned copy
def parse(text: bytes, name: str) -> Framework:
    """Make a Framework of a file's bytes; `name` is what the problems call the file."""
    if len(text) > MOST_BYTES:
        raise _alone(name, 1, "the file is larger than 512 kB", "Keep only the framework in it.")
    try:
        page = read_page(text.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise _alone(name, line, "the file is not in UTF-8", "Save it again with the encoding UTF-8.") from None
    faults = list(page.faults)
    shape: FrameworkShape | None = None
    if page.value is not None:
        try:
            shape = FrameworkShape.model_validate(page.value)
        except ValidationError as error:
            faults += misshapen(error, page)
        wrong = {fault.place for fault in faults}  # an id that is no id at all is not also out of place
        faults += [fault for fault in misnamed(page) if fault.place not in wrong]
    if faults or shape is None:
        raise _all(faults, page, name)
    return shape.framework(hashlib.sha256(text).hexdigest())


def check(path: Path) -> Report:
    """Count what a framework file holds, or list its problems; OSError when it is not there."""
    text = _bytes(path)
    try:
        framework = parse(text, path.name)
    except FrameworkProblems as wrong:
        return Report(0, 0, 0, 0, "", hashlib.sha256(text).hexdigest(), wrong.problems)
    return Report(**asdict(framework.counts()), version=framework.version, sha256=framework.sha256)


def as_json(report: Report) -> dict[str, object]:
    """Give a report as plain values, ready to be written as JSON."""
    return asdict(report) | {"problems": [asdict(problem) for problem in report.problems]}


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)  # one more than is allowed tells that there is more


def _all(faults: list[Fault], page: Page, name: str) -> FrameworkProblems:
    told = sorted(faults, key=lambda fault: fault.line)[:MOST_PROBLEMS]
    problems = [Problem(name, fault.line, _node(page, fault.place), fault.what, fault.what_to_do) for fault in told]
    if len(faults) > MOST_PROBLEMS:
        what = f"there is more to mend after this ({len(faults) - MOST_PROBLEMS} further problems)"
        problems.append(Problem(name, told[-1].line, "", what, "Mend what stands above, then check the file again."))
    return FrameworkProblems(tuple(problems))


def _alone(name: str, line: int, what: str, what_to_do: str) -> FrameworkProblems:
    return FrameworkProblems((Problem(name, line, "", what, what_to_do),))


def _node(page: Page, place: Place) -> str:
    """Find the nearest id at or above a place."""
    node = ""
    value = page.value
    for step in (*place, None):
        if isinstance(value, dict):
            found = value.get("id")
            node = found if isinstance(found, str) and found.isprintable() and 0 < len(found) <= LONGEST_NODE else node
            value = value.get(step) if isinstance(step, str) else None
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            break
    return node
