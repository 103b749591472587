"""Words: facts are never parsed, what is missing is found, and a trust's own folder comes first."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from bot.message import Listing, Paragraph, Run, Words, plain
from bot.wording import NoWordingError, Wording

WORDING = Wording()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "replies.md").write_text(
        "{% block plain %}{{ fact }}{% endblock %}"
        "{% block bold %}**{{ fact }}** and *{{ fact }}*{% endblock %}"
        "{% block listed %}- {{ fact }}\n- {{ fact }}\n{% endblock %}"
        "{% block first %}{{ fact }}. and {{ fact }}{% endblock %}"
        "{% block linked %}[{{ fact }}]({{ address }}){% endblock %}"
        "{% block title %}Our trust’s own{% endblock %}"
    )
    return tmp_path


def runs(words: Words) -> Iterator[Run]:
    for block in words:
        match block:
            case Paragraph(found):
                yield from found
            case Listing(items):
                yield from (run for item in items for run in item)


# ── Facts ───────────────────────────────────────────────────────────────────────────────────

TYPED = [
    "1. Oak",
    "- Oak",
    "# Oak",
    "> Oak",
    "<!channel>",
    "<script>alert(1)</script>",
    "*x*",
    "**x**",
    "_x_ `y` ~z~",
    "[a](http://x)",
    "![a](http://x)",
    "<@U123> &lt; &amp;",
    "two\nlines",
    "two\n\nparagraphs",
    "{{ secret }} {% block x %}",
    "a\\*b",
    "http://example.com",
    "😀 é \u202e",
    "***",
    "    four spaces",
]


@pytest.mark.parametrize("fact", TYPED)
@pytest.mark.parametrize("block", ["plain", "bold", "listed", "first", "linked"])
def test_what_a_person_typed_appears_as_typed_wherever_it_stands(own: Path, block: str, fact: str) -> None:
    words = Wording(own).words("replies", block, fact=fact, address="https://example.org")
    theirs = [run for run in runs(words) if run.theirs]
    assert theirs
    assert all(run.text == fact for run in theirs)
    ours = "".join(run.text for run in runs(words) if not run.theirs)
    assert ours.replace("and", "").replace(".", "").strip() == ""
    assert len(words) == 1


@pytest.mark.parametrize("fact", ["\ue000", "\ue001", "\ue0000\ue001", "a\ue0007\ue001b"])
def test_a_fact_cannot_pose_as_another_fact(own: Path, fact: str) -> None:
    words = Wording(own).words("replies", "first", fact=fact)
    assert not set("\ue000\ue001") & set(plain(words))


def test_bold_and_italic_are_ours_to_give(own: Path) -> None:
    words = Wording(own).words("replies", "bold", fact="**x**")
    assert [(run.text, run.bold, run.italic) for run in runs(words)] == [
        ("**x**", True, False),
        (" and ", False, False),
        ("**x**", False, True),
    ]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("tel:+441632960101", True),
        ("/review/1", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("/\\example.org", False),
        ("mailto:a@example.org", False),
        ("ftp://example.org", False),
        (" https://example.org", False),
        ("", False),
    ],
)
def test_a_link_leads_to_the_web_a_telephone_or_a_page_of_ours(own: Path, address: str, kept: bool) -> None:
    (run,) = runs(Wording(own).words("replies", "linked", fact="here", address=address))
    assert run == Run("here", theirs=True, link=address if kept else "")


def test_a_missing_fact_is_an_error_and_never_a_gap(own: Path) -> None:
    with pytest.raises(UndefinedError):
        Wording(own).words("replies", "plain")


def test_a_missing_block_is_an_error_that_names_it(own: Path) -> None:
    with pytest.raises(NoWordingError, match=r"replies\.md nor shared\.md has a block not_there"):
        Wording(own).words("replies", "not_there")


def test_a_trusts_own_folder_comes_first_and_ours_fills_in(own: Path) -> None:
    wording = Wording(own)
    assert wording.line("replies", "title") == "Our trust’s own"
    assert wording.line("guard", "notice") == WORDING.line("guard", "notice")


def test_times_are_said_as_people_say_them_in_the_trusts_zone(own: Path) -> None:
    wording = Wording(own)
    assert wording.line("replies", "plain", fact=date(2026, 11, 24)) == "Tuesday 24 November 2026"
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert wording.line("replies", "plain", fact=summer) == "Thursday 2 July 2026, 00:30"
