"""What a check of a file tells: how much it holds, or everything that is wrong with it."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from bot.domain.examples import Examples
from bot.domain.framework import Framework
from bot.domain.instruments import Instruments
from bot.domain.note import Shows
from bot.domain.overlay import Overlay
from bot.domain.practice import Practice
from bot.domain.question_set import QuestionSet
from store.plain_file import FileProblems, Problem, read_bytes
from store.shelf import Opened, Shelf, open_file


@dataclass(frozen=True)
class Report:
    """What `peerwalk framework check` tells: the counts and the version are empty when there are problems."""

    file: str
    kind: str
    id: str
    version: str
    counts: Mapping[str, int]
    sha256: str
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()
    """Words to think over, which keep nobody from using the file."""

    def __str__(self) -> str:
        version = f", version {self.version}" if self.version else ""
        return f"{self.file}{version}: {counted(self.counts)}. sha256 {self.sha256}"


def check(path: Path, shelf: Shelf | None = None) -> Report:
    """Count what a file holds, or list its problems; OSError when it is not there."""
    text = read_bytes(path)
    try:
        opened = open_file(path)
    except FileProblems as wrong:
        return Report(path.name, "", "", "", {}, hashlib.sha256(text).hexdigest(), wrong.problems)
    shelf = shelf or Shelf()
    problems, doubts = shelf.problems(opened), shelf.doubts(opened)
    if problems:
        return Report(path.name, opened.kind, opened.id, "", {}, opened.sha256, problems, doubts)
    return replace(report_of(opened), doubts=doubts)


def report_of(opened: Opened) -> Report:
    """Count what a file in order holds."""
    counts = counts_of(opened.value)
    return Report(opened.path.name, opened.kind, opened.id, opened.version, counts, opened.sha256)


def counts_of(value: Any) -> dict[str, int]:
    """How much a file holds, each under the word a person would use."""
    match value:
        case Framework():
            return asdict(value.counts())
        case Overlay():
            return {
                "added": sum(len(one.sub_areas) for one in value.areas)
                + sum(len(one.sub_areas) + len(one.indicators) for one in value.add),
                "hidden": len(value.hide),
                "reworded": len(value.reword),
                "roles": len(value.roles),
            }
        case Instruments():
            return {"instruments": len(value.instruments), "checked": sum(one.checked for one in value.instruments)}
        case QuestionSet():
            return {"themes": len(value.themes), "questions": len(value.questions)}
        case Practice():
            return {"themes": len(value.themes), "tips": len(value.tips), "ways_of_listening": len(value.listening)}
        case Examples():
            return {
                "examples": len(value.examples),
                **{str(shows): sum(one.shows is shows for one in value.examples) for shows in Shows},
            }
    return {}


_ONE = {"leaves": "leaf", "ways_of_listening": "way of listening"}


def counted(counts: Mapping[str, int]) -> str:
    """Counts as words, such as ``12 areas, 41 sub-areas``."""
    return ", ".join(f"{number} {_named(name, number)}" for name, number in counts.items())


def _named(name: str, number: int) -> str:
    said = _ONE.get(name, name.removesuffix("s")) if number == 1 else name
    return said.replace("sub_area", "sub-area").replace("_", " ")


def as_json(report: Report) -> dict[str, object]:
    """Give a report as plain values, ready to be written as JSON."""
    plain: dict[str, object] = {key: getattr(report, key) for key in ("file", "kind", "id", "version")}
    return {
        **plain,
        **report.counts,
        "sha256": report.sha256,
        "problems": [asdict(problem) for problem in report.problems],
        "doubts": [asdict(doubt) for doubt in report.doubts],
    }
