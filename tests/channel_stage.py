"""The trust channel on a made-up Slack and a made-up Teams at once: what is queued goes by the real posters, step by step."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from bot import digesting
from bot.app import _compose
from bot.attempt import Outcome
from bot.delivery import deliver
from bot.domain.acts import About, Notice
from bot.ending import posted
from bot.message import Address, Card, Turned
from bot.platforms import posters as posters_of
from bot.platforms import teams as teams_of
from bot.posters import Poster, Sent, Where
from bot.quiet_time import waits_still
from bot.reaching import Reaching
from bot.settings import Settings
from store import people, unsettled
from store.act_rows import ActRecord
from store.acts import OPEN, State
from store.engine import open_store
from store.made import Made
from store.tables import ActRow, RoomRow
from tests.fake_teams import APP, SECRET, TENANT, FakeTeams
from tests.play import HEAD, LEAD, TRUST_LEAD, WORDING, Play, labels, reply, words
from tests.scenes import agree, approve, card, review_at, take_note
from tests.screens import slack_drawn
from tests.slack_fake_api import FakeSlack
from tests.teams_cards import words as teams_words

SLACK_CHANNEL, TEAMS_CHANNEL = "C-TRUST", "19:trust@thread.tacv2"
IN_TEAMS = {HEAD: "11111111-0000-4000-8000-000000000001"}
TRANSCRIPTS = Path(__file__).parent / "transcripts"
IN_SLACK = {LEAD: "U-LEAD"}


def settings_for(folder: Path, slack: FakeSlack | None, teams: FakeTeams | None) -> Settings:
    of_teams = {}
    if teams:
        of_teams = {
            "teams_app_id": APP,
            "teams_tenant_id": TENANT,
            "teams_client_secret": SecretStr(SECRET),
            "teams_openid_url": teams.openid_url,
            "teams_login_url": teams.login_url,
        }
    of_slack = {}
    if slack:
        of_slack = {
            "slack_bot_token": SecretStr("xoxb-test"),
            "slack_api_url": slack.api_url,
            "slack_signing_secret": SecretStr("s"),
        }
    return Settings(data_dir=folder, **of_slack, **of_teams)  # type: ignore[arg-type]


def in_chats(play: Play) -> About:
    """A review, and the trust's channel in both chats; the headteacher is in Teams and the lead in Slack."""
    review = review_at(play)
    with play.store.writing() as session:
        session.add(RoomRow(platform="slack", tenant="T1", channel=SLACK_CHANNEL, review=""))
        session.add(RoomRow(platform="teams", tenant=TENANT, channel=TEAMS_CHANNEL, review=""))
        for person, user in IN_SLACK.items():
            people.add_address(session, Address("slack", "T1", user), person)
        for person, user in IN_TEAMS.items():
            people.add_address(session, Address("teams", TENANT, user), person)
    return review


def card_waits(play: Play) -> About:
    """A card that waits to be posted, those whose practice it is having heard of it."""
    made = approved(play, in_chats(play), "A worry box")
    _gone(play, ActRow.place_kind != "trust")
    return made


def list_waits(play: Play) -> About:
    """A weekly list of one card that waits to be posted, because that day had its two posts."""
    review = in_chats(play)
    first, second = (approved(play, review, title) for title in ("First", "Second"))
    made = approved(play, review, "A worry box")
    play.later(days=6)
    assert weekly(play) == 1
    _gone(play, or_(ActRow.place_kind != "trust", ActRow.about.in_((first.id, second.id))))
    return made


def _gone(play: Play, such: ColumnElement[bool]) -> None:
    with play.store.writing() as session:
        went = update(ActRow).where(such, ActRow.state.in_(OPEN)).values(state=State.DONE, message="1")
        session.execute(went)


def weekly(play: Play) -> int:
    """The clock makes the weekly list, if it is time; how many cards are in it."""
    with play.store.writing() as session:
        return digesting.make_list(session, play.now, play.fresh, lambda _session, _rows: None)


def card_of(play: Play, review: About, title: str, words_: str, person: str = LEAD) -> About:
    """A card that waits for its school."""
    note = take_note(play, person, review, words_, node="A-2.1", shows="excellent", kind="observation")
    asked = play.start(person, "draft_affirmation", note)
    if any(item.key == "same" for item in reply(asked).inputs):
        asked = play.answer(person, asked, same="none")
    assert play.answer(person, asked, **card(words_, title=title)).kept
    return About("affirmation", reply(asked).conversation)


