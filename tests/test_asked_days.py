"""Those who are asked, as their own screens show it over days: a DSL, a SENCO handed a question, a governor's evening."""

from datetime import timedelta
from pathlib import Path

from bot.domain.acts import About
from bot.domain.changes_setup import TermsChanged
from bot.domain.depth import Owner
from bot.timekeeper import Timekeeper
from tests.asking import SENCO, made, planned, staff
from tests.play import DSL, GOVERNOR, HEAD, LEAD, TRUST_LEAD, WORDING, Play, reply, the
from tests.scenes import accept
from tests.visit_day import Day, OnSlack, OnWeb, on_slack
from tests.visit_plans import kept_nowhere, no_words_where_others_look, on, reads_as


def before_a_visit(play: Play) -> About:
    """A review in a fortnight, and what is asked before it; the DSL and the head are in Slack, the SENCO on the web."""
    begins = play.today + timedelta(days=14)
    asked = play.start(TRUST_LEAD, "plan_review")
    asked = play.answer(TRUST_LEAD, asked, school="larkfield", areas=("A-2", "A-11"), begins=begins.isoformat())
    play.answer(TRUST_LEAD, asked, ends=begins.isoformat(), lead=LEAD, team=())
    review = the("review", reply(asked).conversation)
    accept(play, review, LEAD)
    staff(play)
    planned(play, review, ("A-2.1", "A-2.2", "A-2.3", "A-11.1"), (Owner.DSL, Owner.SENCO))
    on_slack(play.store, review.id, DSL, HEAD)
    return review


def the_clock(day: Day, *, silent: bool = False) -> int:
    """The clock looks at whoever is due, at that minute; what is told in Slack is delivered at once. How many were told."""
    ids = Play(day.store, day.now, prefix=f"clock-{day.now:%d%H%M}-").fresh
    Timekeeper(day.store, WORDING.zone, ids, lambda _session, _rows: None, lambda: day.now).tick()
    told = day.deliver()
    assert bool(told) is not silent
    return len(told)


def test_a_dsls_fortnight(sqlite_template: Path, tmp_path: Path) -> None:
    with on(before_a_visit, tmp_path, sqlite_template) as (day, _):
        dsl = OnSlack(day, DSL)
        day.at("10:10")
        the_clock(day)
        dsl.opens(day.slack.messages[-1])
        first = dsl.press("Read and answer")
        assert "Four more wait, about eight minutes" in first
        dsl.press("Answer")
        stopped = dsl.send(answer="Mrs Potter empties the wombat box each day.", readers="school")
        assert "Nothing has been saved" in stopped
        after = dsl.send(answer="The wombat box is emptied each day, and each answer comes the same day.")
        assert "Thank you, that is kept" in after
        dsl.press("Later")
        assert "Friday 27 November 2026" in dsl.send(later="three_days")

        day.at("11:00", days=1)
        the_clock(day)
        dsl.opens(day.slack.messages[-1])
        alone = dsl.press("Read and answer")
        assert "With care" in alone
        dsl.press("Other ways")
        assert "before Monday 30 November 2026" in dsl.press("Not this week")

        day.at("20:15")
        the_clock(day, silent=True)
        on_the_web = OnWeb(day, DSL)
        assert "nobody expects it" in on_the_web.home()
        on_the_web.follow("Answer one now")
        on_the_web.press("Answer")
        on_the_web.press("Send my answer", answer="The wombat council speaks to governors.", readers="school")
        on_the_web.press("Skip")

        day.at("12:20", days=2)
        the_clock(day, silent=True)
        day.at("08:30", days=3)
        the_clock(day)
        dsl.home()
        dsl.press("Other ways")
        dsl.press("It is written down already")
        dsl.send(document="The wombat policy", place="The shared drive", shown_by="the office lead", readers="school")

        day.at("08:40", days=1)
        the_clock(day)
        dsl.opens(day.slack.messages[-1])
        dsl.press("Read and answer")
        dsl.press("Answer")
        hard = dsl.send(answer="We sit with wombat worries first.", readers="team", hard=["hard"])
        assert "Nothing more is asked of you on this" in hard
        dsl.home()
        no_words_where_others_look(day)
        kept_nowhere(tmp_path, "Potter")
        reads_as("dsl_fortnight", day)


