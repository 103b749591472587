"""People from a file: who is who, which posts they hold, and nobody taken away by a file that leaves them out."""

import re
import time
from dataclasses import fields
from datetime import date, timedelta

import pytest

from bot.cards import Form, form
from bot.conversation import Ask, Who
from bot.domain.changes_people import PeopleChange
from bot.domain.imports import ImportPlan, What
from bot.domain.people import Held, Job, Person
from bot.domain.permission import may_review
from bot.inputs import ChoiceInput
from store.engine import Store
from store.imports.people_file import TEMPLATE
from store.tables import PersonRow
from tests import trust_files
from tests.importing import TODAY, WORDING, areas, directory, history, make, persons, schools, told
from tests.trust_files import ours, register, school_name, written

HEAD = "Name,E-mail,Posts,School,Working days,Hours,Expertise,Last training\n"


def file(*rows: str) -> bytes:
    return (HEAD + "\n".join(rows) + "\n").encode()


def whats(plan: ImportPlan) -> list[What]:
    return [item.what for item in plan.items]


def person(store: Store, name: str) -> Person:
    return next(one for one in directory(store).people.values() if one.name == name)


def test_three_hundred_people_of_forty_schools_come_in_within_seconds_and_once(any_store: Store) -> None:
    began = time.perf_counter()
    make(any_store, schools(any_store, register()))
    data = trust_files.people()
    plan = persons(any_store, data)
    assert plan.is_clear, told(any_store, plan, "wrong")
    make(any_store, plan)
    assert time.perf_counter() - began < 60, "forty schools and three hundred people are a matter of seconds"
    found = directory(any_store)
    assert len(found.people) == 301
    assert found.holders(Job.TRUST_LEAD, "", TODAY)
    one = person(any_store, "Person Number000")
    at = {school.urn: school.id for school in found.schools.values()}
    assert one.posts == {
        Held(Job.HEADTEACHER, at["140000"]),
        Held(Job.STAFF, at["140000"]),
        Held(Job.GOVERNOR, at["140001"]),
    }
    assert (one.email, one.expertise, one.trained) == ("p000@marlpit.example", ("A-1", "A-4"), None)
    other = person(any_store, "Person Number001")
    assert (other.working_days, other.works_from, other.works_to) == ((1, 2, 3, 4), "08:00", "16:30")
    assert other.trained == date(2026, 9, 1)
    assert not may_review(one, at["140001"]), "nobody reviews a school that they govern"
    again = persons(any_store, data)
    assert (again.changes, again.items, again.missing, again.same) == ((), (), (), 301)
    said = str(history(any_store))
    assert not re.search(r"Number[0-9]|marlpit|08:00", said)
    assert len({fields["person"] for kind, fields in history(any_store) if kind == "PersonAdded"}) == 301


def test_no_change_to_people_or_schools_keeps_a_name_or_facts_in_the_history() -> None:
    for change in PeopleChange.__args__:
        assert set(change.KEPT) <= {one.name for one in fields(change)}
        assert not {"facts", "name"} & set(change.KEPT)


def test_two_people_of_one_name_can_be_told_apart_where_one_is_chosen(trust: Store) -> None:
    rows = file("Ama Cole,other@x.example,Staff,140002,,,,")
    make(trust, persons(trust, rows))
    everybody = tuple(directory(trust).people.values())
    card = form(WORDING, Form("name_lead", "name_lead", Ask(Who("lead", people=everybody))))
    (question,) = card.inputs
    assert isinstance(question, ChoiceInput)
    assert {o.label for o in question.options if "Ama" in o.label} == {
        *("Ama Cole (ama@x.example)", "Ama Cole (other@x.example)")
    }


@pytest.fixture
def trust(sqlite_store: Store) -> Store:
    make(sqlite_store, schools(sqlite_store, register(of_ours=3, of_others=3)))
    rows = file(
        f"Ama Cole,ama@x.example,DSL,{school_name(0)},,,,",
        "Ama Cole,ama@x.example,Governor,140001,,,,",
        "Ben Dale,,SENDCo,140000,,,,",
        "Cat Eden,cat@x.example,Staff,140001,,,,",
        "Lee Ford,lee@x.example,Trust safeguarding lead,,,,,",
    )
    make(sqlite_store, persons(sqlite_store, rows))
    return sqlite_store


