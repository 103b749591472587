"""The practice library: what is looked for, how it is found, and that nothing stays in its index."""

import json
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.acts import About
from bot.domain.depth import Owner
from bot.domain.library import LONGEST_QUERY, Wanted, mark, read, written
from bot.domain.reply import ReplyState, Sort
from bot.handlers.slack import limits
from bot.handlers.slack import render as slack
from store import library, shelving
from store.engine import Store, open_store
from store.inserting import add
from store.library_tables import LibraryCardRow, PracticeOfferRow, PracticeReplyRow, PracticeReplyTextRow
from store.tables import AffirmationRow, AffirmationVersionRow, ConversationRow, HistoryRow, ReviewRow
from tests.asking import planned, sent
from tests.play import DSL, GUEST, HEAD, LEAD, OTHER_HEAD, REVIEWER, TRUST_LEAD, Play, labels, reply, the, words
from tests.scenes import agree, approve, card, posted, review_at, seeded, take_note
from tests.test_removal import bytes_of, forgetting, remove

_SHORT = st.text(max_size=80)


@given(st.one_of(_SHORT, st.dictionaries(st.sampled_from(["words", "node", "before", "x"]), _SHORT).map(urlencode)))
def test_whatever_stands_in_an_address_is_read_as_something_that_can_be_wanted(query: str) -> None:
    wanted = read(query)
    assert len(wanted.words) <= LONGEST_QUERY
    assert wanted.words.isprintable()
    assert 0 <= wanted.before < 2**31
    assert read(written(wanted)) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", Wanted()),
        ("words=late+arrivals&node=A-3.1&phase=Primary", Wanted("late arrivals", "A-3.1", phase="Primary")),
        ("words=%00a%0Ab%E2%80%AEc&theme=attendance&before=40", Wanted("a b c", theme="attendance", before=40)),
        ("theme=league+table&before=-1&admin=1&node=" + "A" * 61, Wanted()),
        ("words=one&words=two&before=99999999999&words=%FF", Wanted("one")),
        ("words=" + "a" * 300, Wanted("a" * LONGEST_QUERY)),
    ],
)
def test_an_address_says_what_is_wanted_and_nothing_else(query: str, wanted: Wanted) -> None:
    assert read(query) == wanted


def test_marks_of_different_places_differ() -> None:
    assert mark("part", "A-1.13") != mark("part", "A-11.3")
    assert mark("phase", "École — Primary") == mark("phase", "ecole primary") != ""
    assert mark("kind", "…") == ""


# ── What is found, the same on both databases ───────────────────────────────────────────────

CARDS = (
    # title, what they do, node, school
    (
        "A worry box answered the same day",
        "A worry box by the library is emptied at two o’clock.",
        "A-2.1",
        "larkfield",
    ),
    (
        "Late arrivals are met by name",
        "Staff at the gate greet every late arrival, and ring home.",
        "A-3.1",
        "bridgewater",
    ),
    (
        "The gate at the end of the day",
        "Two colleagues stand at each gate; the side-gate is locked.",
        "A-2.2",
        "bridgewater",
    ),
    ("Café mornings for families", "Families’ café on Fridays: early help before it is late.", "A-12.2", "larkfield"),
    ("Checking in with new starters", "Checks on day 1, week 1 and month 1.", "A-9.2.a", "larkfield"),
)
_ALL = (5, 4, 3, 2, 1)
FOUND: list[tuple[Wanted, tuple[int, ...], bool]] = [
    (Wanted(), _ALL, False),
    (Wanted("gate"), (3, 2), False),
    (Wanted("GATES!"), (3, 2), False),
    (Wanted("late arrivals"), (2,), False),
    (Wanted("arriving lately"), (2,), False),
    (Wanted("cafe family"), (4,), False),
    (Wanted("Café"), (4,), False),
    (Wanted("what do they do at the gate?"), (3, 2), False),
    (Wanted("arr"), (2,), False),
    (Wanted("worr"), (1,), False),
    (Wanted("wo"), (), False),
    (Wanted("month 1"), (5,), False),
    (Wanted("checked"), (5,), False),
    (Wanted("gate café"), (4, 3, 2), True),
    (Wanted("gate zyx"), (3, 2), True),
    (Wanted("zyx"), (), False),
    (Wanted("how do they"), _ALL, False),
    (Wanted("…"), _ALL, False),
    (Wanted("gate", node="A-2"), (3,), False),
    (Wanted(node="A-2"), (3, 1), False),
    (Wanted(node="A-2.1"), (1,), False),
    (Wanted(node="A-9.2"), (5,), False),
    (Wanted(node="A-9.2.b"), (5,), False),
    (Wanted(node="’ OR 1"), (), False),
    (Wanted(theme="attendance"), (4, 2), False),
    (Wanted("gate", theme="attendance"), (2,), False),
    (Wanted(theme="none such"), (), False),
    (Wanted(phase="Secondary"), (3, 2), False),
    (Wanted("late", phase="primary", kind="mainstream"), (4,), False),
    (Wanted(kind="special"), (), False),
    (Wanted(before=4), (3, 2, 1), False),
    (Wanted("gate", before=3), (2,), False),
    (Wanted("gate café", before=2), (), False),
]
_HOSTILE = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from([*"\"'*:^()-+&|!<>%_\\;\0{}", "AND", "NEAR(", "gate", "café", "OR", "words:"]), max_size=8
    ).map(" ".join),
)


