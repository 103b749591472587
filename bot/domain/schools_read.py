"""What stands in a file of schools, once read: the rows of one trust, and the links between old URNs and new."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.imports import LeftOut, Slip


class RegisterStatus(StrEnum):
    """How the register says a school stands."""

    OPEN = "Open"
    TO_CLOSE = "Open, but proposed to close"
    CLOSED = "Closed"
    TO_OPEN = "Proposed to open"


@dataclass(frozen=True)
class SchoolRead:
    """One school of a file. What is empty is not said there. `ours` says that the file has it in this trust."""

    line: int
    urn: str
    name: str
    phase: str = ""
    authority: str = ""
    authority_name: str = ""
    cluster: str = ""
    kind: str = ""
    status: RegisterStatus = RegisterStatus.OPEN
    closes: date | None = None
    number: str = ""
    postcode: str = ""
    ours: bool = True


@dataclass(frozen=True)
class SchoolsRead:
    """A whole file, as far as it concerns one trust. `register` tells the DfE's own from a list made by hand."""

    trust: str
    register: bool
    schools: tuple[SchoolRead, ...]
    slips: tuple[Slip, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Link:
    """An old URN and the one that came after it. `merges`: several schools became one, so it is another school."""

    before: str
    after: str
    merges: bool
