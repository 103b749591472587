"""A team after its review was planned: guests by hand, somebody more, somebody less, and whoever cannot come after all."""

import re
from datetime import timedelta

from sqlalchemy import select

from bot.domain.acts import About
from bot.domain.review import Seat, Standing
from bot.invitation import Invited
from bot.message import Visit
from store import people, reviews, sign_in
from store.tables import HistoryRow, MemberRow, PersonRow
from tests.play import (
    DPO,
    GUEST,
    HEAD,
    LEAD,
    REVIEWER,
    TRUST_LEAD,
    WORDING,
    Play,
    labels,
    reply,
    words,
)
from tests.scenes import accept, plan, take_note

NEW = {"name": "Ida Fell", "their_trust": "Fenway Academies", "email": "Ida.Fell@fenway.example"}


def standing(play: Play, review: About) -> dict[str, str]:
    rows = play.rows(select(MemberRow.person, MemberRow.standing).where(MemberRow.review == review.id))
    return {row.person: row.standing for row in rows}


def told(play: Play, person: str) -> str:
    return words(play.home(person))


def may_come_in(play: Play, person: str) -> bool:
    return bool(play.inside(lambda session: sign_in.whoever_may_come_in(session, person, play.today)))


def test_a_guest_is_added_by_hand_to_one_review_until_its_end(any_play: Play) -> None:
    play = any_play
    review = plan(play, team=(REVIEWER,))
    accept(play, review, LEAD, REVIEWER)
    done = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "add_guest", review), **NEW)
    assert done.kept, words(done)
    # Where no web can be reached, it says that nobody was invited, and the guest is there all the same.
    assert "No invitation was made" in words(done)
    known = play.inside(people.directory)
    (ida,) = (one for one in known.people.values() if one.name == "Ida Fell")
    assert (ida.guest_of, ida.email, ida.posts) == ("Fenway Academies", "ida.fell@fenway.example", frozenset())
    member = play.inside(lambda session: reviews.load(session, review.id)).member(ida)
    assert (ida.until, member.seat, member.standing) == (play.today + timedelta(days=2), Seat.GUEST, Standing.INVITED)
    assert may_come_in(play, ida.id)
    with play.store.writing() as session:
        people.add_address(session, play.who(ida.id), ida.id)
    accept(play, review, ida.id)
    take_note(play, ida.id, review, "The gate is watched at the start of each day.")
    assert "Ida Fell" in words(play.see(LEAD, "team", review))
    # Again with the same address: while they are here, and once their time is over.
    second = plan(play, school="stanmoor", lead=LEAD, team=(), areas=("A-1",))
    refused = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "add_guest", second), **NEW)
    assert "still on another review" in next(item.error for item in reply(refused).inputs if item.error)
    play.later(days=3)
    assert not may_come_in(play, ida.id)
    third = plan(play, lead=LEAD, team=(), areas=("A-1",))
    asked = play.start(TRUST_LEAD, "add_guest", third)
    assert play.answer(TRUST_LEAD, asked, **{**NEW, "name": "Ida Fell-Marsh"}).kept
    again = play.inside(people.directory).people[ida.id]
    assert (again.name, again.until) == ("Ida Fell-Marsh", play.today + timedelta(days=2))
    assert may_come_in(play, ida.id)
    history = repr(play.rows(select(HistoryRow.kind, HistoryRow.fields)))
    assert "GuestReturned" in history
    assert not re.search("Ida|fenway", history, re.IGNORECASE)


def test_an_invitation_that_was_made_stands_in_the_reply_and_in_the_history_alone(empty_stage: Play) -> None:
    play = empty_stage
    review, sent = plan(play), []
    facts = {"link": "https://trust.example/sign-in/link/abc", "until": play.today}

    def inviting(_session: object, by: object, person: str) -> Invited:
        del by
        return Invited("invited_by_link", True, facts, after=lambda: sent.append(person))

    object.__setattr__(play.turns, "inviting", inviting)
    done = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "add_guest", review), **{**NEW, "email": ""})
    assert str(facts["link"]) in words(done)
    assert "whoever opens it comes in as them" in words(done)
    (guest,) = sent
    assert str(facts["link"]) not in play.dump()
    assert [row.fields for row in play.rows(select(HistoryRow.fields).filter_by(kind="PersonInvited"))] == [
        {"person": guest}
    ]
    # One that could not be made leaves nothing to say that it was.
    wait = play.now + timedelta(hours=1)
    object.__setattr__(play.turns, "inviting", lambda *_: Invited("invited_too_often", facts={"until": wait}))
    refused = play.start(TRUST_LEAD, "invite_person", given={"whom": guest})
    assert "tried too often" in words(refused)
    assert not refused.kept
    assert len(play.rows(select(HistoryRow.id).filter_by(kind="PersonInvited"))) == 1