def test_a_newer_file_says_what_is_another_and_adds_posts(trust: Store) -> None:
    newer = file(
        "Ama Cole-Finch,AMA@x.example,Designated safeguarding lead; designated teacher at 140001,140000,"
        "Mon Tue Wed,8.30am to 4pm,A-7,3 Sept 2025",
        "Ama Cole-Finch,ama@x.example,Governor,140001,,,,",
    )
    plan = persons(trust, newer)
    assert told(trust, plan, "changed") == [
        (
            "Ama Cole: name was Ama Cole, now Ama Cole-Finch; days Mon Tue Wed; works from 08:30; works to 16:00; "
            f"expertise {areas(trust)['A-7']}; last training 3 September 2025; "
            f"now also designated teacher at {school_name(1)}"
        )
    ]
    make(trust, plan)
    assert persons(trust, newer).changes == ()
    blank = file("Ama Cole-Finch,ama@x.example,DSL,140000,,,,")
    assert persons(trust, blank).changes == (), "what a file leaves empty stays as it is"


def test_who_is_not_in_the_file_is_named_and_stays_until_it_is_said_that_they_left(trust: Store) -> None:
    newer = file("Ama Cole,ama@x.example,DSL,140000,,,,", "Dee Gray,dee@x.example,Staff,140001,,,,")
    plan = persons(trust, newer)
    assert told(trust, plan, "missing") == [
        f"Ama Cole is in the file, but not as governor at {school_name(1)}",
        f"Ben Dale, SENCO at {school_name(0)}",
        f"Cat Eden, member of staff at {school_name(1)}",
    ]
    assert whats(plan) == [What.PERSON_ADDED]
    gone = persons(trust, newer, leavers=True)
    assert [what for what in whats(gone) if what is not What.PERSON_ADDED] == [
        *(What.POSTS_LEFT, What.PERSON_LEFT, What.PERSON_LEFT)
    ]
    make(trust, gone)
    assert person(trust, "Cat Eden").has_left(TODAY)
    assert not person(trust, "Lee Ford").left, "a file that speaks of no post of the trust says nothing of its leads"
    assert len(person(trust, "Ama Cole").posts) == 1
    assert persons(trust, newer, leavers=True).changes == ()
    (line,) = told(trust, persons(trust, file("Cat Eden,cat@x.example,Staff,140001,,,,")), "wrong")
    assert line == "Line 2: Cat Eden has left. Take the row out; or if they are back, say so first."


def test_no_file_leaves_a_trust_without_a_lead(trust: Store) -> None:
    other = file("Max Hill,max@x.example,Trustee,,,,,")
    plan = persons(trust, other, leavers=True)
    assert told(trust, plan, "wrong") == [
        "Line 1: Lee Ford is the only trust safeguarding lead and is not in this file. Name another first."
    ]
    named = file("Max Hill,max@x.example,Trust safeguarding lead,,,,,")
    assert What.PERSON_LEFT in whats(persons(trust, named, leavers=True))


@pytest.mark.parametrize(
    ("row", "question"),
    [
        ("Ama Cole,new@x.example,DSL,140000,,,,", "has the same name and another e-mail address"),
        ("Ben Dale,,Governor,140001,,,,", "there is one person of this name already"),
        ("Ben Dale,ben@x.example,Governor,140001,,,,", "there is one person of this name already"),
    ],
)
def test_whoever_may_be_somebody_we_have_is_asked_about(trust: Store, row: str, question: str) -> None:
    plan = persons(trust, file(row))
    (line,) = told(trust, plan, "asked")
    assert question in line
    assert not plan.may_go()
    before = len(directory(trust).people)
    (candidate,) = plan.asked[0].candidates
    same = persons(trust, file(row), answers={"2": candidate})
    assert whats(same) == [What.PERSON_CHANGED]
    other = persons(trust, file(row), answers={"2": "new"})
    assert whats(other) == [What.PERSON_ADDED]
    make(trust, same)
    assert len(directory(trust).people) == before
    assert persons(trust, file(row)).is_clear


