"""What will you take away? One's own, area by area: private first, shared by choice, and gone when its writer says so."""

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.message import Card
from store.tables import HistoryRow, ReflectionRow
from tests.play import DSL, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, Play, box, labels, reply, the, words
from tests.test_turn_guard import CHILD, REFUSED, kept_nowhere
from tests.visitor import Visitor

OWN = "Our own induction could begin with a walk like this one."
NEWER = "Walk it with the office first."


def through(play: Play, review: About, person: str, area: str = "A-2") -> Card:
    """Walk to the end of an area."""
    shown = reply(play.start(person, "enter_area", review, {"area": area}))
    while "Next" in labels(shown):
        shown = reply(play.press(person, shown, "Next"))
    return shown


def kept(play: Play) -> list[tuple[str, str, bool]]:
    return [tuple(row) for row in play.rows(select(ReflectionRow.person, ReflectionRow.text, ReflectionRow.shared))]


def mine(play: Play, person: str) -> tuple[Card, ...]:
    return play.see(person, "taken", About("person", "mine"))


def test_at_the_end_of_an_area_one_may_write_it_down_and_only_its_writer_reads_it(play: Play, review: About) -> None:
    end = through(play, review, REVIEWER)
    assert labels(end)[:2] == ["Another area", "What will you take away?"]
    asked = play.press(REVIEWER, end, "What will you take away?")
    assert box(reply(asked)) == {"share": "private"}
    done = play.answer(REVIEWER, asked, text=OWN, share="private")
    assert "Only you can read it" in words(done)
    assert reply(play.press(REVIEWER, done, "Walk on")).title == end.title
    assert OWN in words(mine(play, REVIEWER))
    assert "only you read this" in words(mine(play, REVIEWER))
    assert any("What I take away" in labels(card) for card in play.home(REVIEWER))
    play.answer(LEAD, play.start(LEAD, "draw_together", review), areas=("A-2",), sure="yes")
    for other in (LEAD, GUEST, HEAD, DSL, TRUST_LEAD):
        assert not any("What I take away" in labels(card) for card in play.home(other))
        assert OWN not in words(play.home(other)) + words(play.see(other, "table", review)) + words(mine(play, other))
        assert OWN not in words(play.start(other, "reflect", the("reflection", f"{review.id}/A-2")))
        play.start(other, "remove_reflection", the("reflection", f"{review.id}/A-2"))
    assert kept(play) == [(REVIEWER, OWN, False)]


def test_it_is_skipped_by_going_on_or_by_sending_it_empty(play: Play, review: About) -> None:
    end = through(play, review, REVIEWER)
    asked = play.press(REVIEWER, end, "What will you take away?")
    skipped = play.answer(REVIEWER, asked, text=" ", share="team")
    assert not skipped.kept
    assert "Nothing was kept" in words(skipped)
    assert reply(play.press(REVIEWER, skipped, "Walk on")).title == end.title
    assert kept(play) == []
    assert not any("What I take away" in labels(card) for card in play.home(REVIEWER))
    assert "There is nothing here" in words(mine(play, REVIEWER))


def test_shared_it_stands_on_the_teams_table_with_its_writer_until_it_is_taken_back(play: Play, review: About) -> None:
    about = the("reflection", f"{review.id}/A-2")
    play.answer(REVIEWER, play.start(REVIEWER, "reflect", about), text=OWN, share="team")
    play.answer(LEAD, play.start(LEAD, "draw_together", review), areas=("A-2",), sure="yes")
    for colleague in (LEAD, GUEST, REVIEWER):
        shown = words(play.see(colleague, "table", review))
        assert shown.index("What the team takes away") < shown.index(f"{OWN} · Reviewer (SENCO, Stanmoor)")
    for other in (HEAD, DSL, TRUST_LEAD):
        assert OWN not in words(play.see(other, "table", review)) + words(play.see(other, "notes", review))
    card = mine(play, REVIEWER)[1]
    asked = play.press(REVIEWER, card, "Change or share it")
    assert box(reply(asked)) == {"text": OWN, "share": "team"}
    play.answer(REVIEWER, asked, text=NEWER, share="private")
    assert kept(play) == [(REVIEWER, NEWER, False)]
    assert "What the team takes away" not in words(play.see(LEAD, "table", review))
    again = play.start(REVIEWER, "reflect", about)
    assert not play.answer(REVIEWER, again, text=NEWER, share="private").kept
    emptied = play.answer(REVIEWER, play.start(REVIEWER, "reflect", about), text="", share="team")
    assert "stays as it was" in words(emptied)
    assert kept(play) == [(REVIEWER, NEWER, False)]


def test_removed_it_is_gone_and_the_history_holds_no_word_of_it(play: Play, review: About) -> None:
    about = the("reflection", f"{review.id}/A-2")
    play.answer(REVIEWER, play.start(REVIEWER, "reflect", about), text=OWN, share="team")
    remove = play.press(REVIEWER, mine(play, REVIEWER)[1], "Remove it")
    assert "from the team’s table too" in words(remove)
    assert not play.answer(REVIEWER, remove, sure="keep").kept
    play.answer(REVIEWER, play.press(REVIEWER, mine(play, REVIEWER)[1], "Remove it"), sure="yes")
    assert kept(play) == []
    assert OWN not in play.dump()
    kinds = [kind for (kind,) in play.rows(select(HistoryRow.kind).order_by(HistoryRow.id))]
    assert kinds[-2:] == ["ReflectionKept", "ReflectionRemoved"]
    assert "nothing of yours here" in words(play.start(REVIEWER, "remove_reflection", about))


@pytest.mark.parametrize("text", [REFUSED, CHILD])
def test_it_is_guarded_as_every_text_is(play: Play, review: About, text: str) -> None:
    about = the("reflection", f"{review.id}/A-2")
    stopped = play.answer(REVIEWER, play.start(REVIEWER, "reflect", about), text=text, share="private")
    assert stopped.problem
    assert kept(play) == []
    kept_nowhere(play)


def test_only_an_area_of_the_review_is_taken_away_from(play: Play, review: About) -> None:
    for strange in (f"{review.id}/A-9", f"{review.id}/", "nothing/A-2", review.id):
        assert "not here for you" in words(play.start(REVIEWER, "reflect", the("reflection", strange)))


def test_on_the_web_it_is_a_page_of_its_own(reviewer: Visitor) -> None:
    reviewer.open("/")
    reviewer.follow("Start the walk")
    reviewer.press("Choose an area")
    page = reviewer.press("Begin here", area="A-1")
    while "Next" in page.buttons:
        page = reviewer.press("Next")
    reviewer.press("What will you take away?")
    reviewer.press("Keep it", text=OWN, share="private")
    reviewer.open("/")
    page = reviewer.follow("What I take away")
    assert OWN in page.words
    reviewer.act_as("lead-reviewer")
    assert OWN not in reviewer.open("/taken/mine").words
