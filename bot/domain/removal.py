"""Removing for good, and holding back from it: why it is done, what is held, and the certificate that it was done.

A certificate holds ids, counts and hashes, and no words. Each names the hash of the one before, so that none can be
changed or left out later without its showing.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

PEOPLE = "people"  # what an erased person stands under in a certificate, beside the kinds of `retention`
FIRST = "0" * 64  # what the first certificate names as the one before it


class Why(StrEnum):
    """Why something was removed for good. `RETENTION` is the bot's own: its time was over."""

    IDENTIFIES = "identifies"
    ERROR = "error"
    ASKED = "asked"
    OTHER = "other"
    RETENTION = "retention"
    REPLACED = "replaced"
    """Whoever wrote it put other words in its place, and of those before nothing is kept."""


ASKED_FOR = (Why.IDENTIFIES, Why.ERROR, Why.ASKED, Why.OTHER)


class HoldWhy(StrEnum):
    """Why something may not be removed for now."""

    LEGAL_CLAIM = "legal_claim"
    COMPLAINT = "complaint"
    INFORMATION_REQUEST = "information_request"
    INQUIRY = "inquiry"
    OTHER = "other"


class Held(StrEnum):
    """What a hold is on."""

    REVIEW = "review"
    PERSON = "person"


@dataclass(frozen=True)
class Hold:
    """Nothing of this review, or of this person, is removed until the day has passed or the hold is lifted."""

    id: str
    on: Held
    about: str
    why: HoldWhy
    until: date
    lifted: bool = False

    def holds(self, today: date) -> bool:
        return not self.lifted and today <= self.until


class State(StrEnum):
    """`RUNNING`: rows are going. `GONE`: no row has the words. `REWRITTEN`: nor a page. `SEALED`: nor the log."""

    RUNNING = "running"
    GONE = "gone"
    REWRITTEN = "rewritten"
    SEALED = "sealed"


@dataclass(frozen=True)
class Certificate:
    """That something was removed. `number` is its place in the chain, `kinds` how many of each kind and their digest."""

    id: str
    why: Why
    person: str
    at: datetime
    kinds: Mapping[str, tuple[int, str]]
    ids: Mapping[str, tuple[str, ...]]
    state: State
    number: int = 0
    sealed: datetime | None = None
    previous: str = ""
    hash: str = ""

    @property
    def count(self) -> int:
        return sum(count for count, _ in self.kinds.values())


def fold(digest: str, ids: Iterable[str]) -> str:
    """The digest of a list of ids in the order they went; given the digest so far, of a list that goes on."""
    for one in ids:
        digest = hashlib.sha256(f"{digest}\n{one}".encode()).hexdigest()
    return digest


def sealing(certificate: Certificate, number: int, previous: str) -> str:
    """The hash that seals a certificate into its place in the chain."""
    body = {
        "number": number,
        "id": certificate.id,
        "why": certificate.why.value,
        "person": certificate.person,
        "at": certificate.at.isoformat(),
        "kinds": {kind: [count, digest] for kind, (count, digest) in certificate.kinds.items()},
        "previous": previous,
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def broken(chain: Iterable[Certificate]) -> str:
    """The id of the first certificate, of all in their order, that is not as it was sealed; empty where all are."""
    before = FIRST
    for number, one in enumerate(chain, 1):
        listed = all(fold("", one.ids[kind]) == one.kinds.get(kind, (0, ""))[1] for kind in one.ids)
        sealed = one.hash == sealing(one, number, before)
        if one.number != number or one.previous != before or not (listed and sealed):
            return one.id
        before = one.hash
    return ""
