"""Whom a card waits for; who agrees, is asked and is named; and input that will not do: clear sentences, nothing posted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain import library_permission as may
from bot.domain.acts import About, Notice
from bot.domain.affirmation import State
from bot.domain.card_way import Around, Wait, waiting
from bot.domain.changes_people import PersonLeft
from bot.domain.people import Person
from bot.domain.practice_words import LONGEST, Named, Naming
from bot.domain.trust_settings import Approvers
from bot.inputs import ChoiceInput
from bot.message import Turned
from store.tables import ActRow, AffirmationRow, HistoryRow
from tests import values
from tests.asking import made
from tests.play import DSL, GOVERNOR, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, TRUSTEE, Play, labels, reply, words
from tests.scenes import SURE, agree, approve, card, draft, posted, take_note

# ── Whom it waits for ───────────────────────────────────────────────────────────────────────

EVERYBODY = {one.id: one for one in (*values.EVERYBODY, replace(values.dsl, id="dsl-left", left=values.BEGINS))}
# state, delegate, what is waited for, who has it, who may as well
WAITS = """
drafted    .         words              reviewer    .
worded     .         agreement          head        .
worded     dsl       agreement          dsl         .
worded     dsl-left  agreement          head        .
worded     colleague agreement          head        .
agreed     .         approval           trust-lead  lead
approved   .         posting            .           .
posted     .         nothing            .           .
paused     .         school             head        trust-lead
paused     dsl       school             dsl         trust-lead
withdrawn  .         over               .           .
"""


@pytest.mark.parametrize("row", WAITS.strip().splitlines())
def test_in_each_state_one_person_has_it(row: str) -> None:
    state, delegate, what, person, also = (value.replace(".", "") for value in row.split())
    agreed = "head" if state == "agreed" else ""
    found = replace(values.affirmation(State(state), agreed_by=agreed), delegate=delegate)
    around = Around((values.head,), (values.trust_lead,), EVERYBODY.get(delegate))
    wait = waiting(found, around, values.BEGINS)
    assert (wait.what, wait.person.id if wait.person else "") == (Wait(what), person)
    assert [one.id for one in wait.also] == also.split()


def test_where_a_school_has_no_head_the_trust_lead_says_who_agrees() -> None:
    wait = waiting(values.affirmation(State.WORDED), Around((), (values.trust_lead,)), values.BEGINS)
    assert (wait.what, wait.person) == (Wait.SOMEBODY_TO_AGREE, values.trust_lead)


@pytest.mark.parametrize(
    ("approvers", "drafter", "first"),
    [
        (Approvers.LEAD, values.reviewer, "lead"),
        (Approvers.LEAD, values.lead, "trust-lead"),
        (Approvers.TRUST_LEAD, values.reviewer, "trust-lead"),
        (Approvers.EITHER, values.lead, "trust-lead"),
    ],
)
def test_the_second_person_who_has_it_is_one_who_may(approvers: Approvers, drafter: Person, first: str) -> None:
    found = values.affirmation(State.AGREED, drafter=drafter, agreed_by="head")
    found = replace(found, review=replace(found.review, approvers=approvers))
    wait = waiting(found, Around((values.head,), (values.trust_lead,)), values.BEGINS)
    assert wait.person is not None
    assert wait.person.id == first


# Who may hand agreement on, with a head and without; choose whom to ask; ask somebody to be named; answer that; follow it.
PEOPLE = """
what            lead reviewer guest head dsl governor trust-lead trustee colleague own-staff
hand            .    .        .     yes  .   .        .          .       .         .
hand_no_head    .    .        .     yes  .   .        yes        .       .         .
choose_contact  .    .        .     yes  .   .        .          .       .         yes
speak           .    .        .     yes  .   yes      .          .       .         .
answer_naming   .    .        .     .    yes .        .          .       .         .
follow          yes  yes      yes   yes  yes yes      yes        .       .         .
"""


def test_each_of_its_people_may_do_what_the_table_says() -> None:
    handed = replace(values.affirmation(State.WORDED), delegate="governor", contact="own-staff")
    found = replace(handed, named=(Naming(values.dsl, Named.DECLINED),))
    heading, *lines = (line.split() for line in PEOPLE.strip().splitlines())
    can = {
        "hand": lambda me: may.may_hand_agreement(me, found, values.BEGINS, heads=("head",)),
        "hand_no_head": lambda me: may.may_hand_agreement(me, found, values.BEGINS, heads=()),
        "choose_contact": lambda me: may.may_choose_contact(me, found, values.BEGINS),
        "speak": lambda me: may.may_speak_for_school(me, found, values.BEGINS),
        "answer_naming": lambda me: may.may_answer_naming(me, found, values.BEGINS),
        "follow": lambda me: may.may_follow(me, found, values.BEGINS),
    }
    for what, *marks in lines:
        expected = {who: mark == "yes" for who, mark in zip(heading[1:], marks, strict=True)}
        expected["governor"] |= what == "choose_contact"
        assert {who: can[what](EVERYBODY[who]) for who in expected} == expected, what


# ── Its people ──────────────────────────────────────────────────────────────────────────────


def told(play: Play, person: str) -> list[str]:
    """Titles of what stands in somebody's inbox or Home."""
    return [shown.title for shown in play.home(person)] + [
        shown.title for act, shown in play.notices() if shown and act.place == person
    ]


