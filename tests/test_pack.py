"""The paper pack: a visit on paper, strengths first, with whom to tell on its first page."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.depth import MeetWith
from bot.domain.meeting import MOST, prompts
from bot.pack import meetings, pack
from tests.values import CONTACTS, FRAMEWORK, LARKFIELD, REVIEW

WHOLE = replace(REVIEW, areas=tuple(area.id for area in FRAMEWORK.areas))
STAYS = "Phones stay in a bag."


def test_every_sub_area_in_scope_is_met_where_the_framework_says_and_nowhere_else() -> None:
    for review in (REVIEW, WHOLE):
        found = {(m.where, p.part.id) for m in meetings(review) for _, several in (*m.areas, *m.more) for p in several}
        assert found == {(where, part.id) for part in review.sub_areas for where in part.met_with}


def test_meetings_stand_in_the_order_of_a_visit_and_none_is_empty() -> None:
    found = [meeting.where for meeting in meetings(WHOLE)]
    assert found == list(MeetWith)
    assert all(meeting.areas for meeting in meetings(REVIEW))


def test_the_note_lines_are_numbered_through_the_whole_pack() -> None:
    ids = re.findall(r'<th scope="row">(R-\d+)</th>', pack(WHOLE))
    assert ids == [f"R-{number}" for number in range(1, len(ids) + 1)]
    assert len(ids) > 60


def test_the_few_questions_of_the_second_door_come_first_and_the_rest_if_there_is_time() -> None:
    page = pack(WHOLE).replace("&#39;", "'")
    for meeting, section in zip(meetings(WHOLE), page.split('<section class="meeting')[1:], strict=False):
        few, _, rest = section.partition("If there is time")
        asked = [text for _, several in meeting.areas for one in several for text in (one.strengths, *one.questions)]
        assert sorted(asked) == sorted(one.text for one in prompts(WHOLE, meeting.where))
        assert len(asked) <= MOST
        assert all(text in few for text in asked)
        assert bool(rest) == bool(meeting.more)
        assert all(text in rest for _, several in meeting.more for one in several for text in one.questions)
    assert any(meeting.more for meeting in meetings(WHOLE))


def test_what_is_excellent_is_asked_before_anything_else_of_a_sub_area() -> None:
    for review in (REVIEW, WHOLE):
        page = pack(review).replace("&#39;", "'")
        for meeting in meetings(review):
            first = {one.part.id for _, several in meeting.areas for one in several}
            for _, several in meeting.more:
                for one in several:
                    assert bool(one.strengths) is (one.part.id not in first)
            for _, several in meeting.areas:
                for one in several:
                    assert one.strengths
                    closer = f"\n<p>{one.questions[0]}</p>" if one.questions else ""
                    listened = meeting.where is MeetWith.PUPIL_GROUP
                    said = (
                        f"Listen for what is excellent: {one.strengths}"
                        if listened
                        else f"<strong>{one.strengths}</strong>"
                    )
                    assert f"{said}</p>{closer}" in page


def test_pupils_are_asked_the_pupils_question_and_how_to_ask_is_there() -> None:
    (pupils,) = [meeting for meeting in meetings(REVIEW) if meeting.where is MeetWith.PUPIL_GROUP]
    assert pupils.conduct
    assert pupils.care


def test_its_first_page_says_whom_to_tell_and_what_to_do_with_a_phone() -> None:
    first = pack(REVIEW).partition('class="meeting')[0]
    for contact in CONTACTS:
        assert contact.number in first
    for said in ("If a child tells you something", "999", STAYS, "What will not happen", "chair of governors"):
        assert said in first
    assert "Ask at reception" in pack(replace(REVIEW, school=replace(LARKFIELD, phone_rule="")))


def test_it_brings_everything_along_and_escapes_what_it_is_given() -> None:
    page = pack(replace(REVIEW, school=replace(LARKFIELD, name="Larkfield <b>&</b>")))
    assert "Larkfield &lt;b&gt;" in page
    assert not re.search(r"src=|href=|url\(|@import", page)


# With hours, as the demo's schools have them.
HOURS = tuple(replace(contact, hours="evenings and weekends") for contact in (*CONTACTS, *CONTACTS))[:4]
BUSY = replace(WHOLE, school=replace(LARKFIELD, contacts=HOURS, adult_contacts=HOURS))


@pytest.mark.parametrize(("review", "most"), [(REVIEW, 14), (BUSY, 26)], ids=["two areas", "all areas"])
def test_it_prints_on_a4_and_the_first_page_is_one_page(review: Any, most: int, chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "pack.html"
    file.write_text(pack(review), encoding="utf-8")
    page = chromium.new_page()
    try:
        page.goto(file.as_uri())
        page.emulate_media(media="print")
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= most
        # Everything before the first meeting, at 96 to the inch: what an A4 page holds within its margins.
        top = page.locator(".meeting").first.bounding_box()
        assert top
        assert top["y"] < (297 - 30) / 25.4 * 96
    finally:
        page.close()
