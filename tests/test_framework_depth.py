"""The depth of the shipped framework: open questions that fit a phone, in plain words, with care where they may hurt."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest

from bot.domain.depth import Included, Kind, Level, MeetWith, Owner, Sensitivity
from bot.domain.examples import Examples
from bot.domain.framework import Framework, SubArea
from bot.domain.instruments import touched
from bot.domain.note import Shows
from bot.privacy import Audience, Clean, Vocabulary, judge
from store import examples_file
from store.examples_file import CST_SPR_EXAMPLES
from store.framework_file import CST_SPR, read
from store.shelf import Shelf
from tests.test_framework_content import ALLOWED, CLOSED, FORBIDDEN, GRADES, prose, sub_areas

NEVER = re.compile(
    r"\b(?:Ofsted|complian\w+|RAG|overdue|league tables?)\b|evidence that you have|yes/no|\btick", re.IGNORECASE
)
AMERICAN = re.compile(
    r"\b(?:color\w*|center\w*|organiz\w*|behavior\w*|recogniz\w*|program|practicing|counseling|license[ds])\b",
    re.IGNORECASE,
)
QUESTION_WORDS = re.compile(r"\b(?:how|what|where|who|whose|whom|when|which)\b", re.IGNORECASE)
TWO_QUESTIONS = re.compile(r",? (?:and|or) (?:what|how|who|whose|when|which|where|why)\b", re.IGNORECASE)
MOST_CHARACTERS = 180
# Reading ages in years. A prompt is for a colleague; what is asked of pupils is read out to children of ten.
OLDEST_FOR_PROMPTS, OLDEST_FOR_OWNERS, OLDEST_FOR_PUPILS = 15, 13, 11
BOUNDARIES = {
    ("A-6.2", "A-6.4"),
    ("A-6.3", "A-12.2"),
    ("A-12.1", "A-12.2"),
    ("A-4.2", "A-8.1"),
    ("A-3.2.e", "A-8.2"),
    ("A-2.1", "A-4.1"),
    ("A-5.6", "A-10.2"),
    ("A-5.7", "A-12.3"),
    ("A-3.1", "A-12.3.b"),
    ("A-9.2", "A-6.2"),
    ("A-7.2", "A-7.3"),
    ("A-11.1", "A-11.3"),
    ("A-1.1", "A-1.2"),
}

Said = list[tuple[str, str]]


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read(CST_SPR)


@pytest.fixture(scope="module")
def examples() -> Examples:
    return examples_file.read()


def questions(framework: Framework) -> Said:
    found: Said = []
    for area in framework.areas:
        found += [(area.id, question) for question in area.inclusion.values()]
        for sub_area in area.sub_areas:
            found += [(sub_area.id, question) for question in (*sub_area.prompts, *sub_area.owners.values())]
    return found


def statements(framework: Framework) -> Said:
    found = [(boundary.between[0], boundary.apart) for boundary in framework.boundaries]
    for one in sub_areas(framework):
        said = (one.conduct, one.care, one.borrow, *one.evidence.values())
        found += [(one.id, text) for text in said if text]
    return found


def reading_age(texts: Iterator[str]) -> float:
    """By the automated readability index, a US school year: a child of five has not begun the first."""
    said = " ".join(texts)
    words, sentences = said.split(), re.findall(r"[.!?]+(?=\s|$)", said)
    return 4.71 * sum(map(len, words)) / len(words) + 0.5 * len(words) / len(sentences) - 21.43 + 5


def test_every_sub_area_has_its_whole_depth(framework: Framework) -> None:
    for one in sub_areas(framework):
        assert 2 <= len(one.prompts) <= 3, one.id
        assert len(one.owners) >= 3, one.id
        assert 2 <= len(one.evidence) <= 5, one.id
        assert one.met_with, one.id
        assert one.level, one.id
        assert one.borrow, one.id
        assert 1 <= len(one.instruments) <= 5, one.id


def test_every_area_asks_about_every_group_of_children(framework: Framework) -> None:
    for area in framework.areas:
        assert tuple(area.inclusion) == tuple(Included), area.id


def test_there_are_as_many_prompts_and_questions_as_were_written(framework: Framework) -> None:
    every = sub_areas(framework)
    assert sum(len(one.prompts) for one in every) == 123
    assert sum(len(one.owners) for one in every) == 247
    assert sum(len(area.inclusion) for area in framework.areas) == 48


def test_every_question_is_open_and_asks_one_thing(framework: Framework) -> None:
    for node, question in questions(framework):
        assert question.endswith("?"), (node, question)
        assert question.count("?") == 1, (node, question)
        assert not CLOSED.match(question), (node, question)
        assert QUESTION_WORDS.search(question), (node, question)
        assert not TWO_QUESTIONS.search(question), (node, question)


def test_every_question_fits_a_phone(framework: Framework) -> None:
    assert [found for found in questions(framework) if len(found[1]) > MOST_CHARACTERS] == []


def test_no_question_is_asked_twice(framework: Framework) -> None:
    asked = Counter(question for _, question in questions(framework))
    assert [question for question, times in asked.items() if times > 1] == []


def test_openings_vary(framework: Framework) -> None:
    openings = Counter(tuple(question.lower().split()[:4]) for _, question in questions(framework))
    assert [(opening, times) for opening, times in openings.items() if times > 6] == []


def test_every_question_can_be_read_by_whom_it_is_put_to(framework: Framework) -> None:
    for one in sub_areas(framework):
        assert reading_age(iter(one.prompts)) <= OLDEST_FOR_PROMPTS, one.id
        assert reading_age(iter(one.owners.values())) <= OLDEST_FOR_OWNERS, one.id
    pupils = (one.owners[Owner.PUPILS] for one in sub_areas(framework) if Owner.PUPILS in one.owners)
    assert reading_age(pupils) <= OLDEST_FOR_PUPILS


def test_reading_age_is_worked_out_without_looking_anything_up() -> None:
    assert reading_age(iter(["Who can help you here?"])) < 6
    assert reading_age(iter(["Notwithstanding organisational interdependencies, characterise accountability."])) > 18


def test_every_practice_owner_every_stop_and_every_kind_is_used(framework: Framework) -> None:
    every = sub_areas(framework)
    assert {owner for one in every for owner in one.owners} == set(Owner)
    assert {stop for one in every for stop in one.met_with} == set(MeetWith)
    assert {kind for one in every for kind in one.evidence} == set(Kind)
    assert {level for one in every for level in one.level} == set(Level)
    assert {one.sensitivity for one in every} == set(Sensitivity)


def test_wherever_pupils_are_asked_the_adult_is_told_how(framework: Framework) -> None:
    for one in sub_areas(framework):
        assert (Owner.PUPILS in one.owners) == bool(one.conduct), one.id
        if one.conduct:
            assert "name" in one.conduct, one.id
            assert re.search(r"[Pp]romis|secre|keep something to yourself", one.conduct), one.id
            assert re.search(r"\bDSL\b", one.conduct), one.id
            assert MeetWith.PUPIL_GROUP in one.met_with, one.id


def test_no_pupil_is_asked_about_who_they_are_or_what_happened_to_them(framework: Framework) -> None:
    personal = re.compile(
        r"happened to you|your (?:family|home|faith|religion|gender|body|story)\b|are you\b", re.IGNORECASE
    )
    for one in sub_areas(framework):
        assert not personal.search(one.owners.get(Owner.PUPILS, "")), one.id


def test_care_stands_before_what_may_hurt_and_nowhere_else(framework: Framework) -> None:
    for one in sub_areas(framework):
        assert (one.sensitivity is not Sensitivity.NONE) == bool(one.care), one.id
    heavy = {one.id for one in sub_areas(framework) if one.sensitivity is Sensitivity.HEAVY}
    assert heavy == {"A-4.1", "A-7.1", "A-10.3", "A-11.1"}


def test_what_to_look_for_is_short(framework: Framework) -> None:
    for one in sub_areas(framework):
        for kind, text in one.evidence.items():
            assert 3 <= len(text.split()) <= 14, (one.id, kind)
            assert text[0].isupper(), (one.id, kind)
            assert not text.endswith("."), (one.id, kind)


def test_every_statement_is_whole_sentences(framework: Framework) -> None:
    for one in sub_areas(framework):
        for text in filter(None, (one.conduct, one.care, one.borrow)):
            assert text[0].isupper(), (one.id, text)
            assert text.endswith("."), (one.id, text)
            assert len(text) <= 300, (one.id, text)


def test_our_words_never_grade_and_nothing_is_a_box_to_tick(framework: Framework) -> None:
    for node, text in (*questions(framework), *statements(framework)):
        assert not FORBIDDEN.search(ALLOWED.sub("", text)), (node, text)
        assert not GRADES.search(text), (node, text)
        assert not NEVER.search(text), (node, text)
        assert not AMERICAN.search(text), (node, text)
        assert "  " not in text, (node, text)


def test_no_two_sub_areas_share_a_run_of_eight_words_in_anything_they_say(framework: Framework) -> None:
    def runs(one: SubArea) -> set[tuple[str, ...]]:
        found = set()
        said = (one.conduct, one.care, one.borrow, *one.prompts, *one.owners.values(), *one.evidence.values())
        for text in (*prose(one), *said):
            words = re.findall(r"[a-z0-9’']+", text.lower())
            found |= {tuple(words[start : start + 8]) for start in range(len(words) - 7)}
        return found

    by_id = {one.id: runs(one) for one in sub_areas(framework)}
    for one, other in combinations(by_id, 2):
        assert not by_id[one] & by_id[other], (one, other)


def test_the_thirteen_pairs_that_are_easily_mixed_up_are_told_apart(framework: Framework) -> None:
    assert {boundary.between for boundary in framework.boundaries} == BOUNDARIES
    for boundary in framework.boundaries:
        assert all(framework.has(node) for node in boundary.between), boundary
        assert all(node in boundary.apart for node in boundary.between), boundary
        assert len(boundary.apart) <= 220, boundary
    assert [boundary.between for boundary in framework.boundaries_of("A-3.2")] == [("A-3.2.e", "A-8.2")]


def test_all_the_guidance_it_names_is_listed_and_all_that_is_listed_of_use(framework: Framework) -> None:
    named = {instrument for one in sub_areas(framework) for instrument in one.instruments}
    assert named <= Shelf().instruments().ids
    assert len(touched(framework, {"kcsie"})) > 30
    assert [found.sub_area.id for found in touched(framework, {"allergy"})] == ["A-8.3"]
    assert touched(framework, {"elective_home"}) == ()


# --- Notes to learn from


def test_every_sub_area_has_forty_notes_or_more_of_every_sort(framework: Framework, examples: Examples) -> None:
    assert examples.of == framework.id
    assert len(examples.examples) == 2579
    for one in sub_areas(framework):
        about = examples.about(one.id)
        assert len(about) >= 40, one.id
        assert {example.shows for example in about} == set(Shows), one.id


def test_notes_are_about_half_excellent_and_a_third_to_develop(examples: Examples) -> None:
    counted = Counter(example.shows for example in examples.examples)
    assert 0.45 <= counted[Shows.EXCELLENT] / len(examples.examples) <= 0.6
    assert 0.28 <= counted[Shows.DEVELOP] / len(examples.examples) <= 0.4


def test_notes_are_as_long_and_as_short_as_people_write(examples: Examples) -> None:
    lengths = [len(example.text.split()) for example in examples.examples]
    assert min(lengths) >= 3
    assert max(lengths) <= 62
    assert len({example.text for example in examples.examples}) == len(examples.examples)


def test_the_guard_would_ask_about_hardly_any_note(examples: Examples) -> None:
    """It asks rather than misses, so of a hundred notes with nobody in them it may ask about three."""
    vocabulary = Vocabulary()
    caught = [
        (example.node, example.text)
        for example in examples.examples
        if not isinstance(judge(example.text, vocabulary, Audience.TEAM), Clean)
    ]
    assert len(caught) <= len(examples.examples) * 3 / 100, caught


def test_no_note_uses_a_word_that_grades(examples: Examples) -> None:
    for example in examples.examples:
        assert not FORBIDDEN.search(ALLOWED.sub("", example.text)), (example.node, example.text)


def test_no_review_reads_the_notes_to_learn_from() -> None:
    assert CST_SPR_EXAMPLES.read_text("utf-8").splitlines()[0].startswith("# Notes that reviewers might really type")
    assert "examples:" not in CST_SPR.read_text("utf-8")
