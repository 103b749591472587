"""Talk with Teams: dialogs, message actions, rooms, Home, linking and what the bot says by itself, signed and over real HTTP."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.acts import TRUST
from bot.domain.sign_in import Kind
from bot.handlers.teams import pace
from bot.message import Address, Visit
from bot.turn import Turns, utc_now
from store.made import Made
from tests import teams_driver
from tests.fake_teams import BOT, TENANT, posted
from tests.posting import wait_until
from tests.teams_driver import (
    ROOMS,
    STRANGER,
    TRUST_CHANNEL,
    USERS,
    Answer,
    Driver,
    buttons,
    fields,
    filled,
    in_room,
    own_chat,
    user,
    words,
)

LARK = ROOMS["larkfield-review"]
CONCERN = "A pupil has just told me that her dad hits her."


@pytest.fixture(scope="module")
def driver(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with teams_driver.served(sqlite_template, tmp_path_factory.mktemp("teams")) as served:
        assert served.application is not None
        served.application.posts._home_interval = 0.02
        for person in USERS:
            served.dm(person, "note")  # everybody was here last, so it is here that they hear of things
        yield served


def held(card: Any) -> str:
    return str(fields(card)["text"].get("value", ""))


def sending(driver: Driver, person: str, form: Any, label: str = "", **values: str) -> Answer:
    """Send a dialog with what it holds, by one of its buttons."""
    chosen = buttons(form)[label] if label else next(iter(buttons(form).values()))
    return driver.submit(person, chosen, **filled(form, **values))


def told(driver: Driver, person: str, part: str) -> dict[str, Any]:
    """What a message in somebody's own chat says once they open it; closed, it says nothing."""
    found: list[dict[str, Any]] = []

    def there() -> bool:
        for message in driver.chat(person):
            if buttons(message).keys() == {"Open"}:
                opened = driver.press(person, buttons(message)["Open"], card=message["id"]).card
                if part in words(opened):
                    assert part not in str(message), "a lock screen says nothing"
                    found.append(opened)
        return bool(found)

    wait_until(there, 30)
    return found[-1]


# ── Writing ─────────────────────────────────────────────────────────────────────────────────


def test_a_colleagues_message_is_logged_they_are_told_and_the_form_keeps_what_is_typed(driver: Driver) -> None:
    reacted = [{"reactionType": "heart", "createdDateTime": "2026-11-21T10:01:00.000Z", "user": {"user": {"id": "x"}}}]
    said = '<div>Every visitor is <b>met</b> &amp; shown,<br>says <at id="0">Jo Ward</at></div>'
    form = driver.log("reviewer", LARK, writer="larkfield-head", text=said, reactions=reacted).card
    assert held(form) == "Every visitor is met & shown,\nsays someone"
    assert "may object" in words(form)
    before = driver.texts()
    refused = sending(driver, "reviewer", form, text="UPN Z801200001001 is on the list.").card
    assert held(refused) == "UPN Z801200001001 is on the list."
    assert driver.texts() == before
    done = sending(driver, "reviewer", form, shows="excellent", kind="conversation", node="A-2.1").card
    assert "old card" in words(done).lower() or "told privately" in words(done) or "answered" in words(done)
    again = driver.log("reviewer", LARK, writer="larkfield-head", text=said, id="1700000000077").card
    done = sending(driver, "reviewer", again, shows="excellent", kind="conversation", node="A-2.1").card
    assert driver.texts()[-1] == "Every visitor is met & shown,\nsays someone"
    assert "told privately" in words(done)
    heard = told(driver, "larkfield-head", "logged a message of yours")
    assert "I object" in buttons(heard)


def test_a_bots_words_are_not_taken_and_a_concern_in_a_message_stops_at_once(driver: Driver) -> None:
    by_a_bot = {"application": {"applicationIdentityType": "bot", "id": "b", "displayName": "B"}, "user": None}
    for more in ({"from": by_a_bot}, {"writer": STRANGER}):
        form = driver.log("reviewer", LARK, text="Their words.", **more).card
        assert held(form) == ""
        assert "in your own words" in words(form)
        assert "Their words." not in str(form)
    form = driver.log("reviewer", LARK, writer="guest", text=CONCERN).card
    assert "01632 960101" in words(form)
    assert held(form) == CONCERN


