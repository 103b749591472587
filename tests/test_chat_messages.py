"""What the web and every chat platform do alike with what somebody writes: it becomes a note once, in the right review."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.acts import Notice
from store.act_rows import State
from store.library_tables import PracticeReplyTextRow
from store.tables import ActRow
from tests.chat_sides import Shown, Side, said, side_of
from tests.play import Play, the
from tests.posting import wait_until
from tests.scenes import posted

UPN = "UPN Z801200001001 is on the list by the door."
CONCERN = "A pupil has just told me that her dad hits her."


@pytest.fixture(scope="module", params=["slack", "teams", "web"])
def side(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Side]:
    with side_of(request.param, sqlite_template, tmp_path_factory.mktemp("chat")) as found:
        yield found


def test_a_direct_message_becomes_a_note_and_its_writer_alone_gets_the_receipt(side: Side) -> None:
    reply = said(side, "reviewer", "Visitors sign in & wear a lanyard.")
    assert side.texts()[-1] == "Visitors sign in & wear a lanyard."
    assert {"Mark excellent", "Add details", "Edit"} <= reply.buttons.keys()
    assert "Larkfield Primary" in reply.words
    assert set(reply.lock_screen.split(" · ")) == {"Peerwalk"}, "a lock screen says nothing"
    assert "lanyard" not in str(reply.raw)


def test_a_mention_belongs_to_its_room_whoever_writes(side: Side) -> None:
    reply = said(side, "larkfield-dsl", "The log is read weekly.", side.rooms["bridgewater-review"])
    assert side.texts("bridgewater-review")[-1] == "The log is read weekly."
    assert "Bridgewater High" in reply.words
    said(
        side,
        "stanmoor-head",
        f"{side.says['note']}Two adults meet every coach.",
        side.rooms["bridgewater-review"],
        thread="1700000000.1",
    )
    assert side.texts("bridgewater-review")[-1] == "Two adults meet every coach."


def test_a_note_gets_the_reaction_that_says_so(side: Side) -> None:
    if side.cannot.get("a mark on the message"):
        return
    sent = side.sent("guest", "Staff know whom to tell.")
    side.deliver(sent)
    wait_until(lambda: side.name_of(sent) in side.marks())


def test_the_same_event_again_changes_nothing_and_is_not_answered_again(side: Side) -> None:
    for room in ("", side.rooms["larkfield-review"]):
        sent = side.sent("guest", f"The gate is locked at nine{room and ' sharp'}.", room)
        before = len(side.shown("guest"))
        assert [side.deliver(sent) for _ in range(3)] == [True, True, True]
        assert side.texts().count(f"The gate is locked at nine{room and ' sharp'}.") == 1
        again = side.says["again"]
        assert [again in one.words for one in side.shown("guest")[before + 1 :]] == ([True, True] if again else [])


def test_refused_words_stand_in_the_reply_and_nowhere_else_and_go_in_their_safe_wording(side: Side) -> None:
    before = side.texts()
    reply = said(side, "reviewer", UPN)
    assert reply.box == UPN
    assert "Z801200001001" not in reply.lock_screen
    assert {"Use the safe wording", "Send what is in the box"} <= reply.buttons.keys()
    assert side.texts() == before
    receipt = side.press("reviewer", reply, "Use the safe wording")
    assert side.texts()[-1] == "UPN [UPN removed] is on the list by the door."
    assert "Kept, thank you" in receipt.words


def test_what_was_typed_stays_through_a_second_refusal(side: Side) -> None:
    reply = said(side, "reviewer", UPN)
    again = side.press("reviewer", reply, "Send what is in the box", text=f"{UPN} Still there.")
    assert again.box == f"{UPN} Still there."
    done = side.press("reviewer", again, "Send what is in the box", text="The list by the door is kept short.")
    assert "The review team can read it" in done.words


def test_a_worry_about_a_child_brings_up_whom_to_tell_and_keeps_nothing(side: Side) -> None:
    before = side.texts()
    reply = said(side, "reviewer", CONCERN)
    assert "01632 960101" in reply.words
    assert "999" in reply.words
    assert reply.box == CONCERN
    assert "hits" not in reply.lock_screen
    after = side.press("reviewer", reply, "I cannot reach them")
    assert "01632 960102" in after.words
    assert "01632 960101" not in after.words
    assert after.box == CONCERN
    assert side.texts() == before


def test_a_worry_is_answered_whoever_has_it(side: Side) -> None:
    reply = said(side, side.stranger, CONCERN)
    if side.platform == "web":  # nobody else is asked who they are there, and the words stand to be copied
        assert CONCERN in reply.words
        reply = side.press(side.stranger, reply, "Something worries me")
    assert "999" in reply.words


def test_somebody_the_trust_does_not_know_is_told_whom_to_ask(side: Side) -> None:
    before = side.texts()
    reply = said(side, side.stranger, "Staff sign in.")
    assert side.says["unknown"] in reply.words
    assert "safeguarding lead of Marlpit" in reply.words
    assert side.texts() == before


def test_somebody_on_no_review_or_not_on_the_team_is_told_so(side: Side) -> None:
    before = side.texts()
    assert "on no review" in said(side, "trustee", "Staff sign in.").words
    outside = said(side, "larkfield-head", "We sign all in.", side.rooms["larkfield-review"])
    assert side.says["not on the team"] in outside.words
    if not side.cannot.get("the trust channel"):
        assert "trust channel" in said(side, "reviewer", "Staff sign in.", side.trust_channel).words
    elsewhere = side.trust_channel.replace("T", "N").replace("trust", "nothing") or "nowhere"
    assert side.says["elsewhere"] in said(side, "reviewer", "Staff sign in.", elsewhere).words
    assert side.texts() == before


def a_card(side: Side) -> str:
    """A card of Larkfield's that stands in the trust channel; gives back the message it stands in."""
    play = Play(side.driver.application.store, datetime.now(UTC), prefix=f"card-{side.platform}-")  # type: ignore[attr-defined]
    posted(play, the("review", "larkfield-review"))
    with play.store.writing() as session:
        for row in session.scalars(select(ActRow).filter_by(notice=Notice.AFFIRMATION, platform=side.platform)):
            row.state, row.channel, row.message = State.DONE, side.trust_channel, "1700000000.7"
    return "1700000000.7"


