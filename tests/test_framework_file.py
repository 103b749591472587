"""A framework file is read, or everything wrong with it is told in plain words, with its line, its node and a remedy."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from store.file_report import as_json, check
from store.framework_file import CST_SPR, parse, read
from store.plain_file import MOST_BYTES, MOST_PROBLEMS, FileProblems

HERE = Path(__file__).parent
GOOD = (HERE / "framework_good.yaml").read_text("utf-8")


class Slip(NamedTuple):
    """One edit to the good file, and the whole of what is then told."""

    slip: str
    old: str
    new: str
    told: str


SLIPS = [Slip(**entry) for entry in yaml.safe_load((HERE / "framework_slips.yaml").read_text("utf-8"))]


def problems_of(text: str | bytes) -> FileProblems:
    with pytest.raises(FileProblems) as raised:
        parse(text if isinstance(text, bytes) else text.encode(), "small.yaml")
    return raised.value


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_a_good_file_is_read_whole() -> None:
    framework = parse(GOOD.encode(), "small.yaml")
    assert (framework.id, framework.version, framework.citation) == ("small", "1.0", "Ours (2025).")
    assert framework.sub_area("A-1.1").indicators[1].text == "Everyone can explain their own part."
    assert framework.sub_area("A-1.2").leaves == ("A-1.2",)
    assert framework.item("G-1.1").points[0].id == "G-1.1.a"


@pytest.mark.parametrize("slip", SLIPS, ids=[slip.slip for slip in SLIPS])
def test_each_slip_is_told_alone_with_its_line_its_node_and_what_to_do(slip: Slip) -> None:
    (problem,) = problems_of(changed(slip.old, slip.new)).problems
    assert str(problem) == f"small.yaml, {slip.told}"


@pytest.mark.parametrize("slip", SLIPS, ids=[slip.slip for slip in SLIPS])
def test_each_problem_is_a_sentence_on_what_is_wrong_and_one_on_what_to_do(slip: Slip) -> None:
    (problem,) = problems_of(changed(slip.old, slip.new)).problems
    assert not problem.what.endswith(".")
    assert problem.what_to_do.endswith(".")
    assert problem.what_to_do[0].isupper()
    assert str(problem).isprintable()


def test_a_problem_reads_as_one_line() -> None:
    (problem,) = problems_of(changed("statement: People know their part.", "statement:")).problems
    assert str(problem) == "small.yaml, line 11, A-1.1: the statement is empty. Write one to three sentences."


def test_a_problem_without_a_node_names_its_line_alone() -> None:
    (problem,) = problems_of(b"").problems
    assert str(problem) == ("small.yaml, line 1: the file is empty. Begin with a copy of one that came with Peerwalk.")


def test_a_duplicate_key_is_named_with_its_line() -> None:
    (problem,) = problems_of(changed("title: Leadership", "title: Leadership\n    title: Governance")).problems
    assert problem.what == "the key 'title' is here twice, first on line 7"
    assert (problem.line, problem.node) == (8, "A-1")


def test_all_problems_are_told_together_in_the_order_of_their_lines() -> None:
    text = GOOD.replace('version: "1.0"', "version: 1.0").replace('"A-1.1"', '"A-2.1"')
    text = text.replace("statement: Leaders look and listen.", "statment: Leaders look.").replace(
        "Who helps", "Can any"
    )
    wrong = problems_of(text)
    assert [(problem.line, problem.node) for problem in wrong.problems] == [
        (2, "small"),
        (9, "A-2.1"),
        (14, "A-1.1.a"),
        (16, "A-1.1.b"),
        (22, "A-1.2"),
        (23, "A-1.2"),
    ]
    assert str(wrong).splitlines() == [str(problem) for problem in wrong.problems]


def test_a_group_in_the_wrong_list_is_one_problem_and_not_one_for_each_of_its_items() -> None:
    assert len(problems_of(changed('id: "P-1"', 'id: "G-2"')).problems) == 1


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (b"", 1, "the file is empty"),
        (b"# a comment, and nothing else\n", 1, "the file is empty"),
        (b"hello", 1, "this is not a set of keys"),
        (b"- one\n- two\n", 1, "this is not a set of keys"),
        (b"[" * 5000, 1, "lists and keys are nested too deeply"),
        (b"a: " + b"{a: " * 5000, 1, "lists and keys are nested too deeply"),
        (b"- " * 5000, 1, "lists and keys are nested too deeply"),
        (GOOD.encode("utf-16"), 1, "the file is not in UTF-8"),
        (GOOD.replace("Roles", "R\u00f4les").encode("latin-1"), 10, "the file is not in UTF-8"),
        (GOOD.encode() + b"#" * MOST_BYTES, 1, "the file is larger than 512 kB"),
        (b"%YAML 1." + b"9" * 5000 + b"\n---\nid: x\n", 1, "this cannot be read as YAML"),
    ],
    ids=["empty", "comment", "word", "list", "brackets", "braces", "dashes", "utf-16", "latin-1", "large", "digits"],
)
def test_a_file_that_is_no_framework_at_all_is_one_problem(text: bytes, line: int, what: str) -> None:
    (problem,) = problems_of(text).problems
    assert (problem.line, problem.node, problem.what) == (line, "", what)


def test_a_file_with_endless_problems_tells_the_first_hundred_and_says_there_are_more() -> None:
    problems = problems_of("".join(f"key{number}: word\n" for number in range(5000))).problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].what_to_do == "Mend what stands above, then check the file again."


def test_a_long_value_is_cut_short_in_the_sentence() -> None:
    (problem,) = problems_of(changed('id: "A-1.2"', f'id: "{"A" * 5000}"')).problems
    assert len(str(problem)) < 200


def test_windows_line_endings_and_a_byte_order_mark_are_read_as_they_are_meant() -> None:
    windows = parse(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(), "small.yaml")
    assert windows.areas == parse(GOOD.encode(), "small.yaml").areas


def test_lines_are_counted_alike_with_windows_line_endings() -> None:
    text = changed("statement: Leaders look and listen.", "statement:").replace("\n", "\r\n")
    assert problems_of(text).problems[0].line == 22


def test_words_in_other_scripts_are_read_as_they_are() -> None:
    text = changed("title: Roles", "title: R\u00f4l a chyfrifoldeb \U0001f469\u200d\U0001f3eb")
    assert parse(text.encode(), "small.yaml").title_of("A-1.1") == "R\u00f4l a chyfrifoldeb \U0001f469\u200d\U0001f3eb"


def test_principles_and_good_practice_may_be_left_out() -> None:
    framework = parse(GOOD[: GOOD.index("principles:")].encode(), "small.yaml")
    assert (framework.principles, framework.good_practice) == ((), ())


def test_the_digest_is_of_the_bytes_so_a_comment_changes_it() -> None:
    plain, commented = GOOD.encode(), b"# ours\n" + GOOD.encode()
    assert parse(plain, "small.yaml").sha256 == hashlib.sha256(plain).hexdigest()
    assert parse(commented, "small.yaml").sha256 == hashlib.sha256(commented).hexdigest()


def test_the_same_bytes_are_read_once() -> None:
    assert parse(GOOD.encode(), "small.yaml") is parse(GOOD.encode(), "small.yaml")


def test_a_report_counts_what_the_file_holds() -> None:
    report = check(CST_SPR)
    assert tuple(report.counts.values()) == (12, 41, 57, 78)
    assert (report.version, report.problems) == ("2025.2", ())
    assert report.sha256 == hashlib.sha256(CST_SPR.read_bytes()).hexdigest() == read(CST_SPR).sha256


def test_a_report_on_a_broken_file_holds_its_problems(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(changed("statement: People know their part.", "statement:"), encoding="utf-8")
    report = check(file)
    assert (report.counts, report.version) == ({}, "")
    assert [str(problem) for problem in report.problems] == [
        "ours.yaml, line 11, A-1.1: the statement is empty. Write one to three sentences."
    ]


def test_a_report_can_be_written_as_json(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(changed("title: Roles", "title:"), encoding="utf-8")
    written = json.loads(json.dumps(as_json(check(file))))
    assert written["problems"] == [
        {
            "file": "ours.yaml",
            "line": 10,
            "node": "A-1.1",
            "what": "the title is empty",
            "what_to_do": "Write a short title.",
        }
    ]
    assert set(written) == {"file", "kind", "id", "version", "sha256", "problems", "doubts"}


def test_a_file_that_is_not_there_is_no_problem_of_its_content(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check(tmp_path / "nowhere.yaml")


def test_a_file_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(b"#" * (MOST_BYTES * 2))
    assert [problem.what for problem in check(file).problems] == ["the file is larger than 512 kB"]
