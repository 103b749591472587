"""A made-up Slack Web API over real HTTP: it records calls, keeps what stands in each channel, and fails as Slack does.

Faults are taken from a list, one a call to a method that changes something: `429`, `500 before`, `500 after`,
`drop before`, `drop after` (it took the message and hung up), or an error's code. An empty string is a call that works.
"""

import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.slack_blocks import check_home, check_message, check_modal
from tests.slack_fake_socket import FakeSocket

_LOOKS = {
    "conversations.history",
    "conversations.info",
    "conversations.open",
    "users.conversations",
    "auth.test",
    "apps.connections.open",
}
_WHO = {"auth.test", "apps.connections.open"}  # what answers by the token, and so has it among what was sent
_READS = {"conversations.history", "conversations.info", "users.conversations"}  # these take no JSON
APP_TOKEN = "xapp-a-token-for-tests"


@dataclass(frozen=True)
class Call:
    """One call: its method, or `response_url`, and what was sent."""

    method: str
    sent: dict[str, Any]


@dataclass
class FakeSlack:
    """What was called, what stands in the channels, and what is to go wrong next."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    reactions: list[tuple[str, str]] = field(default_factory=list)
    faults: deque[str] = field(default_factory=deque)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    rooms: list[dict[str, Any]] = field(default_factory=list)
    pins: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    blind: str = ""  # the error with which looking is refused
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)  # what conversations.info knows
    scopes: list[str] = field(default_factory=list)  # what the bot token may do
    clock: Callable[[], float] = time.time  # by which messages are stamped
    lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def socket(self) -> FakeSocket:
        """The other end of Socket Mode; started when somebody asks for it."""
        return FakeSocket()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def response_url(self, name: str = "one") -> str:
        return f"{self.url}/response/{name}"

    def of(self, *methods: str) -> list[dict[str, Any]]:
        with self.lock:
            return [call.sent for call in self.calls if call.method in methods]

    def in_channel(self, channel: str) -> list[dict[str, Any]]:
        with self.lock:
            return [message for message in self.messages if message["channel"] == channel]

    def replies(self) -> list[dict[str, Any]]:
        """What was said for one person's eyes only, and the modals."""
        return self.of("chat.postEphemeral", "response_url", "views.open", "views.update", "views.push")

    def wait_for(self, count: int, *methods: str, seconds: float = 60) -> list[dict[str, Any]]:
        """Wait for so many calls; gives back all there are."""
        end = time.monotonic() + seconds
        while len(found := self.of(*methods)) < count:
            assert time.monotonic() < end, (
                f"{len(found)} of {count} calls of {methods}: {[c.method for c in self.calls]}"
            )
            time.sleep(0.01)
        return found

    def fault(self, method: str) -> str:
        """What goes wrong with this call: `views.open expired_trigger_id` waits for its method, others for any change."""
        for fault in self.faults:
            of, _, code = fault.partition(" ")
            if of == method or ("." not in of and method not in _LOOKS):
                self.faults.remove(fault)
                return code if of == method else fault
        return ""

    def do(self, method: str, sent: dict[str, Any]) -> dict[str, Any]:
        with self.lock:
            return getattr(self, "_" + method.replace(".", "_").lower(), self._other)(sent)

    def _other(self, _sent: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True}

    def _auth_test(self, sent: dict[str, Any]) -> dict[str, Any]:
        if not sent["token"].startswith("xoxb-"):
            return {"ok": False, "error": "invalid_auth"}
        who = {"team": "Oakfield Trust", "team_id": "T0PEER", "user": "peerwalk", "user_id": "U0BOT", "bot_id": "B0BOT"}
        return {"ok": True, **who, "headers": {"x-oauth-scopes": ",".join(self.scopes)}}

    def _apps_connections_open(self, sent: dict[str, Any]) -> dict[str, Any]:
        if sent["token"] != APP_TOKEN:
            return {"ok": False, "error": "not_allowed_token_type"}
        return {"ok": True, "url": self.socket.url}

    def _conversations_open(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "channel": {"id": f"D{sent['users']}"}}

    def _chat_postmessage(self, sent: dict[str, Any]) -> dict[str, Any]:
        stamp = f"{self.clock():.4f}{len(self.messages):02d}"
        self.messages.append({**sent, "ts": stamp})
        return {"ok": True, "channel": sent["channel"], "ts": stamp}

    def _find(self, sent: dict[str, Any]) -> dict[str, Any] | None:
        return next((m for m in self.messages if (m["channel"], m["ts"]) == (sent["channel"], sent["ts"])), None)

    def _chat_update(self, sent: dict[str, Any]) -> dict[str, Any]:
        found = self._find(sent)
        if found is None:
            return {"ok": False, "error": "message_not_found"}
        found.update(sent)
        return {"ok": True}

    def _chat_delete(self, sent: dict[str, Any]) -> dict[str, Any]:
        found = self._find(sent)
        if found is None:
            return {"ok": False, "error": "message_not_found"}
        self.messages.remove(found)
        return {"ok": True}

    def _conversations_history(self, sent: dict[str, Any]) -> dict[str, Any]:
        if sent.pop("as_json", False):
            return {"ok": False, "error": "invalid_arguments"}
        if self.blind:
            return {"ok": False, "error": self.blind}
        here = [m for m in self.messages if m["channel"] == sent["channel"] and float(m["ts"]) >= float(sent["oldest"])]
        return {"ok": True, "messages": here[::-1], "response_metadata": {"next_cursor": ""}}

    def _reactions_add(self, sent: dict[str, Any]) -> dict[str, Any]:
        reaction = (sent["timestamp"], sent["name"])
        if reaction in self.reactions:
            return {"ok": False, "error": "already_reacted"}
        self.reactions.append(reaction)
        return {"ok": True}

    # ── Home, modals and rooms ──────────────────────────────────────────────────────────────

    def _views_open(self, _sent: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "view": {"id": "V1", "hash": "1.1"}}

    def _views_publish(self, sent: dict[str, Any]) -> dict[str, Any]:
        held = self.homes.get(sent["user_id"])
        if "hash" in sent and held and held["hash"] != sent["hash"]:
            return {"ok": False, "error": "hash_conflict"}
        self.homes[sent["user_id"]] = {**sent["view"], "hash": f"{time.time():.6f}"}
        return {"ok": True, "view": self.homes[sent["user_id"]]}

    def _conversations_create(self, sent: dict[str, Any]) -> dict[str, Any]:
        if any(room["name"] == sent["name"] for room in self.rooms):
            return {"ok": False, "error": "name_taken"}
        assert re.fullmatch(r"[a-z0-9_-]{1,80}", sent["name"]), sent["name"]
        room: dict[str, Any] = {
            "id": f"C0NEW{len(self.rooms)}",
            "name": sent["name"],
            "is_private": True,
            "members": [],
        }
        self.rooms.append(room)
        return {"ok": True, "channel": room}

    def _users_conversations(self, _sent: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "channels": self.rooms, "response_metadata": {"next_cursor": ""}}

    def _conversations_info(self, sent: dict[str, Any]) -> dict[str, Any]:
        made = next((room for room in self.rooms if room["id"] == sent["channel"]), None)
        found = made or self.channels.get(sent["channel"])
        return {"ok": True, "channel": found} if found else {"ok": False, "error": "channel_not_found"}

    def _conversations_invite(self, sent: dict[str, Any]) -> dict[str, Any]:
        room: dict[str, Any] = next((room for room in self.rooms if room["id"] == sent["channel"]), {"members": []})
        if sent["users"] in room["members"]:
            return {"ok": False, "error": "already_in_channel"}
        room["members"].append(sent["users"])
        return {"ok": True}

    def _conversations_kick(self, sent: dict[str, Any]) -> dict[str, Any]:
        room: dict[str, Any] = next((room for room in self.rooms if room["id"] == sent["channel"]), {"members": []})
        if sent["user"] not in room["members"]:
            return {"ok": False, "error": "not_in_channel"}
        room["members"].remove(sent["user"])
        return {"ok": True}

    def _pins_add(self, sent: dict[str, Any]) -> dict[str, Any]:
        pin = (sent["channel"], sent["timestamp"])
        if pin in self.pins:
            return {"ok": False, "error": "already_pinned"}
        self.pins.append(pin)
        return {"ok": True}

    def look_at(self, method: str, sent: dict[str, Any]) -> None:
        """Check what was sent against Block Kit's rules; what breaks them is kept for the test to see."""
        try:
            if "view" in sent:
                (check_home if sent["view"]["type"] == "home" else check_modal)(sent["view"])
            elif "blocks" in sent:
                check_message(sent["blocks"])
        except Exception as error:  # noqa: BLE001 whatever is wrong, the test says it
            self.wrong.append(f"{method}: {error}")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, slack: FakeSlack, *rest: Any) -> None:
        self.slack = slack
        super().__init__(*rest)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        sent = json.loads(raw) if raw.startswith("{") else {k: v[0] for k, v in parse_qs(raw).items()}
        method = self.path.removeprefix("/api/") if self.path.startswith("/api/") else "response_url"
        if method in _READS and raw.startswith("{"):
            sent["as_json"] = True
        if method in _WHO:
            sent["token"] = self.headers.get("Authorization", "").removeprefix("Bearer ")
        slack = self.slack
        with slack.lock:
            slack.calls.append(Call(method, sent))
            slack.look_at(method, sent)
            fault = slack.fault(method)
        match fault:
            case "429":
                return self._answer(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"})
            case "drop before":
                return self._hang_up()
            case "500 before":
                return self._answer(500, {})
            case "" | "500 after" | "drop after":
                answer = slack.do(method, sent)
            case code:
                return self._answer(200, {"ok": False, "error": code})
        if fault == "drop after":
            return self._hang_up()
        return self._answer(500 if fault else 200, answer, answer.pop("headers", None))

    def _hang_up(self) -> None:
        self.close_connection = True

    def _answer(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        written = json.dumps(body).encode()
        self.send_response(status)
        more = {"Content-Type": "application/json", "Content-Length": str(len(written)), **(headers or {})}
        for name, value in more.items():
            self.send_header(name, value)
        with suppress(OSError):
            self.end_headers()
            self.wfile.write(written)

    def log_message(self, *_: Any) -> None: ...


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


@contextmanager
def fake_slack() -> Iterator[FakeSlack]:
    slack = FakeSlack()
    server = _Server(("127.0.0.1", 0), partial(_Handler, slack))
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
    thread.start()
    slack.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield slack
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
        if "socket" in vars(slack):
            slack.socket.close()
