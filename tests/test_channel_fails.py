"""The trust channel when chats fail: in Slack exactly one post is seen; in Teams never two, and never silently none."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.acts import About
from tests.channel_stage import Channel, card_waits, channel, die, list_waits, withdraw
from tests.fake_teams import FakeTeams, fake_teams
from tests.forked import forked
from tests.play import TRUST_LEAD, Play, words
from tests.scenes import staged
from tests.slack_fake_api import FakeSlack, fake_slack

# Teams is asked to wait for longer than a call may take, so that the queue does.
FAULTS = {"slack": ("429", "drop before", "drop after"), "teams": ("429 9", "drop before", "503 after")}
NEVER_DONE = {"429", "429 9"}


@dataclass
class Chats:
    slack: FakeSlack
    teams: FakeTeams

    def of(self, platform: str) -> FakeSlack | FakeTeams:
        return self.slack if platform == "slack" else self.teams


@pytest.fixture(scope="module")
def chats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chats]:
    with fake_slack() as slack, fake_teams(tmp_path_factory.mktemp("teams")) as teams:
        yield Chats(slack, teams)
        assert not slack.wrong, sorted(set(slack.wrong))


@contextmanager
def begun(chats: Chats, folder: Path, build: Callable[[Play], About]) -> Iterator[tuple[Channel, About]]:
    with staged(build, folder / "peerwalk.db") as (play, made):
        play.later(days=6)
        with channel(play, chats.slack, chats.teams, folder) as here:
            yield here, made


def faults(platform: str, build: Callable[[Play], About]) -> tuple[str, ...]:
    """All of them for a card; for a list, one that is not done and one that may be."""
    return FAULTS[platform] if build is card_waits else (FAULTS[platform][0], FAULTS[platform][-1])


def standing(here: Channel, platform: str) -> int:
    return len(here.in_slack if platform == "slack" else here.in_teams)


@pytest.mark.parametrize("build", [card_waits, list_waits])
@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_whatever_fails_once_slack_shows_one_and_teams_one_or_asks_somebody(
    chats: Chats, tmp_path: Path, platform: str, build: Callable[[Play], About]
) -> None:
    for fault in faults(platform, build):
        with begun(chats, tmp_path, build) as (here, made):
            chats.of(platform).faults.append(fault)
            here.settle()
            shown, asked = standing(here, platform), here.asked()
            if platform == "slack" or fault in NEVER_DONE:
                assert (shown, asked) == (1, []), fault
            else:
                # Nobody can look there but people: one of them is asked, and nothing is posted again meanwhile.
                assert shown == ("after" in fault), fault
                assert asked == [("teams", "post", ("there", "again"))], fault
                assert "did not say whether a message of mine arrived" in words(here.play.home(TRUST_LEAD))
            withdraw(here.play, made)
            # Taking away fails in the same way, and harms nobody when it is done twice.
            chats.of(platform).faults.append(fault)
            here.settle()
            gone = here.asked()
            if platform == "teams" and asked:
                # Teams never said which message it was: somebody takes it away by hand, and says so.
                assert gone == [("teams", "delete", ("gone",))], fault
            else:
                assert (standing(here, platform), gone) == (0, []), fault


@pytest.mark.parametrize("build", [card_waits, list_waits])
@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_withdrawn_while_its_post_is_tried_again_it_stands_nowhere(
    chats: Chats, tmp_path: Path, platform: str, build: Callable[[Play], About]
) -> None:
    for fault in faults(platform, build):
        with begun(chats, tmp_path, build) as (here, made):
            chats.of(platform).faults.append(fault)
            here.try_all(platform)
            withdraw(here.play, made)
            here.settle()
            if platform == "teams" and fault not in NEVER_DONE:
                assert here.asked() == [("teams", "delete", ("gone",))], fault
            else:
                assert (standing(here, platform), here.asked()) == (0, []), fault
            assert not any("A worry box" in words(card) for card in here.play.see(TRUST_LEAD, "channel"))


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_process_killed_in_the_call_leaves_one_post_in_slack_and_none_unasked_in_teams(
    chats: Chats, tmp_path: Path, moment: str
) -> None:
    for platform in ("slack", "teams"):
        with begun(chats, tmp_path, card_waits) as (here, made):
            (post,) = (row.id for row in here.posts(platform))
            said = chats.slack.url, chats.teams.url, chats.teams.login_url, os.environ["REQUESTS_CA_BUNDLE"]
            with forked(die, here.play.store.url, tmp_path, said, here.play.now, [post], moment) as process:
                assert process.ended() == -9
            here.settle()
            if platform == "slack":
                assert (standing(here, "slack"), here.asked()) == (1, [])
            else:
                assert standing(here, "teams") == (moment == "after")
                assert here.asked() == [("teams", "post", ("there", "again"))]
            # It is withdrawn, and the process that takes it away is killed, too.
            withdraw(here.play, made)
            takes = [row.id for row in here.posts(platform, state="queued")]
            with forked(die, here.play.store.url, tmp_path, said, here.play.now, takes, moment) as process:
                process.ended()
            here.settle()
            assert standing(here, "slack") == 0
            assert here.asked() == ([] if platform == "slack" else [("teams", "delete", ("gone",))])


def test_what_a_chat_refuses_is_shown_to_a_person_and_settled_by_hand(chats: Chats, tmp_path: Path) -> None:
    with begun(chats, tmp_path, card_waits) as (here, made):
        chats.slack.faults.append("not_in_channel")
        here.settle()
        assert (standing(here, "slack"), standing(here, "teams")) == (0, 1)
        assert here.asked() == [("slack", "post", ("again", "left"))]
        (card,) = (one for one in here.play.home(TRUST_LEAD) if "Slack did not let me post" in words(one))
        assert "Is the bot in that channel" in words(card)
        here.play.press(TRUST_LEAD, card, "Post again")
        here.settle()
        assert (standing(here, "slack"), here.asked()) == (1, [])
        withdraw(here.play, made)
        chats.teams.faults.append("403 BotNotInConversationRoster")
        here.settle()
        assert (standing(here, "slack"), standing(here, "teams")) == (0, 1)
        assert here.asked() == [("teams", "delete", ("gone",))]
        (card,) = (one for one in here.play.home(TRUST_LEAD) if "Teams did not let me take" in words(one))
        here.play.press(TRUST_LEAD, card, "I have deleted it there")
        assert here.asked() == []
