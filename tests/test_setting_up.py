"""Setting up by hand: what the trust lead sees, each dialog and what it refuses, and who may see what."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.acts import About
from bot.domain.people import Held, Job
from bot.domain.permission import GRANTS, Act, Role
from bot.message import Answer
from store import people
from store.tables import HistoryRow
from tests.play import (
    GUEST,
    HEAD,
    LEAD,
    REVIEWER,
    TRUST_LEAD,
    TRUSTEE,
    WORDING,
    Play,
    box,
    labels,
    reply,
    the,
    words,
)
from tests.scenes import take_note

SCHOOL = {"name": "Alderwick Primary School", "urn": "140001", "phase": "Primary", "kind": "mainstream"}
NEW = {**SCHOOL, "authority": "886", "cluster": "North"}


def directory(play: Play) -> people.Directory:
    found: people.Directory = play.inside(people.directory)
    return found


def test_a_school_is_added_changed_and_closed_by_hand(any_play: Play) -> None:
    play = any_play
    done = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "add_school"), **NEW)
    assert labels(done) == ["Say whom to tell", "Add another"]
    (school,) = (one for one in directory(play).schools.values() if one.urn == "140001")
    assert (school.name, school.authority, school.cluster) == ("Alderwick Primary School", "886", "North")
    assert directory(play).authorities["886"].name == "Kent"
    next_ = play.press(TRUST_LEAD, done, "Say whom to tell")
    assert "Alderwick Primary School" in words(next_)
    asked = play.start(TRUST_LEAD, "change_school", given={"school": school.id})
    assert {item.key: item.value for item in reply(asked).inputs}["urn"] == "140001"
    assert play.answer(TRUST_LEAD, asked, **{**NEW, "name": "Alderwick Academy", "urn": "150001"}).kept
    school = directory(play).schools[school.id]
    assert (school.name, school.urns, school.former_names) == (
        "Alderwick Academy",
        frozenset({"140001", "150001"}),
        ("Alderwick Primary School",),
    )
    today = play.today.isoformat()
    asked = play.start(TRUST_LEAD, "close_school")
    assert play.answer(TRUST_LEAD, asked, school=school.id, on=today, sure="yes").kept
    assert school.id not in {one.id for one in directory(play).open_schools(play.today)}
    history = repr(play.rows(select(HistoryRow.kind, HistoryRow.fields)))
    assert "Alderwick" not in history


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("name", "", "Please answer this one"),
        ("name", "larkfield  primary", "There is a school of this name already"),
        ("name", "4711", "Please write it in words"),
        ("name", "x" * 121, "under 120 characters"),
        ("urn", "12345", "A URN has six digits"),
        ("urn", "999001", "Another school of yours has, or had, this URN"),
        ("cluster", "Pupil Z801200001001", "more than a name"),
    ],
)
def test_a_school_that_will_not_do_is_given_back_with_the_sentence(
    empty_stage: Play, key: str, typed: str, sentence: str
) -> None:
    refused = empty_stage.answer(TRUST_LEAD, empty_stage.start(TRUST_LEAD, "add_school"), **{**NEW, key: typed})
    (wrong,) = (item for item in reply(refused).inputs if item.error)
    assert wrong.key == key
    assert sentence in wrong.error
    assert len(directory(empty_stage).schools) == 3


def test_a_person_is_added_changed_given_posts_and_leaves(any_play: Play) -> None:
    play = any_play
    who = {"name": "Jo Ward", "email": "Jo.Ward@Marlpit.Example", "job": "dsl", "school": "stanmoor"}
    done = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "add_person"), **who)
    (jo,) = (one for one in directory(play).people.values() if one.name == "Jo Ward")
    assert (jo.email, jo.posts) == ("jo.ward@marlpit.example", frozenset({Held(Job.DSL, "stanmoor")}))
    asked = play.press(TRUST_LEAD, done, "Another post")
    assert play.answer(TRUST_LEAD, asked, leaves=("dsl/stanmoor",), job="senco", school="larkfield").kept
    assert directory(play).people[jo.id].posts == {Held(Job.SENCO, "larkfield")}
    asked = play.start(TRUST_LEAD, "change_person", given={"whom": jo.id})
    assert play.answer(TRUST_LEAD, asked, name="Jo Ward-Ellis", email="").kept
    assert directory(play).people[jo.id].name == "Jo Ward-Ellis"
    asked = play.start(TRUST_LEAD, "person_leaves")
    assert play.answer(TRUST_LEAD, asked, whom=jo.id, on=play.today.isoformat()).kept
    assert directory(play).people[jo.id].has_left(play.today)
    history = repr(play.rows(select(HistoryRow.kind, HistoryRow.fields)))
    assert "Jo" not in history
    assert "marlpit" not in history.casefold()


@pytest.mark.parametrize(
    ("typed", "key", "sentence"),
    [
        ({"email": "jo at marlpit"}, "email", "That is not an e-mail address"),
        ({"school": ""}, "school", "At which school?"),
        ({"job": "trustee"}, "school", "a post of the trust, at no school"),
        ({"name": "Trustee", "email": ""}, "email", "There is somebody of this name already"),
        ({"name": "Jo\u202e"}, "name", "cannot be seen"),
        ({"name": "Jo, born 01/02/2015"}, "name", "more than a name"),
    ],
)
def test_a_person_who_will_not_do_is_given_back_with_the_sentence(
    empty_stage: Play, typed: dict[str, str], key: str, sentence: str
) -> None:
    who = {"name": "Jo Ward", "email": "", "job": "dsl", "school": "stanmoor", **typed}
    refused = empty_stage.answer(TRUST_LEAD, empty_stage.start(TRUST_LEAD, "add_person"), **who)
    (wrong,) = (item for item in reply(refused).inputs if item.error)
    assert wrong.key == key
    assert sentence in wrong.error


def test_a_trust_never_loses_its_only_safeguarding_lead(empty_stage: Play) -> None:
    play = empty_stage
    today = play.today.isoformat()
    refused = play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "person_leaves"), whom=TRUST_LEAD, on=today)
    assert "the trust’s only safeguarding lead" in words(refused)
    asked = play.start(TRUST_LEAD, "change_posts", given={"whom": TRUST_LEAD})
    assert "only safeguarding lead" in words(play.answer(TRUST_LEAD, asked, leaves=("trust_lead/",), job="", school=""))
    assert play.home(TRUST_LEAD)


@pytest.mark.parametrize("dialog", ["add_school", "change_school", "close_school", "add_person", "change_posts"])
def test_nobody_else_sets_anything_up(empty_stage: Play, dialog: str) -> None:
    for person in (LEAD, HEAD, TRUSTEE, GUEST):
        assert "Only the trust’s safeguarding lead" in words(empty_stage.start(person, dialog))
        for view in ("set_up", "schools", "people"):
            assert "Larkfield" not in words(empty_stage.see(person, view))


def test_set_up_says_what_is_missing_and_every_line_has_its_button(empty_stage: Play) -> None:
    play = empty_stage
    shown = words(play.see(TRUST_LEAD, "set_up"))
    assert "Every school has confirmed whom to tell" in shown
    play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "add_school"), **NEW)
    cards = play.see(TRUST_LEAD, "set_up")
    assert "Still without a headteacher: Alderwick Primary School" in words(cards)
    assert "Whom to ring at Kent" in words(cards)
    assert "Still to say it, or to confirm it again: Alderwick Primary School" in words(cards)
    assert all(card.buttons for card in cards)
    assert "%" not in words(cards)
    unsaid = words(play.see(TRUST_LEAD, "schools", About("trust", "unsaid")))
    assert "Alderwick" in unsaid
    assert "Larkfield" not in unsaid
    assert "Trust safeguarding lead" in words(play.see(TRUST_LEAD, "people"))


def test_every_act_and_every_role_has_its_words_on_the_page(empty_stage: Play) -> None:
    for act in Act:
        assert WORDING.has("who_may", f"act_{act}"), act
    for role in Role:
        assert WORDING.has("who_may", f"role_{role}"), role
    shown = words(empty_stage.see(TRUSTEE, "who_may"))
    for act, granted in GRANTS.items():
        said = WORDING.line("who_may", f"act_{act}")
        assert shown.count(said) >= len(granted) + 1, act
    assert shown.count("unless the law requires it") == 2
    assert "no such" not in shown


def test_view_as_names_what_somebody_is_offered_and_never_what_anybody_wrote(play: Play, review: About) -> None:
    take_note(play, REVIEWER, review, "The wombat rota is signed.")
    asked = the("person", REVIEWER)
    shown = words(play.see(TRUST_LEAD, "who_may", asked))
    assert "write notes in that review" in shown
    assert "wombat" not in shown
    assert "agree that excellent practice is shared" not in shown
    assert "agree that excellent practice is shared" in words(play.see(TRUST_LEAD, "who_may", the("person", HEAD)))
    for person in (HEAD, LEAD, TRUSTEE):
        assert "write notes" not in words(play.see(person, "who_may", asked))


def test_the_hours_and_what_somebody_knows_are_said_by_hand_and_taken_back(any_play: Play) -> None:
    play = any_play
    asked = play.start(TRUST_LEAD, "change_hours", given={"whom": REVIEWER})
    said: dict[str, Answer] = {"days": ("1", "2", "4"), "hours": "8.30 to 4", "expertise": ("A-2", "A-7")}
    done = play.answer(TRUST_LEAD, asked, **said, trained=(play.today - timedelta(days=30)).isoformat())
    assert done.kept, words(done)
    now = play.inside(people.directory).people[REVIEWER]
    assert (now.working_days, now.works_from, now.works_to) == ((1, 2, 4), "08:30", "16:00")
    assert (now.expertise, now.trained) == (("A-2", "A-7"), play.today - timedelta(days=30))
    asked = play.start(TRUST_LEAD, "change_hours", given={"whom": REVIEWER})
    assert box(reply(asked))["hours"] == "08:30 to 16:00"
    refused = play.answer(TRUST_LEAD, asked, **{**said, "hours": "mornings"})
    assert "two times" in next(item.error for item in reply(refused).inputs if item.error)
    assert not play.answer(TRUST_LEAD, asked, **said, trained=(play.today - timedelta(days=30)).isoformat()).kept, (
        "nothing was changed"
    )
    asked = play.start(TRUST_LEAD, "change_hours", given={"whom": REVIEWER})
    assert play.answer(TRUST_LEAD, asked, days=(), hours="", expertise=("A-2",), trained="").kept
    now = play.inside(people.directory).people[REVIEWER]
    assert (now.working_days, now.works_from, now.expertise, now.trained) == ((), "", ("A-2",), None)


def test_a_school_is_open_again_and_a_leaver_is_back_by_hand(any_play: Play) -> None:
    play, today = any_play, any_play.today.isoformat()
    assert "None of your schools is closed" in words(play.start(TRUST_LEAD, "reopen_school"))
    assert "Nobody has left" in words(play.start(TRUST_LEAD, "person_returns"))
    play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "close_school"), school="stanmoor", on=today, sure="yes")
    head, *_ = play.see(TRUST_LEAD, "schools")
    assert "Closed, or about to close: Stanmoor" in words(head)
    asked = play.press(TRUST_LEAD, head, "A school is open again")
    assert play.answer(TRUST_LEAD, asked, school="stanmoor").kept
    assert "stanmoor" in {school.id for school in play.inside(people.directory).open_schools(play.today)}
    # One who was gone already comes back without posts; one who was only about to leave keeps them.
    later = (play.today + timedelta(days=30)).isoformat()
    play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "person_leaves"), whom=HEAD, on=today)
    play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "person_leaves"), whom="stanmoor-head", on=later)
    head, *_ = play.see(TRUST_LEAD, "people")
    assert "Left, or leaving" in words(head)
    asked = play.press(TRUST_LEAD, head, "Somebody is back")
    done = play.answer(TRUST_LEAD, asked, whom=HEAD)
    assert labels(done) == ["Give them a post"]
    posts = play.press(TRUST_LEAD, done, "Give them a post")
    assert play.answer(TRUST_LEAD, posts, job="headteacher", school="stanmoor").kept, "and may go to another school"
    done = play.start(TRUST_LEAD, "person_returns", given={"whom": "stanmoor-head"})
    assert (done.kept, labels(done)) == (True, [])
    known = play.inside(people.directory).people
    assert {held.school for held in known[HEAD].posts} == {"stanmoor"}
    assert known["stanmoor-head"].posts
    assert not known["stanmoor-head"].left
