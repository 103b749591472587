"""Schools from the register: only one trust's, never a head's name, and the same school for as long as it is one."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.imports import ImportPlan, What
from bot.moving_in import PlanIsOldError
from bot.privacy import Audience, Clean, judge
from store.engine import Store
from store.row import Base
from tests.importing import TODAY, directory, history, make, now, schools, told
from tests.trust_files import HEADER, HEADS, TRUST, UID, links, ours, register, register_row, school_name, written

CLOSED = {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2026"}


def whats(plan: ImportPlan) -> list[What]:
    return [item.what for item in plan.items]


def everything(store: Store) -> bytes:
    """All bytes of the database, or with PostgreSQL every value of every row."""
    if store.is_sqlite:
        path = Path(store.url.removeprefix("sqlite:///"))
        return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    with store.reading() as session:
        rows = [session.execute(text(f"SELECT * FROM {t.name}")).all() for t in Base.metadata.sorted_tables]
    return repr(rows).encode()


def test_forty_schools_of_one_trust_come_out_of_the_register_and_no_heads_name_with_them(any_store: Store) -> None:
    data = register()
    plan = schools(any_store, data)
    assert whats(plan) == [What.TRUST_NAMED, *[What.SCHOOL_ADDED] * 40]
    assert plan.is_clear
    assert directory(any_store).trust == "", "a plan changes nothing"
    make(any_store, plan)
    found = directory(any_store)
    assert (found.trust, len(found.schools), found.authorities["886"].name) == (TRUST, 40, "Kent")
    school = next(s for s in found.schools.values() if s.urn == "140002")
    assert (school.name, school.phase, school.kind, school.authority) == (school_name(2), "", "special", "886")
    assert {s.kind for s in found.schools.values()} == {
        *("mainstream", "special", "sixth_form", "nursery", "alternative_provision")
    }
    kept = everything(any_store)
    assert b"Alderfield" in kept
    for name in (*HEADS, "Saint Anne"):
        assert name.encode() in data.replace("’".encode("cp1252"), b"'")
        assert name.encode() not in kept
    assert HEADS[0] not in repr(plan)
    again = schools(any_store, data)
    assert (again.changes, again.same) == ((), 40)
    assert schools(any_store, data, trust="").same == 40, "the trust need not be named again"
    assert schools(any_store, data, trust=TRUST.lower()).same == 40
    kinds = [kind for kind, _ in history(any_store)]
    assert kinds == ["AuthorityAdded", "TrustNamed", *["SchoolAdded"] * 40]
    assert "Alder" not in str(history(any_store))


@pytest.fixture
def moved_in(sqlite_store: Store) -> Store:
    make(sqlite_store, schools(sqlite_store, register(of_ours=4, of_others=4)))
    return sqlite_store


def test_the_file_may_be_utf_8_with_a_mark_or_semicolons_or_another_order(moved_in: Store) -> None:
    rows = [ours(number) for number in range(4)]
    turned = list(reversed(HEADER))
    for data in (
        written(rows, encoding="utf-8-sig"),
        written(rows, delimiter=";"),
        written(rows, delimiter="\t"),
        written(rows, turned),
        b"sep=;\r\n" + written(rows, delimiter=";"),
        written(rows, encoding="utf-16"),
        written(rows, [head for head in HEADER if not head.startswith(("Head", "Ofsted", "Percentage"))]),
    ):
        plan = schools(moved_in, data)
        assert (plan.changes, plan.slips, plan.same) == ((), (), 4)


def test_what_is_another_is_told_field_by_field_and_the_former_name_stays_known(moved_in: Store) -> None:
    renamed = ours(0, **{"EstablishmentName": "St Cedd’s Church School", "PhaseOfEducation (name)": "All-through"})
    plan = schools(moved_in, written([renamed, *(ours(number) for number in range(1, 4))]))
    was = school_name(0)
    assert told(moved_in, plan) == [
        f"{was}: name was {was}, now St Cedd’s Church School; phase was Primary, now All-through"
    ]
    make(moved_in, plan)
    school = next(s for s in directory(moved_in).schools.values() if s.urn == "140000")
    assert (school.name, school.former_names) == ("St Cedd’s Church School", (was,))
    vocabulary = directory(moved_in).vocabulary
    assert {was.casefold(), "alderfield primary", "st cedd’s church school"} <= vocabulary.names
    for words in (f"At {was} every gate is locked.", "Staff at Alderfield Primary know whom to tell."):
        assert isinstance(judge(words, vocabulary, Audience.TEAM), Clean)


def test_a_closing_stands_and_one_proposed_has_its_day(moved_in: Store) -> None:
    to_close = {"EstablishmentStatus (name)": "Open, but proposed to close", "CloseDate": "31-12-2026"}
    opens = ours(7, **{"EstablishmentStatus (name)": "Proposed to open"})
    long_ago = ours(8, **CLOSED)
    file = written([ours(0, **CLOSED), ours(1, **to_close), ours(2), ours(3), opens, long_ago])
    plan = schools(moved_in, file)
    assert told(moved_in, plan, "closed") == [
        f"{school_name(0)}, from Monday 31 August 2026. No review can begin there then; its reviews stay",
        f"{school_name(1)}, from Thursday 31 December 2026. No review can begin there then; its reviews stay",
    ]
    assert told(moved_in, plan, "left_out") == [
        f"Line 6: {school_name(7)} has still to open. Bring it in once it is open",
        f"Line 7: {school_name(8)} closed before it was known here",
    ]
    make(moved_in, plan)
    shut, closing, *_ = sorted(directory(moved_in).schools.values(), key=lambda school: school.urn)
    assert shut.has_closed(TODAY)
    assert not closing.has_closed(TODAY)
    assert closing.has_closed(date(2026, 12, 31))
    assert schools(moved_in, file).changes == ()
    back = schools(moved_in, written([ours(number) for number in range(4)]))
    assert whats(back) == [What.SCHOOL_REOPENED, What.SCHOOL_REOPENED]


def test_a_school_that_converts_stays_the_same_school_where_the_registers_links_say_so(moved_in: Store) -> None:
    before = {school.urn: school.id for school in directory(moved_in).schools.values()}
    rows = [ours(0, **CLOSED), ours(50, EstablishmentName="Alder Academy"), *(ours(n) for n in (1, 2, 3))]
    file, linked = written(rows), links(("140050", "140000", "Predecessor"), ("140050", "damaged", "Predecessor"))
    plan = schools(moved_in, file, links=linked)
    assert told(moved_in, plan)[0] == f"{school_name(0)} goes on under the new URN 140050, with all its reviews"
    make(moved_in, plan)
    school = directory(moved_in).schools[before["140000"]]
    assert (school.name, school.urn, school.urns) == (
        *("Alder Academy", "140050"),
        frozenset({"140000", "140050"}),
    )
    assert school.closed is None
    assert len(directory(moved_in).schools) == 4
    assert schools(moved_in, file, links=linked).changes == ()
    assert schools(moved_in, file).changes == (), "known by now without the links"


def test_without_links_likeness_is_asked_about_and_never_taken_for_the_same(moved_in: Store) -> None:
    school = next(s for s in directory(moved_in).schools.values() if s.urn == "140000")
    rest = [ours(number) for number in (1, 2, 3)]
    same_number = ours(50, EstablishmentNumber="2000")
    same_place = ours(50, EstablishmentName=school_name(0).upper(), Postcode="me1 0ab")
    for fresh, why in ((same_number, "authority and number"), (same_place, "name and postcode")):
        file = written([ours(0, **CLOSED), fresh, *rest])
        plan = schools(moved_in, file)
        assert not plan.may_go()
        (line,) = told(moved_in, plan, "asked")
        assert why in line
        assert f"{school_name(0)} (URN 140000)" in line
        with pytest.raises(ValueError, match="asked about"):
            make(moved_in, plan)
        other = schools(moved_in, file, answers={"140050": "new"})
        assert whats(other) == [What.SCHOOL_ADDED, What.SCHOOL_CLOSED]
        told_same = schools(moved_in, file, answers={"140050": school.id})
        assert whats(told_same)[0] is What.URN_GIVEN
        assert What.SCHOOL_CLOSED not in whats(told_same)
    make(moved_in, told_same)
    assert schools(moved_in, file).changes == ()


def test_schools_that_merge_close_and_say_what_they_became(moved_in: Store) -> None:
    rows = [ours(0, **CLOSED), ours(1, **CLOSED), ours(60, EstablishmentName="Joined School"), ours(2), ours(3)]
    linked = links(("140000", "140060", "Successor - merged"), ("140060", "140001", "Predecessor - amalgamated"))
    plan = schools(moved_in, written(rows), links=linked)
    assert f"{school_name(0)} became part of Joined School on Monday 31 August 2026. Its reviews stay" in told(
        moved_in, plan
    )
    make(moved_in, plan)
    by_urn = {school.urn: school for school in directory(moved_in).schools.values()}
    assert by_urn["140000"].successor == by_urn["140001"].successor == by_urn["140060"].id
    assert schools(moved_in, written(rows), links=linked).changes == ()


def test_a_school_that_is_not_in_the_file_or_not_ours_any_more_is_named_and_stays(moved_in: Store) -> None:
    file = written([ours(0), ours(1), register_row(2)])
    plan = schools(moved_in, file)
    assert told(moved_in, plan, "missing") == [school_name(2), school_name(3)]
    assert plan.changes == ()
    gone = schools(moved_in, file, leavers=True)
    assert whats(gone) == [What.SCHOOL_CLOSED, What.SCHOOL_CLOSED]
    make(moved_in, gone)
    assert schools(moved_in, file, leavers=True).changes == ()


def test_a_list_made_by_hand_brings_clusters_and_meets_schools_by_urn_or_name(moved_in: Store) -> None:
    listed = (
        "School name,URN,Local authority,Cluster,Type\n"
        f"{school_name(0)},140000,,Coast,\n"
        f"{school_name(1)},,Medway,Coast,\n"
        "Gate House PRU,,887,Hills,Pupil referral unit\n"
    ).encode()
    plan = schools(moved_in, listed, trust="")
    assert told(moved_in, plan)[:3] == [
        "Gate House PRU",
        f"{school_name(1)}: authority was Kent, now Medway; cluster Coast",
        f"{school_name(0)}: cluster Coast",
    ]
    make(moved_in, plan)
    found = directory(moved_in)
    gate = next(s for s in found.schools.values() if s.name == "Gate House PRU")
    assert (gate.kind, gate.cluster, found.authorities["887"].name) == ("alternative_provision", "Hills", "Medway")
    # A cluster called by one word might be somebody's name: such a word goes on being asked about.
    assert "gate house pru" in found.vocabulary.names
    assert not {"coast", "hills"} & found.vocabulary.names
    assert schools(moved_in, listed, trust="").changes == ()


def test_a_list_with_a_name_for_the_trust_begins_an_empty_store(sqlite_store: Store) -> None:
    listed = b"Name\nOne School\n"
    assert told(sqlite_store, schools(sqlite_store, listed, trust="")) == [
        "The file: The store has no trust yet, and this file does not name it. Give the trust’s name."
    ]
    make(sqlite_store, schools(sqlite_store, listed, trust="A Trust of One"))
    assert directory(sqlite_store).trust == "A Trust of One"


def test_a_plan_made_before_something_changed_is_not_made_after(moved_in: Store) -> None:
    first = schools(moved_in, written([ours(number) for number in (0, 1, 2, 3, 4)]))
    second = schools(moved_in, written([ours(number) for number in (0, 1, 2, 3, 5)]))
    make(moved_in, first)
    with pytest.raises(PlanIsOldError):
        make(moved_in, second)
    assert {s.urn for s in directory(moved_in).schools.values()} == {f"14000{n}" for n in range(5)}


def test_one_bad_row_stops_all_of_them_unless_only_the_good_are_wanted(moved_in: Store) -> None:
    file = written([ours(0), ours(4), ours(5, URN="14000"), ours(6, **{"LA (code)": "Kent"})])
    plan = schools(moved_in, file)
    assert told(moved_in, plan, "wrong") == [
        "Line 4, URN: This is not a URN. A URN has six digits, such as 123456.",
        "Line 5, LA (code): This is not a local authority. Give its name, or its three-digit code, such as 886.",
    ]
    with pytest.raises(ValueError, match="wrong"):
        make(moved_in, plan)
    assert len(directory(moved_in).schools) == 4
    make(moved_in, plan, skip_bad=True)
    assert len(directory(moved_in).schools) == 5


def test_nothing_is_half_imported_when_the_store_says_no_midway(moved_in: Store) -> None:
    plan = schools(moved_in, written([ours(number) for number in range(6)]))
    added = [change for change in plan.changes if type(change).__name__ == "SchoolAdded"]
    twice = ImportPlan((*plan.changes, added[0]), stamp=plan.stamp)
    with pytest.raises(Exception, match=r"(?i)unique|identity|conflict"):
        make(moved_in, twice)
    assert len(directory(moved_in).schools) == 4
    assert now(moved_in).stamp == plan.stamp


def test_no_wrong_trust_is_taken_for_ours(moved_in: Store) -> None:
    two = [ours(0), register_row(1, **{"Trusts (name)": TRUST, "Trusts (code)": "1"})]
    for data, trust, sentence in (
        (register(of_ours=1, of_others=2), "Fenway Academy", "Did you mean Fenway Academies?"),
        (register(of_ours=1, of_others=2), "12", "Give the trust’s name as the register has it, or its group UID."),
        (written(two), TRUST, f"Several trusts have this name. Give the group UID of yours: 1, {UID}."),
    ):
        (line,) = told(moved_in, schools(moved_in, data, trust=trust))
        assert line.endswith(sentence)
        assert "Trusts (code)" in line
