"""Who is on the web: the number in a cookie that stands for a visit, and a token that proves a form is from our own page.

The visit is in the store. The token is made from the number, so it fits one visit alone and changes whenever somebody
comes in. Before that, a browser has a number that stands for nobody, so that no other page can sign it in.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.sign_in import SESSION_LASTS

DOOR_LASTS = timedelta(hours=1)
_NUMBER = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Session:
    """Somebody's visit."""

    person: str
    number: str


class Cookies:
    """The two cookies of a browser: its visit, and the door it stands at. Over https no other site can set them."""

    def __init__(self, *, secure: bool, demo: bool) -> None:
        name = ("__Host-" if secure else "") + ("peerwalk-demo" if demo else "peerwalk")
        self.visit, self.door, self._secure = name, f"{name}-door", secure

    def number(self, request: Request) -> str:
        return _number(request.cookies.get(self.visit, ""))

    def at_door(self, request: Request) -> str:
        return _number(request.cookies.get(self.door, ""))

    def come(self, response: Response, number: str) -> None:
        """Hand over a new visit, and a new door: nothing from before coming in is good after it."""
        self._set(response, self.visit, number, SESSION_LASTS)
        self._set(response, self.door, new_number(), DOOR_LASTS)

    def stand(self, response: Response, number: str) -> None:
        self._set(response, self.door, number, DOOR_LASTS)

    def go(self, response: Response) -> None:
        self._set(response, self.visit, "", timedelta(0))

    def _set(self, response: Response, name: str, value: str, lasts: timedelta) -> None:
        seconds = int(lasts.total_seconds())
        response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=self._secure, path="/")


def new_number() -> str:
    return secrets.token_urlsafe(32)


def _number(cookie: str) -> str:
    """A cookie's number, if it can be one of ours."""
    return cookie if _NUMBER.fullmatch(cookie) else ""


class Seals:
    """Makes and checks the tokens of forms. `purpose` keeps the demo's apart from those of a real trust."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._key = hmac.new(secret, f"peerwalk web {purpose}".encode(), hashlib.sha256).digest()

    def token(self, number: str) -> str:
        return hmac.new(self._key, f"token {number}".encode(), hashlib.sha256).hexdigest() if number else ""

    def fits(self, number: str, token: str) -> bool:
        """Whether a form's token is this visit's or door's, compared in constant time."""
        return bool(number) and token.isascii() and hmac.compare_digest(token, self.token(number))
