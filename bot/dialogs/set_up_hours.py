"""When somebody works, what they know best and when they were last trained, by hand; nothing of it need be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.conversation import Answers, Ask, Choices, Conversation, Day, Tell, Who
from bot.dialogs.set_up_people import here
from bot.domain.changes_people import PersonChanged, PersonFacts
from bot.domain.hours import hours as hours_of
from bot.domain.people import Person, Trust
from bot.domain.permission import Act, may_in_trust
from bot.entry import Entry, Line
from bot.fitting import Fitting

DAYS = tuple(str(number) for number in range(1, 8))
LONG_AGO = timedelta(days=10 * 365)
FIELDS = ("working_days", "works_from", "works_to", "expertise", "trained")


@dataclass(frozen=True)
class Hours:
    """Hours are read as in a file of people: two times, the earlier first."""

    def problems(self, answers: Answers) -> dict[str, str]:
        said = str(answers.get("hours", "")).strip()
        return {"hours": "not_two_times"} if said and hours_of(said) is None else {}

    def facts(self, answers: Answers) -> Mapping[str, Any]:
        del answers
        return {}


def change_hours(trust: Trust, me: Person, began: date) -> Conversation:
    if not may_in_trust(me, Act.SET_UP, began):
        yield Tell("not_you")
        return []
    answers = yield Ask(Who("whom", people=here(trust, began), schools=trust.school_names), intro="whose_hours")
    person = trust.person(str(answers["whom"]))
    areas = {area.id: f"{area.id} {area.title}" for framework in trust.frameworks for area in framework.areas}
    areas |= {area: area for area in person.expertise if area not in areas}
    answers = yield Fitting(
        Choices("days", options=DAYS, optional=True, initial=tuple(map(str, person.working_days))),
        Line("hours", kind=Entry.HOURS, optional=True, initial=_between(person)),
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
    works_from, works_to = hours_of(str(answers["hours"])) or ("", "")
    facts = PersonFacts(
        person.name,
        person.email,
        tuple(sorted(map(int, answers["days"] or ()))),
        works_from,
        works_to,
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


def _between(person: Person) -> str:
    return f"{person.works_from} to {person.works_to}" if person.works_from and person.works_to else ""
