"""Between Slack and the web: a link to come in by, and accounts joined by a code, signed and over real HTTP."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.sign_in import Kind
from bot.turn import utc_now
from store.made import Made
from tests import slack_driver as slack
from tests.slack_driver import STRANGER, Driver, buttons, words
from tests.visitor import Visitor

pytestmark = pytest.mark.xdist_group("slack_messages")


@pytest.fixture(scope="module")
def driver(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with slack.served(sqlite_template, tmp_path_factory.mktemp("slack")) as served:
        yield served


def link_in(blocks: object) -> str:
    found = re.search(r"http://127\.0\.0\.1:8080(/sign-in/link/[\w-]{43})", repr(blocks))
    assert found
    return found[1]


def code_for(driver: Driver, person: str) -> str:
    assert driver.application is not None
    return driver.application.host.entrance.ways.made_for(person, Kind.CODE, Made("", utc_now(), "cli"))


def test_a_command_gives_a_link_for_its_writer_alone_and_the_lock_screen_says_nothing(driver: Driver) -> None:
    answer = driver.command("reviewer", "web")
    assert answer.body["response_type"] == "ephemeral"
    assert "sign-in" not in answer.body["text"]
    visitor = Visitor(driver.url)
    visitor.open(link_in(answer.body["blocks"]))
    assert "You are Reviewer" in visitor.press("Sign in").words


def test_home_and_a_notes_receipt_have_a_button_to_the_web(driver: Driver) -> None:
    home = driver.command("reviewer", "")
    assert "Open on the web" in buttons(home.body)
    before = len(driver.slack.of("chat.postEphemeral"))
    driver.dm("reviewer", "The gate has a new lock.")
    receipt = driver.slack.wait_for(before + 1, "chat.postEphemeral")[-1]
    driver.press("reviewer", buttons(receipt)["Open on the web"])
    (call,) = driver.slack.wait_for(1, "response_url")
    assert link_in(call)


def test_a_stranger_joins_by_a_code_from_the_web_and_words_that_only_begin_so_are_a_note(driver: Driver) -> None:
    told = driver.command(STRANGER, "web")
    assert "does not know you yet, and nothing was kept" in words(told.body["blocks"])
    wrong = driver.command(STRANGER, "link ABCD-EFG2")
    assert "not one of ours" in words(wrong.body["blocks"])
    before = len(driver.slack.of("chat.postEphemeral"))
    driver.dm(STRANGER, f"link {code_for(driver, 'larkfield-governor').lower()}")
    joined = driver.slack.wait_for(before + 1, "chat.postEphemeral")[-1]
    assert "belongs to Governor, Larkfield" in words(joined["blocks"])
    assert "belongs to nobody now" in words(driver.command(STRANGER, "unlink").body["blocks"])
    notes = driver.texts()
    driver.dm("reviewer", "link standard is not on the site")
    driver.command("reviewer", "note link to the policy is on the site")
    assert driver.texts()[len(notes) :] == ["link standard is not on the site", "link to the policy is on the site"]
