"""The library's own pages as values and over HTTP, the meeting pack, and the page on strengths: what they say, and to whom."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from bot import demo_cards
from bot import library as chat
from bot.domain.acts import About
from bot.domain.depth import Kind
from bot.domain.library import MOST_FOUND
from bot.domain.library_changes import QuestionAsked, WorkedSaid
from bot.domain.practice_words import LONGEST
from bot.domain.terms import WHOLE_TRUST, Calendar, Sort, Span
from bot.ending import make
from bot.meeting_pack import Pack, asked_days, pack_of, since_holiday
from bot.message import Visit
from bot.pack_document import document
from bot.privacy import Audience, Clean, judge
from bot.shelf import CardPage, Library, card_page, shelf
from bot.turn import new_id, utc_now
from store import library, people
from store.made import Made
from tests.browser import Running, running
from tests.play import DPO, GUEST, HEAD, LEAD, NINE, OTHER_HEAD, TRUST_LEAD, TRUSTEE, Play, words
from tests.scenes import posted, review_at, staged
from tests.visitor import Visitor

HOSTILE = '<b>x</b> & "=1+1" {{ 7 * 7 }} *bold* [a](/x) \u202e</w:t>\nnext line'


def seen(play: Play, person: str, page: Any, *args: Any) -> Any:
    return play.looks.own_page(play.who(person), lambda look: page(look, *args))


@pytest.fixture
def stocked(empty_stage: Play) -> Play:
    """A trust whose library has the demo's cards."""
    demo_cards.fill(empty_stage.store, empty_stage.now)
    return empty_stage


def by_title(found: Library) -> dict[str, str]:
    return {one.title: one.id for one in found.listed}


# ── The shelf and a card ────────────────────────────────────────────────────────────────────


def test_the_shelf_says_newest_first_what_stands_where_and_narrows_by_links(stocked: Play, monkeypatch: Any) -> None:
    found: Library = seen(stocked, LEAD, shelf, "")
    assert [one.published for one in found.listed] == sorted((one.published for one in found.listed), reverse=True)
    spreads = {one.school + "|" + one.spread for one in found.listed if one.spread}
    assert spreads == {
        "Stanmoor Special School|Bridgewater High says that it worked there, too.",
        "Larkfield Primary|Bridgewater High is trying it.",
        "Larkfield Primary|Stanmoor Special School says that it worked there, too.",
    }
    assert not found.chosen
    assert not found.earlier
    for ways in found.narrow:
        for way in ways.links:
            there: Library = seen(stocked, LEAD, shelf, way.query)
            # Whoever goes there is told so, and the same link leads out of it again.
            back = [one for each in there.narrow for one in each.links if one.label == way.label]
            assert [one.chosen for one in back] == [True]
            assert back[0].query == ""
            assert way.label in {one.label for one in there.chosen}
    # The same cards are found in chat, where one message shows as many as it has room for.
    in_chat = words(stocked.looks.visit(stocked.who(LEAD), Visit("library", About("wanted", ""))))
    assert all(one.title in in_chat for one in found.listed[: chat.A_PAGE])
    monkeypatch.setattr(library, "MOST_FOUND", 2)
    titles: list[str] = []
    page: Library = seen(stocked, LEAD, shelf, "")
    while True:
        titles += [one.title for one in page.listed]
        if not page.earlier:
            break
        page = seen(stocked, LEAD, shelf, page.earlier)
    assert titles == [one.title for one in found.listed]
    assert len(titles) < MOST_FOUND


def test_a_card_is_whole_and_says_what_came_home_by_school_alone(stocked: Play) -> None:
    titles = by_title(seen(stocked, LEAD, shelf, ""))
    page: CardPage = seen(stocked, LEAD, card_page, titles["A worry box that is answered the same day"])
    assert (page.school.name, page.part, page.area, page.school.phase) == (
        "Larkfield Primary",
        "Promoting and leading",
        "Safeguarding culture",
        "Primary",
    )
    assert all((page.practice.what, page.practice.why, page.practice.known, page.practice.took, page.practice.thanks))
    assert "DSL" in page.whom
    assert [one.who for one in page.came.worked] == ["Stanmoor Special School"]
    assert [[turn.who for turn in one] for one in page.came.answered] == [["Bridgewater High", "Larkfield Primary"]]
    open_one: CardPage = seen(stocked, LEAD, card_page, titles["The same way to ask for help in every room"])
    assert [[turn.who for turn in one] for one in open_one.came.waiting] == [["Larkfield Primary"]]
    names = {person.name for person in stocked.looks.everyone()}
    assert not any(name in repr((page.came, open_one.came)) for name in names)
    # The school may stop its card from here; who only reads it may not.
    assert not page.stops
    assert page.stands is None
    own: CardPage = seen(stocked, HEAD, card_page, page.id)
    assert own.stops
    assert own.stands is not None
    assert not own.ways


