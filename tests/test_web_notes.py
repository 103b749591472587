"""A paper's worth of notes typed up and tidied by forms alone, over real HTTP."""

from tests.visitor import Visitor

GATES, BADGES = "Gates are locked at nine.", "Every visitor is given a badge."


def test_notes_are_typed_up_and_tidied_by_forms_alone(reviewer: Visitor) -> None:
    reviewer.open("/")
    page = reviewer.press("Type up my notes")
    assert "Type up my notes" in page.headings
    page = reviewer.press("Keep these notes", lines=f"10:40 {GATES}\n\n{BADGES}")
    assert "Two notes kept." in page.words
    page = reviewer.follow("Tidy my notes")
    assert GATES in page.words
    assert BADGES in page.words
    page = reviewer.press("Something you saw")
    assert "How do you know this?" in page.headings
    assert BADGES in page.words
    page = reviewer.press("Data")
    assert "Every note of yours has its kind of evidence now." in page.words
    assert "Tidy my notes" not in reviewer.open("/").words


def test_a_stopped_line_gives_the_whole_text_back_and_one_button_makes_it_safe(reviewer: Visitor) -> None:
    text = f"{GATES}\nMrs Potter keeps the log of visitors"
    reviewer.open("/")
    reviewer.press("Type up my notes")
    page = reviewer.press("Keep these notes", lines=text)
    assert page.status == 422
    assert page.typed == [text]
    assert "Line 2, “Mrs Potter”" in page.words
    page = reviewer.press("Use the safe wording for these lines")
    assert "Two notes kept." in page.words
    assert "Potter" not in reviewer.open("/").words


def test_twelve_thousand_characters_of_any_kind_come_through(reviewer: Visitor) -> None:
    text = "\n".join(["’" * 190] * 60)
    reviewer.open("/")
    reviewer.press("Type up my notes")
    page = reviewer.press("Keep these notes", lines=text)
    assert page.status == 200
    assert "Sixty notes kept." in page.words
