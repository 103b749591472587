"""Teams' door: only what Microsoft signed for this bot comes in, nothing odd crashes it, and nobody's keys stall anybody."""

import base64
import hmac
import itertools
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from structlog.testing import capture_logs

from bot.handlers.teams import door
from bot.handlers.teams.door import Refusals
from tests import teams_driver
from tests.fake_teams import APP, TENANT, FakeTeams, posted, signing_key
from tests.payloads import MISSING, bent_at
from tests.teams_driver import ROOMS, Driver, buttons, filled, mentioned, payload, words

LARK = ROOMS["larkfield-review"]


@pytest.fixture(scope="module")
def driver(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with teams_driver.served(sqlite_template, tmp_path_factory.mktemp("teams")) as served:
        yield served


# ── Tokens ──────────────────────────────────────────────────────────────────────────────────


def unsigned(teams: FakeTeams) -> str:
    nothing: Any = None
    return jwt.encode(teams.claims(), nothing, "none", headers={"kid": teams.kid})


def by_public_key(teams: FakeTeams) -> str:
    """Signed as with a shared secret, which is the public key that everybody knows."""
    shown = signing_key().public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1)
    parts = ({"alg": "HS256", "typ": "JWT", "kid": teams.kid}, teams.claims())
    said = b".".join(base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in parts)
    made = base64.urlsafe_b64encode(hmac.digest(shown, said, "sha256")).rstrip(b"=")
    return b".".join((said, made)).decode()


def bent(teams: FakeTeams) -> str:
    head, body, sign = teams.token().split(".")
    return f"{head}.{body}.{'B' if sign[0] == 'A' else 'A'}{sign[1:]}"


BAD: dict[str, Callable[[FakeTeams], str | None]] = {
    "none at all": lambda _: None,
    "an empty one": lambda _: " ",
    "three dots": lambda _: "...",
    "no base64": lambda _: "é.é.é",
    "a list for claims": lambda _: "W10.W10.W10",
    "another's key under our id": lambda teams: teams.token(key=signing_key("another")),
    "a key for other channels": lambda teams: teams.token(key=signing_key("other channel"), kid="not-for-teams"),
    "a key that nobody has": lambda teams: teams.token(kid="nobody’s"),
    "a bent signature": bent,
    "signed by nobody": unsigned,
    "signed with the public key": by_public_key,
    "for another bot": lambda teams: teams.token(aud="bbbbbbbb-0000-4000-8000-000000000001"),
    "for two": lambda teams: teams.token(aud=[APP, "another"]),
    "for nobody": lambda teams: teams.token(aud=None),
    "by another": lambda teams: teams.token(iss="https://evil.example"),
    "by one that begins like it": lambda teams: teams.token(iss="https://api.botframework.com.evil.example"),
    "by a tenant": lambda teams: teams.token(
        iss="https://sts.windows.net/33333333-0000-4000-8000-000000000001/", tid="3"
    ),
    "by nobody": lambda teams: teams.token(iss=None),
    "over for six minutes": lambda teams: teams.token(exp=int(time.time()) - 360),
    "one that never ends": lambda teams: teams.token(exp=None),
    "one that ends in words": lambda teams: teams.token(exp="soon"),
    "not yet begun": lambda teams: teams.token(nbf=int(time.time()) + 900),
    "for another service": lambda teams: teams.token(serviceurl="https://smba.trafficmanager.net/teams/"),
    "for no service": lambda teams: teams.token(serviceurl=None),
    "a very long one": lambda teams: teams.token(more="x" * 9_000),
}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_token_is_turned_away_and_nothing_is_kept_or_sent(driver: Driver, how: str) -> None:
    before = driver.texts(), len(driver.teams.calls)
    sent = driver.activity("reviewer", text="forged words")
    with capture_logs() as said:
        assert driver.send(sent, token=BAD[how](driver.teams)).status == 401
    assert (driver.texts(), len(driver.teams.calls)) == before
    assert {line["event"] for line in said} <= {"teams_turned_away"}
    assert "forged" not in str(said)


def test_however_many_forged_tokens_come_the_log_names_each_reason_once_a_minute(monkeypatch: Any) -> None:
    now, refusals = [100.0], Refusals()
    monkeypatch.setattr(door, "monotonic", lambda: now[0])
    with capture_logs() as said:
        for second in range(61):
            now[0] = 100.0 + second
            for reason in ("issuer", "no_such_key"):
                refusals.add(reason)
    assert [(line["reason"], line["unsaid"]) for line in said] == [
        ("issuer", 0),
        ("no_such_key", 0),
        ("issuer", 59),
        ("no_such_key", 59),
    ]