def test_only_the_trusts_lead_adds_a_guest_and_only_while_the_visit_is_not_over(play: Play, review: About) -> None:
    for person in (LEAD, REVIEWER, GUEST, HEAD, DPO):
        assert "Only the trust’s safeguarding lead adds a guest" in words(play.start(person, "add_guest", review))
    for typed, key, sentence in (
        ({"email": "ida at fenway"}, "email", "not an e-mail address"),
        ({"their_trust": ""}, "their_trust", "answer this one"),
        ({"name": "Trustee", "email": ""}, "email", "somebody of this name"),
        ({"name": "Ida, born 01/02/2015"}, "name", "more than a name"),
    ):
        refused = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "add_guest", review), **{**NEW, **typed})
        (wrong,) = (item for item in reply(refused).inputs if item.error)
        assert (wrong.key, sentence in wrong.error) == (key, True), wrong
    with play.store.writing() as session:
        session.get_one(PersonRow, REVIEWER).email = "ida.fell@fenway.example"
    refused = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "add_guest", review), **NEW)
    assert "Somebody of your own trust" in next(item.error for item in reply(refused).inputs if item.error)
    play.later(days=3)
    assert "is over" in words(play.start(TRUST_LEAD, "add_guest", review))


def test_a_reviewer_who_cannot_come_says_so_and_the_lead_asks_somebody_instead(any_play: Play) -> None:
    play = any_play
    review = plan(play, team=(REVIEWER, GUEST))
    accept(play, review, LEAD, REVIEWER, GUEST)
    take_note(play, REVIEWER, review, "Visitors are met at the gate.")
    leaving = play.start(REVIEWER, "leave_team", review)
    assert not play.answer(REVIEWER, leaving, reason="no_time", sure="not_yet").kept
    leaving = play.start(REVIEWER, "leave_team", review)
    assert play.answer(REVIEWER, leaving, reason="no_time", sure="yes").kept
    assert standing(play, review)[REVIEWER] == "left"
    # What they wrote stays; they read and write no more of it, and nothing is offered them.
    assert "Only the review team" in words(play.start(REVIEWER, "take_note", review))
    assert "Larkfield" not in told(play, REVIEWER)
    assert "Visitors are met" in words(play.see(LEAD, "notes", review))
    assert "cannot come after all" in words(play.see(LEAD, "team", review))
    news = next(card for card in play.home(LEAD) if card.title == "Somebody cannot come after all")
    instead = play.press(LEAD, news, "Ask somebody instead")
    listed = {option.value for item in reply(instead).inputs for option in item.options}  # type: ignore[union-attr]
    assert REVIEWER in listed, "they may be asked again"
    assert not listed & {LEAD, GUEST, HEAD, "larkfield-dsl"}
    assert play.answer(LEAD, instead, whom="bridgewater-head").kept
    assert "You are asked to join" in told(play, "bridgewater-head")
    accept(play, review, "bridgewater-head")
    assert standing(play, review)["bridgewater-head"] == "accepted"
    of_teams = select(HistoryRow.kind, HistoryRow.fields).where(HistoryRow.kind.in_(("MemberAsked", "TeamLeft")))
    made = {row.kind: row.fields for row in play.rows(of_teams)}
    assert made == {
        "TeamLeft": {"review": review.id, "person": REVIEWER, "by": REVIEWER, "reason": "no_time"},
        "MemberAsked": {"review": review.id, "person": "bridgewater-head", "seat": "reviewer"},
    }
    # The reviewer finds time after all.
    again = play.start(LEAD, "ask_reviewer", review)
    assert play.answer(LEAD, again, whom=REVIEWER).kept
    accept(play, review, REVIEWER)
    take_note(play, REVIEWER, review, "The log is read each week.")


def test_somebody_is_taken_off_a_team_and_is_told_kindly(play: Play, review: About) -> None:
    for person in (REVIEWER, GUEST, HEAD, DPO):
        assert "changes the team" in words(play.start(person, "let_go", review))
    asked = play.start(LEAD, "let_go", review)
    listed = {option.value for item in reply(asked).inputs for option in item.options}  # type: ignore[union-attr]
    assert LEAD not in listed
    done = play.answer(LEAD, asked, whom=GUEST, sure="yes")
    assert "Ask somebody instead" in labels(done)
    assert not may_come_in(play, GUEST), "a guest who is on no team is out with the next page"
    done = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "let_go", review), whom=REVIEWER, sure="yes")
    assert done.kept
    assert "Nothing more is asked of you" in told(play, REVIEWER)
    assert "Somebody cannot come after all" in told(play, LEAD), "who leads hears what the trust lead did"
    assert "nobody else on the team" in words(play.start(LEAD, "let_go", review))


