"""Coming in on the web over real HTTP: by a link, a code or digits from a mail, and going again."""

import re
import shutil
import socket
import sqlite3
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.settings import load
from bot.sign_in.mail import MailUrlError, mail_server
from tests.browser import Running, until
from tests.entrance import EMAIL, REVIEWER, code_for, link_for, signed_in, trust, under_way, visiting
from tests.scenes import make_template
from tests.visitor import Visitor

pytestmark = pytest.mark.xdist_group("sign_in")

PUBLIC = "https://peerwalk.example.org"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trust") / "peerwalk.db"
    make_template(path, under_way)
    return path


# ── A mail server ───────────────────────────────────────────────────────────────────────────


@dataclass
class Box:
    """What arrived, and from and to whom by the envelope."""

    mails: list[Message] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 the library's name
        self.mails.append(message_from_bytes(envelope.content))
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        return "250 kept"

    def digits(self, count: int) -> str:
        until(lambda: len(self.mails) >= count)
        found = re.search(r"\b\d{6}\b", str(self.mails[-1].get_payload()))
        assert found
        return found[0]


@contextmanager
def mail_box() -> Iterator[tuple[str, Box]]:
    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield f"smtp://127.0.0.1:{port}", box
    finally:
        server.stop()


@dataclass(frozen=True)
class Site:
    running: Running
    box: Box

    @property
    def url(self) -> str:
        return self.running.url


