"""Who is asked what, when: over a school year, whatever their hours, their weeks, their holidays and their habits."""

import itertools
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import windows
from bot.domain.asking import Asked, Open, Why, after, decide
from bot.domain.asking_ahead import dry_run, fits, minutes_by
from bot.domain.own_time import ABSENCE
from bot.domain.people import Person
from bot.domain.quiet import QuietHours
from bot.domain.windows import SCHOOL_DAY, Week, Window, read, usual, written

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
BEGINS, ENDS = date(2026, 9, 1), date(2027, 7, 20)
HOLIDAYS = (
    (date(2026, 10, 26), date(2026, 10, 30)),
    (date(2026, 12, 21), date(2027, 1, 1)),
    (date(2027, 2, 15), date(2027, 2, 19)),
    (date(2027, 3, 26), date(2027, 4, 9)),
    (date(2027, 5, 3), date(2027, 5, 3)),
    (date(2027, 5, 31), date(2027, 6, 4)),
    (date(2027, 7, 21), date(2027, 8, 31)),
)
SCHOOL_WEEK = usual(Person("p", "P"))


def away(day: date) -> bool:
    return day.isoweekday() < 6 and any(first <= day <= last for first, last in HOLIDAYS)


def local(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc,arg-type]


def somebody(**facts: object) -> Asked:
    return Asked(**{"zone": LONDON, "windows": SCHOOL_WEEK, "is_away": away, **facts})  # type: ignore[arg-type]


def prompts(count: int, **facts: object) -> list[Open]:
    return [Open(f"q{n}", "s", **{"minutes": 2, "order": n, **facts}) for n in range(count)]  # type: ignore[arg-type]


# ── A school year ───────────────────────────────────────────────────────────────────────────

times = st.sampled_from(
    ["06:45", "07:30", "08:00", "09:15", "12:00", "13:40", "15:50", "16:30", "17:45", "19:00", "24:00"]
)
weeks = st.sampled_from(list(Week))


@st.composite
def own_windows(draw: st.DrawFn) -> tuple[Window, ...]:
    found = set()
    for day in draw(st.sets(st.integers(1, 7), max_size=5)):
        first, last = sorted(draw(st.sets(times, min_size=2, max_size=2)))
        found.add(Window(day, first if first != "24:00" else "23:00", last.replace("24:00", "23:59"), draw(weeks)))
    return tuple(sorted(found)) or SCHOOL_WEEK


@st.composite
def a_person(draw: st.DrawFn) -> Asked:
    paused = draw(st.none() | st.tuples(st.integers(0, 300), st.integers(1, 90)))
    return Asked(
        LONDON,
        draw(own_windows()),
        draw(st.integers(0, 30)),
        paused=(BEGINS + paused[0] * DAY, BEGINS + sum(paused) * DAY) if paused else None,
        is_away=away,
        quiet=draw(st.sampled_from([QuietHours(), QuietHours(on=False), QuietHours(weekends=False, begins="16:00")])),
        working_days=draw(st.sampled_from([(), (1, 2, 3), (5,), (1, 2, 3, 4, 5)])),
        first_a=draw(st.sampled_from([BEGINS, BEGINS + 7 * DAY, date(2027, 3, 1)])),
    )


@st.composite
def some_prompts(draw: st.DrawFn) -> list[tuple[datetime, Open]]:
    """Questions of a few sets, each with the moment at which it is planned."""
    found = []
    for one in range(draw(st.integers(1, 5))):
        planned = local(2026, 9, 1, 9) + draw(st.integers(0, 320 * 24)) * timedelta(hours=1)
        before = draw(st.none() | st.integers(1, 60))
        for n in range(draw(st.integers(1, 9))):
            later = draw(st.none() | st.integers(0, 30))
            found.append(
                (
                    planned,
                    Open(
                        f"{one}-{n}",
                        f"set {one}",
                        draw(st.integers(1, 9)),
                        draw(st.booleans()) and draw(st.booleans()),
                        planned + later * DAY if later else None,
                        planned.date() + before * DAY if before else None,
                        order=n,
                        area=draw(st.sampled_from(["", "A-1"])),
                    ),
                )
            )
    return found


