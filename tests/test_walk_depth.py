"""What a step of the walk and the second door show: the question first, care before what may hurt, depth on request."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from bot.domain.acts import About
from bot.domain.depth import MeetWith, Sensitivity
from bot.domain.framework import SubArea
from bot.domain.meeting import meetings
from bot.domain.walk import Look, Seek, steps
from bot.handlers.slack import limits
from bot.handlers.slack import render as slack
from bot.handlers.web import render as web
from bot.handlers.web.pages import Pages, Place, place_of
from bot.look import Looking
from bot.meet import with_whom
from bot.message import Card, plain
from bot.walking import asked, deeper
from store import notes, people, reviews
from tests.play import GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, WORDING, Play, box, labels, reply, words
from tests.scenes import accept, plan, take_note
from tests.values import FRAMEWORK
from tests.visitor import Visitor

PARTS = [part for area in FRAMEWORK.areas for part in area.sub_areas]
LETTERED = next(part for part in FRAMEWORK.area("A-7").sub_areas if part.indicators)
PLAIN = next(part for part in FRAMEWORK.area("A-7").sub_areas if not part.indicators)
NOT_HERE = "not here for you"


def step(play: Play, review: About, node: str, look: Look) -> Card:
    def drawn(session: Session) -> Card:
        found = reviews.load(session, review.id, progress=True)
        me = people.directory(session).people[LEAD]
        return asked(Looking(session, WORDING, me, play.now), found, Seek(node, look))

    card: Card = play.inside(drawn)
    return card


def within(review: About, inside: str) -> About:
    return About("part", f"{review.id}/{inside}")


# ── A step ──────────────────────────────────────────────────────────────────────────────────


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def sought(part: SubArea) -> tuple[str, ...]:
    return (*part.evidence.values(), *filter(None, (part.conduct, part.borrow)))


@pytest.mark.parametrize("part", [part for part in PARTS if part.id.startswith(("A-2.", "A-7."))], ids=lambda p: p.id)
def test_a_strengths_step_asks_first_and_then_says_what_to_look_for(play: Play, review: About, part: SubArea) -> None:
    text = words(step(play, review, part.id, Look.STRENGTHS))
    assert in_order(text, part.strengths, "What to look for", part.statement, *sought(part))
    assert "Ask, or see: " in text
    assert not any(prompt in text for prompt in part.prompts)
    if part.sensitivity is not Sensitivity.NONE:
        assert in_order(text, part.care, part.strengths)


@pytest.mark.parametrize("part", [part for part in PARTS if part.id.startswith(("A-2.", "A-7."))], ids=lambda p: p.id)
def test_a_develop_step_has_up_to_three_prompts_under_the_honest_question(
    play: Play, review: About, part: SubArea
) -> None:
    text = words(step(play, review, part.id, Look.DEVELOP))
    assert in_order(text, "What here could make a real difference", "Questions to ask", *part.prompts[:3])
    assert "What to look for" not in text
    if part.sensitivity is not Sensitivity.NONE:
        assert in_order(text, part.care, "What here could make a real difference")


def test_a_part_that_is_easily_mixed_up_says_how_to_tell_it_apart(play: Play, review: About) -> None:
    (boundary,) = FRAMEWORK.boundaries_of("A-2.1")
    for look in (Look.STRENGTHS, Look.DEVELOP):
        assert f"Easily mixed up: {boundary.apart}" in words(step(play, review, "A-2.1", look))
    assert "Easily mixed up" not in words(step(play, review, "A-2.2", Look.STRENGTHS))


def test_what_a_step_says_besides_can_be_looked_at_apart_by_the_team_alone(play: Play, review: About) -> None:
    take_note(play, REVIEWER, review, "Every visitor is met at the gate.", node="A-2.1")
    more = step(play, review, "A-2.1", Look.STRENGTHS).more
    assert more
    assert more.label == "What to look for, and the team’s notes"
    (card,) = play.visit(LEAD, more.at)
    assert in_order(words(card), more.label, "Every visitor is met at the gate. · Reviewer")
    assert plain(more.words) == plain(card.words)
    for person in (HEAD, TRUST_LEAD):
        assert NOT_HERE in words(play.visit(person, more.at))
    for strange in ("A-2.1", "A-2.1:nothing", "A-9.1:strengths", ""):
        assert NOT_HERE in words(play.see(LEAD, "step", within(review, strange)))


def test_once_an_area_the_walk_asks_whether_any_group_is_left_out(play: Play, review: About) -> None:
    card = step(play, review, "A-2", Look.INCLUSION)
    assert all(question in words(card) for question in FRAMEWORK.area("A-2").inclusion.values())
    assert labels(card)[:3] == ["Write a note", "Next", "Skip"]
    form = reply(play.press(LEAD, card, "Write a note"))
    assert box(form) == {"node": "A-2"}
    taken = play.press(LEAD, form, "Log this note", text="Ramps lead to every door.")
    assert "Filed under A-2 Safeguarding culture" in words(taken)
    assert "Ramps lead to every door." in words(play.see(LEAD, "table", review))
    assert box(reply(play.press(LEAD, taken, "Add details"))) == {"node": "A-2"}


# ── Going deeper ────────────────────────────────────────────────────────────────────────────


def test_only_a_part_with_letters_goes_deeper(play: Play, review: About) -> None:
    assert "Go deeper" in labels(step(play, review, LETTERED.id, Look.STRENGTHS))
    assert "Go deeper" not in labels(step(play, review, PLAIN.id, Look.STRENGTHS))
    assert NOT_HERE in words(play.see(LEAD, "deeper", within(review, PLAIN.id)))


def test_a_talking_point_becomes_a_note_filed_under_it(play: Play, review: About) -> None:
    cards = play.see(LEAD, "deeper", within(review, LETTERED.id))
    point = LETTERED.indicators[1]
    assert [plain(card.words) for card in cards[1:]] == [indicator.text for indicator in LETTERED.indicators]
    form = reply(play.press(LEAD, cards[2], f"Note on {point.id}"))
    assert box(form) == {"node": point.id}
    taken = play.press(LEAD, form, "Log this note", text="The log of low-level concerns is read each half term.")
    assert f"Filed under {point.id}" in words(taken)
    note = play.inside(lambda session: notes.load(session, taken.note))
    assert note.node == point.id
    assert point.id not in [one.value for one in reply(play.start(LEAD, "take_note", review)).inputs[1].options]  # type: ignore[union-attr]


# ── The second door ─────────────────────────────────────────────────────────────────────────


def test_the_second_door_is_offered_on_home_and_in_the_walk(play: Play, review: About) -> None:
    door = "Who are you with?"
    assert any(door in labels(card) for card in play.home(LEAD))
    assert door in labels(play.see(LEAD, "walk", review)[0])
    assert door in labels(step(play, review, "A-2.1", Look.STRENGTHS))


def test_only_meetings_that_the_scope_has_prompts_for_are_offered(play: Play, review: About) -> None:
    (card,) = play.see(LEAD, "with", review)
    offered = play.inside(lambda session: meetings(reviews.load(session, review.id)))
    assert len(labels(card)) == len(offered)
    assert {"The headteacher", "The DSL", "A group of pupils"} <= set(labels(card))
    missing = [meeting for meeting in MeetWith if meeting not in offered]
    for meeting in (*missing, "nobody", ""):
        shown = play.see(LEAD, "with", within(review, meeting))
        assert NOT_HERE in words(shown) or shown == (card,)


def test_before_pupils_are_asked_the_adult_reads_how(play: Play, review: About) -> None:
    cards = play.see(LEAD, "with", within(review, "pupil_group"))
    text = words(cards)
    first = FRAMEWORK.sub_area(cards[1].title.split()[0])
    assert in_order(text, "Before you ask pupils", first.conduct, first.strengths)
    (apart,) = play.see(LEAD, "conduct", within(review, "pupil_group"))
    assert cards[0].more
    assert plain(apart.words) == plain(cards[0].more.words)
    assert labels(apart) == ["Back to the questions"]
    for meeting, person in (("dsl", LEAD), ("nobody", LEAD), ("pupil_group", HEAD)):
        assert NOT_HERE in words(play.see(person, "conduct", within(review, meeting)))
    for part in PARTS:
        for line in filter(None, (part.conduct, part.care)):
            assert text.count(line) <= 1
            assert line not in text or in_order(text, line, part.strengths)


def test_each_prompt_opens_a_note_for_its_own_part(play: Play, review: About) -> None:
    *cards, last = play.see(REVIEWER, "with", within(review, "dsl"))[1:]
    assert labels(last) == ["Someone or something else", "Walk on"]
    for card in cards:
        node = card.title.split()[0]
        filled = box(reply(play.press(REVIEWER, card, f"Note on {node}")))
        strengths = FRAMEWORK.sub_area(node).strengths in words(card)
        assert filled == ({"node": node, "shows": "excellent"} if strengths else {"node": node})


@pytest.mark.parametrize("person", [HEAD, TRUST_LEAD])
def test_who_is_not_on_the_team_finds_neither_depth_nor_door(play: Play, review: About, person: str) -> None:
    for view, inside in (("with", "dsl"), ("deeper", LETTERED.id)):
        assert NOT_HERE in words(play.see(person, view, within(review, inside)))
    assert NOT_HERE in words(play.see(person, "with", review))


def test_a_page_of_several_prompts_presets_none_of_them(play: Play, review: About) -> None:
    assert place_of(play.see(GUEST, "with", within(review, "dsl"))) == Place()
    one = step(play, review, "A-2.1", Look.STRENGTHS)
    assert place_of((one,)) == Place("A-2.1", one.title, review.id)


# ── On every screen ─────────────────────────────────────────────────────────────────────────


def screens(play: Play) -> Iterator[tuple[Card, ...]]:
    """Every step, every deeper look and every meeting of a review of all areas."""
    review = plan(play, areas=tuple(area.id for area in FRAMEWORK.areas))
    accept(play, review, LEAD)
    with play.store.reading() as session:
        me = people.directory(session).people[LEAD]
        look = Looking(session, WORDING, me, play.now)
        found = reviews.load(session, review.id, progress=True)
        for area in FRAMEWORK.areas:
            for one in steps(found, area.id):
                yield (asked(look, found, one),)
        for part in PARTS:
            if part.indicators:
                yield deeper(look, review.id, part.id)
        yield with_whom(look, review.id)
        for meeting in meetings(found):
            yield with_whom(look, review.id, meeting)


def test_every_screen_can_be_drawn_on_the_web_and_in_slack(empty_stage: Play) -> None:
    pages = Pages(web.Renderer(WORDING))
    for cards in screens(empty_stage):
        page = pages.single(web.Shell(), cards, title="One of them")
        shown = slack.message(cards, slack.Labels())
        told = json.dumps(shown, ensure_ascii=False)
        assert len(shown["blocks"]) <= limits.MESSAGE_BLOCKS
        json.dumps(slack.view(cards, slack.Labels()))
        for card in cards:
            assert card.notice == "Peerwalk"
            for pressed in card.buttons:
                assert pressed.label.partition("’")[0] in page
                assert pressed.label in told


def test_the_second_door_opens_on_the_web(reviewer: Visitor) -> None:
    reviewer.open("/")
    page = reviewer.follow("Who are you with?")
    assert page.status == 200
    page = reviewer.follow("A group of pupils")
    assert "Before you ask pupils" in page.words
    note = next(label for label in page.buttons if label.startswith("Note on "))
    reviewer.press(note)
    page = reviewer.press("Log this note", text="Pupils can name three adults they would go to.")
    assert f"Filed under {note.removeprefix('Note on ')}" in page.words


def test_a_page_goes_deeper_and_a_strange_address_does_not(reviewer: Visitor) -> None:
    reviewer.open("/")
    where = reviewer.page.links["Who are you with?"].removeprefix("/with/")
    page = reviewer.open(f"/deeper/{where}/A-1.1")
    assert [label for label in page.buttons if label.startswith("Note on ")] == [
        f"Note on {indicator.id}" for indicator in FRAMEWORK.sub_area("A-1.1").indicators
    ]
    for strange in (f"/deeper/{where}/A-7.1", f"/deeper/{where}", f"/with/{where}/nobody", "/with/nowhere/dsl"):
        assert NOT_HERE in reviewer.open(strange).words
