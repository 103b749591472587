"""One review on Slack and in Teams at once: two rooms, one set of notes, and a conversation begun on one goes on on the other."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import build
from bot.domain.acts import About
from bot.turn import Turns, utc_now
from store.engine import open_store, sqlite_url
from store.tables import ActRow
from tests import slack_driver, teams_driver
from tests.channel_stage import approved
from tests.fake_teams import fake_teams
from tests.play import SECRET, WORDING, Play
from tests.posting import wait_until
from tests.slack_fake_api import fake_slack
from tests.swift import swift_dbos
from tests.teams_driver import buttons, filled, words

REVIEW = "larkfield-review"


@dataclass
class Both:
    slack: slack_driver.Driver
    teams: teams_driver.Driver


@pytest.fixture(scope="module")
def both(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("both")
    path = folder / "peerwalk.db"
    shutil.copyfile(sqlite_template, path)
    store = open_store(sqlite_url(path))
    teams_driver.seed(store)
    store.close()
    with fake_slack() as slack, fake_teams(folder) as teams:
        url = sqlite_url(path)
        settings, more = slack_driver.settings_for(url, folder, slack), teams_driver.settings_for(url, folder, teams)
        own = {name: getattr(more, name) for name in type(more).model_fields if name.startswith("teams_")}
        application = build(settings.model_copy(update=own))
        try:
            with swift_dbos(), slack_driver.listening(application.asgi) as served:
                yield Both(
                    slack_driver.Driver(served, slack, application, folder),
                    teams_driver.Driver(served, teams, application, folder),
                )
        finally:
            application.close()


def test_notes_of_both_rooms_are_one_reviews_and_no_talk_is_relayed(both: Both) -> None:
    slack, teams = both.slack, both.teams
    slack.mention("reviewer", "The gate is watched.", slack_driver.ROOMS[REVIEW])
    teams.mention("guest", "The office is staffed.", teams_driver.ROOMS[REVIEW])
    assert teams.texts() == ["The gate is watched.", "The office is staffed."]
    for said in ("The gate is watched.", "The office is staffed."):
        assert said not in str(slack.slack.messages)
        assert said not in str(teams.teams.within(teams_driver.ROOMS[REVIEW]))


def test_who_has_what_stands_in_both_rooms(both: Both) -> None:
    slack, teams = both.slack, both.teams
    data = f'{{"v":1,"a":"begin","d":"enter_area","k":"review","i":"{REVIEW}","g":{{"area":"A-2"}}}}'
    assert "A-2" in words(teams.press("guest", {"action": "pw", "s": data}).card)
    wait_until(lambda: any("A-2" in str(one) for one in slack.slack.in_channel(slack_driver.ROOMS[REVIEW])), 30)
    wait_until(lambda: any("A-2" in words(one) for one in teams.teams.within(teams_driver.ROOMS[REVIEW])), 30)


def test_what_was_begun_in_slack_goes_on_in_teams_with_its_answers(both: Both) -> None:
    slack, teams = both.slack, both.teams
    home = slack.command("trust-lead", "").body
    before = len(slack.slack.of("views.open"))
    slack.press("trust-lead", slack_driver.buttons(home)["Plan a review"])
    form = slack.slack.wait_for(before + 1, "views.open")[-1]["view"]
    slack.submit("trust-lead", form, {"school": "stanmoor", "areas": ("A-1",), "begins": slack_driver.tomorrow()})
    teams.dm("trust-lead", "home")
    home_card = teams.last("trust-lead")
    onward = next(data for data in buttons(home_card).values() if '"l":"conversation"' in data["s"])
    second = teams.press("trust-lead", onward).card
    assert "Lead reviewer" in words(second)
    send = next(data for data in buttons(second).values() if '"a":"submit"' in data["s"])
    done = teams.press("trust-lead", {**send, **filled(second, lead="lead-reviewer", team="guest")}).card
    assert "invited" in words(done)
    assert slack.application is not None
    with slack.application.store.reading() as session:
        planned = session.connection().exec_driver_sql("select school from reviews order by id").all()
    assert ("stanmoor",) in [tuple(row) for row in planned]


def test_an_account_of_the_other_platform_is_joined_by_a_code(both: Both) -> None:
    slack, teams = both.slack, both.teams
    newcomer = "11111111-0000-4000-8000-777777777777"
    shown = slack_driver.words(slack.command("trustee", "code").body["blocks"])
    code = next(word for word in shown.replace(".", " ").split() if len(word) == 9 and word[4:5] == "-")
    teams.dm(newcomer, f"link {code}")
    assert "belongs to" in words(teams.last(newcomer))
    teams.dm(newcomer, "me")
    assert "Peerwalk holds about you" in words(teams.last(newcomer))


def test_a_card_in_the_trust_channel_answers_only_whoever_presses_it(both: Both) -> None:
    slack, teams, app = both.slack, both.teams, both.slack.application
    assert app is not None
    teams.dm("stanmoor-head", "home")  # from then on it is known where Teams is reached
    play = Play(app.store, utc_now(), prefix="card-")
    play.turns = Turns(app.store, WORDING, SECRET, enqueue=app.posts.enqueue, ids=play.fresh)
    approved(play, About("review", REVIEW), "A worry box answered the same day")
    # Those whose practice it is hear first; what waited for them is found by whoever looks after the queue.
    said = select(ActRow.id).where(ActRow.notice == "thanked", ActRow.state.in_(("queued", "sending")))
    wait_until(lambda: not play.rows(said))
    assert app.posts._caretaker is not None
    app.posts._caretaker.sweep(timedelta(0))
    wait_until(lambda: bool(slack.slack.in_channel(slack_driver.TRUST_CHANNEL)), 30)
    wait_until(lambda: bool(teams.teams.within(teams_driver.TRUST_CHANNEL)), 30)
    (in_slack,), (in_teams,) = (
        slack.slack.in_channel(slack_driver.TRUST_CHANNEL),
        teams.teams.within(teams_driver.TRUST_CHANNEL),
    )
    pressed = slack_driver.buttons(in_slack)
    assert list(pressed) == ["How do you do it?", "We’ll try this", "Worked here too", "The whole card"]
    before = len(slack.slack.of("views.open"))
    slack.press("stanmoor-head", pressed["How do you do it?"], private=False)
    form = slack.slack.wait_for(before + 1, "views.open")[-1]["view"]
    assert "How do you do it?" in str(form)
    before = len(slack.slack.of("response_url"))
    slack.press("stanmoor-head", pressed["The whole card"], private=False)
    answer = slack.slack.wait_for(before + 1, "response_url")[-1]
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert "A worry box answered the same day" in slack_driver.words(answer["blocks"])
    # In Teams the answer is the presser's own: the card in the channel stays as it was for everybody.
    found = teams.press("stanmoor-head", buttons(in_teams)["Worked here too"], channel=teams_driver.TRUST_CHANNEL)
    assert "evidence" in words(found.card).lower()
    assert slack.slack.in_channel(slack_driver.TRUST_CHANNEL) == [in_slack]
    assert teams.teams.within(teams_driver.TRUST_CHANNEL) == [in_teams]