def shelved(play: Play) -> None:
    """Cards of two schools on the shelf, put there as they are once they are approved."""
    first = posted(play, review_at(play))
    with play.store.writing() as session:
        shelving.take_off(session, [first.id])
        row = session.get_one(AffirmationRow, first.id)
        other = session.get_one(ReviewRow, row.review)
        columns = {column.key: getattr(other, column.key) for column in ReviewRow.__table__.columns}
        add(session, ReviewRow, **columns | {"id": "bridgewater", "school": "bridgewater"})
        held = {column.key: getattr(row, column.key) for column in AffirmationRow.__table__.columns}
        for number, (title, what, node, school) in enumerate(CARDS, 1):
            review = "bridgewater" if school == "bridgewater" else row.review
            at = {"published": None, "public_version": 1}
            fresh = AffirmationRow(**held | at | {"id": f"c{number}", "node": node, "review": review})
            session.add(fresh)
            session.flush()
            parts = {"why": "", "known": "", "took": "", "thanks": "the lunchtime team"}
            said = {"affirmation": fresh.id, "version": 1, "at": play.now, "person": LEAD}
            session.add(AffirmationVersionRow(**said, title=title, text=what, **parts))
            session.flush()
            shelving.put(session, fresh, play.now + timedelta(minutes=number))
            session.flush()


def found(store: Store, wanted: Wanted) -> tuple[tuple[int, ...], bool]:
    with store.reading() as session:
        shelf = library.search(session, wanted)
    return tuple(int(one.affirmation[1:]) for one in shelf.found), shelf.loosely


def test_both_databases_find_the_same_whatever_is_typed(sqlite_store_url: str, postgresql_store_url: str) -> None:
    with ExitStack() as stack:
        stores = [open_store(url) for url in (sqlite_store_url, postgresql_store_url)]
        for store in stores:
            stack.callback(store.close)
            play = seeded(store)
            shelved(play)
            numbers = play.rows(select(LibraryCardRow.number).order_by(LibraryCardRow.number))
            first = numbers[0][0] - 1
            for wanted, expected, loosely in FOUND:
                before = wanted.before + first if wanted.before else 0
                asked = Wanted(wanted.words, wanted.node, wanted.theme, wanted.phase, wanted.kind, before)
                assert found(store, asked) == (expected, loosely), (store.url, wanted)

        @settings(max_examples=25, deadline=None)
        @given(_HOSTILE, _HOSTILE)
        def nothing_typed_does_harm(typed: str, node: str) -> None:
            wanted = read(written(Wanted(typed, node if len(node) % 2 else "")))
            one, other = (found(store, wanted) for store in stores)
            assert one == other

        nothing_typed_does_harm()


