"""A guest from another trust: on one review alone, and here for as long as it lasts."""

from datetime import timedelta

from sqlalchemy import update

from bot.domain.review import WhyNot
from bot.domain.sign_in import Way
from bot.message import Answer, Turned
from bot.sign_in.sessions import Sessions
from store.sign_in_tables import SessionRow
from store.tables import PersonRow
from tests.play import GUEST, LEAD, REVIEWER, TRUST_LEAD, Play, reply, the, words
from tests.scenes import accept, plan


def asked_for_a_second(play: Play) -> tuple[str, set[str], Turned]:
    """The card that asks for a team: its words, whom it lists, and itself."""
    asked = play.start(TRUST_LEAD, "plan_review")
    asked = play.answer(TRUST_LEAD, asked, school="stanmoor", areas=("A-2",), begins=play.today.isoformat())
    team = next(item for item in reply(asked).inputs if item.key == "team")
    return words(asked), {option.value for option in team.options}, asked  # type: ignore[union-attr]


def test_a_guest_of_one_review_is_not_asked_onto_another_and_the_trust_lead_reads_why(empty_stage: Play) -> None:
    play = empty_stage
    said, listed, first = asked_for_a_second(play)
    assert GUEST in listed
    assert "one review alone" not in said
    team: dict[str, Answer] = {"ends": play.today.isoformat(), "lead": LEAD, "team": (GUEST,)}
    assert play.answer(TRUST_LEAD, first, **team).kept
    review = the("review", reply(first).conversation)
    said, listed, asked = asked_for_a_second(play)
    assert GUEST not in listed
    assert (
        "A guest is on one review alone, so Guest reviewer (another trust), who has one already, is not listed" in said
    )
    # Nor is one taken whom the card did not list.
    assert not play.answer(TRUST_LEAD, asked, **{**team, "team": (REVIEWER, GUEST)}).kept
    # Who said no is free for another.
    assert play.answer(GUEST, play.start(GUEST, "decline_invitation", review), reason=WhyNot.UNSAID.value).kept
    assert GUEST in asked_for_a_second(play)[1]


def test_a_guests_sign_in_ends_with_their_review(empty_stage: Play) -> None:
    play = empty_stage
    review = plan(play)
    accept(play, review, LEAD, GUEST)
    sessions = Sessions(play.store, lambda: play.now)
    visit = sessions.begin(GUEST, Way.LINK)
    with play.store.writing() as session:
        session.get_one(PersonRow, GUEST).until = play.today + timedelta(days=300)
        session.execute(update(SessionRow).values(until=play.now + timedelta(days=300)))
    play.later(days=2)
    assert sessions.of(visit), "the review's last day is theirs"
    play.later(days=1)
    assert sessions.of(visit) is None
    assert sessions.begin(GUEST, Way.LINK) == ""
