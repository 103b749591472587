"""A register and a list of people such as a trust brings: invented schools and people, in the shapes of real files."""

import csv
import io
from pathlib import Path
from typing import Any

HEADER = next(csv.reader(io.StringIO((Path(__file__).parent / "register_header.csv").read_text(encoding="utf-8"))))
UID, TRUST = "17456", "Marlpit Learning Trust"
HEADS = ("Zebulon", "Quickthorne-Vane")  # the name of every head in the register: nobody's, and nowhere else
PHASES = (
    ("Primary", "Academy converter"),
    ("Secondary", "Academy sponsor led"),
    ("Not applicable", "Academy special converter"),
    ("16 plus", "Free schools 16 to 19"),
    ("Nursery", "Local authority nursery school"),
    ("Not applicable", "Academy alternative provision converter"),
)
PLACES = ("Alder", "Beck", "Cleve", "Dray", "Elm", "Fen", "Gorse", "Hazel", "Ivy", "Juniper")
ENDS = ("field", "bridge", "mere", "wick")


def school_name(number: int) -> str:
    place = f"{PLACES[number % 10]}{ENDS[number // 10 % 4]}"
    return f"{place} {'High School' if number % 6 == 1 else 'Primary School'}"


def register_row(number: int, **cells: str) -> dict[str, str]:
    """One row of the register: school `number` of all of them, of our trust if `trust` is its UID."""
    phase, kind = PHASES[number % 6]
    row = dict.fromkeys(HEADER, "")
    row |= {
        "URN": f"{140_000 + number}",
        "LA (code)": "886",
        "LA (name)": "Kent",
        "EstablishmentNumber": f"{2000 + number}",
        "EstablishmentName": school_name(number),
        "TypeOfEstablishment (name)": kind,
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (name)": phase,
        "Trusts (code)": "9999",
        "Trusts (name)": "Fenway Academies",
        "Postcode": f"ME1 {number % 9}AB",
        "HeadTitle (name)": "Mx",
        "HeadFirstName": HEADS[0],
        "HeadLastName": HEADS[1],
        "HeadPreferredJobTitle": "Headteacher",
        "Street": "1 Saint Anne’s Lane",
    }
    return row | cells


def ours(number: int, **cells: str) -> dict[str, str]:
    return register_row(number, **{"Trusts (code)": UID, "Trusts (name)": TRUST, **cells})


def written(rows: list[dict[str, str]], header: list[str] | None = None, encoding: str = "cp1252", **how: Any) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header or HEADER, quoting=csv.QUOTE_ALL, extrasaction="ignore", **how)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def register(*rows: dict[str, str], of_ours: int = 40, of_others: int = 1960) -> bytes:
    """The register as it is downloaded: ours spread among all the others."""
    others = [register_row(1000 + number) for number in range(of_others)]
    mine = [ours(number) for number in range(of_ours)]
    step = max(1, of_others // max(1, of_ours))
    mixed: list[dict[str, str]] = []
    for place, row in enumerate(others):
        if place % step == 0 and mine:
            mixed.append(mine.pop(0))
        mixed.append(row)
    return written([*mixed, *mine, *rows])


def links(*triples: tuple[str, str, str]) -> bytes:
    heads = ["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"]
    rows = [{"URN": a, "LinkURN": b, "LinkName": "A school", "LinkType": kind} for a, b, kind in triples]
    return written(rows, heads)


JOBS = ("Headteacher", "DSL", "Deputy DSL", "SENDCo", "Attendance lead", "Chair of governors", "Site manager")


def people(count: int = 300, schools: int = 40) -> bytes:
    """People of all schools: every fifth holds two posts in one cell, every tenth a post at a second school."""
    rows = []
    for number in range(count):
        school = number % schools
        at = school_name(school) if number % 3 else f"{140_000 + school}"
        post = JOBS[number // schools % len(JOBS)]
        row = {
            "Name": f"Person Number{number:03}",
            "E-mail": f"P{number:03}@marlpit.example",
            "Posts": f"{post}; Staff" if number % 5 == 0 else post,
            "School": at,
            "Working days": "Mon to Thu" if number % 2 else "",
            "Hours": "8.00 to 4.30" if number % 2 else "",
            "Expertise": "A-1; A-4" if number % 7 == 0 else "",
            "Last training": "01/09/2026" if number % 4 else "",
        }
        rows.append(row)
        if number % 10 == 0:
            second = {"Posts": "Governor", "School": school_name((school + 1) % schools)}
            rows.append({**row, **second, "Working days": "", "Hours": "", "Expertise": "", "Last training": ""})
    rows.append({"Name": "Lead Person", "E-mail": "lead@marlpit.example", "Posts": "Trust safeguarding lead"})
    heads = ["Name", "E-mail", "Posts", "School", "Working days", "Hours", "Expertise", "Last training"]
    return written(rows, heads, "utf-8-sig")
