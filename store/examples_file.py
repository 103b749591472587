"""A file of invented notes for filing to learn from: reads one into Examples, or says everything that is wrong with it.

Apart from the framework because only filing reads it: a review neither waits for it nor pins it.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from bot.domain.examples import Example, Examples
from bot.domain.note import Shows
from store.framework_ids import unquoted
from store.instruments_file import ids_twice
from store.plain_file import Grammar, parse_as, read_bytes
from store.plain_yaml import Fault, Page, brief
from store.shapes import FileId, Shape, Statement, SubAreaId

CST_SPR_EXAMPLES = Path(__file__).parent / "frameworks" / "cst-spr.examples.yaml"

_Notes = Annotated[tuple[Statement, ...], Field(min_length=1, max_length=200)]


class NotesShape(Shape):
    """The notes about one sub-area; the keys are those of `Shows`."""

    id: SubAreaId
    excellent: _Notes = ()
    develop: _Notes = ()
    context: _Notes = ()

    def examples(self) -> list[Example]:
        return [Example(self.id, shows, text) for shows in Shows for text in getattr(self, shows)]


class ExamplesShape(Shape):
    kind: Annotated[Literal["examples"], Field(description='Write kind: "examples".')]
    of: Annotated[FileId, Field(description='Write the id of the framework in quotation marks, such as "cst-spr".')]
    examples: Annotated[tuple[NotesShape, ...], Field(min_length=1, max_length=200)]

    def gathered(self, sha256: str) -> Examples:
        return Examples(self.of, sha256, tuple(example for notes in self.examples for example in notes.examples()))


def _faults(page: Page) -> list[Fault]:
    faults = unquoted(page) + ids_twice(page, "examples")
    listed = page.value.get("examples") if isinstance(page.value, dict) else None
    first: dict[str, int] = {}
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        for shows in Shows:
            notes = entry.get(shows) if isinstance(entry, dict) else None
            for position, note in enumerate(notes if isinstance(notes, list) else ()):
                at = ("examples", number, str(shows), position)
                if isinstance(note, str) and note in first:
                    what = f"the note {brief(note)} is here twice, first on line {first[note]}"
                    faults.append(Fault(page.near(at), at, what, "Keep one of them."))
                elif isinstance(note, str) and note:
                    first[note] = page.near(at)
    return faults


EXAMPLES = Grammar[Examples](name="examples", shape=ExamplesShape, faults=_faults, build=ExamplesShape.gathered)


def parse(text: bytes, name: str) -> Examples:
    """Make Examples of a file's bytes; FileProblems when it is wrong."""
    return parse_as(EXAMPLES, text, name)


def read(path: Path = CST_SPR_EXAMPLES) -> Examples:
    """Read a file of examples; FileProblems when it is wrong, OSError when it is not there."""
    return parse(read_bytes(path), path.name)
