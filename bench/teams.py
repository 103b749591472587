"""How soon Teams is answered, beside Slack's path, and whether Slack hears as soon while Microsoft's keys cannot be had.

    python -m bench.teams                       idle, 8 a second for a minute, 1,000 events flat out, and the hanging keys
    python -m bench.teams --only keys           Slack's events alone, while the host of the keys hangs and tokens are forged

Everything runs on one machine: the load, the stand-ins for Teams and Slack, and the server share its cores.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from bench import load
from bench.latency import compared, told
from bench.load import Connection, Measured
from bench.serving import TEAM_PEOPLE, Server, fill, peerwalk, slack_api
from bot.message import Address
from store import people
from store.engine import open_store, sqlite_url
from tests.fake_teams import APP, SECRET, TENANT, FakeTeams, fake_teams, signing_key
from tests.teams_driver import activity, user

CONCURRENT = 8
FORGED = 50  # tenants that tokens name, each once a second
_words = Console(stderr=True, highlight=False)
_numbers = itertools.count(1)


def note(teams: FakeTeams) -> dict[str, Any]:
    """A direct message that is a note: every one is another from the next person."""
    number = next(_numbers)
    said = f"All six staff we asked knew whom to tell, and said so without looking it up ({number})"
    return activity(teams, TEAM_PEOPLE[number % len(TEAM_PEOPLE)], text=said)


def invoke(teams: FakeTeams) -> dict[str, Any]:
    """*Write a note* where one writes: somebody waits for the dialog."""
    person = TEAM_PEOPLE[next(_numbers) % len(TEAM_PEOPLE)]
    value = {"commandId": "write_note", "commandContext": "compose"}
    return activity(teams, person, "invoke", name="composeExtension/fetchTask", value=value)


def _bearing(token: str, _body: bytes) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@dataclass
class Load:
    """Activities to one server, each signed as Microsoft signs; when each was sent, and when its mark came."""

    url: str
    teams: FakeTeams
    make: Callable[[FakeTeams], dict[str, Any]]
    sent: dict[str, float] = field(default_factory=dict)
    answered: Measured = field(default_factory=Measured)

    def __post_init__(self) -> None:
        self.proof = partial(_bearing, self.teams.token())  # Microsoft, too, uses a token for an hour

    async def paced(self, *, per_second: float, seconds: float) -> None:
        """So many a second; each has a connection of its own, so that none waits for another."""
        began, under_way = time.perf_counter(), []
        for number in range(int(per_second * seconds)):
            await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
            under_way.append(asyncio.create_task(self._one(Connection(self.url, self.proof))))
        await asyncio.gather(*under_way)

    async def flat_out(self, events: int) -> None:
        """So many altogether, a few under way all the time."""
        began, left = time.perf_counter(), iter(range(events))

        async def one() -> None:
            connection = Connection(self.url, self.proof)
            for _ in left:
                await self._one(connection)

        await asyncio.gather(*(one() for _ in range(CONCURRENT)))
        self.answered.seconds = time.perf_counter() - began

    async def _one(self, connection: Connection) -> None:
        sent = self.make(self.teams)
        body, began = json.dumps(sent).encode(), time.perf_counter()
        self.sent[sent["id"]] = began
        if await connection.send(body) == load.OK:
            self.answered.latencies.append(time.perf_counter() - began)
        else:
            self.answered.refused += 1


@contextmanager
def served(folder: Path, name: str) -> Iterator[tuple[Server, FakeTeams, list[str]]]:
    """Peerwalk with Slack and Teams on; with its reviewers' users in Slack."""
    database = sqlite_url(folder / f"{name}.db")
    users = fill(database)
    store = open_store(database)
    with store.writing() as session:
        for person in TEAM_PEOPLE:
            people.add_address(session, Address("teams", TENANT, user(person)), person)
    store.close()
    with fake_teams(folder) as teams, slack_api() as api:
        more = {
            "PEERWALK_TEAMS_APP_ID": APP,
            "PEERWALK_TEAMS_TENANT_ID": TENANT,
            "PEERWALK_TEAMS_CLIENT_SECRET": SECRET,
            "PEERWALK_TEAMS_OPENID_URL": teams.openid_url,
            "PEERWALK_TEAMS_LOGIN_URL": teams.login_url,
        }
        # Each token that is turned away is a line in its log.
        with (
            (folder / f"{name}.log").open("wb") as log,
            peerwalk(database, folder, api, more=more, log=log.fileno()) as server,
        ):
            at = server.url.replace("/slack/events", "/teams/messages")
            asyncio.run(Load(at, teams, note).paced(per_second=1, seconds=6))  # what is read at first is read
            yield Server(at, server.process, server.started_in), teams, users


def paced(folder: Path, idle: float, seconds: float, rate: float) -> dict[str, Any]:
    """From an activity's arrival to its answer; for a note, to its mark, too."""
    found: dict[str, Any] = {}
    with served(folder, "paced") as (server, teams, _):
        for (name, per_second, long), make in itertools.product(
            (("idle", 0.5, idle), (f"at_{rate:g}_a_second", rate, seconds)), (note, invoke)
        ):
            _words.print(f"  {make.__name__}: {per_second:g} a second for {long:g} s")
            marks = _Marks(teams)
            one = Load(server.url, teams, make)
            asyncio.run(one.paced(per_second=per_second, seconds=long))
            held = {"answered": told(one.answered)}
            found.setdefault(name, {})[make.__name__] = held | (marks.of(one) if make is note else {})
    return found


