"""`peerwalk framework use` and `withdraw`: which framework new reviews begin with is a trust's choice, never a surprise."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.domain.changes import FrameworkPutInUse, FrameworkWithdrawn
from bot.inputs import ChoiceInput
from store import history, kept_frameworks
from store.engine import Store, open_store, sqlite_url
from store.framework_file import CST_SPR
from store.made import Made
from store.tables import FrameworkRow, HistoryRow, ReviewRow
from tests.play import LEAD, REVIEWER, TRUST_LEAD, Play, box, reply, words
from tests.scenes import plan, seeded

OURS = 'kind: "overlay"\nid: "oak-trust"\nversion: "1"\ntitle: "Oak Trust"\nbase: "cst-spr"\nbase_version: "2025.2"\nhide: ["A-12"]\n'


def framework(*given: str | Path) -> Result:
    return CliRunner().invoke(app, ["framework", *map(str, given)])


@pytest.fixture
def play(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Play]:
    """The demo trust in a store of its own, with a folder for its own files."""
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "peerwalk.db").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("PEERWALK_DATA_DIR", str(tmp_path))
    store = open_store(sqlite_url(tmp_path / "peerwalk.db"))
    yield seeded(store)
    store.close()


@pytest.fixture
def own(play: Play, tmp_path: Path) -> Path:
    (tmp_path / "frameworks" / "oak.yaml").write_text(OURS, encoding="utf-8")
    return tmp_path / "frameworks"


def in_use(store: Store) -> list[str]:
    with store.reading() as session:
        return [str(one.edition) for one in kept_frameworks.all_in_use(session)]


def standings() -> dict[str, str]:
    listed = json.loads(framework("list", "--json").stdout)
    return {f"{one['id']} {one['version']}": one["standing"] for one in listed if one["standing"]}


def test_a_choice_is_made_kept_in_history_and_taken_back_with_what_began_left_as_it_was(play: Play, own: Path) -> None:
    first = plan(play)
    used = framework("use", "oak-trust", "--by", TRUST_LEAD)
    assert (used.exit_code, used.stdout) == (0, "")
    assert used.stderr == (
        "New reviews begin with Oak Trust, version 1, over Safeguarding peer reviews, version 2025.2. "
        "Those that have begun keep what they began with.\n"
    )
    assert standings() == {"oak-trust 1": "in use", "cst-spr 2025.2": "kept"}
    assert framework("use", "oak-trust", "1").stderr.endswith("is in use already. Nothing has changed.\n")

    asked = play.start(TRUST_LEAD, "plan_review")
    assert "follows Oak Trust, version 1, over Safeguarding peer reviews, version 2025.2, from" in words(asked)
    assert [item.key for item in reply(asked).inputs] == ["school", "areas", "begins"]
    second = plan(play, school="stanmoor", team=())

    alone = framework("withdraw", "oak-trust", "1")
    assert (alone.exit_code, alone.stderr) == (
        1,
        (
            "New reviews begin with oak-trust 1, and with nothing else. "
            "First put another in use, such as: peerwalk framework use cst-spr\n"
        ),
    )
    assert framework("use", "cst-spr", "--beside").stderr.startswith("New reviews may begin with Safeguarding")
    taken_back = framework("withdraw", "oak-trust", "1")
    assert taken_back.stderr == (
        "No new review begins with Oak Trust, version 1, over Safeguarding peer reviews, version 2025.2. "
        "One review began with it and keeps it.\n"
    )
    assert standings() == {"oak-trust 1": "withdrawn", "cst-spr 2025.2": "in use"}
    again = framework("withdraw", "oak-trust", "1")
    assert (again.exit_code, "was withdrawn already, on" in again.stderr) == (0, True)
    refused = framework("use", "oak-trust")
    assert refused.exit_code == 1
    assert "was withdrawn on" in refused.stderr
    assert refused.stderr.endswith("run: peerwalk framework use oak-trust 1 --again\n")
    assert framework("use", "oak-trust", "--again", "--beside").exit_code == 0
    assert in_use(play.store) == ["cst-spr 2025.2", "oak-trust 1"]

    pins = {row.id: row.framework for (row,) in play.rows(select(ReviewRow))}
    assert "+" not in pins[first.id]
    assert "+oak-trust@1#" in pins[second.id]
    told = play.rows(select(HistoryRow.kind, HistoryRow.person, HistoryRow.platform, HistoryRow.fields))
    told = [row for row in told if row.kind.startswith("Framework")]
    assert [(row.kind, row.person) for row in told] == [
        ("FrameworkPutInUse", TRUST_LEAD),
        ("FrameworkPutInUse", ""),
        ("FrameworkWithdrawn", ""),
        ("FrameworkPutInUse", ""),
    ]
    assert {row.platform for row in told} == {"command line"}
    assert [set(row.fields) for row in told[1:3]] == [set(FrameworkPutInUse.KEPT), set(FrameworkWithdrawn.KEPT)]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("use", "nowhere"), "There is no framework and no overlay nowhere. `peerwalk framework list` shows"),
        (("use", "oak-trust", "7"), "Version 7 of oak-trust is not here; there is 1. If you have its file, put it in"),
        (("use", "cst-spr", "1999.1"), "Version 1999.1 of cst-spr is not here; there is 2025.2. If you have"),
        (("use", "oak-trust", "--by", "nobody"), "There is nobody with the id nobody. `peerwalk people list`"),
        (("withdraw", "nowhere", "1"), "There is no framework and no overlay nowhere."),
        (("withdraw", "oak-trust", "1"), "Version 1 of oak-trust was never put in use, so no review can begin"),
        (("withdraw", "oak-trust", "7"), "Version 7 of oak-trust is not here; there is 1."),
    ],
)
def test_what_cannot_be_chosen_is_said_and_nothing_changes(
    given: tuple[str, ...], told: str, play: Play, own: Path
) -> None:
    before = play.dump()
    found = framework(*given)
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith(told)
    assert play.dump() == before


def test_a_file_that_is_wrong_or_has_changed_is_never_let_in(play: Play, own: Path) -> None:
    (own / "oak.yaml").write_text(OURS.replace("A-12", "A-99"), encoding="utf-8")
    wrong = framework("use", "oak-trust")
    assert wrong.exit_code == 1
    assert wrong.stderr.startswith("oak.yaml, line 7, oak-trust: 'A-99' is to be hidden, but is not in the framework.")
    (own / "oak.yaml").write_text(OURS, encoding="utf-8")
    assert framework("use", "oak-trust").exit_code == 0
    (own / "oak.yaml").write_text(OURS.replace("A-12", "A-11"), encoding="utf-8")
    told = framework("list")
    assert told.exit_code == 1
    assert told.stderr == (
        "oak.yaml is not as version 1 of oak-trust was when it was put in use. "
        "Give the changed file a version of its own.\n"
    )
    assert [row.split("\t")[:4] for row in told.stdout.splitlines()][-1] == ["kept", "overlay", "oak-trust", "1"]
    assert "Version 1 of oak-trust is kept already" in framework("use", "oak-trust").stderr
    assert framework("diff", "oak-trust@1", own / "oak.yaml").exit_code == 0
    (own / "oak.yaml").unlink()
    assert in_use(play.store) == ["oak-trust 1"], "what is in use needs its file no more"
    assert framework("touched", "kcsie").stdout.startswith("A-1.1 Roles and responsibilities: ")
    assert framework("use", "oak-trust", "1").exit_code == 0


def test_an_overlay_is_still_laid_over_the_edition_it_was_written_for_once_ours_has_moved_on(
    play: Play, own: Path
) -> None:
    later = CST_SPR.read_text("utf-8").replace('version: "2025.2"', 'version: "2026.1"', 1)
    (own / "cst-spr.yaml").write_text(later.replace("Site and access", "Gates"), encoding="utf-8")
    assert framework("use", "oak-trust").exit_code == 0
    assert framework("use", "cst-spr", "--beside").exit_code == 0
    assert in_use(play.store) == ["oak-trust 1", "cst-spr 2026.1"]
    with play.store.reading() as session:
        assert kept_frameworks.all_in_use(session)[0].version == "2025.2"
    withdrawn = framework("withdraw", "cst-spr", "2025.2").stderr
    assert withdrawn.endswith("oak-trust 1 lies over it and is still in use: withdraw that too, if you mean it.\n")


def test_the_planner_chooses_only_where_more_than_one_is_in_use(play: Play, own: Path) -> None:
    framework("use", "oak-trust", "--beside")
    asked = play.start(TRUST_LEAD, "plan_review")
    assert [item.key for item in reply(asked).inputs] == ["school", "framework", "begins"]
    (which,) = [item for item in reply(asked).inputs if isinstance(item, ChoiceInput) and item.key == "framework"]
    assert [option.value for option in which.options] == ["cst-spr 2025.2", "oak-trust 1"]
    assert [option.label for option in which.options] == [
        "Safeguarding peer reviews, version 2025.2",
        "Oak Trust, version 1",
    ]
    assert box(reply(asked))["framework"] == "cst-spr 2025.2"
    today = play.today.isoformat()
    asked = play.answer(TRUST_LEAD, asked, school="larkfield", framework="oak-trust 1", begins=today)
    (areas,) = [item for item in reply(asked).inputs if isinstance(item, ChoiceInput) and item.key == "areas"]
    assert len(areas.options) == 11
    assert "The review follows Oak Trust, version 1" in words(asked)
    # It is withdrawn while the form is open: the planner is asked again, and nothing is planned with it.
    framework("withdraw", "oak-trust", "1")
    again = play.answer(TRUST_LEAD, asked, areas=("A-2",), ends=today, lead=LEAD, team=(REVIEWER,))
    assert not again.kept
    assert [item.key for item in reply(again).inputs] == ["school", "areas", "begins"]
    done = play.answer(TRUST_LEAD, again, school="larkfield", areas=("A-2",), begins=today)
    done = play.answer(TRUST_LEAD, done, ends=today, lead=LEAD, team=(REVIEWER,))
    assert "It follows Safeguarding peer reviews, version 2025.2, and keeps to it" in words(done)
    (row,) = play.rows(select(ReviewRow.framework))
    assert "+" not in row.framework


def test_the_first_framework_a_store_keeps_is_in_use_and_a_change_for_the_trust_is_made_on_both(
    any_store: Store,
) -> None:
    play = seeded(any_store)
    assert in_use(any_store) == ["cst-spr 2025.2"]
    with any_store.writing() as session:
        pin = kept_frameworks.pin_framework(session, CST_SPR.read_bytes(), "base", OURS.encode(), "oak.yaml").pin
        made = Made("", play.now, "command line")
        history.apply_to_trust(session, FrameworkPutInUse(pin, beside=True), made)
        history.apply_to_trust(session, FrameworkPutInUse(pin), made)
        history.apply_to_trust(session, FrameworkPutInUse(pin.partition("+")[0], beside=True), made)
        history.apply_to_trust(session, FrameworkWithdrawn(pin), made)
    assert in_use(any_store) == ["cst-spr 2025.2"]
    with any_store.reading() as session:
        assert session.get_one(FrameworkRow, pin).withdrawn == play.now


def test_with_no_store_yet_using_a_framework_makes_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERWALK_DATA_DIR", str(tmp_path))
    assert framework("use", "cst-spr").exit_code == 0
    assert standings() == {"cst-spr 2025.2": "in use"}