def test_a_page_has_twenty_and_says_where_the_next_begins_and_which_schools_borrowed(any_play: Play) -> None:
    play = any_play
    shelved(play)
    with play.store.writing() as session:
        card_ = session.scalars(select(LibraryCardRow).order_by(LibraryCardRow.number)).first()
        assert card_
        held = {column.key: getattr(card_, column.key) for column in LibraryCardRow.__table__.columns}
        affirmation = session.get_one(AffirmationRow, "c1")
        columns = {column.key: getattr(affirmation, column.key) for column in AffirmationRow.__table__.columns}
        for number in range(6, 45):
            add(session, AffirmationRow, **columns | {"id": f"c{number}"})
            add(session, LibraryCardRow, **held | {"number": 1000 + number, "affirmation": f"c{number}"})
        reply_ = {"affirmation": "c44", "contact": "", "on_card": True, "asked": None, "tried": "", "at": play.now}
        said = (
            ("r1", Sort.WORKED, ReplyState.CLOSED, OTHER_HEAD, "bridgewater"),
            ("r2", Sort.TRYING, ReplyState.OPEN, OTHER_HEAD, "bridgewater"),
            ("r3", Sort.TRYING, ReplyState.OPEN, REVIEWER, "stanmoor"),
            ("r4", Sort.TRYING, ReplyState.CLOSED, HEAD, "larkfield"),
            ("r5", Sort.WORKED, ReplyState.CLOSED, HEAD, "larkfield"),  # its words were removed
        )
        for one, sort, state, person, school in said:
            more = {"id": one, "sort": sort, "state": state, "person": person, "school": school}
            add(session, PracticeReplyRow, **reply_ | more | {"kind": "", "due": None})
        add(session, PracticeReplyTextRow, reply="r1", number=1, at=play.now, person=OTHER_HEAD, text="It works.")
    seen: list[str] = []
    before, pages = 0, []
    for _ in range(2):
        with play.store.reading() as session:
            shelf = library.search(session, Wanted("box", before=before))
        pages.append(len(shelf.found))
        seen += [one.affirmation for one in shelf.found]
        before = shelf.more
    assert (pages, before) == ([20, 20], 0)
    assert seen == [f"c{number}" for number in range(44, 5, -1)] + ["c1"]
    with play.store.reading() as session:
        newest = library.search(session, Wanted()).found[0]
    assert (newest.worked, newest.trying) == (("Bridgewater High",), ("Stanmoor Special School",))


# ── The shelf follows ───────────────────────────────────────────────────────────────────────

ODD = "wubbolinka"  # in no word of ours
IN_THE_INDEX = b"ubbolink"
"""Beside its neighbours an index may keep only what is different of a word."""


def shows(play: Play, words_: str) -> bool:
    with play.store.reading() as session:
        return bool(library.search(session, Wanted(words_)).found)


def worded(play: Play, review: About, words_: str) -> About:
    """A card in other words than its note's."""
    note = take_note(play, LEAD, review, "A box.", node="A-2.1", shows="excellent", kind="observation")
    asked = play.start(LEAD, "draft_affirmation", note)
    assert play.answer(LEAD, asked, **card(words_)).kept
    return the("affirmation", reply(asked).conversation)


def test_the_shelf_follows_what_becomes_of_a_card(any_play: Play) -> None:
    play = any_play
    review = review_at(play)
    first = worded(play, review, f"The {ODD} is emptied every day.")
    agree(play, first)
    assert not shows(play, ODD)
    approve(play, first)
    assert shows(play, ODD)
    (number,) = play.rows(select(LibraryCardRow.number))[0]
    # New words are found once they are approved; until then those before are.
    play.answer(LEAD, play.start(LEAD, "reword_affirmation", first), **card("The quibblefax is emptied every day."))
    assert (shows(play, ODD), shows(play, "quibblefax")) == (True, False)
    agree(play, first)
    approve(play, first)
    assert (shows(play, ODD), shows(play, "quibblefax")) == (False, True)
    assert play.rows(select(LibraryCardRow.number)) == [(number,)]
    play.start(HEAD, "pause_affirmation", first)
    assert not shows(play, "quibblefax")
    play.start(HEAD, "resume_affirmation", first)
    agree(play, first)
    approve(play, first)
    assert shows(play, "quibblefax")
    play.answer(HEAD, play.start(HEAD, "withdraw_affirmation", first), sure="yes")
    assert not shows(play, "quibblefax")
    second = worded(play, review, f"A {ODD} again.")
    agree(play, second)
    approve(play, second)
    assert shows(play, ODD)
    assert IN_THE_INDEX in bytes_of(play)
    remove(play, LEAD, first, "asked")
    remove(play, LEAD, second, "asked")
    assert not shows(play, ODD)
    assert forgetting(play).clear() == 2
    assert IN_THE_INDEX not in bytes_of(play)
    assert b"uibblefa" not in bytes_of(play)
    assert play.count(LibraryCardRow) == 0


