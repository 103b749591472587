"""How long the clock takes: to plan, to look at twenty thousand people while notes come in, and to do nothing.

    python -m bench.clock                        all of it, on SQLite and PostgreSQL
    python -m bench.clock --only plan            five hundred people with forty questions each, decided
    python -m bench.clock --only sqlite --due 20000 --asked 2000
    python -m bench.clock --only idle --idle 120

Of those due, `--asked` have a question that is sent; for the rest it is found that nothing is to be done yet. Notes
come in by eight a second meanwhile, in the same process, as they would.
"""

import argparse
import itertools
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from bench.load import Measured
from bench.serving import fill, peerwalk, slack_api
from bench.turns import postgres
from bot.domain.asking import decide
from bot.domain.depth import Owner
from bot.domain.own_time import Asked, Open
from bot.domain.people import Person, School
from bot.domain.prompt import SetSort
from bot.domain.prompt_changes import PlannedPrompt, PromptsPlanned
from bot.domain.terms import WHOLE_TRUST, Calendar, Sort, Span
from bot.domain.windows import usual
from bot.ending import make
from bot.message import Address, Noted
from bot.timekeeper import Timekeeper
from bot.turn import Turns, new_id, utc_now
from bot.wording import Wording
from store.engine import Store, open_store, sqlite_url
from store.made import Made
from store.prompt_tables import PromptRow
from store.tables import AddressRow, PersonRow

PEOPLE, PROMPTS = 500, 40
NOTES_A_SECOND = 8
ZONE = ZoneInfo("Europe/London")
_words = Console(stderr=True, highlight=False)


def plan() -> dict[str, float]:
    """Decide for everybody, at the beginning of a term, with the terms of a year known."""
    terms = (("2026-09-02", "2026-10-23"), ("2026-11-02", "2026-12-18"), ("2027-01-04", "2027-02-12"))
    spans = tuple(Span(date.fromisoformat(first), date.fromisoformat(last), Sort.TERM) for first, last in terms)
    calendar, school = Calendar({WHOLE_TRUST: spans}), School("oak", "Oak")
    now = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def open_(person: int) -> list[Open]:
        before = date(2026, 12, 4) if person % 2 else None
        return [Open(f"{n}", f"s{n % 3}", 2, n % 10 == 0, None, before, order=n) for n in range(PROMPTS)]

    def away(day: date) -> bool:
        return calendar.is_away(day, school)

    people = [(Asked(ZONE, usual(Person("p", "P")), is_away=away), open_(n)) for n in range(PEOPLE)]
    began, spent = time.perf_counter(), time.process_time()
    sent = sum(len(decide(who, prompts, now).send) for who, prompts in people)
    return {
        "people": PEOPLE,
        "questions": PEOPLE * PROMPTS,
        "sent": sent,
        "seconds": _seconds(began),
        "cpu_seconds": round(time.process_time() - spent, 2),
    }


def _seconds(began: float) -> float:
    return round(time.perf_counter() - began, 2)


def due_at(store: Store, due: int, asked: int, school: str = "larkfield") -> None:
    """So many people to look at: of some a question is to be sent, the others' is not to be sent before a month is over."""
    people = [f"due-{number:05d}" for number in range(due)]
    with store.writing() as session:
        session.execute(insert(PersonRow), [_person(one) for one in people])
        web = [{"platform": "web", "tenant": "", "user": one, "person": one, "last_used": None} for one in people]
        session.execute(insert(AddressRow), web)
    for start in range(0, due, 500):
        planned = tuple(
            PlannedPrompt("A-7.3/dsl", "Who knows?", "A-7.3", Owner.DSL, one, 2, sensitive=False)
            for one in people[start : start + 500]
        )
        made = PromptsPlanned(f"set-{start}", SetSort.PULSE, school, "", "", "trust-lead", None, planned)
        with store.writing() as session:
            _make(session, made)
    with store.writing() as session:
        later = update(PromptRow).where(PromptRow.person.like("due-%"), PromptRow.person >= f"due-{asked:05d}")
        session.execute(later.values(not_before=utc_now() + timedelta(days=40)))


def _make(session: Session, made: PromptsPlanned) -> None:
    make(session, [made], Made("trust-lead", utc_now(), "web"), lambda _session, _rows: None, new_id)


def _person(one: str) -> dict[str, Any]:
    empty = {"guest_of": "", "email": "", "works_from": "", "works_to": "", "chosen_review": ""}
    nothing = {"until": None, "trained": None, "left": None, "erased": None}
    return {"id": one, "name": "A Person", "working_days": [], "expertise": [], **empty, **nothing}


