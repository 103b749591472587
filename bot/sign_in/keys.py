"""Keyed digests: what is kept of a secret, so that the store alone lets nobody in; and how often it may be tried."""

import hashlib
import hmac
import ipaddress
from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.sign_in import LIMITS, Attempt, Per
from store import sign_in as kept

_NETWORK = 64  # one household or school has a whole network of this length


class Keys:
    """Digests under the installation's own secret. `purpose` keeps the demo's apart from those of a real trust."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._key = hmac.new(secret, f"peerwalk sign-in {purpose}".encode(), hashlib.sha256).digest()

    def digest(self, kind: str, *parts: str) -> str:
        told = "\n".join((kind, *(f"{len(part)} {part}" for part in parts)))
        return hmac.new(self._key, told.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def held_back(
        self, session: Session, attempt: Attempt, now: datetime, *, person: str = "", origin: str = ""
    ) -> datetime | None:
        """Count one attempt. None if it may be; otherwise when it may be made again.

        What one person or one address may not does not count against the whole site.
        """
        whose = {Per.PERSON: person, Per.ORIGIN: network(origin), Per.SITE: "site"}
        for per, limit in LIMITS[attempt].items():
            if not whose[per]:
                continue
            until = kept.attempt(session, self.digest("attempt", attempt, per, whose[per]), limit, now)
            if until is not None:
                return until
        return None


def network(origin: str) -> str:
    """Where a request came from, as far as it counts: an address, or of the longer kind its network."""
    try:
        address = ipaddress.ip_address(origin)
    except ValueError:
        return origin
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return str(address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else address)
