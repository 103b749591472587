"""A framework file: reads one into a Framework, or says everything that is wrong with it, in words and with its line."""

from functools import lru_cache
from pathlib import Path

from bot.domain.framework import Framework
from store.framework_depth import shallow
from store.framework_ids import misnamed
from store.framework_shape import FrameworkShape
from store.plain_file import Grammar, parse_as, read_bytes
from store.plain_yaml import Fault, Page

CST_SPR = Path(__file__).parent / "frameworks" / "cst-spr.yaml"


def _faults(page: Page) -> list[Fault]:
    return misnamed(page) + shallow(page)


FRAMEWORK = Grammar[Framework](
    name="framework",
    shape=FrameworkShape,
    faults=_faults,
    build=FrameworkShape.framework,
)


def read(path: Path) -> Framework:
    """Read a framework file; FileProblems when it is wrong, OSError when it is not there."""
    return parse(read_bytes(path), path.name)


@lru_cache(maxsize=32)  # every look at a review parses its pinned copy
def parse(text: bytes, name: str) -> Framework:
    """Make a Framework of a file's bytes; `name` is what the problems call the file."""
    return parse_as(FRAMEWORK, text, name)
