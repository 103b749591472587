"""Where a set stands, what a person settles, what is let go, and what becomes of questions when posts change hands."""

from datetime import timedelta

from bot.domain.acts import About, Notice
from bot.domain.changes_people import PersonAdded, PersonFacts, PersonLeft, PostTaken
from bot.domain.depth import Owner
from bot.domain.people import Job
from bot.domain.prompt import PromptState, Why
from bot.domain.prompt_changes import PromptAnswered, PromptDelegated, PromptPassedOn, PromptsToHuman
from bot.message import Address, Card
from bot.timekeeper import Timekeeper
from store import people
from tests.asking import SENCO, made, of_set, planned, sent, staff
from tests.play import DSL, HEAD, LEAD, REVIEWER, TRUST_LEAD, WORDING, Play, button, labels, reply, the, words


def page(play: Play, review: About, person: str = LEAD) -> str:
    return words(play.see(person, "prompts", review))


def told(play: Play, notice: Notice) -> list[tuple[str, Card]]:
    return [(act.place, card) for act, card in play.notices() if act.notice == notice and card is not None]


def at_home(play: Play, person: str) -> None:
    with play.store.writing() as session:
        people.add_address(session, Address("web", "", person), person)


def theirs(play: Play, person: str) -> list[str]:
    return [one.id for one in of_set(play) if one.person and one.person.id == person]


def test_a_page_says_in_words_how_far_each_role_is_and_never_what_anybody_said(play: Play, review: About) -> None:
    staff(play)
    found = planned(play, review, nodes=("A-2.1", "A-4.1"), before=play.today + timedelta(days=10))
    mine = [one for one in found if one.person and one.person.id == DSL]
    made(play, PromptAnswered(mine[0].id, DSL, "We read every worry the same day."), by=DSL)
    sent(play, mine[1])
    shown = page(play, review)
    assert f"DSL: one answered; {'two' if len(mine) == 3 else 'three'} wait for their time" in shown
    assert "We read every worry" not in shown
    assert not {"%", "overdue", "late"} & set(shown.split())
    assert all("We read every worry" not in page(play, review, who) for who in (TRUST_LEAD, LEAD))
    for who in (REVIEWER, DSL):
        assert "Self-review" not in page(play, review, who)


def test_what_the_bot_gives_to_a_person_is_told_by_school_and_role_and_settled_once(play: Play, review: About) -> None:
    staff(play)
    planned(play, review, nodes=("A-4.1",), before=play.today + timedelta(days=10))
    made(play, PromptsToHuman(SENCO, tuple(theirs(play, SENCO)), Why.NO_ANSWER), by="")
    ((who, card),) = told(play, Notice.PROMPTS_WITH_HUMAN)
    assert who == LEAD
    assert "The SENCO at Larkfield Primary has not got round to two questions." in words(card)
    assert "Larkfield" not in card.notice
    assert any("Settle it" in labels(one) for one in play.home(LEAD))
    assert not any("Settle it" in labels(one) for one in play.home(TRUST_LEAD)), "whoever asked is nearer"
    waits = next(one for one in play.see(LEAD, "prompts", review) if "Settle it" in labels(one))
    asked = play.press(LEAD, waits, "Settle it")
    offered = {option.label for item in reply(asked).inputs for option in item.options}  # type: ignore[union-attr]
    assert {"Ask once more", "DSL, Larkfield", "Ask in person at the visit", "Let it go"} <= offered
    assert "SENCO, Larkfield" not in offered
    done = play.answer(LEAD, asked, settle=DSL)
    assert done.kept, words(done)
    assert len(theirs(play, DSL)) == len(of_set(play))
    assert not told(play, Notice.PROMPTS_WITH_HUMAN)
    again = play.start(LEAD, "settle_prompts", waits.buttons[0].action.about)  # type: ignore[union-attr]
    assert "nothing left to settle" in words(again)


