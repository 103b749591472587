"""What comes home to a card: asked and answered, tried and told of a term later; who reads it; and how it goes again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from bot import came_of_it
from bot.came_home import spread_in_words
from bot.domain import library_permission as permission
from bot.domain.acts import About, Notice
from bot.domain.affirmation import State
from bot.domain.changes_people import PersonLeft
from bot.domain.changes_setup import TermsChanged
from bot.domain.library_changes import DigestMade
from bot.domain.other_words import Thing, name_of
from bot.domain.people import Job
from bot.domain.reply import Reply, ReplyState, Sort, Spoken
from bot.domain.said_to_card import SaidToCard, Way, said_to_card
from bot.domain.terms import WHOLE_TRUST
from bot.message import Noted, Turned, Visit
from store import person_held, replies
from store.keeping_tables import RemovalRow
from store.library_tables import PracticeReplyRow, PracticeReplyTextRow
from store.people_tables import PostRow
from store.tables import ActRow, AddressRow, HistoryRow
from tests import card_paths, values
from tests.asking import made
from tests.play import (
    DPO,
    DSL,
    GOVERNOR,
    GUEST,
    HEAD,
    LEAD,
    OTHER_HEAD,
    REVIEWER,
    TRUST_LEAD,
    TRUSTEE,
    WORDING,
    Play,
    box,
    labels,
    reply,
    the,
    words,
)
from tests.scenes import (
    AT_MONDAY,
    BRIDGEWATER_HEAD,
    HOW_LONG,
    WE_SAW,
    answer_how,
    ask_how,
    join,
    posted,
    review_at,
    tries,
    worked,
)
from tests.scenes import on_slack as at_slack
from tests.test_asked_days import the_clock
from tests.test_removal import MARK, bytes_of, forgetting
from tests.test_retention import hold
from tests.visit_day import OnSlack, on_slack
from tests.visit_plans import no_words_where_others_look, on, reads_as

MORE = "Who empties it in the holidays?"


def shared(play: Play) -> About:
    """A card of Larkfield's that stands in the channel."""
    return posted(play, review_at(play))


def came(play: Play, person: str, card: About) -> str:
    """What came home to a card, as somebody reads it."""
    return words(play.see(person, "came_home", card))


def ask_due(play: Play) -> int:
    with play.store.writing() as session:
        return came_of_it.ask(session, play.now, WORDING.zone, play.fresh)


def test_a_question_is_answered_and_asked_once_more_and_then_the_two_talk_to_each_other(
    play: Play, review: About
) -> None:
    card = posted(play, review)
    asked = play.start(OTHER_HEAD, "ask_how", card)
    assert "Your school is named; you are not" in words(asked)
    refused = play.answer(OTHER_HEAD, asked, question="Does Mrs Potter empty it?")
    assert "Nothing has been saved" in words(refused)
    kept = play.answer(OTHER_HEAD, asked, question=HOW_LONG)
    question = the("reply", reply(asked).conversation)
    assert "Larkfield Primary" in words(kept)
    assert "already waits" in words(play.start(OTHER_HEAD, "ask_how", card))
    # Whoever the school chose is asked, once; the trust reads it on the card, with the school's name.
    (waits,) = [one for one in play.home(HEAD) if one.title == "A question about your card"]
    assert HOW_LONG not in words(waits)
    read = came(play, REVIEWER, card)
    assert HOW_LONG in read
    assert "Stanmoor Special School asks" in read
    assert "Headteacher" not in read
    assert "not here" in came(play, GUEST, card)
    form = play.press(HEAD, waits, "Answer")
    assert HOW_LONG in words(form)
    assert play.answer(HEAD, form, answer=AT_MONDAY, where="card").kept
    assert "Answered already" in words(play.start(DSL, "answer_how", question))
    assert AT_MONDAY in came(play, TRUSTEE, card)
    shown = play.see(OTHER_HEAD, "reply", question)[0]
    more = play.press(OTHER_HEAD, shown, "Ask once more")
    assert play.answer(OTHER_HEAD, more, more=MORE).kept
    # Passed on to a colleague, who may answer.
    passing = play.start(HEAD, "pass_question_on", question)
    assert play.answer(HEAD, passing, whom=DSL).kept
    assert [one.title for one in play.home(HEAD)].count("A question about your card") == 0
    form = play.press(DSL, next(one for one in play.home(DSL) if one.title == "A question about your card"), "Answer")
    assert "where" not in box(reply(form))
    assert play.answer(DSL, form, answer="The site team does.").kept
    shown = play.see(OTHER_HEAD, "reply", question)[0]
    ends = words(play.press(OTHER_HEAD, shown, "Talk to each other"))
    assert "ring Larkfield Primary and ask for its DSL" in ends
    assert "@" not in ends
    kinds = [kind for (kind,) in play.rows(select(HistoryRow.kind).order_by(HistoryRow.id))][-4:]
    assert kinds == ["QuestionAnswered", "QuestionFollowed", "QuestionPassedOn", "QuestionAnswered"]
    assert HOW_LONG not in repr(play.rows(select(HistoryRow.fields)))


