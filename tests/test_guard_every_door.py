"""A marked identifier through Slack, by either transport, and through the command line: in no byte, log or error that stays.

What each event comes to, whatever its platform, is in `test_guard_every_path.py`.
"""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.cli import app
from bot.handlers.slack.registrations import Kind, of
from tests import slack_driver as slack
from tests import trust_files
from tests.planted import WORD, planted, traces
from tests.slack_driver import ROOMS, Driver, buttons, dm, held, user, words
from tests.slack_fake_api import fake_slack
from tests.test_cli import Run, folder, peerwalk
from tests.test_cli_imports import moved_in, saved
from tests.test_slack_capture import logging as logged
from tests.test_slack_capture import showing

__all__ = ["folder", "peerwalk"]

POSTED = True
LARK, _ = ROOMS.values()
CONTROL = "The wömbat wall is painted."
Door = Callable[[Driver, str], Any]


# ── Slack ───────────────────────────────────────────────────────────────────────────────────


def _refused(driver: Driver, send: Callable[[], Any]) -> dict[str, Any]:
    """What the writer is shown: their own words, in their own box."""
    shown = showing(driver, send, "chat.postEphemeral")
    assert "Nothing has been saved" in words(shown["blocks"])
    return shown


def by_form(driver: Driver, planted_: str) -> None:
    view = showing(driver, lambda: driver.shortcut("reviewer"), "views.open")["view"]
    again = driver.submit("reviewer", view, {"text": planted_}).body["view"]
    assert "Nothing has been saved" in words(again["blocks"])
    assert held({"view": again}) == planted_
    once_more = driver.submit("reviewer", again, {}).body["view"]
    assert "Nothing has been saved" in words(once_more["blocks"])


def by_command(driver: Driver, planted_: str) -> None:
    opened = showing(driver, lambda: driver.command("guest", f"note {planted_}"), "views.open")["view"]
    assert "Nothing has been saved" in words(opened["blocks"])
    driver.command("guest", planted_)


def by_message(driver: Driver, planted_: str) -> None:
    sent = dm("guest", planted_)
    shown = _refused(driver, lambda: driver.events(sent))
    fields = slack.state(shown["blocks"], {})
    button = buttons(shown)["Send what is in the box"]
    showing(driver, lambda: driver.press("guest", button, fields=fields), "response_url")
    driver.events(slack.changed(sent["event"], f"{planted_} and the hall"))
    driver.events(slack.deleted(sent["event"]))
    driver.dm(slack.STRANGER, planted_)


def by_logging(driver: Driver, planted_: str) -> None:
    view = logged(driver, "reviewer", user=user("guest"), text=planted_, channel=LARK)
    assert held({"view": view}) == planted_
    assert "Nothing has been saved" in words(driver.submit("reviewer", view, {}).body["view"]["blocks"])


DOORS: dict[str, Door | None] = {
    "app_mention": lambda driver, planted_: _refused(driver, lambda: driver.mention("reviewer", planted_, LARK)),
    "message.im": by_message,
    "app_home_opened": None,  # it comes without words
    "/peerwalk": by_command,
    "log_as_evidence": by_logging,
    "write_note": by_form,
}
"""A way through everything that Slack tells us."""


def test_everything_that_slack_tells_us_has_its_door() -> None:
    told = of(Kind.EVENT, Kind.COMMAND, Kind.MESSAGE_SHORTCUT, Kind.GLOBAL_SHORTCUT)
    assert {each.name for each in told} == DOORS.keys()


@pytest.fixture(params=["http, sqlite", "socket, postgresql"])
def driver(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Driver]:
    """The whole app, its queue and all, by each transport and on each database."""
    transport, database = request.param.split(", ")
    url = request.getfixturevalue(f"{database}_store_url")
    with fake_slack() as fake, slack.running(url, tmp_path, fake, socket=transport == "socket") as driver:
        yield driver


def kept_by(driver: Driver) -> Iterator[bytes]:
    """Every byte of the database, of its log and of what DBOS keeps beside our tables."""
    assert driver.application is not None
    store = driver.application.store
    if store.is_sqlite:
        yield from (path.read_bytes() for path in driver.folder.rglob("*") if path.is_file())
        return
    with store.write.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        data = Path(str(connection.scalar(text("show data_directory"))))
        number = connection.scalar(text("select oid from pg_database where datname = current_database()"))
    for path in (*(data / "base" / str(number)).iterdir(), *(data / "pg_wal").iterdir()):
        if path.is_file():
            yield path.read_bytes()