# ── In chat ─────────────────────────────────────────────────────────────────────────────────

SEARCHED = "snarkolator"


def test_somebody_finds_practice_in_chat_and_what_they_looked_for_is_kept_nowhere(any_play: Play) -> None:
    play = any_play
    shelved(play)
    before = play.count(HistoryRow), play.count(ConversationRow)
    asked = play.press(DSL, play.home(DSL)[-1], "Find practice")
    shown = play.answer(DSL, asked, words=f"{SEARCHED} gates", where="", phase="", kind="")
    assert "No card has all of these words" in words(shown)
    assert labels(shown) == [
        "The gate at the end of the day",
        "Late arrivals are met by name",
        "Schools like mine",
        "Look for something else",
    ]
    # By a command, the words come along.
    by_command = play.start(DSL, "find_practice", given={"words": f"{SEARCHED} cafe"})
    assert "Café mornings" in words(by_command)
    play.press(DSL, shown, "Schools like mine")
    assert "“snarkolator gates” · Primary · Mainstream" in words(play.shown[-1][1])
    assert (play.count(HistoryRow), play.count(ConversationRow)) == before
    assert SEARCHED.encode() not in bytes_of(play)
    # A live concern typed into a search is answered as anywhere.
    worried = play.start(DSL, "find_practice", given={"words": "a pupil told me today that her dad hits her"})
    assert "You have not told anyone yet" in words(worried)
    assert play.start(GUEST, "find_practice", given={"words": "gate"}).kept is False
    assert "gate" not in words(play.start(GUEST, "find_practice"))


def test_a_message_shows_five_cards_and_opens_each_whole(empty_stage: Play) -> None:
    play = empty_stage
    shelved(play)
    with play.store.writing() as session:
        for number in range(6, 13):
            row = session.get_one(AffirmationRow, "c3")
            columns = {column.key: getattr(row, column.key) for column in AffirmationRow.__table__.columns}
            fresh = AffirmationRow(**columns | {"id": f"c{number}", "published": None})
            session.add(fresh)
            said = {"affirmation": fresh.id, "version": 1, "at": play.now, "person": LEAD}
            parts = {"why": "w" * 600, "known": "k" * 600, "took": "", "thanks": ""}
            session.flush()
            session.add(AffirmationVersionRow(**said, title=f"{number} " + "T" * 77, text="long words " * 109, **parts))
            session.flush()
            shelving.put(session, fresh, play.now)
            session.flush()
    everything = play.see(OTHER_HEAD, "library", About("wanted", ""))
    (shown,) = everything
    assert len([label for label in labels(shown) if "TTT" in label]) == 5
    assert labels(shown)[5:] == ["More", "Schools like mine", "Look for something else"]
    blocks = slack.message((shown,), slack.Labels())["blocks"]
    assert len(blocks) <= limits.MESSAGE_BLOCKS
    assert all(
        len(block.get("elements", ())) <= limits.ACTIONS_ELEMENTS for block in blocks if block["type"] == "actions"
    )
    play.press(OTHER_HEAD, shown, "More")
    second = play.shown[-1][1]
    assert labels(second)[0].startswith("7 ")
    opened = play.see(OTHER_HEAD, "practice", the("affirmation", "c4"))
    assert "Families’ café on Fridays" in words(opened)
    assert "More on this" in labels(opened[0])
    assert "not here" in words(play.see(GUEST, "practice", the("affirmation", "c2")))
    assert "not here" in words(play.see(OTHER_HEAD, "practice", the("affirmation", "none")))


