"""Every route the web has, for everybody, with another review's ids: the right refusal, never content, nothing done.

The routes are read from the application. One that is not in the table here breaks these tests until somebody says what
each person is to get from it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from starlette.routing import BaseRoute, Mount, Route

from bot.dialogs import DIALOGS
from bot.domain.acts import About
from bot.domain.depth import Owner
from bot.domain.other_words import Thing, name_of
from bot.domain.prompt_changes import PromptAnswered
from bot.message import Address, Started
from tests.asking import made as answers
from tests.asking import planned
from tests.browser import Running
from tests.entrance import REVIEWER, signed_in, store, trust, under_way
from tests.play import DSL, HEAD, LEAD, OTHER_HEAD, Play, reply
from tests.scenes import accept, make_template, plan, take_note
from tests.visitor import Page, Visitor

pytestmark = pytest.mark.xdist_group("sign_in")

SECRET = "The marigold shelf is counted twice a day."
EVIL = "evil.example"
OUT = "signed out"
# Who has no part in the review of Stanmoor: among them a guest, another school's head, and another review's team.
OUTSIDE = (OUT, "guest", "bridgewater-head", REVIEWER, LEAD, "larkfield-governor", "trustee")

# What each path answers to whoever has no part in what it names, by its status: signed out, and signed in.
GETS = {
    "/": (200, 200),
    "/about-me/{about}": (200, 404),
    "/asked/{about:path}": (200, 200),
    "/reply/{about:path}": (200, 404),
    "/came_home/{about:path}": (200, 404),
    "/affirmation/{about:path}": (200, 404),
    "/answer/{token}": (410, 410),
    "/c/{about}": (200, 404),
    "/channel": (200, 200),
    "/certificate/{about:path}": (200, 404),
    "/deeper/{about:path}": (200, 404),
    "/held/{about:path}": (200, 404),
    "/healthz": (200, 200),
    "/library": (200, 200),
    "/me": (200, 200),
    "/meeting-pack": (200, 200),
    "/meeting-pack/word": (200, 200),
    "/my-answers/{about}": (200, 200),
    "/my_replies/{about:path}": (200, 200),
    "/notes/{about:path}": (200, 404),
    "/own/{about:path}": (200, 404),
    "/practice/{about}": (200, 404),
    "/question/{about:path}": (200, 404),
    "/retention/{about:path}": (200, 404),
    "/room/{about}": (200, 404),
    "/sign-in": (200, 200),
    "/sign-in/account/back": (403, 403),
    "/sign-in/digits": (200, 200),
    "/sign-in/link/{token}": (410, 410),
    "/said/{about:path}": (200, 404),
    "/set-up": (200, 404),
    "/set-up/first": (410, 410),
    "/set-up/above": (200, 404),
    "/set-up/people": (200, 404),
    "/prompts/{about:path}": (200, 404),
    "/school_prompts/{about:path}": (200, 404),
    "/dry_run/{about}": (200, 404),
    "/set-up/proof": (200, 404),
    "/set-up/people/file": (200, 404),
    "/set-up/schools": (200, 404),
    "/set-up/settings": (200, 200),
    "/set-up/terms": (200, 200),
    "/set-up/terms/file": (200, 404),
    "/set-up/schools/file": (200, 404),
    "/shared/{about:path}": (200, 404),
    "/slot/{about:path}": (200, 404),
    "/static/{name}": (404, 404),
    "/stream": (204, 200),
    "/strengths": (200, 404),
    "/table/{about}": (200, 404),
    "/taken/{about:path}": (200, 200),
    "/tidy/{about:path}": (200, 404),
    "/team/{about:path}": (200, 404),
    "/timetable/{about:path}": (200, 404),
    "/who-may-see": (200, 200),
    "/who-may-see/{about}": (200, 404),
    "/unfiled/{about:path}": (200, 404),
    "/walk/{about:path}": (200, 404),
    "/ways/{about:path}": (200, 404),
    "/who-is-in": (200, 404),
    "/with/{about:path}": (200, 404),
    "/worry": (200, 200),
    "/worry/{about}": (200, 200),
}
# What everybody of the trust may see, and no guest.
OF_THE_TRUST = {"/who-may-see", "/set-up/settings", "/set-up/terms", "/library", "/meeting-pack", "/meeting-pack/word"}
# Whether a form may be sent there before anybody is signed in.
POSTS = {
    "/about-me-file": False,
    "/answer": False,
    "/answer/{token}": True,
    "/begin": False,
    "/library": False,
    "/me/account": False,
    "/me/code": False,
    "/me/end": False,
    "/me/end-others": False,
    "/me/unlink": False,
    "/note": False,
    "/route": False,
    "/set-up/first": True,
    "/set-up/people/file": False,
    "/set-up/schools/file": False,
    "/set-up/terms/file": False,
    "/sign-in/account": True,
    "/sign-in/code": True,
    "/sign-in/digits": True,
    "/sign-in/link/{token}": True,
    "/sign-in/mail": True,
    "/sign-out": True,
    "/who-is-in/approve": False,
    "/who-is-in/end": False,
    "/who-is-in/hint": False,
}
# What only says that somebody tried to come in, or is here.
BESIDE = {"attempts", "codes", "sessions", "addresses", "inbound", "alembic_version", "routes"}


@dataclass(frozen=True)
class Theirs:
    """A review of others: its ids, and a conversation open in it."""

    review: str
    note: str
    conversation: str
    prompt: str


def two_reviews(play: Play) -> Theirs:
    under_way(play)
    review = plan(play, school="stanmoor", lead=DSL, team=(HEAD,), areas=("A-2",))
    accept(play, review, DSL, HEAD)
    note = take_note(play, DSL, review, SECRET, node="A-2.1", shows="excellent", kind="observation")
    asked = play.start(DSL, "edit_note", note)
    prompt = planned(play, review, ("A-2.1",), (Owner.HEADTEACHER,))[0]
    answered = PromptAnswered(prompt.id, OTHER_HEAD, SECRET)
    answers(play, answered, by=OTHER_HEAD)
    return Theirs(review.id, note.id, reply(asked).conversation, prompt.id)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Theirs]:
    path = tmp_path_factory.mktemp("two") / "peerwalk.db"
    return path, make_template(path, two_reviews)


@pytest.fixture(scope="module")
def theirs(made: tuple[Path, Theirs]) -> Theirs:
    return made[1]


@pytest.fixture(scope="module")
def site(made: tuple[Path, Theirs], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("table")
    mail = {"smtp_url": SecretStr("smtp://127.0.0.1:9"), "smtp_from": "p@marlpit.example"}
    # An issuer that is away: nobody is to get as far as to need it.
    account = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "x", "oidc_client_secret": SecretStr("x")}
    with trust(folder, made[0], **mail, **account) as running:
        yield running


def every_route(routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Each method and path that the application answers."""
    for route in routes:
        if isinstance(route, Mount):
            yield from every_route(list(route.routes))
        elif isinstance(route, Route):
            for method in (route.methods or set()) - {"HEAD"}:
                yield method, route.path
        else:
            raise TypeError(route)


