"""A made-up Bot Framework over real HTTP: it signs activities with keys of its own, takes what the bot sends, and fails as Teams does.

Faults are taken from a list, one a call that changes something: `429`, `503 before`, `503 after`, `drop before`, `drop
after` (it took the message and hung up), or a status with a code, as `403 BotNotInConversationRoster`. An empty string is
a call that works. A token comes from a second server, with TLS, because msal takes nothing else.
"""

import http.client
import itertools
import json
import os
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

APP = "aaaaaaaa-0000-4000-8000-000000000001"
TENANT = "22222222-2222-4222-8222-222222222222"
SECRET = "a-client-secret-for-tests"
BOT = f"28:{APP}"
ISSUER = "https://api.botframework.com"
_ids = itertools.count(1_700_000_000_000)


@cache
def signing_key(name: str = "ours") -> rsa.RSAPrivateKey:
    del name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    sent: Any
    token: str


@dataclass
class FakeTeams:
    """What was called, what stands in the conversations, and what is to go wrong next."""

    url: str = ""
    login_url: str = ""
    calls: list[Call] = field(default_factory=list)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    reactions: list[tuple[str, str]] = field(default_factory=list)
    faults: deque[str] = field(default_factory=deque)
    fault_at: dict[str, str] = field(default_factory=dict)  # what goes wrong with the next post to a conversation
    members: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    channels: list[dict[str, Any]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)  # people for whom the app is not installed
    kid: str = "key-1"
    key_fetches: int = 0
    keys_hang: threading.Event | None = None  # set: an answer waits for it
    asked_for: list[dict[str, str]] = field(default_factory=list)  # what was sent for a token
    no_token: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def service(self) -> str:
        return f"{self.url}/teams/"

    @property
    def openid_url(self) -> str:
        return f"{self.url}/v1/.well-known/openidconfiguration"

    # ── What Microsoft sends ────────────────────────────────────────────────────────────────

    def claims(self, **over: Any) -> dict[str, Any]:
        now = int(time.time())
        found = {"iss": ISSUER, "aud": APP, "serviceurl": self.service, "nbf": now - 5, "iat": now, "exp": now + 600}
        return {name: value for name, value in {**found, **over}.items() if value is not None}

    def token(self, *, key: Any = None, kid: str | None = None, **over: Any) -> str:
        return jwt.encode(self.claims(**over), key or signing_key(), "RS256", headers={"kid": kid or self.kid})

    def keys(self) -> dict[str, Any]:
        made = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(signing_key().public_key()))
        other = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(signing_key("other channel").public_key()))
        return {
            "keys": [
                {**made, "kid": self.kid, "use": "sig", "endorsements": ["msteams", "skype"]},
                {**other, "kid": "not-for-teams", "use": "sig", "endorsements": ["webchat"]},
                {"kty": "oct", "kid": "odd"},
                "odd",
            ]
        }

    # ── What the bot sends ──────────────────────────────────────────────────────────────────

    def of(self, method: str, part: str = "") -> list[Call]:
        with self.lock:
            return [call for call in self.calls if call.method == method and part in call.path]

    def within(self, conversation: str) -> list[dict[str, Any]]:
        """The messages that stand in a conversation, in any of its threads, oldest first."""
        with self.lock:
            return [one for one in self.messages.values() if one["in"].partition(";")[0] == conversation]

    def wait_for(self, count: int, conversation: str, seconds: float = 30) -> list[dict[str, Any]]:
        end = time.monotonic() + seconds
        while len(found := self.within(conversation)) < count:
            assert time.monotonic() < end, f"{len(found)} of {count}: {[(c.method, c.path) for c in self.calls]}"
            time.sleep(0.01)
        return found

    def do(self, method: str, path: str, sent: Any) -> tuple[int, dict[str, Any]]:
        parts = [unquote(each) for each in urlsplit(path).path.strip("/").split("/")]
        match method, parts:
            case "POST", ["v3", "conversations"]:
                member = sent["members"][0]["id"]
                if member in self.refused:
                    return 403, {"error": {"code": "BotNotInConversationRoster", "message": "words that nobody logs"}}
                return 201, {"id": f"a:{member.removeprefix('29:')}"}
            case "POST", ["v3", "conversations", name, "activities"]:
                number = str(next(_ids))
                self.messages[number] = {**sent, "in": name, "id": number}
                return 201, {"id": number}
            case "PUT", ["v3", "conversations", _, "activities", number]:
                if number not in self.messages:
                    return 404, {"error": {"code": "ActivityNotFoundInConversation"}}
                self.messages[number] |= sent
                return 200, {"id": number}
            case "DELETE", ["v3", "conversations", _, "activities", number]:
                return (200, {}) if self.messages.pop(number, None) else (404, {})
            case "PUT", ["v3", "conversations", _, "activities", number, "reactions", name]:
                self.reactions.append((number, name))
                return 200, {}
            case "GET", ["v3", "conversations", name, "members", _]:
                return (200, {}) if name in self.members else (403, {"error": {"code": "BotNotInConversationRoster"}})
            case "GET", ["v3", "conversations", name, "pagedmembers"]:
                if name not in self.members:
                    return 403, {"error": {"code": "BotNotInConversationRoster"}}
                return 200, {"members": self.members[name]}
            case "GET", ["v3", "teams", _, "conversations"]:
                return 200, {"conversations": self.channels}
        return 404, {}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, teams: FakeTeams, *rest: Any) -> None:
        self.teams = teams
        super().__init__(*rest)

    def do_GET(self) -> None:
        self._do()

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 named by their library

    def _do(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        teams = self.teams
        if self.path.startswith("/v1/"):
            with teams.lock:
                teams.key_fetches += 1
            if teams.keys_hang is not None:
                teams.keys_hang.wait(30)
            return self._answer(200, teams.keys())
        path = self.path.removeprefix("/teams")
        with teams.lock:
            sent = json.loads(raw) if raw else None
            teams.calls.append(Call(self.command, path, sent, self.headers.get("Authorization", "")))
            fault = teams.faults.popleft() if teams.faults and self.command != "GET" else ""
            if self.command == "POST" and path.endswith("/activities"):
                fault = teams.fault_at.pop(unquote(path).split("/")[3], fault)
        match fault.split():
            case ["429"]:
                return self._answer(429, {"error": {"code": "Throttled"}}, {"Retry-After": "0"})
            case ["429", after]:
                return self._answer(429, {"error": {"code": "Throttled"}}, {"Retry-After": after})
            case ["drop", "before"]:
                return self._hang_up()
            case [broken, "before"]:
                return self._answer(int(broken), {})
            case [broken, code] if broken.isdigit() and code != "after":
                return self._answer(int(broken), {"error": {"code": code}})
        with teams.lock:
            status, body = teams.do(self.command, path, sent)
        if fault == "drop after":
            return self._hang_up()
        return self._answer(int(fault.split()[0]) if fault else status, body)

    def _hang_up(self) -> None:
        self.close_connection = True

    def _answer(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        written = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(written)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        with suppress(OSError):
            self.end_headers()
            self.wfile.write(written)

    def log_message(self, *_: Any) -> None: ...


class _Login(_Handler):
    """Microsoft Entra, as far as a bot asks it."""

    def _do(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        tenant = self.path.strip("/").split("/")[0]
        here = f"{self.teams.login_url}/{tenant}"
        if "openid-configuration" in self.path:
            found = {
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "issuer": f"{here}/v2.0",
            }
            return self._answer(200, found)
        self.teams.asked_for.append({name: values[0] for name, values in parse_qs(raw).items()})
        if self.teams.no_token:
            return self._answer(
                401, {"error": "invalid_client", "error_description": f"{self.teams.no_token}: some words"}
            )
        return self._answer(
            200, {"access_token": f"token-{len(self.teams.asked_for)}", "expires_in": 3600, "token_type": "Bearer"}
        )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


@cache
def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine and its key, as files."""
    key = signing_key("certified")
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, held = folder / "login.pem", folder / "login.key"
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    held.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return shown, held


@contextmanager
def _serving(handler: Any, secured: ssl.SSLContext | None = None) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), handler)
    if secured:
        server.socket = secured.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
    thread.start()
    try:
        yield f"http{'s' if secured else ''}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@contextmanager
def fake_teams(folder: Path) -> Iterator[FakeTeams]:
    """Both servers; meanwhile this process believes the certificate of the second."""
    teams = FakeTeams()
    teams.keys()  # made once, before several threads ask
    shown, held = certified(folder)
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain(shown, held)
    before = os.environ.get("REQUESTS_CA_BUNDLE")
    os.environ["REQUESTS_CA_BUNDLE"] = str(shown)
    try:
        with (
            _serving(partial(_Handler, teams)) as teams.url,
            _serving(partial(_Login, teams), secured) as teams.login_url,
        ):
            yield teams
    finally:
        os.environ.pop("REQUESTS_CA_BUNDLE")
        if before is not None:
            os.environ["REQUESTS_CA_BUNDLE"] = before


def posted(url: str, body: bytes, token: str | None, *, timeout: float = 60) -> tuple[int, Any]:
    """Post to the bot as Microsoft does; the status and the answer, as JSON where it is."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=timeout)
    headers = {
        "Content-Type": "application/json",
        **({"Authorization": f"Bearer {token}"} if token is not None else {}),
    }
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # who is turned away need not be read to the end
            connection.request("POST", where.path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        return answer.status, json.loads(text) if text.startswith("{") else text
    finally:
        connection.close()


def free_socket() -> socket.socket:
    found = socket.socket()
    found.bind(("127.0.0.1", 0))
    return found
