"""The school year: what a day is at a school, files of terms of every sort, and bringing one in twice."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.imports import ImportPlan, LeftOutWhy, Why
from bot.domain.terms import Calendar, Called, DayIs, Sort, Span, called, of_authority, of_school, overlapping
from bot.domain.terms_read import End, Said, said_by
from bot.moving_in import PlanIsOldError
from store import terms
from store.engine import Store
from store.imports import planning
from store.imports.table_file import UnusableError
from store.imports.terms_file import read_terms
from tests.importing import directory, make, now, told
from tests.play import NINE
from tests.scenes import seeded
from tests.values import LARKFIELD, STANMOOR

TODAY = NINE.date()
LONDON = ZoneInfo("Europe/London")


def d(said: str) -> date:
    return date.fromisoformat(said)


def span(sort: Sort, first: str, last: str = "") -> Span:
    return Span(d(first), d(last or first), sort)


AUTUMN = span(Sort.TERM, "2026-09-02", "2026-12-18")
SPRING = span(Sort.TERM, "2027-01-05", "2027-03-25")
HALF = span(Sort.HOLIDAY, "2026-10-26", "2026-10-30")
INSET = span(Sort.INSET, "2026-11-27")


@pytest.mark.parametrize(
    ("day", "larkfield", "stanmoor"),
    [
        ("2026-09-01", DayIs.UNKNOWN, DayIs.UNKNOWN),
        ("2026-09-02", DayIs.SCHOOL_DAY, DayIs.SCHOOL_DAY),
        ("2026-09-05", DayIs.WEEKEND, DayIs.WEEKEND),
        ("2026-10-28", DayIs.HOLIDAY, DayIs.HOLIDAY),
        ("2026-11-27", DayIs.INSET, DayIs.SCHOOL_DAY),
        ("2026-12-18", DayIs.SCHOOL_DAY, DayIs.SCHOOL_DAY),
        # Between two terms; and where Stanmoor has days of its own, they come first.
        ("2026-12-21", DayIs.HOLIDAY, DayIs.SCHOOL_DAY),
        ("2026-12-25", DayIs.BANK_HOLIDAY, DayIs.BANK_HOLIDAY),
        ("2027-01-04", DayIs.HOLIDAY, DayIs.HOLIDAY),
        ("2027-05-03", DayIs.BANK_HOLIDAY, DayIs.BANK_HOLIDAY),
    ],
)
def test_what_a_day_is_at_a_school(day: str, larkfield: DayIs, stanmoor: DayIs) -> None:
    year = Calendar(
        {
            "trust": (AUTUMN, HALF, SPRING),
            of_school("larkfield"): (INSET,),
            of_school("stanmoor"): (span(Sort.TERM, "2026-12-21", "2026-12-22"),),
        },
        frozenset(terms.bank_holidays()),
    )
    assert (year.day_is(d(day), LARKFIELD), year.day_is(d(day), STANMOOR)) == (larkfield, stanmoor)
    assert year.is_school_day(d(day), LARKFIELD) is (larkfield in {DayIs.SCHOOL_DAY, DayIs.UNKNOWN})
    assert year.is_away(d(day), LARKFIELD) is (larkfield in {DayIs.HOLIDAY, DayIs.BANK_HOLIDAY})
    assert year.known_until(LARKFIELD) == SPRING.last


def test_an_authority_comes_before_the_trust_and_holidays_alone_tell_of_the_days_between() -> None:
    halves = (HALF, span(Sort.HOLIDAY, "2026-12-21", "2027-01-01"))
    year = Calendar({"trust": (AUTUMN,), of_authority("999"): halves})
    assert year.day_is(d("2026-10-27"), LARKFIELD) is DayIs.HOLIDAY  # in Marlshire
    assert year.day_is(d("2026-10-27"), STANMOOR) is DayIs.SCHOOL_DAY
    assert year.day_is(d("2026-11-10"), LARKFIELD) is DayIs.SCHOOL_DAY
    assert Calendar().day_is(d("2026-11-10"), LARKFIELD) is DayIs.UNKNOWN


lengths = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 70)), min_size=1, max_size=6)


@given(lengths=lengths, day=st.integers(-40, 700))
@settings(max_examples=100, deadline=None)
def test_within_known_terms_a_day_is_a_school_day_exactly_on_a_weekday_of_one(
    lengths: list[tuple[int, int]], day: int
) -> None:
    spans, at = [], d("2026-09-01")
    for gap, long in lengths:
        first = at + timedelta(days=gap + 1)
        at = first + timedelta(days=long - 1)
        spans.append(Span(first, at, Sort.TERM))
    assert overlapping(spans) == []
    when = d("2026-09-01") + timedelta(days=day)
    found = Calendar({"trust": tuple(spans)}).day_is(when, STANMOOR)
    if when.isoweekday() > 5:
        assert found is DayIs.WEEKEND
    elif any(one.has(when) for one in spans):
        assert found is DayIs.SCHOOL_DAY
    elif spans[0].first < when < spans[-1].last:
        assert found is DayIs.HOLIDAY
    else:
        assert found is DayIs.UNKNOWN


def test_the_bank_holidays_that_come_with_us_are_weekdays_eight_a_year_and_easter_is_right() -> None:
    known = terms.bank_holidays()
    assert all(day.isoweekday() < 6 for day in known)
    years = {day.year for day in known}
    assert {year: sum(day.year == year for day in known) for year in years} == dict.fromkeys(years, 8)
    for year in years:
        friday, monday = (next(day for day, name in known.items() if day.year == year and name == one) for one in NAMES)
        assert (friday.isoweekday(), monday - friday) == (5, timedelta(days=3))


NAMES = ("Good Friday", "Easter Monday")


@pytest.mark.parametrize(
    ("name", "days", "said"),
    [
        ("Autumn Term 2026", 107, Said(Sort.TERM)),
        ("Term 3", 40, Said(Sort.TERM)),
        ("Autumn Term begins", 1, Said(Sort.TERM, End.FIRST)),
        ("Last day of term", 1, Said(Sort.TERM, End.LAST)),
        ("School breaks up for Christmas", 1, Said(Sort.TERM, End.LAST)),
        ("Pupils return after half term", 1, Said(Sort.TERM, End.FIRST)),
        ("Half-term", 5, Said(Sort.HOLIDAY)),
        ("Half Term 1", 38, Said(Sort.TERM)),
        ("October half term holiday", 5, Said(Sort.HOLIDAY)),
        ("Christmas Holidays", 12, Said(Sort.HOLIDAY)),
        ("INSET Day - school closed to pupils", 1, Said(Sort.INSET)),
        ("Staff training day", 1, Said(Sort.INSET)),
        ("New Year’s Day", 1, Said(Sort.BANK_HOLIDAY)),
        ("Early May bank holiday", 1, Said(Sort.BANK_HOLIDAY)),
        ("Year 6 residential", 5, None),
        ("Term dates published", 1, None),
        ("Governors’ meeting", 1, None),
    ],
)
def test_what_the_name_of_an_entry_says(name: str, days: int, said: Said | None) -> None:
    assert said_by(name, days) == said


def test_what_people_call_a_span() -> None:
    assert [called(one) for one in (AUTUMN, SPRING, HALF)] == [Called.AUTUMN_TERM, Called.SPRING_TERM, Called.HALF_TERM]
    assert called(span(Sort.HOLIDAY, "2027-07-22", "2027-08-31")) is Called.SUMMER
    assert Span.read(str(HALF)) == HALF


def ics(*events: str) -> bytes:
    whole = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{whole}END:VCALENDAR\r\n".encode()


WHOLE_DAY = "DTSTART;VALUE=DATE:20261026\r\nDTEND;VALUE=DATE:20261031\r\nSUMMARY:Half-term"
CSV = "Name,First day,Last day,Kind\nAutumn term,02/09/2026,18/12/2026,\n"


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (ics(WHOLE_DAY), [HALF]),
        (ics("SUMMARY:Half-\r\n term\r\nDTSTART;VALUE=DATE:20261026\r\nDURATION:P5D"), [HALF]),
        # The same moments in three zones; midnight ends the day before.
        (ics("SUMMARY:INSET\r\nDTSTART;TZID=GMT Standard Time:20261127T090000\r\nDTEND:20261127T153000Z"), [INSET]),
        (ics("SUMMARY:Inset day\r\nDTSTART:20261127T000000\r\nDTEND:20261128T000000"), [INSET]),
        (ics("SUMMARY:Inset day\r\nDTSTART:20260630T230000Z"), [span(Sort.INSET, "2026-07-01")]),
        (
            ics(
                "SUMMARY:Autumn term starts\r\nDTSTART;VALUE=DATE:20260902",
                "SUMMARY:Autumn term ends\r\nDTSTART;VALUE=DATE:20261218",
            ),
            [AUTUMN],
        ),
        (CSV.encode(), [AUTUMN]),
        (b"\xef\xbb\xbf" + CSV.replace(",", ";").encode(), [AUTUMN]),
        (CSV.encode("utf-16"), [AUTUMN]),
        (b"Title,Date\nINSET day,Friday 27 November 2026\n", [INSET]),
        ("Name,Start,End,Kind\nVisit week – closed,26/10/2026,30/10/2026,Holiday\n".encode("cp1252"), [HALF]),
        (f"{CSV}Autumn term,02/09/2026,18/12/2026,\n".encode(), [AUTUMN]),
    ],
)
def test_a_file_is_read_whatever_program_wrote_it(data: bytes, wanted: list[Span]) -> None:
    read = read_terms(data, TODAY, LONDON)
    assert ([one.span for one in read.spans], read.slips) == (wanted, ())


@pytest.mark.parametrize(
    ("data", "line", "why"),
    [
        (
            ics(
                WHOLE_DAY, "SUMMARY:Summer term\r\nDTSTART;TZID=Mars/Olympus:20270412T090000\r\nDTEND:20270716T150000Z"
            ),
            10,
            Why.UNKNOWN_ZONE,
        ),
        (ics("SUMMARY:Inset day\r\nDTSTART;TZID=../../etc/passwd:20261127T090000"), 5, Why.UNKNOWN_ZONE),
        (ics("SUMMARY:Inset day\r\nDTSTART;VALUE=DATE:20261127\r\nRRULE:FREQ=YEARLY"), 3, Why.REPEATS),
        (ics("SUMMARY:Inset day"), 3, Why.NO_FIRST_DAY),
        (ics("SUMMARY:Inset day\r\nDTSTART;VALUE=DATE:20261327"), 5, Why.NOT_A_DAY),
        (ics("SUMMARY:Inset day\r\nDTSTART:00010101T000000Z"), 5, Why.DAY_FAR_OFF),
        (ics("SUMMARY:Spring term starts\r\nDTSTART;VALUE=DATE:20270105"), 3, Why.NO_OTHER_END),
        (f"{CSV}Term 2,01/12/2026,20/01/2027,\n".encode(), 3, Why.TERMS_OVERLAP),
        (f"{CSV}Spring term,25/03/2027,05/01/2027,\n".encode(), 3, Why.LAST_BEFORE_FIRST),
        (f"{CSV}Term for ever,01/01/2027,31/12/2027,\n".encode(), 3, Why.TOO_MANY_DAYS),
        (f"{CSV}Spring term,05/01/2072,25/03/2072,\n".encode(), 3, Why.DAY_FAR_OFF),
        (f"{CSV}Sports day,05/07/2027,,\n".encode(), 3, Why.NOT_A_SORT),
        (f"{CSV}Visit week,05/07/2027,,fun\n".encode(), 3, Why.NOT_A_SORT),
        (f"{CSV}Spring term,soon,later,\n".encode(), 3, Why.NOT_A_DAY),
        (f"{CSV}Spring term,,25/03/2027,\n".encode(), 3, Why.NO_FIRST_DAY),
        (f"{CSV}Spring term\n".encode(), 3, Why.CELLS_DIFFER),
    ],
)
def test_what_will_not_do_is_named_by_its_line_and_reason(data: bytes, line: int, why: Why) -> None:
    (slip,) = read_terms(data, TODAY, LONDON).slips
    assert (slip.line, slip.why) == (line, why)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Why.EMPTY_FILE),
        (b"%PDF-1.7", Why.NOT_A_TABLE),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Half", Why.CALENDAR_CUT_OFF),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", Why.CALENDAR_CUT_OFF),
        (ics("SUMMARY:Assembly\r\nDTSTART;VALUE=DATE:20261026"), Why.NO_TERMS),
        (ics(), Why.NO_TERMS),
        (ics(*(["SUMMARY:x"] * 5001)), Why.TOO_MANY_ROWS),
        (b"x" * (2 * 1024 * 1024 + 1), Why.FILE_TOO_LARGE),
        (b"BEGIN:VCALENDAR\0", Why.NUL_BYTES),
        (b"\xff\xfe\x00", Why.UNKNOWN_ENCODING),
        (b"Colour,Size\nred,1\n", Why.COLUMN_MISSING),
    ],
)
def test_a_file_that_will_not_do_at_all_is_one_sentence(data: bytes, why: Why) -> None:
    with pytest.raises(UnusableError) as found:
        read_terms(data, TODAY, LONDON)
    assert found.value.slips[0].why is why


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(ics),
        st.lists(
            st.sampled_from(
                (
                    "SUMMARY:Inset day",
                    "DTSTART;VALUE=DATE:20261026",
                    "DTSTART:99991231T235959Z",
                    "DTEND:00010101T000000",
                    "DURATION:P999W",
                    "DTSTART;TZID=Europe/London:20261127T250000",
                    "BEGIN:VEVENT",
                    "END:VEVENT",
                    ' ;:"',
                )
            ),
            max_size=9,
        ).map(lambda lines: ics("\r\n".join(lines))),
        st.text(st.sampled_from("Term,holiday 0123456789/-\n"), max_size=200).map(lambda text: (CSV + text).encode()),
    )
)
@settings(max_examples=80, deadline=None)
def test_any_bytes_come_to_days_or_to_sentences(data: bytes) -> None:
    try:
        read = read_terms(data, TODAY, LONDON)
    except UnusableError:
        return
    assert all(one.span.first <= one.span.last for one in read.spans)
    assert read.spans or read.slips


def bring(store: Store, data: bytes, *whose: str) -> ImportPlan:
    return planning.terms_plan(data, now(store), whose, LONDON)


def test_a_file_is_brought_in_once_and_a_newer_one_takes_its_place(any_store: Store) -> None:
    store = any_store
    seeded(store)
    first = bring(store, ics(WHOLE_DAY, "SUMMARY:Choir\r\nDTSTART;VALUE=DATE:20261026\r\nSTATUS:CANCELLED"), "trust")
    assert [one.why for one in first.left_out] == [LeftOutWhy.CALLED_OFF]
    assert told(store, first, "days_added") == ["Half-term, 26 to 30 October 2026, for the whole trust"]
    make(store, first)
    again = bring(store, ics(WHOLE_DAY), "trust")
    assert (again.changes, again.same, again.is_clear) == ((), 1, True)
    # The days have moved: what was there in that time goes. Another school's days are its own.
    moved = ics(WHOLE_DAY.replace("20261026", "20261027").replace("20261031", "20261101"))
    make(store, bring(store, moved, "trust", of_school("larkfield")))
    later = span(Sort.HOLIDAY, "2026-10-27", "2026-10-31")
    assert directory(store).calendar.sets == {"trust": (later,), of_school("larkfield"): (later,)}
    # A plan made before somebody else's change is old.
    stale = bring(store, ics(WHOLE_DAY), "trust")
    make(store, bring(store, ics("SUMMARY:Inset day\r\nDTSTART;VALUE=DATE:20261127"), "trust"))
    with pytest.raises(PlanIsOldError):
        make(store, stale)
    # The government's own file of bank holidays brings in what did not come with us, and nothing twice.
    official = ics(
        "SUMMARY:Boxing Day\r\nDTSTART;VALUE=DATE:20281226\r\nDTEND;VALUE=DATE:20281227",
        "SUMMARY:Good Friday\r\nDTSTART;VALUE=DATE:20290330\r\nDTEND;VALUE=DATE:20290331",
    )
    plan = bring(store, official, "trust")
    assert (len(plan.items), plan.same) == (1, 1)
    assert bring(store, official).slips[0].why is Why.WHOSE_DAYS


def test_the_command_line_shows_does_and_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERWALK_DATA_DIR", str(tmp_path))
    file = tmp_path / "terms.csv"
    file.write_text(f"{CSV}Sports day,05/07/2027,,\n")
    run = CliRunner()
    shown = run.invoke(app, ["terms", "import", str(file), "--demo", "--for", "Larkfield Primary"])
    assert shown.exit_code == 1
    assert "Line 3, Name: “Sports day” does not say whether it is a term" in shown.stderr
    file.write_text(CSV)
    for line in ("What was done", "There is nothing to change"):
        done = run.invoke(app, ["terms", "import", str(file), "--demo", "--for", "Larkfield Primary", "--go"])
        assert (done.exit_code, line in done.output) == (0, True)
    listed = run.invoke(app, ["terms", "show", "--demo"])
    assert listed.stdout == "Larkfield Primary\tAutumn term\t2026-09-02\t2026-12-18\n"
    wrong = run.invoke(app, ["terms", "import", str(file), "--demo", "--for", "Nowhere"])
    assert (wrong.exit_code, "No school or authority of yours goes by 'Nowhere'" in wrong.stderr) == (1, True)
