"""Reading Slack's payloads: text as people read it, buttons and forms as they were made, and never a surprise."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.acts import TRUST, About
from bot.handlers.slack import read
from bot.handlers.slack.pressed import Pressed, pack, unpack
from bot.handlers.slack.written import as_read, as_typed, escaped
from bot.message import Action, Back, Begin, Route, Submit, Visit, Waived
from bot.privacy import Concern, Waiver

BOTS = frozenset({"U0BOT"})


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("<@U0BOT> note this", "note this"),
        ("note <@U0BOT> this", "note this"),
        ("as <@U123> said", "as someone said"),
        ("as <@W123|jo.bloggs> said", "as someone said"),
        ("in <#C123|general> and <#C9>", "in #general and a channel"),
        ("<!here> <!channel> <!subteam^S1|@leads>", "@here @channel @leads"),
        ("<!date^1392734382^{date}|18 February>", "18 February"),
        ("<https://example.org/a?b=1&amp;c=2>", "https://example.org/a?b=1&c=2"),
        ("<https://example.org|the policy>", "the policy (https://example.org)"),
        ("<http://example.org|example.org>", "example.org"),
        ("<mailto:office@example.org|office@example.org>", "office@example.org"),
        ("<tel:01632960101|01632 960101>", "01632 960101"),
        ("fish &amp; chips &lt;b&gt;", "fish & chips <b>"),
        ("&amp;lt; is how it is written", "&lt; is how it is written"),
        ("*bold* and _so on_ stay", "*bold* and _so on_ stay"),
        ("two\nlines", "two\nlines"),
        ("zero\x00 and half \ud83d", "zero and half ?"),
        ("  ", ""),
    ],
)
def test_a_message_is_kept_as_people_read_it(sent: str, meant: str) -> None:
    assert as_read(sent, BOTS) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5 < 6 & <b>", "5 < 6 & <b>"),
        ("&amp; as typed", "&amp; as typed"),
        ("ask <@U123ABC> about <#C1|office>", "ask someone about #office"),
    ],
)
def test_what_is_typed_into_a_form_is_kept_as_typed(typed: str, meant: str) -> None:
    assert as_typed(typed) == meant


def test_literal_text_cannot_notify_anybody() -> None:
    assert escaped("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


SEAL = "0" * 64


@pytest.mark.parametrize(
    "action",
    [
        Submit(),
        Submit(masked=True, waived=(Waived(Waiver.ABOUT_SYSTEMS, SEAL),)),
        Back(),
        Begin("plan_review", TRUST),
        Begin(
            "pass_step", About("review", "r1"), {"step": "A-1.1/strengths", "move": "next"}, {"areas": ("A-1", "A-2")}
        ),
        Route("r", "next", Concern.ADULT_ALLEGATION, "larkfield", 2),
        Visit("worry", About("school", "larkfield")),
    ],
)
def test_a_button_carries_its_action_there_and_back(action: Action) -> None:
    pressed = Pressed(action, "conversation", 3)
    assert unpack(pack(pressed)) == pressed


def test_many_seals_keep_the_newest_that_fit() -> None:
    seals = tuple(Waived(Waiver.NOT_A_PERSON, f"{number:064}") for number in range(60))
    packed = pack(Pressed(Submit(waived=seals), "c", 1))
    assert len(packed) <= 2000
    found = unpack(packed)
    assert found is not None
    assert isinstance(found.action, Submit)
    assert found.action.waived == seals[-len(found.action.waived) :]
    assert len(found.action.waived) > 15


@pytest.mark.parametrize(
    "value", [None, 7, "", "{", "[]", '{"v":2,"a":"back"}', '{"v":1}', '{"v":1,"a":"route","o":"?"}', '{"v":1,"a":7}']
)
def test_a_button_that_is_not_ours_reads_as_nothing(value: object) -> None:
    assert unpack(value) is None


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
known = st.sampled_from(
    ["type", "event", "team_id", "user", "channel", "ts", "text", "actions", "view", "state", "values", "container"]
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(known, anything), st.sampled_from(["event_callback", "block_actions", "view_submission"]))
def test_reading_is_never_surprised(found: dict[str, Any], kind: str) -> None:
    read.heard({**found, "type": kind})
    read.heard({**found, "command": "/peerwalk"})
    read.payload(json.dumps(found), "application/json")
