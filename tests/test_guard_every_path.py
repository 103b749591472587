"""A marked identifier through every way in there is (`planted.py`), and then looked for in every byte that stays behind.

By Slack and the command line: `test_guard_every_door.py`.
"""

import base64
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import select, text

from bot.domain.acts import About
from bot.judges import judge_for
from bot.message import AnyEvent, Turned
from bot.privacy import Audience, Refuse, Vocabulary, judge
from bot.replies import judge_at
from store import guarding, people
from store.guard_tables import NobodyRow
from store.tables import NoteVersionRow, PersonRow, SchoolRow
from tests.planted import BY_DIALOG, BY_EVENT, planted, scene, traces, ways
from tests.play import DPO, DSL, HEAD, LEAD, REVIEWER, TRUST_LEAD, TRUSTEE, Play, labels, words
from tests.scenes import review_at, take_note
from tests.test_removal import database_files

CONTROL = "The wömbat wall is painted."


def bytes_beside(play: Play) -> Iterator[bytes]:
    """Every byte of the database's files and of its write-ahead log."""
    if play.store.is_sqlite:
        yield play.contents()
        return
    with database_files(play.store) as folder, play.store.reading() as session:
        log = Path(str(session.scalar(text("show data_directory"))), "pg_wal")
        for path in (*folder.iterdir(), *log.iterdir()):
            if path.is_file():
                yield path.read_bytes()


def test_what_is_planted_by_any_way_there_is_stays_behind_nowhere(
    any_play: Play, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    here = scene(any_play, review_at(any_play))
    notes_before = any_play.count(NoteVersionRow)
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.INFO, "markdown_it"):
        for number, (name, way) in enumerate(ways()):
            turned = way(here, planted(number))
            assert not turned.note, name
            if name in FROM_DIALOGS:
                assert "Nothing has been saved" in words(turned), name
                assert planted(number).split()[1] in repr(turned.reply), f"{name}: it stands in the writer's own box"
        assert take_note(any_play, LEAD, here.review, CONTROL)
    # One more from *An old card*, and the control.
    assert any_play.count(NoteVersionRow) == notes_before + 2
    files = list(bytes_beside(any_play))
    assert any("wömbat".encode() in file for file in files), "what is kept would be found"
    assert [traces(file) for file in files if traces(file)] == [], "in a file of the database or beside it"
    said = capfd.readouterr()
    for told in (any_play.dump(), caplog.text, said.out, said.err):
        assert not traces(told.encode())


FROM_DIALOGS = {f"{dialog}: {key}" for dialog, key in BY_DIALOG}


def test_every_kind_of_event_that_may_have_words_in_it_has_its_way() -> None:
    def may_have_words(event: type[Any]) -> bool:
        return any(field.name in {"text", "values", "given"} for field in fields(event))

    assert {event for event, _ in BY_EVENT.values()} == {event for event in get_args(AnyEvent) if may_have_words(event)}


def test_the_search_finds_a_mark_in_any_dress() -> None:
    text = planted(7)
    dresses = [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), quote(text).encode()]
    dresses += [json.dumps({"a": text}).encode(), urlencode({"a": text}).encode(), text.encode().hex().encode()]
    dresses += [base64.b64encode(b"a" * before + text.encode()) for before in range(3)]
    assert all(len(traces(dress)) >= 1 for dress in dresses)
    assert not traces(b"The quokka wall, 07700.")


def by_form(play: Play, review: About) -> Turned:
    return play.answer(REVIEWER, play.start(REVIEWER, "take_note", review), text=planted(1))


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
        assert not traces(words((head, *months)).encode())
    for person in (LEAD, REVIEWER, HEAD, DSL, TRUSTEE):
        assert "not here for you" in words(play.see(person, "proof"))
        assert "What the guard stopped" not in [name for card in play.see(person, "settings") for name in labels(card)]
