"""Buttons and modals, signed over real HTTP and by Socket Mode: what they open, keep, refuse and give back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.acts import TRUST
from bot.handlers.slack.pressed import Pressed, pack
from bot.message import Begin
from tests import slack_driver as slack
from tests.slack_driver import ROOMS, Driver, buttons, held, words

LARK, BRID = ROOMS.values()
UPN = "UPN Z801200001001 is on the list by the door."
CONCERN = "A pupil has just told me that her dad hits her."


@pytest.fixture(scope="module", params=["http", "socket"])
def driver(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driver]:
    with slack.served(sqlite_template, tmp_path_factory.mktemp("slack"), socket=request.param == "socket") as served:
        yield served


def noted(driver: Driver, text: str, person: str = "reviewer") -> dict[str, Any]:
    """Take a note by command and give back its receipt."""
    body = driver.command(person, f"note {text}").body
    assert "Kept, thank you" in words(body["blocks"]), body
    return dict(body)


def pressing(driver: Driver, person: str, button: dict[str, Any], method: str, **more: Any) -> dict[str, Any]:
    """Press a button and wait for the direct call that answers it."""
    before = len(driver.slack.of(method))
    assert driver.press(person, button, **more).status == 200
    return driver.slack.wait_for(before + 1, method)[-1]


def note_form(driver: Driver, person: str = "reviewer") -> dict[str, Any]:
    """The modal that asks for a note."""
    before = len(driver.slack.of("views.open"))
    assert driver.command(person, "note").body == ""
    return dict(driver.slack.wait_for(before + 1, "views.open")[-1]["view"])


def test_one_tap_marks_a_note_excellent_and_the_receipt_says_so(driver: Driver) -> None:
    receipt = noted(driver, "Pupils can say whom they would tell.")
    after = pressing(driver, "reviewer", buttons(receipt)["Mark excellent"], "response_url")
    assert after["replace_original"] is True
    assert "It shows excellent practice" in words(after["blocks"])
    assert "Mark excellent" not in buttons(after)


def test_a_button_pressed_twice_at_once_counts_once(driver: Driver) -> None:
    receipt = noted(driver, "Every classroom has the poster.")
    press = slack.pressed("reviewer", buttons(receipt)["Mark excellent"], driver.slack)
    before = len(driver.slack.of("response_url"))
    assert [driver.interact(press).status for _ in range(2)] == [200, 200]
    driver.slack.wait_for(before + 1, "response_url")
    assert len(driver.slack.of("response_url")) == before + 1


def test_details_are_asked_in_a_modal_and_kept(driver: Driver) -> None:
    receipt = noted(driver, "The single central record is checked each term.")
    opened = pressing(driver, "reviewer", buttons(receipt)["Add details"], "views.open")
    view = opened["view"]
    assert opened["trigger_id"]
    assert view["title"]["text"] == "About this note"
    answer = driver.submit("reviewer", view, {"kind": "record", "shows": "excellent", "node": "A-1.1"})
    done = answer.body["view"]
    assert answer.body["response_action"] == "update"
    assert "A-1.1" in words(done["blocks"])
    assert "submit" not in done


def test_a_button_in_a_modal_that_is_done_leads_on_in_the_same_modal(driver: Driver) -> None:
    view = note_form(driver)
    done = driver.submit("reviewer", view, {"text": "The DSL has a deputy on every site."}).body["view"]
    assert driver.texts()[-1] == "The DSL has a deputy on every site."
    before = len(driver.slack.of("views.update"))
    driver.press_in("reviewer", done, buttons(done)["Edit"], {})
    updated = driver.slack.wait_for(before + 1, "views.update")[-1]
    assert updated["view_id"] == "V1"
    assert held(updated) == "The DSL has a deputy on every site."
    after = driver.submit("reviewer", updated["view"], {"text": "The DSL has a deputy on each site."})
    assert after.body["response_action"] == "update"
    assert driver.texts()[-1] == "The DSL has a deputy on each site."


def test_an_input_left_empty_is_named_on_its_own_block_and_can_be_put_right(driver: Driver) -> None:
    view = note_form(driver, "guest")
    block = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
    answer = driver.submit("guest", view, {"text": ""})
    assert answer.body == {"response_action": "errors", "errors": {block: "Please answer this one."}}
    # Slack leaves the view's id and hash as they were.
    again = driver.submit("guest", view, {"text": "The hall door is alarmed."})
    assert again.body["response_action"] == "update"
    assert driver.texts()[-1] == "The hall door is alarmed."


def test_the_same_submit_again_changes_nothing(driver: Driver) -> None:
    view = note_form(driver, "guest")
    sent = slack.submitted("guest", view, {"text": "Leavers hand their badge in."})
    first, second = driver.interact(sent), driver.interact(sent)
    assert (first.status, second.status) == (200, 200)
    assert second.body == ""
    assert driver.texts().count("Leavers hand their badge in.") == 1


def test_a_refused_text_stays_in_its_field_and_nothing_is_kept(driver: Driver) -> None:
    before = driver.texts()
    view = note_form(driver)
    answer = driver.submit("reviewer", view, {"text": UPN, "shows": "excellent"})
    guarded = answer.body["view"]
    assert answer.body["response_action"] == "update"
    assert held(answer.body) == UPN
    assert guarded["submit"]["text"] == "Send what is in the box"
    assert driver.texts() == before
    again = driver.submit("reviewer", guarded, {})
    assert held(again.body) == UPN
    assert driver.texts() == before
    fixed = driver.submit("reviewer", again.body["view"], {"text": "A list with pupils’ numbers is on the door."})
    assert "It shows excellent practice" in words(fixed.body["view"]["blocks"])
    assert driver.texts()[-1] == "A list with pupils’ numbers is on the door."


def test_the_safe_wording_is_a_button_in_the_modal(driver: Driver) -> None:
    view = note_form(driver)
    guarded = driver.submit("reviewer", view, {"text": UPN}).body["view"]
    before = len(driver.slack.of("views.update"))
    driver.press_in("reviewer", guarded, buttons(guarded)["Use the safe wording"], {})
    done = driver.slack.wait_for(before + 1, "views.update")[-1]["view"]
    assert "Kept, thank you" in words(done["title"]) + words(done["blocks"])
    assert driver.texts()[-1] == "UPN [UPN removed] is on the list by the door."


def test_a_refused_command_opens_a_modal_with_the_words_in_it(driver: Driver) -> None:
    before = len(driver.slack.of("views.open"))
    assert driver.command("reviewer", f"note {UPN}").body == ""
    opened = driver.slack.wait_for(before + 1, "views.open")[-1]
    assert held(opened) == UPN


def test_when_the_trigger_is_too_old_the_form_comes_as_a_message(driver: Driver) -> None:
    driver.slack.faults.append("views.open expired_trigger_id")
    answer = driver.command("reviewer", f"note {UPN}")
    assert held(answer.body) == UPN
    assert answer.body["response_type"] == "ephemeral"


def test_a_form_that_moves_into_a_modal_leaves_no_second_box_behind(driver: Driver) -> None:
    driver.slack.faults.append("views.open expired_trigger_id")
    message = driver.command("reviewer", f"note {UPN}").body
    before = len(driver.slack.of("response_url"))
    fields = slack.state(message["blocks"], {})
    opened = pressing(driver, "reviewer", buttons(message)["Send what is in the box"], "views.open", fields=fields)
    assert held(opened) == UPN
    assert driver.slack.wait_for(before + 1, "response_url")[-1] == {"delete_original": True}


def test_a_worry_in_a_form_shows_whom_to_tell_and_takes_nothing_away(driver: Driver) -> None:
    before = driver.texts()
    view = note_form(driver)
    routed = driver.submit("reviewer", view, {"text": CONCERN}).body
    assert held(routed) == CONCERN
    assert "01632 960101" in words(routed["view"]["blocks"])
    assert routed["view"]["submit"]["text"] == "I have told them"
    fields = [block["element"]["action_id"] for block in routed["view"]["blocks"] if block["type"] == "input"]
    assert fields == ["one.text"]
    told = driver.submit("reviewer", routed["view"], {}).body["view"]
    assert "Record it in the school" in " ".join(words(told["blocks"]).split())
    assert CONCERN in words(told["blocks"])
    assert "submit" not in told
    assert driver.texts() == before


def test_this_is_about_systems_is_honoured_for_that_text(driver: Driver) -> None:
    view = note_form(driver)
    routed = driver.submit("reviewer", view, {"text": CONCERN}).body["view"]
    count = len(driver.slack.of("views.update"))
    driver.press_in("reviewer", routed, buttons(routed)["This is about systems, go on"], {})
    driver.slack.wait_for(count + 1, "views.update")
    assert driver.texts()[-1] == CONCERN


def test_an_old_form_changes_nothing_and_says_when_it_was_done(driver: Driver) -> None:
    view = note_form(driver)
    driver.submit("reviewer", view, {"text": "The first aider is named on the wall."})
    before = driver.texts()
    late = driver.submit("reviewer", view, {"text": "Something else."})
    assert "That was done on" in words(late.body["view"]["blocks"])
    assert driver.texts() == before


def test_somebody_elses_form_is_not_here(driver: Driver) -> None:
    view = note_form(driver)
    before = driver.texts()
    answer = driver.submit("guest", view, {"text": "Not mine."})
    assert "not here for you" in words(answer.body["view"]["blocks"])
    assert driver.texts() == before


def test_the_walk_goes_on_in_place_and_its_notes_are_filed(driver: Driver) -> None:
    home = driver.command("lead-reviewer", "").body
    walk = pressing(driver, "lead-reviewer", buttons(home)["Start the walk"], "response_url")
    asked = pressing(driver, "lead-reviewer", buttons(walk)["Choose an area"], "views.open")
    step = driver.submit("lead-reviewer", asked["view"], {"area": "A-2"}).body
    assert "what is excellent" in words(step["view"]["blocks"])
    count = len(driver.slack.of("views.update"))
    driver.press_in("lead-reviewer", step["view"], buttons(step)["Write a note"], {})
    form = driver.slack.wait_for(count + 1, "views.update")[-1]["view"]
    done = driver.submit("lead-reviewer", form, {"text": "Governors visit twice a term."}).body
    assert "A-2.1" in words(done["view"]["blocks"])


def test_what_a_step_says_besides_opens_in_a_modal_and_the_step_stays(driver: Driver) -> None:
    home = driver.command("guest", "").body
    walk = pressing(driver, "guest", buttons(home)["Start the walk"], "response_url")
    asked = pressing(driver, "guest", buttons(walk)["Choose an area"], "views.open")
    step = driver.submit("guest", asked["view"], {"area": "A-7"}).body["view"]
    assert "A record: " in words(step["blocks"])  # a modal begins at its top: the rest stands under the buttons
    home = driver.command("guest", "").body
    walk = pressing(driver, "guest", buttons(home)["Walk on"], "response_url")
    assert walk["blocks"][-1]["type"] == "actions"  # chat shows the end of a message
    said = len(driver.slack.of("response_url"))
    look_for = buttons(walk)["What to look for"]
    view = pressing(driver, "guest", look_for, "views.open")["view"]
    assert "A record: " in words(view["blocks"])
    assert buttons(view) == {}
    assert len(driver.slack.of("response_url")) == said
    driver.slack.faults.append("expired_trigger_id")
    lost = pressing(driver, "guest", look_for, "response_url")
    assert lost["replace_original"] is False
    assert "A record: " in words(lost["blocks"])


def test_a_button_of_a_message_that_all_can_see_is_answered_for_its_presser_alone(driver: Driver) -> None:
    receipt = noted(driver, "Radios are carried on every duty.")
    after = pressing(driver, "reviewer", buttons(receipt)["Mark excellent"], "response_url", private=False)
    assert (after["replace_original"], after["response_type"]) == (False, "ephemeral")


def test_a_review_is_planned_and_its_second_card_follows_the_first(driver: Driver) -> None:
    home = driver.command("trust-lead", "").body
    first = pressing(driver, "trust-lead", buttons(home)["Plan a review"], "views.open")["view"]
    days = {"school": "stanmoor", "areas": ("A-1", "A-2"), "begins": "2099-01-01"}
    refused = driver.submit("trust-lead", first, days)
    assert next(iter(refused.body["errors"])).startswith("begins.")
    begins = slack.tomorrow()
    second = driver.submit("trust-lead", first, days | {"begins": begins}).body["view"]
    count = len(driver.slack.of("views.update"))
    driver.press_in("trust-lead", second, buttons(second)["Back one step"], {})
    back = driver.slack.wait_for(count + 1, "views.update")[-1]["view"]
    second = driver.submit("trust-lead", back, {}).body["view"]
    done = driver.submit("trust-lead", second, {"lead": "lead-reviewer", "team": ("guest", "larkfield-dsl")}).body
    assert "3 people have been invited" in words(done["view"]["blocks"])


def test_the_trust_channel_is_picked_from_a_list_and_only_one_that_can_be_used_is_taken(driver: Driver) -> None:
    button = {"action_id": "press.0", "value": pack(Pressed(Begin("set_channel", TRUST)))}
    form = pressing(driver, "trust-lead", button, "views.open")["view"]
    (field,) = (block for block in form["blocks"] if "conversations_select" in str(block))
    assert field["element"]["filter"]["exclude_external_shared_channels"] is True
    assert "/invite @Peerwalk" in field["hint"]["text"]
    where = next(option for option in options_of(form, "slack_where") if option.startswith("slack/"))
    driver.slack.channels |= {
        "C0NOTIN": {"is_member": False},
        "C0SHARED": {"is_member": True, "is_ext_shared": True},
        "C0OLD": {"is_member": True, "is_archived": True},
        "C0GOOD": {"is_member": True},
    }
    for channel, why in {
        "C0NOTIN": "not in that channel yet",
        "C0GONE": "not in that channel yet",
        "C0SHARED": "another organisation",
        "C0OLD": "archived",
    }.items():
        wrong = driver.submit("trust-lead", form, {"slack_where": where, "slack_channel": channel}).body
        assert wrong["response_action"] == "errors"
        assert why in wrong["errors"][field["block_id"]]
    done = driver.submit("trust-lead", form, {"slack_where": where, "slack_channel": "C0GOOD"}).body
    assert "C0GOOD" in words(done["view"]["blocks"])


def options_of(form: dict[str, Any], key: str) -> list[str]:
    found = (block["element"] for block in form["blocks"] if block["type"] == "input")
    element = next(each for each in found if each["action_id"].endswith(f".{key}"))
    return [option["value"] for option in element["options"]]
