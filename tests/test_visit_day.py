"""A whole visit day from arrival to four o'clock, three reviewers on two platforms, as everybody's screen shows it."""

from pathlib import Path

from sqlalchemy import select

from store.tables import DayRow
from tests.play import DSL, GUEST, HEAD, LEAD, REVIEWER
from tests.visit_day import OnSlack, OnWeb
from tests.visit_plans import kept_nowhere, no_words_where_others_look, on, reads_as, with_its_team


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
        assert day.deliver()
        lead.press("Draw other areas together")
        lead.press("Send", areas=["A-7"], sure="yes")
        assert not day.deliver()
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
        kept_nowhere(tmp_path, "Potter", "hits him")
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
    assert "Leaders talk of the wombat rota" in guest.press("Save", kind="data", where="the wombat office")
    guest.press("Say how many for the last one")
    assert "There cannot be fewer in all" in guest.press("Save", sampled="9", out_of="8")
    guest.press("Save", sampled="8", out_of="9")
    guest.home(quiet=True)
    assert "8 of 9 sampled" in guest.follow("Read the notes")


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
    reviewer.press("Say how many for the last one")
    assert "under “Of how many?”: There cannot be fewer" in reviewer.send(sampled="12", out_of="3")
    assert "Staff in the office could say whom to tell" in reviewer.send(sampled="3", out_of="12")


def _ended(lead: OnWeb) -> None:
    lead.home(quiet=True)
    lead.press("End the day")
    lead.press("Say who was told")
    lead.press("Save", told="dsl_and_trust")
    lead.press("End the day")
    assert "[The team’s table] [Read the notes] [End the day]" in lead.press("Go on", read="not_yet")
    assert "Excellent practice" in lead.follow("The team’s table", quiet=True) + lead.page.html
    lead.home(quiet=True)
    lead.press("End the day", quiet=True)
    assert "from Friday 4 December 2026" in lead.press("Go on", read="yes", first="2026-12-04")
    lead.press("Go on", send="yes")