def test_every_word_of_the_demos_cards_may_stand_before_the_trust(stocked: Play) -> None:
    vocabulary = stocked.inside(lambda session: people.directory(session).vocabulary)
    for visit in demo_cards.VISITS:
        for stands in visit.cards:
            said = [getattr(one, "text", "") for one in stands.home]
            for text in (stands.note, *stands.practice.parts, *filter(None, said)):
                assert isinstance(judge(text, vocabulary, Audience.PUBLIC), Clean), text
            for part, most in LONGEST.items():
                assert len(getattr(stands.practice, part)) <= most
    demo_cards.fill(stocked.store, stocked.now)  # a second start adds nothing
    assert len(seen(stocked, LEAD, shelf, "").listed) == sum(len(visit.cards) for visit in demo_cards.VISITS)


# ── Who may have them ───────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("pages")) as site:
        demo_cards.fill(site.application.store, utc_now())
        yield site


def test_pages_are_for_the_trust_and_what_is_not_there_is_answered_alike(site: Running) -> None:
    visitor = Visitor(site.url)
    visitor.act_as("larkfield-head")
    here = visitor.open("/library").links["A worry box that is answered the same day"]
    visitor.open(here)
    visitor.press("Withdraw")
    visitor.press("Answer", sure="yes")
    alike = {visitor.open(path).html for path in (here, "/practice/nothing", f"/practice/{'x' * 90}")}
    assert len(alike) == 1
    assert visitor.page.status == 404
    for person, status in ((TRUST_LEAD, 200), ("larkfield-governor", 200), (TRUSTEE, 200), (DPO, 200), (GUEST, 404)):
        visitor.act_as(person)
        assert [visitor.open(path).status for path in ("/library", "/meeting-pack")] == [status] * 2
        assert visitor.open("/meeting-pack/word").status == status
        assert visitor.open("/strengths").status == (200 if person == TRUST_LEAD else 404)
        assert (visitor.page.html in alike) is (person != TRUST_LEAD)
        assert status == 200 or visitor.open(f"/practice/{here}").html in alike
    nobody = Visitor(site.url)
    for path in ("/library?words=box", "/practice/x", "/meeting-pack", "/meeting-pack/word", "/strengths"):
        assert "Larkfield" not in nobody.open(path).words.replace("Larkfield)", "").replace(", Larkfield", "")


# ── The meeting pack ────────────────────────────────────────────────────────────────────────


def hostile(play: Play) -> About:
    """A card and a question full of signs that mean something to a page or to Word."""
    review = review_at(play)
    affirmation = posted(play, review)
    made = Made(LEAD, play.now, "web")
    here = affirmation.id
    every = (
        QuestionAsked("q1", here, LEAD, "bridgewater", HEAD, HOSTILE),
        WorkedSaid("w1", here, OTHER_HEAD, "stanmoor", Kind.DATA, HOSTILE + "\x0b\x00"),
    )
    with play.store.writing() as session:
        make(session, every, made, lambda _session, _acts: None, new_id)
    return affirmation


