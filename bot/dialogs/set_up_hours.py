"""When somebody works, what they know best and when they were last trained, by hand; nothing of it need be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.conversation import Answers, Ask, Choices, Conversation, Day, Tell, Who
from bot.dialogs.set_up_people import here
from bot.domain.changes_people import PersonChanged, PersonFacts
from bot.domain.people import Person, Trust
from bot.domain.permission import Act, may_in_trust
from bot.domain.timetable import minutes_of
from bot.fitting import Fitting, Time

DAYS = tuple(str(number) for number in range(1, 8))
LONG_AGO = timedelta(days=10 * 365)
FIELDS = ("working_days", "works_from", "works_to", "expertise", "trained")


@dataclass(frozen=True)
class Hours:
    """Hours have a beginning and an end, in this order, or neither."""

    def problems(self, answers: Answers) -> dict[str, str]:
        begins, ends = (str(answers.get(key, "")) for key in ("from_", "to"))
        if bool(begins) != bool(ends):
            return {"to" if begins else "from_": "both_times"}
        if begins and minutes_of(ends) <= minutes_of(begins):
            return {"to": "ends_first"}
        return {}

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        del answers
        return {}


def change_hours(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_you")
        return []
    answers = yield Ask(Who("whom", people=here(trust, began)), intro="whose_hours")
    person = trust.person(str(answers["whom"]))
    areas = {area.id: f"{area.id} {area.title}" for framework in trust.frameworks for area in framework.areas}
    areas |= {area: area for area in person.expertise if area not in areas}
    answers = yield Fitting(
        Choices("days", options=DAYS, optional=True, initial=tuple(map(str, person.working_days))),
        Time("from_", optional=True, initial=person.works_from),
        Time("to", optional=True, initial=person.works_to),
        Choices("expertise", options=tuple(areas), labels=areas, optional=True, initial=person.expertise),
        Day(
            "trained",
            earliest=began - LONG_AGO,
            latest=began,
            optional=True,
            initial=person.trained.isoformat() if person.trained else "",
        ),
        intro="their_hours",
        fit=Hours(),
        name=person.name,
    )
    facts = PersonFacts(
        person.name,
        person.email,
        tuple(sorted(map(int, answers["days"] or ()))),
        str(answers["from_"]),
        str(answers["to"]),
        tuple(area for area in areas if area in (answers["expertise"] or ())),
        date.fromisoformat(str(answers["trained"])) if answers["trained"] else None,
    )
    kept = {name: getattr(person, name) for name in FIELDS} | {"expertise": tuple(sorted(person.expertise))}
    now = {name: getattr(facts, name) for name in FIELDS} | {"expertise": tuple(sorted(facts.expertise))}
    changed = tuple(name for name in FIELDS if now[name] != kept[name])
    if not changed:
        yield Tell("as_it_was")
        return []
    yield Tell("hours_changed", name=person.name)
    return [PersonChanged(person.id, changed, facts)]
