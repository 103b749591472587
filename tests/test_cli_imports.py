"""Schools and people by the command line, from an empty store to a trust that has moved in, and people who leave it."""

from pathlib import Path

from tests import trust_files
from tests.test_cli import Ran, Run, folder, peerwalk
from tests.trust_files import TRUST, UID, ours, register, school_name, written

__all__ = ["folder", "peerwalk"]


def saved(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def test_a_trust_moves_in_with_two_files(peerwalk: Run, folder: Path) -> None:
    schools = saved(folder, "register.csv", register(of_ours=12, of_others=60))
    people = saved(folder, "people.csv", trust_files.people(60, 12))
    early = peerwalk("people", "import", people)
    assert (early.code, early.out) == (1, "")
    assert "Bring in the schools first" in early.words
    assert peerwalk("schools", "import", schools).code == 1

    dry = peerwalk("schools", "import", schools, "--trust", UID)
    assert dry.code == 0
    assert dry.out.startswith(f"What this file would do\n\nThe trust (1)\n  {TRUST}\n\nNew (12)\n")
    assert dry.words == "Nothing is changed yet. To do it: --go\n"
    assert peerwalk("schools", "list").out == ""
    done = peerwalk("schools", "import", schools, "--trust", TRUST, "--go")
    assert (done.code, done.words) == (0, "")
    assert done.out.startswith("What was done")
    again = peerwalk("schools", "import", schools, "--go")
    assert (again.code, again.out) == (0, "\nTwelve rows are in the store already, just so.\n")

    listed = [line.split("\t") for line in peerwalk("schools", "list").out.splitlines()]
    assert len(listed) == 12
    assert [school_name(0), "Primary", "Kent", "open"] in [cells[2:] for cells in listed]

    assert peerwalk("people", "import", people, "--go").code == 0
    assert len(peerwalk("people", "list").out.splitlines()) == 61
    assert peerwalk("people", "import", people, "--go").words.startswith("Everything in this file is in the store")


def test_bad_rows_are_answered_no_and_the_good_go_only_where_that_is_said(peerwalk: Run, folder: Path) -> None:
    moved_in(peerwalk, folder)
    rows = b"Name,Posts,School\nNia Oak,Head,140002\nPat Quin,Wizard,140002\n"
    file = saved(folder, "rows.csv", rows)
    for more in ((), ("--go",)):
        ran = peerwalk("people", "import", file, *more)
        assert ran.code == 1
        assert "Line 3, Posts: “Wizard” is not a post known here." in ran.words
        assert "--skip-bad" in ran.words
        assert "Nia Oak" in ran.out
        assert "Nia Oak" not in peerwalk("people", "list").out
    ran = peerwalk("people", "import", file, "--go", "--skip-bad")
    assert ran.code == 0
    assert "Line 3, Posts" in ran.words
    names = peerwalk("people", "list").out
    assert "Nia Oak" in names
    assert "Pat Quin" not in names


def test_a_question_is_asked_with_the_words_that_answer_it(peerwalk: Run, folder: Path) -> None:
    moved_in(peerwalk, folder)
    file = saved(folder, "who.csv", b"Name,E-mail,Posts,School\nLead Person,new@x.example,Governor,140001\n")
    assert peerwalk("people", "import", file).code == 0, "another address and another post: another person"
    file = saved(folder, "who.csv", b"Name,Posts,School\nLead Person,Governor,140001\n")
    ran = peerwalk("people", "import", file)
    assert ran.code == 1
    (same,) = (line for line in ran.words.splitlines() if "--same" in line)
    assert peerwalk("people", "import", file, *same.split()[:2], "--go").code == 0
    assert peerwalk("people", "list").out.count("Lead Person") == 1
    assert peerwalk("people", "import", file, "--same", "2").code == 2


def test_somebody_leaves_and_comes_back(peerwalk: Run, folder: Path) -> None:
    moved_in(peerwalk, folder)
    assert "only trust safeguarding lead" in peerwalk("people", "leave", "lead@marlpit.example").words
    left = peerwalk("people", "leave", "person number001", "--on", "31/08/2026")
    assert (left.code, left.out) == (0, "")
    assert "Person Number001 leaves on 2026-08-31." in left.words
    assert peerwalk("people", "leave", "p001@marlpit.example", "--on", "31/08/2026").code == 0
    assert peerwalk("people", "back", "Person Number001").code == 0
    assert "has not left" in peerwalk("people", "back", "Person Number001").words
    assert peerwalk("people", "leave", "Nobody At All").code == 1
    assert peerwalk("people", "leave", "Person Number002", "--on", "soon").code == 2


def test_a_school_closes_into_another(peerwalk: Run, folder: Path) -> None:
    moved_in(peerwalk, folder)
    ran = peerwalk("schools", "close", "140001", "--on", "01/09/2026", "--into", school_name(0))
    assert ran.code == 0
    assert "closed 2026-09-01" in peerwalk("schools", "list").out
    assert peerwalk("schools", "close", "140000", "--into", "140000").code == 1


def test_wrong_use_and_what_the_template_is_for(peerwalk: Run, folder: Path) -> None:
    assert peerwalk("people", "import", str(folder / "gone.csv")).code == 2
    assert peerwalk("schools", "import").code == 2
    template = peerwalk("people", "template")
    assert template.words == ""
    assert template.out.startswith("Name,E-mail,Posts,School")
    away = {"DATABASE_URL": "postgresql://peerwalk:s3cret@127.0.0.1:9/peerwalk"}
    file = saved(folder, "register.csv", register(of_ours=1, of_others=1))
    assert peerwalk("schools", "import", file, "--trust", UID, **away) == Ran(
        3,
        "",
        "The store cannot be reached. Check PEERWALK_DATABASE_URL, and that the database is running and not busy.\n",
    )


def moved_in(peerwalk: Run, folder: Path) -> None:
    schools = saved(folder, "schools.csv", written([ours(0), ours(1), ours(2)]))
    assert peerwalk("schools", "import", schools, "--trust", UID, "--go").code == 0
    assert peerwalk("people", "import", saved(folder, "p.csv", trust_files.people(3, 3)), "--go").code == 0
