"""The rules of Adaptive Cards in Teams: the published schema of 1.5, and what it does not say, as data."""

import json
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema
from jsonschema.exceptions import best_match

from tests.payloads import everything

MOST = {"actions": 5, "bytes": 28_000, "users": 60, "title": 75}
ELEMENTS = {"TextBlock", "RichTextBlock", "TextRun", "Container", "ActionSet", "AdaptiveCard"}
INPUTS = {"Input.Text", "Input.ChoiceSet", "Input.Date", "Input.Time", "Input.Number"}
ACTIONS = {"Action.Execute", "Action.Submit", "Action.ShowCard", "Action.OpenUrl"}
# In what Teams reads as Markdown stands nothing that Markdown, a date in braces or a link could be made of.
_NO_MARKDOWN = re.compile(r"(?!.*www\.)[^*_`\[\]{}<>#~|\\@/]+")
_NO_LIST = re.compile(r"(?!\d+[.)]|[-+•>])")


@cache
def schema() -> Any:
    """The published one. It forgets the style `filtered`, which Microsoft's own reference has since 1.5."""
    found = json.loads((files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text())
    styles = found["definitions"]["ChoiceInputStyle"]["anyOf"][0]["enum"]
    styles.append("filtered")
    return jsonschema.Draft6Validator(found)


def check_message(message: dict[str, Any]) -> None:
    """Raise AssertionError where Teams would refuse this message, or it shows more than it may."""
    assert message.keys() <= {"type", "summary", "attachments", "importance"}, message.keys()
    assert message["type"] == "message"
    assert 0 < len(message["summary"]) <= 250
    (attachment,) = message["attachments"]
    assert attachment["content"]["fallbackText"] == message["summary"]
    check_card(attachment["content"])
    assert _size(message) <= MOST["bytes"], f"{_size(message)} bytes"


def check_dialog(dialog: dict[str, Any]) -> None:
    """Raise where Teams would refuse this as the content of a dialog."""
    assert dialog.keys() == {"title", "height", "width", "card"}
    assert dialog["title"]
    assert {dialog["height"], dialog["width"]} <= {"small", "medium", "large"}
    check_card(dialog["card"]["content"])
    assert not any(found.get("type") == "Action.Execute" for found in everything(dialog)), "Teams takes none there"


def check_card(card: dict[str, Any]) -> None:
    """Raise where the schema or a rule of ours is broken."""
    for element in (None, *card["body"]):
        _by_schema({**card, "body": [element] if element else []})
    assert card["version"] == "1.5"
    assert card["body"], "an empty card"
    ids = Counter(found["id"] for found in everything(card) if "id" in found)
    assert all(count == 1 for count in ids.values()), f"ids twice: {ids}"
    assert len(card.get("refresh", {}).get("userIds", ())) <= MOST["users"]
    for found in everything(card):
        assert found.get("type") in {*ELEMENTS, *INPUTS, *ACTIONS, None}, found["type"]
        assert len(found.get("actions", ())) <= MOST["actions"], "too many buttons at one place"
        _check(found)


_SEEN: set[str] = set()
_FREE = {"text", "title", "label", "value", "id", "data", "fallbackText", "errorMessage", "placeholder", "userIds"}


def _by_schema(card: dict[str, Any]) -> None:
    """Check it by the schema, unless one just like it was: the schema is slow, and what is free text does not matter."""
    shape = json.dumps(_shape(card), sort_keys=True)
    if shape not in _SEEN:
        wrong = best_match(schema().iter_errors(_short(card)))
        assert wrong is None, f"{wrong.json_path}: {wrong.message[:200]}"
        _SEEN.add(shape)


def _shape(given: Any, key: str = "") -> Any:
    if key in _FREE:
        return type(given).__name__
    if isinstance(given, dict):
        return {name: _shape(value, name) for name, value in given.items()}
    return [_shape(each) for each in _short(given)] if isinstance(given, list) else given


def _short(given: Any) -> Any:
    """The same with each list down to one of each shape."""
    if isinstance(given, dict):
        return {name: _short(value) for name, value in given.items()}
    if isinstance(given, list):
        return list({json.dumps(_shape(each), sort_keys=True): _short(each) for each in given}.values())
    return given


def _check(found: dict[str, Any]) -> None:
    match found:
        case {"type": "Action.Execute", "data": data, "title": title}:
            assert data["action"] == "pw"
            assert 0 < len(title) <= MOST["title"]
            fallback = found.get("fallback")
            if (
                fallback is not None
            ):  # the one of `refresh` has none: whoever cannot be refreshed sees the card as it is
                assert (fallback["type"], fallback["title"]) == ("Action.Submit", title)
                assert fallback["data"] == data
        case {"type": "Action.ShowCard", "card": inner}:
            assert not any(each.get("type") == "Action.ShowCard" for each in everything(inner)), "one in another"
        case {"type": "Action.Submit", "data": data}:
            assert data["action"] == "pw"
        case {"type": "TextBlock", "text": text}:
            assert found["style"] == "heading", "words stand in a RichTextBlock"
            assert _NO_MARKDOWN.fullmatch(text), text
            assert _NO_LIST.match(text), text
        case {"type": "TextRun", "text": text}:
            assert text
            assert "{{" not in text
            assert "\n" not in text
        case {"type": "Input.ChoiceSet", "choices": choices}:
            for choice in choices:  # some clients read these as Markdown
                assert choice["title"]
                assert _NO_MARKDOWN.fullmatch(choice["title"].replace("/", "").replace("@", "")), choice["title"]
                assert _NO_LIST.match(choice["title"]), choice["title"]
            values = [choice["value"] for choice in choices]
            assert len(set(values)) == len(values), "a value twice"
            assert all(value and "," not in value for value in values)
            held = found.get("value", "")
            assert set(filter(None, held.split(","))) <= set(values), "it holds what it does not offer"
            assert not (found["style"] == "filtered" and held), "Teams for iOS would forget it"
            assert not (found["style"] == "filtered" and found.get("isMultiSelect"))
        case _:
            pass
    if found.get("isRequired"):
        assert found["errorMessage"]
    if str(found.get("type")).startswith("Input."):
        assert found["label"]


def _size(given: Any) -> int:
    """In bytes, as it is sent."""
    return len(json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode())


def words(given: Any) -> str:
    """All that a card shows, a line for each block: what somebody reads."""
    lines = []
    for found in everything(given):
        match found.get("type"):
            case "RichTextBlock":
                lines.append("".join(run["text"] for run in found["inlines"]))
            case "TextBlock":
                lines.append(found["text"])
            case str(kind) if kind in INPUTS:
                lines.append(found["label"])
                lines += [choice["title"] for choice in found.get("choices", ())]
            case _:
                pass
    return "\n".join(lines)


def buttons(given: Any) -> dict[str, dict[str, Any]]:
    """Every button of a card by its title, those that *More* opens too."""
    found = (each for each in everything(given) if each.get("type") in {"Action.Execute", "Action.Submit"})
    return {each["title"]: each for each in found}


def key_of(name: str) -> str:
    """The key of an input's question; of a box in which somebody looks for an answer to it, with `find_` before it."""
    kind, key, *_ = name.split(".")
    return f"find_{key}" if kind.startswith("find") else key


def fields(given: Any) -> dict[str, dict[str, Any]]:
    """Every input of a card by its question's key."""
    return {key_of(each["id"]): each for each in everything(given) if each.get("type") in INPUTS}


def sent(card: dict[str, Any], title: str, typed: dict[str, Any] | None = None) -> dict[str, Any]:
    """The data that a client sends for this button: its own, and what each input holds or is given, as Teams does it.

    What is left open is not sent at all.
    """
    button = buttons(card)[title]
    data = dict(button["data"])
    if button.get("associatedInputs") != "none":
        for key, field in fields(card).items():
            held = (typed or {}).get(key, field.get("value"))
            if held not in (None, ""):
                data[field["id"]] = held
    return data
