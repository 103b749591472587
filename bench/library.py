"""How long the practice library takes to be searched with a hundred thousand cards in it.

    python -m bench.library                      on SQLite and PostgreSQL, about four minutes
    python -m bench.library --only sqlite --cards 20000

Cards have as many words as real ones, drawn as words are: a few in every second card, most in very few. Each search is
a whole page as somebody sees it, with the schools that tried it or say that it worked, on a warm reader. `cpu` is what
it took of our own process, whatever else the machine was doing; on SQLite that is all of it.
"""

import argparse
import json
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from bench.load import Measured
from bench.serving import fill
from bench.turns import postgres
from bot.domain.affirmation import State
from bot.domain.library import Wanted, mark
from bot.domain.plain_words import plain_words
from bot.domain.reply import ReplyState, Sort
from store import full_text, kept_frameworks, library, people
from store.engine import Store, open_store, sqlite_url
from store.library_tables import LibraryCardRow, PracticeReplyRow
from store.tables import AffirmationRow, NoteRow

WORDS, TAKEN = 20_000, (70, 160)
_FIELD = [
    "staff",
    "pupils",
    "attendance",
    "gate",
    "register",
    "lunchtime",
    "induction",
    "governors",
    "referral",
    "families",
    "online",
    "training",
]
_words = Console(stderr=True, highlight=False)
_Rows = list[dict[str, Any]]


def vocabulary() -> tuple[list[str], list[float]]:
    """Words from the most to the least common, and how common each is, added up."""
    made = ["".join(one) for one in product(("ba", "ce", "di", "fo", "gu", "ha", "le", "mi", "no", "ru"), repeat=5)]
    Random(5).shuffle(made)
    found = [*_FIELD, *made][:WORDS]
    return found, list(accumulate(1 / (place + 2) for place in range(len(found))))


def fill_library(store: Store, cards: int) -> None:
    """Put cards on the shelf, with what came home to every fifth."""
    drawn, (every, common), now = Random(7), vocabulary(), datetime.now(UTC)
    with store.writing() as session:
        note = session.scalars(select(NoteRow)).first()
        parts = [part.id for area in kept_frameworks.chosen(session).areas for part in area.sub_areas]
        schools = list(people.directory(session).schools.values())
        if note is None:
            raise RuntimeError("no note to draw from")
        for first in range(1, cards + 1, 5000):
            affirmations: _Rows = []
            shelf: _Rows = []
            replies: _Rows = []
            for number in range(first, min(first + 5000, cards + 1)):
                own, school, node = f"bench-{number:06}", drawn.choice(schools), drawn.choice(parts)
                said = " ".join(drawn.choices(every, cum_weights=common, k=drawn.randint(*TAKEN)))
                at = now - timedelta(minutes=cards - number)
                affirmations.append(
                    {
                        "id": own,
                        "review": note.review,
                        "note": note.id,
                        "node": node,
                        "drafter": note.writer,
                        "state": State.POSTED,
                        "version": 1,
                        "public_version": 1,
                        **dict.fromkeys(("agreed_by", "approved_by", "delegate", "contact"), ""),
                        "posted_at": at,
                        "beyond": False,
                        "published": at,
                    }
                )
                area = node.split(".")[0]
                marks = (("area", area), ("part", node), ("phase", school.phase), ("kind", school.kind))
                shelf.append(
                    {
                        "number": number,
                        "affirmation": own,
                        "person": note.writer,
                        "title": said[:60],
                        "lead": said[:220],
                        "words": " ".join(dict.fromkeys(plain_words(said))),
                        "marks": " ".join(mark(*one) for one in marks),
                        "school": school.id,
                        "node": node,
                        "published": at,
                    }
                )
                if number % 5 == 0:
                    replies.append(
                        {
                            "id": f"reply-{own}",
                            "affirmation": own,
                            "sort": Sort.TRYING,
                            "state": ReplyState.OPEN,
                            "person": note.writer,
                            "school": schools[0].id,
                            **dict.fromkeys(("contact", "kind", "tried"), ""),
                            "on_card": True,
                            "due": None,
                            "asked": None,
                            "at": at,
                        }
                    )
            session.execute(insert(AffirmationRow), affirmations)
            session.execute(insert(LibraryCardRow), shelf)
            session.execute(insert(PracticeReplyRow), replies)


