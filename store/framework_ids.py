"""The ids of a framework file: what a shape alone cannot tell.

An id must stand in quotation marks, lie under its parent's, carry the letter of its list, and be used once.
"""

import re
from collections.abc import Iterator

from store.plain_yaml import Fault, Page, Place, Plain, brief

_LETTERS = {"areas": "A-", "principles": "P-", "good_practice": "G-"}
_FIRST = {"K-": "h1"}  # what the first entry of a theme ends with, where that is no bare number
_QUOTED = {"between", "near", "hide"}  # lists of ids


def misnamed(page: Page, letters: dict[str, str] = _LETTERS) -> list[Fault]:
    """Find every id that is unquoted, out of place or used twice; `letters` are by the list at the file's top."""
    faults = unquoted(page)
    first: dict[str, int] = {}
    for place, entry, parent in _entries(page.value or "", (), "", letters):
        found = entry.get("id")
        if isinstance(found, str) and found and place and place[0] in letters:
            letter = letters[str(place[0])]
            line = page.lines[*place, "id"]
            at = (*place, "id")
            faults += [Fault(line, at, *sentences) for sentences in _misplaced(found, parent, letter)]
            if found in first and found.startswith(letter):
                what = f"the id {brief(found)} is used twice, first on line {first[found]}"
                faults.append(Fault(line, at, what, "Give one of them an id of its own."))
            first.setdefault(found, line)
    return faults


def unquoted(page: Page) -> list[Fault]:
    """Find ids and versions without quotation marks: YAML would read some of them as numbers."""
    told = {fault.place for fault in page.faults}
    faults = []
    for place in sorted(page.unquoted - told, key=page.near):
        key = next((step for step in reversed(place) if isinstance(step, str)), "")
        is_id = place[-1:] == (key,) and key in {"id", "version", "base_version", "under"}
        if not is_id and not (key in _QUOTED and isinstance(place[-1], int)):
            continue
        if value := _at(page.value, place):
            write = f'Write {key}: "{value}".' if is_id else f'Write "{value}".'
            what = f"the {key.replace('_', ' ') if is_id else 'id'} {brief(value)} has no quotation marks"
            faults.append(Fault(page.lines[place], place, what, write))
    return faults


def _at(value: "Plain | None", place: Place) -> str:
    for step in place:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
    return value if isinstance(value, str) else ""


def _entries(
    value: Plain, place: Place, parent: str, letters: dict[str, str]
) -> Iterator[tuple[Place, dict[str, Plain], str]]:
    """Walk every entry with the id of the one it lies in."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _entries(item, (*place, number), parent, letters)
    elif isinstance(value, dict):
        yield place, value, parent
        own = value.get("id")
        letter = letters.get(str(place[0]), "") if place else ""
        sound = letter and isinstance(own, str) and re.fullmatch(letter + r"[0-9]+(\.[0-9]+)?", own)
        for key, part in value.items():
            lies_in = str(own) if sound else ""  # one bad id is one problem, and not one for each id under it
            yield from _entries(part, (*place, key), lies_in, letters)


def _misplaced(found: str, parent: str, letter: str) -> Iterator[tuple[str, str]]:
    if not found.startswith(letter):
        yield f"the id {brief(found)} is in the wrong list", f"Ids here begin with {letter}, so change it or move it."
    elif parent and found.rpartition(".")[0] != parent:
        next_one = f"{parent}.{'a' if '.' in parent else _FIRST.get(letter, '1')}"
        yield f"the id {brief(found)} does not lie under {brief(parent)}", f'Write one like "{next_one}", or move it.'