def approved(play: Play, review: About, title: str, words_: str = "What they do comes first thing.") -> About:
    made = card_of(play, review, title, words_)
    assert agree(play, made).kept
    assert approve(play, made).kept
    return made


def withdraw(play: Play, made: About, person: str = TRUST_LEAD) -> str:
    """Withdraw it; gives what is said before that is done."""
    asked = play.start(person, "withdraw_affirmation", made)
    assert play.answer(person, asked, sure="yes").kept
    return words(asked)


@dataclass
class Channel:
    """A play, its two chats, and what goes there when it is let."""

    play: Play
    slack: FakeSlack
    teams: FakeTeams
    posters: dict[str, Poster]
    log: list[str] = field(default_factory=list)

    # ── What goes ───────────────────────────────────────────────────────────────────────────

    def try_all(self, *platforms: str, quiet: bool = False) -> list[Outcome]:
        """Try once everything that is still to be done, in its order, in each place no further than what has to wait."""
        wanted = select(ActRow.id, ActRow.platform, ActRow.place_kind, ActRow.place)
        wanted = wanted.where(ActRow.state.in_(OPEN), ActRow.platform.in_(platforms or tuple(self.posters)))
        held: set[tuple[str, ...]] = set()
        found: list[Outcome] = []
        for act, *place in self.play.rows(wanted.order_by(ActRow.made)):
            if tuple(place) not in held:
                found.append(self.attempt(act, quiet=quiet))
                held |= {tuple(place)} if found[-1].wait is not None else set()
        return found

    def settle(self, *platforms: str, quiet: bool = False) -> None:
        """Go on until nothing is left to do now."""
        for _ in range(12):
            if all(one.wait is None for one in self.try_all(*platforms, quiet=quiet)):
                return
        raise AssertionError("it never came to rest")

    def attempt(self, act: str, *, quiet: bool = False) -> Outcome:
        store, clock = self.play.store, lambda: self.play.now
        waits = self._waits if quiet else (lambda _session, _act: False)
        words = partial(_compose, WORDING)
        return deliver(store, self.posters, words, clock, act, after=_after, quiet=waits, backoff=lambda _attempts: 0.0)

    def _waits(self, session: Session, act: ActRecord) -> bool:
        return waits_still(session, act, self.play.now, WORDING.zone)

    # ── The transcript ──────────────────────────────────────────────────────────────────────

    def at(self, clock: str, days: int = 0) -> None:
        hour, minute = map(int, clock.split(":"))
        self.play.now = self.play.now.replace(hour=hour, minute=minute) + timedelta(days=days)
        self.log += ["", f"=== {self.play.now:%A} {self.play.now.day} {self.play.now:%B}, {clock}"]

    def tell(self, done: str, *lines: str) -> None:
        self.log += ["", done, *(f"  | {line}" for text in lines for line in text.splitlines())]

    def does(self, person: str, done: str, turned: Turned) -> Turned:
        """Somebody does something, and is answered alone."""
        where = {"slack": "Slack", "teams": "Teams"}.get(self.play.who(person).platform, "web")
        self.tell(f"{person} ({where}) {done}", words(turned))
        return turned

    def goes(self, *, quiet: bool = True) -> None:
        """What may go now goes, and everybody sees what came."""
        seen = self.told()
        self.try_all(quiet=quiet)
        for where, text in self.told().items():
            if seen.get(where) != text:
                self.tell(where, *([text] if text else ["(nothing stands there)"]))

    def told(self) -> dict[str, str]:
        """What stands where, by place."""
        found = {f"Slack, the channel {SLACK_CHANNEL}": "\n\n".join(self.in_slack)}
        found["Teams, the channel of the trust"] = "\n\n".join(self.in_teams)
        for person, user in IN_SLACK.items():
            found[f"{person} is told in Slack"] = "\n".join(
                "\n".join(slack_drawn(one)) for one in self.slack.in_channel(f"D{user}")
            )
        for person, user in IN_TEAMS.items():
            own = self.teams.within(f"a:{user}")
            found[f"{person} is told in Teams"] = "\n".join(str(one["summary"]) for one in own)
        return found

    def sees(self, person: str) -> None:
        shown = self.play.see(person, "channel")
        self.tell(
            f"{person} (web) looks at the channel",
            *(f"{words(card)}\n{' '.join(f'[{one}]' for one in labels(card))}" for card in shown),
        )

    def reads_as(self, name: str) -> None:
        file, now = TRANSCRIPTS / f"{name}.txt", "\n".join(self.log).strip() + "\n"
        if os.environ.get("PEERWALK_WRITE_TRANSCRIPTS") == "1":
            file.write_text(now)
        assert now == file.read_text(), "If meant, write it anew with PEERWALK_WRITE_TRANSCRIPTS=1 and read it."

    # ── What stands ─────────────────────────────────────────────────────────────────────────

    @property
    def in_slack(self) -> list[str]:
        return ["\n".join(slack_drawn(one)) for one in self.slack.in_channel(SLACK_CHANNEL)]

    @property
    def in_teams(self) -> list[str]:
        return [teams_words(one) for one in self.teams.within(TEAMS_CHANNEL)]

    def posts(self, *platforms: str, state: str = "") -> list[Any]:
        wanted = select(ActRow).where(
            ActRow.place_kind == "trust", ActRow.platform.in_(platforms or ("slack", "teams"))
        )
        with self.play.store.reading() as session:
            return [row for row in session.scalars(wanted.order_by(ActRow.made)) if state in {"", row.state}]

    def asked(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """What somebody is asked to look at: platform, what was tried, and what can be said."""
        found = self.play.inside(unsettled.every)
        return [(one.platform, str(one.deed), tuple(map(str, one.options))) for one in found]


def _after(session: Session, act: ActRecord, now: Any) -> None:
    if act.notice in {Notice.AFFIRMATION, Notice.DIGEST}:
        posted(session, act, Made("", now, act.platform, act.tenant))


@contextmanager
def channel(play: Play, slack: FakeSlack, teams: FakeTeams, folder: Path) -> Iterator[Channel]:
    reaching = Reaching(play.store)
    for user in IN_TEAMS.values():
        reaching.heard(Address("teams", TENANT, user), teams.service, f"29:{user}", f"a:{user}")
    slack.clock = lambda: play.now.timestamp()  # noqa: PLW0108 it goes on
    settings = settings_for(folder, slack, teams)
    called = teams_of(settings, play.store)
    assert called is not None
    try:
        play.at |= {person: Address("slack", "T1", user) for person, user in IN_SLACK.items()}
        play.at |= {person: Address("teams", TENANT, user) for person, user in IN_TEAMS.items()}
        yield Channel(play, slack, teams, posters_of(settings, WORDING, called))
    finally:
        called[1].close()
        slack.messages.clear()
        teams.messages.clear()
        slack.faults.clear()
        teams.faults.clear()


# ── A process that is killed ────────────────────────────────────────────────────────────────


@dataclass
class Dying:
    """A poster whose process is killed by `kill -9` at one moment of a call."""

    real: Poster
    moment: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def post(self, where: Where, shown: Card, act: str) -> Sent:
        self._dies(lambda: self.real.post(where, shown, act))
        raise AssertionError

    def delete(self, sent: Sent) -> None:
        self._dies(lambda: self.real.delete(sent))

    def _dies(self, call: Callable[[], object]) -> None:
        if self.moment == "after":
            call()
        os.kill(os.getpid(), signal.SIGKILL)


def die(
    _pipe: Connection,
    url: str,
    folder: Path,
    chats: tuple[str, str, str, str],
    now: Any,
    acts: Sequence[str],
    moment: str,
) -> None:
    """Begin these acts in a process that is killed in the first call."""
    of_slack, of_teams, login, certificate = chats
    os.environ["REQUESTS_CA_BUNDLE"] = certificate
    store = open_store(url)
    slack, teams = FakeSlack(of_slack), FakeTeams(of_teams, login)
    settings = settings_for(folder, slack, teams)
    real = posters_of(settings, WORDING, teams_of(settings, store))
    dying: dict[str, Poster] = {name: Dying(one, moment) for name, one in real.items()}
    for act in acts:
        deliver(store, dying, partial(_compose, WORDING), lambda: now, act, after=_after)
