"""The practice library in a real browser: found and read on a phone and on a desk, by keyboard, without scripts, on paper."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot import demo_cards
from bot.domain.practice_words import LONGEST
from bot.turn import utc_now
from tests.browser import Running, running
from tests.test_web_browser import act_as, browsing, follow, look_over

FILL = """most => {
  const words = "Pupils say that somebody reads it, and they come back the week after. ".repeat(40);
  document.querySelector(".came").remove();
  for (const part of ["what", "why", "known", "took"])
    document.querySelector(`[aria-labelledby=${part}] p`).textContent = words.slice(0, most[part]);
  document.querySelector(".thanks").textContent = words.slice(0, most.thanks + 20);
  document.querySelector("h1").textContent = words.slice(0, most.title);
}"""
WORRY_BOX = "A worry box that is answered the same day"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo as `peerwalk demo` opens it, with its cards."""
    with running(tmp_path_factory.mktemp("library")) as site:
        demo_cards.fill(site.application.store, utc_now())
        yield site


def levels(page: Any) -> Any:
    return page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(one => Number(one.tagName[1]))")


def test_a_card_is_found_and_read_on_a_phone_and_on_a_desk(chromium: Any, library: Running) -> None:
    with browsing(chromium, "phone") as page:
        act_as(page, library.url, "lead-reviewer")
        page.goto(library.url + "/channel")
        follow(page, page.get_by_role("link", name="All of it, in the practice library"))
        look_over(page)
        # From the search box to the card by keyboard alone.
        page.get_by_label("What are you looking for?").focus()
        page.keyboard.type("worry box")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url.endswith("/library?words=worry+box")
        assert page.locator(".cards h3").all_inner_texts() == [WORRY_BOX]
        look_over(page)
        card = page.get_by_role("link", name=WORRY_BOX)
        card.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        look_over(page)
        assert page.locator("h1").inner_text() == WORRY_BOX
        said = page.inner_text("main")
        for words in ("Worked at Stanmoor Special School, too", "Bridgewater High asked", "the lunchtime team"):
            assert words in said
        # The first heading is the page's own, and none is left out on the way down.
        found = levels(page)
        assert found[0] == 1
        assert found.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(found))
        # The whole of a card in the list is where a thumb may land.
        page.goto(library.url + "/library?theme=attendance")
        with page.expect_navigation():
            page.locator(".borrow").first.click(position={"x": 20, "y": 20})
        assert "/practice/" in page.url
        page.goto(library.url + "/library?theme=online_safety")
        page.get_by_text("Nobody has shared anything like this yet.").wait_for()
        look_over(page)


def test_words_that_point_to_somebody_never_stand_in_an_address(chromium: Any, library: Running) -> None:
    with browsing(chromium, java_script_enabled=False) as page:
        page.goto(library.url)
        follow(page, page.locator('button[value="larkfield-dsl"]'))
        page.goto(library.url + "/library")
        assert not page.get_by_text("Print this list").is_visible()
        page.get_by_label("What are you looking for?").fill("Jayden Smithson in Year 4")
        follow(page, page.get_by_role("button", name="Find"))
        assert "words=" not in page.url
        assert (
            page.locator("textarea, input[type=text]")
            .evaluate_all("all => all.map(one => one.value)")
            .count("Jayden Smithson in Year 4")
        )
        page.goto(library.url + "/library")
        page.get_by_label("What are you looking for?").fill("first call")
        follow(page, page.get_by_role("button", name="Find"))
        assert page.locator(".cards h3").first.inner_text() == "A first call home that begins with how are you"


def test_a_card_is_one_sheet_of_paper_and_the_dark_can_be_read(chromium: Any, library: Running) -> None:
    with browsing(chromium, color_scheme="dark") as page:
        act_as(page, library.url, "trust-lead")
        page.goto(library.url + "/library")
        follow(page, page.get_by_role("link", name=WORRY_BOX))
        look_over(page)
        assert page.get_by_role("button", name="Print this card").is_visible()
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
        # So is the longest there can be, before anything came home to it.
        page.evaluate(FILL, LONGEST)
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
        page.emulate_media(media="print")
        assert not page.get_by_role("button").first.is_visible()
        page.emulate_media(media="screen")
        page.goto(library.url + "/meeting-pack")
        look_over(page)