def test_nobody_but_whoever_asks_settles_or_stops_a_set_and_what_is_answered_stays(play: Play, review: About) -> None:
    found = planned(play, review, nodes=("A-2.1",), owners=(Owner.DSL, Owner.SITE_LEAD))
    made(play, PromptAnswered(found[0].id, DSL, "We read them daily."), by=DSL)
    whole = the("whole_set", "set")
    for who in (REVIEWER, DSL, HEAD):
        assert not play.start(who, "withdraw_prompts", whole).kept
        assert not play.start(who, "settle_prompts", the("to_settle", "set/site_lead"), {"settle": "let_go"}).kept
    assert play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "withdraw_prompts", whole), which="all").kept
    states = [one.state for one in of_set(play)]
    assert states.count(PromptState.ANSWERED) == 1
    assert set(states) == {PromptState.ANSWERED, PromptState.CLOSED}


def test_a_leavers_questions_move_with_the_post_and_a_colleagues_come_back(play: Play, review: About) -> None:
    staff(play)
    planned(play, review, nodes=("A-2.1", "A-4.1"), before=play.today + timedelta(days=10))
    first, second = theirs(play, SENCO)
    made(play, PromptDelegated(first, SENCO, REVIEWER), by=SENCO)
    made(play, PromptAnswered(first, REVIEWER, "Every plan is read with the child’s teacher.", to_approve=True))
    lent = theirs(play, DSL)[0]
    made(play, PromptDelegated(lent, DSL, SENCO), by=DSL)
    made(play, PersonLeft(SENCO, play.today), by=TRUST_LEAD)
    now = {one.id: one for one in of_set(play)}
    assert now[lent].with_whom == now[lent].person, "back with its owner"
    assert (now[second].state, now[second].why) == (PromptState.WITH_HUMAN, Why.HAS_LEFT)
    assert "has left, and nobody has the post yet" in page(play, review)
    made(play, PersonAdded("new-senco", PersonFacts("Somebody New")), PostTaken("new-senco", Job.SENCO, "larkfield"))
    at_home(play, "new-senco")
    moved = [one for one in of_set(play) if one.person and one.person.id == "new-senco"]
    assert {one.id for one in moved} == {first, second}
    ((who, card),) = told(play, Notice.HANDOVER)
    assert who == "new-senco"
    assert "questions about your part" in words(card)


def test_what_a_colleague_wrote_waits_for_whoever_has_the_post_now(play: Play, review: About) -> None:
    staff(play)
    planned(play, review, nodes=("A-4.1",))
    first = theirs(play, SENCO)[0]
    made(play, PromptDelegated(first, SENCO, DSL), by=SENCO)
    made(play, PromptAnswered(first, DSL, "Every plan is read.", to_approve=True), by=DSL)
    made(play, PersonAdded("second", PersonFacts("Somebody New")), PostTaken("second", Job.SENCO, "larkfield"))
    made(play, PersonLeft(SENCO, play.today), by=TRUST_LEAD)
    kept = next(one for one in of_set(play) if one.id == first)
    assert (kept.state, kept.person.id if kept.person else "") == (PromptState.TO_APPROVE, "second")
    assert kept.answer
    made(play, PromptPassedOn(theirs(play, "second")[1], "second", ""), by="second")
    assert "says that one question is somebody else’s" in page(play, review)
    assert button(next(one for one in play.home(LEAD) if "Settle it" in labels(one)), "Settle it")


def test_a_leaving_that_was_known_before_moves_questions_on_its_day_to_whoever_holds_the_post(
    play: Play, review: About
) -> None:
    staff(play)
    planned(play, review, nodes=("A-4.1",), before=play.today + timedelta(days=20))
    made(play, PersonAdded("second", PersonFacts("Somebody New")), PostTaken("second", Job.SENCO, "larkfield"))
    at_home(play, "second")
    made(play, PersonLeft(SENCO, play.today + timedelta(days=3)), by=TRUST_LEAD)
    assert len(theirs(play, SENCO)) == 2, "still theirs while they are here"
    play.later(days=3)
    keeper = Timekeeper(play.store, WORDING.zone, play.fresh, lambda _session, _rows: None, lambda: play.now)
    keeper.tick()
    assert not theirs(play, SENCO)
    assert len(theirs(play, "second")) == 2
    assert not told(play, Notice.PROMPTS_WITH_HUMAN)