def test_a_mention_beside_a_card_answers_it_and_other_words_there_are_kept_nowhere(side: Side) -> None:
    if side.cannot.get("the trust channel"):
        return
    thread = a_card(side)
    head = "stanmoor-head"

    def mentions(words: str, within: str = thread) -> Shown:
        return said(side, head, words, side.trust_channel, thread=within)

    other = mentions("Wombats are a great idea.")
    assert "Nothing was kept of your message" in other.words
    assert {"How do you do it?", "We’ll try this", "Worked here too"} <= other.buttons.keys()
    assert "You have not told anyone yet" in mentions(f"How do we answer this? {CONCERN}").words
    assert "Your question is with Larkfield Primary" in mentions("How do you empty the wombat box?").words
    assert "Stanmoor Special School is trying it" in mentions("We’ll try this next week").words
    form = mentions("Worked here too: the wombat box is used daily.")
    assert "One line helps the next school more than praise" in form.words
    assert "the wombat box is used daily" in str(form.raw)
    assert "in the thread of a card" in mentions("How do wombats do it?", "").words
    application = side.driver.application  # type: ignore[attr-defined]
    with application.store.reading() as session:
        kept = [one.text for one in session.scalars(select(PracticeReplyTextRow))]
    assert kept == ["How do you empty the wombat box?"]


def test_what_nobody_signed_or_no_page_of_ours_sent_is_turned_away(side: Side) -> None:
    before, shown = side.texts(), len(side.shown("reviewer"))
    for room in ("", side.rooms["larkfield-review"]):
        assert side.forged(side.sent("reviewer", "The gate is watched at noon.", room)) in {401, 403}
    assert (side.texts(), len(side.shown("reviewer"))) == (before, shown)


@pytest.mark.parametrize(
    "typed",
    [
        "1. gates, *not* a list",
        "**not bold** _x_ [a](javascript:alert)",
        "{{ 7*7 }} {{DATE(2026-11-22)}} `x`",
        "~no~ #1 | \\ -",
    ],
)
def test_what_is_typed_stands_as_it_was_typed(side: Side, typed: str) -> None:
    reply = said(side, "reviewer", typed)
    assert side.texts()[-1] == typed
    assert side.press("reviewer", reply, "Edit").box == typed


def test_a_text_that_is_too_long_comes_back_and_nothing_of_it_is_kept(side: Side) -> None:
    before, long = side.texts(), "All staff sign in. " * 180
    reply = said(side, "reviewer", long)
    assert "under 3000 characters" in reply.words
    assert reply.box.strip()[:2900] == long.strip()[:2900]
    assert side.texts() == before
    done = side.press("reviewer", reply, next(iter(reply.buttons)), text="Staff sign in.")
    assert side.texts() == [*before, "Staff sign in."]
    assert "Kept, thank you" in done.words


def test_a_button_does_its_one_thing_and_a_card_that_was_answered_does_nothing_more(side: Side) -> None:
    reply = said(side, "reviewer", "The office rings home by half past nine.")
    marked = side.press("reviewer", reply, "Mark excellent")
    assert "excellent" in marked.words.lower()
    stopped = said(side, "reviewer", UPN)
    side.press("reviewer", stopped, "Send what is in the box", text="The office rings home twice.")
    before = side.texts()
    again = side.press("reviewer", stopped, "Send what is in the box", text="The office rings home thrice.")
    assert "That was done" in again.words
    assert side.texts() == before


def test_a_file_is_not_fetched_and_the_words_beside_it_are_a_note(side: Side) -> None:
    if side.cannot.get("a file"):
        assert 'type="file"' not in side.sent("reviewer", "Words.").visitor.page.html
        return
    reply = said(side, "reviewer", "The poster names the DSL.", file=True)
    assert side.texts()[-1] == "The poster names the DSL."
    assert "takes no files" in reply.words
    assert "takes no files" in said(side, "reviewer", "", file=True).words


def test_a_reply_that_cannot_be_shown_undoes_nothing(side: Side) -> None:
    side.refuse_next()
    assert side.deliver(side.sent("reviewer", "The register closes at ten past."))
    wait_until(lambda: side.texts()[-1] == "The register closes at ten past.")
