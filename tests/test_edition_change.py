"""An edition that changes while a review is under way: the review goes on as it began, and only a new one takes the new."""

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.acts import About
from store.framework_file import CST_SPR
from store.tables import NoteRow
from tests.play import LEAD, REVIEWER, Play, drawn, reply, the, words
from tests.scenes import accept, on_slack, plan

KEPT = Path(__file__).parent / "transcripts" / "edition_change.txt"
SHIPPED = CST_SPR.read_text("utf-8")
BEFORE = "What has changed here because pupils or staff spoke up, and how did people make that possible?"
AFTER = "Which voice made the most difference here this year?"
OURS = """kind: "overlay"
id: "marlpit"
version: "1"
title: "Marlpit, over the framework"
base: "cst-spr"
base_version: "2025.2"
roles:
  senco: "Inclusion lead"
add:
  - under: "A-2.1"
    indicators:
      - id: "T-2.1.a"
        text: "Older pupils walk the youngest across the yard."
"""
LATER = (
    OURS.replace('version: "1"', 'version: "2"')
    .replace("2025.2", "2026.1")
    .replace(
        OURS[OURS.index("add:") :],
        """hide: ["A-2.2"]
reword:
  - id: "A-2.1"
    met_with: ["arrival", "lunch"]
    evidence:
      observation: "Who greets whom at the gate"
""",
    )
)


def command(*given: str) -> str:
    found = CliRunner().invoke(app, list(given))
    assert found.exit_code == 0, found.stderr
    return found.stdout + found.stderr