def paths(path: str, theirs: Theirs) -> list[str]:
    """A path with others' ids wherever it takes any."""
    ids = (theirs.review, theirs.conversation if path.startswith("/c/") else theirs.note, f"{theirs.review}/A-2.1")
    if path.startswith(("/question", "/ways", "/shared")):
        ids = (theirs.prompt, *ids[1:])
    if "{about:path}" in path:
        return [path.replace("{about:path}", quote(each)) for each in ids]
    if "{about}" in path:
        return [path.replace("{about}", each) for each in ids if "/" not in each]
    filled = path.replace("{token}", "a" * 43).replace("{name}", "nothing.css")
    assert "{" not in filled, f"say what stands for the part in {path}"
    return [filled, *(f"{filled}?review={theirs.review}&pane=room" for _ in "x" if filled == "/")]


def browser(site: Running, who: str) -> Visitor:
    return Visitor(site.url) if who == OUT else signed_in(site, who)


def token(visitor: Visitor) -> str:
    visitor.open("/sign-in")
    return next(value for form in visitor.page.forms for name, value in form.fields if name == "csrf")


def contents(site: Running) -> dict[str, list[Any]]:
    """Every row of every table in which something could have been done."""
    with store(site).reading() as session:
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        ours = [name for name in names if name not in BESIDE and not name.startswith("sqlite")]
        return {name: [tuple(row) for row in session.execute(text(f"SELECT * FROM {name}"))] for name in ours}