def test_what_meets_a_need_is_offered_once_to_one_person_and_never_of_their_own_school(empty_stage: Play) -> None:
    play = empty_stage
    shelved(play)
    review = the("review", play.rows(select(AffirmationRow.review).where(AffirmationRow.id == "c1"))[0][0])

    def marked(person: str, node: str, shows_: str = "develop") -> str:
        note = take_note(play, person, review, "Some gates stand open at ten.")
        asked = play.start(person, "mark_note", note)
        return words(
            play.answer(person, asked, node=node, shows=shows_, kind="observation", voice="", urgent=(), where="")
        )

    # Larkfield is the school itself, and the lead is Bridgewater's own.
    assert "wrote down how" not in marked(REVIEWER, "A-2.1")
    assert "wrote down how" not in marked(LEAD, "A-2.2")
    assert "wrote down how" not in marked(REVIEWER, "A-2.2", "excellent")
    with play.store.reading() as session:
        assert not library.was_offered(session, REVIEWER, "A-2.2")
    assert "Others wrote down how they do this: Bridgewater High." in marked(REVIEWER, "A-2.2")
    assert "wrote down how" not in marked(REVIEWER, "A-2.2")
    assert "Bridgewater" not in marked(GUEST, "A-2.2")
    assert play.rows(select(PracticeOfferRow.person, PracticeOfferRow.node)) == [(REVIEWER, "A-2.2")]
    # After an answer, too, by the sub-area it is about; never where it was hard to write.
    for_dsl = planned(play, review, nodes=("A-2.2", "A-3.1"), owners=(Owner.DSL,))
    sent(play, *for_dsl)
    said: dict[str, list[str]] = {}
    for prompt in for_dsl:
        hard = ("hard",) if prompt.node == "A-3.1" else ()
        asked = play.start(DSL, "answer_prompt", the("prompt", prompt.id))
        told = words(play.answer(DSL, asked, answer="We are working on it.", readers="team", hard=hard))
        said.setdefault(prompt.node, []).append(told)
    assert ["wrote down how they do this: Bridgewater High" in told for told in said["A-2.2"]] == [True, False]
    assert not any("wrote down how" in told for told in said["A-3.1"])


def test_a_card_goes_beyond_the_trust_by_its_heads_word_alone_and_says_nobodys_name(
    empty_stage: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = empty_stage
    shelved(play)
    named, plain_, other = (the("affirmation", one) for one in ("c1", "c4", "c2"))
    with play.store.writing() as session:
        for row in session.scalars(select(AffirmationVersionRow).where(AffirmationVersionRow.affirmation == named.id)):
            row.why = "Everybody at Larkfield knows."
    for card_ in (named, plain_):
        (shown,) = play.see(HEAD, "practice", card_)
        assert "Beyond the trust" in labels(shown)
        assert "without our name" in str(reply(asked := play.press(HEAD, shown, "Beyond the trust")))
        assert play.answer(HEAD, asked, beyond="agree").kept
    assert "for the headteacher" in words(play.start(TRUST_LEAD, "send_beyond", other))
    monkeypatch.setenv("PEERWALK_DATA_DIR", str(tmp_path))
    ran = CliRunner().invoke(app, ["library", "export", "--out", str(tmp_path / "cards.json")])
    assert ran.exit_code == 0
    assert "Cards written: 1." in ran.stderr
    assert ran.stderr.rstrip().endswith(": 1")
    text = (tmp_path / "cards.json").read_text()
    (sent,) = json.loads(text)["cards"]
    assert (sent["title"], sent["phase"], sent["about"][:6]) == ("Café mornings for families", "Primary", "A-12.2")
    assert not any(one in text for one in ("Larkfield", "c4", "lunchtime team", "lead"))
    # For other words the head is asked again.
    play.answer(LEAD, play.start(LEAD, "reword_affirmation", plain_), **card("Families meet in the hall."))
    assert play.rows(select(AffirmationRow.beyond).where(AffirmationRow.id == plain_.id)) == [(False,)]