@pytest.fixture(scope="module")
def site(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with mail_box() as (url, box):
        folder = tmp_path_factory.mktemp("site")
        mail = {"smtp_url": SecretStr(url), "smtp_from": "peerwalk@marlpit.example"}
        with trust(folder, template, **mail) as found:
            yield Site(found, box)


def cookie(visitor: Visitor, name: str = "peerwalk") -> str:
    return visitor.cookies.get(name, "")


# ── Links ───────────────────────────────────────────────────────────────────────────────────


def test_a_link_is_looked_at_by_machines_and_used_once_by_its_owner(site: Site) -> None:
    path = link_for(site.running, REVIEWER)
    previewer = Visitor(site.url)
    for method in ("GET", "HEAD", "GET"):
        page = previewer.request(method, path)
        assert page.status == 200
    assert not cookie(previewer)
    assert "Reviewer" not in previewer.page.words
    visitor = Visitor(site.url)
    page = visitor.open(path)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    home = visitor.press("Sign in")
    assert home.status == 200
    assert "You are Reviewer (SENCO, Stanmoor)." in home.words
    other = Visitor(site.url)
    assert other.open(path).status == 410
    assert "This link is over" in other.page.words
    # The page that the other had open already.
    previewer.request("GET", link_for(site.running, REVIEWER))
    late = previewer.press("Sign in")
    assert late.status == 200
    again = previewer.send(path, [("csrf", "0" * 64)])
    assert again.status == 403
    assert path.rpartition("/")[2] not in late.html


def test_no_token_code_or_address_is_in_a_log(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    with capture_logs() as logged:
        path = link_for(site.running, REVIEWER)
        code = code_for(site.running, REVIEWER)
        visitor = Visitor(site.url)
        visitor.open(path)
        visitor.press("Sign in")
        visitor.open("/sign-in")
        visitor.press("Sign in", code=code)
        visitor.open("/sign-in")
        visitor.press("Send me six digits", email=EMAIL)
    said = repr(logged) + "".join(capfd.readouterr())
    for secret in (path.rpartition("/")[2], code, EMAIL):
        assert secret not in said


def test_coming_in_gives_the_browser_a_number_it_never_had(site: Site) -> None:
    """An intruder who sets somebody's cookies beforehand knows nothing afterwards."""
    planted = {"peerwalk": "a" * 43, "peerwalk-door": "b" * 43}
    visitor = Visitor(site.url, dict(planted))
    visitor.open("/sign-in")
    visitor.press("Sign in", code=code_for(site.running, REVIEWER))
    assert visitor.page.status == 200
    assert cookie(visitor) not in {"", planted["peerwalk"]}
    assert cookie(visitor, "peerwalk-door") != planted["peerwalk-door"]
    assert "Sign in to" in Visitor(site.url, planted).open("/").words
    first = cookie(visitor)
    visitor.open("/sign-in")
    visitor.press("Sign in", code=code_for(site.running, "trustee"))
    assert cookie(visitor) != first
    assert "Sign in to" in Visitor(site.url, {"peerwalk": first}).open("/").words


def test_a_wrong_code_is_said_once_kindly_and_a_right_one_leads_to_where_one_was_going(site: Site) -> None:
    visitor = Visitor(site.url)
    page = visitor.open("/channel")
    assert "Sign in to Marlpit Learning Trust" in page.words
    wrong = visitor.press("Sign in", code="ABCD-EFG2")
    assert wrong.status == 403
    assert "That code is not one of ours just now" in wrong.words
    assert visitor.press("Sign in", code=code_for(site.running, REVIEWER)).status == 200
    for to in ("//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example", "/a\r\nX: y"):
        visitor.open("/sign-in")
        path, fields = visitor.filled("Sign in", {"code": code_for(site.running, REVIEWER)})
        sent = [(name, to if name == "to" else value) for name, value in fields]
        page = visitor.send(path, sent)
        assert "You are Reviewer" in page.words
        assert page.headings


# ── Visits ──────────────────────────────────────────────────────────────────────────────────


def test_one_sees_where_one_is_signed_in_and_ends_what_one_likes(site: Site) -> None:
    person = "bridgewater-head"
    here, there, lost = (visiting(site.running, person) for _ in range(3))
    page = here.open("/me")
    assert page.words.count("Another visit") == 2
    assert "This visit, by a link" in page.words
    here.press("End all others")
    assert "Sign in to" in there.open("/").words
    assert lost.open("/stream").status == 204
    assert "Another visit" not in here.page.words
    here.press("Sign out here")
    assert not cookie(here)
    assert "Sign in to" in here.open("/me").words


def test_every_page_of_somebodys_leads_to_where_they_are_signed_in(site: Site) -> None:
    pages = ("/", "/channel", "/set-up", "/who-may-see", "/about-me/mine", "/worry", "/team/nothing", "/who-is-in")
    inside, outside = signed_in(site.running, "trust-lead"), Visitor(site.url)
    for path in pages:
        page = inside.open(path)
        assert page.links["Where I am signed in"] == "/me", path
        assert "You are Trust safeguarding lead." in page.words
        assert "Where I am signed in" not in outside.open(path).links, path
    inside.follow("Where I am signed in")
    assert "This visit" in inside.page.words


def test_one_visit_of_several_is_ended_by_its_owner_alone(site: Site) -> None:
    here, there = (visiting(site.running, "larkfield-dsl") for _ in range(2))
    other = visiting(site.running, "trustee")
    here.open("/me")
    path, fields = next((form.action, form.fields) for form in here.page.forms if form.action == "/me/end")
    visit = dict(fields)["visit"]
    other.open("/me")
    csrf = next(value for form in other.page.forms for name, value in form.fields if name == "csrf")
    other.send(path, [("csrf", csrf), ("visit", visit)])
    assert "You are DSL" in there.open("/").words
    here.send(path, fields)
    assert "Sign in to" in there.open("/").words


def test_the_trust_lead_ends_all_visits_of_one_person(site: Site) -> None:
    gone, lead = visiting(site.running, "stanmoor-head"), visiting(site.running, "trust-lead")
    lead.open("/me")
    lead.follow("Everybody who is signed in")
    assert "Headteacher, Stanmoor, 1 visit." in lead.page.words
    path, fields = next((f.action, f.fields) for f in lead.page.forms if ("person", "stanmoor-head") in f.fields)
    lead.send(path, fields)
    assert "Headteacher, Stanmoor" not in lead.page.words
    assert "Sign in to" in gone.open("/").words
    assert visiting(site.running, "trustee").open("/who-is-in").status == 404


def test_a_guest_is_invited_by_the_trust_lead_and_sees_their_one_review(site: Site) -> None:
    lead = signed_in(site.running, "trust-lead")
    lead.open("/who-is-in")
    lead.press("Invite again for Guest reviewer (another trust)")
    link = re.search(r"http://127\.0\.0\.1:8080(/sign-in/link/[\w-]{43})", lead.page.words)
    assert link
    assert link[1] not in lead.open("/who-is-in").words
    guest = Visitor(site.url)
    guest.open(link[1])
    guest.press("Sign in")
    assert "Larkfield Primary" in guest.page.words
    assert "The trust channel is for people of this trust." in guest.page.words
    assert "Guests use Peerwalk on the web alone." in guest.open("/me").words
    with sqlite3.connect(site.running.data / "peerwalk.db") as connection:
        told = connection.execute("SELECT person, fields FROM history WHERE kind = 'PersonInvited'").fetchall()
    connection.close()
    assert told == [("trust-lead", '{"person": "guest"}')]


def test_a_guest_whose_time_is_over_is_out_with_the_next_page(site: Site) -> None:
    guest = visiting(site.running, "guest")
    assert "You are Guest reviewer" in guest.open("/").words
    with sqlite3.connect(site.running.data / "peerwalk.db") as connection:
        connection.execute("UPDATE people SET until = '2020-01-01' WHERE id = 'guest'")
        connection.execute("UPDATE trusts SET stamp = 'another'")
    connection.close()
    assert "Sign in to" in guest.open("/").words
    with sqlite3.connect(site.running.data / "peerwalk.db") as connection:
        connection.execute("UPDATE people SET until = '2999-01-01' WHERE id = 'guest'")
        connection.execute("UPDATE trusts SET stamp = 'a third'")
    connection.close()


def test_a_code_for_another_platform_is_shown_once_and_an_account_is_taken_back(site: Site) -> None:
    visitor = visiting(site.running, "larkfield-head")
    visitor.open("/me")
    visitor.press("Show me a code for another place")
    code = re.search(r"Your code is ([A-Z0-9]{4}-[A-Z0-9]{4}),", visitor.page.words)
    assert code
    assert code[1] not in visitor.open("/me").words
    with sqlite3.connect(site.running.data / "peerwalk.db") as connection:
        connection.execute(
            "INSERT INTO addresses (platform, tenant, user_id, person) VALUES ('slack', 'T1', 'U77', 'larkfield-head')"
        )
    connection.close()
    assert "Known on Slack, as U77" in visitor.open("/me").words
    visitor.press("Take it back from U77")
    assert "You are known on the web alone." in visitor.page.words


# ── Over https ──────────────────────────────────────────────────────────────────────────────


def test_over_https_the_cookies_are_the_hosts_own_and_hidden_from_scripts(template: Path, tmp_path: Path) -> None:
    with trust(tmp_path, template, public_url=PUBLIC) as running:
        assert running.application.host.entrance.ways.base == PUBLIC
        visitor = Visitor(running.url)
        page = visitor.open(link_for(running, REVIEWER))
        lines = [str(page.headers["Set-Cookie"])]
        path, fields = visitor.filled("Sign in", {})
        answer = visitor.request("POST", path, "&".join(f"{n}={v}" for n, v in fields).encode())
        assert answer.status == 303
        lines += answer.headers.get_all("Set-Cookie") or []
        assert {line.partition("=")[0] for line in lines} == {"__Host-peerwalk", "__Host-peerwalk-door"}
        for line in lines:
            flags = {flag.strip().lower() for flag in line.split(";")[1:]}
            assert {"httponly", "secure", "path=/", "samesite=lax"} <= flags
            assert not any(flag.startswith("domain") for flag in flags)
        assert answer.headers["Strict-Transport-Security"]


# ── Mail ────────────────────────────────────────────────────────────────────────────────────


def test_six_digits_by_mail_let_in_and_the_mail_says_nothing_else(site: Site) -> None:
    before = len(site.box.mails)
    visitor = Visitor(site.url)
    visitor.open("/channel")
    visitor.press("Send me six digits", email=f" {EMAIL.upper()} ")
    digits = site.box.digits(before + 1)
    (mail, envelope) = site.box.mails[-1], site.box.envelopes[-1]
    assert envelope == ("peerwalk@marlpit.example", [EMAIL])
    assert mail["Subject"] == "A message from Peerwalk"
    text = str(mail.get_payload())
    assert "http" not in text
    assert "Marlpit" not in text
    wrong = "000000" if digits != "000000" else "111111"
    assert "not the six digits" in visitor.press("Sign in", digits=wrong).words
    home = visitor.press("Sign in", digits=digits)
    assert "You are Reviewer" in home.words
    another = Visitor(site.url)
    another.open("/sign-in/digits")
    assert "Those digits are over" in another.press("Sign in", digits=digits).words


def asked(site: Site, email: str) -> tuple[int, str, list[str]]:
    """The answer to an e-mail, without what is random in it."""
    visitor = Visitor(site.url)
    visitor.open("/sign-in")
    page = visitor.press("Send me six digits", email=email)
    bare = re.sub(r'value="[^"]*"', "", page.html)
    return page.status, bare, sorted(name for name in page.headers if name.lower() not in {"date", "content-length"})


def test_a_known_and_an_unknown_address_are_answered_alike(site: Site) -> None:
    before = len(site.box.mails)
    assert asked(site, "nobody@stanmoor.example") == asked(site, EMAIL)
    site.box.digits(before + 1)
    assert len(site.box.mails) == before + 1
    for nonsense in ("", "x", "a@b.example\r\nBcc: c@d.example"):
        assert asked(site, nonsense)[0] == 422


def test_nobody_waits_for_a_mail_server_that_never_answers(template: Path, tmp_path: Path) -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    calls: list[socket.socket] = []
    threading.Thread(target=lambda: calls.append(silent.accept()[0]), daemon=True).start()
    url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
    with trust(tmp_path, template, smtp_url=SecretStr(url), smtp_from="p@marlpit.example") as running:
        began = time.monotonic()
        found = asked(Site(running, Box()), EMAIL)
        assert found[0] == 200
        assert time.monotonic() - began < 10
        until(lambda: bool(calls))
        calls[0].close()
        silent.close()


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("smtps://u%40x:p%3Aw@mail.example", ("mail.example", 465, "u@x", "p:w", True)),
        ("smtp://mail.example", ("mail.example", 587, "", "", False)),
        ("smtp://mail.example:25", ("mail.example", 25, "", "", False)),
    ],
)
def test_a_mail_servers_url_is_read_whole(url: str, wanted: tuple[object, ...]) -> None:
    found = mail_server(url, "p@x.example")
    assert (found.host, found.port, found.user, found.password, found.tls) == wanted
    assert "p:w" not in repr(found)


