"""The practice library: what is looked for, how it is found, and that nothing stays in its index."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.library import LONGEST_QUERY, Wanted, mark, read, written

_SHORT = st.text(max_size=80)


@given(st.one_of(_SHORT, st.dictionaries(st.sampled_from(["words", "node", "before", "x"]), _SHORT).map(urlencode)))
def test_whatever_stands_in_an_address_is_read_as_something_that_can_be_wanted(query: str) -> None:
    wanted = read(query)
    assert len(wanted.words) <= LONGEST_QUERY
    assert wanted.words.isprintable()
    assert 0 <= wanted.before < 2**31
    assert read(written(wanted)) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", Wanted()),
        ("words=late+arrivals&node=A-3.1&phase=Primary", Wanted("late arrivals", "A-3.1", phase="Primary")),
        ("words=%00a%0Ab%E2%80%AEc&theme=attendance&before=40", Wanted("a b c", theme="attendance", before=40)),
        ("theme=league+table&before=-1&admin=1&node=" + "A" * 61, Wanted()),
        ("words=one&words=two&before=99999999999&words=%FF", Wanted("one")),
        ("words=" + "a" * 300, Wanted("a" * LONGEST_QUERY)),
    ],
)
def test_an_address_says_what_is_wanted_and_nothing_else(query: str, wanted: Wanted) -> None:
    assert read(query) == wanted


def test_marks_of_different_places_differ() -> None:
    assert mark("part", "A-1.13") != mark("part", "A-11.3")
    assert mark("phase", "École — Primary") == mark("phase", "ecole primary") != ""
    assert mark("kind", "…") == ""
