"""Visits, links and codes at the store: good once and for a while, for those who may come in, and not too often."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot import demo
from bot.domain import sign_in
from bot.domain.acts import About
from bot.domain.changes_people import PersonLeft
from bot.domain.sign_in import INVITATION_LASTS, LETTERS, LIMITS, LINK_LASTS, SESSION_LASTS, Attempt, Kind, Per, Way
from bot.message import Address
from bot.moving_in import make_changes
from bot.sign_in.crossing import HERE, Crossing, Crossings
from bot.sign_in.keys import Keys, network
from bot.sign_in.mail import is_address
from bot.sign_in.sessions import Sessions, digest
from bot.sign_in.ways import Come, NotNow, ToMail, Ways, safe_path
from store import people
from store import sign_in as kept
from store.engine import Store
from store.made import Made
from store.sign_in_tables import AttemptRow, CodeRow, SessionRow
from store.tables import AddressRow, HistoryRow, PersonRow
from tests.play import NINE, SECRET, WORDING, Play, reply, words
from tests.scenes import review_at, take_note

BASE = "https://peerwalk.example.org"
BY_CLI = Made("", NINE, "cli")


@dataclass
class Door:
    """The ways in of one store, and a clock that tests set."""

    store: Store
    now: datetime = NINE
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10_000)))

    def __post_init__(self) -> None:
        self.sessions = Sessions(self.store, lambda: self.now)
        self.ways = Ways(self.store, Keys(SECRET, "trust"), BASE, lambda: self.now)
        self.crossings = Crossings(self.ways, WORDING)

    def later(self, by: timedelta) -> None:
        self.now += by

    def link(self, person: str, kind: Kind = Kind.LINK) -> str:
        return self.ways.made_for(person, kind, BY_CLI).removeprefix(f"{BASE}/sign-in/link/")

    def code(self, person: str) -> str:
        return self.ways.made_for(person, Kind.CODE, BY_CLI)

    def cross(self, way: str, user: str, code: str = "", **more: str) -> str:
        who = Address(more.get("platform", "slack"), "T1", user)
        event = Crossing((f"key{next(self.numbers)}",), who, way, code)  # type: ignore[arg-type]
        turned = self.crossings.take(event)
        assert turned.reply is not None
        return words(turned.reply)

    def rows(self, table: type) -> list[object]:
        with self.store.reading() as session:
            return list(session.scalars(select(table)))


@pytest.fixture
def door(any_store: Store) -> Door:
    demo.seed(any_store, NINE.date())
    return Door(any_store)


@pytest.fixture
def here(sqlite_store: Store) -> Door:
    """The same on one database, for what no database differs in."""
    with sqlite_store.write.connect() as connection:
        connection.exec_driver_sql("PRAGMA synchronous=OFF")  # hundreds of attempts, and no power cut
    demo.seed(sqlite_store, NINE.date())
    return Door(sqlite_store)


# ── Visits ──────────────────────────────────────────────────────────────────────────────────


def test_a_visit_lasts_eight_hours_and_its_number_is_nowhere_in_the_store(door: Door) -> None:
    number = door.sessions.begin("reviewer", Way.LINK)
    found = door.sessions.of(number)
    assert found is not None
    assert (found.person, found.how) == ("reviewer", Way.LINK)
    door.later(timedelta(minutes=30))
    door.sessions.of(number)
    again = door.sessions.of(number)
    assert again is not None
    assert (again.began, again.seen) == (NINE, NINE + timedelta(minutes=30))
    assert all(number not in repr(vars(row)) for row in door.rows(SessionRow))
    door.now = NINE + SESSION_LASTS - timedelta(seconds=1)
    assert door.sessions.of(number)
    door.later(timedelta(seconds=1))
    assert door.sessions.of(number) is None
    for nonsense in ("", "x", number[:-1], digest(number)):
        assert door.sessions.of(nonsense) is None


def test_visits_are_ended_by_their_owner_and_by_the_trust_lead_and_by_nobody_else(door: Door) -> None:
    one, two, three = (door.sessions.begin("reviewer", Way.LINK) for _ in range(3))
    others = door.sessions.begin("trustee", Way.CODE)
    door.sessions.end_one("trustee", digest(one))
    assert door.sessions.of(one)
    door.sessions.end_one("reviewer", digest(one))
    assert door.sessions.of(one) is None
    assert door.sessions.end_others("reviewer", two) == 1
    assert (door.sessions.of(three), bool(door.sessions.of(two))) == (None, True)
    for by in ("trustee", "larkfield-head", "nobody", "guest"):
        assert not door.sessions.end_all(by, "reviewer")
        assert door.sessions.everybody(by) is None
    assert [(p.id, n) for p, n in door.sessions.everybody("trust-lead") or ()] == [("reviewer", 1), ("trustee", 1)]
    assert door.sessions.end_all("trust-lead", "reviewer")
    assert door.sessions.of(two) is None
    assert door.sessions.of(others)
    with door.store.reading() as session:
        (line,) = session.scalars(select(HistoryRow).where(HistoryRow.kind == "SessionsEnded"))
    assert (line.person, line.about, line.fields) == ("trust-lead", "reviewer", {"person": "reviewer"})


def test_coming_in_begins_a_new_visit_and_ends_the_one_before_in_that_browser(here: Door) -> None:
    first = here.sessions.begin("reviewer", Way.LINK)
    second = here.sessions.begin("trustee", Way.LINK, before=first)
    assert first != second
    assert here.sessions.of(first) is None
    assert here.sessions.of(second)


def test_whoever_may_not_come_in_any_more_is_out_at_once(here: Door) -> None:
    guest, leaver = here.sessions.begin("guest", Way.LINK), here.sessions.begin("reviewer", Way.LINK)
    here.now += timedelta(days=30)
    link = here.link("guest")
    again = here.sessions.begin("guest", Way.LINK)
    assert here.sessions.of(again)
    with here.store.writing() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "guest").values(until=NINE.date()))
        session.execute(update(SessionRow).values(until=here.now + SESSION_LASTS))
        session.get_one(PersonRow, "reviewer").until = NINE.date()
    assert here.sessions.of(again) is None
    assert here.sessions.of(leaver) is None
    assert here.sessions.of(guest) is None
    assert here.sessions.begin("guest", Way.LINK) == ""
    assert here.sessions.begin("nobody", Way.LINK) == ""
    assert here.ways.made_for("guest", Kind.LINK, BY_CLI) == ""
    assert here.ways.use_link(link, "") == NotNow("link_over")


def test_whoever_has_left_is_out_from_that_day_and_no_way_in_is_made_for_them(here: Door) -> None:
    visit, soon = here.sessions.begin("reviewer", Way.LINK), here.sessions.begin("lead-reviewer", Way.LINK)
    link = here.link("reviewer")
    made = Made("", here.now, "command_line")
    with here.store.writing() as session:
        make_changes(session, [PersonLeft("reviewer", NINE.date())], made, lambda: "id")
        make_changes(session, [PersonLeft("lead-reviewer", NINE.date() + timedelta(days=1))], made, lambda: "id")
    assert here.sessions.of(visit) is None
    # Their visit is over, and not only refused: nobody is shown as being in.
    ended = {row.person: row.ended for row in here.rows(SessionRow)}  # type: ignore[attr-defined]
    assert ended == {"reviewer": here.now, "lead-reviewer": None}
    assert here.sessions.begin("reviewer", Way.LINK) == ""
    assert here.ways.use_link(link, "") == NotNow("link_over")
    for kind in (Kind.LINK, Kind.CODE):
        assert here.ways.made_for("reviewer", kind, BY_CLI) == ""
    # One whose last day is still to come is here until then.
    assert here.sessions.of(soon)
    here.later(timedelta(hours=7))
    assert here.sessions.of(soon)
    with here.store.writing() as session:
        session.execute(update(SessionRow).values(until=here.now + timedelta(days=3)))
    here.later(timedelta(days=1))
    assert here.sessions.of(soon) is None


# ── Links and codes ─────────────────────────────────────────────────────────────────────────


def test_a_link_lets_in_once_within_ten_minutes_and_looking_uses_nothing(door: Door) -> None:
    token = door.link("reviewer")
    assert all(door.ways.waits(token) for _ in range(3))
    assert door.ways.use_link(token, "") == Come("reviewer", Way.LINK)
    assert not door.ways.waits(token)
    assert door.ways.use_link(token, "") == NotNow("link_over")
    late = door.link("reviewer")
    door.later(LINK_LASTS)
    assert door.ways.use_link(late, "") == NotNow("link_over")
    for nonsense in ("", "x", "a" * 43, late + "a", "é" * 43):
        assert not door.ways.waits(nonsense)
        assert door.ways.use_link(nonsense, "") == NotNow("link_over")
    kept_there = repr([vars(row) for row in door.rows(CodeRow)])
    assert token not in kept_there
    assert late not in kept_there


def test_of_many_that_use_one_link_at_once_one_comes_in(door: Door) -> None:
    token, came = door.link("reviewer"), []
    together = threading.Barrier(4)

    def come() -> None:
        together.wait()
        came.append(door.ways.use_link(token, ""))

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert came.count(Come("reviewer", Way.LINK)) == 1
    assert came.count(NotNow("link_over")) == 3


def test_a_way_in_is_used_once_by_however_many_at_the_same_time(any_store: Store) -> None:
    """With nothing before it that looks whether it was used: this is the statement that says so."""
    with any_store.writing() as session:
        kept.keep_code(session, "digest", Kind.LINK, "", "", NINE, NINE + timedelta(minutes=10))
    together, used = threading.Barrier(2), []

    def use() -> None:
        together.wait()
        with any_store.writing() as session:
            used.append(kept.use_code(session, "digest", NINE))

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(used) == [False, True]


def test_an_invitation_is_a_guests_and_lasts_a_week(here: Door) -> None:
    token = here.link("guest", Kind.INVITATION)
    assert here.link("reviewer", Kind.INVITATION) == ""
    here.now = NINE + INVITATION_LASTS - timedelta(minutes=1)
    assert here.ways.use_link(token, "") == Come("guest", Way.LINK)


def test_a_code_has_no_look_alikes_and_is_read_however_it_is_typed(here: Door) -> None:
    code = here.code("reviewer")
    assert len(code) == 9
    assert not set("ILOU01") & set(LETTERS)
    plain = code.replace("-", "")
    for typed in (code, plain, code.lower(), f"  {plain[:3]} {plain[3:]} ", plain.lower()):
        assert sign_in.normal(typed) == plain
    for nonsense in ("", "link", "standard", "1" * 8, "ABCDEFG", "ABCDEFG22", "ABCD-EFG1", "é" * 8):
        assert sign_in.normal(nonsense) == ""
    assert here.ways.use_code("ABCD-EFG2", "") == NotNow("no_such_code")
    assert here.ways.use_code(code.lower(), "") == Come("reviewer", Way.CODE)
    assert here.ways.use_code(code, "") == NotNow("no_such_code")


@pytest.mark.parametrize(
    ("path", "safe"),
    [("/", "/"), ("/walk/x?pane=room", "/walk/x?pane=room"), ("/c/a%20b", "/c/a%20b")]
    + [
        (path, "/")
        for path in (
            "", "x", "//elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere", "https://elsewhere.example",
            "javascript:alert(1)", "/a\r\nSet-Cookie: x=1", "/a\nb", "/a b", "/a\\b", "/é", "/" + "a" * 200, "/\t/x",
        )
    ],
)  # fmt: skip
def test_only_a_path_of_our_own_is_gone_on_to(path: str, safe: str) -> None:
    assert safe_path(path) == safe


# ── Digits ──────────────────────────────────────────────────────────────────────────────────


def test_digits_are_good_in_the_browser_that_asked_five_times_and_once(door: Door) -> None:
    with door.store.writing() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "reviewer").values(email="r@x.example"))

    def ask(browser: str = "b") -> str:
        found = door.ways.ask_mail(" R@x.Example ", browser, "")
        assert isinstance(found, ToMail)
        assert (found.email, len(found.digits)) == ("r@x.example", 6)
        return found.digits

    digits = ask()
    assert door.ways.use_digits(digits, "another", "") == NotNow("digits_over")
    assert door.ways.use_digits(f" {digits[:3]} {digits[3:]}", "b", "") == Come("reviewer", Way.MAIL)
    assert door.ways.use_digits(digits, "b", "") == NotNow("digits_over")
    wrong = "000000" if (digits := ask()) != "000000" else "111111"
    assert [door.ways.use_digits(wrong, "b", "") for _ in range(5)] == [NotNow("wrong_digits")] * 5
    assert door.ways.use_digits(digits, "b", "") == NotNow("digits_over")
    older, newer = ask("c"), ask("c")
    if older != newer:
        assert door.ways.use_digits(older, "c", "") == NotNow("wrong_digits")
    assert door.ways.use_digits(newer, "c", "") == Come("reviewer", Way.MAIL)
    late = ask("d")
    door.later(LINK_LASTS)
    assert door.ways.use_digits(late, "d", "") == NotNow("digits_over")


def test_nobodys_e_mail_is_answered_as_somebodys_is(here: Door) -> None:
    for email in ("nobody@x.example", "", "%"):
        assert here.ways.ask_mail(email, email or "b", "") is None
        assert here.ways.use_digits("000000", email or "b", "") == NotNow("wrong_digits")
    # However often, and until when, tells nothing either.
    tried = [here.ways.ask_mail("nobody@x.example", "b", "") for _ in range(5)]
    assert tried[:4] == [None] * 4
    assert tried[4] == NotNow("too_often", NINE + timedelta(hours=1))


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [("a@b.example", True), (" a.b+c@d.example ", True)]
    + [
        (no, False)
        for no in ("", "a", "a@b", "@b.example", "a@", "a b@c.example", "a@b.example\r\nBcc: x@y.example",
                   "a@b.example,c@d.example", "<a@b.example>", "a@b.example\n", "é@b.example", "a@." , "a" * 250 + "@b.example")
    ],
)  # fmt: skip
def test_what_cannot_be_an_address_never_becomes_a_line_of_a_mail(typed: str, is_one: bool) -> None:
    assert is_address(typed) is is_one


# ── Platforms ───────────────────────────────────────────────────────────────────────────────


def test_an_account_is_joined_by_a_code_and_taken_back_again(door: Door) -> None:
    assert "does not know you yet, and nothing was kept" in door.cross("web", "U1")
    assert "not one of ours" in door.cross("link", "U1", "ABCD-EFG2")
    assert not [row for row in door.rows(AddressRow) if row.platform == "slack"]  # type: ignore[attr-defined]
    code = door.code("reviewer")
    assert "belongs to Reviewer (SENCO, Stanmoor)" in door.cross("link", "U1", code)
    assert "not one of ours" in door.cross("link", "U2", code)
    assert "is yours already" in door.cross("link", "U1", door.code("reviewer"))
    assert "belongs to somebody else" in door.cross("link", "U1", door.code("trustee"))
    with door.store.reading() as session:
        assert kept.owner_of(session, Address("slack", "T1", "U1")) == "reviewer"
    shown = door.cross("code", "U1")
    assert door.ways.use_code(shown.split("Your code is ")[1][:9], "") == Come("reviewer", Way.CODE)
    assert "Guests use Peerwalk on the web alone" in door.cross("link", "U3", door.code("guest"))
    assert "belongs to nobody now" in door.cross("unlink", "U1")
    assert "does not know you yet" in door.cross("unlink", "U1")
    # Whoever changes their account joins the new one with a code of their own.
    own = door.ways.own_code("reviewer")
    assert isinstance(own, str)
    assert "belongs to Reviewer" in door.cross("link", "U9", own)
    with door.store.reading() as session:
        lines = session.execute(
            select(HistoryRow.kind, HistoryRow.person, HistoryRow.platform, HistoryRow.fields)
            .where(HistoryRow.kind.like("Address%"))
            .order_by(HistoryRow.id)
        ).all()
    on_slack = {"person": "reviewer", "platform": "slack"}
    assert [tuple(line) for line in lines] == [
        ("AddressLinked", "reviewer", "slack", on_slack),
        ("AddressUnlinked", "reviewer", "slack", on_slack),
        ("AddressLinked", "reviewer", "slack", on_slack),
    ]


def test_a_link_from_chat_leads_to_what_one_was_at_and_is_made_only_where_there_is_a_web(here: Door) -> None:
    play = Play(here.store, prefix="play-")
    note = take_note(play, "reviewer", review := review_at(play), "Gates are locked at nine.")
    on_slack = Address("slack", "T1", "U1")

    def web(about: About) -> Crossing:
        return Crossing((f"web{next(here.numbers)}",), on_slack, "web", about=about)

    here.cross("link", "U1", here.code("reviewer"))
    shown = here.crossings.take(Crossing(("k1",), Address("slack", "T1", "U1"), "web")).reply
    assert shown is not None
    assert shown.notice == "A word about that"
    (url,) = {run.link for block in shown.words for run in getattr(block, "runs", ()) if run.link}
    assert url.startswith(f"{BASE}/sign-in/link/")
    assert here.ways.use_link(url.rpartition("/")[2], "") == Come("reviewer", Way.LINK)
    assert here.crossings.take(Crossing(("k1",), Address("slack", "T1", "U1"), "web")).reply is None
    play.at["reviewer"] = on_slack
    asked = play.start("reviewer", "edit_note", note)
    pages = [
        (web(note), f"/notes/{review.id}"),
        (web(About("note", "gone")), "/"),
        (web(HERE), f"/c/{reply(asked).conversation}"),
        (web(review), f"/room/{review.id}"),
    ]
    # The button of a note's receipt leads to its review's notes; the command, to what was asked last there.
    for event, leads in pages:
        turned = here.crossings.take(event).reply
        assert turned is not None
        (url,) = {run.link for block in turned.words for run in getattr(block, "runs", ()) if run.link}
        assert here.ways.use_link(url.rpartition("/")[2], "") == Come("reviewer", Way.LINK, leads)
    bare = Crossings(Ways(here.store, here.ways.keys, "", lambda: here.now), WORDING)
    told = bare.take(Crossing(("k2",), Address("slack", "T1", "U1"), "web")).reply
    assert told is not None
    assert "no address of its own yet" in words(told)


# ── How often ───────────────────────────────────────────────────────────────────────────────

_CODE = LIMITS[Attempt.TYPE_CODE]
OFTEN: dict[str, tuple[int, timedelta, Callable[[Door, int], object]]] = {
    "codes typed by one account": (10, _CODE[Per.PERSON].within, lambda d, _: d.cross("link", "U1", "ABCD-EFG2")),
    "codes typed from one address": (60, _CODE[Per.ORIGIN].within, lambda d, _: d.ways.use_code("x", "192.0.2.1")),
    "codes typed on the whole site": (300, _CODE[Per.SITE].within, lambda d, n: d.ways.use_code("x", f"198.51.{n}.1")),
    "links used from one network": (60, timedelta(minutes=10), lambda d, n: d.ways.use_link("x", f"2001:db8::{n:x}")),
    "mails asked for one address": (5, timedelta(hours=1), lambda d, n: d.ways.ask_mail("a@b.example", f"{n}", f"{n}")),
    "codes made by one person": (20, timedelta(hours=1), lambda d, _: d.ways.own_code("reviewer")),
}


def waits(answer: object) -> bool:
    return (isinstance(answer, NotNow) and answer.why == "too_often") or "tried too often" in str(answer)


@pytest.mark.parametrize("what", OFTEN)
def test_what_is_tried_too_often_waits_and_is_told_until_when(here: Door, what: str) -> None:
    most, within, attempt = OFTEN[what]
    assert not any(waits(attempt(here, number)) for number in range(2))
    with here.store.writing() as session:
        # As after all but one of them.
        session.execute(update(AttemptRow).where(AttemptRow.count == 2).values(count=most - 1))
    assert not waits(attempt(here, most - 1))
    refused = attempt(here, most)
    assert waits(refused)
    if isinstance(refused, NotNow):
        assert refused.until == NINE + within
    # A second process asks the same store.
    another = Door(here.store, now=here.now, numbers=here.numbers)
    assert waits(attempt(another, most + 1))
    another.later(within)
    assert not waits(attempt(another, most + 2))


def test_one_who_tries_too_often_keeps_nobody_else_out(here: Door) -> None:
    for _ in range(70):
        here.ways.use_code("x", "192.0.2.1")
    assert sorted(row.count for row in here.rows(AttemptRow)) == [60, 70]  # type: ignore[attr-defined]
    assert here.ways.use_code(here.code("reviewer"), "192.0.2.2") == Come("reviewer", Way.CODE)
    with here.store.writing() as session:
        kept.forget_old(session, here.now + timedelta(days=40))
        session.execute(delete(SessionRow))
    assert here.rows(CodeRow) == []


def test_the_two_kinds_of_address_are_counted_as_one_household_has_them() -> None:
    assert network("192.0.2.7") == network("::ffff:192.0.2.7") == "192.0.2.7"
    assert network("2001:db8::1") == network("2001:db8::ffff") == "2001:db8::/64"
    assert network("2001:db8:0:1::1") != network("2001:db8::1")
    assert network("") == ""


def test_every_limit_is_for_somebody_and_the_directory_knows_who_came(here: Door) -> None:
    assert set(LIMITS) == set(Attempt)
    assert all(Per.SITE in limits for limits in LIMITS.values())
    with here.store.writing() as session:
        session.execute(delete(AddressRow))
    here.sessions.begin("reviewer", Way.LINK)
    with here.store.reading() as session:
        found = people.by_address(session, Address("web", "", "reviewer"), datetime.now(UTC))
    assert found is not None
    assert found.id == "reviewer"
    assert datetime.now(UTC)
