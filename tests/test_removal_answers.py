"""What practice owners answer and reviewers mark: removed for good by whoever may, let go in its time, in no byte after."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain import prompt_changes as changes
from bot.domain.acts import About
from bot.domain.changes_people import PersonErased
from bot.domain.other_words import name_of_answer, name_of_mark
from bot.domain.prompt import How, Prompt, PromptState, Readers, Seen, SetSort
from bot.domain.prompt_permission import may_change_answer, may_mark_answer
from bot.domain.removal import Why
from bot.domain.retention import goes_on
from store import certificates, other_words, people, person_held
from store.keeping_tables import RemovalRow
from store.prompt_tables import PromptAnswerRow, PromptRouteRow, PromptSetRow
from store.tables import ConversationRow, HistoryRow
from tests.asking import SENCO, made, now, of_set, planned, staff
from tests.play import DPO, DSL, GUEST, HEAD, LEAD, NINE, REVIEWER, TRUST_LEAD, Play, labels, reply, the, words
from tests.scenes import review_at
from tests.test_removal import MARK, bytes_of, forgetting
from tests.test_retention import hold

SAID = f"Each of us can point to the {MARK}."


def answered(play: Play, review: About, *, readers: Readers = Readers.SCHOOL) -> Prompt:
    """What the DSL said in two wordings, with what they can point to; seen too by the lead and not by the reviewer."""
    first = next(one for one in planned(play, review) if one.person and one.person.id == DSL)
    for text in (f"At first: {SAID}", SAID):
        made(play, changes.PromptAnswered(first.id, DSL, text, f"The plan of the {MARK}", readers=readers), by=DSL)
        play.later(minutes=1)
    for reviewer, seen in ((LEAD, Seen.TOO), (REVIEWER, Seen.PARTLY)):
        made(play, changes.AnswerMarked(first.id, reviewer, seen, f"On one day, by the {MARK}."), by=reviewer)
    return now(play, first)


def between(play: Play) -> Prompt:
    """The same answer, given again to a pulse of the trust's lead that belongs to no review."""
    [source] = [one for one in of_set(play) if one.answer]
    again = changes.PlannedPrompt(source.question, source.text, source.node, source.owner, DSL, 2, sensitive=False)
    pulse = ("pulse", SetSort.PULSE, "larkfield", "", source.set.pin, TRUST_LEAD, None, (again,))
    made(play, changes.PromptsPlanned(*pulse), by=TRUST_LEAD)
    [asked] = of_set(play, "pulse")
    made(play, changes.PromptAnswered(asked.id, DSL, SAID, how=How.HELD, held_from=source.id), by=DSL)
    return now(play, asked)


def open_form(play: Play, person: str, prompt: Prompt) -> str:
    """A form about a question that somebody has left open, with words in it."""
    with play.store.writing() as session:
        row = ConversationRow(
            id=f"open-{person}",
            person=person,
            dialog="answer_prompt",
            about_kind="prompt",
            about=prompt.id,
            began=play.today,
            asking=1,
            answers={"text": SAID},
            reopened=[],
            touched=play.now,
            open_key=f"open-{person}",
        )
        session.add(row)
    return row.id


def remove(play: Play, person: str, named: str) -> str:
    return words(play.answer(person, play.start(person, "remove_words", the("words", named)), why="identifies"))