def test_an_answer_for_the_asker_alone_is_read_by_the_two_and_by_those_who_answer(play: Play, review: About) -> None:
    card = posted(play, review)
    question = ask_how(play, card)
    answer_how(play, question, where="asker")
    for person, reads in (
        (OTHER_HEAD, True),
        (HEAD, True),
        (DSL, True),
        (LEAD, False),
        (TRUST_LEAD, False),
        (DPO, False),
    ):
        assert (AT_MONDAY in came(play, person, card)) is reads, person
        assert (AT_MONDAY in words(play.see(person, "reply", question))) is reads, person
    named = the(
        "words",
        name_of(play.inside(lambda s: replies.load(s, question.id)).affirmation.review.id, Thing.REPLY, question.id),
    )
    for person in (LEAD, DPO):
        asked = play.start(person, "remove_words", named)
        assert reply(asked).inputs
        assert AT_MONDAY not in repr(reply(asked))


def test_what_is_tried_is_asked_about_once_in_a_term_and_never_in_a_holiday(any_play: Play) -> None:
    play, card = any_play, shared(any_play)
    made(
        play,
        TermsChanged(WHOLE_TRUST, ("holiday/2026-12-19/2027-01-03", "holiday/2027-02-13/2027-02-21")),
        by=TRUST_LEAD,
    )
    said = play.start(OTHER_HEAD, "try_practice", card)
    assert said.kept
    assert "Stanmoor Special School is trying it" in words(said)
    assert "It is known already" in words(play.start(REVIEWER, "try_practice", card))
    assert "Stanmoor Special School is trying it." in came(play, TRUSTEE, card)
    # Taken back in one tap, and said again.
    assert "does not name your school any more" in words(play.press(OTHER_HEAD, said, "Take it back"))
    assert "trying" not in came(play, HEAD, card)
    tried = tries(play, card)
    (due,) = play.rows(select(PracticeReplyRow.due).filter_by(id=tried.id))[0]
    assert str(due) == "2027-03-09", "sixty school days: twelve weeks, and three of holidays"
    assert [one.title for one in play.home(HEAD)].count("Your practice travels") == 1
    play.now = play.now.replace(year=2027, month=3, day=8, hour=10)
    assert ask_due(play) == 0
    play.later(days=1)
    made(play, TermsChanged(WHOLE_TRUST, ("holiday/2027-03-09/2027-03-09",)), by=TRUST_LEAD)
    assert ask_due(play) == 0
    play.later(days=1, hours=-4)
    assert ask_due(play) == 0, "not at six in the morning"
    play.later(hours=4)
    assert [ask_due(play), ask_due(play)] == [1, 0]
    (told,) = [act for act, _ in play.notices() if act.notice == Notice.WHAT_CAME_OF_IT]
    assert told.place == OTHER_HEAD
    asked = play.start(OTHER_HEAD, "what_came_of_it", tried)
    assert "asked once more in about a term" in words(play.answer(OTHER_HEAD, asked, came="still"))
    play.later(days=100)
    assert [ask_due(play), ask_due(play)] == [1, 0]
    asked = play.start(OTHER_HEAD, "what_came_of_it", tried)
    assert "not asked again" in words(play.answer(OTHER_HEAD, asked, came="still"))
    play.later(days=400)
    assert ask_due(play) == 0
    assert "Stanmoor Special School is trying it." in came(play, HEAD, card)
    # At last it worked: with a line of evidence, or not at all.
    mine = next(one for one in play.see(OTHER_HEAD, "my_replies") if "Say what came of it" in labels(one))
    asked = play.answer(OTHER_HEAD, play.press(OTHER_HEAD, mine, "Say what came of it"), came="worked")
    kind = play.answer(OTHER_HEAD, asked, evidence="Lovely, thank you", kind="conversation")
    assert "That is kind. Could you add what shows it?" in repr(reply(kind))
    assert play.answer(OTHER_HEAD, asked, evidence=WE_SAW, kind="conversation").kept
    read = came(play, TRUSTEE, card)
    assert "Stanmoor Special School says that it worked there, too." in read
    assert "trying" not in read
    assert f"At Stanmoor Special School, too\n{WE_SAW}" in read


