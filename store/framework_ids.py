"""The ids and opening questions of a framework file: what a shape alone cannot tell.

An id must stand in quotation marks, lie under its parent's, carry the letter of its list, and be used once. A strengths
prompt must be open, because a question that can be answered yes or no would make a talking point a box to tick.
"""

import re
from collections.abc import Iterator

from store.plain_yaml import Fault, Page, Place, Plain, brief

_LETTERS = {"areas": "A-", "principles": "P-", "good_practice": "G-"}
_CLOSED = re.compile(
    "(am|are|can|could|did|do|does|had|has|have|is|may|might|must|shall|should|was|were|will|would)(n't|n’t)?",
    re.IGNORECASE,
)


def misnamed(page: Page) -> list[Fault]:
    """Find every id that is unquoted, out of place or used twice, and every prompt that is not open."""
    faults: list[Fault] = []
    first: dict[str, int] = {}
    told = {fault.place for fault in page.faults}
    for place, entry, parent in _entries(page.value or "", (), ""):
        for key in ("id", "version"):
            at = (*place, key)
            if at in page.unquoted and entry[key] and at not in told:
                what = f"the {key} {brief(str(entry[key]))} has no quotation marks"
                faults.append(Fault(page.lines[at], at, what, f'Write {key}: "{entry[key]}".'))
        found = entry.get("id")
        if isinstance(found, str) and found and place:
            line = page.lines[*place, "id"]
            faults += [Fault(line, (*place, "id"), *sentences) for sentences in _misplaced(found, parent, place)]
            if found in first and found.startswith(_letter(place)):
                what = f"the id {brief(found)} is used twice, first on line {first[found]}"
                faults.append(Fault(line, (*place, "id"), what, "Give one of them an id of its own."))
            first.setdefault(found, line)
        faults += _closed(page, place, entry.get("strengths"))
    return faults


def _entries(value: Plain, place: Place, parent: str) -> Iterator[tuple[Place, dict[str, Plain], str]]:
    """Walk every entry with the id of the one it lies in."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _entries(item, (*place, number), parent)
    elif isinstance(value, dict):
        yield place, value, parent
        own = value.get("id")
        for key, part in value.items():
            sound = place and isinstance(own, str) and re.fullmatch(_letter(place) + r"[0-9]+(\.[0-9]+)?", own)
            lies_in = str(own) if sound else ""  # one bad id is one problem, and not one for each id under it
            yield from _entries(part, (*place, key), lies_in)


def _letter(place: Place) -> str:
    return _LETTERS.get(str(place[0]), "")


def _misplaced(found: str, parent: str, place: Place) -> Iterator[tuple[str, str]]:
    letter = _letter(place)
    if not found.startswith(letter):
        yield f"the id {brief(found)} is in the wrong list", f"Ids here begin with {letter}, so change it or move it."
    elif parent and found.rpartition(".")[0] != parent:
        next_one = f"{parent}.{'a' if '.' in parent else '1'}"
        yield f"the id {brief(found)} does not lie under {brief(parent)}", f'Write one like "{next_one}", or move it.'


def _closed(page: Page, place: Place, prompt: object) -> Iterator[Fault]:
    if not isinstance(prompt, str) or not prompt:
        return
    at = (*place, "strengths")
    if not prompt.endswith("?"):
        to_do = "Write one open question that ends with a question mark."
        yield Fault(page.lines[at], at, "the strengths prompt is not a question", to_do)
    opener = prompt.split()[0]
    if _CLOSED.fullmatch(opener):
        what = f"the strengths prompt begins with {brief(opener)}, which invites a yes or a no"
        yield Fault(page.lines[at], at, what, "Begin with What, Which, Where, When, Whose or How.")
