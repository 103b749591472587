"""What was removed is counted nowhere: every page reads as it did before it was there."""

import pytest

from bot.domain.acts import TRUST, About
from bot.domain.retention import Kind
from bot.domain.review import Progress
from bot.forgetting import Forgetting
from store import affirmations, comparisons, notes, retention, reviews
from store.tables import AffirmationRow, NoteRow
from tests.play import DPO, DSL, HEAD, LEAD, REVIEWER, TRUST_LEAD, TRUSTEE, Play, the, words
from tests.scenes import agree, approve, card, take_note
from tests.test_compared import PROMPT, ask

VIEWS = ("walk", "table", "notes", "tidy", "room", "held", "deeper", "with")
PEOPLE = (LEAD, REVIEWER, HEAD, DSL, DPO, TRUST_LEAD, TRUSTEE)
MARKS = {"node": "A-2.1", "shows": "excellent", "kind": "observation"}


def pages(play: Play, review: About) -> dict[tuple[str, str], str]:
    """Every page of a review, and the trust's channel, for everybody."""
    parts = {"deeper": the("sub_area", f"{review.id}/A-2.1"), "with": the("meeting", f"{review.id}/dsl")}
    seen = {(who, view): words(play.see(who, view, parts.get(view, review))) for who in PEOPLE for view in VIEWS}
    return seen | {(who, "channel"): words(play.see(who, "channel", TRUST)) for who in PEOPLE}


def counted(play: Play, review: About) -> tuple[Progress | None, int, int, int, int, dict[Kind, int]]:
    """What is counted of it in the store."""
    with play.store.reading() as session:
        one = reviews.load(session, review.id, progress=True)
        found = notes.of_review(session, one)
        twice = comparisons.of_notes(session, one, notes.asked(session, one))
        waiting = affirmations.waiting(session)
        held = {kind: n for kind, n in retention.count_held(session).items() if kind in {"notes", "affirmations"}}
        return one.progress, len(found), len(twice), len(notes.urgent(session, one)), len(waiting), held


def by_hand(play: Play, about: About) -> None:
    assert play.answer(LEAD, play.start(LEAD, f"remove_{about.kind}", about), why="error", told="dsl").kept


@pytest.mark.parametrize("drawn", [False, True])
def test_every_page_and_count_is_as_it_was_before_what_was_removed(play: Play, review: About, drawn: bool) -> None:
    take_note(play, LEAD, review, "Every visitor is met at the gate.", **MARKS)
    ask(play, review, "dsl", "The DSL told us of the pupil council.", LEAD)
    if drawn:
        assert play.answer(LEAD, play.start(LEAD, "draw_together", review), areas=("A-2",), sure="yes").kept
    before = pages(play, review), counted(play, review)
    note = take_note(play, LEAD, review, "The worry box is emptied every day.", **MARKS)
    asked = play.start(LEAD, "draft_affirmation", note)
    words_ = "A worry box by the library is emptied every day."
    assert play.answer(LEAD, asked, **card(words_)).kept
    affirmation = the("affirmation", asked.reply.conversation if asked.reply else "")
    agree(play, affirmation)
    assert approve(play, affirmation).kept
    risk = take_note(play, LEAD, review, "The side gate was open.", urgent="yes", node="A-2.1", shows="develop")
    other = the("note", ask(play, review, "staff", "Staff named the council.", LEAD).note)
    bare = take_note(play, LEAD, review, "The bell is loud.")
    comparison = play.start(LEAD, "compare", the("comparison", f"{review.id}/{PROMPT}"))
    assert play.answer(LEAD, comparison, said="partly", line="They agree.").kept
    during = pages(play, review), counted(play, review)
    assert during[1] != before[1]
    assert {view for (_, view), shown in during[0].items() if shown != before[0][_, view]} >= {"table", "notes"}
    for about in (note, risk, other, bare):
        by_hand(play, about)
    after = pages(play, review), counted(play, review)
    assert after[1] == before[1]
    assert {key: shown for key, shown in after[0].items() if shown != before[0][key]} == {}
    assert len([row for row in play.rows(NoteRow.__table__.select()) if row.version == 0]) == 4
    assert play.rows(AffirmationRow.__table__.select())[0].version == 0


def test_after_a_reviews_time_is_over_nothing_of_it_is_counted(play: Play, review: About) -> None:
    take_note(play, LEAD, review, "Every visitor is met at the gate.", **MARKS, urgent="yes")
    play.later(days=500)
    Forgetting(play.store, clock=lambda: play.now, ids=play.fresh).retain()
    progress, *counts, held = counted(play, review)
    assert progress is not None
    assert (dict(progress.tallies), progress.urgent_open, counts) == ({}, 0, [0, 0, 0, 0])
    assert set(held.values()) == {0}
