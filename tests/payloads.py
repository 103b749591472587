"""Payloads of any platform, walked through and bent: every object in one, and one field of it changed or taken out."""

import copy
from collections.abc import Iterator
from typing import Any

MISSING = object()


def everything(given: Any) -> Iterator[dict[str, Any]]:
    """Every object in a payload."""
    if isinstance(given, dict):
        yield given
        for value in given.values():
            yield from everything(value)
    elif isinstance(given, list):
        for each in given:
            yield from everything(each)


def bent_at(payload: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The payload with another value at this path, or, where it is MISSING, without one."""
    found = copy.deepcopy(payload)
    holder = found
    for key in path[:-1]:
        holder = holder[key]
    if value is MISSING:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return found
