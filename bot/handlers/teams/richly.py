"""Words as Adaptive Cards. What a person typed stands in a TextRun, which reads no Markdown.

Even a TextRun reads `{{DATE(…)}}` and the like, so a pair of braces is always in two runs.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from bot.message import Listing, Paragraph, Run, Words

Element = dict[str, Any]

# What Markdown, dates in braces, entities and links could not be made of.
_PLAIN = re.compile(r"(?!.*www\.)[^\W\d_](?:[^\W_]|[ ,.;?!'’‘“”()–—…·-]|:(?!/)|& )*")

# An option is read as Markdown by some clients and literally by others, so that no mark in it may mean anything to either.
_ALIKE = str.maketrans(dict(zip("*_`[]<>\\~#|{}", "∗ˍˋ［］‹›＼∼＃∣｛｝", strict=True)))
_ALIKE_AT = (
    (r"^(\d+)([.)])", r"\1․"),
    (r"^([-+•])", "‐"),
    (r"&(?=#?\w+;)", "＆"),
    (r":(?=//)", "∶"),
    (r"(?i)\bwww\.", "www․"),
)


def alike(text: str) -> str:
    """The text for an option: what Markdown could be made of stands there as what looks like it."""
    text = " ".join(text.split()).translate(_ALIKE)
    for mark, like in _ALIKE_AT:
        text = re.sub(mark, like, text)
    return text


def heading(title: str, *, first: bool) -> Element:
    """A heading that screen readers know as one, wherever nothing in it could be read as Markdown."""
    size = "Large" if first else "Medium"
    if _PLAIN.fullmatch(title):
        shown = {"type": "TextBlock", "text": title, "style": "heading", "wrap": True}
        return shown | {"size": size, "weight": "Bolder"}
    runs = [run | {"size": size, "weight": "Bolder"} for run in _texts(" ".join(title.split()))]
    return {"type": "RichTextBlock", "inlines": runs}


def line(text: str, **look: Any) -> Element:
    """One text in one look, such as `weight="Bolder"`."""
    return {"type": "RichTextBlock", "inlines": [run | look for run in _texts(" ".join(text.split()))]}


def rich_text(words: Words) -> list[Element]:
    """The words, a block for each line of them: a TextRun shows no line break everywhere."""
    found: list[Element] = []
    for part in words:
        match part:
            case Paragraph(runs):
                found += _lines(runs)
            case Listing(items, ordered):
                marks = (f"{number}. " if ordered else "•  " for number in range(1, len(items) + 1))
                for number, (mark, item) in enumerate(zip(marks, items, strict=True)):
                    listed = _lines((Run(mark), *item))
                    found += [element | {"spacing": "Small"} for element in listed] if number else listed
            case _:
                assert_never(part)
    return found


def _lines(runs: Sequence[Run]) -> list[Element]:
    """One block for each line of these runs; the lines of one paragraph stand close together."""
    lines: list[list[Element]] = [[]]
    for run in runs:
        for number, text in enumerate(run.text.splitlines() or [run.text]):
            if number:
                lines.append([])
            lines[-1] += _styled(run, text)
    shown = [line for line in lines if line]
    close = {"spacing": "None"}
    return [{"type": "RichTextBlock", "inlines": line} | (close if number else {}) for number, line in enumerate(shown)]


def _styled(run: Run, text: str) -> Iterator[Element]:
    style: Element = ({"weight": "Bolder"} if run.bold else {}) | ({"italic": True} if run.italic else {})
    # Other addresses, such as a page of ours without its host, are no links in Teams.
    if run.link.startswith(("https://", "http://")):
        style |= {"selectAction": {"type": "Action.OpenUrl", "url": run.link}}
    yield from (each | style for each in _texts(text))


def _texts(text: str) -> Iterator[Element]:
    """The text as runs, none of which holds two braces side by side."""
    for piece in re.split(r"(?<=\{)(?=\{)", text):
        if piece:
            yield {"type": "TextRun", "text": piece}
