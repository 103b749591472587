"""Whole visits as everybody's screen shows them: a day on two platforms, a day on paper, and a week's pause."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.cli_pack import packed
from bot.domain.acts import About
from bot.settings import Settings
from store.tables import DayRow, NoteRow
from tests.play import DSL, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, Play, reply, the
from tests.scenes import accept, make_template, plan
from tests.visit_day import Day, OnSlack, OnWeb, on_slack, visit

TRANSCRIPTS = Path(__file__).parent / "transcripts"

# A made-up word in every text that anybody types, so that it is found wherever it does not belong.
MARK = "wombat"


def with_its_team(play: Play) -> About:
    """A review of three areas, its team complete; one of them and the host's DSL are in Slack."""
    review = plan(play, areas=("A-2", "A-7", "A-8"))
    accept(play, review, LEAD, REVIEWER, GUEST)
    on_slack(play.store, review.id, REVIEWER, DSL)
    return review


def of_one_day(play: Play) -> About:
    """A review of one day, by its lead alone."""
    asked = play.start(TRUST_LEAD, "plan_review")
    today = play.today.isoformat()
    asked = play.answer(TRUST_LEAD, asked, school="larkfield", areas=("A-2", "A-8"), begins=today)
    play.answer(TRUST_LEAD, asked, ends=today, lead=LEAD, team=())
    review = the("review", reply(asked).conversation)
    accept(play, review, LEAD)
    return review


def of_a_fortnight(play: Play) -> About:
    """A review whose visits are spread over two weeks; one invitation is not answered yet."""
    asked = play.start(TRUST_LEAD, "plan_review")
    asked = play.answer(TRUST_LEAD, asked, school="larkfield", areas=("A-2",), begins=play.today.isoformat())
    ends = (play.today + timedelta(days=14)).isoformat()
    play.answer(TRUST_LEAD, asked, ends=ends, lead=LEAD, team=(REVIEWER, GUEST))
    review = the("review", reply(asked).conversation)
    accept(play, review, LEAD, REVIEWER)
    on_slack(play.store, review.id, REVIEWER, HEAD)
    return review


@contextmanager
def on(planned: Callable[[Play], About], folder: Path, empty: Path) -> Iterator[tuple[Day, str]]:
    """A day that begins where this is planned, and the review's id."""
    template = folder / "template.db"
    shutil.copyfile(empty, template)
    review = make_template(template, planned)
    with visit(template, folder) as day:
        yield day, review.id


def reads_as(name: str, day: Day) -> None:
    """A transcript is what it was, or is written anew and read."""
    file = TRANSCRIPTS / f"{name}.txt"
    if os.environ.get("PEERWALK_WRITE_TRANSCRIPTS") == "1":
        file.write_text(day.transcript)
    assert day.transcript == file.read_text(), "If meant, write it anew with PEERWALK_WRITE_TRANSCRIPTS=1 and read it."


def no_words_where_others_look(day: Day) -> None:
    """What a lock screen could show of any message holds nobody's words, nor what it is about."""
    shown = [str(sent["text"]) for sent in day.slack.of("chat.postMessage", "chat.postEphemeral", "response_url")]
    assert shown
    assert not [text for text in shown if MARK in text.lower() or "Larkfield" in text or "A-2" in text]


def test_a_visit_day_from_arrival_to_four_o_clock(sqlite_template: Path, tmp_path: Path) -> None:
    with on(with_its_team, tmp_path, sqlite_template) as (day, _):
        lead, guest, reviewer = OnWeb(day, LEAD), OnWeb(day, GUEST), OnSlack(day, REVIEWER)
        head, dsl = OnWeb(day, HEAD), OnSlack(day, DSL)

        day.at("08:15")
        assert "Start the walk" in lead.home()
        assert "Start the walk" in reviewer.home()

        day.at("09:00")
        for stop in ("The headteacher", "The DSL", "The site", "A group of pupils"):
            lead.home(quiet=True)
            lead.follow("Who are you with?", quiet=True)
            asked = lead.follow(stop)
            assert ("Before you ask pupils" in asked) is (stop == "A group of pupils")
        lead.press("Note on A-2.1")
        lead.press("Log this note", text="Pupils say the wombat box is answered the same day.", kind="conversation")

        day.at("09:40")
        _two_walk_one_area(lead, guest, reviewer)

        day.at("10:30")
        reviewer.dm("Staff in the office could say whom to tell, wombat.")
        reviewer.mention("The wombat log is read each Friday by two people.")
        guest.home()
        guest.press("Log this note", text="Leaders talk of the wombat rota warmly.")
        _typed_up_and_tidied(guest)

        day.at("11:20")
        _stopped(reviewer)

        day.at("13:10")
        reviewer.command("note The side gate by the wombat wall stands open.")
        reviewer.press("Add details")
        reviewer.send(node="A-7.3", shows="develop", kind="observation", urgent=("yes",))
        day.deliver()
        assert "Tell the school today" in lead.home()
        assert "tell the school first" in lead.press("End the day")

        day.at("13:30")
        _tidied_in_slack(reviewer)

        day.at("15:00")
        lead.home(quiet=True)
        table = lead.follow("The team’s table")
        assert table.index("Excellent practice") < table.index("Tell the school today · A-7")
        lead.press("Draw this area together", quiet=True)
        lead.press("Send", sure="yes")
        lead.press("Draw another area together", quiet=True)
        lead.press("Send", area="A-7", sure="yes")
        day.deliver()
        assert "You may read the notes of A-2" in head.home()
        assert "Reviewer (SENCO" not in head.follow("The team’s table")
        dsl.home()
        dsl.press("The team’s table")

        day.at("15:45")
        _ended(lead)
        assert [message["text"] for message in day.deliver()] == [
            "A word of thanks, one minute",
            "A word for you, no answer needed",
        ]

        day.at("16:00")
        for person in (lead, guest, head):
            person.home()
        reviewer.home()
        no_words_where_others_look(day)
        bytes_kept = b"".join(file.read_bytes() for file in tmp_path.glob("visit.db*"))
        assert b"wombat box" in bytes_kept
        assert b"Potter" not in bytes_kept
        assert b"hits him" not in bytes_kept
        with day.store.reading() as session:
            assert list(session.scalars(select(DayRow.day))) == [day.now.date()]
        reads_as("visit_day", day)


