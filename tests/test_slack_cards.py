"""Cards as Slack's blocks: every card of every dialog and view keeps Slack's rules, and nothing a person typed is parsed."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.slack import limits
from bot.handlers.slack.pressed import unpack
from bot.handlers.slack.render import Labels, errors, message, post, view, whole
from bot.inputs import ChoiceInput, DayInput, Input, NumberInput, Option, TextInput, TimeInput
from bot.message import Back, Button, Card, Listing, Paragraph, Run, Submit, Words
from bot.wording import Wording
from tests.payloads import everything
from tests.slack_blocks import check_message, check_modal
from tests.slack_driver import buttons, words
from tests.test_chat_cards import EVERY, every_card

WORDING = Wording()
LABELS = Labels()


def check(*cards: Card) -> None:
    """Both ways of drawing cards keep Slack's rules."""
    check_message(message(cards, LABELS)["blocks"])
    check_modal(view(cards, LABELS))


# ── What a person typed ─────────────────────────────────────────────────────────────────────

NASTY = (
    "<!channel>",
    "<@U0001> <#C0LARK>",
    "<https://e.org|y>",
    "https://e.org *b* _i_ ~s~",
    "```\n`x`\n```",
    "&lt;!here&gt; &amp;amp;",
    ":fire: :+1::skin-tone-2:",
    "> 1. Oak\n- no list\n# no head",
    "\u202eright to left\u202c \u200f",
    "{{ 7 * 7 }} {% raw %} \u2028x\u0085",
    "@channel @here <!date^1^{time}|x>",
)
MARK = "\ue000"
ANYTHING = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from((*"<>&*_~`|:!@#^\n\t ", "!here", "&lt;", "U1", "\u202e")), min_size=1).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1),
).map(lambda text: text[:40])


def shown(payload: Any) -> list[str]:
    """Every text of a payload as Slack draws it. None may be of a kind in which Slack looks for more than letters."""
    found = []
    for each in everything(payload):
        match each:
            case {"type": "text" | "link", "text": str() as text}:
                found.append(text)
            case {"type": "plain_text", "text": str() as text}:
                assert each["emoji"] is False
                found.append(text)
            case {"type": "mrkdwn" | "markdown" | "section"}:
                raise AssertionError(f"Slack would parse this: {each}")
            case {"initial_value": str() as text}:
                found.append(text)
    return found