@dataclass
class Year:
    """A year of one person, gone through as the clock does: it looks when it said it would, and when something happens."""

    who: Asked
    chance: random.Random
    answers: float
    spoken: list[tuple[datetime, bool, tuple[Open, ...], tuple[Open, ...]]] = field(default_factory=list)
    human: dict[str, tuple[datetime, Why]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)

    def goes_by(self, planned: list[tuple[datetime, Open]]) -> None:
        waiting = sorted(planned, key=lambda one: one[0])
        again: datetime | None = None
        held: tuple[Open, ...] = ()
        for _ in range(2000):
            now = min(([again] if again else []) + [moment for moment, _ in waiting[:1]], default=None)
            if now is None:
                break
            held += tuple(one for moment, one in waiting if moment <= now)
            waiting = [one for one in waiting if one[0] > now]
            held, again = self.looks(held, now.astimezone(UTC))
        assert not waiting
        assert not held, "whatever is planned comes to an end"

    def looks(self, held: tuple[Open, ...], now: datetime) -> tuple[tuple[Open, ...], datetime | None]:
        known = {one.id: one for one in held}
        done = decide(self.who, held, now)
        if done.send or done.nudge:
            sent, nudged = (tuple(known[one] for one in ids) for ids in (done.send, done.nudge))
            self.spoken.append((now, done.catch_up, sent, nudged))
        for one, why in done.human:
            assert one not in self.human
            self.human[one] = now, why
        self.who, held = after(self.who, held, done, now)
        assert not decide(self.who, held, now).does_something, "nothing is done twice"
        replied = {one.id for one in held if one.asked and self.chance.random() < self.answers}
        self.answered |= replied
        held = tuple(one for one in held if one.id not in replied)
        again = decide(self.who, held, now).look_again
        assert (again is None) == (not held)
        if again is not None:
            assert again > now
            between = now + (again - now) * self.chance.random()
            assert not decide(self.who, held, min(between, again - timedelta(seconds=1))).does_something
        return held, again


def may_speak(who: Asked, here: datetime) -> bool:
    """Said again, in other words than the code's."""
    week = windows.week_of(here.date(), who.first_a or BEGINS, away)
    at, day = f"{here:%H:%M}", here.date()
    inside = any(
        one.weekday == here.isoweekday() and one.begins <= at < one.ends and one.week in {Week.BOTH, week}
        for one in who.windows
    )
    paused = who.paused is not None and who.paused[0] <= day < who.paused[1]
    return inside and not paused and not away(day) and not who.quiet.is_quiet(here, away)


@settings(max_examples=40, deadline=None)
@given(a_person(), some_prompts(), st.integers(0, 99), st.sampled_from([0.0, 0.5, 1.0]))
def test_over_a_school_year_nobody_is_hounded_and_nothing_is_lost(
    who: Asked, planned: list[tuple[datetime, Open]], seed: int, answers: float
) -> None:
    year = Year(who, random.Random(seed), answers)
    year.goes_by(planned)
    minutes: Counter[tuple[int, int]] = Counter()
    days: Counter[date] = Counter()
    times_sent, times_nudged = Counter[str](), Counter[str]()
    for now, _, sent, nudged in year.spoken:
        here = now.astimezone(LONDON)
        assert may_speak(who, here), here
        minutes[here.isocalendar()[:2]] += sum(one.minutes for one in sent)
        days[here.date()] += 1
        times_sent.update(one.id for one in sent)
        times_nudged.update(one.id for one in nudged)
        for one in (*sent, *nudged):
            assert one.before is None or here.date() < one.before
            assert one.not_before is None or now >= one.not_before
            if one.sensitive:
                assert len(sent) + len(nudged) == 1, "it comes alone"
                assert f"{here:%H:%M}" < ("12:00" if here.isoweekday() == 5 else "16:00")
                weekday = next(here.date() + n * DAY for n in (1, 2, 3) if (here + n * DAY).isoweekday() < 6)
                assert not away(weekday)
    assert all(spent <= who.minutes for spent in minutes.values())
    assert set(days.values()) <= {1}, "somebody hears at most once on a day"
    assert set(times_sent.values()) | set(times_nudged.values()) <= {1}
    for moment, one in planned:
        assert one.id in year.answered or one.id in year.human, "it reaches its person or a human"
        assert one.id not in year.answered or one.id in times_sent
        if one.id in year.human:
            then, why = year.human[one.id]
            asked_first = why in {Why.NO_ANSWER, Why.SENSITIVE_ONCE}
            assert asked_first == (one.id in times_sent)
            assert then - moment < timedelta(days=500)
            assert why is not Why.NO_WINDOW or one.id not in times_sent
    _one_catch_up_an_absence(who, [(now.astimezone(LONDON).date(), flag) for now, flag, _, _ in year.spoken])


