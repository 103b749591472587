"""Who is on the web: a signed cookie that says so for eight hours, and a token that proves a form is from our own page.

Nothing is stored. The cookie holds a person's id and a random number, signed; the token is made from that number, so
it fits one session alone and changes when somebody acts as another.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

LASTS = timedelta(hours=8)
_PARTS = 4


@dataclass(frozen=True)
class Session:
    """Somebody's visit. `until` is in seconds since 1970."""

    person: str
    number: str
    until: int


class Seals:
    """Makes and checks cookies and tokens. `purpose` keeps the demo's apart from those of a real trust."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._key = hmac.new(secret, f"peerwalk web {purpose}".encode(), hashlib.sha256).digest()

    def begin(self, person: str, now: datetime) -> Session:
        return Session(person, secrets.token_urlsafe(16), int((now + LASTS).timestamp()))

    def cookie(self, session: Session) -> str:
        person = base64.urlsafe_b64encode(session.person.encode()).decode().rstrip("=")
        signed = f"{person}.{session.number}.{session.until}"
        return f"{signed}.{self._seal('session', signed)}"

    def read(self, cookie: str, now: datetime) -> Session | None:
        """The session a cookie stands for; None if it is not ours, was changed, or is over."""
        parts = cookie.split(".")
        if len(parts) != _PARTS or not cookie.isascii():
            return None
        signed, seal = cookie.rsplit(".", 1)
        if not hmac.compare_digest(seal, self._seal("session", signed)):
            return None
        person, number, until = parts[0], parts[1], int(parts[2])
        if now.timestamp() >= until:
            return None
        padded = person + "=" * (-len(person) % 4)
        return Session(base64.urlsafe_b64decode(padded).decode(), number, until)

    def token(self, session: Session) -> str:
        return self._seal("token", f"{session.person} {session.number}")

    def fits(self, session: Session, token: str) -> bool:
        """Whether a form's token is this session's, compared in constant time."""
        return token.isascii() and hmac.compare_digest(token, self.token(session))

    def _seal(self, kind: str, signed: str) -> str:
        return hmac.new(self._key, f"{kind} {signed}".encode(), hashlib.sha256).hexdigest()