def with_text(card: Card, text: str) -> Card:
    """The card with this in each place where somebody's own words, or a name, can stand."""

    def runs(held: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(replace(run, text=text) if run.theirs else run for run in held)

    words = tuple(
        Paragraph(runs(part.runs)) if isinstance(part, Paragraph) else replace(part, items=tuple(map(runs, part.items)))
        for part in card.words
    )
    inputs: list[Input] = []
    for item in card.inputs:
        match item:
            case TextInput():
                inputs.append(replace(item, value=text) if item.value else item)
            case ChoiceInput():
                options = tuple(
                    replace(option, label=f"{number} {text}", group=text if option.group else "")
                    for number, option in enumerate(item.options)
                )
                inputs.append(replace(item, options=options))
            case _:
                inputs.append(item)
    return replace(card, title=f"More than fits on top of a modal {text}", words=words, inputs=tuple(inputs))


def shows_exactly(card: Card, text: str) -> None:
    """Whatever the text is, it is shown as it is, where any other would be; and where Slack parses, it is escaped."""
    for draw in (message, view):
        expected = [each.replace(MARK, text) for each in shown(draw((with_text(card, MARK),), LABELS))]
        assert shown(draw((with_text(card, text),), LABELS)) == expected
    told = message((with_text(card, text),), LABELS)["text"]
    assert not re.search(r"[<>]|&(?!(amp|lt|gt);)", told)


@given(text=ANYTHING)
def test_any_text_is_shown_as_it_was_typed_in_every_place_where_one_can_stand(text: str) -> None:
    held = Run(MARK, theirs=True)
    words = (Paragraph((Run("They wrote: ", bold=True), held)), Listing(((held,), (Run("and "), held))))
    choice = ChoiceInput("who", "Who?", (Option("a", MARK, MARK), Option("b", MARK, MARK)), value=("a",))
    fields: tuple[Input, ...] = (TextInput("text", "Yours", value=MARK), choice)
    card = Card("notice", MARK, words, fields, (Button("Send", Submit()),), conversation="c", quiet=False)
    shows_exactly(card, text)
    shows_exactly(replace(card, buttons=()), text)  # nothing sends it: the words stand in a box
    worded = WORDING.words("notices", "joined", person=text)
    assert [run.text for part in worded if isinstance(part, Paragraph) for run in part.runs if run.theirs] == [text]
    (block,) = message((Card("notice", words=worded),), LABELS)["blocks"]
    assert text in shown(block)


@pytest.mark.parametrize("dialog", EVERY)
def test_every_card_of_a_dialog_shows_a_persons_words_as_they_are(dialog: str) -> None:
    for count, card in enumerate(every_card(dialog)):
        shows_exactly(card, NASTY[count % len(NASTY)])


# ── Limits ──────────────────────────────────────────────────────────────────────────────────

# Slack's own numbers, as its reference gives them; ours may be stricter.
REFERENCE = {
    "MESSAGE_BLOCKS": 50,
    "VIEW_BLOCKS": 100,
    "MESSAGE_CHARACTERS": 13_200,
    "VIEW_CHARACTERS": 250_000,
    "NOTIFICATION_TEXT": 40_000,
    "MODAL_TITLE": 24,
    "MODAL_BUTTON": 24,
    "PRIVATE_METADATA": 3_000,
    "HEADER": 150,
    "ACTIONS_ELEMENTS": 25,
    "BUTTON_TEXT": 75,
    "BUTTON_VALUE": 2_000,
    "INPUT_LABEL": 2_000,
    "INPUT_HINT": 2_000,
    "PLAIN_TEXT_INPUT": 3_000,
    "OPTION_TEXT": 75,
    "OPTION_VALUE": 150,
    "OPTIONS": 100,
    "OPTION_GROUPS": 100,
    "CHECKBOXES": 10,
    "RADIO_BUTTONS": 10,
    "BLOCK_ID": 255,
    "TRIGGER_SECONDS": 3,
}


@pytest.mark.parametrize("name", REFERENCE)
def test_no_limit_of_ours_is_above_slacks(name: str) -> None:
    assert 0 < getattr(limits, name) <= REFERENCE[name]


def paragraphs(*texts: str) -> Words:
    return tuple(Paragraph((Run(text, theirs=True),)) for text in texts)


def many(count: int, group: str = "") -> tuple[Option, ...]:
    return tuple(Option(f"value-{number}", f"{number} Larkfield", group) for number in range(count))


# ── How things are drawn ────────────────────────────────────────────────────────────────────


def blocks(card: Card) -> list[dict[str, Any]]:
    return list(message((card,), LABELS)["blocks"])


def test_styles_lists_and_links_are_kept() -> None:
    card = Card(
        "notice",
        words=(
            Paragraph((Run("Bold", bold=True), Run(" and "), Run("leaning", italic=True))),
            Listing(((Run("one"),), (Run("two"),)), ordered=True),
            Paragraph((Run("page", link="https://example.org"), Run("home", link="/home"))),
        ),
    )
    (block,) = blocks(card)
    section, listing, after = block["elements"]
    assert section["elements"][0] == {"type": "text", "text": "Bold", "style": {"bold": True}}
    assert listing["style"] == "ordered"
    assert after["elements"][1] == {"type": "link", "url": "https://example.org", "text": "page"}
    assert after["elements"][2] == {"type": "text", "text": "home"}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (TextInput("k", "?", value="held"), "plain_text_input"),
        (ChoiceInput("k", "?", many(3)), "radio_buttons"),
        (ChoiceInput("k", "?", many(3), optional=True), "static_select"),
        (ChoiceInput("k", "?", many(6)), "static_select"),
        (ChoiceInput("k", "?", many(1), optional=True), "checkboxes"),
        (ChoiceInput("k", "?", many(10), several=True), "checkboxes"),
        (ChoiceInput("k", "?", many(11), several=True), "multi_static_select"),
        (DayInput("k", "?", value="2026-11-24"), "datepicker"),
        (TimeInput("k", "?", value="10:40"), "timepicker"),
        (NumberInput("k", "?", value="7", least=1, most=9), "number_input"),
    ],
)
def test_each_question_has_its_element(question: Input, kind: str) -> None:
    drawn = view((Card("notice", inputs=(question,), buttons=(Button("Send", Submit()),), conversation="c"),), LABELS)
    check_modal(drawn)
    (block,) = [block for block in drawn["blocks"] if block["type"] == "input"]
    assert block["element"]["type"] == kind


