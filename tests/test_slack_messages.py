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
from tests.posting import wait_until
from tests.slack_driver import ROOMS, TRUST_CHANNEL, Driver, buttons, dm, held, mention, words

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


def test_a_direct_message_becomes_a_note_and_its_writer_alone_gets_the_receipt(driver: Driver) -> None:
    reply = last(driver, lambda: driver.dm("reviewer", "Visitors sign in &amp; wear a lanyard."))
    assert driver.texts()[-1] == "Visitors sign in & wear a lanyard."
    assert (reply["channel"], reply["user"]) == ("DU0003", "U0003")
    assert "thread_ts" not in reply
    assert {"Mark excellent", "Add details", "Edit"} <= buttons(reply).keys()
    assert "Larkfield Primary" in words(reply["blocks"])


def test_what_a_lock_screen_shows_of_a_receipt_says_nothing(driver: Driver) -> None:
    reply = last(driver, lambda: driver.dm("reviewer", "The lanyards have the date on them."))
    assert reply["text"] == "Peerwalk"


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


def test_a_note_gets_the_reaction_that_says_so(driver: Driver) -> None:
    sent = dm("guest", "Staff know whom to tell.")
    driver.events(sent)
    wait_until(lambda: (sent["event"]["ts"], "memo") in driver.slack.reactions)


def test_the_same_event_again_changes_nothing(driver: Driver) -> None:
    sent = dm("guest", "The gate is locked at nine.")
    again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    assert [driver.events(sent, more=more).status for more in ({}, again, again)] == [200, 200, 200]
    assert driver.texts().count("The gate is locked at nine.") == 1


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


def test_refused_words_stand_in_the_reply_and_nowhere_else(driver: Driver) -> None:
    before = driver.texts()
    reply = last(driver, lambda: driver.dm("reviewer", UPN))
    assert held(reply) == UPN
    assert "Z801200001001" not in reply["text"]
    assert {"Use the safe wording", "Send what is in the box"} <= buttons(reply).keys()
    assert driver.texts() == before


def test_a_refused_message_can_be_sent_in_its_safe_wording(driver: Driver) -> None:
    reply = last(driver, lambda: driver.dm("reviewer", UPN))
    fields = slack.state(reply["blocks"], {})
    button = buttons(reply)["Use the safe wording"]
    receipt = last(driver, lambda: driver.press("reviewer", button, fields=fields), "response_url")
    assert driver.texts()[-1] == "UPN [UPN removed] is on the list by the door."
    assert receipt["replace_original"] is True
    assert "Kept, thank you" in words(receipt["blocks"])


def test_a_worry_about_a_child_brings_up_whom_to_tell_and_keeps_nothing(driver: Driver) -> None:
    before = driver.texts()
    reply = last(driver, lambda: driver.dm("reviewer", CONCERN))
    assert "01632 960101" in words(reply["blocks"])
    assert "999" in words(reply["blocks"])
    assert held(reply) == CONCERN
    assert "hits" not in reply["text"]
    button = buttons(reply)["I cannot reach them"]
    after = last(
        driver, lambda: driver.press("reviewer", button, fields=slack.state(reply["blocks"], {})), "views.open"
    )
    assert "01632 960102" in words(after["view"]["blocks"])
    assert "01632 960101" not in words(after["view"]["blocks"])
    assert held(after) == CONCERN
    assert driver.texts() == before


def test_a_worry_is_answered_whoever_has_it(driver: Driver) -> None:
    reply = last(driver, lambda: driver.dm(slack.STRANGER, CONCERN))
    assert "999" in words(reply["blocks"])
    answer = driver.command(slack.STRANGER, "worry")
    assert {"Larkfield Primary", "Bridgewater High"} <= buttons(answer.body).keys()


def test_somebody_the_trust_does_not_know_is_told_whom_to_ask(driver: Driver) -> None:
    before = driver.texts()
    reply = last(driver, lambda: driver.dm(slack.STRANGER, "Staff sign in."))
    assert "does not know you yet" in words(reply["blocks"])
    assert "safeguarding lead of Marlpit" in words(reply["blocks"])
    assert driver.texts() == before


def test_somebody_on_no_review_is_told_so(driver: Driver) -> None:
    reply = last(driver, lambda: driver.dm("trustee", "Staff sign in."))
    assert "on no review" in words(reply["blocks"])


def test_somebody_who_is_not_on_the_team_takes_no_note_in_its_room(driver: Driver) -> None:
    before = driver.texts()
    reply = last(driver, lambda: driver.mention("larkfield-head", "We sign everybody in.", LARK))
    assert "Only the review team" in words(reply["blocks"])
    assert driver.texts() == before


def test_a_mention_in_the_trust_channel_is_no_note(driver: Driver) -> None:
    reply = last(driver, lambda: driver.mention("reviewer", "Staff sign in.", TRUST_CHANNEL))
    assert "trust channel" in words(reply["blocks"])
    reply = last(driver, lambda: driver.mention("reviewer", "Staff sign in.", "C0OTHER"))
    assert "belongs to no review" in words(reply["blocks"])


def test_a_file_is_not_fetched_and_the_words_beside_it_are_a_note(driver: Driver) -> None:
    files = [{"id": "F1", "url_private_download": f"{driver.slack.url}/file"}]
    more = {"subtype": "file_share", "files": files}
    reply = last(driver, lambda: driver.dm("reviewer", "The poster names the DSL.", **more))
    assert driver.texts()[-1] == "The poster names the DSL."
    assert "takes no files" in words(reply["blocks"])
    reply = last(driver, lambda: driver.dm("reviewer", "", **more))
    assert "takes no files" in words(reply["blocks"])
    assert "file" not in {call.method for call in driver.slack.calls}


def test_a_reply_that_cannot_be_shown_undoes_nothing(driver: Driver) -> None:
    driver.slack.faults.append("chat.postEphemeral user_not_in_channel")
    last(driver, lambda: driver.dm("reviewer", "The register closes at ten past."))
    assert driver.texts()[-1] == "The register closes at ten past."


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
