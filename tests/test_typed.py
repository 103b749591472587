"""Where the notes in a typed-up text begin: after the time they were seen, and the part they belong to."""

from datetime import time

import pytest

from bot.domain.note import Shows
from bot.domain.typed import lines

NODES = frozenset({"A-7", "A-7.3", "A-9.2.a"})


@pytest.mark.parametrize(
    ("line", "seen", "node", "words"),
    [
        ("Gates are locked.", None, "", "Gates are locked."),
        ("10:40 Gates are locked.", time(10, 40), "", "Gates are locked."),
        ("10.40 Gates are locked.", time(10, 40), "", "Gates are locked."),
        ("9.05: Gates are locked.", time(9, 5), "", "Gates are locked."),
        ("2.15pm Gates are locked.", time(14, 15), "", "Gates are locked."),
        ("12:05 am – Gates are locked.", time(0, 5), "", "Gates are locked."),
        ("A-7.3 Gates are locked.", None, "A-7.3", "Gates are locked."),
        ("a-7: Gates are locked.", None, "A-7", "Gates are locked."),
        ("a-9.2.A Gates are locked.", None, "A-9.2.a", "Gates are locked."),
        ("10:40 A-7.3 Gates are locked.", time(10, 40), "A-7.3", "Gates are locked."),
        ("A-7.3, 10:40, Gates are locked.", time(10, 40), "A-7.3", "Gates are locked."),
        ("  - 10:40 Gates are locked. ", time(10, 40), "", "Gates are locked."),
        ("• Gates are locked.", None, "", "Gates are locked."),
        # What only looks like a beginning is part of the words.
        ("A-8.1 Gates are locked.", None, "", "A-8.1 Gates are locked."),
        ("25:10 Gates are locked.", None, "", "25:10 Gates are locked."),
        ("10:40-11:00 Gates are locked.", None, "", "10:40-11:00 Gates are locked."),
        ("10.40% of logs are signed.", None, "", "10.40% of logs are signed."),
        ("14.15pm Gates are locked.", None, "", "14.15pm Gates are locked."),
        ("10:40", None, "", "10:40"),
        ("A-7.3", None, "", "A-7.3"),
        # The number of a line of the paper pack is none of the note's words.
        ("R-12 10:40 A-7.3 Gates are locked.", time(10, 40), "A-7.3", "Gates are locked."),
        ("r-12: A-7.3 10.40 Gates are locked.", time(10, 40), "A-7.3", "Gates are locked."),
        ("R-12", None, "", "R-12"),
        ("R-12 10:40", None, "", "R-12 10:40"),
        ("R-12a is the office.", None, "", "R-12a is the office."),
    ],
)
def test_a_line_may_begin_with_a_time_and_a_part(line: str, seen: time | None, node: str, words: str) -> None:
    (found,) = lines(line, NODES)
    assert (found.seen, found.node, found.words) == (seen, node, words)


@pytest.mark.parametrize(
    ("line", "shows", "words"),
    [
        ("10:40 A-7.3 excellent: Gates are locked.", Shows.EXCELLENT, "Gates are locked."),
        ("A-7 Excellent practice: Gates are locked.", Shows.EXCELLENT, "Gates are locked."),
        ("R-3 to develop: The log has gaps.", Shows.DEVELOP, "The log has gaps."),
        ("Context: The building is new.", Shows.CONTEXT, "The building is new."),
        ("Excellent displays: everywhere.", None, "Excellent displays: everywhere."),
        ("To develop staff, time is set aside.", None, "To develop staff, time is set aside."),
        ("A-7 context:", None, "context:"),
        ("A-7 context: ", None, "context:"),
    ],
)
def test_a_line_may_say_what_it_shows(line: str, shows: Shows | None, words: str) -> None:
    (found,) = lines(line, NODES)
    assert (found.shows, found.words) == (shows, words)
    assert line[found.start :].strip() == words


@pytest.mark.parametrize("text", ["", "\n \n\t\n", "  - \n"])
def test_blank_lines_are_no_notes(text: str) -> None:
    assert not [line for line in lines(text, NODES) if line.words != "-"]


def test_each_line_knows_its_number_and_where_its_words_stand() -> None:
    text = "One.\r\n\n  10:40 Two.\n- A-7 Three."
    found = lines(text, NODES)
    assert [(line.number, line.words) for line in found] == [(1, "One."), (3, "Two."), (4, "Three.")]
    assert [text[line.start :][: len(line.words)] for line in found] == ["One.", "Two.", "Three."]
