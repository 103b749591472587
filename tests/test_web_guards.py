"""The web keeps out what is not its own: other pages, other people, other names, and markup in what people type."""

import sqlite3
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from bot.handlers.web.guards import LONGEST_BODY
from bot.handlers.web.session import Seals, new_number
from bot.handlers.web.stream import MOST_STREAMS
from tests.browser import Running, running, until
from tests.visitor import Visitor


def another(visitor: Visitor, person: str) -> Visitor:
    """The same site in another browser, as another person."""
    found = Visitor(visitor.url)
    found.act_as(person)
    return found


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_without_the_sessions_token_nothing_is_done_and_the_words_stay(reviewer: Visitor, token: str) -> None:
    path, fields = reviewer.filled("Log this note", {"text": "The gate was locked."})
    page = reviewer.send(path, [(name, token if name == "csrf" else value) for name, value in fields])
    assert page.status == 403
    assert page.typed == ["The gate was locked."]
    assert "This page was open for a long time" in page.words
    assert "Kept, thank you" in reviewer.press("Send it again").headings


def test_without_a_session_the_words_can_be_copied_and_nothing_is_done(reviewer: Visitor) -> None:
    path, fields = reviewer.filled("Log this note", {"text": "The gate was locked."})
    gone = Visitor(reviewer.url)
    page = gone.send(path, fields)
    assert page.status == 403
    assert "The gate was locked." in page.words
    assert "Who would you like to be?" in page.headings


def test_a_page_of_somebody_elses_cannot_send_our_forms(reviewer: Visitor) -> None:
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        page = reviewer.request("POST", "/note", b"typed.text=x", headers)
        assert page.status == 403
        assert "That came from another page" in page.headings


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "", "[", "127.0.0.1@elsewhere"])
def test_another_name_that_leads_here_is_not_answered(visitor: Visitor, host: str) -> None:
    assert visitor.request("GET", "/", headers={"Host": host}).status == 400


def test_what_is_too_long_is_turned_away_in_a_sentence(reviewer: Visitor) -> None:
    page = reviewer.request("POST", "/note", b"typed.text=" + b"a" * LONGEST_BODY)
    assert page.status == 413
    assert "more than Peerwalk can take at once" in page.words


@pytest.mark.parametrize("press", ["", "[]", "{}", '{"dialog": 1}', '{"dialog":"plan_review","about":{"kind":"x"}}'])
def test_a_press_that_is_not_ours_cannot_be_read(reviewer: Visitor, press: str) -> None:
    csrf = next(value for form in reviewer.page.forms for name, value in form.fields if name == "csrf")
    page = reviewer.send("/begin", [("csrf", csrf), ("nonce", "n"), ("press", press)])
    assert page.status == 400
    assert "That could not be read" in page.headings


def test_a_dialog_or_a_thing_that_is_not_there_is_a_plain_sentence(reviewer: Visitor) -> None:
    csrf = next(value for form in reviewer.page.forms for name, value in form.fields if name == "csrf")
    for press in (
        '{"dialog":"nothing","about":{"kind":"review","id":"x"}}',
        '{"dialog":"take_note","about":{"kind":"review","id":"x"}}',
    ):
        page = reviewer.send("/begin", [("csrf", csrf), ("nonce", press), ("press", press)])
        assert page.status == 422
        assert "That is not here for you" in page.words


TYPED = (
    "<script>document.title='x'</script>",
    '"><img src=x onerror=alert(1)>',
    "1. gates\n* not a list",
    "**not bold** _x_ [a](javascript:alert(1))",
    "<!channel> &amp; {{ 7*7 }}",
    "</textarea><b>x",
)


@pytest.mark.parametrize("typed", TYPED)
def test_what_a_person_typed_appears_as_typed(reviewer: Visitor, typed: str) -> None:
    reviewer.press("Log this note", text=typed)
    reviewer.open("/")
    page = reviewer.follow("Read the notes")
    assert typed in "".join(page.lines)
    edited = reviewer.press("Edit")
    assert edited.typed == [typed]


