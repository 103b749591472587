"""An act becomes one row for each platform it reaches, in the order in which things were said."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.domain.acts import (
    About,
    Act,
    CreateRoom,
    Delete,
    Edit,
    Invite,
    Notice,
    Post,
    PublishHome,
    React,
    ToPerson,
    ToRoom,
    ToTrust,
)
from store import acts
from store.acts import ActRecord, State
from store.engine import Store
from store.tables import ActRow, AddressRow, FrameworkRow, NoteRow, ReviewRow, RoomRow, SchoolRow
from tests.posting import add_person, new_id, now

NOW = now()
ABOUT = About("affirmation", "a1")


@pytest.fixture
def store(any_store: Store) -> Store:
    with any_store.writing() as session:
        for person in ("ama", "ben", "cal"):
            add_person(session, person)
        session.add_all(
            [
                AddressRow(platform="slack", tenant="T", user="U-ama", person="ama", last_used=NOW),
                AddressRow(platform="web", tenant="", user="ama", person="ama", last_used=NOW - timedelta(hours=1)),
                AddressRow(platform="slack", tenant="T", user="U-ben", person="ben", last_used=None),
                AddressRow(platform="web", tenant="", user="cal", person="cal", last_used=NOW),
                RoomRow(platform="slack", tenant="T", channel="C-trust", review=""),
                RoomRow(platform="slack", tenant="T", channel="C-r1", review="r1"),
                RoomRow(platform="teams", tenant="M", channel="19:r1", review="r1"),
            ]
        )
    return any_store


def queue(store: Store, act: Act) -> list[ActRecord]:
    with store.writing() as session:
        return acts.queue(session, act, NOW, new_id)


def reached(records: list[ActRecord]) -> list[tuple[str, str, str, str, str]]:
    return [(one.platform, one.tenant, one.channel, one.message, one.state) for one in records]


def finish(store: Store, act_id: str, state: State = State.DONE, message: str = "m1") -> None:
    with store.writing() as session:
        row = acts.row_for_update(session, act_id)
        assert row is not None
        acts.mark_done(row, NOW, tenant=row.tenant, channel=row.channel, message=message)
        acts.mark(row, state)


@pytest.mark.parametrize(("person", "platform"), [("ama", "slack"), ("ben", "slack"), ("cal", "web")])
def test_a_person_is_told_where_they_were_last_or_else_in_chat(store: Store, person: str, platform: str) -> None:
    [act] = queue(store, Post(ToPerson(person), Notice.INVITED, About("review", "r1")))
    assert (act.platform, act.place_kind, act.place) == (platform, "person", person)


def test_a_room_has_the_web_and_every_platform_where_it_is(store: Store) -> None:
    [web, *others] = queue(store, Post(ToRoom("r1"), Notice.JOINED, About("review", "r1"), "ama"))
    assert (web.channel, web.message, web.state, web.detail) == ("room:r1", web.id, State.DONE, "ama")
    assert reached(others) == [("slack", "T", "C-r1", "", "queued"), ("teams", "M", "19:r1", "", "queued")]


def test_the_trust_channel_is_on_the_web_and_where_there_is_one(store: Store) -> None:
    [web, slack] = queue(store, Post(ToTrust(), Notice.AFFIRMATION, ABOUT))
    assert (web.channel, slack.channel) == ("trust", "C-trust")
    assert (web.place_kind, web.place) == ("trust", "trust")


def test_an_edit_follows_every_copy_that_may_stand(store: Store) -> None:
    [_, sent] = queue(store, Post(ToTrust(), Notice.AFFIRMATION, ABOUT, "word"))
    finish(store, sent.id)
    for state in (State.STOPPED, State.REFUSED, State.GONE):
        [_, other] = queue(store, Post(ToTrust(), Notice.AFFIRMATION, ABOUT))
        finish(store, other.id, state)
    queue(store, Post(ToTrust(), Notice.DIGEST, ABOUT))
    edits = [edit for edit in queue(store, Edit(Notice.AFFIRMATION, ABOUT)) if edit.platform == "slack"]
    assert [(edit.copy, edit.message, edit.detail, edit.channel) for edit in edits] == [
        (sent.id, "m1", "word", "C-trust")
    ]


def test_a_deletion_on_the_web_is_done_at_once(store: Store) -> None:
    [web, _] = queue(store, Post(ToTrust(), Notice.AFFIRMATION, ABOUT))
    queue(store, Delete(Notice.AFFIRMATION, ABOUT))
    with store.reading() as session:
        gone = acts.load(session, web.id)
        assert gone is not None
        assert gone.state is State.GONE
        assert acts.shown(session, "web", "trust", "trust", 10) == []


def test_what_is_shown_is_newest_first_and_changes_are_seen(store: Store) -> None:
    with store.reading() as session:
        assert acts.newest(session, "web", "trust", "trust") == ""
    ids = [queue(store, Post(ToTrust(), Notice.AFFIRMATION, About("affirmation", str(n))))[0].id for n in range(3)]
    with store.reading() as session:
        before = acts.newest(session, "web", "trust", "trust")
        assert [act.id for act in acts.shown(session, "web", "trust", "trust", 2)] == [ids[2], ids[1]]
    queue(store, Edit(Notice.AFFIRMATION, About("affirmation", "0")))
    with store.reading() as session:
        assert acts.newest(session, "web", "trust", "trust") > before


def test_acts_of_one_moment_keep_the_order_in_which_they_were_queued(store: Store) -> None:
    ids = [
        record.id
        for number in range(5)
        for record in queue(store, Post(ToRoom("r1"), Notice.JOINED, About("review", str(number))))
        if record.platform == "slack"
    ]
    with store.reading() as session:
        made = session.execute(select(ActRow.id).where(ActRow.platform == "slack").order_by(ActRow.made)).scalars()
        assert list(made) == ids
        first = acts.load(session, ids[3])
        assert first is not None
        assert acts.oldest_open(session, first) == ids[0]


def test_only_the_newest_home_matters(store: Store) -> None:
    [first] = queue(store, PublishHome("ama"))
    assert (first.platform, first.place_kind, first.place) == ("slack", "home", "ama")
    assert queue(store, PublishHome("ama")) == []
    finish(store, first.id, State.SENDING)
    assert len(queue(store, PublishHome("ama"))) == 1
    assert queue(store, PublishHome("cal")) == []


def test_a_room_is_made_where_the_trust_has_its_channel_and_only_its_people_are_brought_in(store: Store) -> None:
    assert reached(queue(store, CreateRoom("r9"))) == [("slack", "T", "", "", "queued")]
    assert reached(queue(store, Invite("r1", "ama"))) == [("slack", "T", "C-r1", "", "queued")]
    assert queue(store, Invite("r1", "cal")) == []


@pytest.mark.parametrize(("platform", "message", "count"), [("slack", "17.5", 1), ("slack", "", 0), ("web", "m", 0)])
def test_a_note_gets_its_receipt_where_it_came_from(store: Store, platform: str, message: str, count: int) -> None:
    blank = dict.fromkeys(("node", "sub_area", "shows", "kind", "voice", "told"), "")
    with store.writing() as session:
        session.add_all([SchoolRow(id="s", name="s", phase="p", phone_rule=""), FrameworkRow(pin="f", body="")])
        session.flush()
        day = date(2026, 11, 20)
        review = {"school": "s", "framework": "f", "areas": [], "begins": day, "ends": day, "drawn_together": []}
        session.add(ReviewRow(id="r1", **review))
        session.flush()
        note = NoteRow(id="n1", review="r1", writer="ama", at=NOW, version=1, urgent=False, **blank)
        note.platform, note.tenant, note.channel, note.message = platform, "T", "D1", message
        session.add(note)
    records = queue(store, React(About("note", "n1")))
    assert [(one.tenant, one.channel, one.message) for one in records] == [("T", "D1", message)] * count


def test_what_is_drawn_out_over_a_sitting_is_told_once_and_the_post_takes_the_rest_in(store: Store) -> None:
    def draw(area: str, after: timedelta) -> list[ActRecord]:
        told = Post(ToPerson("ama"), Notice.AREA_DRAWN_TOGETHER, About("review", "r1"), area, gathers=True)
        with store.writing() as session:
            return acts.queue(session, told, NOW + after, new_id)

    [told] = draw("A-2", timedelta())
    assert draw("A-7", timedelta(minutes=1)) == []
    finish(store, told.id)
    [edit] = draw("A-8", timedelta(minutes=2))
    assert (edit.kind, edit.copy, edit.detail) == ("edit", told.id, "A-8 A-7 A-2")
    assert draw("A-2", timedelta(minutes=3)) == [], "one edit on its way is enough"
    with store.writing() as session:
        held = session.get_one(ActRow, told.id)
        assert held.detail == "A-2 A-8 A-7"
        session.get_one(AddressRow, ("slack", "T", "U-ama")).last_used = NOW - timedelta(days=1)
    # Now on the web, she is not told a second time there; the next morning she is.
    assert [one.kind for one in draw("A-9", timedelta(minutes=4))] == []
    [fresh] = draw("A-1", timedelta(hours=16))
    assert (fresh.kind, fresh.platform, fresh.detail) == ("post", "web", "A-1")


def test_each_copy_of_a_room_takes_in_what_is_drawn_out_over_a_sitting(store: Store) -> None:
    told = Post(ToRoom("r1"), Notice.AREA_DRAWN_TOGETHER, About("review", "r1"), "A-2", gathers=True)
    assert [one.platform for one in queue(store, told)] == ["web", "slack", "teams"]
    [web] = queue(store, Post(told.to, told.notice, told.about, "A-7", gathers=True))
    assert (web.platform, web.kind, web.state, web.detail) == ("web", "edit", State.DONE, "A-7 A-2")
    with store.reading() as session:
        assert [one.detail for one in acts.shown(session, "web", "room", "r1", 5)] == ["A-7 A-2"]
