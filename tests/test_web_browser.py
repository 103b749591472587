"""The web in a real browser: a whole review on a phone and on a desk, by keyboard, without scripts, and kept fresh."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser import Running, draft, join, today
from tests.visitor import Visitor

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# A browser says so itself when a page comes with one of these; it is no mistake of the page.
EXPECTED = ("status of 422", "status of 404")
SHARED = "Every pupil can name three adults they would go to, because the school asks them each term."


@contextmanager
def browsing(chromium: Any, size: str = "desk", **options: Any) -> Iterator[Any]:
    """One browser's page; at the end, nothing was wrong on its console."""
    context = chromium.new_context(viewport=SIZES[size], reduced_motion="reduce", **options)
    context.set_default_timeout(30_000)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert not [line for line in said if not any(expected in line for expected in EXPECTED)]


def follow(page: Any, link: Any) -> None:
    """A click that leads elsewhere; a click alone returns before the next page is there."""
    with page.expect_navigation():
        link.click()


def act_as(page: Any, url: str, person: str) -> None:
    page.goto(url)
    if page.locator("#act-as").count():
        page.select_option("#act-as", person)
        follow(page, page.get_by_role("button", name="Change"))
    else:
        follow(page, page.locator(f'button[value="{person}"]'))
    page.wait_for_selector(f'#act-as option[value="{person}"][selected]', state="attached")


def press(page: Any, words: str) -> None:
    follow(page, page.locator("main .button").filter(has_text=re.compile(f"^{words}$")).first)


def look_over(page: Any) -> None:
    """No screen is wider than the window, whatever its size, or breaks the rules of accessibility."""
    here = page.viewport_size
    for size in sorted(SIZES.values(), key=lambda size: size == here):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), size
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("async (rules) => (await axe.run(rules)).violations", RULES)
    told = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]
    assert not told


def test_a_whole_review_in_a_browser_on_a_phone_and_on_a_desk(chromium: Any, demo: Running) -> None:
    with browsing(chromium, "phone") as page:
        page.goto(demo.url)
        look_over(page)
        act_as(page, demo.url, "trust-lead")
        press(page, "Plan a review")
        press(page, "Go on")
        look_over(page)
        page.get_by_label("Larkfield Primary").check()
        page.get_by_label("A-1 Leadership").check()
        page.get_by_label("First day").fill(today())
        press(page, "Go on")
        look_over(page)
        page.get_by_role("group", name="Lead reviewer").get_by_label("Lead reviewer").check()
        press(page, "Go on")
        assert page.evaluate("document.activeElement.dataset.reply") is not None

        act_as(page, demo.url, "lead-reviewer")
        look_over(page)
        press(page, "Read and answer")
        look_over(page)
        page.get_by_label("Yes, I join").check()
        press(page, "Answer")
        press(page, "Start the walk")
        page.get_by_label("A-1 Leadership").check()
        press(page, "Begin here")
        look_over(page)
        press(page, "Write a note")
        look_over(page)
        page.get_by_label("What was seen, heard or read?").fill("Mrs Potter keeps the log of visitors")
        press(page, "Log this note")
        look_over(page)
        press(page, "Use the safe wording")
        look_over(page)
        press(page, "Add details")
        look_over(page)
        page.get_by_label("Excellent practice").check()
        page.get_by_label("A conversation").check()
        press(page, "Save")
        press(page, "Share it with the trust")
        page.get_by_label("What they do").fill(SHARED)
        for part in ("A title others will find it by", "Why it works", "How they know that it works"):
            page.get_by_label(part).fill("Every answer comes the same day.")
        page.locator('[name="one.recognise"][value="no"]').check()
        page.locator('[name="one.get_round"][value="no"]').check()
        look_over(page)
        press(page, "Send to the school")
        page.goto(demo.url)
        page.get_by_label("What was seen, heard or read at").fill("a child told me she is being hit")
        press(page, "Log this note")
        look_over(page)
        press(page, "I have told them")
        look_over(page)
        page.goto(demo.url)
        follow(page, page.get_by_role("link", name="Read the notes").first)
        page.get_by_role("heading", name="Notes ·").wait_for()
        look_over(page)

        act_as(page, demo.url, "larkfield-head")
        press(page, "Read and answer")
        look_over(page)
        for question in ("recognise_these", "get_round_these"):
            page.locator(f'[name="one.{question}"][value="no"]').check()
        page.get_by_label("Agree to these words").check()
        press(page, "Answer")
        act_as(page, demo.url, "trust-lead")
        press(page, "Read and answer")
        for question in ("recognise_these", "get_round_these"):
            page.locator(f'[name="one.{question}"][value="no"]').check()
        page.get_by_label("Approve: post it").check()
        press(page, "Answer")

        act_as(page, demo.url, "larkfield-head")
        page.get_by_role("link", name="Trust channel").click()
        assert page.get_by_role("link", name="Trust channel").get_attribute("aria-current") == "page"
        page.get_by_text(SHARED).wait_for()
        look_over(page)
        # On a desk the panes stand side by side, the rest of the way is gone there.
        page.set_viewport_size(SIZES["desk"])
        page.goto(demo.url)
        page.get_by_text(SHARED).wait_for()
        look_over(page)
        press(page, "Withdraw")
        page.get_by_label("Yes, withdraw it").check()
        press(page, "Answer")
        page.goto(demo.url + "/channel")
        assert page.get_by_text(SHARED).count() == 0
        follow(page, page.get_by_role("link", name="Something worries me"))
        look_over(page)
        follow(page, page.get_by_role("link", name="Larkfield Primary"))
        page.get_by_text("About a child at").wait_for()
        look_over(page)
        page.goto(demo.url + "/nothing")
        look_over(page)


