"""Days of a card on its way: a school that changes its mind, two who press at once, two reviewers with the same in mind."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

from sqlalchemy import select

from bot.domain.acts import Notice
from bot.message import Turned, plain
from store.engine import Store
from store.tables import ActRow, AffirmationRow, HistoryRow
from tests.play import GOVERNOR, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, Play, reply
from tests.scenes import SURE, agree, card, draft, review_at, seeded, take_note
from tests.visit_day import OnSlack, OnWeb
from tests.visit_plans import TRANSCRIPTS, no_words_where_others_look, on, reads_as, with_its_team

WOMBAT_BOX = "A wombat box by the library is emptied every day, and every answer comes the same day."
MARKS: dict[str, Any] = {"shows": "excellent", "kind": "observation"}


def sends(words: str = WOMBAT_BOX) -> dict[str, Any]:
    return {**card(words), "title": "A wombat box answered the same day"}


def test_the_school_changes_its_mind_the_next_day(sqlite_template: Path, tmp_path: Path) -> None:
    with on(with_its_team, tmp_path, sqlite_template) as (day, _):
        reviewer, head, trust = OnSlack(day, REVIEWER), OnWeb(day, HEAD), OnWeb(day, TRUST_LEAD)
        governor = OnWeb(day, GOVERNOR)
        day.at("14:00")
        reviewer.command("note Pupils say every wombat slip in the box is answered.")
        reviewer.press("Add details", quiet=True)
        reviewer.send(quiet=True, node="A-2.1", **MARKS)
        reviewer.press("Share it with the trust")
        assert "Sent to the school" in reviewer.send(**sends())
        assert "It waits for Headteacher, Larkfield to agree for the school" in reviewer.press("Where it stands")

        day.at("15:30")
        head.home()
        head.press("Read and answer", quiet=True)
        known: dict[str, Any] = {"took": "Ten minutes a day of two wombat monitors.", "thanks": "the lunchtime team"}
        assert "Agreed" in head.press("Answer", answer="agree", contact="larkfield-dsl", **SURE, **known)
        assert "as the second person" in head.follow("Where it stands")
        trust.home(quiet=True)
        trust.press("Read and answer")
        assert "everybody in the trust may read it" in trust.press("Answer", answer="approve", **SURE)
        day.deliver()
        assert WOMBAT_BOX in governor.channel()

        day.at("08:40", days=1)
        head.channel(quiet=True)
        assert "Paused at once" in head.press("Pause")
        assert "It waits for you to put it back on its way" in head.follow("Where it stands")
        assert WOMBAT_BOX not in governor.channel()
        assert "cannot be recalled" in head.press("Withdraw")
        assert "Those whose practice and whose notes it was are told" in head.press("Answer", sure="yes")
        day.deliver()
        assert "what you saw was worth seeing" in day.transcript, "whose note it was is told so"
        no_words_where_others_look(day)
        reads_as("school_changes_its_mind", day)


def test_two_reviewers_propose_the_same(sqlite_template: Path, tmp_path: Path) -> None:
    with on(with_its_team, tmp_path, sqlite_template) as (day, _):
        lead, reviewer, guest = OnWeb(day, LEAD), OnSlack(day, REVIEWER), OnWeb(day, GUEST)
        day.at("11:00")
        for one, seen in ((lead, "Every wombat slip is answered."), (guest, "The wombat rota is led by pupils.")):
            one.home(quiet=True)
            one.press("Log this note", quiet=True, text=seen)
            one.press("Add details", quiet=True)
            one.press("Save", quiet=True, node="A-2.1", **MARKS)
        reviewer.command("note A wombat box is emptied at lunch.")
        reviewer.press("Add details", quiet=True)
        reviewer.send(quiet=True, node="A-2.1", **MARKS)
        guest.press("Share it with the trust", quiet=True)

        day.at("11:10")
        lead.press("Share it with the trust", quiet=True)
        lead.press("Send to the school", quiet=True, **sends())
        assert "Is it one of these?" in reviewer.press("Share it with the trust")
        with day.store.reading() as session:
            (same,) = session.scalars(select(AffirmationRow.id))
        assert "You are thanked with the others" in reviewer.send(same=same)
        day.log = [line.replace(same, "the wombat box") for line in day.log]
        assert "your note is part of it" in reviewer.press("Where it stands")

        # The guest had begun before the lead sent theirs: what they wrote is kept, and they are asked the same.
        rota = "Two pupils lead the wombat rota, and the rota is read in assembly."
        late = guest.press("Send to the school", **card(rota, title="A wombat rota led by pupils"))
        assert "Is it one of these?" in late
        assert "Sent to the school" in guest.press("Go on", same="none")
        with day.store.reading() as session:
            assert len(list(session.scalars(select(AffirmationRow.id)))) == 2

        day.at("13:00")
        head, trust = OnWeb(day, HEAD), OnWeb(day, TRUST_LEAD)
        head.home()
        head.press("Read and answer", quiet=True)
        head.press("Answer", quiet=True, answer="agree", **SURE)
        trust.home(quiet=True)
        trust.press("Read and answer", quiet=True)
        trust.press("Answer", quiet=True, answer="approve", **SURE)
        day.deliver()
        assert "Thank you for seeing it" in day.transcript, "whose note joined it is thanked too"
        assert "Thank you for seeing it" in lead.home()
        no_words_where_others_look(day)
        reads_as("two_reviewers_propose_the_same", day)


# ── Really at once ──────────────────────────────────────────────────────────────────────────


def at_once(play: Play, *deeds: tuple[str, Turned, dict[str, Any]]) -> list[Turned]:
    """Several people send their forms at the same moment, each in a thread of their own."""
    ready = Barrier(len(deeds))

    def send(deed: tuple[str, Turned, dict[str, Any]]) -> Turned:
        person, form, values = deed
        ready.wait(timeout=20)
        return play.answer(person, form, **values)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(send, deeds))


APPROVES = {"answer": "approve", "recognise_these": "no", "get_round_these": "no"}


def test_two_people_press_approve_at_once(any_store: Store) -> None:
    play = seeded(any_store)
    review = review_at(play)
    for number in range(4):
        affirmation = draft(play, review, REVIEWER)
        agree(play, affirmation)
        forms = [play.start(who, "approve_affirmation", affirmation) for who in (TRUST_LEAD, LEAD)]
        came = at_once(play, (TRUST_LEAD, forms[0], APPROVES), (LEAD, forms[1], APPROVES))
        first, second = sorted(came, key=lambda turned: not turned.kept)
        assert first.kept
        assert not second.kept
        posts = play.rows(select(ActRow).filter_by(about=affirmation.id, notice=Notice.AFFIRMATION, kind="post"))
        assert len(posts) <= 1, "once, or in the weekly list"
        moved = play.rows(select(HistoryRow.fields).filter_by(about=affirmation.id, kind="AffirmationMoved"))
        assert [fields["step"] for (fields,) in moved].count("approve") == 1
        if number:
            continue
        told = [f"One of them sends “{APPROVES['answer']}”", *_drawn(first), "", "The other, at the same moment"]
        lines = "\n".join([*told, *_drawn(second)]) + "\n"
        kept = TRANSCRIPTS / "two_approve_at_once.txt"
        if os.environ.get("PEERWALK_WRITE_TRANSCRIPTS") == "1":
            kept.write_text(lines)
        assert lines == kept.read_text()


def _drawn(turned: Turned) -> list[str]:
    shown = reply(turned)
    labels = "".join(f"[{one.label}]" for one in shown.buttons)
    return [f"  | # {shown.title}", *(f"  | {line}" for line in plain(shown.words).splitlines()), f"  | {labels}"]


def test_two_draft_from_the_same_note_at_once_and_one_card_comes_of_it(any_store: Store) -> None:
    play = seeded(any_store)
    review = review_at(play)
    note = take_note(play, REVIEWER, review, "Every slip is answered.", node="A-2.1", shows="excellent", kind="record")
    forms = [play.start(who, "draft_affirmation", note) for who in (REVIEWER, LEAD)]
    play.later(minutes=1)
    came = at_once(play, (REVIEWER, forms[0], card()), (LEAD, forms[1], card()))
    assert sorted(turned.kept for turned in came) == [False, True]
    assert len(play.rows(select(AffirmationRow.id))) == 1
    (late,) = [reply(turned) for turned in came if not turned.kept]
    assert late.title == "Already on its way"


def test_an_agreement_and_new_words_at_once_never_agree_to_what_was_not_read(any_store: Store) -> None:
    play = seeded(any_store)
    review = review_at(play)
    for _ in range(4):
        affirmation = draft(play, review, REVIEWER)
        reads = play.start(HEAD, "agree_affirmation", affirmation)
        words = play.start(REVIEWER, "reword_affirmation", affirmation)
        at_once(play, (HEAD, reads, {"answer": "agree", **SURE}), (REVIEWER, words, card("Every slip, the same day.")))
        stands = select(AffirmationRow.state, AffirmationRow.version).filter_by(id=affirmation.id)
        ((state, version),) = play.rows(stands)
        assert (state, version) in {("worded", 2), ("agreed", 1)}, "the new words are agreed to by nobody"
