"""The safe wording: stable masks within one text, and always one the guard lets through."""

import itertools
import sys
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.privacy import (
    Audience,
    Clean,
    Interrupt,
    Label,
    Refuse,
    Span,
    Unsure,
    Vocabulary,
    Waiver,
    codes,
    contacts,
    judge,
    quoted,
    rewrite,
)
from bot.privacy.concerns import find_concern
from bot.privacy.numbers import numbers
from bot.privacy.verdict import Certainty

PIECES = st.sampled_from(
    [
        *[
            "Mr",
            "Mrs",
            "Miss",
            "Dr",
            "Plumtree",
            "Zebedee",
            "zebedee",
            "Wilhelmina",
            "pupil",
            "child",
            "girl",
            "boy",
            "teacher",
            "Year",
            "9",
            "in",
            "Y8",
            "said",
            "met",
            "J.S.",
            "TB",
            "B.",
            "A",
        ],
        *[
            "07700",
            "900123",
            "943",
            "476",
            "5919",
            "17/03/2014",
            "dob",
            "born",
            "upn",
            "H801200001001",
            "nhs",
            "number",
            "AB12",
            "CDE",
            "reg",
            "LS11",
            "9QX",
            "@zeb_08",
            "insta",
        ],
        *[
            "wim@example.com",
            ",",
            ".",
            "-",
            "(",
            ")",
            "'",
            "and",
            "the",
            "of",
            "is",
            "mum's",
            "\u200b",
            "é",
            "4",
            "The",
            "Pupil",
            "Staff",
            "Child",
            "A",
            "1",
            "removed",
            "[",
            "]",
            "home",
            "hit",
            "dad",
        ],
    ],
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
    st.text(max_size=80),
)
WAIVERS = st.sets(st.sampled_from(Waiver)).map(frozenset)


@given(TEXTS, st.sampled_from(Audience), WAIVERS)
@example("Annex B. The policy. met J. Plumtree", Audience.TEAM, frozenset())
@example("NHS number 943 476 5919 9434765919", Audience.PUBLIC, frozenset())
def test_the_wording_offered_is_let_through(text: str, audience: Audience, waived: frozenset[Waiver]) -> None:
    verdict = judge(text, Vocabulary(), audience, waived)
    if isinstance(verdict, Refuse | Unsure):
        assert judge(verdict.rewrite, Vocabulary(), audience, waived) == Clean()


@given(TEXTS, st.sampled_from(Audience))
def test_every_span_lies_within_the_text_and_apart_from_the_next(text: str, audience: Audience) -> None:
    verdict = judge(text, Vocabulary(), audience, frozenset({Waiver.ABOUT_SYSTEMS}))
    spans = verdict.spans if isinstance(verdict, Refuse | Unsure) else ()
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


@given(st.text(alphabet="\u200b\u200d\u2060\ufeff\u00ad", min_size=1, max_size=3), st.integers(1, 12))
def test_an_invisible_character_anywhere_in_a_number_hides_nothing(invisible: str, place: int) -> None:
    number = "H801200001001"
    text = f"seen {number[:place]}{invisible}{number[place:]} there"
    verdict = judge(text, Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Refuse)
    assert verdict.rewrite == "seen [UPN removed] there"


def test_the_same_name_gets_the_same_mask_and_another_name_another() -> None:
    text = "pupil Zebedee and pupil Wilhelmina, then pupil Zebedee again; Mr Plumtree and Mrs Quill, Mr Plumtree last"
    verdict = judge(text, Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Refuse)
    assert verdict.rewrite == (
        "pupil A and pupil B, then pupil A again; Staff member 1 and Staff member 2, Staff member 1 last"
    )


def test_a_mask_the_writer_used_already_is_not_given_again() -> None:
    verdict = judge("Pupil A and Staff 1 sat with Mr Plumtree; met Zebedee", Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Refuse)
    assert verdict.rewrite == "Pupil A and Staff 1 sat with Staff member 1; met Pupil B"


def test_a_role_or_a_family_word_before_a_name_chooses_its_mask() -> None:
    for text, wording in (
        ("the caretaker, Pimblo, has keys", "the caretaker has keys"),
        ("met Wilhelmina", "met Pupil A"),
    ):
        verdict = judge(text, Vocabulary(), Audience.PUBLIC)
        assert isinstance(verdict, Refuse)
        assert verdict.rewrite == wording


def test_rewrite_and_quoted_work_on_spans_alone() -> None:
    spans = (Span(4, 9, Label.PERSON, Certainty.SURE), Span(14, 20, Label.PHONE, Certainty.SURE))
    assert rewrite("see Pimbo, on 123456 now", spans) == "see Pupil A, on [phone number removed] now"
    assert quoted("see Pimbo, on 123456 now", spans) == ("Pimbo", "123456")


def test_a_hundred_names_get_a_hundred_masks() -> None:
    names = [f"Mr Plumtree{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(100)]
    verdict = judge(", ".join(names), Vocabulary(), Audience.TEAM)
    assert isinstance(verdict, Refuse)
    assert len(set(verdict.rewrite.split(", "))) == len(names)


def test_about_systems_waives_the_concern_and_not_the_name() -> None:
    text = "Mr Plumtree hit a child"
    assert isinstance(judge(text, Vocabulary(), Audience.TEAM), Interrupt)
    assert isinstance(judge(text, Vocabulary(), Audience.TEAM, frozenset({Waiver.ABOUT_SYSTEMS})), Refuse)


def _heavy() -> Iterator[str]:
    yield from (
        "a",
        " ",
        "1 ",
        "07 ",
        "A ",
        "Aa ",
        "Mr ",
        "spoke to Aa and ",
        "he said ",
        "teacher pupil ",
        "a.",
        "a@b.",
        "\u200b",
        "not ",
    )


@pytest.mark.parametrize("piece", list(_heavy()))
def test_work_grows_with_length_and_not_with_its_square(piece: str) -> None:
    def work(length: int) -> int:
        calls = itertools.count()
        sys.setprofile(lambda *_: next(calls))
        try:
            judge((piece * length)[:length], Vocabulary(), Audience.TEAM)
        finally:
            sys.setprofile(None)
        return next(calls)

    # Eight times the length is about eight times the calls; a square would be sixty-four.
    assert work(8000) < 20 * work(1000) + 2000


@pytest.mark.parametrize("piece", ["1 ", "1.", "1-", "7 ", "12 34 "])
def test_a_long_row_of_digits_that_nobody_named_is_hardly_read(piece: str) -> None:
    text = (piece * 4000)[:4000]
    readings = [*numbers(text, lambda start: codes._lengths(text, start))]
    readings += numbers(text, lambda start: contacts._lengths(text, start))
    assert readings == []
    assert judge(text, Vocabulary(), Audience.TEAM) == Clean()


@given(st.text(max_size=200))
def test_any_text_at_all_is_judged_without_an_error(text: str) -> None:
    judge(text, Vocabulary(frozenset({"st mary's"})), Audience.SCHOOL)
    find_concern(text)
