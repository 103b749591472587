"""Socket Mode against a made-up Slack over real websockets: connections that end, or go silent, and envelopes that repeat."""

import asyncio
import json
import random
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltResponse
from structlog.testing import capture_logs

from bot.handlers.slack import limits
from bot.handlers.slack.socket import Patience, Socket
from tests import slack_driver as driving
from tests.slack_driver import ROOMS, TEAMS, Driver, buttons, command, dm, mention, words
from tests.slack_fake_api import APP_TOKEN, FakeSlack, fake_slack
from tests.slack_fake_socket import Line
from tests.swift import DEEP

DIALS = "apps.connections.open"
SECRET_WORDS = "words nobody may log"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as slack:
        yield slack


class Running:
    """A socket on an event loop of its own; `take` is what the app would do with a payload."""

    def __init__(self, slack: FakeSlack, **patience: float) -> None:
        self.slack = slack
        self.taken: list[Any] = []
        self.answers: dict[str, BoltResponse] = {}
        self.mistakes: dict[str, Exception] = {}
        self.held = threading.Event()
        self.held.set()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        quick = Patience(**{"first": 0.01, "old": 0.2, "heartbeat": 30, "longest": 30, **patience})
        self.socket = Socket(APP_TOKEN, slack.api_url, self.take, quick)
        self.run(self.socket.open())

    async def take(self, payload: dict[str, Any]) -> BoltResponse:
        self.taken.append(payload.get("name"))
        await asyncio.to_thread(self.held.wait, 30)
        if mistake := self.mistakes.get(str(payload.get("name"))):
            raise mistake
        return self.answers.get(str(payload.get("name")), BoltResponse(status=200))

    def run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(timeout=30)

    def until(self, state: str) -> dict[str, Any]:
        until(lambda: self.socket.health()["state"] == state)
        return dict(self.socket.health())

    def close(self) -> None:
        self.held.set()
        self.run(self.socket.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=10)
        self.loop.close()


