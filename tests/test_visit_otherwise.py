"""Visits that go otherwise: on paper and typed up later, left for a week and taken up elsewhere, in Slack alone."""

import re
from pathlib import Path

from sqlalchemy import select

from bot.cli_pack import packed
from bot.settings import Settings
from store.tables import DayRow, NoteRow
from tests.play import GUEST, HEAD, LEAD, REVIEWER
from tests.scenes import card
from tests.visit_day import OnSlack, OnWeb
from tests.visit_plans import (
    kept_nowhere,
    no_words_where_others_look,
    of_a_fortnight,
    of_one_day,
    on,
    reads_as,
    with_its_team,
)


def test_a_lead_on_paper_types_up_in_the_evening_and_ends_the_day_the_day_after(
    sqlite_template: Path, tmp_path: Path
) -> None:
    with on(of_one_day, tmp_path, sqlite_template) as (day, review):
        pack = packed(Settings(database_url=day.store.url, data_dir=tmp_path), review, is_demo=False)
        lines = re.findall(r'<th scope="row">(R-\d+)</th>', pack or "")
        lead, head = OnWeb(day, LEAD), OnWeb(day, HEAD)
        on_paper = (
            f"{lines[0]} 8.50 A-8.2 excellent: Visitors are met at the wombat gate.",
            f"{lines[1]} 9.15 A-8.2 to develop: The wombat bell is not heard in the hall.",
            f"{lines[6]} 10.20 A-2.1 excellent: Pupils lead the wombat council.",
            f"{lines[-1]} The wombat displays are at child height.",
        )

        day.at("19:30")
        lead.home()
        lead.press("Type up my notes")
        assert "Four notes kept, three of them filed" in lead.press("Keep these notes", lines="\n".join(on_paper))

        day.at("08:10", days=1)
        lead.home()
        lead.press("Type up my notes", quiet=True)
        late = f"{lines[7]} 13:40 A-2.2 context: The wombat policy is new."
        lead.press("Keep these notes", lines=late, day="2026-11-24")
        notes = lead.follow("Read the notes")
        assert "seen on Tuesday 24 November 2026, 13:40, written up later, on Wednesday 25 November 2026" in notes
        assert "Tuesday 24 November 2026, seen at 08:50, written up at 19:30" in notes
        lead.home(quiet=True)
        lead.follow("Tidy my notes")
        for kind in ("A policy", "Something you saw", "Something you saw", "A conversation", "Something you saw"):
            done = lead.press(kind, quiet=kind != "A conversation")
        assert done == ""
        lead.home(quiet=True)
        lead.follow("The team’s table")
        lead.home("room", quiet=True)
        lead.press("Draw areas together", quiet=True)
        lead.press("Send", areas=["A-2", "A-8"], sure="yes")

        day.at("09:00")
        assert "[End the day]" in lead.home()
        assert "This ends Tuesday 24 November 2026" in lead.press("End the day")
        lead.press("Go on", read="yes")
        lead.press("Go on", send="yes")
        assert "End the day" not in lead.home()
        assert "Thank you for Tuesday 24 November 2026" in head.home()
        with day.store.reading() as session:
            assert [str(ended) for ended in session.scalars(select(DayRow.day))] == ["2026-11-24"]
            assert len(list(session.scalars(select(NoteRow.id)))) == len(on_paper) + 1
        reads_as("visit_on_paper", day)


def test_after_a_week_everything_is_where_it_was_left_on_the_other_platform_too(
    sqlite_template: Path, tmp_path: Path
) -> None:
    with on(of_a_fortnight, tmp_path, sqlite_template) as (day, _):
        web, slack = OnWeb(day, REVIEWER), OnSlack(day, REVIEWER)
        day.at("10:00")
        web.home(quiet=True)
        web.follow("Start the walk", quiet=True)
        web.press("Choose an area", quiet=True)
        web.press("Begin here", quiet=True, area="A-2")
        web.press("Next", quiet=True)
        assert "step 3 of 7" in web.press("Next")
        web.press("Log this note", text="Every wombat idea of the council is answered.")
        web.press("Add details", quiet=True)
        web.press("Save", quiet=True, shows="excellent", kind="record")
        web.press("Share it with the trust")
        web.press("Send to the school", **card("Every wombat idea is answered.", recognise="maybe"))

        day.at("16:40", days=7)
        assert "You had begun to share excellent practice" in slack.home()
        slack.press("Go on")
        assert "Sent to the school" in slack.send(recognise_again="no", get_round_again="no")
        slack.home(quiet=True)
        assert "step 3 of 7" in slack.press("Walk on")
        assert "step 4 of 7" in slack.press("Next")
        assert "step 4 of 7" in web.home(quiet=True) + web.follow("Walk on")
        late = OnWeb(day, GUEST)
        assert "An invitation" in late.home()
        late.press("Read and answer", quiet=True)
        assert "Welcome to the team" in late.press("Answer", undertaking="yes")

        day.at("08:05", days=7)
        head = OnSlack(day, HEAD)
        assert "May the trust read this?" in head.home()
        head.press("Read and answer")
        assert "Agreed" in head.send(answer="agree", recognise_these="no", get_round_these="no")
        assert "it may be over" not in late.home()
        no_words_where_others_look(day)
        reads_as("after_a_week", day)


PAPER = """\
08:40 A-8.2 excellent: Every wombat visitor is met by name at the gate.
9.05 to develop: The wombat bell cannot be heard in the hall.
A-2.1 Mrs Potter reads the wombat log aloud."""


def test_a_paper_is_typed_up_and_tidied_in_slack_alone(sqlite_template: Path, tmp_path: Path) -> None:
    with on(with_its_team, tmp_path, sqlite_template) as (day, _):
        reviewer = OnSlack(day, REVIEWER)
        day.at("17:20")
        reviewer.home(quiet=True)
        form = reviewer.press("Type up my notes")
        assert "In Slack a form takes 3,000 characters" in form
        # Slack keeps a form as it is when errors are under its fields: nothing is typed twice.
        lines = "Your notes, one a line"
        assert f"under “{lines}”: Please answer this one." in reviewer.send(lines="")
        assert f"under “{lines}”: Please send at most 60" in reviewer.send(lines="\n".join(["The bell rings."] * 61))
        late = reviewer.send(lines="The bell rings.", day="2026-11-25")
        assert "under “On which day did you see it?”: Please choose a day from Tuesday 10 November 2026" in late
        stopped = reviewer.send(lines=PAPER)
        assert "Line 3, “Mrs Potter”" in stopped
        assert all(line in stopped for line in PAPER.splitlines())
        assert "# Kept, thank you\nThree notes kept, two of them filed" in reviewer.press(
            "Use the safe wording for these lines"
        )
        reviewer.press("Tidy my notes")
        assert "Saved: Something you saw" in reviewer.press("Something you saw")
        reviewer.press("Change the last one", quiet=True)
        assert "Saved: Something you saw. Now the next one." in reviewer.send(where="the wombat gate", voice="parent")
        worry = "08:50 A-2.1 The log is read.\nA pupil told me dad hits him every night, wombat"
        reviewer.home(quiet=True)
        reviewer.press("Type up my notes", quiet=True)
        told = reviewer.send(lines=worry)
        assert told.index("You have not told anyone yet") < told.index("dad hits him every night")
        kept_nowhere(tmp_path, "Potter", "hits him")
        reads_as("typed_up_in_slack", day)
