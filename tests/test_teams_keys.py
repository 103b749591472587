"""What Teams is trusted by, and what we are trusted by there: keys, tokens, hosts, settings, and when a call is made again."""

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import settings as settings_module
from bot.app import build
from bot.handlers.teams import pace
from bot.handlers.teams.calls import Calls
from bot.handlers.teams.installation import Installation
from bot.handlers.teams.keys import SigningKeys
from bot.handlers.teams.retry import RetryAfter, told_to_wait
from bot.handlers.teams.tokens import NoTokenError, Tokens
from bot.post import AT_ONCE
from bot.posters import AmbiguousError, RefusedError, RetryLaterError
from bot.settings import SettingsError
from store.engine import open_store
from tests import slack_driver, teams_driver
from tests.fake_teams import APP, SECRET, TENANT, FakeTeams, certified, fake_teams, posted, signing_key
from tests.slack_fake_api import fake_slack
from tests.swift import swift_dbos
from tests.teams_driver import STRANGER, activity

ROOT = Path(__file__).parents[1]

# ── Keys ────────────────────────────────────────────────────────────────────────────────────


def test_keys_stay_through_an_outage_and_a_new_one_is_asked_for_once() -> None:
    teams = FakeTeams()
    answers: list[bytes | Exception] = [OSError("away"), json.dumps(teams.keys()).encode(), b"{}", b"odd"]
    asked = threading.Semaphore(0)
    fetches = []

    def fetch(url: str) -> bytes:
        fetches.append(url)
        found = answers.pop(0) if answers else OSError("away")
        asked.release()
        if isinstance(found, Exception):
            raise found
        return found

    keys = SigningKeys("https://keys.example", fetch, every=0.001, cooldown=0.0)
    keys.open()
    for _ in range(5):
        asked.acquire(timeout=10)
    keys.close()
    assert keys.find(teams.kid) is not None
    assert keys.find("not-for-teams") is None
    cool = SigningKeys("https://keys.example", fetch)
    cool._began = time.monotonic()
    cool._keys = keys._keys
    assert cool.coming() is None


def test_a_key_host_that_hangs_and_fifty_forged_tenants_delay_no_signed_event_of_slacks(
    sqlite_store_url: str, tmp_path: Path
) -> None:
    store = open_store(sqlite_store_url)
    teams_driver.seed(store)
    store.close()
    with fake_slack() as slack, fake_teams(tmp_path) as teams:
        settings = slack_driver.settings_for(sqlite_store_url, tmp_path, slack)
        of_teams = teams_driver.settings_for(sqlite_store_url, tmp_path, teams)
        names = ("teams_app_id", "teams_tenant_id", "teams_client_secret", "teams_openid_url", "teams_login_url")
        application = build(settings.model_copy(update={name: getattr(of_teams, name) for name in names}))
        teams.keys_hang = threading.Event()
        try:
            with swift_dbos(), slack_driver.listening(application.asgi) as url, ThreadPoolExecutor(50) as pool:
                through = slack_driver.Driver(url, slack, application, tmp_path)
                assert through.dm("reviewer", "Warmed up.").status == 200
                forged = [forge(teams, number) for number in range(50)]
                body = json.dumps(activity(teams, STRANGER, text="forged")).encode()
                going = [pool.submit(posted, f"{url}/teams/messages", body, token) for token in forged]
                took: list[float] = []
                while not all(each.done() for each in going):
                    began = time.monotonic()
                    assert through.send_only(slack_driver.dm("reviewer", f"Still quick {len(took)}.")) == 200
                    took.append(time.monotonic() - began)
                # The quickest: a loop that stands still lets none through, a machine with much else to do lets some.
                assert min(took) < 0.5
                # Nobody's tenant was asked; and as no keys ever came, what may be Microsoft's is to be sent again.
                assert {each.result()[0] for each in going} <= {401, 503}
                assert teams.key_fetches == 1
                teams.keys_hang.set()
        finally:
            application.close()