def _one_catch_up_an_absence(who: Asked, spoken: list[tuple[date, bool]]) -> None:
    for (last, _), (day, flagged) in itertools.pairwise(spoken):
        between = [last + n * DAY for n in range(1, (day - last).days)]
        off = [who.is_off(one) for one in between]
        runs = [n for n in range(len(off)) if all(off[n : n + ABSENCE]) and n + ABSENCE <= len(off)]
        if flagged:
            assert runs, "only an absence is caught up with"
        elif runs:
            assert (day - between[runs[-1]]).days > 21, "the first message after an absence says so"
    assert not spoken or not spoken[0][1]


# ── Single rules ────────────────────────────────────────────────────────────────────────────


def test_hours_are_read_as_people_write_them() -> None:
    said = read("Mon 9 to 10.30, Wed B 13.30-14.15; Thu, Fri 8.30-4")
    assert said is not None
    assert written(said) == "Mon 09:00-10:30, Wed B 13:30-14:15, Thu to Fri 08:30-16:00"
    assert read(written(said)) == said
    assert read("Mon 9-10, 14-15") == read("Monday 9 to 10 and Monday 14:00-15:00")
    for nonsense in ("", "9-10", "Mon", "Mon 10-9", "A 9-10", "Mon 9-10 Tue", "every blue moon 9-10", "Mon 25-26"):
        assert read(nonsense) is None, nonsense


def test_a_two_week_timetable_counts_school_weeks() -> None:
    week = {day: windows.week_of(day, date(2026, 9, 2), away) for day in (date(2026, 9, 11), date(2026, 10, 23))}
    assert week == {date(2026, 9, 11): Week.B, date(2026, 10, 23): Week.B}
    assert windows.week_of(date(2026, 11, 2), date(2026, 9, 2), away) is Week.A, "half-term moves it on by none"
    assert windows.week_of(date(2026, 8, 31), date(2026, 9, 14), away) is Week.A


def test_who_has_said_nothing_is_asked_in_the_hours_they_work() -> None:
    assert {(one.begins, one.ends) for one in SCHOOL_WEEK} == {SCHOOL_DAY}
    part_time = usual(Person("p", "P", working_days=(1, 3), works_from="09:00", works_to="12:00"))
    assert written(part_time) == "Mon 09:00-12:00, Wed 09:00-12:00"


@pytest.mark.parametrize(("sunday", "hours"), [(date(2027, 3, 28), 0), (date(2026, 10, 25), 2)])
def test_the_hour_that_the_clocks_take_or_give_opens_no_window_at_the_wrong_time(sunday: date, hours: int) -> None:
    night = (Window(7, "01:00", "02:00"), Window(7, "09:00", "09:30"))
    who = somebody(windows=night, quiet=QuietHours(on=False), is_away=lambda _day: False)
    open_ = prompts(1)
    minute, found = datetime.combine(sunday, datetime.min.time(), UTC) - timedelta(hours=2), []
    while minute.astimezone(LONDON).date() <= sunday:
        if decide(who, open_, minute).send:
            found.append(minute.astimezone(LONDON).hour)
        minute += timedelta(minutes=10)
    assert Counter(found) == Counter({1: hours * 6, 9: 3}) - Counter({1: 0})
    look = decide(who, open_, datetime.combine(sunday, datetime.min.time(), UTC) - timedelta(hours=9)).look_again
    assert look is not None
    assert look.astimezone(LONDON).hour == (1 if hours else 9), "one look is put down, at the true next moment"