def first_part(visitor: Visitor, path: str) -> Page:
    """A page; of one that goes on and on, its beginning."""
    if not path.startswith("/stream"):
        return visitor.open(path)
    where = urlsplit(visitor.url)
    connection = HTTPConnection(str(where.hostname), where.port, timeout=20)
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    body = b"" if answer.status == 204 else answer.readline() + answer.readline() + answer.readline()
    connection.close()
    return Page(answer.status, answer.msg, body.decode(errors="replace"))


def test_every_route_of_the_application_is_in_the_table(site: Running) -> None:
    found = set(every_route(list(site.application.asgi.routes)))
    assert found == {*(("GET", path) for path in GETS), *(("POST", path) for path in POSTS)}


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_gets_content_of_anothers_review_from_any_page(site: Running, theirs: Theirs, who: str) -> None:
    visitor, before = browser(site, who), contents(site)
    for number, (path, wanted) in enumerate(GETS.items(), OUTSIDE.index(who)):
        every = paths(path, theirs)
        # Three of them try every id; the others one each, so that all of them are tried.
        for filled in every if who in {OUT, "guest", REVIEWER} else [every[number % len(every)]]:
            page = first_part(visitor, filled)
            # What everybody of the trust may do is no guest's to know.
            theirs_not = who == "guest" and path in OF_THE_TRUST
            assert page.status == (404 if theirs_not else wanted[who != OUT]), filled
            assert SECRET not in page.html, filled
            if who == OUT and page.status == 200 and path not in {"/healthz", "/worry", "/worry/{about}"}:
                assert "Look into your mail" in page.headings or "Sign in to" in page.words, filled
    assert contents(site) == before


def test_those_who_have_a_part_in_it_do(site: Running, theirs: Theirs) -> None:
    visitor = signed_in(site, DSL)
    assert SECRET in visitor.open(f"/notes/{theirs.review}").html
    assert SECRET in visitor.open(f"/c/{theirs.conversation}").html


def things(theirs: Theirs) -> dict[str, str]:
    """Something of others of each kind that a dialog may be about."""
    review = theirs.review
    found = {"review": review, "note": theirs.note, "trust": "trust", "affirmation": theirs.note, "hold": "none"}
    found["reply"] = "none"
    found |= {"timetable": f"{review}/2026-11-24", "slot": f"{review}/none/1", "reflection": f"{review}/A-2"}
    found |= {"asked": f"{review}/dsl/A-2.1:strengths", "comparison": f"{review}/A-2.1:strengths"}
    found |= {"school": "larkfield", "authority": "886", "room": "slack/T1/C1", "message": f"{review}/slack/T1/C1/1.1"}
    found |= {"prompt": theirs.prompt, "own_questions": "larkfield", "reply": "none"}
    found |= {"words": name_of(review, Thing.COMPARISON, "A-2.1:strengths"), "act": "none", "asking": "larkfield-dsl"}
    found |= {"planning": f"self_review/{review}", "to_settle": "none/dsl", "whole_set": "none", "living": "larkfield"}
    return found


def forms(path: str, theirs: Theirs) -> list[dict[str, str]]:
    """What somebody might send to a path to reach others' things."""
    nonce = {"nonce": "n"}
    match path:
        case "/begin":
            # One of each kind: all of them come by this one way, and are begun below it, too.
            kinds = {dialog.about: name for name, dialog in DIALOGS.items() if name != "plan_review"}
            begins = [
                {"dialog": name, "about": {"kind": kind, "id": things(theirs)[kind]}} for kind, name in kinds.items()
            ]
            return [{**nonce, "press": json.dumps(begin)} for begin in begins]
        case "/answer":
            asked = {"conversation": theirs.conversation, "asking": "1", "typed.text": "x y"}
            return [{**nonce, **asked, "press": press} for press in ("", "back", '{"masked": true}')]
        case "/note":
            return [{**nonce, "review": theirs.review, "typed.text": "", "node": "A-2.1"}]
        case "/me/unlink":
            return [{"platform": "web", "tenant": "", "user": DSL}, {"platform": "slack", "tenant": "T1", "user": "U1"}]
        case "/who-is-in/end" | "/who-is-in/approve":
            return [{"person": DSL}]
        case _:
            return [{**nonce, "visit": "a" * 64, "code": "ABCD-EFG2", "digits": "000000", "email": f"a@{EVIL}"}]


