"""What is kept, held, removed and erased, and a team that changes, in a real browser at both widths."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser import Running
from tests.play import DPO, REVIEWER, TRUST_LEAD
from tests.test_web_browser import act_as, browsing, follow, look_over, press

pytestmark = pytest.mark.xdist_group("browser")
PICTURES = os.environ.get("PEERWALK_PICTURES", "")


def seen(page: Any, name: str) -> None:
    """Look a page over, and keep a picture of it where somebody asks for pictures."""
    look_over(page)
    if PICTURES:
        here = page.viewport_size
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
        page.set_viewport_size(here)


def choose(page: Any) -> None:
    """Choose the reviewer, from a list or a menu."""
    menu = page.locator("main select")
    if menu.count():
        menu.select_option(REVIEWER)
    else:
        page.locator(f'main input[value="{REVIEWER}"]').check()


def test_the_pages_of_keeping_and_of_a_team_in_a_browser(chromium: Any, under_way: Running) -> None:
    demo = under_way
    with browsing(chromium, "phone") as page:
        # A team that changes.
        act_as(page, demo.url, TRUST_LEAD)
        press(page, "The team")
        seen(page, "team")
        press(page, "Add a guest")
        seen(page, "guest")
        page.fill("#answer-name", "Ida Fell")
        page.fill("#answer-their_trust", "Fenway Academies")
        press(page, "Add and invite")
        assert re.search(r"/sign-in/link/[\w-]{43}", page.inner_text("main"))
        seen(page, "invited")
        page.goto(f"{demo.url}/set-up/people")
        assert "Ida Fell, until" in page.inner_text("main")
        seen(page, "people")
        press(page, "Hours and expertise")
        choose(page)
        press(page, "Go on")
        seen(page, "hours")
        # Held, let go, and how long things are kept.
        act_as(page, demo.url, DPO)
        page.goto(f"{demo.url}/retention/trust")
        seen(page, "retention")
        press(page, "Hold this review")
        seen(page, "hold")
        page.get_by_label("A complaint").check()
        press(page, "Hold it")
        page.goto(f"{demo.url}/retention/trust")
        press(page, "Lift this hold")
        seen(page, "lift")
        page.get_by_label("Yes, lift it").check()
        press(page, "Go on")
        page.goto(f"{demo.url}/retention/trust")
        press(page, "See them by number")
        seen(page, "held")
        page.goto(f"{demo.url}/retention/trust")
        press(page, "Change how long")
        seen(page, "how-long")
        # Erased, and the certificate of it.
        page.goto(f"{demo.url}/retention/trust")
        press(page, "Erase a person")
        seen(page, "erase-whom")
        choose(page)
        press(page, "Go on")
        assert "Still open" in page.inner_text("main")
        seen(page, "erase")
        page.get_by_label("They asked for it").check()
        press(page, "Go on")
        assert "They are erased" in page.inner_text("main")
        seen(page, "erased")
        page.goto(f"{demo.url}/retention/trust")
        follow(page, page.get_by_role("link", name="See the certificate").first)
        assert "Who somebody is: 1" in page.inner_text("main")
        seen(page, "certificate")
        # What is not there says so, and is no wider or harder to read for it.
        page.goto(f"{demo.url}/team/nothing")
        seen(page, "not-here")
