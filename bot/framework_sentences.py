"""What the command line says of frameworks, their differences and their guidance, in plain English."""

from collections.abc import Mapping
from datetime import date

from bot.domain.difference import Difference
from bot.domain.framework import Framework
from bot.domain.instruments import Instrument, Status, Touched
from store.file_report import Report
from store.kept_frameworks import Kept

_STATUS = {
    Status.LAW: "It is law.",
    Status.STATUTORY: "It is statutory.",
    Status.NON_STATUTORY: "It is non-statutory.",
}


def standing(report: Report, kept: tuple[Kept, ...]) -> str:
    """How a framework or an overlay stands in the store: in use, withdrawn, kept, or nothing where it is not there."""
    if report.kind not in {"framework", "overlay"}:
        return ""
    plus = "+" if report.kind == "overlay" else ""
    pin = f"{plus}{report.id}@{report.version}#{report.sha256}"
    for one in kept:
        if pin == (one.pin[one.pin.find("+") :] if plus else one.pin):
            return "in use" if one.place else "withdrawn" if one.withdrawn else "kept"
    return ""


def differs(report: Report, kept: tuple[Kept, ...]) -> str:
    """That a file is not what is kept under its version, or nothing where it is."""
    editions = {(one.edition.id, one.edition.version, "+" in one.pin) for one in kept}
    same = (report.id, report.version, report.kind == "overlay") in editions
    if report.kind not in {"framework", "overlay"} or not same or standing(report, kept):
        return ""
    return (
        f"{report.file} is not as version {report.version} of {report.id} was when it was put in use. "
        "Give the changed file a version of its own."
    )


def difference(found: Difference) -> str:
    """One change from a framework to another."""
    is_indicator = found.node.count(".") > 1  # its title is its whole text
    where = found.node if is_indicator else f"{found.node} {found.title}".strip()
    if not found.part:
        text = f": “{found.now or found.was}”" if is_indicator else ""
        return f"{where} is {'new' if found.now else 'gone'}{text}"
    if found.was and found.now:
        return f"{where}: {found.part} was “{found.was}” and is now “{found.now}”"
    return f"{where}: {found.part} is {'new' if found.now else 'gone'}: “{found.now or found.was}”"


def in_force(known: Instrument, editions: Mapping[str, str]) -> str:
    """Which edition of some guidance is in force, since when, and of what standing."""
    year, month, day = (*(int(part) for part in known.in_force.split("-")), 1, 1)[:3]
    when = date(year, month, day)
    since = (str(year), f"{when:%B %Y}", f"{day} {when:%B %Y}")[known.in_force.count("-")]
    later = known.superseded_by
    gives_way = f" It gives way to {later}, edition {editions[later]}." if later else ""
    doubt = "" if known.checked else " This is not certain: look at its publisher’s own page."
    return f"{known.title}: edition {known.edition}, in force from {since}. {_STATUS[known.status]}{gives_way}{doubt}"


def to_read(one: Touched, whole: Framework) -> str:
    """What a new edition touches in one sub-area, and whom to tell."""
    count = {0: "no prompts yet", 1: "1 prompt to read again"}.get(one.prompts, f"{one.prompts} prompts to read again")
    *roles, last = (whole.role(owner) for owner in one.owners) if one.owners else ("nobody yet",)
    return f"{one.sub_area.id} {one.sub_area.title}: {count}; asks {', '.join(roles)}{' and ' if roles else ''}{last}"
