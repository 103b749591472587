"""A trust lead plans a review: which school, which areas, when, and who; and which framework, where several are in use."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from bot.conversation import Ask, Choice, Choices, Conversation, Day, Question, Tell, Who
from bot.domain.changes import NEW, ReviewPlanned
from bot.domain.changes_setup import ContactsAsked
from bot.domain.framework import Framework
from bot.domain.people import Person, Trust
from bot.domain.permission import Act, may_be_asked, may_in_trust
from bot.domain.whom import may_be_asked_again, stand_for

FURTHEST = timedelta(days=730)
LONGEST_TITLE = 44


def plan_review(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.PLAN_REVIEW, began):
        yield Tell("not_you")
        return []
    schools = {school.id: school.name for school in trust.schools if not school.has_closed(began)}
    if not schools:
        yield Tell("no_school")
        return []
    known = {str(framework.edition): framework for framework in trust.frameworks}
    which = len(known) > 1
    answers = yield Ask(
        Choice("school", options=tuple(schools), labels=schools),
        _framework(known) if which else _areas(trust.framework),
        Day("begins", earliest=began, latest=began + FURTHEST),
        intro="begin_which" if which else "begin",
        framework=trust.framework.called,
        count=len(trust.framework.areas),
    )
    framework = known[str(answers["framework"])] if which else trust.framework
    school, begins, areas = str(answers["school"]), date.fromisoformat(str(answers["begins"])), answers.get("areas", ())
    if trust.school(school).has_closed(begins):
        yield Tell("closed_by_then", school=trust.school(school))
        return []
    here = tuple(person for person in trust.people if may_be_asked(person, school, began))
    could = tuple(person for person in here if person.id not in trust.engaged)
    elsewhere = tuple(person.name for person in here if person.id in trust.engaged)
    answers = yield Ask(
        *((_areas(framework),) if which else ()),
        Day("ends", earliest=begins, latest=begins + FURTHEST, initial=begins.isoformat()),
        Who("lead", people=tuple(one for one in could if not one.guest_of), schools=trust.school_names),
        Who("team", people=could, several=True, optional=True, schools=trust.school_names),
        intro="who",
        elsewhere=elsewhere,
        school=schools[school],
        framework=framework.called,
    )
    lead, team = str(answers["lead"]), tuple(answers["team"])
    host = trust.school(school)
    ask = not stand_for(host, begins, begins)
    if ask:
        yield Tell("contacts_first", school=host)
    yield Tell("planned", school=schools[school], begins=begins, count=len({lead, *team}), framework=framework.called)
    areas = areas or answers["areas"]
    ends = date.fromisoformat(str(answers["ends"]))
    planned = ReviewPlanned(NEW, school, framework.pin, tuple(areas), begins, ends, lead, team)
    return [planned, ContactsAsked(school)] if ask and may_be_asked_again(host) else [planned]


def _areas(framework: Framework) -> Question:
    areas = {area.id: f"{area.id} {area.title}" for area in framework.areas}
    return Choices("areas", options=tuple(areas), labels=areas, facts={"count": len(areas)})


def _framework(known: Mapping[str, Framework]) -> Question:
    labels = {edition: _label(one) for edition, one in known.items()}
    twice = {label for label, count in Counter(labels.values()).items() if count > 1}
    labels = {edition: edition if label in twice else label for edition, label in labels.items()}
    return Choice("framework", options=tuple(known), labels=labels, initial=next(iter(known)))


def _label(framework: Framework) -> str:
    """Its title and version, no longer than every platform shows whole; what it lies over is on the next card."""
    title = framework.overlay_title or framework.title
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    return f"{short}, version {framework.edition.version}"