def offered(asked: Turned) -> list[str]:
    """Whom a form offers to choose."""
    (chosen,) = (item for item in reply(asked).inputs if isinstance(item, ChoiceInput))
    return [option.value for option in chosen.options]


def left(play: Play, person: str) -> None:
    made(play, PersonLeft(person, play.today), by=TRUST_LEAD)


def test_a_head_hands_agreement_on_and_when_that_one_leaves_is_asked_again(play: Play, review: About) -> None:
    affirmation = draft(play, review)
    asked = play.press(HEAD, play.see(HEAD, "affirmation", affirmation)[0], "Hand it to somebody else")
    assert "agrees for the school from now on" in words(play.answer(HEAD, asked, agrees=DSL))
    assert "May the trust read this?" not in [shown.title for shown in play.home(HEAD)], "one person has it"
    assert "Something excellent at your school" in told(play, DSL)
    assert "It waits for you to agree" in words(play.see(DSL, "affirmation", affirmation))
    left(play, DSL)
    assert "May the trust read this?" in [shown.title for shown in play.home(HEAD)]
    again = [act for act, _ in play.notices() if act.notice == Notice.AGREEMENT_ASKED and act.place == HEAD]
    assert len(again) == 2
    assert agree(play, affirmation).kept
    assert approve(play, affirmation).kept


def test_where_there_is_no_head_the_trust_lead_is_asked_and_says_who(play: Play, review: About) -> None:
    left(play, HEAD)
    affirmation = draft(play, review)
    assert "Nobody can agree for a school" in told(play, TRUST_LEAD)
    assert "waits for you to say who does" in words(play.see(TRUST_LEAD, "affirmation", affirmation))
    asked = play.start(TRUST_LEAD, "hand_agreement", affirmation)
    assert offered(asked) == [DSL, GOVERNOR]
    play.answer(TRUST_LEAD, asked, agrees=GOVERNOR)
    assert play.answer(GOVERNOR, play.start(GOVERNOR, "agree_affirmation", affirmation), answer="agree", **SURE).kept
    assert approve(play, affirmation).kept
    play.start(GOVERNOR, "pause_affirmation", affirmation)
    assert play.rows(select(AffirmationRow.state))[0][0] == State.PAUSED


def test_a_name_stands_on_a_card_by_its_own_word_alone_and_for_as_long_as_that_holds(play: Play, review: About) -> None:
    affirmation = posted(play, review)

    def channel() -> str:
        return words(play.see(TRUSTEE, "channel"))

    for whom in (DSL, GOVERNOR):
        asked = play.start(HEAD, "ask_to_name", affirmation)
        assert "nothing is said of it" in words(play.answer(HEAD, asked, whom=whom))
        assert "May your name stand on a card?" in told(play, whom)
    assert offered(play.start(HEAD, "ask_to_name", affirmation)) == [HEAD], "nobody is asked twice"
    assert "DSL, Larkfield" not in channel()

    assert play.answer(DSL, play.start(DSL, "answer_naming", affirmation), by_name="yes").kept
    assert play.answer(GOVERNOR, play.start(GOVERNOR, "answer_naming", affirmation), by_name="no").kept
    assert "DSL, Larkfield" in channel()
    assert "Governor" not in channel()
    seen = words(play.see(HEAD, "affirmation", affirmation))
    assert "Thanked by name: DSL, Larkfield" in seen
    assert "Only a yes is told" in seen
    # Taken back from the card itself, and said again.
    own = next(shown for shown in play.see(DSL, "channel") if "My name on it" in labels(shown))
    form = play.press(DSL, own, "My name on it")
    assert play.answer(DSL, form, by_name="no").kept
    assert "DSL, Larkfield" not in channel()
    assert play.answer(DSL, play.start(DSL, "answer_naming", affirmation), by_name="yes").kept
    edits = select(ActRow.id).filter_by(about=affirmation.id, kind="edit", notice=Notice.AFFIRMATION)
    before = len(play.rows(edits))
    left(play, DSL)
    assert "DSL, Larkfield" not in channel()
    assert len(play.rows(edits)) > before, "what stands in chat follows"
    assert "not yours to do" in words(play.start(REVIEWER, "answer_naming", affirmation))
    kept = {
        field for (fields,) in play.rows(select(HistoryRow.fields).filter_by(kind="NamingAnswered")) for field in fields
    }
    assert kept == {"affirmation", "person", "agreed"}