@pytest.mark.parametrize("url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://mail.example:x"])
def test_a_url_that_is_no_mail_servers_is_said_to_be_none(url: str) -> None:
    with pytest.raises(MailUrlError):
        mail_server(url, "p@x.example")
    with pytest.raises(MailUrlError):
        mail_server("smtp://mail.example", "nobody")


def test_elsewhere_nothing_is_said_to_a_mail_server_in_the_open(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_box() as (url, box):
        server = mail_server(url, "p@x.example")
        server.send("a@b.example", "s", "t")
        assert len(box.mails) == 1
        monkeypatch.setattr("bot.sign_in.mail._LOOPBACK", frozenset())
        with pytest.raises(Exception, match="STARTTLS"):
            server.send("a@b.example", "s", "t")
        assert len(box.mails) == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine's own name, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_user_and_password_are_said_over_tls_alone_and_to_a_server_that_proves_its_name(
    certificate: tuple[Path, Path], scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[bytes, bytes]] = []

    def right(_server: Any, _session: Any, _envelope: Any, _how: str, given: Any) -> AuthResult:
        said.append((given.login, given.password))
        return AuthResult(success=True)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    tls: dict[str, Any] = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    box = Box()
    more: dict[str, Any] = {"auth_require_tls": scheme == "smtp", "auth_required": True, "authenticator": right}
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = Controller(box, hostname="127.0.0.1", port=port, server_hostname="localhost", **tls, **more)
    server.start()
    try:
        mail_server(f"{scheme}://u:p%20w@localhost:{port}", "p@x.example").send("a@b.example", "s", "t")
        assert said == [(b"u", b"p w")]
        assert len(box.mails) == 1
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(ssl.SSLError):
            mail_server(f"{scheme}://u:p@localhost:{port}", "p@x.example").send("a@b.example", "s", "t")
        assert len(said) == 1
    finally:
        server.stop()


# ── Settings ────────────────────────────────────────────────────────────────────────────────


def test_the_address_of_links_is_the_public_one_or_this_machines() -> None:
    assert load({}).base == "http://127.0.0.1:8080"
    assert load({"PEERWALK_HOST": "::1", "PEERWALK_PORT": "9000"}).base == "http://[::1]:9000"
    assert load({"PEERWALK_HOST": "0.0.0.0"}).base == ""
    assert load({"PEERWALK_HOST": "0.0.0.0", "PEERWALK_PUBLIC_URL": f"{PUBLIC}/"}).base == PUBLIC


def test_the_folder_of_a_trust_is_no_demos(template: Path, tmp_path: Path) -> None:
    shutil.copyfile(template, tmp_path / "demo.db")
    with trust(tmp_path / "trust", template) as running:
        assert signed_in(running, REVIEWER).open("/").status == 200
        assert Visitor(running.url).request("POST", "/act-as", b"person=reviewer").status == 404
