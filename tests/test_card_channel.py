"""A card in the trust channel: how it comes there on every platform, what it looks like, and how it leaves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.domain.acts import About
from store.tables import ActRow, AffirmationRow
from tests.channel_stage import Channel, approved, channel, in_chats
from tests.fake_teams import FakeTeams, fake_teams
from tests.play import DSL, HEAD, LEAD, REVIEWER, TRUST_LEAD, reply, words
from tests.scenes import SURE, card, staged, take_note
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


def test_withdrawn_while_the_post_is_being_retried(here: tuple[Channel, About]) -> None:
    flow, review = here
    flow.at("11:00")
    made = approved(flow.play, review, "A worry box answered the same day", WORDS)
    flow.settle("slack", "teams")
    flow.slack.messages.clear()
    flow.teams.messages.clear()
    _again(flow)
    flow.log.clear()
    flow.at("11:05")
    flow.tell("Slack takes the post and hangs up; Teams says: later")
    flow.slack.faults.append("drop after")
    flow.teams.faults.append("429 9")
    flow.goes()
    assert (len(flow.in_slack), len(flow.in_teams)) == (1, 0)
    asked = flow.does(HEAD, "thinks again", flow.play.start(HEAD, "withdraw_affirmation", made))
    assert "the channel in Slack" in words(asked)
    flow.does(HEAD, "withdraws it", flow.play.answer(HEAD, asked, sure="yes"))
    flow.goes()
    flow.goes()
    assert (flow.in_slack, flow.in_teams) == ([], [])
    assert {row.state for row in flow.posts()} <= {"gone", "stopped", "done"}
    flow.sees(REVIEWER)
    flow.reads_as("withdrawn_while_retried")


def _again(flow: Channel) -> None:
    """Let the posts be as they were before anybody tried them."""
    with flow.play.store.writing() as session:
        posts = update(ActRow).where(ActRow.place_kind == "trust", ActRow.platform != "web")
        session.execute(posts.values(state="queued", attempts=0, message="", done=None))
        session.execute(update(AffirmationRow).values(state="posted"))