def test_an_answer_is_removed_with_all_that_was_said_of_it_and_is_in_no_byte_of_the_database(any_play: Play) -> None:
    play = any_play
    review = review_at(play)
    one = answered(play, review)
    again = between(play)
    opened = open_form(play, DSL, one)
    # The officer finds it by number, in the review and between visits, and reads no word of it.
    for about in (review, the("review", "between")):
        found = play.see(DPO, "held", about)
        assert MARK not in words(found)
        [card] = [card for card in found if card.title.startswith("Answer: ")]
        asked = play.press(DPO, card, "Remove for good")
        assert MARK not in repr(reply(asked))
        assert not any(MARK in words(card) or "Answer" in card.title for card in play.see(TRUST_LEAD, "held", about))
    assert any("Between visits" in card.title for card in play.see(DPO, "retention"))
    # What the reviewer wrote beside it goes by itself, and leaves what they found.
    assert "What was written beside the answer is gone" in remove(play, REVIEWER, name_of_mark(one, REVIEWER))
    assert [(mark.seen, bool(mark.words)) for mark in now(play, one).marks] == [(Seen.TOO, True), (Seen.PARTLY, False)]
    # Put in other words, a mark leaves nothing of the words before.
    made(play, changes.AnswerMarked(one.id, LEAD, Seen.DIFFERENTLY, "Not on Monday."), by=LEAD)
    said = play.see(DSL, "my_answers", the("person", "mine"))
    assert [label for card in said for label in labels(card)].count("Remove for good") == 2
    assert "The answer is gone" in remove(play, DSL, name_of_answer(one))
    assert MARK not in play.dump()
    assert play.rows(select(ConversationRow.ended).filter_by(id=opened))[0][0]
    assert forgetting(play).clear() == 3
    assert MARK.encode() not in bytes_of(play)
    for gone in (one, again):
        left = now(play, gone)
        assert (left.answer, left.marks, left.state) == (None, (), PromptState.CLOSED)
        assert "not here" in words(play.start(DPO, "remove_words", the("words", name_of_answer(gone))))
    with play.store.reading() as session:
        assert certificates.first_broken(session) == ""
    records = {(row.why, row.kinds["accounts"][0]) for row in play.rows(select(RemovalRow.why, RemovalRow.kinds))}
    assert records == {("identifies", 1), ("replaced", 1), ("identifies", 2)}
    # Whoever else wrote some of it hears, and the history keeps that it was done, in no words.
    for person, hears in ((LEAD, True), (DSL, False), (GUEST, False)):
        assert ("Words of yours were removed" in words(play.home(person))) is hears
    fields = [row.fields for (row,) in play.rows(select(HistoryRow).filter_by(kind="AnswerRemoved"))]
    assert fields == [
        {"prompt": one.id, "person": REVIEWER, "why": "identifies", "mark": REVIEWER},
        {"prompt": one.id, "person": DSL, "why": "identifies", "mark": ""},
    ]


@pytest.mark.parametrize(
    ("readers", "may", "reads"),
    [
        (Readers.SCHOOL, {DSL, LEAD, DPO}, {DSL, LEAD}),
        (Readers.OWN, {DSL, DPO}, {DSL}),
    ],
)
def test_it_is_removed_by_whoever_wrote_it_the_officer_and_a_lead_who_may_read_it(
    play: Play, review: About, readers: Readers, may: set[str], reads: set[str]
) -> None:
    one = answered(play, review, readers=readers)
    for person in (DSL, HEAD, REVIEWER, LEAD, GUEST, DPO, TRUST_LEAD):
        asked = play.start(person, "remove_words", the("words", name_of_answer(one)))
        assert bool(reply(asked).inputs) is (person in may), person
        assert (MARK in repr(reply(asked))) is (person in reads), person
        if person in may:
            assert "stays as it is" in words(play.answer(person, asked, why="keep"))
    beside = name_of_mark(one, REVIEWER)
    removers = {
        who
        for who in (REVIEWER, DSL, HEAD, GUEST, DPO)
        if reply(play.start(who, "remove_words", the("words", beside))).inputs
    }
    assert removers == {REVIEWER, DPO}
    for wrong in (f"between/answer/{one.id}", f"{review.id}/answer/none", f"{review.id}/mark/{one.id}/{DPO}"):
        assert "not here" in words(play.start(DPO, "remove_words", the("words", wrong)))


@pytest.mark.parametrize("on", ["review", "person"])
def test_nothing_of_it_goes_or_is_replaced_while_it_is_held(play: Play, review: About, on: str) -> None:
    one = answered(play, review)
    again = between(play)
    hold(play, on, review.id if on == "review" else DSL)
    tries = [(DSL, name_of_answer(one)), (DPO, name_of_answer(again)), (REVIEWER, name_of_mark(one, REVIEWER))]
    for person, named in (tries[0], tries[2]) if on == "review" else tries[:2]:
        asked = play.start(person, "remove_words", the("words", named))
        assert "because of a complaint" in words(asked)
        assert not reply(asked).inputs
    with play.store.reading() as session:
        known = people.directory(session).people
        held = other_words.with_hold(session, one, play.today)
    assert held.held
    assert not may_change_answer(known[DSL], held, play.today)
    assert may_mark_answer(known[GUEST], held, play.today)
    assert not may_mark_answer(known[REVIEWER], held, play.today)
    play.now += timedelta(days=800)
    forgetting(play).retain()
    # Between visits it goes in its time, unless its writer is held.
    assert (now(play, again).answer is None) is (on == "review")
    assert now(play, one).answer
    assert MARK in play.dump()


