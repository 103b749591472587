"""An edition: one version of a framework, or of a trust's own overlay over one, as a person or the command line names it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """``cst-spr 2025.2``, or ``oak-trust 1`` for what is laid over it."""

    id: str
    version: str

    def __str__(self) -> str:
        return f"{self.id} {self.version}"


def edition_of(pin: str) -> Edition:
    """What a pin is called: by its overlay where one is laid over, else by the framework itself."""
    name, _, version = pin.rpartition("+")[2].partition("#")[0].partition("@")
    return Edition(name, version)


def in_order(version: str) -> list[tuple[int, str]]:
    """The key that sorts versions: 2025.10 follows 2025.9."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", version)]