def test_whom_to_ask_is_a_route_and_may_be_passed_on(play: Play, review: About) -> None:
    affirmation = draft(play, review)
    asked = play.start(HEAD, "agree_affirmation", affirmation)
    assert play.answer(HEAD, asked, answer="agree", contact=DSL, took="A lunchtime.", **SURE).kept
    approve(play, affirmation)
    assert "their questions come to you" in words(play.see(DSL, "home"))
    passed = play.start(DSL, "choose_contact", affirmation)
    assert offered(passed) == [DSL, HEAD], "those who do it, not those who govern"
    assert "go to Headteacher, Larkfield" in words(play.answer(DSL, passed, contact=HEAD))
    assert "Others may ask you how it is done" in told(play, HEAD)
    assert "not yours to do" in words(play.start(DSL, "choose_contact", affirmation))
    assert "@" not in words(play.see(HEAD, "affirmation", affirmation))


# ── What will not do ────────────────────────────────────────────────────────────────────────


def nothing_posted(play: Play) -> bool:
    return not play.rows(select(ActRow.id).filter_by(notice=Notice.AFFIRMATION))


def test_a_card_over_every_limit_is_given_back_whole_with_a_sentence_for_each_part(play: Play, review: About) -> None:
    note = take_note(play, LEAD, review, "Every slip is answered.", node="A-2.1", shows="excellent", kind="record")
    form = play.start(LEAD, "draft_affirmation", note)
    over = {
        key: "word " * (LONGEST["what" if key == "words" else key] // 5 + 1)
        for key in ("title", "words", "why", "known")
    }
    back = play.answer(LEAD, form, **card() | over)
    assert back.problem
    wrong = {item.key: item.error for item in reply(back).inputs if item.error}
    assert set(wrong) == set(over)
    assert len(set(wrong.values())) == len(over), "each has its own"
    assert all(str(LONGEST["what" if key == "words" else key]) in said for key, said in wrong.items())
    assert {item.key: item.value for item in reply(back).inputs if item.error} == over
    missing = play.answer(LEAD, form, **card(known=""))
    assert "seen, heard or read" in next(item.error for item in reply(missing).inputs if item.key == "known")
    assert not play.rows(select(AffirmationRow.id))
    form = play.start(HEAD, "agree_affirmation", draft(play, review))
    long = {key: "word " * (LONGEST[key] // 5 + 1) for key in ("took", "thanks")}
    back = play.answer(HEAD, form, answer="agree", **SURE, **long)
    assert {item.key for item in reply(back).inputs if item.error} == set(long)
    assert nothing_posted(play)


@pytest.mark.parametrize("who", [REVIEWER, GUEST, HEAD, DSL, GOVERNOR, TRUSTEE])
def test_an_approval_by_somebody_who_may_not_is_said_so_and_posts_nothing(play: Play, review: About, who: str) -> None:
    affirmation = draft(play, review, LEAD)
    agree(play, affirmation)
    for given in ({}, {"answer": "approve", **SURE}):
        refused = play.start(who, "approve_affirmation", affirmation, given=given)
        assert not refused.kept
        said = "somebody else has to approve it" if who == HEAD else "waits for somebody else"
        assert said in words(refused)
    assert nothing_posted(play)


def test_what_is_nice_without_evidence_comes_back_kindly(play: Play, review: About) -> None:
    note = take_note(play, LEAD, review, "Lovely displays in the hall.", node="A-2.1", shows="excellent")
    kind = play.start(LEAD, "draft_affirmation", note)
    assert "That is good to hear" in words(kind)
    assert "Add what is missing" in labels(kind)
    assert nothing_posted(play)


def test_a_note_says_on_its_own_card_what_becomes_of_it(play: Play, review: About) -> None:
    affirmation = draft(play, review, REVIEWER)

    def on_its_card() -> str:
        return words(play.see(REVIEWER, "notes", review))

    assert "Shared: it waits for Headteacher, Larkfield to agree" in on_its_card()
    agree(play, affirmation)
    assert "it waits for a second person, Trust safeguarding lead" in on_its_card()
    approve(play, affirmation)
    assert "Shared: it is in the trust channel" in on_its_card()
    play.start(HEAD, "pause_affirmation", affirmation)
    assert "Shared: it is paused for now" in on_its_card()
    assert "Share it with the trust" not in {
        label for shown in play.see(REVIEWER, "notes", review) for label in labels(shown)
    }


def test_it_waits_longer_than_a_night_and_says_the_same(play: Play, review: About) -> None:
    affirmation = draft(play, review, REVIEWER)
    before = words(play.see(LEAD, "affirmation", affirmation))
    play.now += timedelta(days=9)
    assert words(play.see(LEAD, "affirmation", affirmation)) == before
    assert "not here for you" in words(play.see(TRUSTEE, "affirmation", affirmation))
