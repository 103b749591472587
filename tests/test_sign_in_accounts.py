"""Coming in with an organisation's account, at a real issuer: who is joined to what, and what is not believed."""

import re
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from starlette.responses import PlainTextResponse, Response

from store import sign_in as kept
from store.sign_in_tables import CodeRow
from store.tables import AddressRow
from tests import issuer as at
from tests.browser import Running
from tests.entrance import EMAIL, REVIEWER, signed_in, store, trust, under_way
from tests.issuer import CLIENT, SECRET, Issuer, issuing, path_back
from tests.scenes import make_template
from tests.visitor import Page, Visitor

pytestmark = pytest.mark.xdist_group("sign_in")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trust") / "peerwalk.db"
    make_template(path, under_way)
    return path


@pytest.fixture(scope="module")
def running_issuer() -> Iterator[Issuer]:
    with issuing() as found:
        yield found


@pytest.fixture(scope="module")
def site(template: Path, running_issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    settings = {
        "oidc_issuer": running_issuer.url,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SecretStr(SECRET),
    }
    with trust(tmp_path_factory.mktemp("site"), template, **settings) as found:
        yield found


@pytest.fixture
def issuer(running_issuer: Issuer, site: Running) -> Iterator[Issuer]:
    """The issuer as it should be, whatever a test before made of it, and nobody joined yet."""
    fresh = Issuer(running_issuer.url, keys=running_issuer.keys)
    vars(running_issuer).update(vars(fresh))
    accounts = site.application.host.entrance.organisation
    assert accounts is not None
    accounts.accounts._known.until = 0.0
    yield running_issuer
    with store(site).writing() as session:
        for row in session.scalars(select(AddressRow).where(AddressRow.platform == "oidc")):
            session.delete(row)
        for code in session.scalars(select(CodeRow)):
            session.delete(code)


def at_issuer(where: str) -> str:
    """Go where a browser is sent, and say to where it is sent back."""
    parts = urlsplit(where)
    connection = HTTPConnection(str(parts.hostname), parts.port, timeout=20)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return path_back(str(answer.headers["Location"]))


def start(visitor: Visitor, button: str = "Sign in with 127.0.0.1", page: str = "/sign-in") -> str:
    visitor.open(page)
    going = visitor.press(button)
    assert going.status == 200, going.words
    where = going.links["Go on to 127.0.0.1"]
    assert going.headers["Refresh"] == f"0; url={where}"
    return where


def come(site: Running, visitor: Visitor | None = None) -> Visitor:
    """There and back."""
    visitor = visitor or Visitor(site.url)
    followed(visitor, visitor.open(at_issuer(start(visitor))))
    return visitor


def followed(visitor: Visitor, page: Page) -> Page:
    return visitor.open(str(page.headers["Location"])) if page.status == 303 else page


def joined(site: Running) -> list[tuple[str, str, str]]:
    with store(site).reading() as session:
        rows = session.scalars(select(AddressRow).where(AddressRow.platform == "oidc"))
        return [(row.tenant, row.user, row.person) for row in rows]


VERIFIED = {"email": EMAIL.upper(), "email_verified": True}
UNKNOWN = "Peerwalk does not know yet whose it is"
REFUSED = "Your account could not be checked"


def test_an_account_is_joined_by_its_owner_once_and_lets_in_from_then_on(site: Running, issuer: Issuer) -> None:
    assert UNKNOWN in come(site).page.words
    assert joined(site) == []
    owner = signed_in(site, REVIEWER)
    followed(owner, owner.open(at_issuer(start(owner, "Join my 127.0.0.1 account", "/me"))))
    assert "Known by an account of your organisation." in owner.page.words
    assert joined(site) == [(issuer.url, "subject-1", REVIEWER)]
    assert "You are Reviewer" in come(site).page.words
    # Another's account it is not, nor does another's visit make it so.
    other = signed_in(site, "trustee")
    page = other.open(at_issuer(start(other, "Join my 127.0.0.1 account", "/me")))
    assert (page.status, "joined to somebody else" in page.words) == (403, True)
    issuer.subject = "subject-2"
    assert UNKNOWN in come(site).page.words
    owner.open("/me")
    owner.press("Take it back from subject-1")
    issuer.subject = "subject-1"
    assert UNKNOWN in come(site).page.words


def test_what_goes_through_the_browser_is_bound_to_it_and_holds_no_secret(site: Running, issuer: Issuer) -> None:
    visitor = Visitor(site.url)
    where = start(visitor)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
    assert (asked["response_type"], asked["scope"], asked["code_challenge_method"]) == ("code", "openid email", "S256")
    assert asked["redirect_uri"].endswith("/sign-in/account/back")
    assert len(asked["state"]) >= 43
    assert SECRET not in where
    with store(site).reading() as session:
        assert asked["state"] not in repr([vars(row) for row in session.scalars(select(CodeRow))])
    back = at_issuer(where)
    for intruder in (Visitor(site.url), signed_in(site, "trustee")):
        assert REFUSED in intruder.open(back).words
    assert "peerwalk" not in Visitor(site.url).cookies
    issuer.subject = "nobody's"
    assert UNKNOWN in visitor.open(back).words
    again = visitor.open(back)
    assert (again.status, REFUSED in again.words) == (403, True)


@pytest.mark.parametrize(
    "query",
    ["", "?code=x", "?state=x", "?code=x&state=STATE", "?error=access_denied&state=STATE", "?code=&state=STATE",
     "?code=a%0d%0ab&state=STATE", "?code=CODE&state=x", "?code=CODE&state=STATE&iss=https%3A%2F%2Felsewhere.example"],
)  # fmt: skip
def test_an_odd_return_is_one_plain_sentence(site: Running, issuer: Issuer, query: str) -> None:
    assert issuer
    visitor = Visitor(site.url)
    back = parse_qs(urlsplit(at_issuer(start(visitor))).query)
    page = visitor.open(
        "/sign-in/account/back" + query.replace("STATE", back["state"][0]).replace("CODE", back["code"][0])
    )
    assert page.status == 403
    assert REFUSED in page.words
    assert "elsewhere" not in page.html


def claims(**changed: Any) -> Callable[[Issuer], None]:
    def spoil(issuer: Issuer) -> None:
        def change(found: dict[str, Any]) -> None:
            for name, value in changed.items():
                found.pop(name) if value is None else found.update({name: value})

        issuer.claims = change

    return spoil


def signed(by: Callable[[Issuer, dict[str, Any]], str]) -> Callable[[Issuer], None]:
    return lambda issuer: setattr(issuer, "sign", by)


def answered(body: Any) -> Callable[[Issuer], None]:
    def spoil(issuer: Issuer) -> None:
        issuer.answer = lambda _found: body if isinstance(body, Response) else PlainTextResponse(body)

    return spoil


NOW = int(time.time())
BAD: dict[str, tuple[Callable[[Issuer], None], int]] = {
    "no signature": (signed(at.unsigned), 403),
    "signed with our secret": (signed(at.by_our_secret), 403),
    "signed with the public key as a secret": (signed(at.by_the_public_key), 403),
    "signed by a stranger under a known name": (signed(at.by_a_strangers_key), 403),
    "signed by a key it brings along": (signed(at.by_a_key_it_brings), 403),
    "changed after it was signed": (signed(at.changed_after), 403),
    "no token but nonsense": (signed(lambda _issuer, _claims: "a.b.c"), 403),
    "another issuer": (claims(iss="https://elsewhere.example"), 403),
    "another issuer by a stroke": (lambda issuer: claims(iss=f"{issuer.url}/")(issuer), 403),
    "no issuer": (claims(iss=None), 403),
    "for another": (claims(aud="another"), 403),
    "for others besides": (claims(aud=[CLIENT, "another"]), 403),
    "for us, made for another": (claims(aud=[CLIENT, "another"], azp="another"), 403),
    "for nobody": (claims(aud=None), 403),
    "over": (claims(exp=NOW - 3600, iat=NOW - 7200), 403),
    "never over": (claims(exp=None), 403),
    "over at a time that is none": (claims(exp="soon"), 403),
    "not yet": (claims(nbf=NOW + 3600), 403),
    "made tomorrow": (claims(iat=NOW + 86400), 403),
    "another nonce": (claims(nonce="another"), 403),
    "no nonce": (claims(nonce=None), 403),
    "about nobody": (claims(sub=None), 403),
    "about no text": (claims(sub={"a": 1}), 403),
    "about an empty one": (claims(sub=""), 403),
    "another access token": (claims(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), 403),
    "no token in the answer": (answered('{"access_token": "x"}'), 403),
    "no JSON": (answered("<html>"), 503),
    "a list": (answered("[]"), 503),
    "far too long": (answered('{"id_token": "' + "a" * 300_000 + '"}'), 503),
    "a mistake of theirs": (answered(PlainTextResponse("", 500)), 503),
    "sent on elsewhere": (answered(PlainTextResponse("", 302, {"Location": "http://127.0.0.1:9/"})), 503),
    "our secret refused": (answered(PlainTextResponse("{}", 401)), 403),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_token_lets_nobody_in_and_joins_nobody(site: Running, issuer: Issuer, what: str) -> None:
    issuer.email = VERIFIED
    visitor = Visitor(site.url)
    back = at_issuer(start(visitor))
    spoil, status = BAD[what]
    spoil(issuer)
    page = visitor.open(back)
    assert page.status == status, page.words
    assert "peerwalk" not in visitor.cookies
    assert joined(site) == []
    assert what not in page.words
    with store(site).reading() as session:
        assert session.scalar(select(CodeRow).where(CodeRow.kind == "hint")) is None


def test_good_tokens_in_all_their_kinds_are_believed(site: Running, issuer: Issuer) -> None:
    for change in (
        claims(aud=[CLIENT]),
        claims(aud=[CLIENT, "another"], azp=CLIENT),
        claims(exp=int(time.time()) - 20, iat=NOW - 300),
    ):
        visitor = Visitor(site.url)
        back = at_issuer(start(visitor))
        change(issuer)
        assert UNKNOWN in visitor.open(back).words
    issuer.claims = lambda _claims: None
    # The issuer changes its keys, and lets clients send their secret in the form.
    accounts = site.application.host.entrance.organisation
    assert accounts is not None
    come(site)
    issuer.keys = [at.key("two")]
    accounts.accounts._known.keys_from -= 3600
    issuer.methods = ("client_secret_post",)
    accounts.accounts._known.about["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert UNKNOWN in come(site).page.words


ODD_ABOUT = {
    "another issuer's": {"issuer": "https://elsewhere.example"},
    "no way there": {"authorization_endpoint": ""},
    "in the open": {"authorization_endpoint": "http://elsewhere.example/authorize"},
    "no web page": {"authorization_endpoint": "javascript:alert(1)"},
    "a line break": {"authorization_endpoint": "https://x.example/\r\nSet-Cookie: a=b"},
}


@pytest.mark.parametrize("what", ODD_ABOUT)
def test_an_issuer_that_says_odd_things_of_itself_is_not_gone_to(site: Running, issuer: Issuer, what: str) -> None:
    issuer.about = lambda found: found.update(ODD_ABOUT[what])
    visitor = Visitor(site.url)
    visitor.open("/sign-in")
    page = visitor.press("Sign in with 127.0.0.1")
    assert page.status == 503
    assert "did not answer" in page.words
    assert "Refresh" not in page.headers


def test_an_equal_e_mail_is_a_hint_to_the_trust_lead_and_joins_nobody(site: Running, issuer: Issuer) -> None:
    for email in ({"email": EMAIL}, {"email": EMAIL, "email_verified": False}, {"email_verified": True}, {}):
        issuer.email = email
        assert UNKNOWN in come(site).page.words
    lead = signed_in(site, "trust-lead")
    assert "wait for your word" not in lead.open("/who-is-in").words
    issuer.email = VERIFIED
    assert UNKNOWN in come(site).page.words
    assert UNKNOWN in come(site).page.words
    assert joined(site) == []
    page = lead.open("/who-is-in")
    assert page.words.count("wait for your word") == 1
    hint = re.search(r'name="hint" value="([0-9a-f]{64})"', page.html)
    assert hint
    other = signed_in(site, "trustee")
    other.open("/me")
    csrf = next(value for form in other.page.forms for name, value in form.fields if name == "csrf")
    assert other.send("/who-is-in/hint", [("csrf", csrf), ("hint", hint[1]), ("theirs", "yes")]).status == 404
    assert other.send("/who-is-in/approve", [("csrf", csrf), ("person", REVIEWER)]).status == 404
    lead.press("It is not: Reviewer (SENCO, Stanmoor)")
    assert joined(site) == []
    assert UNKNOWN in come(site).page.words
    lead.open("/who-is-in")
    lead.press("It is theirs: Reviewer (SENCO, Stanmoor)")
    assert joined(site) == [(issuer.url, "subject-1", REVIEWER)]
    assert "You are Reviewer" in come(site).page.words


def test_with_the_trust_leads_word_beforehand_the_first_account_is_joined_and_no_second(
    site: Running, issuer: Issuer
) -> None:
    lead = signed_in(site, "trust-lead")
    lead.open("/who-is-in")
    lead.press("Let them in", person=REVIEWER)
    assert lead.page.status == 200
    issuer.email = {"email": EMAIL}
    assert UNKNOWN in come(site).page.words
    issuer.email = VERIFIED
    assert "You are Reviewer" in come(site).page.words
    issuer.subject = "subject-2"
    assert UNKNOWN in come(site).page.words
    assert [user for _, user, _ in joined(site)] == ["subject-1"]
    lead.open("/who-is-in")
    lead.press("Let them in", person="trustee")
    assert lead.page.status == 404  # nobody has written down an e-mail of theirs


def test_a_guest_comes_in_by_link_or_mail_alone(site: Running, issuer: Issuer) -> None:
    assert issuer
    guest = signed_in(site, "guest")
    assert "Join my" not in guest.open("/me").words
    csrf = next(value for form in guest.page.forms for name, value in form.fields if name == "csrf")
    going = guest.send("/me/account", [("csrf", csrf)])
    page = guest.open(at_issuer(going.links["Go on to 127.0.0.1"]))
    assert page.status == 403
    assert joined(site) == []
    with store(site).reading() as session:
        assert kept.addresses_of(session, "guest") == ()
