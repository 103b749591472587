"""A card in the trust channel: how it comes there on every platform, what it looks like, and how it leaves."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import practice_card
from bot.domain.acts import QUOTING, About, Notice, Post, ToTrust
from bot.domain.changes_setup import SettingChanged, TermsChanged
from bot.domain.people import SchoolKind
from bot.domain.practice_words import LONGEST
from bot.domain.quiet import QuietHours
from bot.domain.trust_settings import A_DAY, QUIET_HOURS
from bot.ending import make
from bot.handlers.slack import limits as slack_limits
from bot.handlers.slack import render as slack_render
from bot.handlers.teams import limits as teams_limits
from bot.handlers.teams import render as teams_render
from bot.message import Visit, plain
from bot.post import Posts
from bot.quiet_time import waits_for_thanks
from store import acts, affirmations, digests
from store.act_rows import record
from store.engine import open_store
from store.library_tables import NamingRow
from store.made import Made
from store.tables import ActRow, AffirmationRow, AffirmationVersionRow, HistoryRow, SchoolRow
from tests import slack_blocks, teams_cards
from tests.channel_stage import Channel, approved, card_of, card_waits, channel, in_chats, weekly, withdraw
from tests.clock_process import keeper
from tests.fake_teams import FakeTeams, fake_teams
from tests.play import DSL, HEAD, LEAD, OTHER_HEAD, REVIEWER, TRUST_LEAD, WORDING, Play, button, labels, reply, words
from tests.scenes import SURE, agree, approve, card, review_at, staged, take_note
from tests.slack_fake_api import FakeSlack, fake_slack

WORDS = "A worry box by the library is emptied every day, and each answer comes the same day."


@pytest.fixture(scope="module")
def chats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FakeSlack, FakeTeams]]:
    with fake_slack() as slack, fake_teams(tmp_path_factory.mktemp("teams")) as teams:
        yield slack, teams
        assert not slack.wrong, sorted(set(slack.wrong))


@pytest.fixture
def here(chats: tuple[FakeSlack, FakeTeams], tmp_path: Path) -> Iterator[tuple[Channel, About]]:
    with staged(in_chats, tmp_path / "peerwalk.db") as (play, review), channel(play, *chats, tmp_path) as found:
        yield found, review


# ── From a note to a post, and out again ────────────────────────────────────────────────────


def test_a_note_becomes_a_post_on_slack_and_teams_in_one_flow(here: tuple[Channel, About]) -> None:
    flow, review = here
    play = flow.play
    flow.at("10:00")
    note = take_note(play, LEAD, review, WORDS, node="A-2.1", shows="excellent", kind="observation")
    asked = flow.does(LEAD, "shares what a note says", play.start(LEAD, "draft_affirmation", note))
    flow.does(LEAD, "sends it to the school", play.answer(LEAD, asked, **card(WORDS)))
    made = About("affirmation", reply(asked).conversation)
    flow.goes()
    flow.at("13:10")
    asked = flow.does(HEAD, "reads it", play.start(HEAD, "agree_affirmation", made))
    school: dict[str, Any] = {"took": "A box, and ten minutes a day.", "thanks": "the lunchtime team", "contact": DSL}
    flow.does(HEAD, "agrees", play.answer(HEAD, asked, answer="agree", **SURE, **school))
    flow.goes()
    flow.at("15:30")
    asked = flow.does(TRUST_LEAD, "reads it once more", play.start(TRUST_LEAD, "approve_affirmation", made))
    flow.does(TRUST_LEAD, "approves", play.answer(TRUST_LEAD, asked, answer="approve", **SURE))
    flow.tell("Teams does not take the headteacher's message yet: the channel waits until she has heard")
    flow.teams.faults.append("429 9")
    flow.goes()
    assert (flow.in_slack, flow.in_teams) == ([], [])
    flow.sees(REVIEWER)
    flow.at("15:31")
    flow.goes()
    flow.goes()
    assert len(flow.in_slack) == len(flow.in_teams) == 1
    for seen in (*flow.in_slack, *flow.in_teams):
        assert "A worry box answered the same day" in seen
        assert "the school’s DSL" in seen or "[How do you do it?]" not in seen
    flow.sees(REVIEWER)
    flow.at("08:05", days=1)
    flow.does(HEAD, "changes her mind, and pauses it", play.start(HEAD, "pause_affirmation", made))
    flow.goes()
    assert (flow.in_slack, flow.in_teams) == ([], [])
    flow.sees(REVIEWER)
    flow.reads_as("card_to_channel")


def test_withdrawn_while_the_post_is_being_retried(chats: tuple[FakeSlack, FakeTeams], tmp_path: Path) -> None:
    with staged(card_waits, tmp_path / "peerwalk.db") as (play, made), channel(play, *chats, tmp_path) as flow:
        flow.at("11:05")
        flow.tell("Slack takes the post and hangs up; Teams says: later")
        flow.slack.faults.append("drop after")
        flow.teams.faults.append("429 9")
        flow.goes()
        assert (len(flow.in_slack), len(flow.in_teams)) == (1, 0)
        asked = flow.does(HEAD, "thinks again", play.start(HEAD, "withdraw_affirmation", made))
        flow.does(HEAD, "withdraws it", play.answer(HEAD, asked, sure="yes"))
        flow.goes()
        flow.goes()
        assert (flow.in_slack, flow.in_teams, flow.asked()) == ([], [], [])
        flow.sees(REVIEWER)
        flow.reads_as("withdrawn_while_retried")


# ── The card ────────────────────────────────────────────────────────────────────────────────


def test_a_card_with_every_part_as_long_as_it_may_be_fits_everywhere_whole(play: Play, review: About) -> None:
    made = approved(play, review, "A worry box")
    with play.store.writing() as session:
        row = session.get_one(AffirmationRow, made.id)
        version = session.get_one(AffirmationVersionRow, (made.id, row.public_version))
        for part, longest in LONGEST.items():
            setattr(
                version,
                "text" if part == "what" else part,
                f"{part} {'“wörds” & <more> ' * 99}"[: longest - 4] + " end",
            )
        session.get_one(SchoolRow, "larkfield").kind = SchoolKind.SPECIAL
        session.add_all(NamingRow(affirmation=made.id, person=one, state="agreed", at=play.now) for one in (HEAD, LEAD))
    shown = channel_card(play, made)
    assert shown.title.endswith(" end")
    assert shown.notice == plain(shown.words), "the plain text is the whole card"
    assert plain(shown.words).count(" end") == len(LONGEST) - 1
    assert "special school, primary" in plain(shown.words)
    assert "Headteacher, Larkfield and Lead reviewer" in plain(shown.words)
    in_slack = slack_render.post(shown, "act")
    slack_blocks.check_message(in_slack["blocks"])
    assert str(in_slack["blocks"]).count(" end") == len(LONGEST)
    assert len(in_slack["text"]) <= slack_limits.NOTIFICATION_TEXT
    in_teams = teams_render.post(shown, "act", teams_render.Labels(), private=False)
    teams_cards.check_message(in_teams)
    assert teams_cards.words(in_teams).count(" end") == len(LONGEST)
    assert teams_render.size(in_teams) <= teams_limits.MESSAGE_BYTES


def channel_card(play: Play, made: About) -> Any:
    with play.store.reading() as session:
        found = affirmations.load(session, made.id)
        return practice_card.practice_card(session, WORDING, found, play.today)


def test_whom_to_ask_is_said_by_role_and_falls_back_to_the_head(
    play: Play, review: About, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice_card, "DIALOGS", {dialog: None for _, dialog in practice_card.ANSWERS})
    made = approved(play, review, "A worry box")
    said = {}
    for contact in (HEAD, DSL, OTHER_HEAD, ""):
        with play.store.writing() as session:
            session.get_one(AffirmationRow, made.id).contact = contact
        shown = channel_card(play, made)
        said[contact] = plain(shown.words).partition("How do you do it? and ")[2].partition(" answers")[0]
    assert said == {
        HEAD: "the school’s headteacher",
        DSL: "the school’s DSL",
        OTHER_HEAD: "the school’s headteacher",
        "": "the school’s headteacher",
    }
    assert labels(shown) == ["How do you do it?", "We’ll try this", "Worked here too", "The whole card"]
    # On the web everybody is known, and whose practice it is has nothing to ask of themselves.
    mine, theirs = (play.see(who, "channel")[0] for who in (HEAD, OTHER_HEAD))
    assert "We’ll try this" in labels(theirs)
    assert "We’ll try this" not in labels(mine)
    assert "Pause" in labels(mine)


def test_nothing_is_ever_said_in_the_trust_channel_but_cards_and_lists(play: Play) -> None:
    for notice in set(Notice) - QUOTING:
        with play.store.writing() as session, pytest.raises(ValueError, match="nothing is said in the trust channel"):
            acts.queue(session, Post(ToTrust(), notice, About("review", "r")), play.now, play.fresh)


# ── So many a day, and the weekly list ──────────────────────────────────────────────────────


def settle(play: Play, *changes: Any) -> None:
    with play.store.writing() as session:
        make(session, changes, Made(TRUST_LEAD, play.now, "web"), lambda _session, _rows: None, play.fresh)


def went(play: Play, notice: Notice = Notice.AFFIRMATION) -> list[str]:
    wanted = select(ActRow.about).where(ActRow.notice == notice, ActRow.kind == "post", ActRow.platform == "web")
    return [about for (about,) in play.rows(wanted.order_by(ActRow.made))]


def test_what_one_day_has_no_room_for_stands_in_one_list_on_the_first_school_day(play: Play, review: About) -> None:
    later = [card_of(play, review, title, "It comes later.") for title in ("A rota", "A map", "A box")]
    first, second = approved(play, review, "One"), approved(play, review, "Two")
    third = card_of(play, review, "Three", "A third thing. It is long. And more.")
    assert agree(play, third).kept
    told = words(approve(play, third))
    assert "The channel has had its posts for today: it stands in the practice library now" in told
    assert went(play) == [first.id, second.id]
    assert "Three" not in words(play.see(REVIEWER, "channel"))
    # What is approved on a quiet evening goes with the next morning's: that day has room for one more, and then no more.
    play.now = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
    fourth = approved(play, review, "Four")
    play.now = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
    fifth, sixth = approved(play, review, "Five"), approved(play, review, "Six")
    assert went(play)[2:] == [fourth.id, fifth.id]
    # Monday is a holiday, so Tuesday is the day; nothing is made before eight, nor in quiet hours, nor twice.
    settle(play, TermsChanged("trust", ("holiday/2026-11-30/2026-11-30",)))
    for when in ((30, 9, 0), (30, 23, 0)):
        play.now = datetime(2026, 11, *when, tzinfo=UTC)
        assert weekly(play) == 0
    play.now = datetime(2026, 12, 1, 7, 59, tzinfo=UTC)
    assert weekly(play) == 0
    play.now = datetime(2026, 12, 1, 8, 1, tzinfo=UTC)
    assert [weekly(play), weekly(play)] == [2, 0]
    (listed,) = went(play, Notice.DIGEST)
    assert play.inside(lambda session: digests.items(session, listed)) == (third.id, sixth.id)
    shown = play.see(REVIEWER, "channel")[0]
    assert "Three · Larkfield Primary. A third thing." in plain(shown.words)
    assert "It is long" not in plain(shown.words)
    assert labels(shown) == ["Three", "Six", "Open the library"]
    assert button(shown, "Six").action == Visit("practice", sixth)
    states = play.rows(select(AffirmationRow.state).where(AffirmationRow.id.in_((third.id, sixth.id))))
    assert {state for (state,) in states} == {"posted"}
    # Mid-week nothing is made for what was approved since; and a week in which nothing waits has no list.
    assert all(agree(play, one).kept and approve(play, one).kept for one in later)
    play.now = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    assert weekly(play) == 0
    play.now = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)  # nobody was there on Monday
    assert weekly(play) == 1
    assert play.inside(lambda session: digests.items(session, went(play, Notice.DIGEST)[1])) == (later[-1].id,)
    play.now = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
    assert weekly(play) == 0


def test_the_day_is_the_trusts_own_and_how_many_posts_it_has_is_too(play: Play, review: About) -> None:
    play.store.is_in("Pacific/Auckland")
    settle(play, SettingChanged(QUIET_HOURS, QuietHours(on=False).written()), SettingChanged(A_DAY, 1))
    play.now = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)  # half past eleven at night there
    one = approved(play, review, "One")
    play.now = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)  # the next day has begun
    two = approved(play, review, "Two")
    approved(play, review, "Three")
    assert went(play) == [one.id, two.id]
    play.now = datetime(2026, 11, 29, 19, 30, tzinfo=UTC)  # Monday, half past eight in the morning there
    assert weekly(play) == 1


def test_a_list_follows_what_becomes_of_its_cards_everywhere(here: tuple[Channel, About]) -> None:
    flow, review = here
    play = flow.play
    settle(play, SettingChanged(A_DAY, 1))
    approved(play, review, "First")
    one, two = approved(play, review, "Pegs on a map"), approved(play, review, "A quiet room")
    gone = approved(play, review, "Gone before Monday")
    withdraw(play, gone)
    play.later(days=6)
    assert weekly(play) == 2
    flow.settle()
    places = flow.in_slack[-1], flow.in_teams[-1]
    for seen in places:
        assert "Pegs on a map" in seen
        assert "A quiet room" in seen
        assert "Gone before" not in seen
    # New words go the whole way again, and then stand in the list, too: nothing is posted anew.
    asked = play.start(HEAD, "reword_affirmation", one)
    assert play.answer(HEAD, asked, **card("Two rooms now.", title="Pegs on two maps")).kept
    assert agree(play, one).kept
    assert approve(play, one).kept
    flow.settle()
    assert (len(flow.in_slack), len(flow.in_teams)) == (2, 2)
    assert "Pegs on two maps" in flow.in_slack[-1]
    assert "Pegs on two maps" in flow.in_teams[-1]
    # Paused, it is out of the list at once; agreed and approved again it is back in it, and is not posted twice.
    play.start(HEAD, "pause_affirmation", one)
    flow.settle()
    assert "Pegs" not in flow.in_slack[-1] + flow.in_teams[-1] + words(play.see(REVIEWER, "channel"))
    play.start(HEAD, "resume_affirmation", one)
    assert agree(play, one).kept
    assert approve(play, one).kept
    flow.settle()
    assert "Pegs on two maps" in flow.in_slack[-1]
    assert "the weekly list" in withdraw(play, one)
    flow.settle()
    assert "Pegs" not in flow.in_slack[-1] + flow.in_teams[-1]
    # The last one takes the list away with it; coming back it needs a place of its own.
    play.start(HEAD, "pause_affirmation", two)
    flow.settle()
    assert (len(flow.in_slack), len(flow.in_teams)) == (1, 1)
    assert "A quiet room" not in words(play.see(REVIEWER, "channel"))
    play.start(HEAD, "resume_affirmation", two)
    assert agree(play, two).kept
    assert approve(play, two).kept
    flow.settle()
    assert "A quiet room" in flow.in_slack[-1]
    assert len(flow.in_slack) == len(flow.in_teams) == 2
    assert two.id in went(play)


def test_on_a_full_day_what_was_paused_waits_for_the_next_list(play: Play, review: About) -> None:
    settle(play, SettingChanged(A_DAY, 1))
    one = approved(play, review, "One")
    play.start(HEAD, "pause_affirmation", one)
    play.start(HEAD, "resume_affirmation", one)
    agree(play, one)
    assert "the next weekly list, on Monday" in words(approve(play, one))
    play.later(days=6)
    assert weekly(play) == 1


def test_a_list_whose_cards_are_all_gone_before_it_goes_is_not_posted(here: tuple[Channel, About]) -> None:
    flow, review = here
    settle(flow.play, SettingChanged(A_DAY, 1))
    approved(flow.play, review, "First")
    two = approved(flow.play, review, "Second")
    flow.play.later(days=6)
    assert weekly(flow.play) == 1
    with flow.play.store.writing() as session:  # removed in the same moment: nothing has been announced
        session.get_one(AffirmationRow, two.id).state = "withdrawn"
    flow.settle()
    assert (len(flow.in_slack), len(flow.in_teams)) == (1, 1)


def test_two_processes_that_tick_at_once_make_one_list(any_play: Play, any_store_url: str) -> None:
    play = any_play
    review = review_at(play)
    settle(play, SettingChanged(A_DAY, 1))
    approved(play, review, "One")
    approved(play, review, "Two")
    play.later(days=6)
    stores = [open_store(any_store_url) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        clocks = [keeper(store, play.now) for store in stores]
        for ticking in [pool.submit(clock.tick) for clock in clocks * 2]:
            ticking.result()
    for store in stores:
        store.close()
    assert len(went(play, Notice.DIGEST)) == 1
    assert len(play.rows(select(HistoryRow.id).where(HistoryRow.kind == "DigestMade"))) == 1


# ── Heard first ─────────────────────────────────────────────────────────────────────────────


def test_the_channel_waits_for_those_whose_practice_it_is_but_not_for_ever(here: tuple[Channel, About]) -> None:
    flow, review = here
    play = flow.play
    settle(play, TermsChanged("school:larkfield", ("holiday/2026-11-24/2026-12-04",)))
    made = approved(play, review, "A worry box")
    other = approved(play, review, "Another", "Another thing.")
    with play.store.writing() as session:  # of the other, everybody has heard
        heard = update(ActRow).where(ActRow.about == other.id, ActRow.notice == Notice.THANKED)
        session.execute(heard.values(state="done"))
    (post, behind) = flow.posts("slack")
    assert (post.about, behind.about) == (made.id, other.id)

    def waits(hours: float) -> bool:
        with play.store.reading() as session:
            act = record(session, session.get_one(ActRow, post.id))
            return waits_for_thanks(session, act, post.made + timedelta(hours=hours), WORDING.zone)

    assert [waits(hours) for hours in (0, 8, 11.9, 12.1)] == [True, True, True, False]
    # What waited through the night waits for an hour of the morning, so that they hear it first then, too.
    with play.store.writing() as session:
        session.get_one(ActRow, post.id).made = datetime(2026, 11, 24, 17, 50, tzinfo=UTC)
    post.made = datetime(2026, 11, 24, 17, 50, tzinfo=UTC)
    assert [waits(hours) for hours in (13.5, 14.5, 14.8)] == [True, True, False]
    # Meanwhile the next post goes past it: the queue itself finds what may go.
    quiet = flow._waits
    posts = Posts(
        play.store, lambda act: flow.attempt(act, quiet=True), platforms=flow.posters, interval=0, quiet=quiet
    )
    for platform in ("slack", "teams"):
        (first, _) = flow.posts(platform)
        posts.attempt(first.id)
    assert ["Another" in seen for seen in (*flow.in_slack, *flow.in_teams)] == [True, True]
    posts.attempt(post.id)
    assert len(flow.in_slack) == 1
    play.later(hours=1, days=1)
    posts.attempt(post.id)
    assert len(flow.in_slack) == 2
