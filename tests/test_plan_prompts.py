"""Asking a school: what fits is said before anything is sent, everything is seen, and every empty post gets a word."""

import os
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete

from bot.domain.acts import About
from bot.domain.prompt import PromptState, SetSort, Why
from bot.domain.prompt_changes import PromptAnswered
from bot.inputs import ChoiceInput
from bot.message import Card, Turned, plain
from store import prompts
from store.tables import AddressRow, PersonRow
from tests.asking import made, planned, sent
from tests.play import DSL, GOVERNOR, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, Play, labels, reply, the, words
from tests.scenes import accept

KEPT = Path(__file__).parent / "transcripts" / "asking_a_school.txt"


def ahead(play: Play, areas: tuple[str, ...] = ("A-2", "A-8")) -> About:
    """A review that begins on Monday next week."""
    asked = play.start(TRUST_LEAD, "plan_review")
    begins = play.today + timedelta(days=6)
    asked = play.answer(TRUST_LEAD, asked, school="larkfield", areas=areas, begins=begins.isoformat())
    review = the("review", reply(asked).conversation)
    assert play.answer(TRUST_LEAD, asked, ends=begins.isoformat(), lead=LEAD, team=(REVIEWER,)).kept
    accept(play, review, LEAD, REVIEWER)
    return review


def options(shown: Turned | Card, key: str) -> dict[str, str]:
    found = next(item for item in reply(shown).inputs if item.key == key)
    assert isinstance(found, ChoiceInput)
    return {option.value: option.label for option in found.options}


def value(shown: Turned | Card, key: str) -> tuple[str, ...]:
    return tuple(next(item for item in reply(shown).inputs if item.key == key).value)


def sets(play: Play, review: str = "", school: str = "", by: str = "") -> list[str]:
    return [one.id for one in play.inside(lambda s: prompts.sets_of(s, review=review, school=school, by=by))]


def test_a_lead_asks_a_school_and_two_posts_are_empty(empty_stage: Play) -> None:
    play = empty_stage
    review = ahead(play)
    page = play.see(LEAD, "prompts", review)[0]
    asked = play.tell(LEAD, "asks the school before the visit", play.press(LEAD, page, "Plan a self-review"))
    told = words(asked)
    assert "questions fit before Monday 30 November 2026" in told
    assert "every area opens with what is excellent" in told
    assert "DSL: " in told
    assert set(options(asked, "parts")) == {"A-2.1", "A-2.2", "A-2.3", "A-8.1", "A-8.2", "A-8.3"}
    assert value(asked, "parts"), "what fits is ticked"
    asked = play.answer(LEAD, asked, before=(play.today + timedelta(days=6)).isoformat(), parts=("A-2.1", "A-8.1"))
    play.tell(LEAD, "chooses two parts, and sees what each would get", asked)
    seen = words(asked)
    assert "Their phone shows only A question for you, two minutes" in seen
    assert "Lead reviewer (DSL, Bridgewater) asks you" in seen
    assert "First, what is excellent." in seen
    assert "Other ways (It is written down already" in seen
    assert "Nobody at Larkfield Primary is known, or can be reached, as SENCO, site lead." in seen
    assert not sets(play, review=review.id), "nothing is kept before it is sent"
    offered = options(asked, "role_site_lead")
    assert offered["in_person"] == "Ask in person at the visit"
    assert offered[DSL] == "DSL, Larkfield"
    done = play.answer(LEAD, asked, sure="yes", role_site_lead=DSL, role_senco="in_person")
    play.log += [f"  | {line}" for line in seen.splitlines()]
    play.tell(LEAD, "has the DSL asked for the site lead’s part, and says yes", done)
    assert done.kept
    assert "It is planned" in words(done)
    (made_,) = sets(play, review=review.id)
    found = play.inside(lambda session: prompts.of_set(session, made_))
    assert {one.person.id for one in found if one.person} == {HEAD, DSL, GOVERNOR}
    for who in (HEAD, DSL):
        for area in ("A-2", "A-8"):
            of_area = [one for one in found if one.person and one.person.id == who and one.node.startswith(area)]
            assert of_area[0].is_strengths
    assert len({one.question for one in found if "site_lead" in one.question}) == 2
    first = next(one for one in found if one.person and one.person.id == HEAD)
    sent(play, first)
    opened = play.see(HEAD, "asked", the("person", "mine"))[0]
    as_it_came = [" ".join(plain((part,)).split()) for part in opened.words]
    assert all(said in " ".join(seen.split()) for said in as_it_came), "what was seen before is what they read"
    assert [label in seen for label in labels(opened)] == [True] * len(opened.buttons)
    shown = words(play.see(LEAD, "prompts", review))
    assert "for an answer before Monday 30 November 2026" in shown
    run = words(play.see(TRUST_LEAD, "dry_run", the("school", "larkfield")))
    assert "DSL, Larkfield: " in run
    assert "From Monday 23 November 2026: about" in run
    assert "nobody puts anything off" in run
    play.log += ["", "the lead looks at where the questions stand", *(f"  | {line}" for line in shown.splitlines())]
    told = "\n".join(play.log).strip() + "\n"
    if os.environ.get("PEERWALK_WRITE_TRANSCRIPTS") == "1":
        KEPT.write_text(told)
    assert told == KEPT.read_text(), "If this is meant, write it anew with PEERWALK_WRITE_TRANSCRIPTS=1 and read it."


