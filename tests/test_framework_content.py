"""What the shipped framework says: complete, in our own words, strengths first, and never a box to tick."""

import re
from itertools import combinations

import pytest

from bot.domain.framework import Area, Framework, SubArea
from store.framework_file import CST_SPR, read

# area -> letters of each of its sub-areas, in order; 0 where the sub-area itself is the only thing to talk about
LETTERS: dict[str, tuple[int, ...]] = {
    "A-1": (3, 3),
    "A-2": (0, 0, 0),
    "A-3": (2, 5),
    "A-4": (3, 3),
    "A-5": (0, 0, 3, 3, 0, 2, 0),
    "A-6": (2, 0, 0, 0),
    "A-7": (3, 0, 0, 0, 0),
    "A-8": (0, 0, 0),
    "A-9": (0, 4),
    "A-10": (0, 0, 0),
    "A-11": (2, 3, 3, 2, 4),
    "A-12": (2, 2, 3),
}
LETTERLESS = {  # area -> the sub-areas without letters, as the source counts them
    "A-2": (1, 2, 3),
    "A-5": (1, 2, 5, 7),
    "A-6": (2, 3, 4),
    "A-7": (2, 3, 4, 5),
    "A-8": (1, 2, 3),
    "A-9": (1,),
    "A-10": (1, 2, 3),
}
LEAVES = dict(zip(LETTERS, (6, 3, 7, 6, 12, 5, 7, 3, 5, 3, 14, 7), strict=True))
PRINCIPLES = {"P-1": 4, "P-2": 3, "P-3": 3}
GOOD_PRACTICE = {"G-1": 2, "G-2": 2, "G-3": 2, "G-4": 3, "G-5": 2}

FORBIDDEN = re.compile(r"\baudit|inspection|fail|score\b", re.IGNORECASE)
ALLOWED = re.compile(r"local authority audits?|inspection of equipment", re.IGNORECASE)
GRADES = re.compile(
    r"%|per ?cent|\bgrad(e|es|ed|ing)\b|\bRAG\b|\brat(ed|ing|ings)\b|outstanding|inadequate|requires improvement",
    re.IGNORECASE,
)
CLOSED = re.compile(
    r"(am|are|can|could|did|do|does|had|has|have|is|may|might|must|should|was|were|will|would)\b", re.IGNORECASE
)
OPEN = {"What", "Which", "Where", "When", "Whose", "Who", "How"}


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read(CST_SPR)


def sub_areas(framework: Framework) -> list[SubArea]:
    return [sub_area for area in framework.areas for sub_area in area.sub_areas]


def prose(sub_area: SubArea) -> list[str]:
    return [sub_area.statement, sub_area.strengths, *(indicator.text for indicator in sub_area.indicators)]


def every_sentence(framework: Framework) -> list[tuple[str, str]]:
    found = [("the framework", framework.title)]
    for area in framework.areas:
        found.append((area.id, area.title))
        for sub_area in area.sub_areas:
            found += [(sub_area.id, text) for text in (sub_area.title, *prose(sub_area))]
    for group in (*framework.principles, *framework.good_practice):
        found.append((group.id, group.title))
        for item in group.items:
            found += [(item.id, text) for text in (item.title, item.statement, *(point.text for point in item.points))]
    return found


def every_id(framework: Framework) -> list[str]:
    ids = [area.id for area in framework.areas]
    for sub_area in sub_areas(framework):
        ids += [sub_area.id, *(indicator.id for indicator in sub_area.indicators)]
    for group in (*framework.principles, *framework.good_practice):
        ids.append(group.id)
        for item in group.items:
            ids += [item.id, *(point.id for point in item.points)]
    return ids


def test_the_framework_has_twelve_areas_forty_one_sub_areas_fifty_seven_letters_and_seventy_eight_leaves(
    framework: Framework,
) -> None:
    counts = framework.counts()
    assert (counts.areas, counts.sub_areas, counts.indicators, counts.leaves) == (12, 41, 57, 78)


def test_each_sub_area_has_as_many_letters_as_the_source(framework: Framework) -> None:
    found = {area.id: tuple(len(sub_area.indicators) for sub_area in area.sub_areas) for area in framework.areas}
    assert found == LETTERS


