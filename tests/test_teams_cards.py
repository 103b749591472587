"""Cards in Teams: nothing a person typed is parsed or carried by a button, and nothing is shown where it may not be."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.acts import TRUST, About
from bot.handlers.teams.home import PAGE, Home
from bot.handlers.teams.render import Labels, card, dialog, is_form, message, post
from bot.handlers.teams.state import deed_of
from bot.inputs import ChoiceInput, Option, TextInput
from bot.message import (
    ABOUT_ME,
    Address,
    Begin,
    Button,
    Card,
    Listing,
    More,
    Paragraph,
    Run,
    Submit,
    Visit,
    Words,
)
from bot.wording import Wording
from tests.payloads import everything
from tests.play import LEAD, REVIEWER, Play
from tests.scenes import plan
from tests.teams_cards import buttons, check_dialog, check_message, fields, sent, words

LABELS = Labels()
WHO = Address("teams", "8a2c", "5f0e")
FORM = "0123456789abcdef"
SEND = Button("Send", Submit(), primary=True)
# Every character that a platform might take for more than itself, and whatever else hypothesis thinks of.
TYPED = st.text(min_size=1, max_size=80) | st.text("*_`[](){}<>#~|\\@!&;:/-+.12 \n\r\u2028aZ", min_size=1, max_size=80)


def theirs(text: str) -> Words:
    return (Paragraph((Run(text, theirs=True),)), Listing(((Run(text, theirs=True),),)))


def squeezed(text: str) -> str:
    """A text as a reader compares it: without what stands between its words."""
    return "".join(text.split())


# ── Nobody's words are parsed ───────────────────────────────────────────────────────────────


@given(TYPED)
def test_any_text_of_a_person_arrives_as_literal_text(text: str) -> None:
    asked = (
        TextInput("text", text, text, value=text, error=text),
        ChoiceInput("who", text, (Option("p1", text, text), Option("p2", "b")), error=text),
    )
    shown = Card("A notice", text, theirs(text), asked, (SEND, Button(text, ABOUT_ME)), FORM, 1, more=More(text, theirs(text), ABOUT_ME))  # fmt: skip
    check_message(message((shown,), LABELS))
    check_dialog(dialog((shown,), LABELS))
    drawn = card((shown,), LABELS)
    if squeezed(text):
        # Title, paragraph, item, error and hint of a question, error of another, and what opens on its own.
        assert squeezed(words(drawn)).count(squeezed(text)) >= 8
    assert fields(drawn)["text"]["value"] == text
    # A notification shows the notice, and no button carries a word.
    assert message((shown,), LABELS)["summary"] == "A notice"
    assert all("text" not in json.dumps(button["data"]["s"]) for button in buttons(drawn).values())


@pytest.mark.parametrize(
    "title",
    ["1. Oak", "- a list", "*bold*", "[a](https://e.org)", "{{DATE(2026-11-22T04:00:00Z)}}", "www.e.org", "a_b_"],
)
def test_a_title_that_markdown_would_change_is_no_heading_but_reads_the_same(title: str) -> None:
    (head,) = card((Card("n", title),), LABELS)["body"]
    assert head["type"] == "RichTextBlock"
    assert "".join(run["text"] for run in head["inlines"]) == title
    (plain,) = card((Card("n", "St Mary’s: kept, thank you"),), LABELS)["body"]
    assert (plain["type"], plain["style"]) == ("TextBlock", "heading")


def test_styles_lists_links_and_lines_are_kept() -> None:
    shown = Card(
        "n",
        words=(
            Paragraph((Run("Bold", bold=True), Run(" and "), Run("leaning", italic=True))),
            Paragraph((Run("one line\nanother"),)),
            Listing(((Run("one"),), (Run("two"),)), ordered=True),
            Paragraph((Run("page", link="https://example.org"), Run("home", link="/home"))),
        ),
    )
    styled, first, second, one, two, links = card((shown,), LABELS)["body"]
    assert [(run.get("weight"), run.get("italic")) for run in styled["inlines"]] == [
        ("Bolder", None),
        (None, None),
        (None, True),
    ]
    assert (words(first), words(second), second["spacing"]) == ("one line", "another", "None")
    assert (words(one), words(two)) == ("1. one", "2. two")
    assert [run.get("selectAction", {}).get("url") for run in links["inlines"]] == ["https://example.org", None]


# ── What is shown, and where ────────────────────────────────────────────────────────────────


def test_a_quiet_post_comes_closed_to_a_person_and_open_to_a_room() -> None:
    shown = Card("A question for you", "Secret title", theirs("Secret words"), buttons=(Button("Answer", ABOUT_ME),))
    closed = post(shown, "act1", LABELS, private=True)
    check_message(closed)
    assert "Secret" not in json.dumps(closed)
    assert words(closed) == "A question for you"
    opened = deed_of(sent(closed, LABELS.open), "k", WHO)
    assert opened == Visit("told", About("act", "act1"))
    roomy = post(shown, "act1", LABELS, private=False)
    assert "Secret words" in words(roomy)
    assert "Secret" not in roomy["summary"]
    loud = Card("All of it", "T", theirs("All of it"), quiet=False)
    assert "All of it" in words(post(loud, "act1", LABELS, private=True))


def test_what_a_closed_post_told_is_opened_as_things_stand_and_by_nobody_else(empty_stage: Play) -> None:
    play = empty_stage
    plan(play)
    act = next(act for act, _ in play.notices() if act.notice == "invited" and act.place == REVIEWER)
    (opened,) = play.see(REVIEWER, "told", About("act", act.id))
    assert opened.title == "You are invited to a review"
    for person, about in ((LEAD, act.id), (REVIEWER, "no-such-act")):
        (other,) = play.see(person, "told", About("act", about))
        assert "not here for you" in str(other.words)
    assert [button.label for button in opened.buttons] == ["Read and answer", "Say no"]
    assert play.answer(REVIEWER, play.press(REVIEWER, opened, "Say no"), reason="too_close").kept
    assert "not here for you" in str(play.see(REVIEWER, "told", About("act", act.id))[0].words)


def test_more_than_five_buttons_leave_four_and_what_opens_the_rest_save_where_it_cannot_wait() -> None:
    made = tuple(Button(f"B{number}", Begin("d", About("note", str(number)))) for number in range(12))
    first, *_ = card((Card("n", buttons=made),), LABELS)["body"]
    assert [action["title"] for action in first["actions"]] == ["B0", "B1", "B2", "B3", LABELS.further]
    rest = [row["actions"] for row in first["actions"][-1]["card"]["body"]]
    assert [len(row) for row in rest] == [4, 4]
    aside = More("About this", theirs("The reason."), ABOUT_ME)
    first, *_ = card((Card("n", buttons=made, more=aside),), LABELS)["body"]
    assert [action["title"] for action in first["actions"]] == ["B0", "B1", "B2", "About this", LABELS.further]
    urgent = card((Card("n", "Tell", buttons=made, inputs=(TextInput("t", "?", value="Mine."),), urgent=True),), LABELS)
    kinds = [element["type"] for element in urgent["body"]]
    assert kinds == ["Container", "ActionSet", "ActionSet", "ActionSet", "Input.Text"]
    assert "ShowCard" not in json.dumps(urgent)
    assert message((Card("n", urgent=True, title="T"),), LABELS)["importance"] == "high"


def test_what_a_card_says_besides_opens_in_it_or_apart_where_there_is_no_room() -> None:
    aside = More("About this", theirs("The reason."), Visit("conduct", About("review", "r1")))
    (row,) = card((Card("n", more=aside),), LABELS)["body"]
    assert row["actions"][0]["type"] == "Action.ShowCard"
    full = Card("n", "T", theirs("Long. " * 3000), more=More("About this", theirs("More. " * 3000), aside.at))
    drawn = card((full,), LABELS)
    assert deed_of(sent(drawn, "About this"), "k", WHO) == aside.at


def test_words_nobody_can_send_any_more_stand_in_a_box_to_be_copied() -> None:
    drawn = card((Card("n", "Thank you", inputs=(TextInput("text", "Your words", value="Mine."),)),), LABELS)
    (box,) = (each for each in everything(drawn) if each.get("type") == "Input.Text")
    assert box["value"] == "Mine."
    assert not box.get("isRequired")
    assert is_form((Card("n", inputs=(TextInput("t", "?"),)),))


def test_a_dialog_says_in_its_own_heading_what_it_is_and_not_again() -> None:
    drawn = dialog(
        (Card("n", "Write a note", inputs=(TextInput("t", "?"),), buttons=(SEND,), conversation=FORM),), LABELS
    )
    assert drawn["title"] == "Write a note"
    assert "Write a note" not in words(drawn)
    assert dialog((Card("n", "Long. " * 30),), LABELS)["title"] == "Peerwalk"


def test_home_is_kept_fresh_for_its_owner_names_what_has_no_room_and_says_how_to_speak_here() -> None:
    home = Home(Wording(), web=True)
    found = tuple(Card("n", f"Card {number}", theirs("Words. " * 100)) for number in range(60))
    sent_ = home.message(found, ("29:owner",))
    check_message(sent_)
    content = sent_["attachments"][0]["content"]
    assert content["refresh"]["userIds"] == ["29:owner"]
    assert deed_of(content["refresh"]["action"]["data"], "k", WHO) == PAGE
    shown = words(content)
    assert "How to use Peerwalk here" in shown
    assert next(iter(buttons(content["body"]))) == "Something worries me"
    rest = deed_of(sent(content, "See the rest"), "k", WHO)
    assert isinstance(rest, Visit)
    assert 5 < int(rest.about.id) < 60
    assert f"Card {rest.about.id};" in shown
    assert f"Card {int(rest.about.id) - 1}\n" in shown
    assert home.on_the_web(TRUST)[0].action == Visit("web", TRUST)
    assert not Home(Wording()).on_the_web(TRUST)
