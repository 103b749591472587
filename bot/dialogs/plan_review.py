"""A trust lead plans a review: which school, which areas, when, and who."""

from datetime import date, timedelta

from bot.conversation import Ask, Choice, Choices, Conversation, Day, Tell, Who
from bot.domain.changes import NEW, ReviewPlanned
from bot.domain.people import Person, Trust
from bot.domain.permission import Act, may_be_asked, may_in_trust

FURTHEST = timedelta(days=730)


def plan_review(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.PLAN_REVIEW, began):
        yield Tell("not_you")
        return []
    schools = {school.id: school.name for school in trust.schools if not school.has_closed(began)}
    if not schools:
        yield Tell("no_school")
        return []
    areas = {area.id: f"{area.id} {area.title}" for area in trust.framework.areas}
    answers = yield Ask(
        Choice("school", options=tuple(schools), labels=schools),
        Choices("areas", options=tuple(areas), labels=areas),
        Day("begins", earliest=began, latest=began + FURTHEST),
        intro="begin",
    )
    school, begins = str(answers["school"]), date.fromisoformat(str(answers["begins"]))
    if trust.school(school).has_closed(begins):
        yield Tell("closed_by_then", school=trust.school(school))
        return []
    could = tuple(person for person in trust.people if may_be_asked(person, school, began))
    answers = yield Ask(
        Day("ends", earliest=begins, latest=begins + FURTHEST, initial=begins.isoformat()),
        Who("lead", people=tuple(person for person in could if not person.guest_of)),
        Who("team", people=could, several=True, optional=True),
        intro="who",
        school=schools[school],
    )
    lead, team = str(answers["lead"]), tuple(answers["team"])
    yield Tell("planned", school=schools[school], begins=begins, count=len({lead, *team}))
    ends = date.fromisoformat(str(answers["ends"]))
    return [ReviewPlanned(NEW, school, tuple(answers["areas"]), begins, ends, lead, team)]