def test_a_steps_question_and_buttons_are_on_a_phones_first_screen(chromium: Any, under_way: Running) -> None:
    with browsing(chromium, "phone") as page:
        act_as(page, under_way.url, "reviewer")
        press(page, "Start the walk")
        press(page, "Choose an area")
        page.get_by_label("A-1 Leadership").check()
        press(page, "Begin here")
        for _ in range(3):
            card = page.locator(".replies .card").first
            tabs = page.locator(".tabs").bounding_box()["y"]
            assert (
                card.locator(".buttons").bounding_box()["y"] + card.locator(".buttons").bounding_box()["height"] < tabs
            )
            besides = card.locator("details .words")
            assert not besides.is_visible()
            press(page, "Next")
        page.goto(under_way.url)
        press(page, "Who are you with\\?")
        press(page, "The DSL")
        first = page.locator(".replies .card").nth(1)
        assert first.get_by_role("button").bounding_box()["y"] < page.locator(".tabs").bounding_box()["y"]
        press(page, "Someone or something else")
        press(page, "A group of pupils")
        besides = page.locator("details .words")
        page.locator("summary").focus()
        page.keyboard.press("Enter")
        assert besides.is_visible()
        look_over(page)
        page.keyboard.press("Enter")
        assert not besides.is_visible()
        page.emulate_media(media="print")
        assert besides.is_visible()


def test_a_note_is_taken_by_keyboard_alone(chromium: Any, under_way: Running) -> None:
    with browsing(chromium) as page:
        act_as(page, under_way.url, "reviewer")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "note-text"
        page.keyboard.type("The gate was locked at nine.")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        assert page.evaluate("document.activeElement.textContent") == "Kept, thank you"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Choose its area"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Mark excellent"
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "It shows excellent practice" in page.inner_text("main")


def test_a_colleagues_note_shows_without_a_reload_and_what_is_being_typed_stays(
    chromium: Any, under_way: Running
) -> None:
    with browsing(chromium) as page:
        act_as(page, under_way.url, "lead-reviewer")
        page.locator("#room").get_by_text("no notes yet").first.wait_for()
        box = page.locator("#note-text")
        box.press_sequentially("Half a sen")

        colleague = Visitor(under_way.url)
        colleague.act_as("reviewer")
        colleague.press("Log this note", text="The gate was locked at nine.")
        colleague.press("Add details")
        colleague.press("Save", node="A-1.1")

        page.locator("#room").get_by_text("; one note").wait_for()
        box.press_sequentially("tence")
        assert box.input_value() == "Half a sentence"
        press(page, "Log this note")
        page.get_by_role("heading", name="Kept, thank you").wait_for()


def test_what_is_approved_appears_in_the_channel_of_somebody_who_is_looking(chromium: Any, under_way: Running) -> None:
    visitor = Visitor(under_way.url)
    visitor.act_as("reviewer")
    draft(visitor, SHARED)
    with browsing(chromium, "phone") as page:
        act_as(page, under_way.url, "larkfield-governor")
        visitor.act_as("larkfield-head")
        visitor.press("Read and answer")
        visitor.press("Answer", answer="agree", recognise_these="no", get_round_these="no")
        visitor.act_as("trust-lead")
        visitor.press("Read and answer")
        visitor.press("Answer", answer="approve", recognise_these="no", get_round_these="no")
        page.get_by_role("link", name="Trust channel (new)").click()
        page.get_by_text(SHARED).wait_for()
        page.get_by_role("status").filter(has_text="Trust channel has something new.").wait_for(state="attached")


def test_reloading_the_reply_to_a_form_sends_nothing_again(chromium: Any, under_way: Running) -> None:
    with browsing(chromium) as page:
        act_as(page, under_way.url, "reviewer")
        page.locator("#note-text").fill("The gate was locked at nine.")
        press(page, "Log this note")
        page.reload()
        assert "sent already" not in page.inner_text("main")
        follow(page, page.get_by_role("link", name="Read the notes").first)
        page.get_by_role("heading", name="Notes ·").wait_for()
        assert page.locator("#conversation").get_by_text("The gate was locked at nine.").count() == 1


def test_everything_works_without_scripts(chromium: Any, demo: Running) -> None:
    visitor = Visitor(demo.url)
    visitor.act_as("trust-lead")
    visitor.press("Plan a review")
    visitor.press("Go on", school="larkfield", areas="A-1", begins=today())
    visitor.press("Go on", lead="lead-reviewer")
    join(visitor, "lead-reviewer")
    with browsing(chromium, "phone", java_script_enabled=False) as page:
        page.goto(demo.url)
        follow(page, page.locator('button[value="lead-reviewer"]'))
        page.locator("#note-text").fill("<b>The gate</b> was locked.")
        press(page, "Log this note")
        page.get_by_role("heading", name="Kept, thank you").wait_for()
        follow(page, page.get_by_role("link", name="Review room"))
        page.get_by_role("heading", name="Larkfield Primary: who is where").wait_for()
        page.get_by_role("link", name="Trust channel").click()
        page.get_by_role("heading", name="The trust channel").wait_for()


def test_dark_colours_can_be_read_too(chromium: Any, under_way: Running) -> None:
    visitor = Visitor(under_way.url)
    visitor.act_as("reviewer")
    draft(visitor, SHARED)
    with browsing(chromium, color_scheme="dark") as page:
        act_as(page, under_way.url, "larkfield-head")
        for path in ("/", "/worry"):
            page.goto(under_way.url + path)
            look_over(page)
