"""What the bot says by itself: queued, posted once, edited and taken away, in Slack and on the web alike."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.acts import TRUST
from bot.message import Address, Visit, plain
from tests import slack_driver as slack
from tests.scenes import SURE, card
from tests.slack_driver import TRUST_CHANNEL, Driver, buttons, user, words


@pytest.fixture(scope="module")
def driver(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with slack.served(sqlite_template, tmp_path_factory.mktemp("slack")) as served:
        # Everybody was seen here last, so it is here that they hear of things.
        for person in slack.USERS:
            served.command(person, "note")
        yield served


def wait_until(what: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)
    return found


def posted(driver: Driver, person: str, part: str) -> dict[str, Any]:
    """The post in somebody's own place that says this."""
    here = f"D{user(person)}"
    return dict(
        wait_until(lambda: next((m for m in driver.slack.in_channel(here) if part in words(m["blocks"])), None))
    )


def pressing(driver: Driver, person: str, button: dict[str, Any], method: str, **more: Any) -> dict[str, Any]:
    before = len(driver.slack.of(method))
    assert driver.press(person, button, **more).status == 200
    return driver.slack.wait_for(before + 1, method)[-1]


def test_an_invitation_goes_to_ones_own_place_and_is_answered_there(driver: Driver) -> None:
    home = driver.command("trust-lead", "").body
    first = pressing(driver, "trust-lead", buttons(home)["Plan a review"], "views.open")["view"]
    answers = {"school": "larkfield", "areas": ("A-1",), "begins": slack.tomorrow()}
    second = driver.submit("trust-lead", first, answers).body["view"]
    driver.submit("trust-lead", second, {"lead": "stanmoor-head", "team": ("guest",)})
    invited = posted(driver, "guest", "Larkfield Primary")
    assert invited["text"] == "An invitation for you, two minutes"
    assert invited["metadata"]["event_type"] == "peerwalk_act"
    assert "Larkfield" not in str(invited["metadata"])
    opened = pressing(driver, "guest", buttons(invited)["Read and answer"], "views.open", private=False)
    done = driver.submit("guest", opened["view"], {"undertaking": "yes"})
    assert "You are on the team" in words(done.body["view"]["blocks"])


def test_an_affirmation_stands_in_both_channels_follows_its_edit_and_goes_from_both(driver: Driver) -> None:
    text = "Every visitor is met, named and shown whom to tell."
    draft_it(driver, text)
    agree_to_it(driver, posted(driver, "larkfield-head", "excellent practice at"))
    asked = posted(driver, "trust-lead", "has agreed to share")
    assert text not in str(asked)
    approve_it(driver, asked)

    (shown,) = wait_until(lambda: driver.slack.in_channel(TRUST_CHANNEL))
    assert text in shown["text"]
    assert text in words(shown["blocks"])
    assert text in web_channel(driver)

    # The school words it anew, from the card of the channel; it goes the whole way again, and the post follows.
    thanks = posted(driver, "larkfield-head", "You hear it first")
    channel = pressing(driver, "larkfield-head", buttons(thanks)["Read the card"], "response_url", private=False)
    form = pressing(driver, "larkfield-head", buttons(channel)["New words"], "views.open")["view"]
    anew = text.replace("Every visitor", "Each visitor")
    driver.submit("larkfield-head", form, card(anew))
    agree_to_it(driver, driver.command("larkfield-head", "").body)
    approve_it(driver, driver.command("trust-lead", "").body)
    wait_until(lambda: anew in driver.slack.in_channel(TRUST_CHANNEL)[0]["text"])
    assert len(driver.slack.in_channel(TRUST_CHANNEL)) == 1
    assert anew in web_channel(driver)

    channel = pressing(driver, "larkfield-head", buttons(thanks)["Read the card"], "response_url", private=False)
    sure = pressing(driver, "larkfield-head", buttons(channel)["Withdraw"], "views.open")["view"]
    driver.submit("larkfield-head", sure, {"sure": "yes"})
    wait_until(lambda: not driver.slack.in_channel(TRUST_CHANNEL))
    assert anew not in web_channel(driver)


def draft_it(driver: Driver, text: str) -> None:
    receipt = driver.command("reviewer", f"note {text}").body
    opened = pressing(driver, "reviewer", buttons(receipt)["Add details"], "views.open")["view"]
    marks = {"node": "A-2.1", "shows": "excellent", "kind": "observation"}
    marked = driver.submit("reviewer", opened, marks).body["view"]
    before = len(driver.slack.of("views.update"))
    driver.press_in("reviewer", marked, buttons(marked)["Share it with the trust"], {})
    draft = driver.slack.wait_for(before + 1, "views.update")[-1]["view"]
    done = driver.submit("reviewer", draft, card(text)).body["view"]
    assert "asked next" in words(done["blocks"])


def agree_to_it(driver: Driver, asked: dict[str, Any]) -> None:
    form = pressing(driver, "larkfield-head", buttons(asked)["Read and answer"], "views.open", private=False)["view"]
    assert "Thank you" in words(
        driver.submit("larkfield-head", form, {"answer": "agree"} | SURE).body["view"]["blocks"]
    )


def approve_it(driver: Driver, asked: dict[str, Any]) -> None:
    form = pressing(driver, "trust-lead", buttons(asked)["Read and answer"], "views.open", private=False)["view"]
    assert "Approved" in words(driver.submit("trust-lead", form, {"answer": "approve"} | SURE).body["view"]["blocks"])


def web_channel(driver: Driver) -> str:
    """What the trust channel says on the web."""
    assert driver.application is not None
    cards = driver.application.host.looks.visit(Address("web", "", "trustee"), Visit("channel", TRUST))
    return "\n".join(plain(card.words) for card in cards)