def test_an_answer_goes_when_its_time_is_over_counted_from_the_last_of_its_days(any_play: Play) -> None:
    play = any_play
    review = review_at(play)
    one = answered(play, review)
    again = between(play)
    with play.store.writing() as session:
        late = play.today + timedelta(days=40)
        session.execute(update(PromptSetRow).where(PromptSetRow.id == "pulse").values(before=late))
    ends, run = play.today + timedelta(days=2), forgetting(play)

    def on(day: date) -> None:
        play.now = datetime.combine(day, NINE.time(), NINE.tzinfo)
        run.retain()

    on(goes_on(ends, 365) - timedelta(days=1))
    assert now(play, one).answer
    assert "1 answer of practice owners" in words(play.see(DPO, "retention"))
    on(goes_on(ends, 365))
    assert now(play, one).answer is None
    assert now(play, again).answer
    on(goes_on(late, 365))
    assert MARK not in play.dump()
    run.clear()
    assert MARK.encode() not in bytes_of(play)
    with play.store.reading() as session:
        found = [one.kinds["accounts"][0] for one in certificates.newest(session) if "accounts" in one.kinds]
    assert found == [1, 1]


def test_an_erased_persons_answers_stay_the_schools_but_not_what_they_asked_themselves(any_play: Play) -> None:
    play = any_play
    review = review_at(play)
    staff(play)
    shared = answered(play, review)
    asked = changes.PlannedPrompt("K-1.h2", "How do I know?", "A-2.1", shared.owner, SENCO, 4, sensitive=False)
    own = ("own", SetSort.PRIVATE, "larkfield", "", "K-1", SENCO, None, (asked,))
    made(play, changes.PromptsPlanned(*own), by=SENCO)
    made(play, changes.PromptAnswered("own-001", SENCO, SAID.upper(), readers=Readers.OWN), by=SENCO)
    # Removed by its writer it is theirs to answer anew, and nobody else's to know of.
    assert not reply(play.start(LEAD, "remove_words", the("words", "between/answer/own-001"))).inputs
    assert "The answer is gone" in remove(play, SENCO, "between/answer/own-001")
    [anew] = of_set(play, "own")
    assert (anew.state, anew.answer) == (PromptState.ASKED, None)
    made(play, changes.PromptAnswered("own-001", SENCO, SAID.upper(), readers=Readers.OWN), by=SENCO)
    [passed] = [one for one in of_set(play) if one.person and one.person.id == SENCO][:1]
    made(play, changes.PromptPassedOn(passed.id, SENCO, SENCO, always=True), by=SENCO)
    made(play, changes.AnswerApproved(shared.id, SENCO, f"{SAID} Twice."), by=SENCO)
    assert play.inside(lambda session: person_held.counts(session, SENCO))["accounts"] == 2
    tables = {
        part.table: part.rows
        for part in play.inside(lambda session: person_held.held(session, SENCO, lambda role: role))
    }
    assert [row["text"] for row in tables["prompt_answers"]] == [SAID.upper(), f"{SAID} Twice."]
    assert {row["person"] for row in tables["prompts"]} >= {SENCO}
    assert len(tables["prompt_routes"]) == 1
    made(play, PersonErased(SENCO, Why.ASKED, "A colleague"), by=DPO)
    assert not play.count(PromptRouteRow)
    assert {row.text for (row,) in play.rows(select(PromptAnswerRow))} == {f"At first: {SAID}", SAID, f"{SAID} Twice."}
    forgetting(play).clear()
    assert SAID.upper().encode() not in bytes_of(play)
    kinds = play.rows(select(RemovalRow.kinds).filter_by(id=f"person-{SENCO}"))[0][0]
    assert kinds["accounts"][0] == 1
