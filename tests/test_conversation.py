"""How a dialog is played, with small dialogs of our own, and what each kind of question takes for an answer."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from bot.conversation import (
    Ask,
    Asking,
    Choice,
    Choices,
    Conversation,
    Day,
    DialogLoopsError,
    Ended,
    Number,
    Offer,
    Question,
    Show,
    Tell,
    Text,
    Who,
    play,
    replay,
)
from bot.domain.acts import TRUST, About
from bot.domain.changes import Change, WalkPaused
from bot.domain.people import Person
from bot.entry import Entry, Line
from bot.fitting import Time
from bot.message import Answer
from tests.values import BEGINS, lead, reviewer, second

DONE: Sequence[Change] = [WalkPaused("r1", "lead")]
MONDAY, TUESDAY = BEGINS, BEGINS + timedelta(days=1)


def two_cards(about: Any, me: Person, began: date) -> Conversation:
    first = yield Ask(Text("what"), Choice("how", options=("gladly", "softly"), optional=True), intro="first")
    yield Tell("between", what=first["what"])
    second_ = yield Ask(Choice("sure", options=("yes", str(first["what"]))))
    yield Tell("after")
    yield Show("walk", About("review", "r1"))
    return DONE if second_["sure"] == "yes" else []


def asked(step: Asking | Ended) -> list[str]:
    assert isinstance(step, Asking)
    return [question.key for question in step.ask.questions]


def played(answers: dict[str, Answer]) -> Asking | Ended:
    return play(two_cards, None, lead, MONDAY, answers)


def test_the_first_unanswered_card_is_asked() -> None:
    assert asked(played({})) == ["what", "how"]
    assert asked(played({"what": "sing"})) == ["sure"]


def test_an_optional_question_may_stay_open_once_its_card_is_answered() -> None:
    step = played({"what": "sing"})
    assert asked(step) == ["sure"]
    assert asked(played({"how": "softly"})) == ["what", "how"]


def test_a_card_of_optional_questions_is_asked_until_one_of_them_was_sent() -> None:
    def any_of_it(about: Any, me: Person, began: date) -> Conversation:
        answers = yield Ask(Text("what", optional=True), Text("why", optional=True))
        assert set(answers) == {"what", "why"}
        return []

    assert asked(play(any_of_it, None, lead, MONDAY, {})) == ["what", "why"]
    assert isinstance(play(any_of_it, None, lead, MONDAY, {"what": ""}), Ended)


def test_what_was_told_comes_with_the_next_card_and_not_again_after_it() -> None:
    step = played({"what": "sing"})
    assert isinstance(step, Asking)
    assert [tell.block for tell in step.told] == ["between"]
    end = played({"what": "sing", "sure": "yes"})
    assert isinstance(end, Ended)
    assert [tell.block for tell in end.told] == ["after"]


def test_the_end_brings_the_changes_and_what_to_show() -> None:
    end = played({"what": "sing", "sure": "yes"})
    assert end == Ended(tuple(DONE), (Tell("after"),), Show("walk", About("review", "r1")))
    assert played({"what": "sing", "sure": "sing"}) == Ended((), (Tell("after"),), Show("walk", About("review", "r1")))


def test_a_card_knows_the_cards_it_came_by() -> None:
    step = played({"what": "sing"})
    assert isinstance(step, Asking)
    assert [[question.key for question in ask.questions] for ask in step.past] == [["what", "how"]]


def test_a_kept_answer_that_no_longer_fits_is_asked_again() -> None:
    assert isinstance(played({"what": "sing", "sure": "sing"}), Ended)
    assert asked(played({"what": "hum", "sure": "sing"})) == ["sure"]


def test_an_answer_taken_away_reopens_its_card_and_keeps_the_later_ones() -> None:
    assert asked(played({"sure": "yes"})) == ["what", "how"]
    assert isinstance(played({"sure": "yes", "what": "hum"}), Ended)


def test_answers_nobody_asked_for_change_nothing() -> None:
    stray: dict[str, Answer] = {"elsewhere": "x", "": "y", "what ": ("z",)}
    assert played(stray) == played({})
    assert played({**stray, "what": "sing", "sure": "yes"}) == played({"what": "sing", "sure": "yes"})


def test_a_dialog_that_goes_round_is_stopped() -> None:
    def round_and_round(about: Any, me: Person, began: date) -> Conversation:
        while True:
            yield Ask(Text("what"))

    with pytest.raises(DialogLoopsError, match="round_and_round"):
        play(round_and_round, None, lead, MONDAY, {"what": "x"})


def test_a_dialog_may_end_at_once() -> None:
    def nothing(about: Any, me: Person, began: date) -> Conversation:
        yield Tell("no", Offer("label", "take_note", TRUST), me=me.name)
        return []

    end = play(nothing, None, lead, MONDAY, {})
    assert isinstance(end, Ended)
    assert end.told[0].offers == (Offer("label", "take_note", TRUST),)
    assert end.told[0].facts == {"me": "Lead"}


def only_on_monday(about: Any, me: Person, began: date) -> Conversation:
    if began != MONDAY:
        yield Tell("too_late")
        return []
    yield Ask(Day("when", earliest=began, latest=began))
    return DONE


def test_whoever_may_no_longer_begin_a_dialog_may_not_go_on_with_it() -> None:
    assert asked(replay(only_on_monday, None, lead, MONDAY, MONDAY, {})) == ["when"]
    late = replay(only_on_monday, None, lead, MONDAY, TUESDAY, {"when": MONDAY.isoformat()})
    assert late == Ended((), (Tell("too_late"),))


def test_who_may_still_begin_it_goes_on_with_the_day_it_began() -> None:
    def any_day(about: Any, me: Person, began: date) -> Conversation:
        yield Ask(Day("when", earliest=began, latest=began))
        return DONE

    assert isinstance(replay(any_day, None, lead, MONDAY, TUESDAY, {"when": MONDAY.isoformat()}), Ended)


# ── What each kind of question takes ────────────────────────────────────────────────────────

TWO = ("gladly", "softly")
PEOPLE = (lead, reviewer)
WEEK = Day("q", earliest=MONDAY, latest=MONDAY + timedelta(days=6))
ANSWERS: list[tuple[Question, Answer, str | None]] = [
    (Text("q"), "Some words.", None),
    (Text("q"), "", "answer_this"),
    (Text("q"), " \n\t ", "answer_this"),
    (Text("q"), ("Some", "words"), "answer_this"),
    (Text("q", optional=True), "", None),
    (Text("q", optional=True), "   ", None),
    (Text("q", longest=5), "12345", None),
    (Text("q", longest=5), "123456", "too_long"),
    (Choice("q", options=TWO), "softly", None),
    (Choice("q", options=TWO), "loudly", "choose_one"),
    (Choice("q", options=TWO), ("softly",), "choose_one"),
    (Choice("q", options=TWO), "", "answer_this"),
    (Choice("q", options=TWO, optional=True), "", None),
    (Choice("q", options=TWO, also={"very softly": "softly"}), "very softly", None),
    (Choice("q", options=TWO, optional=True), "loudly", "choose_one"),
    (Choices("q", options=TWO), ("softly", "gladly"), None),
    (Choices("q", options=TWO), ("softly", "loudly"), "choose_these"),
    (Choices("q", options=TWO), ("softly", "softly"), "choose_these"),
    (Choices("q", options=TWO), "softly", "choose_these"),
    (Choices("q", options=TWO), (), "answer_this"),
    (Choices("q", options=TWO, optional=True), (), None),
    (WEEK, "2026-11-24", None),
    (WEEK, "2026-11-30", None),
    (WEEK, "2026-11-23", "day_out_of_reach"),
    (WEEK, "2026-12-01", "day_out_of_reach"),
    (WEEK, "20261124", "not_a_day"),
    (WEEK, "2026-W48-2", "not_a_day"),
    (WEEK, "24/11/2026", "not_a_day"),
    (WEEK, "2026-02-30", "not_a_day"),
    (WEEK, "tomorrow", "not_a_day"),
    (WEEK, ("2026-11-24",), "not_a_day"),
    (Line("q", kind=Entry.NAME), "Ama Osei", None),
    (Line("q", kind=Entry.NAME), ("Ama",), "answer_this"),
    (Line("q", kind=Entry.NAME), "12", "entry_no_letters"),
    (Line("q", kind=Entry.EMAIL), "ama at school", "not_an_email"),
    (Line("q", optional=True), "", None),
    (Time("q", earliest=480), "08:00", None),
    (Time("q", earliest=480), "07:59", "time_out_of_reach"),
    (Time("q"), "12:60", "not_a_time"),
    (Time("q"), "8:00", "not_a_time"),
    (Time("q"), ("08:00",), "not_a_time"),
    (Time("q", optional=True), "", None),
    (WEEK, "", "answer_this"),
    (Who("q", people=PEOPLE), "lead", None),
    (Who("q", people=PEOPLE), second.id, "choose_who"),
    (Who("q", people=PEOPLE), ("lead",), "choose_who"),
    (Who("q", people=PEOPLE), "", "answer_this"),
    (Who("q", people=PEOPLE, several=True), ("lead", "reviewer"), None),
    (Who("q", people=PEOPLE, several=True), ("lead", second.id), "choose_who"),
    (Who("q", people=PEOPLE, several=True), "lead", "choose_who"),
    (Who("q", people=PEOPLE, several=True, optional=True), (), None),
    (Number("q", least=1, most=12), "12", None),
    (Number("q", least=1, most=12), "0", "not_a_number"),
    (Number("q", least=1, most=12), "13", "not_a_number"),
    (Number("q", least=1, most=12), "-1", "not_a_number"),
    (Number("q", least=1, most=12), "1.5", "not_a_number"),
    (Number("q", least=1, most=12), "²", "not_a_number"),
    (Number("q", least=1, most=12), "١", "not_a_number"),
    (Number("q"), "9" * 5000, "not_a_number"),
    (Number("q"), ("1",), "not_a_number"),
    (Number("q", optional=True), "", None),
]


@pytest.mark.parametrize(("question", "value", "problem"), ANSWERS)
def test_each_question_says_why_an_answer_will_not_do(question: Question, value: Answer, problem: str | None) -> None:
    assert question.problem(value) == problem


def test_every_kind_of_question_is_in_the_table() -> None:
    assert {type(question) for question, _, _ in ANSWERS} == set(Question.__subclasses__())
