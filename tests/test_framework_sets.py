"""What came with Peerwalk beside the framework: questions leaders ask themselves, practice to borrow, guidance and law."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.domain.depth import Owner
from bot.domain.framework import Framework
from bot.domain.instruments import Instruments, Status, touched
from bot.domain.practice import Among, Practice, Side
from bot.domain.question_set import QuestionSet
from store.framework_file import CST_SPR, read
from store.shelf import SHIPPED, Shelf, open_file
from tests.test_framework_content import ALLOWED, CLOSED, FORBIDDEN
from tests.test_framework_depth import AMERICAN, MOST_CHARACTERS, NEVER

THEMES = {  # of the booklet -> questions for heads, questions for governors
    "Leadership and accountability": (5, 5),
    "Casework and policy reviews": (3, 3),
    "Workforce": (5, 4),
    "Prevention": (5, 3),
    "Integration and partnership": (4, 2),
    "Knowing how well we do": (5, 4),
}
GUIDANCE = [
    "kcsie",
    "working_together",
    "dfe_filtering",
    "attendance",
    "prevent_duty",
    "equality_act",
    "send_code",
    "dpa_gdpr",
    "information_sharing",
    "early_years",
    "rshe",
    "behaviour",
    "searching",
    "exclusions",
    "mental_health",
    "medical_conditions",
    "first_aid",
    "educational_visits",
    "site_security",
    "fire_safety",
    "health_safety",
    "dbs_law",
    "teachers_standards",
    "governance_guide",
    "academy_handbook",
    "alternative_provision",
    "looked_after",
    "elective_home",
    "children_missing",
    "sharing_nudes",
    "martyns_law",
    "allergy",
]
LATER = {  # an edition the framework names -> the one it gives way to
    one: f"{one}_2026"
    for one in (
        "kcsie",
        "working_together",
        "dfe_filtering",
        "attendance",
        "information_sharing",
        "exclusions",
        "site_security",
        "academy_handbook",
        "allergy",
    )
}


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read(CST_SPR)


@pytest.fixture(scope="module")
def question_set() -> QuestionSet:
    found = open_file(SHIPPED / "assured-2011.yaml").value
    assert isinstance(found, QuestionSet)
    return found


@pytest.fixture(scope="module")
def practice() -> Practice:
    found = open_file(SHIPPED / "outstanding-2012.yaml").value
    assert isinstance(found, Practice)
    return found


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return Shelf().instruments()


def prose(question_set: QuestionSet, practice: Practice) -> Iterator[tuple[str, str]]:
    for question in question_set.questions:
        yield question.id, question.text
    for theme in practice.themes:
        yield theme.id, theme.statement
    yield from ((tip.id, tip.text) for tip in practice.tips)
    yield from ((system.id, system.text) for system in practice.listening)


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9’']+", text.lower())
    return {tuple(words[start : start + 8]) for start in range(len(words) - 7)}


# --- Questions leaders ask themselves


def test_there_are_forty_eight_questions_in_six_themes(question_set: QuestionSet) -> None:
    found = {
        theme.title: (
            sum(question.to is Owner.HEADTEACHER for question in theme.questions),
            sum(question.to is Owner.GOVERNOR for question in theme.questions),
        )
        for theme in question_set.themes
    }
    assert found == THEMES
    assert len(question_set.questions) == 48
    assert len(question_set.to(Owner.HEADTEACHER)) == 27
    assert len(question_set.to(Owner.GOVERNOR)) == 21


def test_they_are_private_and_say_what_they_follow(question_set: QuestionSet) -> None:
    assert question_set.private
    assert "Assured Safeguarding" in question_set.citation
    assert "2011" in question_set.citation


def test_each_is_one_open_question_that_fits_a_phone(question_set: QuestionSet) -> None:
    for question in question_set.questions:
        assert question.text.endswith("?"), question.id
        assert question.text.count("?") == 1, question.id
        assert not CLOSED.match(question.text), question.id
        assert len(question.text) <= MOST_CHARACTERS, question.id


def test_heads_speak_for_themselves_and_governors_for_the_board(question_set: QuestionSet) -> None:
    for question in question_set.to(Owner.HEADTEACHER):
        assert not re.search(r"\bgovernors?\b", question.text), question.id
    assert len({question.text for question in question_set.questions}) == 48


def test_the_words_of_2011_are_those_of_today(question_set: QuestionSet, practice: Practice) -> None:
    old = re.compile(r"\b(?:LSCB|CRB|CAF|DSP|e-safety|serious case|midday supervisors|common assessment)\b")
    assert [found for found in prose(question_set, practice) if old.search(found[1])] == []


# --- Practice to borrow


def test_there_are_seven_themes_on_two_sides(practice: Practice) -> None:
    assert Counter(theme.side for theme in practice.themes) == {Side.VALUES: 3, Side.DOING: 4}
    assert (len(practice.tips), len(practice.listening)) == (31, 15)
    assert {system.among for system in practice.listening} == set(Among)
    assert "You have someone to trust" in practice.citation


def test_every_sub_area_of_the_crosswalk_has_something_near(practice: Practice, framework: Framework) -> None:
    for theme in practice.themes:
        assert all(framework.has(node) for node in theme.near), theme.id
    assert practice.near("A-4.1")
    assert practice.near("A-7.3") == ()


# --- Guidance and law


def test_the_list_holds_all_the_guidance_a_framework_may_name(instruments: Instruments) -> None:
    assert [one.id for one in instruments.instruments if one.id not in LATER.values()] == GUIDANCE


def test_a_later_edition_follows_the_one_that_gives_way_and_touches_all_it_did(
    framework: Framework, instruments: Instruments
) -> None:
    listed = instruments.instruments
    assert {one.id: one.superseded_by for one in listed if one.superseded_by} == LATER
    for earlier, later in pairwise(listed):
        if earlier.superseded_by:
            assert (later.id, later.publisher) == (earlier.superseded_by, earlier.publisher)
            assert earlier.in_force < later.in_force, later.id
            assert touched(framework, instruments.editions(later.id)) == touched(framework, {earlier.id}) != ()


def test_what_is_checked_has_its_day_and_what_is_not_says_so(instruments: Instruments) -> None:
    for one in instruments.instruments:
        assert not one.checked or re.fullmatch(r"\d{4}-\d\d-\d\d", one.in_force), one.id
        assert one.publisher, one.id
    assert instruments.instrument("equality_act").status is Status.LAW
    assert instruments.instrument("kcsie").status is Status.STATUTORY
    assert instruments.instrument("behaviour").status is Status.NON_STATUTORY


# --- All of them


def test_our_words_never_grade(question_set: QuestionSet, practice: Practice) -> None:
    for node, text in prose(question_set, practice):
        assert not FORBIDDEN.search(ALLOWED.sub("", text)), (node, text)
        assert not NEVER.search(text), (node, text)
        assert not AMERICAN.search(text), (node, text)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.name)
def test_no_forbidden_word_is_in_any_file_that_came_with_peerwalk(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not FORBIDDEN.search(ALLOWED.sub("", text))


def test_nothing_is_said_in_the_same_words_twice(
    question_set: QuestionSet, practice: Practice, framework: Framework
) -> None:
    said: dict[tuple[str, ...], str] = {}
    for node, text in prose(question_set, practice):
        for run in runs(text):
            assert said.setdefault(run, node) == node, (node, run)
    for area in framework.areas:
        for one in area.sub_areas:
            for text in (one.statement, one.borrow, *one.prompts, *one.owners.values()):
                assert not runs(text) & said.keys(), (one.id, text)
