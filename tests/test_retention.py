"""How long things are kept: never shorter than promised, nothing that is held, nothing left behind, and said beforehand."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, update
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.acts import TRUST, About
from bot.domain.removal import Certificate, State, Why, broken, fold, sealing
from bot.domain.retention import KEPT, MOST_DAYS, Kind, days_kept, goes_on, key, last_day_due, moment_due
from bot.forgetting import Forgetting
from store import certificates, holds, retention
from store.keeping_tables import HoldRow, RemovalRow
from store.library_tables import LibraryCardRow
from store.tables import (
    ActRow,
    AffirmationRow,
    AffirmationVersionRow,
    ConversationRow,
    HistoryRow,
    InboundRow,
    NoteRow,
    NoteVersionRow,
    ReviewRow,
    RouteRow,
)
from tests.play import DPO, GUEST, LEAD, NINE, REVIEWER, TRUST_LEAD, TRUSTEE, Play, labels, reply, the, words
from tests.scenes import join, posted, review_at, staged, take_note
from tests.test_removal import MARK, MARKED, bytes_of

# ── Days ────────────────────────────────────────────────────────────────────────────────────

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LONG = st.integers(1, MOST_DAYS)


@given(DAYS, LONG, st.integers(-400, 400))
def test_nothing_goes_before_its_days_are_over_and_everything_goes_then(since: date, days: int, off: int) -> None:
    today = goes_on(since, days) + timedelta(days=off)
    assert (since <= last_day_due(today, days)) is (off >= 0)
    assert (today - since).days > days or off < 0


@given(MOMENTS, LONG, st.integers(-3, 3))
def test_a_moment_has_all_its_days_whatever_its_hour(at: datetime, days: int, off: int) -> None:
    now = datetime.combine(goes_on(at.date(), days) + timedelta(days=off), at.time(), UTC)
    due = at < moment_due(now.date(), days)
    assert due is (off >= 0)
    if due:
        first = datetime.combine(now.date(), datetime.min.time(), UTC)
        assert first - at >= timedelta(days=days)


@given(
    st.dictionaries(
        st.sampled_from([key(kind) for kind in Kind]), st.integers() | st.sampled_from((None, True, 0.5, "60", ""))
    )
)
def test_a_trusts_own_number_of_days_is_taken_where_it_fits_and_passed_over_where_not(
    settings: dict[str, object],
) -> None:
    for kind, days in days_kept(settings).items():
        assert KEPT[kind].least <= days <= MOST_DAYS
        assert days in {settings.get(key(kind)), KEPT[kind].days}


def test_the_defaults_are_those_that_are_promised() -> None:
    kept = days_kept({})
    promised = {Kind.ANSWERS: 30, Kind.KEYS: 7, Kind.ACTS: 30, Kind.NOTES: 365, Kind.AFFIRMATIONS: 1095}
    assert promised.items() <= kept.items()
    assert set(kept) == set(Kind)


# ── Certificates ────────────────────────────────────────────────────────────────────────────


def chain(count: int) -> list[Certificate]:
    made: list[Certificate] = []
    for number in range(1, count + 1):
        ids = {"notes": (f"n{number}", "m")}
        kinds = {"notes": (2, fold("", ids["notes"]))}
        bare = Certificate(f"c{number}", Why.ASKED, "dpo", NINE, kinds, ids, State.SEALED, number)
        previous = made[-1].hash if made else "0" * 64
        made.append(Certificate(**{**vars(bare), "previous": previous, "hash": sealing(bare, number, previous)}))
    return made


@given(st.integers(1, 5), st.data())
def test_a_certificate_that_was_changed_or_left_out_shows(count: int, data: st.DataObject) -> None:
    whole = chain(count)
    assert broken(whole) == ""
    at = data.draw(st.integers(0, count - 1))
    worse = {
        "person": "x",
        "why": Why.OTHER,
        "kinds": {"notes": (1, "")},
        "ids": {"notes": ("n",)},
        "at": NINE + timedelta(1),
    }
    name = data.draw(st.sampled_from(sorted(worse)))
    changed = Certificate(**{**vars(whole[at]), name: worse[name]})
    assert broken([*whole[:at], changed, *whole[at + 1 :]]) == changed.id
    if at < count - 1:
        assert broken([*whole[:at], *whole[at + 1 :]]) == whole[at + 1].id


# ── Runs, on both databases ─────────────────────────────────────────────────────────────────


def forgetting(play: Play) -> Forgetting:
    return Forgetting(play.store, clock=lambda: play.now, ids=play.fresh)


def hold(play: Play, on: str, about: str, days: int = 4000) -> str:
    """The data protection officer holds a review or a person."""
    asked = play.start(DPO, f"hold_{on}", the("review", about) if on == "review" else TRUST)
    whose = {} if on == "review" else {"whose": about}
    until = (play.today + timedelta(days=min(days, 2000))).isoformat()
    assert play.answer(DPO, asked, hold_why="complaint", until=until, **whose).kept
    return reply(asked).conversation


def test_a_run_lets_go_what_is_over_and_leaves_what_is_not(any_play: Play) -> None:
    play = any_play
    review = review_at(play)
    join(play, the("review", ""), "C0")
    affirmation = posted(play, review)
    note = take_note(play, REVIEWER, review, MARKED, node="A-2.1")
    play.answer(REVIEWER, play.start(REVIEWER, "edit_note", note), text=f"{MARKED} Again.")
    with play.store.writing() as session:
        session.execute(
            update(ActRow).where(ActRow.state == "queued").values(state="done", done=play.now, message="1.5")
        )
        session.add(RouteRow(id="r", shown=play.now, concern="live_concern", button="", tapped=None))
        values = {c.key: getattr(session.get_one(NoteRow, note.id), c.key) for c in NoteRow.__table__.columns}
        many = [f"many-{number:04}" for number in range(450)]
        session.execute(insert(NoteRow), [{**values, "id": one} for one in many])
        rows = [{"note": one, "version": 1, "at": play.now, "person": REVIEWER, "text": MARKED} for one in many]
        session.execute(insert(NoteVersionRow), rows)
    asked = play.start(TRUST_LEAD, "plan_review")
    play.answer(TRUST_LEAD, asked, school="stanmoor", areas=("A-2",), begins=play.today.isoformat())
    run = forgetting(play)
    assert run.retain() == 0
    ends = play.today + timedelta(days=2)

    def on(day: date) -> None:
        play.now = datetime.combine(day, NINE.time(), UTC)

    on(goes_on(NINE.date(), 7) - timedelta(days=1))
    assert run.retain() == 0
    on(goes_on(NINE.date(), 7))
    assert play.count(InboundRow) > 0
    assert run.retain() > 0
    assert play.count(InboundRow) == 0
    on(goes_on(NINE.date(), 30))
    open_ = select(ConversationRow.id).where(ConversationRow.ended.is_(None))
    assert len(play.rows(open_)) == 1
    assert run.retain() > 0
    assert play.rows(open_) == []
    # The posts of what stands in the channel are still known, by which they can be taken away.
    assert {row[0].notice for row in play.rows(select(ActRow))} == {"affirmation"}
    on(goes_on(ends, 365) - timedelta(days=1))
    run.retain()
    assert play.count(NoteVersionRow) == 453
    assert "452 notes of the review of Larkfield Primary" in words(play.see(DPO, "retention"))
    on(goes_on(ends, 365))
    assert run.retain() >= 452
    assert play.count(NoteVersionRow) == 0
    assert play.count(AffirmationVersionRow) == play.count(LibraryCardRow) == 1
    assert run.clear() >= 1
    assert MARK.encode() not in bytes_of(play)
    kinds = play.rows(select(HistoryRow.fields).where(HistoryRow.about == "many-0007"))
    assert kinds[-1][0]["why"] == "retention"
    # Long after, the affirmation's time is over too: its posts are taken away.
    on(goes_on(ends, 1095))
    run.retain()
    assert play.count(AffirmationVersionRow) == play.count(LibraryCardRow) == 0
    away = play.rows(select(ActRow.platform, ActRow.state).where(ActRow.kind == "delete"))
    assert sorted(away) == [("slack", "queued"), ("web", "done")]
    assert play.rows(select(AffirmationRow.state).where(AffirmationRow.id == affirmation.id)) == [("withdrawn",)]
    run.clear()
    with play.store.reading() as session:
        assert certificates.first_broken(session) == ""
        sealed = certificates.newest(session)
    assert {one.state for one in sealed} == {State.SEALED}
    notes = next(one for one in sealed if "notes" in one.kinds)
    assert "many-0007" in notes.ids["notes"]
    assert notes.kinds["notes"][0] == len(notes.ids["notes"])
    assert "keys" not in {kind for one in sealed for kind in one.ids}
    assert run.retain() == 0


def test_what_is_held_stays_until_its_day_and_says_why(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, MARKED)
    other = take_note(play, GUEST, review, "Gates are locked at nine.")
    held = hold(play, "person", REVIEWER)
    asked = play.start(LEAD, "remove_note", note)
    assert "because of a complaint" in words(asked)
    assert not reply(asked).inputs
    play.later(days=500)
    forgetting(play).retain()
    assert play.rows(select(NoteRow.version).where(NoteRow.id == note.id)) == [(1,)]
    assert play.rows(select(NoteRow.version).where(NoteRow.id == other.id)) == [(0,)]
    (card,) = [card for card in play.see(DPO, "retention") if "Held until" in card.title]
    asked = play.press(DPO, card, "Lift this hold")
    assert not play.answer(DPO, asked, sure="not_now").kept
    assert play.answer(DPO, play.start(DPO, "lift_hold", the("hold", held)), sure="yes").kept
    forgetting(play).retain()
    assert play.rows(select(NoteRow.version).where(NoteRow.id == note.id)) == [(0,)]
    assert [row[0] for row in play.rows(select(HistoryRow.kind).where(HistoryRow.about == held))] == [
        "HoldSet",
        "HoldLifted",
    ]


def test_a_hold_on_a_review_keeps_all_of_it(play: Play, review: About) -> None:
    posted(play, review)
    take_note(play, REVIEWER, review, MARKED)
    play.start(REVIEWER, "plan_review")
    asked = play.start(LEAD, "edit_note", take_note(play, LEAD, review, "Gates are locked at nine."))
    assert reply(asked).inputs
    hold(play, "review", review.id)
    before = play.count(NoteVersionRow), play.count(AffirmationVersionRow), play.count(ConversationRow)
    play.later(days=1500)
    forgetting(play).retain()
    assert (play.count(NoteVersionRow), play.count(AffirmationVersionRow)) == before[:2]
    assert play.count(InboundRow) == 0


@given(st.lists(st.tuples(st.integers(0, 900), st.booleans()), min_size=1, max_size=8), st.integers(0, 1000))
def test_every_note_that_is_due_and_not_held_goes_and_no_other(
    retention_play: tuple[Play, str], reviews_: list[tuple[int, bool]], after: int
) -> None:
    play, one = retention_play
    today = NINE.date() + timedelta(days=after)
    with play.store.writing() as session:
        row = session.get_one(ReviewRow, one)
        values = {c.key: getattr(row, c.key) for c in ReviewRow.__table__.columns}
        note = session.scalars(select(NoteRow)).first()
        assert note
        fields = {c.key: getattr(note, c.key) for c in NoteRow.__table__.columns}
        for number, (ended, held) in enumerate(reviews_):
            ends = NINE.date() + timedelta(days=ended)
            session.execute(insert(ReviewRow).values({**values, "id": f"r{number}", "ends": ends}))
            session.execute(insert(NoteRow).values({**fields, "id": f"n{number}", "review": f"r{number}"}))
            if held:
                until = {"until": today, "at": play.now, "why": "other", "person": DPO, "lifted": None}
                session.execute(insert(HoldRow).values(id=f"h{number}", kind="review", about=f"r{number}", **until))
        standing = holds.standing(session, today)
        taken: list[str] = []
        # In bites of one, as a slow machine would take them: what is held never stands before what is due.
        while ids := retention.due(session, Kind.NOTES, today, days_kept({}), standing, 1):
            session.execute(update(NoteRow).where(NoteRow.id.in_(ids)).values(version=0))
            taken += ids
        should = {
            f"n{number}"
            for number, (ended, held) in enumerate(reviews_)
            if not held and today >= goes_on(NINE.date() + timedelta(days=ended), 365)
        }
        assert {one for one in taken if one.startswith("n")} == should
        assert len(taken) == len(set(taken))
        session.rollback()


@pytest.fixture(scope="module")
def retention_play(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Play, str]]:
    with staged(_with_a_note, tmp_path_factory.mktemp("retention") / "peerwalk.db") as (play, review):
        yield play, review


def _with_a_note(play: Play) -> str:
    review = review_at(play)
    take_note(play, REVIEWER, review, "Gates are locked at nine.")
    return review.id


def test_a_run_that_died_half_way_is_closed_as_it_stands_and_the_rest_goes(play: Play, review: About) -> None:
    take_note(play, REVIEWER, review, MARKED)
    with play.store.writing() as session:
        row = {"person": "", "at": play.now, "kinds": {}, "ids": {}, "attempts": 0, "previous": "", "hash": ""}
        session.add(RemovalRow(id="died", why="retention", state="running", number=None, sealed=None, **row))
    run = forgetting(play)
    assert run.clear() == 0  # a run under way is not sealed
    play.later(days=500)
    assert run.retain() > 0
    assert run.clear() == 2
    assert MARK.encode() not in play.contents()


# ── Said beforehand, and set ────────────────────────────────────────────────────────────────


def test_the_officer_sees_kinds_counts_and_numbers_and_nobodys_words(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, MARKED, node="A-2.1")
    posted(play, review)
    (home,) = [card for card in play.home(DPO) if card.title == "What is kept"]
    assert labels(home) == ["See what is kept"]
    shown = play.see(DPO, "retention")
    assert "Notes: 365 days after the review’s last day. Now: 2" in words(shown)
    by_number = play.see(DPO, "held", review)
    assert f"Note {note.id}" in words(by_number)
    for person in (TRUST_LEAD, LEAD, REVIEWER, TRUSTEE):
        assert note.id not in words(play.see(person, "held", review))
    for person, may in ((TRUST_LEAD, True), (LEAD, False), (REVIEWER, False), (TRUSTEE, False)):
        assert ("365 days" in words(play.see(person, "retention"))) is may
    (card,) = [card for card in by_number if card.title == f"Note {note.id}"]
    asked = play.press(DPO, card, "Remove for good")
    assert MARK not in repr((home, shown, by_number, reply(asked)))
    assert "worry box" not in words((*shown, *by_number))
    assert play.see(DPO, "notes", review) == play.see(DPO, "notes", the("review", "none"))


def test_a_trust_keeps_things_for_its_own_time(play: Play, review: About) -> None:
    take_note(play, REVIEWER, review, MARKED)
    asked = play.answer(DPO, play.start(DPO, "set_retention"), kind="notes")
    assert play.answer(DPO, asked, days="3").problem
    assert play.answer(DPO, asked, days="60").kept
    assert play.rows(select(HistoryRow.fields).where(HistoryRow.kind == "RetentionSet"))[0][0] == {
        "retention": "notes",
        "days": 60,
    }
    play.later(days=70)
    forgetting(play).retain()
    assert play.count(NoteVersionRow) == 0


def test_the_command_says_what_would_go_and_prints_certificates(
    play: Play, review: About, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_note(play, REVIEWER, review, MARKED)
    monkeypatch.setenv("PEERWALK_DATABASE_URL", play.store.url)
    said = CliRunner().invoke(app, ["retention", "--on", "2028-09-01"])
    assert said.exit_code == 0, said.output
    assert "On Friday 1 September 2028 this would be removed:" in said.output
    assert "1 note of the review of Larkfield Primary that ended on Thursday 26 November 2026" in said.output
    assert MARK not in said.output
    assert play.count(NoteVersionRow) == 1
    assert CliRunner().invoke(app, ["retention", "--on", "soon"]).exit_code == 2
    assert CliRunner().invoke(app, ["retention", "certificate", "none"]).exit_code == 1
    play.later(days=600)
    run = forgetting(play)
    run.retain()
    run.clear()
    number = f"retention-{play.today.isoformat()}"
    printed = CliRunner().invoke(app, ["retention", "certificate", number])
    assert printed.exit_code == 0, printed.output
    assert "The chain is whole" in printed.output
    assert MARK not in printed.output
    with play.store.writing() as session:
        session.get_one(RemovalRow, number).why = "other"
    assert CliRunner().invoke(app, ["retention", "certificate", number]).exit_code == 1
