"""Files of schools and people on the web: the dry run, *Do it*, and everything that is not let in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.handlers.web.press import UnreadableError
from bot.handlers.web.upload import LONGEST_UPLOAD, uploaded
from store import people
from tests import trust_files
from tests.browser import Running, running
from tests.entrance import signed_in
from tests.test_terms import CSV
from tests.visitor import Page, Visitor

MARK = "----peerwalk"
KIND = f"multipart/form-data; boundary={MARK}"


def body(fields: dict[str, str], file: bytes | None = None) -> bytes:
    parts = [
        f'--{MARK}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()
    ]
    if file is not None:
        head = f'--{MARK}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
        parts.append(head.encode() + file + b"\r\n")
    return b"".join(parts) + f"--{MARK}--\r\n".encode()


def bring(visitor: Visitor, what: str, file: bytes | None = None, **fields: str) -> Page:
    visitor.open(f"/set-up/{what}/file")
    (csrf,) = {value for form in visitor.page.forms for name, value in form.fields if name == "csrf"}
    sent = body({"csrf": csrf, "nonce": "n", **fields}, file)
    return visitor.request("POST", f"/set-up/{what}/file", sent, {"Content-Type": KIND})


def plan_in(page: Page) -> str:
    return next((value for form in page.forms for name, value in form.fields if name == "plan"), "")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Running]:
    """A trust whose lead has just set it up."""
    with running(tmp_path, is_demo=False) as found:
        typed = {"trust": "Marlpit", "uid": trust_files.UID, "name": "Jo Ward", "email": "jo@marlpit.example"}
        assert found.application.host.first_day.begin(typed)
        yield found


@pytest.fixture
def lead(site: Running) -> Visitor:
    return signed_in(site, lead_of(site))


def lead_of(site: Running) -> str:
    with site.application.store.reading() as session:
        found = people.directory(session).people.values()
        return next(person.id for person in found if person.name == "Jo Ward")


def count(site: Running) -> tuple[int, int]:
    with site.application.store.reading() as session:
        now = people.directory(session)
        return len(now.schools), len(now.people)


def test_a_morning_with_two_files_from_nothing_to_forty_schools_and_their_people(site: Running, lead: Visitor) -> None:
    assert "No school is here yet" in lead.open("/set-up").words
    shown = bring(lead, "schools", trust_files.register(of_ours=40, of_others=60))
    assert "Nothing is changed yet." in shown.words
    assert trust_files.school_name(0) in shown.words
    assert count(site) == (0, 1)
    done = bring(lead, "schools", plan=plan_in(shown))
    assert "Done. Everything that was shown is in the store now" in done.words
    assert count(site) == (40, 1)
    again = bring(lead, "schools", trust_files.register(of_ours=40, of_others=60))
    assert "Everything in this file is in the store already" in again.words
    assert not plan_in(again)
    shown = bring(lead, "people", trust_files.people(60))
    assert plan_in(shown), shown.words
    assert "Done" in bring(lead, "people", plan=plan_in(shown)).words
    assert count(site)[1] > 60
    missing = lead.open("/set-up").words
    assert "Whom to ring at Kent" in missing
    assert "40 schools" in missing
    assert not {"Zebulon", "Quickthorne-Vane"} & set(missing.split())


def test_bad_rows_are_named_and_only_the_good_ones_taken_if_that_is_asked_for(site: Running, lead: Visitor) -> None:
    file = b"Name,URN,Phase\r\nAlder Primary,140001,Primary\r\nBeck Primary,12,Primary\r\n"
    shown = bring(lead, "schools", file)
    assert "Line 3, URN: This is not a URN" in shown.words
    assert "Do it with the good rows only" in shown.buttons
    bring(lead, "schools", plan=plan_in(shown))
    assert count(site) == (1, 1)


def test_a_plan_is_made_once_by_whoever_saw_it_and_only_while_the_trust_stands_as_it_did(
    site: Running, lead: Visitor
) -> None:
    shown = bring(lead, "schools", b"Name,URN\r\nAlder Primary,140001\r\n")
    plan = plan_in(shown)
    assert bring(lead, "schools", plan=f"{plan[:-4]}AAAA").status == 404
    assert "Done" in bring(lead, "schools", plan=plan).words
    late = bring(lead, "schools", plan=plan)
    assert "so nothing was imported" in late.words
    assert late.status == 422
    assert count(site) == (1, 1)
    people_file = b"Name,E-mail,Posts,School\r\nAn Other,an@marlpit.example,Headteacher,Alder Primary\r\n"
    bring(lead, "people", plan=plan_in(bring(lead, "people", people_file)))
    with site.application.store.reading() as session:
        (other,) = (one.id for one in people.directory(session).people.values() if one.name == "An Other")
    head = signed_in(site, other)
    assert head.open("/set-up/schools/file").status == 404
    assert "Alder" not in head.open("/set-up").words


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "There is nothing in this file"),
        (b"%PDF-1.7 not a table", "This is not a CSV file"),
        (b"PK\x03\x04spreadsheet", "This is not a CSV file"),
        (b"Colour,Size\r\nred,4\r\n", "no column of this name"),
        (b'Name,URN\r\n"Alder,140001\r\n', "quotation marks"),
    ],
)
def test_what_is_no_list_is_said_in_a_sentence(site: Running, lead: Visitor, file: bytes, sentence: str) -> None:
    shown = bring(lead, "schools", file)
    assert sentence in shown.words
    assert not plan_in(shown)
    assert count(site) == (0, 1)


def test_a_form_with_a_file_is_taken_only_where_one_is_asked_for_and_only_so_large(
    site: Running, lead: Visitor
) -> None:
    lead.open("/set-up/schools/file")
    kind = {"Content-Type": KIND}
    assert lead.request("POST", "/begin", body({}, b"x"), kind).status in {400, 403}
    assert lead.request("POST", "/set-up/schools/file", body({}, b"Name\r\nAlder\r\n"), kind).status == 403, "no token"
    assert Visitor(site.url).request("POST", "/set-up/people/file", body({}, b"x"), kind).status in {400, 403}
    large = lead.request("POST", "/set-up/schools/file", body({}, b"x" * (LONGEST_UPLOAD + 1)), kind)
    assert large.status == 413


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"--other--",
        f"--{MARK}\r\n\r\nno name\r\n--{MARK}--".encode(),
        f'--{MARK}\r\nContent-Disposition: form-data; name="a"\r\n\r\nnever ended'.encode(),
        f'--{MARK}\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--{MARK}--'.encode("latin-1"),
        f'x\r\n--{MARK}\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--{MARK}--'.encode(),
    ],
)
def test_what_no_browser_sends_is_not_read(odd: bytes) -> None:
    with pytest.raises(UnreadableError):
        uploaded("/set-up/people/file", KIND, odd)


def test_every_byte_of_a_file_arrives_as_it_was() -> None:
    file = bytes(range(256)) + b"\r\n\n\r--\r\n----"
    assert uploaded("/x", KIND, body({"a": "b"}, file)).file == file


def test_terms_are_brought_in_for_those_whose_they_are_and_the_file_is_kept_nowhere(
    site: Running, lead: Visitor
) -> None:
    looked = bring(lead, "terms", CSV.encode(), whose="trust")
    assert "Autumn term, 2 September to 18 December 2026, for the whole trust" in looked.words
    assert "Done." in bring(lead, "terms", plan=plan_in(looked)).words
    with site.application.store.reading() as session:
        assert list(people.directory(session).calendar.sets) == ["trust"]
    assert "is in the store already" in bring(lead, "terms", CSV.encode(), whose="trust").words
    # Whose they are is asked of those there are, and a stale or foreign plan does nothing.
    assert "Choose whose days these are" in bring(lead, "terms", CSV.encode(), whose="school:nowhere").words
    assert bring(lead, "terms", plan="0" * 64 + ".AAAA").status == 404
    lead.open("/set-up/terms")
    assert "Autumn term, 2 September to 18 December 2026" in lead.page.words
    lead.open("/set-up/settings")
    assert "No school is here yet" in lead.page.words
