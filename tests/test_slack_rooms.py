"""A review's room in Slack: made when it is planned, or adopted; its pinned messages, and who has what in it."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.domain.acts import About
from bot.handlers.slack.pressed import Pressed, pack
from bot.message import Begin
from tests import slack_driver as slack
from tests.posting import wait_until
from tests.slack_driver import STRANGER, Driver, buttons, user, words


@pytest.fixture(scope="module")
def driver(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with slack.served(sqlite_template, tmp_path_factory.mktemp("slack")) as served:
        for person in slack.USERS:
            served.command(person, "note")  # everybody was here last, so it is here that they hear of things
        yield served


def soon(what: Callable[[], Any]) -> None:
    wait_until(lambda: bool(what()), 60)


def showing(driver: Driver, act: Callable[[], Any], method: str) -> dict[str, Any]:
    before = len(driver.slack.of(method))
    assert act().status == 200
    return driver.slack.wait_for(before + 1, method, seconds=60)[-1]


def planned(driver: Driver, school: str, lead: str, *team: str) -> None:
    home = driver.command("trust-lead", "").body
    opened = showing(driver, lambda: driver.press("trust-lead", buttons(home)["Plan a review"]), "views.open")["view"]
    days = {"school": school, "areas": ("A-1", "A-2"), "begins": slack.tomorrow()}
    second = driver.submit("trust-lead", opened, days).body["view"]
    done = driver.submit("trust-lead", second, {"lead": lead, "team": team}).body
    assert "invited" in words(done["view"]["blocks"])


def posted(driver: Driver, channel: str, part: str) -> list[dict[str, Any]]:
    return [one for one in driver.slack.in_channel(channel) if part in words(one["blocks"])]


def accept(driver: Driver, person: str) -> None:
    here = f"D{user(person)}"
    soon(lambda: posted(driver, here, "You are asked to"))
    button = buttons(posted(driver, here, "You are asked to")[-1])["Read and answer"]
    form = showing(driver, lambda: driver.press(person, button, private=False), "views.open")["view"]
    assert "on the team" in words(driver.submit(person, form, {"undertaking": "yes"}).body["view"]["blocks"])


def test_a_planned_review_gets_its_room_once_and_who_has_what_follows_in_one_message(driver: Driver) -> None:
    driver.slack.faults.append("conversations.create drop after")
    planned(driver, "stanmoor", "lead-reviewer", "guest")
    soon(lambda: driver.slack.rooms)
    (made,) = driver.slack.rooms
    assert made["name"].startswith("review-stanmoor-special-school-")
    here = made["id"]
    soon(lambda: posted(driver, here, "Who has what"))
    (rules,) = posted(driver, here, "What happens in this room")
    assert "Only the review team" in words(rules["blocks"]) or "for its team alone" in words(rules["blocks"])
    assert {"Write a note", "Something worries me"} <= buttons(rules).keys()
    (who,) = posted(driver, here, "Who has what")
    soon(lambda: {one["ts"] for one in (rules, who)} == {stamp for _, stamp in driver.slack.pins})
    assert made["members"] == []
    accept(driver, "guest")
    soon(lambda: made["members"] == [user("guest")])
    form = showing(driver, lambda: driver.press("guest", buttons(who)["Take an area"], private=False), "views.open")
    driver.submit("guest", form["view"], {"area": "A-2"})
    soon(lambda: "Guest" in words(posted(driver, here, "Who has what")[0]["blocks"]))
    assert len(posted(driver, here, "Who has what")) == 1
    assert len(driver.slack.rooms) == 1
    # An area has a thread; a mention in it is a note filed there.
    soon(lambda: posted(driver, here, "can talk in this message"))
    (head,) = posted(driver, here, "can talk in this message")
    assert "A-2" in words(head["blocks"])
    sent = slack.mention("guest", "The DSL is known to every pupil we met.", here, thread_ts=head["ts"])
    before = len(driver.slack.of("chat.postEphemeral"))
    driver.events(sent)
    receipt = driver.slack.wait_for(before + 1, "chat.postEphemeral", seconds=60)[-1]
    assert receipt["thread_ts"] == head["ts"]
    assert "Filed under A-2" in words(receipt["blocks"])
    soon(lambda: "notes logged" in words(posted(driver, here, "Who has what")[0]["blocks"]))
    # Adopting another one is too late: a review has one room here.
    driver.slack.rooms.append({"id": "C0LATE", "name": "late", "is_private": True, "members": []})
    late = words(driver.form("commands", offered("lead-reviewer", "C0LATE", driver)).body["blocks"])
    assert "without a room" in late


def offered(person: str, channel: str, driver: Driver) -> dict[str, str]:
    return slack.command(person, "room", driver.slack) | {"channel_id": channel}


def test_where_slack_makes_no_room_the_lead_is_told_how_and_adopts_one(driver: Driver) -> None:
    driver.slack.faults.append("conversations.create restricted_action")
    planned(driver, "bridgewater", "reviewer", "guest")
    soon(lambda: posted(driver, f"D{user('reviewer')}", "/peerwalk room"))
    accept(driver, "reviewer")
    kinds: dict[str, dict[str, Any]] = {
        "C0SHARED": {"is_private": True, "is_ext_shared": True},
        "C0OPEN": {"is_private": False, "is_member": True},
        "C0MINE": {"is_private": True, "is_member": True},
    }
    driver.slack.rooms += [{"id": name, "name": name.lower(), "members": [], **kind} for name, kind in kinds.items()]
    said = {
        "C0SHARED": "shared with another organisation",
        "C0OPEN": "Anybody in your workspace",
        "C0NOWHERE": "/invite @Peerwalk",
        "D0DIRECT": "is a channel",
        slack.TRUST_CHANNEL: "/invite @Peerwalk",
        "C0LARK": "/invite @Peerwalk",
    }
    for channel, why in said.items():
        command = partial(driver.form, "commands", offered("reviewer", channel, driver))
        picker = showing(driver, command, "views.open")["view"]
        assert why in " ".join(words(picker["blocks"]).split()), channel
    assert "without a room" in words(driver.form("commands", offered("guest", "C0MINE", driver)).body["blocks"])
    # Another can be picked from the list that stands there; what cannot be a room is said at once.
    wrong = driver.submit("reviewer", picker, {"room": "C0SHARED"}).body["errors"]
    assert "not in that channel" in next(iter(wrong.values()))
    again = driver.submit("reviewer", picker, {"room": "C0OPEN"}).body["view"]
    assert "Anybody in your workspace" in words(again["blocks"])
    form = driver.submit("reviewer", again, {"room": "C0MINE"}).body["view"]
    option = next(block["element"]["options"][0] for block in form["blocks"] if block["type"] == "input")
    done = driver.submit("reviewer", form, {"review": option["value"]}).body["view"]
    assert "Bridgewater High" in words(done["blocks"])
    soon(lambda: posted(driver, "C0MINE", "What happens in this room"))
    soon(lambda: driver.slack.rooms[-1]["members"] == [user("reviewer")])
    again = driver.form("commands", offered("reviewer", "C0MINE", driver)).body
    assert "room already" in words(again["blocks"])


def leave(driver: Driver, person: str, review: str) -> None:
    button = {"action_id": "press.0", "value": pack(Pressed(Begin("leave_team", About("review", review))))}
    form = showing(driver, lambda: driver.press(person, button), "views.open")["view"]
    done = driver.submit(person, form, {"reason": "unsaid", "sure": "yes"}).body["view"]
    assert "No more is asked of you" in words(done["blocks"])


def test_who_is_in_the_room_follows_the_team_and_late_accounts(driver: Driver) -> None:
    before = len(driver.slack.rooms)
    planned(driver, "stanmoor", "lead-reviewer", "larkfield-dsl")
    soon(lambda: len(driver.slack.rooms) > before)
    made, here = driver.slack.rooms[-1], f"D{user('trust-lead')}"
    review = made["name"].rpartition("-school-")[2]
    accept(driver, "larkfield-dsl")
    accept(driver, "lead-reviewer")
    soon(lambda: sorted(made["members"]) == sorted(map(user, ("larkfield-dsl", "lead-reviewer"))))
    # Another account comes late: it is brought into the room of a review whose team its owner has joined.
    code = words(driver.command("larkfield-dsl", "code").body["blocks"])
    driver.command("larkfield-dsl", "unlink")
    linked = driver.command(STRANGER, f"link {re.findall(r'[A-Z0-9]{4}-?[A-Z0-9]{4}', code)[0]}").body
    assert "belongs to" in words(linked["blocks"])
    soon(lambda: STRANGER in made["members"])
    # Whoever leaves the team leaves the room; that they are not there is as good.
    made["members"].remove(STRANGER)
    leave(driver, STRANGER, review)
    kicked = driver.slack.wait_for(1, "conversations.kick")
    assert kicked[-1] == {"channel": made["id"], "user": STRANGER}
    # Where Slack does not allow it, whoever looks after the review is told what to do by hand.
    driver.slack.faults.append("conversations.kick restricted_action")
    leave(driver, "lead-reviewer", review)
    soon(lambda: posted(driver, here, "/remove"))
    (told,) = posted(driver, here, "/remove")
    assert "only some people take others out" in words(told["blocks"])
    assert told["text"] == "Something to set up, two minutes"
    assert user("lead-reviewer") in made["members"]