def test_a_good_token_is_let_in_and_one_that_ended_four_minutes_ago_still_is(driver: Driver) -> None:
    each: tuple[dict[str, Any], ...] = ({}, {"exp": int(time.time()) - 240}, {"aud": f"api://{APP}"})
    for number, more in enumerate(each):
        text = f"The office is staffed from {number + 6}."
        assert driver.send(driver.activity("reviewer", text=text), token=driver.teams.token(**more)).status == 200
        assert driver.texts()[-1] == text


def test_a_service_that_is_nobody_we_know_is_turned_away_though_it_is_signed(driver: Driver) -> None:
    for url in (
        "https://smba.evil.example/teams/",
        "http://smba.trafficmanager.net/",
        "https://a@smba.trafficmanager.net",
    ):
        sent = driver.activity("reviewer", text="words", serviceUrl=url)
        assert driver.send(sent, token=driver.teams.token(serviceurl=url)).status == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{", 400), (b"[]", 400), (b"null", 400), (b"[" * 100_000, 400), (b'{"a":"' + b"x" * 1_000_001, 413)],
)
def test_a_body_that_cannot_be_read_is_a_clear_no(driver: Driver, body: bytes, status: int) -> None:
    assert driver.send(None, body=body).status == status


# ── What real Teams sends, and the SDK would not take ───────────────────────────────────────


def pressing(data: Any, **value: Any) -> dict[str, Any]:
    action = {"type": "Action.Execute", "verb": "pw"} | ({} if data is NOTHING else {"data": data})
    return {"name": "adaptiveCard/action", "value": {"action": action, **value}}


NOTHING = object()
REACTED = [{"reactionType": "like", "createdDateTime": "2026-11-21T10:01:00.000Z", "user": {"user": {"id": "x"}}}]
BY_A_BOT = {"application": {"applicationIdentityType": "bot", "id": "b", "displayName": "Bot"}, "user": None}


def choosing(**message: Any) -> dict[str, Any]:
    value = {"commandId": "log", "commandContext": "message", "requestId": "q1", "messagePayload": payload(**message)}
    return {"name": "composeExtension/fetchTask", "value": value}


def test_a_refresh_a_press_without_data_and_a_message_with_reactions_are_all_answered(driver: Driver) -> None:
    driver.dm("reviewer", "home")
    home = buttons(driver.last("reviewer"))
    write = home["Write a note"]
    drawn = driver.last("reviewer")["attachments"][0]["content"]["refresh"]["action"]["data"]
    for how in ({"trigger": "automatic"}, {"trigger": "manual"}, {}):
        fresh = driver.send(driver.activity("reviewer", "invoke", **pressing(drawn, **how)))
        assert "Larkfield Primary" in words(fresh.card)
        assert fresh.card["refresh"]["userIds"] == [teams_driver.account("reviewer")]
    assert "What was seen" in words(driver.press("reviewer", write).card)
    for odd in ({}, None, NOTHING, [], "x", {"action": "pw"}, {"action": "pw", "s": "{"}, {"action": "another"}):
        answer = driver.send(driver.activity("reviewer", "invoke", **pressing(odd)))
        assert answer.status == 200
        assert answer.body["statusCode"] in {200, 400}
    for more in ({"reactions": REACTED}, {"reactions": [{"reactionType": "1f44f_clappinghands"}]}, {"from": BY_A_BOT}):
        answer = driver.send(driver.activity("reviewer", "invoke", **teams_driver.in_room(LARK), **choosing(**more)))
        assert "own words" in words(answer.card) or "may object" in words(answer.card)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("installationUpdate", {"action": "add"}),
        ("installationUpdate", {"action": "add-upgrade"}),
        ("installationUpdate", {"action": "remove-upgrade"}),
        ("installationUpdate", {"action": "something-new"}),
        ("conversationUpdate", {"membersAdded": [{"id": f"28:{APP}"}]}),
        ("conversationUpdate", {"membersAdded": [{"id": "29:another"}]}),
        ("conversationUpdate", {"channelData": {"eventType": "channelRenamed", "tenant": {"id": TENANT}}}),
        ("messageReaction", {"reactionsAdded": [{"type": "1f44f_clappinghands"}], "replyToId": "1"}),
        ("typing", {}),
        ("somethingNew", {"text": "secret talk"}),
        ("invoke", {"name": "brand/new", "value": {"x": 1}}),
        ("invoke", {"name": "composeExtension/query", "value": {}}),
        ("event", {"name": "application/vnd.microsoft.meetingStart", "value": {}}),
        ("message", {}),
        ("message", {"text": "secret talk", "from": {"id": "28:another", "name": "A bot"}}),
        ("message", {"text": "secret talk", "from": {"id": "29:guest"}}),
        ("message", {"text": "secret talk", **teams_driver.in_room(LARK)}),
        (
            "messageUpdate",
            {"text": "secret talk", "channelData": {"eventType": "undeleteMessage", "tenant": {"id": "t"}}},
        ),
        ("messageDelete", {"channelData": {"eventType": "softDeleteMessage", "tenant": {"id": TENANT}}}),
    ],
)
def test_what_is_nothing_to_the_bot_is_acknowledged_and_not_read(
    driver: Driver, kind: str, more: dict[str, Any]
) -> None:
    before = driver.texts()
    assert driver.send(driver.activity("reviewer", kind, **more)).status == 200
    assert driver.texts() == before
    assert "secret talk" not in str(driver.teams.calls)


