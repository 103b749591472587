"""A chat platform made up for tests, spoken to over real HTTP, that fails in the ways real ones do.

Faults are taken from a list, one a call that changes something: `drop before`, `drop after` (it took the message and
hung up), `500 before`, `500 after`, `429` with Retry-After, and `no`. An empty string is a call that works.
"""

import http.client
import json
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.message import Card
from bot.posters import AmbiguousError, RefusedError, RetryLaterError, Sent, Unfindable, Where


@dataclass
class Message:
    id: str
    place: str
    act: str
    notice: str
    at: float
    gone: bool = False


@dataclass
class Chat:
    """What stands in the chat, and what it was asked."""

    url: str = ""
    messages: list[Message] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    faults: deque[str] = field(default_factory=deque)
    retry_after: float = 0.2
    slow: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def acts(self) -> list[str]:
        return [message.act for message in self.messages]

    def in_place(self, place: str) -> list[str]:
        return [message.act for message in self.messages if message.place == place]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, chat: Chat, *rest: Any) -> None:
        self.chat = chat
        super().__init__(*rest)

    def do_POST(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        what = self.path.strip("/")
        chat = self.chat
        with chat.lock:
            chat.calls.append(what)
            fault = chat.faults.popleft() if chat.faults and what != "find" else ""
        if fault == "429":
            return self._answer(429, {}, {"Retry-After": str(chat.retry_after)})
        if fault == "drop before":
            return self._hang_up()
        if fault == "500 before":
            return self._answer(500, {})
        if fault == "no":
            return self._answer(200, {"no": "channel_not_found"})
        with chat.lock:
            answer = self._do(what, given)
        if chat.slow:
            time.sleep(chat.slow)
        if fault == "drop after":
            return self._hang_up()
        return self._answer(500 if fault == "500 after" else 200, answer)

    def _do(self, what: str, given: dict[str, str]) -> dict[str, str]:
        chat = self.chat
        if what == "post":
            message = Message(f"m{len(chat.messages)}", given["place"], given["act"], given["notice"], time.time())
            chat.messages.append(message)
            return {"message": message.id}
        if what == "find":
            return {"message": next((one.id for one in chat.messages if one.act == given["act"]), "")}
        if what in {"edit", "delete"}:
            message = next(one for one in chat.messages if one.id == given["message"])
            message.notice, message.gone = given.get("notice", message.notice), what == "delete"
        if what == "create_room":
            return {"channel": f"new-{given['review']}"}
        return {}

    def _answer(self, status: int, body: dict[str, str], headers: dict[str, str] | None = None) -> None:
        written = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(written))}.items():
            self.send_header(name, value)
        # Whoever asked may have been killed meanwhile.
        with suppress(OSError):
            self.end_headers()
            self.wfile.write(written)

    def _hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, *_: Any) -> None: ...


@contextmanager
def chat_server() -> Iterator[Chat]:
    chat = Chat()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, chat))
    server.daemon_threads = True
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
    thread.start()
    chat.url = f"127.0.0.1:{server.server_port}"
    try:
        yield chat
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@dataclass(frozen=True)
class HttpPoster:
    """Speaks to the made-up platform as an adapter would to a real one."""

    url: str
    platform: str = "slack"
    can_find: bool = True

    def post(self, where: Where, card: Card, act_id: str) -> Sent:
        place = where.channel or where.user
        answer = self._call("post", place=place, act=act_id, notice=card.notice)
        return Sent(where.tenant, place, answer["message"])

    def find(self, where: Where, act_id: str, since: datetime) -> Sent | Unfindable | None:
        assert since.tzinfo
        if not self.can_find:
            return Unfindable()
        found = self._call("find", act=act_id)["message"]
        return Sent(where.tenant, where.channel or where.user, found) if found else None

    def edit(self, sent: Sent, card: Card) -> None:
        self._call("edit", message=sent.message, notice=card.notice)

    def delete(self, sent: Sent) -> None:
        self._call("delete", message=sent.message)

    def react(self, where: Where, message: str, name: str) -> None:
        self._call("react", place=where.channel, message=message, name=name)

    def home(self, where: Where, cards: Sequence[Card]) -> None:
        self._call("home", place=where.user, notice=cards[0].notice)

    def pin(self, sent: Sent) -> None:
        self._call("pin", message=sent.message)

    def create_room(self, tenant: str, review: str, title: str) -> Sent:
        return Sent(tenant, self._call("create_room", review=review)["channel"], "")

    def invite(self, where: Where, user: str) -> None:
        self._call("invite", place=where.channel, user=user)

    def take_out(self, where: Where, user: str) -> None:
        self._call("take_out", place=where.channel, user=user)

    def _call(self, what: str, **given: str) -> dict[str, str]:
        connection = http.client.HTTPConnection(self.url, timeout=60)
        try:
            try:
                connection.connect()
            except OSError:
                raise RetryLaterError from None
            try:
                connection.request("POST", f"/{what}", json.dumps(given))
                answer = connection.getresponse()
                body: dict[str, str] = json.loads(answer.read() or b"{}")
            except (OSError, http.client.HTTPException):
                raise AmbiguousError from None
            if answer.status == 429:
                raise RetryLaterError(float(answer.headers["Retry-After"]))
            if answer.status >= 500:
                raise AmbiguousError
            if "no" in body:
                raise RefusedError(body["no"])
            return body
        finally:
            connection.close()
