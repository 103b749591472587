"""A form with a file in it, as browsers send it. Pure: bytes in, values out, and nothing is ever written to a disk."""

import re
from dataclasses import dataclass

from bot.handlers.web.press import UnreadableError
from bot.handlers.web.read import Sent

LONGEST_UPLOAD = 24 * 1024 * 1024
"""A trust's own part of the register is far smaller; the register of all schools is larger, and goes by the command line."""
MOST_PARTS = 400
_BOUNDARY = re.compile(r"multipart/form-data\s*;\s*boundary=\"?([A-Za-z0-9'()+_,./:=? -]{1,70})\"?\s*$", re.IGNORECASE)
_NAME = re.compile(rb'\bname="([^"\r\n]{1,80})"')
_FILE = re.compile(rb'\bfilename="')


@dataclass(frozen=True)
class Uploaded(Sent):
    """A form and its one file."""

    file: bytes = b""


def uploaded(path: str, kind: str, body: bytes) -> Uploaded:
    """Read a form of several parts; raises UnreadableError for what no browser makes of our pages."""
    found = _BOUNDARY.match(kind)
    if not found:
        raise UnreadableError
    mark = b"--" + found[1].strip().encode()
    first, *parts = (b"\r\n" + body).split(b"\r\n" + mark)
    if first.strip() or not parts or len(parts) > MOST_PARTS or not parts[-1].startswith(b"--"):
        raise UnreadableError
    fields: dict[str, tuple[str, ...]] = {}
    file = b""
    for part in parts[:-1]:
        head, gap, value = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if not gap or not name:
            raise UnreadableError
        if _FILE.search(head):
            file = value
            continue
        try:
            key, text = name[1].decode("ascii"), value.decode()
        except UnicodeDecodeError:
            raise UnreadableError from None
        fields[key] = (*fields.get(key, ()), text)
    return Uploaded(path, fields, file)
