"""Lists that no card in Teams has room for: a trust of two thousand people, each of whom can still be chosen."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards import Form, form
from bot.conversation import Asking, Who
from bot.dialogs import DIALOGS
from bot.domain.acts import TRUST
from bot.domain.people import Held, Job, Person
from bot.handlers.teams import finding, limits
from bot.handlers.teams import render as teams
from bot.handlers.teams.home import Home
from bot.handlers.teams.render import card
from bot.handlers.teams.state import data_of, deed_of
from bot.inputs import ChoiceInput, Option
from bot.message import Address, Answered, Begin, Card
from bot.wording import Wording
from store.people_tables import PersonRow
from tests import teams_driver
from tests.dialog_paths import distinct
from tests.teams_cards import check_dialog, check_message, fields, sent, words
from tests.teams_driver import filled

WORDING = Wording()
LABELS = Home(WORDING, web=True).labels()
WHO = Address("teams", "8a2c", "5f0e")
SCHOOLS = {f"s{number}": f"School of the Holy Trinity and All Saints {number}" for number in range(40)}
CROWD = tuple(
    Person(f"person-{number:04d}", f"Colleague {number:04d}", frozenset({Held(Job.DSL, f"s{number % 40}")}))
    for number in range(2000)
)


def crowded(dialog: str, people: tuple[Person, ...]) -> dict[str, Card]:
    """Every card of a dialog on which people are chosen, with so many to choose from."""
    found = {}
    for step in distinct(dialog):
        if isinstance(step.now, Asking) and any(isinstance(one, Who) for one in step.now.ask.questions):
            asked = replace_people(step.now, people)
            shown = Form(
                dialog, DIALOGS[dialog].wording, asked.ask, asked.told, "0123456789abcdef", 1, bool(asked.past)
            )
            made = form(WORDING, shown)
            found[repr([(item.key, item.label) for item in made.inputs])] = made
    return found


def replace_people(step: Asking, people: tuple[Person, ...]) -> Asking:
    ask = step.ask
    some = tuple(replace(one, people=people, schools=SCHOOLS) if isinstance(one, Who) else one for one in ask.questions)
    made = type(ask)(*some, intro=ask.intro, **ask.facts)
    return replace(step, ask=made)


PLACES = sorted(name for name in DIALOGS if crowded(name, CROWD[:2]))


@pytest.mark.parametrize("dialog", PLACES)
def test_every_card_with_people_on_it_has_room_for_two_thousand_and_the_last_can_be_chosen(dialog: str) -> None:
    for shown in crowded(dialog, CROWD).values():
        check_message(teams.message((shown,), LABELS))
        check_dialog(teams.dialog((shown,), LABELS))
        drawn = card((shown,), LABELS)
        for item in shown.inputs:
            if not isinstance(item, ChoiceInput) or len(item.options) < 2000:
                continue
            looked = deed_of(sent(drawn, LABELS.asked.find, {f"find_{item.key}": "colleague 1987"}), "k", WHO)
            assert isinstance(looked, Answered)
            assert "colleague 1987" in str(looked.values[item.key])
            value = looked.values[item.key]
            held = replace(item, value=value if isinstance(value, tuple) else (value,))
            again = card((replace(shown, inputs=(held,)),), LABELS)
            assert "One matches" in words(again)
            chosen = deed_of(sent(again, shown.buttons[0].label), "k", WHO)
            assert isinstance(chosen, Answered)
            assert chosen.values[item.key] == (("person-1987",) if item.several else "person-1987")
    assert len(PLACES) > 10


@pytest.mark.parametrize("count", [300, 450, 900])
def test_three_hundred_people_are_a_menu_where_there_is_room_and_more_are_searched(count: int) -> None:
    for shown in crowded("erase_person", CROWD[:count]).values():
        check_message(teams.message((shown,), LABELS))
        assert ("find_whom" in fields(card((shown,), LABELS))) == (count > limits.LISTED)


def looked(typed: str, *held: str, several: bool = True) -> finding.Found:
    names = ("Zoë Öhman · Head", "Ann Marsh · DSL", "Anne Marsh", "Mary-Ann O’Neill", "Marshall Ann", "Joanna Lee")
    options = tuple(Option(f"p{number}", name, "Bridge End Primary") for number, name in enumerate(names))
    return finding.found(ChoiceInput("who", "Who?", options, several=several, value=(*held, f"?{typed}")))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("zoe ohman", "p0"),
        ("ann marsh", "p1 p2 p4"),
        ("anne", "p2"),
        ("ann", "p1 p3 p4 p2"),  # whole words first
        ("o'neill", "p3"),
        ("oann", "p5"),  # within a word, where none begins so
        ("MARSH bridge", "p1 p2 p4"),
        ("nobody", ""),
        ("", ""),
        ("*", ""),
    ],
)
def test_names_are_found_as_people_type_them(typed: str, offered: str) -> None:
    assert " ".join(option.value for option in looked(typed).offered.options) == offered


def test_whoever_was_chosen_stays_chosen_while_more_are_looked_for() -> None:
    more = looked("zoe", "p3").offered
    assert ([option.value for option in more.options], more.value) == (["p3", "p0"], ("p3", "p0"))
    none = looked("nobody", "p3", several=False)
    assert (none.offered.value, none.matching) == (("p3",), 0)
    # Of one who is chosen alone, the new one takes the place.
    assert looked("zoe", "p3", several=False).offered.value == ("p0",)
    assert looked("marsh", "p3", several=False).offered.value == ()


def test_a_lead_and_a_far_colleague_are_found_in_a_real_dialog_and_a_worry_typed_there_is_heard(
    sqlite_template: Path, tmp_path: Path
) -> None:
    with teams_driver.served(sqlite_template, tmp_path) as driver:
        assert driver.application is not None
        with driver.application.store.writing() as session:
            session.add_all(
                PersonRow(id=one.id, name=one.name, guest_of="", until=None, chosen_review="") for one in CROWD[1200:]
            )
        start = data_of(Begin("plan_review", TRUST), Card("n"))
        first = driver.press("trust-lead", start).card
        days = {"school": "stanmoor", "begins": teams_driver.tomorrow()}
        areas = fields(first)["areas"]["choices"][0]["value"]
        second = driver.press("trust-lead", _button(first), **filled(first, **days, areas=areas)).card
        assert {"find_lead", "find_team"} <= fields(second).keys()
        found = driver.press("trust-lead", _button(second, "Find"), **filled(second, find_lead="colleague 1987")).card
        assert "Nothing is saved yet" not in teams_driver.words(found)
        assert fields(found)["lead"]["value"] == "person-1987"
        typed = {"find_team": "A pupil has just told me that her dad hits her."}
        stopped = driver.press("trust-lead", _button(found, "Find"), **filled(found, **typed)).card
        assert "999" in teams_driver.words(stopped)
        none = driver.press("trust-lead", _button(found, "Find"), **filled(found, find_team="Nobody at all")).card
        assert fields(none)["find_team"]["value"] == "Nobody at all"
        many = driver.press("trust-lead", _button(none, "Find"), **filled(none, find_team="colleague 12")).card
        assert "The first 20 of 100 that match" in teams_driver.words(many)
        team = {"team": "person-1203,person-1204", "ends": teams_driver.tomorrow()}
        done = driver.press("trust-lead", _button(many), **filled(many, **team)).card
        assert "invited" in teams_driver.words(done).lower()


def _button(shown: dict[str, object], label: str = "") -> dict[str, object]:
    found = teams_driver.buttons(shown)
    return found[label] if label else next(data for title, data in found.items() if title != "Find")
