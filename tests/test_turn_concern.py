"""A concern stops everything and takes nothing away: whoever brings it, in whatever state, and kept nowhere."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.message import Answered, Card, Submit, Turned
from store.tables import NoteRow, NoteVersionRow, RouteRow
from tests.play import GUEST, HEAD, LEAD, REVIEWER, TRUSTEE, Play, box, button, labels, reply, words
from tests.scenes import SURE, card, draft, posted, take_note

# A made-up word stands in each text, so that its bytes can be looked for.
CHILD = "A pupil told me that dad hits him every night, near the quokka poster"
ADULT = "The coach hit a boy today by the quokka wall"
MARK = "quokka"


def write(play: Play, review: About, text: str, person: str = REVIEWER) -> Turned:
    return play.answer(person, play.start(person, "take_note", review), text=text)


def kept_nowhere(play: Play) -> None:
    assert MARK.encode() not in play.contents()
    assert MARK not in play.dump()
    assert not play.rows(select(NoteRow.id))


Way = Callable[[Play, About, str], Turned]


def by_form(play: Play, review: About, text: str) -> Turned:
    return write(play, review, text)


def by_message(play: Play, review: About, text: str) -> Turned:
    return play.say(REVIEWER, text)


def by_mention(play: Play, review: About, text: str) -> Turned:
    return play.note(REVIEWER, f"note {text}")


def by_edit(play: Play, review: About, text: str) -> Turned:
    note = take_note(play, REVIEWER, review, "The gate is locked at nine.")
    return play.answer(REVIEWER, play.start(REVIEWER, "edit_note", note), text=text)


def by_affirmation(play: Play, review: About, text: str) -> Turned:
    note = take_note(play, LEAD, review, "The log is clear.", node="A-2.1", shows="excellent", kind="policy")
    asked = play.start(LEAD, "draft_affirmation", note)
    return play.answer(LEAD, asked, **card(text))


def by_the_schools_own_words(play: Play, review: About, text: str) -> Turned:
    asked = play.answer(HEAD, play.start(HEAD, "agree_affirmation", draft(play, review)), answer="reword", **SURE)
    return play.answer(HEAD, asked, **card(text))


def by_going_back(play: Play, review: About, text: str) -> Turned:
    asked = play.answer(HEAD, play.start(HEAD, "agree_affirmation", draft(play, review)), answer="reword", **SURE)
    return play.back(HEAD, asked, words=text)


def by_a_stranger(play: Play, review: About, text: str) -> Turned:
    return play.note("nobody-we-know", text)


def by_somebody_on_no_team(play: Play, review: About, text: str) -> Turned:
    return play.note(TRUSTEE, text)


def by_a_form_for_others(play: Play, review: About, text: str) -> Turned:
    return play.start(TRUSTEE, "take_note", review, given={"text": text})


def by_a_room_nobody_joined(play: Play, review: About, text: str) -> Turned:
    return play.note(REVIEWER, text, room="C-nobody")


def by_an_old_card(play: Play, review: About, text: str) -> Turned:
    asked = play.start(REVIEWER, "take_note", review)
    play.answer(REVIEWER, asked, text="The gate is locked at nine.")
    return play.answer(REVIEWER, asked, text=text)


def by_a_card_left_behind(play: Play, review: About, text: str) -> Turned:
    note = take_note(play, LEAD, review, "The log is clear.", node="A-2.1", shows="excellent", kind="policy")
    asked = play.start(LEAD, "draft_affirmation", note)
    play.answer(LEAD, asked, **card("The log is clear to all.", recognise="maybe"))
    return play.answer(LEAD, asked, **card(text))


def by_anothers_conversation(play: Play, review: About, text: str) -> Turned:
    return play.answer(GUEST, play.start(REVIEWER, "take_note", review), text=text)


def by_no_conversation_at_all(play: Play, review: About, text: str) -> Turned:
    return play.take(REVIEWER, Answered(play.key(), play.who(REVIEWER), "gone", 1, {"text": text}))


FORMS: list[Way] = [by_form, by_edit, by_affirmation, by_the_schools_own_words, by_going_back]
OLD: list[Way] = [by_an_old_card, by_a_card_left_behind, by_anothers_conversation, by_no_conversation_at_all]
CHAT: list[Way] = [by_message, by_mention]
ELSEWHERE: list[Way] = [by_a_stranger, by_somebody_on_no_team, by_a_form_for_others, by_a_room_nobody_joined]


def each(ways: list[Way]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("way", ways, ids=lambda way: str(way.__name__))


@each([*FORMS, *OLD, *CHAT, *ELSEWHERE])
@pytest.mark.parametrize(("text", "concern"), [(CHILD, "live_concern"), (ADULT, "adult_allegation")])
def test_a_concern_is_answered_whoever_brings_it_and_kept_nowhere(
    play: Play, review: About, way: Way, text: str, concern: str
) -> None:
    stopped = way(play, review, text)
    card = reply(stopped)
    assert card.urgent
    assert "You have not told anyone yet" in words(card)
    assert "999" in words(card)
    assert MARK not in words(card) + card.notice
    assert MARK.encode() not in play.contents()
    assert MARK not in play.dump()
    (row,) = play.rows(select(RouteRow.concern, RouteRow.button, RouteRow.tapped, RouteRow.shown))
    assert tuple(row) == (concern, "", None, play.now)
    assert set(RouteRow.__table__.columns.keys()) == {"id", "shown", "concern", "button", "tapped"}


@each([*FORMS, *OLD, *CHAT])
def test_the_words_of_a_concern_stay_in_the_writers_box_until_they_have_told(
    play: Play, review: About, way: Way
) -> None:
    card = reply(way(play, review, CHILD))
    assert CHILD in box(card).values()
    writer = _writer(way)
    if "I cannot reach them" not in labels(card):
        card = reply(play.press(writer, card, "Larkfield Primary"))
    nxt = play.press(writer, card, "I cannot reach them")
    assert CHILD in box(reply(nxt)).values()
    told = play.press(writer, nxt, "I have told them")
    assert CHILD in box(reply(told)).values()
    assert MARK.encode() not in play.contents()


def _writer(way: Way) -> str:
    if way in (by_the_schools_own_words, by_going_back):
        return HEAD
    if way in (by_affirmation, by_a_card_left_behind):
        return LEAD
    return GUEST if way is by_anothers_conversation else REVIEWER


def test_the_contacts_of_that_school_show_in_their_order_and_the_next_when_one_is_away(
    play: Play, review: About
) -> None:
    first = write(play, review, CHILD)
    assert words(first).index("DSL") < words(first).index("Deputy DSL") < words(first).index("Out of hours")
    assert "At Larkfield Primary" in words(first)
    second = play.press(REVIEWER, first, "I cannot reach them")
    assert "01632 960101" not in words(second)
    assert "01632 960102" in words(second)
    last = second
    for _ in range(6):
        last = play.press(REVIEWER, last, "I cannot reach them")
    assert "01632 960101" in words(last)
    assert "999" in words(last)


def test_of_an_adult_the_head_is_told_first(play: Play, review: About) -> None:
    shown = words(write(play, review, ADULT))
    assert shown.index("Headteacher") < shown.index("Chair of governors") < shown.index("LADO, if you are unsure")


def test_where_no_school_is_known_it_is_asked_for_and_999_stands_there_already(play: Play) -> None:
    asked = play.note(TRUSTEE, CHILD)
    assert "999" in words(asked)
    assert "Larkfield Primary" in labels(asked)
    chosen = play.press(TRUSTEE, asked, "Larkfield Primary")
    assert "01632 960101" in words(chosen)


def test_what_was_tapped_is_kept_and_the_time_and_nothing_else(play: Play, review: About) -> None:
    first = write(play, review, CHILD)
    play.later(minutes=4)
    told = play.press(REVIEWER, first, "I have told them")
    assert reply(told).title == "Thank you for telling them"
    assert play.rows(select(RouteRow.button, RouteRow.tapped)) == [("told", play.now)]
    kept_nowhere(play)


def test_what_is_about_systems_goes_on_and_a_changed_text_does_not(play: Play, review: About) -> None:
    stopped = write(play, review, CHILD)
    go_on = button(reply(stopped), "This is about systems, go on").action
    assert isinstance(go_on, Submit)
    assert play.send(REVIEWER, stopped, go_on, text=ADULT).problem
    kept_nowhere(play)
    done = play.send(REVIEWER, stopped, go_on)
    assert done.note
    assert play.rows(select(NoteVersionRow.text)) == [(CHILD,)]


@each([by_an_old_card, by_message])
def test_from_an_old_card_or_a_message_too_what_is_about_systems_goes_on(play: Play, review: About, way: Way) -> None:
    done = play.press(REVIEWER, way(play, review, CHILD), "This is about systems, go on")
    assert done.note


def test_a_concern_in_a_published_text_changes_nothing_of_it(play: Play, review: About) -> None:
    affirmation = posted(play, review)
    before = words(play.see(HEAD, "channel"))
    asked = play.start(HEAD, "reword_affirmation", affirmation)
    assert reply(play.answer(HEAD, asked, **card(ADULT))).urgent
    assert words(play.see(HEAD, "channel")) == before


def test_a_worry_is_answered_for_anyone_and_nothing_is_kept(play: Play) -> None:
    before = play.dump()
    cards: list[Card] = []
    for person in (HEAD, TRUSTEE, "nobody-we-know"):
        cards += play.see(person, "worry")
        cards += play.see(person, "worry", About("school", "larkfield"))
    assert all(card.urgent and "999" in words(card) for card in cards)
    assert play.dump() == before


def test_about_systems_is_still_offered_after_somebody_could_not_be_reached(play: Play, review: About) -> None:
    asked = play.start(REVIEWER, "take_note", review)
    stopped = play.answer(REVIEWER, asked, text=CHILD)
    again = play.press(REVIEWER, stopped, "I cannot reach them", text=CHILD)
    assert "This is about systems, go on" in labels(again)
    assert play.press(REVIEWER, again, "This is about systems, go on", text=CHILD).note
