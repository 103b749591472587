"""Text as Slack writes it and as people read it.

A message's text comes with `&`, `<` and `>` escaped, and with people, channels and links in angle brackets. A note
keeps what a person would read, and no id of anybody.
"""

import re

_ANGLED = re.compile(r"<([^<>\n]*)>")
_PERSON = re.compile(r"<@[A-Z0-9]+(?:\|[^<>\n]*)?>")
_CHANNEL = re.compile(r"<#[A-Z0-9]+(?:\|([^<>\n]*))?>")


def clean(text: str) -> str:
    """Without what no database takes: zero characters, and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def as_read(text: str, bots: frozenset[str] = frozenset()) -> str:
    """A message's text as people read it; mentions of the bots are left out."""
    found = _ANGLED.sub(lambda match: _angled(match[1], bots), clean(text))
    # The ampersand last: `&amp;lt;` is what somebody who typed `&lt;` sent.
    found = found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"[ \t]{2,}", " ", found).strip()


def _angled(inner: str, bots: frozenset[str]) -> str:
    target, _, label = inner.partition("|")
    match target[:1]:
        case "@":
            # Not "@someone": that would read as the name of an account.
            return "" if target[1:] in bots else "someone"
        case "#":
            return f"#{label}" if label else "a channel"
        case "!":
            if target.startswith("!date^"):
                return label
            return label or f"@{target[1:].partition('^')[0]}"
        case _:
            return _link(target, label)


def _link(target: str, label: str) -> str:
    bare = re.sub(r"^(mailto:|tel:)", "", target)
    same = {"".join(each.split()).rstrip("/") for each in (target, bare, re.sub(r"^https?://", "", target))}
    if "".join(label.split()).rstrip("/") in {"", *same}:
        return label or bare
    return f"{label} ({bare})"


def as_typed(text: str) -> str:
    """What was typed into a form. Nothing is escaped there; a person picked from Slack's list is still an id."""
    without = _PERSON.sub("someone", clean(text))
    return _CHANNEL.sub(lambda match: f"#{match[1]}" if match[1] else "a channel", without)


def escaped(text: str) -> str:
    """Literal text for a field that Slack parses, so that nobody's words notify anybody or become a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
