"""Block Kit's rules, checked by slackblocks and by a few lines of ours for what it does not see.

slackblocks parses a payload into its own classes; then nothing we sent may have been dropped or changed.
"""

import inspect
import json
from collections import Counter
from typing import Any

import slackblocks as sb

from tests.payloads import everything

_TYPES: dict[str, Any] = {
    "section": sb.SectionBlock,
    "actions": sb.ActionsBlock,
    "context": sb.ContextBlock,
    "divider": sb.DividerBlock,
    "header": sb.HeaderBlock,
    "input": sb.InputBlock,
    "rich_text": sb.RichTextBlock,
    "button": sb.Button,
    "static_select": sb.StaticSelectMenu,
    "multi_static_select": sb.StaticMultiSelectMenu,
    "conversations_select": sb.ConversationSelectMenu,
    "datepicker": sb.DatePicker,
    "timepicker": sb.TimePicker,
    "plain_text_input": sb.PlainTextInput,
    "number_input": sb.NumberInput,
    "checkboxes": sb.CheckboxGroup,
    "radio_buttons": sb.RadioButtonGroup,
    "rich_text_section": sb.RichTextSection,
    "rich_text_list": sb.RichTextList,
    "rich_text_preformatted": sb.RichTextCodeBlock,
    "link": sb.RichTextLink,
    "modal": sb.ModalView,
}
_BY_KEY: dict[str, Any] = {
    "options": sb.Option,
    "initial_option": sb.Option,
    "initial_options": sb.Option,
    "option_groups": sb.OptionGroup,
    "filter": sb.ConversationFilter,
}


def check_message(blocks: list[dict[str, Any]]) -> None:
    """Raise AssertionError or ValueError where Slack would refuse a message of these blocks."""
    given = _ungrouped(blocks)
    _covers(sb.Message(channel="C1", text="fallback", blocks=_parsed(given)).to_dict(), {"blocks": given})
    assert len(blocks) <= 50, f"{len(blocks)} blocks in a message"
    assert len(json.dumps(blocks, ensure_ascii=False)) <= 13_200, "msg_blocks_too_long"
    _own_rules(blocks)


def check_modal(view: dict[str, Any]) -> None:
    """Raise where Slack would refuse this modal."""
    given = _ungrouped(view)
    _covers(_parsed(given).to_dict(), given)
    blocks = view["blocks"]
    assert 1 <= len(blocks) <= 100
    assert len(view["private_metadata"]) <= 3000
    assert len(json.dumps(view)) <= 250_000
    assert "submit" in view or not any(block["type"] == "input" for block in blocks), "a field without a submit"
    for name in {"title", "submit", "close"} & view.keys():
        assert 1 <= len(view[name]["text"]) <= 24, f"{name}: {view[name]['text']}"
    _own_rules(blocks)


def check_home(view: dict[str, Any]) -> None:
    """Raise where Slack would refuse this Home: it has blocks alone, and no fields in ours."""
    given = _ungrouped(view["blocks"])
    _covers(sb.Message(channel="C1", text="fallback", blocks=_parsed(given[:50])).to_dict(), {"blocks": given[:50]})
    for first in range(50, len(given), 50):
        some = given[first : first + 50]
        _covers(sb.Message(channel="C1", text="fallback", blocks=_parsed(some)).to_dict(), {"blocks": some})
    assert view.keys() <= {"type", "callback_id", "blocks", "private_metadata"}
    assert 1 <= len(given) <= 100, f"{len(given)} blocks on Home"
    assert len(json.dumps(view)) <= 250_000
    assert not any(block["type"] == "input" for block in given)
    _own_rules(view["blocks"])


def _ungrouped(given: Any) -> Any:
    """The same without the initial options of grouped lists.

    slackblocks wants a group there, Slack an option; `_choices` checks them.
    """
    if isinstance(given, list):
        return [_ungrouped(each) for each in given]
    if not isinstance(given, dict):
        return given
    left = {"initial_option", "initial_options"} if "option_groups" in given else set()
    return {key: _ungrouped(value) for key, value in given.items() if key not in left}


