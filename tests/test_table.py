"""The team's table: each note in one place, what is excellent first, and how it is known in words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain.acts import About
from bot.domain.note import Kind, Note, Shows, Told, Voice
from bot.domain.table import Heading, Way, heading_of, lay
from bot.message import Begin, Card
from tests.play import DSL, GOVERNOR, GUEST, HEAD, LEAD, REVIEWER, TRUST_LEAD, Play, box, labels, reply, words
from tests.scenes import take_note
from tests.values import AT, FRAMEWORK, NOTE, REVIEW

NODES = ["", *(n for a in FRAMEWORK.areas for n in (a.id, *(p.id for p in a.sub_areas), *a.sub_areas[0].leaves))]
quick = hypothesis_settings(deadline=None, database=None, max_examples=40)

HEADINGS = [
    # shows, kind, urgent, told, where the note lies
    (Shows.EXCELLENT, Kind.OBSERVATION, False, None, Heading.EXCELLENT),
    (Shows.DEVELOP, Kind.RECORD, False, None, Heading.DEVELOP),
    (Shows.CONTEXT, Kind.DATA, False, None, Heading.CONTEXT),
    (None, Kind.POLICY, False, None, Heading.UNSAID),
    (Shows.EXCELLENT, None, False, None, Heading.IMPRESSION),
    (None, None, False, None, Heading.IMPRESSION),
    (Shows.DEVELOP, Kind.OBSERVATION, True, None, Heading.TODAY),
    (None, None, True, None, Heading.TODAY),
    (Shows.DEVELOP, Kind.OBSERVATION, True, Told.DSL, Heading.DEVELOP),
    (None, None, True, Told.MISTAKE, Heading.IMPRESSION),
]


@pytest.mark.parametrize(("shows", "kind", "urgent", "told", "heading"), HEADINGS)
def test_a_note_lies_where_its_evidence_and_what_it_shows_put_it(
    shows: Shows | None, kind: Kind | None, urgent: bool, told: Told | None, heading: Heading
) -> None:
    assert heading_of(replace(NOTE, shows=shows, kind=kind, urgent=urgent, told=told)) is heading


@st.composite
def many_notes(draw: st.DrawFn) -> list[Note]:
    return [
        replace(
            NOTE,
            id=f"n{number}",
            at=AT + timedelta(minutes=draw(st.integers(0, 30))),
            node=draw(st.sampled_from(NODES)),
            shows=draw(st.sampled_from([None, *Shows])),
            kind=draw(st.sampled_from([None, *Kind])),
            voice=draw(st.sampled_from([None, *Voice])),
            urgent=draw(st.booleans()),
            told=draw(st.sampled_from([None, *Told])),
        )
        for number in range(draw(st.integers(0, 25)))
    ]


@given(many_notes())
@quick
def test_every_note_lies_on_the_table_once_under_its_own_heading_and_area(notes: list[Note]) -> None:
    laid = lay(REVIEW, notes)
    found = [(area.id, section.heading, note) for area in laid for section in area.sections for note in section.notes]
    assert sorted(note.id for *_, note in found) == sorted(note.id for note in notes)
    for area, heading, note in found:
        assert heading is heading_of(note)
        assert area == (FRAMEWORK.area_of(note.node).id if note.node else "")
    assert all(part.notes for area in laid for section in area.sections for part in section.parts)


@given(many_notes())
@quick
def test_in_every_area_what_is_excellent_comes_before_what_could_develop(notes: list[Note]) -> None:
    order = list(Heading)
    for area in lay(REVIEW, notes):
        places = [order.index(section.heading) for section in area.sections]
        assert places == sorted(set(places))
        for part in (part for section in area.sections for part in section.parts):
            shown = [note.shows for note in part.notes]
            assert Shows.DEVELOP not in shown or Shows.EXCELLENT not in shown[shown.index(Shows.DEVELOP) :]


@given(many_notes())
@quick
def test_a_sub_area_is_not_looked_at_exactly_while_no_note_lies_there(notes: list[Note]) -> None:
    noted = {".".join(note.node.split(".")[:2]) for note in notes}
    for area in lay(REVIEW, notes):
        parts = FRAMEWORK.area(area.id).sub_areas if area.id else ()
        assert [part.id for part in area.not_looked_at] == [part.id for part in parts if part.id not in noted]


@given(many_notes(), st.sets(st.sampled_from(["A-2", "A-7"])))
@quick
def test_a_table_of_some_areas_holds_no_other(notes: list[Note], areas: set[str]) -> None:
    assert {area.id for area in lay(REVIEW, notes, areas)} == areas


WAYS = [
    ((Kind.OBSERVATION,), (Way.SEEN,)),
    ((Kind.OBSERVATION, Kind.OBSERVATION), (Way.SEEN,)),
    ((Kind.DATA, Kind.CONVERSATION), (Way.HEARD, Way.READ)),
    ((Kind.POLICY, Kind.RECORD, Kind.CASE_EXAMPLE), (Way.READ,)),
    ((Kind.RECORD, Kind.CONVERSATION, Kind.OBSERVATION), (Way.SEEN, Way.HEARD, Way.READ)),
]


@pytest.mark.parametrize(("kinds", "ways"), WAYS)
def test_how_something_is_known_follows_from_the_kinds_of_evidence(
    kinds: tuple[Kind, ...], ways: tuple[Way, ...]
) -> None:
    area, *_ = lay(REVIEW, [replace(NOTE, id=f"n{number}", kind=kind) for number, kind in enumerate(kinds)])
    (part,) = area.sections[0].parts
    assert part.ways == ways


# ── On everybody's screen ───────────────────────────────────────────────────────────────────

SEEN = "Every visitor is met at the gate."
HEARD = "Every pupil asked could name an adult they would go to."
LATER = "Cover staff are not briefed on the morning they begin."
GUESS = "The office seems calm."
RISK = "The side gate stands open."


def laid_out(play: Play, review: About) -> None:
    take_note(play, GUEST, review, LATER, node="A-2.1", shows="develop", kind="conversation", voice="staff")
    take_note(play, REVIEWER, review, SEEN, node="A-2.1", shows="excellent", kind="observation")
    take_note(play, LEAD, review, HEARD, node="A-2.1", shows="excellent", kind="conversation", voice="pupil")
    take_note(play, REVIEWER, review, GUESS, node="A-7.1", shows="excellent")
    take_note(play, REVIEWER, review, "The bell is loud.")


def of(cards: tuple[Card, ...], title: str) -> Card:
    (found,) = [card for card in cards if card.title.startswith(title)]
    return found


def test_the_team_reads_each_area_strengths_first_with_who_wrote_what(play: Play, review: About) -> None:
    laid_out(play, review)
    for person in (LEAD, REVIEWER, GUEST):
        cards = play.see(person, "table", review)
        area = words(of(cards, "A-2 "))
        assert area.index("Excellent practice · two notes") < area.index(SEEN) < area.index("Areas to develop")
        assert "seen and heard · pupils" in area
        assert "heard, in one way only · staff" in area
        assert "Reviewer (SENCO, Stanmoor)" in area
        assert "Not looked at yet" in area
        other = words(of(cards, "A-7 "))
        assert other.index("We have not yet seen excellent practice here") < other.index(GUESS)
        assert "it seemed excellent" in other
        assert "The bell is loud." in words(of(cards, "Not filed yet"))
        assert words(cards).count(SEEN) == 1


def test_the_host_sees_areas_drawn_together_and_no_writer(play: Play, review: About) -> None:
    laid_out(play, review)
    for host in (HEAD, DSL):
        cards = play.see(host, "table", review)
        assert SEEN not in words(cards)
        assert "as soon as the team has drawn it together" in words(cards)
    play.answer(LEAD, play.start(LEAD, "draw_together", review), areas=("A-2",), sure="yes")
    for host in (HEAD, DSL):
        cards = play.see(host, "table", review)
        assert SEEN in words(cards)
        assert GUESS not in words(cards)
        assert "The bell is loud." not in words(cards)
        for name in ("Reviewer (SENCO", "Lead reviewer", "Guest"):
            assert name not in words(cards)
        assert not [b for card in cards for b in card.buttons if isinstance(b.action, Begin)]
        assert [card for card in play.home(host) if "The team’s table" in labels(card)]


@pytest.mark.parametrize("person", [TRUST_LEAD, GOVERNOR])
def test_nobody_else_sees_the_table(play: Play, review: About, person: str) -> None:
    laid_out(play, review)
    assert "not here for you" in words(play.see(person, "table", review))
    assert "not here for you" in words(play.see(person, "table", About("review", "nothing")))


def test_the_lead_draws_an_area_together_and_says_who_was_told_from_the_table(play: Play, review: About) -> None:
    laid_out(play, review)
    take_note(play, REVIEWER, review, RISK, node="A-2.1", urgent="yes")
    assert "Say who was told" not in labels(of(play.see(REVIEWER, "table", review), "Tell the school today"))
    cards = play.see(LEAD, "table", review)
    assert RISK not in words(of(cards, "A-2 "))
    assert "One note says that the school needs to know today" in words(cards[0])
    risk = of(cards, "Tell the school today")
    play.answer(LEAD, play.press(LEAD, risk, "Say who was told"), told="dsl")
    cards = play.see(LEAD, "table", review)
    assert RISK in words(of(cards, "A-2 "))
    asked = play.press(LEAD, of(cards, "A-2 "), "Draw this area together")
    assert box(reply(asked))["areas"] == ("A-2",)
    assert play.answer(LEAD, asked, areas=("A-2",), sure="yes").kept
    after = of(play.see(LEAD, "table", review), "A-2 ")
    assert "Draw this area together" not in labels(after)
    assert "Drawn together" in words(after)


def test_no_number_is_set_against_an_area_but_how_many_notes_it_has(play: Play, review: About) -> None:
    laid_out(play, review)
    said = "".join(words(card) for card in play.see(LEAD, "table", review)).replace("A-", "")
    assert "%" not in said
    assert not {"score", "mark", "total"} & set(said.lower().split())
