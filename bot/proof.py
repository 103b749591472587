"""The proof sheet: what the guard stopped, month by month and kind by kind. Counts of what was stopped, never of people or schools."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from bot.domain import permission
from bot.domain.acts import TRUST
from bot.domain.permission import Act
from bot.look import Looking, NotForYouError
from bot.message import Button, Card, Visit, Words
from bot.wording import Wording
from store import guarding, people

FILE = "guard"
MOST_MONTHS = 24
REFUSED = "refused"


@dataclass(frozen=True)
class Month:
    """What was stopped in one month: kinds in words, each with how often."""

    first: date
    refused: tuple[tuple[str, int], ...]
    asked: tuple[tuple[str, int], ...]


def proof(look: Looking) -> tuple[Card, ...]:
    """The sheet as cards, for whoever answers for it."""
    if not permission.may_in_trust(look.me, Act.SEE_PROOF, look.now.date()):
        raise NotForYouError
    months = tuple(_months(look.session, look.wording))[:MOST_MONTHS]
    back = Button(look.wording.line(FILE, "go_settings"), Visit("settings", TRUST))
    head = _card(
        look.wording, "proof", back, trust=people.directory(look.session).trust, on=look.now, some=bool(months)
    )
    return (head, *(_card(look.wording, "proof_month", month=month) for month in months))


def proof_words(session: Session, wording: Wording) -> Iterator[Words]:
    """Every month of it, to print."""
    for month in _months(session, wording):
        yield wording.words(FILE, "proof_month_title", month=month)
        yield wording.words(FILE, "proof_month", month=month)


def _months(session: Session, wording: Wording) -> Iterator[Month]:
    for month, rows in groupby(guarding.stopped(session), key=lambda row: row[0]):
        counts: dict[bool, list[tuple[str, int]]] = {True: [], False: []}
        for _, label, outcome, count in rows:
            counts[outcome == REFUSED].append((wording.line(FILE, f"kind_{label}"), count))
        yield Month(date.fromisoformat(f"{month}-01"), tuple(counts[True]), tuple(counts[False]))


def _card(wording: Wording, block: str, *buttons: Button, **facts: object) -> Card:
    title = wording.line(FILE, f"{block}_title", **facts)
    return Card(wording.line(FILE, "proof_notice"), title, wording.words(FILE, block, **facts), buttons=buttons)
