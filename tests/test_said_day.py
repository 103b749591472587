"""A visit with the school's own account in hand, on two platforms, as everybody's screen shows it."""

from pathlib import Path

from bot.domain.acts import About
from tests.play import DSL, HEAD, LEAD, REVIEWER, Play
from tests.told import HOPE, PROUD, told
from tests.visit_day import OnSlack, OnWeb
from tests.visit_plans import no_words_where_others_look, on, reads_as, with_its_team


def _told(play: Play) -> About:
    review = with_its_team(play)
    told(play, review)
    return review


def test_a_reviewer_walks_with_the_schools_account_in_hand(sqlite_template: Path, tmp_path: Path) -> None:
    with on(_told, tmp_path, sqlite_template) as (day, _):
        lead, reviewer = OnWeb(day, LEAD), OnSlack(day, REVIEWER)
        head = OnWeb(day, HEAD)

        day.at("08:15")
        head.home(quiet=True)
        head.follow("What the school says")
        assert "Answered by Headteacher" in head.follow("Read A-2.1")
        reviewer.home(quiet=True)
        reviewer.press("What the school says")
        reviewer.press("Read A-2.1")

        day.at("09:00")
        lead.home(quiet=True)
        lead.follow("Start the walk", quiet=True)
        lead.press("Choose an area", quiet=True)
        lead.press("Begin here", area="A-2")
        lead.follow("The school says: 3 answers")
        lead.press("I saw this too")
        note = lead.press("Make a note of it")
        assert PROUD not in note
        assert HOPE not in note
        lead.press(
            "Log this note", text="Two new colleagues told us when they last asked, wombat.", kind="conversation"
        )

        day.at("10:10")
        lead.home(quiet=True)
        lead.follow("Who are you with?")
        assert "The DSL asked to be asked this in person" in lead.follow("The DSL")
        lead.press("Note on A-7.3")
        lead.press("Log this note", text="They looked through it together in October, wombat.", kind="conversation")
        assert "asked to be asked" not in lead.follow("Back to the questions", quiet=True)

        day.at("11:00")
        reviewer.home(quiet=True)
        reviewer.press("What the school says", quiet=True)
        reviewer.press("Read A-2.1", quiet=True)
        reviewer.press("Say what you saw", quiet=True)
        assert "Both views are kept side by side" in reviewer.send(seen="differently")
        reviewer.send(how="Two colleagues told us they would not have asked, wombat.")
        reviewer.press("Back to what the school says", quiet=True)
        reviewer.press("I saw this too", quiet=True)

        day.at("15:00")
        dsl = OnSlack(day, DSL)
        dsl.opens(next(told for told in day.deliver() if told["text"] == "Something to read, when you have time"))
        assert "A reviewer saw this too." in dsl.press("See what became of them")
        lead.home(quiet=True)
        table = lead.follow("The team’s table")
        assert table.index("With what the team saw beside it") < table.index("The school’s own account")
        lead.press("Draw this area together", quiet=True)
        lead.press("Send", sure="yes", quiet=True)
        head.home()
        assert "A reviewer saw this too." in head.follow("See what became of them")

        reads_as("the_schools_account", day)
        no_words_where_others_look(day)