def _two_walk_one_area(lead: OnWeb, guest: OnWeb, reviewer: OnSlack) -> None:
    lead.home(quiet=True)
    lead.follow("Start the walk", quiet=True)
    lead.press("Choose an area")
    lead.press("Begin here", area="A-2")
    reviewer.home(quiet=True)
    reviewer.press("Start the walk")
    reviewer.press("Choose an area")
    assert "Lead reviewer (DSL, Bridgewater) is walking this area too" in reviewer.send(area="A-2")
    reviewer.press("Write a note")
    reviewer.send(text="Each classroom has a wombat poster naming the DSL.", kind="observation")
    where = guest.home("room")
    assert "Lead reviewer (DSL, Bridgewater), Reviewer (SENCO, Stanmoor), walking now; two notes" in where
    assert "[Start the walk]" in where
    lead.home(quiet=True)
    seen = lead.follow("Walk on")
    assert "Reviewer (SENCO, Stanmoor) is walking this area too" in seen
    assert "wombat poster" in seen
    lead.press("Next", quiet=True)


def _typed_up_and_tidied(guest: OnWeb) -> None:
    paper = "R-1 09:50 A-7.3 excellent: The wombat gate is locked at nine.\nR-2 10:05 to develop: Two wombat badges had run out."
    guest.home(quiet=True)
    guest.press("Type up my notes")
    assert "# Kept, thank you\nTwo notes kept, one of them filed" in guest.press("Keep these notes", lines=paper)
    guest.follow("Tidy my notes")
    assert "Saved: Something you saw" in guest.press("Something you saw")
    guest.press("A record", quiet=True)
    assert "wombat badges" in guest.press("Change the last one")
    guest.press("Save", kind="data", where="the wombat office")
    guest.press("Say how many")
    assert "There cannot be fewer in all" in guest.press("Save", sampled="9", out_of="8")
    assert "8 of 9 sampled" in guest.press("Save", sampled="8", out_of="9")


def _stopped(reviewer: OnSlack) -> None:
    """A name that is not kept, and a worry that stops everything, in the middle of the day."""
    assert "Nothing has been saved" in reviewer.dm("Mrs Potter keeps the wombat log.")
    reviewer.press("Use the safe wording")
    worry = reviewer.command("note A pupil told me dad hits him every night, wombat")
    assert worry.index("You have not told anyone yet") < worry.index("DSL: 01632 960101")
    assert "01632 960101" not in reviewer.press("I cannot reach them")
    assert "dad hits him" in reviewer.send()


def _tidied_in_slack(reviewer: OnSlack) -> None:
    reviewer.home(quiet=True)
    reviewer.press("Tidy my notes")
    reviewer.press("A conversation")
    reviewer.press("A record", quiet=True)
    assert "Friday by two people" in reviewer.press("Change the last one")
    reviewer.send(node="A-2.2", shows="excellent", where="the wombat corridor")
    reviewer.press("Say how many")
    assert "under “Of how many?”: There cannot be fewer" in reviewer.send(sampled="12", out_of="3")
    assert "3 of 12 sampled" in reviewer.send(sampled="3", out_of="12")


def _ended(lead: OnWeb) -> None:
    lead.home(quiet=True)
    lead.press("End the day")
    lead.press("Say who was told")
    lead.press("Save", told="dsl_and_trust")
    lead.home()
    lead.press("End the day")
    assert "The day stays open" in lead.press("Go on", read="not_yet")
    lead.home(quiet=True)
    lead.press("End the day", quiet=True)
    assert "from Friday 4 December 2026" in lead.press("Go on", read="yes", first="2026-12-04")
    lead.press("Go on", send="yes")


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
        for area in ("A-2", "A-8"):
            lead.home("room", quiet=True)
            lead.press("Draw an area together", quiet=True)
            lead.press("Send", area=area, sure="yes")

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
        web.press("Send to the school", words="Every wombat idea is answered.", recognise="maybe", get_round="no")

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
        assert "Agreed" in head.send(answer="agree")
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
        assert "Where: the wombat gate" in reviewer.send(where="the wombat gate", voice="parent")
        worry = "08:50 A-2.1 The log is read.\nA pupil told me dad hits him every night, wombat"
        reviewer.home(quiet=True)
        reviewer.press("Type up my notes", quiet=True)
        told = reviewer.send(lines=worry)
        assert told.index("You have not told anyone yet") < told.index("dad hits him every night")
        bytes_kept = b"".join(file.read_bytes() for file in tmp_path.glob("visit.db*"))
        assert b"hits him" not in bytes_kept
        assert b"Potter" not in bytes_kept
        reads_as("typed_up_in_slack", day)