def test_who_tries_and_has_left_is_not_asked_but_the_head_is_and_not_for_us_is_shown_to_nobody_else(
    play: Play, review: About
) -> None:
    card = posted(play, review)
    tried = tries(play, card, REVIEWER)
    made(play, PersonLeft(REVIEWER, play.today), by=TRUST_LEAD)
    play.later(days=100)
    play.now = play.now.replace(hour=10)
    while play.now.isoweekday() > 5:
        play.later(days=1)
    assert ask_due(play) == 1
    assert "What came of it?" in words(play.home(OTHER_HEAD))
    asked = play.start(OTHER_HEAD, "what_came_of_it", tried)
    done = play.answer(OTHER_HEAD, asked, came="not_for_us")
    assert "Nobody asks why" in words(done)
    assert "Stanmoor" not in came(play, HEAD, card)


def everything(play: Play, card: About, line: str) -> tuple[About, About]:
    """A question with its answer, and what worked, each with these words."""
    question = ask_how(play, card, words_=f"Who reads the {line}?")
    answer_how(play, question, words_=f"We read the {line} each day.")
    return question, worked(play, card, words_=f"Pupils told us of the {line}.")


def remove(play: Play, person: str, found: About) -> str:
    review = play.inside(lambda session: replies.load(session, found.id)).affirmation.review.id
    asked = play.start(person, "remove_words", the("words", name_of(review, Thing.REPLY, found.id)))
    return words(play.answer(person, asked, why="identifies"))


def test_what_was_said_to_a_card_is_reworded_and_removed_and_in_no_byte_of_the_database(any_play: Play) -> None:
    play = any_play
    review = review_at(play)
    card = posted(play, review)
    question, line = everything(play, card, MARK)
    # New words replace the old, whose bytes go with them.
    for person, about, more in ((BRIDGEWATER_HEAD, line, {"kind": "data"}), (HEAD, question, {})):
        key = "evidence" if more else "said"
        form = play.start(person, "reword_reply", about)
        assert MARK in str(box(reply(form))[key])
        assert play.answer(person, form, **{key: "Pupils know who reads it.", **more}).kept
    assert "Only whoever said the last thing" in words(play.start(OTHER_HEAD, "reword_reply", question))
    # Of the question the first words stand still; whoever wrote some of them may remove all.
    named = the("words", name_of("another-review", Thing.REPLY, question.id))
    assert "not here" in words(play.start(LEAD, "remove_words", named)), "nobody reaches it by a review of their own"
    assert not reply(
        play.start(BRIDGEWATER_HEAD, "remove_words", the("words", name_of(review.id, Thing.REPLY, question.id)))
    ).inputs
    held = hold(play, "review", review.id)
    assert "because of a complaint" in words(
        play.start(OTHER_HEAD, "remove_words", the("words", name_of(review.id, Thing.REPLY, question.id)))
    )
    assert "your words stay as they stand" in words(play.start(HEAD, "reword_reply", question))
    assert play.answer(DPO, play.start(DPO, "lift_hold", the("hold", held)), sure="yes").kept
    form = play.start(OTHER_HEAD, "ask_once_more", question)
    assert "What was said about the card is gone" in remove(play, OTHER_HEAD, question)
    assert not play.answer(OTHER_HEAD, form, more=MORE).kept
    assert MARK not in play.dump()
    assert forgetting(play).clear() == 3
    assert MARK.encode() not in bytes_of(play)
    assert "Words of yours were removed" in words(play.home(HEAD))
    assert "asks" not in came(play, HEAD, card)
    counted = [kinds for (kinds,) in play.rows(select(RemovalRow.kinds).order_by(RemovalRow.number))]
    assert [next(iter(kinds)) for kinds in counted] == ["replies"] * 3
    # The officer finds what is left by number, and reads no word of it.
    (found,) = [one for one in play.see(DPO, "held", review) if one.title.startswith("Said to a card")]
    asked = play.press(DPO, found, "Remove for good")
    assert "Pupils know" not in repr(reply(asked))
    assert play.answer(DPO, asked, why="error").kept
    assert "Bridgewater" not in came(play, HEAD, card)


