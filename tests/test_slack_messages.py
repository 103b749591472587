"""Direct messages, mentions and commands, signed and over real HTTP: each becomes a note once, in the right review."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from bot.handlers.slack.serve import routes
from bot.looks import Looks
from bot.turn import Turns
from store.engine import open_store
from tests import slack_driver as slack
from tests.slack_driver import ROOMS, Driver, buttons, dm, mention, words

LARK, BRID = ROOMS.values()
UPN = "UPN Z801200001001 is on the list by the door."
CONCERN = "A pupil has just told me that her dad hits her."


@pytest.fixture(scope="module")
def driver(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with slack.served(sqlite_template, tmp_path_factory.mktemp("slack")) as served:
        yield served


def last(driver: Driver, sent: Any, *methods: str) -> dict[str, Any]:
    """Send something and wait for the one direct call that answers it."""
    names = methods or ("chat.postEphemeral",)
    before = len(driver.slack.of(*names))
    answer = sent()
    assert answer.status == 200, answer
    return driver.slack.wait_for(before + 1, *names)[-1]


def test_a_mention_belongs_to_its_room_whoever_writes_and_is_answered_in_its_thread(driver: Driver) -> None:
    sent = mention("larkfield-dsl", "The <https://example.org/log|log> is read weekly, says <@U0777>", BRID)
    sent["event"]["thread_ts"] = "1700000000.000001"
    reply = last(driver, lambda: driver.events(sent))
    assert driver.texts("bridgewater-review")[-1] == "The log (https://example.org/log) is read weekly, says someone"
    assert reply["thread_ts"] == "1700000000.000001"
    assert reply["channel"] == BRID


def test_a_command_is_answered_in_the_answer_to_its_request(driver: Driver) -> None:
    answer = driver.command("stanmoor-head", "note Two adults meet every coach.")
    assert driver.texts("bridgewater-review")[-1] == "Two adults meet every coach."
    assert answer.body["response_type"] == "ephemeral"
    assert "Kept, thank you" in words(answer.body["blocks"])


def test_practice_is_found_by_a_command_and_a_live_concern_in_it_is_answered(driver: Driver) -> None:
    answer = driver.command("reviewer", "find late arrivals at the gate")
    assert answer.body["response_type"] == "ephemeral"
    assert "“late arrivals at the gate”" in words(answer.body["blocks"])
    assert "Look for something else" in buttons(answer.body)
    driver.command("reviewer", "find")
    assert "In plain words" in str(driver.slack.wait_for(1, "views.open")[-1])
    driver.command("reviewer", f"find {CONCERN}")
    assert "999" in str(driver.slack.wait_for(2, "views.open")[-1])
    assert not any("late arrivals" in text for text in driver.texts())


def test_a_mention_and_a_message_of_one_time_count_once(driver: Driver) -> None:
    first = mention("guest", "The office checks every badge.", LARK)
    second = copy.deepcopy(first)
    second["event_id"] += "0"
    other = copy.deepcopy(first)
    other["event_id"] += "1"
    other["event"] |= {"type": "message", "channel_type": "channel"}
    assert {driver.events(each).status for each in (other, first, second)} == {200}
    assert driver.texts().count("The office checks every badge.") == 1


def test_a_client_that_sends_its_message_again_is_heard_once(driver: Driver) -> None:
    driver.dm("guest", "Bags are left outside the hall.", client_msg_id="same")
    driver.dm("guest", "Bags are left outside the hall.", client_msg_id="same")
    assert driver.texts().count("Bags are left outside the hall.") == 1


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "bot_message"},
        {"subtype": "message_changed", "message": {"text": "secret talk"}},
        {"subtype": "message_deleted", "deleted_ts": "1.1"},
        {"subtype": "channel_join"},
        {"user": slack.BOT},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
        {"type": "reaction_added"},
    ],
)
def test_what_is_no_message_to_the_bot_is_acknowledged_and_not_read(driver: Driver, more: dict[str, Any]) -> None:
    before = len(driver.texts()), len(driver.slack.replies())
    assert driver.dm("reviewer", "secret talk", **more).status == 200
    assert (len(driver.texts()), len(driver.slack.replies())) == before


def test_a_worry_is_answered_whoever_has_it(driver: Driver) -> None:
    reply = last(driver, lambda: driver.dm(slack.STRANGER, CONCERN))
    assert "999" in words(reply["blocks"])
    answer = driver.command(slack.STRANGER, "worry")
    assert {"Larkfield Primary", "Bridgewater High"} <= buttons(answer.body).keys()


def test_the_command_alone_shows_home_and_how_to_go_on(driver: Driver) -> None:
    for text in ("", "help", "home", "anything else"):
        answer = driver.command("reviewer", text)
        shown = words(answer.body["blocks"])
        assert "Larkfield Primary" in shown
        assert "/peerwalk note" in shown
        assert "Something worries me" in buttons(answer.body)


def test_no_call_was_made_to_learn_who_we_are(driver: Driver) -> None:
    assert "auth.test" not in {call.method for call in driver.slack.calls}


def test_a_locked_store_acknowledges_nothing_and_the_redelivery_is_taken(
    driver: Driver, sqlite_store_url: str, tmp_path: Path
) -> None:
    assert driver.application is not None
    store = open_store(sqlite_store_url, busy_ms=100)
    slack.seed(store)
    host = driver.application.host
    turns = Turns(store, host.wording, b"secret")
    own = replace(host, turns=turns, looks=Looks(store, host.wording), secret=b"secret")
    app = Starlette(routes=routes(own, token="xoxb", signing_secret=slack.SECRET, api_url=driver.slack.api_url))
    with slack.listening(app) as url:
        through = Driver(url, driver.slack)
        sent = dm("reviewer", "Keys are signed for.")
        other = open_store(sqlite_store_url)
        with other.writing():
            assert through.events(sent).status == 503
            refused = through.command("reviewer", "note Keys are signed for.")
            assert "cannot reach its store" in words(refused.body["blocks"])
        assert through.events(sent, more={"X-Slack-Retry-Num": "1"}).status == 200
        assert through.events(sent, more={"X-Slack-Retry-Num": "2"}).status == 200
        other.close()
    found = slack.texts_in(sqlite_store_url, tmp_path)
    assert found == ["Keys are signed for."]
    store.close()
