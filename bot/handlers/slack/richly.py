"""Words as Slack's rich text. What a person typed is a literal element of it: Slack parses nothing there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, assert_never

from bot.handlers.slack import limits
from bot.message import Listing, Paragraph, Run, Words

Element = dict[str, Any]


def rich_text(words: Words) -> list[Element]:
    """One block with all of the words, or none where there are none."""
    elements: list[Element] = []
    section: list[Element] = []
    for part in words:
        match part:
            case Paragraph(runs):
                if section:
                    section.append(_text("\n\n"))
                elif elements:
                    # A list has no room below it; the next paragraph brings it.
                    section.append(_text("\n"))
                section += _runs(runs)
            case Listing(items, ordered):
                if section:
                    elements.append({"type": "rich_text_section", "elements": section})
                    section = []
                listed = [{"type": "rich_text_section", "elements": found} for item in items if (found := _runs(item))]
                if listed:
                    style = "ordered" if ordered else "bullet"
                    elements.append({"type": "rich_text_list", "style": style, "elements": listed})
            case _:
                assert_never(part)
    if section:
        elements.append({"type": "rich_text_section", "elements": section})
    return [{"type": "rich_text", "elements": elements}] if elements else []


def boxed(text: str) -> list[Element]:
    """A text in boxes, to be copied and not changed."""
    boxes = [{"type": "rich_text_preformatted", "elements": [_text(piece)]} for piece in pieces(text)]
    return [{"type": "rich_text", "elements": [box]} for box in boxes]


def _text(text: str) -> Element:
    return {"type": "text", "text": text}


def _runs(runs: Sequence[Run]) -> list[Element]:
    return [_run(replace(run, text=part)) for run in runs for part in pieces(run.text)]


def pieces(text: str) -> list[str]:
    """A text in pieces that Slack takes; none of it is lost, and none where there is no text."""
    return [text[first : first + limits.TEXT_ELEMENT] for first in range(0, len(text), limits.TEXT_ELEMENT)]


def _run(run: Run) -> Element:
    style = {name: True for name, on in (("bold", run.bold), ("italic", run.italic)) if on}
    # Other addresses, such as a page of ours without its host, are no links in Slack.
    link = run.link.startswith(("https://", "http://"))
    element = {"type": "link", "url": run.link, "text": run.text} if link else _text(run.text)
    return element | ({"style": style} if style else {})