def test_the_twenty_one_sub_areas_without_letters_are_each_their_own_leaf(framework: Framework) -> None:
    assert sum(len(numbers) for numbers in LETTERLESS.values()) == 21
    alone = [sub_area for sub_area in sub_areas(framework) if not sub_area.indicators]
    assert [sub_area.id for sub_area in alone] == [
        f"{area}.{number}" for area, numbers in LETTERLESS.items() for number in numbers
    ]
    assert all(sub_area.leaves == (sub_area.id,) for sub_area in alone)


def test_each_area_has_as_many_leaves_as_the_source(framework: Framework) -> None:
    def leaves(area: Area) -> int:
        return sum(len(sub_area.leaves) for sub_area in area.sub_areas)

    assert {area.id: leaves(area) for area in framework.areas} == LEAVES


def test_ids_count_up_without_a_gap(framework: Framework) -> None:
    expected = [f"A-{number}" for number in range(1, 13)]
    for area, letters in LETTERS.items():
        for number, count in enumerate(letters, start=1):
            expected += [f"{area}.{number}", *(f"{area}.{number}.{letter}" for letter in "abcdefgh"[:count])]
    for group, count in (PRINCIPLES | GOOD_PRACTICE).items():
        expected += [group, *(f"{group}.{number}" for number in range(1, count + 1))]
    expected += ["G-4.1.a", "G-4.1.b", "G-4.2.a", "G-4.2.b"]
    found = every_id(framework)
    assert sorted(found) == sorted(expected)
    assert len(found) == len(set(found))


def test_the_two_indicators_whose_letters_are_easily_lost_are_here(framework: Framework) -> None:
    assert framework.has("A-4.2.a")
    assert framework.has("A-5.6.a")


def test_there_are_ten_principles_and_eleven_points_of_good_practice_with_four_letters(framework: Framework) -> None:
    assert {group.id: len(group.items) for group in framework.principles} == PRINCIPLES
    assert {group.id: len(group.items) for group in framework.good_practice} == GOOD_PRACTICE
    lettered = {item.id: len(item.points) for group in framework.good_practice for item in group.items if item.points}
    assert lettered == {"G-4.1": 2, "G-4.2": 2}
    assert not any(item.points for group in framework.principles for item in group.items)


def test_the_source_is_cited(framework: Framework) -> None:
    cited = "CST (2025): Safeguarding peer reviews. Nottingham: Confederation of School Trusts."
    assert framework.citation == cited
    assert framework.version == "2025.2"
    assert framework.id == "cst-spr"


def test_every_strengths_prompt_is_an_open_question(framework: Framework) -> None:
    for sub_area in sub_areas(framework):
        assert sub_area.strengths.endswith("?"), sub_area.id
        assert sub_area.strengths.count("?") == 1, sub_area.id
        assert not CLOSED.match(sub_area.strengths), sub_area.id
        assert sub_area.strengths.split()[0] in OPEN, sub_area.id


def test_no_two_strengths_prompts_are_the_same(framework: Framework) -> None:
    prompts = [sub_area.strengths for sub_area in sub_areas(framework)]
    assert len(set(prompts)) == len(prompts)
    openings = [tuple(prompt.lower().split()[:4]) for prompt in prompts]
    assert max(openings.count(opening) for opening in openings) <= 2


def test_no_indicator_is_a_question_that_could_be_answered_yes_or_no(framework: Framework) -> None:
    for sub_area in sub_areas(framework):
        for indicator in sub_area.indicators:
            assert not indicator.text.endswith("?"), indicator.id


def test_no_forbidden_word_is_ours(framework: Framework) -> None:
    for node, text in every_sentence(framework):
        assert not FORBIDDEN.search(ALLOWED.sub("", text)), (node, text)


def test_no_forbidden_word_is_in_the_file_at_all() -> None:
    assert not FORBIDDEN.search(ALLOWED.sub("", CST_SPR.read_text(encoding="utf-8")))


def test_nothing_is_graded(framework: Framework) -> None:
    for node, text in every_sentence(framework):
        assert not GRADES.search(text), (node, text)


