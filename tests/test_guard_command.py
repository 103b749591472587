"""`peerwalk guard`: a verdict for each line, in order, whatever stands in it."""

import json
import subprocess
import sys

from bot.cli_guard import LONGEST_LINE, judged

LINES = (
    ('{"text": "Staff had all read Part 1 of KCSIE."}', "clean"),
    ('{"text": "Mrs Okafor keeps the log"}', "refuse"),
    ('{"text": "met Zainab in the hall"}', "ask"),
    ('{"text": "A pupil told me that dad hits him every night"}', "live_concern"),
    ('{"text": "The coach hit a boy today"}', "adult_allegation"),
    ("nonsense", "error"),
    ('["text"]', "error"),
    ('{"text": 7}', "error"),
    ("[" * 60_000, "error"),
    (json.dumps({"text": "x" * (LONGEST_LINE + 10)}), "error"),
    ('{"text": "\\ud800 \\u0000 Zo\\u00eb"}', ""),
    ('{"text": ""}', "clean"),
)


def test_each_line_is_answered_in_order_and_a_bad_one_makes_the_answer_no() -> None:
    given = "\n".join(line for line, _ in LINES)
    ran = subprocess.run(
        [sys.executable, "-m", "bot.cli", "guard"], input=given.encode(), capture_output=True, check=False, timeout=60
    )
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(answers) == len(LINES)
    for (line, wanted), answer in zip(LINES, answers, strict=True):
        if wanted == "error":
            assert set(answer) == {"error"}, line[:40]
            assert "nonsense" not in answer["error"]
        elif wanted:
            assert answer["verdict"] == wanted, line
    assert ran.returncode == 1
    assert answers[1]["spans"] == [[0, 10, "PERSON", "sure"]]
    assert answers[2]["spans"] == [[4, 10, "PERSON", "maybe"]]


def test_offsets_are_code_points_and_public_refuses_what_is_asked_about_otherwise() -> None:
    found = judged(json.dumps({"text": "😀😀 Mrs Okafor, AB12 CDE"}), public=False)
    assert [3, 13, "PERSON", "sure"] in found["spans"]
    assert judged('{"text": "met Zainab in the hall"}', public=True)["verdict"] == "refuse"