def forge(teams: FakeTeams, number: int) -> str:
    """Half of them say that a tenant made them, half the Bot Framework, by a key that is nobody's."""
    tenant = f"33333333-0000-4000-8000-{number:012d}"
    issuers = (f"https://sts.windows.net/{tenant}/", f"{teams.url}/{tenant}/v2.0")
    more = {"iss": issuers[number % 4 // 2], "tid": tenant} if number % 2 else {}
    return teams.token(key=signing_key("another"), kid=f"forged-{number}", **more)


# ── Tokens ──────────────────────────────────────────────────────────────────────────────────


def installation(teams: FakeTeams, **more: Any) -> Installation:
    hosts = frozenset({"smba.trafficmanager.net"})
    return replace(Installation(APP, TENANT, teams.openid_url, teams.login_url, hosts, SECRET), **more)


def test_a_token_is_asked_for_by_secret_or_certificate_once_and_then_remembered(tmp_path: Path) -> None:
    shown, held = certified(tmp_path)
    pem = held.read_text() + shown.read_text()
    with fake_teams(tmp_path) as teams:
        by_secret, by_certificate = Tokens(installation(teams)), Tokens(installation(teams, secret="", certificate=pem))
        with ThreadPoolExecutor(4) as pool:
            assert {pool.submit(by_secret.token).result() for _ in range(4)} == {"token-1"}
        assert {asyncio.run(by_certificate()), by_certificate.token()} == {"token-2"}
        first, second = teams.asked_for
        assert first["client_secret"] == SECRET
        assert first["scope"] == "https://api.botframework.com/.default"
        assert "client_secret" not in second
        assert second["client_assertion"].count(".") == 2
        teams.no_token = "AADSTS7000215"
        with pytest.raises(NoTokenError) as refused:
            Tokens(installation(teams)).token()
        assert (str(refused.value), refused.value.away) == ("AADSTS7000215", False)
        for odd in ("", "odd", pem.replace("CERTIFICATE", "LETTER"), shown.read_text()):
            with pytest.raises(NoTokenError, match="certificate_unreadable"):
                Tokens(installation(teams, secret="", certificate=odd or "x")).token()
        nobody = Tokens(installation(teams, login_url="https://127.0.0.1:9"))
        with pytest.raises(NoTokenError) as away:
            nobody.token()
        assert away.value.away


def test_without_a_token_nothing_was_done_and_it_is_tried_again(tmp_path: Path) -> None:
    with fake_teams(tmp_path) as teams:
        teams.no_token = "AADSTS7000215"
        calls = Calls(installation(teams), Tokens(installation(teams)))
        with pytest.raises(RetryLaterError) as later:
            calls.call("POST", teams.service, "/v3/conversations", {})
        assert later.value.seconds
        assert teams.calls == []
        calls.close()


# ── Hosts ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://smba.trafficmanager.net/uk/", True),
        ("https://smba.trafficmanager.net:443/emea/", True),
        ("https://SMBA.trafficmanager.net/emea/", True),
        ("http://smba.trafficmanager.net/emea/", False),
        ("https://smba.trafficmanager.net:8443/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://evil.example/smba.trafficmanager.net", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://me@smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net/?to=evil", False),
        ("https://[::1", False),
        ("http://127.0.0.1:1/teams/", False),
        ("", False),
    ],
)
def test_our_token_goes_to_microsofts_hosts_alone(url: str, fits: bool) -> None:
    real = Installation(
        APP,
        TENANT,
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "https://l",
        frozenset({"smba.trafficmanager.net"}),
    )
    assert real.serves(url) is fits
    if not fits:
        with pytest.raises(RefusedError):
            Calls(real, Tokens(real)).call("POST", url, "/v3/conversations", {})
    assert replace(real, openid_url="http://127.0.0.1:1/").serves("http://127.0.0.1:1/teams/")


# ── Calls made again ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("method", "faults", "tries", "error"),
    [
        ("POST", ["429", "412 before"], 3, None),
        ("POST", ["429"] * 3, 3, RetryLaterError),
        ("POST", ["429 60"], 1, RetryLaterError),
        ("POST", ["503 before"], 1, AmbiguousError),
        ("POST", ["502 after"], 1, AmbiguousError),
        ("POST", ["drop before"], 1, AmbiguousError),
        ("POST", ["drop after"], 1, AmbiguousError),
        ("PUT", ["503 before", "502 before"], 3, RefusedError),
        ("PUT", ["500 before"], 1, AmbiguousError),
        ("DELETE", ["504 before"], 2, RefusedError),
        ("POST", ["401 Unauthorized"], 1, RetryLaterError),
        ("POST", ["403 BotNotInConversationRoster"], 1, RefusedError),
        ("POST", ["413 MessageSizeTooBig"], 1, RefusedError),
    ],
)
def test_each_fault_is_taken_for_what_it_is_and_a_message_is_never_sent_twice(
    tmp_path: Path,
    method: str,
    faults: list[str],
    tries: int,
    error: type[Exception] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.handlers.teams.retry.random.uniform", lambda *_: 0.0)
    with fake_teams(tmp_path) as teams:
        teams.faults.extend(faults)
        calls = Calls(installation(teams), Tokens(installation(teams)))
        path = "/v3/conversations/a:1/activities" + ("" if method == "POST" else "/17")
        if error is None:
            assert calls.call(method, teams.service, path, {"type": "message"})["id"]
        else:
            with pytest.raises(error) as raised:
                calls.call(method, teams.service, path, {"type": "message"})
            if faults == ["429 60"]:
                assert raised.value.args == (60.0,)
        assert len(teams.calls) == tries
        assert len(teams.messages) <= 1
        calls.close()


def test_a_service_that_is_not_there_was_certainly_not_reached(tmp_path: Path) -> None:
    with fake_teams(tmp_path) as teams:
        calls = Calls(installation(teams), Tokens(installation(teams)))
        with pytest.raises(RetryLaterError):
            calls.call("POST", "http://127.0.0.1:9/teams", "/v3/conversations", {})
        calls.close()


def test_what_teams_says_of_waiting_is_read_in_seconds_and_as_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    said = {"7": 7.0, "0.5": 0.5, "-3": 0.0, "": None, "soon": None, "nan": None, "inf": None, "Mon, 99 Foo": None}
    assert {key: told_to_wait(httpx.Response(429, headers={"Retry-After": key})) for key in said} == said
    assert 85 < (told_to_wait(httpx.Response(429, headers={"Retry-After": soon})) or 0) <= 90
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    class Context:
        method = "POST"

    answers = [
        httpx.Response(429, headers={"Retry-After": "2"}, request=httpx.Request("POST", "http://x")),
        httpx.Response(200),
    ]

    async def following() -> httpx.Response:
        found = answers.pop(0)
        if found.is_error:
            found.raise_for_status()
        return found

    assert asyncio.run(RetryAfter(sleep).send(Context(), following)).status_code == 200
    assert waited == [2.0]


# ── Settings ────────────────────────────────────────────────────────────────────────────────

ON = {"PEERWALK_TEAMS_APP_ID": APP, "PEERWALK_TEAMS_TENANT_ID": TENANT, "PEERWALK_TEAMS_CLIENT_SECRET": SECRET}


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": "true"}, "nothing switches that off"),
        ({"DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": "0"}, "nothing switches that off"),
        ({"PEERWALK_TEAMS_CERTIFICATE": "pem"}, "Keep one of them"),
        ({"PEERWALK_TEAMS_APP_ID": "peerwalk"}, "as Microsoft Entra shows it"),
        ({"PEERWALK_TEAMS_OPENID_URL": "http://login.example/openidconfiguration"}, "https://"),
        ({"PEERWALK_TEAMS_LOGIN_URL": "login.example"}, "https://"),
    ],
)
def test_settings_that_cannot_be_used_are_named_in_a_sentence(more: dict[str, str], part: str) -> None:
    with pytest.raises(SettingsError) as said:
        settings_module.load({**ON, **more})
    assert part in str(said.value)
    assert SECRET not in str(said.value)


