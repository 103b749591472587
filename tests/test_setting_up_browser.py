"""The first morning in a real browser, its pages looked over at both widths."""

from pathlib import Path
from typing import Any

import pytest

from tests import trust_files
from tests.browser import running
from tests.test_web_browser import browsing, follow, look_over, press

pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without"])
def test_the_first_morning(chromium: Any, tmp_path: Path, scripts: bool) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(trust_files.register(of_ours=3, of_others=20))
    (tmp_path / "data").mkdir()
    # What a page looks like does not hang on scripts, and what looks it over is one.
    look = look_over if scripts else lambda _page: None
    with (
        running(tmp_path / "data", is_demo=False) as site,
        browsing(chromium, "phone", java_script_enabled=scripts) as page,
    ):
        page.goto(site.url)
        follow(page, page.get_by_role("link", name="Set it up"))
        press(page, "Set it up")
        assert "What is your trust called?" in page.inner_text("main")
        look(page)
        for name, words in (("trust", "Marlpit"), ("uid", trust_files.UID), ("name", "Jo Ward")):
            page.fill(f"#{name}", words)
        page.fill("#email", "jo@marlpit.example")
        press(page, "Set it up")
        look(page)
        press(page, "Bring in a file of schools")
        page.set_input_files("#file", str(file))
        press(page, "Show what it would do")
        look(page)
        press(page, "Do it")
        assert "Done." in page.inner_text("main")
        press(page, "See the schools")
        press(page, "Whom to tell")

        for key, words in (("first_role", "DSL"), ("first_number", "01632 960101"), ("second_role", "Deputy DSL")):
            page.fill(f"#answer-{key}", words)
        page.fill("#answer-second_number", "ask the office")
        press(page, "Go on")
        assert "not a telephone number" in page.inner_text("main")
        look(page)
        for path in ("/set-up", "/set-up/settings", "/set-up/terms", "/set-up/terms/file", "/who-may-see"):
            page.goto(site.url + path)
            look(page)
