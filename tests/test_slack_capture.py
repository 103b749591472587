"""Shortcuts, and what happens in chat to a message that became a note: signed, over real HTTP."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import slack_driver as slack
from tests.posting import wait_until
from tests.slack_driver import ROOMS, Driver, buttons, dm, held, user, words

LARK = ROOMS["larkfield-review"]
CONCERN = "A pupil has just told me that her dad hits her."
SAID = "Every visitor is met at the desk &amp; shown whom to tell."
MEANT = "Every visitor is met at the desk & shown whom to tell."


@pytest.fixture(scope="module")
def driver(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with slack.served(sqlite_template, tmp_path_factory.mktemp("slack")) as served:
        for person in slack.USERS:
            served.command(person, "note")  # everybody was here last, so it is here that they hear of things
        yield served


def showing(driver: Driver, act: Callable[[], Any], method: str) -> dict[str, Any]:
    before = len(driver.slack.of(method))
    assert act().status == 200
    return driver.slack.wait_for(before + 1, method, seconds=20)[-1]


def logging(driver: Driver, person: str, **message: Any) -> dict[str, Any]:
    """Choose *Log as evidence* on a message, and give back the modal."""
    return dict(showing(driver, lambda: driver.log(person, **message), "views.open")["view"])


def told(driver: Driver, person: str, part: str) -> dict[str, Any]:
    here = f"D{user(person)}"
    found: list[dict[str, Any]] = []

    def there() -> bool:
        found[:] = [message for message in driver.slack.in_channel(here) if part in words(message["blocks"])]
        return bool(found)

    wait_until(there, 20)
    return found[-1]


def test_a_colleagues_message_is_logged_they_are_told_and_object_and_the_note_is_marked(driver: Driver) -> None:
    view = logging(driver, "reviewer", user=user("larkfield-head"), text=SAID, channel=LARK)
    assert held({"view": view}) == MEANT
    assert "may object" in words(view["blocks"])
    before = driver.texts()
    done = driver.submit("reviewer", view, {"shows": "excellent", "kind": "conversation", "node": "A-2.1"}).body["view"]
    assert driver.texts() == [*before, MEANT]
    assert "told privately" in words(done["blocks"])
    assert not driver.slack.reactions, "nothing that all can see stands on somebody else's message"
    heard = told(driver, "larkfield-head", "logged a message of yours")
    assert heard["text"] == "A word about a message of yours"
    assert MEANT not in str(heard)
    asked = showing(
        driver, lambda: driver.press("larkfield-head", buttons(heard)["I object"], private=False), "views.open"
    )
    thanks = driver.submit("larkfield-head", asked["view"], {"object": "yes"}).body["view"]
    assert "marked" in words(thanks["blocks"])
    for person in ("reviewer", "lead-reviewer"):
        assert "Larkfield Primary" in words(told(driver, person, "does not want their message used")["blocks"])
    own = buttons(told(driver, "reviewer", "does not want their message used"))
    assert own.keys() == {"Put it in my own words", "Remove for good"}
    home = driver.open_home("reviewer")
    assert "who objects to its use" in words(home["blocks"])
    assert "Share it with the trust" not in buttons(home)
    nobody = showing(driver, lambda: driver.press("guest", buttons(heard)["I object"], private=False), "response_url")
    assert "Only whoever wrote a message" in words(nobody["blocks"])


def test_ones_own_message_carries_the_receipt_and_a_bots_or_strangers_words_are_not_taken(driver: Driver) -> None:
    view = logging(driver, "guest", user=user("guest"), text="Doors are locked.", ts="1700000000.000100", channel=LARK)
    assert "may object" not in words(view["blocks"])
    driver.submit("guest", view, {})
    wait_until(lambda: ("1700000000.000100", "memo") in driver.slack.reactions, 20)
    for other in ({"user": slack.STRANGER}, {"user": user("guest"), "bot_id": "B1"}):
        view = logging(driver, "guest", text="Their words.", channel=LARK, **other)
        assert held({"view": view}) == ""
        assert "in your own words" in words(view["blocks"])
        assert "Their words." not in str(view)


def test_a_concern_in_a_message_stops_at_once_and_refused_words_stay_in_the_form(driver: Driver) -> None:
    before = driver.texts()
    view = logging(driver, "reviewer", user=user("guest"), text=CONCERN, channel=LARK)
    assert "01632 960101" in words(view["blocks"])
    assert held({"view": view}) == CONCERN
    number = "UPN Z801200001001 is on the list by the door."
    view = logging(driver, "reviewer", user=user("guest"), text=number, channel=LARK)
    guarded = driver.submit("reviewer", view, {}).body
    assert held(guarded) == number
    assert driver.texts() == before


def test_the_shortcut_that_is_everywhere_opens_the_form_and_a_stranger_is_told_whom_to_ask(driver: Driver) -> None:
    view = showing(driver, lambda: driver.shortcut("reviewer"), "views.open")["view"]
    assert view["title"]["text"] == "Write a note"
    assert "Larkfield Primary" in words(view["blocks"])
    view = showing(driver, lambda: driver.shortcut(slack.STRANGER), "views.open")["view"]
    assert "does not know you yet" in words(view["blocks"])
    view = logging(driver, slack.STRANGER, user=user("guest"), text="Anything", channel=LARK)
    assert "does not know you yet" in words(view["blocks"])


def test_a_changed_or_deleted_message_leaves_its_note_and_its_writer_is_told_how_once(driver: Driver) -> None:
    sent = dm("reviewer", "The log is read weekly.")
    driver.events(sent)
    assert driver.texts()[-1] == "The log is read weekly."
    event = sent["event"]
    for number in range(2):
        before = len(driver.slack.of("chat.postEphemeral"))
        driver.events(slack.changed(event, f"The log is read daily, {number}."))
        replies = driver.slack.of("chat.postEphemeral")[before:]
        assert len(replies) == (0 if number else 1)
        if replies:
            assert "Your note stays as it was" in words(replies[0]["blocks"])
            assert buttons(replies[0]).keys() == {"Edit the note", "Remove for good"}
    before = len(driver.slack.of("chat.postEphemeral"))
    driver.events(slack.deleted(event))
    assert len(driver.slack.of("chat.postEphemeral")) == before + 1
    assert driver.texts()[-1] == "The log is read weekly."
    # An unfurled link is no change of theirs, and what never was a note is passed over.
    driver.events(slack.changed(event, "The log is read weekly.", edited=None))
    driver.events(slack.changed({**event, "ts": "1.000001"}, "Something else."))
    assert len(driver.slack.of("chat.postEphemeral")) == before + 1
    # But a concern is heard wherever it stands.
    concern = showing(
        driver, lambda: driver.events(slack.changed({**event, "ts": "1.000002"}, CONCERN)), "chat.postEphemeral"
    )
    assert "999" in words(concern["blocks"])
    assert driver.texts()[-1] == "The log is read weekly."


SHARED: tuple[dict[str, Any], ...] = (
    {"is_ext_shared": True},
    {"is_pending_ext_shared": True},
    {"shared_team_ids": [slack.TEAM, "T0OTHER"]},
)


@pytest.mark.parametrize("how", [*SHARED, {}])
def test_in_a_channel_shared_with_another_organisation_nothing_becomes_a_note_and_why_is_said(
    driver: Driver, how: dict[str, Any]
) -> None:
    channel, before = f"C0SHARED{len(driver.slack.channels)}", driver.texts()
    driver.slack.channels[channel] = how
    sent = slack.mention("reviewer", MEANT, channel)
    if not how:  # Slack said so with the event
        sent["is_ext_shared_channel"] = True
    said = showing(driver, lambda: driver.events(sent), "chat.postEphemeral")
    assert "shared with another organisation" in words(said["blocks"])
    if how:
        view = logging(driver, "reviewer", user=user("larkfield-head"), text=SAID, channel=channel)
        assert "shared with another organisation" in words(view["blocks"])
        assert "nothing was kept" in words(view["blocks"])
        assert MEANT not in str(view)
    assert driver.texts() == before