def test_nothing_is_a_yes_no_or_tick_box_list(framework: Framework) -> None:
    for node, text in every_sentence(framework):
        assert not re.search(r"yes/no|\btick|checklist", text, re.IGNORECASE), (node, text)


def test_no_two_sub_areas_share_a_run_of_eight_words(framework: Framework) -> None:
    def runs(sub_area: SubArea) -> set[tuple[str, ...]]:
        found = set()
        for text in prose(sub_area):
            words = re.findall(r"[a-z0-9’']+", text.lower())
            found |= {tuple(words[start : start + 8]) for start in range(len(words) - 7)}
        return found

    by_id = {sub_area.id: runs(sub_area) for sub_area in sub_areas(framework)}
    for one, other in combinations(by_id, 2):
        assert not by_id[one] & by_id[other], (one, other)


def test_every_text_is_short_enough_for_a_phone(framework: Framework) -> None:
    for sub_area in sub_areas(framework):
        assert len(sub_area.title) <= 60, sub_area.id
        assert len(sub_area.strengths) <= 160, sub_area.id
        assert 40 <= len(sub_area.statement) <= 320, sub_area.id
        assert all(len(indicator.text) <= 180 for indicator in sub_area.indicators), sub_area.id


def test_every_statement_is_one_to_three_sentences_and_none_is_long(framework: Framework) -> None:
    for sub_area in sub_areas(framework):
        sentences = re.split(r"(?<=[.!?])\s+", sub_area.statement)
        assert 1 <= len(sentences) <= 3, sub_area.id
        assert all(len(sentence.split()) <= 30 for sentence in sentences), sub_area.id


def test_every_sentence_begins_with_a_capital_and_ends_with_a_stop(framework: Framework) -> None:
    for sub_area in sub_areas(framework):
        for text in prose(sub_area):
            assert text[0].isupper(), (sub_area.id, text)
            assert text.endswith((".", "?")), (sub_area.id, text)
            assert "  " not in text, (sub_area.id, text)


def test_no_indicator_repeats_its_own_sub_areas_statement(framework: Framework) -> None:
    for sub_area in sub_areas(framework):
        for indicator in sub_area.indicators:
            assert indicator.text.rstrip(".") not in sub_area.statement, indicator.id


def test_looking_up_a_node_gives_its_area_and_title(framework: Framework) -> None:
    assert framework.area("A-9").title == "Data and record-keeping"
    assert framework.sub_area("A-7.3").title == "Single central record"
    assert framework.area_of("A-9").id == "A-9"
    assert framework.area_of("A-9.2").id == "A-9"
    assert framework.area_of("A-9.2.a").id == "A-9"
    assert framework.area_of("A-10.1").id == "A-10"
    assert framework.title_of("A-12") == framework.area("A-12").title
    assert framework.title_of("A-7.3") == "Single central record"
    assert framework.title_of("A-9.2.a") == framework.sub_area("A-9.2").indicators[0].text
    assert framework.item("G-4.3").title == "Nothing left out"
    assert framework.sub_area("A-9.2").leaves == ("A-9.2.a", "A-9.2.b", "A-9.2.c", "A-9.2.d")


def test_an_unknown_node_is_refused_in_a_clear_sentence(framework: Framework) -> None:
    assert not framework.has("A-13")
    for look_up, what in (
        (framework.area, "no area"),
        (framework.sub_area, "no sub-area"),
        (framework.area_of, "no area, sub-area or indicator"),
        (framework.title_of, "no area, sub-area or indicator"),
        (framework.item, "no principle or point of good practice"),
    ):
        with pytest.raises(KeyError) as raised:
            look_up("A-13.9.z")
        assert raised.value.args[0] == f"There is {what} 'A-13.9.z' in framework cst-spr, version 2025.2."


def test_notes_are_filed_under_areas_and_never_under_principles(framework: Framework) -> None:
    assert framework.has("A-6.1.b")
    assert not framework.has("P-2.1")
    assert not framework.has("2.1")


def test_the_pin_names_the_framework_its_version_and_its_bytes(framework: Framework) -> None:
    assert framework.pin == f"cst-spr@2025.2#{framework.sha256}"
    assert re.fullmatch(r"[0-9a-f]{64}", framework.sha256)