def test_every_answer_carries_the_headers_that_keep_others_out(reviewer: Visitor) -> None:
    paths = ("/", "/worry", "/channel", "/nothing", "/begin", "/static/style.css", "/static/nothing.css", "/room/x")
    for path in paths:
        headers = reviewer.open(path).headers
        policy = str(headers["Content-Security-Policy"])
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'"), path
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Permissions-Policy"]
        if not path.startswith("/static/"):
            assert headers["Cache-Control"] == "no-store", path
    missing = reviewer.request("POST", "/nothing", b"x=1")
    assert missing.status == 404
    assert missing.headers["X-Content-Type-Options"] == "nosniff"


def test_the_cookie_cannot_be_read_by_scripts_or_sent_from_elsewhere(visitor: Visitor) -> None:
    body = b"person=reviewer"
    page = visitor.request("POST", "/act-as", body)
    cookie = str(page.headers["Set-Cookie"])
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


def test_nobody_sees_a_review_that_is_not_theirs(reviewer: Visitor) -> None:
    reviewer.open("/")
    paths = [path for path in reviewer.page.links.values() if path.startswith(("/walk/", "/notes/"))]
    assert paths
    other = another(reviewer, "stanmoor-head")
    for path in paths:
        assert "That is not here for you" in other.open(path).words
    review = paths[0].rsplit("/", 1)[1]
    assert "You are in no review’s room" in other.open(f"/room/{review}").words


def test_a_guest_sees_no_trust_channel(visitor: Visitor) -> None:
    visitor.act_as("guest")
    assert "The trust channel is for people of this trust." in visitor.open("/channel").words


def test_outside_the_demo_nobody_acts_as_another(tmp_path: Path) -> None:
    with running(tmp_path, is_demo=False) as site:
        visitor = Visitor(site.url)
        assert "peerwalk demo" in visitor.open("/").words
        assert visitor.request("POST", "/act-as", b"person=reviewer").status == 404
        assert "Act as" not in visitor.open("/").words
        assert visitor.open("/worry").status == 200
        # What was begun in the demo is worth nothing here, though both keep one secret.
        visitor.cookies = {"peerwalk": "a" * 43}
        assert "peerwalk demo" in visitor.open("/").words


def test_a_token_fits_its_own_number_alone() -> None:
    seals = Seals(b"a secret", "demo")
    mine, other = new_number(), new_number()
    assert seals.fits(mine, seals.token(mine))
    for token in (seals.token(other), Seals(b"a secret", "trust").token(mine), "", "é", seals.token(mine)[:-1]):
        assert not seals.fits(mine, token)
    assert not seals.fits("", seals.token(""))


def test_our_own_mistake_is_told_plainly_and_logged_without_a_word(under_way: Running, reviewer: Visitor) -> None:
    path, fields = reviewer.filled("Log this note", {"text": "Mrs Potter keeps the log of visitors"})
    reviewer.send(path, fields)
    with sqlite3.connect(under_way.data / "demo.db") as connection:
        connection.execute("UPDATE conversations SET dialog = 'nothing' WHERE ended IS NULL")
    connection.close()
    path, fields = reviewer.filled("Send what is in the box", {"text": "Mr Salter keeps it now"})
    with capture_logs() as logged:
        page = reviewer.send(path, fields)
    assert page.status == 500
    assert "Something went wrong on our side." in page.words
    assert "Mr Salter keeps it now" in page.words
    (event,) = logged
    assert event == {"event": "web.mistake", "event_id": event["event_id"], "error": "KeyError", "log_level": "error"}
    assert event["event_id"] in page.words


def test_one_person_keeps_only_so_many_pages_fresh(under_way: Running, reviewer: Visitor) -> None:
    where = urlsplit(under_way.url)
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in reviewer.cookies.items())}
    kept: list[HTTPConnection] = []

    def opened() -> int:
        connection = HTTPConnection(str(where.hostname), where.port, timeout=20)
        connection.request("GET", "/stream", headers=cookie)
        kept.append(connection)
        answer = connection.getresponse()
        if answer.status == 200:
            assert answer.readline() == b"retry: 3000\n"
        return answer.status

    assert [opened() for _ in range(MOST_STREAMS)] == [200] * MOST_STREAMS
    assert opened() == 204
    for connection in kept:
        connection.close()
    # The places of pages that were closed are free again.
    until(lambda: opened() == 200)
    for connection in kept:
        connection.close()
