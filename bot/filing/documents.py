"""What filing learns a framework from: invented notes, the field's words for each part, and the framework's own text."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.depth import Kind
from bot.domain.examples import Examples
from bot.domain.framework import Framework, SubArea

FIELD_WORDS = Path(__file__).parent / "field_words.txt"
NOTES = Path(__file__).parent / "notes.jsonl"
"""More invented notes, by hands of their own: a line each, `node` and `text`. They teach filing and are shown nowhere."""
OF = "cst-spr"
"""The framework whose parts the field's words are about."""


@dataclass(frozen=True)
class Document:
    """One text that belongs to a node."""

    node: str
    text: str


def field_words(path: Path = FIELD_WORDS) -> tuple[Document, ...]:
    """The field's words for each sub-area: a line `# id`, then what is said about it, parted by semicolons."""
    found, node = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            node = line[2:].strip()
        else:
            found += [Document(node, words.strip()) for words in line.split(";") if words.strip()]
    return tuple(found)


def notes(path: Path = NOTES) -> tuple[Document, ...]:
    """The notes that only filing learns from."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(Document(**json.loads(line)) for line in lines)


def documents(framework: Framework, examples: Examples | None = None) -> tuple[Document, ...]:
    """Everything to learn a framework from; `examples` and the field's words where they are about it."""
    parts = {part.id for area in framework.areas for part in area.sub_areas}
    found = [Document(part.id, text) for area in framework.areas for part in area.sub_areas for text in _own(part)]
    if examples is not None and examples.of == framework.id:
        found += [Document(one.node, one.text) for one in examples.examples if one.node in parts]
    if framework.id == OF:
        found += [one for one in (*field_words(), *notes()) if one.node in parts]
    return tuple(found)


def _own(part: SubArea) -> Iterator[str]:
    """What a framework itself says of a part; the title twice, for a small one may have little else."""
    said = (part.title, part.title, part.statement, part.strengths, *part.prompts, part.borrow)
    yield from (text for text in said if text)
    yield from (one.text for one in part.indicators)
    yield from (part.evidence[kind] for kind in Kind if kind in part.evidence)
    # A long statement is also learnt sentence by sentence.
    sentences = re.split(r"(?<=[.!?])\s+", part.statement)
    if len(sentences) > 1:
        yield from sentences