def test_the_action_beside_the_box_opens_the_form_and_it_is_sent_from_there(driver: Driver) -> None:
    value = {"commandId": "write", "commandContext": "compose", "context": {"theme": "default"}}
    form = driver.invoke("reviewer", "composeExtension/fetchTask", value, channel=LARK).card
    assert "Larkfield Primary" in words(form)
    sent = {"data": {**next(iter(buttons(form).values())), **filled(form, text="The gate is watched.")}}
    done = driver.invoke("reviewer", "composeExtension/submitAction", {**value, **sent}, channel=LARK)
    assert driver.texts()[-1] == "The gate is watched."
    assert "The review team can read it" in words(done.card)
    for context in ("compose", "commandBox"):
        told = driver.invoke(STRANGER, "composeExtension/fetchTask", {**value, "commandContext": context}).card
        assert "does not know you yet" in words(told)


def test_a_client_that_knows_no_execute_is_answered_by_message(driver: Driver) -> None:
    driver.dm("guest", "note")
    form = driver.last("guest")
    driver.send(
        driver.activity(
            "guest", value={**next(iter(buttons(form).values())), **filled(form, text="Bags are kept apart.")}
        )
    )
    assert driver.texts()[-1] == "Bags are kept apart."
    assert "The review team can read it" in words(driver.last("guest"))


def test_a_changed_or_deleted_message_leaves_its_note_and_its_writer_is_told_how_once(driver: Driver) -> None:
    sent = driver.activity("reviewer", text="The log is read weekly.")
    driver.send(sent)
    for kind, what in (("messageUpdate", "editMessage"), ("messageDelete", "softDeleteMessage")):
        later = {**sent, "type": kind, "channelData": {"eventType": what, "tenant": {"id": TENANT}}}
        for number in range(2):
            before = len(driver.chat("reviewer"))
            driver.send({**later, "text": f"The log is read daily, {number}."})
            assert len(driver.chat("reviewer")) == before + (not number)
            assert "Your note stays as it was" in words(driver.last("reviewer"))
    assert driver.texts()[-1] == "The log is read weekly."
    changed = {
        **driver.activity("reviewer", "messageUpdate", text=CONCERN),
        "channelData": {"eventType": "editMessage", "tenant": {"id": TENANT}},
    }
    driver.send(changed)
    assert "999" in words(driver.last("reviewer"))


def test_a_reply_with_somebodys_refused_words_goes_once_they_write_again(driver: Driver) -> None:
    driver.dm("guest", "UPN Z801200001002 is on the list.")
    box = driver.last("guest")
    assert held(box) == "UPN Z801200001002 is on the list."
    driver.dm("guest", "The list is kept short.")
    assert box["id"] not in [message["id"] for message in driver.chat("guest")]
    driver.dm("guest", "UPN Z801200001002 is on the list.")
    box = driver.last("guest")
    press = {**buttons(box)["Use the safe wording"], **filled(box)}
    driver.press("guest", press, card=box["id"])
    assert "Z801200001002" not in str(driver.chat("guest"))
    assert "The review team can read it" in words(driver.last("guest"))


