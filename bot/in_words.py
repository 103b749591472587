"""The trust's settings in words, on one page: a plain sentence for each, and beside it the button that changes it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, select

from bot.domain import permission
from bot.domain.acts import TRUST
from bot.domain.changes_of_keeping import RetentionSet
from bot.domain.changes_setup import TERMS
from bot.domain.people import Job
from bot.domain.permission import Act
from bot.domain.retention import Kind as Data
from bot.domain.retention import days_kept
from bot.domain.terms import WHOLE_TRUST, Sort, Span, of_school
from bot.domain.trust_settings import A_DAY, APPROVERS, CHANNEL, MODEL, QUIET_HOURS, SUGGESTIONS
from bot.look import Looking, NotForYouError
from bot.message import Action, Begin, Button, Card, Visit
from bot.quiet_time import on_holiday
from bot.term_words import span_words, whose_words
from store import people, reviews, trust_settings
from store.tables import HistoryRow
from store.terms import bank_holidays

FILE = "settings"
MOST_SPANS = 40
MOST_BANK_HOLIDAYS = 12
FEW = 6
SOON = timedelta(days=92)


def settings(look: Looking) -> tuple[Card, ...]:
    """Every setting as a sentence, for whoever may read them; with its button for whoever may change it."""
    _may_see(look)
    changes = permission.may_in_trust(look.me, Act.CHANGE_SETTINGS, look.now.date())

    def one(block: str, name: str, change: str, dialog: str, **facts: object) -> Card:
        buttons: tuple[tuple[str, Action], ...] = ((change, Begin(dialog, TRUST)),) if changes else ()
        return _card(look, block, *buttons, changed=_changed(look, HistoryRow.about == name), **facts)

    known = people.directory(look.session)
    settled, trust = known.settings, reviews.trust(look.session)
    leads = [known.people[one].name for one in known.holders(Job.TRUST_LEAD, "", look.now.date())]
    channels = sorted((room for room in trust.rooms if not room.review), key=lambda room: room.platform)
    back: tuple[str, Action] = ("go_set_up", Visit("set_up", TRUST)) if changes else ("go_home", Visit("home", TRUST))
    return (
        _card(look, "settings", back, ("who_may_see", Visit("who_may", TRUST)), changes=changes),
        one("silence", QUIET_HOURS, "change_quiet_hours", "set_quiet_hours", quiet=settled.quiet, until=_until(look)),
        _terms_line(look, changes=changes),
        one("channel", CHANNEL, "change_channel", "set_channel", channels=channels),
        one("posting", A_DAY, "change_posts_a_day", "set_posts_a_day", posts=settled.posts_a_day),
        one("approving", APPROVERS, "change_approvers", "set_approvers", approvers=settled.approvers, leads=leads),
        one("suggesting", SUGGESTIONS, "change_suggestions", "set_suggestions", said=settled.suggestions),
        one("led", MODEL, "change_model", "set_model", model=settled.model or ""),
        _keeping_line(look),
        *_guarding_line(look),
    )


def _may_see(look: Looking) -> None:
    if not permission.may_in_trust(look.me, Act.SEE_SETTINGS, look.now.date()):
        raise NotForYouError


def _changed(look: Looking, such: ColumnElement[bool]) -> tuple[datetime, str] | None:
    """When such a setting was changed last, and by whom, as the history has it."""
    wanted = select(HistoryRow.at, HistoryRow.person).where(such)
    row = look.session.execute(wanted.order_by(HistoryRow.id.desc()).limit(1)).first()
    if row is None:
        return None
    who = people.directory(look.session).people.get(row.person)
    return row.at, who.name if who else ""


def _until(look: Looking) -> datetime | None:
    """When it is quiet now: until when."""
    known, here = people.directory(look.session), look.now.astimezone(look.wording.zone)
    schools = known.open_schools(here.date())
    over = known.settings.quiet.over(here, partial(on_holiday, known, schools))
    return over if over and over > here else None


def _terms_line(look: Looking, *, changes: bool) -> Card:
    known, today = people.directory(look.session), look.now.date()
    schools = known.open_schools(today)
    until = {school.name: known.calendar.known_until(school) for school in schools}
    unknown = [name for name, last in until.items() if last is None or last < today]
    ends = min((last for last in until.values() if last and last >= today), default=None)
    buttons: list[tuple[str, Action]] = [("see_terms", Visit("terms", TRUST))]
    if changes:
        buttons.append(("terms_file", Visit("terms_file", TRUST)))
    every = sorted({(s, of) for of, spans in known.calendar.sets.items() for s in spans if s.sort is Sort.HOLIDAY})
    coming = next((pair for pair in every if pair[0].last >= today), None)
    next_ = (span_words(look.wording, coming[0]), _whose(look, coming[1])) if coming else None
    return _card(
        look,
        "terms",
        *buttons,
        unknown=unknown if len(unknown) <= FEW else [],
        lacking=len(unknown),
        of=len(schools),
        ends=ends if ends and ends < today + SOON else None,
        known_to=ends,
        coming=next_,
        changed=_changed(look, HistoryRow.about.startswith(TERMS, autoescape=True)),
    )


def _keeping_line(look: Looking) -> Card:
    today = look.now.date()
    days = days_kept(trust_settings.every(look.session))
    buttons: list[tuple[str, Action]] = []
    if permission.may_in_trust(look.me, Act.SEE_RETENTION, today):
        buttons.append(("see_what_is_kept", Visit("retention", TRUST)))
    if permission.may_in_trust(look.me, Act.SET_RETENTION, today):
        buttons.append(("change_how_long", Begin("set_retention", TRUST)))
    notes, shared = days[Data.NOTES], days[Data.AFFIRMATIONS]
    return _card(
        look,
        "keeping",
        *buttons,
        notes=notes,
        shared=shared,
        changed=_changed(look, HistoryRow.kind == RetentionSet.__name__),
    )


def _guarding_line(look: Looking) -> Iterator[Card]:
    """What the guard stopped, for whoever answers for it."""
    if permission.may_in_trust(look.me, Act.SEE_PROOF, look.now.date()):
        yield _card(look, "guarding", ("see_proof", Visit("proof", TRUST)))


# ── Terms and holidays ──────────────────────────────────────────────────────────────────────


def terms(look: Looking) -> tuple[Card, ...]:
    """The school year, set by set, from this term on; and the bank holidays to come."""
    _may_see(look)
    today = look.now.date()
    changes = permission.may_in_trust(look.me, Act.CHANGE_SETTINGS, today)
    sets = people.directory(look.session).calendar.sets
    buttons: list[tuple[str, Action]] = []
    if changes:
        buttons += [("terms_file", Visit("terms_file", TRUST)), ("add_days", Begin("add_days", TRUST))]
        buttons += [("remove_days", Begin("remove_days", TRUST))] if sets else []
    buttons.append(("go_settings", Visit("settings", TRUST)))
    head = _card(look, "school_year", *buttons, some=bool(sets))
    holidays = _card(look, "bank_holidays", days=_bank_holidays(today))
    wide = [of for of in sets if not of.startswith(of_school(""))]
    return (head, *_sets(look, wide, today), holidays, *_sets(look, sorted(set(sets) - set(wide)), today))


def _sets(look: Looking, these: list[str], today: date) -> Iterator[Card]:
    sets = people.directory(look.session).calendar.sets
    for of in sorted(these, key=lambda one: (one != WHOLE_TRUST, one)):
        listed = [span_words(look.wording, span) for span in _from_now(sets[of], today)[:MOST_SPANS]]
        yield _card(look, "one_set", whose=_whose(look, of), spans=listed)


def _from_now(spans: tuple[Span, ...], today: date) -> list[Span]:
    return [span for span in spans if span.last >= today]


def _bank_holidays(today: date) -> list[tuple[date, str]]:
    return [(day, name) for day, name in sorted(bank_holidays().items()) if day >= today][:MOST_BANK_HOLIDAYS]


def _whose(look: Looking, of: str) -> str:
    known = people.directory(look.session)
    return whose_words(look.wording, of, known.schools, known.authorities)


def _card(look: Looking, block: str, *buttons: tuple[str, Action], **facts: object) -> Card:
    made = tuple(Button(look.wording.line(FILE, label), action) for label, action in buttons)
    title = look.wording.line(FILE, f"{block}_title", **facts)
    return Card(look.wording.line(FILE, "page_notice"), title, look.wording.words(FILE, block, **facts), buttons=made)