def test_a_field_that_is_to_hold_something_else_has_another_id() -> None:
    def block_id(value: str, asking: int) -> str:
        card = Card(
            "notice", inputs=(TextInput("text", "?", value=value),), buttons=(Button("Send", Submit()),), asking=asking
        )
        return str(view((card,), LABELS)["blocks"][0]["block_id"])

    assert len({block_id("a", 1), block_id("b", 1), block_id("a", 2)}) == 3
    assert block_id("a", 1) == block_id("a", 1)


def test_a_question_with_nothing_to_choose_from_is_left_out() -> None:
    card = Card("notice", "Who?", inputs=(ChoiceInput("who", "Who?", ()),), buttons=(Button("Send", Submit()),))
    assert not [block for block in blocks(card) if block["type"] == "input"]
    assert errors(Card("n", inputs=(ChoiceInput("who", "?", (), error="Please choose."),)), {"other": "b"}) == {}


def test_a_form_in_a_modal_is_sent_by_the_modals_own_button_which_knows_its_conversation() -> None:
    card = Card(
        "notice",
        "Write a note",
        inputs=(TextInput("text", "?"),),
        buttons=(Button("Log this note", Submit(), primary=True), Button("Back one step", Back())),
        conversation="0123456789abcdef",
        asking=2,
    )
    drawn = view((card,), LABELS)
    held = unpack(drawn["private_metadata"])
    assert held is not None
    assert (held.action, held.conversation, held.asking) == (Submit(), "0123456789abcdef", 2)
    assert drawn["submit"]["text"] == "Log this note"
    assert list(buttons({"view": drawn})) == ["Back one step"]
    assert [block["type"] for block in drawn["blocks"]] == ["input", "actions"]


def test_words_nobody_can_send_any_more_stand_in_a_box_to_be_copied() -> None:
    card = Card("notice", "Thank you", inputs=(TextInput("text", "Your words", value="Mine."),))
    drawn = view((card,), LABELS)
    assert "submit" not in drawn
    assert "Mine." in words(drawn["blocks"])
    check(card)


def test_a_post_of_the_queue_holds_no_word_of_a_quiet_card_outside_its_blocks() -> None:
    sent = post(Card("A question for you", "Secret title", paragraphs("Secret words")), "act1")
    check_message(sent["blocks"])
    assert "Secret" not in json.dumps({key: value for key, value in sent.items() if key != "blocks"})


def test_the_pictures_that_the_guide_shows_are_there_and_small_and_no_others() -> None:
    docs = Path(__file__).parents[1] / "docs"
    shown = re.findall(r"!\[[^\]]+\]\((pictures/slack/[^)]+)\)", (docs / "slack.md").read_text())
    assert sorted(shown) == sorted(f"pictures/slack/{each.name}" for each in (docs / "pictures" / "slack").iterdir())
    assert all((docs / each).stat().st_size < 120_000 for each in shown)


@pytest.mark.parametrize("sent", [True, False])
def test_of_a_text_longer_than_a_field_takes_nothing_is_lost(*, sent: bool) -> None:
    text = "".join(f"Fact number {number}. " for number in range(700))[:9500]
    asked = TextInput("text", "Yours", value=text)
    card = Card("notice", "title", inputs=(asked,), buttons=(Button("Send", Submit()),) if sent else ())
    drawn = view((card,), Labels(over="The rest:"))
    check_modal(drawn)
    parts = [part for part in shown(drawn["blocks"]) if "Fact" in part]
    assert "".join(parts) == text
    assert all(len(part) <= 3000 for part in parts)
    assert ("The rest:" in shown(drawn["blocks"])) is sent
    check_message(message((card,), Labels())["blocks"])
    read = message((Card("notice", "title", paragraphs(text)),), Labels())
    assert "".join(part for part in shown(read["blocks"]) if "Fact" in part) == text
    cut = message((Card("notice", "title", paragraphs(text * 3)),), Labels(more="There is more."))
    assert shown(cut["blocks"])[-1] == "There is more."
    assert not whole((Card("notice", "title", paragraphs(text * 3)),))


def test_a_text_longer_than_slack_takes_is_asked_for_in_what_it_does_take_and_says_so() -> None:
    asked = TextInput("lines", "Your notes", "One a line.", longest=12_000)
    card = Card("notice", "title", inputs=(asked,), buttons=(Button("Send", Submit()),))
    drawn = view((card,), Labels(short="Slack takes less."))
    (block,) = (block for block in drawn["blocks"] if block["type"] == "input")
    assert block["element"]["max_length"] == 3000
    assert block["hint"]["text"] == "One a line. Slack takes less."