def test_a_withdrawn_card_leaves_what_was_said_to_whoever_wrote_it_and_open_questions_come_to_nothing(
    play: Play, review: About
) -> None:
    card = posted(play, review)
    question, line = everything(play, card, "box")
    waits = ask_how(play, card, LEAD)
    tried = tries(play, card)
    open_form = play.start(HEAD, "answer_how", waits)
    assert play.start(HEAD, "pause_affirmation", card).kept
    assert "has paused this card" in words(play.start(OTHER_HEAD, "ask_how", card))
    assert "has paused this card" in words(play.start(HEAD, "answer_how", waits))
    assert "A question about your card" not in words(play.home(HEAD))
    assert "came home" not in words(play.see(OTHER_HEAD, "came_home", card))
    assert play.answer(HEAD, play.start(HEAD, "withdraw_affirmation", card), sure="yes").kept
    assert not play.answer(HEAD, open_form, answer=AT_MONDAY, where="card").kept
    assert "Its school took this card out" in words(play.start(OTHER_HEAD, "worked_too", card))
    assert "will not be answered" in words(play.home(LEAD))
    assert "will not be answered" not in words(play.home(OTHER_HEAD))
    mine = words(play.see(OTHER_HEAD, "my_replies"))
    assert "those who wrote this read it, and nobody else" in mine
    assert "out of the channel for now; nothing is asked of you" in mine
    for person, about, reads in (
        (BRIDGEWATER_HEAD, line, True),
        (HEAD, line, False),
        (HEAD, question, True),
        (TRUST_LEAD, question, False),
    ):
        assert ("not here" not in words(play.see(person, "reply", about))) is reads, (person, about)
    play.later(days=140)
    play.now = play.now.replace(hour=10)
    assert ask_due(play) == 0
    assert not [
        card for act, card in play.notices() if act.notice in {Notice.CAME_HOME, Notice.PRACTICE_ANSWERED} and card
    ]
    assert tried.id


def test_with_its_time_it_goes_and_with_its_card_and_its_writer_takes_it_along(play: Play, review: About) -> None:
    card = posted(play, review)
    everything(play, card, MARK)
    held = play.inside(lambda session: person_held.counts(session, OTHER_HEAD))
    assert held["replies"] == 2
    form = play.start(TRUST_LEAD, "erase_person")
    gone = play.answer(TRUST_LEAD, form, whom=OTHER_HEAD)
    assert "lines on cards (two)" in words(gone)
    play.later(days=1000)
    ask_how(play, card, LEAD)
    forgetting(play).retain()
    assert play.count(PracticeReplyTextRow) == 4
    play.later(days=97)
    forgetting(play).retain()
    assert play.count(PracticeReplyTextRow) == 1
    play.later(days=2)
    held_back = hold(play, "person", LEAD)
    assert "because of a complaint" in words(play.start(DPO, "remove_affirmation", card))
    forgetting(play).retain()
    assert play.count(PracticeReplyTextRow) == 1, "somebody who said something to it is held"
    assert play.answer(DPO, play.start(DPO, "lift_hold", the("hold", held_back)), sure="yes").kept
    forgetting(play).retain()
    assert play.count(PracticeReplyTextRow) == 0, "the card's time was over, and what was said to it went along"
    assert MARK not in play.dump()
    forgetting(play).clear()
    assert MARK.encode() not in bytes_of(play)


def test_the_school_hears_once_in_an_afternoon_and_only_of_what_still_stands(play: Play, review: About) -> None:
    card = posted(play, review)
    said = play.start(OTHER_HEAD, "try_practice", card)
    play.later(minutes=30)
    worked(play, card)
    told = [act for act, shown in play.notices() if act.notice == Notice.CAME_HOME and act.kind == "post" and shown]
    assert sorted(act.place for act in told) == sorted([HEAD, LEAD])
    (shown,) = [one for one in play.home(HEAD) if one.title == "Your practice travels"]
    assert "It worked elsewhere, too" in words(shown)
    assert "Bridgewater" not in repr(shown)
    assert labels(shown) == ["See what came home"]
    play.press(OTHER_HEAD, said, "Take it back")
    remove(play, BRIDGEWATER_HEAD, the("reply", play.rows(select(PracticeReplyTextRow.reply))[0][0]))
    assert "Your practice travels" not in words(play.home(HEAD))
    assert play.rows(
        select(func.count()).select_from(ActRow).where(ActRow.notice == Notice.CAME_HOME, ActRow.kind == "post")
    ) == [(2,)]