@pytest.mark.parametrize(
    "row",
    [
        "Ben Dale,ben@x.example,SENCO,140000,,,,",  # the same post: now we know the address
        "Ben Dale,,SENCO; Staff,140000,,,,",
        "ben  DALE,,SENDCO,140000,,,,",
    ],
)
def test_the_same_name_in_the_same_post_is_the_same_person(trust: Store, row: str) -> None:
    plan = persons(trust, file(row))
    assert plan.is_clear
    assert What.PERSON_ADDED not in whats(plan)


def test_two_of_one_name_with_addresses_of_their_own_are_two_people(trust: Store) -> None:
    rows = file("Ama Cole,other@x.example,Staff,140002,,,,", "Ama Cole,third@x.example,Staff,140002,,,,")
    assert whats(persons(trust, rows)) == [What.PERSON_ADDED, What.PERSON_ADDED]
    (line,) = told(trust, persons(trust, file("Ann Ivy,,Staff,140000,,,,", "Ann Ivy,,Staff,140001,,,,")), "wrong")
    assert line == (
        "Line 3: The same name stands on line 2, at another school. One person or two? Give each row an e-mail address."
    )


def test_a_school_is_known_by_any_urn_and_any_name_it_ever_had_until_it_closes(trust: Store) -> None:
    renamed = ours(0, URN="140050", EstablishmentName="Alder Academy")
    old = ours(0, **{"EstablishmentStatus (name)": "Closed"})
    school = next(s.id for s in directory(trust).schools.values() if s.urn == "140000")
    file_ = written([old, renamed, ours(1), ours(2, **{"EstablishmentStatus (name)": "Closed"})])
    make(trust, schools(trust, file_, answers={"140050": school}))
    for name in ("140000", "140050", "Alder Academy", school_name(0), "alder  ACADEMY"):
        plan = persons(trust, file(f"Jo King,jo@x.example,Chair of governors,{name},,,,"))
        assert plan.items[0].posts == (Held(Job.CHAIR, school),)
    (line,) = told(trust, persons(trust, file("Jo King,jo@x.example,Chair,140002,,,,")))
    assert line == "Line 2, School: “140002” has closed. Give the school that took its place."


def test_cells_that_look_like_formulas_are_words_like_any_other(trust: Store) -> None:
    rows = file(
        '"=HYPERLINK(""x"",""Kim"")",kim@x.example,Staff,140000,,,,', "+Lou Mann,lou@x.example,Staff,140000,,,,"
    )
    make(trust, persons(trust, rows))
    assert {'=HYPERLINK("x","Kim")', "+Lou Mann"} <= {one.name for one in directory(trust).people.values()}


def test_the_file_to_begin_with_is_read_without_a_slip_and_brings_nobody(trust: Store) -> None:
    template = "\r\n".join(TEMPLATE).encode()
    assert persons(trust, template) == ImportPlan(stamp=directory(trust).stamp)
    filled = template + b"\r\nNia Oak,nia@x.example,Head,140002,full time,8-4,,\r\n"
    assert whats(persons(trust, filled)) == [What.PERSON_ADDED]


def test_only_the_good_rows_come_in_where_that_is_wanted(trust: Store) -> None:
    rows = file("Nia Oak,nia@x.example,Head,140002,,,,", "Pat Quin,pat@x.example,Wizard,140002,,,,")
    plan = persons(trust, rows)
    with pytest.raises(ValueError, match="wrong"):
        make(trust, plan)
    make(trust, plan, skip_bad=True)
    names = {one.name for one in directory(trust).people.values()}
    assert "Nia Oak" in names
    assert "Pat Quin" not in names


def test_a_guests_address_gives_nobody_a_post(trust: Store) -> None:
    with trust.writing() as session:
        until = TODAY + timedelta(days=9)
        session.add(PersonRow(id="g", name="Guest", guest_of="Fenway", until=until, email="g@f.example"))
    (line,) = told(trust, persons(trust, file("Guest,g@f.example,Head,140002,,,,")))
    assert "belongs to a guest reviewer, Guest" in line
