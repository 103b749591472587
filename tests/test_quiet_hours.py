"""Quiet hours: when nothing is sent, what waits and what does not, and that it goes once, in its order, when they are over."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery import Outcome, deliver
from bot.domain import trust_settings
from bot.domain.acts import About, Act, Delete, Notice, Post, ToPerson, ToRoom, ToTrust
from bot.domain.changes_setup import ContactsAsked, SettingChanged, TermsChanged
from bot.domain.quiet import QuietHours, read
from bot.domain.trust_settings import MODEL, QUIET_HOURS, Model
from bot.ending import make
from bot.post import Posts
from bot.quiet_time import is_quiet
from store import acts
from store.acts import ActRecord, State
from store.engine import Store
from store.made import Made
from store.tables import ActRow
from tests.fake_chat import Chat, HttpPoster, chat_server
from tests.play import HEAD, LEAD, OTHER_HEAD, TRUST_LEAD, Play
from tests.posting import compose, launched, new_id, wait_until
from tests.scenes import join, on_slack, seeded

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = date(2026, 11, 25)
NOON = datetime(2026, 11, 25, 12, tzinfo=LONDON)
HERE = About("review", "r1")


def at(time: str, day: date = WEDNESDAY) -> datetime:
    return datetime.combine(day, datetime.strptime(time, "%H:%M").time(), LONDON)  # noqa: DTZ007


@pytest.mark.parametrize(
    ("when", "quiet", "over"),
    [
        (at("07:29"), True, at("07:30")),
        (at("07:30"), False, at("07:30")),
        (at("17:59"), False, at("17:59")),
        (at("18:00"), True, at("07:30", date(2026, 11, 26))),
        (at("18:00", date(2026, 11, 27)), True, at("07:30", date(2026, 11, 30))),
        (at("12:00", date(2026, 11, 28)), True, at("07:30", date(2026, 11, 30))),
        # From Christmas Eve over the weekend and the substitute day, which is a Monday.
        (at("20:00", date(2026, 12, 24)), True, at("07:30", date(2026, 12, 29))),
    ],
)
def test_when_it_is_quiet_and_until_when(when: datetime, quiet: bool, over: datetime) -> None:
    holidays = {date(2026, 12, 25), date(2026, 12, 28)}
    usual = QuietHours()
    assert usual.is_quiet(when, holidays.__contains__) is quiet
    assert usual.over(when, holidays.__contains__) == over
    assert not QuietHours(on=False).is_quiet(when, holidays.__contains__)


minutes = st.integers(0, 719).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
evenings = st.integers(720, 1439).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")


@given(
    quiet=st.builds(QuietHours, st.booleans(), evenings, minutes, st.booleans(), st.booleans()),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    minute=st.integers(0, 24 * 60 - 1),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2028, 1, 31)), max_size=20),
)
@settings(deadline=None)
def test_it_is_over_at_the_first_moment_that_is_not_quiet(
    quiet: QuietHours, day: date, minute: int, holidays: frozenset[date]
) -> None:
    here = at(f"{minute // 60:02}:{minute % 60:02}", day)
    over = quiet.over(here, holidays.__contains__)
    assert over is not None
    assert not quiet.is_quiet(over, holidays.__contains__)
    # Over both changes of the clocks, too: the hours are those on the wall.
    assert over == here or quiet.is_quiet(over - timedelta(minutes=1), holidays.__contains__)
    assert read(quiet.written()) == quiet


@pytest.mark.parametrize(
    "held",
    [None, "18:00", {}, {**QuietHours().written(), "begins": "6pm"}, {**QuietHours().written(), "ends": "13:00"}],
)
def test_a_setting_that_is_none_of_ours_is_as_if_nothing_were_said(held: object) -> None:
    assert trust_settings.read({QUIET_HOURS: held, MODEL: 3, "approvers": "me"}) == trust_settings.TrustSettings()


# ── What is sent ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def chat() -> Iterator[Chat]:
    with chat_server() as chat:
        yield chat


@pytest.fixture
def play(any_play: Play) -> Play:
    on_slack(any_play, HEAD, LEAD, OTHER_HEAD, TRUST_LEAD)
    join(any_play, About("review", ""), "C-TRUST")
    return any_play


def queue(store: Store, act: Act, by: str = "", made: datetime = NOON) -> str:
    with store.writing() as session:
        (record,) = (one for one in acts.queue(session, act, made, new_id, by=by) if one.platform != "web")
    return record.id


def attempt(store: Store, chat: Chat, act_id: str, when: datetime) -> Outcome:
    quiet = partial(_quiet_at, when)
    return deliver(store, {"slack": HttpPoster(chat.url)}, compose, lambda: when, act_id, quiet=quiet)


def _quiet_at(when: datetime, session: Session, act: ActRecord) -> bool:
    return is_quiet(session, act, when.astimezone(UTC), LONDON)


def settle(store: Store, *changes: SettingChanged | TermsChanged | ContactsAsked) -> None:
    with store.writing() as session:
        make(session, changes, Made(TRUST_LEAD, at("10:00"), "web"), lambda _session, _rows: None, new_id)


def test_what_waits_for_the_morning_goes_then_and_what_cannot_wait_goes_now(play: Play, chat: Chat) -> None:
    store = play.store
    invited = queue(store, Post(ToPerson(HEAD), Notice.INVITED, HERE))
    risk = queue(store, Post(ToPerson(HEAD), Notice.TELL_SCHOOL_TODAY, About("note", "n1")))
    own = queue(store, Post(ToPerson(HEAD), Notice.HANDOVER, HERE), by=HEAD)
    others = queue(store, Post(ToPerson(LEAD), Notice.INVITATION_ACCEPTED, HERE), by=HEAD)
    shared = queue(store, Post(ToTrust(), Notice.AFFIRMATION, About("affirmation", "a1")))
    evening, morning = at("18:30"), at("07:30", date(2026, 11, 26))
    for held in (invited, others, shared):
        assert attempt(store, chat, held, evening) == Outcome(State.QUEUED)
    for goes in (risk, own):
        assert attempt(store, chat, goes, evening).state is State.DONE
    (tries,) = play.rows(select(ActRow.attempts).where(ActRow.id == invited))[0]
    assert tries == 0
    for held in (invited, others, shared):
        assert attempt(store, chat, held, morning).state is State.DONE
        assert attempt(store, chat, held, morning) == Outcome(State.DONE)
    assert sorted(chat.acts) == sorted((risk, own, invited, others, shared))


def test_what_was_begun_before_is_brought_to_its_end_and_edits_and_deletions_go_at_any_hour(
    play: Play, chat: Chat
) -> None:
    store, night = play.store, at("23:00")
    about = About("affirmation", "a1")
    post = queue(store, Post(ToTrust(), Notice.AFFIRMATION, about))
    chat.faults.append("drop after")
    assert attempt(store, chat, post, at("17:59")).state is State.SENDING
    assert attempt(store, chat, post, night).state is State.DONE
    assert len(chat.acts) == 1
    away = queue(store, Delete(Notice.AFFIRMATION, about), made=night)
    assert attempt(store, chat, away, night).state is State.DONE
    assert chat.messages[0].gone


def test_what_was_withdrawn_and_shared_anew_overnight_goes_once(play: Play, chat: Chat) -> None:
    store, about = play.store, About("affirmation", "a1")
    first = queue(store, Post(ToTrust(), Notice.AFFIRMATION, about), made=at("19:00"))
    with store.writing() as session:
        acts.queue(session, Delete(Notice.AFFIRMATION, about), at("20:00"), new_id)
    second = queue(store, Post(ToTrust(), Notice.AFFIRMATION, about), made=at("21:00"))
    morning = at("08:00", date(2026, 11, 26))
    assert attempt(store, chat, first, morning) == Outcome(State.STOPPED)
    assert attempt(store, chat, second, morning).state is State.DONE
    assert chat.acts == [second]


def test_a_holiday_is_that_of_whoever_would_be_disturbed(play: Play, chat: Chat) -> None:
    store, noon = play.store, at("12:00")
    away = f"holiday/{WEDNESDAY}/{WEDNESDAY}"
    settle(store, TermsChanged("school:larkfield", (away,)))
    to_head, to_other, to_lead = (
        queue(store, Post(ToPerson(who), Notice.INVITED, HERE)) for who in (HEAD, OTHER_HEAD, TRUST_LEAD)
    )
    assert attempt(store, chat, to_head, noon) == Outcome(State.QUEUED)
    assert attempt(store, chat, to_other, noon).state is State.DONE
    assert attempt(store, chat, to_lead, noon).state is State.DONE  # not every school is away
    # On an inset day people are in; and a trust may send in holidays, or at any hour.
    settle(store, TermsChanged("school:larkfield", (f"inset/{WEDNESDAY}/{WEDNESDAY}",)))
    assert attempt(store, chat, to_head, noon).state is State.DONE
    late = queue(store, Post(ToPerson(HEAD), Notice.INVITED, HERE))
    assert attempt(store, chat, late, at("22:00")) == Outcome(State.QUEUED)
    settle(store, SettingChanged(QUIET_HOURS, QuietHours(on=False).written()))
    assert attempt(store, chat, late, at("22:00")).state is State.DONE


def test_a_team_of_the_trust_is_asked_beside_the_school(play: Play) -> None:
    def asked() -> set[str]:
        settle(play.store, ContactsAsked("larkfield"))
        found = select(ActRow.place).where(ActRow.notice == Notice.CONTACTS_ASKED)
        return {place for (place,) in play.rows(found)}

    assert asked() == {HEAD}
    settle(play.store, SettingChanged(MODEL, Model.TRUST_TEAM.value))
    assert asked() == {HEAD, TRUST_LEAD}


# ── The queue itself ────────────────────────────────────────────────────────────────────────


def test_the_queue_lets_the_night_pass_loses_nothing_and_doubles_nothing(sqlite_store: Store, chat: Chat) -> None:
    store = sqlite_store
    play = seeded(store)
    on_slack(play, HEAD)
    join(play, About("review", "larkfield"), "C-LARK")
    quiet = {"now": True}

    def is_night(_session: object, _act: ActRecord) -> bool:
        return quiet["now"]

    one = partial(deliver, store, {"slack": HttpPoster(chat.url)}, compose, lambda: datetime.now(UTC), quiet=is_night)
    posts = Posts(store, one, platforms=["slack"], interval=0.01, round_seconds=0.1, quiet=is_night)
    before = datetime.now(UTC) - timedelta(minutes=5)
    with launched(posts):

        def enqueue(act: Act) -> str:
            with store.writing() as session:
                made = [row for row in acts.queue(session, act, before, new_id) if row.platform != "web"]
                posts.enqueue(session, made)
            return made[0].id

        waits = [enqueue(Post(ToPerson(HEAD), Notice.INVITED, About("review", f"{n}"))) for n in range(3)]
        room = enqueue(Post(ToRoom("larkfield"), Notice.JOINED, HERE))
        # Queued behind them, in the same place, and gone before them.
        risk = enqueue(Post(ToPerson(HEAD), Notice.TELL_SCHOOL_TODAY, About("note", "n1")))
        wait_until(lambda: chat.acts == [risk])
        quiet["now"] = False
        wait_until(lambda: len(chat.acts) == 5)
    assert [act for act in chat.acts if act != room] == [risk, *waits]
