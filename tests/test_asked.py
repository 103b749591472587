"""Somebody who is asked: one question at a time, every way to answer it or not to, and what is theirs alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.domain import prompt_changes as changes
from bot.domain.acts import About, Notice
from bot.domain.depth import Owner
from bot.domain.prompt import How, Prompt, PromptState, Readers, SchoolAnswer, Seen
from bot.domain.prompt_later import Later, later_days
from bot.handlers.slack import render as slack
from bot.handlers.teams import render as teams
from bot.message import Card, Turned
from store import prompts
from store.prompt_tables import PromptRow
from store.tables import ActRow
from tests.asking import SENCO, SITE, made, now, of_set, planned, sent, staff
from tests.play import (
    DPO,
    DSL,
    GOVERNOR,
    HEAD,
    LEAD,
    NINE,
    REVIEWER,
    TRUST_LEAD,
    Play,
    labels,
    reply,
    the,
    words,
)
from tests.scenes import on_slack
from tests.slack_blocks import check_message as check_slack
from tests.teams_cards import check_message as check_teams

GENTLE = ("A-2.1", "A-2.2", "A-2.3")
SAID = "A worry box by the library is emptied each day."


def of(found: tuple[Prompt, ...], person: str) -> list[Prompt]:
    return [one for one in found if one.person and one.person.id == person]


def path(play: Play, person: str, which: str = "mine") -> tuple[Card, ...]:
    return play.see(person, "asked", the("person", which))


def press(play: Play, person: str, card: Card | Turned, label: str, **values: str | tuple[str, ...]) -> Turned:
    return play.press(person, card, label, **values)


def held(play: Play, one: Prompt) -> SchoolAnswer:
    """What was said to it, as it stands now."""
    answer = now(play, one).answer
    assert answer is not None
    return answer


def state(play: Play, one: Prompt) -> PromptState:
    return now(play, one).state


def test_one_question_at_a_time_begun_in_the_web_and_ended_in_slack(play: Play, review: About) -> None:
    staff(play)
    before = play.today + timedelta(days=14)
    mine = of(planned(play, review, GENTLE, before=before), DSL)
    assert "Nothing is asked of you now. Four questions are planned" in words(path(play, DSL))
    assert "Nothing" in words(path(play, SITE))
    sent(play, *mine[:3])
    (notice,) = [card for act, card in play.notices() if act.notice == Notice.PROMPTS_ASKED and card]
    assert notice.notice == "Questions for you, ten minutes"
    first_contact = words(notice)
    assert "Lead reviewer (DSL, Bridgewater) asks you" in first_contact
    assert "the team alone, if you say so" in first_contact
    shown = path(play, DSL)
    assert "First, what is excellent" in words(shown)
    assert "the review team and your headteacher; or the team alone, if you say so" in words(shown)
    assert "Two more wait, about four minutes. There is no hurry." in words(shown)
    assert labels(shown[0]) == ["Answer", "Later", "Skip", "Other ways"]
    # Begun here, and not sent.
    begun = press(play, DSL, shown[0], "Answer")
    assert mine[0].text in words(begun)
    assert "the review team, led by Lead reviewer (DSL, Bridgewater), and your headteacher" in words(begun)
    # Home shows the same question, and does not tell of it twice.
    assert [mine[0].text in words(card) for card in play.home(DSL)].count(True) == 1
    on_slack(play, DSL)
    # Words alone are no answer; they lead to the form.
    typed = play.say(DSL, "We ask every morning.")
    assert "was not kept" in words(typed)
    assert "Answer" in labels(typed)
    assert not typed.kept
    taken_up = press(play, DSL, path(play, DSL)[0], "Answer")
    assert reply(taken_up).conversation == reply(begun).conversation
    done = play.answer(DSL, taken_up, answer=SAID, readers="school")
    assert words(done).index("Thank you, that is kept") < words(done).index(mine[1].text)
    said_to = held(play, mine[0])
    assert (said_to.text, said_to.how, said_to.readers) == (SAID, How.SAID, Readers.SCHOOL)
    # What is answered meanwhile is told of no more; the rest still is.
    done = play.answer(DSL, press(play, DSL, done, "Answer"), answer="Yes.", readers="team")
    assert held(play, mine[1]).readers is Readers.TEAM
    assert [act for act, card in play.notices() if act.notice == Notice.PROMPTS_ASKED and card]
    done = press(play, DSL, done, "Skip")
    assert not [act for act, card in play.notices() if act.notice == Notice.PROMPTS_ASKED and card]
    # Limits bind what is sent, never what is opened.
    ahead = press(play, DSL, done, "Answer one now")
    assert ahead.reply is None
    opened = play.shown[-1][1] if mine[3].text in words(play.shown[-1][1]) else path(play, DSL, "ahead")[0]
    assert "Nobody expects it now" in words(opened)
    done = play.answer(DSL, press(play, DSL, opened, "Answer"), answer="Each Friday.", readers="school")
    assert "Nothing is asked of you now. Thank you." in words(done)
    said = play.see(DSL, "my_answers", the("person", "mine"))
    asked = [next(one.text for one in mine if one.text in words(card)) for card in said[1:]]
    assert asked == [mine[3].text, mine[1].text, mine[0].text]
    again = press(play, DSL, said[1], "Change my answer")
    play.answer(DSL, again, answer="Each Monday.", readers="school")
    assert held(play, mine[3]).version == 2
    made(play, changes.AnswerMarked(mine[3].id, LEAD, Seen.TOO, ""), by=LEAD)
    assert "Change my answer" not in labels(play.see(DSL, "my_answers", the("person", "mine"))[1])
    assert not play.start(DSL, "change_answer", the("prompt", mine[3].id)).kept


def test_every_way_not_to_answer_takes_a_tap_or_two_and_no_reason(play: Play, review: About) -> None:
    staff(play)
    found = planned(play, review, GENTLE, before=play.today + timedelta(days=20))
    mine = of(found, DSL)
    sent(play, *mine)
    later = press(play, DSL, path(play, DSL)[0], "Later")
    done = play.answer(DSL, later, later="three_days")
    assert "Friday 27 November 2026" in words(done)
    assert now(play, mine[0]).not_before == NINE.replace(hour=0) + timedelta(days=3)
    skipped = press(play, DSL, done, "Skip")
    assert state(play, mine[1]) is PromptState.SKIPPED
    assert play.answer(
        DSL, press(play, DSL, skipped, "Answer the last one after all"), answer=SAID, readers="school"
    ).kept
    ways = play.see(DSL, "ways", the("prompt", mine[2].id))[0]
    assert labels(ways) == [
        "It is written down already",
        "Not this week",
        "Ask me in person",
        "Not mine",
        "Hand it to a colleague",
        "Back to the question",
    ]
    press(play, DSL, ways, "Ask me in person")
    assert state(play, mine[2]) is PromptState.IN_PERSON
    form = press(play, DSL, play.see(DSL, "ways", the("prompt", mine[3].id))[0], "It is written down already")
    document = {"document": "The induction pack.", "place": "On the shared drive", "shown_by": "the office lead"}
    play.answer(DSL, form, **document, readers="school")
    said_to = held(play, mine[3])
    assert (said_to.text, said_to.evidence, said_to.how) == (
        "The induction pack.",
        "On the shared drive; the office lead",
        How.WRITTEN_DOWN,
    )
    # Not this week puts off all that is open; nothing comes before Monday.
    theirs = of(found, HEAD) or of(planned(play, review, GENTLE, (Owner.HEADTEACHER,), set_id="heads"), HEAD)
    sent(play, theirs[0])
    nudged = changes.PromptsNudged(HEAD, (theirs[0].id,))
    made(play, nudged, by="")
    (card,) = [card for act, card in play.notices() if act.notice == Notice.PROMPTS_NUDGED and card]
    assert "you are not reminded again" in words(card)
    assert labels(card) == ["Read and answer", "Not this week"]
    done = press(play, HEAD, card, "Not this week")
    assert "before Monday 30 November 2026" in words(done)
    assert {now(play, one).not_before for one in theirs} == {NINE.replace(hour=0) + timedelta(days=6)}
    assert not [card for act, card in play.notices() if act.notice == Notice.PROMPTS_NUDGED and card]


def test_later_offers_only_days_on_which_it_is_still_of_use() -> None:
    tuesday, friday = NINE.date(), NINE.date() + timedelta(days=3)

    def in_the_week(day: date) -> date:
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

    def never_on_a_monday(day: date) -> date:
        return in_the_week(day) + timedelta(days=not in_the_week(day).weekday())

    assert list(later_days(None, tuesday, in_the_week)) == list(Later)
    assert list(later_days(None, friday, in_the_week)) == [Later.THREE_DAYS]
    assert later_days(None, friday, never_on_a_monday) == {Later.MONDAY: friday + timedelta(days=4)}
    assert list(later_days(tuesday + timedelta(days=3), tuesday, in_the_week)) == [Later.TOMORROW]
    assert later_days(tuesday + timedelta(days=1), tuesday, in_the_week) == {}
    assert later_days(None, tuesday, lambda _day: None) == {}


def test_a_sensitive_question_stands_alone_and_what_was_hard_is_asked_no_more(play: Play, review: About) -> None:
    before = play.today + timedelta(days=20)
    found = planned(play, review, ("A-5.2", "A-11.1"), (Owner.DSL,), before=before)
    mine = of(found, DSL)
    heavy = next(one for one in mine if one.sensitive)
    gentle = next(one for one in mine if one.is_strengths)
    sent(play, gentle)
    sent(play, heavy)
    first, then = sorted((gentle, heavy), key=lambda one: one.place)
    assert first is gentle
    shown = path(play, DSL)[0]
    done = play.answer(DSL, press(play, DSL, shown, "Answer"), answer=SAID, readers="school")
    # It is not shown because another was answered: it waits to be opened.
    assert then.text not in words(done)
    assert "open it when you have a quiet moment" in words(done)
    alone = path(play, DSL)
    assert [card.title for card in alone] == ["A question for a quiet moment"]
    assert words(alone).index("With care") < words(alone).index(heavy.text)
    twin = [one for one in mine if one.node == heavy.node and one.id != heavy.id]
    form = press(play, DSL, alone[0], "Answer")
    done = play.answer(DSL, form, answer="We talk it through.", readers="team", hard=("hard",))
    assert "Nothing more is asked of you on this" in words(done)
    assert "08000 562 561" in words(done)
    assert held(play, heavy).hard
    assert {state(play, one) for one in twin} <= {PromptState.SKIPPED}


def test_what_the_school_has_said_within_a_year_is_shown_and_holds_with_a_tap(play: Play, review: About) -> None:
    staff(play)
    before = play.today + timedelta(days=20)
    first = of(planned(play, review, ("A-2.1",), set_id="one", before=before), DSL)[1]
    sent(play, first)
    assert "Already answered" not in labels(path(play, DSL)[0])
    play.answer(DSL, press(play, DSL, path(play, DSL)[0], "Answer"), answer=SAID, readers="school")
    again = next(one for one in of_set(play, "one") if one.id == first.id)
    assert again.answer
    anew = of(planned(play, review, ("A-2.1",), set_id="two", before=before), DSL)[1]
    play.later(days=3)
    sent(play, anew)
    form = press(play, DSL, path(play, DSL)[0], "Already answered")
    assert SAID in words(form)
    changed = play.answer(DSL, form, still="changed", readers="school")
    assert not changed.kept
    form = press(play, DSL, path(play, DSL)[0], "Already answered")
    assert play.answer(DSL, form, still="yes", readers="school").kept
    said_to = held(play, anew)
    assert (said_to.text, said_to.how, said_to.held_from) == (SAID, How.HELD, first.id)
    # What only the team reads is shown to nobody of the school, whoever is asked the same.
    made(play, changes.AnswerShared(first.id, DSL, Readers.TEAM), by=DSL)
    third = of(planned(play, review, ("A-2.1",), set_id="three", before=before), DSL)[1]
    made(play, changes.PromptPassedOn(third.id, DSL, SENCO), by=DSL)
    sent(play, now(play, third))
    assert "Already answered" not in labels(path(play, SENCO)[0])


def test_a_colleague_answers_and_the_owner_stands_by_it(play: Play, review: About) -> None:
    staff(play)
    mine = of(planned(play, review, GENTLE, before=play.today + timedelta(days=20)), DSL)
    sent(play, mine[0], mine[1])
    about = the("prompt", mine[0].id)
    play.answer(DSL, play.start(DSL, "delegate_prompt", about), delegate=SENCO)
    assert "SENCO, Larkfield is asked for you" in words(path(play, DSL))
    sent(play, now(play, mine[0]))
    theirs = path(play, SENCO)
    assert "stands by it before anybody else reads it" in words(theirs)
    assert labels(theirs[0]) == ["Answer", "Later", "Give it back", "Other ways"]
    assert not play.start(SENCO, "not_mine", about).kept
    done = play.answer(SENCO, press(play, SENCO, theirs[0], "Answer"), answer=SAID, readers="school")
    assert "reads it before anybody else does" in words(done)
    (told,) = [(act, card) for act, card in play.notices() if act.notice == Notice.ANSWER_TO_APPROVE and card]
    assert told[0].place == DSL
    assert SAID not in words(told[1])
    # An approval comes before what is asked; one sends it back, with its words, and it comes again.
    waits = path(play, DSL)[0]
    assert SAID in words(waits)
    press(play, DSL, waits, "Send it back")
    sent(play, now(play, mine[0]))
    form = press(play, SENCO, path(play, SENCO)[0], "Answer")
    assert SAID in repr(reply(form).inputs)
    play.answer(SENCO, form, answer=f"{SAID} Each answer comes the same day.", readers="school")
    with play.store.reading() as session:
        assert not prompts.held_already(session, "larkfield", mine[0].question, play.today - timedelta(days=9))
    form = press(play, DSL, path(play, DSL)[0], "In other words")
    play.answer(DSL, form, own_words="A worry box is emptied each day.")
    assert (state(play, mine[0]), held(play, mine[0]).text) == (
        PromptState.ANSWERED,
        "A worry box is emptied each day.",
    )
    # Handed over, and taken back; or given back.
    other = the("prompt", mine[1].id)
    for who in (DSL, SENCO):
        play.answer(DSL, play.start(DSL, "delegate_prompt", other), delegate=SENCO)
        assert play.start(who, "take_back", other).kept
        assert now(play, mine[1]).delegate is None


def test_not_mine_always_is_whose_it_is_from_then_on(play: Play, review: About) -> None:
    staff(play)
    before = play.today + timedelta(days=20)
    mine = of(planned(play, review, GENTLE, set_id="one", before=before), DSL)
    sent(play, *mine)
    passed = play.start(DSL, "not_mine", the("prompt", mine[1].id))
    done = play.answer(DSL, passed, to=SENCO, often="always")
    assert "questions like it go to them from now on" in words(done)
    sent(play, now(play, mine[1]))
    assert "It was a question for the DSL, and was passed on to you." in words(path(play, SENCO))
    next_set = planned(play, review, GENTLE, (Owner.DSL,), set_id="two", before=before)
    whose = {one.node: one.person.id for one in next_set if one.person and not one.is_strengths}
    assert whose[mine[1].node] == SENCO
    assert set(whose.values()) == {DSL, SENCO}
    # Where nobody is named, whoever planned it finds out.
    left = play.answer(DSL, play.start(DSL, "not_mine", the("prompt", mine[2].id)), to="", often="now")
    assert "finds out whose it is" in words(left)
    assert state(play, mine[2]) is PromptState.WITH_HUMAN
    assert mine[2].text not in words(path(play, DSL)) + words(path(play, DSL, "ahead"))
    assert LEAD in {act.place for act, _ in play.notices() if act.notice == Notice.PROMPTS_WITH_HUMAN}


@pytest.mark.parametrize("who", [HEAD, GOVERNOR])
def test_what_a_leader_asks_themselves_is_theirs_alone_until_they_share_it(play: Play, review: About, who: str) -> None:
    everybody = {TRUST_LEAD, DPO, DSL, LEAD, REVIEWER, HEAD, GOVERNOR}
    for other in (TRUST_LEAD, DPO, DSL, LEAD):
        assert not play.start(other, "begin_private", the("own_questions", "larkfield")).kept
        assert "How do I know?" not in words(play.home(other))
    offer = play.see(who, "own", the("person", "mine"))[0]
    assert "nobody else sees a word of it unless you share it" in words(offer)
    begun = press(play, who, offer, "Begin")
    assert begun.kept
    assert not play.start(who, "begin_private", the("own_questions", "larkfield")).kept
    theme = play.see(who, "own", the("person", "K-1"))
    form = press(play, who, theme[1], "Write")
    done = play.answer(who, form, answer=SAID, evidence="The log of the box.")
    assert theme[2].title in words(done)
    own = [row[0] for row in play.rows(select(PromptRow.id).where(PromptRow.version > 0))]
    assert len(own) == 1
    # Nothing is sent, nothing is asked of them because of it, and nobody else can see or do a thing.
    assert not play.rows(select(ActRow.id).where(ActRow.notice.like("prompt%")))
    assert not [card for card in play.home(who) if card.title == "A question for you"]
    about = the("prompt", own[0])
    for other in everybody - {who}:
        assert SAID not in repr(
            [play.see(other, view, the("person", x)) for view in ("own", "asked") for x in ("mine", "K-1")]
        )
        assert SAID not in repr([play.see(other, view, about) for view in ("question", "ways", "shared")])
        for dialog in (
            "answer_prompt",
            "change_answer",
            "write_own",
            "share_answer",
            "skip_prompt",
            "not_mine",
            "take_back",
        ):
            turned = play.start(other, dialog, about)
            assert not turned.kept
            assert SAID not in repr(turned)
    # One answer is shared: its readers are told, and may read that one; and it is taken back.
    card = play.see(who, "own", the("person", "K-1"))[1]
    shared = play.answer(who, press(play, who, card, "Who may read it"), share="school")
    assert shared.kept
    readers = {DSL, HEAD} - {who}
    told = [(act, card) for act, card in play.notices() if act.notice == Notice.ANSWER_SHARED]
    assert {act.place for act, _ in told} == readers
    assert all(card and SAID not in words(card) for _, card in told)
    for other in everybody - {who}:
        assert (SAID in words(play.see(other, "shared", about))) == (other in readers)
    card = play.see(who, "own", the("person", "K-1"))[1]
    team = press(play, who, card, "Who may read it")
    play.answer(who, team, share="team")
    assert SAID in words(play.see(REVIEWER, "shared", about))
    assert SAID not in words(play.see(DSL, "shared", about))
    assert SAID not in words(play.see(TRUST_LEAD, "shared", about))
    play.answer(who, press(play, who, card, "Who may read it"), share="own")
    assert not [card for act, card in play.notices() if act.notice == Notice.ANSWER_SHARED and card]
    assert SAID not in words(play.see(REVIEWER, "shared", about))


def test_whoever_governs_is_kept_from_cases_more_strictly(play: Play, review: About) -> None:
    del review
    close = "One pupil in Year 4 with a hearing aid was moved."
    for who in (GOVERNOR, HEAD):
        play.start(who, "begin_private", the("own_questions", "larkfield"))
    stopped = {}
    for who in (GOVERNOR, HEAD):
        card = play.see(who, "own", the("person", "K-1"))[1]
        stopped[who] = play.answer(who, press(play, who, card, "Write"), answer=close).problem
    assert stopped[GOVERNOR]


def test_every_card_of_the_path_is_drawn_in_chat(play: Play, review: About) -> None:
    staff(play)
    mine = of(planned(play, review, ("A-2.1", "A-7.3"), (Owner.DSL,)), DSL)
    shown = [*path(play, DSL), *path(play, DSL, "ahead")]
    sent(play, *mine)
    made(play, changes.PromptDelegated(mine[0].id, DSL, SENCO), by=DSL)
    shown += [*path(play, DSL), *path(play, SENCO), *path(play, SENCO, "ahead")]
    made(play, changes.PromptAnswered(mine[0].id, SENCO, SAID, to_approve=True), by=SENCO)
    shown += path(play, DSL)
    made(play, changes.AnswerApproved(mine[0].id, DSL), by=DSL)
    play.start(HEAD, "begin_private", the("own_questions", "larkfield"))
    looks = [(DSL, "ways", mine[1].id), (DSL, "question", mine[1].id), (SENCO, "my_answers", "mine")]
    looks += [(HEAD, "own", "mine"), (HEAD, "own", "K-2"), (GOVERNOR, "own", "mine")]
    shown += [card for who, view, about in looks for card in play.see(who, view, the("any", about))]
    assert len({card.title for card in shown}) > len(looks)
    for card in shown:
        assert card.quiet
        assert "Larkfield" not in card.notice
        assert len(card.buttons) <= len(mine) + 3
        check_slack(slack.message((card,), slack.Labels())["blocks"])
        check_teams(teams.message((card,), teams.Labels()))
