"""Teams' cards drawn by Microsoft's own renderer in Chromium: read literally, pressed as a client does, and fit to look at."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.acts import About
from bot.handlers.teams import render
from bot.handlers.teams.home import Home
from bot.handlers.teams.state import deed_of
from bot.inputs import ChoiceInput, Option, TextInput
from bot.message import ABOUT_ME, Address, Answered, Button, Card, Listing, Paragraph, Run, Submit
from bot.wording import Wording
from store import people
from tests.play import HEAD, LEAD, REVIEWER, TRUST_LEAD, Play, reply
from tests.scenes import draft, posted, take_note

HOME = Home(Wording(), web=True)
LABELS = HOME.labels()
PICTURES = Path(__file__).parents[1] / "docs" / "pictures" / "teams"
WHO = Address("teams", "8a2c", "5f0e")
BRIEFED = "Every new colleague is briefed on the first morning."
WIDTHS = {"phone": 390, "desktop": 800}


@pytest.fixture(scope="module")
def page(chromium: Any, node: Path) -> Iterator[Any]:
    found = chromium.new_page(device_scale_factor=1.5)
    found.set_content("<!doctype html><html><body></body></html>")
    found.add_script_tag(path=node / "node_modules" / "adaptivecards" / "dist" / "adaptivecards.min.js")
    found.add_script_tag(path=node / "teams_page.js")
    yield found
    found.close()


def drawn(page: Any, card: dict[str, Any], theme: str = "light") -> Any:
    page.evaluate("([card, theme]) => draw(card, theme)", [card, theme])
    return page.locator("main")


ODD = "1. Oak *x* **b** [y](https://e.org) &amp; {{DATE(2026-11-22T04:00:00Z)}}"


def test_what_a_person_typed_is_drawn_as_typed_and_a_pressed_button_brings_what_the_form_holds(page: Any) -> None:
    options = (Option("p1", ODD), Option("p2", "Somebody else"))
    asked = (TextInput("text", ODD, ODD, value=ODD, error=ODD), ChoiceInput("who", "Who?", options))
    runs = (Paragraph((Run(ODD, theirs=True),)), Listing(((Run(ODD, theirs=True),),)))
    shown = Card(
        "n", ODD, runs, asked, (Button("Send", Submit(), primary=True), Button(ODD, ABOUT_ME)), "0123456789abcdef", 3
    )
    card = drawn(page, render.card((shown,), LABELS))
    assert card.inner_text().replace("\u200b", "").count(ODD) == 7  # title, paragraph, item, label, error, hint, button
    assert "1․ Oak ∗x∗ ∗∗b∗∗ ［y］(https∶//e.org)" in card.inner_text()
    assert page.locator("textarea").input_value() == ODD
    assert page.locator("main a, main b, main i").count() == 0
    assert not [text for text in page.evaluate("asMarkdown") if "Oak *" in text]
    page.get_by_role("button", name="Send").click()
    assert page.evaluate("sent") is None  # nobody was chosen, and the client says so
    assert page.get_by_text(LABELS.asked.required).is_visible()
    page.locator("textarea").fill("Two\nlines")
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Send").click()
    sent = page.evaluate("sent")
    assert sent["type"] == "Action.Execute"
    deed = deed_of(sent["data"], "k", WHO)
    assert deed == Answered(("k",), WHO, "0123456789abcdef", 3, {"text": "Two\nlines", "who": "p2"})


def scenes(play: Play, review: About) -> Iterator[tuple[str, dict[str, Any]]]:
    """The cards of a review's day, by the name of their picture."""

    def chat(*cards: Card) -> dict[str, Any]:
        return render.card(cards, LABELS)

    note = take_note(play, LEAD, review, BRIEFED, node="A-2.1", shows="excellent")
    form = reply(play.start(REVIEWER, "take_note", review))
    yield "note-form", chat(form)
    yield "note-problem", chat(reply(play.answer(REVIEWER, form, text="", where="")))
    yield "guard", chat(reply(play.note(REVIEWER, "Ruby Ashdown in Year 4 said that nobody asks her.")))
    yield "worry", chat(reply(play.note(REVIEWER, "A pupil has just told me that her dad hits her.")))
    yield "receipt", chat(reply(play.note(REVIEWER, "The single central record is checked each term by the head.")))
    yield "details", chat(reply(play.start(LEAD, "mark_note", note)))
    play.start(LEAD, "enter_area", review, {"area": "A-2"})
    yield "walk", chat(*play.see(LEAD, "walk", review))
    draft(play, review)
    yield "agree", chat(*play.home(HEAD))
    yield "home", HOME.card(play.see(LEAD, "page"), ("29:lead",))
    asked = reply(play.start(TRUST_LEAD, "plan_review"))
    yield "plan", chat(asked)
    asked_team = reply(play.answer(TRUST_LEAD, asked, school="stanmoor", areas=("A-2",), begins=play.today.isoformat()))
    yield "plan-team", chat(asked_team)
    lead = next(item for item in asked_team.inputs if item.key == "lead")
    assert isinstance(lead, ChoiceInput)
    crowd = tuple(Option(f"p{n}", f"Colleague {n} · DSL", f"School {n % 40}") for n in range(400))
    team = ChoiceInput(
        "team", "Who else is on the team?", crowd, several=True, optional=True, value=("p7", "?school 12")
    )
    many = replace(asked_team, inputs=(asked_team.inputs[0], replace(lead, options=crowd, value=()), team))
    yield "find", chat(many)
    with play.store.writing() as session:
        for address in (Address("slack", "T1", "U1"), Address("teams", "8a2c", "5f0e")):
            people.add_address(session, address, TRUST_LEAD)
    yield "channel", chat(reply(play.start(TRUST_LEAD, "set_channel")))
    posted(play, review)
    yield "affirmation", chat(play.see(TRUST_LEAD, "channel")[0])
    closed = render.post(Card("An invitation for you, two minutes"), "act1", LABELS, private=True)
    yield "closed", closed["attachments"][0]["content"]
    yield "whom-to-tell", chat(*play.see(REVIEWER, "worry", About("school", "larkfield")))


def test_every_card_of_a_day_fits_a_phone_and_a_desk_in_light_and_dark(page: Any, play: Play, review: About) -> None:
    for name, card in scenes(play, review):
        for width, pixels in WIDTHS.items():
            page.set_viewport_size({"width": pixels, "height": 700})
            for theme in ("light", "dark"):
                found = drawn(page, card, theme)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= pixels, f"{name} is {wide} wide at {pixels}"
                if os.environ.get("PEERWALK_PICTURES"):
                    found.screenshot(path=f"{os.environ['PEERWALK_PICTURES']}/{name}-{width}-{theme}.png")


def test_the_pictures_that_the_pages_show_are_there_and_small() -> None:
    found = list(PICTURES.glob("*.png"))
    assert len(found) == 10
    for picture in found:
        assert 0 < picture.stat().st_size < 120_000, picture.name
