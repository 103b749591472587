"""`peerwalk teams check`: what stands in the way between us and Teams, and whom we cannot reach there, in words."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.message import Address
from bot.reaching import Reaching
from store import people
from store.engine import open_store, sqlite_url
from tests import teams_driver
from tests.fake_teams import APP, SECRET, TENANT, FakeTeams, fake_teams
from tests.teams_driver import ROOMS, TRUST_CHANNEL, USERS, account, own_chat, user
from tests.test_slack_app import Ran

OTHER = "44444444-0000-4000-8000-000000000001"


@pytest.fixture
def teams(tmp_path: Path) -> Iterator[FakeTeams]:
    """An organisation in which everything is as it must be, but for people who never wrote to the bot."""
    with fake_teams(tmp_path) as teams:
        for channel in (*ROOMS.values(), TRUST_CHANNEL):
            teams.members[channel] = [{"id": "29:x", "tenantId": TENANT}]
        for person in USERS:
            teams.members[own_chat(person)] = [{"id": account(person)}]
        yield teams


@pytest.fixture(scope="module")
def seeded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("teams-check") / "peerwalk.db"
    shutil.copyfile(sqlite_template, path)
    store = open_store(sqlite_url(path))
    teams_driver.seed(store)
    reaching = Reaching(store)
    for person in list(USERS)[:4]:
        reaching.heard(Address("teams", TENANT, user(person)), "http://set-below/", account(person), own_chat(person))
    store.close()
    return path


def check(teams: FakeTeams, path: Path, **more: str) -> Ran:
    settings = {
        "DATA_DIR": str(path.parent),
        "DATABASE_URL": sqlite_url(path),
        "PUBLIC_URL": "https://peerwalk.example.org",
        "TEAMS_APP_ID": APP,
        "TEAMS_TENANT_ID": TENANT,
        "TEAMS_CLIENT_SECRET": SECRET,
        "TEAMS_OPENID_URL": teams.openid_url,
        "TEAMS_LOGIN_URL": teams.login_url,
        **more,
    }
    environment = {f"PEERWALK_{name}": value for name, value in settings.items()}
    ran = CliRunner().invoke(app, ["teams", "check"], env=environment)
    return Ran(ran.exit_code, ran.stdout, " ".join(ran.stderr.split()))


@pytest.fixture
def folder(seeded: Path, teams: FakeTeams, tmp_path: Path) -> Path:
    path = tmp_path / "peerwalk.db"
    shutil.copyfile(seeded, path)
    store = open_store(sqlite_url(path))
    reaching = Reaching(store)
    for person in USERS:  # the service of this run
        known = reaching.of(Address("teams", TENANT, user(person)))
        reaching.heard(Address("teams", TENANT, user(person)), teams.service, account(person), known.conversation)
    store.close()
    return path


def test_where_everything_is_in_order_the_check_says_so_and_writes_to_nobody(teams: FakeTeams, folder: Path) -> None:
    ran = check(teams, folder)
    assert (ran.code, ran.words) == (0, "Teams is in order."), ran.out
    lines = ran.out.splitlines()
    assert "https://peerwalk.example.org/teams/messages" in lines[0]
    assert f"well: {len(USERS)} of " in ran.out
    assert "no account in Teams is theirs" in ran.out
    assert not teams.messages
    assert SECRET not in ran.out + ran.words


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (
            lambda teams: teams.refused.update({account("trustee")}),
            "1 (trustee) cannot be reached: the app is not there",
        ),
        (lambda teams: teams.members.pop(own_chat("reviewer")), "1 (reviewer) cannot be reached: the app is not there"),
        (
            lambda teams: teams.members.pop(ROOMS["larkfield-review"]),
            "The room of Larkfield Primary (19:lark@thread.tacv2)",
        ),
        (
            lambda teams: teams.members[ROOMS["larkfield-review"]].append({"tenantId": OTHER}),
            "of another organisation in it",
        ),
        (lambda teams: setattr(teams, "no_token", "AADSTS7000222"), "gives the bot no token (AADSTS7000222)"),
    ],
)
def test_what_is_missing_is_said_with_what_to_do(
    teams: FakeTeams, folder: Path, broken: Callable[[FakeTeams], Any], said: str
) -> None:
    broken(teams)
    ran = check(teams, folder)
    missing = [line for line in ran.out.splitlines() if line.startswith("missing: ")]
    assert (ran.code, len(missing)) == (1, 1), ran.out
    assert said in missing[0]


def test_a_wrong_tenant_an_address_nobody_can_call_and_keys_away_are_each_named(teams: FakeTeams, folder: Path) -> None:
    store = open_store(sqlite_url(folder))
    with store.writing() as session:
        people.add_address(session, Address("teams", OTHER, user("trustee")), "larkfield-governor")
    store.close()
    ran = check(teams, folder, PUBLIC_URL="", TEAMS_OPENID_URL="http://127.0.0.1:9/openidconfiguration")
    missing = [line for line in ran.out.splitlines() if line.startswith("missing: ")]
    assert ran.code == 1
    assert ["set PEERWALK_PUBLIC_URL" in missing[0], "keys cannot be fetched" in missing[1], len(missing)] == [
        True,
        True,
        3,
    ]
    assert "(larkfield-governor) cannot be reached: their account is of another organisation" in missing[2]
    ran = check(teams, folder, TEAMS_CLIENT_SECRET="")
    assert (ran.code, ran.out) == (1, "")
    assert "PEERWALK_TEAMS_CERTIFICATE_FILE" in ran.words


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["people", "add", "larkfield-governor", "--teams", f"{TENANT}:{OTHER}"], 0),
        (["people", "add", "larkfield-governor", "--teams", f"{TENANT}:governor"], 2),
        (["people", "add", "larkfield-governor"], 2),
        (["people", "add", "larkfield-governor", "--teams", f"{TENANT}:{OTHER}", "--slack", "T1:U1"], 2),
        (["rooms", "add", "trust", "--teams", f"{TENANT}:19:another@thread.tacv2"], 0),
        (
            [
                "rooms",
                "add",
                "trust",
                "--teams",
                f"{TENANT}:https://teams.microsoft.com/l/channel/19%3aanother%40thread.tacv2/Trust?groupId=1",
            ],
            0,
        ),
        (["rooms", "add", "trust", "--teams", f"{TENANT}:C0123"], 2),
        (["rooms", "add", "trust", "--teams", "T1:19:another@thread.tacv2"], 2),
    ],
)
def test_people_and_rooms_are_named_by_their_ids_in_teams(folder: Path, arguments: list[str], code: int) -> None:
    environment = {"PEERWALK_DATABASE_URL": sqlite_url(folder), "PEERWALK_DATA_DIR": str(folder.parent)}
    ran = CliRunner().invoke(app, arguments, env=environment)
    assert ran.exit_code == code, ran.stderr
