"""What holds for every dialog, whatever it is about: a new one is met here as soon as it is registered."""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

import pytest

from bot import dialogs
from bot.cards import Form, form, telling
from bot.conversation import Asking, Ended, Question, Text, play
from bot.dialogs import DIALOGS
from bot.domain.changes import Change
from bot.domain.changes_people import PeopleChange
from bot.domain.changes_setup import SetUpChange
from bot.domain.library_changes import LibraryChange
from bot.domain.prompt_changes import PromptChange
from bot.entry import Line
from bot.handlers.slack import limits
from bot.handlers.slack import render as slack
from bot.handlers.teams import render as teams
from bot.inputs import ChoiceInput
from bot.message import Answer, Card, plain
from bot.wording import Wording
from tests.dialog_paths import candidates, distinct, steps
from tests.planted import BY_DIALOG, planted
from tests.teams_cards import check_message
from tests.values import BEGINS

WORDING = Wording()
MOST_QUESTIONS, MOST_CARDS = 6, 2
EVERY = sorted(DIALOGS)
PROBLEMS = {
    "Text": ("answer_this", "too_long"),
    "Evidence": ("answer_this", "too_long", "what_shows_it"),
    "Lines": ("answer_this", "too_long", "too_many_lines", "line_too_long"),
    "Choice": ("answer_this", "choose_one"),
    "Choices": ("answer_this", "choose_these"),
    "Day": ("answer_this", "not_a_day", "day_out_of_reach"),
    "Time": ("answer_this", "not_a_time", "time_out_of_reach"),
    "Who": ("answer_this", "choose_who"),
    "Line": ("answer_this", "entry_too_long", "entry_unseen"),
    "Number": ("answer_this", "not_a_number", "both_or_neither", "too_few"),
}

each = pytest.mark.parametrize("name", EVERY)


def questions(name: str) -> Iterator[Question]:
    for step in steps(name):
        if isinstance(step.now, Asking):
            yield from step.now.ask.questions


ONLY_LOOK = {"find_practice"}
"""Dialogs that end in a look and change nothing."""


@each
def test_it_ends_and_some_way_through_it_changes_something(name: str) -> None:
    ended = [step.now for step in steps(name) if isinstance(step.now, Ended)]
    assert any(end.changes for end in ended) != (name in ONLY_LOOK)
    assert all(
        isinstance(change, Change | PeopleChange | SetUpChange | PromptChange | LibraryChange)
        for end in ended
        for change in end.changes
    )


@each
def test_whatever_words_it_asks_for_are_among_those_that_are_planted(name: str) -> None:
    asked = {question.key for question in questions(name) if isinstance(question, Text)}
    assert asked == {key for dialog, key in BY_DIALOG if dialog == name}
    # A line of a directory is who the trust's staff and schools are, and nothing more goes into one.
    lines = {question.key: question for question in questions(name) if isinstance(question, Line)}
    assert all(line.misfit(planted(0)) for line in lines.values())


@each
def test_it_says_or_shows_something_at_every_end(name: str) -> None:
    assert all(step.now.told or step.now.show for step in steps(name) if isinstance(step.now, Ended))


@each
def test_every_option_leads_on_somewhere(name: str) -> None:
    taken = {(key, repr(value)) for step in steps(name) for key, value in step.answers.items()}
    offered = {(question.key, repr(value)) for question in questions(name) for value in candidates(question)}
    assert offered <= taken


@each
def test_it_has_at_most_six_questions_on_a_card_and_two_cards_on_any_way(name: str) -> None:
    for step in steps(name):
        if isinstance(step.now, Asking):
            assert len(step.now.ask.questions) <= MOST_QUESTIONS
            assert len(step.now.past) < MOST_CARDS


@each
def test_its_keys_are_unique_on_every_way_through_it(name: str) -> None:
    for step in steps(name):
        if isinstance(step.now, Asking):
            keys = [question.key for ask in (*step.now.past, step.now.ask) for question in ask.questions]
            assert len(set(keys)) == len(keys)


@each
def test_a_key_always_names_the_same_kind_of_question(name: str) -> None:
    kinds: dict[str, type[Question]] = {}
    for question in questions(name):
        assert kinds.setdefault(question.key, type(question)) is type(question)


@each
def test_the_same_answers_lead_to_the_same_place(name: str) -> None:
    for step in steps(name)[::7]:
        before = dict(step.answers)
        again = play(DIALOGS[name].play, step.about, step.me, BEGINS, step.answers)
        assert again == step.now
        assert step.answers == before


@each
def test_stray_answers_never_matter(name: str) -> None:
    asked = {question.key for question in questions(name)}
    stray: dict[str, Answer] = {"anything": ("a", "b"), "": "", **dict.fromkeys((f"{key} stray" for key in asked), "x")}
    for step in steps(name)[::7]:
        assert play(DIALOGS[name].play, step.about, step.me, BEGINS, {**stray, **step.answers}) == step.now


