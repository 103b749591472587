"""Notes typed up together: every line judged as a note of its own, and all of them kept or none."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.domain.note import Note
from bot.inputs import TextInput
from bot.message import Answered, Submit, Turned
from store import notes, reviews
from store.engine import Store
from store.tables import ConversationRow, HistoryRow, NoteRow, NoteVersionRow, ReviewRow
from tests.play import GUEST, HEAD, LEAD, REVIEWER, Play, box, button, labels, reply, the, words
from tests.scenes import review_at, seeded
from tests.test_turn_guard import ADULT, CHILD, DOUBTED, MARK, REFUSED, kept_nowhere

GATES, BADGES, LOGS = "Gates are locked at nine.", "Every visitor is given a badge.", "The log is read each Friday."
PAPER = f"10:40 A-7.3 {GATES}\n\n10.55 {BADGES}\nA-2 {LOGS}\n"


def type_up(play: Play, review: About, lines: str, person: str = REVIEWER, **more: str) -> Turned:
    return play.answer(person, play.start(person, "type_up", review), lines=lines, **more)


def error_of(shown: Turned, key: str) -> str:
    return next(item.error for item in reply(shown).inputs if item.key == key)


def kept(play: Play, review: About) -> list[Note]:
    """The notes of a review in the order of their ids."""

    found = play.inside(lambda session: notes.of_review(session, reviews.load(session, review.id)))
    return sorted(found, key=lambda note: note.id)


def test_every_line_becomes_a_note_and_the_receipt_says_so_in_words(play: Play, review: About) -> None:
    play.later(hours=6)
    done = type_up(play, review, PAPER)
    assert "Three notes kept, two of them filed." in words(done)
    assert [(note.text, note.node) for note in kept(play, review)] == [(GATES, "A-7.3"), (BADGES, ""), (LOGS, "A-2")]
    assert [note.seen for note in kept(play, review)] == [
        datetime(2026, 11, 24, 10, 40, tzinfo=UTC),
        datetime(2026, 11, 24, 10, 55, tzinfo=UTC),
        None,
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GATES, "One note kept."),
        (f"A-7 {GATES}", "One note kept, and filed."),
        (f"{GATES}\n{BADGES}", "Two notes kept."),
        (f"A-7 {GATES}\nA-2.1 {BADGES}", "Two notes kept, all of them filed."),
        ("\n".join([GATES] * 21), "Twenty-one notes kept."),
    ],
)
def test_the_receipt_counts_as_a_person_would(play: Play, review: About, text: str, says: str) -> None:
    assert says in words(type_up(play, review, text))


def test_each_note_has_an_id_of_its_own_and_a_line_of_the_history(play: Play, review: About) -> None:
    asked = play.start(REVIEWER, "type_up", review)
    play.answer(REVIEWER, asked, lines=PAPER)
    own = reply(asked).conversation
    ids = [row[0] for row in play.rows(select(NoteRow.id).order_by(NoteRow.id))]
    assert ids == [f"{own}-01", f"{own}-02", f"{own}-03"]
    made = play.rows(select(HistoryRow.about, HistoryRow.fields).where(HistoryRow.kind == "NoteTaken"))
    assert [row.about for row in made] == ids
    assert "Gates" not in str(made)


def test_the_notes_stand_in_the_order_they_were_written(play: Play, review: About) -> None:
    type_up(play, review, "\n".join(f"Door {number} is locked." for number in range(1, 13)))
    assert [note.text for note in kept(play, review)] == [f"Door {number} is locked." for number in range(1, 13)]


def test_a_second_delivery_makes_no_second_note(play: Play, review: About) -> None:
    asked = reply(play.start(REVIEWER, "type_up", review))
    event = Answered(play.key(), play.who(REVIEWER), asked.conversation, asked.asking, {"lines": PAPER})
    assert play.take(REVIEWER, event).kept
    assert play.take(REVIEWER, event).reply is None
    again = play.answer(REVIEWER, asked, lines=PAPER)
    assert not again.kept
    assert play.count(NoteRow) == 3


def test_it_is_for_the_team_alone(play: Play, review: About) -> None:
    assert "Only the review team" in words(play.start(HEAD, "type_up", review))


# ── When it was seen ────────────────────────────────────────────────────────────────────────


def test_a_note_says_when_it_was_seen_and_when_it_was_written_up(play: Play, review: About) -> None:
    play.later(hours=6, minutes=20)
    type_up(play, review, f"10:40 {GATES}")
    assert "Tuesday 24 November 2026, seen at 10:40, written up at 15:20" in words(play.see(LEAD, "notes", review))


def test_what_was_seen_on_an_earlier_day_is_marked_as_written_up_later(play: Play, review: About) -> None:
    play.later(days=1)
    type_up(play, review, f"10:40 {GATES}", day="2026-11-24")
    shown = words(play.see(LEAD, "notes", review))
    assert "seen on Tuesday 24 November 2026, 10:40, written up later, on Wednesday 25 November 2026, 09:00" in shown


def test_a_form_begun_on_the_day_and_sent_the_next_keeps_the_day_it_began(play: Play, review: About) -> None:
    asked = play.start(REVIEWER, "type_up", review)
    play.later(days=1)
    play.answer(REVIEWER, asked, lines=f"10:40 {GATES}")
    assert "written up later" in words(play.see(LEAD, "notes", review))


SAID = [
    # what is said, the note as the team reads it
    ({"seen_at": "10:40"}, "Tuesday 24 November 2026, seen at 10:40, written up at 15:00"),
    ({"seen_at": "14:15", "seen_on": "2026-11-23"}, "seen on Monday 23 November 2026, 14:15, written up later, on"),
]


@pytest.mark.parametrize(("said", "shown"), SAID)
def test_a_single_note_too_may_say_when_it_was_seen_and_take_it_back(
    play: Play, review: About, said: dict[str, str], shown: str
) -> None:
    play.later(hours=6)
    receipt = reply(play.start(REVIEWER, "take_note", review, {"text": GATES}))
    done = play.answer(REVIEWER, play.press(REVIEWER, receipt, "Say when"), **said)
    assert "Seen on " in words(done)
    assert shown in words(play.see(LEAD, "notes", review))
    asked = play.press(LEAD, done, "Say when")
    assert "It now says: seen on " in words(asked)
    assert play.answer(LEAD, asked, seen_on="", seen_at="").kept
    assert [note.seen for note in kept(play, review)] == [None]


def test_a_day_alone_is_asked_for_its_time_and_what_is_no_time_is_not_taken(play: Play, review: About) -> None:
    receipt = reply(play.start(REVIEWER, "take_note", review, {"text": GATES}))
    asked = play.press(REVIEWER, receipt, "Say when")
    for odd in ("soon", "25:00", "10:40-11:00", "1040"):
        assert play.answer(REVIEWER, asked, seen_at=odd).problem
    assert play.answer(REVIEWER, asked, seen_on="2026-11-25").problem
    second = play.answer(REVIEWER, asked, seen_on="2026-11-24")
    assert "One thing more" in words(second)
    play.answer(REVIEWER, second, about_when="08:05")
    assert [note.seen for note in kept(play, review)] == [datetime(2026, 11, 24, 8, 5, tzinfo=UTC)]
    theirs = play.start(GUEST, "say_when", the("note", kept(play, review)[0].id))
    assert "Only the person who wrote a note" in words(theirs)


def in_summer(play: Play, review: About, now: datetime) -> None:
    """The visit is this week, when the clocks are an hour on."""
    play.now = now
    with play.store.writing() as session:
        row = session.get_one(ReviewRow, review.id)
        row.begins = row.ends = now.date()


def test_nothing_is_seen_after_it_was_written(play: Play, review: About) -> None:
    in_summer(play, review, datetime(2027, 6, 8, 9, 15, 30, tzinfo=UTC))
    receipt = reply(play.start(REVIEWER, "take_note", review, {"text": GATES}))
    play.later(hours=8)
    asked = play.press(REVIEWER, receipt, "Say when")
    late = play.answer(REVIEWER, asked, seen_at="10:16")
    assert "You wrote this at 10:15 that day, so it was seen by then." in error_of(late, "seen_at")
    assert play.answer(REVIEWER, asked, seen_on="2027-06-08", seen_at="10:16").problem
    second = play.answer(REVIEWER, asked, seen_on="2027-06-08")
    assert "You wrote this at 10:15" in error_of(play.answer(REVIEWER, second, about_when="17:00"), "about_when")
    assert play.answer(REVIEWER, second, about_when="10:15").kept
    again = play.start(REVIEWER, "say_when", the("note", kept(play, review)[0].id))
    assert play.answer(REVIEWER, again, seen_on="2027-06-07", seen_at="17:00").kept


def test_the_time_is_that_of_the_clock_on_the_wall(play: Play, review: About) -> None:
    in_summer(play, review, datetime(2027, 6, 8, 15, 0, tzinfo=UTC))
    type_up(play, review, f"10:40 {GATES}")
    assert [note.seen for note in kept(play, review)] == [datetime(2027, 6, 8, 9, 40, tzinfo=UTC)]


def test_a_day_to_come_is_not_taken(play: Play, review: About) -> None:
    stopped = type_up(play, review, GATES, day="2026-11-25")
    assert stopped.problem
    assert not play.count(NoteRow)


# ── The guard, line by line ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("person", [REFUSED, DOUBTED])
def test_one_stopped_line_keeps_all_of_them_out_and_gives_the_whole_text_back(
    play: Play, review: About, person: str, place: int
) -> None:
    lines = [f"{GATES} {MARK}", BADGES]
    lines.insert(place, f"A-2.1 {person}")
    text = "\n".join(lines)
    stopped = type_up(play, review, text)
    assert stopped.problem
    assert not stopped.kept
    assert box(reply(stopped))["lines"] == text
    assert f"Line {place + 1}, “" in words(stopped)
    assert words(stopped).count("Line ") == 1
    kept_nowhere(play)
    assert MARK not in str(play.rows(select(ConversationRow.answers)))


def test_every_stopped_line_is_named_with_its_words(play: Play, review: About) -> None:
    stopped = type_up(play, review, f"{REFUSED}\n{GATES}\n\n{DOUBTED}")
    assert "Line 1, “Mrs Potter”" in words(stopped)
    assert "Line 4, “Marlowe”" in words(stopped)
    assert "Nothing has been saved" in words(stopped)


def test_one_button_takes_the_safe_wording_of_those_lines_and_leaves_the_others(play: Play, review: About) -> None:
    stopped = type_up(play, review, f"10:40 A-2.1 {REFUSED}\n{GATES}\nUPN Z801200001001 is on the list")
    done = play.press(REVIEWER, stopped, "Use the safe wording for these lines")
    assert "Three notes kept, one of them filed." in words(done)
    texts = [note.text for note in kept(play, review)]
    assert texts[:2] == ["Staff member 1 keeps a worry box beside the quokka display", GATES]
    assert "Z801200001001" not in texts[2]
    for gone in ("Potter", "Z801200001001"):
        assert gone.encode() not in play.contents()
        assert gone not in play.dump()


def test_a_word_that_is_no_person_is_kept_as_its_writer_says(play: Play, review: About) -> None:
    text = f"{GATES}\n{DOUBTED}"
    done = play.press(REVIEWER, type_up(play, review, text), "Keep my words: this is not a person")
    assert done.kept
    assert [note.text for note in kept(play, review)] == text.splitlines()


def test_the_writers_word_counts_for_that_text_only(play: Play, review: About) -> None:
    stopped = type_up(play, review, f"{GATES}\n{DOUBTED}")
    keep = button(reply(stopped), "Keep my words: this is not a person").action
    assert isinstance(keep, Submit)
    assert play.send(REVIEWER, stopped, keep, lines=f"Cosgrove locks the gate.\n{DOUBTED}").problem
    kept_nowhere(play)


@pytest.mark.parametrize(
    "concern", [CHILD, ADULT, f"A pupil told me that\ndad hits him every night, near the {MARK} poster"]
)
@pytest.mark.parametrize("before", [0, 30])
def test_a_concern_in_any_line_stops_everything(play: Play, review: About, concern: str, before: int) -> None:
    text = "\n".join([*[GATES] * before, concern, BADGES])
    stopped = type_up(play, review, text)
    assert "You have not told anyone yet" in words(stopped)
    assert box(reply(stopped))["lines"] == text
    kept_nowhere(play)


def test_a_text_about_systems_goes_on_at_its_writers_word(play: Play, review: About) -> None:
    stopped = type_up(play, review, f"{GATES}\n{CHILD}")
    assert play.press(REVIEWER, stopped, "This is about systems, go on").kept
    assert len(kept(play, review)) == 2


def test_a_concern_far_into_a_text_that_no_form_takes_is_heard_all_the_same(play: Play, review: About) -> None:
    asked = play.start(REVIEWER, "type_up", review)
    play.answer(REVIEWER, asked, lines=GATES)
    late = play.answer(REVIEWER, asked, lines="\n".join([*[GATES] * 300, CHILD]))
    assert "You have not told anyone yet" in words(late)
    assert MARK not in play.dump()


# ── Too much, or nothing ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n".join([GATES] * 61), "at most 60 lines"),
        ("\n".join(["word " * 60] * 41), "under 12000 characters"),
        ("word " * 700, "longer than a note can be"),
        ("\n \n", "Please answer this one"),
        ("", "Please answer this one"),
    ],
)
def test_what_does_not_fit_is_given_back_whole(play: Play, review: About, text: str, says: str) -> None:
    stopped = type_up(play, review, text)
    assert stopped.problem
    (item,) = (item for item in reply(stopped).inputs if item.key == "lines")
    assert isinstance(item, TextInput)
    assert says in item.error
    assert item.value == text
    assert not play.count(NoteRow)


def test_sixty_lines_and_twelve_thousand_characters_are_taken(play: Play, review: About) -> None:
    text = "\n".join([("word " * 40)[:199]] * 60)
    assert len(text) == 11_999
    assert "Sixty notes kept." in words(type_up(play, review, text))


def test_a_note_may_say_new_and_stays_what_it_says(play: Play, review: About) -> None:
    play.note(REVIEWER, "note new")
    type_up(play, review, "new:3\nnew")
    assert sorted(row[0] for row in play.rows(select(NoteVersionRow.text))) == ["new", "new", "new:3"]


def test_on_either_database_nothing_of_a_stopped_text_is_kept(any_store: Store) -> None:
    play = seeded(any_store)
    review = review_at(play)
    assert type_up(play, review, f"{GATES}\n{REFUSED}", GUEST).problem
    assert MARK not in play.dump()
    assert "Use the safe wording for these lines" in labels(play.shown[-1][1])
    assert type_up(play, review, PAPER, GUEST).kept
    assert play.count(NoteRow) == 3
