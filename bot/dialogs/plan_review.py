"""A trust lead plans a review: which school, which areas, when, and who."""

from datetime import date, timedelta

from bot.conversation import Ask, Choice, Choices, Conversation, Day, Tell, Who
from bot.domain.changes import NEW, ReviewPlanned
from bot.domain.people import Person, Trust
from bot.domain.permission import Act, may_in_trust, may_review

FURTHEST = timedelta(days=730)


def plan_review(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.PLAN_REVIEW, began):
        yield Tell("not_you")
        return []
    schools = {school.id: school.name for school in trust.schools}
    areas = {area.id: f"{area.id} {area.title}" for area in trust.framework.areas}
    answers = yield Ask(
        Choice("school", options=tuple(schools), labels=schools),
        Choices("areas", options=tuple(areas), labels=areas),
        Day("begins", earliest=began, latest=began + FURTHEST),
        intro="begin",
    )
    school, begins = str(answers["school"]), date.fromisoformat(str(answers["begins"]))
    could = tuple(person for person in trust.people if may_review(person, school))
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
