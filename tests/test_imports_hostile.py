"""Files nobody should send: every one comes to a sentence, never to an error of ours and never to a change."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.imports import ImportPlan, Why
from bot.wording import Wording
from store.engine import Store, open_store, sqlite_url
from store.imports import planning
from tests.importing import TODAY, areas, directory, make, now, persons, schools, told
from tests.swift import have_tables
from tests.test_imports_people import HEAD, file
from tests.trust_files import HEADER, UID, ours, register, written


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(sqlite_url(tmp_path_factory.mktemp("hostile") / "peerwalk.db"))
    have_tables(store)
    make(store, schools(store, register(of_ours=3, of_others=3)))
    yield store
    store.close()


def spreadsheet() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


NO_TABLE = "This is not a CSV file. In your spreadsheet choose Save as and then CSV UTF-8."
WHOLE = {
    "nothing": (b"", "The file: There is nothing in this file. Choose the file you meant."),
    "blank": (b" \r\n\r\n", "The file: There is nothing in this file. Choose the file you meant."),
    "only a mark": (b"\xef\xbb\xbf", "The file: There is nothing in this file."),
    "a spreadsheet": (spreadsheet(), f"The file: {NO_TABLE}"),
    "an old spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, f"The file: {NO_TABLE}"),
    "a picture": (b"\x89PNG\r\n\x1a\n", f"The file: {NO_TABLE}"),
    "a PDF": (b"%PDF-1.7 ...", f"The file: {NO_TABLE}"),
    "NUL bytes": (HEAD.encode() + b"Ann\0,a@x.example,DSL,140000,,,,", "The file: This is not a text file."),
    "NULs in UTF-16": ((HEAD + "A\0,,,,,,,").encode("utf-16"), "The file: This is not a text file."),
    "bytes of no alphabet": (HEAD.encode() + b"Ren\x81e,,,,,,,", "The file: The letters of this file cannot be read."),
    "half a UTF-16": (b"\xff\xfe" + HEAD.encode("utf-16-le") + b"A", "The file: The letters of this file cannot be"),
    "a quote never closed": (file('"Ann,a@x.example,DSL'), "The file: From line 2 on the quotation marks do not"),
    "a quote within": (file('"Ann" Bell,,DSL,140000,,,,'), "The file: From line 2 on the quotation marks do not"),
    "no column of names": (b"E-mail,Posts\na@x.example,DSL\n", "Column Name: There is no column of this name."),
    "two columns alike": (b"Name,Posts,Job\nA,B,C\n", "Column Posts: There are two columns for the same thing."),
    "a header alone": (HEAD.encode(), "The file: There is a header and nothing below it."),
    "too many columns": (HEAD.strip().encode() + b",x" * 100 + b"\n", "The file: There are more than 100 columns."),
    "too many rows": (file(*["A,,DSL,140000,,,,"] * 5001), "The file: There are more than 5,000 rows."),
    "too large": (file("A" * 2_100_000), "The file: This file is larger than 2 MB."),
    "one endless cell": (
        file(f'"{"A" * 140_000}",,,,,,,'),
        "The file: There are more than 500 characters in one cell.",
    ),
}
CELLS = {
    "a cell too many": ("Ann,a@x.example,DSL,140000,,,,,x", "Line 2: This row has 9 cells and the header has 8."),
    "a cell too few": ("Ann,a@x.example,DSL", "Line 2: This row has 3 cells and the header has 8."),
    "a long cell": (f"Ann,a@x.example,{'D' * 501},140000,,,,", "Line 2, Posts: There are more than 500 characters"),
    "a long name": (f"{'Ann ' * 40},a@x.example,DSL,140000,,,,", "Line 2, Name: There are more than 120 characters"),
    "words written backwards": ("Ann\u202e,a@x.example,DSL,140000,,,,", "Line 2, Name: There are characters here that"),
    "a bell": ("Ann\x07,a@x.example,DSL,140000,,,,", "Line 2, Name: There are characters here that cannot be seen."),
    "a private character": (
        "Ann\ue000,,DSL,140000,,,,",
        "Line 2, Name: There are characters here that cannot be seen.",
    ),
    "no name": (",a@x.example,DSL,140000,,,,", "Line 2, Name: This is empty. Fill it in, or take the row out."),
    "a pupil’s number": ("Ann T123456789012,,DSL,140000,,,,", "Line 2, Name: This reads like something about a child"),
    "a birthday": ("Ann born 12/03/2014,,DSL,140000,,,,", "Line 2, Name: This reads like something about a child"),
    "no address": ("Ann,ann at x,DSL,140000,,,,", "Line 2, E-mail: “ann at x” is not an e-mail address."),
    "two addresses": ("Ann,a@x.example b@x.example,DSL,140000,,,,", "Line 2, E-mail: “a@x.example b@x.example” is not"),
    "a header in an address": ("Ann,a@x.example\r\nBcc: b@x,DSL,140000,,,,", "Line 2: This row has 2 cells"),
    "a line in an address": ('Ann,"a@x.example\nBcc:b@x.example",DSL,140000,,,,', "Line 2, E-mail: “a@x.example bcc:"),
    "no post": ("Ann,a@x.example,,140000,,,,", "Line 2, Posts: This is empty."),
    "an unknown post": (
        "Ann,a@x.example,Deputi DSL,140000,,,,",
        "“Deputi DSL” is not a post known here. Did you mean Deputy DSL?",
    ),
    "a post of nowhere": ("Ann,a@x.example,DSL,,,,,", "Line 2, School: “DSL” is a post at a school. Say at which,"),
    "a trustee at a school": (
        "Ann,a@x.example,Trustee,140000,,,,",
        "Line 2, School: “Trustee” is a post of the trust,",
    ),
    "an unknown URN": ("Ann,a@x.example,DSL,999999,,,,", "Line 2, School: There is no school “999999”. Give its URN,"),
    "a misspelt school": (
        "Ann,a@x.example,DSL,Alderfeild Primary School,,,,",
        "Did you mean Alderfield Primary School?",
    ),
    "no days": ("Ann,a@x.example,DSL,140000,Mon-Blursday,,,", "Line 2, Working days: “Mon-Blursday” names no days."),
    "days the wrong way round": ("Ann,a@x.example,DSL,140000,Fri to Mon,,,", "“Fri to Mon” names no days."),
    "no hours": ("Ann,a@x.example,DSL,140000,,26:00 to 9,,", "Line 2, Hours: “26:00 to 9” names no hours."),
    "no area": ("Ann,a@x.example,DSL,140000,,,A-99,", "Line 2, Expertise: “A-99” is not an area of the framework."),
    "no day": ("Ann,a@x.example,DSL,140000,,,,31/02/2025", "Line 2, Last training: “31/02/2025” is not a day."),
    "a day to come": (
        "Ann,a@x.example,DSL,140000,,,,01/01/2040",
        "Line 2, Last training: 01/01/2040 has not come yet.",
    ),
    "one address, two names": (
        "Ann,a@x.example,DSL,140000,,,,\nBob,a@x.example,DSL,140000,,,,",
        "Line 3: This e-mail address stands on line 2 with another name.",
    ),
}
REGISTER = {
    "not a URN": ({"URN": "14x000"}, "URN: This is not a URN. A URN has six digits, such as 123456."),
    "digits of another script": ({"URN": "١٤٠٠٠٠"}, "URN: This is not a URN."),
    "no name": ({"EstablishmentName": ""}, "EstablishmentName: This is empty."),
    "no authority": ({"LA (code)": "88"}, "LA (code): This is not a local authority."),
    "a status nobody knows": ({"EstablishmentStatus (name)": "Ajar"}, "is not one of the register’s words."),
    "an American day": ({"CloseDate": "12-31-2026"}, "CloseDate: This is not a day as the register writes it"),
    "the same URN": ({"URN": "140001"}, "URN: This URN stands on line 2 already."),
}


def nothing_came_of(store: Store, plan: ImportPlan) -> None:
    before = directory(store).stamp
    assert not plan.may_go()
    with pytest.raises(ValueError, match="wrong"):
        make(store, plan)
    assert directory(store).stamp == before


@pytest.mark.parametrize("what", sorted(WHOLE))
def test_a_file_that_will_not_do_is_one_sentence_and_nothing_of_it_goes(trust: Store, what: str) -> None:
    data, sentence = WHOLE[what]
    plan = persons(trust, data)
    assert told(trust, plan)[0].startswith(sentence)
    assert not plan.may_go(skip_bad=True)
    nothing_came_of(trust, plan)
    for other in (
        schools(trust, data),
        schools(trust, data, trust=""),
        schools(trust, register(of_ours=1, of_others=0), links=data),
    ):
        assert told(trust, other)


@pytest.mark.parametrize("what", sorted(CELLS))
def test_a_bad_row_is_named_by_line_column_and_reason(trust: Store, what: str) -> None:
    row, sentence = CELLS[what]
    plan = persons(trust, file(row))
    assert sentence in told(trust, plan, "wrong")[0]
    nothing_came_of(trust, plan)


@pytest.mark.parametrize("what", sorted(REGISTER))
def test_a_bad_row_of_the_register_is_named_and_quotes_nothing_of_it(trust: Store, what: str) -> None:
    cells, sentence = REGISTER[what]
    plan = schools(trust, written([ours(1), ours(7, **cells)], encoding="utf-8"))
    (line,) = told(trust, plan, "wrong")
    assert line.startswith("Line 3, ")
    assert sentence in line
    nothing_came_of(trust, plan)


@pytest.mark.parametrize(
    "column", ["URN", "EstablishmentName", "EstablishmentStatus (name)", "PhaseOfEducation (name)", "LA (code)"]
)
def test_a_register_without_a_column_that_is_needed_says_which(trust: Store, column: str) -> None:
    data = written([ours(1)], [head for head in HEADER if head != column])
    assert told(trust, schools(trust, data)) == [
        f"Column {column}: There is no column of this name. Add it, or choose a file that has it."
    ]


def test_all_that_is_wrong_with_a_row_is_said_at_once(trust: Store) -> None:
    row = "Ann,nowhere,Wizard,140000,Blursday,,A-99,"
    lines = told(trust, persons(trust, file(row)), "wrong")
    assert [line.partition(":")[0].removeprefix("Line 2, ") for line in lines] == [
        *("E-mail", "Working days", "Expertise", "Posts")
    ]


def test_every_reason_has_its_words() -> None:
    wording = Wording()
    assert [why for why in Why if not wording.has("imports", why)] == []


ANY_BYTES = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=300).map(lambda words: words.encode("utf-8", "surrogatepass")),
    st.lists(st.lists(st.text(max_size=12), max_size=9).map(",".join), max_size=5).map(
        lambda rows: (HEAD + "\r\n".join(rows)).encode("utf-8", "replace")
    ),
    st.lists(
        st.sampled_from(["", "Ann", "a@x.example", "DSL", "140000", "Mon", '"', "8-4", "A-1", "1/1/25", "\n", ";"])
    )
    .map(",".join)
    .map(lambda row: (HEAD + row).encode()),
    st.dictionaries(st.sampled_from(HEADER), st.text(max_size=10), max_size=9).map(
        lambda cells: written([ours(1, **cells)], encoding="utf-8")
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=ANY_BYTES)
def test_whatever_the_bytes_are_a_plan_comes_back_that_can_be_read_and_nothing_changes(
    trust: Store, data: bytes
) -> None:
    known, titles = now(trust), areas(trust)
    plans = (
        planning.people_plan(data, known, titles),
        planning.schools_plan(data, known, trust=UID),
        planning.schools_plan(data, known, trust="A name"),
        planning.schools_plan(register(of_ours=1, of_others=0), known, trust=UID, links=data),
    )
    for plan in plans:
        told(trust, plan)
        assert plan.slips or plan.changes or plan.asked or plan.same or plan.left_out or plan.missing or not plan.items
    assert directory(trust).stamp == known.stamp
    assert known.today == TODAY
