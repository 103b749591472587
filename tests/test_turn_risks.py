"""A risk that cannot wait, told until somebody says who was told; and an area drawn together for its host to read."""

from sqlalchemy import select

from bot.domain.acts import About
from bot.inputs import ChoiceInput
from bot.message import Begin
from store.tables import ActRow, HistoryRow
from tests.play import DSL, GOVERNOR, HEAD, LEAD, REVIEWER, TRUST_LEAD, Play, labels, reply, words
from tests.scenes import accept, plan, take_note

FACT = "Every visitor is met at the gate."
LATER = "Every visitor is given a badge."


def risks(play: Play, person: str) -> int:
    return sum(
        card.title == "Tell the school today"
        for card in play.see(person, "home")
        if "say who was told" not in words(card)
    )


def told_of(play: Play, person: str) -> int:
    query = select(ActRow.id).where(ActRow.notice == "tell_school_today", ActRow.place == person)
    return len(play.rows(query))


def test_a_risk_stays_on_the_leads_home_until_they_say_who_was_told(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, "The side gate stands open.", urgent="yes")
    assert told_of(play, LEAD) == 1
    assert risks(play, LEAD) == 1
    assert risks(play, REVIEWER) == risks(play, HEAD) == 0
    assert "The lead of the review says who was told" in words(play.start(REVIEWER, "school_told", note))
    play.later(days=3)
    assert risks(play, LEAD) == 1
    (waiting,) = [card for card in play.home(LEAD) if "Say who was told" in labels(card) and "side gate" in words(card)]
    play.answer(LEAD, play.press(LEAD, waiting, "Say who was told"), told="dsl_and_trust")
    assert risks(play, LEAD) == 0
    (kept,) = play.rows(select(HistoryRow.fields).where(HistoryRow.kind == "SchoolTold"))
    assert kept[0] == {"note": note.id, "review": review.id, "told": "dsl_and_trust"}
    assert "already been said" in words(play.start(LEAD, "school_told", note))


def test_a_risk_is_told_once_however_often_its_note_is_marked(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, "The side gate stands open.")
    for _ in range(3):
        play.answer(REVIEWER, play.start(REVIEWER, "mark_note", note), node="A-2.1", urgent="yes")
    play.start(REVIEWER, "mark_excellent", note)
    assert told_of(play, LEAD) == 1


def test_a_risk_that_was_meant_for_another_review_is_told_to_its_lead(play: Play, review: About) -> None:
    other = plan(play, school="bridgewater", lead=REVIEWER, team=(), areas=("A-1",))
    accept(play, other, REVIEWER)
    note = take_note(play, REVIEWER, review, "The side gate stands open.", urgent="yes")
    play.answer(REVIEWER, play.start(REVIEWER, "move_note", note), review=other.id)
    assert told_of(play, REVIEWER) == 1
    assert risks(play, LEAD) == 0
    assert risks(play, REVIEWER) == 1


# ── Drawing together ────────────────────────────────────────────────────────────────────────


def test_once_an_area_is_drawn_together_its_host_reads_that_area_and_no_other(play: Play, review: About) -> None:
    take_note(play, REVIEWER, review, FACT, node="A-2.1")
    take_note(play, REVIEWER, review, LATER, node="A-7.1")
    take_note(play, REVIEWER, review, "The bell is loud.")
    for host in (HEAD, DSL):
        assert FACT not in words(play.see(host, "notes", review))
    assert "leads this review" in words(play.start(REVIEWER, "draw_together", review))
    assert not play.answer(LEAD, play.start(LEAD, "draw_together", review), areas=("A-2",), sure="not_yet").kept
    assert play.answer(LEAD, play.start(LEAD, "draw_together", review), areas=("A-2",), sure="yes").kept
    for host in (HEAD, DSL):
        seen = words(play.see(host, "notes", review))
        assert FACT in seen
        assert LATER not in seen
        assert "The bell is loud." not in seen
        assert [card for card in play.home(host) if "Read the notes" in labels(card)]
    for other in (TRUST_LEAD, GOVERNOR):
        assert "not here for you" in words(play.see(other, "notes", review))
    assert not [
        pressed
        for card in play.see(HEAD, "notes", review)
        for pressed in card.buttons
        if isinstance(pressed.action, Begin)
    ]


def test_several_areas_are_drawn_together_at_once_and_told_of_in_one_notice(empty_stage: Play) -> None:
    play = empty_stage
    review = plan(play, areas=("A-1", "A-2", "A-7", "A-8"))
    accept(play, review, LEAD, REVIEWER)
    take_note(play, LEAD, review, "Gates are locked at nine.", node="A-7.3")
    play.answer(REVIEWER, play.start(REVIEWER, "enter_area", review), area="A-8")
    step = {"step": "A-8.1:strengths", "move": "next"}
    play.start(REVIEWER, "pass_step", review, given=step)
    play.answer(REVIEWER, play.start(REVIEWER, "enter_area", review), area="A-1")
    asked = reply(play.start(LEAD, "draw_together", review))
    offered = next(one.options for one in asked.inputs if isinstance(one, ChoiceInput))
    assert [one.value for one in offered] == ["A-1", "A-7", "A-8", "A-2"], "walked, or with notes, first"
    done = play.answer(LEAD, asked, areas=("A-8", "A-7"), sure="yes")
    assert "A-7 Staffing and recruitment and A-8 Health and safety. One message" in words(done)
    others = play.press(LEAD, done, "Draw other areas together")
    assert labels(play.answer(LEAD, others, areas=("A-1", "A-2"), sure="yes")) == []
    for person in (HEAD, DSL):
        [told] = [card for card in play.home(person) if card.title == "Notes to read"]
        assert "four areas at Larkfield Primary, the newest first" in words(told)
        order = [words(told).index(area) for area in ("A-1", "A-2", "A-7", "A-8")]
        assert order == sorted(order)
    posts = [act for act, _ in play.notices() if act.notice == "area_drawn_together" and act.kind == "post"]
    assert sorted(act.place for act in posts) == sorted((HEAD, DSL, review.id))


def test_a_risk_once_marked_stays_until_the_lead_has_said_who_was_told(play: Play, review: About) -> None:
    note = take_note(play, REVIEWER, review, "The side gate stands open.", urgent="yes")
    play.answer(REVIEWER, play.start(REVIEWER, "mark_note", note), node="A-2.1", urgent="")
    assert risks(play, LEAD) == 1
    play.answer(LEAD, play.start(LEAD, "school_told", note), told="mistake")
    assert risks(play, LEAD) == 0


def test_a_risk_reaches_the_trust_while_nobody_has_agreed_to_lead(empty_stage: Play) -> None:
    play = empty_stage
    review = plan(play)
    accept(play, review, REVIEWER)
    take_note(play, REVIEWER, review, "The side gate stands open.", urgent="yes")
    assert told_of(play, TRUST_LEAD) == told_of(play, LEAD) == 1
