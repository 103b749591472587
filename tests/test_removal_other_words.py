"""Words beside notes and affirmations: removed for good by whoever may, let go with the notes, and in no byte after."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.domain.other_words import Thing, name_of
from bot.domain.retention import KEPT, Kind, goes_on
from bot.domain.sign_in import Kind as CodeKind
from bot.domain.sign_in import Way
from store import certificates, retention
from store import sign_in as kept_in
from store.keeping_tables import RemovalRow
from store.sign_in_tables import AttemptRow, CodeRow, SessionRow
from store.tables import ComparisonRow, ConversationRow, HistoryRow, NoteRow, NoteVersionRow, ReflectionRow
from store.timetable_rows import SlotVersionRow, WishRow
from tests.play import DPO, DSL, GUEST, HEAD, LEAD, NINE, REVIEWER, TRUST_LEAD, Play, box, labels, reply, the, words
from tests.scenes import accept, plan, review_at
from tests.test_compared import PROMPT, both
from tests.test_removal import MARK, bytes_of, forgetting
from tests.test_retention import hold
from tests.test_turn_timetable import change, drafted, press, slot

LINE = f"Both told us of the {MARK}."
PLACE = f"by the {MARK}"


def take_away(play: Play, review: About, person: str = REVIEWER) -> About:
    about = the("reflection", f"{review.id}/A-2")
    assert play.answer(person, play.start(person, "reflect", about), text=LINE, share="team").kept
    return about


def compared(play: Play, review: About) -> str:
    """What the reviewer said of two answers; returns the note that the reviewer took."""
    receipt = both(play, review)
    asked = play.press(REVIEWER, receipt, "What did they say?")
    assert play.answer(REVIEWER, asked, said="partly", line=LINE).kept
    return receipt.note


def placed(play: Play, review: About) -> About:
    """A slot that has a place, and had another."""
    drafted(play, review)
    assert change(play, LEAD, slot(play, review, "staff"), where=PLACE).kept
    assert change(play, LEAD, slot(play, review, "staff"), where=f"{PLACE} too").kept
    return slot(play, review, "staff")


def wished(play: Play, review: About) -> About:
    """A day that the school would have otherwise, and said so twice."""
    timetable = the("timetable", f"{review.id}/{play.today.isoformat()}")
    press(play, LEAD, timetable, "Send to the school")
    for who in (HEAD, DSL):
        play.later(minutes=1)
        assert play.answer(who, play.start(who, "ask_timetable_change", timetable), wish=f"{LINE} {who}").kept
    return timetable


def beside(review: About, thing: Thing, named: str) -> About:
    return the("words", name_of(review.id, thing, named))


def remove(play: Play, person: str, about: About, why: str = "identifies") -> str:
    return words(play.answer(person, play.start(person, "remove_words", about), why=why))


def everything(play: Play, review: About) -> tuple[About, About, About]:
    """One of each beside the notes: what was compared, a place and a wish; and a reflection."""
    take_away(play, review)
    compared(play, review)
    place = placed(play, review).id.split("/")[1]
    wished(play, review)
    day = play.today.isoformat()
    return (
        beside(review, Thing.COMPARISON, PROMPT),
        beside(review, Thing.PLACE, place),
        beside(review, Thing.WISH, day),
    )


def test_what_stands_beside_the_notes_is_removed_and_in_no_byte_of_the_database(any_play: Play) -> None:
    play = any_play
    review = review_at(play)
    comparison, place, wish = everything(play, review)
    # Forms left open about them, with the words in them.
    for dialog, about in (("compare", the("comparison", f"{review.id}/{PROMPT}")),):
        assert reply(play.start(LEAD, dialog, about)).inputs
    taken = play.see(REVIEWER, "taken", About("person", "mine"))[1]
    assert play.answer(REVIEWER, play.press(REVIEWER, taken, "Remove it"), sure="yes").kept
    # The officer finds them by number, and reads no word of them.
    found = [card for card in play.see(DPO, "held", review) if MARK not in words(card)]
    (card,) = [one for one in found if one.title.startswith("Place: ")]
    asked = play.press(DPO, card, "Remove for good")
    assert MARK not in repr(reply(asked))
    assert "The place is gone" in words(play.answer(DPO, asked, why="error"))
    assert "What was said of the answers is gone" in remove(play, LEAD, comparison)
    assert "What the school asked is gone" in remove(play, HEAD, wish)
    assert MARK not in play.dump()
    assert forgetting(play).clear() == 4
    assert MARK.encode() not in bytes_of(play)
    with play.store.reading() as session:
        assert certificates.first_broken(session) == ""
    counted = [kinds for (kinds,) in play.rows(select(RemovalRow.kinds).order_by(RemovalRow.number))]
    assert {kind: count for kinds in counted for kind, (count, _) in kinds.items()} == {
        "reflections": 1,
        "comparisons": 1,
        "places": 1,
        "wishes": 2,
    }
    # What stays: the slot with its time, that the school asked, the notes; and whoever else wrote some of it hears.
    shown = words(play.see(LEAD, "timetable", the("timetable", f"{review.id}/{play.today.isoformat()}")))
    assert "The school asks for a change" in shown
    assert play.count(NoteVersionRow) == 2
    for person, title in ((REVIEWER, True), (LEAD, True), (DSL, True), (HEAD, False), (GUEST, False)):
        assert ("Words of yours were removed" in words(play.home(person))) is title
    kinds = [(row.kind, row.fields) for (row,) in play.rows(select(HistoryRow).order_by(HistoryRow.id))][-3:]
    assert [kind for kind, _ in kinds] == ["WordsRemoved"] * 3
    assert MARK not in repr(kinds)
    for about in (comparison, place, wish):
        assert "not here" in words(play.start(LEAD, "remove_words", about))


PLAIN = "Both told us of the same adult."


def test_words_in_whose_place_others_were_put_are_in_no_byte_of_the_database(any_play: Play) -> None:
    play = any_play
    review = review_at(play)
    take_away(play, review)
    note = compared(play, review)
    comparison = the("comparison", f"{review.id}/{PROMPT}")
    # The same words again change nothing, and leave no record.
    assert not play.answer(REVIEWER, play.start(REVIEWER, "compare", comparison), said="partly", line=LINE).kept
    assert not play.count(RemovalRow)
    assert play.answer(REVIEWER, play.start(REVIEWER, "compare", comparison), said="much_the_same", line=PLAIN).kept
    own = the("reflection", f"{review.id}/A-2")
    assert play.answer(REVIEWER, play.start(REVIEWER, "reflect", own), text=PLAIN, share="team").kept
    assert MARK not in play.dump()
    assert forgetting(play).clear() == 2
    assert MARK.encode() not in bytes_of(play)
    # Nor is a note's place kept once another is put in its stead.
    for place in (PLACE, "by the gate", ""):
        asked = play.start(REVIEWER, "mark_note", the("note", note))
        assert play.answer(REVIEWER, asked, **(box(reply(asked)) | {"where": place})).kept
    assert forgetting(play).clear() == 2
    assert MARK.encode() not in bytes_of(play)
    # A note that goes to another review takes leave of what was said of it.
    assert play.answer(REVIEWER, play.start(REVIEWER, "compare", comparison), said="much_the_same", line=LINE).kept
    assert forgetting(play).clear() == 1
    second = plan(play, school="bridgewater", lead=HEAD, team=(REVIEWER,))
    accept(play, second, REVIEWER)
    moved = play.answer(REVIEWER, play.start(REVIEWER, "move_note", the("note", note)), review=second.id)
    assert moved.kept, words(moved)
    assert not play.count(ComparisonRow)
    assert forgetting(play).clear() == 1
    assert MARK.encode() not in bytes_of(play)
    rows = play.rows(select(RemovalRow.why, RemovalRow.person, RemovalRow.kinds))
    assert {(row.why, row.person) for row in rows} == {("replaced", REVIEWER)}
    assert sorted(kind for row in rows for kind in row.kinds) == ["comparisons"] * 3 + ["places"] * 2 + ["reflections"]
    assert play.inside(certificates.first_broken) == ""
    # The officer's list is of what was removed, and not of everybody's second thoughts.
    assert "Removed on" not in words(play.see(DPO, "retention"))


def test_nothing_is_put_in_the_place_of_what_is_held(play: Play, review: About) -> None:
    own = take_away(play, review)
    note = the("note", compared(play, review))
    comparison = the("comparison", f"{review.id}/{PROMPT}")
    marking = play.start(REVIEWER, "mark_note", note)
    play.answer(REVIEWER, marking, **(box(reply(marking)) | {"where": PLACE}))
    accept(play, plan(play, school="bridgewater", lead=HEAD, team=(REVIEWER,)), REVIEWER)
    hold(play, "review", review.id)
    # It is marked as before, and its place stays: not even an answer that a form never asked for puts another there.
    marking = play.start(REVIEWER, "mark_note", note)
    assert "Where it was seen stays as it is" in words(marking)
    assert play.answer(REVIEWER, marking, **(box(reply(marking)) | {"shows": "excellent", "where": "the hall"})).kept
    assert play.rows(select(NoteRow.place, NoteRow.shows).filter_by(id=note.id)) == [(PLACE, "excellent")]
    for dialog, about in (("reflect", own), ("compare", comparison), ("move_note", note)):
        refused = play.start(REVIEWER, dialog, about)
        assert "your words stay as they stand" in words(refused)
        assert not reply(refused).inputs
    assert MARK in play.dump()


@pytest.mark.parametrize(
    ("thing", "may", "reads"),
    [
        (Thing.COMPARISON, {REVIEWER, LEAD, DPO}, {REVIEWER, LEAD}),
        (Thing.PLACE, {LEAD, DPO}, {LEAD}),
        (Thing.WISH, {HEAD, DSL, LEAD, DPO}, {HEAD, DSL, LEAD}),
    ],
)
def test_they_are_removed_by_whoever_wrote_them_the_lead_and_the_officer(
    play: Play, review: About, thing: Thing, may: set[str], reads: set[str]
) -> None:
    made = dict(zip((Thing.COMPARISON, Thing.PLACE, Thing.WISH), everything(play, review), strict=True))
    for person in (REVIEWER, LEAD, DPO, GUEST, HEAD, DSL, TRUST_LEAD):
        asked = play.start(person, "remove_words", made[thing])
        assert bool(reply(asked).inputs) is (person in may), person
        assert (MARK in repr(reply(asked))) is (person in reads), person
        if person in may:
            kept = play.answer(person, asked, why="keep")
            assert not kept.kept
            assert "stays as it is" in words(kept)
    assert play.count(RemovalRow) == 0


def test_each_has_its_button_where_it_stands(play: Play, review: About) -> None:
    everything(play, review)
    timetable = the("timetable", f"{review.id}/{play.today.isoformat()}")

    def offered(person: str, label: str, view: str, about: About) -> bool:
        return any(label in labels(card) for card in play.see(person, view, about))

    place = the("slot", "/".join(slot(play, review, "staff").id.split("/")[:2]))
    for person, may in ((LEAD, True), (REVIEWER, True), (GUEST, False)):
        assert offered(person, "Remove what A-2.3 compares", "table", review) is may
        assert offered(person, "Remove its place for good", "slot", place) is (person == LEAD)
    for person, may in ((LEAD, True), (HEAD, True), (REVIEWER, False)):
        assert offered(person, "Remove what it says for good", "timetable", timetable) is may


def test_a_note_takes_with_it_what_was_said_of_it_beside_others(play: Play, review: About) -> None:
    note = the("note", compared(play, review))
    asked = play.start(LEAD, "remove_note", note)
    assert "What was said of this answer beside others goes with it" in words(asked)
    form = play.start(GUEST, "compare", the("comparison", f"{review.id}/{PROMPT}"))
    assert play.answer(LEAD, asked, why="identifies").kept
    assert play.count(ComparisonRow) == 0
    assert MARK not in play.dump()
    assert not play.answer(GUEST, form, said="partly", line=LINE).kept
    (kinds,) = play.rows(select(RemovalRow.kinds))[0]
    assert {kind: count for kind, (count, _) in kinds.items()} == {"notes": 1, "comparisons": 1}
    assert forgetting(play).clear() == 1
    assert MARK.encode() not in play.contents()


def test_a_place_or_wish_removed_closes_the_forms_that_hold_it(play: Play, review: About) -> None:
    _, place, wish = everything(play, review)
    editing = play.start(LEAD, "change_slot", slot(play, review, "staff"))
    # What was typed, sent and given back for another reason stands in the open form.
    asking = play.start(DSL, "ask_timetable_change", the("timetable", f"{review.id}/{play.today.isoformat()}"))
    remove(play, DPO, place)
    remove(play, DPO, wish)
    open_ = select(ConversationRow.about_kind).where(ConversationRow.ended.is_(None))
    assert {kind for (kind,) in play.rows(open_)}.isdisjoint({"slot", "timetable"})
    for person, form, values in ((LEAD, editing, {"where": PLACE}), (DSL, asking, {"wish": LINE})):
        assert not play.answer(person, form, **values).kept
    assert MARK not in repr(play.rows(select(SlotVersionRow.place))) + repr(play.rows(select(WishRow)))


def test_nothing_of_it_goes_while_it_is_held(play: Play, review: About) -> None:
    comparison, place, wish = everything(play, review)
    hold(play, "review", review.id)
    for person, dialog, about in (
        (REVIEWER, "remove_reflection", the("reflection", f"{review.id}/A-2")),
        (REVIEWER, "remove_words", comparison),
        (LEAD, "remove_words", place),
        (HEAD, "remove_words", wish),
    ):
        asked = play.start(person, dialog, about)
        assert "because of a complaint" in words(asked)
        assert not reply(asked).inputs


def test_with_the_notes_of_a_review_go_the_words_beside_them_but_what_is_held(any_play: Play) -> None:
    play = any_play
    review = review_at(play)
    everything(play, review)
    take_away(play, review, GUEST)
    ends = play.today + timedelta(days=2)
    counts = [play.count(table) for table in (ReflectionRow, ComparisonRow, WishRow)]
    held = hold(play, "person", REVIEWER)

    def on(days: int) -> None:
        play.now = datetime.combine(goes_on(ends, 365) + timedelta(days=days), NINE.time(), NINE.tzinfo)

    run = forgetting(play)
    on(-1)
    run.retain()
    assert [play.count(table) for table in (ReflectionRow, ComparisonRow, WishRow)] == counts
    said = words(play.see(DPO, "retention"))
    for line in (
        "1 word of what people take away of the review of Larkfield Primary",
        "2 wishes of the school for its timetable of the review",
        "1 note of the review",
    ):
        assert line in said
    on(0)
    run.retain()
    # The reviewer's own stay: the reflection, the line on two answers, and a note.
    assert [play.count(table) for table in (ReflectionRow, ComparisonRow, WishRow)] == [1, 1, 0]
    assert play.rows(select(SlotVersionRow.place).where(SlotVersionRow.place != "")) == []
    assert play.count(NoteVersionRow) == 1
    assert play.answer(DPO, play.start(DPO, "lift_hold", the("hold", held)), sure="yes").kept
    run.retain()
    assert MARK not in play.dump()
    run.clear()
    assert MARK.encode() not in bytes_of(play)
    with play.store.reading() as session:
        (first, *_rest) = [one for one in certificates.newest(session) if "wishes" in one.kinds]
    assert (first.kinds["wishes"][0], first.kinds["places"][0], first.kinds["reflections"][0]) == (2, 1, 1)
    shown = words(play.see(DPO, "certificate", the("removal", first.id)))
    for line in ("What schools asked of timetables: 2", "Places in timetables: 1", "What people take away: 1"):
        assert line in shown


def test_what_is_kept_with_the_notes_follows_their_number_of_days(play: Play, review: About) -> None:
    everything(play, review)
    asked = play.start(DPO, "set_retention")
    (choice,) = reply(asked).inputs
    offered = {option.value for option in choice.options}  # type: ignore[union-attr]
    assert offered == {kind for kind in Kind if KEPT[kind].with_ is None}
    assert play.answer(DPO, play.answer(DPO, asked, kind="notes"), days="60").kept
    play.later(days=70)
    forgetting(play).retain()
    assert MARK not in play.dump()


def test_visits_codes_and_tries_that_are_over_go_a_day_after(any_play: Play) -> None:
    play = any_play
    now, soon = play.now, play.now + timedelta(hours=8)
    with play.store.writing() as session:
        for name, person in (("going", REVIEWER), ("ended", REVIEWER), ("held", GUEST)):
            kept_in.begin_session(session, name, person, Way.LINK, now, soon)
            session.flush()
        kept_in.end_sessions(session, REVIEWER, now, only="ended")
        for name, until in (("used", soon), ("over", now), ("hint", now + timedelta(days=30))):
            kept_in.keep_code(session, name, CodeKind.LINK, "" if name == "over" else REVIEWER, "", now, until)
        assert kept_in.use_code(session, "used", now)
        session.add(AttemptRow(key="tried", count=3, until=now))
        session.add(AttemptRow(key="trying", count=3, until=now + timedelta(days=9)))
    hold(play, "person", GUEST)

    def left() -> set[str]:
        wanted = (SessionRow.id, CodeRow.id, AttemptRow.key)
        return {one for column in wanted for (one,) in play.rows(select(column))}

    everything_ = left()
    run = forgetting(play)
    play.later(days=1)
    run.retain()
    assert left() == everything_
    with play.store.reading() as session:
        assert retention.count_held(session)[Kind.SIGN_IN] == len(everything_)
    play.later(days=1)
    run.retain()
    assert left() == {"held", "hint", "trying"}