@each
def test_an_answer_that_does_not_fit_is_never_taken(name: str) -> None:
    for step in steps(name):
        if not isinstance(step.now, Asking):
            continue
        fits: dict[str, Any] = {question.key: candidates(question)[0] for question in step.now.ask.questions}
        for question in step.now.ask.questions:
            wrong = ("\0no such answer",) if isinstance(question, Text) else "\0no such answer"
            again = play(DIALOGS[name].play, step.about, step.me, BEGINS, {**step.answers, **fits, question.key: wrong})
            assert isinstance(again, Asking)
            assert len(again.past) == len(step.now.past)


# ── Wording ─────────────────────────────────────────────────────────────────────────────────


@cache
def cards(name: str) -> tuple[Card, ...]:
    """Every different card of a dialog: each asking, each with every problem, and each end."""
    return tuple(_cards(name))


def _cards(name: str) -> Iterator[Card]:
    file = DIALOGS[name].wording
    for step in distinct(name):
        if isinstance(step.now, Ended):
            if step.now.told:
                yield telling(WORDING, name, file, step.now.told)
            continue
        asking = step.now
        shown = Form(name, file, asking.ask, asking.told, "c1", len(asking.past) + 1, bool(asking.past))
        yield form(WORDING, shown)
        for question in asking.ask.questions:
            for problem in PROBLEMS[type(question).__name__]:
                if problem in {"both_or_neither", "too_few"} and not getattr(question, "no_less_than", ""):
                    continue  # of two numbers that belong together
                yield form(WORDING, _with(shown, question, problem))


def _with(shown: Form, question: Question, problem: str) -> Form:
    wrong = "some words" if isinstance(question, Text) else ""
    return Form(**{**vars(shown), "values": {question.key: wrong}, "errors": {question.key: problem}})


@each
def test_every_asking_telling_option_and_problem_has_its_words(name: str) -> None:
    for card in cards(name):
        assert card.title
        assert card.notice
        assert plain(card.words) or card.inputs or card.buttons
        for item in card.inputs:
            assert item.label
            assert not isinstance(item, ChoiceInput) or all(option.label for option in item.options)


@each
def test_no_two_options_of_a_question_read_alike(name: str) -> None:
    for card in cards(name):
        for item in card.inputs:
            if isinstance(item, ChoiceInput):
                labels = [option.label for option in item.options]
                assert len(set(labels)) == len(labels)


@each
def test_what_a_lock_screen_may_show_of_it_holds_no_facts(name: str) -> None:
    assert all(card.quiet for card in cards(name))
    assert len({card.notice for card in cards(name)}) <= 2
    for card in cards(name):
        assert not {"Larkfield", "Reviewer", "Lead"} & set(card.notice.split())


@each
def test_every_card_of_it_can_be_drawn_on_the_web(name: str) -> None:
    pages = pytest.importorskip("bot.handlers.web.pages", reason="The web's pages are not here.")
    render = pytest.importorskip("bot.handlers.web.render", reason="The web's pages are not here.")
    drawn = pages.Pages(render.Renderer(WORDING)).single(render.Shell(), cards(name), title="All of them")
    for card in cards(name):
        for pressed in card.buttons:
            assert pressed.label.partition("’")[0].partition("&")[0] in drawn


@each
def test_every_card_of_it_can_be_drawn_in_chat(name: str) -> None:
    for card in cards(name):
        for drawn in (slack.message((card,), slack.Labels()), slack.view((card,), slack.Labels())):
            assert drawn["blocks"]
        assert len(slack.message((card,), slack.Labels())["blocks"]) <= limits.MESSAGE_BLOCKS
        check_message(teams.message((card,), teams.Labels()))


# ── Nothing is missed ───────────────────────────────────────────────────────────────────────


def modules() -> list[ModuleType]:
    found = {inspect.getmodule(registered.play) for registered in DIALOGS.values()}
    return sorted((module for module in found if module), key=lambda module: module.__name__)


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_telling_written_in_a_module_is_heard_on_some_way(module: ModuleType) -> None:
    written = {
        call.args[0].value
        for call in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Tell"
        and isinstance(call.args[0], ast.Constant)
    }
    heard = {tell.block for name in DIALOGS for step in steps(name) for tell in step.now.told}
    assert written <= heard


def test_every_dialog_that_is_written_is_registered() -> None:
    registered = {registered.play for registered in DIALOGS.values()}
    for module in modules():
        for name, made in vars(module).items():
            if inspect.isgeneratorfunction(made) and made.__module__ == module.__name__ and not name.startswith("_"):
                assert made in registered, f"{module.__name__}.{name} is in no line of {dialogs.__name__}"


def test_every_kind_of_change_is_the_end_of_some_dialog() -> None:
    ends = {
        type(change)
        for name in DIALOGS
        for step in steps(name)
        if isinstance(step.now, Ended)
        for change in step.now.changes
    }
    assert set(Change.__args__) <= ends
