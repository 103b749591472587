"""Words as schools write them: jobs, days, hours and dates."""

from datetime import date

import pytest

from bot.domain import hours, jobs
from bot.domain.people import Job

SAID = {
    "DSL": Job.DSL,
    "Designated Safeguarding Lead": Job.DSL,
    "deputy dsl": Job.DEPUTY_DSL,
    "D.D.S.L.": None,
    "DDSL": Job.DEPUTY_DSL,
    "SENDCo": Job.SENCO,
    "SEN Co-ordinator": Job.SENCO,
    "Head Teacher": Job.HEADTEACHER,
    "Head of School": Job.HEADTEACHER,
    "Executive Headteacher": Job.HEADTEACHER,
    "Chair of Governors": Job.CHAIR,
    "Chair of the Governors": Job.CHAIR,
    "Vice-Chair of Governors": Job.GOVERNOR,
    "Safeguarding Link Governor": Job.GOVERNOR,
    "Governors": Job.GOVERNOR,
    "Senior Attendance Champion": Job.ATTENDANCE_CHAMPION,
    "Designated teacher for looked-after children": Job.DESIGNATED_TEACHER,
    "Premises Manager": Job.SITE_LEAD,
    "ICT Manager": Job.IT_LEAD,
    "Lead first-aider": Job.FIRST_AID_LEAD,
    "HR Business Partner": Job.HR_LEAD,
    "Assistant Headteacher": Job.STAFF,
    "Teaching Assistants": Job.STAFF,
    "Trust Safeguarding Lead": Job.TRUST_LEAD,
    "Director of Safeguarding": Job.TRUST_LEAD,
    "Safeguarding Trustee": Job.TRUSTEE,
    "Data Protection Officer": Job.DPO,
    "Wizard": None,
    "": None,
}


@pytest.mark.parametrize("said", sorted(SAID))
def test_a_job_is_known_by_what_schools_call_it(said: str) -> None:
    assert jobs.job_of(said) is SAID[said]


def test_every_job_has_names_and_no_name_means_two() -> None:
    assert set(jobs.CALLED) == set(Job)
    bare = [jobs._bare(name) for called in jobs.CALLED.values() for name in dict.fromkeys(map(jobs._bare, called))]
    assert len(bare) == len(set(bare))


def test_the_nearest_job_is_offered() -> None:
    assert jobs.nearest("Headteachr") == "Headteacher"
    assert jobs.nearest("Chair of goverors") == "Chair"
    assert jobs.nearest("zzzz") == ""


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Mon to Wed, Fri", (1, 2, 3, 5)),
        ("Monday–Thursday", (1, 2, 3, 4)),
        ("mon tues weds thurs", (1, 2, 3, 4)),
        ("M, W and F", (1, 3, 5)),
        ("Mondays & Thursdays", (1, 4)),
        ("1-5", (1, 2, 3, 4, 5)),
        ("Full time", (1, 2, 3, 4, 5)),
        ("Sat/Sun", (6, 7)),
        ("Fri-Mon", None),
        ("8", None),
        ("-", None),
        ("term time", None),
    ],
)
def test_days_are_read_as_people_write_them(said: str, found: tuple[int, ...] | None) -> None:
    assert hours.days(said) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("8.30 to 16.00", ("08:30", "16:00")),
        ("8:30am - 4pm", ("08:30", "16:00")),
        ("8.30 to 4", ("08:30", "16:00")),
        ("0800-1630", ("08:00", "16:30")),
        ("9-5", ("09:00", "17:00")),
        ("12pm-3pm", ("12:00", "15:00")),
        ("16:00-08:00", None),
        ("25:00-26:00", None),
        ("8.30", None),
        ("mornings", None),
    ],
)
def test_hours_are_read_as_people_write_them(said: str, found: tuple[str, str] | None) -> None:
    assert hours.hours(said) == found


@pytest.mark.parametrize(
    "said",
    ["01/09/2025", "1/9/2025", "2025-09-01", "01-09-2025", "1 September 2025", "1st Sept 2025", "1/9/25", "1-Sep-25"],
)
def test_a_day_is_read_as_it_is_written_in_britain(said: str) -> None:
    assert hours.day(said) == date(2025, 9, 1)


@pytest.mark.parametrize("said", ["09/31/2025", "September", "01/09/1025", "", "45901"])
def test_what_is_no_day_is_none(said: str) -> None:
    assert hours.day(said) is None
