"""A day of the visit from its draft to the school's answer: who is told, what each sees, and nothing is lost."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import ending
from bot.domain.acts import About
from bot.domain.changes import InvitationDeclined
from bot.domain.review import WhyNot
from bot.domain.timetable_changes import TimetableChange
from bot.handlers.slack.render import Labels, message, view
from bot.looks import Looks
from bot.message import Card, Turned, Visit
from bot.pack import pack, planned
from bot.timetable import sheet_of
from bot.wording import Wording
from store import timetables
from store.made import Made
from store.tables import HistoryRow, PersonRow
from store.timetable_rows import SlotRow, SlotVersionRow, WishRow
from tests.play import (
    DSL,
    GOVERNOR,
    GUEST,
    HEAD,
    LEAD,
    REVIEWER,
    TRUST_LEAD,
    TRUSTEE,
    WORDING,
    Play,
    button,
    labels,
    the,
    words,
)
from tests.scenes import on_slack, review_at
from tests.slack_blocks import check_message, check_modal

LATER = "Could the head come first, please? The hall is taken at ten."


def day(play: Play, review: About) -> About:
    return the("timetable", f"{review.id}/{play.today.isoformat()}")


def drafted(play: Play, review: About) -> About:
    assert play.start(LEAD, "plan_day", day(play, review)).kept
    return day(play, review)


def seen(play: Play, person: str, timetable: About) -> str:
    return words(play.see(person, "timetable", timetable))


def press(play: Play, person: str, timetable: About, label: str) -> Turned:
    (card, *_rest) = [card for card in play.see(person, "timetable", timetable) if label in labels(card)]
    return play.press(person, card, label)


def opened(play: Play, person: str, card: Card, label: str) -> tuple[Card, ...]:
    action = button(card, label).action
    assert isinstance(action, Visit)
    return play.visit(person, action)


def slots(play: Play, what: str) -> list[Any]:
    joined = (SlotVersionRow.slot == SlotRow.id) & (SlotVersionRow.version == SlotRow.version)
    found = select(SlotRow.id, SlotRow.version, SlotVersionRow.starts, SlotVersionRow.place, SlotVersionRow.gone)
    return list(play.rows(found.join(SlotVersionRow, joined).where(SlotVersionRow.what == what)))


def slot(play: Play, review: About, what: str) -> About:
    (found,) = slots(play, what)
    return the("slot", f"{review.id}/{found.id}/{found.version}")


def change(play: Play, person: str, about: About, **values: Any) -> Turned:
    asked = play.start(person, "change_slot", about)
    held = {item.key: item.value for item in asked.reply.inputs} if asked.reply else {}
    for key, value in held.items():
        held[key] = value[0] if key == "what" and isinstance(value, tuple) and value else value
    return play.answer(person, asked, **{**held, **values})


def agreed(play: Play, review: About) -> About:
    timetable = drafted(play, review)
    press(play, LEAD, timetable, "Send to the school")
    play.later(minutes=5)
    assert press(play, HEAD, timetable, "Agree").kept
    return timetable


def told(play: Play, person: str, notice: str) -> list[Card]:
    found = [card for act, card in play.notices() if (act.place, act.notice) == (person, notice)]
    return [card for card in found if card is not None]


def test_one_tap_drafts_a_day_nobody_else_is_told_of(play: Play, review: About) -> None:
    before = len(play.notices())
    (card,) = [card for card in play.home(LEAD) if "Plan the day" in labels(card)]
    shown = play.press(LEAD, card, "Plan the day")
    said = words(shown)
    assert "Nobody has been told" in said
    assert "09:00–09:40 Headteacher · Lead reviewer (DSL, Bridgewater)" in said
    assert "12:30–13:00 Break · the whole team" in said
    assert "15:00–15:45 Drawing together" in said
    assert len(play.notices()) == before
    assert "A draft that the school has not seen" in seen(play, REVIEWER, day(play, review))
    for other in (HEAD, DSL, GOVERNOR, TRUST_LEAD, TRUSTEE):
        assert "not here for you" in seen(play, other, day(play, review))
        assert "The timetable" not in [label for card in play.home(other) for label in labels(card)]
    for other in (REVIEWER, GUEST, HEAD, TRUST_LEAD):
        for dialog in ("plan_day", "add_slot", "send_timetable"):
            assert not play.start(other, dialog, day(play, review)).kept
    assert "has a timetable already" in words(play.start(LEAD, "plan_day", day(play, review)))
    assert not [card for card in play.home(LEAD) if "Plan the day" in labels(card)]


def test_a_slot_is_added_changed_and_taken_out_and_a_clash_is_said_in_words(play: Play, review: About) -> None:
    timetable = drafted(play, review)
    asked = press(play, LEAD, timetable, "Add something")
    values: dict[str, Any] = {
        "what": "travel",
        "starts": "09:10",
        "minutes": "20",
        "where": "to the infants’ site",
        "who": (LEAD, GUEST),
    }
    again = play.answer(LEAD, asked, **values)
    assert again.problem
    (error,) = [item.error for item in again.reply.inputs if item.error] if again.reply else [""]
    assert "Lead reviewer (DSL, Bridgewater) is somewhere else then: 09:00–09:40, Headteacher." in error
    late = play.answer(LEAD, again, **{**values, "starts": "17:50"})
    assert "would last until 18:10, and a day here ends at 18:00" in str(late.reply)
    done = play.answer(LEAD, late, **{**values, "starts": "14:15"})
    assert "14:15–14:35 Travel, to the infants’ site · Lead reviewer (DSL, Bridgewater), Guest" in words(done)
    named = change(play, LEAD, slot(play, review, "travel"), where="Mrs Potter has it")
    assert named.problem
    assert "Potter" not in play.dump()
    done = change(play, LEAD, slot(play, review, "travel"), starts="14:20", where="the annexe")
    assert "14:20–14:40 Travel, the annexe" in words(done)
    asked = play.start(LEAD, "remove_slot", slot(play, review, "travel"))
    assert "Travel" not in words(play.answer(LEAD, asked, sure="yes"))
    assert [row.place for row in play.rows(select(SlotVersionRow.place).where(SlotVersionRow.what == "travel"))] == [
        *("to the infants’ site", "the annexe", "the annexe"),
    ]


def test_others_of_the_team_change_their_own_slots_and_no_others(play: Play, review: About) -> None:
    drafted(play, review)
    assert change(play, REVIEWER, slot(play, review, "dsl"), where="the office").kept
    assert "the lines that are theirs" in words(play.start(REVIEWER, "change_slot", slot(play, review, "head")))
    assert "plans its days" in words(play.start(REVIEWER, "remove_slot", slot(play, review, "dsl")))
    assert not play.start(HEAD, "change_slot", slot(play, review, "head")).kept


def test_the_school_reads_the_whole_day_and_agrees_and_the_team_is_told_once(play: Play, review: About) -> None:
    timetable = drafted(play, review)
    press(play, LEAD, timetable, "Send to the school")
    assert "The school has it as it stands" in words(play.start(LEAD, "send_timetable", timetable))
    for host in (HEAD, DSL):
        (card,) = told(play, host, "timetable_sent")
        assert card.notice == "A question for you, two minutes"
        assert card.quiet
        assert "09:50–10:40 DSL · Reviewer" in words(opened(play, host, card, "Read and answer"))
        assert [one for one in play.home(host) if "The timetable" in labels(one)]
    assert "not here for you" in seen(play, GOVERNOR, timetable)
    done = press(play, DSL, timetable, "Agree")
    assert "It is agreed" in words(done)
    assert told(play, HEAD, "timetable_sent") == []
    for person in (LEAD, REVIEWER, GUEST):
        assert len(told(play, person, "timetable_agreed")) == 1
    assert "Agreed with the school" in seen(play, REVIEWER, timetable)
    assert "Agree" not in [label for card in play.see(HEAD, "timetable", timetable) for label in labels(card)]


def test_a_change_after_agreement_is_told_once_and_shown_in_words(play: Play, review: About) -> None:
    timetable = agreed(play, review)
    change(play, LEAD, slot(play, review, "staff"), starts="14:20")
    change(play, LEAD, slot(play, review, "head"), where="the office")
    play.answer(LEAD, play.start(LEAD, "remove_slot", slot(play, review, "lesson")), sure="yes")
    for person in (REVIEWER, GUEST):
        assert len(told(play, person, "timetable_changed")) == 1
    assert told(play, LEAD, "timetable_changed") == []
    for person in (LEAD, REVIEWER, HEAD):
        said = seen(play, person, timetable)
        assert "Changed since the school agreed" in said
        assert "Staff: now 14:20–14:50, was 13:00–13:30" in said
        assert "Headteacher: 09:00–09:40; now in: the office" in said
        assert re.search(r"No longer: \d\d:\d\d–\d\d:\d\d Lesson", said)
    assert [card for card in play.home(LEAD) if card.title == "Changed since the school agreed"]
    press(play, LEAD, timetable, "Send it again")
    assert "was 13:00–13:30" in seen(play, HEAD, timetable)
    press(play, HEAD, timetable, "Agree")
    assert "Changed since" not in seen(play, LEAD, timetable)
    assert told(play, REVIEWER, "timetable_changed") == []


def test_the_school_asks_for_a_change_in_its_own_words_which_the_lead_reads(play: Play, review: About) -> None:
    timetable = drafted(play, review)
    press(play, LEAD, timetable, "Send to the school")
    asked = press(play, HEAD, timetable, "Ask for a change")
    assert play.answer(HEAD, asked, wish="Mrs Potter is away at ten.").problem
    done = play.answer(HEAD, asked, wish=LATER)
    assert done.kept
    assert LATER not in words(done).partition("The school asks")[0]
    (card,) = told(play, LEAD, "timetable_change_asked")
    assert LATER not in words(card)
    assert told(play, REVIEWER, "timetable_change_asked") == []
    assert f"The school asks: {LATER}" in seen(play, LEAD, timetable)
    assert len([card for card in play.home(LEAD) if card.title == "The school asks for a change"]) == 1
    assert [row.text for row in play.rows(select(WishRow.text))] == [LATER]
    play.later(minutes=1)
    assert change(play, LEAD, slot(play, review, "head"), starts="10:00").kept
    press(play, LEAD, timetable, "Send it again")
    assert LATER not in seen(play, HEAD, timetable)
    assert "Does this day suit the school?" in seen(play, HEAD, timetable)


def test_nobody_agrees_to_what_they_have_not_read(play: Play, review: About) -> None:
    timetable = drafted(play, review)
    press(play, LEAD, timetable, "Send to the school")
    (card, *_rest) = play.see(HEAD, "timetable", timetable)
    change(play, LEAD, slot(play, review, "staff"), starts="14:20")
    late = play.press(HEAD, card, "Agree")
    assert "changed since you opened it, so nothing is agreed yet" in words(late)
    assert "14:20–14:50 Staff" in words(late)
    assert play.press(HEAD, late, "Agree").kept


def test_two_who_change_one_slot_at_once_lose_nothing_on_either_database(any_play: Play) -> None:
    play, review = any_play, review_at(any_play)
    timetable = drafted(play, review)
    about = slot(play, review, "dsl")
    first, other = play.start(LEAD, "change_slot", about), play.start(REVIEWER, "change_slot", about)
    values: dict[str, Any] = {"what": "dsl", "minutes": "50", "who": (REVIEWER,)}
    assert play.answer(LEAD, first, **values, starts="10:00", where="the office").kept
    behind = play.answer(REVIEWER, other, **values, starts="09:45", where="the library")
    assert behind.problem
    assert "It was changed meanwhile" in words(behind)
    assert "10:00–10:50, DSL, the office" in words(behind)
    assert "the library" in repr(behind.reply)
    both: dict[str, Any] = {**values, "starts": "09:45", "where": "the library"}
    assert "Nothing was changed" in words(play.answer(REVIEWER, behind, **both, meanwhile="theirs"))
    assert "10:00–10:50 DSL, the office" in seen(play, REVIEWER, timetable)
    again = play.start(REVIEWER, "change_slot", about)
    assert play.answer(REVIEWER, again, **both, meanwhile="mine").kept
    assert "09:45–10:35 DSL, the library" in seen(play, LEAD, timetable)
    about = slot(play, review, "dsl")
    forms = [(who, play.start(who, "change_slot", about)) for who in (LEAD, REVIEWER)]
    with ThreadPoolExecutor(2) as pool:
        came = pool.map(lambda one: play.answer(*one, **{**values, "starts": "09:45", "where": "the hall"}), forms)
        assert sorted(turned.kept for turned in came) == [False, True]
    assert slot(play, review, "dsl").id.endswith("/4")
    places = play.rows(
        select(SlotVersionRow.place).where(SlotVersionRow.what == "dsl").order_by(SlotVersionRow.version)
    )
    assert [row.place for row in places] == ["", "the office", "the library", "the hall"]


def test_a_slot_taken_out_meanwhile_can_be_put_back_and_is_not_taken_out_unseen(play: Play, review: About) -> None:
    timetable = drafted(play, review)
    about = slot(play, review, "staff")
    form = play.start(LEAD, "remove_slot", about)
    change(play, LEAD, about, where="the hall")
    asked = play.answer(LEAD, form, sure="yes")
    assert "It was changed meanwhile" in words(asked)
    play.answer(LEAD, asked, sure_now="yes")
    assert "13:00–13:30 Staff" not in seen(play, REVIEWER, timetable)
    assert "on no day yet: Staff" in seen(play, REVIEWER, timetable)
    assert "taken out already" in words(play.start(LEAD, "remove_slot", about))
    assert "taken out of the day meanwhile" in words(play.start(LEAD, "change_slot", about))
    assert change(play, LEAD, about, meanwhile="mine").kept
    assert "Staff, the hall" in seen(play, REVIEWER, timetable)


def test_the_second_door_and_home_say_whom_one_is_with_now(play: Play, review: About) -> None:
    drafted(play, review)
    change(play, REVIEWER, slot(play, review, "dsl"), where="the office")
    play.now = datetime(2026, 11, 24, 9, 55, tzinfo=UTC)
    mine, others = play.see(REVIEWER, "with", the("meeting", review.id))
    assert "Now: 09:50–10:40 DSL, the office" in words(mine)
    said = words(mine)
    assert said.index("Now: 09:50") < said.index("Next: 1") < said.index("Earlier: 08:30–09:00 Arrival")
    assert "Arrival · with Lead reviewer (DSL, Bridgewater), Guest" in words(mine)
    pressed = button(mine, "Now: 09:50 DSL")
    assert pressed.primary
    assert "The DSL" in words(opened(play, REVIEWER, mine, pressed.label))
    assert "The DSL" not in labels(others)
    assert "The headteacher" in labels(others)
    (card,) = [card for card in play.home(REVIEWER) if card.title == "Now: DSL"]
    assert "Today at Larkfield Primary: 09:50–10:40 DSL, the office. After that" in words(card)
    assert "The DSL" in words(opened(play, REVIEWER, card, "Questions for this"))
    play.later(hours=10)
    assert not [card for card in play.home(REVIEWER) if card.title.startswith(("Now", "Next"))]
    play.later(days=1)
    assert "Who are you with?" in [card.title for card in play.see(REVIEWER, "with", the("meeting", review.id))]


def test_the_day_is_read_in_the_trusts_zone(play: Play, review: About) -> None:

    drafted(play, review)
    there = Looks(play.store, Wording(zone="Asia/Kathmandu"), clock=lambda: datetime(2026, 11, 24, 3, 20, tzinfo=UTC))
    titles = [card.title for card in there.visit(play.who(LEAD), Visit("home", the("trust", "trust")))]
    assert "Now: Headteacher" in titles


def test_a_day_that_is_none_of_the_visits_is_not_there(play: Play, review: About) -> None:
    for wrong in ("2026-11-23", "2026-12-24", "tomorrow", "2026-11-24/x"):
        assert "not here for you" in words(play.start(LEAD, "plan_day", the("timetable", f"{review.id}/{wrong}")))
    for about in ("gone/gone/1", f"{review.id}/gone/1", f"{review.id}/gone"):
        assert "not here for you" in words(play.start(LEAD, "change_slot", the("slot", about)))
    second = the("timetable", f"{review.id}/{(play.today + timedelta(days=1)).isoformat()}")
    drafted(play, review)
    assert press(play, LEAD, day(play, review), "Plan Wednesday 25 November 2026").kept
    assert "Wednesday 25 November 2026" in seen(play, REVIEWER, second)
    assert "Tuesday 24 November 2026" in [
        label for card in play.see(LEAD, "timetable", second) for label in labels(card)
    ]


def test_it_all_goes_in_slack_and_the_history_holds_ids_alone(play: Play, review: About) -> None:
    on_slack(play, LEAD, HEAD)
    timetable = drafted(play, review)
    change(play, LEAD, slot(play, review, "head"), where="the office")
    press(play, LEAD, timetable, "Send to the school")
    asked = press(play, HEAD, timetable, "Ask for a change")
    assert play.answer(HEAD, asked, wish=LATER).kept

    for person in (LEAD, HEAD):
        cards = play.see(person, "timetable", timetable)
        check_message(message(cards, Labels())["blocks"])
        check_modal(view(cards, Labels()))
        assert "The timetable" in message(cards, Labels())["text"]
        assert "Headteacher" in str(message(cards, Labels())["blocks"])
    history = play.rows(select(HistoryRow.kind, HistoryRow.fields))
    assert {"DayPlanned", "SlotAdded", "SlotChanged", "TimetableSent", "TimetableChangeAsked"} <= {
        r.kind for r in history
    }
    kept = {change.__name__: set(change.KEPT) for change in TimetableChange.__args__}
    assert all(set(row.fields) == kept[row.kind] for row in history if row.kind in kept)
    assert "office" not in str(history)
    assert LATER not in str(history)


@pytest.mark.parametrize("dialog", ["agree_timetable", "ask_timetable_change"])
def test_only_the_host_answers_and_only_what_was_sent(play: Play, review: About, dialog: str) -> None:
    timetable = drafted(play, review)
    for person in (HEAD, DSL, LEAD, REVIEWER, GOVERNOR, TRUST_LEAD):
        assert "once the lead has sent them the day" in words(play.start(person, dialog, timetable))


def test_who_leaves_the_team_is_missed_on_the_day_and_the_lead_is_told_in_words(play: Play, review: About) -> None:
    timetable = drafted(play, review)
    alone, beside = "Single central record", "Group of pupils"

    def line(person: str, what: str) -> str:
        return next(line for line in seen(play, person, timetable).splitlines() if f" {what}" in line)

    before = line(REVIEWER, beside)
    assert "Somebody is missing from the day" not in words(play.home(LEAD))
    gone = InvitationDeclined(review.id, GUEST, WhyNot.UNSAID)
    with play.store.writing() as session:
        ending.make(session, [gone], Made(GUEST, play.now, "web", "", ""), lambda *_: None, play.fresh)
    (notice,) = told(play, LEAD, "invitation_declined")
    assert "The timetable of Tuesday 24 November 2026 still has them on it." in words(notice)
    (missing,) = [card for card in play.home(LEAD) if card.title == "Somebody is missing from the day"]
    assert "Guest reviewer (another trust) is no longer on the team. Please see who takes:" in words(missing)
    assert "09:00–09:40 Single central record · nobody yet" in words(missing)
    assert "10:50–11:30 Group of pupils · Lead reviewer (DSL, Bridgewater)" in words(missing)
    assert any(beside in words(card) for card in opened(play, LEAD, missing, "The timetable"))
    assert not [card for card in play.home(LEAD) if card.title == "Somebody cannot join"], "said once on Home"
    assert "Guest reviewer" in before
    assert "Guest reviewer" not in line(REVIEWER, beside)
    assert line(REVIEWER, alone).endswith("nobody yet")
    held = play.inside(lambda session: timetables.named(session, timetable.id))
    assert "nobody yet" in pack(held.review, planned(WORDING, (held,)))
    visit = Visit("timetable", timetable)
    sheet = play.looks.own_page(play.who(LEAD), lambda look: sheet_of(look, visit.about.id))
    assert sheet is not None
    assert [row.who for row in sheet.rows if row.what == alone] == ["nobody yet"]
    assert "Break" not in words(missing), "all who are left are there"
    assert change(play, LEAD, slot(play, review, "single_central_record"), who=(REVIEWER,)).kept
    (missing,) = [card for card in play.home(LEAD) if card.title == "Somebody is missing from the day"]
    assert alone not in words(missing)
    play.later(hours=7)
    assert "Somebody is missing" not in words(play.home(LEAD)), "the day is as good as over"


def test_a_guest_whose_last_day_comes_before_a_planned_day_is_missed_there(play: Play, review: About) -> None:
    with play.store.writing() as session:
        session.get_one(PersonRow, GUEST).until = play.today + timedelta(days=1)
    drafted(play, review)
    assert "Somebody is missing" not in words(play.home(LEAD))
    second = the("timetable", f"{review.id}/{(play.today + timedelta(days=2)).isoformat()}")
    assert play.start(LEAD, "plan_day", second).kept
    assert "no longer on the team" in words(play.home(LEAD))
