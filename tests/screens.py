"""Everybody's screen as words: a page of the web, a message or modal of Slack, as lines of a transcript."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_BLOCKS = {"h1", "h2", "h3", "p", "li", "label", "legend", "textarea", "summary", "caption", "th", "td"}
_MARKS = {"h1": "# ", "h2": "# ", "h3": "# ", "li": "- ", "label": "? ", "legend": "? ", "textarea": "    | "}


@dataclass
class _Drawing(HTMLParser):
    """Draws what stands within one element; buttons of one row stand on one line."""

    within: str
    lines: list[str] = field(default_factory=list)
    _depth: int = 0
    _open: list[tuple[str, list[str]]] = field(default_factory=list)
    _row: list[str] = field(default_factory=list)
    _option: list[str] | None = None
    _beside: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form" and has.get("class") == "composer":
            self._beside = True  # the box to write a note stands beside everything
        if self._beside:
            return
        if self._depth:
            self._depth += tag not in {"input", "br", "meta", "link"}
        elif has.get("id") == self.within or tag == self.within:
            self._depth = 1
        if not self._depth:
            return
        if tag == "option":
            self._option = [] if "selected" in has and has.get("value") else None
        elif tag in {"button", "a"} and "button" in has.get("class", ""):
            self._open.append(("button", []))
        elif tag in _BLOCKS:
            self._end_row()
            chosen = "option" in has.get("class", "")
            self._open.append(("option" if chosen else "hint" if "hint" in has.get("class", "") else tag, []))
        elif (
            tag == "input" and has.get("type") in {"radio", "checkbox"} and self._open and self._open[-1][0] == "option"
        ):
            self._open[-1][1].append("(•) " if "checked" in has else "( ) ")
        elif tag == "input" and has.get("type") in {"text", "date", "number"} and has.get("value"):
            self.lines.append(f"    | {has['value']}")

    def handle_data(self, data: str) -> None:
        if not self._depth or self._beside:
            return
        if self._option is not None:
            self._option.append(data)
        elif self._open:
            self._open[-1][1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._beside:
            self._beside = tag != "form"
            return
        if not self._depth:
            return
        self._depth -= 1
        if tag == "option" and self._option is not None:
            self.lines.append(f"    | {''.join(self._option)}")
            self._option = None
        kind = self._open[-1][0] if self._open else ""
        fits = {"button": {"button", "a"}, "option": {"label"}, "hint": {"p"}}.get(kind, {kind})
        if tag in fits:
            kind, parts = self._open.pop()
            self._put(kind, "".join(parts))
        if not self._depth:
            self._end_row()

    def _put(self, kind: str, text: str) -> None:
        if kind == "textarea":
            self.lines += [f"    | {line}" for line in text.strip().splitlines()]
            return
        said = " ".join(text.split())
        if not said:
            return
        if kind == "button":
            self._row.append(f"[{said}]")
        elif kind == "option":
            if said.startswith("(•)"):
                self.lines.append(f"    {said}")
        elif kind == "hint":
            self.lines.append(f"    ({said})")
        else:
            self.lines.append(_MARKS.get(kind, "") + said)

    def _end_row(self) -> None:
        if self._row:
            self.lines.append(" ".join(self._row))
            self._row = []


def page_drawn(html: str, within: str = "main") -> list[str]:
    """The lines of a page, of the element with this name or id."""
    drawing = _Drawing(within)
    drawing.feed(html)
    return drawing.lines


def slack_drawn(payload: dict[str, Any]) -> list[str]:
    """The lines of a message or a modal."""
    view = payload.get("view", payload)
    lines = [f"# {view['title']['text']}"] if "title" in view else []
    for block in view.get("blocks", ()):
        lines += _block(block)
    if "submit" in view:
        lines.append(f"[{view['submit']['text']}]")
    return lines


def _block(block: dict[str, Any]) -> list[str]:
    match block["type"]:
        case "header":
            return [f"# {block['text']['text']}"]
        case "rich_text":
            return [line for element in block["elements"] for line in _rich(element)]
        case "actions":
            return [" ".join(f"[{element['text']['text']}]" for element in block["elements"])]
        case "input":
            hint = [f"    ({block['hint']['text']})"] if block.get("hint") else []
            return [f"? {block['label']['text']}", *hint, *_value(block["element"])]
        case "divider":
            return ["---"]
        case "context":
            return [element["text"] for element in block["elements"]]
        case kind:
            raise AssertionError(f"nobody draws a {kind} yet")


def _rich(element: dict[str, Any]) -> list[str]:
    if element["type"] == "rich_text_list":
        return [f"- {''.join(_runs(item))}" for item in element["elements"]]
    if element["type"] == "rich_text_preformatted":
        return [f"    | {line}" for line in "".join(_runs(element)).splitlines()]
    return [line for line in "".join(_runs(element)).splitlines() if line.strip()]


def _runs(section: dict[str, Any]) -> list[str]:
    return [run.get("text", "") for run in section["elements"]]


def _value(element: dict[str, Any]) -> list[str]:
    held = [element.get("initial_value") or element.get("initial_date") or ""]
    held += [option["text"]["text"] for option in element.get("initial_options", ())]
    held += [element["initial_option"]["text"]["text"]] if "initial_option" in element else []
    return [f"    | {line}" for text in held for line in str(text).splitlines()]
