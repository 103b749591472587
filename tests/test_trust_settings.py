"""The trust's settings: the page that says them, the dialogs that change them, and what follows from each."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.dialogs.announcements import Stage, approvers
from bot.domain import permission
from bot.domain.acts import About
from bot.domain.affirmation import State, Step
from bot.domain.changes_setup import TermsChanged
from bot.domain.people import Person
from bot.domain.permission import Act, Role
from bot.domain.quiet import QuietHours
from bot.domain.trust_settings import Approvers, Model, TrustSettings
from bot.message import Address, Answer
from store import people, reviews, trust_settings
from store.act_rows import Kind
from store.tables import ActRow, HistoryRow, RoomRow
from tests.fake_teams import TENANT
from tests.play import DPO, DSL, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, TRUSTEE, Play, labels, reply, words
from tests.scenes import agree, approve, draft, join, on_slack
from tests.values import BEGINS, REVIEW, affirmation, lead, reviewer, trust_lead

SETTINGS = (
    "set_quiet_hours",
    "set_posts_a_day",
    "set_approvers",
    "set_suggestions",
    "set_model",
    "set_channel",
    "add_days",
    "remove_days",
)


def settled(play: Play) -> TrustSettings:
    found: TrustSettings = play.inside(people.directory).settings
    return found


def page(play: Play, person: str = TRUST_LEAD) -> str:
    return words(play.see(person, "settings"))


def done(play: Play, dialog: str, **answers: Answer) -> str:
    turned = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, dialog), **answers)
    assert turned.kept, words(turned)
    return words(turned)


def test_every_setting_is_a_sentence_with_its_button_and_changes_are_in_the_history(any_play: Play) -> None:
    play = any_play
    said = page(play)
    assert "Nothing is sent between 18:00 and 07:30, at weekends, in school holidays or on bank holidays." in said
    assert "approved by the trust’s safeguarding lead (Trust safeguarding lead) or the lead of the review" in said
    assert "No terms or holidays are known yet" in said
    assert "Notes are kept for 365 days" in said
    assert "Changed on" not in said
    buttons = [label for card in play.see(TRUST_LEAD, "settings") for label in labels(card)]
    assert [label for label in buttons if label.startswith("Change")] == [
        "Change quiet hours",
        "Change the channel",
        "Change how many",
        "Change who approves",
        "Change suggestions",
        "Change how it is led",
        "Change how long",
    ]
    hours: dict[str, Answer] = {"quiet": "on", "begins": "17:30", "ends": "08:00", "also": ("weekends",)}
    assert "nothing is sent between 17:30 and 08:00, or at weekends" in done(play, "set_quiet_hours", **hours)
    done(play, "set_approvers", approvers="trust_lead")
    done(play, "set_suggestions", suggestions="off")
    done(play, "set_model", model="trust_team")
    assert "The channel has up to two posts of excellent practice a day." in said
    assert "up to one post of excellent practice a day" in done(play, "set_posts_a_day", posts_a_day="1")
    assert settled(play) == TrustSettings(
        QuietHours(begins="17:30", ends="08:00", holidays=False), Approvers.TRUST_LEAD, False, Model.TRUST_TEAM, 1
    )
    said = page(play)
    assert "Nothing is sent between 17:30 and 08:00, or at weekends." in said
    assert "Suggestions are off." in said
    assert "Changed on Tuesday 24 November 2026 by Trust safeguarding lead." in said
    made = play.rows(select(HistoryRow.about, HistoryRow.person, HistoryRow.fields).order_by(HistoryRow.id))[-5:]
    assert [row.about for row in made] == ["quiet_hours", "approvers", "suggestions", "model", "posts_a_day"]
    assert {row.person for row in made} == {TRUST_LEAD}
    assert made[2].fields == {"setting": "suggestions", "value": False}
    # The same once more changes nothing.
    again = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "set_quiet_hours"), **hours)
    assert (again.kept, "Nothing was changed." in words(again)) == (False, True)


@pytest.mark.parametrize(
    ("typed", "key", "sentence"),
    [
        ({"begins": "09:00"}, "begins", "Please choose a time from 12:00 to 23:59"),
        ({"ends": "7.30"}, "ends", "Please give a time, such as 10:40"),
    ],
)
def test_hours_that_will_not_do_are_given_back(
    empty_stage: Play, typed: dict[str, str], key: str, sentence: str
) -> None:
    hours: dict[str, Answer] = {"quiet": "on", "begins": "18:00", "ends": "07:30", "also": (), **typed}
    refused = empty_stage.answer(TRUST_LEAD, empty_stage.start(TRUST_LEAD, "set_quiet_hours"), **hours)
    (wrong,) = (item for item in reply(refused).inputs if item.error)
    assert (wrong.key, sentence in wrong.error) == (key, True)


def test_anybody_of_the_trust_reads_the_settings_and_only_its_lead_changes_them(empty_stage: Play) -> None:
    play = empty_stage
    for person in (HEAD, TRUSTEE, DPO):
        cards = play.see(person, "settings")
        assert "Nothing is sent between" in words(cards)
        offered = {label for card in cards for label in labels(card)}
        assert {one for one in offered if one.startswith("Change")} <= ({"Change how long"} if person == DPO else set())
        assert "Bank holidays in England and Wales" in words(play.see(person, "terms"))
        for dialog in SETTINGS:
            assert "Only the trust’s safeguarding lead changes its settings." in words(play.start(person, dialog))
    for view in ("settings", "terms"):
        assert "Nothing is sent" not in words(play.see(GUEST, view))
        assert "Bank holidays" not in words(play.see(GUEST, view))


def test_days_by_hand_are_kept_shown_and_taken_out_again(empty_stage: Play) -> None:
    play = empty_stage
    inset = {"sort": "inset", "first": "2026-11-27", "last": "", "whose": "school:larkfield"}
    done(play, "add_days", **inset)
    done(play, "add_days", sort="term", first="2026-09-02", last="2026-12-18", whose="trust")
    shown = words(play.see(TRUST_LEAD, "terms"))
    assert "Inset, Friday 27 November 2026" in shown
    assert "Autumn term, 2 September to 18 December 2026" in shown
    assert "Known until Friday 18 December 2026" in page(play)
    for wrong, sentence in (
        ({"last": "2026-11-26"}, "The last day is before the first"),
        ({"last": "2027-11-26"}, "longer than any term"),
        ({"sort": "term", "last": "2027-01-08", "whose": "trust"}, "There is a term in these days already"),
    ):
        refused = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "add_days"), **{**inset, **wrong})
        assert sentence in " ".join(item.error for item in reply(refused).inputs)
    assert not play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "add_days"), **inset).kept
    asked = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "remove_days"), whose="school:larkfield")
    (which,) = reply(asked).inputs
    assert [option.label for option in which.options] == ["Inset, 27 Nov 2026"]  # type: ignore[union-attr]
    assert play.answer(TRUST_LEAD, asked, which=("inset/2026-11-27/2026-11-27",)).kept
    assert list(play.inside(people.directory).calendar.sets) == ["trust"]
    kept = play.rows(select(HistoryRow.fields).where(HistoryRow.kind == TermsChanged.__name__).order_by(HistoryRow.id))
    assert kept[-1].fields == {
        "setting": "terms:school:larkfield",
        "added": [],
        "gone": ["inset/2026-11-27/2026-11-27"],
    }


def test_the_channel_is_chosen_and_what_is_shared_goes_there(play: Play, review: About) -> None:
    assert "stands on the web alone" in words(play.start(TRUST_LEAD, "set_channel"))
    on_slack(play, HEAD, TRUST_LEAD)
    join(play, review, "C0LARKFIELD")
    with play.store.writing() as session:
        people.add_address(session, Address("teams", TENANT, "5f0e"), TRUST_LEAD)
    slack, there = {"slack_where": "slack/T1", "slack_channel": "C0TRUST99"}, f"teams/{TENANT}"
    link = "https://teams.microsoft.com/l/channel/19%3Atrust_1%40thread.tacv2/General?groupId=x"
    none = {"slack_where": "no", "slack_channel": "", "teams_where": "no", "teams_channel": ""}
    for given, sentence in (
        ({"slack_where": "slack/T1"}, "Which channel?"),
        ({**slack, "slack_channel": "#general"}, "That is not a channel’s id in Slack"),
        ({"teams_where": there, "teams_channel": "C0TRUST99"}, "not a channel’s link in Teams"),
        ({**slack, "slack_channel": "C0LARKFIELD"}, "the room of a review"),
        ({**slack, "teams_channel": link}, "it is not to be posted there"),
        ({"slack_channel": "C0TRUST99"}, "it is not to be posted there"),
    ):
        refused = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "set_channel"), **none | given)
        assert sentence in " ".join(item.error for item in reply(refused).inputs)
    both = slack | {"teams_where": there, "teams_channel": link}
    posted = "in Slack, channel C0TRUST99, and in Teams, channel 19:trust_1@thread.tacv2"
    assert posted in done(play, "set_channel", **both)
    assert posted in page(play)
    shared = draft(play, review)
    agree(play, shared)
    approve(play, shared)
    posts = select(ActRow.channel).where(ActRow.kind == Kind.POST, ActRow.place_kind == "trust")
    assert sorted(row.channel for row in play.rows(posts)) == ["19:trust_1@thread.tacv2", "C0TRUST99", "trust"]
    # Another channel on one platform leaves the other's as it is.
    done(play, "set_channel", **both | {"slack_channel": "C0OTHER99"})
    kept = play.rows(select(HistoryRow.fields).where(HistoryRow.kind == "ChannelChosen").order_by(HistoryRow.id))
    assert kept[-1].fields == {"setting": "channel", "platform": "slack", "tenant": "T1", "channel": "C0OTHER99"}
    done(play, "set_channel", **both | {"slack_where": "no", "slack_channel": "C0OTHER99"})
    left = select(RoomRow.channel).where(RoomRow.review == "")
    assert [row.channel for row in play.rows(left)] == ["19:trust_1@thread.tacv2"]
    assert "on the web alone" in done(play, "set_channel", **none)
    rooms = play.rows(select(RoomRow.review, RoomRow.channel))
    assert [(row.review, row.channel) for row in rooms] == [(review.id, "C0LARKFIELD")]


# ── Who approves ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "drafted", "may"),
    [
        (Approvers.EITHER, reviewer, {lead, trust_lead}),
        (Approvers.EITHER, lead, {trust_lead}),
        (Approvers.TRUST_LEAD, reviewer, {trust_lead}),
        (Approvers.TRUST_LEAD, lead, {trust_lead}),
        (Approvers.TRUST_LEAD, trust_lead, {lead}),
        (Approvers.LEAD, reviewer, {lead}),
        # The lead drafted it: it does not get stuck.
        (Approvers.LEAD, lead, {trust_lead}),
    ],
)
def test_who_approves_is_as_the_trust_has_it_and_never_who_wrote_it(
    said: Approvers, drafted: Person, may: set[Person]
) -> None:
    review = replace(REVIEW, approvers=said)
    one = replace(affirmation(State.AGREED, drafter=drafted, agreed_by="head"), review=review, worded_by=drafted.id)
    can = {who for who in (lead, reviewer, trust_lead) if permission.may_take_step(who, one, Step.APPROVE, BEGINS)}
    assert can == may
    asked = approvers(one, Stage(review, trust_leads=(trust_lead.id,)))[0]
    assert asked in {who.id for who in may}
    table = permission.granted(Act.APPROVE_AFFIRMATION, said)
    assert table == {"either": {Role.TRUST_LEAD, Role.LEAD}, "trust_lead": {Role.TRUST_LEAD}, "lead": {Role.LEAD}}[said]


def test_who_approves_is_asked_offered_and_said(play: Play, review: About) -> None:
    done(play, "set_approvers", approvers="lead")
    shared = draft(play, review, person=REVIEWER)
    agree(play, shared)
    assert not approve(play, shared, TRUST_LEAD).kept
    assert approve(play, shared, LEAD).kept
    told = play.rows(select(ActRow.place).where(ActRow.notice == "approval_asked"))
    assert {row.place for row in told} == {LEAD}
    who_may = words(play.see(DSL, "who_may"))
    assert "To approve an affirmation for the channel, as a second person: The lead of a review" in who_may
    with play.store.reading() as session:
        assert reviews.load(session, review.id).approvers is Approvers.LEAD


def test_suggestions_are_the_trusts_word_before_the_installations(empty_stage: Play) -> None:
    def suggests(*, installation: bool) -> bool:
        with empty_stage.store.reading() as session:
            return trust_settings.suggests(session, installation)

    assert (suggests(installation=True), suggests(installation=False)) == (True, False)
    done(empty_stage, "set_suggestions", suggestions="on")
    assert suggests(installation=False)
    done(empty_stage, "set_suggestions", suggestions="off")
    assert not suggests(installation=True)


def test_whoever_acts_in_quiet_hours_is_told_from_when_on_others_hear_of_it(play: Play, review: About) -> None:
    on_slack(play, HEAD, LEAD, TRUST_LEAD)
    play.later(minutes=11 * 60)
    asked = play.start(LEAD, "draw_together", review)
    drawn = play.answer(LEAD, asked, areas=("A-2",), sure="yes")
    assert drawn.kept
    assert "Whoever hears of this in chat is told from Wednesday 25 November 2026, 07:30 on." in words(drawn)
    done_alone = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "set_suggestions"), suggestions="on")
    assert "It is quiet now" not in words(done_alone)
