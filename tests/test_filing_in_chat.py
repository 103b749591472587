"""Suggestions: what is said, never done by itself, learnt from taps, and forgotten with the note."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.acts import About
from bot.domain.suggested import Suggested, Suggestion, Surety
from bot.domain.trust_settings import SUGGESTIONS
from bot.filing.model import Learned
from bot.filing.shipped import shipped
from bot.learning import ENOUGH, refit
from bot.message import Begin
from bot.suggesting import Suggesting
from store import filing, notes, reviews, trust_settings
from store.filing_tables import FilingTapRow, FilingVersionRow, NoteSuggestionRow
from store.framework_file import CST_SPR, read
from store.tables import HistoryRow, NoteRow
from tests.play import GUEST, HEAD, LEAD, REVIEWER, Play, button, labels, reply, words
from tests.scenes import review_at, staged, take_note

SCR = "SCR checked with the office, dates and initials against every check."
RECRUITED = "Two references and a DBS seen before anybody started."


@pytest.fixture
def suggesting(play: Play) -> Suggesting:
    """Suggestions are on, and ready."""
    found = Suggesting(play.store)
    found.refresh()
    play.turns = replace(play.turns, suggest=found.suggest)
    return found


def row(play: Play, note: About) -> NoteSuggestionRow | None:
    return play.inside(lambda session: session.get(NoteSuggestionRow, note.id))  # type: ignore[no-any-return]


def node(play: Play, note: About) -> str:
    return str(play.inside(lambda session: notes.load(session, note.id)).node)


def says(play: Play, *, suggestions: bool) -> None:
    with play.store.writing() as session:
        trust_settings.put(session, SUGGESTIONS, suggestions)


# ── In chat ─────────────────────────────────────────────────────────────────────────────────


def test_a_receipt_offers_three_places_any_other_and_none_and_one_tap_files_it(
    play: Play, review: About, suggesting: Suggesting
) -> None:
    asked = play.start(REVIEWER, "take_note", review)
    taken = play.answer(REVIEWER, asked, text=SCR)
    card = reply(taken)
    assert labels(card)[0] == "Single central record"
    assert labels(card)[3:5] == ["Other area", "Keep unfiled"]
    assert [pressed.primary for pressed in card.buttons[:3]] == [True, False, False]
    assert "It reads like Single central record." in words(card)
    assert not any(mark in words(card) for mark in "%0")
    note = About("note", taken.note)
    assert node(play, note) == ""
    done = play.press(REVIEWER, card, "Single central record")
    assert node(play, note) == "A-7.3"
    assert "Filed under A-7.3" in words(done)
    assert "Other area" not in labels(done)
    assert [(one.node,) for (one,) in play.rows(select(FilingTapRow))] == [("A-7.3",)]
    assert SCR not in repr(play.rows(select(HistoryRow.fields)))


def test_a_trust_that_wants_no_suggestions_gets_none_whatever_the_installation_does(
    play: Play, review: About, suggesting: Suggesting
) -> None:
    says(play, suggestions=False)
    note = take_note(play, REVIEWER, review, SCR)
    assert row(play, note) is None
    suggesting.refresh()
    assert row(play, note) is None, "nor afterwards"
    says(play, suggestions=True)
    quiet = replace(suggesting, on=False)
    quiet.refresh()
    assert row(play, note), "its own word counts for more than the installation's"


def test_only_the_likeliest_stands_out_and_what_is_out_of_scope_is_never_offered(
    play: Play, review: About, suggesting: Suggesting
) -> None:
    note = take_note(play, REVIEWER, review, "people were kind and it all went well on the day")
    found = row(play, note)
    assert found is not None
    assert found.surety != Surety.LIKELY
    assert {one.partition(".")[0] for one in found.nodes} <= {"A-2", "A-7"}


def test_another_area_is_two_taps_and_an_unfiled_note_stays_on_the_table(
    play: Play, review: About, suggesting: Suggesting
) -> None:
    note = take_note(play, REVIEWER, review, SCR)
    assert SCR in words(play.see(REVIEWER, "table", review))
    asked = play.start(REVIEWER, "other_area", note)
    second = play.answer(REVIEWER, asked, area="A-2")
    done = play.answer(REVIEWER, second, part="A-2.3")
    assert "Filed under A-2.3" in words(done)
    later = take_note(play, REVIEWER, review, RECRUITED)
    left = play.start(REVIEWER, "keep_unfiled", later)
    assert labels(left)[0] == "Choose its area"
    assert "Keep unfiled" not in labels(left)
    assert RECRUITED in words(play.see(REVIEWER, "table", review))
    (head, *cards) = play.see(REVIEWER, "unfiled", review)
    assert "One note waits for an area" in words(head)
    assert [labels(card) for card in cards] == [["Choose its area"]]


def test_a_list_is_filed_one_tap_after_another_and_the_lead_sees_everybodys(
    play: Play, review: About, suggesting: Suggesting
) -> None:
    done = play.answer(
        REVIEWER, play.start(REVIEWER, "type_up", review), lines=f"{SCR}\n{RECRUITED}\nStaff know the code of conduct."
    )
    assert "File my notes" in labels(done)
    play.later(minutes=1)
    take_note(play, LEAD, review, "Pupils say that adults listen.")
    assert [len(play.see(who, "unfiled", review)) for who in (REVIEWER, LEAD, GUEST)] == [4, 5, 1]
    card = play.see(REVIEWER, "unfiled", review)[1]
    for expected in ("Single central record", "Safer recruitment and vetting", "Code of conduct"):
        assert expected in labels(card)
        shown = play.press(REVIEWER, card, expected)
        assert shown.kept
        card = reply(shown)
    assert "Every note is filed now." in words(card)
    assert "not for you" not in words(play.see(HEAD, "unfiled", review))
    assert not any(SCR in words(shown) for shown in play.see(HEAD, "unfiled", review))


def test_a_tap_is_checked_against_the_pinned_framework_and_never_against_a_fresh_guess(
    play: Play, review: About, suggesting: Suggesting
) -> None:
    note = take_note(play, REVIEWER, review, SCR)
    wrong = play.start(REVIEWER, "file_note", note, given={"part": "A-99.9"})
    assert wrong.problem
    assert node(play, note) == ""
    play.start(REVIEWER, "file_note", note, given={"part": "A-2.2"})
    assert node(play, note) == "A-2.2"
    play.start(GUEST, "file_note", note, given={"part": "A-7.3"})
    assert node(play, note) == "A-2.2"
    found = row(play, note)
    assert found is not None
    assert (found.model, found.version) == (shipped().name, 1)


def test_other_words_are_suggested_for_anew_and_off_means_a_list_only(
    play: Play, review: About, suggesting: Suggesting
) -> None:
    note = take_note(play, REVIEWER, review, SCR)
    play.answer(REVIEWER, play.start(REVIEWER, "edit_note", note), text=RECRUITED)
    found = row(play, note)
    assert found is not None
    assert (found.version, found.nodes[0]) == (2, "A-7.2")
    play.turns = replace(play.turns, suggest=lambda _review, _text: None)
    off = play.answer(REVIEWER, play.start(REVIEWER, "take_note", review), text="Staff know whom to tell.")
    assert labels(off)[0] == "Choose its area"
    assert not {"Keep unfiled", "Other area"} & set(labels(off))
    assert button(reply(off), "Choose its area").action == Begin("other_area", About("note", off.note))
    suggesting.refresh()
    assert row(play, About("note", off.note)) is not None  # once they are on again, it is caught up with


# ── Learning ────────────────────────────────────────────────────────────────────────────────

HABIT = "Porters lodge {} kept the marble ledger"  # words no model has met, filed in one place by everybody here


def tapped(play: Play, review: About, count: int = ENOUGH) -> list[About]:
    found = []
    for number in range(count):
        found.append(take_note(play, REVIEWER, review, HABIT.format(f"again {number}"), node="A-7.4"))
        play.later(minutes=1)
    return found


def test_it_learns_from_taps_and_goes_back_and_forgets_with_a_note(
    play: Play, review: About, suggesting: Suggesting
) -> None:
    framework = read(CST_SPR)
    asked = HABIT.format("today")
    assert shipped().suggest(asked).three[0] != "A-7.4"
    first, *rest = tapped(play, review, ENOUGH - 1)
    suggesting.learn(play.now)
    assert play.count(FilingVersionRow) == 0  # too little
    tapped(play, review, 1)
    suggesting.learn(play.now)
    (made,) = play.inside(filing.versions)
    assert (made.taps, made.standing) == (ENOUGH, filing.Standing.IN_FORCE)
    assert made.before < made.after
    note = take_note(play, REVIEWER, review, asked)
    found = row(play, note)
    assert found is not None
    assert found.nodes[0] == "A-7.4"
    assert found.model.startswith(f"{shipped().name}+")
    suggesting.learn(play.now)
    assert play.count(FilingVersionRow) == 1  # nothing new

    with play.store.writing() as session:
        filing.put_by(session, framework.pin, filing.Fitted.TAPS)
    suggesting.refresh()
    back = row(play, take_note(play, REVIEWER, review, asked))
    assert back is not None
    assert back.model == shipped().name
    with play.store.writing() as session:
        assert filing.put_in_force(session, made.id)
        assert not filing.put_in_force(session, made.id + 1)
    suggesting.refresh()

    play.later(hours=1)
    play.answer(REVIEWER, play.start(REVIEWER, "remove_note", first), why="identifies")
    (emptied,) = play.inside(filing.versions)
    assert emptied.standing == filing.Standing.EMPTIED
    assert play.rows(select(FilingVersionRow.body)) == [(None,)]
    with play.store.writing() as session:
        assert not filing.put_in_force(session, made.id)
    suggesting.refresh()
    gone = row(play, take_note(play, REVIEWER, review, asked))
    assert gone is not None
    assert gone.model == shipped().name
    assert first.id not in {tap.note for tap in play.inside(lambda session: filing.taps(session, framework.id))}
    tapped(play, review, 1)
    suggesting.learn(play.now)
    assert [one.standing for one in play.inside(filing.versions)] == ["emptied", "in_force"]
    assert len(rest) == ENOUGH - 2


def test_what_finds_fewer_places_is_kept_and_not_put_in_force(play: Play, review: About) -> None:
    said = ("SCR has every check", "Refs and DBS seen", "Pupils listened to", "Code of conduct signed")
    wrong = ("A-2.3", "A-7.5", "A-7.1", "A-2.2")
    for number in range(ENOUGH + 4):
        at = number % 4
        place = wrong[at] if number % 5 == 0 else ("A-7.3", "A-7.2", "A-2.1", "A-7.4")[at]
        take_note(play, REVIEWER, review, f"{said[at]} {number}", node=place)
    made = refit(play.store, read(CST_SPR), shipped(), play.now + timedelta(days=1))
    assert made is not None
    assert (made.standing == filing.Standing.IN_FORCE) == (made.after >= made.before)
    held = play.inside(lambda session: filing.in_force(session, made.framework, filing.Fitted.TAPS))
    assert (held is None) == (made.after < made.before)
    if held:
        assert Learned.of_bytes(held[2]).name.startswith(shipped().name)


def test_the_command_line_lists_learns_and_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERWALK_DATA_DIR", str(tmp_path))
    with staged(review_at, tmp_path / "demo.db") as (play, review):
        tapped(play, review)

    def run(*words_: str) -> tuple[int, str]:
        said = CliRunner().invoke(app, ["filing", *words_, "--demo"])
        return said.exit_code, said.stdout

    assert run("versions") == (0, "")
    assert run("back", "1")[0] == 1
    code, told = run("refit")
    assert (code, "now in force" in told) == (0, True)
    assert "right place was among three" in run("versions")[1]
    assert run("back", "0")[0] == 0
    assert "\tkept\t" in run("versions")[1]
    assert run("back", "1")[0] == 0
    (listed,) = json.loads(run("versions", "--json")[1])
    assert (listed["standing"], listed["taps"]) == ("in_force", ENOUGH)


# ── A second place ──────────────────────────────────────────────────────────────────────────


def two_fit(play: Play, note: About, *nodes: str) -> None:
    with play.store.writing() as session:
        found = Suggested("m", tuple(map(Suggestion, nodes)), Surety.GUESS, two_fit=True)
        filing.keep(session, note.id, 1, found)


def history(play: Play) -> list[Any]:
    return [fields["also"] for (fields,) in play.rows(select(HistoryRow.fields).filter_by(kind="NoteAlsoFiled"))]


def test_a_note_that_two_places_fit_lies_in_both_counts_as_one_and_leaves_the_second_again(any_play: Play) -> None:
    play = any_play
    review = review_at(play)
    note = take_note(play, REVIEWER, review, SCR, shows="excellent", kind="record")
    two_fit(play, note, "A-7.3", "A-2.2", "A-2.3")
    done = play.start(REVIEWER, "file_note", note, given={"part": "A-7.3"})
    assert "Also under A-2.2" in labels(done)
    assert "Also under A-2.3" not in labels(done), "the third is no second"
    refused = play.start(GUEST, "file_also", note, given={"part": "A-2.2"})
    assert "Only the person who wrote a note" in words(refused)
    done = play.press(REVIEWER, done, "Also under A-2.2")
    assert "Filed under A-7.3 Single central record; A-2.2 " in words(done)
    assert node(play, note) == "A-7.3", "the first place remains its own"
    # On the table it lies in both areas, and is one note; an area with both places has it once.
    head, *areas = play.see(LEAD, "table", review)
    assert "is one note on the table" in words(head)
    assert [SCR in words(card) for card in areas] == [True, True]
    assert ["also under A-7.3" in words(card) for card in areas] == [True, False]
    tally = play.inside(lambda session: reviews.load(session, review.id, progress=True).tally)
    assert [tally(one).excellent for one in ("A-7", "A-7.3", "A-2", "A-2.2", "A-2.3")] == [1, 1, 1, 1, 0]
    # Drawn together in either, the school may read it there.
    assert SCR not in words(play.see(HEAD, "notes", review))
    play.answer(LEAD, play.start(LEAD, "draw_together", review), areas=("A-2",), sure="yes")
    (_, shown) = play.see(HEAD, "table", review)
    assert SCR in words(shown)
    assert SCR in words(play.see(HEAD, "notes", review))
    # Out of it again by one tap; and where it is filed there, it lies there once.
    shown = next(card for card in play.see(REVIEWER, "notes", review) if "Take it out of A-2.2" in labels(card))
    done = play.press(REVIEWER, shown, "Take it out of A-2.2")
    assert "Also under A-2.2" in labels(done)
    play.press(REVIEWER, done, "Also under A-2.2")
    play.start(LEAD, "file_note", note, given={"part": "A-2.2"})
    assert play.rows(select(NoteRow.node, NoteRow.also)) == [("A-2.2", "")]
    assert history(play) == ["A-2.2", "", "A-2.2"]
    # With two places in one area it is one note of that area; and it leaves the second with its words.
    play.start(LEAD, "file_also", note, given={"part": "A-2.3"})
    tally = play.inside(lambda session: reviews.load(session, review.id, progress=True).tally)
    assert [tally(one).excellent for one in ("A-2", "A-2.2", "A-2.3")] == [1, 1, 1]
    (area, *_) = [card for card in play.see(LEAD, "table", review) if card.title.startswith("A-2 ")]
    assert "Excellent practice · one note" in words(area)
    play.answer(REVIEWER, play.start(REVIEWER, "remove_note", note), why="error")
    assert play.rows(select(NoteRow.node, NoteRow.also)) == [("", "")]