def test_what_is_kept_for_the_visit_or_does_not_fit_is_said_and_done(empty_stage: Play) -> None:
    play = empty_stage
    review = ahead(play, ("A-1", "A-2", "A-5", "A-6", "A-8"))
    asked = play.start(TRUST_LEAD, "plan_self_review", the("planning", f"self_review/{review.id}"))
    every = tuple(options(asked, "parts"))
    assert 0 < len(value(asked, "parts")) < len(every)
    asked = play.answer(TRUST_LEAD, asked, before=(play.today + timedelta(days=2)).isoformat(), parts=every)
    assert len(reply(asked).inputs) <= 6
    assert "questions fit before Thursday 26 November 2026" in words(asked)
    answers = {item.key: "in_person" for item in reply(asked).inputs} | {"sure": "yes"}
    done = play.answer(TRUST_LEAD, asked, **answers)
    assert done.kept, words(done)
    assert "kept for the visit" in words(done)
    (made_,) = sets(play, review=review.id)
    states = [one.state for one in play.inside(lambda session: prompts.of_set(session, made_))]
    assert set(states) == {PromptState.PLANNED, PromptState.IN_PERSON}


def test_between_visits_a_head_asks_a_few_things_and_nothing_held_is_asked_again(play: Play, review: About) -> None:
    held = next(one for one in planned(play, review, ("A-10.1",)) if one.person and one.person.id == DSL)
    made(play, PromptAnswered(held.id, DSL, "We test the filter every week."), by=DSL)
    pulse, theme = (the("planning", f"{sort}/larkfield") for sort in (SetSort.PULSE, SetSort.THEME))
    for who in (REVIEWER, GUEST, GOVERNOR, LEAD):
        assert not play.start(who, "plan_pulse", pulse).kept
        assert "Nothing" not in words(play.start(who, "plan_theme", theme))
    home = next(card for card in play.home(HEAD) if "Ask, or see how far it is" in labels(card))
    play.press(HEAD, home, "Ask, or see how far it is")
    page = play.see(HEAD, "school_prompts", the("school", "larkfield"))[0]
    asked = play.press(HEAD, page, "A few questions")
    before = (play.today + timedelta(days=14)).isoformat()
    too_many = play.answer(HEAD, asked, before=before, parts=tuple(options(asked, "parts"))[:7])
    assert "no more than six" in repr(too_many.reply)
    asked = play.answer(HEAD, asked, before=before, parts=("A-10.1",))
    assert "One more was answered within a year, and is not asked again." in words(asked)
    answers = {item.key: "leave_out" for item in reply(asked).inputs} | {"sure": "yes"}
    assert play.answer(HEAD, asked, **answers).kept
    newest = sets(play, school="larkfield", by=HEAD)
    found = play.inside(lambda session: prompts.of_set(session, newest[0]))
    assert held.question not in {one.question for one in found}
    assert {one.person.id for one in found if one.person} <= {HEAD, DSL, GOVERNOR}
    asked = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "plan_theme", theme), theme="mental_health", before=before)
    answers = {item.key: "with_me" for item in reply(asked).inputs} | {"sure": "yes", "late": "as_far"}
    done = play.answer(
        TRUST_LEAD, asked, **{key: answers[key] for key in answers if key != "late" or "late" in repr(asked)}
    )
    assert done.kept, words(done)
    theirs = play.inside(lambda session: prompts.of_set(session, sets(play, by=TRUST_LEAD)[0]))
    assert {one.why for one in theirs if one.state is PromptState.WITH_HUMAN} == {Why.NOBODY}
    assert any("Settle it" in labels(card) for card in play.home(TRUST_LEAD))


def test_who_is_reached_by_mail_alone_is_known_before_anything_is_sent(empty_stage: Play) -> None:
    play = empty_stage
    play.store.mails(on=True)
    review = ahead(play, ("A-2",))
    with play.store.writing() as session:
        session.execute(delete(AddressRow).where(AddressRow.person.in_((GOVERNOR, DSL))))
        session.get_one(PersonRow, GOVERNOR).email = "chair@example.org"
    asked = play.start(LEAD, "plan_self_review", the("planning", f"self_review/{review.id}"))
    asked = play.answer(LEAD, asked, before=(play.today + timedelta(days=6)).isoformat(), parts=("A-2.1",))
    assert options(asked, "role_governor")["email"] == "Send by e-mail"
    assert value(asked, "role_governor") == ("email",)
    assert "email" not in options(asked, "role_dsl")
    done = play.answer(LEAD, asked, sure="yes", role_governor="email", role_dsl=HEAD)
    assert done.kept, words(done)
    found = play.inside(lambda session: prompts.of_set(session, sets(play, review=review.id)[0]))
    assert {one.person.id for one in found if one.person} == {HEAD, GOVERNOR}