def test_half_term(sqlite_template: Path, tmp_path: Path) -> None:
    """Nothing comes in a school's holiday, nor because of it; after it one message gathers what was open."""
    with on(before_a_visit, tmp_path, sqlite_template) as (day, _):
        dsl = OnSlack(day, DSL)
        holiday = TermsChanged("trust", ("holiday/2026-11-26/2026-12-02",))
        made(Play(day.store, day.now, prefix="terms-"), holiday, by=TRUST_LEAD)
        day.at("10:10")
        the_clock(day)
        dsl.opens(day.slack.messages[-1])
        for days in range(1, 9):
            day.at("10:10", days=1)
            the_clock(day, silent=True)
            if days == 4:
                assert "There is no hurry" in dsl.home()
        day.at("09:00", days=1)
        the_clock(day)
        dsl.opens(day.slack.messages[-1])
        dsl.press("Read and answer")
        no_words_where_others_look(day)
        reads_as("half_term", day)


def test_a_week_on_leave(sqlite_template: Path, tmp_path: Path) -> None:
    """Somebody pauses for a week: nothing comes, whoever planned it sees why, and one message is there when they are back."""
    with on(before_a_visit, tmp_path, sqlite_template) as (day, _):
        dsl, lead = OnSlack(day, DSL), OnWeb(day, LEAD)
        day.at("08:05")
        dsl.command("me")
        dsl.press("Change when I am asked")
        back = (day.now.date() + timedelta(days=7)).isoformat()
        assert "1 December 2026" in dsl.send(own_hours="Mon to Thu 8.30 to 16", minutes="20", pause_until=back)
        for _ in range(6):
            day.at("10:10", days=1)
            the_clock(day, silent=True)
        lead.home(quiet=True)
        lead.follow("Questions to the school")
        day.at("08:40", days=1)
        assert the_clock(day) == 1
        dsl.opens(day.slack.messages[-1])
        dsl.press("Read and answer")
        no_words_where_others_look(day)
        reads_as("week_on_leave", day)


def test_a_senco_handed_someone_elses_question(sqlite_template: Path, tmp_path: Path) -> None:
    with on(before_a_visit, tmp_path, sqlite_template) as (day, _):
        dsl, senco = OnSlack(day, DSL), OnWeb(day, SENCO)
        day.at("10:10")
        the_clock(day)
        dsl.home()
        dsl.press("Other ways")
        dsl.press("Hand it to a colleague")
        dsl.send(delegate=SENCO)
        dsl.press("Other ways")
        dsl.press("Not mine")
        assert "questions like it go to them from now on" in dsl.send(to=SENCO, often="always")

        day.at("12:45", days=1)
        the_clock(day)
        asked = senco.home()
        assert "DSL, Larkfield asks you to answer this, and stands by it" in asked
        senco.press("Answer")
        then = senco.press("Send my answer", answer="Pupils run the wombat council.", readers="school")
        assert "It was a question for the DSL, and was passed on to you." in then
        senco.press("Answer")
        senco.press("Send my answer", answer="The wombat line is read each hour.", readers="school")

        day.at("13:20")
        day.deliver()
        dsl.opens(day.slack.messages[-1])
        assert "Pupils run the wombat council." in dsl.press("Read and answer")
        dsl.press("I stand by it")
        dsl.home()
        no_words_where_others_look(day)
        reads_as("senco_handed_a_question", day)


def test_a_governors_evening(sqlite_template: Path, tmp_path: Path) -> None:
    with on(before_a_visit, tmp_path, sqlite_template) as (day, _):
        governor, head = OnWeb(day, GOVERNOR), OnSlack(day, HEAD)
        day.at("20:30")
        governor.home()
        governor.follow("My own questions")
        governor.press("Begin")
        governor.follow("Leadership and accountability")
        governor.press("Write")
        case = "One pupil in Year 4 with a hearing aid likes the wombat club."
        assert "Nothing has been saved" in governor.press("Keep it", answer=case)
        kept = governor.press(
            "Send what is in the box",
            answer="I sat in the hall at lunch and asked six pupils, wombat.",
            evidence="My visit note of October.",
        )
        assert "Nobody else sees it unless you share it" in kept
        governor.press("Write")
        governor.press("Keep it", answer="The wombat policy is on the agenda each term.")
        day.deliver()
        assert not day.slack.messages

        day.at("21:10")
        governor.home(quiet=True)
        governor.follow("My own questions", quiet=True)
        governor.follow("Leadership and accountability")
        governor.press("Who may read it")
        governor.press("Save", share="school")
        assert day.deliver()
        head.opens(day.slack.messages[-1])
        read = head.press("Read it")
        assert "six pupils" in read
        assert "agenda" not in read
        governor.home(quiet=True)
        governor.follow("My own questions", quiet=True)
        governor.follow("Leadership and accountability", quiet=True)
        governor.press("Remove for good")
        assert "gone" in governor.press("Go on", why="error")
        governor.home(quiet=True)
        governor.follow("My own questions", quiet=True)
        assert "six pupils" not in governor.follow("Leadership and accountability")
        no_words_where_others_look(day)
        kept_nowhere(tmp_path, "hearing aid")
        reads_as("governor_evening", day)
