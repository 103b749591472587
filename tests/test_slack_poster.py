"""The queue's acts on Slack: what is sent, and what each way of failing is taken for."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.handlers.slack.home_tab import HomeTab
from bot.handlers.slack.poster import SlackPoster, room_name
from bot.message import Card, Paragraph, Run
from bot.posters import (
    AmbiguousError,
    RefusedError,
    RetryLaterError,
    Sent,
    Unfindable,
    Where,
)
from bot.wording import Wording
from tests.slack_fake_api import FakeSlack, fake_slack

QUIET = Card("A question for you, two minutes", "Two minutes", (Paragraph((Run("Secret words", theirs=True),)),))
OPEN = Card("ignored", words=(Paragraph((Run("Read <!channel> & all", theirs=True),)),), quiet=False)
ROOM = Where("T1", channel="C1")
TAB = HomeTab(Wording())
LONG_AGO = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as slack:
        yield slack
        assert not slack.wrong, sorted(set(slack.wrong))


@pytest.fixture
def poster(slack: FakeSlack) -> SlackPoster:
    return SlackPoster("xoxb-test", slack.api_url, TAB, timeout=30)


def test_a_quiet_post_shows_a_lock_screen_nothing_and_carries_only_our_id(
    slack: FakeSlack, poster: SlackPoster
) -> None:
    sent = poster.post(ROOM, QUIET, "act1")
    (message,) = slack.of("chat.postMessage")
    assert sent == Sent("T1", "C1", slack.messages[0]["ts"])
    assert message["text"] == "A question for you, two minutes"
    assert message["metadata"] == {"event_type": "peerwalk_act", "event_payload": {"act": "act1"}}
    assert message["unfurl_links"] is False


def test_an_open_post_is_readable_in_its_text_and_notifies_nobody(slack: FakeSlack, poster: SlackPoster) -> None:
    poster.post(ROOM, OPEN, "act1")
    (message,) = slack.of("chat.postMessage")
    assert message["text"] == "Read &lt;!channel&gt; &amp; all"


def test_a_persons_own_place_is_opened_once(slack: FakeSlack, poster: SlackPoster) -> None:
    for act in ("a1", "a2"):
        assert poster.post(Where("T1", user="U7"), QUIET, act).channel == "DU7"
    assert slack.of("conversations.open") == [{"users": "U7"}]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("429", RetryLaterError),
        ("drop before", AmbiguousError),
        ("drop after", AmbiguousError),
        ("500 before", AmbiguousError),
        ("500 after", AmbiguousError),
        ("fatal_error", AmbiguousError),
        ("ratelimited", RetryLaterError),
        ("channel_not_found", RefusedError),
        ("invalid_auth", RefusedError),
    ],
)
def test_each_fault_is_taken_for_what_it_is(
    slack: FakeSlack, poster: SlackPoster, fault: str, error: type[Exception]
) -> None:
    slack.faults.append(fault)
    with pytest.raises(error) as raised:
        poster.post(ROOM, QUIET, "act1")
    if fault == "429":
        assert raised.value.args == (1.0,)
    if error is RefusedError:
        assert str(raised.value) == fault
    assert len(slack.of("chat.postMessage")) == 1, "slack_sdk tried again by itself"


def test_a_slack_that_is_not_there_was_certainly_not_reached() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]  # ours, and nobody listens there
        with pytest.raises(RetryLaterError):
            SlackPoster("xoxb", f"http://127.0.0.1:{port}/api/", TAB, timeout=2).post(ROOM, QUIET, "a")


def test_a_post_that_may_have_arrived_is_found_by_its_id(slack: FakeSlack, poster: SlackPoster) -> None:
    slack.faults.append("drop after")
    with pytest.raises(AmbiguousError):
        poster.post(ROOM, QUIET, "act1")
    assert poster.find(ROOM, "act1", LONG_AGO) == Sent("T1", "C1", slack.messages[0]["ts"])
    assert poster.find(ROOM, "act2", LONG_AGO) is None
    assert slack.of("conversations.history")[0]["include_all_metadata"] == "1"


@pytest.mark.parametrize("code", ["not_in_channel", "missing_scope"])
def test_where_we_may_not_look_nobody_knows(slack: FakeSlack, poster: SlackPoster, code: str) -> None:
    slack.blind = code
    assert poster.find(ROOM, "act1", LONG_AGO) == Unfindable()


def test_a_post_is_edited_and_taken_away_and_gone_is_gone(slack: FakeSlack, poster: SlackPoster) -> None:
    sent = poster.post(ROOM, QUIET, "act1")
    poster.edit(sent, OPEN)
    assert slack.messages[0]["text"] == "Read &lt;!channel&gt; &amp; all"
    assert slack.messages[0]["metadata"]["event_payload"] == {"act": "act1"}
    poster.delete(sent)
    poster.delete(sent)
    assert slack.messages == []
    with pytest.raises(RefusedError):
        poster.edit(sent, QUIET)


def test_a_reaction_that_is_there_already_is_done(slack: FakeSlack, poster: SlackPoster) -> None:
    poster.react(ROOM, "1.1", "memo")
    poster.react(ROOM, "1.1", "memo")
    assert slack.reactions == [("1.1", "memo")]


def test_a_room_is_made_once_and_found_again_and_pinned_and_invited_twice_is_once(
    slack: FakeSlack, poster: SlackPoster
) -> None:
    slack.faults.append("drop after")
    with pytest.raises(AmbiguousError):
        poster.create_room("T1", "R_1a", "St Mary’s & All Saints’")
    made = poster.create_room("T1", "R_1a", "St Mary’s & All Saints’")
    assert poster.create_room("T1", "R_1a", "Another name by now") == made
    assert [room["name"] for room in slack.rooms] == ["review-st-mary-s-all-saints-r_1a"]
    assert slack.of("conversations.create")[0]["is_private"] is True
    for refused in ("restricted_action", "name_taken"):
        slack.faults.append(f"conversations.create {refused}")
        with pytest.raises(RefusedError):
            poster.create_room("T1", "r2", "A school")
    room = Where("T1", channel=made.channel)
    for _ in range(2):
        poster.invite(room, "U1")
        poster.pin(Sent("T1", made.channel, "1.1"))
    assert slack.rooms[0]["members"] == ["U1"]
    assert slack.pins == [(made.channel, "1.1")]
    assert len(room_name("a" * 32, "A very long name of a school " * 9)) == 80
