"""Somebody in no chat is asked by mail: a real mail server, a real browser's requests, from the act to what they said."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr
from sqlalchemy import select, update

from bot import demo
from bot.app import open_settings_store
from bot.delivery import deliver
from bot.domain.acts import About
from bot.domain.changes_people import PersonLeft
from bot.domain.prompt import Prompt, PromptState, Why
from bot.domain.prompt_changes import PromptsAsked, PromptsNudged
from bot.domain.sign_in import ASKED_LASTS, LIMITS, SESSION_LASTS, Attempt, Kind, Per
from bot.domain.trust_settings import QUIET_HOURS
from bot.notices import compose
from bot.settings import Settings
from bot.sign_in.asking import MailPoster
from bot.sign_in.mail import mail_server
from bot.sign_in.ways import Come, NotNow, ToMail
from bot.turn import utc_now
from store import acts, trust_settings
from store.act_rows import State
from store.engine import mails
from store.sign_in_tables import CodeRow
from store.tables import ActRow, PersonRow
from tests.asking import SENCO, made, now, of_set, planned, staff
from tests.browser import Running, until
from tests.entrance import entrance, trust, under_way
from tests.play import LEAD, WORDING, Play, words
from tests.scenes import make_template
from tests.test_sign_in import Door
from tests.visitor import Visitor

pytestmark = pytest.mark.xdist_group("sign_in")

ADDRESS = "senco@larkfield.example"
PUBLIC = "http://peerwalk.marlpit.example"
PATH = re.compile(rf"{PUBLIC}(/answer/[\w-]{{43}})")


@dataclass
class Server:
    """A mail server that takes mails, or answers as it is told to."""

    mails: list[EmailMessage] = field(default_factory=list)
    at_rcpt: str = ""
    at_data: str = ""
    taken: int = 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 the library's name
        if self.at_rcpt:
            return self.at_rcpt
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 the library's name
        self.taken += 1
        if self.at_data == "drop":
            server.transport.abort()
            return "250 nobody hears this"
        if self.at_data:
            return self.at_data
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 kept"

    def text(self, count: int) -> str:
        until(lambda: len(self.mails) >= count)
        return str(self.mails[count - 1].get_content())


@contextmanager
def serving() -> Iterator[tuple[str, Server]]:
    box = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}", box
    finally:
        controller.stop()


@dataclass
class Asked:
    """A served trust with a self-review planned, and its mail server."""

    running: Running
    box: Server
    play: Play
    found: tuple[Prompt, ...]

    def queued(self, change: PromptsAsked | PromptsNudged) -> str:
        """The act of a change that the clock would make."""
        with self.play.store.reading() as session:
            before = set(session.scalars(select(ActRow.id)))
        self.play.now = utc_now()
        made(self.play, change, by="")
        with self.play.store.reading() as session:
            [act] = [row for row in session.scalars(select(ActRow)) if row.id not in before and row.place == SENCO]
        assert (act.platform, act.state) == ("mail", State.QUEUED)
        return act.id

    def deliver(self, act: str) -> str:
        self.running.application.posts.attempt(act)
        with self.play.store.reading() as session:
            found = acts.load(session, act)
        assert found is not None
        return found.state


def life(play: Play) -> str:
    review = under_way(play)
    staff(play)
    planned(play, About("review", review), before=play.today + timedelta(days=9))
    with play.store.writing() as session:
        session.execute(update(PersonRow).where(PersonRow.id == SENCO).values(email=ADDRESS))
        trust_settings.put(
            session,
            QUIET_HOURS,
            {"on": False, "begins": "18:00", "ends": "07:30", "weekends": False, "holidays": False},
        )
    return review


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("asked") / "peerwalk.db"
    make_template(path, life)
    return path


@pytest.fixture
def asked(template: Path, tmp_path: Path) -> Iterator[Asked]:
    with (
        serving() as (url, box),
        trust(
            tmp_path / "site", template, smtp_url=SecretStr(url), smtp_from="p@marlpit.example", public_url=PUBLIC
        ) as running,
    ):
        play = Play(running.application.store, prefix="mail-", now=utc_now())
        mine = tuple(one for one in of_set(play) if one.person and one.person.id == SENCO)
        yield Asked(running, box, play, mine)


def test_from_a_mail_in_the_askers_name_to_an_answer_with_digits_and_no_account(asked: Asked) -> None:
    first, second = asked.found[:2]
    assert asked.deliver(asked.queued(PromptsAsked(SENCO, (first.id, second.id)))) == State.DONE
    [mail] = asked.box.mails
    text = asked.box.text(1)
    assert mail["From"].addresses[0].display_name == "Lead reviewer (DSL, Bridgewater)"
    assert (mail["From"].addresses[0].addr_spec, mail["To"]) == ("p@marlpit.example", ADDRESS)
    assert re.fullmatch(r"Questions for you, (two|five|ten) minutes", mail["Subject"])
    assert "Larkfield Primary" in text
    assert "The review team, and your school’s head and DSL, read what you say" in text
    for one in asked.found:
        assert one.text not in text
        assert one.text[:40] not in text
    [path] = PATH.findall(text)
    # What previews links uses nothing up, and nobody learns from the page of whom or of what it is.
    visitor = Visitor(asked.running.url)
    for method in ("HEAD", "GET", "GET"):
        assert visitor.request(method, path).status == 200
    for told in ("SENCO", "senco", "Larkfield", first.text, ADDRESS):
        assert told not in visitor.page.html
    assert "We will e-mail a six-digit code to your work address" in visitor.page.words
    assert visitor.page.headers["Referrer-Policy"] == "no-referrer"
    assert len(asked.box.mails) == 1
    visitor.press("Send me six digits")
    assert "on its way to your work address" in visitor.page.words
    found = re.search(r"\b\d{6}\b", asked.box.text(2))
    assert found
    # The digits are good in the browser that asked for them.
    other = Visitor(asked.running.url)
    other.open("/sign-in/digits")
    assert other.press("Sign in", digits=found[0]).status in {403, 410}
    visitor.press("Sign in", digits=found[0])
    assert first.text in visitor.page.words
    visitor.press("Answer")
    visitor.press("Send my answer", answer="The plan is read with every new colleague.")
    assert now(asked.play, first).state is PromptState.ANSWERED
    # The link leads on to what is open, here at once, and elsewhere with digits again.
    visitor.open(path)
    assert visitor.page.status == 303
    visitor.open(visitor.page.headers["Location"])
    assert second.text in visitor.page.words
    assert "Send me six digits" in Visitor(asked.running.url).open(path).buttons
    # They have been on the web since, and are asked by mail all the same; the second time it is Peerwalk that writes.
    assert asked.deliver(asked.queued(PromptsNudged(SENCO, (second.id,)))) == State.DONE
    assert len(asked.box.mails) == 3
    assert asked.box.mails[2]["From"].addresses[0].display_name == ""
    assert second.text[:40] not in asked.box.text(3)
    # What was answered meanwhile is not reminded of.
    act = asked.queued(PromptsNudged(SENCO, (second.id,)))
    visitor.press("Answer")
    visitor.press("Send my answer", answer="It is practised each term.")
    assert asked.deliver(act) == State.STOPPED
    # Whoever has left comes in by none of their links, and is told nothing.
    made(asked.play, PersonLeft(SENCO, asked.play.today - timedelta(days=1)), by="trust-lead")
    gone = Visitor(asked.running.url).open(path)
    assert gone.status == 410
    assert "This link is over" in gone.words
    assert "SENCO" not in gone.html
    # Whoever comes in from there by another way goes on to what is asked of them.
    assert {value for form in gone.forms for name, value in form.fields if name == "to"} == {"/asked/mine"}


@pytest.mark.parametrize(
    ("at", "answer", "state"),
    [
        ("rcpt", "450 try later", State.QUEUED),
        ("data", "451 try later", State.QUEUED),
        ("data", "drop", State.UNKNOWN),
        ("rcpt", "550 nobody of that name", State.REFUSED),
        ("data", "554 we take none of yours", State.REFUSED),
    ],
)
def test_a_mail_that_does_not_go_is_tried_again_looked_at_or_told_to_whoever_planned_it(
    asked: Asked, at: str, answer: str, state: State
) -> None:
    first = asked.found[0]
    act = asked.queued(PromptsAsked(SENCO, (first.id,)))
    setattr(asked.box, f"at_{at}", answer)
    came = asked.deliver(act)
    if state is State.UNKNOWN:
        # Nobody knows whether it arrived: it is never sent twice.
        assert came == State.SENDING
        came = asked.deliver(act)
        assert asked.box.taken == 1
    assert came == state
    human = now(asked.play, first)
    refused = state is State.REFUSED
    assert (human.state, human.why) == (
        (PromptState.WITH_HUMAN, Why.CANNOT_BE_REACHED) if refused else (PromptState.ASKED, None)
    )
    home = words(asked.play.home(LEAD))
    assert ("The bot cannot reach the SENCO at Larkfield Primary" in home) is refused
    if state is State.QUEUED:
        asked.box.at_rcpt = asked.box.at_data = ""
        assert asked.deliver(act) == State.DONE
        assert len(asked.box.mails) == 1


def test_a_server_that_is_away_is_let_be_for_a_while_so_that_other_posts_need_not_wait(asked: Asked) -> None:
    act = asked.queued(PromptsAsked(SENCO, (asked.found[0].id,)))
    store, ways = asked.play.store, entrance(asked.running).ways
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = mail_server(f"smtp://127.0.0.1:{port}", "p@marlpit.example")
    patient, hasty = (MailPoster(server, ways, WORDING, rest=seconds) for seconds in (3600.0, 0.0))

    def attempt(poster: MailPoster) -> State | None:
        return deliver(store, {"mail": poster}, lambda session, one: compose(session, WORDING, one), utc_now, act).state

    assert [attempt(patient), attempt(hasty)] == [State.QUEUED, State.QUEUED]
    controller = Controller(asked.box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert attempt(patient) is State.QUEUED, "it is there again, and was not asked"
        assert asked.box.taken == 0
        assert attempt(hasty) is State.DONE
        assert len(asked.box.mails) == 1
    finally:
        controller.stop()


def test_a_link_lasts_until_its_day_lets_in_nobody_by_itself_and_only_so_many_codes_are_sent(any_store: Any) -> None:
    demo.seed(any_store, Door(any_store).now.date())
    door = Door(any_store)
    with any_store.writing() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "reviewer").values(email=ADDRESS))
        token = door.ways.asking(session, "reviewer", door.now + ASKED_LASTS).rpartition("/")[2]
    assert door.ways.asked(token) == "reviewer"
    assert all(token not in repr(vars(row)) for row in door.rows(CodeRow))
    for hostile in ("", "a" * 43, token[:-1], f"{token}x", "../" + token, "é" * 43, token.swapcase()):
        assert door.ways.asked(hostile) == ""
        assert door.ways.ask_by_link(hostile, "b" * 43, "192.0.2.1") == NotNow("asked_link_over")
    # It is no way in, and no other link is one of these.
    assert door.ways.use_link(token, "192.0.2.1") == NotNow("link_over")
    assert door.ways.asked(door.link("reviewer", Kind.LINK)) == ""
    sent = door.ways.ask_by_link(token, "b" * 43, "192.0.2.1")
    assert isinstance(sent, ToMail)
    assert door.ways.use_digits(sent.digits, "c" * 43, "192.0.2.1") == NotNow("digits_over")
    came = door.ways.use_digits(sent.digits, "b" * 43, "192.0.2.1")
    assert isinstance(came, Come)
    assert door.sessions.of(door.sessions.begin(came.person, came.how))
    assert door.ways.use_digits(sent.digits, "b" * 43, "192.0.2.1") == NotNow("digits_over")
    for _ in range(LIMITS[Attempt.ASK_MAIL][Per.PERSON].most - 1):
        assert isinstance(door.ways.ask_by_link(token, "b" * 43, "192.0.2.1"), ToMail)
    held = door.ways.ask_by_link(token, "d" * 43, "192.0.2.9")
    assert isinstance(held, NotNow)
    assert (held.why, bool(held.until)) == ("too_often", True)
    door.later(ASKED_LASTS - timedelta(seconds=1))
    assert door.ways.asked(token) == "reviewer"
    door.later(timedelta(seconds=1))
    assert door.ways.asked(token) == ""
    assert door.ways.ask_by_link(token, "e" * 43, "192.0.2.7") == NotNow("asked_link_over")
    assert SESSION_LASTS < ASKED_LASTS


def test_without_an_address_of_the_web_nobody_is_reached_by_mail(tmp_path: Path) -> None:
    reached = []
    for more in ({"host": "0.0.0.0"}, {}, {"host": "0.0.0.0", "public_url": PUBLIC}):
        mail = {"smtp_url": SecretStr("smtp://127.0.0.1:9"), "smtp_from": "p@marlpit.example"}
        store = open_settings_store(Settings(data_dir=tmp_path, **mail, **more), is_demo=False)  # type: ignore[arg-type]
        with store.reading() as session:
            reached.append(mails(session))
        store.close()
    assert reached == [False, False, True]
