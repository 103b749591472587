"""The timetable as a page, over real HTTP: for the team, and once it was sent for the school; and as a sheet of A4."""

import re
from typing import Any

from bot.domain.timetable import Agreement, Timetable
from bot.handlers.web.press import href
from bot.message import Visit
from bot.pack import pack, planned
from bot.wording import Wording
from tests.browser import Running, today
from tests.dialog_paths import SLOTS
from tests.play import the
from tests.values import BEGINS, REVIEW
from tests.visitor import Visitor

PLACE = "The office by the front door"


def day_planned(under_way: Running) -> tuple[Visitor, str]:
    """The lead has planned the day and given one slot a place; where its page is."""
    lead = Visitor(under_way.url)
    lead.act_as("lead-reviewer")
    lead.press("Plan the day")
    lead.open("/")
    path = lead.page.links["The timetable"]
    page = lead.open(path)
    change = next(label for label in page.buttons if label.startswith("Change 09:00–09:40 Headteacher"))
    lead.press(change)
    lead.press("Save", where=PLACE)
    return lead, path


def test_the_page_is_the_teams_and_once_it_is_sent_the_schools_and_nobody_elses(under_way: Running) -> None:
    lead, path = day_planned(under_way)
    for person in ("lead-reviewer", "reviewer"):
        lead.act_as(person)
        page = lead.open(path)
        assert page.status == 200
        assert PLACE in page.words
    assert "Send to the school" not in page.buttons
    lead.act_as("larkfield-head")
    assert PLACE not in lead.open(path).words
    lead.act_as("lead-reviewer")
    lead.open(path)
    lead.press("Send to the school")
    for person in ("larkfield-head", "larkfield-dsl"):
        lead.act_as(person)
        assert PLACE in lead.open(path).words
    lead.press("Agree")
    assert "Agreed with the school" in lead.open(path).words
    for person in ("larkfield-governor", "trust-lead", "trustee", "stanmoor-head"):
        lead.act_as(person)
        assert PLACE not in lead.open(path).words
    assert "Who would you like to be?" in Visitor(lead.url).open(path).headings
    assert path == href(Visit("timetable", the("timetable", path.removeprefix("/timetable/"))))
    lead.act_as("reviewer")
    assert lead.open(f"{path}/{today()}").status == 200


def test_it_is_one_sheet_of_paper_without_buttons_and_fits_a_telephone(under_way: Running, chromium: Any) -> None:
    lead, path = day_planned(under_way)
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    try:
        context.add_cookies([{"name": n, "value": v, "url": lead.url} for n, v in lead.cookies.items()])
        page = context.new_page()
        page.goto(lead.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.emulate_media(media="print")
        assert not page.locator(".buttons").first.is_visible()
        assert not page.locator(".day .care .button").first.is_visible()
        assert page.get_by_text(PLACE).is_visible()
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    finally:
        context.close()


def test_the_paper_pack_begins_with_the_day() -> None:
    timetable = Timetable(REVIEW, BEGINS, Agreement.DRAFTED, SLOTS, revision=3)
    page = pack(REVIEW, planned(Wording(), (timetable,)))
    before = page.partition('class="meeting')[0]
    assert "Tuesday 24 November 2026</h2>" in before
    assert "Not agreed with the school yet" in before
    assert re.search(r"10:00–10:30</th><td>Lead, Reviewer</td><td>Staff</td><td>the hall</td>", before)
    assert 'class="planned"' not in pack(REVIEW, planned(Wording(), (Timetable(REVIEW, BEGINS),)))
