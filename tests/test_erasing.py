"""Erasing a person as a dialog: what goes and stays is said first, it is for good, and both ways of asking are one."""

import pytest
from sqlalchemy import select

from bot.domain.acts import TRUST
from bot.domain.removal import Held, HoldWhy, State
from bot.message import Visit, plain
from store import certificates, people
from store.keeping_tables import HoldRow, RemovalRow
from store.tables import AddressRow, HistoryRow, MemberRow, NoteVersionRow, PersonRow, ReflectionRow
from tests.play import (
    DPO,
    GUEST,
    HEAD,
    LEAD,
    REVIEWER,
    TRUST_LEAD,
    TRUSTEE,
    Play,
    labels,
    reply,
    the,
    words,
)
from tests.scenes import review_at, take_note
from tests.test_removal import bytes_of, forgetting

NAME, MAIL, SLACK = "Perpetua Quillfeather", "perpetua.quillfeather@stanmoor.example", "U-QUILLFEATHER"
OWN, AWAY = "The visitors’ book is read every evening.", "The marigold corridor at noon stays with me"


def lived(play: Play) -> None:
    """The reviewer has a name and an address of their own, a note, words of theirs, and a form left open."""
    review = review_at(play)
    with play.store.writing() as session:
        row = session.get_one(PersonRow, REVIEWER)
        row.name, row.email = NAME, MAIL
        session.add(AddressRow(platform="slack", tenant="T1", user=SLACK, person=REVIEWER, last_used=None))
    take_note(play, REVIEWER, review, OWN)
    asked = play.start(REVIEWER, "reflect", the("reflection", f"{review.id}/A-2"))
    assert play.answer(REVIEWER, asked, text=AWAY, share="private").kept
    if not play.store.is_sqlite:
        with play.store.write.connect() as connection:  # what is sampled for planning would outlive its row
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


def test_who_somebody_is_goes_for_good_and_what_they_did_stays(any_play: Play) -> None:
    play = any_play
    lived(play)
    asked = play.answer(DPO, play.start(DPO, "erase_person"), whom=REVIEWER)
    said = words(asked)
    for part in (
        "Still open",
        "Larkfield Primary",
        f"What goes from {NAME}",
        "things they take away (one)",
        "What stays",
    ):
        assert part in said
    assert "notes (one)" in said
    assert OWN not in said
    assert AWAY not in said
    kept = play.answer(DPO, asked, why="keep")
    assert (kept.kept, "Nobody was erased" in words(kept)) == (False, True)
    asked = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "erase_person"), whom=REVIEWER)
    done = play.answer(TRUST_LEAD, asked, why="asked")
    assert done.kept, words(done)
    gone = play.inside(people.directory).people[REVIEWER]
    assert (gone.name, gone.email, gone.posts, gone.erased) == ("A reviewer", "", frozenset(), play.today)
    (row,) = play.rows(select(RemovalRow.id, RemovalRow.state, RemovalRow.kinds, RemovalRow.person))
    assert (row.id, row.state, row.person) == (f"person-{REVIEWER}", State.GONE, TRUST_LEAD)
    assert {kind: count for kind, (count, _) in row.kinds.items()} == {"people": 1, "reflections": 1}
    assert forgetting(play).clear() == 1
    found = bytes_of(play)
    for mark in (NAME, MAIL, SLACK, AWAY):
        assert mark.encode() not in found, mark
    assert OWN.encode() in found
    assert OWN in [row.text for row in play.rows(select(NoteVersionRow.text))]
    assert not play.rows(select(ReflectionRow.area))
    # They are on no team any more, and come in no more; nobody can bring them back or find them to be erased again.
    assert play.rows(select(MemberRow.standing).where(MemberRow.person == REVIEWER))[0].standing == "left"
    assert "does not know you" in words(play.home(REVIEWER))
    assert "Nobody has left" in words(play.start(TRUST_LEAD, "person_returns"))
    listed = play.start(DPO, "erase_person")
    assert REVIEWER not in {option.value for item in reply(listed).inputs for option in item.options}  # type: ignore[union-attr]
    (line,) = play.rows(select(HistoryRow.person, HistoryRow.about, HistoryRow.fields).filter_by(kind="PersonErased"))
    assert tuple(line) == (TRUST_LEAD, REVIEWER, {"person": REVIEWER, "why": "asked"})
    (certificate,) = play.visit(DPO, Visit("certificate", the("removal", f"person-{REVIEWER}")))
    assert "Who somebody is: 1" in plain(certificate.words)
    assert "The chain is whole" in plain(certificate.words)
    assert play.inside(certificates.first_broken) == ""


@pytest.mark.parametrize("who", [LEAD, REVIEWER, GUEST, HEAD, TRUSTEE])
def test_nobody_else_has_anybody_erased(play: Play, who: str) -> None:
    assert "data protection officer or its safeguarding lead" in words(play.start(who, "erase_person"))
    forged = play.start(who, "erase_person", given={"whom": REVIEWER, "why": "asked"})
    assert not forged.kept
    assert not play.rows(select(RemovalRow.id))


def test_what_stands_in_the_way_is_said_and_nothing_goes(play: Play) -> None:
    def tried(person: str, by: str = DPO) -> str:
        return words(play.start(by, "erase_person", given={"whom": person}))

    assert "lead a review that is not over" in tried(LEAD)
    assert "only safeguarding lead" in tried(TRUST_LEAD)
    hold = {"kind": Held.PERSON, "about": REVIEWER, "why": HoldWhy.COMPLAINT, "person": DPO, "lifted": None}
    with play.store.writing() as session:
        session.add(HoldRow(id="h1", until=play.today, at=play.now, **hold))
    assert "legal hold" in tried(REVIEWER)
    play.later(days=1)
    # A hold on a review holds what they wrote for it, too.
    (review,) = play.rows(select(MemberRow.review).where(MemberRow.person == REVIEWER))[0]
    asked = play.start(REVIEWER, "reflect", the("reflection", f"{review}/A-2"))
    assert play.answer(REVIEWER, asked, text=AWAY, share="team").kept
    with play.store.writing() as session:
        session.add(HoldRow(id="h2", until=play.today, at=play.now, **{**hold, "kind": Held.REVIEW, "about": review}))
    assert "legal hold" in tried(REVIEWER)
    assert play.inside(people.directory).people[REVIEWER].erased is None
    # Nobody decides of themselves.
    assert "What goes" not in tried(DPO)
    play.later(days=3)
    assert "What goes" in tried(LEAD)


def test_it_is_found_where_those_who_may_look(play: Play) -> None:
    (kept, *_) = play.visit(DPO, Visit("retention", TRUST))
    assert "Erase a person" in labels(kept)
    (head, *_) = play.visit(TRUST_LEAD, Visit("people", TRUST))
    assert "Erase somebody" in labels(head)


def test_an_open_form_about_somebody_who_went_meanwhile_is_asked_again(play: Play) -> None:
    asked = play.answer(DPO, play.start(DPO, "erase_person"), whom=REVIEWER)
    other = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "erase_person"), whom=REVIEWER)
    assert play.answer(TRUST_LEAD, other, why="error").kept
    late = play.answer(DPO, asked, why="asked")
    assert not late.kept
    assert len(play.rows(select(RemovalRow.id))) == 1