class _Marks:
    """Notes the time of each mark that is put on a message."""

    def __init__(self, teams: FakeTeams) -> None:
        self.at: dict[str, float] = {}
        teams.reactions = _Heard(self.at)

    def of(self, load: Load) -> dict[str, Any]:
        for _ in range(600):  # those under way have half a minute
            if load.sent.keys() <= self.at.keys():
                break
            time.sleep(0.05)
        return {"marked": told(Measured([self.at[one] - began for one, began in load.sent.items() if one in self.at]))}


class _Heard(list[tuple[str, str]]):
    def __init__(self, at: dict[str, float]) -> None:
        super().__init__()
        self._at = at

    def append(self, item: tuple[str, str]) -> None:
        self._at[item[0]] = time.perf_counter()
        super().append(item)


def dispatch(folder: Path, events: int) -> dict[str, Any]:
    """Notes as fast as they go, from Teams and then, on the same server, from Slack; and what each costs the server."""
    found: dict[str, Any] = {}
    with served(folder, "dispatch") as (server, teams, users):
        one, slack = Load(server.url, teams, note), server.url.replace("/teams/messages", "/slack/events")
        began = _cpu(server)
        asyncio.run(one.flat_out(events))
        found["teams"] = compared(one.answered) | {"cpu_ms_each": round(1000 * (_cpu(server) - began) / events, 1)}
        began = _cpu(server)
        taken = asyncio.run(load.flat_out(slack, users, concurrent=CONCURRENT, seconds=3600, events=events))
        found["slack"] = compared(taken) | {"cpu_ms_each": round(1000 * (_cpu(server) - began) / events, 1)}
        found["megabytes"] = round(server.megabytes())
    return found


def _cpu(server: Server) -> float:
    """Seconds of a core that the server has taken: unlike the times, the same on a loaded machine."""
    return float(sum(server.process.cpu_times()[:2]))


def keys(folder: Path, seconds: float, rate: float) -> dict[str, Any]:
    """Slack's signed events, alone, and then while the host of Microsoft's keys hangs and tokens of many tenants come.

    `busy` is the share of one core that the server took.
    """
    found: dict[str, Any] = {}
    with served(folder, "keys") as (server, teams, users):
        slack = server.url.replace("/teams/messages", "/slack/events")
        for name, hang in (("slack_alone", None), ("slack_meanwhile", threading.Event())):
            teams.keys_hang = hang
            _words.print(f"  {name}: {rate:g} a second for {seconds:g} s")
            statuses: Counter[int] = Counter()
            began = _cpu(server)
            events = load.paced(slack, users, per_second=rate, concurrent=CONCURRENT, seconds=seconds)
            taken = asyncio.run(_beside(events, server.url, teams, statuses, hang))
            longest = round(1000 * max(taken.latencies), 1)
            busy = round((_cpu(server) - began) / seconds, 2)
            found[name] = {"acknowledged": told(taken), "longest_ms": longest, "refused": taken.refused, "busy": busy}
        found["forged"] = {str(status): count for status, count in sorted(statuses.items())}
        found["keys_asked_for"] = teams.key_fetches
        if hang is not None:
            hang.set()
    return found


def _forged(teams: FakeTeams, number: int) -> list[str]:
    """Tokens that name one tenant, by the issuers that Microsoft has or had."""
    tenant = f"33333333-0000-4000-8000-{number:012d}"
    issuers = (
        f"https://sts.windows.net/{tenant}/",
        f"https://login.microsoftonline.com/{tenant}/v2.0",
        "https://api.botframework.com",
    )
    key = signing_key("forged")
    return [teams.token(key=key, kid=f"forged-{tenant}", iss=issuer, tid=tenant) for issuer in issuers]


async def _beside(
    doing: Any, url: str, teams: FakeTeams, statuses: Counter[int], hang: threading.Event | None
) -> Measured:
    """Do it while forged tokens come, if the keys hang: each of fifty tenants once a second, by three issuers in turn."""

    async def forge(tokens: list[str]) -> None:
        await asyncio.sleep(random.random())
        for token in itertools.cycle(tokens):
            connection = Connection(url, partial(_bearing, token))
            statuses[await connection.send(json.dumps(note(teams)).encode())] += 1
            connection.close()
            await asyncio.sleep(1)

    flood = [asyncio.create_task(forge(_forged(teams, number))) for number in range(FORGED)] if hang else []
    taken: Measured = await doing
    for each in flood:
        each.cancel()
    await asyncio.gather(*flood, return_exceptions=True)
    return taken


def main() -> None:
    """Run everything and print the figures as JSON."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--idle", type=float, default=20, help="seconds with one event every two seconds")
    wanted.add_argument("--paced", type=float, default=60, help="seconds at the rate")
    wanted.add_argument("--rate", type=float, default=8, help="events a second")
    wanted.add_argument("--events", type=int, default=1_000, help="for dispatch")
    wanted.add_argument("--only", choices=["paced", "dispatch", "keys"], default="")
    given = wanted.parse_args()
    runs: dict[str, Callable[[Path], dict[str, Any]]] = {
        "paced": lambda folder: paced(folder, given.idle, given.paced, given.rate),
        "dispatch": lambda folder: dispatch(folder, given.events),
        "keys": lambda folder: keys(folder, given.paced / 2, given.rate),
    }
    found: dict[str, Any] = {"load_before": os.getloadavg()}
    with tempfile.TemporaryDirectory() as name:
        for run, measure in runs.items():
            if given.only in {"", run}:
                _words.print(run)
                found[run] = measure(Path(name))
    json.dump(found | {"load_after": os.getloadavg()}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
