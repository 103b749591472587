"""Setting up by hand, in Slack alone: the same small dialogs as on the web, told as a transcript of everybody's screen."""

import re
from pathlib import Path

from tests.play import LEAD, TRUST_LEAD
from tests.visit_day import OnSlack, on_slack
from tests.visit_plans import of_one_day, on, reads_as

LINK = re.compile(r"/sign-in/link/[\w-]{43}")


def test_a_trust_is_set_up_by_hand_in_slack_alone(sqlite_template: Path, tmp_path: Path) -> None:
    with on(of_one_day, tmp_path, sqlite_template) as (day, review):
        on_slack(day.store, review, TRUST_LEAD, LEAD)
        setter, lead = OnSlack(day, TRUST_LEAD), OnSlack(day, LEAD)

        day.at("09:30")
        setter.home()
        setter.press("Setting up")
        setter.press("Add a school")
        setter.send(name="Alderwick Primary School", urn="14000", phase="Primary", kind="mainstream")
        assert "It is there" in setter.send(name="Alderwick Primary School", urn="140001", phase="Primary")

        day.at("09:40")
        setter.home(quiet=True)
        setter.press("Setting up", quiet=True)
        setter.press("See the people")
        setter.press("Add somebody", quiet=True)
        setter.send(name="Noa Marsh", job="dsl", school="larkfield")
        invited = setter.press("Invite them")
        assert LINK.search(invited)
        setter.home(quiet=True)
        setter.press("Setting up", quiet=True)
        assert "Invited, and not come in yet: Noa Marsh" in setter.press("See the people")
        setter.press("Hours and expertise")
        setter.send(whom="reviewer", quiet=True)
        setter.send(hours="half past eight", days=["1", "2"])
        assert "Changed" in setter.send(hours="8.30 to 4", days=["1", "2"], expertise=["A-2"])

        day.at("09:50")
        setter.home(quiet=True)
        setter.press("The team")
        setter.press("Add a guest")
        assert LINK.search(setter.send(name="Ida Fell", their_trust="Fenway Academies"))
        setter.home(quiet=True)
        setter.press("The team")
        setter.press("Withdraw an invitation")

        day.at("10:00")
        lead.home()
        lead.press("The team")
        lead.press("I cannot come")
        lead.send(reason="no_time", sure="yes")
        (told,) = [post for post in day.deliver() if "Somebody cannot come" in str(post)]
        assert "Lead reviewer" not in told["text"]
        setter.home()
        day.log = [LINK.sub("/sign-in/link/…", line) for line in day.log]
        reads_as("set_up_in_slack", day)
