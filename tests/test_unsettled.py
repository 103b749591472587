"""A post of which nobody knows whether it stands: whoever leads looks and says, and nothing is posted twice or lost in silence."""

from typing import Any

from sqlalchemy import select, update

from bot.domain.acts import About
from store.act_rows import Kind, State
from store.tables import ActRow, AffirmationRow, RoomRow
from tests.play import LEAD, REVIEWER, TRUST_LEAD, TRUSTEE, Play, labels, words
from tests.scenes import agree, approve, draft, review_at

CHANNEL = "19:trust@thread.tacv2"


def end(play: Play, kind: Kind, state: State, **more: Any) -> str:
    """Let what was queued in the trust channel come to this; gives back its id."""
    with play.store.writing() as session:
        row = session.scalars(
            select(ActRow).where(ActRow.platform == "teams", ActRow.kind == kind).order_by(ActRow.made.desc())
        ).first()
        assert row is not None
        session.execute(update(ActRow).where(ActRow.id == row.id).values(state=state, **more))
        return row.id


def state_of(play: Play, act: str) -> str:
    return str(play.inside(lambda session: session.get_one(ActRow, act).state))


def waits(play: Play, person: str) -> list[str]:
    return [label for card in play.home(person) if "message of mine" in words(card) for label in labels(card)]


def say(play: Play, person: str, act: str, found: str) -> str:
    return words(play.start(person, "settle_post", About("act", act), {"stands": found}))


def test_a_post_that_may_stand_waits_for_who_leads_and_what_they_say_is_so(any_play: Play) -> None:
    play = any_play
    review = review_at(play)
    with play.store.writing() as session:
        session.add(RoomRow(platform="teams", tenant="T", channel=CHANNEL, review=""))
    affirmation = draft(play, review)
    agree(play, affirmation)
    approve(play, affirmation)
    post = end(play, Kind.POST, State.UNKNOWN, attempts=3)
    assert waits(play, TRUST_LEAD) == waits(play, LEAD) == ["It is there", "Post again"]
    assert waits(play, REVIEWER) == waits(play, TRUSTEE) == []
    assert "Whoever leads the review" in say(play, REVIEWER, post, "there")
    assert "posted again" in say(play, LEAD, post, "again")
    row = play.inside(lambda session: session.get_one(ActRow, post))
    assert (row.state, row.attempts) == (State.QUEUED, 0)
    assert "said so already" in say(play, TRUST_LEAD, post, "there")
    end(play, Kind.POST, State.UNKNOWN)
    assert "stays as it is" in say(play, TRUST_LEAD, post, "there")
    assert state_of(play, post) == State.DONE
    kept = play.inside(lambda session: session.get_one(AffirmationRow, affirmation.id).state)
    assert kept == "posted", "what stands in the channel is known to stand there"
    # Taken back: Teams never said which message it is, so a person takes it away.
    play.answer(TRUST_LEAD, play.start(TRUST_LEAD, "withdraw_affirmation", affirmation), sure="yes")
    gone = end(play, Kind.DELETE, State.UNKNOWN)
    assert waits(play, TRUST_LEAD) == ["I have deleted it there"]
    say(play, TRUST_LEAD, gone, "gone")
    assert (state_of(play, gone), state_of(play, post)) == (State.DONE, State.GONE)
    assert waits(play, TRUST_LEAD) == []
    assert "not here" in say(play, TRUST_LEAD, "no-such-act", "there").lower()
