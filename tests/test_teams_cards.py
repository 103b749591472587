"""Cards in Teams: nothing a person typed is parsed or carried by a button, and what a client sends back is what they gave."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.acts import TRUST, About
from bot.handlers.teams import limits
from bot.handlers.teams.home import PAGE, Home
from bot.handlers.teams.inputs import values
from bot.handlers.teams.render import Labels, card, dialog, is_form, message, post
from bot.handlers.teams.state import data_of, deed_of
from bot.inputs import ChoiceInput, DayInput, Input, NumberInput, Option, TextInput, TimeInput
from bot.message import (
    ABOUT_ME,
    Address,
    Answered,
    Back,
    Begin,
    Button,
    Card,
    Listing,
    More,
    Paragraph,
    Route,
    Routed,
    Run,
    Started,
    Submit,
    Visit,
    Waived,
    Words,
)
from bot.privacy import Concern, Waiver
from bot.wording import Wording
from tests.play import LEAD, REVIEWER, Play
from tests.scenes import plan
from tests.teams_cards import buttons, check_dialog, check_message, everything, fields, sent, words

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


def options(count: int, group: str = "") -> tuple[Option, ...]:
    return tuple(Option(f"p{number}", f"Person {number}", group) for number in range(count))


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


# ── Forms, out and back ─────────────────────────────────────────────────────────────────────

QUESTIONS: tuple[tuple[Input, Any, str, Any, Any], ...] = (
    (TextInput("q", "?", value="held"), "held", "Input.Text", "Two\nlines", "Two\nlines"),
    (TextInput("q", "?", long=False, longest=80), "", "Input.Text", "One", "One"),
    (ChoiceInput("q", "?", options(3), value=("p1",)), "p1", "expanded", "p2", "p2"),
    (ChoiceInput("q", "?", options(3), optional=True), "", "compact", "p2", "p2"),
    (ChoiceInput("q", "?", options(3), optional=True, value=("p1",)), "p1", "compact", "-", ""),
    (ChoiceInput("q", "?", options(6)), "", "compact", "p2", "p2"),
    (ChoiceInput("q", "?", options(40)), "", "filtered", "p21", "p21"),
    (ChoiceInput("q", "?", options(40), optional=True), "", "filtered", "p21", "p21"),
    (ChoiceInput("q", "?", options(40), value=("p7",)), "p7", "compact", "p21", "p21"),
    (ChoiceInput("q", "?", options(1), optional=True), "", "expanded", "p0", "p0"),
    (ChoiceInput("q", "?", options(9), several=True, value=("p1", "p2")), ("p1", "p2"), "expanded", "p3,p1", ("p3", "p1")),
    (ChoiceInput("q", "?", options(40), several=True), (), "compact", "p3", ("p3",)),
    (DayInput("q", "?", latest="2027-01-31", value="2026-11-24"), "2026-11-24", "Input.Date", "2026-12-01", "2026-12-01"),
    (TimeInput("q", "?", value="10:40"), "10:40", "Input.Time", "11:20", "11:20"),
    (NumberInput("q", "?", least=1, most=9, value="7"), "7", "Input.Number", 8, "8"),
)  # fmt: skip


@pytest.mark.parametrize(("question", "held", "kind", "typed", "means"), QUESTIONS)
@pytest.mark.parametrize("way", [message, dialog])
def test_what_a_form_holds_and_what_is_typed_into_it_come_back(
    question: Input, held: Any, kind: str, typed: Any, means: Any, way: Any
) -> None:
    drawn = way((Card("n", "T", inputs=(question,), buttons=(SEND,), conversation=FORM, asking=2),), LABELS)
    assert kind in {fields(drawn)["q"]["type"], fields(drawn)["q"].get("style")}
    for given_, meant in (({}, held), ({"q": typed}, means)):
        deed = deed_of(sent(drawn, "Send", given_), "k1", WHO)
        assert deed == Answered(("k1",), WHO, FORM, 2, {"q": meant})


@given(st.text(max_size=200))
def test_any_text_typed_comes_back_as_typed_save_what_no_database_takes(text: str) -> None:
    drawn = card((Card("n", inputs=(TextInput("t", "?"),), buttons=(SEND,), conversation=FORM),), LABELS)
    deed = deed_of(sent(drawn, "Send", {"t": text}), "k", WHO)
    assert isinstance(deed, Answered)
    assert deed.values["t"] == text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def test_a_field_with_something_else_to_hold_has_another_id_and_errors_and_hints_stand_beside_it() -> None:
    def shown(value: str, error: str = "", asking: int = 1) -> dict[str, Any]:
        asked = (TextInput("t", "What?", "In your words.", value=value, error=error),)
        return card((Card("n", inputs=asked, buttons=(SEND,), conversation=FORM, asking=asking),), LABELS)

    ids = [fields(one)["t"]["id"] for one in (shown("a"), shown("b"), shown("a", "No."), shown("a", asking=2))]
    assert len(set(ids)) == 4
    assert fields(shown("a"))["t"]["id"] == ids[0]
    error, field, hint, _ = shown("mine", "Please say more.")["body"]
    assert error["inlines"][0] | {"type": ""} == {"type": "", "text": "Please say more.", "weight": "Bolder", "color": "Attention"}  # fmt: skip
    assert (field["value"], field["isRequired"], field["errorMessage"]) == ("mine", True, LABELS.asked.required)
    assert words(hint) == "In your words."


def test_whoever_goes_back_or_asks_whom_to_tell_is_not_kept_by_an_empty_field_and_loses_nothing() -> None:
    route = Route("r1", "next", Concern.LIVE_CONCERN, "larkfield", 1)
    for action in (Back(), route):
        asked = (TextInput("t", "?"), ChoiceInput("who", "?", options(30)))
        shown = Card("n", "T", (), asked, (SEND, Button("Other", action)), FORM, 2)
        drawn = card((shown,), LABELS)
        assert not any(field.get("isRequired") for field in fields(drawn).values())
        deed = deed_of(sent(drawn, "Other", {"t": "Mine."}), "k", WHO)
        assert isinstance(deed, Answered | Routed)
        assert deed.values == {"t": "Mine.", "who": ""}
    looks = card((Card("n", inputs=asked, buttons=(SEND, Button("Look", ABOUT_ME)), conversation=FORM),), LABELS)
    assert buttons(looks)["Look"]["associatedInputs"] == "none"
    assert deed_of(sent(looks, "Look", {"t": "Mine."}), "k", WHO) == ABOUT_ME


@pytest.mark.parametrize(
    "action",
    [
        Submit(masked=True, waived=(Waived(next(iter(Waiver)), "a" * 32),)),
        Back(),
        Begin("take_note", About("review", "r1"), {"a": ("b", "c")}, {"node": "A-1.1"}),
        Route("r1", "told", Concern.LIVE_CONCERN, "larkfield", 2),
        Visit("walk", About("review", "r1")),
    ],
)
def test_every_action_comes_back_as_what_it_was(action: Any) -> None:
    shown = Card("n", buttons=(Button("Press", action),), conversation=FORM, asking=3)
    deed = deed_of(sent(card((shown,), LABELS), "Press"), "k", WHO)
    match action, deed:
        case Submit(masked, waived), Answered() as answered:
            assert (answered.conversation, answered.asking, answered.masked, answered.waived) == (FORM, 3, masked, waived)  # fmt: skip
        case Back(), Answered() as answered:
            assert answered.back
        case Begin(dialog_, about, given_, preset), Started() as started:
            assert (started.dialog, started.about, started.given, started.preset) == (dialog_, about, given_, preset)
        case Route(), Routed() as routed:
            assert (routed.route, routed.button, routed.school, routed.tried) == ("r1", "told", "larkfield", 2)
        case _:
            assert deed == action


FIELD = "text.t.0123abcd"
ODD: tuple[Any, ...] = (None, {}, [], "", "{", '{"v":1,"a":"submit","w":[1]}', '{"v":2,"a":"back"}', "[" * 9000)
HOSTILE: tuple[dict[str, Any], ...] = (
    {},
    {"action": "pw"},
    {"action": "other", "s": data_of(Back(), Card("n"))["s"]},
    {"action": ["pw"], "s": 7},
    *({"action": "pw", "s": odd} for odd in ODD),
)  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_a_button_nobody_of_us_made_is_none_and_no_fault(data: dict[str, Any]) -> None:
    assert deed_of(data, "k", WHO) is None


@pytest.mark.parametrize(
    ("name", "held", "means"),
    [
        (FIELD, None, ""),
        (FIELD, {"a": 1}, ""),
        (FIELD, ["a"], ""),
        (FIELD, True, ""),
        (FIELD, "a\x00b\ud800", "ab?"),
        ("number.t.0123abcd", 7.0, "7"),
        ("number.t.0123abcd", 7.5, "7.5"),
        ("number.t.0123abcd", 10**400, ""),
        ("number.t.0123abcd", float("inf"), "inf"),
        ("day.t.0123abcd", "2026-11-24T00:00:00Z", "2026-11-24"),
        ("time.t.0123abcd", "10:40:00", "10:40"),
        ("one.t.0123abcd", "a,b", "a"),
        ("many.t.0123abcd", ",a,,b,a", ("a", "b")),
        ("many.t.0123abcd", None, ()),
        ("many.t.0123abcd", {"x": "y"}, ()),
    ],
)
def test_answers_of_any_kind_are_read_as_what_they_can_mean(name: str, held: Any, means: Any) -> None:
    assert values({name: held}) == {"t": means}
    assert values({"f": [name]}) == {"t": () if name.startswith("many") else ""}


def test_what_is_no_field_of_ours_is_passed_over() -> None:
    many = {f"text.t{number}.0123abcd": "x" for number in range(5000)}
    assert len(values(many)) <= 2 * limits.FIELDS
    odd: dict[str, Any] = {"f": "text", "text.t": "x", "copy.t.0123abcd": "x", "text.t.0123abcd.x": "x", "s": "x"}
    strange: dict[str, Any] = {"f": [1, None, {}, "text"]}
    assert values(odd) == values(strange) == {}


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
