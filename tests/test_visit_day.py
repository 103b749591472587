"""A whole visit day from arrival to four o'clock, three reviewers on two platforms, as everybody's screen shows it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.acts import About
from tests.play import DSL, GUEST, HEAD, LEAD, REVIEWER, Play
from tests.scenes import accept, make_template, plan
from tests.visit_day import Day, OnSlack, OnWeb, on_slack, visit

TRANSCRIPTS = Path(__file__).parent / "transcripts"
AREAS = ("A-2", "A-7", "A-8")

# A made-up word in every text that anybody types, so that it is found wherever it does not belong.
MARK = "wombat"


def planned(play: Play) -> About:
    """A review of two areas, its team complete; one of them and the host's DSL are in Slack."""
    review = plan(play, areas=AREAS)
    accept(play, review, LEAD, REVIEWER, GUEST)
    on_slack(play.store, review.id, REVIEWER, DSL)
    return review


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    template = tmp_path / "template.db"
    make_template(template, planned)
    with visit(template, tmp_path) as found:
        yield found
        open("/tmp/day.txt", "w").write(found.transcript)


def kept(name: str, told: str) -> None:
    """A transcript is what it was, or is written anew and read."""
    file = TRANSCRIPTS / f"{name}.txt"
    if os.environ.get("PEERWALK_WRITE_TRANSCRIPTS") == "1":
        file.write_text(told)
    assert told == file.read_text(), "If this is meant, write it anew with PEERWALK_WRITE_TRANSCRIPTS=1 and read it."


def test_a_visit_day_from_arrival_to_the_end_reads_as_its_transcript(day: Day) -> None:
    lead, guest, reviewer = OnWeb(day, LEAD), OnWeb(day, GUEST), OnSlack(day, REVIEWER)
    head, dsl = OnWeb(day, HEAD), OnSlack(day, DSL)

    day.at("08:15")
    lead.home()
    reviewer.home()

    day.at("09:00")
    for stop in ("The headteacher", "The DSL", "A group of pupils", "The site"):
        lead.follow("Who are you with?", quiet=True)
        lead.follow(stop)
        lead.visitor.open("/")
    lead.follow("Who are you with?", quiet=True)
    lead.follow("A group of pupils", quiet=True)
    form = lead.press("Note on A-2.1")
    assert "A-2.1" in form
    lead.press("Log this note", text="Pupils say the wombat box is answered the same day.", kind="conversation")

    day.at("09:40")
    lead.home()
    lead.follow("Start the walk", quiet=True)
    lead.press("Choose an area")
    lead.press("Begin here", area="A-2")
    reviewer.home()
    reviewer.press("Start the walk")
    reviewer.press("Choose an area")
    reviewer.send(area="A-2")
    guest.home("room")
    reviewer.press("Write a note")
    reviewer.send(text="Each classroom has a wombat poster naming the DSL.", kind="observation")
    lead.home()
    lead.follow("Walk on")

    day.at("10:30")
    reviewer.dm("Staff in the office could say whom to tell, wombat.")
    reviewer.mention("The wombat log is read each Friday by two people.")
    guest.home()
    guest.press("Log this note", text="Leaders talk of the wombat rota warmly.")
    guest.home()
    guest.press("Type up my notes")
    guest.press("Keep these notes", lines="R-1 09:50 A-7.3 excellent: The wombat gate is locked at nine.\nR-2 10:05 to develop: Two wombat badges had run out.")
    guest.follow("Tidy my notes")
    guest.press("Something you saw")
    guest.press("A record")
    guest.press("Change the last one")
    guest.press("Save", kind="data", where="the wombat office")
    guest.press("Say how many")
    guest.press("Save", sampled="9", out_of="8")
    guest.press("Save", sampled="8", out_of="9")

    day.at("11:20")
    reviewer.dm("Mrs Potter keeps the wombat log.")
    reviewer.press("Use the safe wording")
    reviewer.command("note A pupil told me dad hits him every night, wombat")
    reviewer.press("I cannot reach them")
    reviewer.send()

    day.at("13:10")
    reviewer.command("note The side gate by the wombat wall stands open.")
    reviewer.press("Add details")
    reviewer.send(node="A-7.3", shows="develop", kind="observation", urgent=("yes",))
    day.deliver()
    lead.home()
    lead.press("End the day")

    day.at("13:30")
    reviewer.home()
    reviewer.press("Tidy my notes")
    reviewer.press("A conversation")
    reviewer.press("A record")
    reviewer.press("Change the last one")
    reviewer.send(node="A-2.2", shows="excellent", where="the wombat corridor")
    reviewer.press("Say how many")
    reviewer.send(sampled="12", out_of="3")
    reviewer.send(sampled="3", out_of="12")

    day.at("15:00")
    lead.home()
    lead.follow("The team’s table")
    lead.press("Draw this area together", quiet=True)
    lead.press("Send", sure="yes")
    day.deliver()
    head.home()
    head.follow("The team’s table")
    dsl.home()
    lead.home()
    lead.press("End the day")
    lead.press("Say who was told")
    lead.press("Save", told="dsl_and_trust")

    day.at("15:45")
    lead.home()
    lead.press("End the day")
    lead.press("Go on", read="not_yet")
    lead.home()
    lead.press("End the day", quiet=True)
    lead.press("Go on", read="yes", first="2026-12-04")
    lead.press("Go on", send="yes")
    day.deliver()

    day.at("16:00")
    for person in (lead, guest, head):
        person.home()
    reviewer.home()
    dsl.home()
