"""Forms in Teams: what a client sends back is what somebody gave, whatever it is; and what nobody of us made is no fault."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.acts import About
from bot.handlers.teams import limits
from bot.handlers.teams.inputs import values
from bot.handlers.teams.render import Labels, card, dialog, message
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
    Route,
    Routed,
    Started,
    Submit,
    Visit,
    Waived,
)
from bot.privacy import Concern, Waiver
from tests.teams_cards import buttons, fields, sent, words

LABELS = Labels()
WHO = Address("teams", "8a2c", "5f0e")
FORM = "0123456789abcdef"
SEND = Button("Send", Submit(), primary=True)


def options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"p{number}", f"Person {number}") for number in range(count))


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


def test_people_stand_with_their_school_and_areas_by_their_number_alone() -> None:
    people = (Option("p1", "Jo Ward · DSL", "Larkfield Primary"), Option("A-2.1", "A-2.1 Checks", "Recruitment"))
    drawn = card((Card("n", inputs=(ChoiceInput("who", "Who?", people),), buttons=(SEND,)),), LABELS)
    titles = [choice["title"] for choice in fields(drawn)["who"]["choices"]]
    assert titles == ["Jo Ward · DSL · Larkfield Primary", "A-2.1 Checks"]


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