def test_the_pack_holds_what_is_new_open_and_borrowed_and_word_reads_it_as_it_was_typed(tmp_path: Path) -> None:
    with staged(hostile, tmp_path / "peerwalk.db") as (play, affirmation):
        pack: Pack = seen(play, TRUSTEE, pack_of)
        new, waiting, borrowed = pack.sections
        assert [(group.title, [one.id for one in group.entries]) for group in new.groups] == [
            ("Safeguarding culture", [affirmation.id])
        ]
        assert waiting.groups[0].entries[0].texts == (("Bridgewater High asks", HOSTILE),)
        heading, text = borrowed.groups[0].entries[0].texts[0]
        assert heading.startswith("Worked at Stanmoor Special School, too")
        assert HOSTILE in text
        assert (pack.first, pack.last) == (play.today - timedelta(weeks=7), play.today)
        # What was said before these days is not new, and a question stays open until it is answered.
        later: Pack = seen(play, TRUSTEE, pack_of, (play.today + timedelta(days=1), None))
        assert later.first == later.last == play.today
        play.later(days=9)
        later = seen(play, TRUSTEE, pack_of, (play.today - timedelta(days=3), None))
        assert [bool(section.groups) for section in later.sections] == [False, True, False]
        assert seen(play, GUEST, pack_of) is None
        read: Any = Document(BytesIO(document(pack)))
        lines = [paragraph.text for paragraph in read.paragraphs]
        assert any(line.endswith(HOSTILE) for line in lines if line.startswith("Bridgewater High asks: "))
        assert any(HOSTILE in line for line in lines if line.startswith("Worked at"))
        assert {p.style.name for p in read.paragraphs if p.text} >= {"Title", "Heading 1", "Heading 2", "Heading 3"}
        assert read.core_properties.language == "en-GB"
        assert read.core_properties.author == pack.trust
        # Withdrawn, it is in no pack any more.
        done = play.answer(HEAD, play.start(HEAD, "withdraw_affirmation", affirmation), sure="yes")
        assert done.kept
        assert not any(section.groups for section in seen(play, TRUSTEE, pack_of, (date(2026, 1, 1), None)).sections)


TODAY = date(2026, 11, 24)
HALF_TERM = Span(date(2026, 10, 26), date(2026, 10, 30), Sort.HOLIDAY)
BANK = Span(date(2026, 11, 20), date(2026, 11, 20), Sort.HOLIDAY)
TERM = Span(date(2026, 11, 2), date(2026, 12, 18), Sort.TERM)


@pytest.mark.parametrize(
    ("spans", "first"),
    [
        ((), TODAY - timedelta(weeks=7)),
        ((HALF_TERM,), date(2026, 10, 31)),
        ((HALF_TERM, BANK), date(2026, 10, 31)),
        ((TERM,), TERM.first),
        ((HALF_TERM, TERM), TERM.first),
        ((replace(HALF_TERM, first=date(2025, 10, 27), last=date(2025, 10, 31)),), TODAY - timedelta(weeks=7)),
        ((replace(HALF_TERM, first=date(2026, 12, 21), last=date(2027, 1, 3)),), TODAY - timedelta(weeks=7)),
    ],
)
def test_the_pack_begins_after_the_trusts_last_holiday(spans: tuple[Span, ...], first: date) -> None:
    assert since_holiday(Calendar({WHOLE_TRUST: spans}), TODAY) == first


def test_what_is_no_day_asks_for_none() -> None:
    assert asked_days("2026-11-02", "yesterday") == (date(2026, 11, 2), None)
    assert asked_days("0001-01-01", "") == (date(2000, 1, 1), None)


# ── Strengths ───────────────────────────────────────────────────────────────────────────────


def test_where_nobody_has_looked_lately_is_said_in_words_to_the_trust_lead_alone(stocked: Play) -> None:
    shown = stocked.see(TRUST_LEAD, "strengths")
    assert [card.title for card in shown] == ["Where nobody has looked lately", "Bridgewater High", "Areas"]
    assert "Somebody could ask Bridgewater High what they are proud of" in words(shown)
    assert "Safeguarding culture" not in words(shown)
    assert "Online and digital" in words(shown)
    assert [type(one.action).__name__ for card in shown for one in card.buttons] == ["Visit", "Visit"]
    for later, said in ((150, "No card since the autumn term."), (400, "No card since the autumn term of 2026.")):
        stocked.now = NINE + timedelta(days=later)
        shown = stocked.see(TRUST_LEAD, "strengths")
        # In the order of the alphabet, whatever they shared and when.
        assert [card.title for card in shown[1:-1]] == [
            "Bridgewater High",
            "Larkfield Primary",
            "Stanmoor Special School",
        ]
        assert said in words(shown)
        assert not re.search(r"\b(\d+ cards?|most|fewest|least|none)\b", words(shown))
    for person in (LEAD, HEAD, TRUSTEE, DPO, GUEST):
        assert stocked.see(person, "strengths") == stocked.looks.not_here()
        assert not any("lately" in words(card) for card in stocked.home(person))