def _parsed(given: Any, key: str = "") -> Any:
    if isinstance(given, list):
        return [_parsed(each, key) for each in given]
    if not isinstance(given, dict):
        return given
    kind = given.get("type")
    if kind in {"plain_text", "mrkdwn"}:
        return sb.Text.from_dict(given)
    if kind == "text":
        return sb.RichText(text=given["text"], **given.get("style", {}))
    made = _BY_KEY.get(key) if kind is None else _TYPES.get(kind)
    if made is None:
        raise ValueError(f"unknown type {kind} at {key}")
    parts = {name: _parsed(value, name) for name, value in given.items() if name != "type"}
    if kind == "link":
        parts |= parts.pop("style", {})
    if made in {sb.StaticMultiSelectMenu, sb.CheckboxGroup, sb.RadioButtonGroup}:
        parts.setdefault("action_id", None)
    unknown = set(parts) - set(inspect.signature(made.__init__).parameters)
    if unknown:
        raise ValueError(f"{kind} has no {unknown}")
    return made(**parts)


def _covers(made: Any, given: Any, path: str = "$") -> None:
    """Everything we sent must still be in what the library would send."""
    match given:
        case dict():
            for key, value in given.items():
                if key not in made:
                    assert value in (False, None, "", []), f"{path}.{key} dropped"
                    continue
                _covers(made[key], value, f"{path}.{key}")
        case list():
            assert isinstance(made, list), path
            assert len(made) == len(given), path
            for number, (one, other) in enumerate(zip(made, given, strict=True)):
                _covers(one, other, f"{path}[{number}]")
        case _:
            assert str(made) == str(given), f"{path}: {given!r} became {made!r}"


def _own_rules(blocks: list[dict[str, Any]]) -> None:
    """What slackblocks lets pass and Slack does not."""
    twice = [name for name, count in Counter(b["block_id"] for b in blocks if "block_id" in b).items() if count > 1]
    assert not twice, f"block ids twice: {twice}"
    for block in blocks:
        ids = Counter(found["action_id"] for found in everything(block) if "action_id" in found)
        assert all(count == 1 for count in ids.values()), f"action ids twice: {ids}"
        assert len(block.get("elements", ())) <= 25
        assert "accessory" not in block, "we draw none"
        if block["type"] == "actions":
            assert all(element["type"] == "button" for element in block["elements"]), "only buttons in a row"
    assert sum(bool(found.get("focus_on_load")) for found in everything(blocks)) <= 1
    for found in everything(blocks):
        match found:
            case {"type": "text", "text": text}:
                assert text, "an empty text element"
            case {"type": "plain_text_input", "max_length": most, "initial_value": held}:
                assert len(held) <= most
            case {"type": "button", "value": value, "text": {"text": label}}:
                assert len(value) <= 2000
                assert 1 <= len(label) <= 75
                assert found.get("style") in {None, "primary", "danger"}
            case {"type": "plain_text", "text": text}:
                assert text, "an empty plain text"
            case {"type": "file_input"}:
                raise AssertionError("no files in a message")
            case _:
                pass
        _choices(found)


def _choices(found: dict[str, Any]) -> None:
    groups = found.get("option_groups", [])
    options = found.get("options", []) + [option for group in groups for option in group["options"]]
    if not options and not groups:
        return
    if "value" not in found and found.get("type"):
        assert not (groups and found.get("options")), "options and groups at once"
        initial = found.get("initial_options", []) + [found[key] for key in ("initial_option",) if key in found]
        assert all(option in options for option in initial), "an initial option that is not offered"
        values = Counter(option["value"] for option in options)
        assert all(count == 1 for count in values.values()), "a value twice"
    for option in options:
        assert len(option["value"]) <= 150
        assert 1 <= len(option["text"]["text"]) <= 75
