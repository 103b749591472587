"""The command line: its result on stdout and nothing else there, words on stderr, and an exit code that says how it went."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app, main
from bot.message import Answer
from store.framework_file import CST_SPR
from tests.play import LEAD, Play
from tests.scenes import review_at, staged, take_note

SLIPS = Path(__file__).parent / "framework_slips.yaml"


@dataclass
class Ran:
    code: int
    out: str
    words: str


Run = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in os.environ:
        if name.startswith("PEERWALK_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PEERWALK_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def peerwalk(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The whole command as `peerwalk …` runs it, in this process."""

    def run(*arguments: str, **variables: str) -> Ran:
        for name, value in variables.items():
            monkeypatch.setenv(f"PEERWALK_{name}", value)
        monkeypatch.setattr(sys, "argv", ["peerwalk", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return Ran(int(left.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def demo(folder: Path, peerwalk: Run) -> str:
    """A demo store with one review and a note in it; its review's id."""
    with staged(_noted, folder / "demo.db") as (_, found):
        pass
    assert peerwalk("people", "list", "--demo").code == 0
    return str(found)


def _noted(play: Play) -> str:
    review = review_at(play)
    marks: dict[str, Answer] = {"node": "A-2.1", "shows": "excellent"}
    note = take_note(play, LEAD, review, "Every visitor is met\nat the gate.", **marks)
    play.answer(LEAD, play.start(LEAD, "mark_note", note), where="the back gate", **marks)
    play.answer(LEAD, play.start(LEAD, "note_sample", note), sampled="8", out_of="10")
    return review.id


# ── Framework files ─────────────────────────────────────────────────────────────────────────


def test_a_good_framework_file_is_counted_on_one_line(peerwalk: Run) -> None:
    ran = peerwalk("framework", "check", str(CST_SPR))
    assert ran.code == 0
    assert ran.words == ""
    assert ran.out.count("\n") == 1
    assert "12 areas, 41 sub-areas, 57 indicators, 78 leaves" in ran.out


def test_as_json_it_gives_whole_numbers_the_version_and_the_digest(peerwalk: Run) -> None:
    ran = peerwalk("framework", "check", str(CST_SPR), "--json")
    found = json.loads(ran.out)
    assert ran.code == 0
    assert {name: found[name] for name in ("areas", "sub_areas", "indicators", "leaves")} == {
        "areas": 12,
        "sub_areas": 41,
        "indicators": 57,
        "leaves": 78,
    }
    assert all(type(found[name]) is int for name in ("areas", "sub_areas", "indicators", "leaves"))
    assert isinstance(found["version"], str)
    assert len(found["sha256"]) == 64
    assert found["problems"] == []


def test_a_framework_file_with_slips_is_answered_no_and_each_slip_has_its_line(peerwalk: Run) -> None:
    ran = peerwalk("framework", "check", str(SLIPS))
    assert ran.code == 1
    assert ran.out == ""
    assert len(ran.words.strip().splitlines()) > 1
    as_json = peerwalk("framework", "check", str(SLIPS), "--json")
    assert as_json.code == 1
    assert json.loads(as_json.out)["problems"]


@pytest.mark.parametrize(
    "arguments", [("framework", "check", "/not/there.yaml"), ("framework", "check"), ("fly",), ("people", "add")]
)
def test_wrong_use_is_told_and_ends_with_two(peerwalk: Run, arguments: tuple[str, ...]) -> None:
    ran = peerwalk(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.words


# ── People and rooms ────────────────────────────────────────────────────────────────────────


def test_people_are_listed_by_id_and_name(peerwalk: Run, demo: str) -> None:
    ran = peerwalk("people", "list", "--demo")
    assert ran.code == 0
    assert ran.words == ""
    lines = dict(line.split("\t") for line in ran.out.strip().splitlines())
    assert lines["guest"] == "Guest reviewer (another trust)"


def test_an_empty_store_lists_nobody(peerwalk: Run) -> None:
    assert peerwalk("people", "list") == Ran(0, "", "")


def test_a_person_is_given_an_address_once_and_it_belongs_to_them_alone(peerwalk: Run, demo: str) -> None:
    first = peerwalk("people", "add", "reviewer", "--slack", "T0123ABCD:U0456EFGH", "--demo")
    assert (first.code, first.out) == (0, "")
    assert "reviewer is now known on Slack" in first.words
    assert peerwalk("people", "add", "reviewer", "--slack", "T0123ABCD:U0456EFGH", "--demo").code == 0
    other = peerwalk("people", "add", "trustee", "--slack", "T0123ABCD:U0456EFGH", "--demo")
    assert other.code == 1
    assert "belongs to somebody else" in other.words
    nobody = peerwalk("people", "add", "somebody", "--slack", "T0123ABCD:U1", "--demo")
    assert nobody.code == 1
    assert "There is nobody with the id somebody" in nobody.words


@pytest.mark.parametrize("address", ["T1", "T1:", ":U1", "T1:U1:x", "T1 U1", "T1:U-1"])
def test_what_is_no_address_is_wrong_use_and_shows_one_that_is(peerwalk: Run, demo: str, address: str) -> None:
    ran = peerwalk("people", "add", "reviewer", "--slack", address, "--demo")
    assert ran.code == 2
    assert "TEAM:USER" in ran.words


def test_a_channel_is_joined_to_one_review_or_to_the_trust(peerwalk: Run, demo: str) -> None:
    listed = peerwalk("rooms", "list", "--demo")
    assert listed.out == f"{demo}\tLarkfield Primary\n"
    joined = peerwalk("rooms", "add", demo, "--slack", "T1:C1", "--demo")
    assert (joined.code, joined.out) == (0, "")
    assert peerwalk("rooms", "add", demo, "--slack", "T1:C1", "--demo").code == 0
    assert peerwalk("rooms", "add", "trust", "--slack", "T1:C2", "--demo").code == 0
    taken = peerwalk("rooms", "add", "trust", "--slack", "T1:C1", "--demo")
    assert taken.code == 1
    assert "joined already" in taken.words
    unknown = peerwalk("rooms", "add", "gone", "--slack", "T1:C3", "--demo")
    assert unknown.code == 1
    assert "There is no review gone" in unknown.words


# ── Export ──────────────────────────────────────────────────────────────────────────────────


def test_a_review_is_exported_whole(peerwalk: Run, demo: str) -> None:
    ran = peerwalk("export", demo, "--json", "--demo")
    assert ran.code == 0
    assert ran.words == ""
    found = json.loads(ran.out)
    assert (found["review"], found["school"], found["count"]) == (demo, "Larkfield Primary", 1)
    (note,) = found["notes"]
    assert (note["text"], note["node"], note["shows"], note["version"]) == (
        "Every visitor is met\nat the gate.",
        "A-2.1",
        "excellent",
        1,
    )
    assert (note["seen"], note["sampled"], note["where"]) == (
        "",
        {"looked_at": 8, "of": 10},
        "the back gate",
    )


def test_as_text_each_note_is_one_line(peerwalk: Run, demo: str) -> None:
    heading, *lines = peerwalk("export", demo, "--demo").out.splitlines()
    assert heading == "Larkfield Primary: 1 note"
    assert [line.split("\t")[1:] for line in lines] == [["A-2.1", "excellent", "Every visitor is met at the gate."]]


def test_a_review_is_packed_as_one_page_to_print(peerwalk: Run, demo: str) -> None:
    ran = peerwalk("pack", demo, "--demo")
    assert ran.out.startswith("<!doctype html>")
    assert "The school’s rule for phones" in ran.out
    missing = peerwalk("pack", "gone", "--demo")
    assert (missing.code, missing.out) == (1, "")
    assert "There is no review gone" in missing.words


def test_a_review_that_is_not_there_is_answered_no(peerwalk: Run, demo: str) -> None:
    ran = peerwalk("export", "gone", "--json", "--demo")
    assert (ran.code, ran.out) == (1, "")
    assert "There is no review gone" in ran.words


# ── Serving ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", ["serve", "demo"])
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_it_listens_on_this_machine_only_until_sign_in_is_set_up(peerwalk: Run, command: str, host: str) -> None:
    ran = peerwalk(command, HOST=host)
    assert (ran.code, ran.out) == (2, "")
    assert f"PEERWALK_HOST is {host}" in ran.words


MAIL = {"SMTP_URL": "smtp://mail.example", "SMTP_FROM": "p@trust.example"}
URL = {"PUBLIC_URL": "https://peerwalk.trust.example"}
NOT_READY = [
    (MAIL, "PEERWALK_PUBLIC_URL is not set"),
    ({**MAIL, "PUBLIC_URL": "http://peerwalk.trust.example"}, "begins with https://"),
    (URL, "there is no way to sign in"),
    ({**URL, "OIDC_ISSUER": "https://accounts.example"}, "there is no way to sign in"),
]


@pytest.mark.parametrize(("variables", "why"), NOT_READY)
def test_others_reach_it_only_over_https_and_with_a_way_to_sign_in(
    peerwalk: Run, variables: dict[str, str], why: str
) -> None:
    ran = peerwalk("serve", HOST="0.0.0.0", **variables)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.words


def test_with_both_others_may_reach_it(peerwalk: Run) -> None:
    with socket.create_server(("0.0.0.0", 0)) as other:
        ran = peerwalk("serve", HOST="0.0.0.0", PORT=str(other.getsockname()[1]), **MAIL, **URL)
    assert ran.code == 3
    assert "is taken by another program" in ran.words


@pytest.mark.parametrize(
    "url", ["peerwalk.example", "ftp://x", "https://", "https://x.example/a", "https://u:p@x", "https://x:y"]
)
def test_an_address_that_is_none_is_said_to_be_none(peerwalk: Run, url: str) -> None:
    ran = peerwalk("check", PUBLIC_URL=url)
    assert ran.code == 2
    assert "PEERWALK_PUBLIC_URL cannot be used" in ran.words


def test_the_first_link_and_code_are_on_stdout_alone(peerwalk: Run, demo: str) -> None:
    assert demo
    link = peerwalk("people", "link", "trust-lead", "--demo", PORT="9123")
    assert link.code == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:9123/sign-in/link/[\w-]{43}\n", link.out)
    assert "hand it to this person alone" in link.words
    code = peerwalk("people", "code", "trust-lead", "--demo")
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}\n", code.out)
    for command in ("link", "code"):
        nobody = peerwalk("people", command, "nobody", "--demo")
        assert (nobody.code, nobody.out) == (1, "")
        assert "There is nobody with the id nobody" in nobody.words
    nowhere = peerwalk("people", "link", "trust-lead", "--demo", HOST="0.0.0.0")
    assert (nowhere.code, nowhere.out) == (1, "")
    assert "Set PEERWALK_PUBLIC_URL" in nowhere.words


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_said_in_one_sentence(peerwalk: Run, command: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ran = peerwalk(command, PORT=str(port))
    assert (ran.code, ran.out) == (3, "")
    assert f"Port {port} is taken by another program" in ran.words
    assert "Traceback" not in ran.words


# ── What goes wrong ─────────────────────────────────────────────────────────────────────────

STORE = [("people", "list"), ("rooms", "list"), ("export", "x"), ("check",), ("people", "add", "x", "--slack", "T1:U1")]


@pytest.mark.parametrize("arguments", STORE)
def test_a_store_that_is_away_is_one_sentence(peerwalk: Run, arguments: tuple[str, ...]) -> None:
    ran = peerwalk(*arguments, DATABASE_URL="postgresql://peerwalk:s3cret@127.0.0.1:9/peerwalk")
    assert (ran.code, ran.out) == (3, "")
    assert ran.words.strip().startswith("The store cannot be reached.")
    assert "s3cret" not in ran.words


@pytest.mark.parametrize("arguments", STORE)
def test_a_data_folder_that_cannot_be_made_is_one_sentence(
    peerwalk: Run, folder: Path, arguments: tuple[str, ...]
) -> None:
    (folder / "file").write_text("")
    ran = peerwalk(*arguments, DATA_DIR=str(folder / "file" / "below"))
    assert (ran.code, ran.out) == (3, "")
    assert "cannot be made" in ran.words


@pytest.mark.parametrize("arguments", [("serve",), ("demo",), ("check",), ("people", "list")])
def test_a_setting_that_cannot_be_used_is_wrong_use(peerwalk: Run, arguments: tuple[str, ...]) -> None:
    ran = peerwalk(*arguments, PORT="eighty")
    assert (ran.code, ran.out) == (2, "")
    assert ran.words.startswith("PEERWALK_PORT cannot be used")


def test_check_says_what_is_on(peerwalk: Run) -> None:
    assert peerwalk("check") == Ran(0, "store: SQLite, reached\nslack: off\nteams: off\nsign-in: link\n", "")
    on = peerwalk("check", SLACK_BOT_TOKEN="a", SLACK_SIGNING_SECRET="b")
    assert on.out.endswith("slack: on, by HTTP\nteams: off\nsign-in: slack, link\n")
    assert "slack: on, by Socket Mode\n" in peerwalk("check", SLACK_BOT_TOKEN="a", SLACK_APP_TOKEN="c").out


def test_every_command_explains_itself() -> None:
    for arguments in (
        (),
        ("serve",),
        ("demo",),
        ("check",),
        ("framework",),
        ("people",),
        ("rooms",),
        ("export",),
        ("pack",),
    ):
        shown = CliRunner().invoke(app, [*arguments, "--help"])
        assert shown.exit_code == 0
        assert "Usage" in shown.output


def test_as_a_process_of_its_own_the_result_alone_is_on_stdout(folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bot.cli", "framework", "check", str(CST_SPR), "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["leaves"] == 78
