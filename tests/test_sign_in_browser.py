"""Coming in with a real browser: every page at both widths, and an organisation's account on another site."""

import re
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.sign_in.accounts import Claims
from bot.sign_in.joining import Back
from tests.entrance import EMAIL, REVIEWER, entrance, link_for, trust
from tests.issuer import CLIENT, SECRET, issuing
from tests.test_web_browser import browsing, follow, look_over, press


def test_coming_in_on_a_phone_and_on_a_desk(chromium: Any, tmp_path: Path) -> None:
    with issuing() as issuer:
        # Another site to a browser, so that cookies and the way back are as they are in earnest.
        issuer.url = issuer.url.replace("127.0.0.1", "localhost")
        settings: dict[str, Any] = {
            "oidc_issuer": issuer.url,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SecretStr(SECRET),
            "smtp_url": SecretStr("smtp://127.0.0.1:9"),
            "smtp_from": "p@marlpit.example",
        }
        with trust(tmp_path / "trust", **settings) as site:
            organisation = entrance(site).organisation
            assert organisation is not None
            organisation.accounts._back = f"{site.url}/sign-in/account/back"
            # A page is looked over at both widths; on the desk it need only go the same way.
            for size, look in (("phone", look_over), ("desk", lambda _page: None)):
                with browsing(chromium, size) as page:
                    page.goto(site.url)
                    look(page)
                    page.get_by_label("Your e-mail address").fill(EMAIL)
                    press(page, "Send me six digits")
                    look(page)
                    page.goto(site.url + link_for(site, "trust-lead"))
                    look(page)
                    press(page, "Sign in")
                    follow(page, page.get_by_role("link", name="Where I am signed in"))
                    press(page, "Show me a code for another place")
                    look(page)
                    follow(page, page.get_by_role("link", name="Everybody who is signed in"))
                    press(page, "Invite again for Guest reviewer .*")
                    look(page)
            asked = organisation.joining.ask("s" * 43, "b", "", "/", REVIEWER)
            organisation.joining.came(Claims(issuer.url, "subject-1"), Back(asked, REVIEWER, "/"))  # type: ignore[arg-type]
            with browsing(chromium, "desk") as page:
                page.goto(f"{site.url}/channel")
                page.get_by_role("button", name="Sign in with localhost").click()
                page.wait_for_url(f"{site.url}/channel")
                assert "You are Reviewer" in page.inner_text(".you")
                assert re.search("Trust channel", page.inner_text("main"))
