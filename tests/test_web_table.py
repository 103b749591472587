"""The team's table as a page, over real HTTP; and as a sheet of A4."""

import re
from typing import Any

from tests.browser import Running
from tests.visitor import Visitor

SEEN = "Every visitor is met at the gate."


def log(reviewer: Visitor, text: str, **marks: str) -> None:
    reviewer.open("/")
    reviewer.press("Log this note", text=text)
    reviewer.press("Add details")
    reviewer.press("Save", **marks)


def test_the_table_is_a_page_that_opens_from_home_and_needs_no_script(reviewer: Visitor) -> None:
    log(reviewer, SEEN, node="A-2.1", shows="excellent", kind="observation")
    reviewer.open("/")
    page = reviewer.follow("The team’s table")
    assert page.status == 200
    assert "The table · Larkfield Primary" in page.headings
    assert "Excellent practice · one note" in page.words
    assert SEEN in page.words
    assert "Draw this area together" not in page.buttons
    path = page.links["Read the notes"].replace("/notes/", "/table/")
    reviewer.act_as("lead-reviewer")
    page = reviewer.open(path)
    assert page.buttons.count("Draw this area together") == 2
    page = reviewer.press("Draw this area together")
    assert "Draw areas together" in page.headings
    reviewer.press("Send", sure="yes")
    reviewer.act_as("larkfield-head")
    page = reviewer.open(path)
    assert "Reviewer (SENCO" not in page.html.partition("<main")[2]
    reviewer.act_as("trust-lead")
    assert SEEN not in reviewer.open(path).words
    assert "Who would you like to be?" in Visitor(reviewer.url).open(path).headings


def test_the_table_is_kept_fresh_and_says_only_that_something_changed(under_way: Running, reviewer: Visitor) -> None:
    del under_way
    reviewer.open("/")
    page = reviewer.follow("The team’s table")
    stamp = re.search(r'data-stamp="(\w+)"', page.html)
    log(reviewer, SEEN, node="A-2.1")
    reviewer.open("/")
    after = re.search(r'data-stamp="(\w+)"', reviewer.follow("The team’s table").html)
    assert stamp
    assert after
    assert stamp[1] != after[1]


def test_the_table_fits_a_sheet_and_has_no_buttons_there(reviewer: Visitor, chromium: Any) -> None:
    log(reviewer, SEEN, node="A-2.1", shows="excellent", kind="observation")
    reviewer.open("/")
    path = reviewer.page.links["The team’s table"]
    context = chromium.new_context()
    try:
        context.add_cookies([{"name": n, "value": v, "url": reviewer.url} for n, v in reviewer.cookies.items()])
        page = context.new_page()
        page.goto(reviewer.url + path)
        page.emulate_media(media="print")
        assert page.locator("#table").is_visible()
        assert not page.locator(".buttons").first.is_visible()
        assert not page.locator(".top").is_visible()
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    finally:
        context.close()


def test_sixty_notes_fit_one_sheet_printed_on_both_sides(reviewer: Visitor, chromium: Any) -> None:
    fact = "Pupils in three groups could name an adult they would go to, and a second one if that adult was away."
    nodes = ("A-1.1", "A-1.2", "A-2.1", "A-2.2", "A-2.3")
    shows = ("excellent", "to develop", "context")
    reviewer.open("/")
    reviewer.press("Type up my notes")
    reviewer.press(
        "Keep these notes", lines="\n".join(f"{nodes[n % 5]} {shows[n % 3]}: {n} · {fact}" for n in range(60))
    )
    reviewer.open("/")
    path = reviewer.page.links["The team’s table"]
    context = chromium.new_context()
    try:
        context.add_cookies([{"name": n, "value": v, "url": reviewer.url} for n, v in reviewer.cookies.items()])
        page = context.new_page()
        page.goto(reviewer.url + path)
        assert page.locator("#table li", has_text=fact).count() == 60
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 2
    finally:
        context.close()


def test_somebody_with_the_table_open_sees_what_a_colleague_adds(reviewer: Visitor, chromium: Any) -> None:
    reviewer.open("/")
    path = reviewer.page.links["The team’s table"]
    context = chromium.new_context()
    try:
        context.add_cookies([{"name": n, "value": v, "url": reviewer.url} for n, v in reviewer.cookies.items()])
        page = context.new_page()
        page.goto(reviewer.url + path)
        log(reviewer, SEEN, node="A-2.1", shows="excellent", kind="observation")
        page.get_by_text(SEEN).wait_for()
    finally:
        context.close()