def test_a_week_that_is_full_waits_for_the_next_and_one_message_gathers() -> None:
    open_ = prompts(12)
    friday = local(2026, 9, 18, 14)
    first = decide(somebody(), open_, friday)
    assert (len(first.send), first.look_again) == (10, local(2026, 9, 21, 8))
    who, open_left = after(somebody(), open_, first, friday)
    late = [*open_left, Open("new", "t", 1, before=date(2026, 10, 9))]
    assert decide(who, late, friday + timedelta(minutes=5)).send == (), "no second message on one day"
    monday = decide(who, late, local(2026, 9, 21, 8))
    assert monday.send == ("new", "q10", "q11")


def test_a_question_is_brought_up_once_and_then_a_person_is_told() -> None:
    run = dry_run({"p": (somebody(), prompts(1))}, local(2026, 9, 14, 7), date(2026, 10, 30), answered=False)
    assert [(one.at.astimezone(LONDON), one.send, one.nudge, one.human) for one in run] == [
        (local(2026, 9, 14, 8), ("q0",), (), ()),
        (local(2026, 9, 17, 8), (), ("q0",), ()),
        (local(2026, 9, 23, 0), (), (), (("q0", Why.NO_ANSWER),)),
    ]
    answered = dry_run({"p": (somebody(), prompts(12))}, local(2026, 9, 14, 7), date(2026, 10, 30), answered=True)
    assert minutes_by(answered, {f"q{n}": 2 for n in range(12)}, lambda _one: "oak") == {
        ("oak", date(2026, 9, 14)): 20,
        ("oak", date(2026, 9, 21)): 4,
    }


def test_what_can_never_be_asked_goes_to_a_person_at_once_with_the_reason() -> None:
    now = local(2026, 9, 14, 9)

    def whys(open_: list[Open], **facts: object) -> set[Why]:
        return {why for _, why in decide(somebody(**facts), open_, now).human}

    evening = (Window(2, "19:00", "20:30"),)
    assert whys(prompts(2), windows=evening) == {Why.NO_WINDOW}
    assert whys(prompts(2), minutes=1) == {Why.NO_WINDOW}
    assert whys(prompts(1, sensitive=True), windows=(Window(5, "13:00", "15:00"),)) == {Why.NO_WINDOW}
    assert whys(prompts(1), reachable=False) == {Why.CANNOT_BE_REACHED}
    assert whys(prompts(1), leaves=now.date()) == {Why.HAS_LEFT}
    assert whys(prompts(1, before=now.date())) == {Why.NOT_IN_TIME}
    paused = (date(2026, 9, 14), date(2026, 9, 28))
    assert whys(prompts(1, before=date(2026, 9, 25)), paused=paused) == {Why.NOT_IN_TIME}
    thursday = prompts(26, before=date(2026, 9, 17))
    assert fits(thursday, somebody(minutes=18), now, date(2026, 9, 17)) == 9
    assert len(decide(somebody(minutes=18), thursday, now).human) == 17


def test_whoever_leaves_is_looked_at_on_that_day() -> None:
    asked = prompts(1, asked=local(2026, 9, 14, 9), nudged=local(2026, 9, 17, 9))
    found = decide(somebody(leaves=date(2026, 9, 19)), asked, local(2026, 9, 17, 9))
    assert found.look_again == local(2026, 9, 19)
    assert decide(somebody(leaves=date(2026, 9, 19)), asked, local(2026, 9, 19)).human == (("q0", Why.HAS_LEFT),)


def test_after_half_term_one_message_gathers_what_came_together() -> None:
    who = somebody(spoke=local(2026, 10, 22, 9), spent=2)
    old, new = prompts(1, asked=local(2026, 10, 22, 9)), Open("new", "t", 2)
    back = local(2026, 11, 2, 8)
    assert decide(who, [*old, new], local(2026, 10, 23, 18, 30)).look_again == back
    first = decide(who, [*old, new], back)
    assert (first.send, first.catch_up) == (("new",), True)
    who, left = after(who, [*old, new], first, back)
    assert not decide(who, left, back + DAY).catch_up