def test_where_whom_the_school_chose_has_left_its_head_is_asked_and_without_one_the_trust_lead_says_who(
    play: Play, review: About
) -> None:
    card = posted(play, review)
    question = ask_how(play, card)
    made(play, PersonLeft(HEAD, play.today), by=TRUST_LEAD)
    (waits,) = [one for one in play.home(TRUST_LEAD) if one.title == "A question about your card"]
    assert labels(waits) == ["Say who answers"]
    assert "Whoever" in words(play.start(TRUST_LEAD, "answer_how", question))
    assert play.answer(TRUST_LEAD, play.press(TRUST_LEAD, waits, "Say who answers"), whom=GOVERNOR).kept
    assert "A question about your card" in words(play.home(GOVERNOR))
    answer_how(play, question, GOVERNOR)


CARD = card_paths.card(values.REVIEW)
ASKED = Reply(
    "p1",
    CARD,
    Sort.QUESTION,
    ReplyState.OPEN,
    values.colleague,
    card_paths.BRIDGEWATER,
    values.AT,
    (Spoken(values.colleague, values.AT, "How?"),),
    "own-staff",
)
ALONE = replace(ASKED, on_card=False)
GONE = replace(ASKED, affirmation=card_paths.card(values.REVIEW, State.WITHDRAWN))
WHO = {one.id: one for one in values.EVERYBODY}
EVERYBODY = set(WHO)
OF_TRUST = EVERYBODY - {"guest", "guest-gone", "guest-elsewhere"}
OF_LARKFIELD = {"own-staff", "own-governor", "own-invited", "head", "dsl", "governor"}


@pytest.mark.parametrize(
    ("may", "who"),
    [
        (lambda me: permission.may_answer_card(me, CARD, values.BEGINS), OF_TRUST - OF_LARKFIELD - {"trustee"}),
        (lambda me: permission.may_answer_card(me, GONE.affirmation, values.BEGINS), set()),
        (lambda me: permission.may_answer_question(me, ASKED, values.BEGINS), {"own-staff", "head", "dsl"}),
        (lambda me: permission.may_pass_question(me, ASKED, values.BEGINS), {"own-staff", "head", "dsl"}),
        (
            lambda me: permission.may_pass_question(me, replace(ASKED, headless=True), values.BEGINS),
            {"own-staff", "head", "dsl", "trust-lead"},
        ),
        (lambda me: permission.may_read_reply(me, ASKED, values.BEGINS), OF_TRUST),
        (lambda me: permission.may_read_reply(me, ALONE, values.BEGINS), {"colleague", "own-staff", "head", "dsl"}),
        (lambda me: permission.may_read_reply(me, GONE, values.BEGINS), {"colleague"}),
        (lambda me: permission.may_reword_reply(me, ASKED, values.BEGINS), {"colleague"}),
    ],
)
def test_who_may_as_a_table(may, who) -> None:  # type: ignore[no-untyped-def]
    assert {one for one, person in WHO.items() if may(person)} == who
    left = {one: replace(person, left=values.BEGINS - timedelta(days=1)) for one, person in WHO.items()}
    assert not [one for one, person in left.items() if may(person)]


def test_how_far_it_travelled_is_said_by_name_in_the_order_of_the_alphabet_and_never_in_numbers() -> None:
    def said(worked: str, trying: str = "") -> str:
        return spread_in_words(WORDING, tuple(worked.split()), tuple(trying.split()))

    assert said("") == ""
    assert said("Elm Birch", "Cedar Elm") == "Birch and Elm say that it worked there, too; Cedar is trying it."
    assert said("Elm") == "Elm says that it worked there, too."
    assert said("", "Ash Birch Cedar") == "Ash, Birch and Cedar are trying it."
    assert said("F E D C B A") == "A, B, C, D and others say that it worked there, too."


