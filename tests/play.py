"""A small stage for tests: people of the demo trust act, and everybody's screen can be looked at.

Real parts throughout: a real store, the real turn, the real looks. Only the clock and the ids are ours, so that a play
is the same each time.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.acts import TRUST, About
from bot.looks import Looks
from bot.message import (
    Address,
    Answer,
    Answered,
    AnyEvent,
    Back,
    Begin,
    Button,
    Card,
    Noted,
    Route,
    Routed,
    Said,
    Source,
    Started,
    Submit,
    Turned,
    Visit,
    plain,
)
from bot.notices import compose
from bot.turn import Turns
from bot.wording import Wording
from store import act_rows
from store.act_rows import ActRecord
from store.engine import Store
from store.row import Base
from store.tables import ActRow

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECRET = b"a secret for tests"
WORDING = Wording()

LEAD, REVIEWER, GUEST = "lead-reviewer", "reviewer", "guest"
HEAD, DSL, GOVERNOR = "larkfield-head", "larkfield-dsl", "larkfield-governor"
TRUST_LEAD, TRUSTEE, OTHER_HEAD, DPO = "trust-lead", "trustee", "stanmoor-head", "dpo"


def the(kind: str, thing: str) -> About:
    return About(kind, thing)


@dataclass
class Play:
    """One trust with its people; `act` takes anybody's turn and remembers every card that anybody was shown."""

    store: Store
    now: datetime = NINE
    shown: list[tuple[str, Card]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    prefix: str = ""
    at: dict[str, Address] = field(default_factory=dict)
    """Where somebody acts from, if not on the web."""
    _number: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.turns = Turns(self.store, WORDING, SECRET, clock=lambda: self.now, ids=self.fresh)
        self.looks = Looks(self.store, WORDING, clock=lambda: self.now)

    @property
    def today(self) -> date:
        return self.now.date()

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def fresh(self) -> str:
        return f"{self.prefix}id{next(self._number):05}"

    # ── Acting ──────────────────────────────────────────────────────────────────────────────

    def key(self) -> tuple[str, ...]:
        return (f"{self.prefix}key{next(self._number)}",)

    def who(self, person: str) -> Address:
        return self.at.get(person) or Address("web", "", person)

    def take(self, person: str, event: AnyEvent) -> Turned:
        turned = self.turns.take(event)
        if turned.reply is not None:
            self.shown.append((person, turned.reply))
        return turned

    def start(
        self,
        person: str,
        dialog: str,
        about: About = TRUST,
        given: Mapping[str, Answer] | None = None,
        preset: Mapping[str, Answer] | None = None,
    ) -> Turned:
        return self.take(person, Started(self.key(), self.who(person), dialog, about, given or {}, preset or {}))

    def answer(self, person: str, asked: Turned | Card, **values: Answer) -> Turned:
        card = reply(asked)
        return self.take(person, Answered(self.key(), self.who(person), card.conversation, card.asking, values))

    def send(self, person: str, asked: Turned | Card, event: Submit, **values: Answer) -> Turned:
        """Press a button that sends the form: the guard's own, mostly."""
        card = reply(asked)
        held = {**box(card), **values}
        return self.take(
            person,
            Answered(
                self.key(),
                self.who(person),
                card.conversation,
                card.asking,
                held,
                masked=event.masked,
                waived=event.waived,
            ),
        )

    def back(self, person: str, asked: Turned | Card, **values: Answer) -> Turned:
        card = reply(asked)
        return self.take(
            person, Answered(self.key(), self.who(person), card.conversation, card.asking, values, back=True)
        )

    def note(self, person: str, words: str, room: str = "", message: str = "") -> Turned:
        source = Source("D1", message) if message else None
        return self.take(person, Noted(self.key(), self.who(person), words, room, source))

    def say(self, person: str, words: str) -> Turned:
        return self.take(person, Said(self.key(), self.who(person), words))

    def press(self, person: str, shown: Turned | Card, label: str, **values: Answer) -> Turned:
        """Press a button by its label, as a platform would read it."""
        card = reply(shown)
        return self.act(person, card, button(card, label), values)

    def act(self, person: str, card: Card, pressed: Button, values: Mapping[str, Answer]) -> Turned:
        match pressed.action:
            case Begin(dialog, about, given, preset):
                return self.start(person, dialog, about, given, preset)
            case Submit() as event:
                return self.send(person, card, event, **values)
            case Back():
                return self.back(person, card, **values)
            case Route(route, name, concern, school, tried):
                here = card.conversation, card.asking, {**box(card), **values}
                return self.take(
                    person, Routed(self.key(), self.who(person), route, name, concern, school, tried, *here)
                )
            case Visit() as visit:
                for seen in self.visit(person, visit):
                    self.shown.append((person, seen))
                return Turned(None)

    # ── Looking ─────────────────────────────────────────────────────────────────────────────

    def visit(self, person: str, visit: Visit) -> tuple[Card, ...]:
        return self.looks.visit(self.who(person), visit)

    def see(self, person: str, view: str, about: About = TRUST) -> tuple[Card, ...]:
        return self.visit(person, Visit(view, about))

    def home(self, person: str) -> tuple[Card, ...]:
        return self.see(person, "home")

    def rows(self, statement: Any) -> Sequence[Any]:
        with self.store.reading() as session:
            return session.execute(statement).all()

    def count(self, table: type[Base]) -> int:
        return len(self.rows(select(table)))

    def notices(self) -> list[tuple[ActRecord, Card | None]]:
        """Every act as it would be worded now."""
        with self.store.reading() as session:
            acts = [act_rows.record(session, row) for row in session.scalars(select(ActRow).order_by(ActRow.made))]
            return [(act, compose(session, WORDING, act)) for act in acts if act.notice]

    def inside(self, look: Callable[[Session], Any]) -> Any:
        with self.store.reading() as session:
            return look(session)

    def contents(self) -> bytes:
        """All bytes of the SQLite file and what stands beside it."""
        path = Path(self.store.url.removeprefix("sqlite:///"))
        beside = (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm"))
        return b"".join(file.read_bytes() for file in beside if file.exists())

    def dump(self) -> str:
        """Every value of every table, on either database."""
        with self.store.reading() as session:
            cursor: Any = session.connection().connection.cursor()
            found = [cursor.execute(f"SELECT * FROM {name}").fetchall() for name in Base.metadata.tables]
            return "\n".join(repr(row) for rows in found for row in rows)

    # ── A transcript ────────────────────────────────────────────────────────────────────────

    def tell(self, person: str, done: str, turned: Turned) -> Turned:
        """Write into the transcript what somebody did and what they saw."""
        self.log += ["", f"{person} {done}"]
        if turned.reply is not None:
            self.log += drawn(turned.reply)
        return turned

    def screens(self, *persons: str) -> None:
        """Write everybody's Home and channel into the transcript."""
        for person in persons:
            self.log += ["", f"{person} looks at Home"]
            for card in self.home(person):
                self.log += drawn(card)


def reply(shown: Turned | Card) -> Card:
    card = shown.reply if isinstance(shown, Turned) else shown
    assert card is not None, "there was no reply"
    return card


def box(card: Card) -> dict[str, Answer]:
    """What stands in a card's form, as its platform would send it back untouched."""
    return {item.key: item.value for item in card.inputs if item.value} | {
        item.key: item.value[0]
        for item in card.inputs
        if isinstance(item.value, tuple) and item.value and not getattr(item, "several", False)
    }


def button(card: Card, label: str) -> Button:
    found = [pressed for pressed in card.buttons if pressed.label == label]
    assert found, f"no button {label!r} among {[pressed.label for pressed in card.buttons]}"
    return found[0]


def labels(shown: Turned | Card) -> list[str]:
    return [pressed.label for pressed in reply(shown).buttons]


def words(shown: Turned | Card | tuple[Card, ...]) -> str:
    """All words of a card or a screen."""
    cards = shown if isinstance(shown, tuple) else (reply(shown),)
    return "\n".join(f"{card.title}\n{plain(card.words)}{besides(card)}" for card in cards)


def besides(card: Card) -> str:
    """What a card says to whoever opens its second part."""
    return f"\n{card.more.label}\n{plain(card.more.words)}" if card.more else ""


def everything(card: Card) -> str:
    """All that a card holds, in its words, form and buttons."""
    return repr(card)


def drawn(card: Card) -> list[str]:
    lines = [f"  | {card.title}"]
    lines += [f"  |   ? {item.label}" + (f"  ({item.error})" if item.error else "") for item in card.inputs]
    if card.buttons:
        lines.append("  |   " + " ".join(f"[{pressed.label}]" for pressed in card.buttons))
    return lines