def test_what_takes_too_long_is_answered_first_with_a_word_and_then_in_ones_own_chat(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.dm("guest", "home")
    write = buttons(driver.last("guest"))["Write a note"]
    held_up, taken = threading.Event(), Turns._take
    monkeypatch.setattr(Turns, "_take", lambda *these: (held_up.wait(30), taken(*these))[1])
    monkeypatch.setattr(pace, "INVOKE_SECONDS", 0.01)
    before = len(driver.chat("guest"))
    value = {"action": {"type": "Action.Execute", "verb": "pw", "data": write}, "trigger": "manual"}
    sent = json.dumps(driver.activity("guest", "invoke", name="adaptiveCard/action", value=value)).encode()
    first = Answer(*posted(f"{driver.url}/teams/messages", sent, driver.teams.token()))
    held_up.set()
    assert "One moment" in words(first.card)
    driver.teams.wait_for(before + 1, own_chat("guest"))
    assert "What was seen" in words(driver.last("guest"))


# ── Home ────────────────────────────────────────────────────────────────────────────────────


def test_home_stands_once_is_brought_up_to_date_and_a_mention_is_answered_in_ones_own_chat(driver: Driver) -> None:
    driver.dm("lead-reviewer", "Home")
    first = driver.last("lead-reviewer")
    driver.mention("lead-reviewer", "", LARK)
    second = driver.last("lead-reviewer")
    assert first["id"] not in [message["id"] for message in driver.chat("lead-reviewer")]
    assert "Something worries me" in buttons(second)
    driver.dm("lead-reviewer", "The hall is set out with care.")
    wait_until(lambda: "set out with care" in words(driver.teams.messages[second["id"]]), 30)
    assert not driver.teams.within(LARK), "nothing of it was said in the room"
    for word, part in (
        ("me", "Peerwalk holds"),
        ("worry", "999"),
        ("help", "How to use Peerwalk"),
        ("find", "In plain words"),
        ("find late arrivals", "“late arrivals”"),
        ("web", "sign-in/link"),
    ):
        driver.dm("lead-reviewer", word)
        assert part in str(driver.last("lead-reviewer"))


def test_a_mention_by_somebody_without_the_app_is_answered_in_the_room_by_a_button_for_them_alone(
    driver: Driver,
) -> None:
    driver.teams.refused.add(f"29:{STRANGER}")
    driver.mention(STRANGER, CONCERN, LARK, "1700000000001")
    (there,) = driver.teams.within(LARK)
    assert there["in"] == f"{LARK};messageid=1700000000001"
    assert "hits" not in str(there)
    assert "999" not in words(there), "nobody else sees that there was a worry"
    shown = driver.press(STRANGER, buttons(there)["Something worries me"], channel=LARK).card
    assert "Larkfield Primary" in buttons(shown)
    driver.teams.messages.clear()


# ── Rooms ───────────────────────────────────────────────────────────────────────────────────


def members(*tenants: str) -> list[dict[str, Any]]:
    return [{"id": f"29:{number}", "tenantId": tenant} for number, tenant in enumerate(tenants)]


def test_a_room_is_a_group_chat_or_a_private_channel_and_anything_else_is_refused_with_the_reason(
    driver: Driver,
) -> None:
    teams, other = driver.teams, "44444444-0000-4000-8000-000000000001"
    named = {kind: f"19:{kind}-{'x' * 8}@thread.tacv2" for kind in ("private", "standard", "shared", "unlisted")}
    teams.channels = [{"id": name, "name": kind, "type": kind} for kind, name in named.items() if kind != "unlisted"]
    for name in named.values():
        teams.members[name] = members(TENANT, TENANT)
    chat, abroad, away = "19:own@thread.v2", "19:abroad@thread.v2", "19:away@thread.v2"
    teams.members |= {chat: members(TENANT), abroad: members(TENANT, other), named["shared"]: members(TENANT, other)}
    said = {
        named["standard"]: "everybody in the team can read it",
        named["shared"]: "another organisation",
        named["unlisted"]: "cannot see who can read",
        abroad: "another organisation",
        away: "cannot see who can read",
        TRUST_CHANNEL: "cannot see who can read",
    }
    for name, why in said.items():
        driver.mention("trust-lead", "room", name)
        assert why in words(driver.last("trust-lead")), name
    driver.dm("trust-lead", "room")
    assert "this is your own chat with me" in words(driver.last("trust-lead"))
    for name in (named["private"], chat):
        driver.mention("lead-reviewer", "room", name)
        assert "without a room" in words(driver.last("lead-reviewer")), "both reviews have one here already"


# ── Being there ─────────────────────────────────────────────────────────────────────────────


def test_where_somebody_is_reached_is_known_from_installing_to_removing_and_of_nobody_unknown(driver: Driver) -> None:
    assert driver.application is not None
    store = driver.application.store

    def reached(person: str) -> Any:
        from bot.reaching import Reaching  # noqa: PLC0415 fresh each time, so that nothing is remembered

        return Reaching(store).of(Address("teams", TENANT, user(person)))

    there = reached("trustee")
    assert (there.conversation, there.service) == (own_chat("trustee"), driver.teams.service)
    driver.send(driver.activity("trustee", "installationUpdate", action="remove"))
    assert reached("trustee").conversation == ""
    came = {"membersAdded": [{"id": BOT}]}
    for back in (
        driver.activity("trustee", "installationUpdate", action="add"),
        driver.activity("trustee", "conversationUpdate", **came),
    ):
        driver.send(back)
        assert reached("trustee").conversation == own_chat("trustee")
    # Away from a room is not away from somebody.
    driver.send(driver.activity("trustee", "installationUpdate", action="remove", **in_room(LARK)))
    assert reached("trustee").conversation == own_chat("trustee")
    driver.send(driver.activity(STRANGER, "installationUpdate", action="add"))
    assert reached(STRANGER).conversation == ""
    with store.reading() as session:
        assert STRANGER not in str(session.connection().exec_driver_sql("select * from addresses").all())


def test_a_stranger_joins_by_a_code_is_reached_at_once_and_goes_again(driver: Driver) -> None:
    assert driver.application is not None
    code = driver.application.host.entrance.ways.made_for("larkfield-governor", Kind.CODE, Made("", utc_now(), "cli"))
    newcomer = "11111111-0000-4000-8000-888888888888"
    driver.dm(newcomer, "code")
    assert "does not know you yet" in words(driver.last(newcomer))
    driver.dm(newcomer, f"Link: {code.lower()}")
    assert "belongs to Governor, Larkfield" in " ".join(words(driver.last(newcomer)).split())
    driver.dm(newcomer, "unlink")
    assert "belongs to nobody now" in words(driver.last(newcomer))


# ── What the bot says by itself ─────────────────────────────────────────────────────────────


def planned(driver: Driver, school: str, lead: str) -> None:
    driver.dm("trust-lead", "home")
    form = driver.press("trust-lead", buttons(driver.last("trust-lead"))["Plan a review"]).card
    days = {"school": school, "areas": "A-1,A-2", "begins": teams_driver.tomorrow()}
    second = sending_card(driver, "trust-lead", form, **days)
    assert "invited" in words(sending_card(driver, "trust-lead", second, lead=lead, team="guest"))


def sending_card(driver: Driver, person: str, form: Any, **values: str) -> dict[str, Any]:
    return driver.press(person, {**primary(form), **filled(form, **values)}).card


def primary(form: Any) -> dict[str, Any]:
    """What the button carries that sends a form."""
    return next(data for data in buttons(form).values() if '"a":"submit"' in data["s"])


def test_an_invitation_comes_closed_to_ones_own_chat_and_the_lead_is_told_how_to_choose_a_room(driver: Driver) -> None:
    planned(driver, "stanmoor", "lead-reviewer")
    wanted = told(driver, "lead-reviewer", "Make a group chat or a private channel")
    assert "/invite" not in words(wanted)
    asked = told(driver, "guest", "Stanmoor Special School")
    form = driver.press("guest", buttons(asked)["Read and answer"]).card
    assert "You are on the team" in words(sending_card(driver, "guest", form, undertaking="yes"))
    asked = told(driver, "lead-reviewer", "You are asked to")
    form = driver.press("lead-reviewer", buttons(asked)["Read and answer"]).card
    sending_card(driver, "lead-reviewer", form, undertaking="yes")
    chat = "19:stanmoor@thread.v2"
    driver.teams.members[chat] = members(TENANT)
    driver.mention("lead-reviewer", "room", chat)
    form = driver.last("lead-reviewer")
    assert "cannot bring anybody in" in words(form)
    review = fields(form)["review"]["choices"][0]["value"]
    done = driver.press("lead-reviewer", {**primary(form), **filled(form, review=review)}, card=form["id"]).card
    assert "This is the room now" in words(done)
    wait_until(lambda: any("Who has what" in words(one) for one in driver.teams.within(chat)), 30)


def unknown(driver: Driver) -> list[str]:
    assert driver.application is not None
    with driver.application.store.reading() as session:
        found = session.connection().exec_driver_sql("select id from acts where state = 'unknown' order by made").all()
    return [str(row[0]) for row in found]


def looked_for(driver: Driver, person: str, label: str) -> dict[str, Any]:
    """What waits on Home for whoever can say whether a post stands."""
    assert driver.application is not None
    cards = driver.application.host.looks.visit(Address("teams", TENANT, user(person)), Visit("page", TRUST))
    button = next(one for card in cards for one in card.buttons if one.label == label)
    from bot.handlers.teams.state import data_of  # noqa: PLC0415

    return data_of(button.action, cards[0])


@pytest.mark.parametrize(
    ("fault", "label", "stands"), [("drop after", "It is there", 1), ("503 before", "Post again", 1)]
)
def test_a_post_that_may_stand_is_never_posted_twice_and_never_silently_lost(
    driver: Driver, fault: str, label: str, stands: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = ROOMS["bridgewater-review"]
    monkeypatch.setattr("bot.caretaker._SWEEP_EVERY", 1)
    before, count = set(unknown(driver)), len(driver.teams.within(here))
    failing(driver, here, fault, lambda: enter(driver, "stanmoor-head", "A-2" if fault == "drop after" else "A-3"))
    wait_until(lambda: set(unknown(driver)) != before, 30)
    (act,) = set(unknown(driver)) - before
    arrived = len(driver.teams.within(here))
    done = driver.press("stanmoor-head", looked_for(driver, "stanmoor-head", label)).card
    assert "Thank you" in words(done)
    assert act not in unknown(driver)
    if label == "Post again":
        assert driver.application is not None
        caretaker = driver.application.posts._caretaker
        assert caretaker is not None
        caretaker.sweep(timedelta(0))
        wait_until(lambda: len(driver.teams.within(here)) == arrived + 1, 60)
    assert len(driver.teams.within(here)) >= count + stands
    again = driver.press("stanmoor-head", {"action": "pw", "s": settle(act)}).card
    assert "said so already" in words(again)


def settle(act: str) -> str:
    return f'{{"v":1,"a":"begin","d":"settle_post","k":"act","i":"{act}","g":{{"stands":"there"}}}}'


def enter(driver: Driver, person: str, area: str) -> None:
    """Take an area: its thread begins in the room."""
    review = "bridgewater-review"
    data = f'{{"v":1,"a":"begin","d":"enter_area","k":"review","i":"{review}","g":{{"area":"{area}"}}}}'
    assert driver.press(person, {"action": "pw", "s": data}).status == 200


def failing(driver: Driver, place: str, fault: str, act: Callable[[], None]) -> None:
    """Let the next post to a place go wrong."""
    driver.teams.fault_at[place] = fault
    act()
    wait_until(lambda: place not in driver.teams.fault_at, 30)


def test_every_command_that_the_manifest_names_is_understood_wherever_it_is_named(driver: Driver) -> None:
    from bot.handlers.teams import read  # noqa: PLC0415
    from bot.handlers.teams.registrations import COMMANDS, PERSONAL  # noqa: PLC0415
    from bot.message import Said  # noqa: PLC0415

    for command in COMMANDS:
        for scope in command.scopes:
            own = driver.activity("reviewer", text=command.name)
            sent = own if scope == PERSONAL else teams_driver.mentioned(driver.teams, "reviewer", command.name, LARK)
            heard = read.heard(sent)
            assert heard is not None
            assert not isinstance(heard.deed, Said)
            if command.name != "note":
                assert command.name not in str(heard.deed).partition("text=")[2]