@pytest.fixture
def own(any_store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The trust's own folder; the command line works on the same store as the play."""
    monkeypatch.setenv("PEERWALK_DATABASE_URL", any_store_url)
    monkeypatch.setenv("PEERWALK_DATA_DIR", str(tmp_path))
    folder = tmp_path / "frameworks"
    folder.mkdir()
    (folder / "marlpit.yaml").write_text(OURS, encoding="utf-8")
    return folder


def everything(play: Play, review: About) -> list[str]:
    """All that a review's framework shapes: the walk, a meeting's prompts, the table, the paper pack, the export."""
    looks = [
        *(play.see(person, "walk", review) for person in (LEAD, REVIEWER)),
        play.see(LEAD, "deeper", the("sub_area", f"{review.id}/A-2.1")),
        play.see(LEAD, "with", the("meeting", f"{review.id}/pupil_group")),
        play.see(REVIEWER, "table", review),
    ]
    return [words(cards) for cards in looks] + [command("pack", review.id), command("export", review.id, "--json")]


def test_a_review_goes_on_as_it_began_when_the_edition_changes_under_it(any_play: Play, own: Path) -> None:
    play = any_play

    def runs(*given: str) -> None:
        play.log += ["", f"$ peerwalk {' '.join(given)}", *(f"  | {line}" for line in command(*given).splitlines())]

    runs("framework", "use", "marlpit")
    on_slack(play, REVIEWER)
    first = plan(play, team=(REVIEWER,), areas=("A-2",))
    accept(play, first, LEAD, REVIEWER)
    for person in (LEAD, REVIEWER):
        entered = play.answer(person, play.start(person, "enter_area", first), area="A-2")
        play.tell(person, "walks A-2", entered)
        assert BEFORE in words(entered)
    noted = play.answer(
        REVIEWER,
        play.start(REVIEWER, "take_note", first, preset={"node": "T-2.1.a"}),
        text="Two older pupils met the youngest at the gate.",
        node="T-2.1.a",
        shows="excellent",
        kind="observation",
    )
    play.tell(REVIEWER, "notes on the trust’s own indicator", noted)
    before = everything(play, first)
    assert any("Older pupils walk the youngest across the yard." in look for look in before)

    (own / "cst-spr.yaml").write_text(
        SHIPPED.replace('version: "2025.2"', 'version: "2026.1"', 1).replace(BEFORE, AFTER), encoding="utf-8"
    )
    (own / "marlpit.yaml").write_text(LATER, encoding="utf-8")
    runs("framework", "diff", "cst-spr@2025.2", "cst-spr")
    runs("framework", "diff", "marlpit@1", "marlpit@2")
    runs("framework", "use", "marlpit")
    runs("framework", "withdraw", "marlpit", "1")
    assert everything(play, first) == before

    # Both walk on in the first review, and its notes stay where they were filed.
    for person in (LEAD, REVIEWER):
        step = play.see(person, "walk", first)[0]
        play.tell(person, "presses Next", play.press(person, step, "Next"))
    again = play.answer(
        LEAD,
        play.start(LEAD, "take_note", first),
        text="Staff at the gate knew every child by name.",
        node="A-2.2",
        shows="excellent",
        kind="observation",
    )
    play.tell(LEAD, "notes on what the new edition hides", again)
    play.answer(REVIEWER, play.start(REVIEWER, "mark_note", the("note", noted.note)), node="T-2.1.a", voice="pupil")

    second = plan(play, school="stanmoor", lead=LEAD, team=(), areas=("A-2",))
    accept(play, second, LEAD)
    entered = play.answer(LEAD, play.start(LEAD, "enter_area", second), area="A-2")
    play.tell(LEAD, "walks A-2 of the new review", entered)
    assert AFTER in words(entered)
    taken = play.start(LEAD, "take_note", second)
    (filed,) = [item for item in reply(taken).inputs if item.key == "node"]
    assert "A-2.2 " not in repr(filed)
    refused = play.answer(LEAD, taken, text="The yard is calm.", node="T-2.1.a")
    assert refused.problem, "an indicator of the older overlay is none of this review's"
    new = play.answer(LEAD, refused, text="The yard is calm.", node="A-2.1", shows="excellent", kind="observation")

    rows = {row.id: (row.review, row.node, row.sub_area) for (row,) in play.rows(select(NoteRow))}
    assert rows == {
        noted.note: (first.id, "T-2.1.a", "A-2.1"),
        again.note: (first.id, "A-2.2", "A-2.2"),
        new.note: (second.id, "A-2.1", "A-2.1"),
    }
    table = play.see(LEAD, "table", first)
    play.log += [
        "",
        f"{LEAD} looks at the table of the first review",
        *(line for card in table for line in drawn(card)),
    ]
    pins = [json.loads(command("export", one.id, "--json"))["framework"] for one in (first, second)]
    assert ["cst-spr@2025.2#" in pin and "+marlpit@1#" in pin for pin in pins] == [True, False]
    assert "cst-spr@2026.1#" in pins[1]
    assert "+marlpit@2#" in pins[1]

    told = "\n".join(play.log).strip() + "\n"
    if os.environ.get("PEERWALK_WRITE_TRANSCRIPTS") == "1":
        KEPT.write_text(told)
    assert told == KEPT.read_text(), "If this is meant, write it anew with PEERWALK_WRITE_TRANSCRIPTS=1 and read it."


NEW_GUIDANCE = """kind: "instruments"
id: "our-guidance"
version: "1"
title: "What is new for us"
instruments:
  - id: "teachers_standards"
    title: "Teachers' standards"
    publisher: "Department for Education"
    edition: "2011"
    in_force: "2012-09-01"
    status: "statutory"
    superseded_by: "teachers_standards_2027"
    checked: "yes"
  - id: "teachers_standards_2027"
    title: "Teachers' standards"
    publisher: "Department for Education"
    edition: "2027"
    in_force: "2027-09"
    status: "statutory"
    checked: "yes"
  - id: "our_charter"
    title: "Our own charter for boarding"
    publisher: "Marlpit"
    edition: "1"
    in_force: "2026"
    status: "non-statutory"
"""


def test_a_trust_follows_a_new_edition_of_guidance_without_a_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEERWALK_DATA_DIR", str(tmp_path))
    own = tmp_path / "frameworks"
    own.mkdir()
    (own / "marlpit.yaml").write_text(OURS, encoding="utf-8")
    command("framework", "use", "marlpit")
    before = command("framework", "touched", "teachers_standards")
    assert before.endswith("Teachers' standards: edition 2011, in force from 1 September 2012. It is statutory.\n")
    assert "Inclusion lead" in before, "it reads what is in use, in the trust's own words"

    (own / "guidance.yaml").write_text(NEW_GUIDANCE, encoding="utf-8")
    assert command("framework", "check", str(own / "guidance.yaml")).startswith(
        "guidance.yaml, version 1: 3 instruments"
    )
    old, new = (
        command("framework", "touched", "teachers_standards"),
        command("framework", "touched", "teachers_standards_2027"),
    )
    assert old.endswith("It is statutory. It gives way to teachers_standards_2027, edition 2027.\n")
    assert new.endswith("Teachers' standards: edition 2027, in force from September 2027. It is statutory.\n")
    assert new.splitlines()[:-1] == old.splitlines()[:-1] == before.splitlines()[:-1]
    assert "A-8.3 Medical" in command("framework", "touched", "allergy"), "the rest of our list is still there"

    charter = (
        OURS.replace('version: "1"', 'version: "2"') + 'reword:\n  - id: "A-8.2"\n    instruments: ["our_charter"]\n'
    )
    (own / "marlpit.yaml").write_text(charter, encoding="utf-8")
    command("framework", "use", "marlpit")
    touched = command("framework", "touched", "our_charter").splitlines()
    assert touched[0].startswith("A-8.2 ")
    assert touched[1:] == [
        (
            "Our own charter for boarding: edition 1, in force from 2026. It is non-statutory. "
            "This is not certain: look at its publisher’s own page."
        )
    ]
    (own / "guidance.yaml").unlink()
    assert (
        "'our_charter' is not in the list of guidance"
        in CliRunner().invoke(app, ["framework", "check", str(own / "marlpit.yaml")]).stderr
    )