def test_a_guest_who_was_let_go_may_be_asked_onto_a_later_review(play: Play, review: About) -> None:
    with play.store.writing() as session:
        session.get_one(PersonRow, GUEST).until = play.today + timedelta(days=2)
    assert play.answer(LEAD, play.start(LEAD, "let_go", review), whom=GUEST, sure="yes").kept
    play.later(days=10)
    assert not may_come_in(play, GUEST)
    later = plan(play, school="stanmoor", lead=LEAD, team=(GUEST,), areas=("A-1",))
    assert may_come_in(play, GUEST)
    accept(play, later, GUEST)
    take_note(play, GUEST, later, "Visitors are met at the gate.")


def test_a_lead_who_cannot_come_hands_it_to_the_trust_lead(play: Play, review: About) -> None:
    left = play.answer(LEAD, play.start(LEAD, "leave_team", review), reason="unsaid", sure="yes")
    assert "safeguarding lead knows" in words(left)
    # What cannot wait goes to the trust lead until somebody leads again.
    take_note(play, REVIEWER, review, "The back gate stands open all day.", urgent="yes")
    urgent = [act.place for act, _ in play.notices() if act.notice == "tell_school_today"]
    assert TRUST_LEAD in urgent
    planned = next(card for card in play.home(TRUST_LEAD) if "Name another lead" in labels(card))
    assert "led it and cannot come after all" in words(planned)
    named = play.press(TRUST_LEAD, planned, "Name another lead")
    assert play.answer(TRUST_LEAD, named, lead=REVIEWER).kept
    loaded = play.inside(lambda session: reviews.load(session, review.id))
    assert (loaded.lead.id, loaded.is_without_lead(play.today)) == (REVIEWER, False)
    # The one who left may lead again, once they say yes again.
    named = play.start(TRUST_LEAD, "name_lead", review)
    assert play.answer(TRUST_LEAD, named, lead=LEAD).kept
    assert standing(play, review)[LEAD] == "invited"


def test_the_page_of_a_team_is_for_those_who_may_know_it_and_offers_each_what_is_theirs(
    play: Play, review: About
) -> None:
    wanted = {
        TRUST_LEAD: {
            "Ask somebody onto it",
            "Take somebody off it",
            "Add a guest",
            "Name another lead",
            "Invite again",
        },
        LEAD: {"Ask somebody onto it", "Take somebody off it", "I cannot come"},
        REVIEWER: {"I cannot come"},
        GUEST: {"I cannot come"},
        HEAD: set(),
    }
    for person, offered in wanted.items():
        (card,) = play.visit(person, Visit("team", review))
        assert set(labels(card)) == offered | {"Home"}, person
        assert "Lead reviewer" in words(card)
    for person in (DPO, "trustee", "bridgewater-head"):
        assert "Lead reviewer" not in words(play.visit(person, Visit("team", review)))
    assert WORDING.has("who_may", "act_leave_team")


def test_nothing_is_written_for_a_visit_whose_last_day_was_ended_and_what_is_there_is_put_right(
    play: Play, review: About
) -> None:
    note = take_note(play, REVIEWER, review, "Visitors are met at the gate.")
    play.later(days=2)
    ending = play.answer(LEAD, play.start(LEAD, "end_day", review), which="today", read="yes")
    for _ in range(2):
        if reply(ending).inputs:
            first = (play.today + timedelta(days=7)).isoformat()
            ending = play.answer(LEAD, ending, read="yes", first=first, send="yes", which="today")
    assert "End the day" not in {label for card in play.home(LEAD) for label in labels(card)}
    assert "Write a note" in {label for card in play.home(REVIEWER) for label in labels(card)}, "until midnight"
    play.later(days=1)
    for dialog in ("take_note", "type_up"):
        assert "nothing more is written for it" in words(play.start(REVIEWER, dialog, review))
    assert not {"Write a note", "Type up notes"} & {label for card in play.home(REVIEWER) for label in labels(card)}
    late = play.start(REVIEWER, "take_note", review, {"text": "The gate is open at four."})
    assert not late.kept
    edited = play.answer(REVIEWER, play.start(REVIEWER, "edit_note", note), text="Visitors are met at the front gate.")
    assert edited.kept