def test_teams_is_on_with_a_secret_or_a_certificate_and_off_without(tmp_path: Path) -> None:
    shown, _ = certified(tmp_path)
    assert settings_module.load(ON).teams_on
    by_file = {**ON, "PEERWALK_TEAMS_CERTIFICATE_FILE": str(shown)}
    del by_file["PEERWALK_TEAMS_CLIENT_SECRET"]
    assert Installation.of(settings_module.load(by_file)).certificate.startswith("-----BEGIN")
    for name in ON:
        assert not settings_module.load({key: value for key, value in ON.items() if key != name}).teams_on
    assert SECRET not in repr(Installation.of(settings_module.load(ON)))
    # Where Teams is off, what the SDK would read is nobody's concern.
    settings_module.load({"DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS": "true"})


_LEAK = """
import os, sys
import bot.app, bot.platforms
assert not [n for n in sys.modules if "microsoft_teams" in n or n == "msal"], "imported where Teams is off"
from bot.handlers.teams import pace
from bot.handlers.teams.calls import Calls
from bot.handlers.teams.installation import Installation
from bot.handlers.teams.keys import SigningKeys
from bot.handlers.teams.sdk import Sdk
from bot.handlers.teams.tokens import Tokens
one = Installation("a", "t", "https://l/openidconfiguration", "https://l", frozenset(), "s")
calls = Calls(one, Tokens(one))
made = calls.there(Sdk(one, SigningKeys(one.keys_url), calls, None)._made())
assert made is not None and "microsoft_teams.apps" in sys.modules
print({name: os.environ.get(name) for name in ("LEAKED", "CLIENT_SECRET", "PYTHON_DOTENV_DISABLED")})
calls.close()
"""


def test_nothing_of_teams_is_imported_where_it_is_off_and_a_stray_file_of_variables_reaches_nobody(
    tmp_path: Path,
) -> None:
    (tmp_path / ".env").write_text("LEAKED=yes\nDANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS=true\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PEERWALK_")}
    variables = {**kept, "PYTHONPATH": str(ROOT), "CLIENT_SECRET": "another program’s", "CLOUD": "China"}
    ran = subprocess.run(
        [sys.executable, "-c", _LEAK], cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == str(
        {"LEAKED": None, "CLIENT_SECRET": "another program’s", "PYTHON_DOTENV_DISABLED": None}
    )


def test_the_queue_keeps_within_what_teams_allows_of_a_bot_in_one_conversation_and_in_all() -> None:
    interval = settings_module.load({}).post_interval
    assert all(seconds / interval <= times for times, seconds in pace.SENDS if seconds < 3600)
    assert AT_ONCE <= pace.A_SECOND
    assert pace.INVOKE_SECONDS < 5