# ── Odd fields ──────────────────────────────────────────────────────────────────────────────

ODD: tuple[Any, ...] = ("", None, [], {"a": 1}, 7, "\x00 \ud800 <at>x</at>", "x" * 70_000, True)


def samples(driver: Driver) -> dict[str, Any]:
    """One activity of each kind, as Teams makes them; none of them signed with words that are a note already."""
    driver.dm("reviewer", "note")
    form = driver.last("reviewer")
    data = {**next(iter(buttons(form).values())), **filled(form, text="The library is clear.")}
    own = driver.activity
    return {
        "dm": own("reviewer", text="The corridor is clear."),
        "mention": mentioned(driver.teams, "reviewer", "The hall is clear.", LARK, "17"),
        "fallback": own("reviewer", value=data),
        "press": own("reviewer", "invoke", **pressing(data, trigger="manual"), replyToId="1"),
        "dialog": own("reviewer", "invoke", name="task/submit", value={"data": data, "context": {"theme": "dark"}}),
        "log": own("reviewer", "invoke", **teams_driver.in_room(LARK), **choosing(reactions=REACTED)),
        "changed": own(
            "reviewer",
            "messageUpdate",
            text="Else.",
            channelData={"eventType": "editMessage", "tenant": {"id": TENANT}},
        ),
        "installed": own("reviewer", "installationUpdate", action="add"),
    }


def paths(found: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = (
        list(found.items()) if isinstance(found, dict) else list(enumerate(found)) if isinstance(found, list) else []
    )
    for key, value in items:
        yield (*here, key)
        yield from paths(value, (*here, key))


def test_no_field_empty_missing_huge_or_odd_is_ever_a_500(driver: Driver) -> None:
    odd = itertools.cycle(ODD)
    sent = [
        (kind, f"{path} {value!r:.40}", bent_at(sample, path, value))
        for kind, sample in samples(driver).items()
        for path in paths(sample)
        for value in (MISSING, next(odd))
    ]

    def one(each: tuple[str, str, Any]) -> tuple[int, str, str]:
        kind, what, sample = each
        body = json.dumps(sample).encode()
        return posted(f"{driver.url}/teams/messages", body, driver.teams.token())[0], kind, what

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, sent))
    assert len(answers) > 300
    assert [each for each in answers if not (each[0] == 200 or 400 <= each[0] < 500)] == []
    assert driver.dm("reviewer", "And still it listens.").status == 200
    assert driver.texts()[-1] == "And still it listens."


# ── Our own mistakes ────────────────────────────────────────────────────────────────────────


def broken() -> datetime:
    raise RuntimeError("with somebody's words in it")


def test_a_mistake_of_ours_is_logged_by_its_kind_alone_and_whoever_acted_is_told(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert driver.application is not None
    sample = samples(driver)
    monkeypatch.setattr(type(driver.application.host.turns), "_take", _mistaken)
    with capture_logs() as said:
        assert driver.send(sample["dm"]).status == 200
        pressed = driver.send(sample["press"])
        assert driver.send(sample["dialog"]).status == 500
    assert "Nothing was changed" in words(driver.last("reviewer"))
    assert pressed.body["type"] == "application/vnd.microsoft.error", "the card stays, with all that was typed"
    assert "Nothing was changed" in pressed.body["value"]["message"]
    assert {(line["event"], line["kind"]) for line in said} == {("teams_our_mistake", "RuntimeError")}
    assert "somebody" not in str(said)


def _mistaken(*_: Any) -> Any:
    broken()