@pytest.mark.parametrize("who", [OUT, "guest", "bridgewater-head", REVIEWER])
def test_nobody_does_anything_to_anothers_review_by_any_form(site: Running, theirs: Theirs, who: str) -> None:
    inside, before, visitor = signed_in(site, DSL), contents(site), browser(site, who)
    own = token(visitor)
    # Signing out comes last.
    for path, open_to_anyone in sorted(POSTS.items(), key=lambda each: each[0] == "/sign-out"):
        for filled, sent in product(paths(path, theirs), forms(path, theirs)):
            page = visitor.send(filled, [("csrf", own), *sent.items()])
            assert page.status < 500 or (page.status, path[-8:]) == (503, "/account"), (filled, sent)
            assert SECRET not in page.html, (filled, sent)
            if who == OUT and not open_to_anyone:
                assert page.status == 403, (filled, sent)
    for name, dialog in DIALOGS.items():
        if who != OUT and name != "plan_review":
            about = About(dialog.about, things(theirs)[dialog.about])
            begun = Started((f"{who} {name}",), Address("web", "", who), name, about, {}, {})
            assert SECRET not in repr(site.application.host.turns.take(begun)), name
    after = contents(site)
    changed = [name for name in before if before[name] != after[name]]
    # Somebody's own note form, opened and left, is theirs.
    assert [name for name in changed if name not in {"conversations", "asked"}] == []
    rows = {row[0]: row for row in after["conversations"]}
    assert all(rows[row[0]] == row for row in before["conversations"])
    assert inside.open("/me").status == 200
    assert "You are DSL" in inside.page.words


@pytest.mark.parametrize("who", [OUT, REVIEWER, "trust-lead"])
def test_no_form_is_believed_without_the_browsers_own_token(site: Running, theirs: Theirs, who: str) -> None:
    before, another = contents(site), token(signed_in(site, "trustee"))
    visitor = browser(site, who)
    own = token(visitor)
    cookies = dict(visitor.cookies)
    for path in POSTS:
        for filled, sent in product(paths(path, theirs), forms(path, theirs)[:1]):
            for wrong in (another, own[:-1]):
                page = visitor.send(filled, [("csrf", wrong), *sent.items()])
                assert page.status == 403, (filled, wrong)
            body = urlencode({"csrf": own, **sent}).encode()
            assert visitor.request("POST", filled, body, {"Origin": f"https://{EVIL}"}).status == 403, filled
    assert contents(site) == before
    assert visitor.cookies == cookies


# ── What comes in a request's head ──────────────────────────────────────────────────────────

HEADS = [
    {"X-Forwarded-Host": EVIL, "X-Forwarded-For": f"{EVIL}\t, 192.0.2.1", "X-Forwarded-Proto": "javascript"},
    {"Forwarded": f"host={EVIL};proto=https", "X-Original-URL": "/who-is-in", "Referer": f"https://{EVIL}/"},
    {"Cookie": f"peerwalk={EVIL}; peerwalk-door=%0d%0aSet-Cookie:x={EVIL}"},
]


def test_nothing_from_a_requests_head_comes_back(site: Running, theirs: Theirs) -> None:
    requests = [("GET", path) for path in GETS if path != "/stream"] + [("POST", path) for path in POSTS]
    for method, path in requests:
        filled = paths(path, theirs)[0]
        refused = Visitor(site.url).request(method, filled, b"csrf=x" if method == "POST" else None, {"Host": EVIL})
        assert path == "/healthz" or refused.status == 400, path
        for head in HEADS:
            page = Visitor(site.url).request(method, filled, b"csrf=x" if method == "POST" else None, head)
            assert page.status < 500, (path, head)
            assert EVIL not in page.html + str(page.headers), (path, head)


INJECTED = "%0d%0aSet-Cookie:%20planted=1%0d%0aLocation:%20https://evil.example/"


def test_a_line_break_never_begins_a_line_of_an_answers_head(site: Running) -> None:
    visitor = signed_in(site, REVIEWER)
    for path in (
        f"/{INJECTED}",
        f"/sign-in?to=/{INJECTED}",
        f"/sign-in/link/{INJECTED}",
        f"/answer/{INJECTED}",
        f"/?review={INJECTED}",
    ):
        page = visitor.open(path)
        assert page.status in {200, 404, 410}
        assert not {"planted", EVIL} & set(str(page.headers).replace("=", " ").replace("/", " ").split())
    assert "planted" not in visitor.cookies
