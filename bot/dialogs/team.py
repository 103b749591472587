"""A team after its review was planned: somebody more is asked, a guest comes in, and whoever cannot come leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversation import Answers, Ask, Choice, Conversation, Offer, Tell, Way, Who
from bot.domain.acts import About
from bot.domain.changes import NEW
from bot.domain.changes_people import GuestAdded, GuestReturned, PersonFacts, PersonInvited
from bot.domain.people import Person
from bot.domain.permission import Act, may, may_be_asked, may_leave_team
from bot.domain.review import Review, Seat, Standing, WhyNot
from bot.domain.team_changes import MemberAsked, TeamLeft
from bot.entry import Entry, Line
from bot.fitting import Fitting
from bot.message import Visit

ON_IT = frozenset({Standing.ACCEPTED, Standing.INVITED})


@dataclass(frozen=True)
class NewGuest:
    """Nobody of the trust has the guest's address, and no guest who is here for another review."""

    known: tuple[Person, ...]
    today: date

    def problems(self, answers: Answers) -> dict[str, str]:
        email, name = _email(answers), _line(answers, "name").casefold()
        same = next((person for person in self.known if email and person.email == email), None)
        if same is not None and not is_over(same, self.today):
            return {"email": "guest_elsewhere" if same.guest_of else "email_taken"}
        if name and not email and any(person.name.casefold() == name for person in self.known):
            return {"email": "namesake"}
        return {}

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        del answers
        return {}


def is_over(person: Person, today: date) -> bool:
    """Whether somebody was a guest here once, and is none now."""
    return bool(person.guest_of) and person.erased is None and person.until is not None and person.until < today


def add_guest(review: Review, me: Person, began: date) -> Conversation:
    """Somebody of another trust, on this review alone and until its end; their invitation goes with it."""
    if not may(me, Act.ADD_GUEST, review, began):
        yield Tell("trust_lead_adds")
        return []
    if review.ends < began:
        yield Tell("visit_over", review=review)
        return []
    answers = yield Fitting(
        Line("name", kind=Entry.NAME),
        Line("their_trust", kind=Entry.LINE),
        Line("email", kind=Entry.EMAIL, optional=True),
        intro="new_guest",
        fit=NewGuest(review.colleagues, began),
        review=review,
    )
    facts, their_trust = PersonFacts(_line(answers, "name"), _email(answers)), _line(answers, "their_trust")
    before = next((one for one in review.colleagues if facts.email and one.email == facts.email), None)
    yield Tell("guest_added", _team(review), name=facts.name, review=review)
    if before is not None:
        came = before.id
        is_here: GuestAdded | GuestReturned = GuestReturned(came, facts, their_trust, review.ends)
    else:
        came = NEW
        is_here = GuestAdded(came, facts, their_trust, review.ends)
    return [is_here, MemberAsked(review.id, came, Seat.GUEST), PersonInvited(came)]


def ask_reviewer(review: Review, me: Person, began: date) -> Conversation:
    """Ask one more colleague, or somebody in the place of whoever cannot come."""
    if not may(me, Act.CHANGE_TEAM, review, began):
        yield Tell("lead_changes")
        return []
    if not review.takes_notes(began):
        yield Tell("visit_over", review=review)
        return []
    # A person who has said no is not asked twice.
    there = {member.person.id for member in review.team if member.standing is not Standing.LEFT}
    could = tuple(
        person
        for person in review.colleagues
        if may_be_asked(person, review.school.id, began) and not person.guest_of and person.id not in there
    )
    if not could:
        yield Tell("nobody_to_ask", review=review)
        return []
    answers = yield Ask(Who("whom", people=could, schools=review.school_names), intro="who_is_asked", review=review)
    asked = next(person for person in could if person.id == answers["whom"])
    yield Tell("reviewer_asked", _team(review), name=asked.name, review=review)
    return [MemberAsked(review.id, asked.id, Seat.REVIEWER)]


def let_go(review: Review, me: Person, began: date) -> Conversation:
    """Take somebody off a team. The lead is not let go: another is named."""
    if not may(me, Act.CHANGE_TEAM, review, began):
        yield Tell("lead_changes")
        return []
    could = tuple(
        member.person
        for member in review.team
        if member.standing in ON_IT and member.seat is not Seat.LEAD and member.person.id != me.id
    )
    if not could:
        yield Tell("nobody_to_let_go", review=review)
        return []
    answers = yield Ask(
        Who("whom", people=could), Choice("sure", options=("yes", "not_yet")), intro="who_goes", review=review
    )
    if answers["sure"] == "not_yet":
        yield Tell("as_it_was")
        return []
    goes = next(person for person in could if person.id == answers["whom"])
    instead = Offer("ask_instead", "ask_reviewer", About("review", review.id))
    yield Tell("was_let_go", instead, _team(review), name=goes.name, review=review)
    return [TeamLeft(review.id, goes.id, me.id)]


def leave_team(review: Review, me: Person, began: date) -> Conversation:
    """Whoever said yes and cannot come after all says so; no reason need be given."""
    if not may_leave_team(me, review, began):
        yield Tell("not_on_it", review=review)
        return []
    answers = yield Ask(
        Choice("reason", options=tuple(WhyNot)),
        Choice("sure", options=("yes", "not_yet")),
        intro="leaving",
        review=review,
        leads=review.lead == me,
    )
    if answers["sure"] == "not_yet":
        yield Tell("as_it_was")
        return []
    yield Tell("left_team", review=review, leads=review.lead == me)
    return [TeamLeft(review.id, me.id, me.id, WhyNot(str(answers["reason"])))]


def _team(review: Review) -> Way:
    return Way("the_team", Visit("team", About("review", review.id)))


def _line(answers: Answers, key: str) -> str:
    return " ".join(str(answers.get(key, "")).split())


def _email(answers: Answers) -> str:
    return _line(answers, "email").lower()
