"""The Home tab: published to whoever opens it, kept fresh after turns, and its buttons, which have no message to answer in."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.acts import TRUST, About
from bot.handlers.cutting import rest
from bot.handlers.slack.home_tab import HomeTab
from bot.message import Begin, Button, Card, Paragraph, Run, Visit
from bot.wording import Wording
from tests import slack_driver as slack
from tests.posting import wait_until
from tests.slack_blocks import check_home
from tests.slack_driver import Driver, buttons, user, words


@pytest.fixture(scope="module")
def driver(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with slack.served(sqlite_template, tmp_path_factory.mktemp("slack")) as served:
        yield served


def soon(what: Callable[[], bool]) -> None:
    wait_until(what, 20)


def page(driver: Driver, person: str) -> str:
    return words(driver.slack.homes[user(person)]["blocks"])


def published(driver: Driver, person: str) -> int:
    return sum(sent["user_id"] == user(person) for sent in driver.slack.of("views.publish"))


def showing(driver: Driver, act: Callable[[], Any], method: str) -> dict[str, Any]:
    before = len(driver.slack.of(method))
    assert act().status == 200
    return driver.slack.wait_for(before + 1, method)[-1]


def test_home_shows_what_is_mine_and_its_buttons_answer_in_a_modal(driver: Driver) -> None:
    home = driver.open_home("reviewer")
    shown = words(home["blocks"])
    assert "Larkfield Primary" in shown
    assert "What is logged where" in shown
    assert "We have not yet seen excellent practice" in shown
    assert {"Write a note", "Start the walk", "Who are you with?", "Something worries me"} <= buttons(home).keys()
    opened = showing(driver, lambda: driver.press_home("reviewer", buttons(home)["Write a note"]), "views.open")
    answer = driver.submit("reviewer", opened["view"], {"text": "The gate is locked at nine."})
    assert answer.body["view"]["title"]["text"] == "Kept, thank you"
    # Home follows by itself, with all that the receipt offers.
    soon(lambda: "The gate is locked at nine." in page(driver, "reviewer"))
    home = driver.slack.homes[user("reviewer")]
    assert "My last notes" in words(home["blocks"])
    assert {"Choose its area", "Mark excellent", "Add kind", "Edit", "Remove for good"} <= buttons(home).keys()
    assert home["blocks"][-1]["type"] == "actions"
    edit = showing(driver, lambda: driver.press_home("reviewer", buttons(home)["Edit"]), "views.open")
    assert slack.held(edit) == "The gate is locked at nine."


def test_a_colleagues_home_is_published_once_while_it_waits_and_nobody_elses_is(driver: Driver) -> None:
    driver.open_home("lead-reviewer")
    before = published(driver, "lead-reviewer")
    for text in ("Radios are carried.", "Badges are worn.", "Doors are shut."):
        driver.command("guest", f"note {text}")
    soon(lambda: published(driver, "lead-reviewer") == before + 1)
    # It rests for a minute after that, and what waits is one act.
    time.sleep(0.2)
    assert published(driver, "lead-reviewer") == before + 1
    assert user("stanmoor-head") not in driver.slack.homes


def test_a_page_that_was_published_meanwhile_is_looked_at_again(driver: Driver) -> None:
    driver.open_home("trust-lead")
    before = len(driver.slack.of("views.publish"))
    driver.open_home("trust-lead", view={"hash": "an.old.one", "id": "V0"})
    sent = driver.slack.of("views.publish")[before:]
    assert ["hash" in each for each in sent] == [True, False]


def test_another_tab_and_a_stranger(driver: Driver) -> None:
    before = len(driver.slack.of("views.publish"))
    driver.open_home("trust-lead", tab="messages")
    assert len(driver.slack.of("views.publish")) == before
    home = driver.open_home(slack.STRANGER)
    assert "does not know you yet" in words(home["blocks"])
    worry = showing(
        driver, lambda: driver.press_home(slack.STRANGER, buttons(home)["Something worries me"]), "views.open"
    )
    assert {"Larkfield Primary", "Bridgewater High"} <= buttons(worry).keys()


def test_where_no_modal_opens_any_more_the_answer_is_a_direct_message(driver: Driver) -> None:
    home = driver.open_home("guest")
    driver.slack.faults.append("views.open expired_trigger_id")
    sent = showing(driver, lambda: driver.press_home("guest", buttons(home)["Write a note"]), "chat.postMessage")
    assert sent["channel"] == user("guest")
    assert "Larkfield" not in sent["text"]
    fields = slack.state(sent["blocks"], {"text": "Radios work."})
    press = lambda: driver.press("guest", buttons(sent)["Log this note"], private=False, fields=fields)  # noqa: E731
    assert "Kept, thank you" in words(showing(driver, press, "response_url")["blocks"])


def test_an_answer_that_takes_too_long_has_its_place_held(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    home = driver.open_home("guest")
    assert driver.application is not None
    looks = driver.application.host.looks
    slowly = type(looks).visit

    def slow(*given: Any) -> Any:
        time.sleep(0.1)
        return slowly(*given)

    monkeypatch.setattr(type(looks), "visit", slow)
    monkeypatch.setattr("bot.handlers.slack.limits.LOADING_SECONDS", 0.01)
    shown = showing(driver, lambda: driver.press_home("guest", buttons(home)["Read the notes"]), "views.update")
    assert "One moment" in words(driver.slack.of("views.open")[-1]["view"]["blocks"])
    assert shown["view_id"] == "V1"
    assert "Larkfield Primary" in words(shown["view"]["blocks"]) + words(shown["view"]["title"])


def test_what_does_not_fit_is_named_and_a_button_leads_to_it() -> None:
    many = [
        Card("n", f"Card {n}", (Paragraph((Run("words " * 20),)),), buttons=(Button("Go", Begin("take_note", TRUST)),))
        for n in range(60)
    ]
    view = HomeTab(Wording(), web=True).view(many)
    check_home(view)
    shown = words(view["blocks"])
    first = sum(f"Card {n} " in shown.partition("There is more")[0] + " " for n in range(60))
    assert 0 < first < 60
    assert f"Card {first}" in shown
    assert "Something worries me" in buttons(view)
    assert rest(many, Visit("page", About("from", str(first)))) == many[first:]
