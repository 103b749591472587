"""A dry run of a term: who at a school would be asked what and when, and how many minutes that is. Reads only.

It goes by what is planned now and by each person's own times, as if nobody put anything off. Nothing is sent by it.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from bot import planned
from bot.domain import prompt_permission
from bot.domain.acts import About
from bot.domain.asking_ahead import Foreseen, dry_run, minutes_by
from bot.domain.planning import Practitioner
from bot.look import Looking, NotForYouError
from bot.message import Button, Card, Visit
from store import people, prompts

FILE = "prompts_planned"
A_TERM = timedelta(weeks=15)
"""As far as is looked ahead where no terms are known."""


def dry_run_of(look: Looking, school_id: str) -> tuple[Card, ...]:
    """How the rest of a term would go at a school: week by week, and person by person."""
    known, today = people.directory(look.session), look.now.date()
    school = known.schools.get(school_id)
    if school is None or not prompt_permission.may_plan_for(look.me, school_id, today):
        raise NotForYouError
    last = min(known.calendar.known_until(school) or today + A_TERM, today + A_TERM)
    asked = planned.at_school(look.session, school_id, look.now, look.wording.zone)
    run = _run(look, asked, last)
    mine = {one.id for one in prompts.open_at(look.session, school_id)}
    minutes = {one.id: one.minutes for who in asked for one in who.open if one.id in mine}
    weeks = sorted((week, n) for (_, week), n in minutes_by(run, minutes, lambda _one: school_id).items() if n)
    lines = [line for who in asked if (line := _person(look, who, run, minutes))]
    facts = {"school": school, "last": last, "weeks": weeks, "lines": lines, "total": sum(n for _, n in weeks)}
    facts["left"] = sum(one in mine for seen in run for one, _ in seen.human)
    back = Button(look.wording.line(FILE, "see_sets"), Visit("school_prompts", About("school", school_id)))
    words = look.wording.words(FILE, "dry_run", **facts)
    return (
        Card(
            look.wording.line(FILE, "notice"), look.wording.line(FILE, "dry_run_title", **facts), words, buttons=(back,)
        ),
    )


def _run(look: Looking, asked: Sequence[Practitioner], last: date) -> tuple[Foreseen, ...]:
    everybody = {who.person.id: (who.who, who.open) for who in asked}
    return dry_run(everybody, look.now, last, answered=True)


def _person(
    look: Looking, who: Practitioner, run: Sequence[Foreseen], minutes: dict[str, int]
) -> tuple[str, int, int, date, date] | None:
    """Somebody's questions and minutes, with the first day and the last on which they hear of any."""
    zone = look.wording.zone
    mine = [one for one in run if one.person == who.person.id and any(each in minutes for each in one.send)]
    if not mine:
        return None
    sent = [each for one in mine for each in one.send if each in minutes]
    first, last = mine[0].at.astimezone(zone).date(), mine[-1].at.astimezone(zone).date()
    return who.person.name, len(sent), sum(minutes[each] for each in sent), first, last
