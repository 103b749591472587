"""`peerwalk framework …`: what there is, whether it is in order, what changed, and what new guidance touches."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import load
from store.framework_file import CST_SPR

HERE = Path(__file__).parent
FILES = HERE / "framework_files"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trust's own folder of files, empty as yet."""
    folder = tmp_path / "frameworks"
    folder.mkdir()
    monkeypatch.setenv("PEERWALK_DATA_DIR", str(tmp_path))
    return folder


def framework(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["framework", *map(str, words)])


def put(folder: Path, name: str, old: str = "", new: str = "") -> Path:
    text = (FILES / name).read_text("utf-8")
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["cst-spr", "cst-spr.examples", "assured-2011", "outstanding-2012", "instruments"])
def test_every_file_that_came_with_peerwalk_passes_its_check(name: str, own: Path) -> None:
    found = framework("check", CST_SPR.with_name(f"{name}.yaml"))
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith(f"{name}.yaml")


def test_a_check_counts_what_the_file_holds(own: Path) -> None:
    said = framework("check", CST_SPR).stdout
    assert said.startswith("cst-spr.yaml, version 2025.2: 12 areas, 41 sub-areas, 57 indicators, 78 leaves. sha256 ")
    put(own, "deep.yaml")
    said = framework("check", put(own, "overlay.yaml")).stdout
    assert said.startswith("overlay.yaml, version 1: 2 added, 1 hidden, 1 reworded, 1 role. sha256 ")


def test_problems_go_to_stderr_and_the_answer_is_no(own: Path) -> None:
    found = framework("check", put(own, "deep.yaml", 'sensitivity: "mindful"', 'sensitivity: "none"'))
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == (
        "deep.yaml, line 36, A-1.1: there is care here, but the sensitivity is none. "
        'Write sensitivity: "mindful" or "heavy", or take the care out.\n'
    )


def test_a_check_can_be_read_by_a_program(own: Path) -> None:
    written = json.loads(framework("check", CST_SPR, "--json").stdout)
    assert (written["kind"], written["id"], written["version"]) == ("framework", "cst-spr", "2025.2")
    assert (written["areas"], written["sub_areas"], written["indicators"], written["leaves"]) == (12, 41, 57, 78)
    assert written["problems"] == []


def test_a_file_that_is_not_there_is_wrong_use(own: Path) -> None:
    found = framework("check", own / "nowhere.yaml")
    assert (found.exit_code, found.stdout) == (2, "")


def test_the_list_shows_a_trusts_own_files_before_ours(own: Path) -> None:
    put(own, "deep.yaml")
    put(own, "overlay.yaml")
    found = framework("list")
    assert found.exit_code == 0
    rows = [line.split("\t") for line in found.stdout.splitlines()]
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("own", "framework", "deep"),
        ("own", "overlay", "oak"),
        ("shipped", "question-set", "assured-2011"),
        ("shipped", "examples", "cst-spr"),
        ("shipped", "framework", "cst-spr"),
        ("shipped", "instruments", "guidance-england"),
        ("shipped", "practice", "outstanding-2012"),
    ]
    assert rows[0][3:5] == ["1.0", "1 area, 2 sub-areas, 2 indicators, 3 leaves"]
    assert all(len(row[5]) == 12 and row[6] == "-" for row in rows)
    assert not list(own.parent.glob("*.db")), "looking makes no store"


def test_the_list_says_what_is_wrong_with_a_file_and_lists_the_rest(own: Path) -> None:
    put(own, "overlay.yaml")
    found = framework("list")
    assert found.exit_code == 1
    assert len(found.stdout.splitlines()) == 5
    assert found.stderr.startswith("overlay.yaml, line 1, oak: there is no framework deep.")


def test_the_list_can_be_read_by_a_program(own: Path) -> None:
    written = json.loads(framework("list", "--json").stdout)
    (shipped,) = [entry for entry in written if entry["kind"] == "framework"]
    assert shipped["counts"] == {"areas": 12, "sub_areas": 41, "indicators": 57, "leaves": 78}


def test_what_an_overlay_changes_is_said_in_plain_english(own: Path) -> None:
    put(own, "deep.yaml")
    found = framework("diff", "deep", put(own, "overlay.yaml"))
    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "A deep framework: the name of the SENCO is new: “Inclusion lead”",
        "A-1.2 How we know: the title was “Assurance” and is now “How we know”",
        "A-1.2 How we know: a prompt is new: “What did somebody from outside see?”",
        "A-1.2 How we know: the question for governor is new: “What did your last visit show you?”",
        "T-1.1 Boarding houses is new",
        "T-1.1.a is new: “Somebody is always awake.”",
        "T-2 Our own area is new",
        "T-2.1 The farm is new",
        "A-1.1.b is gone: “Everybody else knows that.”",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Notes of meetings", "Minutes", "what to look for in record was “Notes of meetings” and is now “Minutes”"),
        ('["head", "staff"]', '["head", "lunch"]', "where it is met was “head, staff” and is now “head, lunch”"),
        ('["school", "trust"]', '["school"]', "the level was “school, trust” and is now “school”"),
        ('"mindful"', '"heavy"', "the sensitivity was “mindful” and is now “heavy”"),
        ('["kcsie"]', '["allergy"]', "the guidance it rests on was “kcsie” and is now “allergy”"),
        ('        borrow: "A page of who does what."\n', "", "what to borrow is gone: “A page of who does what.”"),
        (
            '          - "Who stands in when the lead is away?"\n',
            "",
            "a prompt is gone: “Who stands in when the lead is away?”",
        ),
    ],
)
def test_every_part_of_a_sub_area_that_changed_is_named(old: str, new: str, told: str, own: Path) -> None:
    put(own, "deep.yaml")
    (own / "later").mkdir()
    found = framework("diff", "deep", put(own / "later", "deep.yaml", old, new))
    assert found.stdout == f"A-1.1 Roles: {told}\n"