def until(true: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it did not come in time"
        time.sleep(0.005)
    return found


@contextmanager
def running(slack: FakeSlack, **patience: float) -> Iterator[Running]:
    one = Running(slack, **patience)
    try:
        yield one
    finally:
        one.close()


def connections(slack: FakeSlack, count: int) -> Any:
    """The connections, once there have been so many and the last of them has been greeted."""
    return slack.socket.wait(lambda: len(slack.socket.lines) >= count and slack.socket.lines)


# ── Connections ─────────────────────────────────────────────────────────────────────────────


def test_a_connection_that_dies_without_a_word_is_noticed_and_replaced(slack: FakeSlack) -> None:
    with capture_logs() as said, running(slack, heartbeat=0.5) as one:
        first = connections(slack, 1)[0]
        one.until("alive")
        first.deaf = True
        second = connections(slack, 2)[1]
        assert slack.socket.answer(slack.socket.deliver("events_api", {"name": "a"}, line=second)) == ""
        one.until("alive")
    assert [each["reason"] for each in said if each["event"] == "slack_socket" and each["reason"]] == ["silent"]


def test_a_connection_that_is_cut_is_replaced_and_what_it_asked_is_answered_on_the_next(slack: FakeSlack) -> None:
    with running(slack) as one:
        (first,) = connections(slack, 1)
        one.held.clear()
        envelope = slack.socket.deliver("events_api", {"name": "a"}, line=first)
        until(lambda: one.taken)
        slack.socket.hang_up(first)
        connections(slack, 2)
        until(lambda: one.socket.health()["opened"] == 2)
        one.held.set()
        assert slack.socket.answer(envelope) == ""
    assert one.taken == ["a"]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_before_slack_ends_a_connection_another_takes_over_and_the_old_one_is_still_heard(
    slack: FakeSlack, reason: str
) -> None:
    with running(slack, old=2) as one:
        (first,) = connections(slack, 1)
        one.until("alive")
        slack.socket.say(first, {"type": "disconnect", "reason": reason, "debug_info": {"host": "h"}})
        second = connections(slack, 2)[1]
        for number, line in enumerate((first, second, first)):
            assert slack.socket.answer(slack.socket.deliver("events_api", {"name": number}, line=line)) == ""
        slack.socket.wait(lambda: not first.open)
        assert second.open
        assert one.socket.health()["state"] == "alive"
        assert len(slack.of(DIALS)) == 2


def test_a_connection_that_slack_forgot_to_renew_is_renewed(slack: FakeSlack) -> None:
    with running(slack, renewed=0.1, old=0.05, steady=0.01) as one:
        first = connections(slack, 3)[0]
        slack.socket.wait(lambda: not first.open)
        slack.socket.answer(slack.socket.deliver("events_api", {"name": "a"}))
        assert one.taken == ["a"]


@pytest.mark.parametrize("reason", ["link_disabled", "too_many_websockets"])
@pytest.mark.parametrize("greeted", [True, False])
def test_where_slack_takes_no_connection_for_now_it_is_not_asked_again_at_once(
    slack: FakeSlack, reason: str, greeted: bool
) -> None:
    ending = {"type": "disconnect", "reason": reason}
    slack.socket.greeting = [*([{"type": "hello"}] if greeted else []), ending]
    with running(slack) as one:
        assert one.until("refused")["reason"] == reason
        assert len(slack.of(DIALS)) == 1


def test_a_connection_that_says_no_hello_is_given_up(slack: FakeSlack) -> None:
    slack.socket.greeting = []
    with running(slack, hello=0.1) as one:
        assert one.until("away")["reason"] == "no_hello"
        slack.socket.greeting = [{"type": "hello"}]
        one.until("alive")


def test_without_a_network_or_with_a_token_refused_it_goes_on_trying(slack: FakeSlack) -> None:
    troubles = ["drop before", "500 before", "internal_error", "invalid_auth"]
    slack.faults.extend(f"{DIALS} {each}" for each in troubles)
    with capture_logs() as said, running(slack) as one:
        assert one.until("alive")["opened"] == 1
    found = [(each["state"], each["reason"]) for each in said]
    assert found[0][0] == "away"
    assert ("away", "internal_error") in found
    assert found[-2:] == [("refused", "invalid_auth"), ("alive", "")]
    assert slack.of(DIALS)[0]["token"] == APP_TOKEN
    assert APP_TOKEN not in str(said)


def test_a_limit_on_connecting_is_waited_for(slack: FakeSlack) -> None:
    slack.faults.append(f"{DIALS} 429")
    began = time.monotonic()
    with running(slack) as one:
        assert one.until("away")["reason"] == "ratelimited"
        one.until("alive")
    assert time.monotonic() - began >= 1


def test_in_leaving_what_was_taken_is_acknowledged_and_nothing_more_is_taken(slack: FakeSlack) -> None:
    one = Running(slack)
    (line,) = connections(slack, 1)
    one.held.clear()
    envelope = slack.socket.deliver("events_api", {"name": "a"})
    until(lambda: one.taken)
    leaving = asyncio.run_coroutine_threadsafe(one.socket.close(), one.loop)
    until(lambda: one.socket._leaving)
    slack.socket.deliver("events_api", {"name": "b"})
    one.held.set()
    leaving.result(timeout=30)
    assert slack.socket.answer(envelope) == ""
    slack.socket.wait(lambda: not line.open)
    assert one.taken == ["a"]
    one.close()
    assert len(slack.of(DIALS)) == 1


# ── Envelopes ───────────────────────────────────────────────────────────────────────────────


def test_an_envelope_is_acknowledged_only_when_it_is_taken_and_once_however_often_it_comes(slack: FakeSlack) -> None:
    with running(slack) as one:
        (line,) = connections(slack, 1)
        one.held.clear()
        envelope = slack.socket.deliver("events_api", {"name": "a"})
        slack.socket.deliver("events_api", {"name": "a"}, envelope=envelope, retry_attempt=1, retry_reason="timeout")
        slack.socket.heard_all(line)
        assert envelope not in slack.socket.acks
        one.held.set()
        slack.socket.answer(envelope)
        slack.socket.heard_all(line)
    assert one.taken == ["a"]
    assert slack.socket.counted == {envelope: 1}


def test_a_form_sent_again_by_slack_gets_its_answer_again_and_not_a_new_one(slack: FakeSlack) -> None:
    with running(slack, repeated=60) as one:
        connections(slack, 1)
        one.answers["a"] = BoltResponse(status=200, body={"response_action": "errors", "errors": {"b": "Too long"}})
        envelope = slack.socket.deliver("interactive", {"name": "a"})
        first = slack.socket.answer(envelope)
        slack.socket.deliver("interactive", {"name": "a"}, envelope=envelope)
        slack.socket.wait(lambda: slack.socket.counted[envelope] == 2)
        assert slack.socket.acks[envelope] == first == {"response_action": "errors", "errors": {"b": "Too long"}}
    assert one.taken == ["a"]


def test_an_answer_with_somebodys_words_is_forgotten_in_its_time_though_nothing_more_comes(slack: FakeSlack) -> None:
    with running(slack, repeated=0.05) as one:
        connections(slack, 1)
        one.answers["a"] = BoltResponse(status=200, body={"text": SECRET_WORDS})
        assert slack.socket.answer(slack.socket.deliver("slash_commands", {"name": "a"}))["text"] == SECRET_WORDS
        until(lambda: not one.socket._envelopes._answered)


def test_a_mistake_of_ours_is_logged_by_its_kind_alone_and_not_acknowledged(slack: FakeSlack) -> None:
    with capture_logs() as said, running(slack) as one:
        (line,) = connections(slack, 1)
        one.mistakes["a"] = RuntimeError(SECRET_WORDS)
        envelope = slack.socket.deliver("events_api", {"name": "a"})
        until(lambda: any(each["event"] == "slack_socket_mistake" for each in said))
        slack.socket.heard_all(line)
        assert envelope not in slack.socket.acks
    assert SECRET_WORDS not in str(said)


def test_what_could_not_be_kept_is_not_acknowledged(slack: FakeSlack) -> None:
    with capture_logs() as said, running(slack) as one:
        (line,) = connections(slack, 1)
        one.answers["a"] = BoltResponse(status=503)
        envelope = slack.socket.deliver("events_api", {"name": "a"})
        until(lambda: any(each["event"] == "slack_socket_unanswered" for each in said))
        slack.socket.heard_all(line)
        assert envelope not in slack.socket.acks
        one.answers.clear()
        slack.socket.deliver("events_api", {"name": "a"}, envelope=envelope, retry_attempt=1)
        slack.socket.answer(envelope)
    assert one.taken == ["a", "a"]


def test_more_than_can_be_under_way_is_left_for_another_delivery(
    slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ENVELOPES", 2)
    with capture_logs() as said, running(slack) as one:
        (line,) = connections(slack, 1)
        one.held.clear()
        envelopes = [slack.socket.deliver("events_api", {"name": number}) for number in range(3)]
        slack.socket.heard_all(line)
        one.held.set()
        for envelope in envelopes[:2]:
            slack.socket.answer(envelope)
        slack.socket.deliver("events_api", {"name": 2}, envelope=envelopes[2], retry_attempt=1)
        slack.socket.answer(envelopes[2])
    assert one.taken == [0, 1, 2]
    assert {"event": "slack_socket_full", "envelope": envelopes[2], "log_level": "warning"} in said


ODD_KINDS: tuple[Any, ...] = ("", None, [], {"a": 1}, 7, "events_api", "\ud800 <!channel>")
ODD_IDS: tuple[Any, ...] = (None, "", 7, [], {}, "x" * 999)
ODD_PAYLOADS: tuple[Any, ...] = ("", None, [], 7, SECRET_WORDS)
ODD_FIELDS: tuple[Any, ...] = (None, "", [], {"a": 1}, 7, "\x00 \ud800 <!channel>")
ODD: tuple[Any, ...] = (
    *("", "{", "[]", "null", "7", "[" * 100_000, '"x"', "{}", "\x00", '{"type": "hello"'),
    *({"type": kind} for kind in ODD_KINDS),
    *({"type": "events_api", "envelope_id": odd, "payload": {"name": "a"}} for odd in ODD_IDS),
    *({"type": "events_api", "envelope_id": SECRET_WORDS, "payload": odd} for odd in ODD_PAYLOADS),
    {"type": "events_api", "payload": {"name": SECRET_WORDS}},
    {"type": "events_api", "envelope_id": "e", "payload": {"name": "x" * limits.REQUEST_BYTES}},
    '{"type": "events_api", "envelope_id": "e", "payload": {"name": "' + "é" * (limits.REQUEST_BYTES // 2) + '"}}',
)


def test_no_message_however_odd_ends_the_connection_or_is_acknowledged_or_logged(slack: FakeSlack) -> None:
    with capture_logs() as said, running(slack) as one:
        (line,) = connections(slack, 1)
        for odd in ODD:
            slack.socket.say(line, odd if isinstance(odd, str) else json.dumps(odd))
        slack.socket.answer(slack.socket.deliver("events_api", {"name": "good"}))
        assert slack.socket.lines == [line]
    assert one.taken == ["good"]
    assert len(slack.socket.acks) == 1
    assert {each["event"] for each in said} == {"slack_socket", "slack_socket_odd", "slack_socket_unreadable"}
    assert SECRET_WORDS not in str(said)


@pytest.mark.parametrize("reason", [None, "", 7, ["x"], {"a": 1}, SECRET_WORDS, "new_reason"])
def test_a_disconnect_for_whatever_reason_is_another_connection(slack: FakeSlack, reason: Any) -> None:
    with capture_logs() as said, running(slack):
        (first,) = connections(slack, 1)
        slack.socket.say(first, {"type": "disconnect", "reason": reason})
        connections(slack, 2)
        slack.socket.answer(slack.socket.deliver("events_api", {"name": "a"}))
    assert SECRET_WORDS not in str(said)


# ── The whole app ───────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def driver(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with driving.served(sqlite_template, tmp_path_factory.mktemp("socket"), socket=True) as served:
        yield served


def healthz(driver: Driver) -> dict[str, Any]:
    with urllib.request.urlopen(f"{driver.url}/healthz", timeout=30) as answer:
        return dict(json.load(answer))


def test_health_says_by_what_way_slack_is_reached_and_how_the_connection_is(driver: Driver) -> None:
    found = healthz(driver)
    assert (found["store"], found["slack"], found["socket"]["state"]) == ("there", "socket", "alive")
    assert found["socket"]["opened"] >= 1


def test_by_the_socket_no_address_is_open_to_slack(driver: Driver) -> None:
    assert Driver.events(driver, dm("reviewer", "Signed, but not by this way.")).status in {404, 405}


def test_words_that_may_not_be_kept_come_back_in_the_answer_and_when_it_is_sent_again(driver: Driver) -> None:
    socket, before = driver.slack.socket, driver.texts()
    sent = command("reviewer", "note UPN Z801200001001 is on the list.", driver.slack)
    driver.command("reviewer", "")
    envelope = socket.deliver("slash_commands", sent)
    first = socket.answer(envelope)
    socket.deliver("slash_commands", sent, envelope=envelope, retry_attempt=1)
    socket.wait(lambda: socket.counted[envelope] == 2)
    assert socket.acks[envelope] == first
    assert driver.texts() == before


def test_slack_saying_that_it_holds_events_back_is_logged(driver: Driver) -> None:
    with capture_logs() as said:
        limited = {"type": "app_rate_limited", "team_id": "T0PEER", "minute_rate_limited": 1, "api_app_id": "A1"}
        assert driver.events(limited).status == 200
    assert [each["event"] for each in said] == ["slack_limits_events"]


def odd_payloads(driver: Driver) -> Iterator[tuple[str, Any]]:
    """Each kind of payload with each of its two outer levels of fields missing, empty or odd."""
    receipt = driver.command("reviewer", "note The office is staffed from seven.").body
    samples = {
        "events_api": (dm("reviewer", "Clear."), mention("reviewer", "Clear.", ROOMS["larkfield-review"])),
        "slash_commands": (command("reviewer", "note Clear.", driver.slack),),
        "interactive": (driving.pressed("reviewer", buttons(receipt)["Add details"], driver.slack),),
    }
    for kind, payloads in samples.items():
        for payload in payloads:
            fields = [(payload, key) for key in payload]
            fields += [(inner, key) for inner in payload.values() if isinstance(inner, dict) for key in inner]
            for holder, key in fields:
                kept = holder[key]
                for odd in ODD_FIELDS:
                    holder[key] = odd
                    yield kind, json.loads(json.dumps(payload))
                del holder[key]
                yield kind, json.loads(json.dumps(payload))
                holder[key] = kept


def test_no_odd_field_of_a_payload_ends_the_connection_or_is_a_mistake_of_ours(driver: Driver) -> None:
    socket = driver.slack.socket
    opened = len(socket.lines)
    with capture_logs() as said:
        sent = [socket.deliver(kind, payload) for kind, payload in odd_payloads(driver)]
        assert driver.dm("reviewer", "And still it listens.").status == 200
    assert len(sent) > 200
    assert len(socket.lines) == opened
    assert {each["event"] for each in said} <= {"slack_odd_payload", "slack_socket_unanswered", "slack_reply_refused"}
    assert {each.get("status", 400) for each in said} <= {400, 404}
    assert driver.texts()[-1] == "And still it listens."


def gone(line: Line) -> bool:
    return not line.open


def test_of_many_events_a_third_repeated_and_connections_cut_each_note_is_kept_once(driver: Driver) -> None:
    socket, chance = driver.slack.socket, random.Random(6)
    people = [(person, review) for review, team in TEAMS.items() for person in team]
    before = {review: Counter(driver.texts(review)) for review in TEAMS}
    expected: dict[str, list[str]] = {review: [] for review in TEAMS}
    sent: dict[str, tuple[str, Any]] = {}
    for number in range(300 if DEEP else 100):
        person, review = people[number % len(people)]
        text = f"Staff knew whom to tell, and said so without looking it up ({number})."
        expected[review].append(text)
        match number % 6:
            case 0:
                kind, payload = "events_api", dm(person, text)
            case 1:
                kind, payload = "events_api", mention(person, text, ROOMS[review])
            case _:
                kind, payload = "slash_commands", command(person, f"note {text}", driver.slack)
        line = socket.wait(socket.live)[-1]
        sent[socket.deliver(kind, payload, line=line)] = (kind, payload)
        if number % 3 == 0:  # again, under its own envelope or a new one
            envelope = chance.choice([list(sent)[-1], ""])
            sent[socket.deliver(kind, payload, envelope=envelope, line=line, retry_attempt=1)] = (kind, payload)
        if number % 20 == 19:  # it may have been read or not, taken or not, acknowledged or not
            socket.hang_up(line)
            socket.wait(partial(gone, line))
    # What was not acknowledged is delivered again, as Slack does.
    for envelope, (kind, payload) in sent.items():
        if envelope not in socket.acks:
            socket.deliver(kind, payload, envelope=envelope, line=socket.wait(socket.live)[-1], retry_attempt=2)
    for envelope in sent:
        socket.answer(envelope)
    for review in TEAMS:
        assert Counter(driver.texts(review)) - before[review] == Counter(expected[review])
    assert healthz(driver)["socket"]["state"] == "alive"
    assert "Kept, thank you" in words(driver.command("reviewer", "note And on it goes.").body["blocks"])
