"""However a framework file is damaged, it is read or its problems are told; nothing else ever comes out."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.framework_file import CST_SPR, parse
from store.plain_file import FileProblems, Problem, parse_as
from store.shelf import GRAMMARS, Shelf, open_file

FILES = Path(__file__).with_name("framework_files")
OTHERS = [path.read_text("utf-8") for path in sorted(FILES.glob("*.yaml")) if path.stem != "slips"]
GOOD = Path(__file__).with_name("framework_good.yaml").read_text("utf-8")


def read_or_told(text: bytes) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        parse(text, "any.yaml")
    except FileProblems as wrong:
        problems = wrong.problems
        assert problems, "refused without a word"
    for problem in problems:
        assert 1 <= problem.line <= text.count(b"\n") + text.count(b"\r") + 2
        assert str(problem).isprintable()


@settings(max_examples=40, deadline=None)
@given(at=st.integers(0, len(GOOD)), length=st.integers(0, 30), instead=st.binary(max_size=12))
def test_any_bytes_in_place_of_others_are_read_or_told(at: int, length: int, instead: bytes) -> None:
    text = GOOD.encode()
    read_or_told(text[:at] + instead + text[at + length :])


@settings(max_examples=60, deadline=None)
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, len(GOOD)),
            st.integers(0, 8),
            st.text(alphabet="abA-1.:\"'[]{}&*!?|>%@`#,~< \t\r\n\\\x00\u0085\u2028\ufeff", max_size=6),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_edit_in_the_characters_yaml_minds_is_read_or_told(edits: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for at, length, instead in edits:
        text = text[:at] + instead + text[at + length :]
    read_or_told(text.encode())


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_lines_moved_doubled_or_dropped_are_read_or_told(data: st.DataObject) -> None:
    lines = GOOD.splitlines(keepends=True)
    chosen = data.draw(st.lists(st.sampled_from(range(len(lines))), max_size=len(lines) + 5))
    read_or_told("".join(lines[number] for number in chosen).encode())


@settings(max_examples=15, deadline=None)
@given(cut=st.integers(0, CST_SPR.stat().st_size))
def test_the_shipped_file_cut_off_anywhere_is_read_or_told(cut: int) -> None:
    read_or_told(CST_SPR.read_bytes()[:cut])


@settings(max_examples=15, deadline=None)
@given(at=st.integers(0, CST_SPR.stat().st_size - 1), byte=st.integers(0, 255))
def test_the_shipped_file_with_one_byte_changed_is_read_or_told(at: int, byte: int) -> None:
    text = bytearray(CST_SPR.read_bytes())
    text[at] = byte
    read_or_told(bytes(text))


@settings(max_examples=50, deadline=None)
@given(
    text=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda words: words.encode("utf-8", "replace")))
)
def test_any_bytes_at_all_are_read_or_told(text: bytes) -> None:
    read_or_told(text)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_other_kind_of_file_is_read_or_told_however_it_is_edited(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = data.draw(st.sampled_from(OTHERS))
    for _ in range(data.draw(st.integers(1, 3))):
        at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 20))
        instead = data.draw(st.text(alphabet="aA-1.:\"'[]{}&*!|>#, ?\n\\\x00\u2028", max_size=5))
        text = text[:at] + instead + text[at + length :]
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(text.encode())
    problems: tuple[Problem, ...] = ()
    try:
        opened = open_file(path)
        problems = Shelf(FILES).problems(opened)  # so an overlay finds what it is to be laid over
    except FileProblems as wrong:
        problems = wrong.problems
        assert problems, "refused without a word"
    for problem in problems:
        assert 1 <= problem.line <= text.count("\n") + text.count("\r") + 2
        assert str(problem).isprintable()


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_lines_of_a_deep_file_moved_doubled_or_dropped_are_read_or_told(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(OTHERS)).splitlines(keepends=True)
    chosen = data.draw(st.lists(st.sampled_from(range(len(lines))), max_size=len(lines) + 5))
    text = "".join(lines[number] for number in chosen)
    for grammar in GRAMMARS.values():
        problems: tuple[Problem, ...] = ()
        try:
            parse_as(grammar, text.encode(), "any.yaml")
        except FileProblems as wrong:
            problems = wrong.problems
            assert problems, "refused without a word"
        assert all(str(problem).isprintable() for problem in problems)