def test_the_version_before_had_no_depth_and_the_difference_says_so(own: Path) -> None:
    old = put(own, "deep.yaml", 'version: "1.0"', 'version: "0.9"')
    text = old.read_text("utf-8")
    start, end = text.index("    inclusion:"), text.index("    sub_areas:")
    old.write_text(text[:start] + text[end:], encoding="utf-8")
    lines = framework("diff", old, FILES / "deep.yaml").stdout.splitlines()
    assert lines[0] == "A-1 Leadership: the question on send is new: “How do pupils with SEND take part?”"
    assert len(lines) == 4


def test_two_versions_of_an_overlay_are_compared_each_over_its_own_base(own: Path) -> None:
    put(own, "deep.yaml")
    put(own, "overlay.yaml")
    (own / "later").mkdir()
    later = put(own / "later", "overlay.yaml", "How we know", "How we can tell")
    found = framework("diff", "oak", later)
    assert found.stdout == "A-1.2 How we can tell: the title was “How we know” and is now “How we can tell”\n"
    (own / "deep.yaml").unlink()
    found = framework("diff", FILES / "overlay.yaml", later)
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == "There is no framework deep. Put it in the folder of your own files.\n"


def test_what_a_trust_added_is_touched_too(own: Path) -> None:
    put(own, "deep.yaml")
    strengths = '        strengths: "What makes the evenings good?"\n'
    overlay = put(own, "overlay.yaml", strengths, strengths + '        instruments: ["kcsie"]\n')
    found = framework("touched", "kcsie", overlay)
    assert found.stdout.splitlines() == [
        "A-1.1 Roles: 4 prompts to read again; asks DSL and pupils",
        "T-1.1 Boarding houses: no prompts yet; asks nobody yet",
    ]


def test_two_files_that_read_alike_do_not_differ(own: Path) -> None:
    found = framework("diff", "cst-spr", "cst-spr")
    assert (found.exit_code, found.stdout) == (0, "")
    assert found.stderr == "Nothing that anybody would read has changed.\n"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("diff", "nope", "cst-spr"), 1, "There is no framework nope, and no file of that name."),
        (
            ("diff", "cst-spr", str(CST_SPR.with_name("instruments.yaml"))),
            2,
            "is no framework: its kind is instruments.",
        ),
        (
            ("diff", "cst-spr", str(FILES / "overlay.yaml")),
            1,
            "it was written for 'deep', and this framework is 'cst-spr'",
        ),
        (("diff", str(HERE / "framework_slips.yaml"), "cst-spr"), 1, "this is not a set of keys"),
        (
            ("touched", "kcsie_2030"),
            1,
            "There is no guidance kcsie_2030 in the list. It has: academy_handbook, academy_handbook_2026, allergy",
        ),
        (("touched", "kcsie", "nope"), 1, "There is no framework nope"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(words: tuple[str, ...], code: int, told: str, own: Path) -> None:
    found = framework(*words)
    assert (found.exit_code, found.stdout) == (code, "")
    assert told in found.stderr


def test_what_new_guidance_touches_is_said_with_whom_to_ask(own: Path) -> None:
    found = framework("touched", "allergy")
    assert found.exit_code == 0
    assert found.stdout == (
        "A-8.3 Medical and first aid: 9 prompts to read again; "
        "asks headteacher, DSL, SENCO, first aid lead, any member of staff and pupils\n"
    )
    assert found.stderr.startswith("Allergy guidance for schools: edition ")


def test_guidance_that_touches_nothing_says_so(own: Path) -> None:
    found = framework("touched", "elective_home")
    assert (found.exit_code, found.stdout) == (0, "")
    assert found.stderr.endswith("It touches no sub-area of Safeguarding peer reviews, version 2025.2.\n")


def test_a_trusts_own_list_of_guidance_is_read_before_ours(own: Path) -> None:
    put(own, "instruments.yaml")
    found = framework("touched", "kcsie")
    assert found.exit_code == 0
    assert found.stderr == (
        "Keeping children safe in education: edition 2025, in force from 1 September 2025. It is statutory. "
        "It gives way to kcsie_later, edition later.\n"
    )
    assert framework("touched", "allergy").exit_code == 0, "what it does not list is still in ours"


def test_a_later_edition_touches_what_the_earlier_one_did(own: Path) -> None:
    put(own, "instruments.yaml")
    found = framework("touched", "kcsie_later")
    assert found.exit_code == 0
    assert found.stdout == framework("touched", "kcsie").stdout
    assert found.stdout.startswith("A-1.1 Roles and responsibilities: ")


def test_a_list_of_guidance_that_is_wrong_is_told_and_nothing_else_is(own: Path) -> None:
    put(own, "instruments.yaml", 'status: "statutory"\n    superseded', 'status: "advice"\n    superseded')
    found = framework("touched", "kcsie")
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith(
        "instruments.yaml, line 11, kcsie: 'advice' is not one of the words for status here."
    )


def test_the_folder_of_own_files_can_be_set(tmp_path: Path) -> None:
    assert load({"PEERWALK_DATA_DIR": str(tmp_path)}).own_frameworks == tmp_path / "frameworks"
    assert load({"PEERWALK_FRAMEWORKS_DIR": str(tmp_path / "ours")}).own_frameworks == tmp_path / "ours"
