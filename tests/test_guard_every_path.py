"""A marked identifier through every way in there is, and then looked for in every byte that stays behind.

Further ways in: test_slack_messages.py (events, commands and forms of Slack), test_typed.py, test_cli_imports.py.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.judges import judge_for
from bot.message import Turned
from bot.privacy import Audience, Refuse, Vocabulary, judge
from bot.replies import judge_at
from store import guarding, people
from store.guard_tables import NobodyRow
from store.tables import NoteVersionRow, PersonRow, SchoolRow
from tests.play import DPO, DSL, HEAD, LEAD, REVIEWER, TRUST_LEAD, TRUSTEE, Play, labels, words
from tests.scenes import SURE, draft, take_note

# A telephone's number: no answer and no vocabulary lets one past. Its middle is found in no other bytes.
PLANTED = "Ring 07700 900461 about the quokka wall"
MARKS = (b"900461", b"quokka")

Way = Callable[[Play, About], Turned]


def by_form(play: Play, review: About) -> Turned:
    return play.answer(REVIEWER, play.start(REVIEWER, "take_note", review), text=PLANTED)


def by_place(play: Play, review: About) -> Turned:
    note = take_note(play, LEAD, review, "The log is read weekly.")
    return play.answer(LEAD, play.start(LEAD, "mark_note", note), where=PLANTED[:60])


def by_edit(play: Play, review: About) -> Turned:
    note = take_note(play, LEAD, review, "The log is read weekly.")
    return play.answer(LEAD, play.start(LEAD, "edit_note", note), text=PLANTED)


def by_affirmation(play: Play, review: About) -> Turned:
    note = take_note(play, LEAD, review, "The log is clear.", node="A-2.1", shows="excellent", kind="policy")
    return play.answer(LEAD, play.start(LEAD, "draft_affirmation", note), words=PLANTED, recognise="no", get_round="no")


def by_agreement(play: Play, review: About) -> Turned:
    affirmation = draft(play, review)
    asked = play.answer(HEAD, play.start(HEAD, "agree_affirmation", affirmation), answer="reword", **SURE)
    return play.answer(HEAD, asked, words=PLANTED, recognise="no", get_round="no")


WAYS: dict[str, Way] = {
    "a form": by_form,
    "a form's place": by_place,
    "words with a button": lambda play, review: play.start(REVIEWER, "take_note", review, given={"text": PLANTED}),
    "a message or command": lambda play, _: play.note(REVIEWER, f"note {PLANTED}", message="1.1"),
    "the bot's own place": lambda play, _: play.say(REVIEWER, PLANTED),
    "a sheet typed up": lambda play, review: play.answer(
        REVIEWER, play.start(REVIEWER, "type_up", review), lines=f"Gates are locked.\n{PLANTED}\nThe log is read."
    ),
    "an edit": by_edit,
    "an affirmation": by_affirmation,
    "a school's own words": by_agreement,
    "a stranger": lambda play, _: play.note("nobody-we-know", PLANTED),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_planted_stays_behind_nowhere(
    play: Play, review: About, way: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        turned = WAYS[way](play, review)
    assert turned.problem
    assert not turned.kept
    assert not [mark for mark in MARKS if mark in play.contents()], "in the file or what stands beside it"
    said = capfd.readouterr()
    for told in (play.dump(), caplog.text, said.out, said.err):
        assert not [mark for mark in MARKS if mark.decode() in told]


def test_what_was_stopped_is_counted_by_kind_and_month_and_nothing_else(play: Play, review: About) -> None:
    by_form(play, review)
    by_form(play, review)
    play.answer(REVIEWER, play.start(REVIEWER, "take_note", review), text="met Zainab in the hall")
    assert play.inside(guarding.stopped) == [("2026-11", "person", "asked", 1), ("2026-11", "phone", "refused", 2)]


# ── Not a person ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Doubt:
    text: str = "Marlowe described the quokka log"
    again: str = "Later Marlowe asked about fobs"


def test_a_word_said_to_be_nobody_is_not_asked_about_again_and_is_kept_as_a_digest_alone(
    play: Play, review: About
) -> None:
    doubt = Doubt()
    stopped = play.answer(REVIEWER, play.start(REVIEWER, "take_note", review), text=doubt.text)
    assert play.press(REVIEWER, stopped, "Keep my words: this is not a person").note
    kept = play.rows(select(NobodyRow.digest, NobodyRow.month))
    assert [(len(digest), month) for digest, month in kept] == [(64, "2026-11")]
    assert play.answer(LEAD, play.start(LEAD, "take_note", review), text=doubt.again).note, "nobody is asked twice"


def test_a_plain_name_is_believed_to_be_nobody_for_that_text_only(play: Play, review: About) -> None:
    stopped = play.answer(REVIEWER, play.start(REVIEWER, "take_note", review), text="Mrs Potter keeps the log")
    assert play.press(REVIEWER, stopped, "Keep my words: this is not a person").note
    assert play.count(NobodyRow) == 0
    assert play.answer(LEAD, play.start(LEAD, "take_note", review), text="Mrs Potter keeps the log").problem


# ── Whom the trust knows, and where little points at one ────────────────────────────────────


def test_somebody_the_trust_knows_is_their_role_in_the_safe_wording(play: Play, review: About) -> None:
    with play.store.writing() as session:
        session.get_one(PersonRow, HEAD).name = "Olive Marchbank"
    stopped = play.answer(
        REVIEWER, play.start(REVIEWER, "take_note", review), text="Olive Marchbank meets the team weekly"
    )
    assert "The headteacher meets the team weekly" in words(stopped)
    done = play.press(REVIEWER, stopped, "Use the safe wording")
    assert done.note
    assert play.rows(select(NoteVersionRow.text)) == [("The headteacher meets the team weekly",)]


def test_at_a_special_school_one_pupil_of_a_class_is_asked_about(play: Play, review: About) -> None:
    text = "a Year 4 pupil showed us the picture cards"
    assert play.answer(LEAD, play.start(LEAD, "take_note", review), text=text).note
    with play.store.writing() as session:
        for row in session.scalars(select(SchoolRow)):
            row.kind = "special"
    assert play.answer(LEAD, play.start(LEAD, "take_note", review), text=text).problem


def test_a_governor_is_asked_sooner(play: Play, review: About) -> None:
    with play.store.reading() as session:
        everybody = people.directory(session).people.values()
        governs = [one for one in everybody if any(held.job in {"governor", "chair", "trustee"} for held in one.posts)]
        assert governs
        assert all(judge_for(session, b"x", one).strict for one in governs)
        reviewer = people.directory(session).people[REVIEWER]
        assert not judge_at(session, judge_for(session, b"x", reviewer), review).strict


def test_what_may_be_read_by_all_is_judged_more_strictly_than_what_a_team_reads() -> None:
    text = "a Year 4 pupil showed us the picture cards"
    assert isinstance(judge(text, Vocabulary(), Audience.PUBLIC), Refuse)
    assert not isinstance(judge(text, Vocabulary(), Audience.TEAM), Refuse)


def test_the_proof_sheet_says_what_was_stopped_by_month_and_kind_to_those_who_answer_for_it(
    play: Play, review: About
) -> None:
    (empty,) = play.see(DPO, "proof")
    assert "Nothing yet" in words(empty)
    by_form(play, review)
    with play.store.writing() as session:
        for label, outcome in (("person", "asked"), ("phone", "refused")):
            guarding.count_stopped(session, [label], outcome, play.now + timedelta(days=31))
    for person in (TRUST_LEAD, DPO):
        assert "What the guard stopped" in [name for card in play.see(person, "settings") for name in labels(card)]
        head, *months = play.see(person, "proof")
        assert "Nothing is kept of what was refused" in words(head)
        assert [card.title for card in months] == ["December 2026", "November 2026"]
        assert "telephone numbers: 1" in words(months[0])
        assert "names of people: 1" in words(months[0])
        assert "Stored of what was refused: 0" in words(months[1])
        assert "names of people" not in words(months[1])
        assert not [mark for mark in MARKS if mark.decode() in words((head, *months))]
    for person in (LEAD, REVIEWER, HEAD, DSL, TRUSTEE):
        assert "not here for you" in words(play.see(person, "proof"))
        assert "What the guard stopped" not in [name for card in play.see(person, "settings") for name in labels(card)]
