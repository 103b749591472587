"""What Peerwalk holds about me, on the web: from every page, without a script; and as a file that comes down."""

import io
import zipfile

from tests.visitor import Visitor

SEEN = "Every visitor is met at the gate, by name."


def test_everybody_can_see_and_take_away_what_is_held_about_them(reviewer: Visitor) -> None:
    reviewer.open("/")
    reviewer.press("Log this note", text=SEEN)
    reviewer.open("/")
    page = reviewer.follow("What Peerwalk holds about me")
    assert page.status == 200
    assert "What Peerwalk holds about you" in page.headings
    assert "Notes (one)" in page.words
    assert SEEN not in page.html
    assert "For somebody else" not in page.headings
    made, how = reviewer.take_away("Download it")
    assert how.startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert SEEN in archive.read("what-peerwalk-holds.html").decode()
    # Somebody else’s is answered as what is not there, and its file is not made.
    reviewer.act_as("trust-lead")
    page = reviewer.open("/about-me/reviewer")
    assert "Download it" not in page.buttons
    assert SEEN not in page.html
    assert "Who would you like to be?" in Visitor(reviewer.url).open("/about-me/mine").headings