def test_what_is_planted_in_slack_stays_behind_nowhere_and_in_no_log_when_the_turn_goes_wrong(
    driver: Driver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "markdown_it")
    with capture_logs() as logs:
        for number, door in enumerate(door for door in DOORS.values() if door):
            door(driver, planted(number))
        driver.dm("guest", CONTROL)
        assert driver.texts() == [CONTROL]
        monkeypatch.setattr("bot.talk.Talk.settle", _broken)
        crashed = planted(90)
        assert driver.dm("guest", crashed).status != 200, "not acknowledged: it is sent again"
        assert "Nothing was changed" in words(driver.command("guest", f"note {crashed}").body["blocks"])
    files = list(kept_by(driver))
    assert any("wömbat".encode() in file for file in files), "what is kept would be found"
    assert [traces(file) for file in files if traces(file)] == []
    # Slack's own half of this test stands in the same process, and its server logs nothing.
    said = capfd.readouterr()
    for told in (str(logs), caplog.text, said.out, said.err):
        assert not traces(told.encode())
    mistakes = [log for log in logs if log["log_level"] == "error"]
    assert [log["kind"] for log in mistakes if "kind" in log] == ["RuntimeError"] * len(mistakes)
    assert mistakes


def _broken(_talk: Any, _row: Any, _step: Any, weighed: Any, *_: Any) -> Any:
    raise RuntimeError(f"with the words in it: {weighed.values!r}")


# ── The command line ────────────────────────────────────────────────────────────────────────

NO_WORDS = """
serve, demo, check, export, pack, backup, restore, export-person, erase-person, guard proof, library export, framework check, framework list,
framework use, framework withdraw, framework diff, framework touched, filing versions, filing refit, filing back, people template,
people leave, people back, people link, people code, people add, people list, retention, retention certificate, rooms add,
rooms list, schools list, schools close, slack manifest, slack check, teams check, teams package, terms show
"""
"""Commands that take ids, names, days and files of frameworks, and keep nothing that somebody wrote."""

BY_COMMAND = ("import", "guard", "suggest", "people import", "schools import", "terms import")


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    if not hasattr(command, "commands") or (path and command.invoke_without_command):
        yield " ".join(path)
    for name, under in getattr(command, "commands", {}).items():
        yield from commands(under, (*path, name))


def test_every_command_is_either_without_words_or_planted_in() -> None:
    without = {" ".join(name.split()) for name in NO_WORDS.split(",")}
    assert set(commands(typer.main.get_command(app))) == without | set(BY_COMMAND)


def test_what_is_planted_by_the_command_line_stays_behind_nowhere(
    peerwalk: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    moved_in(peerwalk, folder)
    before = {path.name for path in folder.iterdir()}
    away = tmp_path_factory.mktemp("files")
    line = json.dumps({"text": planted(1)}, ensure_ascii=False) + "\n"
    for command in ("guard", "suggest"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode()), encoding="utf-8"))
        assert peerwalk(command).code == 0
    people = f"Name,E-mail,Posts,School\n{planted(2)},,Headteacher,140001\nNia Oak,,{planted(3)},140001\n"
    terms = f"What,From,To\n{planted(4)},2026-12-18,2027-01-04\n"
    schools = trust_files.written([trust_files.ours(0)]).replace(
        trust_files.school_name(0).encode(), planted(5).encode()
    )
    for command, data in (("people", people.encode()), ("terms", terms.encode()), ("schools", schools)):
        for more in ((), ("--go",), ("--go", "--skip-bad")):
            ran = peerwalk(command, "import", saved(away, f"{command}.csv", data), *more)
            assert ran.code != 3, ran.words
    assert peerwalk("guard", "proof").out.startswith("Nothing has been stopped yet.")
    ran = peerwalk("import", saved(away, "whole.zip", planted(6).encode()))
    assert ran.code in {1, 2}
    found = {path.name: traces(path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    assert {name: marks for name, marks in found.items() if marks} == {}
    assert before <= found.keys()
    assert WORD not in " ".join(found)
