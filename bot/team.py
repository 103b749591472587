"""The page of a review's team: who is on it and who was asked, with what may be changed. Reads only."""

from bot.domain import permission
from bot.domain.acts import TRUST, About
from bot.domain.permission import Act
from bot.domain.review import Seat
from bot.look import Looking
from bot.message import Action, Begin, Button, Card, Visit
from store import ways_in

FILE = "team"


def team_of(look: Looking, review_id: str) -> Card:
    """Everybody who is on a team, was asked, or has left it; of a guest, that they were invited."""
    review, today = look.review(review_id, Act.SEE_REVIEW), look.now.date()
    here = About("review", review.id)
    lets_in = permission.may_in_trust(look.me, Act.LET_IN, today)
    waiting = ways_in.invited(look.session, look.now) if lets_in else {}
    offered: list[tuple[str, Action]] = []
    if permission.may(look.me, Act.CHANGE_TEAM, review, today):
        if review.takes_notes(today):
            offered.append(("ask_reviewer", Begin("ask_reviewer", here)))
        offered.append(("let_go", Begin("let_go", here)))
    if permission.may(look.me, Act.ADD_GUEST, review, today) and today <= review.ends:
        offered.append(("add_guest", Begin("add_guest", here)))
    if permission.may(look.me, Act.NAME_LEAD, review, today):
        offered.append(("name_lead", Begin("name_lead", here)))
    if lets_in and any(member.seat is Seat.GUEST for member in review.team):
        offered.append(("invite_person", Begin("invite_person", TRUST)))
    if waiting:
        offered.append(("withdraw_invitation", Begin("withdraw_invitation", TRUST)))
    if permission.may_leave_team(look.me, review, today):
        offered.append(("leave_team", Begin("leave_team", here)))
    facts = {
        "review": review,
        "members": sorted(review.team, key=lambda member: (member.seat is not Seat.LEAD, member.person.name)),
        "gone": [member.person for member in review.team if member.person.has_left(today)],
        "waiting": {person: min(until.date(), review.ends) for person, until in waiting.items()},
    }
    buttons = [*offered, ("go_home", Visit("home", TRUST))]
    made = tuple(Button(look.wording.line(FILE, label), action) for label, action in buttons)
    title = look.wording.line(FILE, "team_title", **facts)
    return Card(look.wording.line(FILE, "notice"), title, look.wording.words(FILE, "team", **facts), buttons=made)
