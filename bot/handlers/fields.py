"""Fields of a platform’s payload that may be missing, empty or odd. What must be there and is not raises `OddError`."""

import re
from collections.abc import Mapping
from typing import Any

_ID = re.compile(r"[A-Za-z0-9_.:;@=+/-]{1,300}")

Payload = Mapping[str, Any]


class OddError(Exception):
    """A payload that is not as its platform makes them."""


def part(found: Payload, key: str) -> dict[str, Any]:
    held = found.get(key)
    if held is None:
        return {}
    if not isinstance(held, dict):
        raise OddError(key)
    return held


def parts(found: Payload, key: str) -> list[dict[str, Any]]:
    held = found.get(key)
    return [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []


def text(found: Payload, key: str) -> str:
    held = found.get(key)
    return held if isinstance(held, str) else ""


def some_id(found: Payload, key: str) -> str:
    held = maybe_id(found, key)
    if not held:
        raise OddError(key)
    return held


def maybe_id(found: Payload, key: str) -> str:
    held = found.get(key)
    return held if isinstance(held, str) and _ID.fullmatch(held) else ""