def searches(session: Session) -> dict[str, list[Wanted]]:
    """What is looked for, twenty of each sort."""
    every, _ = vocabulary()
    schools = list(people.directory(session).schools.values())
    phase, kind = schools[0].phase, schools[0].kind
    return {
        "newest": [Wanted()],
        "a_common_word": [Wanted(word) for word in every[:20]],
        "a_word_now_and_then": [Wanted(every[place]) for place in range(200, 1200, 50)],
        "a_rare_word": [Wanted(every[-place]) for place in range(1, 21)],
        "two_words": [Wanted(f"{every[place]} {every[place + 40]}") for place in range(20)],
        "two_words_of_which_one_is_rare": [Wanted(f"{every[place]} {every[-place - 1]}") for place in range(20)],
        "the_beginning_of_a_word": [
            Wanted(every[place][:length]) for place in range(12, 32) for length in (3, 4, 6, 8)
        ],
        "a_question": [Wanted(f"how do {every[place]} and {every[place + 9]} get {every[80]}?") for place in range(20)],
        "no_such_word": [Wanted(f"zyx{number}") for number in range(20)],
        "only_some_of_the_words": [Wanted(f"zyx{number} {every[number]}") for number in range(20)],
        "a_sub_area": [Wanted(node="A-7.3"), Wanted(node="A-2"), Wanted(theme="attendance")],
        "schools_like_mine": [Wanted(phase=phase, kind=kind), Wanted(phase=phase, kind="special")],
        "a_word_and_filters": [
            Wanted(word, theme="online_safety", phase=phase, kind=kind) for word in (*every[:10], *every[300:310])
        ],
        "a_page_far_back": [Wanted(word, before=number) for word in every[:10] for number in (500, 5_000, 50_000)],
    }


def measure(url: str, cards: int, seconds: float) -> dict[str, Any]:
    """One database: its cards, then each sort of search for a while."""
    fill(url)
    store = open_store(url)
    began = time.perf_counter()
    fill_library(store, cards)
    found: dict[str, Any] = {"cards": cards, "put_on_the_shelf_s": round(time.perf_counter() - began, 1)}
    if store.is_sqlite:
        began = time.perf_counter()
        with store.write.begin() as connection:
            full_text.make_anew(connection)
        found["index_made_anew_s"] = round(time.perf_counter() - began, 1)
    else:
        with store.write.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    with store.reading() as session:
        asked = searches(session)
    for name, wanted in asked.items():
        taken: list[float] = []
        worked: list[float] = []
        until = time.perf_counter() + seconds
        while len(taken) < 3 * len(wanted) + 30 or time.perf_counter() < until:
            one = wanted[len(taken) % len(wanted)]
            began, working = time.perf_counter(), time.thread_time()
            with store.reading() as session:
                library.search(session, one)
            taken.append(time.perf_counter() - began)
            worked.append(time.thread_time() - working)
        found[name] = {
            f"{kind}p{share}_ms": round(Measured(times[len(wanted) :], 0, seconds).milliseconds(share / 100), 1)
            for kind, times in (("", taken), ("cpu_", worked))
            for share in (50, 99)
        }
        _words.print(f"  {name}: {found[name]}")
    store.close()
    return found


def main() -> None:
    """Measure, and print the figures as JSON."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--only", choices=["sqlite", "postgresql"], default="")
    wanted.add_argument("--cards", type=int, default=100_000)
    wanted.add_argument("--seconds", type=float, default=4, help="for each sort of search")
    given = wanted.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        if given.only in {"", "sqlite"}:
            _words.print("SQLite")
            found["sqlite"] = measure(sqlite_url(Path(name) / "bench.db"), given.cards, given.seconds)
        if given.only in {"", "postgresql"}:
            _words.print("PostgreSQL")
            with postgres(Path(name)) as url:
                found["postgresql"] = measure(url, given.cards, given.seconds)
    json.dump(found, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