def test_somebody_at_two_schools_says_which_and_whoever_works_for_the_whole_trust_asks(
    play: Play, review: About
) -> None:
    card = posted(play, review)
    with play.store.writing() as session:
        session.add(PostRow(person=OTHER_HEAD, job=Job.HEADTEACHER, school="bridgewater"))
    asked = play.start(OTHER_HEAD, "try_practice", card)
    assert play.answer(OTHER_HEAD, asked, school="bridgewater").kept
    assert "Bridgewater High is trying it." in came(play, HEAD, card)
    assert "A school says that it tries something" in words(play.start(TRUST_LEAD, "try_practice", card))
    assert labels(play.see(TRUST_LEAD, "came_home", card)[0]) == ["How do you do it?"]
    assert labels(play.see(HEAD, "came_home", card)[0]) == []
    assert "your own school" in words(play.start(HEAD, "ask_how", card))
    assert "You can read all of it" in words(play.start(TRUSTEE, "ask_how", card))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How do you find the time?", SaidToCard(Way.ASK, "How do you find the time?")),
        ("how long did that take", SaidToCard(Way.ASK, "how long did that take")),
        ("How about infants?", SaidToCard(Way.ASK, "How about infants?")),
        ("How lovely", None),
        ("However, ours is bigger.", None),
        ("We’ll try this in the spring", SaidToCard(Way.TRY)),
        ("we're trying it", SaidToCard(Way.TRY)),
        ("Yes, we are going to try", SaidToCard(Way.TRY)),
        ("We tried everything", None),
        ("Worked here too: pupils use it daily.", SaidToCard(Way.WORKED, "pupils use it daily.")),
        ("It works well here, as well", SaidToCard(Way.WORKED)),
        ("Great work!", None),
        ("It has not worked here", None),
    ],
)
def test_a_mention_is_taken_by_how_it_begins_and_only_in_a_few_plain_forms(text: str, said: SaidToCard | None) -> None:
    assert said_to_card(text) == said


def test_in_the_thread_of_a_weekly_list_one_says_first_which_card(play: Play, review: About) -> None:
    join(play, the("review", ""), "C-trust")
    cards = posted(play, review), posted(play, review)
    made(play, DigestMade("d1", tuple(one.id for one in cards)), by="")
    with play.store.writing() as session:
        (row,) = session.scalars(select(ActRow).filter_by(notice=Notice.DIGEST, platform="slack"))
        row.state, row.channel, row.message = "done", "C-trust", "7.7"
    at_slack(play, OTHER_HEAD)

    def mentions(text: str) -> Turned:
        return play.take(OTHER_HEAD, Noted(play.key(), play.who(OTHER_HEAD), text, "C-trust", thread="7.7"))

    chosen = mentions("How do you find the time?")
    assert "several cards in this list" in words(chosen)
    assert [one.action for one in reply(chosen).buttons] == [Visit("practice", one) for one in cards]
    assert not play.count(PracticeReplyRow)


def a_card(play: Play) -> About:
    """The card of a worry box; its head is in Slack, and so is the head of the school that borrows it."""
    review = review_at(play)
    card = posted(play, review)
    on_slack(play.store, review.id, HEAD, OTHER_HEAD)
    with play.store.writing() as session:
        session.execute(update(AddressRow).where(AddressRow.platform == "slack").values(last_used=play.now))
        session.execute(
            delete(AddressRow).where(AddressRow.platform == "web", AddressRow.person.in_((HEAD, OTHER_HEAD)))
        )
    return card


def test_what_came_of_a_worry_box(sqlite_template: Path, tmp_path: Path) -> None:
    with on(a_card, tmp_path, sqlite_template) as (day, card):
        asker, host = OnSlack(day, OTHER_HEAD), OnSlack(day, HEAD)
        day.deliver()
        day.at("15:40")
        asker.begin("ask_how", the("affirmation", card), "How do you do it?")
        asker.send(question="How long did the wombat box take until pupils used it?")
        day.deliver()
        host.opens(day.slack.messages[-1])
        host.press("Read and answer")
        host.send(answer="Two weeks. A wombat assembly helped most.", where="card")
        day.deliver()
        asker.opens(day.slack.messages[-1])
        assert "A wombat assembly helped most" in asker.press("Read it")

        day.at("08:15", days=1)
        asker.begin("try_practice", the("affirmation", card), "We’ll try this")
        day.deliver()
        host.opens(day.slack.messages[-1])
        assert "Stanmoor Special School is trying it" in host.press("See what came home")

        day.at("10:10", days=92)
        the_clock(day)
        asker.opens(day.slack.messages[-1])
        asker.press("Say what came of it")
        asker.send(came="worked")
        assert "Could you add what shows it" in asker.send(evidence="Lovely", kind="conversation")
        asker.send(evidence="Pupils told us which wombat adult reads it.", kind="conversation")
        day.deliver()
        host.opens(day.slack.messages[-1])
        assert "Stanmoor Special School says that it worked there, too" in host.press("See what came home")
        no_words_where_others_look(day)
        reads_as("came_of_a_worry_box", day)
