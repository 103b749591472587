"""What stands in front of the Slack app: only what is signed, fresh, small and readable comes in, and nothing crashes it."""

import itertools
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.handlers.slack.serve import routes
from tests import slack_driver as slack
from tests.payloads import MISSING, bent_at
from tests.slack_driver import ROOMS, Driver, buttons, command, dm, mention, words

LARK = ROOMS["larkfield-review"]


@pytest.fixture(scope="module")
def driver(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with slack.served(sqlite_template, tmp_path_factory.mktemp("slack")) as served:
        yield served


# ── Signed and fresh ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "how",
    [
        {"signature": "v0=" + "0" * 64},
        {"signature": ""},
        {"signature": "v0=\xe9"},
        {"at": time.time() - 3600},
        {"at": time.time() + 3600},
        {"more": {"X-Slack-Request-Timestamp": "soon"}},
        {"more": {"X-Slack-Request-Timestamp": ""}},
    ],
)
def test_what_is_not_signed_or_not_fresh_is_turned_away_and_never_logged(
    driver: Driver, how: dict[str, Any], capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    before = driver.texts()
    assert driver.events(dm("reviewer", "forged words"), **how).status == 401
    assert driver.texts() == before
    said = capfd.readouterr()
    assert "forged words" not in said.out + said.err + caplog.text


def test_a_request_of_four_minutes_ago_is_fresh_enough(driver: Driver) -> None:
    assert driver.events(dm("reviewer", "Late, and still heard."), at=time.time() - 240).status == 200
    assert driver.texts()[-1] == "Late, and still heard."


def test_slack_is_told_its_challenge(driver: Driver) -> None:
    answer = driver.events({"type": "url_verification", "challenge": "3eZbrw1a"})
    assert answer.body == {"challenge": "3eZbrw1a"}


def test_a_body_of_more_than_a_megabyte_is_turned_away(driver: Driver) -> None:
    assert driver.events(dm("reviewer", "x" * 1_000_001)).status == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 100_000, b"{\xff}", b"payload=%7B", b"payload=7", b"null"])
def test_a_body_that_cannot_be_read_is_a_clear_no(driver: Driver, body: bytes) -> None:
    for path in ("events", "commands", "interactivity"):
        for kind in ("application/json", "application/x-www-form-urlencoded"):
            assert driver.send(path, body, kind=kind).status in {200, 400}


# ── Odd payloads ────────────────────────────────────────────────────────────────────────────


def samples(driver: Driver) -> dict[str, Any]:
    """One payload of each kind, as Slack makes them."""
    receipt = driver.command("reviewer", "note The office is staffed from seven.").body
    count = len(driver.slack.of("views.open"))
    driver.command("reviewer", "note")
    view = driver.slack.wait_for(count + 1, "views.open")[-1]["view"]
    logging = slack.pressed("reviewer", {}, driver.slack)
    said = {"type": "message", "ts": slack.stamp(), "user": slack.user("guest"), "text": "The stairs are clear."}
    return {
        "dm": dm("reviewer", "The corridor is clear."),
        "mention": mention("reviewer", "The hall is clear.", LARK),
        "command": command("reviewer", "note The yard is clear.", driver.slack),
        "press": slack.pressed("reviewer", buttons(receipt)["Add details"], driver.slack),
        "submit": slack.submitted("reviewer", view, {"text": "The library is clear."}),
        "log": logging | {"type": "message_action", "callback_id": "log_as_evidence", "message": said},
        "opened": slack.envelope(
            {"type": "app_home_opened", "user": slack.user("reviewer"), "tab": "home", "view": {}}
        ),
    }


def paths(found: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every field of a payload, but not each block of a form."""
    items: list[tuple[Any, Any]] = []
    if isinstance(found, dict):
        items = [(key, value) for key, value in found.items() if key != "blocks"]
    elif isinstance(found, list):
        items = list(enumerate(found))
    for key, value in items:
        yield (*here, key)
        yield from paths(value, (*here, key))


ODD: tuple[Any, ...] = ("", None, [], {"a": 1}, 7, "\x00 \ud800 <!channel>", "x" * 50_000, 10**40, True)


def test_no_field_empty_missing_or_odd_is_ever_a_500(driver: Driver) -> None:
    sent: list[tuple[str, str, Any]] = []
    odd = itertools.cycle(ODD)
    for kind, sample in samples(driver).items():
        for path in paths(sample):
            # Each field is left out and has two of the others; every one of them is met in many fields.
            for value in (MISSING, next(odd), next(odd)):
                if kind == "command" and value is not MISSING and not isinstance(value, str):
                    continue
                sent.append((kind, f"{path} {value!r}", bent_at(sample, path, value)))

    def one(each: tuple[str, str, Any]) -> tuple[int, str, str]:
        kind, what, payload = each
        match kind:
            case "dm" | "mention" | "opened":
                answer = driver.events(payload)
            case "command":
                fields = {key: value.encode("utf-8", "replace").decode() for key, value in payload.items()}
                answer = driver.form("commands", fields)
            case _:
                answer = driver.interact(payload)
        return answer.status, kind, what

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, sent))
    assert len(answers) > 250
    assert [each for each in answers if each[0] not in {200, 400}] == []
    assert driver.dm("reviewer", "And still it listens.").status == 200
    assert driver.texts()[-1] == "And still it listens."


# ── Our own mistakes, and the store's trouble ───────────────────────────────────────────────


def broken() -> datetime:
    raise RuntimeError("with somebody's words in it")


@pytest.fixture
def failing(driver: Driver) -> Iterator[Driver]:
    """The same app, but every turn ends in a mistake of ours."""
    assert driver.application is not None
    host = driver.application.host
    own = replace(host, turns=replace(host.turns, clock=broken), looks=replace(host.looks, clock=broken))
    app = Starlette(routes=routes(own, token="xoxb", signing_secret=slack.SECRET, api_url=driver.slack.api_url))
    with slack.listening(app) as url:
        yield Driver(url, driver.slack)


def test_a_mistake_of_ours_is_logged_by_its_kind_alone_and_slack_delivers_again(
    failing: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    sent = dm("reviewer", "Words nobody may log.")
    with capture_logs() as said:
        assert failing.events(sent).status == 500
    key = f"slack:{sent['event_id']}"
    assert said == [{"event": "slack_our_mistake", "key": key, "kind": "RuntimeError", "log_level": "error"}]
    assert caplog.text == ""


def test_whoever_typed_a_command_is_told_that_nothing_was_changed(failing: Driver) -> None:
    answer = failing.command("reviewer", "note Words.")
    assert "Nothing was changed" in words(answer.body["blocks"])


def test_a_form_that_could_not_be_kept_stays_open_with_its_words(driver: Driver, failing: Driver) -> None:
    view = samples(driver)["submit"]["view"]
    blocks = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    answer = failing.submit("reviewer", view, {"text": "Words."})
    assert answer.body["response_action"] == "errors"
    assert answer.body["errors"].keys() <= blocks
    count = len(driver.slack.of("views.push"))
    button = buttons(driver.command("reviewer", "").body)["Write a note"]
    failing.press_in("reviewer", view, button, {"text": "Words."})
    pushed = driver.slack.wait_for(count + 1, "views.push")[-1]
    assert "Nothing was changed" in words(pushed["view"]["blocks"])