def drain(url: str, due: int, asked: int) -> dict[str, Any]:
    """Look at everybody who is due while notes come in."""
    users = fill(url)
    store = open_store(url)
    due_at(store, due, asked)
    monday = _monday()
    keeper = Timekeeper(store, ZONE, new_id, lambda _session, _rows: None, lambda: monday)
    turns = Turns(store, Wording(), b"bench")
    alone = Measured(_notes(turns, users, "alone", lambda number: number < 5 * NOTES_A_SECOND))
    longest: list[float] = []
    plain = keeper.some

    def timed() -> tuple[int, float]:
        looked, wrote = plain()
        longest.append(wrote)
        return looked, wrote

    keeper.some = timed  # type: ignore[method-assign]
    looked: list[int] = []
    began, cpu = time.perf_counter(), time.process_time()
    draining = threading.Thread(target=lambda: looked.append(keeper.drain()))
    draining.start()
    meanwhile = Measured(_notes(turns, users, "meanwhile", lambda _number: draining.is_alive()))
    draining.join()
    took, spent = _seconds(began), round(time.process_time() - cpu, 1)
    store.close()
    longest.sort()
    return {
        "due": due,
        "asked": asked,
        "looked_at": looked[0],
        "seconds": took,
        "cpu_seconds": spent,
        "transactions": len(longest),
        "transaction_p50_ms": round(1000 * longest[len(longest) // 2]),
        "transaction_p99_ms": round(1000 * longest[int(len(longest) * 0.99)]),
        "note_alone": _told(alone),
        "note_meanwhile": _told(meanwhile),
    }


def _told(measured: Measured) -> dict[str, float]:
    shares = {"p50_ms": 0.5, "p99_ms": 0.99}
    found = {name: round(measured.milliseconds(share), 1) for name, share in shares.items()}
    return {"notes": len(measured.latencies), **found}


def _monday() -> datetime:
    """Ten o'clock on the next Monday, when the bot may ask."""
    day = utc_now().date() + timedelta(days=7 - utc_now().weekday())
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def _notes(turns: Turns, users: list[str], prefix: str, more: Callable[[int], bool]) -> list[float]:
    """Notes at a steady rate, one after the other; how long each took from when it should have begun."""
    latencies: list[float] = []
    began = time.perf_counter()
    for number in itertools.count():
        if not more(number):
            return latencies
        starts = began + number / NOTES_A_SECOND
        time.sleep(max(0.0, starts - time.perf_counter()))
        who = Address("slack", "TBENCH", users[number % len(users)])
        text = f"All six staff we asked knew whom to tell, and said so without looking it up ({number})"
        starts = time.perf_counter()
        turns.take(Noted((f"{prefix}:{number}",), who, text))
        latencies.append(time.perf_counter() - starts)
    return latencies


def idle(folder: Path, seconds: float) -> dict[str, float]:
    """CPU of a serving process that nobody uses, as a share of one core, its ticks among it."""
    url = sqlite_url(folder / "idle.db")
    fill(url)
    with slack_api() as api, peerwalk(url, folder, api, more={"PEERWALK_POST_INTERVAL": "1"}) as server:
        time.sleep(10)
        process = server.process
        before, began = process.cpu_times(), time.perf_counter()
        time.sleep(seconds)
        after, took = process.cpu_times(), time.perf_counter() - began
        spent = after.user + after.system - before.user - before.system
        return {"seconds": round(took), "cpu_percent_of_a_core": round(100 * spent / took, 1)}


def main(given: Iterable[str] | None = None) -> None:
    """Run everything and print the figures as JSON."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--due", type=int, default=20_000)
    wanted.add_argument("--asked", type=int, default=2_000)
    wanted.add_argument("--idle", type=float, default=120)
    wanted.add_argument("--only", choices=["plan", "sqlite", "postgresql", "idle"], default="")
    said = wanted.parse_args(None if given is None else list(given))
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if said.only in {"", "plan"}:
            found["plan"] = plan()
        if said.only in {"", "sqlite"}:
            _words.print("SQLite")
            found["sqlite"] = drain(sqlite_url(folder / "due.db"), said.due, said.asked)
        if said.only in {"", "postgresql"}:
            _words.print("PostgreSQL")
            with postgres(folder) as url:
                found["postgresql"] = drain(url, said.due, said.asked)
        if said.only in {"", "idle"}:
            _words.print("nothing to do")
            found["idle"] = idle(folder, said.idle)
    json.dump(found, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
